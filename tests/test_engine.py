"""The whole engine: time, repetitions and holds, and what is said."""

import math

import pytest
from hypothesis import given, settings, strategies as st
from streams import Sample, at, counted, demo_samples, exercise, ids, mostly_slow, play, reports

from coach.core import engine, figure
from coach.core.body import joint
from coach.core.demo import Demo, Keyframe
from coach.core.movement import EngineState
from coach.core.pose import Pose
from coach.core.report import Counts


def _samples(id_: str, fps: int = 15) -> list[Sample]:
    return demo_samples(exercise(id_).demo, fps)


def _poses(id_: str) -> list[Pose]:
    return [pose for _, pose in _samples(id_) if pose]


# --- Time. ---


@pytest.mark.parametrize("t_s", [1.0, 0.9, -1.0])
@pytest.mark.parametrize("nobody", [True, False])
@pytest.mark.parametrize("id_", mostly_slow(ids()))
def test_time_that_does_not_rise_raises(id_: str, nobody: bool, t_s: float) -> None:
    pose = _poses(id_)[0]
    state, _ = engine.step(exercise(id_), EngineState(), 1.0, at(pose, 1.0))
    with pytest.raises(ValueError, match="time must rise"):
        engine.step(exercise(id_), state, t_s, None if nobody else at(pose, t_s))


def test_a_time_that_is_no_number_raises() -> None:
    spec, pose = exercise("plank"), _poses("plank")[0]
    state, _ = engine.step(spec, EngineState(), 1.0, at(pose, 1.0))
    with pytest.raises(ValueError, match="time"):
        engine.step(spec, state, math.nan, None)


@pytest.mark.parametrize("start_s", [-100.0, 0.0, 1e6])
@pytest.mark.parametrize("id_", ["glute_bridge", "plank"])
def test_the_clock_may_begin_anywhere(id_: str, start_s: float) -> None:
    moved = [(t_s + start_s, pose and at(pose, t_s + start_s)) for t_s, pose in _samples(id_)]
    here, there = play(exercise(id_), _samples(id_)), play(exercise(id_), moved)
    assert there.counts == here.counts
    assert there.hold_s == pytest.approx(here.hold_s, abs=1e-3)


