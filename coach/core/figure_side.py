"""The demonstration figure on its side, propped on an elbow, its chest toward the camera.

Built around the hips with the body's own directions: along the trunk, toward the upper side, and to the front; then
turned in the picture's plane until the two named parts of the side underneath lie on the floor.
"""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.core.body import SIDES, Landmark, Side, joint
from coach.core.demo import Demo
from coach.core.figure_lengths import (
    FACE,
    FINGERS,
    FOOT,
    FOREARM,
    FREE_ANKLE_DEG,
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
    half_width,
)
from coach.core.keyframes import Posture

Vector = npt.NDArray[np.float64]
"""(3,) along the floor toward the head, up, toward the camera; shares of body height."""

LEGS_IN_DEG: Final = 2.5
"""Each leg leans toward the other so far that the feet lie on one another, degrees; estimated."""

_ALONG, _UP, _FRONT = np.eye(3)


class _Build:
    """The landmarks of one posture, not yet on the floor."""

    def __init__(self, posture: Posture, down: Side) -> None:
        self._posture, self._down = posture, down
        turn = math.radians(posture.roll)
        self._over = math.cos(turn) * _UP + math.sin(turn) * _FRONT
        self._front = math.cos(turn) * _FRONT - math.sin(turn) * _UP
        self.points: dict[Landmark, Vector] = {}
        for index, side in enumerate(SIDES):
            self._trunk(side)
            self._leg(side, index)
            self._arm(side, index)
        self._head()

    def _sign(self, side: Side) -> float:
        return -1.0 if side == self._down else 1.0

    def _trunk(self, side: Side) -> None:
        for name, along in (("hip", 0.0), ("shoulder", TRUNK)):
            mark = joint(name, side)
            self.points[mark] = along * _ALONG + self._sign(side) * half_width(mark) * self._over

    def _leg(self, side: Side, index: int) -> None:
        posture, sign = self._posture, self._sign(side)
        lean = math.radians(-posture.bend + sign * LEGS_IN_DEG)
        straight = -math.cos(lean) * _ALONG - math.sin(lean) * self._over
        thigh, front = _folded(straight, self._front, 180 - posture.hip[index])
        knee = self.points[joint("hip", side)] + THIGH * thigh
        shank, back = _folded(thigh, -front, 180 - posture.knee[index])
        ankle = knee + SHANK * shank
        foot, _ = _folded(-shank, -back, posture.ankle[index] if posture.ankle else FREE_ANKLE_DEG)
        self.points[joint("knee", side)], self.points[joint("ankle", side)] = knee, ankle
        self.points[joint("foot_index", side)] = ankle + FOOT * foot
        self.points[joint("heel", side)] = ankle - 0.35 * HEEL * foot + 0.8 * HEEL * shank

    def _arm(self, side: Side, index: int) -> None:
        """The arm underneath stands on the floor, forearm forward; the upper one folds toward the hip."""
        posture, below = self._posture, side == self._down
        out = -_UP if below else self._over
        upper, ahead = _folded(-_ALONG, out, posture.shoulder[index])
        fore, _ = _folded(upper, self._forward(below, ahead), 180 - posture.elbow[index])
        elbow = self.points[joint("shoulder", side)] + UPPER_ARM * upper
        wrist = elbow + FOREARM * fore
        self.points[joint("elbow", side)], self.points[joint("wrist", side)] = elbow, wrist
        for name, reach in FINGERS:
            self.points[Landmark[f"{side}_{name}".upper()]] = wrist + reach * HAND * fore

    def _forward(self, below: bool, ahead: Vector) -> Vector:
        return _FRONT if below else -ahead

    def _head(self) -> None:
        neck, face = _folded(_ALONG, self._front, 180 - self._posture.neck)
        middle = TRUNK * _ALONG + NECK * neck
        self.points[Landmark.NOSE] = middle + NOSE * face
        for side in SIDES:
            name, mark = side.upper(), joint("ear", side)
            self.points[mark] = middle + self._sign(side) * half_width(mark) * self._over
            for part, out, above in FACE:
                place = Landmark[f"MOUTH_{name}" if part == "MOUTH" else f"{name}_{part}"]
                self.points[place] = self.points[mark] + out * face + above * neck


def _folded(axis: Vector, toward: Vector, degrees: float) -> tuple[Vector, Vector]:
    """Direction of the next bone, and what is then "toward", when a joint folds by so many degrees."""
    fold = math.radians(degrees)
    return (
        math.cos(fold) * axis + math.sin(fold) * toward,
        math.cos(fold) * toward - math.sin(fold) * axis,
    )


def settle(posture: Posture, demo: Demo) -> tuple[Points, dict[Landmark, float]]:
    """The figure laid on the floor: places along the floor (real, head to the right when the left side is underneath)
    and up (imaginary), and how far toward the camera each landmark lies."""
    down: Side = "left" if demo.lying == "left" else "right"
    built = _Build(posture, down).points
    plane = {mark: complex(point[0], point[1]) for mark, point in built.items()}
    foot_end, head_end = (plane[joint(name, down)] for name in demo.floor)
    low, high = (PADDING[name] for name in demo.floor)
    line = head_end - foot_end
    slope = math.asin(max(-1.0, min(1.0, (high - low) / abs(line))))
    rotation = complex(math.cos(slope), math.sin(slope)) * line.conjugate() / abs(line)
    laid = {mark: rotation * (point - foot_end) + complex(0, low) for mark, point in plane.items()}
    if down == "right":
        laid = {mark: complex(-point.real, point.imag) for mark, point in laid.items()}
    return laid, {mark: float(point[2]) for mark, point in built.items()}
