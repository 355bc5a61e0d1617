"""The guided moves of a break: counted from where a webcam on a desk sees them, and nothing else counted as one."""

import cmath
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
import pytest
from streams import LABELS, MISSING, Sample, exercise, moves, play, stream, thinned

from coach.core import figure, ghost
from coach.core.demo import Demo, Keyframe, SpecError
from coach.core.pose import Array, Pose
from coach.core.report import Counts

FROM_THE_FRONT: Final = ("overhead_reach", "march", "sit_to_stand")
SIDE_ONLY: Final = ("standing_extension", "chin_tuck")


def _shown(demo: Demo, yaw_deg: float | None = None) -> list[Sample]:
    return [(pose.t_s, pose) for pose in figure.poses(demo, 10, yaw_deg)]


def before_webcam(demo: Demo, yaw_deg: float, away_m: float, tilt_deg: float) -> list[Sample]:
    """The demonstration by somebody of 1.70 m, as a webcam at 1.15 m height sees it: 45 degrees high, in perspective,
    and cut off at the picture's edges. A positive `tilt_deg` looks up."""
    size, focal = (1280, 720), 0.5 / math.tan(math.radians(22.5))
    aim = cmath.rect(1.0, math.radians(tilt_deg))
    samples: list[Sample] = []
    for pose in figure.poses(demo, 10, yaw_deg):
        across, up, near = _metres(demo, pose)
        seen = (away_m - near + 1j * (up - 1.15)) / aim
        x, y = 0.5 + focal * across / seen.real * size[1] / size[0], 0.5 - focal * seen.imag / seen.real
        points = np.column_stack((x, y, pose.points[:, 2], np.ones(len(x))))
        samples.append((pose.t_s, Pose(pose.t_s, points, pose.world, size)))
    return samples


def _metres(demo: Demo, pose: Pose) -> tuple[Array, Array, Array]:
    """(33,) each: across, up from the floor and toward the camera; the figure's own camera tilt undone."""
    tilt = math.radians(figure.CAMERA_TILT_DEG)
    pixels, (width, height) = figure.pixels_of_height(demo) / figure.HEIGHT_M, figure.SIZE
    near = -pose.points[:, 2] * width / pixels
    up = ((figure.FLOOR - pose.points[:, 1]) * height / pixels + near * math.sin(tilt)) / math.cos(tilt)
    return (pose.points[:, 0] - 0.5) * width / pixels, up, near


@pytest.mark.parametrize("yaw_deg", [-90, pytest.param(-50, marks=pytest.mark.slow), 10])
@pytest.mark.parametrize("id_", FROM_THE_FRONT)
def test_a_move_is_counted_from_the_front_and_from_the_side(id_: str, yaw_deg: float) -> None:
    demo = exercise(id_).demo
    got = play(exercise(id_), _shown(demo, yaw_deg))
    assert (got.counts, got.fault_ids) == (Counts(demo.reps, 0, demo.left, demo.right), set())


@pytest.mark.parametrize("id_", SIDE_ONLY)
def test_what_is_seen_only_from_the_side_asks_to_turn(id_: str) -> None:
    got = play(exercise(id_), _shown(exercise(id_).demo, -90))
    assert (got.counts, got.fault_ids) == (Counts(), set())
    assert set(got.cues) == {"Turn side-on to the camera"}


ALL, NONE = 2, 0
SEEN: Final = [
    ("overhead_reach", -90, 1.6, 10, ALL, ""),
    ("overhead_reach", -90, 2.5, 0, ALL, ""),
    ("overhead_reach", -90, 1.3, -10, NONE, "I can't see your hands"),
    ("march", -90, 2.0, -10, 4, ""),
    ("march", -90, 1.3, 0, NONE, "I can't see your knees"),
    ("sit_to_stand", -90, 1.3, 0, ALL, ""),
    ("sit_to_stand", -60, 2.5, 10, ALL, ""),
    ("standing_extension", 0, 2.0, -10, ALL, ""),
    ("standing_extension", 0, 1.3, 0, NONE, "I can't see your knees"),
    ("chin_tuck", 0, 1.6, 0, ALL, ""),
    ("chin_tuck", 0, 1.0, 0, NONE, "I can't see your hips"),
]


@pytest.mark.parametrize(("id_", "yaw_deg", "away_m", "tilt_deg", "complete", "said"), SEEN)
def test_before_a_webcam_on_the_monitor(
    id_: str, yaw_deg: float, away_m: float, tilt_deg: float, complete: int, said: str
) -> None:
    """From 1 to 2.5 m, with perspective: counted where enough is in the picture, else said what is missing."""
    got = play(exercise(id_), before_webcam(exercise(id_).demo, yaw_deg, away_m, tilt_deg))
    assert got.counts.complete == complete
    assert not said or said in got.cues


def _each(id_: str, change: Callable[[Keyframe], Keyframe]) -> Demo:
    demo = exercise(id_).demo
    return replace(demo, keyframes=tuple(change(frame) for frame in demo.keyframes))


def _one_arm(frame: Keyframe) -> Keyframe:
    assert isinstance(frame.shoulder, int | float)
    return replace(frame, shoulder=(frame.shoulder, 5.0))


