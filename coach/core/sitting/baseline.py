"""The person's own upright: how each measure stands, and how much it wavers, while they sit tall."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from coach.core.sitting.look import View

NAMES: Final = ("desk", "laptop", "standing")
"""Baselines offered by name; a person may add their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureBaseline:
    """Medians and spreads (median absolute deviations) of the measures of `view`, by name.

    Attributes:
        name: as the person calls it; "" for one taken from the footage itself.
        seconds: how much was watched for it.
        standing: it was taken standing at a raised desk.
        at: when, or None.
    """

    view: View
    medians: Mapping[str, float]
    spreads: Mapping[str, float] = field(default_factory=dict)
    name: str = ""
    seconds: float = 0.0
    standing: bool = False
    at: datetime | None = None


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
