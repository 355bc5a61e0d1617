"""Measures of a body on its side and of a bridge on one leg, on figures whose angles are known."""

import math
from dataclasses import replace

import pytest
from streams import exercise, mirrored, play

from coach.core import figure
from coach.core.body import SIDES, Side, joint, other
from coach.core.demo import Demo, Keyframe, SpecError
from coach.core.features import measure, working_leg
from coach.core.pose import Pose
from coach.core.posture import Body, orient
from coach.core.report import Hold

STRAIGHT = Keyframe(t=0, hip=180, knee=178, shoulder=(84, 42), elbow=(90, 95), ankle=172)
KNEES = replace(STRAIGHT, knee=90, ankle=100)
LINE_OF_BEND = 0.288 * 0.491 / (0.288 + 0.491) ** 2
"""Offset of the hips for a radian of bend, share of the shoulder-ankle line; segment lengths of the figure."""


def _on_side(frame: Keyframe = STRAIGHT, down: Side = "left", yaw_deg: float = 0.0) -> Pose:
    if down == "right":
        frame = replace(frame, shoulder=(42, 84), elbow=(95, 90))
    floor = ("heel", "elbow") if frame.ankle == STRAIGHT.ankle else ("knee", "elbow")
    return figure.pose_at(Demo(lying=down, floor=floor, keyframes=(frame, replace(frame, t=1))), 0.0, yaw_deg)


def _body(pose: Pose) -> Body:
    return Body(pose, orient(pose.world, None))


def _measured(pose: Pose) -> dict[str, float]:
    return measure(_body(pose))


def _hidden(pose: Pose, *names: str) -> Pose:
    points = pose.points.copy()
    points[[joint(name, side) for name in names for side in SIDES], 3] = 0.0
    return Pose(pose.t_s, points, pose.world, pose.size)


@pytest.mark.parametrize("down", SIDES)
@pytest.mark.parametrize("roll", [-30, 0, 30])
def test_the_lower_side_is_the_one_underneath(down: Side, roll: float) -> None:
    pose = _on_side(replace(STRAIGHT, roll=roll), down)
    assert working_leg(_body(pose), "lower") == down
    assert working_leg(_body(pose.mirrored()), "lower") == other(down)


def test_nobody_lies_on_a_side_on_the_back_or_unseen() -> None:
    assert working_leg(_body(figure.pose_at(exercise("glute_bridge").demo, 0.0, 0.0)), "lower") is None
    unseen = _hidden(_on_side(), "shoulder")
    assert working_leg(_body(unseen), "lower") is None
    assert [math.isnan(_measured(unseen)[name]) for name in ("prop_height", "prop_gap", "side_line_sag")] == [True] * 3


@pytest.mark.parametrize("yaw_deg", [-25, 0, 25])
@pytest.mark.parametrize("bend", [-20, -10, 0, 10])
def test_hips_leave_the_line_as_the_trunk_bends(bend: float, yaw_deg: float) -> None:
    seen = _measured(_on_side(replace(STRAIGHT, bend=bend), yaw_deg=yaw_deg))
    assert seen["side_line_sag"] == pytest.approx(LINE_OF_BEND * math.radians(bend), abs=0.012)


@pytest.mark.parametrize("knee", [60, 90, 110])
def test_bent_knees_end_the_line_wherever_the_feet_are(knee: float) -> None:
    pose = _on_side(replace(KNEES, knee=knee))
    assert _measured(pose)["side_line_sag"] == pytest.approx(0, abs=0.012)
    assert _measured(_hidden(pose, "ankle"))["side_line_sag"] == _measured(pose)["side_line_sag"]
    assert math.isnan(_measured(_hidden(pose, "knee"))["side_line_sag"])


@pytest.mark.parametrize(("arm_deg", "gap"), [(72, 0.03), (84, 0.22), (110, 0.6)])
def test_the_elbow_is_measured_from_below_the_shoulder(arm_deg: float, gap: float) -> None:
    assert _measured(_on_side(replace(STRAIGHT, shoulder=(arm_deg, 42))))["prop_gap"] == pytest.approx(gap, abs=0.06)


def test_the_arm_props_the_trunk_up() -> None:
    assert _measured(_on_side())["prop_height"] == pytest.approx(0.186 / 0.288, abs=0.06)
    flat = replace(STRAIGHT, shoulder=(180, 10), elbow=170)
    assert _measured(_on_side(flat))["prop_height"] < 0.15


@pytest.mark.parametrize("yaw_deg", [-40, -20, 0, 20, 40])
@pytest.mark.parametrize("bend", [-15, 0])
@pytest.mark.parametrize("roll", [-20, 0, 20])
def test_somebody_on_their_side_faces_the_camera_as_far_as_the_trunk_lies_across(
    yaw_deg: float, bend: float, roll: float
) -> None:
    seen = orient(_on_side(replace(STRAIGHT, bend=bend, roll=roll), yaw_deg=yaw_deg).world, None)
    assert seen.yaw_deg == pytest.approx(90 - abs(yaw_deg), abs=3)
    assert seen.belly_down == pytest.approx(math.sin(math.radians(roll)), abs=0.05)


