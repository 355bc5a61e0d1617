"""The demonstration figure: keyframes in clinical angles become poses, for the screen and as the exercise's own test.

Lengths are shares of body height (see `figure_lengths`). The figure is built in the sagittal plane around the hips
(lying on its side: see `figure_side`), turned until the two named parts lie on the floor, then seen by a camera.
"""

import cmath
import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Final

import numpy as np

from coach.core import figure_side
from coach.core.body import LANDMARK_COUNT, SIDES, Landmark, Side, joint
from coach.core.demo import Demo
from coach.core.figure_lengths import (
    FACE,
    FINGERS,
    FOOT,
    FOREARM,
    FREE_ANKLE_DEG,
    HALF_HIPS,
    HAND,
    HEEL,
    NECK,
    NOSE,
    PADDING,
    SHANK,
    THIGH,
    TRUNK,
    UPPER_ARM,
    Points,
    chord_share,
    half_width,
)
from coach.core.keyframes import Posture, posture_at
from coach.core.pose import Pose

HEIGHT_M: Final = 1.70

NEAR_FLOOR: Final = 0.09
"""An ankle lower than this puts its foot flat on the floor, shares of body height; estimated."""

LAND_OVER: Final = 0.06
"""A foot comes flat over this height, shares of body height; estimated."""

SIZE: Final = (960, 540)
"""Picture size the figure is made for, pixels."""

CAMERA_TILT_DEG: Final = 8.0
"""The camera looks down a little, so that near and far limbs lie apart; estimated."""


WIDE: Final = 0.62
"""A body height is this share of the picture's width, where the figure is not too tall for the picture."""

FLOOR: Final = 0.82
"""Where the floor lies in the picture, share of its height."""

TALL: Final = 0.74
"""No figure is taller than this share of the picture's height."""


def _bend(axis: complex, front: complex, degrees: float) -> tuple[complex, complex]:
    """Direction of the next bone and its own front, when the joint folds toward `front` by so many degrees."""
    fold = math.radians(degrees)
    return (
        math.cos(fold) * axis + math.sin(fold) * front,
        math.cos(fold) * front - math.sin(fold) * axis,
    )


def _leg(points: Points, side: Side, posture: Posture, index: int, up: complex, front: complex) -> None:
    hip = points[joint("hip", side)]
    thigh, thigh_front = _bend(-up, front, 180 - posture.hip[index])
    knee = hip + THIGH * thigh
    shank, shank_back = _bend(thigh, -thigh_front, 180 - posture.knee[index])
    ankle = knee + SHANK * shank
    points[joint("knee", side)] = knee
    points[joint("ankle", side)] = ankle
    foot, _ = _bend(-shank, -shank_back, posture.ankle[index] if posture.ankle else FREE_ANKLE_DEG)
    points[joint("foot_index", side)] = ankle + FOOT * foot
    points[joint("heel", side)] = ankle - 0.35 * HEEL * foot + 0.8 * HEEL * shank


def _arm(points: Points, side: Side, posture: Posture, index: int, up: complex, front: complex) -> None:
    shoulder = points[joint("shoulder", side)]
    upper, upper_front = _bend(-up, front, posture.shoulder[index])
    elbow = shoulder + UPPER_ARM * upper
    fore, _ = _bend(upper, upper_front, 180 - posture.elbow[index])
    wrist = elbow + FOREARM * fore
    points[joint("elbow", side)] = elbow
    points[joint("wrist", side)] = wrist
    for name, reach in FINGERS:
        points[Landmark[f"{side}_{name}".upper()]] = wrist + reach * HAND * fore


def _head(points: Points, posture: Posture, up: complex, front: complex) -> None:
    neck, face = _bend(up, front, 180 - posture.neck)
    ear = points[joint("shoulder", "left")] + NECK * (1 - posture.shrug) * neck
    neck, face = _bend(neck, face, posture.nod)
    points[Landmark.NOSE] = ear + NOSE * face
    for side in SIDES:
        name = side.upper()
        points[joint("ear", side)] = ear
        for part, out, above in FACE:
            place = Landmark[f"MOUTH_{name}" if part == "MOUTH" else f"{name}_{part}"]
            points[place] = ear + out * face + above * neck