def _small_step(frame: Keyframe) -> Keyframe:
    return replace(frame, hip=tuple(max(hip, 150) for hip in frame.hip) if isinstance(frame.hip, tuple) else frame.hip)


def _on_a_chair(frame: Keyframe) -> Keyframe:
    assert isinstance(frame.hip, int | float)
    return replace(frame, hip=frame.hip - 83, knee=95, ankle=107)


OTHERWISE: Final = [
    ("overhead_reach", "one arm", _each("overhead_reach", _one_arm), -90),
    ("overhead_reach", "stands up and sits down", exercise("sit_to_stand").demo, -90),
    ("march", "small steps", _each("march", _small_step), -90),
    ("march", "stands up and sits down", exercise("sit_to_stand").demo, 0),
    ("standing_extension", "marches", exercise("march").demo, 0),
    ("standing_extension", "leans back on a chair", _each("standing_extension", _on_a_chair), 0),
    ("chin_tuck", "leans back", exercise("standing_extension").demo, 0),
    ("chin_tuck", "stands up and sits down", exercise("sit_to_stand").demo, 0),
    ("sit_to_stand", "reaches up", exercise("overhead_reach").demo, -90),
    ("sit_to_stand", "marches", exercise("march").demo, -90),
]


@pytest.mark.parametrize(
    ("id_", "demo", "yaw_deg"),
    [(id_, demo, yaw_deg) for id_, _, demo, yaw_deg in OTHERWISE],
    ids=[f"{id_}: {name}" for id_, name, *_ in OTHERWISE],
)
def test_something_else_is_no_move(id_: str, demo: Demo, yaw_deg: float) -> None:
    assert play(exercise(id_), _shown(demo, yaw_deg)).counts.complete == 0


QUIET: Final = (
    *(f"rendered/{name}" for name in ("s01_desk_front", "s02_desk_front_close", "s03_desk_front_absent")),
    *(f"rendered/{name}" for name in ("s04_desk_front_720", "s05_desk_side", "s07_desk_front_low15")),
    *(f"rendered/{name}" for name in ("s08_desk_upright_control", "n03_sit_lie_getup")),
    *(f"real/{name}" for name in ("cut_seated_side_slouch_to_upright", "honzaczsk_bocni_uklon_na_zidli")),
    "real/honzaczsk_kocka_krava_na_zidli",
)
"""Sitting at the desk and on a chair, walking off and back, sitting down on a mat: never a guided move."""

QUICK: Final = ("rendered/n02_walk_through", "rendered/x09_empty_room")


@pytest.mark.skipif(not LABELS.exists(), reason=MISSING)
@pytest.mark.parametrize("file", [*QUICK, *(pytest.param(file, marks=pytest.mark.slow) for file in QUIET)])
def test_sitting_and_walking_by_count_nothing(file: str) -> None:
    samples = thinned(stream(f"streams/{file}.npz"), 10)
    assert {id_: play(exercise(id_), samples).counts for id_ in moves()} == dict.fromkeys(moves(), Counts())


@pytest.mark.slow
@pytest.mark.skipif(not LABELS.exists(), reason=MISSING)
def test_somebody_at_the_desk_who_stands_up_once_and_sits_down_did_that() -> None:
    samples = thinned(stream("streams/rendered/s06_desk_side2.npz"), 10)
    got = {id_: play(exercise(id_), samples).counts for id_ in moves()}
    assert got == dict.fromkeys(moves(), Counts()) | {"sit_to_stand": Counts(complete=1)}


@pytest.mark.parametrize("id_", [*moves(), "glute_bridge"])
def test_only_moves_belong_to_a_break(id_: str) -> None:
    assert exercise(id_).group == ("mat" if id_ == "glute_bridge" else "break")


@pytest.mark.parametrize("id_", moves())
def test_a_move_takes_about_a_minute(id_: str) -> None:
    """At the pace of its own demonstration, and with its own hold, twice at most for both sides."""
    spec = exercise(id_)
    each_s = spec.demo.keyframes[-1].t / spec.demo.reps
    sides = 2 if spec.sides != "both" else 1
    assert 30 <= spec.dose.reps * sides * max(each_s, spec.dose.hold_s + 2) <= 120


@pytest.mark.parametrize("id_", moves())
def test_a_move_has_a_target_to_show(id_: str) -> None:
    assert ghost.targets(exercise(id_))


def test_a_figure_that_stands_needs_its_ankles_and_arms() -> None:
    frames = (Keyframe(t=0, hip=180, knee=180), Keyframe(t=1, hip=180, knee=180))
    with pytest.raises(SpecError, match="a figure that does not lie needs ankle and shoulder"):
        Demo(lying="no", floor=("heel", "foot_index"), keyframes=frames)


def test_a_repetition_that_lasts_too_long_is_another_posture() -> None:
    spec = exercise("chin_tuck")
    assert spec.rep is not None
    brief = replace(spec, rep=replace(spec.rep, most_s=2.0))
    assert play(brief, _shown(spec.demo)).counts == Counts()
    with pytest.raises(SpecError, match="most_s must be longer than least_s"):
        replace(spec.rep, most_s=0.5)
