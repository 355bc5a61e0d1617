"""Every command in its good use, in this process; the pose detector is a list of poses where a video is looked at."""

import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach import main
from coach.adapters.store import StreamFile, write_stream
from coach.commands import console, evaluate, readme, wiring
from coach.core.demo import Demo
from coach.core.pose import Pose
from coach.ports import Frame
from tests.streams import counted, demo_samples, exercise, ids, mostly_slow

# As `coach` does it, but before any other test writes a video: FFmpeg asks once in a process.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")

FPS = 15
SIZE = (160, 120)

Trouble = BaseException | None


class ListedDetector:
    """A detector that gives the poses of a demonstration one after the other, then what ends it."""

    detector_name = "a list"
    model_sha256 = "0" * 64

    def __init__(self, demo: Demo, trouble: Trouble = None, after: int = 10**6) -> None:
        self._poses = iter([pose for _, pose in demo_samples(demo, FPS)])
        self._trouble, self._left = trouble, after

    def detect(self, frame: Frame) -> Pose | None:
        self._left -= 1
        if self._left < 0 and self._trouble is not None:
            raise self._trouble
        pose = next(self._poses, None)
        return pose and Pose(frame.t_s, pose.points, pose.world, pose.size)


def detect_with(monkeypatch: pytest.MonkeyPatch, detector: ListedDetector) -> None:
    @contextmanager
    def open_detector(model: str | None, mode: str) -> Iterator[ListedDetector]:
        yield detector

    monkeypatch.setattr(wiring, "open_detector", open_detector)


def video(path: Path, frames: int) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FPS, SIZE)
    for _ in range(frames):
        writer.write(np.full((SIZE[1], SIZE[0], 3), 128, np.uint8))
    writer.release()
    return path


def demo_video(path: Path, id_: str) -> Path:
    return video(path, len(demo_samples(exercise(id_).demo, FPS)))


def demo_stream(path: Path, id_: str) -> Path:
    samples = demo_samples(exercise(id_).demo, FPS)
    pose = samples[0][1]
    assert pose is not None
    write_stream(path, samples, pose.size, {"fps": FPS})
    return path


