"""The steps of one plan or routine: answered, listed, taken back. What they are offered for is told by who inherits."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from coach.care_world import CareWorld
from coach.core.care.growth import PastStep
from coach.core.care.plan import APPLIED
from coach.core.care.progression import Offer
from coach.core.care.record import PlanStep


class KeptSteps(ABC):
    """Part of `coach.ui.growing.Growing` that is the same for a plan of one's own and a therapist's routine."""

    def __init__(self, world: CareWorld) -> None:
        self._world = world

    @property
    @abstractmethod
    def plan_id(self) -> str:
        """By what the steps name their plan; "" where there is none."""

    @abstractmethod
    def _told(self, step: PlanStep) -> str:
        """A step in words."""

    def answer(self, offer: Offer, *, take: bool) -> None:
        """Take the step, or leave everything as it is; either is kept."""
        if not self.plan_id:
            return
        self._world.step(
            PlanStep(
                step=self._world.new_id(),
                at=self._world.now,
                plan=self.plan_id,
                number=offer.number,
                what=offer.what,
                before=offer.before,
                after=offer.after,
                rule=offer.rule,
                how="taken" if take else "refused",
            )
        )

    @property
    def past(self) -> Sequence[PastStep]:
        return tuple(
            PastStep(day=step.at.date(), text=self._told(step), how=step.how) for step in reversed(self._steps())
        )

    @property
    def undoable(self) -> bool:
        return any(step.how in APPLIED for step in self._steps())

    def undo(self) -> None:
        """The newest step that stands is taken back; what was refused stays refused."""
        standing = [step for step in self._steps() if step.how in APPLIED]
        if standing:
            self._world.tell(replace(standing[-1], how="undone"))

    def _steps(self) -> list[PlanStep]:
        plan = self.plan_id
        return [step for step in self._world.care.plan_steps if plan and step.plan == plan]
