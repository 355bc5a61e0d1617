"""What a routine file says, as values: which exercises, how much, in what order, with whose words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from coach.core.body import Side
from coach.core.demo import SpecError, Strict
from coach.core.spec import Exercise
from coach.core.therapy.adapt import adapt
from coach.core.therapy.assigned import Assigned, Signature

MOST_ITEMS: Final = 8
"""More exercises than this overwhelm; two to five are kept up best. Source: Physitrack, exercise adherence."""

REP_MOVE_S: Final = 4.0
"""Out and back of one repetition without its hold, seconds; estimated, for the minutes a routine takes."""

INTRO_S: Final = 25.0
"""Reading how an exercise goes and getting into position, seconds; estimated, for the minutes a routine takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Strict):
    """One exercise of a routine. What is left out comes from the exercise's own dose.

    Attributes:
        exercise: id.
        sets: 1 or more. reps: repetitions a set (each side where sides count; for a hold exercise, holds a set).
        hold_s: seconds of each hold. rest_s: rest after each set.
        pyramid: repetitions of each set, such as 6, 4, 2; stands in place of sets and reps.
        side: only this side works, or None for the exercise's own way.
        tempo_s: seconds out and back of each repetition, as the therapist asks for it; shown and told back, not judged.
        target: value of the main measure that makes a repetition complete, in place of the exercise's own.
        limit: value of the main measure not to go beyond; going beyond is a fault.
        rules_off: ids of form rules that are not judged.
        note: the therapist's words, shown and said before the first set.

    `target` and `limit` lie within the exercise's `[limits]`.
    """

    exercise: str
    sets: int | None = None
    reps: int | None = None
    hold_s: float | None = None
    rest_s: float | None = None
    pyramid: tuple[int, ...] = ()
    side: Side | None = None
    tempo_s: tuple[float, float] | None = None
    target: float | None = None
    limit: float | None = None
    rules_off: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if self.pyramid and (self.sets is not None or self.reps is not None):
            raise SpecError(f"{self.exercise}: pyramid stands in place of sets and reps; give one or the other")
        for name, numbers in (("sets", (self.sets,)), ("reps", (self.reps,)), ("pyramid", self.pyramid)):
            if any(number is not None and number < 1 for number in numbers):
                raise SpecError(f"{self.exercise}: {name} start at 1")
        self._between("hold_s", 1, 600, self.hold_s)
        self._between("rest_s", 0, 600, self.rest_s)
        self._between("tempo_s", 0.5, 30, *(self.tempo_s or ()))

    def _between(self, name: str, low: float, high: float, *values: float | None) -> None:
        if any(value is not None and not low <= value <= high for value in values):
            raise SpecError(f"{self.exercise}: {name} lies between {low:g} and {high:g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine(Strict):
    """A session's plan.

    Attributes:
        author: whoever assigned it, empty for the program's own.
        assigned: to whom and how, where a therapist assigned it. signature: theirs, where they signed the file.
    """

    id: str
    name: str
    summary: str
    items: tuple[Item, ...]
    author: str = ""
    sources: tuple[str, ...] = ()
    assigned: Assigned | None = None
    signature: Signature | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.items) <= MOST_ITEMS:
            raise SpecError(f"routine {self.id}: has one to {MOST_ITEMS} items")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One set to do.

    Attributes:
        item: number of the exercise in the routine, from 0. set_no: from 1, of `sets`.
        reps: repetitions asked for (each side where sides count), or holds for a hold exercise.
        hold_s: seconds of each hold, 0 where none is asked. rest_s: rest afterwards, seconds.
        side: the only side that works, or None.
    """

    item: int
    exercise: Exercise
    set_no: int
    sets: int
    reps: int
    hold_s: float
    rest_s: float
    side: Side | None = None
    note: str = ""

    @property
    def total(self) -> int:
        """Repetitions (or holds) of the whole set, both sides together."""
        return self.reps * (2 if self.exercise.sides != "both" and self.side is None else 1)

    @property
    def seconds(self) -> float:
        """About how long the set takes, without rest; estimated."""
        pace = self.exercise.pace
        move_s = 0.0 if self.exercise.kind == "hold" else pace.cycle_s if pace else REP_MOVE_S
        return self.total * (self.hold_s + move_s)


def works(routine: Routine, exercises: Mapping[str, Exercise]) -> tuple[Work, ...]:
    """Every set of a routine in order, each exercise as its item asks for it; no rest after the last.

    Raises:
        SpecError: an exercise is not known, or can't have the target, limit or rules asked for.
    """
    found: list[Work] = []
    for number, item in enumerate(routine.items):
        exercise = exercises.get(item.exercise)
        if exercise is None:
            raise SpecError(f"routine {routine.id}: there is no exercise '{item.exercise}'")
        exercise = adapt(exercise, item)
        dose = exercise.dose
        reps = item.pyramid or (item.reps or dose.reps,) * (item.sets or dose.sets)
        hold_s = dose.hold_s if item.hold_s is None or exercise.kind == "paced" else item.hold_s
        rest_s = dose.rest_s if item.rest_s is None else item.rest_s
        for set_no, wanted in enumerate(reps, start=1):
            found.append(
                Work(
                    item=number,
                    exercise=exercise,
                    set_no=set_no,
                    sets=len(reps),
                    reps=wanted,
                    hold_s=hold_s,
                    rest_s=rest_s,
                    side=item.side if exercise.sides != "both" else None,
                    note=item.note,
                )
            )
    return tuple(found)


def minutes(routine: Routine, exercises: Mapping[str, Exercise]) -> float:
    """About how long a routine takes, minutes; estimated."""
    sets = works(routine, exercises)
    rests_s = sum(work.rest_s for work in sets[:-1])
    return (len(routine.items) * INTRO_S + sum(work.seconds for work in sets) + rests_s) / 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A routine as it is offered.

    Attributes:
        exercises: names, in order. minutes: about how long. author: who assigned it, empty for the program's own.
        last: day it was done last, or None.
    """

    id: str
    name: str
    summary: str
    exercises: tuple[str, ...]
    minutes: float
    author: str = ""
    last: date | None = None


def offer(routine: Routine, exercises: Mapping[str, Exercise], last: date | None) -> Plan:
    """A routine as it is offered; `last` is the day it was done last."""
    return Plan(
        id=routine.id,
        name=routine.name,
        summary=routine.summary,
        exercises=tuple(exercises[item.exercise].name for item in routine.items),
        minutes=minutes(routine, exercises),
        author=routine.author,
        last=last,
    )


def offers(
    routines: Mapping[str, Routine], exercises: Mapping[str, Exercise], last: Mapping[str, date], first: str
) -> tuple[Plan, ...]:
    """Every routine as it is offered, the one with the id `first` before the others; `last` by id, as in `offer`."""
    plans = [offer(routine, exercises, last.get(routine.id)) for routine in routines.values()]
    return tuple(sorted(plans, key=lambda plan: plan.id != first))
