"""The plan in use: as it was made, with every step since that counts. Pure; the entries of the record are the truth."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from coach.core.care.record import CareRecord, PlanItem, PlanMade, PlanStep
from coach.core.routine import Item, Routine
from coach.core.spec import Exercise

MY_PLAN: Final = "my_plan"
"""Id of the routine that the plan is offered and kept as."""

GENTLE: Final = "gentle_moves"
"""Id of the routine that is offered first while a flare-up is open."""

NAME: Final = "Your plan"

APPLIED: Final = frozenset({"taken", "by_hand", "by_therapist"})
"""Steps that change the plan. A refused one never did, an undone one does no more: it has the id of the step it takes
back, and stands in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentPlan:
    """The plan in use. `items` keep the number they were made with; one whose exercise is no longer known is left
    out."""

    made: PlanMade
    items: tuple[PlanItem, ...]

    def item(self, number: int) -> PlanItem | None:
        """The item of a number, None where there is none."""
        return next((item for item in self.items if item.number == number), None)


def current(care: CareRecord, exercises: Mapping[str, Exercise]) -> CurrentPlan | None:
    """The newest plan with its items, and each applied step on them in the order in which they were told; None where no
    plan was made, nothing suited the person, or nothing of it is known any more."""
    if not care.plans:
        return None
    made = care.plans[-1]
    items = {item.number: item for item in care.plan_items if item.plan == made.plan}
    for step in care.plan_steps:
        if step.plan == made.plan and step.how in APPLIED and step.number in items:
            items[step.number] = _stepped(items[step.number], step, exercises)
    known = tuple(items[number] for number in sorted(items) if items[number].exercise in exercises)
    return CurrentPlan(made=made, items=known) if known else None


def calendar_id(care: CareRecord) -> str:
    """Id of the planned days in a calendar, the same for every plan of a person: a file of a new plan takes the place
    of the older one there, and nobody is called on the days of both."""
    return care.plans[0].plan if care.plans else "plan"


def _stepped(item: PlanItem, step: PlanStep, exercises: Mapping[str, Exercise]) -> PlanItem:
    """The item with one step on it; a step whose value means nothing leaves it as it is."""
    if step.what == "exercise":
        exercise = exercises.get(step.after)
        return item if exercise is None else begun(item.plan, item.number, exercise)
    try:
        value = float(step.after)
    except ValueError:
        return item
    if step.what == "hold_s":
        return replace(item, hold_s=value) if value >= 0 else item
    if value < 1:
        return item
    return replace(item, sets=int(value)) if step.what == "sets" else replace(item, reps=int(value))


def begun(plan: str, number: int, exercise: Exercise) -> PlanItem:
    """An exercise as it comes into a plan: with its own dose."""
    dose = exercise.dose
    return PlanItem(
        plan=plan,
        number=number,
        exercise=exercise.id,
        sets=dose.sets,
        reps=dose.reps,
        hold_s=dose.hold_s,
        rest_s=dose.rest_s,
    )


def asked(item: PlanItem) -> Item:
    """An item as a routine asks for it; without a hold of its own the exercise's stands."""
    return Item(
        exercise=item.exercise,
        sets=item.sets,
        reps=item.reps,
        hold_s=item.hold_s if item.hold_s >= 1 else None,
        rest_s=item.rest_s,
    )


def routine(plan: CurrentPlan) -> Routine:
    """The plan as a session follows it."""
    return Routine(
        id=MY_PLAN,
        name=NAME,
        summary="Made of your answers. You can change it at any time.",
        items=tuple(asked(item) for item in plan.items),
    )
