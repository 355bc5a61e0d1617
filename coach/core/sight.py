"""From a raw pose to measures: legs given their names back, points smoothed for drawing, angles calmed for counting."""

import math
from collections.abc import Mapping
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

HELD_S: Final = 1.0
"""A leg that is hidden for no longer than this (seconds) is still known to be the one that works, and so nothing is
measured of it, nor of the other one in its place; estimated. Raise it when a hidden leg splits repetitions, lower it
when somebody who changes legs out of sight is not counted."""

UNCALMED: Final = ("yaw_deg", "trunk_tilt_deg")
"""Angles of the whole trunk, which the model does not lose."""


@dataclass(frozen=True, slots=True, eq=False)
class SightState:
    """Attributes:
    near: the side nearer to the camera. seen: (33,) what was seen in the pose before.
    filtered: smoothed points. calm: angles lately. resting: where each leg rests.
    hips: when (s) each leg's angle at the hip was last known while counting was on, and what it was.
    """

    near: Side | None = None
    seen: Mask | None = None
    filtered: smooth.SmoothState | None = None
    calm: smooth.CalmState = field(default_factory=smooth.CalmState)
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


def step(exercise: Exercise, state: SightState, pose: Pose, *, armed: bool) -> tuple[SightState, Seen]:
    """Take in one pose. `armed`: counting is on, so that legs have been seen at rest.

    Raises:
        ValueError: time did not rise.
    """
    leg_state, orientation = state.resting, orient(pose.world, state.near)
    if armed and exercise.sides != "both":
        leg_state, pose = _named(leg_state, pose, orientation)
    filtered, drawn = _smoothed(state.filtered, pose)
    mask = pose.seen(state.seen)
    held = {side: angle for side, (at_s, angle) in state.hips.items() if pose.t_s - at_s <= HELD_S}
    body, raw = Body(drawn, orientation, mask, held), Body(pose, orientation, mask, held)
    shown = features.measure(body, measured(exercise))
    names = calmed_angles(exercise)
    angles = tuple(features.FEATURES[name].measure(raw) for name in names)
    calm_state, calm = smooth.calm_step(state.calm, pose.t_s, angles)
    values = {**shown, **dict(zip(names, calm, strict=True))}
    if exercise.rep and orientation.yaw_deg >= FRONT_ON_DEG:
        blind = (measure.feature for measure in exercise.rep.measures if measure.view == "side")
        unknown = dict.fromkeys(blind, math.nan)
        shown, values = {**shown, **unknown}, {**values, **unknown}
    how = exercise.rep.working_leg if exercise.rep else exercise.hold.side if exercise.hold else None
    side = features.working_leg(body, how) if how else None
    known = {at: (pose.t_s, angle) for at in SIDES if not math.isnan(angle := raw.faint_hip(at))} if armed else {}
    moved = SightState(orientation.near, mask, filtered, calm_state, leg_state, {**state.hips, **known})
    return moved, Seen(drawn, body, values, shown, side, mask)
