"""The counting rules of peers, on small made signals: each counts what its rule says, and errs where it must."""

import math
from collections.abc import Sequence

import pytest

from tests.benchmarks.peer_counters import COUNTERS, Setting, calmed, entered_and_left, one_threshold, smoothed_votes

UP = Setting("hip_angle_deg", 140, 160, "made")
DOWN = Setting("elbow_angle_deg", 150, 90, "made")


def wave(*tops: float, rest: float = 120.0, s: float = 2.0, fps: int = 30) -> list[tuple[float, float]]:
    """One smooth swing to each top and back, then rest."""
    n = int(s * fps)
    values = [rest + (top - rest) * math.sin(math.pi * i / n) ** 2 for top in tops for i in range(n)] + [rest] * n
    return [(index / fps, value) for index, value in enumerate(values)]


def shaken(moments: Sequence[tuple[float, float]], by: float) -> list[tuple[float, float]]:
    """Every other picture a little more."""
    return [(t_s, value + by * (-1) ** index) for index, (t_s, value) in enumerate(moments)]


CASES = [
    ("three whole ones", wave(170, 170, 170), UP, (3, 3, 3, 3)),
    ("downward", wave(70, 70, rest=170), DOWN, (2, 2, 2, 2)),
    ("short of the target", wave(150, 150), UP, (0, 0, 0, 0)),
    ("one short between", wave(170, 150, 170), UP, (2, 2, 2, 2)),
    ("never seen", [(t_s, math.nan) for t_s, _ in wave(170)], UP, (0, 0, 0, 0)),
    ("unseen for a while at the top", [(t, math.nan if 0.9 < t < 1.1 else v) for t, v in wave(170)], UP, (1, 1, 1, 1)),
    ("dips at the top: only the first counts them", wave(170, 158, rest=152), UP, (1, 0, 0, 0)),
    ("lying down and getting up looks like one", wave(180, rest=100), UP, (1, 1, 1, 1)),
]


@pytest.mark.parametrize(("what", "moments", "setting", "counts"), CASES, ids=[case[0] for case in CASES])
def test_each_counts_by_its_rule(
    what: str, moments: list[tuple[float, float]], setting: Setting, counts: tuple[int, ...]
) -> None:
    assert tuple(counter(moments, setting) for counter in COUNTERS.values()) == counts


def test_one_threshold_runs_away_where_the_angle_trembles_around_it_and_two_do_not() -> None:
    trembling = shaken([(index / 30, 160.0) for index in range(60)], 2)
    assert one_threshold(trembling, UP) > 20
    assert [counter(trembling, UP) for name, counter in COUNTERS.items() if name != "one threshold"] == [0, 0, 0]


def test_a_single_wild_picture_is_calmed() -> None:
    assert calmed([120, 121, 122, 121, 175]) == 121
    assert calmed([120, 120, 120, 120, 120]) == 120


@pytest.mark.parametrize(
    ("votes", "count"),
    [
        ([0] * 20 + [10] * 20 + [0] * 20, 1),
        (([0] * 20 + [10] * 20) * 3 + [0] * 20, 3),
        ([0] * 20 + [5] * 40, 0),
        ([0] * 20 + [10] * 2 + [0] * 20, 0),
        ([10] * 40, 0),
    ],
    ids=["entered and left", "three times", "never sure", "two pictures only", "never left"],
)
def test_a_pose_is_counted_when_it_is_left(votes: list[float], count: int) -> None:
    assert entered_and_left(votes) == count


def test_votes_are_smoothed_toward_the_newest() -> None:
    assert list(smoothed_votes([0, 10])) == [0, pytest.approx(10 / 1.8)]
