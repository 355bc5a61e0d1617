"""Cameras that come back, a detector for one source after another, and one that is made in the background."""

import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from coach.core.pose import Pose
from coach.lasting import LastingCamera, SharedWorker
from coach.late_worker import LateWorker, NoWorker
from coach.ports import Frame, ModelError, SourceError, SourceInfo
from tests.session_fakes import FakeClock

IMAGE = np.zeros((4, 4, 3), np.uint8)


def frame(t_s: float) -> Frame:
    return Frame(t_s, IMAGE)


def pose(t_s: float) -> Pose:
    return Pose(t_s, np.zeros((33, 4)), np.zeros((33, 3)), (4, 4))


class Plugged:
    """A camera that gives so many pictures and is then pulled out."""

    def __init__(self, pictures: int, clock: FakeClock) -> None:
        self.info = SourceInfo("0", "camera", 30, 0, 0, 4, 4)
        self.pictures, self.clock, self.closed = pictures, clock, False

    def frames(self) -> Iterator[Frame]:
        for number in range(self.pictures):
            self.clock.t_s += 0.1
            yield frame(number / 10)
        raise SourceError("Camera 0 has stopped.")

    def close(self) -> None:
        self.closed = True


def test_a_camera_that_is_pulled_out_is_opened_again_and_time_goes_on() -> None:
    clock = FakeClock()
    opened: list[Plugged] = []

    def open_camera() -> Plugged:
        if len(opened) == 1 and clock.t_s < 110:
            raise SourceError("Camera 0 cannot be opened.")
        opened.append(Plugged(3, clock))
        return opened[-1]

    camera = LastingCamera(open_camera, "0", clock)
    frames, troubles = [], []
    for taken in camera.frames():
        troubles.append(camera.trouble)
        frames.append(taken.t_s)
        if len(frames) == 6:
            camera.close()
    assert len(frames) == 6
    assert all(b > a for a, b in pairwise(frames))
    assert frames[3] - frames[2] > 8, "the time without pictures is not lost"
    assert troubles == [""] * 6
    assert all(one.closed for one in opened)


def test_why_there_are_no_pictures_is_told_meanwhile() -> None:
    clock = FakeClock()
    told: list[str] = []

    def open_camera() -> Plugged:
        told.append(camera.trouble)
        if len(told) == 3:
            camera.close()
        raise SourceError("Camera 0 cannot be opened: there is none.")

    camera = LastingCamera(open_camera, "0", clock)
    assert list(camera.frames()) == []
    assert told == ["", "Camera 0 cannot be opened: there is none.", "Camera 0 cannot be opened: there is none."]


class Worker:
    """A detector that finds somebody in every picture, later."""

    def __init__(self) -> None:
        self.state, self.error, self.busy, self.closed = "ready", "", False, False
        self.times: list[float] = []
        self.results: list[tuple[float, Pose | None]] = []

    def offer(self, taken: Frame) -> bool:
        self.times.append(taken.t_s)
        self.results.append((taken.t_s, pose(taken.t_s)))
        return True

    def poll(self) -> list[tuple[float, Pose | None]]:
        results, self.results = self.results, []
        return results

    def close(self) -> None:
        self.closed = True


def test_one_detector_serves_sources_one_after_another_with_rising_times() -> None:
    worker: Any = Worker()
    shared = SharedWorker(worker)
    first = shared.lend()
    first.offer(frame(0.0))
    first.offer(frame(5.0))
    second = shared.lend()
    assert first.offer(frame(6.0)) is False
    assert second.poll() == [], "results of the source before are not the second one's"
    second.offer(frame(0.0))
    second.offer(frame(0.1))
    found = second.poll()
    assert [round(t_s, 6) for t_s, _ in found] == [0.0, 0.1]
    assert all(p is not None and p.t_s == t_s for t_s, p in found)
    assert worker.times == sorted(set(worker.times))
    second.close()
    assert not worker.closed
    assert second.offer(frame(1.0)) is False
    shared.close()
    assert worker.closed


def _until(so: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not so() and time.monotonic() < end:
        time.sleep(0.005)
    assert so()


def test_a_late_detector_is_loading_until_it_is_made() -> None:
    ready = threading.Event()
    worker: Any = Worker()

    def make() -> Any:
        ready.wait(5)
        return worker

    late = LateWorker(make)
    late.start()
    late.start()
    assert (late.state, late.offer(frame(0.0)), late.poll(), late.busy) == ("loading", False, [], False)
    ready.set()
    _until(lambda: late.state == "ready")
    assert late.offer(frame(0.0))
    late.close()
    assert worker.closed


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (ModelError("The pose model is missing."), "The pose model is missing."),
        (MemoryError("no room"), "The pose detector can't be started: MemoryError: no room"),
    ],
)
def test_a_detector_that_can_not_be_made_says_why(trouble: Exception, said: str) -> None:
    def make() -> Any:
        raise trouble

    late = LateWorker(make)
    late.start()
    _until(lambda: late.state == "failed")
    assert late.error == said


def test_a_detector_that_failed_at_work_is_made_anew() -> None:
    made: list[Any] = []

    def make() -> Any:
        made.append(Worker())
        return made[-1]

    late = LateWorker(make, retry_s=(0.05, 0.1))
    late.start()
    _until(lambda: late.state == "ready")
    for number in range(3):
        made[number].state, made[number].error = "failed", "It stopped."
        assert (late.state, late.error, late.offer(frame(0.0)), late.busy) == ("failed", "It stopped.", False, False)
        _until(lambda: late.state == "ready")
        assert (late.error, late.offer(frame(number))) == ("", True)
        assert made[number].closed
    late.close()
    assert late.state == "failed"
    assert [one.closed for one in made] == [True] * 4


def test_a_detector_that_could_not_be_made_is_tried_again_by_the_next_start() -> None:
    troubles = [ModelError("The pose model is missing.")]

    def make() -> Any:
        if troubles:
            raise troubles.pop()
        return Worker()

    late = LateWorker(make)
    late.start()
    _until(lambda: late.state == "failed")
    _until(lambda: late._thread is not None and not late._thread.is_alive())
    late.start()
    _until(lambda: late.state == "ready")
    late.close()


def test_one_that_comes_after_the_end_is_closed() -> None:
    ready = threading.Event()
    worker: Any = Worker()

    def make() -> Any:
        ready.wait(5)
        return worker

    late = LateWorker(make)
    late.start()
    late.close()
    ready.set()
    _until(lambda: worker.closed)


@pytest.mark.parametrize("kind", [NoWorker])
def test_a_preview_looks_for_nobody(kind: Callable[[], NoWorker]) -> None:
    worker = kind()
    assert (worker.state, worker.offer(frame(0.0)), worker.poll()) == ("ready", False, [])
    worker.close()
