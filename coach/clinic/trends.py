"""A patient's weeks as numbers: what was done of what was due, how far, how long, how it felt."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from coach.core.history import StopReason
from coach.core.therapy.practice import Assignment
from coach.core.therapy.results import ExerciseDone, SessionDone

WEEKS: Final = 12
"""Weeks that are drawn; more is history that the export gives."""

STOPS: Final = {"pain": "pain", "tired": "being tired", "other": "another reason"}
"""Why a session was stopped, in words."""

ENDED: Final = {
    "complete": "Done",
    "ended_early": "Ended early",
    "stopped": "Stopped",
    "broken_off": "Broken off",
}


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday: sessions done and due."""

    monday: date
    done: int
    due: int


@dataclass(frozen=True, slots=True)
class Point:
    """One exercise in one session."""

    at: datetime
    done: ExerciseDone


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultTotal:
    """One kind of fault over all sessions: seconds, times, in how many sessions."""

    name: str
    seconds: float
    times: int
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseTrend:
    """One exercise over the weeks; `asked` to `partial` are sums of repetitions."""

    exercise: str
    name: str
    points: tuple[Point, ...]
    asked: int
    correct: int
    faulty: int
    partial: int
    faults: tuple[FaultTotal, ...]

    @property
    def has_range(self) -> bool:
        """Whether a range was ever measured."""
        return any(point.done.best is not None for point in self.points)

    @property
    def has_hold(self) -> bool:
        """Whether a hold was ever asked for."""
        return any(point.done.hold_asked_s or point.done.hold_s for point in self.points)

    @property
    def measure(self) -> str:
        """The main measure's name."""
        return next((point.done.measure for point in reversed(self.points) if point.done.measure), "")

    @property
    def unit(self) -> str:
        """The unit of the main measure."""
        return next((point.done.unit for point in reversed(self.points) if point.done.unit), "")


def weeks(sessions: Sequence[SessionDone], assignments: Sequence[Assignment], today: date) -> list[Week]:
    """The last weeks, oldest first, beginning with the first in which anything was done or due."""
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    done: defaultdict[date, int] = defaultdict(int)
    for session in sessions:
        day = session.at.date()
        done[day - timedelta(days=day.weekday())] += 1
    found = [Week(monday, done[monday], due_in_week(assignments, monday)) for monday in mondays]
    first = next((number for number, week in enumerate(found) if week.done or week.due), len(found) - 1)
    return found[first:]


def lately(sessions: Sequence[SessionDone], today: date) -> list[SessionDone]:
    """The sessions of the last weeks; of somebody who stopped earlier, those of the weeks before the last one."""
    until = today
    if sessions and sessions[-1].at.date() < today - timedelta(weeks=WEEKS):
        until = sessions[-1].at.date()
    since = until - timedelta(days=until.weekday(), weeks=WEEKS - 1)
    return [session for session in sessions if session.at.date() >= since]


def due_in_week(assignments: Sequence[Assignment], monday: date) -> int:
    """Sessions asked for in a week: each day counts a seventh of the days a week of the routine in force on it."""
    days = [monday + timedelta(days=number) for number in range(7)]
    return round(sum(routine.days_a_week / 7 for day in days if (routine := in_force(assignments, day)) is not None))


def in_force(assignments: Sequence[Assignment], day: date) -> Assignment | None:
    """The routine in force on a day: of those that had begun, the newest; `assignments` newest first."""
    begun = next((one for one in assignments if one.start <= day), None)
    return begun if begun is not None and (begun.end is None or day <= begun.end) else None


def exercise_trends(sessions: Iterable[SessionDone]) -> list[ExerciseTrend]:
    """Every exercise of the sessions (oldest first), those done last first."""
    points: defaultdict[str, list[Point]] = defaultdict(list)
    for session in sessions:
        for done in session.exercises:
            points[done.exercise].append(Point(session.at, done))
    newest = sorted(points.items(), key=lambda pair: pair[1][-1].at, reverse=True)
    return [_trend(exercise, found) for exercise, found in newest]


def _trend(exercise: str, points: Sequence[Point]) -> ExerciseTrend:
    done = [point.done for point in points]
    return ExerciseTrend(
        exercise=exercise,
        name=done[-1].name,
        points=tuple(points),
        asked=sum(one.asked for one in done),
        correct=sum(one.correct for one in done),
        faulty=sum(one.faulty for one in done),
        partial=sum(one.partial for one in done),
        faults=_faults(done),
    )


def _faults(done: Sequence[ExerciseDone]) -> tuple[FaultTotal, ...]:
    names: dict[str, str] = {}
    sums: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0, 0])
    for one in done:
        for fault, told in one.faults.items():
            names[fault] = told.name
            total = sums[fault]
            sums[fault] = [total[0] + told.seconds, total[1] + told.times, total[2] + 1]
    found = [
        FaultTotal(name=names[fault], seconds=total[0], times=int(total[1]), sessions=int(total[2]))
        for fault, total in sums.items()
    ]
    return tuple(sorted(found, key=lambda fault: -fault.seconds))


def reps_of(session: SessionDone) -> tuple[int, int, int]:
    """Correct, faulty and partial repetitions of a session, all exercises together."""
    done = session.exercises
    return sum(one.correct for one in done), sum(one.faulty for one in done), sum(one.partial for one in done)


def why_stopped(reason: StopReason | None) -> str:
    """Why a session was stopped, in words; "" where it wasn't."""
    return STOPS[reason] if reason else ""