@pytest.mark.parametrize("id_", mostly_slow(ids()))
def test_the_same_poses_give_the_same_answer_and_leave_the_state_alone(id_: str) -> None:
    spec, samples = exercise(id_), _samples(id_)
    state = EngineState()
    for t_s, pose in samples[: len(samples) // 2]:
        state, _ = engine.step(spec, state, t_s, pose)
    t_s, pose = samples[len(samples) // 2]
    first, again = engine.step(spec, state, t_s, pose)[1], engine.step(spec, state, t_s, pose)[1]
    assert first.features == pytest.approx(again.features, nan_ok=True)
    assert (first.counts, first.phase, first.hold_s) == (again.counts, again.phase, again.hold_s)


# --- Repetitions through the whole engine. ---


def _bridges(train: list[tuple[float, float, float, float, float]]) -> Demo:
    """(seconds up, hip at the top, seconds there, seconds down, seconds of rest) for each."""
    t_s = 1.2
    frames = [Keyframe(t=0, hip=125, knee=68), Keyframe(t=t_s, hip=125, knee=68)]
    for up_s, top, hold_s, down_s, rest_s in train:
        for seconds, hip, knee in ((up_s, top, 82), (hold_s, top, 82), (down_s, 125, 68), (rest_s, 125, 68)):
            t_s += seconds
            frames.append(Keyframe(t=t_s, hip=hip, knee=knee))
    frames.append(Keyframe(t=t_s + 0.6, hip=125, knee=68))
    return Demo(lying="up", floor=("heel", "shoulder"), keyframes=tuple(frames))


_FULL = st.tuples(
    st.floats(1.0, 3.0), st.floats(172, 188), st.floats(0.5, 3.0), st.floats(1.0, 3.0), st.floats(0.6, 2.0)
)
_PART = st.tuples(
    st.floats(1.0, 2.0), st.floats(147, 157), st.floats(0.5, 1.5), st.floats(1.0, 2.0), st.floats(0.6, 2.0)
)


@settings(max_examples=20)
@given(train=st.lists(st.one_of(_FULL, _FULL, _PART), min_size=1, max_size=4), fps=st.sampled_from((10, 15, 30)))
def test_any_train_of_bridges_is_counted_exactly(
    train: list[tuple[float, float, float, float, float]], fps: int
) -> None:
    got = play(exercise("glute_bridge"), [(pose.t_s, pose) for pose in figure.poses(_bridges(train), fps)])
    complete = sum(top > 165 for _, top, *_ in train)
    assert got.counts == Counts(complete=complete, partial=len(train) - complete)
    assert got.faults == []


def test_the_state_survives_a_short_absence_in_a_repetition() -> None:
    samples = [(t_s, None if 3.0 <= t_s < 3.5 else pose) for t_s, pose in _samples("glute_bridge", 30)]
    assert play(exercise("glute_bridge"), samples).counts == Counts(complete=2)


def test_leaving_drops_the_repetition_under_way() -> None:
    samples = [(t_s, None if 3.0 <= t_s < 5.5 else pose) for t_s, pose in _samples("glute_bridge", 30)]
    assert play(exercise("glute_bridge"), samples).counts.complete == 1


def test_a_recording_that_ends_at_the_top_counts_nothing_of_it() -> None:
    samples = [(t_s, pose) for t_s, pose in _samples("glute_bridge", 30) if t_s < 4.5]
    assert play(exercise("glute_bridge"), samples).counts == Counts()


def test_a_running_hold_is_closed_with_the_recording() -> None:
    got = play(exercise("plank"), _samples("plank"))
    (hold,) = (item for item in got.finished if type(item).__name__ == "Hold")
    assert hold.good_s == pytest.approx(got.hold_s)  # type: ignore[union-attr]


# --- What is said. ---


def test_the_report_tells_away_get_ready_and_phases_in_order() -> None:
    samples = [(index / 15, None) for index in range(5)]
    samples += [(t_s + 1, pose and at(pose, t_s + 1)) for t_s, pose in _samples("glute_bridge")]
    phases = [report.phase for report in reports(exercise("glute_bridge"), samples)]
    order = [phase for phase, before in zip(phases, ["", *phases], strict=False) if phase != before]
    assert order == ["away", "get_ready", *["rest", "out", "top", "back"] * 2, "rest"]


@pytest.mark.parametrize("id_", mostly_slow(counted()))
def test_the_gauge_goes_from_rest_to_target(id_: str) -> None:
    gauges = [report.gauge for report in reports(exercise(id_), _samples(id_)) if report.armed and report.gauge]
    seen = [gauge.progress for gauge in gauges if not math.isnan(gauge.progress)]
    assert len(seen) > 0.9 * len(gauges)
    if exercise(id_).hold:
        assert 0 < max(seen) <= 1
    else:
        assert max(seen) >= 0.9
        assert min(seen) < 0.2


def test_below_the_tracking_gate_nothing_is_said_of_form() -> None:
    """Hips that sag are a fault; with feet, knees and elbows hidden no word of it."""
    spec = exercise("plank")
    wrong = next(rule.wrong for rule in spec.rules if rule.id == "hips_sag")

    def partly(pose: Pose) -> Pose:
        points = pose.points.copy()
        for name in ("elbow", "knee", "ankle"):
            points[[joint(name, "left"), joint(name, "right")], 3] = 0.0
        return at(pose, pose.t_s, points)

    samples = demo_samples(wrong, 15)
    said, hushed = (
        [r.cue for r in reports(spec, seen) if r.cue and r.cue_is_new and r.cue.kind == "fault"]
        for seen in (samples, [(t_s, partly(pose) if pose and t_s > 3 else pose) for t_s, pose in samples])
    )
    assert [cue.id for cue in said] == ["hips_sag"]
    assert hushed == []


def test_joints_of_a_broken_rule_are_coloured() -> None:
    spec = exercise("plank")
    wrong = next(rule.wrong for rule in spec.rules if rule.id == "hips_sag")
    said = reports(spec, demo_samples(wrong, 15))
    assert any("fault" in report.rule_joints.values() for report in said)
    good = reports(spec, _samples("plank"))
    assert {state for report in good for state in report.rule_joints.values()} == {"good"}
