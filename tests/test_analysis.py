"""Recordings through the engine: naming the exercise, the JSON of a result, pictures, and a source's early end."""

import csv
import json
from collections.abc import Iterator
from typing import Final

import numpy as np
import pytest

from coach import analysis, result_json
from coach.adapters.store import StreamFile
from coach.analysis import Run, Sample, Stopwatch
from coach.core import figure, still
from coach.core.pose import Pose
from coach.core.report import Counts, Rep
from coach.core.tally import Tally
from coach.ports import Frame, SourceInfo
from tests.streams import DATA, LABELS, MISSING, Sample as Moment, counted, demo_samples, exercise, ids, mostly_slow

INFO = SourceInfo("clip.mp4", "video", 30.0, 300, 10.0, 640, 480)
PICTURE = np.zeros((4, 6, 3), np.uint8)


class _Camera:
    info = INFO

    def frames(self) -> Iterator[Frame]:
        yield from (Frame(t_s, PICTURE) for t_s in (0.0, 0.1, 0.2))

    def close(self) -> None: ...


class _Detector:
    def __init__(self, poses: list[Pose | None]) -> None:
        self.poses = poses

    def detect(self, frame: Frame) -> Pose | None:
        return self.poses.pop(0)

    def close(self) -> None: ...


def _run(id_: str, samples: list[Moment]) -> Tally:
    run = Run(exercise(id_))
    analysis.follow([run], [Sample(t_s, pose) for t_s, pose in samples], Stopwatch())
    return run.close()


def _all(samples: list[Moment]) -> list[Tally]:
    return [_run(id_, samples) for id_ in ids()]


def _account(id_: str, complete: int = 0, partial: int = 0, hold_s: float = 0.0) -> Tally:
    """Repetitions of 4 s, partials of 3 s."""
    tally = Tally(exercise(id_), counts=Counts(complete, partial), hold_s=hold_s)
    tally.finish(tuple(Rep(0, 2, 4, None, True, {}, 0.0) for _ in range(complete)))
    tally.finish(tuple(Rep(0, 1, 3, None, False, {}, 0.0) for _ in range(partial)))
    return tally


def test_poses_come_with_their_times_and_the_time_they_took() -> None:
    pose = figure_pose("plank")
    watch = Stopwatch()
    samples = list(analysis.detected(_Camera(), _Detector([None, pose, None]), watch))
    assert [(sample.t_s, sample.pose) for sample in samples] == [(0.0, None), (0.1, pose), (0.2, None)]
    assert watch.pose_s > 0
    assert set(watch.as_json()) == {"decode_s", "pose_s", "engine_s", "wall_s"}


ALIKE: Final = {"lift_drill": "hip_hinge"}
"""In one picture, somebody hinged over a thing on the floor shows both; in a recording the hands tell."""


def figure_pose(id_: str) -> Pose:
    return next(iter(figure.poses(exercise(id_).demo, 10)))


@pytest.mark.parametrize("id_", mostly_slow(counted()))
def test_every_demonstration_is_named(id_: str) -> None:
    found = analysis.most_likely(_all(demo_samples(exercise(id_).demo, 15)))
    assert found is not None
    assert found.exercise.id == id_


@pytest.mark.parametrize(
    ("tallies", "named"),
    [
        ([], None),
        ([_account("plank"), _account("bird_dog")], None),
        ([_account("glute_bridge", complete=1), _account("plank", hold_s=3.0)], "glute_bridge"),
        ([_account("glute_bridge", partial=1)], None),
        ([_account("glute_bridge", partial=5)], "glute_bridge"),
        ([_account("knee_to_chest", partial=5), _account("double_knee_to_chest", partial=5)], None),
        ([_account("knee_to_chest", complete=2), _account("double_knee_to_chest", hold_s=9.0)], "knee_to_chest"),
        ([_account("knee_to_chest", hold_s=4.0)], "knee_to_chest"),
        ([_account("plank", hold_s=0.5)], None),
        ([_account("plank", hold_s=18.0), _account("push_up", complete=3)], "push_up"),
        ([_account("plank", hold_s=40.0), _account("push_up", complete=1)], "plank"),
        ([_account("sit_to_stand", complete=4, hold_s=9.0), _account("squat", complete=5)], "squat"),
    ],
    ids=[
        "no exercises",
        "nothing done",
        "longer",
        "one partial by the way",
        "partials only",
        "partials of two exercises alike",
        "whole repetitions before a hold never left",
        "a hold never left",
        "passed by",
        "repetitions in a posture that is held as well",
        "held, and moved once",
        "one more of what it begins and ends with",
    ],
)
def test_naming(tallies: list[Tally], named: str | None) -> None:
    found = analysis.most_likely(tallies)
    assert (found and found.exercise.id) == named


