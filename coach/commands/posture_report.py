"""`coach report --posture`: the hours at the desk added up, to read or as JSON; else the week."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.table import Table

from coach import paths
from coach.commands import console, week_report
from coach.commands.history import DataFolder, is_there, opened, plain
from coach.commands.own_folder import data_folder
from coach.core.sitting.day import Day, days_of, total_of
from coach.core.sitting.look import STATES
from coach.core.sitting.record import PostureRecord
from coach.core.sitting.words import STATE_WORDS
from coach.ui.screens import history_posture_words as words

MOST_DAYS: Final = 366
"""Days of a report at most: it and the days before are read at once."""

AROUND: Final = timedelta(days=1)
"""Read on either side as well: an entry's day is told by its own offset, which may be another than today's."""

DAYS: Final = "Each day: minutes, changes of posture an hour, breaks (asked for, taken, seen by the camera)."
NOTHING: Final = "Nothing was kept of your hours at the desk in this time: coach posture keeps them."
ALONE: Final = "--days goes with --posture: the week has seven of them"


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row and what they are called, and as many before them to stand beside."""

    name: str
    days: tuple[Day, ...]
    name_before: str
    before: tuple[Day, ...]


def report(
    posture: Annotated[bool, typer.Option("--posture", help="The hours at the desk alone.")] = False,
    week: Annotated[bool, typer.Option("--week", help="This week alone, without today on its own.")] = False,
    days: Annotated[
        int | None, typer.Option(min=1, max=MOST_DAYS, help="So many days up to today, in place of this week.")
    ] = None,
    ago: Annotated[int, typer.Option(min=0, max=week_report.MOST_AGO, help="The week so many weeks ago.")] = 0,
    json_out: Annotated[str | None, typer.Option("--json", metavar="FILE|-", help="Write it as JSON.")] = None,
    data: DataFolder = None,
) -> None:
    """Add up the week: strength, minutes, stretches, sitting, water, pain; or the hours at the desk alone."""
    if not posture and days is not None:
        raise typer.TyperException(ALONE)
    if posture and ago:
        raise typer.TyperException("--ago goes without --posture")
    if posture:
        _report(json_out, data, days, week=week)
    else:
        week_report.show(json_out, data, ago)


def _report(json_out: str | None, data: Path | None, days: int | None, *, week: bool) -> None:
    """The hours at the desk. Raises HistoryError, OutputError."""
    if week and days is not None:
        raise typer.TyperException("--week and --days each name a time: give one of them")
    console.check_json(json_out)
    today = datetime.now().astimezone()
    folder = data_folder(data)
    first, before = _begins(today.date(), days)
    record = PostureRecord()
    if is_there(folder / paths.HISTORY):
        with opened(data) as kept:
            record = kept.posture(_midnight(before, today) - AROUND, today + 2 * AROUND)
    span = span_of(record, before, first, today.date(), days)
    if json_out is not None:
        console.write_json(json_out, as_plain(span))
    if json_out != "-":
        _print(span, alone=week or days is not None)


def _begins(today: date, days: int | None) -> tuple[date, date]:
    """First day of the span (this week, where no number of days is given), and of the one before."""
    long = timedelta(days=7 if days is None else days)
    first = today - timedelta(days=today.weekday()) if days is None else today - long + timedelta(days=1)
    return first, first - long


def _midnight(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo)


def span_of(record: PostureRecord, before: date, first: date, today: date, days: int | None) -> Span:
    """The days from `first` to today and those from `before` to `first`; `days` is None for a week of the calendar."""
    now, then = days_of(record, first, today), days_of(record, before, first - timedelta(days=1))
    if days is None:
        return Span("this week", now, "week before", then)
    if days == 1:
        return Span("today", now, "day before", then)
    return Span(f"last {days} days", now, f"{days} days before", then)


# --- To read. ---


def _print(span: Span, *, alone: bool) -> None:
    if all(words.is_empty(day) for day in (*span.days, *span.before)):
        console.OUT.print(NOTHING, markup=False)
        return
    if not alone:
        console.OUT.print("Today", *_facts(span.days[-1]), sep="\n", markup=False)
        console.OUT.print()
    console.OUT.print(totals(span, today=not alone), markup=False)
    if len(span.days) > 1:
        console.OUT.print()
        console.OUT.print(DAYS, markup=False)
        console.OUT.print(day_lines(span.days), markup=False)
    if len(span.before) == 7 and (said := words.sentences(span.days, span.before)):
        console.OUT.print()
        console.OUT.print(*said, sep="\n", markup=False)


