"""Measures of dead bug, hip hinge and lifting, on figures whose angles are known; and what must count nothing."""

import math
from dataclasses import replace

import pytest
from streams import demo_samples, exercise, mirrored, play

from coach.core import figure
from coach.core.body import SIDES, Side, joint
from coach.core.demo import Demo, Keyframe
from coach.core.features import measure
from coach.core.pose import Pose
from coach.core.posture import Body, orient
from coach.core.report import Counts

STANDING = Keyframe(t=0, hip=178, knee=177, ankle=107, shoulder=6, neck=165)
HINGED = Keyframe(t=0, hip=88, knee=150, ankle=100, shoulder=68, elbow=175, neck=165)
BENT_DEEP = Keyframe(t=0, hip=40, knee=125, ankle=94, shoulder=100, elbow=175, neck=165)
SQUATTING = Keyframe(t=0, hip=66, knee=76, ankle=78, shoulder=42, elbow=175, neck=165)
KNEELING = Keyframe(t=0, hip=178, knee=90, ankle=130, shoulder=6, neck=165)
TABLETOP = Keyframe(t=0, hip=90, knee=90, shoulder=90, elbow=175)


def _measured(pose: Pose) -> dict[str, float]:
    return measure(Body(pose, orient(pose.world, None)))


def _pose(frame: Keyframe, yaw_deg: float = 0.0, *, mirror: bool = False) -> Pose:
    frames = (frame, replace(frame, t=1))
    if frame.ankle is None:
        demo = Demo(lying="up", floor=("hip", "shoulder"), keyframes=frames)
    else:
        demo = Demo(lying="no", floor=("heel", "foot_index"), keyframes=frames)
    pose = figure.pose_at(demo, 0.0, yaw_deg)
    return pose.mirrored() if mirror else pose


def _hidden(pose: Pose, *marks: tuple[str, Side], visibility: float = 0.0) -> Pose:
    points = pose.points.copy()
    for name, side in marks:
        points[joint(name, side), 3] = visibility
    return Pose(pose.t_s, points, pose.world, pose.size)


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("yaw_deg", [-20, 0, 20])
@pytest.mark.parametrize(("frame", "forward"), [(STANDING, 2), (HINGED, 69), (BENT_DEEP, 98), (SQUATTING, 39)])
def test_the_trunk_leans_forward_even_beyond_level(
    frame: Keyframe, forward: float, yaw_deg: float, mirror: bool
) -> None:
    got = _measured(_pose(frame, yaw_deg, mirror=mirror))
    assert got["trunk_forward_deg"] == pytest.approx(forward, abs=7)


@pytest.mark.parametrize("mirror", [False, True])
def test_hips_go_back_in_a_hinge_and_knees_forward_in_a_curtsy(mirror: bool) -> None:
    forward = replace(HINGED, hip=108, knee=136, ankle=76)
    standing, hinged, knees = (_measured(_pose(at, mirror=mirror))["hip_back"] for at in (STANDING, HINGED, forward))
    assert hinged - standing > 0.15
    assert knees - standing < 0.05


@pytest.mark.parametrize("yaw_deg", [-25, 0, 25])
def test_a_head_folded_to_the_chest_is_told_from_one_in_line_at_any_turn(yaw_deg: float) -> None:
    rest, line, down, up = (
        _measured(_pose(frame, yaw_deg))["head_fold_deg"]
        for frame in (STANDING, HINGED, replace(HINGED, neck=130), replace(HINGED, neck=200))
    )
    assert line - rest == pytest.approx(0, abs=6)
    assert down - rest > 25
    assert up - rest < -25


@pytest.mark.parametrize("yaw_deg", [-90, -30, 0, 30])
@pytest.mark.parametrize(
    ("frame", "least", "most"),
    [(STANDING, 1.6, 1.7), (HINGED, 0.8, 1.3), (BENT_DEEP, 0.0, 0.5), (SQUATTING, 0.3, 0.85)],
)
def test_hands_come_down_to_the_shins_from_any_view(frame: Keyframe, least: float, most: float, yaw_deg: float) -> None:
    assert least <= _measured(_pose(frame, yaw_deg))["hand_height"] <= most


def test_hands_at_the_chest_are_no_higher_than_hanging_ones() -> None:
    chest = replace(STANDING, shoulder=40, elbow=50)
    assert _measured(_pose(chest))["hand_height"] == _measured(_pose(STANDING))["hand_height"]


@pytest.mark.parametrize("yaw_deg", [-90, 0, 25])
def test_kneeling_is_told_from_standing_and_squatting_by_the_shins(yaw_deg: float) -> None:
    standing, squatting = (_measured(_pose(frame, yaw_deg))["shin_rise"] for frame in (STANDING, SQUATTING))
    demo = Demo(lying="no", floor=("foot_index", "knee"), keyframes=(KNEELING, replace(KNEELING, t=1)))
    assert min(standing, squatting) > 0.55
    assert _measured(figure.pose_at(demo, 0.0, yaw_deg))["shin_rise"] < 0.35


