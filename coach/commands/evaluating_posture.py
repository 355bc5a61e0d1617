"""The part of `coach evaluate` that is about sitting: what was taken for what, as a table."""

from collections.abc import Sequence
from pathlib import Path

from coach import posture_evaluation
from coach.adapters.store import StreamFile
from coach.commands import console
from coach.core.sitting.look import Sample, State
from coach.posture_evaluation import Confusion, PostureScore, confusion


def score_all(labels: Path) -> list[PostureScore]:
    """Every row about sitting, scored; none where there is none."""
    rows = posture_evaluation.read_labels(labels)
    scores = []
    with console.progress("sitting", len(rows), shown=bool(rows)) as bar:
        for done, row in enumerate(rows, 1):
            poses = StreamFile(labels.parent / row.file).poses()
            scores.append(posture_evaluation.score(row, (Sample(t_s, pose) for t_s, pose in poses)))
            bar.at(done)
    return scores


def table(one: Confusion) -> tuple[str, tuple[str, ...], list[tuple[str, ...]]]:
    """Title, columns and rows of a view's table, seconds."""
    columns = one.columns()
    wanted = [state for state in columns if any(pair[0] == state for pair in one.seconds)]
    rows = [_row(one, state, columns) for state in wanted]
    return title(one), ("labelled, s", *columns, "right"), rows


def title(one: Confusion) -> str:
    """One line over the table."""
    share = 100 * one.right / one.labelled if one.labelled else 0.0
    return (
        f"Sitting, {one.view} view: {one.right:.1f} of {one.labelled:.1f} labelled seconds right ({share:.1f} %), "
        f"{one.clips} clips; alerts where nothing was wrong: {one.quiet_alerts}; "
        f"leaving and coming back known after {one.longest_wait_s:.1f} s at most"
    )


def _row(one: Confusion, wanted: State, columns: Sequence[State]) -> tuple[str, ...]:
    seconds = [one.seconds.get((wanted, found), 0.0) for found in columns]
    right = one.seconds.get((wanted, wanted), 0.0) / sum(seconds)
    return wanted, *(f"{value:.1f}" if value else "" for value in seconds), f"{100 * right:.0f} %"


def tables(scores: Sequence[PostureScore]) -> list[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    """One table for each view there is."""
    return [table(one) for one in confusion(scores)]
