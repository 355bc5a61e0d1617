"""Repetitions: from measures in time to phases, and complete and partial repetitions."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from coach.core.body import Side
from coach.core.gate import all_hold
from coach.core.holds import MAX_STEP_S, Form, HoldClock
from coach.core.report import Rep
from coach.core.spec import Measure, Rep as RepSpec

RepPhase = Literal["rest", "out", "top", "back"]

REST_FALL_S: Final = 0.15
"""Time constant with which one's own rest follows a deeper rest, seconds; estimated."""

REST_DRIFT_S: Final = 4.0
"""Time constant with which one's own rest follows a shallower one, seconds; estimated. Shorten it when people who
settle higher after the first repetition are never seen at rest; lengthen it when slow starts are missed."""

STILL_SHARE: Final = 0.35
"""Within this share of the attempt the body still counts as resting: a repetition is dated from there; estimated."""

PARTIAL_FOR_S: Final = 0.3
"""An attempt shorter than this is jitter, not a partial, seconds; estimated."""

STUCK_S: Final = 12.0
"""Standing still this long short of the target means a new rest position, seconds; estimated."""

STEADY_SHARE: Final = 0.15
"""A hold may tremble at this share of the fastest speed of the way there; estimated."""

TREMBLE_S: Final = 1.0
"""Moving about at the top for longer than this is no hold, seconds; estimated."""

RESTED_S: Final = 0.25
"""Who leaves rest sooner than this (seconds) after counting came on may have been on the way before: how quickly is not
known; estimated. Lengthen it when people are told to be too fast who only began early."""

SLOPE_S: Final = 0.15
"""Time constant of the speed of the main measure, seconds; estimated."""


@dataclass(frozen=True, slots=True)
class Running:
    """A repetition under way: since when, its extreme, what was reached and held, and who worked."""

    start_s: float
    best: float
    peak_s: float
    on_target: bool = False
    reached_s: float = math.nan
    target_s: float = 0.0
    attempt_s: float = 0.0
    top_speed: float = 0.0
    clock: HoldClock = field(default_factory=HoldClock)
    still_since_s: float = math.nan
    left_s: float = 0.0
    right_s: float = 0.0
    range: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def side(self) -> Side | None:
        """The leg that worked most of the time."""
        if self.left_s == self.right_s:
            return None
        return "left" if self.left_s > self.right_s else "right"


@dataclass(frozen=True, slots=True)
class RepState:
    """Attributes:
    phase: where in a repetition. rest: the person's own rest value of each measure.
    t_s, value, slope: last time, main measure and its speed (unit/s). still_s: when all measures last were at rest.
    since_s: since when counting has been on. running: the repetition under way, or None.
    """

    phase: RepPhase = "rest"
    rest: tuple[float, ...] = ()
    t_s: float = math.nan
    value: float = math.nan
    slope: float = 0.0
    still_s: float = math.nan
    since_s: float = math.nan
    running: Running | None = None


def _values(spec: RepSpec, features: Mapping[str, float]) -> list[float]:
    return [features.get(measure.feature, math.nan) for measure in spec.measures]


def _follow(measure: Measure, rest: float, value: float, dt_s: float) -> float:
    """One's own rest, moved toward the present value: quickly to a deeper rest, slowly to a shallower one."""
    if math.isnan(value):
        return rest
    deeper = measure.direction * (value - rest) < 0
    return rest + (1 - math.exp(-dt_s / (REST_FALL_S if deeper else REST_DRIFT_S))) * (value - rest)


def _way(measure: Measure, rest: float, value: float) -> float:
    """How far a value lies from rest toward the target, in the measure's unit; nan where unseen."""
    return measure.direction * (value - rest)


def progress(measure: Measure, rest: float, value: float) -> float:
    """0 at one's own rest, 1 at the target; nan where unseen."""
    way = _way(measure, rest, measure.target)
    return _way(measure, rest, value) / way if way > 0 else math.nan


