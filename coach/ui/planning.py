"""What the screens of the plan ask for."""

from collections.abc import Collection, Sequence
from typing import Protocol

from coach.core.care.guard import Easing
from coach.core.care.plan import CurrentPlan
from coach.core.care.plan_guide import PlanGuide
from coach.core.care.planning import Proposal
from coach.core.spec import Exercise


class Planning(Protocol):
    """The plan in use, and how another one is made. Nothing here blocks."""

    @property
    def guide(self) -> PlanGuide | None:
        """Questions and sentences; None until they have been read."""
        ...

    @property
    def plan(self) -> CurrentPlan | None:
        """The plan in use, with its steps; None where there is none."""
        ...

    @property
    def ticked(self) -> frozenset[str]:
        """Options ticked for the plan in use; none without one."""
        ...

    @property
    def flare(self) -> bool:
        """Whether a flare-up is open."""
        ...

    def propose(self, ticked: Collection[str]) -> Proposal | None:
        """The plan for answers; None until the guide has been read. An exercise of the plan in use keeps its dose
        while the minutes asked for are the same."""
        ...

    def make(self, ticked: Collection[str]) -> None:
        """Keep the plan for answers as the one in use; nothing where a therapist should choose."""
        ...

    def swaps(self, number: int) -> Sequence[Exercise]:
        """What may stand in place of an item of the plan in use."""
        ...

    def swap(self, number: int, exercise: str) -> None:
        """Put another exercise in place of an item, by hand; it is kept as a step."""
        ...

    @property
    def easing(self) -> Easing | None:
        """The step down to offer after a flare-up, if any."""
        ...

    def answer_easing(self, *, take: bool) -> None:
        """Take the step down, or leave the plan as it is; either is kept."""
        ...

    def moves(self) -> Sequence[Exercise]:
        """The guided moves of a break at the desk, without those that the person's answers leave out."""
        ...

    def waits(self, routine: str) -> bool:
        """Whether a routine has something that waits, because a flare-up is open."""
        ...

    def unsuited(self, routine: str) -> str:
        """Which exercises of a routine the answers of the plan in use leave out, in one sentence; "" for none, and
        for what a therapist assigned."""
        ...

    def note(self, routine: str) -> str:
        """One calm sentence to say with a routine on home, or ""."""
        ...

    def choose(self, routine: str) -> None:
        """The person chose a routine as today's, also in a flare-up."""
        ...
