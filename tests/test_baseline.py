"""The person's own normal, learned at rest or in the first seconds of a hold."""

import math

import pytest

from coach.core.baseline import HOLD_S, REST_S, Baseline, changes, learn_hold, learn_rest, watched

NAMES = ("neck",)


def test_watched_features_are_those_with_a_change() -> None:
    assert watched(frozenset({"neck_change", "hip", "arm_change"})) == ("arm", "neck")
    assert watched(frozenset({"hip"})) == ()


def test_without_a_baseline_every_change_is_unseen() -> None:
    assert changes(Baseline(), NAMES, {"neck": 5.0}) == pytest.approx({"neck_change": math.nan}, nan_ok=True)


def test_the_first_value_is_taken_whole() -> None:
    learned = learn_rest(Baseline(), NAMES, {"neck": 150.0}, 0.0)
    assert changes(learned, NAMES, {"neck": 140.0}) == {"neck_change": -10.0}


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
def test_rest_is_followed_with_its_time_constant_at_any_rate(fps: int) -> None:
    state = learn_rest(Baseline(), NAMES, {"neck": 0.0}, 1 / fps)
    for _ in range(round(REST_S * fps)):
        state = learn_rest(state, NAMES, {"neck": 100.0}, 1 / fps)
    assert state.values["neck"] == pytest.approx(100 * (1 - math.exp(-1)), rel=1e-6)


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
def test_a_hold_takes_the_mean_of_its_first_seconds(fps: int) -> None:
    state = Baseline()
    for index in range(round(2 * HOLD_S * fps)):
        value = 10.0 if index < HOLD_S * fps / 2 else 20.0 if index <= HOLD_S * fps else 99.0
        state = learn_hold(state, NAMES, {"neck": value}, 1 / fps)
    assert state.values["neck"] == pytest.approx(15.0, abs=1.0)


@pytest.mark.parametrize("learn", [learn_rest, learn_hold])
def test_unseen_moments_teach_nothing(learn: object) -> None:
    state = learn(Baseline(), NAMES, {"neck": math.nan}, 0.1)  # type: ignore[operator]
    assert dict(state.values) == {}
    state = learn(state, NAMES, {"neck": 7.0}, 0.1)  # type: ignore[operator]
    state = learn(state, NAMES, {"neck": math.nan}, 0.1)  # type: ignore[operator]
    assert state.values["neck"] == 7.0


def test_an_unseen_value_has_an_unseen_change() -> None:
    state = learn_rest(Baseline(), NAMES, {"neck": 7.0}, 0.1)
    assert math.isnan(changes(state, NAMES, {"neck": math.nan})["neck_change"])
