"""What exercises that look at the same poses share of the work, and what each sees by itself."""

from coach.analysis import beside
from tests.streams import at, demo_samples, exercise

PAIR = ("knee_to_chest", "plank")
"""The first counts somebody who draws a knee to the chest, and remembers which; the second waits."""


def test_exercises_of_which_one_knew_more_for_a_moment_share_the_work_again() -> None:
    """One that counts still knows a leg that is hidden for a moment, so it sees something else; afterwards they see the
    same, and each pose is measured once for both."""
    samples = demo_samples(exercise(PAIR[0]).demo, 30)
    hidden = range(150, 160)
    runs = beside(map(exercise, PAIR))
    shared = []
    for index, (t_s, pose) in enumerate(samples[:300]):
        points = pose.points.copy()
        if index in hidden:
            points[[25, 27, 29, 31], 3] = 0.0
        seen = at(pose, t_s, points)
        for run in runs:
            run.follow(t_s, seen)
        shared.append(len({id(run.state.sight.view) for run in runs}) == 1)
    assert [run.state.gating.armed for run in runs] == [True, False]
    assert all(shared[: hidden.start])
    assert not all(shared[hidden.start : hidden.stop + 30])
    assert all(shared[hidden.stop + 60 :])
