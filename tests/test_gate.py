"""The posture gate: short stories of a measure in time, and when counting comes on and goes off."""

import math

import pytest

from coach.core.gate import FRONT_ON_DEG, GateState, all_hold, step
from coach.core.spec import Band, Gate

LOW = Band(feature="height", below=0.3, source="test")
LOWISH = Band(feature="height", below=0.5, source="test")
SIDE_ONLY = Band(feature="knee", above=100, view="side", source="test")
SPEC = Gate(start=(LOW,), keep=(LOWISH,), start_for_s=0.4, lose_after_s=1.0)

LYING, RAISED, AWAY = {"height": 0.1}, {"height": 0.4}, {"height": 0.9}
UNSEEN: dict[str, float] = {"height": math.nan}
NOBODY: dict[str, float] = {}


def _armed(story: list[tuple[dict[str, float], float]], fps: float = 10) -> list[bool]:
    """Whether counting is on after each picture; the story is (measures, for how many seconds)."""
    state, told, index = GateState(), [], 0
    for features, seconds in story:
        for _ in range(round(seconds * fps)):
            state = step(SPEC, state, index / fps, features)
            told.append(state.armed)
            index += 1
    return told


@pytest.mark.parametrize(
    ("story", "armed"),
    [
        ([(LYING, 0.4)], False),
        ([(LYING, 0.6)], True),
        # Lost for 0.1 s, it goes on waiting; lost for 0.3 s, it begins anew.
        ([(LYING, 0.3), (AWAY, 0.1), (LYING, 0.1)], True),
        ([(LYING, 0.3), (UNSEEN, 0.1), (LYING, 0.1)], True),
        ([(LYING, 0.3), (NOBODY, 0.1), (LYING, 0.1)], True),
        ([(LYING, 0.3), (AWAY, 0.3), (LYING, 0.4)], False),
        ([(LYING, 0.3), (UNSEEN, 0.3), (LYING, 0.4)], False),
        ([(LYING, 0.3), (NOBODY, 0.3), (LYING, 0.4)], False),
        ([(LYING, 0.3), (NOBODY, 0.3), (LYING, 0.6)], True),
        # The wait does not end while nobody is seen.
        ([(LYING, 0.4), (NOBODY, 0.1)], False),
        ([(LYING, 0.4), (NOBODY, 5)], False),
        ([(RAISED, 5)], False),
        ([(UNSEEN, 5)], False),
        ([(NOBODY, 5)], False),
        ([(LYING, 0.6), (RAISED, 10)], True),
        ([(LYING, 0.6), (AWAY, 0.9)], True),
        ([(LYING, 0.6), (AWAY, 1.3)], False),
        ([(LYING, 0.6), (UNSEEN, 0.9)], True),
        ([(LYING, 0.6), (NOBODY, 1.3)], False),
        ([(LYING, 0.6), (AWAY, 0.9), (RAISED, 0.2), (AWAY, 0.9)], True),
        ([(LYING, 0.6), (AWAY, 1.3), (RAISED, 2)], False),
        ([(LYING, 0.6), (AWAY, 1.3), (LYING, 0.6)], True),
    ],
)
def test_counting_is_on_after(story: list[tuple[dict[str, float], float]], armed: bool) -> None:
    assert _armed(story)[-1] == armed


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
def test_it_comes_on_after_the_same_seconds_at_any_rate(fps: int) -> None:
    told = _armed([(LYING, 2)], fps)
    assert told.index(True) / fps == pytest.approx(SPEC.start_for_s, abs=1 / fps + 1e-9)


def test_a_gap_between_pictures_longer_than_allowed_turns_it_off() -> None:
    state = step(SPEC, step(SPEC, GateState(), 0.0, LYING), 0.5, LYING)
    assert state.armed
    assert not step(SPEC, state, 5.0, AWAY).armed


@pytest.mark.parametrize(
    ("features", "holds"),
    [
        ({"height": 0.1, "knee": 120, "yaw_deg": 0}, True),
        ({"height": 0.1, "knee": 90, "yaw_deg": 0}, False),
        ({"height": 0.1, "knee": math.nan, "yaw_deg": 0}, False),
        ({"height": 0.1, "knee": 90, "yaw_deg": FRONT_ON_DEG - 1}, False),
        ({"height": 0.1, "knee": 90, "yaw_deg": FRONT_ON_DEG}, True),
        ({"height": 0.1, "knee": math.nan, "yaw_deg": 90}, True),
        ({"height": 0.9, "knee": 120, "yaw_deg": 90}, False),
        ({"height": 0.1, "yaw_deg": math.nan, "knee": 90}, False),
        ({"knee": 120}, False),
    ],
)
def test_bands_of_the_side_view_are_not_asked_from_the_front(features: dict[str, float], holds: bool) -> None:
    assert all_hold((LOW, SIDE_ONLY), features) == holds


def test_no_bands_hold_always() -> None:
    assert all_hold((), {})