def _on_target(
    spec: RepSpec, state: RepState, values: list[float], features: Mapping[str, float], *, was_on: bool
) -> bool:
    share = 1 - spec.stay_share if was_on else 1.0
    for measure, rest, value in zip(spec.measures, state.rest, values, strict=True):
        if math.isnan(value):
            if measure.unseen == "no":
                return False
        elif _way(measure, rest, value) < share * _way(measure, rest, measure.target):
            return False
    return all_hold(spec.also, features)


def _slope(state: RepState, t_s: float, value: float) -> float:
    dt_s = t_s - state.t_s
    if not dt_s > 0 or math.isnan(value) or math.isnan(state.value):
        return state.slope if dt_s > 0 else 0.0
    share = 1 - math.exp(-dt_s / SLOPE_S)
    return state.slope + share * ((value - state.value) / dt_s - state.slope)


def _widen(
    spec: RepSpec, before: Mapping[str, tuple[float, float]], features: Mapping[str, float]
) -> dict[str, tuple[float, float]]:
    ranges = dict(before)
    for name in spec.ranges:
        value = features.get(name, math.nan)
        if not math.isnan(value):
            low, high = ranges.get(name, (value, value))
            ranges[name] = (min(low, value), max(high, value))
    return ranges


def start(spec: RepSpec, t_s: float, features: Mapping[str, float], since_s: float | None = None) -> RepState:
    """State at rest: the present values are taken as the person's own rest. `since_s`: since when counting has been on,
    by default from now on."""
    values = _values(spec, features)
    rest = tuple(
        measure.rest if math.isnan(value) else value for measure, value in zip(spec.measures, values, strict=True)
    )
    return RepState(rest=rest, t_s=t_s, value=values[0], still_s=t_s, since_s=t_s if since_s is None else since_s)


def _resting(
    spec: RepSpec, state: RepState, t_s: float, values: list[float], features: Mapping[str, float]
) -> RepState:
    dt_s = t_s - state.t_s
    rest = tuple(_follow(m, r, v, dt_s) for m, r, v in zip(spec.measures, state.rest, values, strict=True))
    ways = [_way(m, r, v) / m.attempt for m, r, v in zip(spec.measures, rest, values, strict=True)]
    tried = any(way > 1 for way in ways)
    still_s = state.still_s if any(way > STILL_SHARE for way in ways) else t_s
    slope = _slope(state, t_s, values[0])
    state = replace(state, rest=rest, t_s=t_s, value=values[0], slope=slope, still_s=still_s)
    if not tried or math.isnan(values[0]):
        return state
    running = Running(start_s=still_s, best=values[0], peak_s=t_s, range=_widen(spec, {}, features))
    return replace(state, phase="out", running=running)


def _clock(clock: HoldClock, dt_s: float, form: Form, *, on_target: bool, steady: bool) -> HoldClock:
    """The hold at the top: it begins when the body has come to rest there, and a tremble between two restful moments
    counts, while the way back from the last of them does not."""
    if on_target and steady:
        return (clock if clock.doubt_s <= TREMBLE_S else replace(clock, doubt_s=0.0)).after(dt_s, form)
    if on_target and clock.shown_s > 0 and form != "bad":
        return clock.after(dt_s, "doubtful")
    return replace(clock, doubt_s=0.0)


