"""The exercises of a report: what is asked for and what was done of each, added up over sessions. Pure."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.core.routine import Item, Routine
from coach.core.spec import Exercise
from coach.core.therapy.results import SessionDone
from coach.core.therapy.results_words import UNITS, measure_words
from coach.core.therapy.trends import ExerciseTrend, trends


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One exercise over all sessions: what is asked for in words, sums, ranges in `unit`, faults with seconds.

    `range_first`, `range_last`: median of the first and of the last three sessions that measured it.
    """

    name: str
    asked_words: str
    sessions: int
    sets: tuple[int, int]
    done: int
    asked: int
    correct: int
    faulty: int
    partial: int
    hold: tuple[float, float]
    measure: str
    unit: str
    target: float | None
    best: float | None
    median: float | None
    range_first: float | None
    range_last: float | None
    faults: tuple[tuple[str, int, float], ...]
    paced: bool


def rows_of(
    sessions: Sequence[SessionDone], routine: Routine | None, exercises: Mapping[str, Exercise]
) -> tuple[Row, ...]:
    """The routine's exercises in its order, then others, the one done last first."""
    asked = {item.exercise: item for item in routine.items} if routine else {}
    done = {trend.exercise: trend for trend in trends(sessions)}
    others = [id_ for id_ in done if id_ not in asked]
    return tuple(_row(id_, done.get(id_), asked.get(id_), exercises.get(id_)) for id_ in (*asked, *others))


def _row(id_: str, trend: ExerciseTrend | None, item: Item | None, exercise: Exercise | None) -> Row:
    done = [point.done for point in trend.points] if trend else []
    measured = [point.done for point in trend.measured] if trend else []
    name = exercise.name if exercise else trend.name if trend else id_.replace("_", " ").capitalize()
    medians = [one.median for one in measured if one.median is not None]
    bests = [one.best for one in measured if one.best is not None]
    down = bool(exercise and exercise.rep and exercise.rep.measures[0].direction < 0)
    targets = [one.target for one in measured if one.target is not None]
    return Row(
        name=name,
        asked_words=asked_words(item, exercise) if item else "not in the routine now",
        sessions=trend.sessions if trend else 0,
        sets=(sum(one.sets_done for one in done), sum(one.sets_asked for one in done)),
        done=sum(one.done for one in done),
        asked=trend.asked if trend else 0,
        correct=trend.correct if trend else 0,
        faulty=trend.faulty if trend else 0,
        partial=trend.partial if trend else 0,
        hold=(sum(one.hold_s for one in done), sum(one.hold_asked_s for one in done)),
        measure=measure_words(trend.measure) if trend and trend.measure else "",
        unit=trend.unit if trend else "",
        target=targets[-1] if targets else item.target if item else None,
        best=(min if down else max)(bests, default=None),
        median=statistics.median(medians) if medians else None,
        range_first=statistics.median(medians[:3]) if medians else None,
        range_last=statistics.median(medians[-3:]) if medians else None,
        faults=tuple((fault.name, fault.times, fault.seconds) for fault in trend.faults) if trend else (),
        paced=bool(done and done[-1].paced),
    )


def asked_words(item: Item, exercise: Exercise | None) -> str:
    """ "3 x 10, hold 3 s, rest 45 s": as it is asked for, from the routine or the exercise's own usual amounts."""
    dose = exercise.dose if exercise else None
    sets, reps = item.sets or (dose.sets if dose else 1), item.reps or (dose.reps if dose else 0)
    hold_s = item.hold_s if item.hold_s is not None else dose.hold_s if dose else 0
    rest_s = item.rest_s if item.rest_s is not None else dose.rest_s if dose else 0
    many = (
        "\u2013".join(map(str, item.pyramid)) if item.pyramid else f"{sets} \u00d7 {reps}" if reps else f"{sets} sets"
    )
    parts = [
        many,
        f"hold {hold_s:g} s" if hold_s else "",
        f"rest {rest_s:g} s" if rest_s else "",
        f"{item.tempo_s[0]:g} s out, {item.tempo_s[1]:g} s back" if item.tempo_s else "",
        f"{item.side} side" if item.side else "",
        f"{len(item.rules_off)} form rule{'' if len(item.rules_off) == 1 else 's'} off" if item.rules_off else "",
    ]
    return ", ".join(filter(None, parts))


def range_words(value: float | None, unit: str) -> str:
    """ "165\u00b0", "0.8" or a dash; angles are whole, they are estimates."""
    if value is None:
        return "\u2013"
    if unit == "deg":
        return f"{value:.0f}\u00b0"
    return f"{value:.3g} {'' if unit == 'ratio' else UNITS.get(unit, unit)}".strip()
