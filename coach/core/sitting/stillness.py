"""Changes of posture, and how long there was none: what matters more than any one posture."""

import math
from dataclasses import dataclass, replace
from typing import Final

from coach.core.sitting.places import Places, apart

SHIFT: Final = 0.12
"""Shoulder widths (front) or trunk lengths (side) by which head or shoulders must have moved to be a change of posture,
about 4-5 cm; estimated. Lower it when people who shift a little are called still; a turned head moves the head 0.1."""

SETTLED: Final = 0.07
"""Within this much somebody has settled in a new place; estimated."""

SETTLE_S: Final = 4.0
"""A change counts once the new place was kept for so long, seconds; estimated: a reach or a glance comes back
sooner."""


@dataclass(frozen=True, slots=True)
class Stillness:
    """Where the body settled, where it may be settling, and since when."""

    settled: Places = ()
    trying: Places = ()
    trying_s: float = math.nan
    last_s: float = math.nan
    shifts: int = 0

    def still_s(self, t_s: float) -> float:
        """Seconds since the last change of posture; 0 while nothing is settled."""
        return t_s - self.last_s if self.settled else 0.0


def step(state: Stillness, t_s: float, places: Places) -> Stillness:
    """Follow the body: `places` are shoulders and head in body lengths, nan where not seen (then nothing is
    learned)."""
    if not places or any(math.isnan(place.real) for place in places):
        return state
    if not state.settled:
        return replace(state, settled=places, last_s=t_s)
    if apart(places, state.settled) <= SHIFT:
        return replace(state, trying=()) if state.trying else state
    if not state.trying or apart(places, state.trying) > SETTLED:
        return replace(state, trying=places, trying_s=t_s)
    if t_s - state.trying_s < SETTLE_S:
        return state
    return Stillness(settled=places, last_s=state.trying_s, shifts=state.shifts + 1)


def interrupted(state: Stillness) -> Stillness:
    """The person left, or was not watched for a while: what comes next is a new posture."""
    return Stillness(shifts=state.shifts + (1 if state.settled else 0))
