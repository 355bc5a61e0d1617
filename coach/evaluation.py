"""Scores the engine against a labelled set: counts, sides, partials, holds, faults, steadiness and angles."""

import math
import re
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from coach.analysis import Run
from coach.core.pose import Pose
from coach.core.report import Fault
from coach.core.spec import Exercise
from coach.core.tally import Tally
from coach.labels import made, second_of, table_rows

Samples = Sequence[tuple[float, Pose | None]]

HOLD_TOLERANCE_S: Final = 1.0
HOLD_TOLERANCE_SHARE: Final = 0.05
"""A hold is right within one second or five per cent, whichever is larger."""

SMALL_WIDTH: Final = 320
"""Width in pixels of the scaled-down variant."""

_FAULT: Final = re.compile(r"(\??)(\w+)@([\d.]+)-([\d.]+)")


@dataclass(frozen=True, slots=True)
class LabelledFault:
    """A fault that must (or, `optional`, may) be found between two times in seconds."""

    id: str
    start_s: float
    end_s: float
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One row of the labels file; None is "not scored"."""

    file: str
    exercise: str
    complete: tuple[int, int] | None
    partial: int | None
    sides: tuple[int, int] | None
    hold_s: float | None
    faults: tuple[LabelledFault, ...]
    quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One labelled clip, scored. `None` is "not labelled".

    Attributes:
        count_error: repetitions too many (+) or too few (-). partial_error: likewise. sides_right: per leg.
        hold_error_s, hold_right: seconds too much. faults_found, faults_wanted, false_faults. quiet_s: seconds in which
            any fault is a false one. changed: variants (thinned, mirrored, scaled) that count differently.
    """

    file: str
    exercise: str
    complete: int
    partial: int
    count_error: int | None
    partial_error: int | None
    sides_right: bool | None
    hold_s: float
    hold_error_s: float | None
    hold_right: bool | None
    faults_found: int
    faults_wanted: int
    missed: tuple[str, ...]
    false_faults: tuple[str, ...]
    quiet_s: float
    distractor: bool
    changed: tuple[str, ...]
    frames: int
    engine_us: float


def _whole(text: str) -> int | None:
    return int(text) if text.strip() else None


def _faults(text: str) -> tuple[LabelledFault, ...]:
    return tuple(
        LabelledFault(match[2], second_of(match[3]), second_of(match[4]), bool(match[1]))
        for match in _FAULT.finditer(text)
    )


def _label(row: Mapping[str, str]) -> Label:
    low = _whole(row["complete"])
    high = _whole(row["complete_max"])
    left, right = _whole(row["left"]), _whole(row["right"])
    return Label(
        file=row["file"],
        exercise=row["exercise"],
        complete=None if low is None else (low, low if high is None else high),
        partial=_whole(row["partial"]),
        sides=None if left is None or right is None else (left, right),
        hold_s=second_of(row["hold_s"]) if row["hold_s"].strip() else None,
        faults=_faults(row["faults"]),
        quiet=row["quiet"] == "1",
    )


def read_labels(path: Path) -> list[Label]:
    """The rows of a labels file.

    Raises:
        LabelError: it can't be read, lacks a column, or a value in it is not a number.
    """
    return made(path, table_rows(path), _label)


def thinned(samples: Samples, fps: float) -> Samples:
    """The samples a camera of so many frames a second would have given."""
    kept: list[tuple[float, Pose | None]] = []
    for t_s, pose in samples:
        if not kept or t_s - kept[-1][0] >= 1 / fps - 1e-6:
            kept.append((t_s, pose))
    return kept


def mirrored(samples: Samples) -> Samples:
    """The same seen in a mirror."""
    return [(t_s, pose.mirrored() if pose else None) for t_s, pose in samples]


def scaled(samples: Samples, width: int = SMALL_WIDTH) -> Samples:
    """The same with landmarks on the pixels of a picture `width` wide."""
    return [(t_s, _on_pixels(pose, width) if pose else None) for t_s, pose in samples]


def _on_pixels(pose: Pose, width: int) -> Pose:
    height = max(1, round(width * pose.size[1] / pose.size[0]))
    points = pose.points.copy()
    points[:, 0] = (points[:, 0] * width).round() / width
    points[:, 1] = (points[:, 1] * height).round() / height
    return Pose(pose.t_s, points, pose.world, (width, height))


VARIANTS: Final[Mapping[str, Callable[[Samples], Samples]]] = {
    "15 fps": lambda samples: thinned(samples, 15),
    "10 fps": lambda samples: thinned(samples, 10),
    "mirrored": mirrored,
    "320 px": scaled,
}
"""What must not change a count."""


