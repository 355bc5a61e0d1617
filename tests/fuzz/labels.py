"""Tables of labels (labels.csv), as somebody writes them who evaluates recordings of their own."""

import csv
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from coach import evaluation, posture_evaluation
from coach.core.sitting.look import Sample
from tests.fuzz import samples, sitting
from tests.fuzz.documents import changed
from tests.fuzz.draws import Draws
from tests.fuzz.target import Target, must, refusable, strict_json

HEAD: Final = (
    "file,exercise,view,complete,complete_max,partial,left,right,hold_s,hold_tol_s,faults,states,quiet,kind,note"
)
TABLE: Final = f"""{HEAD}
a.npz,glute_bridge,side,8,9,0,,,,,?over_arch@1.5-3.0;too_fast@4-5,,1,rendered,
b.npz,plank,side,,,,,,20.5,1,hips_sag@2-4.5,,0,real,two lines
c.npz,bird_dog,side,4,4,1,2,2,,,,,1,real,
d.npz,sitting,front,,,,,,,,,upright@0.0-0.5;slump@0.7-2.1,0,rendered,
"""
CELLS: Final = (
    "", "0", "8", "-1", "1.5", "nan", "inf", "1e400", "9" * 400, "glute_bridge", "plank", "sitting", "front", "side",
    "upright@0-1", "slump@1-.", "away@.-1", "upright@1.2.3-4", f"upright@0-{'9' * 400}", "over_arch@1..2-3", "x@3-1",
    "upright@0-99999999", "?a@" + "9" * 400 + "-1", "wibble@0-1", "\0", '"', "\x1b[2J", "٣",
)  # fmt: skip


@cache
def _rows() -> list[list[str]]:
    return list(csv.reader(io.StringIO(TABLE)))


def _made(data: bytes) -> bytes:
    draws = Draws(data)
    rows = changed(draws, _rows()) if draws.below(2) else [list(row) for row in _rows()]
    rows = [row if isinstance(row, list) else [str(row)] for row in rows] if isinstance(rows, list) else []
    for _ in range(draws.below(5)):
        row = draws.pick(rows) if rows else []
        if row:
            row[draws.below(len(row))] = draws.pick(CELLS)
    text = io.StringIO()
    for row in rows:
        text.write(",".join(str(cell) for cell in row) + "\n")
    return text.getvalue().encode("utf-8", "replace")


def run(data: bytes) -> None:
    """A table as it stands, or one with other cells; then a short recording is scored by it."""
    content = _made(data[1:]) if data[:1] == samples.CHANGED else data[1:]
    with TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / "labels.csv"
        path.write_bytes(content)
        with refusable():
            _scored(path)
        with refusable():
            _sat(path)


def _scored(path: Path) -> None:
    scores = []
    for row in evaluation.read_labels(path)[:4]:
        exercise = samples.exercises().get(row.exercise)
        if exercise is not None:
            played = [(pose.t_s, pose) for pose in samples.poses(row.exercise)[:20]]
            scores.append(evaluation.score(row, exercise, played, variants=False))
    if scores:
        strict_json(evaluation.as_json(scores, [evaluation.summarise("all", scores)], []))


def _sat(path: Path) -> None:
    seen = [Sample(number / 2, pose) for number, pose in enumerate(sitting.bodies())]
    scores = [posture_evaluation.score(row, seen) for row in posture_evaluation.read_labels(path)[:4]]
    strict_json(posture_evaluation.as_json(scores))
    for one in posture_evaluation.confusion(scores):
        must(one.labelled >= 0, "less than no time is labelled")


def _seeds() -> Iterator[bytes]:
    yield samples.RAW + TABLE.encode()
    yield samples.CHANGED + b"\0"
    for choices in samples.CHOICES:
        yield samples.CHANGED + choices


TARGET: Final = Target(
    "labels", "tables of labels, then a recording scored by them", run, _seeds,
    ("coach.labels", "coach.evaluation", "coach.posture_evaluation"),
)  # fmt: skip