@pytest.mark.parametrize(
    ("kind", "frames", "last_s", "cut"),
    [
        ("video", 300, 9.97, False),
        ("video", 280, 9.3, False),
        ("video", 100, 3.3, True),
        ("video", 100, 9.9, False),
        ("video", 290, 5.0, False),
        ("camera", 10, 1.0, False),
    ],
    ids=["whole", "header a little off", "cut off", "frames dropped", "header's rate is wrong", "camera"],
)
def test_a_video_that_was_cut_off(kind: str, frames: int, last_s: float, cut: bool) -> None:
    info = SourceInfo("clip.mp4", kind, 30.0, 300, 10.0, 640, 480)  # type: ignore[arg-type]
    assert bool(analysis.cut_off(info, frames, last_s)) is cut


@pytest.mark.parametrize("id_", mostly_slow(ids()))
def test_a_result_has_all_that_is_promised_and_is_json(id_: str) -> None:
    tally = _run(id_, demo_samples(exercise(id_).demo, 15))
    result = json.loads(json.dumps(result_json.of_recording(INFO, tally, Stopwatch()), allow_nan=False))
    assert set(result) == {
        *("source", "exercise", "counts", "reps", "hold_s", "holds", "faults", "tracking", "timing"),
    }
    assert result["source"] == {
        **{"path": "clip.mp4", "kind": "video", "fps": 30.0, "frames": 300},
        **{"duration_s": 10.0, "width": 640, "height": 480},
    }
    assert result["exercise"] == id_
    demo = exercise(id_).demo
    assert result["counts"] == {
        **{"complete": demo.reps, "partial": demo.partial, "left": demo.left, "right": demo.right},
    }
    assert len(result["reps"]) == demo.reps + demo.partial
    for rep in result["reps"]:
        assert rep["start_s"] <= rep["peak_s"] <= rep["end_s"]
        assert set(rep) == {"start_s", "peak_s", "end_s", "side", "complete", "range", "hold_s", "faults"}
        assert all(low <= high for low, high in rep["range"].values())
    assert result["tracking"]["view"] == ("front" if exercise(id_).framing.view == "front" else "side")


def test_no_exercise_is_still_a_whole_result() -> None:
    result = result_json.of_recording(INFO, None, Stopwatch(), 0.25)
    assert (result["exercise"], result["reps"], result["counts"]["complete"]) == (None, [], 0)
    assert result["tracking"] == {"seen": 0.25, "view": "unknown", "yaw_deg": None, "armed_s": 0.0}
    json.dumps(result, allow_nan=False)


@pytest.mark.parametrize("id_", counted())
def test_a_picture_of_the_working_phase_is_named(id_: str) -> None:
    specs = {name: exercise(name) for name in ids()}
    spec = exercise(id_)
    phase = "hold" if spec.hold and not spec.rep else "top"
    pose = next(pose for pose in figure.poses(spec.demo, 10) if still.judge(spec, pose).phase == phase)
    named, view = analysis.likely_still(specs, pose)
    assert named is not None
    assert view.phase == phase
    assert named.id in (id_, ALIKE.get(id_))
    result = result_json.of_picture(INFO, named, view, Stopwatch())
    assert (result["phase"], result["reps"], result["holds"]) == (phase, [], [])
    json.dumps(result, allow_nan=False)


def test_a_picture_of_nobody_is_no_exercise() -> None:
    named, view = analysis.likely_still({"plank": exercise("plank")}, None)
    result = result_json.of_picture(INFO, named, view, Stopwatch())
    assert (result["exercise"], result["phase"], result["tracking"]["yaw_deg"]) == (None, None, None)
    assert analysis.likely_still({}, None) == (None, still.NOBODY)


def _shown() -> dict[str, set[str]]:
    """Streams in which one of the exercises is really done, and which."""
    shown: dict[str, set[str]] = {}
    if LABELS.exists():
        with LABELS.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                done = any(float(row[key] or 0) > 0 for key in ("complete", "partial", "hold_s"))
                if done and row["exercise"] in ids():
                    shown.setdefault(row["file"], set()).add(row["exercise"])
    return shown


def _thinned(samples: list[Moment]) -> list[Moment]:
    """At 15 pictures a second or fewer, so that looking for every exercise in every recording takes half as long.

    That counts are the same at 15 and 30 is held by the streams' own tests.
    """
    seconds = samples[-1][0] - samples[0][0]
    every = max(1, round(len(samples) / seconds / 15))
    return samples[::every]


@pytest.mark.slow
@pytest.mark.skipif(not LABELS.exists(), reason=MISSING)
def test_auto_names_the_exercise_of_nearly_every_recording() -> None:
    shown = _shown()
    wrong = {}
    for file, names in shown.items():
        found = analysis.most_likely(_all(_thinned(list(StreamFile(DATA / file).poses()))))
        if found is None or found.exercise.id not in names:
            wrong[file] = found and found.exercise.id
    assert len(wrong) <= 0.03 * len(shown), wrong


def test_a_fault_still_on_at_the_end_is_in_the_account_once() -> None:
    """The summary screen asks for the account while the fault lasts, the command line asks again."""
    plank = exercise("plank")
    wrong = next(rule.wrong for rule in plank.rules if rule.id == "hips_sag")
    run = Run(plank)
    for pose in figure.poses(wrong, 30):
        run.step(pose.t_s, pose)

    assert [fault.id for fault in run.close().faults] == ["hips_sag"]
    assert [fault.id for fault in run.close().faults] == ["hips_sag"]