def run(exercise: Exercise, samples: Samples) -> Tally:
    """The account of one stream."""
    moving = Run(exercise)
    for t_s, pose in samples:
        moving.step(t_s, pose)
    return moving.close()


def _counted(tally: Tally, *, mirror: bool) -> tuple[int, int, int]:
    counts = tally.counts
    left, right = (counts.right, counts.left) if mirror else (counts.left, counts.right)
    return counts.complete, left, right


def _outside(value: int, accepted: tuple[int, int]) -> int:
    low, high = accepted
    return value - high if value > high else min(value - low, 0)


def _overlaps(fault: Fault, label: LabelledFault) -> bool:
    return fault.id == label.id and fault.start_s < label.end_s and fault.end_s > label.start_s


def score(label: Label, exercise: Exercise, samples: Samples, *, variants: bool = True) -> Score:
    """Score one labelled stream."""
    began_s = time.process_time()
    tally = run(exercise, samples)
    engine_us = (time.process_time() - began_s) / max(len(samples), 1) * 1e6
    counts = tally.counts
    wanted = [fault for fault in label.faults if not fault.optional]
    missed = [want for want in wanted if not any(_overlaps(fault, want) for fault in tally.faults)]
    false = [fault for fault in tally.faults if not any(_overlaps(fault, want) for want in label.faults)]
    hold_error_s = None if label.hold_s is None else tally.hold_s - label.hold_s
    allowed_s = max(HOLD_TOLERANCE_S, HOLD_TOLERANCE_SHARE * (label.hold_s or 0.0))
    usual = _counted(tally, mirror=False)
    changed = [
        name
        for name, vary in (VARIANTS if variants else {}).items()
        if _counted(run(exercise, vary(samples)), mirror=name == "mirrored") != usual
    ]
    return Score(
        file=label.file,
        exercise=label.exercise,
        complete=counts.complete,
        partial=counts.partial,
        count_error=None if label.complete is None else _outside(counts.complete, label.complete),
        partial_error=None if label.partial is None else counts.partial - label.partial,
        sides_right=None if label.sides is None else (counts.left, counts.right) == label.sides,
        hold_s=tally.hold_s,
        hold_error_s=hold_error_s,
        hold_right=None if hold_error_s is None else abs(hold_error_s) <= allowed_s,
        faults_found=len(wanted) - len(missed),
        faults_wanted=len(wanted),
        missed=tuple(f"{fault.id}@{fault.start_s:g}-{fault.end_s:g}" for fault in missed),
        false_faults=tuple(f"{fault.id}@{fault.start_s:.1f}" for fault in false) if label.quiet else (),
        quiet_s=tally.watched_s if label.quiet else 0.0,
        distractor=label.complete == (0, 0) and label.quiet,
        changed=tuple(changed),
        frames=len(samples),
        engine_us=engine_us,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Many scores in one line; shares are (right, of)."""

    name: str
    counted: tuple[int, int]
    worst_count: int
    sides: tuple[int, int]
    distractors: tuple[int, int]
    partials: tuple[int, int]
    holds: tuple[int, int]
    faults: tuple[int, int]
    false_a_minute: float
    steady: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def _share(values: Iterable[bool]) -> tuple[int, int]:
    values = list(values)
    return sum(values), len(values)


def summarise(name: str, scores: Sequence[Score]) -> Summary:
    """Gather scores. A partial case is right when exactly the labelled partials were reported."""
    counted = [item.count_error for item in scores if item.count_error is not None and not item.distractor]
    quiet_s = sum(item.quiet_s for item in scores)
    false = sum(len(item.false_faults) for item in scores)
    return Summary(
        name=name,
        counted=_share(error == 0 for error in counted),
        worst_count=max((abs(error) for error in counted), default=0),
        sides=_share(item.sides_right for item in scores if item.sides_right is not None),
        distractors=_share(item.complete == 0 for item in scores if item.distractor),
        partials=_share(item.partial_error == 0 for item in scores if item.partial_error is not None),
        holds=_share(item.hold_right for item in scores if item.hold_right is not None),
        faults=(sum(item.faults_found for item in scores), sum(item.faults_wanted for item in scores)),
        false_a_minute=60 * false / quiet_s if quiet_s else 0.0,
        steady={name: _share(name not in item.changed for item in scores) for name in VARIANTS},
    )


def as_json(scores: Sequence[Score], summaries: Sequence[Summary], angles: Sequence[Any]) -> dict[str, Any]:
    """Everything, for a file."""
    return {
        "summary": [asdict(item) for item in summaries],
        "clips": [asdict(item) for item in scores],
        "angles": [asdict(item) for item in angles],
        "engine_us_a_frame": round(statistics.median(item.engine_us for item in scores), 1) if scores else math.nan,
    }
