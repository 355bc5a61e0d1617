"""What posture watch measures of a pose: from the front head and shoulders, from the side the whole sitter.

Lengths are in picture heights, angles in degrees, ratios in shoulder widths (front) or trunk lengths (side); nan is not
seen. The spine, the seventh neck bone and the lower back's support can't be seen by a pose model: none is named here.
"""

import cmath
import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from coach.core import geometry as geo
from coach.core.body import SIDES, Landmark, Side, joint
from coach.core.pose import MIN_VISIBILITY, Array, Mask, Pose
from coach.core.sitting.look import View

FRONT: Final = (
    "shoulder_width",
    "face_size",
    "neck_ratio",
    "pitch",
    "turn",
    "slope_deg",
    "roll_deg",
    "offset",
    "shoulder_x",
    "shoulder_y",
    "eye_distance",
)
"""From the front. neck_ratio: ears above shoulders, shoulder widths. pitch, turn: nose below and beside the ears, ear
distances. slope: shoulder line, roll: ear line, both positive where the person's own left is lower. offset: head beside
the shoulders' middle, positive toward the picture's right."""

SIDE: Final = (
    "trunk_deg",
    "neck_deg",
    "head_pitch_deg",
    "ear_forward",
    "ear_up",
    "trunk_length",
    "rise",
    "hip_deg",
    "knee_deg",
    "knee_below_hip",
    "foot_slope_deg",
    "shoulder_x",
    "shoulder_y",
)
"""From the side. trunk, neck: hip to shoulder and shoulder to ear from upright, positive forward. ear_forward, ear_up:
ear before and above the shoulder, trunk lengths. rise: shoulder above hip, picture heights."""

NAMES: Final[Mapping[View, tuple[str, ...]]] = {"front": FRONT, "side": SIDE}

FRONT_FROM: Final = 0.9
FRONT_FROM_WHOLE: Final = 1.15
SIDE_BELOW: Final = 0.6
"""Shoulder width over the ears' height above the shoulders: from the front 1.4 and more, from the side 0.05-0.3, 1.0
where a side camera stands 20 degrees before the sitter, 1.3 where a webcam stands 35 degrees aside (measured). Between
side and front the view stays what it was; who is seen with hip and knee needs more for a front view. estimated."""


Measured = Mapping[str, float]


def nothing(view: View) -> dict[str, float]:
    """Every measure of a view, unseen."""
    return dict.fromkeys(NAMES[view], geo.NAN)


CUT_MARGIN: Final = 0.06
"""How far outside the picture (share of its width or height) a shoulder may lie: who sits close to the screen is cut at
the sides, and shoulders, unlike hands, stay where they are guessed; measured 0.02-0.04. estimated."""

_SHOULDERS: Final = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]


def seen_seated(pose: Pose, before: Mask | None = None) -> Mask:
    """(33,) what was really seen, as `Pose.seen`, with shoulders a little outside the picture."""
    seen = pose.seen(before)
    shoulders = pose.points[_SHOULDERS]
    near = np.all((shoulders[:, :2] >= -CUT_MARGIN) & (shoulders[:, :2] <= 1 + CUT_MARGIN), axis=1)
    seen[_SHOULDERS] |= near & (shoulders[:, 3] >= MIN_VISIBILITY)
    return seen


def plane(pose: Pose, seen: Mask) -> list[complex]:
    """33 landmarks as complex numbers in picture heights, y down; nan where not seen."""
    xy = np.where(seen[:, None], pose.plane(), np.nan)
    return [complex(x, y) for x, y in xy]


def view_of(points: list[complex], before: View | None) -> View | None:
    """From where the camera looks at head and shoulders, or `before` where it can't be told."""
    shoulders = points[Landmark.LEFT_SHOULDER], points[Landmark.RIGHT_SHOULDER]
    ears = [points[ear] for ear in (Landmark.LEFT_EAR, Landmark.RIGHT_EAR) if not cmath.isnan(points[ear])]
    if any(map(cmath.isnan, shoulders)) or not ears:
        return before
    height = sum(shoulders).imag / 2 - sum(ears).imag / len(ears)
    if height <= 0:
        return before
    ratio = abs((shoulders[0] - shoulders[1]).real) / height
    whole = any(not cmath.isnan(points[joint("hip", one)] + points[joint("knee", one)]) for one in SIDES)
    if ratio >= (FRONT_FROM_WHOLE if whole else FRONT_FROM):
        return "front"
    # A side camera that stands a little before the sitter sees both shoulders, and hip and knee.
    return "side" if ratio <= SIDE_BELOW else before or ("side" if whole else None)


