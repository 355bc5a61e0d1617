"""What only a side camera sees, told calmly beside the state: bent for long, hips, knees and feet."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.look import Note

TRUNK_LIMITS: Final = ((20.0, 240.0), (30.0, 195.0), (40.0, 150.0), (50.0, 105.0), (60.0, 60.0))
HEAD_LIMITS: Final = (
    (25.0, 480.0),
    (35.0, 410.0),
    (45.0, 340.0),
    (55.0, 270.0),
    (65.0, 200.0),
    (75.0, 130.0),
    (85.0, 60.0),
)
"""Degrees from the person's reference posture, and for how many seconds they may be held at most. Source: ISO 11226,
as given in clinical.md 3.1."""

TRUNK_PRIOR_DEG: Final = 0.0
"""The reference of the trunk where there is no baseline: upright."""

HIP_LEAST_DEG: Final = 80.0
KNEE_LEAST_DEG: Final = 70.0
KNEE_MOST_DEG: Final = 125.0
"""RULA has hips of 90 degrees and more, seat guides knees of 80-110: each widened by 10-15, the error of the
estimate. A reclined seat opens the hip and is no fault."""

HEEL_DEG: Final = 30.0
"""Foot from level beyond which it isn't flat on anything; estimated."""

LASTS_S: Final = 20.0
"""How long hips, knees or feet must be so until it is told, seconds; estimated."""

RECOVERS: Final = 3.0
"""One second upright takes back this many times fewer seconds of bending: ISO 11226 has 12 minutes after 4."""


@dataclass(frozen=True, slots=True)
class Bent:
    """Shares 0..1 of the time allowed that were used, and since when each of the others has been so."""

    at_s: float = math.nan
    trunk: float = 0.0
    head: float = 0.0
    since: tuple[tuple[Note, float], ...] = ()


def allowed_s(limits: tuple[tuple[float, float], ...], bend_deg: float) -> float:
    """Seconds a bend may be held: inf below the first limit, the last one's beyond it; nan for a bend not seen."""
    if math.isnan(bend_deg):
        return math.nan
    if bend_deg < limits[0][0]:
        return math.inf
    for (low, long_s), (high, short_s) in pairwise(limits):
        if bend_deg < high:
            return long_s + (short_s - long_s) * (bend_deg - low) / (high - low)
    return limits[-1][1]


def notes_step(
    state: Bent, t_s: float, now: Mapping[str, float], baseline: PostureBaseline | None
) -> tuple[Bent, frozenset[Note]]:
    """Follow the measures of `SIDE`, or {} while they mean nothing."""
    dt_s = min(LASTS_S, t_s - state.at_s) if not math.isnan(state.at_s) else 0.0
    if not now:
        return replace(state, at_s=t_s), frozenset()
    usual: Mapping[str, float] = {} if baseline is None or baseline.view != "side" else baseline.medians
    trunk = _used(
        state.trunk, dt_s, allowed_s(TRUNK_LIMITS, now["trunk_deg"] - usual.get("trunk_deg", TRUNK_PRIOR_DEG))
    )
    head = state.head
    if "head_pitch_deg" in usual:
        head = _used(head, dt_s, allowed_s(HEAD_LIMITS, now["head_pitch_deg"] - usual["head_pitch_deg"]))
    before = dict(state.since)
    since = {note: before.get(note, t_s) for note in _wrong(now)}
    told = {note for note, begun_s in since.items() if t_s - begun_s >= LASTS_S}
    times: tuple[tuple[Note, float], ...] = (("trunk_time", trunk), ("neck_time", head))
    told |= {note for note, used in times if used >= 1}
    return Bent(t_s, trunk, head, tuple(since.items())), frozenset(told)


def _used(used: float, dt_s: float, limit_s: float) -> float:
    """Share of the time allowed that is used up; what is not seen changes nothing."""
    if math.isnan(limit_s):
        return used
    if math.isinf(limit_s):
        return max(0.0, used - dt_s / (RECOVERS * TRUNK_LIMITS[0][1]))
    return min(1.5, used + dt_s / limit_s)


def _wrong(now: Mapping[str, float]) -> set[Note]:
    """Hips, knees and feet that are not as a seat would have them; nan is none of it."""
    found: set[Note] = set()
    if now["hip_deg"] < HIP_LEAST_DEG:
        found.add("hip_closed")
    if now["knee_deg"] < KNEE_LEAST_DEG:
        found.add("knee_bent")
    if now["knee_deg"] > KNEE_MOST_DEG:
        found.add("knee_open")
    if abs(now["foot_slope_deg"]) > HEEL_DEG:
        found.add("feet_off")
    return found
