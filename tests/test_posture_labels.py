"""Posture watch against labelled footage: seconds right, alerts where nothing is wrong, and what changes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from coach.adapters.store import StreamFile
from coach.core.pose import Pose
from coach.core.sitting.look import FAULTS, Sample
from coach.posture_analysis import sat
from coach.posture_evaluation import PostureLabel, confusion, read_labels, score
from tests.streams import DATA, MISSING

RIGHT = 0.9
"""Share of labelled seconds that must be right, for each view."""

needs_data = pytest.mark.skipif(not (DATA / "labels.csv").is_file(), reason=MISSING)

LABELS = read_labels(DATA / "labels.csv") if (DATA / "labels.csv").is_file() else []
NAMES = [label.file.rsplit("/", 1)[-1] for label in LABELS]


def samples(label: PostureLabel) -> list[Sample]:
    return [Sample(t_s, pose) for t_s, pose in StreamFile(DATA / label.file).poses()]


@needs_data
@pytest.mark.parametrize("label", LABELS, ids=NAMES)
def test_each_clip_is_seen_as_it_is_labelled(label: PostureLabel) -> None:
    found = score(label, samples(label))
    right, labelled = found.share
    assert right >= RIGHT * labelled, found.seconds
    assert found.quiet_alerts == 0
    assert all(wait <= 3 for _, wait in found.waits)


def _spaced(coming: Sequence[Sample], gap_s: float) -> list[Sample]:
    kept: list[Sample] = []
    for sample in coming:
        if not kept or sample.t_s - kept[-1].t_s >= gap_s - 1e-6:
            kept.append(sample)
    return kept


def _changed(coming: Sequence[Sample], change: Callable[[Pose], Pose]) -> list[Sample]:
    return [replace(one, pose=None if one.pose is None else change(one.pose)) for one in coming]


def _shaken(pose: Pose) -> Pose:
    """Landmarks that waver by half a per cent of the picture."""
    points = pose.points.copy()
    points[:, :2] += np.random.default_rng(round(pose.t_s * 1000)).normal(0, 0.005, (33, 2))
    return replace(pose, points=points)


def _swapped(label: PostureLabel) -> PostureLabel:
    other = {"lean_left": "lean_right", "lean_right": "lean_left"}
    return replace(label, states=tuple(replace(one, state=other.get(one.state, one.state)) for one in label.states))


CHANGES = {
    "5 a second": lambda coming: _spaced(coming, 0.2),
    "2 a second": lambda coming: _spaced(coming, 0.5),
    "mirrored": lambda coming: _changed(coming, Pose.mirrored),
    "wavering": lambda coming: _changed(coming, _shaken),
}


@needs_data
@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_sampling_mirror_and_noise_leave_nine_in_ten_right(name: str) -> None:
    scores = []
    for label in LABELS:
        label_ = _swapped(label) if name == "mirrored" else label
        scores.append(score(label_, CHANGES[name](samples(label))))
    for table in confusion(scores):
        assert table.right >= RIGHT * table.labelled, (table.view, table.seconds)
        assert table.quiet_alerts == 0


@needs_data
def test_looking_aside_and_down_is_no_fault_in_the_footage_made_for_it() -> None:
    label = next(one for one in LABELS if "upright_control" in one.file)
    assert not FAULTS & {segment.state for segment in sat(samples(label)).segments}


@needs_data
@pytest.mark.parametrize("name", ["n02_walk_through", "x09_empty_room"])
def test_somebody_who_walks_by_or_nobody_is_told_nothing(name: str) -> None:
    path = DATA / "streams" / "rendered" / f"{name}.npz"
    account = sat(Sample(t_s, pose) for t_s, pose in StreamFile(path).poses())
    assert account.alerts == []
    assert not FAULTS & {segment.state for segment in account.segments}


@needs_data
@pytest.mark.parametrize("name", ["n01_lying_still", "p01_plank_good"])
def test_lying_or_a_plank_beside_the_desk_is_no_standing(name: str) -> None:
    path = DATA / "streams" / "rendered" / f"{name}.npz"
    account = sat(Sample(t_s, pose) for t_s, pose in StreamFile(path).poses())
    assert account.totals.get("standing", 0.0) < 1.0


@needs_data
def test_who_stood_up_beside_a_side_camera_is_known_again() -> None:
    label = next(one for one in LABELS if "s06_desk_side2" in one.file)
    account = sat(samples(label))
    assert account.moved_s is None
    assert [segment.state for segment in account.segments][-2:] == ["standing", "upright"]
