"""What the kept sessions add up to: days of a calendar, weeks in a row, trends of exercises and of pain."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from coach.core.history import PainTold, SessionRecord, SetRecord
from coach.core.results import NEAR_ENOUGH
from coach.core.spec import Exercise

WEEKS: Final = 13
"""Weeks of the calendar: a quarter of a year fits on one screen; estimated."""

PLANNED_DAYS: Final = 2
"""Days of practice that make a week count, estimated: fewer keep a back strong less well, and more would turn a
holiday or a bad day into a broken row. Raise it for a person whose therapist asks for more."""

LONGEST_MIN: Final = 120.0
"""A session is never booked longer, minutes; estimated. The lid may have been shut in it, or the clock put forward."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar: sessions begun on it in which something was done, sets with something done, minutes."""

    day: date
    sessions: int = 0
    sets: int = 0
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class Point:
    """One exercise in one session.

    Attributes:
        day, session: local day it began on, and its id.
        ranges: a measure's smallest and largest value in the session's complete repetitions (in the partial ones where
            none was complete), in the measure's unit.
        reps, partial: repetitions, the person's corrections included. asked: repetitions or holds asked for.
        held_s: seconds held in good form.
    """

    day: date
    session: str
    reps: int
    partial: int
    asked: int
    held_s: float
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PainDay:
    """The worst pain told on a day, 0..10, by when it was asked; None where it was not. `flare`: at any time in a
    flare-up."""

    day: date
    before: int | None = None
    after: int | None = None
    morning: int | None = None
    stop: int | None = None
    flare: int | None = None


def worked(record: SetRecord) -> bool:
    """Whether anything was done in a set, and be it a partial repetition."""
    return bool(record.complete or record.partial or record.hold_s)


def practised(session: SessionRecord) -> bool:
    """Whether anything was done in a session."""
    return any(worked(record) for record in session.sets)


def done(record: SetRecord) -> int:
    """Repetitions done in a set, or holds that lasted as long as was asked; the person's corrections included."""
    if not record.holds:
        return record.complete
    long = sum(hold.good_s > 0 and hold.good_s >= record.started.hold_s * NEAR_ENOUGH for hold in record.holds)
    return max(0, long + record.corrected)


def minutes(session: SessionRecord) -> float:
    """How long a session took, minutes, from its start to the last that is known of it; 0 where the clock jumped
    back in it."""
    moments = [session.started.at]
    for record in session.sets:
        moments += [record.started.at, *((record.ended.at,) if record.ended else ())]
    last = session.ended.at if session.ended else moments[-1]
    return min(max(0.0, (last - session.started.at).total_seconds() / 60), LONGEST_MIN)


def calendar(sessions: Iterable[SessionRecord], today: date, weeks: int = WEEKS) -> tuple[Day, ...]:
    """Every day of the last weeks up to today, oldest first, rest days too. The first is a Monday, so that day number
    `n` lies in column `n // 7` of a calendar, row `n % 7`."""
    first = monday(today) - timedelta(weeks=weeks - 1)
    days = {day: Day(day) for day in (first + timedelta(days=n) for n in range((today - first).days + 1))}
    for session in filter(practised, sessions):
        day = days.get(session.started.at.date())
        if day is not None:
            sets = day.sets + sum(map(worked, session.sets))
            days[day.day] = Day(day.day, day.sessions + 1, sets, day.minutes + minutes(session))
    return tuple(days.values())


def weeks_in_a_row(sessions: Iterable[SessionRecord], today: date, least_days: int = PLANNED_DAYS) -> int:
    """Weeks (from Monday) without a gap in which at least so many days were practised.

    Days of rest break nothing. The week that runs counts as soon as it has its days, and until it is over it breaks
    nothing either.
    """
    days = {session.started.at.date() for session in sessions if practised(session)}
    per_week: dict[date, int] = {}
    for day in days:
        per_week[monday(day)] = per_week.get(monday(day), 0) + 1
    week = monday(today)
    row = int(per_week.get(week, 0) >= least_days)
    while per_week.get(week := week - timedelta(weeks=1), 0) >= least_days:
        row += 1
    return row


def trends(sessions: Iterable[SessionRecord]) -> dict[str, tuple[Point, ...]]:
    """Each exercise by its id: what was reached in each session, in the order in which they were done."""
    found: dict[str, list[Point]] = {}
    for session in sessions:
        by_exercise: dict[str, list[SetRecord]] = {}
        for record in filter(worked, session.sets):
            by_exercise.setdefault(record.started.exercise, []).append(record)
        for exercise, records in by_exercise.items():
            found.setdefault(exercise, []).append(_point(session, records))
    return {exercise: tuple(points) for exercise, points in found.items()}


def _point(session: SessionRecord, records: Sequence[SetRecord]) -> Point:
    reps = [rep for record in records for rep in record.reps]
    judged = [rep.range for rep in reps if rep.complete] or [rep.range for rep in reps]
    return Point(
        day=session.started.at.date(),
        session=session.started.session,
        reps=sum(done(record) for record in records),
        partial=sum(record.partial for record in records),
        asked=sum(record.started.reps for record in records),
        held_s=sum(record.hold_s for record in records),
        ranges=_widest(judged),
    )


def _widest(ranges: Iterable[Mapping[str, tuple[float, float]]]) -> dict[str, tuple[float, float]]:
    """Smallest and largest of each measure; what was never seen is left out."""
    found: dict[str, tuple[float, float]] = {}
    for measured in ranges:
        for name, (low, high) in measured.items():
            if not math.isnan(low) and not math.isnan(high):
                lowest, highest = found.get(name, (low, high))
                found[name] = (min(low, lowest), max(high, highest))
    return found


def best(point: Point, exercise: Exercise) -> float | None:
    """The farthest an exercise's main measure came toward its target in a session, in the measure's unit; None where it
    has none or it was not seen."""
    if exercise.rep is None:
        return None
    main = exercise.rep.measures[0]
    found = point.ranges.get(main.feature)
    return None if found is None else found[1] if main.direction > 0 else found[0]


def pain_days(pains: Iterable[PainTold]) -> tuple[PainDay, ...]:
    """Pain day by day, earliest day first; a morning's score stands on the day on which it was told."""
    days: dict[date, dict[str, int]] = {}
    for pain in pains:
        told = days.setdefault(pain.at.date(), {})
        told[pain.when] = max(pain.score, told.get(pain.when, 0))
    return tuple(PainDay(day, **days[day]) for day in sorted(days))


def last_done(sessions: Iterable[SessionRecord]) -> dict[str, date]:
    """Each routine by its id: the day on which it was last practised."""
    return {session.started.routine: session.started.at.date() for session in sessions if practised(session)}


def sentences(sessions: Sequence[SessionRecord], today: date, least_days: int = PLANNED_DAYS) -> tuple[str, ...]:
    """What there is to say of the last weeks, kindly: what was done is told, what was not is left alone."""
    kept = [session for session in sessions if practised(session)]
    if not kept:
        return ("Your first session will show here.",)
    first = monday(today)
    now = sum(first <= session.started.at.date() <= today for session in kept)
    row = weeks_in_a_row(kept, today, least_days)
    said = [f"{_count(now, 'session')} this week." if now else "This week is open: begin whenever it suits you."]
    if row > 1:
        said.append(f"{row} weeks in a row with {_count(least_days, 'day')} or more.")
    if row and kept[-1].started.at.date() == today - timedelta(days=1):
        said.append("Rest days are part of the plan.")
    return (*said, f"{_count(len(kept), 'session')} so far.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
