"""One Euro filter over all coordinates at once.

Source: Casiez, Roussel and Vogel, "1 Euro Filter", CHI 2012 (https://gery.casiez.net/1euro/). Written anew: time is
passed in, the first sample passes unchanged whatever its time, and a reset forgets everything.
"""

import math
from dataclasses import dataclass

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
