"""Repetitions from one measure in time: what counts, what is a partial, what is nothing; alike at every rate."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from coach.core.body import Side
from coach.core.holds import Form
from coach.core.phases import PARTIAL_FOR_S, STUCK_S, RepState, progress, start, step, timings
from coach.core.report import Rep
from coach.core.spec import Band, Measure, Rep as RepSpec

HIP = Measure(feature="hip", rest=120, target=165, attempt=12, source="test")
BRIDGE = RepSpec(measures=(HIP,), ranges=("hip",), source="test")
DRAW = RepSpec(measures=(Measure(feature="hip", rest=140, target=92, attempt=20, source="test"),), source="test")
TWO = RepSpec(
    measures=(HIP, Measure(feature="arm", rest=70, target=120, attempt=20, unseen="pass", source="test")), source="test"
)

REST, TOP, HALF = 120.0, 175.0, 145.0

Point = tuple[float, float]
"""(seconds it takes to get there, the angle)."""


def _eased(points: list[Point], t_s: float) -> float:
    """The angle at a time, eased between points; the first point is where it begins."""
    before = points[0][1]
    for seconds, angle in points:
        if t_s < seconds:
            share = t_s / seconds
            return before + (angle - before) * share * share * (3 - 2 * share)
        t_s, before = t_s - seconds, angle
    return before


def _length(points: list[Point]) -> float:
    return sum(seconds for seconds, _ in points)


def _run(
    spec: RepSpec,
    measure: Callable[[float], Mapping[str, float]],
    seconds: float,
    fps: float,
    side: Side | None = None,
    form: Form = "good",
) -> tuple[RepState, list[Rep], list[str]]:
    state = start(spec, 0.0, measure(0.0))
    reps, phases = [], []
    for index in range(1, round(seconds * fps)):
        t_s = index / fps
        state, rep = step(spec, state, t_s, measure(t_s), side, form)
        reps += [rep] if rep else []
        phases.append(state.phase)
    return state, reps, phases


def _reps(points: list[Point], fps: float = 30, spec: RepSpec = BRIDGE) -> list[Rep]:
    return _run(spec, lambda t_s: {"hip": _eased(points, t_s)}, _length(points), fps)[1]


def _counts(points: list[Point], fps: float = 30, spec: RepSpec = BRIDGE) -> tuple[int, int]:
    reps = _reps(points, fps, spec)
    return sum(rep.complete for rep in reps), sum(not rep.complete for rep in reps)


BEGIN: list[Point] = [(0, REST), (1, REST)]
ONE: list[Point] = [(1.2, TOP), (0.6, TOP), (1.2, REST), (0.8, REST)]
PARTIAL: list[Point] = [(1, HALF), (0.4, HALF), (1, REST), (0.8, REST)]


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
@pytest.mark.parametrize(
    ("points", "counts"),
    [
        (BEGIN, (0, 0)),
        (BEGIN + ONE, (1, 0)),
        (BEGIN + ONE * 3, (3, 0)),
        (BEGIN + PARTIAL, (0, 1)),
        (BEGIN + ONE + PARTIAL + ONE, (2, 1)),
        # Jitter: too short for anything.
        (BEGIN + [(0.1, 128), (0.1, REST)] * 10 + [(1, REST)], (0, 0)),
        ([*BEGIN, (0.1, 140), (0.1, REST), (1, REST)], (0, 0)),
        # Two quick ones, and one that takes its time.
        (BEGIN + [(0.5, TOP), (0.1, TOP), (0.5, REST), (0.2, REST)] * 2 + [(1, REST)], (2, 0)),
        ([*BEGIN, (6, TOP), (2, TOP), (6, REST), (1, REST)], (1, 0)),
        # A hold at the top, pulses at the top, a second try from half way down: one.
        ([*BEGIN, (1.2, TOP), (20, TOP), (1.2, REST), (0.8, REST)], (1, 0)),
        ([*BEGIN, (1.2, TOP), *([(0.4, 160), (0.4, TOP)] * 5), (1.2, REST), (0.8, REST)], (1, 0)),
        ([*BEGIN, (1, HALF), (0.5, HALF), (1, TOP), (0.5, TOP), (1.2, REST), (0.8, REST)], (1, 0)),
        # Never returned, or never left.
        ([*BEGIN, (1.2, TOP), (5, TOP)], (0, 0)),
        ([*BEGIN, (1, HALF), (5, HALF)], (0, 0)),
        ([(0, TOP), (5, TOP)], (0, 0)),
        # A rest that lies higher, lower, or drifts.
        ([(0, 135), (1, 135)] + [(1.2, TOP), (0.5, TOP), (1.2, 135), (0.8, 135)] * 2, (2, 0)),
        ([(0, 100), (1, 100)] + [(1.2, TOP), (0.5, TOP), (1.2, 100), (0.8, 100)] * 2, (2, 0)),
        ([*BEGIN, (1.2, TOP), (0.5, TOP), (1.2, 130), (2, 130), (1.2, TOP), (0.5, TOP), (1.2, 125), (1, 125)], (2, 0)),
    ],
)
def test_repetitions_are_counted_alike_at_every_rate(points: list[Point], counts: tuple[int, int], fps: float) -> None:
    assert _counts(points, fps) == counts


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
def test_a_measure_that_shrinks_counts_the_same_way(fps: float) -> None:
    points = [(0.0, 140.0), (1.0, 140.0), (1.5, 60.0), (1.0, 60.0), (1.5, 140.0), (1.0, 140.0)]
    assert _counts(points, fps, DRAW) == (1, 0)
    assert _counts([(t, max(angle, 105)) for t, angle in points], fps, DRAW) == (0, 1)


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
@pytest.mark.parametrize(("from_s", "to_s"), [(1.3, 1.8), (2.0, 2.6), (2.9, 3.5), (1.2, 3.2), (2.4, 2.5)])
def test_unseen_moments_lose_no_repetition(from_s: float, to_s: float, fps: float) -> None:
    points = [*BEGIN, (1.0, TOP), (1.5, TOP), (1.0, REST), (1.0, REST)]

    def measure(t_s: float) -> Mapping[str, float]:
        return {"hip": math.nan if from_s <= t_s < to_s else _eased(points, t_s)}

    reps = _run(BRIDGE, measure, _length(points), fps)[1]
    assert [rep.complete for rep in reps] == [True]


@pytest.mark.parametrize("fps", [10, 30])
def test_a_top_that_was_never_seen_does_not_count(fps: float) -> None:
    points = BEGIN + ONE

    def measure(t_s: float) -> Mapping[str, float]:
        angle = _eased(points, t_s)
        return {"hip": math.nan if angle > 150 else angle}

    assert [rep for rep in _run(BRIDGE, measure, _length(points), fps)[1] if rep.complete] == []


def test_all_unseen_is_nothing() -> None:
    state, reps, phases = _run(BRIDGE, lambda _: {"hip": math.nan}, 10, 30)
    assert (reps, set(phases), state.running) == ([], {"rest"}, None)
    assert _run(BRIDGE, lambda _: {}, 10, 30)[1] == []


def test_a_repetition_tells_its_times_and_range() -> None:
    (rep,) = _reps(BEGIN + ONE)
    assert rep.start_s == pytest.approx(1.15, abs=0.2)
    assert 2.2 <= rep.peak_s <= 2.9
    assert 3.2 <= rep.end_s <= 4.0
    low, high = rep.range["hip"]
    assert high == pytest.approx(TOP)
    assert REST <= low <= 135
    assert (rep.side, rep.faults) == (None, ())


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
@pytest.mark.parametrize("seconds", [2.0, 6.0])
def test_the_time_at_the_top_is_held(seconds: float, fps: float) -> None:
    (rep,) = _reps([*BEGIN, (1.2, TOP), (seconds, TOP), (1.2, REST), (0.8, REST)], fps)
    assert rep.hold_s == pytest.approx(seconds, abs=0.6)


@pytest.mark.parametrize(("form", "held"), [("good", True), ("near", True), ("doubtful", False), ("bad", False)])
def test_bad_form_holds_nothing_but_counts(form: Form, held: bool) -> None:
    points = [*BEGIN, (1.2, TOP), (2.5, TOP), (1.2, REST), (0.8, REST)]
    _, (rep,), _ = _run(BRIDGE, lambda t_s: {"hip": _eased(points, t_s)}, _length(points), 30, form=form)
    assert rep.complete
    assert (rep.hold_s > 2) == held


def test_phases_come_in_order() -> None:
    points = BEGIN + ONE
    phases = _run(BRIDGE, lambda t_s: {"hip": _eased(points, t_s)}, _length(points), 30)[2]
    order = [phase for phase, before in zip(phases, ["", *phases], strict=False) if phase != before]
    assert order == ["rest", "out", "top", "back", "rest"]


@pytest.mark.parametrize(("left_share", "side"), [(1.0, "left"), (0.7, "left"), (0.3, "right"), (0.0, "right")])
def test_a_repetition_is_booked_to_the_leg_that_worked_longest(left_share: float, side: Side) -> None:
    spec = replace(BRIDGE, working_leg="raised")
    points = BEGIN + ONE
    state, rep = start(spec, 0.0, {"hip": REST}), None
    for index in range(1, 150):
        t_s = index / 30
        works: Side = "left" if (t_s - 1.3) / 2.6 < left_share else "right"
        state, ended = step(spec, state, t_s, {"hip": _eased(points, t_s)}, works, "good")
        rep = ended or rep
    assert rep is not None
    assert rep.side == side


@pytest.mark.parametrize(
    ("arm", "unseen", "complete"),
    [(150.0, "pass", 1), (90.0, "pass", 0), (math.nan, "pass", 1), (150.0, "no", 1), (math.nan, "no", 0)],
)
def test_all_measures_must_reach_their_target(arm: float, unseen: str, complete: int) -> None:
    spec = replace(TWO, measures=(HIP, replace(TWO.measures[1], unseen=unseen)))
    points = BEGIN + ONE

    def measure(t_s: float) -> Mapping[str, float]:
        hip = _eased(points, t_s)
        return {"hip": hip, "arm": 70 + (arm - 70) * (hip - REST) / (TOP - REST)}

    assert sum(rep.complete for rep in _run(spec, measure, _length(points), 30)[1]) == complete


@pytest.mark.parametrize(("lift", "complete"), [(0.2, True), (0.0, False), (math.nan, False)])
def test_bands_at_the_target_must_hold_too(lift: float, complete: bool) -> None:
    spec = replace(BRIDGE, also=(Band(feature="lift", above=0.1, source="test"),))
    points = BEGIN + ONE
    reps = _run(spec, lambda t_s: {"hip": _eased(points, t_s), "lift": lift}, _length(points), 30)[1]
    assert [rep.complete for rep in reps] == [complete]


def test_standing_still_short_of_the_target_becomes_the_new_rest() -> None:
    long_s = STUCK_S + 3
    points = [*BEGIN, (1, HALF), (long_s, HALF), (1, TOP), (0.5, TOP), (1, HALF), (1, HALF)]
    assert _counts(points) == (1, 0)


def test_an_attempt_must_last_to_be_a_partial() -> None:
    quick = [(0.2, 134.0), (0.2, REST), (1.0, REST)]
    assert _counts(BEGIN + quick) == (0, 0)
    assert PARTIAL_FOR_S < 0.5


@pytest.mark.parametrize(
    ("value", "expected"), [(120, 0.0), (165, 1.0), (142.5, 0.5), (174, 1.2), (111, -0.2), (math.nan, math.nan)]
)
def test_progress_goes_from_rest_to_target(value: float, expected: float) -> None:
    assert progress(HIP, 120, value) == pytest.approx(expected, nan_ok=True)


def test_progress_without_a_way_is_unknown() -> None:
    assert math.isnan(progress(HIP, 165, 170))
    assert math.isnan(progress(HIP, 180, 170))


@pytest.mark.parametrize("rise_s", [0.6, 1.5, 3.0])
def test_the_time_of_the_rise_is_measured(rise_s: float) -> None:
    points = [*BEGIN, (rise_s, TOP), (0.5, TOP)]
    state, _, _ = _run(BRIDGE, lambda t_s: {"hip": _eased(points, t_s)}, _length(points), 60)
    on_target = next(t / 600 for t in range(600, 3600) if _eased(points, t / 600) >= 165)
    assert timings(state)["rise_s"] == pytest.approx(on_target - 1, rel=0.35)


def test_there_is_no_timing_at_rest_or_before_the_target() -> None:
    assert math.isnan(timings(None)["rise_s"])
    points = [*BEGIN, (1.0, HALF)]
    state, _, _ = _run(BRIDGE, lambda t_s: {"hip": _eased(points, t_s)}, 2, 30)
    assert state.running is not None
    assert math.isnan(timings(state)["rise_s"])


_REP = st.tuples(
    st.floats(0.7, 3.0), st.floats(168, 185), st.floats(0.3, 3.0), st.floats(0.7, 3.0), st.floats(0.4, 2.0)
)
_TRY = st.tuples(
    st.floats(0.8, 2.0), st.floats(150, 158), st.floats(0.4, 1.5), st.floats(0.8, 2.0), st.floats(0.5, 2.0)
)


@settings(max_examples=60)
@given(rest=st.floats(112, 130), train=st.lists(st.one_of(_REP, _TRY), min_size=1, max_size=5))
def test_any_train_of_repetitions_is_counted_exactly_at_every_rate(
    rest: float, train: list[tuple[float, float, float, float, float]]
) -> None:
    points: list[Point] = [(0, rest), (1, rest)]
    for up_s, top, hold_s, down_s, pause_s in train:
        points += [(up_s, top), (hold_s, top), (down_s, rest), (pause_s, rest)]
    points.append((0.5, rest))
    complete = sum(top > 165 for _, top, *_ in train)
    assert {fps: _counts(points, fps) for fps in (10, 15, 30, 60)} == dict.fromkeys(
        (10, 15, 30, 60), (complete, len(train) - complete)
    )
