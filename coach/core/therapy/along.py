"""What an exercise's own demonstration shows of its measures: how others go along with the main one."""

from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from coach.core import features, figure
from coach.core.baseline import CHANGE
from coach.core.demo import Demo, Keyframe
from coach.core.posture import Body, orient
from coach.core.spec import Exercise, Measure

LOOKS: Final = 20
"""How often a second the demonstration is looked at; estimated, its measures change by less than 5 degrees."""

HALVINGS: Final = 14
"""Steps in which a posture is found: finer than a hundredth of a degree."""

FARTHEST: Final = 1.6
"""So far beyond its own way a demonstration may be stretched; estimated, farther looks like nobody."""

ROOM: Final = 0.08
"""A demonstration goes beyond its target by this share of the way there at least; estimated."""


@lru_cache(maxsize=128)
def readings(exercise: Exercise, name: str) -> tuple[float, ...]:
    """A measure of the demonstration, or its change from where it begins, in every look at it."""
    demo = exercise.demo
    count = round((demo.keyframes[-1].t - demo.keyframes[0].t) * LOOKS) + 1
    return tuple(_values(demo, name, [demo.keyframes[0].t + look / LOOKS for look in range(count)]))


def values_at(exercise: Exercise, name: str, main: Measure) -> list[float]:
    """What a measure reads in each repetition of the demonstration that just reaches the main one's target."""
    return [_frame_value(exercise.demo, base, frame, name) for base, frame in _reaching(exercise, main, main.target)]


def demo_to(exercise: Exercise, main: Measure, limit: float | None) -> Demo:
    """The demonstration with its repetitions as far as a new target, and not past a limit.

    Args:
        main: the main measure with its new target. The exercise's own has the old one.
    """
    moved = {frame.t: frame for _, frame in _reaching(exercise, main, limit)}
    frames = tuple(moved.get(frame.t, frame) for frame in exercise.demo.keyframes)
    return replace(exercise.demo, keyframes=frames)


def _reaching(exercise: Exercise, main: Measure, limit: float | None) -> list[tuple[Keyframe, Keyframe]]:
    """The postures of the demonstration that reach the target, moved to the new one; each after the last before it that
    does not."""
    assert exercise.rep is not None
    old = exercise.rep.measures[0]
    names = _HIPS if exercise.rep.working_leg == "raised" else _ALL
    found: list[tuple[Keyframe, Keyframe]] = []
    base = exercise.demo.keyframes[0]
    for frame in exercise.demo.keyframes:
        value = _frame_value(exercise.demo, base, frame, main.feature)
        if old.direction * (value - old.target) < 0:
            base = frame
            continue
        wanted = _wanted(old, main, limit, value)
        found.append((base, _moved(exercise.demo, (base, frame), main, wanted, names)))
    return found


def _wanted(old: Measure, main: Measure, limit: float | None, value: float) -> float:
    """How far a repetition of the demonstration is to go instead of `value`."""
    way = main.direction
    room = ROOM * abs(main.target - main.rest)
    spare = max(room, way * (value - old.target))
    harder = way * (main.target - old.target) > 0
    reach = max(way * value, way * main.target + room) if harder else way * main.target + spare
    if limit is not None:
        reach = min(reach, way * (main.target + limit) / 2)
    return way * reach


def _moved(
    demo: Demo, ends: tuple[Keyframe, Keyframe], main: Measure, wanted: float, names: tuple[str, ...]
) -> Keyframe:
    """The posture between two, or a little beyond the second, in which the measure reads what is wanted."""
    low, high = 0.0, FARTHEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        value = _frame_value(demo, ends[0], _blend(*ends, middle, names), main.feature)
        low, high = (middle, high) if main.direction * (value - wanted) < 0 else (low, middle)
    return _blend(*ends, high, names)


def _frame_value(demo: Demo, base: Keyframe, frame: Keyframe, name: str) -> float:
    """A measure of one posture, or its change from the base."""
    short = replace(demo, keyframes=(replace(base, t=0.0), replace(frame, t=1.0)))
    return _values(short, name, [0.0, 1.0])[-1]


def _values(demo: Demo, name: str, times_s: list[float]) -> list[float]:
    measure = features.FEATURES[name.removesuffix(CHANGE)].measure
    poses = [figure.pose_at(demo, t_s) for t_s in times_s]
    values = [measure(Body(pose, orient(pose.world, None))) for pose in poses]
    return [value - values[0] for value in values] if name.endswith(CHANGE) else values


_HIPS: Final = ("hip",)
"""What changes where arms and legs reach together: a leg that goes less far leaves the arm as it is."""

_ALL: Final = ("hip", "knee", "ankle", "neck", "nod", "roll", "tilt", "bend", "curl", "shrug", "shoulder", "elbow")


def _blend(base: Keyframe, frame: Keyframe, share: float, names: tuple[str, ...]) -> Keyframe:
    """Between two postures; beyond the second only the hips go on, or knees would bend that no rule allows."""
    shares = {name: share if name == "hip" else min(share, 1.0) for name in names}
    blended: dict[str, Any] = {
        name: _between(getattr(base, name), getattr(frame, name), part) for name, part in shares.items()
    }
    return replace(frame, **blended)


Angle = float | tuple[float, float] | None


def _between(base: Angle, angle: Angle, share: float) -> Angle:
    if base is None or angle is None:
        return angle
    if isinstance(base, tuple) or isinstance(angle, tuple):
        pairs = [side if isinstance(side, tuple) else (side, side) for side in (base, angle)]
        return (_one(pairs[0][0], pairs[1][0], share), _one(pairs[0][1], pairs[1][1], share))
    return _one(base, angle, share)


def _one(base: float, angle: float, share: float) -> float:
    return base + share * (angle - base)
