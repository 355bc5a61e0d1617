"""Every measure, on figures whose angles are known: the keyframes say what must come out."""

import math
from dataclasses import replace

import numpy as np
import pytest
from streams import exercise, ids

from coach.core import figure
from coach.core.body import SIDES, Side, joint
from coach.core.demo import Demo, Keyframe
from coach.core.features import FEATURES, TIMINGS, measure
from coach.core.pose import Pose
from coach.core.posture import Body, orient

QUADRUPED = Keyframe(t=0, hip=106, knee=90, shoulder=74, elbow=178, ankle=168, neck=165)
SUPINE = Keyframe(t=0, hip=140, knee=90)


def _demo(frame: Keyframe, lying: str = "up") -> Demo:
    floor = ("heel", "shoulder") if lying == "up" else ("knee", "wrist")
    return Demo(lying=lying, floor=floor, keyframes=(frame, replace(frame, t=frame.t + 1)))  # type: ignore[arg-type]


def _measured(pose: Pose) -> dict[str, float]:
    return measure(Body(pose, orient(pose.world, None)))


def _of(frame: Keyframe, lying: str = "up") -> dict[str, float]:
    return _measured(figure.pose_at(_demo(frame, lying), 0.0))


def _hidden(pose: Pose, *marks: tuple[str, Side], visibility: float = 0.0) -> Pose:
    points = pose.points.copy()
    for name, side in marks:
        points[joint(name, side), 3] = visibility
    return Pose(pose.t_s, points, pose.world, pose.size)


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("hip", [60, 90, 120, 150, 170, 180, 195, 210])
def test_the_signed_hip_angle_passes_180_without_a_fold(hip: float, mirror: bool) -> None:
    pose = figure.pose_at(_demo(Keyframe(t=0, hip=hip, knee=80)), 0.0)
    assert _measured(pose.mirrored() if mirror else pose)["hip_angle_deg"] == pytest.approx(hip, abs=3)


@pytest.mark.parametrize("knee", [45, 70, 90, 120, 170])
def test_the_knee_angle(knee: float) -> None:
    assert _of(Keyframe(t=0, hip=130, knee=knee))["knee_angle_deg"] == pytest.approx(knee, abs=3)


@pytest.mark.parametrize("elbow", [60, 90, 150])
def test_the_elbow_angle(elbow: float) -> None:
    frame = Keyframe(t=0, hip=180, knee=178, shoulder=85, elbow=elbow, ankle=85)
    assert _of(frame, "down")["elbow_angle_deg"] == pytest.approx(elbow, abs=3)


@pytest.mark.parametrize("neck", [120, 150, 175])
def test_the_neck_angle(neck: float) -> None:
    assert _of(replace(QUADRUPED, neck=neck), "down")["neck_angle_deg"] == pytest.approx(neck, abs=6)


def _plank(hip: float) -> dict[str, float]:
    frame = Keyframe(t=0, hip=hip, knee=178, shoulder=85, elbow=92, ankle=85)
    demo = Demo(lying="down", floor=("foot_index", "elbow"), keyframes=(frame, replace(frame, t=1)))
    return _measured(figure.pose_at(demo, 0.0))


def test_the_body_line_is_positive_when_the_hips_sag_and_negative_when_they_pike() -> None:
    sagged, straight, piked = (_plank(hip)["body_line_sag"] for hip in (195, 180, 165))
    assert piked < straight < sagged
    assert straight == pytest.approx(0, abs=0.02)
    assert sagged > 0.04
    assert piked < -0.04


def test_the_lift_is_the_line_the_other_way_up() -> None:
    lying, lifted = (_of(Keyframe(t=0, hip=hip, knee=75)) for hip in (125, 180))
    assert lifted["hip_lift"] > 0.15 > lying["hip_lift"]
    assert lifted["hip_lift"] == -lifted["body_line_sag"]
    assert lifted["hip_clearance"] > lying["hip_clearance"]


