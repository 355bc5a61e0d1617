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
    if state is not None and not t_s > state.t_s:
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

RESTLESS_S: Final = 0.7
"""After a second impossible jump within this time a value is not believed until it has been calm for as long, seconds;
estimated. Raise it when a limb that the model keeps losing splits repetitions."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One value's past: last time seen (s), last value, and when it last jumped impossibly, and the time before.

    Jumps too long ago to matter are forgotten, so that pasts that say the same are equal.
    """

    t_s: float = -math.inf
    value: float = math.nan
    jump_s: float = -math.inf
    jump_before_s: float = -math.inf

    def after(self, t_s: float, value: float) -> "Trace":
        """The trace after one more value; nan only lets jumps be forgotten."""
        jump_s = self.jump_s if t_s - self.jump_s < RESTLESS_S else -math.inf
        if math.isnan(value):
            return self if jump_s == self.jump_s else Trace(self.t_s, self.value)
        if abs(value - self.value) > MAX_JUMP + MAX_SPEED * (t_s - self.t_s):
            return Trace(t_s, value, t_s, jump_s)
        before_s = self.jump_before_s if 0 <= jump_s - self.jump_before_s < RESTLESS_S else -math.inf
        return Trace(t_s, value, jump_s, before_s)

    def believed(self, t_s: float) -> bool:
        """Whether the value can be trusted now."""
        return not (t_s - self.jump_s < RESTLESS_S and self.jump_s - self.jump_before_s < RESTLESS_S)


@dataclass(frozen=True, slots=True)
class CalmState:
    """Attributes:
    samples: (time in s, believed values) of the last `MEDIAN_S`, oldest first. traces: the past of each value.
    """

    samples: tuple[tuple[float, tuple[float, ...]], ...] = ()
    traces: tuple[Trace, ...] = ()


def calm_step(state: CalmState, t_s: float, values: tuple[float, ...]) -> tuple[CalmState, tuple[float, ...]]:
    """Angles (degrees) of limbs that the model may lose for a moment.

    Gives the running median, so that a short jump leaves no trace, and nan while a value keeps
    jumping as no joint can. nan also comes out when most of the window is nan.
    """
    before = state.traces or tuple(Trace() for _ in values)
    traces = tuple(trace.after(t_s, value) for trace, value in zip(before, values, strict=True))
    now = tuple(
        value if trace.believed(t_s) and not math.isnan(value) else math.nan
        for trace, value in zip(traces, values, strict=True)
    )
    kept = (*(sample for sample in state.samples if t_s - sample[0] < MEDIAN_S), (t_s, now))
    return CalmState(kept, traces), tuple(_median(column) for column in zip(*(row for _, row in kept), strict=True))


def _median(column: tuple[float, ...]) -> float:
    seen = sorted([value for value in column if not math.isnan(value)])
    return seen[len(seen) // 2] if 2 * len(seen) >= len(column) else math.nan
