"""`coach evaluate`: the engine against a labelled set, as a table, JSON, and the table of the README."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from coach import angles, evaluation, posture_evaluation
from coach.adapters.store import StreamFile
from coach.angles import AngleError, AngleRow
from coach.commands import console, readme as page, wiring
from coach.commands.evaluating_posture import score_all, tables
from coach.core.spec import Exercise
from coach.evaluation import Samples, Score, Summary
from coach.labels import LabelError
from coach.posture_evaluation import PostureScore

NAME = "evaluation"
"""Of the part of the README."""

COLUMNS = ("exercise", "counts exact", "worst", "sides", "distractors at 0", "partials", "holds", "faults", "false/min")


def _percent(share: tuple[int, int]) -> str:
    right, of = share
    return f"{right}/{of} ({100 * right / of:.0f} %)" if of else "-"


def _cells(item: Summary) -> tuple[str, ...]:
    return (
        item.name,
        _percent(item.counted),
        str(item.worst_count) if item.counted[1] else "-",
        _percent(item.sides),
        _percent(item.distractors),
        _percent(item.partials),
        _percent(item.holds),
        _percent(item.faults),
        f"{item.false_a_minute:.2f}",
    )


def _remarks(item: Score) -> str:
    said = []
    if item.count_error:
        said.append(f"count {item.complete} ({item.count_error:+d})")
    if item.partial_error:
        said.append(f"partials {item.partial} ({item.partial_error:+d})")
    if item.sides_right is False:
        said.append("sides")
    if item.hold_right is False:
        said.append(f"hold {item.hold_s:.1f} s ({item.hold_error_s:+.1f})")
    said += [f"missed {name}" for name in item.missed] + [f"false {name}" for name in item.false_faults]
    said += [f"counts otherwise at {name}" for name in item.changed]
    return ", ".join(said)


def _angle_cells(row: AngleRow) -> tuple[str, ...]:
    return row.exercise, row.view, row.feature, f"{row.ours_deg:.1f}", f"{row.raw_deg:.1f}", str(row.frames)


ANGLE_COLUMNS = ("exercise", "view", "angle", "mean error, deg", "raw landmarks, deg", "frames")


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*row)
    return table


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _steady_rows(total: Summary) -> list[tuple[str, str]]:
    return [(name, _percent(share)) for name, share in total.steady.items()]


def readme_block(
    summaries: Sequence[Summary],
    rows: Sequence[AngleRow],
    engine_us: float,
    day: datetime.date,
    posture: Sequence[PostureScore],
) -> str:
    """The part of the README between the two marks."""
    total = summaries[-1]
    sitting = [part for name, columns, found in tables(posture) for part in (name + ":", _markdown(columns, found))]
    return "\n\n".join(
        (
            f"Made by `coach evaluate` on {day.isoformat()}; one line an exercise, clips right / clips labelled.",
            _markdown(COLUMNS, [_cells(item) for item in summaries]),
            f"Engine: {engine_us:.0f} microseconds a frame. Same counts as the full stream:",
            _markdown(("variant", "same"), _steady_rows(total)),
            "Joint angles of rendered clips against their truth, mean absolute error:",
            _markdown(ANGLE_COLUMNS, [_angle_cells(row) for row in rows]),
            *sitting,
        )
    )


def _samples(path: Path) -> Samples:
    return list(StreamFile(path).poses())


def _score_all(labels: Path, exercises: dict[str, Exercise], *, variants: bool) -> tuple[list[Score], list[AngleError]]:
    rows = [row for row in evaluation.read_labels(labels) if row.exercise in exercises]
    if not rows:
        raise LabelError(f"no row of {labels} names an exercise that exists")
    scores: list[Score] = []
    errors: list[AngleError] = []
    with console.progress("evaluating", len(rows)) as bar:
        for done, row in enumerate(rows, 1):
            path = labels.parent / row.file
            samples = _samples(path)
            scores.append(evaluation.score(row, exercises[row.exercise], samples, variants=variants))
            truth = angles.read_truth(labels.parent / "truth" / path.name)
            if truth is not None and row.complete != (0, 0):
                errors += angles.compare(exercises[row.exercise], samples, truth)
            bar.at(done)
    return scores, errors


def _summaries(scores: Sequence[Score]) -> list[Summary]:
    names = sorted({item.exercise for item in scores})
    parts = [evaluation.summarise(name, [item for item in scores if item.exercise == name]) for name in names]
    return [*parts, evaluation.summarise("all", scores)]


def _show(scores: Sequence[Score], summaries: Sequence[Summary], rows: Sequence[AngleRow], engine_us: float) -> None:
    console.OUT.print(_table("Clips right / clips labelled", COLUMNS, [_cells(item) for item in summaries]))
    if any(item.changed for item in scores) or summaries[-1].steady:
        console.OUT.print(_table("Same counts as the full stream", ("variant", "same"), _steady_rows(summaries[-1])))
    console.OUT.print(_table("Joint angles against the truth", ANGLE_COLUMNS, [_angle_cells(row) for row in rows]))
    console.OUT.print(f"Engine: {engine_us:.0f} microseconds a frame (median of clips)", markup=False)
    remarks = [(item.file, item.exercise, _remarks(item)) for item in scores if _remarks(item)]
    console.OUT.print(_table("Not as labelled", ("file", "exercise", "what"), remarks))


def evaluate(
    labels: Annotated[Path, typer.Argument(help="labels.csv; the files it names lie beside it.")],
    json: Annotated[str | None, typer.Option(metavar="FILE|-", help="Write everything as JSON; - is stdout.")] = None,
    readme: Annotated[Path | None, typer.Option(help="Put the tables between the marks of this file.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Leave out thinned, mirrored and scaled variants.")] = False,
) -> None:
    """Count, hold, fault and angle errors of a labelled set."""
    console.check_json(json)
    if readme is not None:
        page.around(readme, NAME)
    scores, errors = _score_all(labels, wiring.every_exercise(), variants=not quick)
    summaries, rows = _summaries(scores), angles.rows(errors)
    posture = score_all(labels)
    result = evaluation.as_json(scores, summaries, rows) | {"sitting": posture_evaluation.as_json(posture)}
    if json is not None:
        console.write_json(json, result, private=False)
    if json != "-":
        _show(scores, summaries, rows, result["engine_us_a_frame"])
        for title, columns, found in tables(posture):
            console.OUT.print(_table(title, columns, found))
    if readme is not None:
        block = readme_block(summaries, rows, result["engine_us_a_frame"], datetime.date.today(), posture)
        page.put(readme, NAME, block)
