"""Between keyframes: the demonstration's posture at any time, eased."""

from dataclasses import dataclass
from itertools import pairwise

from coach.core.demo import Demo, Keyframe

Angles = float | tuple[float, float] | None
Pair = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Posture:
    """A keyframe with both sides spelled out; angles in degrees. `laid` 0..1 is how far the arms lie on the floor."""

    hip: tuple[float, float]
    knee: tuple[float, float]
    elbow: tuple[float, float]
    ankle: tuple[float, float] | None
    shoulder: tuple[float, float]
    laid: float
    neck: float
    nod: float
    roll: float
    tilt: float
    bend: float
    curl: float = 0.0
    shrug: float = 0.0


def _pair(value: float | tuple[float, float]) -> tuple[float, float]:
    return value if isinstance(value, tuple) else (value, value)


def _maybe(value: Angles) -> Pair:
    return None if value is None else _pair(value)


def _posture(frame: Keyframe) -> Posture:
    return Posture(
        hip=_pair(frame.hip),
        knee=_pair(frame.knee),
        elbow=_pair(frame.elbow),
        ankle=_maybe(frame.ankle),
        shoulder=_pair(0.0 if frame.shoulder is None else frame.shoulder),
        laid=float(frame.shoulder is None),
        neck=frame.neck,
        nod=frame.nod,
        roll=frame.roll,
        tilt=frame.tilt,
        bend=frame.bend,
        curl=frame.curl,
        shrug=frame.shrug,
    )


def _between(a: float, b: float, share: float) -> float:
    return a + share * (b - a)


def _both_between(a: tuple[float, float], b: tuple[float, float], share: float) -> tuple[float, float]:
    return _between(a[0], b[0], share), _between(a[1], b[1], share)


def _some_between(a: Pair, b: Pair, share: float) -> Pair:
    """Between two pairs; where one is left open the nearer one decides."""
    if a is None or b is None:
        return a if share < 0.5 else b
    return _both_between(a, b, share)


def _mix(a: Posture, b: Posture, share: float) -> Posture:
    return Posture(
        hip=_both_between(a.hip, b.hip, share),
        knee=_both_between(a.knee, b.knee, share),
        elbow=_both_between(a.elbow, b.elbow, share),
        ankle=_some_between(a.ankle, b.ankle, share),
        shoulder=_both_between(a.shoulder, b.shoulder, share),
        laid=_between(a.laid, b.laid, share),
        neck=_between(a.neck, b.neck, share),
        nod=_between(a.nod, b.nod, share),
        roll=_between(a.roll, b.roll, share),
        tilt=_between(a.tilt, b.tilt, share),
        bend=_between(a.bend, b.bend, share),
        curl=_between(a.curl, b.curl, share),
        shrug=_between(a.shrug, b.shrug, share),
    )


def posture_at(demo: Demo, t_s: float) -> Posture:
    """Posture at a time (s), eased between keyframes; the last one stays."""
    frames = demo.keyframes
    for a, b in pairwise(frames):
        if t_s < b.t:
            share = min(max((t_s - a.t) / (b.t - a.t), 0.0), 1.0)
            return _mix(_posture(a), _posture(b), share * share * (3 - 2 * share))
    return _posture(frames[-1])