@pytest.mark.parametrize("side", [0, 1])
def test_the_raised_leg_of_a_bird_dog(side: int) -> None:
    hip, knee, arm = [106.0, 106.0], [90.0, 90.0], [74.0, 74.0]
    hip[side], knee[side], arm[1 - side] = 190.0, 170.0, 160.0
    frame = replace(QUADRUPED, hip=(hip[0], hip[1]), knee=(knee[0], knee[1]), shoulder=(arm[0], arm[1]))
    got = _of(frame, "down")
    assert got["raised_knee_angle_deg"] == pytest.approx(170, abs=4)
    assert got["support_knee_angle_deg"] == pytest.approx(90, abs=4)
    assert got["support_hip_angle_deg"] == pytest.approx(106, abs=5)
    assert got["raised_arm_angle_deg"] == pytest.approx(160, abs=6)
    assert got["raised_thigh_elevation_deg"] == pytest.approx(0, abs=15)
    assert got["same_side"] == 0.0


def test_arm_and_leg_of_one_side() -> None:
    frame = replace(QUADRUPED, hip=(190, 106), knee=(170, 90), shoulder=(160, 74))
    assert _of(frame, "down")["same_side"] == 1.0


def test_a_leg_hangs_straight_down_on_all_fours() -> None:
    got = _of(QUADRUPED, "down")
    assert got["raised_thigh_elevation_deg"] == pytest.approx(-90, abs=15)
    assert abs(got["raised_leg_elevation_deg"]) < 135 or got["raised_leg_elevation_deg"] < -90


@pytest.mark.parametrize("leg_deg", [-60, -30, 0, 20])
def test_the_elevation_of_the_leg_rises_with_it(leg_deg: float) -> None:
    lower, higher = (
        _of(replace(QUADRUPED, hip=(190 + by, 106), knee=(175, 90)), "down")["raised_leg_elevation_deg"]
        for by in (leg_deg, leg_deg + 15)
    )
    assert higher - lower == pytest.approx(15, abs=8)


def test_the_drawn_leg_and_the_other() -> None:
    for hip in ((62.0, 140.0), (140.0, 62.0)):
        frame = Keyframe(t=0, hip=hip, knee=80, shoulder=40)
        demo = Demo(lying="up", floor=("hip", "shoulder"), keyframes=(frame, replace(frame, t=1)))
        got = _measured(figure.pose_at(demo, 0.0))
        assert got["drawn_hip_angle_deg"] == pytest.approx(62, abs=4)
        assert got["other_hip_angle_deg"] == pytest.approx(140, abs=4)


def test_the_other_leg_is_measured_even_when_faint() -> None:
    pose = figure.pose_at(exercise("knee_to_chest").demo, 4.0)
    faint = _hidden(pose, ("knee", "right"), visibility=0.3)
    assert _measured(faint)["other_hip_angle_deg"] == pytest.approx(_measured(pose)["other_hip_angle_deg"])
    assert math.isnan(_measured(_hidden(pose, ("knee", "right")))["other_hip_angle_deg"])


@pytest.mark.parametrize(("arm", "told"), [(153.0, True), (100.0, False)])
def test_a_hidden_arm_may_be_the_raised_one(arm: float, told: bool) -> None:
    """A seen arm that is half up says nothing while the other is hidden; one that is clearly up does."""
    pose = figure.pose_at(_demo(replace(QUADRUPED, shoulder=(74, arm)), "down"), 0.0)
    got = _measured(_hidden(pose, ("wrist", "left")))
    assert math.isnan(got["raised_arm_angle_deg"]) != told
    assert math.isnan(got["raised_arm_elevation_deg"]) != told


def test_the_head_rises() -> None:
    low, high = (_of(replace(SUPINE, neck=neck))["head_height"] for neck in (175, 130))
    assert high > low + 0.17


@pytest.mark.parametrize(("roll", "tilt"), [(0, 0), (20, 10), (40, 20)])
def test_a_dropped_hip_is_seen_from_the_front(roll: float, tilt: float) -> None:
    pose = figure.pose_at(_demo(replace(QUADRUPED, roll=roll), "down"), 0.0, 80)
    got = _measured(pose)["hip_line_tilt_deg"]
    assert (got >= tilt) if roll else (got < 8)


