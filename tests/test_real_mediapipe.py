"""The real pose model on real files: counts, phases, an annotated video, recordings, Ctrl-C, and what it all costs."""

import json
import os
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any, Final

import cv2
import pytest

from tests.streams import DATA, counted

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (DATA / "video").exists(), reason="the footage does not lie beside the checkout"),
]

VIDEO = DATA / "video"
FAST = VIDEO / "b03_bridge_fast.mp4"
COMMAND = [sys.executable, "-m", "coach"]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}


def _coach(*arguments: object) -> str:
    """Standard output of a command that must do without a word on stderr."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], check=False, capture_output=True, text=True, env=ENVIRONMENT, timeout=600
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@cache
def _auto(video: Path) -> Any:
    return json.loads(_coach("analyze", video, "--json", "-"))


@cache
def _told(video: Path, exercise: str) -> Any:
    return json.loads(_coach("analyze", video, "--exercise", exercise, "--json", "-"))


@pytest.mark.parametrize(
    ("file", "exercise", "complete"),
    [
        ("b03_bridge_fast.mp4", "glute_bridge", (10, 10)),
        ("real/mmuno_bird_dog.mp4", "bird_dog", (1, 2)),
        ("real/mmuno_plank.mp4", "plank", (0, 0)),
    ],
)
def test_auto_names_and_counts(file: str, exercise: str, complete: tuple[int, int]) -> None:
    result = _auto(VIDEO / file)
    assert result["exercise"] == exercise
    assert complete[0] <= result["counts"]["complete"] <= complete[1]
    assert result["tracking"]["seen"] > 0.9


def test_the_engine_costs_little_beside_the_model() -> None:
    timing = _auto(FAST)["timing"]
    alone = _told(FAST, "glute_bridge")["timing"]
    assert alone["engine_s"] < 0.05 * alone["pose_s"]
    # Auto runs the engine of every exercise that is counted.
    assert timing["engine_s"] < 0.05 * len(counted()) * timing["pose_s"]


@pytest.mark.parametrize(
    ("photo", "exercise", "phase"),
    [
        ("plank_1.jpg", "plank", "hold"),
        ("butt_lift_bridge_1.jpg", "glute_bridge", "top"),
        ("one_knee_to_chest_1.jpg", "knee_to_chest", "top"),
    ],
)
def test_a_photograph(photo: str, exercise: str, phase: str) -> None:
    result = json.loads(_coach("analyze", DATA / "photos" / photo, "--exercise", exercise, "--json", "-"))
    assert (result["exercise"], result["phase"], result["reps"]) == (exercise, phase, [])


def test_a_recording_counts_as_its_video_and_so_does_an_annotated_run(tmp_path: Path) -> None:
    _coach("record", FAST, tmp_path / "a.npz")
    bridge = ("--exercise", "glute_bridge", "--json", "-")
    recorded = json.loads(_coach("analyze", tmp_path / "a.npz", *bridge))
    written = json.loads(_coach("analyze", FAST, "--annotate", tmp_path / "a.mp4", *bridge))
    assert recorded["counts"] == written["counts"] == _told(FAST, "glute_bridge")["counts"]
    assert recorded["counts"]["complete"] == 10
    source, video = cv2.VideoCapture(str(FAST)), cv2.VideoCapture(str(tmp_path / "a.mp4"))
    for what, off in ((cv2.CAP_PROP_FRAME_COUNT, 1), (cv2.CAP_PROP_FRAME_WIDTH, 0), (cv2.CAP_PROP_FRAME_HEIGHT, 0)):
        assert abs(source.get(what) - video.get(what)) <= off
    assert {path.name for path in tmp_path.iterdir()} == {"a.npz", "a.mp4"}


def test_two_workers_give_the_same_as_one() -> None:
    videos = [FAST, VIDEO / "real" / "mmuno_plank.mp4"]
    side_by_side = json.loads(_coach("analyze", *videos, "--workers", 2, "--json", "-"))
    for result, video in zip(side_by_side, videos, strict=True):
        assert result | {"timing": None} == _auto(video) | {"timing": None}


LOADING: Final = "mediapipe"
"""In place of seconds: as soon as its library is there, before its model is."""


def _loads(pid: int) -> bool:
    return LOADING in Path("/proc", str(pid), "maps").read_text()


def _interrupted(after: float | str, folder: Path, *arguments: object) -> tuple[int, str]:
    """Status and stderr of a command that is sent Ctrl-C; it must then end within seconds."""
    running = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    if isinstance(after, float):
        time.sleep(after)
    else:
        while running.poll() is None and not _loads(running.pid):
            time.sleep(0.005)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    return running.returncode, err


@pytest.mark.skipif(sys.platform != "linux", reason="needs signals, and /proc")
@pytest.mark.parametrize(
    ("after", "arguments", "said", "left"),
    [
        (LOADING, ("analyze", FAST), "", set()),
        (
            12.0,
            ("analyze", VIDEO / "b01_bridge_base.mp4", "--json", "a.json"),
            "; what was done until then is kept",
            {"a.json"},
        ),
        (12.0, ("record", VIDEO / "b01_bridge_base.mp4", "a.npz"), "; what was recorded until then is kept", {"a.npz"}),
        (
            15.0,
            (
                "analyze",
                VIDEO / "b01_bridge_base.mp4",
                VIDEO / "b02_bridge_slow.mp4",
                FAST,
                "--workers",
                2,
                "--json",
                "a.json",
            ),
            "; what was done until then is kept",
            {"a.json"},
        ),
        (12.0, ("demo", "--no-window"), "; what was done until then stands above", set()),
    ],
    ids=["while loading", "analyze", "record", "workers", "demo"],
)
def test_ctrl_c(tmp_path: Path, after: float | str, arguments: tuple[object, ...], said: str, left: set[str]) -> None:
    assert _interrupted(after, tmp_path, *arguments) == (130, f"coach: stopped{said}\n")
    assert {path.name for path in tmp_path.iterdir()} == left
    if "a.json" in left:
        json.loads((tmp_path / "a.json").read_text())


LOAD = """
import sys
from coach.adapters.pose_mediapipe.landmarkers import _load
_, vision = _load()
print("matplotlib" in sys.modules, hasattr(vision, "PoseLandmarker"))
import matplotlib.pyplot
print(hasattr(matplotlib.pyplot, "figure"))
"""


def test_what_mediapipe_would_draw_with_is_not_loaded_and_still_can_be() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOAD], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.split() == ["False", "True", "True"]
