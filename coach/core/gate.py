"""The posture gate: counting is on only in the exercise's own posture."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from coach.core.spec import Band, Gate

FRONT_ON_DEG: Final = 60.0
"""From this turn on the body is seen from the front (or from behind): angles in the picture's plane say nothing of
hips and knees, and front-view rules are judged; estimated."""


START_GAP_S: Final = 0.2
"""Losing the start position, or the person, for no longer than this does not restart the wait, seconds; estimated."""


MAX_GAP_S: Final = 1.0
"""Nothing heard of the person for longer than this begins the wait for the start position anew, seconds; estimated:
a camera of one picture a second still arms."""


@dataclass(frozen=True, slots=True)
class GateState:
    """Attributes:
    armed: counting is on.
    start_since_s: since when the start position has been held, nan when it is not.
    kept_s: when the posture (not armed: the start position) was last right.
    """

    armed: bool = False
    start_since_s: float = math.nan
    kept_s: float = -math.inf


class Measures(Protocol):
    """Measures by name."""

    def get(self, name: str, missing: float, /) -> float: ...


def all_hold(bands: Sequence[Band], features: Measures) -> bool:
    """Whether every band holds; a feature that is missing is unseen. From the front, side-view bands are not asked."""
    from_front = features.get("yaw_deg", 0.0) >= FRONT_ON_DEG
    return all(
        (from_front and band.view == "side") or band.holds(features.get(band.feature, math.nan)) for band in bands
    )


def step(spec: Gate, state: GateState, t_s: float, features: Measures) -> GateState:
    """Move on by one pose. An empty `features` (nobody seen) keeps nothing and arms nothing."""
    if state.armed:
        kept_s = t_s if all_hold(spec.keep, features) else state.kept_s
        if t_s - kept_s > spec.lose_after_s:
            return GateState()
        return GateState(True, state.start_since_s, kept_s)
    if not all_hold(spec.start, features):
        return state if t_s - state.kept_s <= START_GAP_S else GateState()
    began_anew = math.isnan(state.start_since_s) or t_s - state.kept_s > MAX_GAP_S
    since_s = t_s if began_anew else state.start_since_s
    return GateState(t_s - since_s >= spec.start_for_s, since_s, t_s)
