"""The declared rules by which a plan grows and shrinks, as their file says them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from coach.core.care.record import StepHow, StepWhat
from coach.core.demo import SpecError, Strict


@dataclass(frozen=True, slots=True, kw_only=True)
class Up(Strict):
    """When to offer more: so many sessions running done whole and in form.

    Attributes:
        sessions: how many running. pain_most: 0-10, the worst told around each. effort_most: 0-10, where told.
        fault_share: share 0..1 of repetitions, or of the time held, in which form may slip.
    """

    sessions: int
    pain_most: int
    effort_most: int
    fault_share: float

    def __post_init__(self) -> None:
        if self.sessions < 1 or not 0 <= self.fault_share < 1:
            raise SpecError("up: sessions start at 1, fault_share lies from 0 to 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Down(Strict):
    """When to offer less: so many sessions running below `done_share` (0..1) of what was asked, or stopped; or pain
    that rose by `pain_rise` points with one session."""

    sessions: int
    done_share: float
    pain_rise: int

    def __post_init__(self) -> None:
        if self.sessions < 1 or not 0 < self.done_share <= 1 or self.pain_rise < 1:
            raise SpecError("down: sessions and pain_rise start at 1, done_share lies from 0 to 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Strict):
    """How much one change is: repetitions, seconds of each hold, sets."""

    reps: int
    hold_s: float
    sets: int

    def __post_init__(self) -> None:
        if min(self.reps, self.hold_s, self.sets) < 1:
            raise SpecError("step: starts at 1")

    def of(self, what: StepWhat) -> float:
        """Size of a step of that kind. Raises KeyError for an exercise, which has none."""
        return {"reps": self.reps, "hold_s": self.hold_s, "sets": self.sets}[what]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthWords(Strict):
    """What is asked and explained, with places to fill in."""

    reps_up: str
    reps_down: str
    hold_s_up: str
    hold_s_down: str
    sets_up: str
    sets_down: str
    exercise_up: str
    exercise_down: str
    why_over: str
    why_over_unasked: str
    why_done: str
    why_done_unasked: str
    why_under: str
    why_pain: str
    yours: str

    def ask(self, what: StepWhat, way: Literal["up", "down"]) -> str:
        """The question for a change."""
        found: str = getattr(self, f"{what}_{way}")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth(Strict):
    """All of it; `shown` is the line under a page that says where the rules come from."""

    sources: tuple[str, ...]
    shown: str
    up: Up
    down: Down
    step: Step
    words: GrowthWords

    def __post_init__(self) -> None:
        if not self.sources or not self.shown.strip():
            raise SpecError("growth: needs its sources, and the line that shows them")


@dataclass(frozen=True, slots=True, kw_only=True)
class PastStep:
    """One change of the plan, or one that was refused, as it is told: "Glute bridge: 8 to 10 repetitions"."""

    day: date
    text: str
    how: StepHow
