"""Swapped legs get their names back; where it can't be told, nothing is done."""

import math

import pytest

from coach.core.body import LANDMARK_COUNT, Landmark, joint
from coach.core.legs import FREE_GAP, MIN_GAP, MIN_MOVE, STABLE_S, SWAPPED, LegState, judge, learn

TRUNK = 1.0

Leg = tuple[complex, complex]
"""Knee and ankle; lengths in trunks."""

LEFT: Leg = (1 - 0.5j, 1.2 + 0j)
RIGHT: Leg = (1.2 - 0.5j, 1.4 + 0j)
DRAWN: Leg = (0.2 - 0.8j, 0.7 - 0.7j)


def _plane(left: Leg, right: Leg) -> list[complex]:
    plane = [0j] * LANDMARK_COUNT
    for side, leg in (("left", left), ("right", right)):
        plane[joint("knee", side)], plane[joint("ankle", side)] = leg  # type: ignore[arg-type]
    return plane


def _rested(left: Leg = LEFT, right: Leg = RIGHT, seconds: float = 1.0) -> LegState:
    state = LegState()
    for index in range(round(seconds * 30) + 1):
        state = learn(state, index / 30, _plane(left, right), TRUNK)
    return state


def _shift(leg: Leg, by: complex) -> Leg:
    return leg[0] + by, leg[1] + by


@pytest.mark.parametrize(
    ("left", "right", "swapped"),
    [
        (LEFT, RIGHT, False),
        (DRAWN, RIGHT, False),
        (LEFT, DRAWN, False),
        (DRAWN, LEFT, True),
        (RIGHT, DRAWN, True),
        # The leg that stays may tremble a little.
        (DRAWN, _shift(RIGHT, 0.03j), False),
        (DRAWN, _shift(LEFT, 0.03j), True),
        # It lies between both places, or far from both: nothing is decided.
        (DRAWN, _shift(LEFT, 0.1), False),
        (DRAWN, _shift(LEFT, -0.2), False),
        # Nobody works.
        (RIGHT, LEFT, False),
        (_shift(LEFT, 0.5 * MIN_MOVE), LEFT, False),
    ],
)
def test_a_swap_is_seen_by_the_leg_that_stays(left: Leg, right: Leg, swapped: bool) -> None:
    assert judge(_rested(), _plane(left, right), TRUNK).swapped == swapped


def test_a_swap_is_undone_and_lasts_until_it_is_clear_again() -> None:
    state = judge(_rested(), _plane(DRAWN, LEFT), TRUNK)
    assert state.swapped
    assert judge(state, _plane(DRAWN, _shift(LEFT, 0.1)), TRUNK).swapped
    assert not judge(state, _plane(DRAWN, RIGHT), TRUNK).swapped


def test_nothing_is_decided_when_the_legs_rest_too_close() -> None:
    close = _shift(LEFT, 0.8 * MIN_GAP)
    assert not judge(_rested(LEFT, close), _plane(DRAWN, LEFT), TRUNK).swapped
    apart = _shift(LEFT, 1.2 * MIN_GAP)
    assert judge(_rested(LEFT, apart), _plane(DRAWN, LEFT), TRUNK).swapped


def test_nothing_is_decided_before_the_legs_have_rested() -> None:
    short = _rested(seconds=STABLE_S / 2)
    assert short.rest is None
    assert not judge(short, _plane(DRAWN, LEFT), TRUNK).swapped
    assert not judge(LegState(), _plane(DRAWN, LEFT), TRUNK).swapped


@pytest.mark.parametrize("trunk", [0.0, math.nan])
def test_nothing_is_decided_without_a_trunk(trunk: float) -> None:
    assert not judge(_rested(), _plane(DRAWN, LEFT), trunk).swapped


NOWHERE: Leg = (complex(math.nan, math.nan), complex(math.nan, math.nan))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (NOWHERE, LEFT),
        (DRAWN, NOWHERE),
        (NOWHERE, NOWHERE),
    ],
)
def test_unseen_legs_decide_nothing(left: Leg, right: Leg) -> None:
    assert not judge(_rested(), _plane(left, right), TRUNK).swapped


def test_an_unseen_moment_teaches_nothing() -> None:
    state = learn(_rested(), 1.1, _plane(NOWHERE, RIGHT), TRUNK)
    for index in range(60):
        state = learn(state, 1.2 + index / 30, _plane(LEFT, RIGHT), TRUNK)
    assert state.rest is not None
    assert state.rest[0] == pytest.approx(LEFT)


def test_a_new_place_is_learned_anew() -> None:
    state = _rested()
    moved = _shift(LEFT, 0.4), _shift(RIGHT, 0.4)
    state = learn(state, 2.0, _plane(*moved), TRUNK)
    assert state.rest == _rested().rest
    for index in range(30):
        state = learn(state, 2.0 + (index + 1) / 30, _plane(*moved), TRUNK)
    assert state.rest is not None
    assert state.rest[0] == pytest.approx(moved[0])


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
def test_rest_is_trusted_after_the_same_time_at_any_rate(fps: int) -> None:
    state, index = LegState(), 0
    while state.rest is None:
        state = learn(state, index / fps, _plane(LEFT, RIGHT), TRUNK)
        index += 1
    assert (index - 1) / fps == pytest.approx(STABLE_S, abs=1 / fps + 1e-9)


def test_scale_does_not_matter() -> None:
    state = LegState()
    small = [tuple(point / 10 for point in leg) for leg in (LEFT, RIGHT, DRAWN)]
    for index in range(31):
        state = learn(state, index / 30, _plane(*small[:2]), TRUNK / 10)  # type: ignore[arg-type]
    assert judge(state, _plane(small[2], small[0]), TRUNK / 10).swapped  # type: ignore[arg-type]


def test_exchanging_the_legs_leaves_the_rest() -> None:
    assert sorted(SWAPPED) == list(range(LANDMARK_COUNT))
    assert all(SWAPPED[mark] == mark for mark in Landmark if mark < Landmark.LEFT_KNEE)
    assert SWAPPED[Landmark.LEFT_KNEE] == Landmark.RIGHT_KNEE
    assert SWAPPED[Landmark.RIGHT_FOOT_INDEX] == Landmark.LEFT_FOOT_INDEX
    assert [SWAPPED[index] for index in SWAPPED] == list(range(LANDMARK_COUNT))


def test_a_resting_leg_that_drifts_to_where_the_other_one_rested_keeps_its_name_on_the_back() -> None:
    drifted = _plane(DRAWN, LEFT)
    assert judge(_rested(), drifted, TRUNK).swapped
    assert not judge(_rested(), drifted, TRUNK, FREE_GAP).swapped
