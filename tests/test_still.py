"""A single picture: its phase and faults; nobody, or another posture, is said to be none."""

import numpy as np
import pytest

from coach.core import figure, still
from coach.core.demo import Demo
from coach.core.pose import Pose
from tests.streams import exercise, ids


def _phases(id_: str, demo: Demo) -> list[str | None]:
    return [still.judge(exercise(id_), pose).phase for pose in figure.poses(demo, 10)]


@pytest.mark.parametrize("id_", ids())
def test_a_demonstration_shows_its_phases(id_: str) -> None:
    phases = set(_phases(id_, exercise(id_).demo))
    if exercise(id_).pace:
        assert phases == {"paced"}
        return
    assert {"hold"} <= phases if exercise(id_).hold else {"rest", "top"} <= phases


@pytest.mark.parametrize(
    ("id_", "rule"), [("plank", "hips_sag"), ("plank", "hips_pike"), ("glute_bridge", "over_arch")]
)
def test_what_is_done_wrong_is_found_in_a_picture_of_it(id_: str, rule: str) -> None:
    spec = exercise(id_)
    wrong = next(item.wrong for item in spec.rules if item.id == rule)
    found = {name for pose in figure.poses(wrong, 10) for name in still.judge(spec, pose).faults}
    assert rule in found


def test_nobody_shows_nothing() -> None:
    view = still.judge(exercise("plank"), None)
    assert (view.phase, view.faults, view.seen) == (None, (), 0.0)


@pytest.mark.parametrize(("id_", "shown"), [("plank", "glute_bridge"), ("glute_bridge", "plank")])
def test_another_posture_is_in_no_phase(id_: str, shown: str) -> None:
    assert set(_phases(id_, exercise(shown).demo)) <= {None}


def test_a_body_that_is_not_seen_is_in_no_phase() -> None:
    pose = next(iter(figure.poses(exercise("plank").demo, 10)))
    points = np.array(pose.points)
    points[:, 3] = 0.0
    view = still.judge(exercise("plank"), Pose(0.0, points, pose.world, pose.size))
    assert (view.phase, view.faults, view.seen) == (None, (), 0.0)
