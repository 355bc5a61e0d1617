"""One pose made measurable: points as complex numbers, what was really seen, and how the body lies to the camera."""

import math
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.core import geometry as geo
from coach.core.body import SIDES, Landmark, Side, joint
from coach.core.pose import Array, Mask, Pose

SIDE_HYSTERESIS: Final = 0.15
"""Metres of depth by which the other side must be nearer before the near side changes; estimated. Raise it when the
near side flickers on a person who turns slowly."""

FAINT_VISIBILITY: Final = 0.25
"""A far limb this visible still tells against a repetition, never for one: a far wrist on the floor reads 0.46 and
more, lifted behind the head 0.07-0.25; a far leg drawn up behind the near one
0.27 and more (measured on labelled clips)."""

CLEARLY_DEG: Final = 25.0
"""By this much a faintly seen leg must be ahead of the seen one to be taken for the working leg; estimated."""


ON_SIDE: Final = 0.55
"""A body whose belly points down (or up) by less than this share lies on its side, if it lies; estimated: 33 degrees,
which leaves room for a camera that looks down. Lower it when people on belly or back are taken to face the camera."""

LYING_DEG: Final = 50.0
"""A trunk tilted further than this lies; estimated."""

_ANGLES: Final = {
    "hip_angle": ("shoulder", "hip", "knee"),
    "knee_angle": ("hip", "knee", "ankle"),
    "elbow_angle": ("shoulder", "elbow", "wrist"),
    "neck_angle": ("ear", "shoulder", "hip"),
    "arm_angle": ("wrist", "shoulder", "hip"),
}
_ANGLE_KEYS: Final = tuple((name, side) for side in SIDES for name in _ANGLES)
_A, _B, _C = (np.array([int(joint(_ANGLES[name][corner], side)) for name, side in _ANGLE_KEYS]) for corner in range(3))


_HIP_ANGLES: Final = [_ANGLE_KEYS.index(("hip_angle", side)) for side in SIDES]


@dataclass(frozen=True, slots=True)
class Orientation:
    """How the body lies to the camera.

    Attributes:
        near: the person's side nearer to the camera.
        yaw_deg: 0 side-on, 90 front-on or from behind.
        belly_down: 1 belly to the floor, -1 to the ceiling, 0 upright or on the side.
        trunk_tilt_deg: trunk from upright, 0 standing, 90 level, whatever the view.
    """

    near: Side
    yaw_deg: float
    belly_down: float
    trunk_tilt_deg: float


def orient(world: Array, before: Side | None) -> Orientation:
    """Orientation from (33, 3) world landmarks. `before` is the near side so far, kept while the depths are alike."""
    hips = world[Landmark.LEFT_HIP] - world[Landmark.RIGHT_HIP]
    shoulders = world[Landmark.LEFT_SHOULDER] - world[Landmark.RIGHT_SHOULDER]
    across = hips + shoulders
    trunk = (
        world[Landmark.LEFT_SHOULDER]
        + world[Landmark.RIGHT_SHOULDER]
        - world[Landmark.LEFT_HIP]
        - world[Landmark.RIGHT_HIP]
    )
    depth = float(across[2])
    nearer: Side = "left" if depth < 0 else "right"
    near = nearer if before is None or abs(depth) > SIDE_HYSTERESIS else before
    belly = (
        across[1] * trunk[2] - across[2] * trunk[1],
        across[2] * trunk[0] - across[0] * trunk[2],
        across[0] * trunk[1] - across[1] * trunk[0],
    )
    length = math.hypot(*belly)
    yaw = math.degrees(math.atan2(abs(across[0]), abs(across[2])))
    reach = math.hypot(trunk[0], trunk[1], trunk[2])
    if not (length > 0 and reach > 0):
        return Orientation(near, yaw, geo.NAN, geo.NAN)
    tilt = math.degrees(math.acos(max(-1.0, min(1.0, -float(trunk[1]) / reach))))
    down = float(belly[1]) / length
    if abs(down) < ON_SIDE and tilt > LYING_DEG:
        # On its side the line across the body stands on end, and its small level part is noise: the trunk tells.
        yaw = math.degrees(math.atan2(abs(trunk[0]), abs(trunk[2])))
    return Orientation(near, yaw, down, tilt)


