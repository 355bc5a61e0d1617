"""Measures of dead bug, hip hinge and lifting; see `features.FEATURES`.

Somebody who bends down may bring the trunk past level: then the belly no longer tells which way they face, but the
feet still do.
"""

import itertools
import math
from typing import Final

from coach.core import features_upright as upright, geometry as geo
from coach.core.body import SIDES
from coach.core.posture import Body

HOOK_DEG: Final = 135.0
"""Angle at the hips with the feet flat on the floor, on the back: 115-145, the rest of knee to chest (estimated)."""

FOOT_SHARE: Final = 0.1
"""A foot reaching so far to one side in the picture, trunk lengths, tells which way somebody faces; seen from the side
it is 0.3; estimated. Raise it when the way flips in people who stand half turned."""

HANGING: Final = 1.7
"""Hands of hanging arms are about so high above the ankles, shin lengths: 1.8 by segment lengths. Raise it when bending
down is noticed late, lower it when lowering the hands from the chest counts as bending."""


def leg_split(body: Body) -> float:
    """How much straighter one leg is at the hip than the other, degrees: 0 with both alike.

    A leg hidden right behind the other counts as being where that one is; one that is only guessed to be elsewhere
    makes it nan.
    """
    straight, drawn = body.leg(straighter=True), body.leg(straighter=False)
    if straight is None or drawn is None:
        return geo.NAN
    return body.angle("hip_angle", straight) - body.angle("hip_angle", drawn)


def hook_gap(body: Body) -> float:
    """How far the hips are from lying with the feet flat on the floor, degrees: 45 with the thighs upright, and with
    the legs long; of both legs the one that is nearer to it."""
    angles = [body.angle("hip_angle", side) for side in SIDES]
    return min((abs(angle - HOOK_DEG) for angle in angles if not math.isnan(angle)), default=geo.NAN)


def arm_lift(body: Body) -> float:
    """Angle wrist-shoulder-hip of the arm raised further among those seen, degrees: a hidden one may be higher."""
    arm = body.arm()
    return body.angle("arm_angle", arm) if arm else geo.NAN


def steady_arm(body: Body) -> float:
    """Angle wrist-shoulder-hip of the arm raised less, degrees; nan unless both are seen."""
    return min(body.angle("arm_angle", side) for side in SIDES) if _both_arms(body) else geo.NAN


def _both_arms(body: Body) -> bool:
    return not any(math.isnan(body.angle("arm_angle", side)) for side in SIDES)


def _facing(body: Body) -> float:
    """1 when somebody upright faces right in the picture, -1 when left; by the near foot, else by the belly."""
    foot = (body.at("foot_index", body.near) - body.at("heel", body.near)).real
    if abs(foot) > FOOT_SHARE * body.trunk:
        return math.copysign(1.0, foot)
    belly = body.belly().real
    return math.copysign(1.0, belly) if not math.isnan(belly) else geo.NAN


def trunk_forward(body: Body) -> float:
    """Trunk leaning forward from upright in a side view, degrees; true beyond level (90) as well."""
    trunk = body.at("shoulder", body.near) - body.at("hip", body.near)
    return math.degrees(math.atan2(trunk.real * _facing(body), -trunk.imag))


def hip_back(body: Body) -> float:
    """How far the near hip is behind its ankle, trunk lengths, in a side view."""
    return (body.at("ankle", body.near) - body.at("hip", body.near)).real * _facing(body) / body.trunk


def head_fold(body: Body) -> float:
    """How far the head is folded toward the chest, degrees: 0 in line with the trunk, negative when it looks up.

    Taken between the middles of ears, shoulders and hips, all seen: shoulders are wider than heads, and near points
    alone shift it by 20 degrees with a turn of 25.
    """
    ear, shoulder, hip = ((body.at(name, "left") + body.at(name, "right")) / 2 for name in ("ear", "shoulder", "hip"))
    trunk = shoulder - hip
    if math.isnan(trunk.real) or trunk == 0:
        return geo.NAN
    belly = (-1j if body.near == "left" else 1j) * trunk / abs(trunk)
    return geo.flexion_deg(hip, shoulder, ear, belly)


def shin_rise(body: Body) -> float:
    """How high the lower-standing knee is above its ankle, trunk lengths, from any view: 0.85 standing, 0 kneeling."""
    rises = [(body.at("ankle", side) - body.at("knee", side)).imag for side in SIDES]
    return min((rise for rise in rises if not math.isnan(rise)), default=geo.NAN) / upright.unit(body)


def hand_height(body: Body) -> float:
    """Height of the lower wrist above the lower ankle, shin lengths, from any view: 1 at the knees.

    Whatever hands do above `HANGING` says nothing of bending down: there it stays. Shins stay near upright in hinge and
    squat, so they are foreshortened less than the trunk.
    """
    wrists, ankles = ([body.at(name, side).imag for side in SIDES] for name in ("wrist", "ankle"))
    hand, foot = (max((at for at in heights if not math.isnan(at)), default=geo.NAN) for heights in (wrists, ankles))
    shins = [abs(body.at("knee", side) - body.at("ankle", side)) for side in SIDES]
    shin = max((length for length in shins if length > 0), default=geo.NAN)
    height = (foot - hand) / shin
    return min(height, HANGING) if not math.isnan(height) else geo.NAN


def load_gap(body: Body) -> float:
    """How far the near hand is in front of legs and trunk at its own height, trunk lengths, in a side view."""
    facing, hand = _facing(body), body.at("wrist", body.near)
    joints = [body.at(name, body.near) for name in ("ankle", "knee", "hip", "shoulder")]
    if any(math.isnan(point.real) for point in (hand, *joints)):
        return geo.NAN
    places = [_place_at(hand.imag, low, high) for low, high in itertools.pairwise(joints)]
    fronts = [place * facing for place in places if not math.isnan(place)]
    below = joints[0].real * facing if hand.imag > joints[0].imag else geo.NAN
    front = max(fronts, default=below)
    return (hand.real * facing - front) / body.trunk


def _place_at(height: float, a: complex, b: complex) -> float:
    """Where the line a-b crosses a height, nan where it does not."""
    if not min(a.imag, b.imag) <= height <= max(a.imag, b.imag) or a.imag == b.imag:
        return geo.NAN
    return a.real + (b.real - a.real) * (height - a.imag) / (b.imag - a.imag)