@pytest.mark.parametrize("swapped", [False, True])
def test_a_hold_on_the_side_is_booked_to_the_side_underneath(swapped: bool) -> None:
    demo = exercise("side_plank").demo
    samples = [(pose.t_s, pose) for pose in figure.poses(demo, 10)]
    got = play(exercise("side_plank"), mirrored(samples) if swapped else samples)
    assert [item.side for item in got.finished if isinstance(item, Hold)] == ["right" if swapped else "left"]


@pytest.mark.parametrize(
    "frame",
    [
        replace(STRAIGHT, shoulder=(180, 10), elbow=170),
        replace(STRAIGHT, bend=22, shoulder=(66, 42)),
        replace(KNEES, bend=25, shoulder=(66, 42)),
    ],
    ids=["flat on the side", "hips on the mat", "hips on the mat, knees bent"],
)
def test_resting_on_the_side_is_no_hold_and_no_fault(frame: Keyframe) -> None:
    pose = _on_side(frame)
    got = play(exercise("side_plank"), [(n / 10, replace(pose, t_s=n / 10)) for n in range(40)])
    assert (got.hold_s, got.fault_ids) == (0.0, set())


def test_a_figure_on_its_side_needs_its_arms() -> None:
    frame = Keyframe(t=0, hip=180, knee=180)
    with pytest.raises(SpecError, match="on its side needs shoulder"):
        Demo(lying="left", floor=("heel", "elbow"), keyframes=(frame, replace(frame, t=1)))


# --- A bridge on one leg. ---


def _bridge(hip: tuple[float, float], knee: tuple[float, float], yaw_deg: float = 0.0) -> Pose:
    frame = Keyframe(t=0, hip=hip, knee=knee)
    demo = Demo(lying="up", floor=("heel", "shoulder"), keyframes=(frame, replace(frame, t=1)))
    return figure.pose_at(demo, 0.0, yaw_deg)


@pytest.mark.parametrize("yaw_deg", [-20, 0, 20])
@pytest.mark.parametrize(("hip", "lift"), [(125, -0.05), (170, 0.1), (185, 0.1)])
@pytest.mark.parametrize("stands", SIDES)
def test_the_leg_with_the_lower_foot_is_measured(stands: Side, hip: float, lift: float, yaw_deg: float) -> None:
    legs = ((hip, hip + 5), (76, 170)) if stands == "left" else ((hip + 5, hip), (170, 76))
    pose = _bridge(*legs, yaw_deg)
    seen = _measured(pose)
    assert working_leg(_body(pose), "standing") == stands
    assert seen["stance_hip_angle_deg"] == pytest.approx(hip, abs=8)
    assert seen["stance_knee_angle_deg"] == pytest.approx(76, abs=8)
    assert seen["stance_lift"] > lift
    assert seen["stance_foot_height"] < 0.2
    assert seen["free_foot_height"] > 0.6


def test_feet_side_by_side_are_no_lifted_foot() -> None:
    assert abs(_measured(_bridge((170, 170), (80, 80)))["free_foot_height"]) < 0.3
    assert _measured(figure.pose_at(exercise("double_knee_to_chest").demo, 5.0, 0.0))["stance_foot_height"] > 0.5


def test_a_leg_not_even_faintly_seen_leaves_the_standing_one_unknown() -> None:
    hidden = _hidden(_bridge((170, 170), (80, 170)), "ankle")
    assert working_leg(_body(hidden), "standing") is None
    names = ("stance_hip_angle_deg", "stance_knee_angle_deg", "stance_lift", "stance_foot_height", "free_foot_height")
    assert all(math.isnan(_measured(hidden)[name]) for name in names)


@pytest.mark.parametrize("id_", ["single_leg_bridge", "glute_bridge"])
def test_the_two_bridges_are_nothing_to_one_another(id_: str) -> None:
    one = {"single_leg_bridge": "glute_bridge", "glute_bridge": "single_leg_bridge"}[id_]
    got = play(exercise(one), [(pose.t_s, pose) for pose in figure.poses(exercise(id_).demo, 10)])
    assert (got.counts.complete, got.counts.partial, got.fault_ids) == (0, 0, set())


@pytest.mark.parametrize("id_", ["plank", "knee_plank"])
def test_the_two_planks_are_nothing_to_one_another(id_: str) -> None:
    one = {"plank": "knee_plank", "knee_plank": "plank"}[id_]
    got = play(exercise(one), [(pose.t_s, pose) for pose in figure.poses(exercise(id_).demo, 10)])
    assert (got.hold_s, got.fault_ids) == (0.0, set())