class Body:
    """One pose, measured on demand: points as complex numbers, nan where not seen.

    Attributes:
        raw: the 33 points in picture heights, guesses included. p: the same, nan where not seen.
        faint: the same, nan where not even faintly seen. trunk: shoulder-hip length on the near side.
        taken: measures taken so far by name, so that none is taken twice.
    """

    __slots__ = ("_angles", "_faint_hip", "_hip", "faint", "near", "orientation", "p", "raw", "taken", "trunk")

    def __init__(self, pose: Pose, orientation: Orientation, seen: Mask | None = None) -> None:
        """`seen` (33,) says which landmarks count as seen; by default those that `pose` itself calls seen."""
        self.taken: dict[str, float] = {}
        plane = pose.plane()
        points = plane[:, 0] + 1j * plane[:, 1]
        self.raw: list[complex] = points.tolist()
        nowhere = complex(math.nan, math.nan)
        points[~(pose.inside() & (pose.points[:, 3] >= FAINT_VISIBILITY))] = nowhere
        self.faint: list[complex] = points.tolist()
        faint_hips = geo.interior_angles_deg(points[_A], points[_B], points[_C])[_HIP_ANGLES].tolist()
        self._faint_hip: dict[Side, float] = dict(zip(SIDES, faint_hips, strict=True))
        # The angles by which it is told which leg works; never measures.
        self._hip: Mapping[Side, float] = self._faint_hip
        points[~(pose.seen() if seen is None else seen)] = nowhere
        self.p: list[complex] = points.tolist()
        self.orientation = orientation
        self.near = orientation.near
        values = geo.interior_angles_deg(points[_A], points[_B], points[_C]).tolist()
        self._angles: dict[tuple[str, Side], float] = dict(zip(_ANGLE_KEYS, values, strict=True))
        self.trunk = abs(self.at("shoulder", self.near) - self.at("hip", self.near)) or math.nan

    def knowing(self, hips: Mapping[Side, float]) -> "Body":
        """The same body, where it is known which angles its hidden legs had at the hip a moment ago."""
        body = copy(self)
        body.taken = {}
        body._hip = {side: hips.get(side, now) if math.isnan(now) else now for side, now in self._faint_hip.items()}
        return body

    def at(self, name: str, side: Side) -> complex:
        """Point of a joint, nan where not seen."""
        return self.p[joint(name, side)]

    def angle(self, name: str, side: Side) -> float:
        """Interior angle by name (see `_ANGLES`), nan where not seen."""
        return self._angles[(name, side)]

    def mid(self, name: str) -> complex:
        """Middle of both sides' joint, guesses included: used for posture, never for form."""
        return (self.raw[joint(name, "left")] + self.raw[joint(name, "right")]) / 2

    def leg(self, straighter: bool) -> Side | None:
        """The leg with the larger (or smaller) angle at the hip.

        A leg that is only faintly seen, or was a moment ago, is taken when it is clearly the one: then nothing is known
        of its angle, which is better than taking the resting leg for it.
        """
        sign = 1 if straighter else -1
        best: Side | None = None
        for side in sorted(SIDES, key=lambda side: math.isnan(self.angle("hip_angle", side))):
            lead = 0.0 if not math.isnan(self.angle("hip_angle", side)) else CLEARLY_DEG
            angle = self._hip[side]
            if math.isnan(angle):
                continue
            if best is None or sign * (angle - self._hip[best]) > lead:
                best = side
        return best

    def faint_hip(self, side: Side) -> float:
        """Interior angle at the hip, even when the leg is only faintly seen."""
        return self._faint_hip[side]

    def arm(self) -> Side | None:
        """The arm raised further among those seen."""
        seen = [side for side in SIDES if not math.isnan(self.angle("arm_angle", side))]
        return max(seen, key=lambda side: self.angle("arm_angle", side), default=None)

    def belly(self) -> complex:
        """Unit vector out of the belly in the picture, for a body seen from the side."""
        trunk = self.at("shoulder", self.near) - self.at("hip", self.near)
        if math.isnan(trunk.real) or trunk == 0:
            return complex(math.nan, math.nan)
        quarter = -1j if self.near == "left" else 1j
        return quarter * trunk / abs(trunk)

    def floor(self) -> float:
        """Height (y) of the lowest point seen, nan when nothing is."""
        return max((point.imag for point in self.p if not math.isnan(point.imag)), default=math.nan)
