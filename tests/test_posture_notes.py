"""What a side camera sees beside the state: the time limits of ISO 11226, hips, knees, feet; and stillness."""

import math

import pytest

from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.notes import HEAD_LIMITS, LASTS_S, TRUNK_LIMITS, Bent, allowed_s, notes_step
from coach.core.sitting.stillness import SETTLE_S, Stillness, interrupted, step

USUAL = {"trunk_deg": -3.0, "head_pitch_deg": -5.0, "hip_deg": 100.0, "knee_deg": 95.0, "foot_slope_deg": 2.0}
BASELINE = PostureBaseline(view="side", medians=USUAL)


@pytest.mark.parametrize(
    ("bend_deg", "seconds"),
    [(0, math.inf), (19.9, math.inf), (20, 240), (25, 217.5), (30, 195), (40, 150), (50, 105), (60, 60), (80, 60)],
)
def test_the_trunk_may_be_bent_for_so_long(bend_deg: float, seconds: float) -> None:
    assert allowed_s(TRUNK_LIMITS, bend_deg) == pytest.approx(seconds)


@pytest.mark.parametrize(("bend_deg", "seconds"), [(24, math.inf), (25, 480), (45, 340), (85, 60)])
def test_the_head_may_be_bent_for_so_long(bend_deg: float, seconds: float) -> None:
    assert allowed_s(HEAD_LIMITS, bend_deg) == pytest.approx(seconds)


def test_an_unseen_bend_is_no_bend() -> None:
    assert math.isnan(allowed_s(TRUNK_LIMITS, math.nan))


def told(parts: list[tuple[float, dict[str, float]]], baseline: PostureBaseline | None = BASELINE) -> list[set[str]]:
    state, t_s, found = Bent(), 0.0, []
    for seconds, change in parts:
        for _ in range(round(seconds)):
            state, notes = notes_step(state, t_s, USUAL | change, baseline)
            t_s += 1
        found.append(set(notes))
    return found


@pytest.mark.parametrize(
    ("change", "seconds", "note"),
    [
        ({"trunk_deg": 17.5}, 245, "trunk_time"),
        ({"trunk_deg": 38.0}, 155, "trunk_time"),
        ({"head_pitch_deg": 41.0}, 345, "neck_time"),
        ({"hip_deg": 70.0}, LASTS_S + 2, "hip_closed"),
        ({"knee_deg": 60.0}, LASTS_S + 2, "knee_bent"),
        ({"knee_deg": 150.0}, LASTS_S + 2, "knee_open"),
        ({"foot_slope_deg": 50.0}, LASTS_S + 2, "feet_off"),
    ],
)
def test_each_note_comes_after_its_time_and_not_before(change: dict[str, float], seconds: float, note: str) -> None:
    assert told([(seconds - 12, change)]) == [set()]
    assert told([(seconds, change)]) == [{note}]


def test_sitting_back_takes_it_away_slowly() -> None:
    bent = (245.0, {"trunk_deg": 17.5})
    assert told([bent, (60, {})]) == [{"trunk_time"}, set()]
    assert told([bent, (60, {}), (40, {"trunk_deg": 17.5})])[-1] == {"trunk_time"}
    assert told([bent, (720, {}), (200, {"trunk_deg": 17.5})])[-1] == set()


def test_without_a_baseline_the_trunk_is_measured_from_upright_and_the_head_not_at_all() -> None:
    assert told([(250, {"trunk_deg": 21.0, "head_pitch_deg": 60.0})], None) == [{"trunk_time"}]


def test_nothing_seen_tells_nothing() -> None:
    state, _ = notes_step(Bent(), 0.0, USUAL | {"hip_deg": 60.0}, BASELINE)
    _, notes = notes_step(state, 60.0, {}, BASELINE)
    nothing = dict.fromkeys(USUAL, math.nan)
    assert notes == set()
    assert told([(300, nothing)]) == [set()]


def moved(places: list[tuple[float, float]]) -> Stillness:
    state = Stillness()
    for t_s, x in places:
        state = step(state, t_s, (complex(x, 0), complex(x, -1)))
    return state


@pytest.mark.parametrize(
    ("places", "shifts"),
    [
        ([(0, 0), (10, 0.05), (20, 0.1)], 0),
        ([(0, 0), (10, 0.2), (12, 0)], 0),
        ([(0, 0), (10, 0.2), (15, 0.2)], 1),
        ([(0, 0), (10, 0.2), (12, 0.4), (16.5, 0.4)], 1),
        ([(0, 0), (10, 0.2), (15, 0.2), (20, 0), (25, 0)], 2),
        ([(0, 0), (10, math.nan), (15, 0.2), (20, 0.2)], 1),
    ],
)
def test_a_shift_is_a_new_place_that_is_kept(places: list[tuple[float, float]], shifts: int) -> None:
    assert moved(places).shifts == shifts


def test_stillness_counts_from_where_the_last_shift_began() -> None:
    state = moved([(0, 0), (100, 0.3), (100 + SETTLE_S, 0.3), (160, 0.31)])
    assert state.still_s(160) == 60
    assert interrupted(state).still_s(170) == 0
    assert interrupted(state).shifts == 2
    assert interrupted(Stillness()).shifts == 0
