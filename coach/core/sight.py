"""From a raw pose to measures: legs given their names back, points smoothed for drawing, angles calmed for counting."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np

from coach.core import baseline, features, legs, smooth
from coach.core.body import SIDES, Side, joint
from coach.core.gate import FRONT_ON_DEG
from coach.core.pose import Mask, Pose
from coach.core.posture import Body, Orientation, orient
from coach.core.spec import Exercise

SMOOTHING: Final = smooth.OneEuro()

_SHARED: Final = 64
"""Poses that are remembered while exercises look at them: each that has given legs their names back sees its own."""

HELD_S: Final = 1.0
"""A leg that is hidden for no longer than this (seconds) is still known to be the one that works, and so nothing is
measured of it, nor of the other one in its place; estimated. Raise it when a hidden leg splits repetitions, lower it
when somebody who changes legs out of sight is not counted."""

UNCALMED: Final = ("yaw_deg", "trunk_tilt_deg")
"""Angles of the whole trunk, which the model does not lose."""


_Held = tuple[tuple[Side, float], ...]
"""Legs that are hidden, and the angle each had at the hip a moment ago, degrees."""


@dataclass(frozen=True, slots=True, eq=False)
class FilterState:
    """Attributes:
    near: the side nearer to the camera. seen: (33,) what was seen in the pose before. filtered: smoothed points.
    """

    near: Side | None = None
    seen: Mask | None = None
    filtered: smooth.SmoothState | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ViewState:
    """What does not depend on the exercise; compared by identity, so that those that look at the same poses share it.

    Attributes:
        calmed: names of the angles that are calmed. filter: of the points. calm: those angles lately.
    """

    calmed: tuple[str, ...] = ()
    filter: FilterState = field(default_factory=FilterState)
    calm: smooth.CalmState = field(default_factory=smooth.CalmState)


@dataclass(frozen=True, slots=True, eq=False)
class Filtered:
    """Attributes:
    pose: smoothed, for drawing. body: the same, measurable. raw: the pose as it came, measurable.
    mask: (33,) which landmarks count as seen.
    """

    pose: Pose
    body: Body
    raw: Body
    mask: Mask


@dataclass(frozen=True, slots=True, eq=False)
class View(Filtered):
    """`calm`: the calmed angles by name."""

    calm: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class SightState:
    """Attributes:
    view: what was seen before, None before the first pose. resting: where each leg rests.
    hips: when (s) each leg's angle at the hip was last known while counting was on, and what it was.
    """

    view: ViewState | None = None
    resting: legs.LegState = field(default_factory=legs.LegState)
    hips: Mapping[Side, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Attributes:
    pose: smoothed, for drawing. body: the same, measurable.
    features: what is `measured` by name, with angles calmed: what counting and rules go by, a moment late.
    shown: the same without that delay, for gauges and reports.
    side: the leg (in a hold, the side) that works now, or None. mask: (33,) which landmarks count as seen.
    """

    pose: Pose
    body: Body
    features: Mapping[str, float]
    shown: Mapping[str, float]
    side: Side | None
    mask: Mask


TOLD: Final = ("belly_down", "hip_angle_deg", "knee_angle_deg", "trunk_tilt_deg", "yaw_deg")
"""Measures that are in every report, whatever the exercise: the accuracy of the two angles is published."""


@lru_cache(maxsize=64)
def calmed_angles(exercise: Exercise) -> tuple[str, ...]:
    """The joint angles that repetitions and rules use: they jump when the model loses a limb."""
    used = [measure.feature for measure in exercise.rep.measures] if exercise.rep else []
    used += [band.feature for band in exercise.rep.also] if exercise.rep else []
    used += [band.feature.removesuffix(baseline.CHANGE) for rule in exercise.rules for band in rule.fault]
    known = {name: features.FEATURES[name] for name in used if name in features.FEATURES}
    return tuple(sorted(name for name, feature in known.items() if feature.unit == "deg" and name not in UNCALMED))


@lru_cache(maxsize=64)
def measured(exercise: Exercise) -> tuple[str, ...]:
    """What is measured in each picture: all that the exercise names, and what every report tells. Measuring all there
    is would cost half as much again."""
    used = {name.removesuffix(baseline.CHANGE) for name in exercise.features()}
    return tuple(sorted((used | set(TOLD)) & features.FEATURES.keys()))


def _named(state: legs.LegState, pose: Pose, orientation: Orientation) -> tuple[legs.LegState, Pose]:
    """Give the legs their own names back while one of them works. On the back the other one is free to drift."""
    gap = legs.FREE_GAP if orientation.belly_down < 0 else legs.MIN_GAP
    plane = pose.plane()
    points: list[complex] = (plane[:, 0] + 1j * plane[:, 1]).tolist()
    shoulder, hip = (points[joint(name, "left")] + points[joint(name, "right")] for name in ("shoulder", "hip"))
    judged = legs.judge(state, points, abs(shoulder - hip) / 2, gap)
    if not judged.swapped:
        return judged, pose
    order = list(legs.SWAPPED)
    return judged, Pose(pose.t_s, pose.points[order], pose.world[order], pose.size)


def _smoothed(state: smooth.SmoothState | None, pose: Pose) -> tuple[smooth.SmoothState, Pose]:
    filtered, plane = smooth.step(SMOOTHING, state, pose.t_s, pose.plane())
    width, height = pose.size
    points = np.column_stack((plane * (height / width, 1.0), pose.points[:, 2:]))
    return filtered, Pose(pose.t_s, points, pose.world, pose.size)


