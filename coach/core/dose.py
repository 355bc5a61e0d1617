"""How much of an exercise is asked."""

from dataclasses import dataclass

from coach.core.band import sourced
from coach.core.demo import SpecError, Strict


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose(Strict):
    """How much: sets, repetitions (each side where sides count), hold and rest in seconds.

    `sets_range`, `reps_range` and `hold_range_s` are the least and the most that a plan may grow or shrink to; left
    out, it stays as it is.
    """

    sets: int
    reps: int = 1
    hold_s: float = 0.0
    rest_s: float = 30.0
    sets_range: tuple[int, int] | None = None
    reps_range: tuple[int, int] | None = None
    hold_range_s: tuple[float, float] | None = None
    source: str

    def __post_init__(self) -> None:
        if self.sets < 1 or self.reps < 1 or self.hold_s < 0 or self.rest_s < 0:
            raise SpecError("dose: sets and reps start at 1, times at 0")
        ranges = (("sets", self.sets_range), ("reps", self.reps_range), ("hold_s", self.hold_range_s))
        for name, bounds in ranges:
            if bounds is not None and not 1 <= bounds[0] <= getattr(self, name) <= bounds[1]:
                raise SpecError(f"dose: the range of {name} goes from 1 or more to the most, around {name} itself")
        sourced("dose", self.source)
