"""Measures of a body on all fours, folded over its knees, or lying on its belly, seen from the side; see
`features.FEATURES`."""

import cmath
import math

from coach.core import geometry as geo
from coach.core.posture import Body


def neck_bend(body: Body) -> float:
    """Signed angle of the line shoulder-ear against the trunk, degrees: 0 in line, positive with the chin toward the
    chest, negative with the head tipped back.

    On all fours people read -10 to 10 at rest, down to -60 looking up and up to 65 with the head between the arms.
    """
    shoulder, ear = body.at("shoulder", body.near), body.at("ear", body.near)
    trunk, belly = shoulder - body.at("hip", body.near), body.belly()
    line = ear - shoulder
    if cmath.isnan(line) or cmath.isnan(belly) or trunk == 0:
        return geo.NAN
    along = (line * trunk.conjugate()).real / abs(trunk)
    return math.degrees(math.atan2((line * belly.conjugate()).real, along))


def neck_length(body: Body) -> float:
    """Ear from its shoulder, trunk lengths: 0.37 to 0.46 in people on their belly looking ahead."""
    return abs(body.at("ear", body.near) - body.at("shoulder", body.near)) / body.trunk


def thigh_lean(body: Body) -> float:
    """Near thigh from upright, degrees: 0 upright, positive with the hip behind its knee, negative with it in front;
    on the belly, -90 level and -97 with the hip lower than the knee."""
    hip = body.at("hip", body.near)
    line = hip - body.at("knee", body.near)
    backward = math.copysign(1.0, (hip - body.at("shoulder", body.near)).real)
    if cmath.isnan(line):
        return geo.NAN
    return math.degrees(math.atan2(line.real * backward, -line.imag))


def hip_rise(body: Body) -> float:
    """Near hip above the lowest point of its own leg, trunk lengths: the hands may lie nearer to the camera, and so
    lower in the picture, and say nothing of the floor under the hips."""
    names = ("knee", "ankle", "heel", "foot_index")
    seen = [height for name in names if not math.isnan(height := body.at(name, body.near).imag)]
    return (max(seen) - body.at("hip", body.near).imag) / body.trunk if seen else geo.NAN


def hip_over_shin(body: Body) -> float:
    """By how many degrees the near thigh rises from the line of its shin toward the back: 0 in line, positive with the
    hip above that line (a knee that bends), negative below it.

    Whoever lies on the belly has their hips, which are thicker, a little above the floor that the shin lies on: people
    read 7 to 12. In a plank that sags the hip is in line, or below: -7 to 2. Unlike heights it stays the same in high
    and turned cameras.
    """
    hip, knee, ankle = (body.at(name, body.near) for name in ("hip", "knee", "ankle"))
    shin, thigh = knee - ankle, hip - knee
    if cmath.isnan(shin) or cmath.isnan(thigh) or cmath.isnan(body.belly()):
        return geo.NAN
    back = math.copysign(1.0, (shin.conjugate() * -body.belly()).imag)
    return back * math.degrees(cmath.phase(shin.conjugate() * thigh))
