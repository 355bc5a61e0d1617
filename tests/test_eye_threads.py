"""The eye at work in its thread: handles that hang are left behind, closing is quick, recorded streams play."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.core.pose import Pose
from coach.eye import HANGS, MOST_STUCK, BlindEye, StreamEye, WatchingEye
from coach.eye_gaze import STUCK_S
from coach.feeds import LOADING
from coach.ports import Camera, StreamError
from coach.ports.posture import Eye
from tests.eye_fakes import FakeCamera, FakeFilm, FakeWorker, gone, somebody
from tests.session_fakes import FakeClock

DATA = Path(__file__).parents[2] / "shared" / "data"


def until(reached: Callable[[], object], seconds: float = 5.0) -> bool:
    """Whether it came about in time."""
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s:
        if reached():
            return True
        time.sleep(0.002)
    return False


class Desk:
    """A watching eye with its world; `pass_` lets time go by and wakes its thread."""

    def __init__(self, *cameras: Camera | Exception, loading: bool = False) -> None:
        self.cameras = list(cameras)
        self.clock, self.worker = FakeClock(1000.0), FakeWorker("loading" if loading else "ready")
        self.opened = 0
        self.eye = WatchingEye(self.open_camera, self.worker, self.clock)
        self.gap_s = 2.0

    def open_camera(self) -> Camera:
        given = self.cameras[min(self.opened, len(self.cameras) - 1)]
        self.opened += 1
        if isinstance(given, Exception):
            raise given
        return given

    def pass_(self, seconds: float) -> None:
        self.clock.t_s += seconds
        self.gap_s += 1e-6
        self.eye.pace(self.gap_s)


def test_samples_come_with_pose_light_and_time_of_the_clock() -> None:
    desk = Desk(FakeCamera())
    eye: Eye = desk.eye
    assert until(lambda: eye.open)
    desk.pass_(1.5)
    assert until(lambda: desk.worker.offered)
    (sample,) = eye.take()
    assert (sample.t_s, sample.light, sample.trouble) == (1001.5, pytest.approx(0.2), "")
    assert sample.pose is not None
    assert (eye.state, eye.message) == ("ready", "")
    assert eye.picture is not None
    eye.rest()
    assert until(lambda: not eye.open)
    assert eye.picture is None
    eye.wake()
    assert until(lambda: eye.open)
    eye.close()
    eye.close()
    assert not eye.open
    assert desk.worker.closed


def test_loading_and_failing_are_said() -> None:
    desk = Desk(FakeCamera(), loading=True)
    assert (desk.eye.state, desk.eye.message) == ("loading", LOADING)
    desk.worker.state, desk.worker.error = "failed", "The pose model is missing."
    assert (desk.eye.state, desk.eye.message) == ("failed", "The pose model is missing.")
    desk.eye.close()


def test_a_camera_that_hangs_is_left_behind_and_opened_anew() -> None:
    hang = threading.Event()
    dead = FakeCamera(1, gone(), hang)
    desk = Desk(dead, FakeCamera())
    assert until(lambda: desk.eye.open)
    desk.pass_(1.5)
    assert until(lambda: desk.worker.offered)
    desk.pass_(2.5)
    assert until(lambda: desk.eye._gaze.stuck(desk.clock.t_s + STUCK_S + 1))
    assert [sample.trouble for sample in desk.eye.take()] == [""]
    desk.clock.t_s += 3600.0
    assert [sample.trouble for sample in desk.eye.take()] == [HANGS], "as after sleep"
    assert desk.eye.message == HANGS
    desk.pass_(2.0)
    assert until(lambda: desk.opened == 2 and desk.eye.open)
    hang.set()
    assert until(lambda: dead.closed == 1), "its own thread closes it, should it ever return"
    desk.pass_(1.5)
    assert until(lambda: len(desk.worker.offered) == 2)
    assert [sample.trouble for sample in desk.eye.take()] == [""]
    assert desk.eye.message == ""
    desk.eye.close()


def test_not_every_second_another_handle_is_left_behind() -> None:
    hang = threading.Event()
    desk = Desk(FakeCamera(0, gone(), hang))
    troubles = 0
    for _ in range(3 * MOST_STUCK):
        desk.pass_(31.0 if troubles else 0.0)
        assert until(lambda: desk.eye._gaze._plan)
        desk.pass_(1.5)
        assert until(lambda: desk.eye._gaze._busy_s is not None)
        desk.pass_(STUCK_S + 1)
        troubles += len([sample for sample in desk.eye.take() if sample.trouble == HANGS])
    assert desk.opened == MOST_STUCK + 1
    assert troubles >= 3 * MOST_STUCK, "and yet it is told"
    began_s = time.monotonic()
    desk.eye.close()
    assert time.monotonic() - began_s < 1.0
    hang.set()


def test_time_never_goes_back_in_what_is_given() -> None:
    desk = Desk(gone())
    assert until(lambda: desk.eye.message)
    assert len(desk.eye.take()) == 1
    desk.worker.results.append((999.0, somebody(999.0)))
    assert desk.eye.take() == []
    desk.eye.close()


def test_a_film_ends_and_says_so() -> None:
    film = FakeFilm([0.0, 0.1])
    desk = Desk(film)
    assert until(lambda: desk.worker.offered)
    desk.pass_(10.0)
    assert until(lambda: desk.eye._gaze.ended)
    assert desk.eye.state == "ready", "the last result was not taken yet"
    assert len(desk.eye.take()) == 1
    assert desk.eye.state == "ended"
    desk.eye.close()


# --- Recorded landmarks. ---


def test_a_stream_plays_at_its_own_times() -> None:
    clock = FakeClock(50.0)
    samples: list[tuple[float, Pose | None]] = [(3.0, somebody(3.0)), (3.5, None), (5.0, somebody(5.0))]
    eye: Eye = StreamEye(samples, clock)
    assert eye.state == "loading"
    assert [sample.t_s for sample in eye.take()] == [50.0]
    clock.t_s += 1.0
    (nobody,) = eye.take()
    assert (nobody.t_s, nobody.pose, eye.state, eye.open) == (50.5, None, "ready", True)
    eye.rest()
    clock.t_s += 5.0
    assert eye.take() == []
    assert (eye.state, eye.open, eye.picture) == ("ended", False, None)
    eye.wake()
    eye.pace(0.5)
    eye.close()
    assert eye.state == "ended"


def test_a_damaged_stream_fails_in_one_sentence() -> None:
    class Damaged:
        def __iter__(self) -> "Damaged":
            return self

        def __next__(self) -> tuple[float, Pose | None]:
            raise StreamError("a.npz is damaged.")

    eye = StreamEye(Damaged(), FakeClock())
    assert eye.take() == []
    assert (eye.state, eye.message) == ("failed", "a.npz is damaged.")
    eye.close()
    assert eye.state == "failed"


def test_a_blind_eye_says_why() -> None:
    eye: Eye = BlindEye("There is no file.")
    eye.pace(0)
    eye.rest()
    eye.wake()
    assert (eye.take(), eye.state, eye.message, eye.open) == ([], "failed", "There is no file.", False)
    eye.close()


@pytest.mark.slow
def test_the_real_detector_sees_the_sitter_in_a_real_time_film() -> None:
    from coach.adapters.camera_cv2 import open_source
    from coach.adapters.clock import MonotonicClock
    from coach.adapters.detector_inline import DetectorThread
    from coach.adapters.pose_mediapipe import MediaPipeTracker
    from coach.adapters.pose_model import find_model
    from coach.eye_sitter import SitterDetector

    clip = DATA / "video" / "s01_desk_front.mp4"
    if not clip.exists():
        pytest.skip("the footage is not beside this checkout")
    worker = DetectorThread(lambda: SitterDetector(MediaPipeTracker(find_model(environment={}).path)))
    eye = WatchingEye(lambda: open_source(str(clip)), worker, MonotonicClock(), gap_s=0.5)
    found = []
    try:
        assert until(lambda: eye.state != "loading", 60), eye.message
        assert until(lambda: found.extend(eye.take()) or len(found) >= 6, 20)
    finally:
        eye.close()
    assert [sample.trouble for sample in found] == [""] * len(found)
    assert all(sample.pose is not None and 0.3 < sample.light < 0.9 for sample in found)
    assert 2.0 < found[5].t_s - found[0].t_s < 4.0