def _facts(day: Day) -> list[str]:
    if words.is_empty(day):
        return ["  Nothing was watched yet."]
    # No target: it is a choice of the day, and not kept with it.
    return [f"  {fact.value} {fact.about}" for fact in words.facts(day, 0)]


def totals(span: Span, *, today: bool) -> Table:
    """Minutes by state and what else is counted, a column for today, the span, and the time before."""
    columns = {"today": span.days[-1]} if today else {}
    columns |= {span.name: total_of(span.days), span.name_before: total_of(span.before)}
    table = _table("minutes", *columns)
    for state in STATES:
        if any(state in day.seconds for day in columns.values()):
            table.add_row(STATE_WORDS[state], *(_minutes(day.seconds.get(state, 0.0)) for day in columns.values()))
    for name, cell in _ROWS.items():
        table.add_row(name, *map(cell, columns.values()))
    return table


def day_lines(days: Sequence[Day]) -> Table:
    """A line a day, the newest first, a longer time's empty days left out."""
    table = _table("day", "sat", "stood", "moves/h", "asked", "taken", "seen", "nudges", "water")
    for day in reversed(days):
        if words.is_empty(day):
            continue
        counts = (day.asked, day.taken, day.verified, len(day.alerts), day.glasses)
        spent = (_minutes(day.sitting_s), _minutes(day.standing_s), _rate(day))
        table.add_row(f"{day.date:%a %Y-%m-%d}", *spent, *map(str, counts))
    return table


def _table(name: str, *columns: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column(name)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f}"


def _rate(day: Day) -> str:
    return "" if math.isnan(day.shifts_an_hour) else words.times_words(day.shifts_an_hour)


def ratio_words(day: Day) -> str:
    """ "4.5 : 1" of sitting to standing, "1 : 2" where more was stood; "" below a minute of either."""
    if min(day.sitting_s, day.standing_s) < 60:
        return ""
    ratio = day.sitting_s / day.standing_s
    return f"{ratio:.1f} : 1" if ratio >= 1 else f"1 : {1 / ratio:.1f}"


_ROWS: Final[dict[str, Callable[[Day], str]]] = {
    "Sitting in all": lambda day: _minutes(day.sitting_s),
    "Sitting to standing": ratio_words,
    "Changes of posture an hour": _rate,
    "Breaks asked for": lambda day: str(day.asked),
    "Breaks taken": lambda day: str(day.taken),
    "Of these seen by the camera": lambda day: str(day.verified),
    "Reminders": lambda day: str(len(day.alerts)),
    "Glasses of water": lambda day: str(day.glasses),
}
"""What is counted beside the states."""


# --- As JSON. ---


def as_plain(span: Span) -> dict[str, Any]:
    """The report as JSON takes it: each day, their sum, and the sum of the days before."""
    return {
        "from": span.days[0].date.isoformat(),
        "until": span.days[-1].date.isoformat(),
        "days": [{"date": day.date.isoformat()} | figures(day) for day in span.days],
        "totals": _sum(span.days),
        "before": {"from": span.before[0].date.isoformat(), "until": span.before[-1].date.isoformat()}
        | _sum(span.before),
    }


def _sum(days: Sequence[Day]) -> dict[str, Any]:
    return {"days_watched": sum(day.watched_s > 0 for day in days)} | figures(total_of(days))


def figures(day: Day) -> dict[str, Any]:
    """What was counted on a day, or on several added up; `standing_share` is out of sitting and standing, 0..1."""
    found: dict[str, Any] = plain(
        {
            "seconds": {state: round(day.seconds.get(state, 0.0), 3) for state in STATES},
            "sitting_s": round(day.sitting_s, 3),
            "standing_s": round(day.standing_s, 3),
            "standing_share": day.standing_share,
            "shifts": day.shifts,
            "shifts_an_hour": day.shifts_an_hour,
            "breaks": {"asked": day.asked, "taken": day.taken, "verified": day.verified},
            "alerts": dict(Counter(alert.kind for alert in day.alerts)),
            "glasses": day.glasses,
        }
    )
    return found