def _build(posture: Posture, up: complex, front: complex) -> Points:
    """Sagittal places of all landmarks around the hips: real part forward along the floor, imaginary part up."""
    points: Points = {}
    drop = HALF_HIPS * math.sin(math.radians(posture.roll))
    trunk = TRUNK * chord_share(posture.curl)
    for index, side in enumerate(SIDES):
        points[joint("shoulder", side)] = trunk * up
        points[joint("hip", side)] = (drop if side == "left" else -drop) * front
        _leg(points, side, posture, index, up, front)
        _arm(points, side, posture, index, up, front)
    _head(points, posture, up, front)
    return points


def _turn(points: Points, demo: Demo, sides: tuple[Side, Side]) -> tuple[complex, complex]:
    """Rotation and shift that put the two floor parts, each of one side, on the floor; the first at x = 0."""
    foot_end, head_end = (points[joint(name, side)] for name, side in zip(demo.floor, sides, strict=True))
    low, high = (PADDING[name] for name in demo.floor)
    line = head_end - foot_end
    slope = math.asin(max(-1.0, min(1.0, (high - low) / abs(line))))
    rotation = cmath.rect(1.0, slope) * line.conjugate() / abs(line)
    return rotation, complex(0, low) - rotation * foot_end


def _clearance(points: Points, demo: Demo) -> float:
    """How far the lowest part that bears weight lies above where it would rest; negative when it sank. Feet are laid
    flat later: they count only where the figure stands on them."""
    bearing = [name for name in PADDING if name in demo.floor or name not in ("heel", "foot_index")]
    return min(points[joint(name, side)].imag - PADDING[name] for name in bearing for side in SIDES)


def _fit(points: Points, demo: Demo) -> float:
    """How well a way of resting on the floor fits: upright, the foot that stands carries the shoulders highest."""
    return points[Landmark.LEFT_SHOULDER].imag if demo.lying == "no" else _clearance(points, demo)


def _settle(posture: Posture, demo: Demo) -> Points:
    """The figure laid on the floor; of left and right, the parts are used with which nothing sinks below it."""
    points = _build(posture, 1j, -1.0 if demo.lying == "up" else 1.0)
    choices: list[Points] = []
    for left_right in zip(SIDES, SIDES, strict=True) if demo.lying == "no" else product(SIDES, SIDES):
        rotation, shift = _turn(points, demo, left_right)
        choices.append({name: rotation * point + shift for name, point in points.items()})
    laid = max(choices, key=lambda choice: _fit(choice, demo))
    pivot = laid[joint(demo.floor[1], "left")]
    lift = cmath.rect(1.0, -math.radians(posture.tilt))
    laid = {name: pivot + lift * (point - pivot) for name, point in laid.items()}
    for side in SIDES:
        _lay_foot(laid, side, posture)
        _lay_arm(laid, side, posture.laid)
        _lay_hand(laid, side)
    return laid


def _lay_foot(points: Points, side: Side, posture: Posture) -> None:
    """A foot near the floor lies flat on it, toes away from the head, where the keyframe leaves it open."""
    ankle = points[joint("ankle", side)]
    share = max(0.0, min(1.0, (NEAR_FLOOR + LAND_OVER - ankle.imag) / LAND_OVER))
    if posture.ankle is not None or share == 0:
        return
    drop = max(-FOOT, min(FOOT, ankle.imag - PADDING["foot_index"]))
    toe, heel = joint("foot_index", side), joint("heel", side)
    flat = complex(-math.sqrt(FOOT**2 - drop**2), -drop)
    points[toe] = ankle + _swung(points[toe] - ankle, flat, share)
    points[heel] += share * (complex(ankle.real + 0.35 * HEEL, PADDING["heel"]) - points[heel])


def _lay_arm(points: Points, side: Side, laid: float) -> None:
    """Bring an arm so far (0..1) from where its angles put it down to the floor beside the trunk."""
    shoulder = points[joint("shoulder", side)]
    upper = UPPER_ARM * _down_to(PADDING["elbow"] - shoulder.imag, UPPER_ARM)
    fore = FOREARM * _down_to(PADDING["wrist"] - (shoulder + upper).imag, FOREARM)
    elbow, wrist = points[joint("elbow", side)], points[joint("wrist", side)]
    new_elbow = shoulder + _swung(elbow - shoulder, upper, laid)
    new_wrist = new_elbow + _swung(wrist - elbow, fore, laid)
    for name, reach in FINGERS:
        finger = Landmark[f"{side}_{name}".upper()]
        points[finger] = new_wrist + _swung(points[finger] - wrist, complex(-reach * HAND, 0), laid)
    points[joint("elbow", side)], points[joint("wrist", side)] = new_elbow, new_wrist


