"""The eye looks when it is due, costs nothing between, and outlasts every camera."""

import math
from itertools import pairwise

import pytest

from coach.eye_gaze import GLANCE_S, STUCK_S, UNANSWERED, Gaze, Orders, back_off_s
from coach.ports import SourceError
from tests.eye_fakes import Bench, FakeCamera, FakeFilm, gone


@pytest.mark.parametrize(
    ("gap_s", "looks"), [(2.0, 10), (0.5, 38), (0.0, 285), (30.0, 1)], ids=["usual", "soon", "all", "seldom"]
)
def test_it_looks_at_its_pace_and_sleeps_between(gap_s: float, looks: int) -> None:
    bench = Bench([FakeCamera()], orders=Orders(gap_s))
    bench.run(20.0)
    assert abs(len(bench.looks_s) - looks) <= 2
    assert bench.looks_s[0] == 1.0, "the exposure has settled"
    assert bench.turns <= len(bench.looks_s) + 4, "it wakes for looks alone"


def test_a_new_pace_counts_from_the_last_look() -> None:
    bench = Bench([FakeCamera()], orders=Orders(30.0))
    bench.run(5.0)
    bench.orders = Orders(0.5)
    bench.run(2.0)
    assert bench.looks_s[:3] == [1.0, 5.0, 5.5]


def test_for_a_glance_the_camera_is_on_for_two_seconds() -> None:
    bench = Bench([FakeCamera()], orders=Orders(30.0, let_go=True))
    bench.run(91.0)
    assert bench.looks_s[: len(GLANCE_S) + 1] == [*GLANCE_S, 30 + GLANCE_S[0]]
    assert bench.lit_s == pytest.approx(3 * GLANCE_S[-1] + 1, abs=0.1)
    camera = bench.opened[0]
    assert isinstance(camera, FakeCamera)
    assert camera.closed == 3
    assert bench.turns < 25


def test_from_watching_always_to_glances_and_back() -> None:
    bench = Bench([FakeCamera()])
    bench.run(10.0)
    bench.orders = Orders(30.0, let_go=True)
    bench.run(1.0)
    assert not bench.gaze.open
    bench.orders = Orders(2.0)
    bench.run(3.0)
    assert bench.gaze.open
    assert bench.looks_s[-2:] == [10.0, 12.0], "one last look, then a settled first one"


@pytest.mark.parametrize(
    ("camera", "sentence"),
    [
        (gone(), "There is no camera 0."),
        (FakeCamera(3, SourceError("Camera 0 has stopped.")), "Camera 0 has stopped."),
        (FakeCamera(3), "Camera 0 gives no more pictures; check its plug."),
        (FakeCamera(3, RuntimeError("driver")), "The camera failed: RuntimeError: driver"),
        (OSError("bus"), "The camera failed: OSError: bus"),
    ],
    ids=["none there", "unplugged", "silent", "driver", "opening"],
)
def test_a_camera_in_trouble_is_told_of_every_gap_and_comes_back(camera: FakeCamera | Exception, sentence: str) -> None:
    bench = Bench([camera, gone(), gone(), FakeCamera()])
    bench.run(10.0)
    assert bench.gaze.trouble != ""
    assert not bench.gaze.open
    samples = bench.gaze.take()
    assert samples[0].trouble == sentence
    assert all(sample.pose is None and sample.trouble for sample in samples)
    assert all(later.t_s - first.t_s <= 2.0 + 1e-6 for first, later in pairwise(samples))
    assert all(later.t_s > first.t_s for first, later in pairwise(samples))
    bench.run(15.0)
    assert (bench.gaze.trouble, bench.gaze.open, bench.gaze.fails) == ("", True, 0)
    if isinstance(camera, FakeCamera):
        assert camera.closed == 1


def test_a_camera_that_is_gone_for_good_is_tried_more_and_more_rarely() -> None:
    bench = Bench([gone()])
    bench.run(600.0)
    gaps_s = [round(b - a, 3) for a, b in pairwise(bench.tries_s)]
    assert gaps_s[:6] == [1.5, 3.0, 6.0, 12.0, 24.0, 30.0]
    assert set(gaps_s[5:]) == {30.0}
    assert [back_off_s(fails) for fails in (0, 1, 2, 99)] == [1.5, 1.5, 3.0, 30.0]
    assert 300 <= len(bench.gaze.take()) <= 330, "a sample every gap, and one at each try"


def test_a_failed_detector_is_told_of_and_the_lamp_goes_out() -> None:
    bench = Bench([FakeCamera()])
    bench.run(5.0)
    bench.worker.state, bench.worker.error = "failed", "The pose detector failed."
    bench.run(6.0)
    assert not bench.gaze.open
    assert [sample.trouble for sample in bench.gaze.take()] == ["The pose detector failed."] * 3
    bench.worker.state = "ready"
    bench.run(6.0)
    assert bench.gaze.open
    assert bench.gaze.trouble == ""


def test_the_lamp_stays_dark_until_the_detector_is_there() -> None:
    bench = Bench([FakeCamera()])
    bench.worker.state = "loading"
    bench.run(3.0)
    assert bench.tries_s == []
    assert bench.gaze.take() == []


