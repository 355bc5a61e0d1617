"""The measures an exercise file can name. One entry in `FEATURES` is one measure; nan is "not seen".

Angles are in the picture's plane, degrees; "ratio" features are divided by a length of the person's own body, so they
do not depend on the camera's distance. "Near" is the side nearer to the camera. Joint angles are interior: 180 is
straight.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from coach.core import (
    features_floor as floor,
    features_hinge as hinge,
    features_line as lines,
    features_upright as upright,
    geometry as geo,
)
from coach.core.body import SIDES, Side, joint, other
from coach.core.posture import Body

ARM_UP_DEG: Final = 120.0
"""From this angle (wrist-shoulder-hip) one arm is clearly up, whatever the hidden one does; estimated."""

Measure = Callable[[Body], float]
WorkingLeg = Literal["raised", "drawn", "lifted", "standing", "lower"]


@dataclass(frozen=True, slots=True)
class Feature:
    """One measure: how to take it, its unit ("deg", "ratio"), and what it means."""

    measure: Measure
    unit: str
    text: str


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
        lambda body: body.orientation.belly_down,
        "ratio",
        "1 when the belly faces the floor, -1 the ceiling, 0 when upright",
    ),
    "yaw_deg": Feature(
        lambda body: body.orientation.yaw_deg, "deg", "turn of the body away from side-on; 90 is front-on"
    ),
    "trunk_tilt_deg": Feature(
        lambda body: body.orientation.trunk_tilt_deg, "deg", "trunk from upright: 0 sitting or standing, 90 level"
    ),
    "hip_angle_deg": Feature(_hip, "deg", "signed angle at the near hip: 180 straight, below folded, above arched"),
    "knee_angle_deg": Feature(_near_angle("knee_angle"), "deg", "angle at the near knee: 180 straight"),
    "elbow_angle_deg": Feature(_near_angle("elbow_angle"), "deg", "angle at the near elbow: 180 straight"),
    "neck_angle_deg": Feature(
        _near_angle("neck_angle"), "deg", "angle ear-shoulder-hip on the near side: 180 in line with the trunk"
    ),
    "body_line_sag": Feature(
        _line("ankle"), "ratio", "hip below the shoulder-ankle line, share of its length; negative is above"
    ),
    "thigh_line_sag": Feature(
        _line("knee"), "ratio", "hip below the shoulder-knee line, share of its length; negative is above"
    ),
    "hip_lift": Feature(_lift, "ratio", "hip above the shoulder-ankle line, share of its length"),
    "shin_tilt_deg": Feature(_shin_tilt, "deg", "near shin from upright"),
    "shoulder_clearance": Feature(
        _clearance("shoulder"), "ratio", "near shoulder above the lowest point seen, trunk lengths"
    ),
    "hip_clearance": Feature(_clearance("hip"), "ratio", "near hip above the lowest point seen, trunk lengths"),
    "elbow_gap": Feature(_elbow_gap, "ratio", "near elbow in front of or behind the shoulder, share of the upper arm"),
    "head_height": Feature(_head_height, "ratio", "ear above the near shoulder, trunk lengths"),
    "hip_line_tilt_deg": Feature(_hip_tilt, "deg", "hip line against shoulder line, for a front view"),
    "raised_hip_angle_deg": Feature(
        _leg("hip_angle", straighter=True), "deg", "angle at the hip of the straighter leg"
    ),
    "raised_knee_angle_deg": Feature(
        _leg("knee_angle", straighter=True), "deg", "angle at the knee of the leg that is straighter at the hip"
    ),
    "raised_thigh_elevation_deg": Feature(
        _leg_elevation("knee"),
        "deg",
        "thigh of the straighter leg above level, behind the body: -90 hangs straight down",
    ),
    "raised_leg_elevation_deg": Feature(
        _leg_elevation("ankle"), "deg", "hip to ankle of the straighter leg above level, behind the body"
    ),
    "support_hip_angle_deg": Feature(
        _leg("hip_angle", straighter=False), "deg", "angle at the hip of the leg that is more bent"
    ),
    "support_knee_angle_deg": Feature(
        _leg("knee_angle", straighter=False), "deg", "angle at the knee of the leg that is more bent at the hip"
    ),
    "raised_arm_angle_deg": Feature(
        _raised_arm, "deg", "angle wrist-shoulder-hip of the arm raised further; unseen when the hidden arm may be it"
    ),
    "raised_arm_elevation_deg": Feature(
        _arm_elevation, "deg", "arm raised further above level; unseen when the hidden arm may be it"
    ),
    "same_side": Feature(_same_side, "ratio", "1 when the raised arm and the raised leg are on one side"),
    "drawn_hip_angle_deg": Feature(
        _leg("hip_angle", straighter=False), "deg", "angle at the hip of the leg drawn closer to the chest"
    ),
    "other_hip_angle_deg": Feature(_other_hip, "deg", "angle at the hip of the other leg, even when faintly seen"),
    "trunk_lean_deg": Feature(upright.trunk_lean, "deg", "trunk leaning back from upright, in a side view"),
    "head_pitch_deg": Feature(
        upright.head_pitch, "deg", "line from ear to eye above level, in a side view: grows as the head tips back"
    ),
    "ear_forward": Feature(
        upright.ear_forward, "ratio", "ears in front of the shoulders, trunk lengths, in a side view"
    ),
    "arms_up_deg": Feature(upright.arms_up, "deg", "the lower arm above level; but from the side, both must be seen"),
    "reach_height": Feature(
        upright.reach_height, "ratio", "the lower wrist above its shoulder, in heights of the ear above the shoulder"
    ),
    "bent_elbow_angle_deg": Feature(upright.bent_elbow, "deg", "angle at the more bent elbow: 180 straight"),
    "knee_drop": Feature(
        upright.knee_drop, "ratio", "the higher knee below its hip, trunk lengths: 0.85 standing, 0 thigh level"
    ),
    "support_drop": Feature(upright.support_drop, "ratio", "the lower knee below its hip, trunk lengths"),
    "shoulder_height": Feature(
        upright.shoulder_height, "ratio", "shoulders above the picture's middle, trunk lengths: for its change"
    ),
    "body_size": Feature(
        upright.body_size, "ratio", "logarithm of the trunk's length in the picture: its change tells of coming nearer"
    ),
    "hand_to_knee": Feature(upright.hand_to_knee, "ratio", "a wrist from its knee, trunk lengths, the nearer pair"),
    "side_line_sag": Feature(
        lines.side_line_sag, "ratio", "on the side: hips below the line from shoulders to feet, or to bent knees"
    ),
    "prop_height": Feature(lines.prop_height, "ratio", "on the side: elbow underneath below its shoulder, trunks"),
    "prop_gap": Feature(lines.prop_gap, "ratio", "on the side: elbow underneath beside its shoulder, upper arms"),
    "stance_hip_angle_deg": Feature(lines.stance_hip, "deg", "signed angle at the hip of the leg whose foot is lower"),
    "stance_knee_angle_deg": Feature(lines.stance_knee, "deg", "angle at the knee of the leg whose foot is lower"),
    "stance_lift": Feature(lines.stance_lift, "ratio", "hip above the shoulder-ankle line, on the standing side"),
    "stance_foot_height": Feature(lines.stance_foot_height, "ratio", "lower ankle above its shoulder, trunk lengths"),
    "free_foot_height": Feature(lines.free_foot_height, "ratio", "the higher ankle above the lower one, trunk lengths"),
    "neck_bend_deg": Feature(floor.neck_bend, "deg", "head against the trunk: positive to the chest, negative back"),
    "neck_length": Feature(floor.neck_length, "ratio", "ear from its shoulder, trunk lengths"),
    "thigh_lean_deg": Feature(floor.thigh_lean, "deg", "near thigh from upright: positive with hips behind knees"),
    "hip_rise": Feature(floor.hip_rise, "ratio", "near hip above the lowest point of its own leg, trunk lengths"),
    "hip_over_shin_deg": Feature(floor.hip_over_shin, "deg", "near thigh rising from its shin's line, hip end up"),
    "leg_split_deg": Feature(hinge.leg_split, "deg", "how much straighter one leg is at the hip than the other"),
    "hook_gap_deg": Feature(hinge.hook_gap, "deg", "hips from those of somebody on their back with flat feet: 45 far"),
    "arm_lift_deg": Feature(hinge.arm_lift, "deg", "angle wrist-shoulder-hip of the higher arm seen: at least that"),
    "steady_arm_angle_deg": Feature(hinge.steady_arm, "deg", "angle wrist-shoulder-hip of the arm raised less"),
    "trunk_forward_deg": Feature(hinge.trunk_forward, "deg", "trunk leaning forward from upright, in a side view"),
    "hip_back": Feature(hinge.hip_back, "ratio", "near hip behind its ankle, trunk lengths, in a side view"),
    "head_fold_deg": Feature(hinge.head_fold, "deg", "head folded to the chest, by the middles of both sides"),
    "shin_rise": Feature(hinge.shin_rise, "ratio", "the lower knee above its ankle, trunks: 0.85 standing, 0 kneeling"),
    "hand_height": Feature(hinge.hand_height, "ratio", "the lower wrist above the lower ankle, shins: 1 at the knees"),
    "load_gap": Feature(hinge.load_gap, "ratio", "near hand in front of legs and trunk at its height, trunk lengths"),
}


TIMINGS: Final[Mapping[str, str]] = {"rise_s": "seconds from leaving rest to reaching the target"}
"""Measures of a running repetition that rules can name beside `FEATURES`; the phases give them."""


def working_leg(body: Body, how: WorkingLeg) -> Side | None:
    """The leg that works: the straighter ("raised"), the more bent ("drawn"), the one whose knee is higher ("lifted"),
    or whose foot is lower ("standing"); "lower" is the side underneath. None where it can't be told."""
    if how in ("standing", "lower"):
        return lines.standing_leg(body) if how == "standing" else lines.lower_side(body)
    return upright.lifted_leg(body) if how == "lifted" else body.leg(straighter=how == "raised")


def value(body: Body, name: str) -> float:
    """One feature of a pose. Raises KeyError where there is none of that name."""
    found = body.taken.get(name)
    if found is None:
        found = body.taken[name] = FEATURES[name].measure(body)
    return found


def measure(body: Body, names: Iterable[str] | None = None) -> dict[str, float]:
    """Features of a pose by name: those named, by default every one. Raises KeyError where there is none of a name."""
    return {name: value(body, name) for name in (FEATURES if names is None else names)}
