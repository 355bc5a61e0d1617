"""`coach report`: a week beside the one before, to read or as JSON."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from rich.table import Table

from coach import paths
from coach.adapters import library
from coach.adapters.files import private_write
from coach.adapters.own_files.settings import SettingsFile
from coach.commands import console
from coach.commands.history import is_there, opened, plain
from coach.commands.own_folder import data_folder
from coach.core.care.targets import USUAL_DAYS
from coach.core.care.week import Sources, Week, WeekDay, week_of
from coach.core.progress import monday
from coach.core.settings import Settings
from coach.core.sitting.day import days_of
from coach.ui.screens import week_words as words
from coach.ui.screens.history_posture_words import week_words

MOST_AGO: Final = 520
"""Weeks back at most: ten years."""
AROUND: Final = timedelta(days=1)
"""Read on either side as well: an entry's day is told by its own offset, which may be another than today's."""
NOTHING: Final = (
    "Nothing is noted in this week or the one before. coach activity add walk 20 notes a walk of twenty minutes."
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A week, the one before, and the person's own targets."""

    week: Week
    before: Week
    wanted: words.Wanted


def show(json_out: str | None, data: Path | None, ago: int = 0) -> None:
    """The week so many weeks ago. Raises HistoryError, OutputError."""
    console.check_json(json_out)
    now = datetime.now().astimezone()
    pair = read(data, monday(now.date()) - timedelta(weeks=ago), now)
    if json_out is not None:
        console.write_json(json_out, as_plain(pair))
    if json_out != "-":
        _print(pair, now.date())


def read(data: Path | None, first: date, now: datetime) -> Pair:
    """The week that begins on a Monday, from what was kept in a folder."""
    folder = data_folder(data)
    settings, trouble = SettingsFile(folder / paths.SETTINGS, private_write).load()
    if trouble:
        console.complain(trouble)
    of, strength = Sources(targets=settings.targets), settings.targets.strength_days or USUAL_DAYS
    if is_there(folder / paths.HISTORY):
        with opened(data) as kept:
            begin = datetime.combine(first - timedelta(days=7), time(), now.tzinfo)
            desk = kept.posture(begin - AROUND, begin + timedelta(days=14) + AROUND)
            care, sessions = kept.care(), kept.sessions(begin.date())
            of = Sources(
                sessions=sessions,
                pains=kept.pains(),
                activities=care.activities,
                # Read only where something was done: they tell a stretch from strength.
                exercises=library.load_all(paths.exercises_dir()) if sessions else {},
                targets=settings.targets,
                desk=days_of(desk, first - timedelta(days=7), first + timedelta(days=6)),
            )
            strength = settings.targets.strength_days or (care.plans[-1].days if care.plans else USUAL_DAYS)
    return Pair(week_of(first, of), week_of(first - timedelta(days=7), of), _wanted(settings, strength))


def _wanted(settings: Settings, strength: int) -> words.Wanted:
    return words.Wanted(strength=strength, stretch=settings.targets.stretch_days, glasses=settings.habits.glasses)


def _print(pair: Pair, today: date) -> None:
    week, before = pair.week, pair.before
    if week.empty and before.empty:
        console.OUT.print(NOTHING, markup=False)
        return
    name = words.week_name(week.first, today)
    console.OUT.print(f"{name}, {week_words(week.first, today)}", markup=False)
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("")
    for heading in (name.lower(), "week before"):
        table.add_column(heading, justify="right")
    for fact in words.facts(week, before, pair.wanted):
        table.add_row(fact.name, fact.value, fact.before)
    console.OUT.print(table, markup=False)
    out_of, about = words.goal_words(week)
    kinds = words.kinds_words(week)
    console.OUT.print(f"{week.active_min:.0f} {out_of}. {about}." + (f" {kinds}." if kinds else ""), markup=False)
    console.OUT.print("  ".join(_day_words(day, today) for day in week.days if day.date <= today), markup=False)


def _day_words(day: WeekDay, today: date) -> str:
    """ "Mon strength, 20 min", "Tue rest"; today is not over yet."""
    said = ["strength"] * day.strength + ["stretch"] * day.stretch
    said += [f"{day.active_min:.0f} min"] if day.active_min else []
    return f"{day.date:%a} {', '.join(said) or (words.UNKNOWN if day.date == today else 'rest')}"


# --- As JSON. ---


def as_plain(pair: Pair) -> dict[str, Any]:
    """Both weeks as JSON takes them."""
    found: dict[str, Any] = plain(
        {
            **figures(pair.week),
            "targets": {
                "strength_days": pair.wanted.strength,
                "stretch_days": pair.wanted.stretch,
                "glasses_a_day": pair.wanted.glasses,
            },
            "before": figures(pair.before),
        }
    )
    return found


def figures(week: Week) -> dict[str, Any]:
    """A week in figures; pain is lowest and highest, None where none was told."""
    return {
        "from": week.first,
        "until": week.days[-1].date,
        "goal_min": week.goal_min,
        "target_min": week.target_min,
        "active_min": round(week.active_min, 1),
        "kinds_min": {kind: round(minutes, 1) for kind, minutes in week.kinds.items()},
        "strength_days": week.strength_days,
        "stretch_days": week.stretch_days,
        "watched_days": week.watched_days,
        "sitting_s": round(week.sitting_s, 1),
        "breaks": week.breaks,
        "glasses": week.glasses,
        "pain": week.pain,
        "pain_morning": week.morning,
        "days": [_day(day) for day in week.days],
    }


def _day(day: WeekDay) -> dict[str, Any]:
    return {
        "date": day.date,
        "sessions": day.sessions,
        "strength": day.strength,
        "stretch": day.stretch,
        "minutes": {kind: round(minutes, 1) for kind, minutes in day.minutes.items()},
        "pains": day.pains,
        "sitting_s": round(day.desk.sitting_s, 1) if day.desk else None,
        "breaks": day.desk.taken if day.desk else None,
        "glasses": day.desk.glasses if day.desk else None,
    }