def _advance(
    spec: RepSpec,
    state: RepState,
    running: Running,
    t_s: float,
    features: Mapping[str, float],
    side: Side | None,
    form: Form,
) -> Running:
    """The running repetition after one more pose."""
    dt_s = min(t_s - state.t_s, MAX_STEP_S)
    values = _values(spec, features)
    main = spec.measures[0]
    on_target = _on_target(spec, state, values, features, was_on=running.on_target)
    best, peak_s = running.best, running.peak_s
    if main.direction * (values[0] - best) > 0:
        best, peak_s = values[0], t_s
    speed = abs(_slope(state, t_s, values[0]))
    top_speed = max(running.top_speed, speed) if math.isnan(running.reached_s) else running.top_speed
    steady = speed <= max(spec.steady_per_s, STEADY_SHARE * top_speed)
    tried = any(_way(m, r, v) > m.attempt for m, r, v in zip(spec.measures, state.rest, values, strict=True))
    still_since_s = running.still_since_s if steady and not math.isnan(running.still_since_s) else t_s
    return replace(
        running,
        best=best,
        peak_s=peak_s,
        on_target=on_target,
        reached_s=t_s if on_target and math.isnan(running.reached_s) else running.reached_s,
        target_s=running.target_s + (dt_s if on_target else 0.0),
        attempt_s=running.attempt_s + (dt_s if tried else 0.0),
        top_speed=top_speed,
        clock=_clock(running.clock, dt_s, form, on_target=on_target, steady=steady),
        still_since_s=still_since_s,
        left_s=running.left_s + (dt_s if side == "left" else 0.0),
        right_s=running.right_s + (dt_s if side == "right" else 0.0),
        range=_widen(spec, running.range, features),
    )


def _returned(spec: RepSpec, state: RepState, running: Running, values: list[float]) -> bool:
    """Whether every seen measure came back far enough. The main one must be seen."""
    if math.isnan(values[0]):
        return False
    for index, (measure, rest, value) in enumerate(zip(spec.measures, state.rest, values, strict=True)):
        if math.isnan(value):
            continue
        reach = _way(measure, rest, running.best) if index == 0 else _way(measure, rest, measure.target)
        if _way(measure, rest, value) > max(reach, measure.attempt) * (1 - spec.back_share):
            return False
    return True


def _finish(spec: RepSpec, running: Running, t_s: float) -> Rep | None:
    complete = running.target_s >= spec.target_for_s
    took_s = t_s - running.start_s
    if took_s < spec.least_s or (not complete and running.attempt_s < PARTIAL_FOR_S):
        return None
    if spec.most_s is not None and took_s > spec.most_s:
        return None
    side = running.side if spec.working_leg else None
    return Rep(running.start_s, running.peak_s, t_s, side, complete, running.range, running.clock.shown_s)


def step(
    spec: RepSpec, state: RepState, t_s: float, features: Mapping[str, float], side: Side | None, form: Form
) -> tuple[RepState, Rep | None]:
    """Move a repetition on by one pose.

    Args:
        side: the leg that works now, or None. form: see `Form`.

    Returns:
        The new state, and the repetition that ended just now (complete or partial) or None.
    """
    values = _values(spec, features)
    if state.running is None:
        return _resting(spec, state, t_s, values, features), None
    running = _advance(spec, state, state.running, t_s, features, side, form)
    slope = _slope(state, t_s, values[0])
    value = state.value if math.isnan(values[0]) else values[0]
    moved = replace(state, t_s=t_s, value=value, slope=slope, running=running)
    if _returned(spec, moved, running, values):
        # The way back may not be over: from here on the present place is rest, and it follows further down.
        return start(spec, t_s, features, state.since_s), _finish(spec, running, t_s)
    if running.target_s < spec.target_for_s and t_s - running.still_since_s > STUCK_S:
        return start(spec, t_s, features, state.since_s), None
    return replace(moved, phase=_phase(spec, state.phase, running, slope)), None


def _phase(spec: RepSpec, before: RepPhase, running: Running, slope: float) -> RepPhase:
    """The top begins when the body has settled on target, and ends when it leaves it or goes back."""
    onward = slope * spec.measures[0].direction
    trembling = max(spec.steady_per_s, STEADY_SHARE * running.top_speed)
    if running.on_target and (abs(onward) <= trembling or (before == "top" and onward > 0)):
        return "top"
    if onward < -trembling or before == "back":
        return "back"
    return "back" if before == "top" else "out"


def timings(state: RepState | None) -> dict[str, float]:
    """Features of time: "rise_s" from leaving rest to the target, nan before, and where rest was not seen."""
    running = state.running if state else None
    if state is None or running is None or running.start_s - state.since_s < RESTED_S:
        return {"rise_s": math.nan}
    return {"rise_s": running.reached_s - running.start_s}
