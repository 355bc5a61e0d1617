"""`coach activity`: minutes of walking and the like, from files of a phone or watch and by hand."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final
from uuid import uuid4

import typer
from rich.table import Table

from coach import paths
from coach.adapters.activity_files import Found, read_activities
from coach.adapters.history.db import HistoryDb
from coach.commands import console
from coach.commands.history import DataFolder, is_there, opened
from coach.commands.own_folder import data_folder
from coach.core.care.activity_dates import Order, moment
from coach.core.care.aerobic import KINDS, LONGEST_MIN, OFFERED, kept, kind_name, week_minutes
from coach.core.care.record import ActivityDone
from coach.ports import ActivityError, HistoryError

app = typer.Typer(
    help="Minutes of walking and the like: import, list, add, undo.",
    rich_markup_mode=None,
    invoke_without_command=True,
)

FLUSH_S: Final = 10.0
"""How long to wait for the disk, seconds."""
NOTHING: Final = "Nothing is logged yet. coach activity add walk 20 notes a walk of twenty minutes."
SHORT: Final = 8
"""Characters of an id that are shown: enough to tell one from another."""

Kind = Annotated[str, typer.Argument(help=f"What: {', '.join(OFFERED)}.")]


@app.callback()
def _help(context: typer.Context) -> None:
    """Minutes of walking and the like: import, list, add, undo."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@contextmanager
def _history(data: Path | None) -> Iterator[HistoryDb]:
    """The history, begun where there is none; all that was written is on disk afterwards.

    Raises:
        HistoryError: it can't be written.
    """
    with closing(HistoryDb(data_folder(data) / paths.HISTORY)) as history:
        yield history
        if not history.flush(FLUSH_S):
            raise HistoryError(history.message or "the history could not be written")
        if history.message:
            console.complain(history.message)


def _kept(data: Path | None) -> tuple[ActivityDone, ...]:
    """Every entry as it was written; none where there is no history yet, and none is begun. Raises HistoryError."""
    if not is_there(data_folder(data) / paths.HISTORY):
        return ()
    with opened(data) as history:
        return history.care().activities


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV tables or GPX tracks.")],
    kind: Annotated[str, typer.Option(help=f"What it is where a file does not say: {', '.join(KINDS)}.")] = "",
    data: DataFolder = None,
) -> None:
    """Take in activities from a phone or watch; the same file twice adds nothing.

    GPX: tracks with times. Stops and gaps are left out.

    CSV: a column for the day ("date", "start", "start time", "activity date") and one for the length ("minutes",
    "duration", "seconds", "moving time"), and if there is one, for the kind ("type", "activity type", "sport"). Commas,
    semicolons or tabs; decimal points or commas. Days as 2026-03-22, 22.3.2026 or 22 Mar 2026; 3/4/2026 only where
    another row of the file tells which is the day.
    """
    if kind:
        _check_kind(kind)
    good: list[tuple[Path, Found]] = []
    wrong: list[ActivityError] = []
    for path in files:
        try:
            # A day more: a file of somewhere further east may be ahead.
            last = datetime.now().date() + timedelta(days=1)
            good.append((path, read_activities(path, kind, last=last)))
        except ActivityError as error:
            # One bad file leaves the others standing.
            wrong.append(error)
    if good:
        with _history(data) as history:
            known = {one.activity for one in history.care().activities}
            for path, found in good:
                console.OUT.print(_taken(path, found, history, known), markup=False)
    for one in wrong[:-1]:
        console.complain(str(one))
    if wrong:
        raise wrong[-1]


def _taken(path: Path, found: Found, history: HistoryDb, known: set[str]) -> str:
    """Write what is new, and say what was taken."""
    new = [one for one in found.activities if one.activity not in known]
    for one in new:
        history.write(one)
    known |= {one.activity for one in new}
    minutes = sum(one.minutes for one in new)
    said = [f"{path.name}: {_counted(len(new), 'activity')} added, {minutes:.0f} minutes"]
    if there := len(found.activities) - len(new):
        said.append(f"{there} there already")
    if found.left_out:
        names = ", ".join(name for name, _ in Counter(found.left_out).most_common(3))
        said.append(f"{len(found.left_out)} left out, no walking or the like ({names})")
    if found.unread:
        said.append(f"{_counted(len(found.unread), 'entry')} not read ({found.unread[0]})")
    return "; ".join(said) + "."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun[:-1] + 'ies' if noun.endswith('y') else noun + 's'}"


