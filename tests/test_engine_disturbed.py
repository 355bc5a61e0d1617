"""Whatever comes into the engine, it neither fails nor counts what was not done."""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from streams import Sample, at, demo_samples, exercise, ids, mostly_slow, play, reports

from coach.core.pose import Pose
from coach.core.report import Counts, Report


def _poses(id_: str) -> list[Pose]:
    return [pose for _, pose in demo_samples(exercise(id_).demo, 15) if pose]


def _noise(rng: np.random.Generator, pose: Pose, t_s: float) -> Pose:
    return Pose(t_s, rng.uniform(-0.5, 1.5, (33, 4)), rng.normal(0, 0.5, (33, 3)), pose.size)


def _teleported(rng: np.random.Generator, pose: Pose, t_s: float) -> Pose:
    points = pose.points.copy()
    points[:, :2] += rng.uniform(-1, 1, 2)
    return at(pose, t_s, points)


def _jittered(rng: np.random.Generator, pose: Pose, t_s: float) -> Pose:
    return at(pose, t_s, pose.points + rng.normal(0, 0.02, (33, 4)), pose.world + rng.normal(0, 0.02, (33, 3)))


def _holed(rng: np.random.Generator, pose: Pose, t_s: float) -> Pose:
    points, world = pose.points.copy(), pose.world.copy()
    lost = rng.random(33) < 0.3
    points[lost], world[lost] = math.nan, math.nan
    return at(pose, t_s, points, world)


def _gone(_: np.random.Generator, pose: Pose, t_s: float) -> Pose:
    return at(pose, t_s, np.full((33, 4), math.nan), np.full((33, 3), math.nan))


def _hidden(rng: np.random.Generator, pose: Pose, t_s: float) -> Pose:
    points = pose.points.copy()
    points[:, 3] = rng.random(33)
    return at(pose, t_s, points)


def _infinite(rng: np.random.Generator, pose: Pose, t_s: float) -> Pose:
    points = pose.points.copy()
    points[rng.integers(33)] = math.inf
    return at(pose, t_s, points)


def _plain(_: np.random.Generator, pose: Pose, t_s: float) -> Pose:
    return at(pose, t_s)


def _mirror(_: np.random.Generator, pose: Pose, t_s: float) -> Pose:
    return at(pose, t_s).mirrored()


def _turned(rng: np.random.Generator, pose: Pose, t_s: float) -> Pose:
    """On its head, or on its side."""
    points = pose.points.copy()
    points[:, :2] = points[:, 1::-1] if rng.random() < 0.5 else 1 - points[:, :2]
    return at(pose, t_s, points, -pose.world)


def _nobody(*_: object) -> None:
    return None


Disturb = Callable[[np.random.Generator, Pose, float], Pose | None]
DISTURBED: tuple[Disturb, ...] = (
    *(_plain,) * 6, _noise, _teleported, _jittered, _holed, _gone, _hidden, _infinite, _mirror, _turned, _nobody,
)  # fmt: skip

_PIECES = st.lists(
    st.tuples(
        st.sampled_from(DISTURBED),
        st.integers(1, 25),
        st.sampled_from((1e-6, 0.01, 1 / 60, 1 / 30, 1 / 30, 0.1, 0.1, 0.4, 3.0, 400.0)),
        st.integers(0, 200),
    ),
    min_size=1,
    max_size=6,
)
"""(what happens to the demonstration, for how many pictures, seconds between them, from which picture on)."""


def _story(id_: str, pieces: list[tuple[Disturb, int, float, int]], seed: int) -> list[Sample]:
    rng, poses, t_s = np.random.default_rng(seed), _poses(id_), 0.0
    samples: list[Sample] = []
    for disturb, pictures, gap_s, begin in pieces:
        for index in range(pictures):
            t_s += gap_s
            samples.append((t_s, disturb(rng, poses[(begin + index) % len(poses)], t_s)))
    return samples


def _total(report: Report) -> tuple[int, int, int, int]:
    counts = report.counts
    return counts.complete, counts.partial, counts.left, counts.right


def _check_sane(said: list[Report]) -> None:
    for before, after in pairwise(said):
        assert all(b >= a for a, b in zip(_total(before), _total(after), strict=True))
    for report in said:
        assert math.isfinite(report.hold_s)
        assert report.hold_s >= 0
        assert report.counts.left + report.counts.right <= report.counts.complete
        assert 0 <= report.tracking <= 1
        assert report.pose is None or len(report.seen) == 33


@settings(max_examples=30)
@given(pieces=_PIECES, seed=st.integers(0, 9))
@pytest.mark.parametrize("id_", mostly_slow(ids()))
def test_nothing_that_comes_in_makes_it_fail_or_count_back(
    id_: str, pieces: list[tuple[Disturb, int, float, int]], seed: int
) -> None:
    _check_sane(reports(exercise(id_), _story(id_, pieces, seed)))


@settings(max_examples=30)
@given(pieces=_PIECES, seed=st.integers(0, 9))
@pytest.mark.parametrize("id_", ["plank", "bird_dog"])
def test_seconds_held_in_ended_holds_never_fall(
    id_: str, pieces: list[tuple[Disturb, int, float, int]], seed: int
) -> None:
    """A running clock may give back what a fault takes along; what was booked stays."""
    said = reports(exercise(id_), _story(id_, pieces, seed))
    booked = [report.hold_s - report.rep_hold_s for report in said]
    assert all(after >= before - 1e-9 for before, after in pairwise(booked))


@pytest.mark.parametrize("id_", ["plank"])
def test_infinite_places_are_no_trouble(id_: str) -> None:
    pieces: list[tuple[Disturb, int, float, int]] = [
        (_plain, 10, 0.1, 0),
        (_infinite, 20, 0.1, 10),
        (_plain, 20, 0.1, 30),
    ]
    _check_sane(reports(exercise(id_), _story(id_, pieces, 1)))


@pytest.mark.parametrize("id_", mostly_slow(ids()))
def test_all_points_in_one_place_are_no_body(id_: str) -> None:
    pose = Pose(0.0, np.full((33, 4), 0.5), np.zeros((33, 3)), (640, 480))
    _check_sane(reports(exercise(id_), [(index / 10, at(pose, index / 10)) for index in range(10)]))


@pytest.mark.parametrize("id_", mostly_slow(ids()))
def test_nobody_counts_nothing(id_: str) -> None:
    got = play(exercise(id_), [(index / 10, None) for index in range(600)])
    assert (got.counts, got.hold_s, got.finished) == (Counts(), 0.0, ())
    assert set(got.cues) == {"I can't see you"}


@pytest.mark.parametrize("id_", mostly_slow(ids()))
def test_points_that_are_not_seen_count_nothing(id_: str) -> None:
    def unseen(pose: Pose) -> Pose:
        points = pose.points.copy()
        points[:, 3] = 0.1
        return at(pose, pose.t_s, points)

    got = play(exercise(id_), [(pose.t_s, unseen(pose)) for pose in _poses(id_)])
    assert (got.counts, got.hold_s, got.finished) == (Counts(), 0.0, ())
