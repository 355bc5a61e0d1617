"""What an exercise's sessions add up to: lines for a chart, and the last of them in words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from coach.core.history import PACED
from coach.core.progress import Point, best
from coach.core.spec import Exercise, Measure
from coach.ui.charts import Target
from coach.ui.reach import angle_words
from coach.ui.screens.history_words import seconds_words

Kind = Literal["range", "held", "reps"]

ESTIMATES: Final = "Angles are estimates, ±10 degrees."
ANGLE_STEP: Final = 10.0
"""Smallest step of an axis of angles, degrees: finer ones would promise more than a camera sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One line of an exercise.

    Attributes:
        label: of its button. points: a value a session, oldest first; at least one. unit, least: as `charts.Chart`.
        legend: what a mark stands for. target: the exercise file's, where there is one.
        value, about: the last value, and words below it. notes: what is to be known of the values.
    """

    kind: Kind
    label: str
    legend: str
    points: tuple[tuple[date, float], ...]
    value: str
    about: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unit: str = ""
    least: float = 1.0
    target: Target | None = None

    @property
    def within(self) -> tuple[float, ...]:
        """Values that the axis always takes in: 0 where less is less, which angles know nothing of."""
        return () if self.kind == "range" else (0.0,)


def trends_of(points: Sequence[Point], exercise: Exercise | None) -> tuple[Trend, ...]:
    """The lines there are for an exercise's sessions, the most telling first; an exercise whose file is gone has no
    range, and neither has one of which nothing was measured."""
    found = [_range(points, exercise) if exercise else None, _held(points), _reps(points, exercise)]
    if exercise is not None and exercise.kind == "hold":
        found = found[1:]
    return tuple(trend for trend in found if trend is not None)


def _range(points: Sequence[Point], exercise: Exercise) -> Trend | None:
    reached = [(point.day, value) for point in points if (value := best(point, exercise)) is not None]
    if not reached or exercise.rep is None:
        return None
    main = exercise.rep.measures[0]
    up = main.direction > 0
    last, most = reached[-1][1], (max if up else min)(value for _, value in reached)
    about = [_beside_target(exercise, main, last)]
    if len(reached) > 1:
        about.append(f"Furthest so far: {angle_words(exercise, most)}.")
    return Trend(
        kind="range",
        label="Range",
        legend="Furthest in a session",
        points=tuple(reached),
        value=angle_words(exercise, last),
        about=tuple(about),
        notes=(ESTIMATES, *(() if up else ("A smaller angle means further.",))),
        unit="°",
        least=ANGLE_STEP,
        target=Target(
            name=f"Target {angle_words(exercise, main.target)}", value=main.target, reached="above" if up else "below"
        ),
    )


def _beside_target(exercise: Exercise, main: Measure, value: float) -> str:
    reached = main.direction * (value - main.target) >= 0
    return f"Target {angle_words(exercise, main.target)}" + (": reached." if reached else ".")


def _held(points: Sequence[Point]) -> Trend | None:
    held = [(point.day, point.held_s) for point in points]
    if not any(seconds > 0 for _, seconds in held):
        return None
    longest = max(seconds for _, seconds in held)
    return Trend(
        kind="held",
        label="Time held",
        legend="Held in good form in a session",
        points=tuple(held),
        value=seconds_words(held[-1][1]),
        about=("held in good form.", *((f"Longest so far: {seconds_words(longest)}.",) if len(held) > 1 else ())),
        unit="\u00a0s",
        least=5.0,
    )


def _reps(points: Sequence[Point], exercise: Exercise | None) -> Trend | None:
    done = [(point.day, float(point.reps)) for point in points]
    if not any(number > 0 for _, number in done):
        return None
    hold = exercise is not None and exercise.kind == "hold"
    noun = "holds" if hold else "repetitions"
    last = points[-1]
    about = [f"of {last.asked} {noun} asked for."]
    if any(PACED in point.ranges for point in points):
        about.append("Paced by the clock, not judged.")
    if last.partial:
        about.append(f"{last.partial} more went part of the way.")
    return Trend(
        kind="reps",
        label="Holds" if hold else "Repetitions",
        legend=f"{noun.capitalize()} in a session",
        points=tuple(done),
        value=f"{last.reps}",
        about=tuple(about),
    )
