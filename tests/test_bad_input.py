"""Whatever is handed in: one plain sentence on stderr, exit status 2, no traceback, nothing half written."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from coach import analysis
from coach.commands import wiring
from coach.ports import Frame, SourceInfo
from tests.streams import exercise
from tests.test_commands import HEAD, Capture, ListedDetector, coach, demo_stream, detect_with, video

PLANK = (wiring.paths.exercises_dir() / "plank.toml").read_text(encoding="utf-8")
PROGRAM = [sys.executable, "-m", "coach"]


def _one_sentence(err: str) -> bool:
    return err.startswith("coach: ") and err.count("\n") == 1 and "Traceback" not in err and "Errno" not in err


def _refused(capfd: Capture, *arguments: object) -> str:
    """The sentence with which the command refuses."""
    status, out, err = coach(capfd, *arguments)
    assert (status, out) == (2, "")
    assert _one_sentence(err), err
    assert "unforeseen" not in err
    return err


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, without a display."""
    monkeypatch.chdir(tmp_path)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "BACKCOACH_MODEL"):
        monkeypatch.delenv(name, raising=False)


def _cut(path: Path) -> None:
    whole = video(path, 60).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def _picture_as_video(path: Path) -> None:
    cv2.imwrite(str(path.with_suffix(".png")), np.zeros((8, 8, 3), np.uint8))
    path.with_suffix(".png").rename(path)


SOURCES: dict[str, tuple[str, Callable[[Path], Any]]] = {
    "missing": ("a.mp4", lambda path: None),
    "empty": ("a.mp4", lambda path: path.write_bytes(b"")),
    "text": ("a.mp4", lambda path: path.write_text("hello " * 100)),
    "its index is cut off": ("a.mp4", _cut),
    "picture": ("a.mp4", _picture_as_video),
    "video as a picture": ("a.png", lambda path: video(path.with_suffix(".mp4"), 9).rename(path)),
    "empty folder": ("a", Path.mkdir),
    "folder of text": ("a", lambda path: (path.mkdir(), (path / "a.txt").write_text("x"))),
    "folder of bad pictures": ("a", lambda path: (path.mkdir(), (path / "a.jpg").write_text("x"))),
    "device": ("/dev/null", lambda path: None),
    "camera that is not there": ("63", lambda path: None),
    "camera that can't be": ("9" * 30, lambda path: None),
    "name too long": ("x" * 300, lambda path: None),
}


@pytest.mark.parametrize("command", ["analyze", "record", "session"])
@pytest.mark.parametrize("name", SOURCES)
def test_a_bad_source_is_refused(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, command: str
) -> None:
    source, make = SOURCES[name]
    make(Path(source))
    before = sorted(tmp_path.rglob("*"))
    if command == "session":
        monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    more = {"analyze": ["--json", "out.json"], "record": ["out.npz"], "session": ["--exercise", "plank"]}[command]
    _refused(capfd, command, *(["--source"] if command == "session" else []), source, *more)
    assert sorted(tmp_path.rglob("*")) == before


def _bad_exercise(name: str) -> bytes:
    texts = {
        "unknown key": "wibble = 1\n" + PLANK,
        "missing parts": 'id = "plank"\n',
        "empty": "",
        "no TOML": "a = = 3\n",
        "another id": PLANK.replace('id = "plank"', 'id = "other"'),
        "contradicting bands": PLANK.replace("above = 55, below = 125", "above = 125, below = 55", 1),
        "unknown joint": PLANK.replace('"knee"', '"gnee"', 1),
    }
    return b'id = "\xe9\xff"' if name == "not UTF-8" else texts[name].encode()


