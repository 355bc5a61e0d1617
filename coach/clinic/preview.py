"""The figure of an exercise as lines to draw: its demonstration, moved as far as the chosen target asks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np

from coach.core.body import Landmark
from coach.core.demo import Demo, Keyframe
from coach.core.features import FEATURES, measure
from coach.core.figure import pose_at, poses
from coach.core.pose import Pose
from coach.core.posture import Body, orient
from coach.core.spec import Exercise

FPS: Final = 12.0
"""Pictures a second of the preview; between them the page eases."""

MOST_FRAMES: Final = 120
"""Of one preview; a longer demonstration is shown more coarsely."""

STEPS: Final = 12
"""Halvings of that search: to a four-thousandth of the way."""

LEAST_WAY, MOST_WAY = 0.1, 1.8
"""How much of the demonstration's own movement may be shown, at least and at most."""

CHANGE: Final = "_change"
"""How a measure is called that is the change of another one since rest."""

L = Landmark
LINES: Final = {
    "far": (
        (L.RIGHT_SHOULDER, L.RIGHT_ELBOW, L.RIGHT_WRIST),
        (L.RIGHT_HIP, L.RIGHT_KNEE, L.RIGHT_ANKLE, L.RIGHT_FOOT_INDEX),
    ),
    "trunk": ((L.LEFT_SHOULDER, L.LEFT_HIP),),
    "near": (
        (L.LEFT_SHOULDER, L.LEFT_ELBOW, L.LEFT_WRIST),
        (L.LEFT_HIP, L.LEFT_KNEE, L.LEFT_ANKLE, L.LEFT_FOOT_INDEX),
    ),
}
"""What is drawn, in this order; left and right change places where the figure shows its other side."""


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """Frames of a figure: each a list of lines (class, points), and the head's place; all within `box` (x, y, w, h)."""

    fps: float
    box: tuple[float, float, float, float]
    head_r: float
    floor: float
    frames: tuple[dict[str, Any], ...]
    still: int

    def plain(self) -> dict[str, Any]:
        """As what the page's script reads."""
        return {"fps": self.fps, "frames": self.frames, "still": self.still}


@lru_cache(maxsize=256)
def preview_of(exercise: Exercise, target: float | None) -> Preview:
    """The demonstration at a target of the main measure (None: as it is)."""
    demo = exercise.demo if target is None else moved(exercise, target)
    last = demo.keyframes[-1].t
    fps = min(FPS, MOST_FRAMES / max(last, 1.0))
    shown = list(poses(demo, fps))
    frames = tuple(_frame(pose, demo) for pose in shown)
    points = np.array([point for frame in frames for line in frame["lines"] for point in line["points"]])
    heads = np.array([frame["head"] for frame in frames])
    everything = np.vstack((points, heads))
    radius = 0.055 * _height(shown[0])
    low, high = everything.min(axis=0) - 2.2 * radius, everything.max(axis=0) + 2.2 * radius
    still = _furthest(exercise, shown)
    box = tuple(round(float(value), 1) for value in (*low, *(high - low)))
    floor = round(float(points[:, 1].max()) + 0.5 * radius, 1)
    return Preview(round(fps, 2), (box[0], box[1], box[2], box[3]), round(radius, 1), floor, frames, still)


def _height(pose: Pose) -> float:
    """A body's length in the picture, about, pixels."""
    place = _pixels(pose)
    parts = ((L.LEFT_SHOULDER, L.LEFT_HIP), (L.LEFT_HIP, L.LEFT_KNEE), (L.LEFT_KNEE, L.LEFT_ANKLE))
    return 1.35 * sum(float(np.hypot(*(place[a] - place[b]))) for a, b in parts)


def _pixels(pose: Pose) -> Any:
    return pose.points[:, :2] * np.array(pose.size, dtype=float)


def _frame(pose: Pose, demo: Demo) -> dict[str, Any]:
    place = _pixels(pose)
    swap = demo.lying == "down"
    lines = []
    for kind, chains in LINES.items():
        for chain in chains:
            points = [place[_other(mark) if swap else mark] for mark in chain]
            lines.append({"kind": kind, "points": [[round(float(x), 1), round(float(y), 1)] for x, y in points]})
    ear = place[L.RIGHT_EAR if swap else L.LEFT_EAR]
    return {"lines": lines, "head": [round(float(ear[0]), 1), round(float(ear[1]), 1)]}


def _other(mark: Landmark) -> Landmark:
    name = mark.name
    return Landmark[name.replace("LEFT", "RIGHT") if name.startswith("LEFT") else name.replace("RIGHT", "LEFT")]


def _values(exercise: Exercise, shown: Sequence[Pose]) -> list[float]:
    """The main measure in each pose; nan where it isn't seen."""
    if exercise.rep is None:
        return []
    name = exercise.rep.measures[0].feature
    base = name if name in FEATURES else name.removesuffix(CHANGE)
    if base not in FEATURES:
        return []
    values = [measure(Body(pose, orient(pose.world, None)), {base})[base] for pose in shown]
    return values if base == name else [value - values[0] for value in values]


def _furthest(exercise: Exercise, shown: Sequence[Pose]) -> int:
    """Number of the frame in which the figure is where it should get to."""
    values = _values(exercise, shown)
    if exercise.rep is None or not np.isfinite(values).any():
        return len(shown) // 2
    way = exercise.rep.measures[0].direction
    return int(np.nanargmax(np.array(values) * way))


def moved(exercise: Exercise, target: float) -> Demo:
    """The demonstration with so much of its movement that the main measure just reaches a target."""
    if exercise.rep is None:
        return exercise.demo
    way = exercise.rep.measures[0].direction

    def short_of(share: float) -> bool:
        # A movement turns round at its keyframes: nowhere else does a measure get further.
        demo = scaled(exercise.demo, share)
        values = np.array(_values(exercise, [pose_at(demo, frame.t) for frame in demo.keyframes])) * way
        return not (np.isfinite(values).any() and float(np.nanmax(values)) >= target * way)

    return scaled(exercise.demo, _found(short_of))


def _found(short_of: Callable[[float], bool]) -> float:
    low, high = LEAST_WAY, MOST_WAY
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if short_of(middle) else (low, middle)
    return high


def scaled(demo: Demo, share: float) -> Demo:
    """A demonstration with so much of the way that each keyframe is from the first."""
    first = demo.keyframes[0]
    return replace(demo, keyframes=tuple(_toward(first, frame, share) for frame in demo.keyframes))


_ANGLES: Final = ("hip", "knee", "shoulder", "elbow", "ankle", "neck", "nod", "roll", "tilt", "bend", "curl")


def _toward(first: Keyframe, frame: Keyframe, share: float) -> Keyframe:
    changed = {name: _mixed(getattr(first, name), getattr(frame, name), share) for name in _ANGLES}
    return replace(frame, **changed)


def _mixed(a: Any, b: Any, share: float) -> Any:
    if a is None or b is None:
        return b
    if isinstance(a, tuple) or isinstance(b, tuple):
        left, right = ((value if isinstance(value, tuple) else (value, value)) for value in (a, b))
        return tuple(_mixed(one, other, share) for one, other in zip(left, right, strict=True))
    return a + share * (b - a)
