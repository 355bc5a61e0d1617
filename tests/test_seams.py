"""A recording in pieces: where they are cut, and when two trackers saw the same."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from coach.core import figure, seams
from coach.core.pose import Pose
from coach.core.seams import Seen
from tests.streams import exercise


@pytest.mark.parametrize(
    ("duration_s", "workers", "count"),
    [
        (0.0, 2, 1),
        (20.0, 2, 1),
        (30.0, 2, 2),
        (60.0, 2, 2),
        (60.0, 8, 4),
        (240.0, 2, 2),
        (241.0, 2, 4),
        (7200.0, 2, 60),
        (7200.0, 1, 60),
    ],
)
def test_as_many_for_each_worker_and_none_too_short_or_long(duration_s: float, workers: int, count: int) -> None:
    cut = seams.pieces(duration_s, workers)
    assert len(cut) == count
    assert cut[0].from_s == cut[0].start_s == 0.0
    assert math.isinf(cut[-1].end_s)
    assert all(one.end_s == other.start_s for one, other in pairwise(cut))
    assert all(piece.start_s - piece.from_s == pytest.approx(seams.LEAD_S) for piece in cut[1:])
    lengths = [min(piece.end_s, duration_s) - piece.start_s for piece in cut]
    assert count == 1 or (min(lengths) >= seams.LEAST_S and max(lengths) <= seams.MOST_S + 1e-9)


def _pose(*, shift: float = 0.0, legs_only: bool = False) -> Pose:
    """The first of a bridge, so many trunk lengths aside."""
    pose = next(iter(figure.poses(exercise("glute_bridge").demo, 10)))
    plane = pose.plane()
    trunk = float(np.linalg.norm(plane[[11, 12]].mean(axis=0) - plane[[23, 24]].mean(axis=0)))
    points = pose.points.copy()
    moved = slice(25, 33) if legs_only else slice(None)
    points[moved, 1] += shift * trunk
    return replace(pose, points=points)


def _moments(poses: list[Pose | None]) -> list[Seen]:
    return [(0.1 * index, pose) for index, pose in enumerate(poses)]


BODY = _pose()


@pytest.mark.parametrize(
    ("before", "lead", "fits"),
    [
        ([BODY] * 20, [BODY] * 20, True),
        ([BODY] * 20, [_pose(shift=0.1)] * 20, True),
        ([BODY] * 20, [_pose(shift=1.0)] * 20, False),
        ([BODY] * 20, [_pose(shift=1.0, legs_only=True)] * 20, False),
        ([BODY] * 20, [_pose(shift=1.0)] * 10 + [BODY] * 10, True),
        ([BODY] * 20, [BODY] * 19 + [_pose(shift=1.0)], False),
        ([BODY] * 20, [None] * 10 + [BODY] * 10, True),
        ([BODY] * 20, [None] * 20, False),
        ([None] * 20, [None] * 20, True),
        ([None] * 20, [BODY] * 20, False),
        ([BODY] * 20, [BODY] * 15 + [None] * 4 + [BODY], False),
        ([], [], True),
    ],
    ids=[
        "the same",
        "nearly the same",
        "somebody else",
        "legs elsewhere",
        "found in time",
        "apart at the very end",
        "seen late, in time",
        "nobody against somebody",
        "nobody",
        "somebody against nobody",
        "lost for a while near the end",
        "no lead",
    ],
)
def test_whether_a_piece_goes_on_where_the_one_before_ended(
    before: list[Pose | None], lead: list[Pose | None], fits: bool
) -> None:
    assert seams.fits(_moments(before), _moments(lead)) is fits


def test_a_body_without_landmarks_fits_nothing() -> None:
    blank = replace(BODY, points=np.full((33, 4), np.nan))
    assert not seams.fits(_moments([BODY] * 5), _moments([blank] * 5))
    assert not seams.fits(_moments([blank] * 5), _moments([blank] * 5))


def test_other_times_are_other_frames() -> None:
    moments = _moments([BODY] * 5)
    assert seams.same_moments(moments, moments)
    assert not seams.same_moments(moments, moments[1:])
    assert not seams.same_moments(moments, [(t_s + 0.01, pose) for t_s, pose in moments])
