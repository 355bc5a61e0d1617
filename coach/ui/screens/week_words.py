"""A week in words: figures beside those of the week before. Facts, not grades. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from coach.core.care.aerobic import kind_name
from coach.core.care.record import ActivityDone
from coach.core.care.week import Week
from coach.ui.charts import day_label
from coach.ui.screens.history_posture_words import span_words
from coach.ui.screens.history_words import weekday_words

UNKNOWN: Final = "\u2013"
"""Nothing was told or watched: no figure is made up."""

SOURCES: Final = "Health.com on back spasms (150 minutes, strength), ACSM (stretching), WalkBack trial (slow ramp)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The person's own targets: strength and stretch days a week, glasses a day; 0 is none."""

    strength: int = 0
    stretch: int = 0
    glasses: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the week: what, this week, the week before."""

    name: str
    value: str
    before: str


def facts(week: Week, before: Week, wanted: Wanted) -> tuple[Fact, ...]:
    """Every line of the week, in the order in which it is read."""
    return (
        Fact("Strength days", _of(week.strength_days, wanted.strength), str(before.strength_days)),
        Fact("Minutes on the move", _minutes(week.active_min), _minutes(before.active_min)),
        Fact("Stretch days", _of(week.stretch_days, wanted.stretch), str(before.stretch_days)),
        Fact("Sitting a day", _sitting(week), _sitting(before)),
        Fact("Breaks taken", _watched(week, week.breaks), _watched(before, before.breaks)),
        Fact("Glasses of water", str(week.glasses), str(before.glasses)),
        Fact("Pain, 0 to 10", _span(week.pain), _span(before.pain)),
        Fact("Pain in the morning", _span(week.morning), _span(before.morning)),
    )


def _of(count: int, target: int) -> str:
    return f"{count} of {target}" if target else str(count)


def _minutes(minutes: float) -> str:
    return f"{minutes:.0f}\u00a0min"


def _watched(week: Week, count: int) -> str:
    return str(count) if week.watched_days or count else UNKNOWN


def _sitting(week: Week) -> str:
    return span_words(week.sitting_s / week.watched_days) if week.watched_days else UNKNOWN


def _span(scores: tuple[int, int] | None) -> str:
    if scores is None:
        return UNKNOWN
    low, high = scores
    return str(low) if low == high else f"{low} to {high}"


def week_name(first: date, today: date) -> str:
    """ "This week", "Last week", "3 weeks ago"."""
    weeks = (today - timedelta(days=today.weekday()) - first).days // 7
    return {0: "This week", 1: "Last week"}.get(weeks, f"{weeks} weeks ago" if weeks > 0 else "Next week")


def goal_words(week: Week) -> tuple[str, str]:
    """The ring in words: what it is out of, and what that is."""
    if week.goal_min is None:
        return f"of {week.target_min} min", "The target for a week"
    if week.goal_min >= week.target_min:
        return f"of {week.goal_min} min", "Your goal for the week"
    return f"of {week.goal_min} min", f"Your goal now, on the way to {week.target_min}"


def ring_of(week: Week) -> int:
    """Minutes that fill the ring."""
    return week.target_min if week.goal_min is None else week.goal_min


def kinds_words(week: Week) -> str:
    """ "Walk 40 min, swim 30 min"; "" without any."""
    said = ", ".join(f"{kind_name(kind).lower()} {_minutes(minutes)}" for kind, minutes in week.kinds.items())
    return said[:1].upper() + said[1:]


def activity_words(one: ActivityDone, today: date) -> str:
    """ "Today \u00b7 Walk \u00b7 20 min"."""
    return f"{day_words(one.at.date(), today)} \u00b7 {kind_name(one.kind)} \u00b7 {_minutes(one.minutes)}"


def day_words(day: date, today: date) -> str:
    """ "Today", "Yesterday", "Mon 9 Mar"; with the year where it is another one."""
    # Somebody who travelled may have an entry of tomorrow.
    return weekday_words(day, today) if day <= today else day_label(day, year=day.year != today.year)
