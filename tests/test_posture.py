"""How a body lies to the camera, and what of it was seen: figures whose posture is known."""

import math

import numpy as np
import pytest
from streams import exercise, ids

from coach.core import figure
from coach.core.body import SIDES, Side, joint, other
from coach.core.pose import Array, Pose
from coach.core.posture import SIDE_HYSTERESIS, Body, orient

NOWHERE = complex(math.nan, math.nan)
PRONE_OR_SUPINE = [id_ for id_ in ids() if exercise(id_).demo.lying in ("up", "down")]


def _pose(id_: str, t_s: float = 0.0, yaw_deg: float = 0.0) -> Pose:
    return figure.pose_at(exercise(id_).demo, t_s, yaw_deg)


def _visible(pose: Pose, visibility: dict[int, float]) -> Pose:
    points = pose.points.copy()
    for mark, value in visibility.items():
        points[mark, 3] = value
    return Pose(pose.t_s, points, pose.world, pose.size)


def _body(pose: Pose) -> Body:
    return Body(pose, orient(pose.world, None))


@pytest.mark.parametrize("yaw_deg", [-60, -30, 0, 15, 45, 80])
@pytest.mark.parametrize("id_", PRONE_OR_SUPINE)
def test_the_turn_of_a_figure_is_measured(id_: str, yaw_deg: float) -> None:
    seen = orient(_pose(id_, yaw_deg=yaw_deg).world, None)
    assert seen.yaw_deg == pytest.approx(abs(yaw_deg), abs=3)


@pytest.mark.parametrize("yaw_deg", [-30, 0, 30])
@pytest.mark.parametrize("id_", PRONE_OR_SUPINE)
def test_the_belly_of_a_figure_is_where_its_file_says(id_: str, yaw_deg: float) -> None:
    lying = exercise(id_).demo.lying
    seen = orient(_pose(id_, yaw_deg=yaw_deg).world, None)
    assert seen.belly_down * (1 if lying == "down" else -1) > 0.7
    assert 60 < seen.trunk_tilt_deg < 125


@pytest.mark.parametrize("id_", ids())
def test_a_mirror_swaps_the_near_side_and_nothing_else(id_: str) -> None:
    pose = _pose(id_, yaw_deg=15)
    seen, mirrored = orient(pose.world, None), orient(pose.mirrored().world, None)
    assert mirrored.near == other(seen.near)
    assert mirrored.yaw_deg == pytest.approx(seen.yaw_deg)
    assert mirrored.belly_down == pytest.approx(seen.belly_down)
    assert mirrored.trunk_tilt_deg == pytest.approx(seen.trunk_tilt_deg)


def _standing(depth_m: float) -> Array:
    """A person seen from the front or the side: the left side nearer by `depth_m` (hips and shoulders together)."""
    world = np.zeros((33, 3))
    for name, height in (("shoulder", -0.5), ("hip", 0.0)):
        for side, sign in (("left", 1), ("right", -1)):
            world[joint(name, side)] = (0.1 * sign, height, -0.25 * depth_m * sign)  # type: ignore[arg-type]
    return world


@pytest.mark.parametrize(
    ("depth_m", "before", "near"),
    [
        (0.3, None, "left"),
        (-0.3, None, "right"),
        (0.3, "right", "left"),
        (0.5 * SIDE_HYSTERESIS, "right", "right"),
        (-0.5 * SIDE_HYSTERESIS, "left", "left"),
        (-0.5 * SIDE_HYSTERESIS, None, "right"),
    ],
)
def test_the_near_side_does_not_flicker(depth_m: float, before: Side | None, near: Side) -> None:
    assert orient(_standing(depth_m), before).near == near


def test_somebody_who_stands_is_upright_and_has_no_belly_to_the_floor() -> None:
    seen = orient(_standing(0.3), None)
    assert seen.trunk_tilt_deg == pytest.approx(0)
    assert seen.belly_down == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("value", [0.0, math.nan])
def test_no_body_has_no_direction(value: float) -> None:
    seen = orient(np.full((33, 3), value), None)
    assert math.isnan(seen.belly_down)
    assert math.isnan(seen.trunk_tilt_deg)


def test_hidden_points_are_nan_for_form_and_kept_for_posture() -> None:
    knee = joint("knee", "left")
    pose = _visible(_pose("glute_bridge"), {knee: 0.1})
    body = _body(pose)
    assert math.isnan(body.at("knee", "left").real)
    assert math.isnan(body.faint[knee].real)
    assert not math.isnan(body.raw[knee].real)
    assert math.isnan(body.angle("knee_angle", "left"))
    assert not math.isnan(body.angle("knee_angle", "right"))


def test_faint_points_tell_against_only() -> None:
    knee = joint("knee", "right")
    body = _body(_visible(_pose("glute_bridge"), {knee: 0.3}))
    assert math.isnan(body.angle("hip_angle", "right"))
    assert not math.isnan(body.faint_hip("right"))


@pytest.mark.parametrize(
    ("hidden", "straighter", "leg"),
    [
        ((), True, "left"),
        ((), False, "right"),
        # The raised leg is faintly seen: it is still the one, and nothing is known of its angle.
        (("left",), True, "left"),
        (("right",), True, "left"),
        (("left", "right"), True, "left"),
    ],
)
def test_the_working_leg_of_a_bird_dog(hidden: tuple[Side, ...], straighter: bool, leg: Side) -> None:
    pose = _visible(_pose("bird_dog", 4.0), {joint("knee", side): 0.3 for side in hidden})
    assert _body(pose).leg(straighter) == leg


def test_no_leg_works_when_none_is_seen() -> None:
    pose = _visible(_pose("bird_dog", 4.0), {joint("knee", side): 0.0 for side in SIDES})
    assert _body(pose).leg(straighter=True) is None


def test_the_raised_arm_is_the_one_further_up() -> None:
    pose = _pose("bird_dog", 4.0)
    assert _body(pose).arm() == "right"
    assert _body(_visible(pose, {joint("wrist", "right"): 0.0})).arm() == "left"
    assert _body(_visible(pose, {joint("wrist", side): 0.0 for side in SIDES})).arm() is None


@pytest.mark.parametrize("id_", PRONE_OR_SUPINE)
@pytest.mark.parametrize("mirror", [False, True])
def test_the_belly_points_up_or_down(id_: str, mirror: bool) -> None:
    pose = _pose(id_)
    belly = _body(pose.mirrored() if mirror else pose).belly()
    assert abs(belly) == pytest.approx(1)
    assert (belly.imag > 0.5) == (exercise(id_).demo.lying == "down")


def test_a_body_unseen_has_no_belly_floor_or_trunk() -> None:
    body = _body(_visible(_pose("plank"), dict.fromkeys(range(33), 0.0)))
    assert math.isnan(body.belly().real)
    assert math.isnan(body.floor())
    assert math.isnan(body.trunk)


def test_the_floor_is_the_lowest_point_seen() -> None:
    pose = _pose("plank")
    body = _body(pose)
    lowest = max(range(33), key=lambda mark: body.p[mark].imag)
    assert body.floor() == body.p[lowest].imag == max(point.imag for point in body.raw)
    assert _body(_visible(pose, {lowest: 0.0})).floor() <= body.floor()
