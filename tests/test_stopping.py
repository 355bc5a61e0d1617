"""Ctrl-C, or a model that fails on the way, keeps what was done; what was never begun leaves nothing."""

import json
from pathlib import Path

import cv2
import pytest

from coach.adapters.store import StreamFile
from coach.ports import ModelError
from tests.streams import exercise
from tests.test_commands import Capture, ListedDetector, coach, demo_video, detect_with, video


@pytest.mark.parametrize(
    ("trouble", "status", "said"),
    [
        (KeyboardInterrupt(), 130, "coach: stopped; what was done until then is kept\n"),
        (ModelError("the model tired"), 2, "coach: the model tired\n"),
    ],
    ids=["Ctrl-C", "failure"],
)
def test_what_ends_an_analysis_keeps_what_was_done(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException, status: int, said: str
) -> None:
    clip = demo_video(tmp_path / "a.mp4", "glute_bridge")
    detect_with(monkeypatch, ListedDetector(exercise("glute_bridge").demo, trouble, after=110))
    got, out, err = coach(capfd, "analyze", clip, "--json", "-", "--annotate", tmp_path / "out.mp4")
    assert (got, err) == (status, said)
    assert 0 < json.loads(out)["counts"]["complete"] < exercise("glute_bridge").demo.reps
    assert cv2.VideoCapture(str(tmp_path / "out.mp4")).get(cv2.CAP_PROP_FRAME_COUNT) == pytest.approx(110, abs=1)


@pytest.mark.parametrize(
    ("trouble", "status", "said"),
    [
        (KeyboardInterrupt(), 130, "coach: stopped; what was recorded until then is kept\n"),
        (ModelError("the model tired"), 2, "coach: the model tired\n"),
    ],
    ids=["Ctrl-C", "failure"],
)
def test_what_ends_a_recording_keeps_it(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException, status: int, said: str
) -> None:
    detect_with(monkeypatch, ListedDetector(exercise("plank").demo, trouble, after=20))
    got, _, err = coach(capfd, "record", video(tmp_path / "a.mp4", 60), tmp_path / "a.npz")
    assert (got, err) == (status, said)
    assert len(StreamFile(tmp_path / "a.npz")) == 20


def test_a_recording_that_never_began_leaves_nothing(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    detect_with(monkeypatch, ListedDetector(exercise("plank").demo, KeyboardInterrupt(), after=0))
    assert coach(capfd, "record", video(tmp_path / "a.mp4", 60), tmp_path / "a.npz") == (130, "", "coach: stopped\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_ctrl_c_in_the_demo_still_sums_up(capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    detect_with(monkeypatch, ListedDetector(exercise("glute_bridge").demo, KeyboardInterrupt(), after=100))
    status, out, err = coach(capfd, "demo", "--no-window")
    assert (status, err) == (130, "coach: stopped; what was done until then stands above\n")
    assert "Glute bridge: repetitions " in out
