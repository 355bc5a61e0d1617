"""Measures of a body on its side, seen from the front or from behind, and of a bridge on one leg; see
`features.FEATURES`.

On the side both shoulders, hips and knees lie in the picture's plane, so their middles are taken: one side alone reads
up to 0.04 too high or too low, for shoulders are wider than hips.
"""

import math
from typing import Final

from coach.core import features_upright as upright, geometry as geo
from coach.core.body import SIDES, Side, joint, other
from coach.core.posture import Body

STRAIGHT_REACH: Final = 0.5
"""Legs that reach this far past the knee, in thigh lengths along the thigh, count as straight: 1 is straight, 0 bent to
90 degrees, in the picture or away from the camera; 0.5 is bent by 60; estimated. Raise it when a bent shin bends the
line, lower it when straight legs that the model shortens are taken for bent ones."""

CLEARLY_LOWER: Final = 0.3
"""By this much (trunk lengths, shoulders and hips added) one side must lie lower to be the one underneath; estimated:
side planks of people read 0.7 to 1.1, a trunk rolled onto belly or back 0 to 0.3."""


def lower_side(body: Body) -> Side | None:
    """The side that lies underneath, None where neither clearly does or shoulders and hips are not all seen."""
    left, right = ((body.at("shoulder", side) + body.at("hip", side)).imag for side in SIDES)
    lead = (left - right) / upright.unit(body)
    if not abs(lead) > CLEARLY_LOWER:
        return None
    return "left" if lead > 0 else "right"


def _middle(body: Body, name: str) -> complex:
    return (body.at(name, "left") + body.at(name, "right")) / 2


def _foot_end(body: Body) -> complex:
    """Middle of the ankles where the legs are straight; of the knees where they are bent, or the ankles not seen."""
    hip, knee, ankle = (_middle(body, name) for name in ("hip", "knee", "ankle"))
    thigh, shin = knee - hip, ankle - knee
    reach = (shin * thigh.conjugate()).real / abs(thigh) ** 2 if thigh != 0 else geo.NAN
    return ankle if reach > STRAIGHT_REACH else knee


def side_line_sag(body: Body) -> float:
    """Hips below the line from the shoulders to the feet (knees where the legs are bent), share of its length.

    Knees come near the camera or go away from it as they bend, and then say nothing of the hips: so the line ends at
    them.
    """
    return geo.sag_ratio(_middle(body, "shoulder"), _middle(body, "hip"), _foot_end(body))


def prop_height(body: Body) -> float:
    """How far the elbow underneath lies below its shoulder, trunk lengths: 0 lying flat on the side."""
    side = lower_side(body)
    if side is None:
        return geo.NAN
    return (body.at("elbow", side) - body.at("shoulder", side)).imag / upright.unit(body)


def prop_gap(body: Body) -> float:
    """How far the elbow underneath lies beside its shoulder, share of the upper arm: 0 when right below."""
    side = lower_side(body)
    arm = body.at("elbow", side) - body.at("shoulder", side) if side else complex(geo.NAN, geo.NAN)
    return abs(arm.real) / abs(arm) if arm != 0 else geo.NAN


def standing_leg(body: Body) -> Side | None:
    """The leg whose foot is lower: the one that stands, in a bridge on one leg. None unless both are at least faintly
    seen."""
    left, right = (body.faint[joint("ankle", side)].imag for side in SIDES)
    if math.isnan(left) or math.isnan(right):
        return None
    return "left" if left > right else "right"


def stance_hip(body: Body) -> float:
    """Signed angle at the hip of the leg that stands, degrees: 180 straight, below folded, above arched."""
    side = standing_leg(body)
    if side is None:
        return geo.NAN
    shoulder, hip, knee = (body.at(name, side) for name in ("shoulder", "hip", "knee"))
    return 180.0 - geo.flexion_deg(shoulder, hip, knee, body.belly())


def stance_knee(body: Body) -> float:
    """Angle at the knee of the leg that stands, degrees."""
    side = standing_leg(body)
    return body.angle("knee_angle", side) if side else geo.NAN


def stance_lift(body: Body) -> float:
    """Hip above the line from shoulder to ankle, on the side that stands, share of the line's length."""
    side = standing_leg(body)
    if side is None:
        return geo.NAN
    shoulder, hip, ankle = (body.at(name, side) for name in ("shoulder", "hip", "ankle"))
    return -geo.sag_ratio(shoulder, hip, ankle)


def stance_foot_height(body: Body) -> float:
    """Ankle of the leg that stands above its shoulder, trunk lengths: near 0 for somebody on their back."""
    side = standing_leg(body)
    return (body.at("shoulder", side) - body.at("ankle", side)).imag / upright.unit(body) if side else geo.NAN


def free_foot_height(body: Body) -> float:
    """Ankle of the other leg above that of the leg that stands, trunk lengths; both must be seen."""
    side = standing_leg(body)
    return (body.at("ankle", side) - body.at("ankle", other(side))).imag / upright.unit(body) if side else geo.NAN
