"""A leg that the detector loses for a moment: nothing is measured of the other one in its place."""

import math
from collections.abc import Mapping

import pytest

from coach.core.body import Side, joint, other
from coach.core.features import measure
from coach.core.pose import Pose
from coach.core.posture import Body, orient
from tests.disturbances import hidden
from tests.streams import DATA, MISSING, at, demo_samples, exercise, play, stream

KTC = exercise("knee_to_chest")
DRAWN = "drawn_hip_angle_deg"


def _body(pose: Pose, gone: Side | None = None, hips: Mapping[Side, float] | None = None) -> Body:
    points = pose.points.copy()
    if gone:
        points[[joint(name, gone) for name in ("knee", "ankle", "heel", "foot_index")], 3] = 0.1
    return Body(at(pose, 0.0, points), orient(pose.world, None)).knowing(hips or {})


def _up() -> Pose:
    """The moment of the demonstration at which a knee is drawn up furthest."""
    poses = [pose for _, pose in demo_samples(KTC.demo, 10) if pose]
    return min(poses, key=lambda pose: measure(_body(pose), [DRAWN])[DRAWN])


def test_a_leg_that_was_drawn_up_a_moment_ago_is_not_taken_for_the_other() -> None:
    up = _up()
    working = _body(up).leg(straighter=False)
    assert working is not None
    angle = measure(_body(up), [DRAWN])[DRAWN]
    lost, held = _body(up, working), _body(up, working, {working: angle})
    assert lost.leg(straighter=False) == other(working), "nothing is known of the hidden one"
    assert held.leg(straighter=False) == working
    assert math.isnan(measure(held, [DRAWN])[DRAWN]), "what is held is never measured"


@pytest.mark.skipif(not DATA.exists(), reason=MISSING)
@pytest.mark.parametrize("for_s", [0.15, 0.3])
@pytest.mark.parametrize(
    ("file", "id_", "complete"),
    [
        ("rendered/k01_ktc_alt", "knee_to_chest", 6),
        ("rendered/k04_ktc_mirror30", "knee_to_chest", 6),
        ("real/honzaczsk_bird_dog", "bird_dog", 2),
        ("real/cut_ktc_left_then_double", "knee_to_chest", 1),
    ],
)
def test_a_leg_that_flickers_for_a_seventh_of_the_time_splits_no_repetition(
    file: str, id_: str, complete: int, for_s: float
) -> None:
    got = play(exercise(id_), hidden(stream(f"streams/{file}.npz"), "leg", 0.15, for_s, seed=2))
    assert got.counts.complete == complete
