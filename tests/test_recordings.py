"""`coach analyze FOLDER`: what counts as a recording, whose it is, what is done and what is not done twice."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.commands import recordings_kept
from coach.commands.recordings import find, is_folder_of_recordings, printable
from tests.recording_folders import folder, rows, stream, without_timing
from tests.test_commands import Capture, coach

PLANK = ("--exercise", "plank")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs a file system of POSIX")


@pytest.mark.parametrize(
    ("names", "is_one"),
    [
        (("a.mp4",), True),
        (("A-1/a.NPZ", "A-1/b.png"), True),
        (("A-1/november/a.mov",), True),
        (("a.png", "b.jpg"), False),
        (("A-1/a.png",), False),
        ((".a.mp4", ".trash/a.mp4", "a.txt"), False),
        ((), False),
    ],
)
def test_a_folder_of_recordings_is_told_from_one_of_pictures(
    tmp_path: Path, names: tuple[str, ...], is_one: bool
) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert is_folder_of_recordings(str(tmp_path)) is is_one


@pytest.mark.parametrize("source", ["0", "missing", "x" * 300, "a\0b"])
def test_what_is_no_folder_is_none_of_recordings(source: str) -> None:
    assert not is_folder_of_recordings(source)


def test_the_outermost_folder_is_the_patient(tmp_path: Path) -> None:
    for name in ("b.mp4", "B-2/x.mp4", "A-1/2/november/y.avi", "A-1/z.npz"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"123")
    found = find(tmp_path).recordings
    assert [(one.name, one.reference, one.size) for one in found] == [
        ("A-1/2/november/y.avi", "A-1", 3),
        ("A-1/z.npz", "A-1", 3),
        ("B-2/x.mp4", "B-2", 3),
        ("b.mp4", "", 3),
    ]


def _link(path: Path) -> None:
    path.symlink_to(sys.executable)


def _locked(path: Path) -> None:
    path.mkdir()
    path.chmod(0)


MISFITS: dict[str, tuple[bytes, Callable[[Path], object], str]] = {
    "a link out": (b"a.mp4", _link, "a.mp4 is left out: it is a link that leads out of the folder"),
    "a link to nowhere": (
        b"a.mp4",
        lambda path: path.symlink_to("gone"),
        "a.mp4 is left out: No such file or directory",
    ),
    "a circle": (b"a.mp4", lambda path: path.symlink_to("a.mp4"), "a.mp4 is left out: "),
    "a link to a folder": (b"a", lambda path: path.symlink_to("."), "a is left out: it is a link to a folder"),
    "a pipe": (b"a.mp4", os.mkfifo, "a.mp4 is left out: it is a device or a pipe, not a file"),
    "no text": (b"a\xe9.mp4", Path.touch, "a\\xe9.mp4 is left out: its name holds bytes that are no text; rename it"),
}


@POSIX
@pytest.mark.parametrize("name", MISFITS)
def test_what_can_be_no_recording_is_told(capfd: Capture, tmp_path: Path, name: str) -> None:
    called, make, said = MISFITS[name]
    folder(tmp_path, 1)
    make(tmp_path / os.fsdecode(called))
    status, out, err = coach(capfd, "analyze", tmp_path, *PLANK)
    assert status == 2
    assert out.endswith("1 recordings: 1 looked at, 0 known from before.\n")
    assert err.startswith(f"coach: {said}")
    assert err.count("\n") == 1


@POSIX
def test_a_link_within_the_folder_is_the_same_recording(capfd: Capture, tmp_path: Path) -> None:
    (tmp_path / "B-2").mkdir()
    (tmp_path / "B-2" / "again.npz").symlink_to(stream(tmp_path / "A-1" / "a.npz"))
    status, out, _ = coach(capfd, "analyze", tmp_path, *PLANK, "--json", "-")
    assert status == 0
    found = json.loads(out)
    assert [(one["source"]["path"], one["patient"]) for one in found] == [
        ("A-1/a.npz", "A-1"),
        ("B-2/again.npz", "B-2"),
    ]
    assert found[0]["timing"] == found[1]["timing"], "looked at once"


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="the superuser may read everything")
def test_what_must_not_be_read_is_told(capfd: Capture, tmp_path: Path) -> None:
    folder(tmp_path, 2)
    (tmp_path / "A-1" / "0.npz").chmod(0)
    _locked(tmp_path / "C-3")
    status, _, err = coach(capfd, "analyze", tmp_path, *PLANK)
    (tmp_path / "C-3").chmod(0o700)
    assert status == 2
    assert err.splitlines() == [
        "coach: C-3 is left out: Permission denied",
        "coach: A-1/0.npz cannot be read: Permission denied",
    ]


@pytest.mark.parametrize("name", ["[red]x", "a b", "ü ß 背", "-x", "a\nb", "a'\"&<", "0"])
@POSIX
def test_odd_names_are_names(capfd: Capture, tmp_path: Path, name: str) -> None:
    stream(tmp_path / name / f"{name}.npz")
    status, out, err = coach(capfd, "analyze", tmp_path, *PLANK, "--resume", tmp_path / "done.jsonl")
    assert (status, err) == (0, "")
    assert out.startswith(f"{printable(name)}/{printable(name)}.npz\nPlank: ")
    assert rows(tmp_path / "done.jsonl")[0]["patient"] == printable(name)


def test_done_is_known_by_content_not_by_name(capfd: Capture, tmp_path: Path) -> None:
    root, done = folder(tmp_path / "all", 2), tmp_path / "done.jsonl"
    command = ("analyze", root, *PLANK, "--resume", done)
    assert coach(capfd, *command)[0] == 0
    (root / "A-1" / "0.npz").rename(root / "A-1" / "other.npz")
    os.utime(root / "B-2" / "1.npz", (0, 0))
    stream(root / "C-3" / "new.npz")
    status, out, _ = coach(capfd, *command)
    assert (status, out.splitlines()[-1]) == (0, "3 recordings: 1 looked at, 2 known from before.")
    assert len(rows(done)) == 3
    stream(root / "B-2" / "1.npz", note="another content")
    assert coach(capfd, *command)[1].endswith("3 recordings: 1 looked at, 2 known from before.\n")
    assert coach(capfd, *command, "--again")[1].endswith("3 recordings: 3 looked at, 0 known from before.\n")


def test_the_list_is_the_same_whether_done_now_or_before(capfd: Capture, tmp_path: Path) -> None:
    root, done = folder(tmp_path / "all", 3), tmp_path / "done.jsonl"
    command = ("analyze", root, *PLANK, "--json", "-")
    first, second = (json.loads(coach(capfd, *command, "--resume", done)[1]) for _ in range(2))
    assert first == second
    assert without_timing(first) == without_timing(json.loads(coach(capfd, *command)[1]))
    assert [one["source"]["path"] for one in first] == ["A-1/0.npz", "A-1/2.npz", "B-2/1.npz"]


def test_another_question_is_asked_anew(capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, done = folder(tmp_path / "all", 1), tmp_path / "done.jsonl"

    def number(exercise: str) -> str:
        out = coach(capfd, "analyze", root, "--exercise", exercise, "--resume", done)[1]
        return out.splitlines()[-1]

    own = tmp_path / "plank.toml"
    own.write_bytes((Path(__file__).parents[1] / "exercises" / "plank.toml").read_bytes())
    new, known = "1 recordings: 1 looked at, 0 known from before.", "1 recordings: 0 looked at, 1 known from before."
    assert [number(name) for name in ("plank", "plank", "knee_plank", str(own), str(own))] == [
        new,
        known,
        new,
        new,
        known,
    ]
    own.write_text(own.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert number(str(own)) == new
    monkeypatch.setattr(recordings_kept.house, "__version__", "99")
    assert number("plank") == new


def test_a_damaged_one_is_told_and_not_tried_again(capfd: Capture, tmp_path: Path) -> None:
    root, done = folder(tmp_path / "all", 1), tmp_path / "done.jsonl"
    bad = root / "A-1" / "bad.npz"
    bad.write_bytes(b"nothing of use")
    command = ("analyze", root, *PLANK, "--resume", done)
    said = "coach: A-1/bad.npz is not a landmark stream, or it is damaged: File is not a zip file.\n"
    for looked_at in (2, 0):
        status, out, err = coach(capfd, *command)
        assert (status, err) == (2, said)
        assert f" {looked_at} looked at, {2 - looked_at} known from before, 1 of them with trouble." in out
    stream(bad)
    assert coach(capfd, *command)[0] == 0


def test_passing_trouble_is_tried_again(capfd: Capture, tmp_path: Path) -> None:
    cv2.VideoWriter(str(tmp_path / "a.mp4"), cv2.VideoWriter.fourcc(*"mp4v"), 15, (64, 48)).write(
        np.zeros((48, 64, 3), np.uint8)
    )
    (tmp_path / "bad.task").write_bytes(b"nope")
    command = ("analyze", tmp_path, "--model", tmp_path / "bad.task", "--resume", tmp_path / "done.jsonl")
    for _ in range(2):
        status, out, err = coach(capfd, *command)
        assert (status, out) == (2, "1 recordings: 1 looked at, 0 known from before, 1 of them with trouble.\n")
        assert "cannot use the model" in err
    assert (tmp_path / "done.jsonl").read_bytes() == b""
