"""One Euro filter over all coordinates at once.

Source: Casiez, Roussel and Vogel, "1 Euro Filter", CHI 2012 (https://gery.casiez.net/1euro/). Written anew: time is
passed in, the first sample passes unchanged whatever its time, and a reset forgets everything.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.core.pose import Array


@dataclass(frozen=True, slots=True)
class OneEuro:
    """Settings of the filter.

    Attributes:
        min_cutoff_hz: cut-off at rest, > 0. Lower it against trembling points, raise it when slow movement lags.
        beta: cut-off added per unit of speed (unit/s), >= 0. Raise it when fast movement lags.
        speed_cutoff_hz: cut-off of the speed estimate, > 0. Source: the paper's 1 Hz.
        gap_s: after a gap longer than this the filter starts anew; estimated.
    """

    min_cutoff_hz: float = 2.0
    beta: float = 12.0
    speed_cutoff_hz: float = 1.0
    gap_s: float = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class SmoothState:
    """Last time (s), value and speed (units/s); arrays of one shape."""

    t_s: float
    value: Array
    speed: Array


def _share(cutoff_hz: Array | float, dt_s: float) -> Array | float:
    """Weight of the new sample for a first-order low-pass."""
    tau = 2 * math.pi * dt_s * cutoff_hz
    return tau / (tau + 1.0)


def step(settings: OneEuro, state: SmoothState | None, t_s: float, value: Array) -> tuple[SmoothState, Array]:
    """Take in one sample and give the smoothed one.

    A coordinate that is nan, or was nan before, restarts by itself at its next real value.

    Raises:
        ValueError: time did not rise.
    """
    if state is not None and t_s <= state.t_s:
        raise ValueError(f"time must rise: {t_s} after {state.t_s}")
    if state is None or t_s - state.t_s > settings.gap_s:
        return SmoothState(t_s, value, np.zeros_like(value)), value
    dt_s = t_s - state.t_s
    fresh = np.isnan(state.value)
    before = np.where(fresh, value, state.value)
    speed = state.speed + _share(settings.speed_cutoff_hz, dt_s) * ((value - before) / dt_s - state.speed)
    speed = np.where(np.isnan(speed), 0.0, speed)
    cutoff = settings.min_cutoff_hz + settings.beta * np.abs(speed)
    smoothed = before + _share(cutoff, dt_s) * (value - before)
    return SmoothState(t_s, smoothed, speed), smoothed


MEDIAN_S: Final = 0.3
"""Window of the running median, seconds; estimated. Widen it when hidden limbs that jump about spoil a hold; it delays
both ends of a movement by half of itself."""

MAX_SPEED: Final = 450.0
"""Joints in these exercises turn slower than this, degrees per second; estimated (the quickest labelled ones: 300)."""

MAX_JUMP: Final = 20.0
"""A jump up to this many degrees is always believed; estimated."""

DISBELIEF_S: Final = 0.6
"""A value that jumped is believed after this long at the latest, seconds; estimated."""


@dataclass(frozen=True, slots=True)
class CalmState:
    """Attributes:
    samples: (time in s, believed values) of the last `MEDIAN_S`, oldest first.
    believed: for each value, when it was last believed (s) and what it was.
    """

    samples: tuple[tuple[float, tuple[float, ...]], ...] = ()
    believed: tuple[tuple[float, float], ...] = ()


def calm_step(state: CalmState, t_s: float, values: tuple[float, ...]) -> tuple[CalmState, tuple[float, ...]]:
    """Angles (degrees) without the jumps of a limb that the model lost for a moment: implausible ones become nan for a
    while, then the running median is taken. nan comes out when most of the window is nan.
    """
    before = state.believed or tuple((-math.inf, math.nan) for _ in values)
    believed = tuple(_believe(past, t_s, value) for past, value in zip(before, values, strict=True))
    now = tuple(value if past[0] == t_s else math.nan for past, value in zip(believed, values, strict=True))
    kept = (*(sample for sample in state.samples if t_s - sample[0] < MEDIAN_S), (t_s, now))
    return CalmState(kept, believed), tuple(_median(column) for column in zip(*(row for _, row in kept), strict=True))


def _believe(past: tuple[float, float], t_s: float, value: float) -> tuple[float, float]:
    last_s, last = past
    if math.isnan(value):
        return past
    gap_s = t_s - last_s
    plausible = math.isnan(last) or gap_s > DISBELIEF_S or abs(value - last) <= MAX_JUMP + MAX_SPEED * gap_s
    return (t_s, value) if plausible else past


def _median(column: tuple[float, ...]) -> float:
    seen = sorted(value for value in column if not math.isnan(value))
    return seen[len(seen) // 2] if 2 * len(seen) >= len(column) else math.nan
