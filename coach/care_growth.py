"""How the plan in use grows: what the rules offer, what the person made of it. Fulfils `coach.ui.growing.Growing`."""

from typing import Final

from coach.care_steps import KeptSteps
from coach.care_world import CareWorld
from coach.core.care.flare import is_open
from coach.core.care.growth import Growth
from coach.core.care.plan import CurrentPlan, current
from coach.core.care.planning import answers_of, suits
from coach.core.care.progression import Offer, Standing, offer
from coach.core.care.record import PlanStep
from coach.core.spec import Exercise
from coach.supplies import Record

UNITS: Final = {"sets": "sets", "reps": "repetitions", "hold_s": "seconds"}


class GrowthDesk(KeptSteps):
    """The plan's next change, and those before it."""

    def __init__(self, world: CareWorld) -> None:
        super().__init__(world)
        self._of: tuple[Record, Offer | None] | None = None

    @property
    def plan_id(self) -> str:
        return plan.made.plan if (plan := self._plan) else ""

    @property
    def offer(self) -> Offer | None:
        """None in a flare-up: then the gentle plan stands, and nothing grows."""
        record = self._world.record
        # Asked for in every drawn frame.
        if self._of is None or self._of[0] is not record:
            self._of = record, self._offered(record)
        return self._of[1]

    @property
    def yours(self) -> str:
        return growth.words.yours if (growth := self._growth) else ""

    @property
    def source(self) -> str:
        return growth.shown if (growth := self._growth) else ""

    @property
    def _plan(self) -> CurrentPlan | None:
        return current(self._world.care, self._world.exercises)

    @property
    def _growth(self) -> Growth | None:
        return shelf.growth if (shelf := self._world.shelf) else None

    def _offered(self, record: Record) -> Offer | None:
        plan, growth, exercises = self._plan, self._growth, self._world.exercises
        if plan is None or growth is None or is_open(record.care):
            return None
        standings = [
            Standing(
                number=item.number,
                exercise=exercises[item.exercise],
                sets=item.sets,
                reps=item.reps,
                hold_s=item.hold_s,
            )
            for item in plan.items
        ]
        there = {item.exercise for item in plan.items}

        guide = shelf.plan_guide if (shelf := self._world.shelf) else None

        def allowed(exercise: Exercise) -> bool:
            fits = guide is not None and suits(exercise, answers_of(guide, plan.made.answers))
            return fits and exercise.id not in there

        return offer(standings, record.sessions, self._steps(), growth, exercises, allowed)

    def _told(self, step: PlanStep) -> str:
        exercises = self._world.exercises
        if step.what == "exercise":
            names = [exercises[id_].name if id_ in exercises else id_ for id_ in (step.before, step.after)]
            return f"{names[1]} in place of {names[0]}"
        plan = self._plan
        item = plan.item(step.number) if plan else None
        name = exercises[item.exercise].name if item and item.exercise in exercises else "Exercise"
        return f"{name}: {step.before} to {step.after} {UNITS[step.what]}"
