"""A week in facts: strength days, minutes of walking and the like, stretches, sitting, water, pain. Pure.

Facts, not grades: nothing here says "missed", and a day of rest is a day of the week like any other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from coach.core.care.aerobic import day_minutes, goal_of, week_minutes
from coach.core.care.record import ActivityDone
from coach.core.care.targets import Targets
from coach.core.history import PainTold, SessionRecord
from coach.core.progress import monday, practised, worked
from coach.core.sitting.day import Day
from coach.core.spec import Exercise

LOOSENING: Final = frozenset({"stretch", "mobility"})
"""Purposes of exercises that make a day one of stretching."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekDay:
    """One day.

    Attributes:
        sessions: sessions in which something was done. strength, stretch: whether one had such an exercise.
        minutes: of walking and the like, by kind.
        pains: every score told on the day, 0..10. mornings: of these, those of the morning.
        desk: the hours at the desk; None where they are not known.
    """

    date: date
    sessions: int = 0
    strength: bool = False
    stretch: bool = False
    minutes: Mapping[str, float] = field(default_factory=dict)
    pains: tuple[int, ...] = ()
    mornings: tuple[int, ...] = ()
    desk: Day | None = None

    @property
    def active_min(self) -> float:
        """Minutes of walking and the like."""
        return sum(self.minutes.values())

    @property
    def rest(self) -> bool:
        """Whether neither a session nor an activity was done."""
        return not self.sessions and not self.minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven days from a Monday. `goal_min` is the slow ramp's goal for this week, None where there is none yet;
    `target_min` what it builds up to."""

    days: tuple[WeekDay, ...]
    goal_min: int | None = None
    target_min: int = 150

    @property
    def first(self) -> date:
        """Its Monday."""
        return self.days[0].date

    @property
    def strength_days(self) -> int:
        return sum(day.strength for day in self.days)

    @property
    def stretch_days(self) -> int:
        return sum(day.stretch for day in self.days)

    @property
    def active_min(self) -> float:
        """Minutes of walking and the like."""
        return sum(day.active_min for day in self.days)

    @property
    def kinds(self) -> dict[str, float]:
        """The same by kind, the most first."""
        found: dict[str, float] = {}
        for day in self.days:
            for kind, minutes in day.minutes.items():
                found[kind] = found.get(kind, 0.0) + minutes
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    @property
    def watched_days(self) -> int:
        """Days on which posture watch saw somebody sit or stand."""
        return sum(day.desk is not None and day.desk.sitting_s + day.desk.standing_s > 0 for day in self.days)

    @property
    def sitting_s(self) -> float:
        """Seconds known to sit."""
        return sum(day.desk.sitting_s for day in self.days if day.desk)

    @property
    def breaks(self) -> int:
        """Breaks taken."""
        return sum(day.desk.taken for day in self.days if day.desk)

    @property
    def glasses(self) -> int:
        return sum(day.desk.glasses for day in self.days if day.desk)

    @property
    def pain(self) -> tuple[int, int] | None:
        """Lowest and highest pain told, None where none was."""
        return _span(score for day in self.days for score in day.pains)

    @property
    def morning(self) -> tuple[int, int] | None:
        """The same of the mornings."""
        return _span(score for day in self.days for score in day.mornings)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell of it."""
        told = (self.strength_days, self.stretch_days, self.active_min, self.watched_days, self.glasses)
        return not any(told) and self.pain is None and all(day.rest for day in self.days)


def _span(scores: Iterable[int]) -> tuple[int, int] | None:
    found = sorted(scores)
    return (found[0], found[-1]) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What weeks are made of.

    Attributes:
        sessions, pains, activities: as they were kept. exercises: by id; what is not known counts as strength.
        desk: days at the desk, of any span; days not among them are not known.
    """

    sessions: Sequence[SessionRecord] = ()
    pains: Sequence[PainTold] = ()
    activities: Sequence[ActivityDone] = ()
    exercises: Mapping[str, Exercise] = field(default_factory=dict)
    targets: Targets = field(default_factory=Targets)
    desk: Sequence[Day] = ()


def week_of(day: date, of: Sources) -> Week:
    """The week that a day lies in, Monday to Sunday, days to come among them."""
    first = monday(day)
    days = {one: WeekDay(date=one) for one in (first + timedelta(days=number) for number in range(7))}
    loose = {id_ for id_, exercise in of.exercises.items() if exercise.purpose in LOOSENING}
    for session in filter(practised, of.sessions):
        on = session.started.at.date()
        if on in days:
            days[on] = _with_session(days[on], session, loose)
    for one in of.pains:
        if (on := one.at.date()) in days:
            mornings = (*days[on].mornings, *((one.score,) if one.when == "morning" else ()))
            days[on] = replace(days[on], pains=(*days[on].pains, one.score), mornings=mornings)
    minutes = day_minutes(of.activities)
    desk = {one.date: one for one in of.desk}
    return Week(
        days=tuple(replace(one, minutes=minutes.get(on, {}), desk=desk.get(on)) for on, one in days.items()),
        goal_min=goal_of(of.targets, week_minutes(of.activities), first),
        target_min=of.targets.weekly_min,
    )


def _with_session(day: WeekDay, session: SessionRecord, loose: Collection[str]) -> WeekDay:
    done = {record.started.exercise for record in session.sets if worked(record)}
    return replace(
        day,
        sessions=day.sessions + 1,
        strength=day.strength or bool(done - set(loose)),
        stretch=day.stretch or bool(done & set(loose)),
    )
