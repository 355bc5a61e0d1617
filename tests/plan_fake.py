"""The plan for tests of other screens: none is made yet, nothing is held back. A plain object that notes what it is
told."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from coach.adapters.library import load_plan_guide
from coach.core.care.plan_guide import PlanGuide

GUIDE = Path(__file__).parents[1] / "assets" / "care" / "plan.toml"


@cache
def guide() -> PlanGuide:
    return load_plan_guide(GUIDE)


@dataclass(slots=True)
class FakePlanning:
    """Fulfils `coach.ui.planning.Planning`. `keep` is told which routine was chosen."""

    keep: Callable[[str], None] = lambda routine: None
    waiting: frozenset[str] = frozenset()
    notes: dict[str, str] = field(default_factory=dict)
    flare: bool = False
    plan: None = None
    ticked: frozenset[str] = frozenset()
    easing: None = None
    made: list[frozenset[str]] = field(default_factory=list)

    @property
    def guide(self) -> PlanGuide:
        return guide()

    def propose(self, ticked: Collection[str]) -> None:
        return None

    def make(self, ticked: Collection[str]) -> None:
        self.made.append(frozenset(ticked))

    def swaps(self, number: int) -> tuple[()]:
        return ()

    def swap(self, number: int, exercise: str) -> None: ...

    def answer_easing(self, *, take: bool) -> None: ...

    def moves(self) -> tuple[()]:
        return ()

    def waits(self, routine: str) -> bool:
        return routine in self.waiting

    def unsuited(self, routine: str) -> str:
        return ""

    def note(self, routine: str) -> str:
        return self.notes.get(routine, "")

    def choose(self, routine: str) -> None:
        self.keep(routine)
