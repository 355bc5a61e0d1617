"""Undoes the swaps of left and right leg that the pose model makes when one leg passes in front of the other.

One leg works while the other stays where it was. If the leg that stays lies where the *other* name rested, the names
are swapped. Rest places are learned while both legs rest; nothing is decided when they lie too close to tell apart.
"""

import cmath
import math
from dataclasses import dataclass, replace
from typing import Final

from coach.core.body import SIDES, Landmark, joint

LEARN_S: Final = 1.0
"""Time constant of learning where a leg rests, seconds; estimated."""

MIN_GAP: Final = 0.07
"""Knees and ankles at rest must lie this far apart (trunk lengths) to be told apart; estimated."""

FREE_GAP: Final = 0.25
"""The same where the resting leg is free to drift, as on the back: closer together, a leg that gives a little (10 to 16
degrees) lies where the other one rested, and names were swapped that were right; estimated."""

MIN_MOVE: Final = 0.3
"""The working leg's ankle must have left its place by this much (trunk lengths) before names are doubted; estimated."""

STABLE_S: Final = 0.6
"""The legs must have rested in one place for this long before their places are trusted, seconds; estimated."""

STABLE: Final = 0.08
"""Moving further than this from the learned place (trunk lengths) starts the learning anew; estimated."""

_LEG: Final = ("knee", "ankle")

SWAPPED: Final[tuple[int, ...]] = tuple(
    int(landmark) if landmark < Landmark.LEFT_KNEE else int(landmark) + (1 if landmark % 2 else -1)
    for landmark in Landmark
)
"""Order of the 33 landmarks with the legs below the hip exchanged."""


Legs = tuple[tuple[complex, ...], tuple[complex, ...]]
"""Knee and ankle of the left and of the right leg, picture heights."""


@dataclass(frozen=True, slots=True)
class LegState:
    """Attributes:
    rest: where each leg rests, None until it rested in one place for a while.
    place, since_s, t_s: where the legs have been lately, since when and until when (s).
    swapped: whether the names are swapped now.
    """

    rest: Legs | None = None
    place: Legs | None = None
    since_s: float = -math.inf
    t_s: float = -math.inf
    swapped: bool = False


def _legs(plane: list[complex]) -> Legs:
    left, right = (tuple(plane[joint(name, side)] for name in _LEG) for side in SIDES)
    return left, right


def _unknown(legs: Legs) -> bool:
    return any(cmath.isnan(point) for leg in legs for point in leg)


def _distance(a: tuple[complex, ...], b: tuple[complex, ...]) -> float:
    return sum(abs(p - q) for p, q in zip(a, b, strict=True)) / len(a)


def learn(state: LegState, t_s: float, plane: list[complex], trunk: float) -> LegState:
    """Take in where the legs lie while both rest.

    Args:
        plane: 33 points as complex numbers in picture heights, guesses included. trunk: its length in picture heights.
    """
    legs = _legs(plane)
    if _unknown(legs):
        return state
    place = state.place
    if place is None or any(_distance(old, new) > STABLE * trunk for old, new in zip(place, legs, strict=True)):
        return replace(state, place=legs, since_s=t_s, t_s=t_s, swapped=False)
    share = 1 - math.exp(-max(t_s - state.t_s, 0.0) / LEARN_S)
    left, right = (
        tuple(was + share * (now - was) for was, now in zip(old, new, strict=True))
        for old, new in zip(place, legs, strict=True)
    )
    rest = (left, right) if t_s - state.since_s >= STABLE_S else state.rest
    return LegState(rest, (left, right), state.since_s, t_s)


def judge(state: LegState, plane: list[complex], trunk: float, min_gap: float = MIN_GAP) -> LegState:
    """Decide, while one leg works, whether the names are swapped. `trunk` is the trunk's length in picture heights;
    `min_gap` how far apart the legs must have rested, trunk lengths."""
    if state.rest is None or not trunk > 0:
        return state
    legs = _legs(plane)
    if _unknown(legs):
        return state
    rest_left, rest_right = state.rest
    if _distance(rest_left, rest_right) < min_gap * trunk:
        return state
    moved = [min(abs(leg[1] - rest_left[1]), abs(leg[1] - rest_right[1])) for leg in legs]
    if max(moved) < MIN_MOVE * trunk:
        return state
    staying = 0 if moved[0] < moved[1] else 1
    own = _distance(legs[staying], state.rest[staying])
    twin = _distance(legs[staying], state.rest[1 - staying])
    gap = _distance(rest_left, rest_right)
    if min(own, twin) > 0.4 * gap or abs(own - twin) < 0.4 * gap:
        return state
    return replace(state, swapped=own > twin)