def front(points: list[complex]) -> dict[str, float]:
    """The measures of `FRONT`; those of the shoulders alone where the head isn't seen."""
    left, right = points[Landmark.LEFT_SHOULDER], points[Landmark.RIGHT_SHOULDER]
    shoulder, width = (left + right) / 2, abs(left - right)
    if not width > 0:
        return nothing("front")
    own = {
        "shoulder_width": width,
        "slope_deg": _lower_left_deg(left, right),
        "shoulder_x": shoulder.real,
        "shoulder_y": shoulder.imag,
    }
    return nothing("front") | own | _head(points, shoulder, width)


def _head(points: list[complex], shoulder: complex, width: float) -> dict[str, float]:
    ears = points[Landmark.LEFT_EAR], points[Landmark.RIGHT_EAR]
    eyes = points[Landmark.LEFT_EYE], points[Landmark.RIGHT_EYE]
    mouth = (points[Landmark.MOUTH_LEFT] + points[Landmark.MOUTH_RIGHT]) / 2
    head, across = sum(ears) / 2, abs(ears[0] - ears[1])
    nose = points[Landmark.NOSE] - head
    if not across > 0:
        return {}
    return {
        # Turning the head narrows it, nodding shortens it: their mean suffers less than either. No size is no face.
        "face_size": math.sqrt(across * abs(sum(eyes) / 2 - mouth)) or geo.NAN,
        "neck_ratio": (shoulder - head).imag / width,
        "pitch": nose.imag / across,
        "turn": nose.real / across,
        "roll_deg": (_lower_left_deg(*ears) + _lower_left_deg(*eyes)) / 2,
        "offset": (head - shoulder).real / width,
        "eye_distance": abs(eyes[0] - eyes[1]),
    }


def _lower_left_deg(left: complex, right: complex) -> float:
    line = left - right
    return geo.NAN if cmath.isnan(line) else math.degrees(cmath.phase(line))


NOSE_AHEAD: Final = 0.78
"""How far the nose stands before the ears, ear distances: 0.71-0.83 in four rendered heads."""

MOST_TURNED_DEG: Final = 45.0
"""Further than this a front view is none."""


def body_turn(pose: Pose) -> float:
    """The turn (see `FRONT`) of a head that looks where the shoulders do, by the model's metres; 0 where unknown."""
    line = pose.world[Landmark.LEFT_SHOULDER] - pose.world[Landmark.RIGHT_SHOULDER]
    yaw_deg = math.degrees(math.atan2(line[2], line[0]))
    if math.isnan(yaw_deg):
        return 0.0
    return NOSE_AHEAD * math.tan(math.radians(max(-MOST_TURNED_DEG, min(MOST_TURNED_DEG, yaw_deg))))


def near_side(pose: Pose) -> Side:
    """The person's side that is nearer to a side camera: whose trunk and leg are seen better."""
    names = ("shoulder", "hip", "knee", "ankle", "elbow")
    total = {side: sum(pose.points[joint(name, side), 3] for name in names) for side in ("left", "right")}
    return "left" if total["left"] >= total["right"] else "right"


