"""Push-up and squat from other views, and what looks like them: counted only where their measures mean something."""

import pytest

from coach.core.report import Counts
from tests.streams import demo_samples, exercise, play


@pytest.mark.parametrize(
    ("id_", "yaw_deg", "counts"),
    [
        ("squat", -90, Counts(complete=1, partial=1)),
        ("squat", -40, Counts(complete=1, partial=1)),
        ("squat", 20, Counts(complete=2)),
        ("push_up", -40, Counts(complete=1, partial=1)),
        ("push_up", 20, Counts(complete=2)),
        ("push_up", -90, Counts()),
        ("push_up", 75, Counts()),
    ],
)
def test_squats_count_from_any_side_and_push_ups_from_the_side(id_: str, yaw_deg: float, counts: Counts) -> None:
    """Turned away, the one that goes just far enough may read short of it: it is shown as begun, and not counted."""
    got = play(exercise(id_), demo_samples(exercise(id_).demo, 15, yaw_deg))
    assert (got.counts, got.faults) == (counts, [])


@pytest.mark.parametrize(
    ("id_", "shown"),
    [
        ("push_up", "plank"),
        ("push_up", "knee_plank"),
        ("push_up", "prone_press_up"),
        ("push_up", "bird_dog"),
        ("push_up", "cat_cow"),
        ("squat", "hip_hinge"),
        ("squat", "march"),
        ("squat", "standing_extension"),
        ("squat", "overhead_reach"),
        ("lift_drill", "squat"),
        ("hip_hinge", "squat"),
        ("plank", "squat"),
    ],
)
def test_what_looks_like_it_is_not_counted(id_: str, shown: str) -> None:
    got = play(exercise(id_), demo_samples(exercise(shown).demo, 15))
    assert (got.counts.complete, got.hold_s) == (0, 0.0)
