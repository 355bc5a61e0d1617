"""Measures of a body that stands or sits, from the side and, where it can be, from the front; see `features.FEATURES`.

A webcam on a desk often cuts off hips, thighs or feet: each measure asks only for the joints it needs, and is nan
without them.
"""

import math
from collections.abc import Callable
from typing import Final

from coach.core import geometry as geo
from coach.core.body import SIDES, Landmark, Side, joint
from coach.core.posture import Body

TRUNK_OF_SHOULDERS: Final = 1.44
"""Trunk lengths in a shoulder width seen from the front: segment lengths after Drillis and Contini; people measured
before a webcam read 1.4 to 1.5."""

WIDTH_YAW_DEG: Final = 50.0
"""From this turn on the shoulders' width tells how large somebody appears; estimated."""

ONE_ARM_YAW_DEG: Final = 45.0
"""Up to this turn from side-on the near arm speaks for a far one not seen; beyond it both must be seen; estimated."""

ARM_OF_UPPER: Final = 1.78
"""Shoulder to wrist of a straight arm, in upper arms; segment lengths after Drillis and Contini."""

FALLEN_DEG: Final = 80.0
"""A trunk tilted further than this neither stands nor sits: it lies, or the model took something else for a person who
left the picture (it then read 113 to 123, measured)."""

_EYE: Final = {"left": Landmark.LEFT_EYE, "right": Landmark.RIGHT_EYE}


def _forward(body: Body) -> float:
    """1 when the body faces right in the picture, -1 when left; nan where the trunk is not seen."""
    belly = body.belly().real
    return math.copysign(1.0, belly) if not math.isnan(belly) else geo.NAN


def _of_sides(pick: Callable[..., float], values: list[float]) -> float:
    """The smallest or largest of what is seen of both sides."""
    return pick((value for value in values if not math.isnan(value)), default=geo.NAN)


def unit(body: Body) -> float:
    """A trunk's length in picture heights, by trunk or shoulders, whichever is foreshortened less; nan without one."""
    turned = body.orientation.yaw_deg >= WIDTH_YAW_DEG
    width = abs(body.at("shoulder", "left") - body.at("shoulder", "right")) if turned else geo.NAN
    length = _of_sides(max, [body.trunk, TRUNK_OF_SHOULDERS * width])
    return length if length > 0 else geo.NAN


def trunk_lean(body: Body) -> float:
    """Trunk from upright in the picture's plane, positive backward, degrees."""
    trunk = body.at("shoulder", body.near) - body.at("hip", body.near)
    return math.degrees(math.atan2(-trunk.real * _forward(body), -trunk.imag))


def head_pitch(body: Body) -> float:
    """Line from the near ear to the near eye above level, degrees; it grows as the head tips back."""
    line = body.p[_EYE[body.near]] - body.at("ear", body.near)
    return math.degrees(math.atan2(-line.imag, line.real * _forward(body)))


def ear_forward(body: Body) -> float:
    """Middle of the ears in front of the middle of the shoulders, trunk lengths.

    Both sides are asked: near points alone shift by 0.08 with a turn of 20 degrees, for shoulders are wider than heads.
    """
    ears, shoulders = (sum(body.at(name, side) for side in SIDES) / 2 for name in ("ear", "shoulder"))
    return (ears - shoulders).real * _forward(body) / body.trunk


def _hand(body: Body, side: Side) -> complex:
    """A wrist; for one that went out at the picture's upper edge, where a straight arm would have it."""
    wrist = joint("wrist", side)
    if math.isnan(body.p[wrist].real) and body.raw[wrist].imag < 0:
        shoulder = body.at("shoulder", side)
        return shoulder + ARM_OF_UPPER * (body.at("elbow", side) - shoulder)
    return body.p[wrist]


def _arm_elevation(body: Body, side: Side) -> float:
    """Shoulder to wrist above level; an arm that is only faintly seen tells against being up, never for it."""
    seen = geo.elevation_deg(body.at("shoulder", side), _hand(body, side))
    if not math.isnan(seen):
        return seen
    faint = geo.elevation_deg(body.faint[joint("shoulder", side)], body.faint[joint("wrist", side)])
    return faint if faint < 0 else geo.NAN


def arms_up(body: Body) -> float:
    """The lower arm's elevation (shoulder to wrist), degrees; both must be seen but for a side view."""
    values = [_arm_elevation(body, side) for side in SIDES]
    if body.orientation.yaw_deg > ONE_ARM_YAW_DEG and any(math.isnan(value) for value in values):
        return geo.NAN
    return _of_sides(min, values)


def reach_height(body: Body) -> float:
    """Height of the lower wrist above its shoulder, in heights of the ear above the shoulder."""
    ear = _of_sides(min, [body.at("ear", side).imag for side in SIDES])
    ratios = []
    for side in SIDES:
        shoulder = body.at("shoulder", side).imag
        if shoulder > ear:
            ratios.append((shoulder - _hand(body, side).imag) / (shoulder - ear))
    return _of_sides(min, ratios)


def bent_elbow(body: Body) -> float:
    """Angle of the more bent elbow among those seen, degrees."""
    return _of_sides(min, [body.angle("elbow_angle", side) for side in SIDES])


def _drop(body: Body, side: Side) -> float:
    return (body.at("knee", side) - body.at("hip", side)).imag / unit(body)


def knee_drop(body: Body) -> float:
    """How far the higher knee hangs below its hip, trunk lengths: 0.85 standing, 0 with the thigh level."""
    return _of_sides(min, [_drop(body, side) for side in SIDES])


def support_drop(body: Body) -> float:
    """The same of the lower knee."""
    return _of_sides(max, [_drop(body, side) for side in SIDES])


def lifted_leg(body: Body) -> Side | None:
    """The leg whose knee is higher, None unless both knees are seen."""
    left, right = (_drop(body, side) for side in SIDES)
    if math.isnan(left) or math.isnan(right):
        return None
    return "left" if left < right else "right"


def shoulder_height(body: Body) -> float:
    """Middle of the shoulders above the middle of the picture, trunk lengths.

    Its change tells that somebody rose, even when no leg is in the picture.
    """
    if body.orientation.trunk_tilt_deg > FALLEN_DEG:
        return geo.NAN
    middle = (body.at("shoulder", "left") + body.at("shoulder", "right")) / 2
    height = middle.imag if not math.isnan(middle.imag) else body.at("shoulder", body.near).imag
    return (0.5 - height) / unit(body)


def body_size(body: Body) -> float:
    """Natural logarithm of the trunk's length in picture heights: its change tells of coming nearer or going away."""
    return math.log(unit(body))


def hand_to_knee(body: Body) -> float:
    """Distance of a wrist from its knee, the nearer pair of those seen, trunk lengths."""
    size = unit(body)
    return _of_sides(min, [abs(body.at("wrist", side) - body.at("knee", side)) / size for side in SIDES])