@pytest.mark.parametrize("orders", [Orders(), Orders(30.0, let_go=True)], ids=["always", "glances"])
def test_after_sleep_the_camera_is_opened_anew(orders: Orders) -> None:
    old = FakeCamera()
    bench = Bench([old, FakeCamera()], orders=orders)
    bench.run(1.5)
    bench.clock.t_s += 3600.0
    bench.run(3.0)
    assert old.closed == 1
    assert len(bench.opened) == 2
    assert bench.looks_s[-1] > 3600.0
    assert bench.gaze.take() == [], "sleep is no trouble"


def test_at_rest_nothing_is_done_until_it_is_woken() -> None:
    bench = Bench([FakeCamera()])
    bench.run(5.0)
    turns = bench.turns
    bench.orders = Orders(resting=True)
    bench.run(600.0)
    assert bench.turns == turns + 1
    assert not bench.gaze.open
    assert bench.gaze.frame is None
    bench.orders = Orders()
    bench.run(2.0)
    assert bench.gaze.open
    assert bench.looks_s[-1] == 606.0


def test_a_detector_that_is_not_free_gets_a_fresh_picture_when_it_is() -> None:
    bench = Bench([FakeCamera()])
    bench.worker.full = True
    bench.run(5.0)
    assert bench.gaze.take() == []
    bench.run(7.0)
    assert {sample.trouble for sample in bench.gaze.take()} == {UNANSWERED}
    bench.worker.full = False
    bench.run(3.0)
    assert len(bench.looks_s) >= 2
    assert bench.gaze.trouble == ""


def test_the_light_of_a_picture_is_told_with_it() -> None:
    bench = Bench([FakeCamera()])
    bench.run(6.0)
    first_s, second_s, third_s = bench.worker.offered
    assert bench.gaze.beside(second_s).light == pytest.approx(0.2)
    assert math.isnan(bench.gaze.beside(first_s).light), "it was passed over"
    assert bench.gaze.beside(third_s + 1e-4).light == pytest.approx(0.2), "a lent detector adds up times"


def test_only_a_thread_that_hangs_is_stuck() -> None:
    bench = Bench([FakeCamera()])
    asked: list[bool] = []

    def opening() -> FakeCamera:
        now_s = bench.clock.t_s
        asked.extend(gaze.stuck(now_s + after_s) for after_s in (STUCK_S + 1, 21.0))
        return FakeCamera()

    gaze = Gaze(opening, bench.worker, bench.clock)
    assert not gaze.stuck(1e9)
    gaze.turn(Orders())
    assert asked == [False, True], "to open may take longer"
    assert not gaze.stuck(1e9)


# --- Recordings. ---


def test_a_film_runs_with_the_clock_and_is_over() -> None:
    film = FakeFilm([index / 10 for index in range(101)])
    bench = Bench([film])
    bench.run(9.5)
    assert bench.looks_s == pytest.approx([0.0, 2.0, 4.0, 6.0, 8.0], abs=0.11)
    assert bench.gaze.frame is not None
    assert abs(bench.gaze.frame.t_s - 8.0) <= 0.2
    assert not bench.gaze.ended
    bench.run(5.0)
    assert bench.gaze.ended
    assert film.closed == 1
    assert len(film.passed) >= 94


def test_a_film_goes_round_and_round() -> None:
    bench = Bench([FakeFilm([index / 10 for index in range(50)])], loop=True)
    bench.run(60.0)
    assert len(bench.looks_s) in range(28, 32)
    assert not bench.gaze.ended
    assert bench.gaze.take() == []


def test_a_film_keeps_its_place_between_glances_and_at_rest() -> None:
    film = FakeFilm([index / 10 for index in range(1000)])
    bench = Bench([film], orders=Orders(30.0, let_go=True))
    bench.run(31.0)
    assert bench.looks_s == pytest.approx([*GLANCE_S, *(30 + after_s for after_s in GLANCE_S[:2])], abs=0.11)
    bench.orders = Orders(resting=True)
    bench.run(20.0)
    bench.orders = Orders()
    bench.run(2.0)
    assert bench.gaze.frame is not None
    assert bench.gaze.frame.t_s == pytest.approx(bench.looks_s[-1] - GLANCE_S[0], abs=0.2), (
        "it began with the first look"
    )
    assert len(bench.opened) == 1


def test_a_film_with_pauses_is_waited_for() -> None:
    bench = Bench([FakeFilm([0.0, 0.1, 5.0, 5.1, 9.0], fps=10.0)], orders=Orders(0.0))
    bench.run(20.0)
    assert bench.looks_s == pytest.approx([0.0, 0.1, 5.0, 5.1, 9.0], abs=0.15)


def test_a_film_stands_still_while_the_machine_sleeps() -> None:
    bench = Bench([FakeFilm([index / 10 for index in range(200)])])
    bench.run(5.0)
    bench.clock.t_s += 3600.0
    bench.run(5.0)
    assert bench.gaze.frame is not None
    assert bench.gaze.frame.t_s < 12.0
    assert len(bench.opened) == 1