@pytest.mark.parametrize(
    "name",
    [
        "unknown key",
        "missing parts",
        "empty",
        "no TOML",
        "another id",
        "contradicting bands",
        "unknown joint",
        "not UTF-8",
    ],
)
def test_a_bad_exercise_file_is_refused(capfd: Capture, tmp_path: Path, name: str) -> None:
    Path("plank.toml").write_bytes(_bad_exercise(name))
    demo_stream(tmp_path / "a.npz", "plank")
    assert "plank.toml" in _refused(capfd, "analyze", "a.npz", "--exercise", "plank.toml")
    status, out, err = coach(capfd, "exercises", "check", "plank.toml")
    assert (status, out) == (2, "plank.toml: not right\n")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("analyze", "a.npz", "--exercise", "wibble"), "there is no exercise 'wibble'; known: bird_dog"),
        (("analyze", "a.npz", "--exercise", "../../etc/passwd"), "there is no exercise"),
        (("analyze", "a.npz", "--exercise", "missing.toml"), "missing.toml: No such file or directory"),
        (("analyze",), "Missing argument"),
        (("analyze", "a.npz", "--workers", "0"), "--workers"),
        (("analyze", "a.npz", "--wibble"), "No such option"),
        (("wibble",), "No such command"),
        (("analyze", "a.npz", "--json", "nowhere/a.json"), "the folder nowhere does not exist"),
        (("analyze", "a.npz", "--json", "folder"), "it is a folder"),
        (("analyze", "a.npz", "--json", "a.npz/b"), "a.npz is not a folder"),
        (("analyze", "a.npz", "--json", "x" * 300), "the name is too long"),
        (("analyze", "a.npz", "--json", "a.npz"), "is a source"),
        (("analyze", "a.npz", "--json", "/dev/full"), "the disk is full"),
        (("analyze", "a.npz", "--annotate", "a.mp4"), "--annotate takes one video file"),
        (("analyze", "v.mp4", "v.mp4", "--annotate", "a.mp4"), "--annotate takes one video file"),
        (("analyze", "v.mp4", "--annotate", "a.avi"), "must be named *.mp4"),
        (("analyze", "v.mp4", "--annotate", "nowhere/a.mp4"), "the folder nowhere does not exist"),
        (("analyze", "v.mp4", "--annotate", "v.mp4"), "is a source"),
        (("analyze", "v.mp4", "--model", "missing.task"), "The pose model missing.task is missing"),
        (("analyze", "v.mp4", "--model", "folder"), "cannot be read: Is a directory"),
        (("record", "v.mp4", "a.txt"), "must be named *.npz"),
        (("record", "v.mp4", "nowhere/a.npz"), "the folder nowhere does not exist"),
        (("record", "a.npz", "b.npz"), "already a recorded stream"),
        (("replay", "v.mp4", "--exercise", "plank"), "not a landmark stream"),
        (("replay", "a.npz", "--exercise", "plank", "--window"), "there is no display here"),
        ((), "there is no display here"),
        (("app",), "there is no display here"),
        (("session", "--exercise", "plank"), "there is no display here"),
        (("session", "first_steps", "--exercise", "plank"), "either a routine or --exercise"),
        (("session", "missing.toml"), "missing.toml"),
        (("exercises", "preview", "plank"), "there is no display here"),
        (("demo", "--window"), "there is no display here"),
        (("exercises", "show", "wibble"), "there is no exercise 'wibble'"),
        (("exercises", "preview", "plank", "--wrong", "x"), "plank has no rule 'x'; known: hips_sag"),
        (("exercises", "preview", "plank", "--out", "a.txt"), "as .mp4 or .png"),
        (("exercises", "preview", "plank", "--out", "nowhere/a.png"), "the folder nowhere does not exist"),
        (("exercises", "new", "Bad Id"), "small letters"),
        (("exercises", "new", "x", "--folder", "nowhere"), "the folder nowhere does not exist"),
        (("evaluate", "missing.csv"), "missing.csv: No such file or directory"),
        (("evaluate", "folder"), "Is a directory"),
        (("evaluate", "a.npz"), "not a table in UTF-8"),
        (("evaluate", "columns.csv"), "has no column 'complete'"),
        (("evaluate", "gone.csv"), "gone.npz cannot be read"),
        (("evaluate", "good.csv", "--json", "nowhere/a.json"), "the folder nowhere does not exist"),
        (("evaluate", "good.csv", "--readme", "good.csv"), "has no place for the table"),
        (("evaluate", "good.csv", "--readme", "missing.md"), "missing.md: No such file"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_refused(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    demo_stream(tmp_path / "a.npz", "plank")
    if "v.mp4" in arguments:
        video(tmp_path / "v.mp4", 5)
    Path("folder").mkdir()
    Path("columns.csv").write_text("file,exercise\na,plank\n")
    Path("gone.csv").write_text(HEAD + "gone.npz,plank,side,0,,,,,,,,,,,\n")
    Path("good.csv").write_text(HEAD + "a.npz,plank,side,0,,,,,,,,,,,\n")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert said in _refused(capfd, *arguments)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_model_that_is_another_file(capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.task").write_bytes(b"nope")
    monkeypatch.setenv("BACKCOACH_MODEL", str(tmp_path / "bad.task"))
    assert "cannot use the model" in _refused(capfd, "analyze", video(tmp_path / "v.mp4", 5))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_bad_source_among_good_ones_does_not_undo_them(capfd: Capture, tmp_path: Path, workers: int) -> None:
    demo_stream(tmp_path / "a.npz", "plank")
    arguments = ("gone.npz", "a.npz", "--exercise", "plank", "--workers", workers)
    status, out, err = coach(capfd, "analyze", *arguments)
    assert status == 2
    assert out.startswith("a.npz\nPlank: seconds held")
    assert err == "coach: gone.npz cannot be read: No such file or directory.\n"


def test_a_video_of_nobody(capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    detector = ListedDetector(exercise("plank").demo)
    monkeypatch.setattr(detector, "_poses", iter(()))
    detect_with(monkeypatch, detector)
    status, _, err = coach(capfd, "analyze", video(tmp_path / "v.mp4", 30), "--json", "a.json")
    assert (status, err) == (2, f"coach: {tmp_path / 'v.mp4'}: {analysis.NOBODY}\n")


class _CutOff:
    """A video whose header promises 20 s and that gives 4."""

    info = SourceInfo("v.mp4", "video", 15.0, 300, 20.0, 160, 120)

    def frames(self) -> Iterator[Frame]:
        yield from (Frame(index / 15, np.zeros((120, 160, 3), np.uint8)) for index in range(60))

    def close(self) -> None: ...


def test_a_video_that_is_cut_off_gives_what_it_has(capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    detect_with(monkeypatch, ListedDetector(exercise("plank").demo))
    monkeypatch.setattr(wiring, "open_camera", lambda source: nullcontext(_CutOff()))
    status, out, err = coach(capfd, "analyze", "v.mp4", "--exercise", "plank")
    assert status == 2
    assert out.startswith("Plank: seconds held")
    assert err == "coach: v.mp4 is cut off: only the first 3.9 of 20.0 s could be read\n"


def test_what_nobody_foresaw_is_one_sentence_and_debug_shows_where(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("two\nlines")

    demo_stream(tmp_path / "a.npz", "plank")
    monkeypatch.setattr(analysis, "follow", fail)
    status, _, err = coach(capfd, "analyze", "a.npz")
    assert status == 2
    assert _one_sentence(err)
    assert "RuntimeError: two lines" in err
    status, _, err = coach(capfd, "--debug", "analyze", "a.npz")
    assert status == 2
    assert "Traceback" in err
    assert err.splitlines()[-1].startswith("coach: something unforeseen")


def _shell(line: str, tmp_path: Path) -> "subprocess.CompletedProcess[str]":
    command = line.replace("coach", f"'{sys.executable}' -m coach", 1)
    root = str(Path(__file__).parents[1])
    return subprocess.run(
        ["bash", "-c", command],
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("line", "status", "err"),
    [
        ("coach exercises show plank | head -1; exit ${PIPESTATUS[0]}", 2, ""),
        (
            "coach exercises list > /dev/full",
            2,
            "coach: the output cannot be read or written: No space left on device\n",
        ),
        ("coach exercises show plank", 0, ""),
    ],
    ids=["reader gone", "disk full", "fine"],
)
def test_stdout_that_fails(tmp_path: Path, line: str, status: int, err: str) -> None:
    done = _shell(line, tmp_path)
    assert done.stderr == err
    # A reader that is quick to go and a writer that is quick to end may miss one another.
    assert done.returncode == status or ("PIPESTATUS" in line and done.returncode == 0)
