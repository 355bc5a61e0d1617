"""Exercises that are not being done are passed by quickly: the account of each is the same as step by step."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from coach import analysis, result_json
from coach.analysis import Run, Sample, Stopwatch
from coach.core import figure, waiting
from coach.core.movement import EngineState
from coach.core.pose import Pose
from coach.ports import SourceInfo
from tests.streams import DATA, LABELS, MISSING, counted, demo_samples, exercise, ids

INFO = SourceInfo("a.npz", "stream", 30.0, 0, 0.0, 640, 480)


def _accounts(runs: Sequence[Run]) -> dict[str, object]:
    found = {run.exercise.id: result_json.of_recording(INFO, run.close(), Stopwatch()) for run in runs}
    return {id_: {**account, "timing": None} for id_, account in found.items()}


def _both(samples: Sequence[Sample]) -> tuple[dict[str, object], dict[str, object]]:
    """Accounts of all exercises, together and quickly, and each by itself and step by step."""
    together, alone = analysis.beside(map(exercise, ids())), [Run(exercise(id_)) for id_ in ids()]
    analysis.follow(together, samples, Stopwatch())
    for run in alone:
        for sample in samples:
            run.step(sample.t_s, sample.pose)
    return _accounts(together), _accounts(alone)


def _damaged(id_: str) -> list[Sample]:
    """A demonstration in which now and then nobody is seen, limbs are lost, the body turns, and jumps."""
    chance = np.random.default_rng(5)
    found = []
    for t_s, pose in demo_samples(exercise(id_).demo, 15):
        points = pose.points.copy()
        points[chance.random(33) < 0.1, 3] = 0.0
        points[:, :2] += chance.normal(0.0, 0.01, (33, 2)) + (0.3 if chance.random() < 0.02 else 0.0)
        world = pose.world[:, [2, 1, 0]] if chance.random() < 0.1 else pose.world
        found.append(Sample(t_s, None if chance.random() < 0.1 else replace(pose, points=points, world=world)))
    return found


QUICK = ("glute_bridge", "bird_dog")


@pytest.mark.parametrize(
    "id_", [pytest.param(id_, marks=() if id_ in QUICK else pytest.mark.slow) for id_ in counted()]
)
def test_the_account_is_the_same(id_: str) -> None:
    together, alone = _both(_damaged(id_))
    assert together == alone


@pytest.mark.slow
@pytest.mark.parametrize("name", ["x01_session_bridge", "x04_session_ktc", "n03_sit_lie_getup", "x05_birddog_passerby"])
def test_the_account_of_a_recording_is_the_same(name: str) -> None:
    from coach.adapters.store import StreamFile

    if not LABELS.exists():
        pytest.skip(MISSING)
    stream = StreamFile(DATA / "streams" / "rendered" / f"{name}.npz")
    together, alone = _both([Sample(t_s, pose) for t_s, pose in stream.poses()])
    assert together == alone


def _first(id_: str) -> Pose:
    return next(iter(figure.poses(exercise(id_).demo, 10)))


def test_what_is_passed_by_is_an_exercise_that_is_not_done() -> None:
    bridge, plank = exercise("glute_bridge"), exercise("plank")
    run = Run(bridge)
    for t_s, pose in demo_samples(bridge.demo, 10)[:20]:
        run.step(t_s, pose)
    assert run.state.gating.armed
    assert waiting.wait(bridge, run.state, 100.0, _first("plank")) is None
    passed = waiting.wait(plank, EngineState(), 0.0, _first("glute_bridge"))
    assert passed is not None
    assert passed[0].t_s == 0.0
    absent = waiting.wait(plank, EngineState(), 0.0, None)
    assert absent is not None
    assert absent[1] is None


def test_time_must_rise() -> None:
    plank = exercise("plank")
    passed = waiting.wait(plank, EngineState(), 1.0, None)
    assert passed is not None
    with pytest.raises(ValueError, match="time must rise"):
        waiting.wait(plank, passed[0], 1.0, None)
    with pytest.raises(ValueError, match="time must rise"):
        waiting.wait(plank, passed[0], math.nan, None)
