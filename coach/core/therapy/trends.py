"""How each exercise goes over the sessions: sums, ranges, holds, faults. The one place that adds them up: a patient's
page draws it, the printed report writes it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from coach.core.therapy.results import ExerciseDone, SessionDone


@dataclass(frozen=True, slots=True)
class Point:
    """One exercise in one session."""

    at: datetime
    done: ExerciseDone

    @property
    def begun(self) -> bool:
        """Whether anything of it was done."""
        done = self.done
        return bool(done.sets_done or done.correct or done.faulty or done.partial or done.hold_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultTotal:
    """One kind of fault over all sessions: seconds, times, in how many sessions."""

    name: str
    seconds: float
    times: int
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseTrend:
    """One exercise over time, oldest session first.

    Attributes:
        points: the sessions in which it was asked for; in those not `begun` nothing of it was done.
        measure, unit: the main measure and its unit; "" where there is none.
        asked to partial: sums of repetitions. faults: the longest first.
    """

    exercise: str
    name: str
    measure: str
    unit: str
    points: tuple[Point, ...]
    asked: int
    correct: int
    faulty: int
    partial: int
    faults: tuple[FaultTotal, ...]

    @property
    def sessions(self) -> int:
        """In how many sessions it was begun."""
        return sum(point.begun for point in self.points)

    @property
    def measured(self) -> tuple[Point, ...]:
        """The points that share an axis: a measure that changed, or its unit, with a newer exercise file begins
        anew."""
        mine = (self.measure, self.unit)
        return tuple(one for one in self.points if one.begun and (one.done.measure, one.done.unit) == mine)

    @property
    def has_range(self) -> bool:
        """Whether a range was ever measured."""
        return any(point.done.best is not None for point in self.measured)

    @property
    def has_hold(self) -> bool:
        """Whether a hold was ever asked for."""
        return any(point.done.hold_asked_s or point.done.hold_s for point in self.points)


def trends(sessions: Iterable[SessionDone]) -> list[ExerciseTrend]:
    """Every exercise of the sessions, in whatever order they are given; those asked for last first."""
    points: defaultdict[str, list[Point]] = defaultdict(list)
    for session in sorted(sessions, key=lambda one: one.at):
        for done in session.exercises:
            points[done.exercise].append(Point(session.at, done))
    newest = sorted(points.values(), key=lambda found: found[-1].at, reverse=True)
    return [_trend(found) for found in newest]


def _trend(points: Sequence[Point]) -> ExerciseTrend:
    done = [point.done for point in points]
    measured = next((one for one in reversed(done) if one.measure), done[-1])
    return ExerciseTrend(
        exercise=done[-1].exercise,
        name=done[-1].name,
        measure=measured.measure,
        unit=measured.unit,
        points=tuple(points),
        asked=sum(one.asked for one in done),
        correct=sum(one.correct for one in done),
        faulty=sum(one.faulty for one in done),
        partial=sum(one.partial for one in done),
        faults=_faults(done),
    )


def _faults(done: Iterable[ExerciseDone]) -> tuple[FaultTotal, ...]:
    sums: dict[str, FaultTotal] = {}
    for one in done:
        for id_, told in one.faults.items():
            known = sums.get(id_)
            sums[id_] = FaultTotal(
                name=told.name or id_,
                seconds=told.seconds + (known.seconds if known else 0.0),
                times=told.times + (known.times if known else 0),
                sessions=1 + (known.sessions if known else 0),
            )
    return tuple(sorted(sums.values(), key=lambda fault: -fault.seconds))
