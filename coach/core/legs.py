"""Undoes the swaps of left and right leg that the pose model makes when one leg passes in front of the other.

One leg works while the other stays where it was. If the leg that stays lies where the *other* name rested, the names
are swapped. Rest places are learned while both legs rest; nothing is decided when they lie too close to tell apart.
"""

import math
from dataclasses import dataclass
from typing import Final

from coach.core.body import SIDES, Landmark, joint

LEARN_S: Final = 1.0
"""Time constant of learning where a leg rests, seconds; estimated."""

MIN_GAP: Final = 0.05
"""Knees and ankles at rest must lie this far apart (trunk lengths) to be told apart; estimated."""

MIN_MOVE: Final = 0.3
"""The working leg's ankle must have left its place by this much (trunk lengths) before names are questioned; estimated."""

_LEG: Final = ("knee", "ankle")

SWAPPED: Final[tuple[int, ...]] = tuple(
    int(landmark) if landmark < Landmark.LEFT_KNEE else int(landmark) + (1 if landmark % 2 else -1)
    for landmark in Landmark
)
"""Order of the 33 landmarks with the legs below the hip exchanged."""


@dataclass(frozen=True, slots=True)
class LegState:
    """Where each leg rests (picture heights), when that was last learned (s), and whether names are swapped now."""

    rest: tuple[tuple[complex, ...], tuple[complex, ...]] | None = None
    t_s: float = -math.inf
    swapped: bool = False


def _legs(plane: list[complex]) -> tuple[tuple[complex, ...], tuple[complex, ...]]:
    left, right = (tuple(plane[joint(name, side)] for name in _LEG) for side in SIDES)
    return left, right


def learn(state: LegState, t_s: float, plane: list[complex]) -> LegState:
    """Take in where the legs lie while both rest. `plane` holds 33 points as complex numbers, guesses included."""
    legs = _legs(plane)
    if state.rest is None:
        return LegState(legs, t_s)
    share = 1 - math.exp(-max(t_s - state.t_s, 0.0) / LEARN_S)
    mixed = tuple(
        tuple(was + share * (now - was) for was, now in zip(old, new, strict=True))
        for old, new in zip(state.rest, legs, strict=True)
    )
    return LegState((mixed[0], mixed[1]), t_s)


def _distance(a: tuple[complex, ...], b: tuple[complex, ...]) -> float:
    return sum(abs(p - q) for p, q in zip(a, b, strict=True)) / len(a)


def judge(state: LegState, plane: list[complex], trunk: float) -> LegState:
    """Decide, while one leg works, whether the names are swapped. `trunk` is the trunk's length in picture heights."""
    if state.rest is None or not trunk > 0:
        return state
    legs = _legs(plane)
    rest_left, rest_right = state.rest
    if _distance(rest_left, rest_right) < MIN_GAP * trunk:
        return state
    moved = [min(abs(leg[1] - rest_left[1]), abs(leg[1] - rest_right[1])) for leg in legs]
    if max(moved) < MIN_MOVE * trunk:
        return state
    staying = 0 if moved[0] < moved[1] else 1
    own = _distance(legs[staying], state.rest[staying])
    twin = _distance(legs[staying], state.rest[1 - staying])
    if min(own, twin) > MIN_MOVE * trunk:
        return state
    margin = 0.25 * _distance(rest_left, rest_right)
    if own - twin > margin:
        return LegState(state.rest, state.t_s, swapped=True)
    if twin - own > margin:
        return LegState(state.rest, state.t_s, swapped=False)
    return state


