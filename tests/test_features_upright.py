"""Measures of standing and sitting, on figures whose angles are known, seen from the side and from the front."""

import math
from dataclasses import replace

import pytest
from streams import exercise

from coach.core import figure
from coach.core.body import SIDES, Side, joint
from coach.core.demo import Demo, Keyframe
from coach.core.features import measure, working_leg
from coach.core.pose import Pose
from coach.core.posture import Body, orient


def _measured(pose: Pose) -> dict[str, float]:
    return measure(Body(pose, orient(pose.world, None)))


def _hidden(pose: Pose, *marks: tuple[str, Side]) -> Pose:
    points = pose.points.copy()
    for name, side in marks:
        points[joint(name, side), 3] = 0.0
    return Pose(pose.t_s, points, pose.world, pose.size)


STANDING = Keyframe(t=0, hip=179, knee=179, ankle=107, shoulder=5, elbow=170, neck=165)
SITTING = Keyframe(t=0, hip=95, knee=95, ankle=107, shoulder=40, elbow=90, neck=165)


def _upright(frame: Keyframe, yaw_deg: float = 0.0) -> dict[str, float]:
    demo = Demo(lying="no", floor=("heel", "foot_index"), keyframes=(frame, replace(frame, t=1)))
    return _measured(figure.pose_at(demo, 0.0, yaw_deg))


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("back", [-20, 0, 12, 25])
def test_the_trunk_leans_back_from_upright(back: float, mirror: bool) -> None:
    demo = Demo(
        lying="no",
        floor=("heel", "foot_index"),
        keyframes=(replace(STANDING, hip=180 + back), replace(STANDING, t=1)),
    )
    pose = figure.pose_at(demo, 0.0)
    assert _measured(pose.mirrored() if mirror else pose)["trunk_lean_deg"] == pytest.approx(back, abs=3)


@pytest.mark.parametrize("yaw_deg", [0, -45, -90])
def test_knees_hang_in_standing_and_not_in_sitting_from_any_side(yaw_deg: float) -> None:
    standing, sitting = _upright(STANDING, yaw_deg), _upright(SITTING, yaw_deg)
    lifted = _upright(replace(STANDING, hip=(95, 179), knee=(90, 179), ankle=(107, 107)), yaw_deg)
    assert standing["knee_drop"] > 0.78
    assert sitting["support_drop"] < 0.35
    assert (lifted["knee_drop"] < 0.35, lifted["support_drop"] > 0.78) == (True, True)


@pytest.mark.parametrize("yaw_deg", [0, -45, -90])
def test_shoulders_rise_in_standing_up_while_the_body_looks_as_large(yaw_deg: float) -> None:
    demo = Demo(lying="no", floor=("heel", "foot_index"), keyframes=(SITTING, replace(STANDING, t=1)))
    sitting, standing = (_measured(figure.pose_at(demo, t_s, yaw_deg)) for t_s in (0.0, 1.0))
    assert 0.6 < standing["shoulder_height"] - sitting["shoulder_height"] < 1.0
    assert standing["body_size"] == pytest.approx(sitting["body_size"], abs=0.1)


@pytest.mark.parametrize(("side", "hip"), [("left", (100.0, 179.0)), ("right", (179.0, 100.0))])
def test_the_lifted_leg_is_the_one_whose_knee_is_higher(side: Side, hip: tuple[float, float]) -> None:
    frame = replace(STANDING, hip=hip, knee=(95.0, 179.0) if side == "left" else (179.0, 95.0))
    demo = Demo(lying="no", floor=("heel", "foot_index"), keyframes=(frame, replace(frame, t=1)))
    pose = figure.pose_at(demo, 0.0, -90)
    assert working_leg(Body(pose, orient(pose.world, None)), "lifted") == side
    hidden = _hidden(pose, ("knee", "left"))
    assert working_leg(Body(hidden, orient(hidden.world, None)), "lifted") is None


@pytest.mark.parametrize(("shoulder", "elevation", "above"), [(5.0, -85.0, -3.0), (90.0, 0.0, 0.0), (172.0, 80.0, 3.0)])
def test_arms_are_up_only_both(shoulder: float, elevation: float, above: float) -> None:
    got = _upright(replace(STANDING, shoulder=shoulder))
    assert got["arms_up_deg"] == pytest.approx(elevation, abs=16)
    assert got["reach_height"] == pytest.approx(above, abs=0.6)
    one = _upright(replace(STANDING, shoulder=(shoulder, 5)), -90)
    assert one["arms_up_deg"] < -60


def test_an_arm_that_left_the_picture_at_the_top_is_up_and_a_covered_one_is_unknown() -> None:
    frame = replace(STANDING, shoulder=172)
    demo = Demo(lying="no", floor=("heel", "foot_index"), keyframes=(frame, replace(frame, t=1)))
    pose = figure.pose_at(demo, 0.0, -90)
    hands = [joint("wrist", side) for side in SIDES]
    out = pose.points.copy()
    out[hands, 1] -= 0.5
    assert _measured(Pose(0.0, out, pose.world, pose.size))["arms_up_deg"] > 60
    assert math.isnan(_measured(_hidden(pose, *(("wrist", side) for side in SIDES)))["arms_up_deg"])


@pytest.mark.parametrize("yaw_deg", [-20, 0, 20])
def test_a_head_glides_back_without_tipping(yaw_deg: float) -> None:
    forward = _upright(replace(SITTING, neck=155), yaw_deg)
    back = _upright(replace(SITTING, neck=172, nod=17), yaw_deg)
    tipped = _upright(replace(SITTING, neck=172), yaw_deg)
    assert forward["ear_forward"] - back["ear_forward"] > 0.08
    assert back["head_pitch_deg"] == pytest.approx(forward["head_pitch_deg"], abs=3)
    assert tipped["head_pitch_deg"] - forward["head_pitch_deg"] == pytest.approx(17, abs=4)


def test_a_body_upside_down_has_no_standing_height() -> None:
    pose = figure.pose_at(exercise("glute_bridge").demo, 0.0)
    assert math.isnan(_measured(pose)["shoulder_height"])


def test_a_hand_on_the_knee_is_near_it() -> None:
    on, off = (_upright(replace(SITTING, hip=72, shoulder=34, elbow=elbow))["hand_to_knee"] for elbow in (150, 60))
    assert on < 0.2 < 0.5 < off
