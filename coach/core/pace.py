"""Exercises led by the clock: what can't be judged from landmarks is paced by voice and screen, and says so."""

import math
from dataclasses import dataclass
from typing import Final

from coach.core.band import sourced
from coach.core.demo import SpecError, Strict

MAX_SAID_WORDS: Final = 6
"""Somebody on the floor takes in no more at once; estimated, as for cues."""

MAX_SHOWN_WORDS: Final = 2
"""The large word of a step is read from three metres away; estimated."""

LEAST_STEP_S: Final = 2.0
"""A shorter step is over before it has been said, seconds; estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceStep(Strict):
    """One step of a cycle: what is said as it begins, the large word shown with it, and how long it lasts (s)."""

    say: str
    word: str
    for_s: float
    source: str

    def __post_init__(self) -> None:
        if not 0 < len(self.say.split()) <= MAX_SAID_WORDS:
            raise SpecError("pace: what a step says has one to six words")
        if not 0 < len(self.word.split()) <= MAX_SHOWN_WORDS:
            raise SpecError("pace: the word of a step is one word or two")
        if not LEAST_STEP_S <= self.for_s < math.inf:
            raise SpecError(f"pace: a step lasts {LEAST_STEP_S:g} s or longer")
        sourced("pace", self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace(Strict):
    """The steps of one cycle, in order; nothing in them is judged or counted by the camera."""

    steps: tuple[PaceStep, ...]

    def __post_init__(self) -> None:
        if len(self.steps) < 2:
            raise SpecError("pace: a cycle has two steps or more")

    @property
    def cycle_s(self) -> float:
        """How long one cycle lasts, seconds."""
        return sum(step.for_s for step in self.steps)


@dataclass(frozen=True, slots=True)
class PaceMoment:
    """Where the clock stands. `cycles` led to their end; `step` now, `share` 0..1 of it and `left_s` seconds of it."""

    cycles: int
    step: int
    share: float
    left_s: float


_TOUCH_S: Final = 1e-6
"""Seconds added up in small steps fall short of a sum by less than this."""


def step_began_s(pace: Pace, paced_s: float) -> float:
    """When the step that stands at `paced_s` began, seconds on the pace's clock."""
    now = moment(pace, paced_s)
    return now.cycles * pace.cycle_s + sum(step.for_s for step in pace.steps[: now.step])


def moment(pace: Pace, paced_s: float) -> PaceMoment:
    """Where a cycle stands after `paced_s` seconds on the pace's clock; before the start it is at the start."""
    paced_s = max(0.0, paced_s) + _TOUCH_S
    cycles = int(paced_s // pace.cycle_s)
    rest_s = paced_s - cycles * pace.cycle_s
    for number, step in enumerate(pace.steps):
        if rest_s < step.for_s or number == len(pace.steps) - 1:
            break
        rest_s -= step.for_s
    share = min(1.0, rest_s / step.for_s)
    return PaceMoment(cycles, number, share, max(0.0, step.for_s - rest_s))
