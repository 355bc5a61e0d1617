"""Conditions as data: when a measure lies in a band, and when counting is on."""

import math
from dataclasses import dataclass
from typing import Literal

from coach.core.demo import SpecError, Strict


def sourced(part: str, source: str) -> None:
    """Refuse a number of nobody's.

    Raises:
        SpecError: there is no source.
    """
    if not source.strip():
        raise SpecError(f"{part}: needs a source, or the word estimated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Strict):
    """A measure lies above and / or below a value.

    Attributes:
        feature: a name of `coach.core.features.FEATURES`, or "<name>_change" for its difference from the person's own
            baseline (taken at rest, or in the first seconds of a hold).
        above, below: bounds in the feature's unit; at least one. With both, the value lies between them.
        unseen: what nan means: "no" (it is in no band) or "pass" (only for a limb that is hidden just when it is
            where it should be; say why beside it).
        view: "side" for a measure that means nothing from the front: there the band is not asked.
        source: where the number comes from, or "estimated".
    """

    feature: str
    above: float | None = None
    below: float | None = None
    unseen: Literal["no", "pass"] = "no"
    view: Literal["side", "any"] = "any"
    source: str

    def __post_init__(self) -> None:
        if self.above is None and self.below is None:
            raise SpecError(f"band on {self.feature}: needs above or below")
        if self.above is not None and self.below is not None and self.above >= self.below:
            raise SpecError(f"band on {self.feature}: above {self.above:g} must be smaller than below {self.below:g}")
        if not all(math.isfinite(bound) for bound in (self.above, self.below) if bound is not None):
            raise SpecError(f"band on {self.feature}: bounds must be numbers")
        sourced(f"band on {self.feature}", self.source)

    def holds(self, value: float, slack: float = 0.0) -> bool:
        """Whether a value lies in the band, widened by `slack` on each side."""
        if math.isnan(value):
            return self.unseen == "pass"
        if self.above is not None and value < self.above - slack:
            return False
        return self.below is None or value <= self.below + slack


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Strict):
    """When counting is on: armed when `start` held for `start_for_s`, off when `keep` failed for `lose_after_s`."""

    start: tuple[Band, ...]
    keep: tuple[Band, ...]
    start_for_s: float = 0.4
    lose_after_s: float = 1.0

    def __post_init__(self) -> None:
        if not self.start or not self.keep:
            raise SpecError("gate: start and keep need a band each, or everything would count")
        if self.start_for_s < 0 or self.lose_after_s < 0:
            raise SpecError("gate: times must not be negative")
