"""The person's own upright: how each measure stands, and how much it wavers, while they sit tall."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from coach.core.sitting.look import View
from coach.core.sitting.measures import nothing

STANDING: Final = "standing"
NAMES: Final = ("desk", "laptop", STANDING)
"""Baselines offered by name; a person may add their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureBaseline:
    """Medians and spreads (median absolute deviations) of the measures of `view`, by name. A measure without a median
    (a mouth behind a mask, a baseline of an older version) is nan: not seen.

    Attributes:
        name: as the person calls it; "" for one taken from the footage itself.
        seconds: how much was watched for it.
        standing: it was taken standing at a raised desk. Legs tell, or its name where a desk hides them.
        at: when, or None.
    """

    view: View
    medians: Mapping[str, float]
    spreads: Mapping[str, float] = field(default_factory=dict)
    name: str = ""
    seconds: float = 0.0
    standing: bool = False
    at: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "medians", {**nothing(self.view), **self.medians})


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How far taking a baseline has come.

    Attributes:
        progress: 0..1. left_s: seconds of sitting still and tall still to go.
        trouble: what to mend first, one short sentence ("Look at the screen."), or "".
        done: the baseline, once there is one.
    """

    progress: float = 0.0
    left_s: float = 5.0
    trouble: str = ""
    done: PostureBaseline | None = None