@lru_cache(maxsize=64)
def _begun(calmed: tuple[str, ...]) -> ViewState:
    return ViewState(calmed)


def together(exercises: Iterable[Exercise]) -> SightState:
    """The sight with which each of several exercises begins that will look at the same poses: they share the work."""
    return SightState(_begun(tuple(sorted({name for each in exercises for name in calmed_angles(each)}))))


# The following are remembered for a moment: several exercises ask the same of the same pose.
@lru_cache(maxsize=_SHARED)
def _oriented(state: FilterState, pose: Pose) -> Orientation:
    return orient(pose.world, state.near)


@lru_cache(maxsize=_SHARED)
def _filtered(state: FilterState, pose: Pose, named: Pose) -> tuple[FilterState, Filtered]:
    orientation = _oriented(state, pose)
    filtered, drawn = _smoothed(state.filtered, named)
    mask = named.seen(state.seen)
    seen = Filtered(drawn, Body(drawn, orientation, mask), Body(named, orientation, mask), mask)
    return FilterState(orientation.near, mask, filtered), seen


@lru_cache(maxsize=_SHARED)
def _next(calmed: tuple[str, ...], filtered: FilterState, calm: smooth.CalmState) -> ViewState:
    """One for all that saw the same of late, though one of them may have known more for a moment."""
    return ViewState(calmed, filtered, calm)


@lru_cache(maxsize=_SHARED)
def _viewed(state: ViewState, pose: Pose, named: Pose, held: _Held = ()) -> tuple[ViewState, View]:
    """Look at a pose whose legs are `named`; `held` are angles of hidden ones. Raises ValueError: time did not rise."""
    filtered, seen = _filtered(state.filter, pose, named)
    body, raw = (part.knowing(dict(held)) if held else part for part in (seen.body, seen.raw))
    angles = tuple(features.value(raw, name) for name in state.calmed)
    calm_state, calm = smooth.calm_step(state.calm, named.t_s, angles)
    view = View(seen.pose, body, raw, seen.mask, dict(zip(state.calmed, calm, strict=True)))
    return _next(state.calmed, filtered, calm_state), view


def _held(hips: Mapping[Side, tuple[float, float]], t_s: float, view: View) -> _Held:
    """The angles that hidden legs had a moment ago."""
    hidden = [at for at in hips if math.isnan(view.raw.faint_hip(at)) or math.isnan(view.body.faint_hip(at))]
    return tuple((at, hips[at][1]) for at in hidden if t_s - hips[at][0] <= HELD_S)


@lru_cache(maxsize=64)
def _blind(exercise: Exercise) -> dict[str, float]:
    """Measures of the repetition that can't be taken from the front, as what they are then."""
    sideways = (measure.feature for measure in exercise.rep.measures if measure.view == "side") if exercise.rep else ()
    return dict.fromkeys(sideways, math.nan)


def _look(exercise: Exercise, state: SightState, pose: Pose, armed: bool) -> tuple[SightState, View]:
    view_state = _begun(calmed_angles(exercise)) if state.view is None else state.view
    leg_state, named = state.resting, pose
    if armed and exercise.sides != "both":
        leg_state, named = _named(leg_state, pose, _oriented(view_state.filter, pose))
    seen = _viewed(view_state, pose, named)
    if held := _held(state.hips, named.t_s, seen[1]):
        seen = _viewed(view_state, pose, named, held)
    angles = {at: seen[1].raw.faint_hip(at) for at in SIDES} if armed else {}
    known = {at: (named.t_s, angle) for at, angle in angles.items() if not math.isnan(angle)}
    return SightState(seen[0], leg_state, {**state.hips, **known}), seen[1]


def step(exercise: Exercise, state: SightState, pose: Pose, *, armed: bool) -> tuple[SightState, Seen]:
    """Take in one pose. `armed`: counting is on, so that legs have been seen at rest.

    Raises:
        ValueError: time did not rise.
    """
    state, view = _look(exercise, state, pose, armed)
    shown = features.measure(view.body, measured(exercise))
    values = {**shown, **{name: view.calm[name] for name in calmed_angles(exercise)}}
    if exercise.rep and view.body.orientation.yaw_deg >= FRONT_ON_DEG:
        shown, values = {**shown, **_blind(exercise)}, {**values, **_blind(exercise)}
    how = exercise.rep.working_leg if exercise.rep else exercise.hold.side if exercise.hold else None
    side = features.working_leg(view.body, how) if how else None
    return state, Seen(view.pose, view.body, values, shown, side, view.mask)


class Glance:
    """The `Seen.features` of one pose, each taken only when it is asked for."""

    __slots__ = ("_calmed", "_exercise", "_view", "body")

    def __init__(self, exercise: Exercise, view: View) -> None:
        self._exercise, self._view, self.body = exercise, view, view.body
        self._calmed = calmed_angles(exercise)

    def get(self, name: str, missing: float = math.nan) -> float:
        """A measure by name, `missing` where there is none of that name in `FEATURES`."""
        if name in _blind(self._exercise) and self.body.orientation.yaw_deg >= FRONT_ON_DEG:
            return math.nan
        if name in self._calmed:
            return self._view.calm[name]
        return features.value(self.body, name) if name in features.FEATURES else missing


def glance(exercise: Exercise, state: SightState, pose: Pose) -> tuple[SightState, Glance]:
    """As `step` while counting is off. Raises ValueError: time did not rise."""
    state, view = _look(exercise, state, pose, armed=False)
    return state, Glance(exercise, view)
