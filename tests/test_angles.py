"""Measured angles against the truth of rendered clips."""

import json
from pathlib import Path

import numpy as np
import pytest

from coach import angles
from coach.angles import AngleError, Truth
from tests.streams import demo_samples, exercise

NAMES = ("left_hip_sag", "left_knee", "right_hip_sag", "right_knee")


def _truth_file(path: Path, eye: tuple[float, float, float]) -> Path:
    events = {"fps": 30, "camera": {"eye": eye, "target": (0.0, 0.0, 0.0)}}
    np.savez(path, angles_deg=np.full((5, 4), 170.0), names=np.array(NAMES), events=np.array(json.dumps(events)))
    return path


def test_a_clip_without_truth_has_none(tmp_path: Path) -> None:
    assert angles.read_truth(tmp_path / "none.npz") is None


@pytest.mark.parametrize(
    ("eye", "yaw_deg"), [((3.0, 1.0, 0.0), 0.0), ((-2.0, 1.0, 2.0), 45.0), ((0.0, 1.0, 3.0), 90.0)]
)
def test_truth_knows_how_far_the_camera_was_turned(
    tmp_path: Path, eye: tuple[float, float, float], yaw_deg: float
) -> None:
    truth = angles.read_truth(_truth_file(tmp_path / "a.npz", eye))
    assert truth is not None
    assert truth.yaw_deg == pytest.approx(yaw_deg)
    assert (truth.fps, truth.names, truth.angles_deg.shape) == (30.0, NAMES, (5, 4))


@pytest.mark.parametrize(("yaw_deg", "view"), [(0.0, "side-on"), (40.0, "turned")])
def test_errors_are_taken_while_counting_is_on_and_truth_lasts(yaw_deg: float, view: str) -> None:
    samples = demo_samples(exercise("glute_bridge").demo, 30)
    known = Truth(angles_deg=np.full((120, 4), 90.0), names=NAMES, fps=30.0, yaw_deg=yaw_deg)
    found = angles.compare(exercise("glute_bridge"), samples, known)
    assert {item.feature for item in found} == {"hip_angle_deg", "knee_angle_deg"}
    for item in found:
        assert (item.exercise, item.view) == ("glute_bridge", view)
        assert 0 < len(item.ours_deg) == len(item.raw_deg) <= 120
        assert all(0 <= error <= 90 for error in (*item.ours_deg, *item.raw_deg))


def test_where_nobody_is_seen_nothing_is_compared() -> None:
    known = Truth(angles_deg=np.full((120, 4), 90.0), names=NAMES, fps=30.0, yaw_deg=0.0)
    assert angles.compare(exercise("plank"), [(0.0, None), (0.1, None)], known) == []


def test_rows_weigh_every_frame_alike() -> None:
    def error(exercise_: str, ours: tuple[float, ...]) -> AngleError:
        raw = tuple(2 * value for value in ours)
        return AngleError(exercise=exercise_, view="side-on", feature="knee_angle_deg", ours_deg=ours, raw_deg=raw)

    rows = angles.rows([error("plank", (1.0,)), error("bird_dog", (5.0,)), error("plank", (4.0, 4.0))])
    assert [(row.exercise, row.ours_deg, row.raw_deg, row.frames) for row in rows] == [
        ("bird_dog", 5.0, 10.0, 1),
        ("plank", 3.0, 6.0, 3),
    ]
    assert angles.rows([]) == []