@app.command("list")
def list_(
    last: Annotated[int, typer.Option(min=1, help="Show so many, the newest ones.")] = 20, data: DataFolder = None
) -> None:
    """Show what was logged, newest first, each with the id that `undo` takes."""
    entries = kept(_kept(data))
    if not entries:
        console.OUT.print(NOTHING, markup=False)
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("id", "when", "what", "minutes", "from"):
        table.add_column(heading, justify="right" if heading == "minutes" else "left")
    for one in entries[:last]:
        where = "a file" if one.source == "file" else "you"
        table.add_row(
            _short(one.activity), f"{one.at:%Y-%m-%d %H:%M}", kind_name(one.kind), f"{one.minutes:.0f}", where
        )
    console.OUT.print(table, markup=False)
    first, minutes = max(week_minutes(entries).items())
    console.OUT.print(f"Week of {first.isoformat()}: {minutes:.0f} minutes.", markup=False)


def _minutes(said: str) -> int:
    """Raises ActivityError where it is no number of minutes that somebody could walk."""
    minutes = int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 0
    if not 1 <= minutes <= LONGEST_MIN:
        raise ActivityError(f"'{said}' is no number of minutes from 1 to {LONGEST_MIN:.0f}: coach activity add walk 20")
    return minutes


@app.command("add")
def add(
    kind: Kind,
    long: Annotated[str, typer.Argument(metavar="MINUTES", help=f"How long: 1 to {LONGEST_MIN:.0f}.")],
    day: Annotated[str, typer.Option(help="today, yesterday, or a day as 2026-03-22.")] = "today",
    data: DataFolder = None,
) -> None:
    """Note minutes by hand."""
    _check_kind(kind)
    minutes = _minutes(long)
    at = _moment(day, datetime.now().astimezone())
    entry = ActivityDone(activity=uuid4().hex, at=at, kind=kind, minutes=float(minutes))
    with _history(data) as history:
        history.write(entry)
    said = f"Noted: {kind_name(kind).lower()}, {_counted(minutes, 'minute')}, {at:%Y-%m-%d}."
    console.OUT.print(said, f"To take it back: coach activity undo {_short(entry.activity)}", sep="\n", markup=False)


def _moment(day: str, now: datetime) -> datetime:
    if day in ("today", "yesterday"):
        return now - timedelta(days=day == "yesterday")
    try:
        wall = moment(day, Order())
    except ValueError as error:
        raise typer.TyperException(f"--day {day}: write today, yesterday, or a day as 2026-03-22") from error
    if wall.date() > now.date():
        raise typer.TyperException(f"--day {day} is still to come")
    return _local_noon(wall.date())


def _local_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12).astimezone()


@app.command("undo")
def undo(
    activity: Annotated[str, typer.Argument(help="The id that list shows; without it, what was noted last.")] = "",
    data: DataFolder = None,
) -> None:
    """Take an entry back."""
    entry = _chosen(activity, _kept(data))
    with _history(data) as history:
        history.write(replace(entry, minutes=0.0))
    what = f"{kind_name(entry.kind).lower()}, {_counted(round(entry.minutes), 'minute')}, {entry.at:%Y-%m-%d}"
    console.OUT.print(f"Taken back: {what}.", markup=False)


def _chosen(activity: str, activities: Sequence[ActivityDone]) -> ActivityDone:
    """The one that is meant: by (the beginning of) its id, or the one written last."""
    there = [one for one in activities if one.minutes > 0]
    if not there:
        raise ActivityError("there is nothing to take back")
    if not activity:
        return there[-1]
    found = [one for one in there if _bare(one.activity).startswith(_bare(activity))]
    if len(found) != 1:
        raise ActivityError(f"{len(found) or 'no'} entries have an id that begins with {activity}")
    return found[0]


def _bare(activity: str) -> str:
    return activity.removeprefix("file-")


def _short(activity: str) -> str:
    return _bare(activity)[:SHORT]


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise typer.TyperException(f"there is no kind '{kind}'; known: {', '.join(KINDS)}")