@pytest.mark.parametrize("mirror", [False, True])
def test_a_load_is_far_when_the_hands_reach_out(mirror: bool) -> None:
    close, out = (_measured(_pose(replace(BENT_DEEP, shoulder=at), mirror=mirror))["load_gap"] for at in (98, 135))
    assert close < 0.72
    assert out > 0.95


def test_a_hand_not_seen_carries_no_load() -> None:
    pose = _hidden(_pose(HINGED), *(("wrist", side) for side in SIDES))
    got = _measured(pose)
    assert (math.isnan(got["load_gap"]), math.isnan(got["hand_height"])) == (True, True)


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize(("hip", "split"), [(90.0, 0.0), (175.0, 0.0), ((160.0, 90.0), 70.0), ((85.0, 170.0), 85.0)])
def test_one_leg_is_straighter_than_the_other(hip: float | tuple[float, float], split: float, mirror: bool) -> None:
    got = _measured(_pose(replace(TABLETOP, hip=hip), mirror=mirror))
    assert got["leg_split_deg"] == pytest.approx(split, abs=6)


def test_a_leg_hidden_behind_the_other_is_where_that_one_is_and_a_guessed_one_is_unknown() -> None:
    far: tuple[tuple[str, Side], ...] = (("knee", "right"), ("ankle", "right"))
    resting = _pose(TABLETOP)
    assert _measured(_hidden(resting, *far))["leg_split_deg"] == 0.0
    stretched = _pose(replace(TABLETOP, hip=(90, 165), knee=(90, 170)))
    assert math.isnan(_measured(_hidden(stretched, *far, visibility=0.3))["leg_split_deg"])


@pytest.mark.parametrize(("hip", "gap"), [(90.0, 45.0), (180.0, 45.0), (135.0, 0.0), ((90.0, 137.0), 2.0)])
def test_feet_flat_on_the_floor_are_no_start(hip: float | tuple[float, float], gap: float) -> None:
    assert _measured(_pose(replace(TABLETOP, hip=hip)))["hook_gap_deg"] == pytest.approx(gap, abs=5)


def test_the_steady_arm_is_the_lower_one_and_both_must_be_seen() -> None:
    pose = _pose(replace(TABLETOP, shoulder=(90, 165)))
    got = _measured(pose)
    assert got["steady_arm_angle_deg"] == pytest.approx(90, abs=5)
    assert got["arm_lift_deg"] == pytest.approx(165, abs=8)
    hidden = _measured(_hidden(pose, ("wrist", "right")))
    assert math.isnan(hidden["steady_arm_angle_deg"])
    assert hidden["arm_lift_deg"] == pytest.approx(90, abs=5)


# --- What must count nothing. ---

SQUAT = (STANDING, replace(SQUATTING, shoulder=85))
HEEL_TAP = (TABLETOP, replace(TABLETOP, hip=(134, 90), knee=(90, 90), shoulder=(90, 165)))
SLIDE = (
    replace(TABLETOP, hip=178, knee=178, shoulder=175),
    replace(TABLETOP, hip=(178, 110), knee=(178, 70), shoulder=175),
)
CHAIR = (STANDING, Keyframe(t=0, hip=95, knee=92, ankle=107, shoulder=42, elbow=120, neck=165))

OTHERS = [
    ("hip_hinge", "squat", SQUAT, False),
    ("hip_hinge", "sitting down", CHAIR, False),
    ("lift_drill", "squat with arms ahead", SQUAT, False),
    ("lift_drill", "sitting down", CHAIR, False),
    ("dead_bug", "heel tap", HEEL_TAP, True),
    ("dead_bug", "heel slide with arms overhead", SLIDE, True),
]


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize(("id_", "frames", "lying"), [(o[0], o[2], o[3]) for o in OTHERS], ids=[o[1] for o in OTHERS])
def test_other_moves_count_nothing(id_: str, frames: tuple[Keyframe, Keyframe], lying: bool, mirror: bool) -> None:
    rest, other = frames
    keyframes = tuple(
        replace(at, t=t) for t, at in ((0, rest), (1, rest), (2.5, other), (4, other), (5.5, rest), (6.5, rest))
    )
    upright = Demo(lying="no", floor=("heel", "foot_index"), keyframes=keyframes) if not lying else None
    samples = demo_samples(upright or Demo(lying="up", floor=("hip", "shoulder"), keyframes=keyframes), 10)
    got = play(exercise(id_), mirrored(samples) if mirror else samples)
    assert (replace(got.counts, partial=0), got.fault_ids) == (Counts(), set())


def test_a_hinge_and_a_squat_are_both_lifts_and_only_the_hinge_is_a_hinge() -> None:
    demo = exercise("lift_drill").demo
    assert play(exercise("lift_drill"), demo_samples(demo, 10)).counts.complete == 2
    assert play(exercise("hip_hinge"), demo_samples(demo, 10)).counts.complete == 1
