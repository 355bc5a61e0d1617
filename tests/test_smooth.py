"""The One Euro filter and the calming of angles, at known steps."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from coach.core.smooth import MEDIAN_S, RESTLESS_S, CalmState, OneEuro, SmoothState, calm_step, step

PLAIN = OneEuro(min_cutoff_hz=1.0, beta=0.0)
"""No speed-up: a first-order low-pass of 1 Hz, whose steps can be worked out by hand."""

SHARE_30HZ = (2 * math.pi / 30) / (2 * math.pi / 30 + 1)
"""Weight of a new sample at 1 Hz and 30 pictures a second: 0.173."""


def _run(samples: list[tuple[float, float]], settings: OneEuro = PLAIN) -> list[float]:
    state: SmoothState | None = None
    out = []
    for t_s, value in samples:
        state, smoothed = step(settings, state, t_s, np.array([value]))
        out.append(float(smoothed[0]))
    return out


@pytest.mark.parametrize("t_s", [0.0, 5.0, -3.0, 1e6])
def test_the_first_sample_passes_unchanged_whatever_its_time(t_s: float) -> None:
    assert _run([(t_s, 7.5)]) == [7.5]


@pytest.mark.parametrize("start_s", [0.0, 5.0, 100.0])
def test_a_step_moves_by_the_same_share_whenever_it_starts(start_s: float) -> None:
    """An implementation that skipped the first interval at t = 0 gave 0.50 here."""
    assert _run([(start_s, 0.0), (start_s + 1 / 30, 10.0)])[1] == pytest.approx(10 * SHARE_30HZ, rel=1e-6)
    assert pytest.approx(1.73, abs=0.005) == 10 * SHARE_30HZ


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
def test_what_is_left_of_a_step_after_a_second_does_not_depend_on_the_rate(fps: int) -> None:
    out = _run([(index / fps, 0.0 if index == 0 else 10.0) for index in range(fps + 1)])
    assert out[-1] == pytest.approx(10.0, abs=0.15)


def test_after_a_gap_a_step_is_fresh() -> None:
    gap_s = PLAIN.gap_s + 0.01
    fresh = _run([(0.0, 3.0), (1 / 30, 13.0)])
    assert _run([(0.0, -50.0), (1 / 30, 90.0), (1 / 30 + gap_s, 3.0), (2 / 30 + gap_s, 13.0)])[2:] == pytest.approx(
        fresh
    )


def test_a_gap_up_to_the_limit_goes_on() -> None:
    assert _run([(0.0, 0.0), (PLAIN.gap_s, 10.0)])[1] < 10.0


def test_a_reset_forgets_everything() -> None:
    state, _ = step(PLAIN, None, 0.0, np.array([1.0]))
    step(PLAIN, state, 0.1, np.array([9.0]))
    _, out = step(PLAIN, None, 0.0, np.array([4.0]))
    assert out.tolist() == [4.0]


def test_a_coordinate_that_was_nan_restarts_by_itself() -> None:
    state, _ = step(PLAIN, None, 0.0, np.array([0.0, 0.0]))
    state, hidden = step(PLAIN, state, 1 / 30, np.array([math.nan, 10.0]))
    assert math.isnan(hidden[0])
    assert hidden[1] == pytest.approx(10 * SHARE_30HZ)
    state, back = step(PLAIN, state, 2 / 30, np.array([6.0, 10.0]))
    assert back[0] == 6.0
    _, after = step(PLAIN, state, 3 / 30, np.array([16.0, 10.0]))
    assert after[0] == pytest.approx(6 + 10 * SHARE_30HZ)


def test_all_nan_from_the_start_harms_nothing() -> None:
    assert _run([(0.0, math.nan), (0.1, math.nan), (0.2, 2.0)])[2] == 2.0


@pytest.mark.parametrize("t_s", [1.0, 0.999, -5.0])
def test_time_that_does_not_rise_raises(t_s: float) -> None:
    state, _ = step(PLAIN, None, 1.0, np.zeros(2))
    with pytest.raises(ValueError, match="time must rise"):
        step(PLAIN, state, t_s, np.zeros(2))


def test_fast_movement_is_followed_more_closely() -> None:
    samples = [(index / 30, index / 3) for index in range(30)]
    lag_plain, lag_quick = (samples[-1][1] - _run(samples, OneEuro(1.0, beta))[-1] for beta in (0.0, 1.0))
    assert lag_quick < 0.3 * lag_plain


def test_the_shape_of_the_array_is_kept() -> None:
    value = np.arange(66.0).reshape(33, 2)
    state, _ = step(PLAIN, None, 0.0, value)
    _, out = step(PLAIN, state, 0.1, value)
    assert out.shape == (33, 2)
    assert out == pytest.approx(value)


# --- Calming: a running median, and disbelief in what jumps as no joint can. ---


def _calm(values: list[float], fps: float = 30) -> list[float]:
    state = CalmState()
    out = []
    for index, value in enumerate(values):
        state, (calm,) = calm_step(state, index / fps, (value,))
        out.append(calm)
    return out


def test_one_impossible_picture_leaves_no_trace() -> None:
    assert 20.0 not in _calm([100.0] * 15 + [20.0] + [100.0] * 15)


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
def test_a_movement_comes_through_late_by_half_the_window(fps: int) -> None:
    out = _calm([120 + 40 * min(index / fps, 1.0) for index in range(2 * fps)], fps)
    assert out[-1] == pytest.approx(160)
    middle_s = next(index for index, value in enumerate(out) if value >= 140) / fps
    assert 0.5 <= middle_s <= 0.5 + MEDIAN_S / 2 + 1 / fps + 1e-9


def test_a_value_that_keeps_jumping_is_not_believed_until_calm() -> None:
    jumping = [100.0, 100.0, 30.0, 100.0, 30.0, 100.0, 30.0]
    out = _calm(jumping * 3 + [100.0] * 45)
    assert math.isnan(out[3 * len(jumping) - 1])
    calm_from = next(index for index in range(21, len(out)) if not math.isnan(out[index]))
    assert RESTLESS_S - 0.1 <= (calm_from - 21) / 30 <= RESTLESS_S + MEDIAN_S


def test_nan_comes_out_when_most_of_the_window_is_nan() -> None:
    out = _calm([90.0] * 20 + [math.nan] * 20 + [90.0] * 20)
    assert out[20] == 90.0
    assert math.isnan(out[35])
    assert out[-1] == 90.0


def test_a_short_absence_leaves_the_median() -> None:
    assert _calm([90.0] * 20 + [math.nan] * 3 + [90.0] * 5)[20:] == [90.0] * 8


def test_no_angles_are_no_trouble() -> None:
    assert calm_step(CalmState(), 0.0, ())[1] == ()


ANGLES = st.sampled_from([30.0, 90.0, 100.0, math.nan]) | st.floats(0.0, 180.0)


@given(
    before=st.lists(st.tuples(ANGLES, ANGLES), max_size=30),
    after=st.lists(ANGLES, min_size=9, max_size=20),
    last=ANGLES,
)
def test_what_one_saw_and_another_did_not_is_forgotten(
    before: list[tuple[float, float]], after: list[float], last: float
) -> None:
    """Exercises that saw different things for a moment then share the work again."""
    one, other = CalmState(), CalmState()
    real = 90.0 if math.isnan(last) else last
    for index, (angle, other_angle) in enumerate([*before, (real, real), *((angle, angle) for angle in after)]):
        one, calm = calm_step(one, index / 5, (angle,))
        other, other_calm = calm_step(other, index / 5, (other_angle,))
    assert one == other
    assert calm == other_calm or (math.isnan(calm[0]) and math.isnan(other_calm[0]))
