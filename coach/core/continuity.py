"""No body jumps: a pose that is suddenly somewhere else is somebody else's, or the detector's error, until it stays.

Every recording passes here, whoever found its poses. `coach.core.follow` keeps the detector to one person while others
are in the picture; this is what can still be done where only one pose a picture is known.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from coach.core.body import Landmark
from coach.core.follow import Candidate, candidate
from coach.core.pose import Pose

STEP_M: Final = 0.15
"""How far (metres) the middle one of the joints below may be from where it was, besides `STEP_M_S`; measured in the
labelled recordings from picture to picture: 0.09 at most in 9,997 of 10,000, 0.20 once, and 0.30 and more in 99 of 100
changes to another person. Lower it when another person's pose is counted, raise it when quick movements are lost."""

STEP_M_S: Final = 2.5
"""How far a metre a second more for each second since; estimated: a brisk walk with room to spare."""

SCALE_STEP: Final = 0.3
"""Change of the logarithm of the scale that is still the same person, besides `SCALE_RATE` a second; measured: 0.18 at
most, and about 1 where somebody in another recording's picture takes over."""

SCALE_RATE: Final = 0.5

TRUST_S: Final = 1.0
"""A pose that jumped is taken for the person's after so long (seconds) in its new place, or as long as the person had
been seen if that is less: videos are cut, and a first pose may be a glimpse of nobody; estimated. Raise it when
somebody who stands in front is counted, lower it when too much is lost after a cut."""

JOINTS: Final = tuple(
    getattr(Landmark, f"{side}_{name}") for name in ("SHOULDER", "HIP", "KNEE", "EAR") for side in ("LEFT", "RIGHT")
)
"""Joints by which a body is known again: hands and feet are lost too easily."""

_ROWS: Final = list(JOINTS)


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """A body at a time: its joints (8 of x + yi, picture heights) and its place and scale."""

    t_s: float
    joints: Sequence[complex]
    place: Candidate


@dataclass(frozen=True, slots=True, eq=False)
class ContinuityState:
    """Attributes:
    last: the person when last seen; in view since `since_s`.
    doubted: a body that jumped, when last seen; in view since `doubted_s`.
    """

    last: Sighting | None = None
    since_s: float = math.inf
    doubted: Sighting | None = None
    doubted_s: float = math.inf


UNKNOWN: Final = ContinuityState()
"""Nobody was seen yet; the same for all, so that exercises that look at the same poses share the work."""


@lru_cache(maxsize=64)
def step(state: ContinuityState, t_s: float, pose: Pose) -> tuple[ContinuityState, bool]:
    """Take in one pose; whether it can be the person's. One that does not say where it is passes."""
    place = candidate(pose)
    if place is None:
        return state, True
    plane = pose.plane()[_ROWS]
    seen = Sighting(t_s, (plane[:, 0] + 1j * plane[:, 1]).tolist(), place)
    last, doubted = state.last, state.doubted
    if last is None:
        return ContinuityState(seen, t_s), True
    if doubted is not None and _reaches(doubted, seen) and _way_m(doubted, seen) < _way_m(last, seen):
        if t_s - state.doubted_s >= min(TRUST_S, last.t_s - state.since_s):
            return ContinuityState(seen, state.doubted_s), True
        return replace(state, doubted=seen), False
    if _reaches(last, seen):
        return ContinuityState(seen, state.since_s), True
    return replace(state, doubted=seen, doubted_s=t_s), False


def _way_m(before: Sighting, seen: Sighting) -> float:
    """How far the middle one of the joints went, metres by the nearer body's scale."""
    ways = [abs(there - here) for here, there in zip(before.joints, seen.joints, strict=True)]
    middle = math.nan if math.isnan(sum(ways)) else statistics.median(ways)
    return middle / max(before.place.scale, seen.place.scale)


def _reaches(before: Sighting, seen: Sighting) -> bool:
    dt_s = seen.t_s - before.t_s
    change = abs(math.log(seen.place.scale / before.place.scale))
    near = _way_m(before, seen) <= STEP_M + STEP_M_S * dt_s
    return near and change <= SCALE_STEP + SCALE_RATE * dt_s
