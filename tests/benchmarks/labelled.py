"""What the benchmarks of the labelled recordings share: rows, streams, several processes, a table."""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

from coach.evaluation import Label, read_labels
from tests.streams import LABELS, MISSING, exercise, ids

Given = TypeVar("Given")
Found = TypeVar("Found")

CALM: Final = {
    "n01_lying_still": "lying still",
    "n02_walk_through": "walking by, twice",
    "n03_sit_lie_getup": "sitting down, lying down, getting up",
    "n04_quad_fidget": "kneeling, all fours, cat-cow",
    "n05_lying_fidget": "lying, small leg slides",
    "x09_empty_room": "an empty room, one person passing",
}
"""Recordings in which nobody exercises, and what happens in them; cat-cow is moved in the fourth."""


def rows() -> list[Label]:
    """Every labelled row of an exercise on the mat.

    Raises:
        SystemExit: there is no labelled footage.
    """
    if not LABELS.exists():
        raise SystemExit(MISSING)
    return [row for row in read_labels(LABELS) if row.exercise in ids()]


def counted(labels: Iterable[Label]) -> list[Label]:
    """The rows whose repetitions are labelled."""
    return [row for row in labels if row.complete is not None]


def is_calm(file: str) -> bool:
    """Whether nobody exercises in a recording."""
    return Path(file).stem in CALM


def counters() -> list[str]:
    """Exercises whose repetitions are counted in some labelled recording, by name."""
    return sorted({row.exercise for row in counted(rows()) if exercise(row.exercise).rep is not None})


def calm_pairs(names: Iterable[str]) -> list[tuple[str, str]]:
    """(exercise, file) in which nothing is to be counted: every exercise with every calm recording but its own."""
    files = sorted({row.file for row in rows() if is_calm(row.file)})
    return [(id_, file) for id_ in names for file in files if not (id_ == "cat_cow" and "n04" in file)]


def spread(work: Callable[[Given], Found], items: Sequence[Given], workers: int | None = None) -> list[Found]:
    """Do the same with each item on all cores, in the order of the items."""
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        return [work(item) for item in items]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(work, items, chunksize=2))


def table(heads: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    body = ["| " + " | ".join(str(cell) for cell in line) + " |" for line in (heads, ["---"] * len(heads), *lines)]
    return "\n".join(body)


def write(path: str | None, found: object) -> None:
    """Everything as JSON, where a file was asked for."""
    if path:
        Path(path).write_text(json.dumps(found, indent=1), encoding="utf-8")
