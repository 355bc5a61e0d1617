"""The measures an exercise file can name. One entry in `FEATURES` is one measure; nan is "not seen".

Angles are in the picture's plane, degrees; "ratio" features are divided by a length of the person's own body, so they
do not depend on the camera's distance. "Near" is the side nearer to the camera. Definitions follow the clinical
reference, section 2.0 and the tables after it.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.core import geometry as geo
from coach.core.body import SIDES, Landmark, Side, joint, other
from coach.core.pose import Array, Mask, Pose

SIDE_HYSTERESIS: Final = 0.15
"""Metres of depth by which the other side must be nearer before the near side changes; estimated. Raise it when the
near side flickers on a person who turns slowly."""

FAINT_VISIBILITY: Final = 0.25
"""A far limb this visible still tells against a repetition, never for one: a far wrist on the floor reads 0.46 and more,
lifted behind the head 0.07-0.25; a far leg drawn up behind the near one 0.27 and more (measured on labelled clips)."""

CLEARLY_DEG: Final = 25.0
"""By this much a faintly seen leg must be ahead of the seen one to be taken for the working leg; estimated."""

ARM_UP_DEG: Final = 120.0
"""From this angle (wrist-shoulder-hip) one arm is clearly up, whatever the hidden one does; estimated."""

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
    """Orientation from the (33, 3) world landmarks. `before` is the near side so far, kept while the depths are alike."""
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
    if length == 0 or reach == 0:
        return Orientation(near, yaw, geo.NAN, geo.NAN)
    tilt = math.degrees(math.acos(max(-1.0, min(1.0, -float(trunk[1]) / reach))))
    return Orientation(near, yaw, float(belly[1]) / length, tilt)


class Body:
    """One pose, measured on demand: points as complex numbers, nan where not seen.

    Attributes:
        raw: the 33 points in picture heights, guesses included. p: the same, nan where not seen.
        faint: the same, nan where not even faintly seen. trunk: shoulder-hip length on the near side.
    """

    __slots__ = ("_angles", "_faint_hip", "faint", "near", "orientation", "p", "raw", "trunk")

    def __init__(self, pose: Pose, orientation: Orientation, seen: Mask | None = None) -> None:
        """`seen` (33,) says which landmarks count as seen; by default those that `pose` itself calls seen."""
        plane = pose.plane()
        points = plane[:, 0] + 1j * plane[:, 1]
        self.raw: list[complex] = points.tolist()
        nowhere = complex(math.nan, math.nan)
        points[~(pose.inside() & (pose.points[:, 3] >= FAINT_VISIBILITY))] = nowhere
        self.faint: list[complex] = points.tolist()
        faint_hips = geo.interior_angles_deg(points[_A], points[_B], points[_C])[_HIP_ANGLES].tolist()
        self._faint_hip: dict[Side, float] = dict(zip(SIDES, faint_hips, strict=True))
        points[~(pose.seen() if seen is None else seen)] = nowhere
        self.p: list[complex] = points.tolist()
        self.orientation = orientation
        self.near = orientation.near
        values = geo.interior_angles_deg(points[_A], points[_B], points[_C]).tolist()
        self._angles: dict[tuple[str, Side], float] = dict(zip(_ANGLE_KEYS, values, strict=True))
        self.trunk = abs(self.at("shoulder", self.near) - self.at("hip", self.near))

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

        A leg that is only faintly seen is taken when it is clearly the one: then nothing is known of its angle, which
        is better than taking the resting leg for it.
        """
        sign = 1 if straighter else -1
        best: Side | None = None
        for side in sorted(SIDES, key=lambda side: math.isnan(self.angle("hip_angle", side))):
            lead = 0.0 if not math.isnan(self.angle("hip_angle", side)) else CLEARLY_DEG
            angle = self._faint_hip[side]
            if math.isnan(angle):
                continue
            if best is None or sign * (angle - self._faint_hip[best]) > lead:
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


