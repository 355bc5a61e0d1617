"""The hold clock: it runs in good form only; a gap costs its own time and no more."""

import math

import pytest

from coach.core.body import Side
from coach.core.holds import MAX_STEP_S, NEAR_S, Form, HoldClock, HoldState, finish, step
from coach.core.report import Hold
from coach.core.spec import Band, Hold as HoldSpec

SPEC = HoldSpec(
    bands=(Band(feature="line", above=-0.1, below=0.1, source="test"),),
    grace_s=1.0,
    gauge="line",
    gauge_band=(-0.1, 0.1),
    source="test",
)

IN, OUT, UNSEEN = 0.0, 0.5, math.nan

Story = list[tuple[float, Form, float]]
"""(the measure, how the form is, for how many seconds)."""


def _play(story: Story, fps: float = 10, side: Side | None = None) -> tuple[HoldState, list[Hold]]:
    state, ended, index = HoldState(), [], 0
    for line, form, seconds in story:
        for _ in range(round(seconds * fps)):
            state, hold = step(SPEC, state, index / fps, {"line": line}, form, side)
            ended += [hold] if hold else []
            index += 1
    return state, ended


def _all(story: Story, fps: float = 10) -> list[float]:
    """Good seconds of every hold, the running one last."""
    state, ended = _play(story, fps)
    last = finish(state)
    return [hold.good_s for hold in (*ended, *((last,) if last else ()))]


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ([(IN, "good", 5)], [5]),
        ([(OUT, "good", 5)], []),
        ([(UNSEEN, "good", 5)], []),
        ([(IN, "bad", 5)], []),
        # A gap up to the grace neither counts nor ends it.
        ([(IN, "good", 5), (OUT, "good", 0.8), (IN, "good", 5)], [10]),
        ([(IN, "good", 5), (UNSEEN, "good", 0.8), (IN, "good", 5)], [10]),
        ([(IN, "good", 5), (IN, "bad", 0.8), (IN, "good", 5)], [10]),
        ([(IN, "good", 5), (OUT, "good", 1.5), (IN, "good", 5)], [5, 5]),
        ([(IN, "good", 5), (IN, "bad", 4), (IN, "good", 5)], [5, 5]),
        # A short wobble costs nothing, a fault takes the slide into it along.
        ([(IN, "good", 5), (IN, "doubtful", 0.6), (IN, "good", 5)], [10.6]),
        ([(IN, "good", 5), (IN, "doubtful", 0.6), (IN, "bad", 5)], [5]),
        ([(IN, "good", 5), (IN, "near", 2), (IN, "good", 5)], [12]),
        ([(IN, "good", 5), (IN, "near", 2), (IN, "bad", 5)], [5]),
        ([(IN, "good", 5), (IN, "near", 2), (IN, "doubtful", 0.6), (IN, "bad", 5)], [5]),
        ([(IN, "good", 5), (IN, "near", 2), (IN, "doubtful", 0.6), (IN, "good", 5)], [12.6]),
        # Somebody who is built near a rule gets the time, but for the last seconds before a fault.
        ([(IN, "near", 10), (IN, "bad", 5)], [10 - NEAR_S]),
    ],
)
def test_seconds_held(story: Story, expected: list[float], fps: float) -> None:
    assert _all(story, fps) == pytest.approx(expected, abs=2.5 / fps + 0.11)


def test_a_hold_ends_where_it_was_last_good() -> None:
    _, (hold,) = _play([(IN, "good", 3), (OUT, "good", 3)])
    assert (hold.start_s, hold.end_s) == pytest.approx((0.0, 2.9))
    assert hold.good_s == pytest.approx(2.9)
    assert hold.side is None


@pytest.mark.parametrize("side", ["left", "right", None])
def test_a_hold_belongs_to_the_side_that_works(side: Side | None) -> None:
    state, (hold,) = _play([(IN, "good", 3), (OUT, "good", 3)], side=side)
    assert (hold.side, state.side) == (side, None)


def test_a_hold_has_a_side_from_its_first_moment_and_keeps_the_one_seen_longest() -> None:
    sides: list[Side | None] = ["left", "right", "right", "right", None, "left"]
    state, seen = HoldState(), []
    for index, side in enumerate(sides):
        state, _ = step(SPEC, state, index / 10, {"line": IN}, "good", side)
        seen.append(state.side)
    assert seen == ["left", "right", "right", "right", "right", "right"]


def test_the_running_hold_shows_its_seconds_and_stands_still_in_a_gap() -> None:
    state, _ = _play([(IN, "good", 3)])
    gone, _ = _play([(IN, "good", 3), (OUT, "good", 0.7)])
    assert state.clock.shown_s == gone.clock.shown_s == pytest.approx(2.9)
    assert gone.running


def test_near_seconds_are_shown_at_once_and_taken_back_by_a_fault() -> None:
    assert _play([(IN, "good", 1), (IN, "near", 1)])[0].clock.shown_s == pytest.approx(1.9)
    assert _play([(IN, "good", 1), (IN, "near", 1), (IN, "bad", 0.5)])[0].clock.shown_s == pytest.approx(0.9)


def test_a_frozen_camera_fills_no_clock() -> None:
    state, _ = step(SPEC, HoldState(), 0.0, {"line": IN}, "good")
    state, _ = step(SPEC, state, 0.1, {"line": IN}, "good")
    state, _ = step(SPEC, state, 60.0, {"line": IN}, "good")
    assert state.clock.shown_s == pytest.approx(0.1 + MAX_STEP_S)


def test_a_hold_without_a_good_second_is_none() -> None:
    assert finish(HoldState()) is None
    assert _all([(IN, "doubtful", 0.6), (IN, "bad", 3)]) == []


@pytest.mark.parametrize(
    ("clock", "form", "after"),
    [
        (HoldClock(5, 1, 1), "bad", HoldClock(5)),
        (HoldClock(5, 1, 1), "doubtful", HoldClock(5, 1, 1.5)),
        (HoldClock(5, 1, 1), "near", HoldClock(5, 2.5)),
        (HoldClock(5, 1, 1), "good", HoldClock(7.5)),
        (HoldClock(5, NEAR_S, 0), "near", HoldClock(5.5, NEAR_S)),
    ],
)
def test_half_a_second_more(clock: HoldClock, form: Form, after: HoldClock) -> None:
    assert clock.after(0.5, form) == after
