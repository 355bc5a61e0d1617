"""Disturbed recordings: what is asked is done, nothing else, and the same for the same seed."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from coach.core.body import joint
from coach.evaluation import Samples, mirrored
from tests.disturbances import dropped, followed, frozen, hidden, jittered, noisy, resampled, trunk, visited
from tests.streams import demo_samples, exercise

BRIDGE = demo_samples(exercise("glute_bridge").demo, 30)
DOG = demo_samples(exercise("bird_dog").demo, 30)

ALL: dict[str, Callable[[Samples, int], Samples]] = {
    "noisy": lambda samples, seed: noisy(samples, 0.02, seed),
    "dropped": lambda samples, seed: dropped(samples, 0.4, seed),
    "frozen": lambda samples, seed: frozen(samples, 0.4, seed=seed),
    "resampled": lambda samples, seed: resampled(samples, 45),
    "jittered": lambda samples, seed: jittered(samples, 0.9, seed),
    "hidden": lambda samples, seed: hidden(samples, "leg", 0.3, seed=seed),
    "visited": lambda samples, seed: visited(samples, DOG, 0.1, seed=seed),
    "mirrored": lambda samples, _: mirrored(samples),
}


def _same(one: Samples, two: Samples) -> bool:
    return len(one) == len(two) and all(
        a[0] == b[0]
        and (a[1] is None) == (b[1] is None)
        and (not a[1] or not b[1] or (a[1].points == b[1].points).all())
        for a, b in zip(one, two, strict=True)
    )


@pytest.mark.parametrize("name", ALL)
def test_time_rises_poses_bear_their_time_and_a_seed_says_it_all(name: str) -> None:
    made = ALL[name](BRIDGE, 3)
    assert all(before < after for (before, _), (after, _) in pairwise(made))
    assert all(pose is None or pose.t_s == pytest.approx(t_s) for t_s, pose in made)
    assert _same(made, ALL[name](BRIDGE, 3))
    if name not in {"resampled", "mirrored"}:
        assert not _same(made, ALL[name](BRIDGE, 4))


@pytest.mark.parametrize("name", ALL)
def test_nobody_stays_nobody_but_for_a_visitor(name: str) -> None:
    empty: Samples = [(index / 30, None) for index in range(90)]
    if name != "visited":
        assert all(pose is None for _, pose in ALL[name](empty, 1))


def test_noise_is_as_large_as_asked_in_both_directions() -> None:
    off = [
        (made.plane() - pose.plane()) / trunk(pose)
        for (_, pose), (_, made) in zip(BRIDGE, noisy(BRIDGE, 0.02, 1), strict=True)
        if pose and made
    ]
    assert np.std(np.stack(off), axis=(0, 1)) == pytest.approx([0.02, 0.02], rel=0.05)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_about_the_asked_share_is_lost(share: float) -> None:
    assert len(dropped(BRIDGE, share)) / len(BRIDGE) == pytest.approx(1 - share, abs=0.08)
    assert len(frozen(BRIDGE, share)) / len(BRIDGE) == pytest.approx(1 - share, abs=0.08)


def test_a_stall_is_one_gap() -> None:
    gaps = [after - before for (before, _), (after, _) in pairwise(frozen(BRIDGE, 0.3, 0.5))]
    assert 0.5 < max(gaps) < 2.0


@pytest.mark.parametrize("fps", [8, 10, 15, 24, 30, 60])
def test_a_rate_gives_so_many_pictures(fps: float) -> None:
    made = resampled(BRIDGE, fps)
    assert (made[-1][0] - made[0][0]) / (len(made) - 1) == pytest.approx(1 / fps, rel=0.3)


def test_between_two_pictures_points_lie_on_the_way() -> None:
    made: Any = resampled(BRIDGE, 60)
    first, second = (pose for _, pose in BRIDGE[:2])
    assert first
    assert second
    assert made[1][1].points == pytest.approx((first.points + second.points) / 2, abs=0.002)


def test_a_hidden_limb_falls_in_sight_and_the_others_stay() -> None:
    made = hidden(BRIDGE, "leg", 0.3, seed=2)
    touched = {
        index
        for (_, pose), (_, worse) in zip(BRIDGE, made, strict=True)
        if pose and worse
        for index in np.flatnonzero((pose.points != worse.points).any(axis=1))
    }
    legs = {int(joint(name, side)) for name in ("knee", "ankle", "heel", "foot_index") for side in ("left", "right")}
    assert touched
    assert touched <= legs


def test_a_visitor_comes_for_short_whiles() -> None:
    made = visited(BRIDGE, DOG, 0.1, 0.4, seed=1)
    other = [a is not b for (_, a), (_, b) in zip(BRIDGE, made, strict=True)]
    assert 0.03 < sum(other) / len(other) < 0.2
    assert visited(BRIDGE, [(0.0, None)], 0.1) is BRIDGE


def test_following_gives_the_person_and_never_the_visitor_once_they_are_known() -> None:
    mixed = visited(BRIDGE, DOG, 0.2, seed=3)
    taken = [
        (person, pose) for (t_s, pose), (_, person) in zip(followed(mixed, BRIDGE), BRIDGE, strict=True) if t_s > 1
    ]
    assert sum(pose is person for person, pose in taken) > 0.9 * len(taken)
    assert followed(BRIDGE, BRIDGE) == list(BRIDGE)
