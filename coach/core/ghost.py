"""The target to match: an exercise's own demonstration at its target, laid over the person's body. Pure arithmetic."""

import cmath
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from coach.core import features, figure, phases
from coach.core.baseline import CHANGE
from coach.core.body import SIDES, Landmark, Side, joint, other
from coach.core.pose import MIN_VISIBILITY, Pose
from coach.core.posture import Body, orient
from coach.core.spec import Exercise

MOST_TURN_DEG: Final = 30.0
"""A trunk that rests at another slope than the demonstration's by more than this is in another posture; estimated."""

LEAST_TRUNK: Final = 0.08
"""A shorter trunk, picture heights, is too small in the picture, or foreshortened, to build on; estimated."""

_ENDS: Final = {"body_line_sag": "ankle", "thigh_line_sag": "knee"}
"""Measures of a body line, and the joint at its foot end."""


LEAST_RATIO: Final = 0.6
"""A limb that looks shorter than this share of the demonstration's, trunks laid together, points at the camera;
estimated. Its length is not taken over, nor one that is as much too long."""

_LIMBS: Final = (
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "heel"),
    ("ankle", "foot_index"),
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("shoulder", "ear"),
)
"""Bones from the trunk outwards."""
_BONES: Final = (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "wrist"), ("shoulder", "ear"))
"""Those whose lengths are taken over from the person."""


def _carried() -> dict[Landmark, tuple[Landmark, ...]]:
    """What moves along with the end of a bone: fingers with the wrist, the face with the ear."""
    found: dict[Landmark, tuple[Landmark, ...]] = {}
    for side in SIDES:
        name = side.upper()
        found[joint("wrist", side)] = tuple(Landmark[f"{name}_{part}"] for part in ("PINKY", "INDEX", "THUMB"))
        face = [mark for mark in Landmark if mark < Landmark.LEFT_SHOULDER and mark.name.startswith(name)]
        found[joint("ear", side)] = (*(mark for mark in face if "EAR" not in mark.name), Landmark[f"MOUTH_{name}"])
    found[Landmark.LEFT_EAR] = (*found[Landmark.LEFT_EAR], Landmark.NOSE)
    return found


_CARRIED: Final = _carried()


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """One side's target: the demonstration at rest and at its target, and the leg that works (None: both alike)."""

    rest: Pose
    top: Pose
    side: Side | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line to match, in 0..1 of the picture's width and height: its ends, and where on it the hip belongs."""

    start: tuple[float, float]
    end: tuple[float, float]
    hip: tuple[float, float]


@lru_cache(maxsize=32)
def targets(exercise: Exercise) -> tuple[Target, ...]:
    """The targets of a repetition, one for each leg that works; head to the right and to the left. () for holds.

    Of the demonstration's keyframes those count that reach the target with the least to spare: others may show the
    widest that is allowed.
    """
    if exercise.rep is None:
        return ()
    rest = figure.pose_at(exercise.demo, exercise.demo.keyframes[0].t, 0.0)
    start = Body(rest, orient(rest.world, None))
    best: dict[Side | None, tuple[float, Pose]] = {}
    for frame in exercise.demo.keyframes:
        pose = figure.pose_at(exercise.demo, frame.t, 0.0)
        body = Body(pose, orient(pose.world, None))
        main = exercise.rep.measures[0]
        reached = phases.progress(main, main.rest, _value(main.feature, body, start))
        side = _working(exercise, body)
        if reached >= 1 and (side not in best or reached < best[side][0]):
            best[side] = reached, pose
    found = [Target(rest, pose, side) for side, (_, pose) in best.items()]
    return (*found, *(_mirrored(target) for target in found))


def _value(name: str, body: Body, rest: Body) -> float:
    """A measure of the demonstration, or its change from where the demonstration rests."""
    feature = features.FEATURES[name.removesuffix(CHANGE)].measure
    return feature(body) - feature(rest) if name.endswith(CHANGE) else feature(body)


def _working(exercise: Exercise, body: Body) -> Side | None:
    leg = exercise.rep.working_leg if exercise.rep else None
    return None if leg is None else features.working_leg(body, leg)


def _mirrored(target: Target) -> Target:
    return Target(target.rest.mirrored(), target.top.mirrored(), other(target.side) if target.side else None)