def _down_to(drop: float, length: float) -> complex:
    """Direction away from the head that ends `drop` higher after `length`, as far as the length allows."""
    rise = max(-0.95, min(0.95, drop / length))
    return complex(-math.sqrt(1 - rise * rise), rise)


def _swung(bone: complex, target: complex, share: float) -> complex:
    """A bone turned a share of the way to another direction, its length kept."""
    if share == 0 or bone == 0:
        return bone
    return bone * cmath.rect(1.0, share * cmath.phase(target / bone))


def _lay_hand(points: Points, side: Side) -> None:
    """Fingers do not reach into the floor."""
    wrist = points[joint("wrist", side)]
    for name, reach in FINGERS:
        finger = Landmark[f"{side}_{name}".upper()]
        if points[finger].imag < 0:
            forward = math.copysign(1.0, (points[finger] - wrist).real or 1.0)
            drop = max(0.0, min(reach * HAND, wrist.imag))
            points[finger] = wrist + complex(forward * math.sqrt((reach * HAND) ** 2 - drop**2), -drop)


def _depth(landmark: Landmark, left_near: bool) -> float:
    """Sideways place: positive toward the camera at yaw 0, shares of body height."""
    half = half_width(landmark)
    return half if ("LEFT" in landmark.name) == left_near else -half


def _laid(demo: Demo, t_s: float) -> tuple[Points, dict[Landmark, float]]:
    """The figure on the floor at a time, and how far toward the camera (at yaw 0) each landmark lies."""
    posture = posture_at(demo, t_s)
    if demo.lying in ("left", "right"):
        return figure_side.settle(posture, demo)
    points = _settle(posture, demo)
    return points, {mark: _depth(mark, demo.lying == "up") for mark in points}


def pose_at(demo: Demo, t_s: float, yaw_deg: float | None = None) -> Pose:
    """The figure at a time (s), as the pose model would see it: head to the right, picture of `SIZE`.

    `yaw_deg` turns it away from side-on; None takes the demonstration's own.
    """
    points, depths = _laid(demo, t_s)
    yaw = math.radians(demo.yaw if yaw_deg is None else yaw_deg)
    tilt = math.radians(CAMERA_TILT_DEG)
    space = np.zeros((LANDMARK_COUNT, 3))
    for landmark, place in points.items():
        along, depth = place.real, depths[landmark]
        right = along * math.cos(yaw) + depth * math.sin(yaw)
        near = depth * math.cos(yaw) - along * math.sin(yaw)
        space[landmark] = (right, place.imag * math.cos(tilt) - near * math.sin(tilt), near)
    width, height = SIZE
    scale = pixels_of_height(demo)
    x = 0.5 + (space[:, 0] - _centre(demo) * math.cos(yaw)) * scale / width
    y = FLOOR - space[:, 1] * scale / height
    shown = np.column_stack((x, y, -space[:, 2] * scale / width, np.ones(LANDMARK_COUNT)))
    hips = (space[Landmark.LEFT_HIP] + space[Landmark.RIGHT_HIP]) / 2
    world = (space - hips) * HEIGHT_M * (1.0, -1.0, -1.0)
    return Pose(t_s, shown, world, SIZE)


@lru_cache(maxsize=64)
def _centre(demo: Demo) -> float:
    """Where the picture's middle lies along the floor: the same for the whole demonstration, so nothing slides."""
    first, _ = _laid(demo, 0.0)
    along = [point.real for point in first.values()]
    return 0.5 * (min(along) + max(along))


@lru_cache(maxsize=64)
def pixels_of_height(demo: Demo) -> float:
    """Pixels of a body height: the same for the whole demonstration, and the tallest posture fits into the picture."""
    frames = (_laid(demo, frame.t)[0] for frame in demo.keyframes)
    top = max(point.imag for points in frames for point in points.values())
    return min(WIDE * SIZE[0], TALL * SIZE[1] / top)


def poses(demo: Demo, fps: float, yaw_deg: float | None = None) -> Iterator[Pose]:
    """The whole demonstration, at so many pictures a second."""
    last = demo.keyframes[-1].t
    for index in range(int(last * fps) + 1):
        yield pose_at(demo, index / fps, yaw_deg)
