"""A pose: its shape is checked, what was seen is told, a mirror swaps the sides."""

import dataclasses
import math

import numpy as np
import pytest

from coach.core.body import BONES, JOINTS, LANDMARK_COUNT, SIDES, TWIN, Landmark, joint, other
from coach.core.pose import FRAME_MARGIN, KEPT_VISIBILITY, MIN_VISIBILITY, Pose, PoseError


def _pose(points: object = None, world: object = None, size: tuple[int, int] = (640, 480)) -> Pose:
    return Pose(
        1.5,
        np.full((33, 4), 0.5) if points is None else points,  # type: ignore[arg-type]
        np.zeros((33, 3)) if world is None else world,  # type: ignore[arg-type]
        size,
    )


@pytest.mark.parametrize(
    ("points", "world", "size", "sentence"),
    [
        (np.zeros((32, 4)), None, (640, 480), r"points must have shape \(33, 4\), got \(32, 4\)"),
        (np.zeros((33, 3)), None, (640, 480), r"points must have shape \(33, 4\), got \(33, 3\)"),
        (np.zeros((1, 33, 4)), None, (640, 480), r"points must have shape \(33, 4\), got \(1, 33, 4\)"),
        (None, np.zeros((33, 4)), (640, 480), r"world must have shape \(33, 3\), got \(33, 4\)"),
        (None, np.zeros(99), (640, 480), r"world must have shape \(33, 3\), got \(99,\)"),
        (None, None, (0, 480), r"size must be positive, got \(0, 480\)"),
        (None, None, (640, -1), r"size must be positive, got \(640, -1\)"),
    ],
)
def test_a_wrong_shape_is_refused_in_words(points: object, world: object, size: tuple[int, int], sentence: str) -> None:
    with pytest.raises(PoseError, match=sentence):
        _pose(points, world, size)


def test_a_pose_error_is_a_value_error() -> None:
    assert issubclass(PoseError, ValueError)


def test_a_pose_keeps_its_own_locked_copy() -> None:
    points = np.full((33, 4), 0.5)
    pose = _pose(points)
    points[:] = 9
    assert pose.points.max() == 0.5
    with pytest.raises(ValueError, match="read-only"):
        pose.points[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        pose.world[0, 0] = 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        pose.t_s = 2.0  # type: ignore[misc]


def test_plane_is_in_picture_heights() -> None:
    plane = _pose(np.tile((0.5, 0.25, 0.0, 1.0), (33, 1)), size=(1280, 720)).plane()
    assert plane.shape == (33, 2)
    assert plane[7].tolist() == pytest.approx([0.5 * 1280 / 720, 0.25])


def _one(x: float, y: float, visibility: float) -> Pose:
    return _pose(np.tile((x, y, 0.0, visibility), (33, 1)))


@pytest.mark.parametrize(
    ("x", "y", "visibility", "seen"),
    [
        (0.5, 0.5, 1.0, True),
        (0.5, 0.5, MIN_VISIBILITY, True),
        (0.5, 0.5, MIN_VISIBILITY - 0.01, False),
        (-FRAME_MARGIN / 2, 0.5, 1.0, True),
        (-2 * FRAME_MARGIN, 0.5, 1.0, False),
        (1 + 2 * FRAME_MARGIN, 0.5, 1.0, False),
        (0.5, 1 + 2 * FRAME_MARGIN, 1.0, False),
        (math.nan, 0.5, 1.0, False),
        (0.5, math.nan, 1.0, False),
        (0.5, 0.5, math.nan, False),
        (math.inf, 0.5, 1.0, False),
    ],
)
def test_seen_is_visible_and_inside(x: float, y: float, visibility: float, seen: bool) -> None:
    assert set(_one(x, y, visibility).seen().tolist()) == {seen}


@pytest.mark.parametrize(
    ("visibilities", "seen"),
    [
        ((0.4, 0.4), [False, False]),
        ((0.6, 0.4, 0.31, 0.45), [True, True, True, True]),
        ((0.6, KEPT_VISIBILITY - 0.01, 0.4, 0.6), [True, False, False, True]),
    ],
)
def test_what_was_seen_is_let_go_later(visibilities: tuple[float, ...], seen: list[bool]) -> None:
    mask = None
    told = []
    for visibility in visibilities:
        mask = _one(0.5, 0.5, visibility).seen(mask)
        told.append(bool(mask[0]))
    assert told == seen


def test_a_mirror_swaps_sides_and_twice_is_nothing() -> None:
    rng = np.random.default_rng(4)
    pose = _pose(rng.random((33, 4)), rng.normal(size=(33, 3)))
    seen = pose.mirrored()
    assert seen.points[Landmark.LEFT_KNEE, 0] == pytest.approx(1 - pose.points[Landmark.RIGHT_KNEE, 0])
    assert seen.points[Landmark.LEFT_KNEE, 1:].tolist() == pose.points[Landmark.RIGHT_KNEE, 1:].tolist()
    assert seen.world[Landmark.RIGHT_HIP, 0] == -pose.world[Landmark.LEFT_HIP, 0]
    assert (seen.t_s, seen.size) == (pose.t_s, pose.size)
    back = seen.mirrored()
    assert back.points == pytest.approx(pose.points)
    assert back.world == pytest.approx(pose.world)


def test_the_body_has_33_landmarks_with_twins() -> None:
    assert LANDMARK_COUNT == len(TWIN) == 33
    assert TWIN[Landmark.NOSE] == Landmark.NOSE
    assert all(TWIN[TWIN[mark]] == mark for mark in Landmark)
    assert all(TWIN[joint(name, "left")] == joint(name, "right") for name in JOINTS)
    assert [other(side) for side in SIDES] == ["right", "left"]


def test_an_unknown_joint_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        joint("tail", "left")


def test_bones_join_each_pair_once_and_alike_on_both_sides() -> None:
    pairs = {frozenset(bone) for bone in BONES}
    assert len(pairs) == len(BONES)
    assert {frozenset(TWIN[mark] for mark in pair) for pair in pairs} == pairs