Measure = Callable[[Body], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One measure: what it means, its unit ("deg", "ratio"), the joints it rests on, and how to take it."""

    text: str
    unit: str
    joints: tuple[str, ...]
    measure: Measure


def _near_angle(name: str) -> Measure:
    return lambda body: body.angle(name, body.near)


def _hip(body: Body) -> float:
    side = body.near
    bend = geo.flexion_deg(body.at("shoulder", side), body.at("hip", side), body.at("knee", side), body.belly())
    return 180.0 - bend


def _line(end: str) -> Measure:
    def measure(body: Body) -> float:
        side = body.near
        return geo.sag_ratio(body.at("shoulder", side), body.at("hip", side), body.at(end, side))

    return measure


def _lift(body: Body) -> float:
    return -_line("ankle")(body)


def _leg(name: str, *, straighter: bool) -> Measure:
    def measure(body: Body) -> float:
        side = body.leg(straighter)
        return body.angle(name, side) if side else geo.NAN

    return measure


def _other_hip(body: Body) -> float:
    side = body.leg(straighter=False)
    return body.faint_hip(other(side)) if side else geo.NAN


def _leg_elevation(end: str) -> Measure:
    """Elevation behind the body: -90 straight down, 0 level, below -90 when the leg is drawn forward."""

    def measure(body: Body) -> float:
        side = body.leg(straighter=True)
        if side is None:
            return geo.NAN
        line = body.at(end, side) - body.at("hip", side)
        backward = math.copysign(1.0, (body.mid("hip") - body.mid("shoulder")).real)
        if math.isnan(line.real):
            return geo.NAN
        elevation = math.degrees(math.atan2(-line.imag, line.real * backward))
        return elevation if elevation < 135 else elevation - 360

    return measure


def _raised_arm(body: Body) -> float:
    arm = body.arm()
    if arm is None:
        return geo.NAN
    angle = body.angle("arm_angle", arm)
    hidden = math.isnan(body.faint[joint("wrist", other(arm))].real)
    return geo.NAN if hidden and angle < ARM_UP_DEG else angle


def _arm_elevation(body: Body) -> float:
    arm = body.arm()
    if arm is None or math.isnan(_raised_arm(body)):
        return geo.NAN
    return geo.elevation_deg(body.at("shoulder", arm), body.at("wrist", arm))


def _same_side(body: Body) -> float:
    arm, leg = body.arm(), body.leg(straighter=True)
    angles = [body.angle("arm_angle", side) for side in SIDES]
    if arm is None or leg is None or any(math.isnan(angle) for angle in angles):
        return geo.NAN
    clear = abs(angles[0] - angles[1]) > 40
    return float(arm == leg) if clear else 0.0


def _clearance(name: str) -> Measure:
    def measure(body: Body) -> float:
        return (body.floor() - body.at(name, body.near).imag) / body.trunk

    return measure


def _shin_tilt(body: Body) -> float:
    return geo.tilt_deg(body.at("ankle", body.near), body.at("knee", body.near))


def _elbow_gap(body: Body) -> float:
    shoulder, elbow = body.at("shoulder", body.near), body.at("elbow", body.near)
    return abs((elbow - shoulder).real) / abs(elbow - shoulder) if elbow != shoulder else geo.NAN


def _head_height(body: Body) -> float:
    ear, shoulder = body.at("ear", body.near), body.at("shoulder", body.near)
    return (shoulder - ear).imag / body.trunk


def _hip_tilt(body: Body) -> float:
    left, right = body.at("hip", "left"), body.at("hip", "right")
    shoulders = body.at("shoulder", "left") - body.at("shoulder", "right")
    hips = left - right
    if math.isnan(hips.real) or math.isnan(shoulders.real) or hips == 0 or shoulders == 0:
        return geo.NAN
    turn = hips * shoulders.conjugate()
    return abs(math.degrees(math.atan2(turn.imag, turn.real)))


FEATURES: Final[Mapping[str, Feature]] = {
    "belly_down": Feature(
        text="1 when the belly faces the floor, -1 the ceiling, 0 when upright",
        unit="ratio",
        joints=(),
        measure=lambda body: body.orientation.belly_down,
    ),
    "yaw_deg": Feature(
        text="turn of the body away from side-on; 90 is front-on",
        unit="deg",
        joints=(),
        measure=lambda body: body.orientation.yaw_deg,
    ),
    "trunk_tilt_deg": Feature(
        text="trunk from upright: 0 sitting or standing, 90 level",
        unit="deg",
        joints=("shoulder", "hip"),
        measure=lambda body: body.orientation.trunk_tilt_deg,
    ),
    "hip_angle_deg": Feature(
        text="signed angle at the near hip: 180 straight, below folded, above arched",
        unit="deg",
        joints=("shoulder", "hip", "knee"),
        measure=_hip,
    ),
    "knee_angle_deg": Feature(
        text="angle at the near knee: 180 straight",
        unit="deg",
        joints=("hip", "knee", "ankle"),
        measure=_near_angle("knee_angle"),
    ),
    "elbow_angle_deg": Feature(
        text="angle at the near elbow: 180 straight",
        unit="deg",
        joints=("shoulder", "elbow", "wrist"),
        measure=_near_angle("elbow_angle"),
    ),
    "neck_angle_deg": Feature(
        text="angle ear-shoulder-hip on the near side: 180 in line with the trunk",
        unit="deg",
        joints=("ear", "shoulder", "hip"),
        measure=_near_angle("neck_angle"),
    ),
    "body_line_sag": Feature(
        text="hip below the shoulder-ankle line, share of its length; negative is above",
        unit="ratio",
        joints=("shoulder", "hip", "ankle"),
        measure=_line("ankle"),
    ),
    "thigh_line_sag": Feature(
        text="hip below the shoulder-knee line, share of its length; negative is above",
        unit="ratio",
        joints=("shoulder", "hip", "knee"),
        measure=_line("knee"),
    ),
    "hip_lift": Feature(
        text="hip above the shoulder-ankle line, share of its length",
        unit="ratio",
        joints=("shoulder", "hip", "ankle"),
        measure=_lift,
    ),
    "shin_tilt_deg": Feature(
        text="near shin from upright",
        unit="deg",
        joints=("knee", "ankle"),
        measure=_shin_tilt,
    ),
    "shoulder_clearance": Feature(
        text="near shoulder above the lowest point seen, trunk lengths",
        unit="ratio",
        joints=("shoulder", "hip"),
        measure=_clearance("shoulder"),
    ),
    "hip_clearance": Feature(
        text="near hip above the lowest point seen, trunk lengths",
        unit="ratio",
        joints=("shoulder", "hip"),
        measure=_clearance("hip"),
    ),
    "elbow_gap": Feature(
        text="near elbow in front of or behind the shoulder, share of the upper arm",
        unit="ratio",
        joints=("shoulder", "elbow"),
        measure=_elbow_gap,
    ),
    "head_height": Feature(
        text="ear above the near shoulder, trunk lengths",
        unit="ratio",
        joints=("ear", "shoulder"),
        measure=_head_height,
    ),
    "hip_line_tilt_deg": Feature(
        text="hip line against shoulder line, for a front view",
        unit="deg",
        joints=("shoulder", "hip"),
        measure=_hip_tilt,
    ),
    "raised_hip_angle_deg": Feature(
        text="angle at the hip of the straighter leg",
        unit="deg",
        joints=("shoulder", "hip", "knee"),
        measure=_leg("hip_angle", straighter=True),
    ),
    "raised_knee_angle_deg": Feature(
        text="angle at the knee of the leg that is straighter at the hip",
        unit="deg",
        joints=("hip", "knee", "ankle"),
        measure=_leg("knee_angle", straighter=True),
    ),
    "raised_thigh_elevation_deg": Feature(
        text="thigh of the straighter leg above level, behind the body: -90 hangs straight down",
        unit="deg",
        joints=("hip", "knee"),
        measure=_leg_elevation("knee"),
    ),
    "raised_leg_elevation_deg": Feature(
        text="hip to ankle of the straighter leg above level, behind the body",
        unit="deg",
        joints=("hip", "ankle"),
        measure=_leg_elevation("ankle"),
    ),
    "support_hip_angle_deg": Feature(
        text="angle at the hip of the leg that is more bent",
        unit="deg",
        joints=("shoulder", "hip", "knee"),
        measure=_leg("hip_angle", straighter=False),
    ),
    "support_knee_angle_deg": Feature(
        text="angle at the knee of the leg that is more bent at the hip",
        unit="deg",
        joints=("hip", "knee", "ankle"),
        measure=_leg("knee_angle", straighter=False),
    ),
    "raised_arm_angle_deg": Feature(
        text="angle wrist-shoulder-hip of the arm raised further; unseen when the hidden arm may be it",
        unit="deg",
        joints=("wrist", "shoulder", "hip"),
        measure=_raised_arm,
    ),
    "raised_arm_elevation_deg": Feature(
        text="arm raised further above level; unseen when the hidden arm may be it",
        unit="deg",
        joints=("wrist", "shoulder"),
        measure=_arm_elevation,
    ),
    "same_side": Feature(
        text="1 when the raised arm and the raised leg are on one side",
        unit="ratio",
        joints=("wrist", "shoulder", "hip", "knee"),
        measure=_same_side,
    ),
    "drawn_hip_angle_deg": Feature(
        text="angle at the hip of the leg drawn closer to the chest",
        unit="deg",
        joints=("shoulder", "hip", "knee"),
        measure=_leg("hip_angle", straighter=False),
    ),
    "other_hip_angle_deg": Feature(
        text="angle at the hip of the other leg, even when faintly seen",
        unit="deg",
        joints=("shoulder", "hip", "knee"),
        measure=_other_hip,
    ),
}


TIMINGS: Final[Mapping[str, str]] = {"rise_s": "seconds from leaving rest to reaching the target"}
"""Measures of a running repetition that rules can name beside `FEATURES`; the phases give them."""


def measure(body: Body) -> dict[str, float]:
    """Every feature of a pose by name."""
    return {name: feature.measure(body) for name, feature in FEATURES.items()}