def side(points: list[complex], near: Side) -> dict[str, float]:
    """The measures of `SIDE`, of the person's side `near`."""
    at = {name: points[joint(name, near)] for name in ("ear", "eye", "shoulder", "hip", "knee", "ankle")}
    heel, toe = points[joint("heel", near)], points[joint("foot_index", near)]
    facing = _facing(points, at["ear"])
    trunk, neck, gaze = at["shoulder"] - at["hip"], at["ear"] - at["shoulder"], at["eye"] - at["ear"]
    length = abs(trunk)
    if not length > 0 or math.isnan(facing):
        return nothing("side")
    thigh = at["knee"] - at["hip"]
    return {
        "trunk_deg": _forward_deg(trunk, facing),
        "neck_deg": _forward_deg(neck, facing),
        "head_pitch_deg": math.degrees(math.atan2(gaze.imag, gaze.real * facing)) if not cmath.isnan(gaze) else geo.NAN,
        "ear_forward": neck.real * facing / length,
        "ear_up": -neck.imag / length,
        "trunk_length": length,
        "rise": -trunk.imag,
        "hip_deg": _corner_deg(at["shoulder"], at["hip"], at["knee"]),
        "knee_deg": _corner_deg(at["hip"], at["knee"], at["ankle"]),
        "knee_below_hip": thigh.imag / abs(thigh) if abs(thigh) > 0 else geo.NAN,
        "foot_slope_deg": math.degrees(math.atan2((toe - heel).imag, abs((toe - heel).real)))
        if toe != heel
        else geo.NAN,
        "shoulder_x": at["shoulder"].real,
        "shoulder_y": at["shoulder"].imag,
    }


def _facing(points: list[complex], ear: complex) -> float:
    """1 facing the picture's right, -1 its left, nan where the face isn't seen."""
    gap = (points[Landmark.NOSE] - ear).real
    return geo.NAN if math.isnan(gap) or gap == 0 else math.copysign(1.0, gap)


def _forward_deg(line: complex, facing: float) -> float:
    return geo.NAN if cmath.isnan(line) else math.degrees(math.atan2(line.real * facing, -line.imag))


def _corner_deg(a: complex, vertex: complex, c: complex) -> float:
    turn = (a - vertex) * (c - vertex).conjugate()
    return geo.NAN if cmath.isnan(turn) else math.degrees(abs(cmath.phase(turn)))


def hand_up(points: list[complex]) -> bool:
    """Whether a hand is raised to the shoulders or beyond (drinking, a call, reaching): then shoulders tell little."""
    left, right = points[Landmark.LEFT_SHOULDER], points[Landmark.RIGHT_SHOULDER]
    level = max(left.imag, right.imag) - 0.05 * abs(left - right)
    hands = (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST, Landmark.LEFT_INDEX, Landmark.RIGHT_INDEX)
    # A comparison with nan is false: a hand or a shoulder that is not seen is not up.
    return any(points[hand].imag < level for hand in hands)


STANDS_DEG: Final = 135.0
"""Angle at hip and knee (model's metres) from which somebody stands; measured 141-170 standing and walking, 57-114
sitting, from the side and the front alike. The picture's plane can't tell: thighs of a sitter point at the camera."""


def legs_stand(pose: Pose, seen: Mask) -> bool | None:
    """Whether the legs are those of somebody standing; None where no hip and knee is seen."""
    found = []
    for side_ in SIDES:
        corners = [joint(name, side_) for name in ("shoulder", "hip", "knee")]
        if all(seen[corner] for corner in corners):
            shoulder, hip, knee = (pose.world[corner] for corner in corners)
            found.append(_angle_deg(shoulder - hip, knee - hip))
    if not found or any(map(math.isnan, found)):
        return None
    return max(found) >= STANDS_DEG


UPRIGHT_DEG: Final = 45.0
"""Trunk from straight up within which somebody may be standing; estimated."""


def upright(pose: Pose) -> bool:
    """Whether the trunk stands rather than lies, by the model's metres."""
    world = pose.world
    shoulders = world[Landmark.LEFT_SHOULDER] + world[Landmark.RIGHT_SHOULDER]
    hips = world[Landmark.LEFT_HIP] + world[Landmark.RIGHT_HIP]
    return _angle_deg(shoulders - hips, np.array((0.0, -1.0, 0.0))) <= UPRIGHT_DEG


def _angle_deg(a: Array, b: Array) -> float:
    lengths = float(np.linalg.norm(a) * np.linalg.norm(b))
    return math.degrees(math.acos(max(-1.0, min(1.0, float(a @ b) / lengths)))) if lengths > 0 else geo.NAN
