"""How things go over months, for a patient's page: range and holds of each exercise, faults, pain. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coach.core.progress import monday
from coach.core.therapy.results import ExerciseDone, SessionDone


@dataclass(frozen=True, slots=True, kw_only=True)
class RangePoint:
    """The main measure in one session: best and median reached, the target asked for; in its unit."""

    at: datetime
    best: float | None
    median: float | None
    target: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPoint:
    """Seconds held in good form in one session, of the seconds asked for."""

    at: datetime
    held_s: float
    asked_s: float

    @property
    def share(self) -> float:
        """Share of the seconds asked for, 0 or more."""
        return self.held_s / self.asked_s


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultWeek:
    """One kind of fault in the week from the Monday `first`: seconds and times, in so many sessions."""

    first: date
    fault: str
    name: str
    seconds: float
    times: int
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseTrend:
    """One exercise over time, oldest first; `ranges` where it has a main measure, `holds` where any were asked."""

    exercise: str
    name: str
    measure: str
    unit: str
    ranges: tuple[RangePoint, ...]
    holds: tuple[HoldPoint, ...]
    faults: tuple[FaultWeek, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PainPoint:
    """Pain 0..10 told around one session; None where it was not told. `stopped`: the session was stopped for pain."""

    at: datetime
    before: int | None
    after: int | None
    stop: int | None
    next_day: int | None
    effort: int | None
    stopped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """What the patient's page draws. Exercises in the order in which they were last done, the newest first."""

    exercises: tuple[ExerciseTrend, ...]
    pain: tuple[PainPoint, ...]


Done = tuple[datetime, ExerciseDone]


def trends(sessions: Iterable[SessionDone]) -> Trends:
    """How a patient's sessions went, in whatever order they are given. Exercises that were not begun tell nothing."""
    ordered = sorted(sessions, key=lambda one: one.at)
    groups: dict[str, list[Done]] = defaultdict(list)
    for session in ordered:
        for done in session.exercises:
            if done.sets_done or done.correct or done.faulty or done.partial or done.hold_s:
                groups[done.exercise].append((session.at, done))
    newest = sorted(groups, key=lambda exercise: groups[exercise][-1][0], reverse=True)
    return Trends(exercises=tuple(_trend(groups[exercise]) for exercise in newest), pain=_pains(ordered))


def _trend(group: Sequence[Done]) -> ExerciseTrend:
    latest = group[-1][1]
    # A measure that changed its unit with a newer exercise file can't share an axis with the old one.
    alike = [(at, one) for at, one in group if (one.measure, one.unit) == (latest.measure, latest.unit)]
    return ExerciseTrend(
        exercise=latest.exercise,
        name=latest.name,
        measure=latest.measure,
        unit=latest.unit,
        ranges=tuple(
            RangePoint(at=at, best=one.best, median=one.median, target=one.target)
            for at, one in alike
            if one.best is not None or one.median is not None
        ),
        holds=tuple(
            HoldPoint(at=at, held_s=one.hold_s, asked_s=one.hold_asked_s) for at, one in group if one.hold_asked_s > 0
        ),
        faults=_faults(group),
    )


def _faults(group: Iterable[Done]) -> tuple[FaultWeek, ...]:
    weeks: dict[tuple[date, str], FaultWeek] = {}
    for at, done in group:
        for fault, told in done.faults.items():
            key = (monday(at.date()), fault)
            known = weeks.get(key)
            weeks[key] = FaultWeek(
                first=key[0],
                fault=fault,
                name=told.name,
                seconds=told.seconds + (known.seconds if known else 0.0),
                times=told.times + (known.times if known else 0),
                sessions=1 + (known.sessions if known else 0),
            )
    return tuple(weeks[key] for key in sorted(weeks))


def _pains(sessions: Iterable[SessionDone]) -> tuple[PainPoint, ...]:
    points = (
        PainPoint(
            at=one.at,
            before=one.pain_before,
            after=one.pain_after,
            stop=one.pain_stop,
            next_day=one.pain_next_day,
            effort=one.effort,
            stopped=one.stop_reason == "pain",
        )
        for one in sessions
    )
    return tuple(point for point in points if point.stopped or _told(point))


def _told(point: PainPoint) -> bool:
    return any(score is not None for score in (point.before, point.after, point.stop, point.next_day, point.effort))