def coach(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Status, stdout and stderr of the command line."""
    status = main.run([str(argument) for argument in arguments])
    out, err = capfd.readouterr()
    return status, out, err


Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("id_", mostly_slow(counted()))
def test_analyze_a_stream(capfd: Capture, tmp_path: Path, id_: str) -> None:
    stream = demo_stream(tmp_path / "a.npz", id_)
    status, out, err = coach(capfd, "analyze", stream, "--json", "-")
    assert (status, err) == (0, "")
    result = json.loads(out)
    demo = exercise(id_).demo
    assert result["exercise"] == id_
    assert result["counts"] == {
        **{"complete": demo.reps, "partial": demo.partial, "left": demo.left, "right": demo.right},
    }
    assert "error" not in result


@pytest.mark.parametrize("command", ["analyze", "replay"])
def test_what_the_clock_leads_has_nothing_to_count(capfd: Capture, tmp_path: Path, command: str) -> None:
    stream = demo_stream(tmp_path / "a.npz", "pelvic_tilt")
    status, out, err = coach(capfd, command, stream, "--exercise", "pelvic_tilt")
    assert (status, out) == (2, "")
    assert err == (
        "coach: Pelvic tilt is paced by the clock and not judged: there is nothing to count in a recording\n"
    )


def test_analyze_says_it_in_words(capfd: Capture, tmp_path: Path) -> None:
    stream = demo_stream(tmp_path / "a.npz", "glute_bridge")
    status, out, err = coach(capfd, "analyze", stream, "--exercise", "glute_bridge", "--json", tmp_path / "a.json")
    assert (status, err) == (0, "")
    assert out.startswith(f"Glute bridge: repetitions {exercise('glute_bridge').demo.reps}, partial")
    assert json.loads((tmp_path / "a.json").read_text())["exercise"] == "glute_bridge"


def test_analyze_several_in_the_order_given(capfd: Capture, tmp_path: Path) -> None:
    streams = [demo_stream(tmp_path / f"{id_}.npz", id_) for id_ in ("plank", "bird_dog")]
    status, out, _ = coach(capfd, "analyze", *streams, "--json", "-")
    assert status == 0
    assert [result["exercise"] for result in json.loads(out)] == ["plank", "bird_dog"]


@pytest.mark.slow
def test_side_by_side_gives_the_same(capfd: Capture, tmp_path: Path) -> None:
    streams = [demo_stream(tmp_path / f"{id_}.npz", id_) for id_ in ("plank", "bird_dog")]
    results = []
    for workers in (1, 2):
        status, out, err = coach(capfd, "analyze", *streams, "--workers", workers, "--json", "-")
        assert (status, err) == (0, "")
        results.append([result | {"timing": None} for result in json.loads(out)])
    assert results[0] == results[1]


def test_analyze_a_video_and_annotate_it(capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip, out_path = demo_video(tmp_path / "a.mp4", "glute_bridge"), tmp_path / "out.mp4"
    detect_with(monkeypatch, ListedDetector(exercise("glute_bridge").demo))
    status, out, err = coach(capfd, "analyze", clip, "--annotate", out_path, "--json", "-")
    assert (status, err) == (0, "")
    result = json.loads(out)
    assert result["counts"]["complete"] == exercise("glute_bridge").demo.reps
    written = cv2.VideoCapture(str(out_path))
    assert abs(written.get(cv2.CAP_PROP_FRAME_COUNT) - result["source"]["frames"]) <= 1
    assert (written.get(cv2.CAP_PROP_FRAME_WIDTH), written.get(cv2.CAP_PROP_FRAME_HEIGHT)) == SIZE
    assert {path.name for path in tmp_path.iterdir()} == {"a.mp4", "out.mp4"}


def test_record_then_analyze_counts_as_the_video(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip, stream = demo_video(tmp_path / "a.mp4", "bird_dog"), tmp_path / "a.npz"
    counts = []
    for arguments in (("analyze", clip, "--json", "-"), ("record", clip, stream), ("analyze", stream, "--json", "-")):
        detect_with(monkeypatch, ListedDetector(exercise("bird_dog").demo))
        status, out, err = coach(capfd, *arguments)
        assert (status, err) == (0, "")
        if arguments[0] == "analyze":
            counts.append(json.loads(out)["counts"])
    assert counts[0] == counts[1]
    assert counts[0]["complete"] == exercise("bird_dog").demo.reps
    assert StreamFile(stream).meta == {"source": "a.mp4", "fps": FPS, "detector": "a list", "model_sha256": "0" * 64}


def test_record_stops_after_so_many_seconds(capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    detect_with(monkeypatch, ListedDetector(exercise("plank").demo))
    assert coach(capfd, "record", video(tmp_path / "a.mp4", 60), tmp_path / "a.npz", "--seconds", 1)[0] == 0
    assert StreamFile(tmp_path / "a.npz").info.duration_s == pytest.approx(1, abs=0.2)


def test_replay_tells_what_happens(capfd: Capture, tmp_path: Path) -> None:
    stream = demo_stream(tmp_path / "a.npz", "glute_bridge")
    status, out, err = coach(capfd, "replay", stream, "--exercise", "glute_bridge")
    assert (status, err) == (0, "")
    reps = exercise("glute_bridge").demo.reps
    assert out.count("  Repetition ") == reps
    assert f"repetitions {reps}," in out


def test_demo_without_a_window(capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    detect_with(monkeypatch, ListedDetector(exercise("glute_bridge").demo))
    status, out, err = coach(capfd, "demo", "--no-window")
    assert (status, err) == (0, "")
    assert f"repetitions {exercise('glute_bridge').demo.reps}," in out


def test_exercises_are_listed_and_shown(capfd: Capture) -> None:
    status, out, err = coach(capfd, "exercises", "list")
    assert (status, err) == (0, "")
    assert all(id_ in out for id_ in ids())
    status, out, err = coach(capfd, "exercises", "show", "bird_dog")
    assert (status, err) == (0, "")
    assert all(rule.id in out for rule in exercise("bird_dog").rules)


def test_a_new_exercise_passes_the_check(capfd: Capture, tmp_path: Path) -> None:
    assert coach(capfd, "exercises", "new", "my_bridge", "--folder", tmp_path)[0] == 0
    status, out, err = coach(capfd, "exercises", "check", tmp_path / "my_bridge.toml")
    assert (status, out, err) == (0, "my_bridge.toml: fine\n", "")
    before = (tmp_path / "my_bridge.toml").read_text()
    assert coach(capfd, "exercises", "new", "my_bridge", "--folder", tmp_path)[0] == 2
    assert (tmp_path / "my_bridge.toml").read_text() == before


@pytest.mark.parametrize("name", ["a.png", pytest.param("a.mp4", marks=pytest.mark.slow)])
def test_a_preview_is_written(capfd: Capture, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    short = min(ids(), key=lambda id_: exercise(id_).demo.keyframes[-1].t)
    assert coach(capfd, "exercises", "preview", short, "--out", out) == (0, "", "")
    capture = cv2.VideoCapture(str(out)) if name.endswith("mp4") else None
    image = capture.read()[1] if capture else cv2.imread(str(out))
    assert image is not None
    assert image.std() > 5
    assert [path.name for path in tmp_path.iterdir()] == [name]


HEAD = "file,exercise,view,complete,complete_max,partial,left,right,hold_s,hold_tol_s,faults,states,quiet,kind,note\n"


def _labelled(tmp_path: Path) -> Path:
    demo = exercise("plank").demo
    demo_stream(tmp_path / "a.npz", "plank")
    labels = tmp_path / "labels.csv"
    labels.write_text(f"{HEAD}a.npz,plank,side,,,,,,{demo.hold_s},1,,,1,,\n")
    return labels


def test_evaluate_gives_a_table_json_and_the_part_of_a_page(capfd: Capture, tmp_path: Path) -> None:
    labels, page = _labelled(tmp_path), tmp_path / "page.md"
    begin, end = readme.marks(evaluate.NAME)
    page.write_text(f"before\n{begin}\nlast time\n{end}\nafter\n")
    status, out, err = coach(capfd, "evaluate", labels, "--json", tmp_path / "e.json", "--readme", page)
    assert (status, err) == (0, "")
    assert "1/1 (100 %)" in out
    assert json.loads((tmp_path / "e.json").read_text())["summary"][-1]["holds"] == [1, 1]
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "last time" not in text
    assert "| plank | - | - | - | - | - | 1/1 (100 %) | - | 0.00 |" in text


def test_evaluate_writes_only_json_to_stdout(capfd: Capture, tmp_path: Path) -> None:
    status, out, err = coach(capfd, "evaluate", _labelled(tmp_path), "--quick", "--json", "-")
    assert (status, err) == (0, "")
    assert json.loads(out)["clips"][0]["hold_right"] is True


@pytest.mark.parametrize(
    "arguments", [["--help"], ["exercises", "--help"], ["analyze", "--help"], ["session", "--help"]]
)
def test_help_is_no_trouble(capfd: Capture, arguments: list[str]) -> None:
    status, out, err = coach(capfd, *arguments)
    assert (status, err) == (0, "")
    assert out.startswith("Usage: coach")


def test_the_version_is_told(capfd: Capture) -> None:
    assert coach(capfd, "--version")[1].startswith("backcoach 0.")


def test_a_progress_bar_is_for_people_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for terminal, drawn in ((True, True), (False, False)):
        screen = io.StringIO()
        monkeypatch.setattr(console, "ERR", console._Console(file=screen, force_terminal=terminal, width=60))
        with console.progress("working", 2.0) as bar:
            bar.at(1.0)
        assert ("working" in screen.getvalue()) is drawn


def test_a_copy_of_the_exercise_files_need_not_be_bundled(capfd: Capture, tmp_path: Path) -> None:
    own = tmp_path / "plank.toml"
    shutil.copy(wiring.paths.exercises_dir() / "plank.toml", own)
    stream = demo_stream(tmp_path / "a.npz", "plank")
    status, out, _ = coach(capfd, "analyze", stream, "--exercise", own, "--json", "-")
    assert status == 0
    assert json.loads(out)["exercise"] == "plank"
