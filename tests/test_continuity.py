"""Whose pose it is: short stories of a body that moves, jumps, is taken over, or is cut to another place."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pytest

from coach.core import continuity
from coach.core.pose import Pose
from tests.disturbances import visited
from tests.streams import DATA, MISSING, at, demo_samples, exercise, play, stream

WORLD: Final = np.random.default_rng(1).normal(0, 0.25, (33, 3))
HER, HIM, FAR = (0.6, 0.4), (1.0, 0.4), (0.6, 0.8)
"""Where somebody is (picture heights from the left) and their scale (picture heights a metre)."""

Place = tuple[float, float] | None


def _pose(place: tuple[float, float], t_s: float) -> Pose:
    x, scale = place
    points = np.ones((33, 4))
    points[:, :2] = (WORLD[:, :2] * scale + (x, 0.5)) / (4 / 3, 1)
    return Pose(t_s, points, WORLD, (640, 480))


def _seen(story: Sequence[tuple[float, Place]], fps: float) -> list[tuple[Place, int]]:
    """The (seconds, place) of a story played: each part with how many tenths of its poses were believed."""
    state, told, index = continuity.ContinuityState(), [], 0
    for seconds, place in story:
        believed, count = 0, round(seconds * fps)
        for _ in range(count):
            index += 1
            if place is not None:
                state, theirs = continuity.step(state, index / fps, _pose(place, index / fps))
                believed += theirs
        told.append((place, round(10 * believed / count)))
    return told


@pytest.mark.parametrize("fps", [8, 15, 30, 60])
@pytest.mark.parametrize(
    ("story", "tenths"),
    [
        ([(2, HER), (0.4, HIM), (2, HER)], [10, 0, 10]),
        ([(2, HER), (0.4, FAR), (2, HER)], [10, 0, 10]),
        ([(2, HER), (0.4, HIM), (0.4, FAR), (2, HER)], [10, 0, 0, 10]),
        ([(2, HER), (0.4, None), (2, HER)], [10, 0, 10]),
        ([(2, HER), (3, None), (2, HIM)], [10, 0, 10]),
    ],
    ids=["a visitor", "a larger one", "two visitors", "nobody", "back elsewhere"],
)
def test_a_visit_is_nobody_s_and_the_person_is_never_lost(
    story: list[tuple[float, Place]], tenths: list[int], fps: float
) -> None:
    assert [share for _, share in _seen(story, fps)] == tenths


@pytest.mark.parametrize("fps", [8, 15, 30, 60])
def test_a_cut_to_another_place_is_believed_after_a_second(fps: float) -> None:
    assert [share for _, share in _seen([(4, HER), (10, HIM)], fps)] == [10, 9]


def test_a_glimpse_binds_nobody() -> None:
    (_, glimpse), (_, after) = _seen([(1 / 30, HIM), (1, HER)], 30)
    assert (glimpse, after) == (10, 10)


@pytest.mark.parametrize("speed_m_s", [0.5, 1.5, 2.4])
@pytest.mark.parametrize("fps", [1, 8, 30])
def test_walking_is_no_jump(speed_m_s: float, fps: float) -> None:
    state = continuity.ContinuityState()
    for index in range(round(3 * fps)):
        place = (0.2 + 0.4 * speed_m_s * index / fps, 0.4)
        state, theirs = continuity.step(state, index / fps, _pose(place, index / fps))
        assert theirs


def test_a_pose_that_does_not_say_where_it_is_changes_nothing() -> None:
    state, _ = continuity.step(continuity.ContinuityState(), 0.0, _pose(HER, 0.0))
    nowhere = Pose(0.1, np.full((33, 4), np.nan), WORLD, (640, 480))
    assert continuity.step(state, 0.1, nowhere) == (state, True)


def test_somebody_else_s_pose_for_a_moment_counts_nothing() -> None:
    """Every second for 0.4 s the pose found is of somebody on all fours, as large as the person and beside them."""
    bridge, dog = exercise("glute_bridge"), exercise("bird_dog")
    samples = demo_samples(bridge.demo, 30)
    poses = [pose for _, pose in demo_samples(dog.demo, 30) if pose]
    mixed = [
        (t_s, at(poses[index % len(poses)], t_s) if t_s > 1 and t_s % 1.0 < 0.4 else pose)
        for index, (t_s, pose) in enumerate(samples)
    ]
    undisturbed, got = play(bridge, samples), play(bridge, mixed)
    assert undisturbed.counts == got.counts
    assert got.faults == []


@pytest.mark.skipif(not DATA.exists(), reason=MISSING)
@pytest.mark.parametrize(
    ("file", "id_", "complete"),
    [("rendered/b03_bridge_fast", "glute_bridge", 10), ("rendered/d01_birddog_base", "bird_dog", 6)],
)
def test_a_recording_with_a_visitor_for_a_tenth_of_it_counts_as_without(file: str, id_: str, complete: int) -> None:
    walker = stream("streams/rendered/n02_walk_through.npz")
    got = play(exercise(id_), visited(stream(f"streams/{file}.npz"), walker, 0.1, seed=1))
    assert (got.counts.complete, got.counts.partial, got.faults) == (complete, 0, [])