def placed(exercise: Exercise, rest: Pose, side: Side | None) -> Pose | None:
    """The target laid over a person: the demonstration's directions, with the person's own limb lengths.

    The demonstration is moved, turned and scaled so that its trunk at rest covers the near side's trunk of `rest`.

    Args:
        rest: the person at rest in the exercise's start position.
        side: the leg that works, where that matters.

    Returns:
        The target in the person's picture, or None: no target for that side, or the person lies otherwise.
    """
    near = orient(rest.world, None).near
    ours = _points(rest)
    hip, shoulder = ours[joint("hip", near)], ours[joint("shoulder", near)]
    if not abs(shoulder - hip) >= LEAST_TRUNK:
        return None
    for target in targets(exercise):
        if target.side not in (None, side):
            continue
        their_near = orient(target.rest.world, None).near
        theirs = _points(target.rest)
        their_hip = theirs[joint("hip", their_near)]
        turn = (shoulder - hip) / (theirs[joint("shoulder", their_near)] - their_hip)
        if abs(math.degrees(cmath.phase(turn))) <= MOST_TURN_DEG:
            lengths = {bone: _ratio(rest, ours, theirs, bone, (near, their_near)) for bone in _BONES}
            moved = [turn * (point - their_hip) + hip for point in _points(target.top)]
            return _posed(target.top, _jointed(moved, lengths, abs(turn)), rest)
    return None


def _points(pose: Pose) -> list[complex]:
    plane = pose.plane()
    points: list[complex] = (plane[:, 0] + 1j * plane[:, 1]).tolist()
    return points


def _ratio(
    rest: Pose, ours: list[complex], theirs: list[complex], bone: tuple[str, str], near: tuple[Side, Side]
) -> float:
    """Length of the person's bone by the demonstration's, near side; nan where it was not really seen."""
    ends = [joint(name, near[0]) for name in bone]
    if not all(rest.points[end, 3] >= MIN_VISIBILITY for end in ends):
        return math.nan
    length = abs(theirs[joint(bone[1], near[1])] - theirs[joint(bone[0], near[1])])
    return abs(ours[ends[1]] - ours[ends[0]]) / length if length > 0 else math.nan


def _jointed(moved: list[complex], lengths: Mapping[tuple[str, str], float], scale: float) -> list[complex]:
    """Give each bone its length, from the trunk outwards; `scale` is what they have now."""
    jointed = list(moved)
    for side in SIDES:
        for start, end in _LIMBS:
            wanted = lengths.get((start, end), scale) / scale
            share = wanted if LEAST_RATIO <= wanted <= 1 / LEAST_RATIO else 1.0
            a, b = joint(start, side), joint(end, side)
            shift = jointed[a] + (moved[b] - moved[a]) * share - jointed[b]
            for mark in (b, *_CARRIED.get(b, ())):
                jointed[mark] += shift
    return jointed


def _posed(top: Pose, places: list[complex], person: Pose) -> Pose:
    width, height = person.size
    points = np.array(top.points)
    points[:, 0] = [place.real * height / width for place in places]
    points[:, 1] = [place.imag for place in places]
    return Pose(person.t_s, points, top.world, person.size)


def line(exercise: Exercise, pose: Pose, seen: tuple[bool, ...]) -> Line | None:
    """The straight line that a hold keeps to, between the person's own near shoulder and foot end.

    None where the exercise keeps to no line, or an end was not really seen.
    """
    foot = _ENDS.get(exercise.hold.gauge) if exercise.hold else None
    if foot is None or not seen:
        return None
    near = orient(pose.world, None).near
    marks = [joint(name, near) for name in ("shoulder", foot, "hip")]
    if not all(seen[mark] for mark in marks):
        return None
    start, end, hip = (pose.points[mark, :2] for mark in marks)
    aspect = np.array([pose.size[0] / pose.size[1], 1.0])
    way, over = (end - start) * aspect, (hip - start) * aspect
    length = float(way @ way)
    share = min(1.0, max(0.0, float(way @ over) / length)) if length > 0 else 0.0
    middle = start + (end - start) * share
    return Line(_pair(start), _pair(end), _pair(middle))


def _pair(point: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[float, float]:
    return float(point[0]), float(point[1])


def side_of(exercise: Exercise, only: Side | None, working: Side | None) -> Side | None:
    """The leg whose target is to be shown: the only one that works, or the one at work; None where it matters not, or
    is not known yet."""
    if exercise.rep is None or exercise.rep.working_leg is None:
        return None
    return only if only in SIDES else working