@pytest.mark.parametrize(("shoulder", "elbow", "off"), [(82, 92, False), (133, 70, True)])
def test_elbows_under_the_shoulders(shoulder: float, elbow: float, off: bool) -> None:
    frame = Keyframe(t=0, hip=178, knee=178, shoulder=shoulder, elbow=elbow, ankle=85)
    demo = Demo(lying="down", floor=("foot_index", "elbow"), keyframes=(frame, replace(frame, t=1)))
    assert (_measured(figure.pose_at(demo, 0.0))["elbow_gap"] > 0.5) == off


def test_the_shin_is_upright_over_the_heel() -> None:
    upright, slanted = (_of(Keyframe(t=0, hip=150, knee=knee))["shin_tilt_deg"] for knee in (85, 150))
    assert slanted > upright


@pytest.mark.parametrize("id_", ids())
def test_nothing_is_measured_of_what_is_not_seen(id_: str) -> None:
    pose = figure.pose_at(exercise(id_).demo, 4.0)
    points = pose.points.copy()
    points[:, 3] = 0.0
    got = _measured(Pose(pose.t_s, points, pose.world, pose.size))
    seen = {name for name, value in got.items() if not math.isnan(value)}
    assert seen == {"belly_down", "yaw_deg", "trunk_tilt_deg"}


@pytest.mark.parametrize("value", [math.nan, 0.5])
def test_degenerate_bodies_are_measured_without_trouble(value: float) -> None:
    pose = Pose(0.0, np.full((33, 4), value), np.full((33, 3), value), (640, 480))
    assert measure(Body(pose, orient(pose.world, None))).keys() == FEATURES.keys()


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_says_its_unit_and_meaning(name: str) -> None:
    feature = FEATURES[name]
    assert feature.unit in {"deg", "ratio"}
    assert (feature.unit == "deg") == name.endswith("_deg")
    assert len(feature.text.split()) > 2


def test_timings_are_no_features() -> None:
    assert not FEATURES.keys() & TIMINGS.keys()


@pytest.mark.parametrize("scale", [0.3, 0.7])
@pytest.mark.parametrize("id_", ids())
def test_distance_to_the_camera_does_not_matter(id_: str, scale: float) -> None:
    pose = figure.pose_at(exercise(id_).demo, 4.0)
    points = pose.points.copy()
    points[:, :2] = 0.5 + scale * (points[:, :2] - 0.5)
    near, far = _measured(pose), _measured(Pose(0.0, points, pose.world, pose.size))
    grown = far.pop("body_size") - near.pop("body_size")
    assert grown == pytest.approx(math.log(scale))
    assert far == pytest.approx(near, nan_ok=True)


@pytest.mark.parametrize("size", [(640, 480), (540, 960), (1920, 1080)])
def test_the_shape_of_the_picture_does_not_matter(size: tuple[int, int]) -> None:
    pose = figure.pose_at(exercise("glute_bridge").demo, 4.0)
    plane = pose.plane() / 4
    points = pose.points.copy()
    points[:, :2] = plane * (size[1] / size[0], 1.0)
    got, expected = _measured(Pose(0.0, points, pose.world, size)), _measured(pose)
    for name in ("body_size", "shoulder_height"):  # they tell of the place in the picture, for their change
        del got[name], expected[name]
    assert got == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("side", SIDES)
def test_the_near_side_is_measured(side: Side) -> None:
    pose = figure.pose_at(exercise("plank").demo, 0.0)
    pose = pose if orient(pose.world, None).near == side else pose.mirrored()
    far: Side = "right" if side == "left" else "left"
    hidden = _hidden(pose, *((name, far) for name in ("shoulder", "hip", "knee", "ankle", "elbow", "wrist", "ear")))
    for name in ("hip_angle_deg", "knee_angle_deg", "body_line_sag", "elbow_gap", "neck_angle_deg"):
        assert _measured(hidden)[name] == pytest.approx(_measured(pose)[name])
