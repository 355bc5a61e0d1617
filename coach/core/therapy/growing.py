"""How an assigned routine grows where its therapist allows it: the program's own rules, within the exercise's limits.

What the therapist set besides (side, target, limit, tempo, rules) stays as it is; no exercise is swapped. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from coach.core.care.growth import Growth
from coach.core.care.plan import APPLIED
from coach.core.care.progression import Offer, Standing, offer
from coach.core.care.record import PlanStep
from coach.core.demo import SpecError
from coach.core.history import SessionRecord
from coach.core.routine import Item, Routine
from coach.core.spec import Exercise
from coach.core.therapy.assigned import Limits

_PREFIX: Final = "assigned:"


def plan_of(digest: str) -> str:
    """The name under which steps of an assigned routine are kept: another version begins without any."""
    return f"{_PREFIX}{digest}"


def stepped(routine: Routine, steps: Sequence[PlanStep], exercises: Mapping[str, Exercise]) -> Routine:
    """The routine with every applied step on it; a step that means nothing, or has no place in the exercise's limits,
    leaves it as it is."""
    items = list(routine.items)
    for step in steps:
        if step.how in APPLIED and 0 <= step.number < len(items):
            exercise = exercises.get(items[step.number].exercise)
            items[step.number] = _with(items[step.number], step, exercise)
    return routine if items == list(routine.items) else replace(routine, items=tuple(items))


def next_step(
    routine: Routine,
    sessions: Sequence[SessionRecord],
    steps: Sequence[PlanStep],
    growth: Growth,
    exercises: Mapping[str, Exercise],
) -> Offer | None:
    """The one step to offer now, or None.

    Args:
        routine: as it stands, steps applied. sessions: all of them, in the order they were done. steps: its own.
    """
    assigned = routine.assigned
    if assigned is None or assigned.progress.rule != "offered":
        return None
    up = replace(growth.up, sessions=assigned.progress.after_sessions, pain_most=assigned.progress.pain_at_most)
    mine = [one for one in sessions if one.started.routine == routine.id]
    standings = [found for n, item in enumerate(routine.items) if (found := _standing(n, item, routine, exercises))]
    return offer(standings, mine, steps, replace(growth, up=up), exercises, lambda exercise: False)


def _standing(number: int, item: Item, routine: Routine, exercises: Mapping[str, Exercise]) -> Standing | None:
    """None where steps make no sense: a pyramid, an exercise asked for twice, or one that is not known."""
    exercise = exercises.get(item.exercise)
    twice = sum(other.exercise == item.exercise for other in routine.items) > 1
    if exercise is None or item.pyramid or twice:
        return None
    dose = exercise.dose
    return Standing(
        number=number,
        exercise=_within(exercise, one_side=item.side is not None),
        sets=item.sets or dose.sets,
        reps=item.reps or dose.reps,
        hold_s=dose.hold_s if item.hold_s is None or exercise.kind == "paced" else item.hold_s,
    )


def _within(exercise: Exercise, *, one_side: bool) -> Exercise:
    """The exercise with its limits as the ranges in which it grows; what has no range of its own does not grow."""
    dose, limits = exercise.dose, exercise.limits
    if limits is not None:
        dose = replace(
            dose,
            sets_range=limits.sets if dose.sets_range else None,
            reps_range=limits.reps if dose.reps_range else None,
            hold_range_s=limits.hold_s if dose.hold_range_s else None,
        )
    # Of one side alone a set asks for so many, not for twice as many.
    return replace(exercise, dose=dose, sides="both" if one_side else exercise.sides)


def _with(item: Item, step: PlanStep, exercise: Exercise | None) -> Item:
    limits = exercise.limits if exercise else None
    if limits is None or item.pyramid or step.what == "exercise":
        return item
    try:
        value = float(step.after)
        if not _fits(step, value, limits):
            return item
        if step.what == "hold_s":
            return replace(item, hold_s=value)
        return replace(item, sets=int(value)) if step.what == "sets" else replace(item, reps=int(value))
    except (ValueError, SpecError):
        return item


def _fits(step: PlanStep, value: float, limits: Limits) -> bool:
    span = {"sets": limits.sets, "reps": limits.reps, "hold_s": limits.hold_s}.get(step.what)
    return span is not None and span[0] <= value <= span[1]
