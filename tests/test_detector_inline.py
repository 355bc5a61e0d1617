"""The detector in a thread: one frame at a time, trouble in one sentence, and made anew after it."""

import threading
import time
from collections.abc import Callable

import numpy as np
import pytest

from coach.adapters.detector_inline import DetectorThread
from coach.core.pose import Pose
from coach.ports import Frame, ModelError, PoseDetector, PoseWorker
from tests.eye_fakes import somebody
from tests.test_eye_threads import until


class Quick:
    """Sees somebody, or does what it was told to."""

    def __init__(self, act: Callable[[Frame], object] = lambda frame: None) -> None:
        self.act, self.closed = act, 0

    def detect(self, frame: Frame) -> Pose | None:
        self.act(frame)
        return None if frame.t_s < 0 else somebody(frame.t_s)

    def close(self) -> None:
        self.closed += 1


def frame(t_s: float) -> Frame:
    return Frame(t_s, np.zeros((4, 4, 3), np.uint8))


def raising(error: Exception) -> Callable[[Frame], object]:
    def act(_: Frame) -> object:
        raise error

    return act


def test_frames_go_in_and_poses_come_out_in_order() -> None:
    detector = Quick()
    worker: PoseWorker = DetectorThread(lambda: detector)
    assert until(lambda: worker.state == "ready")
    for t_s in (-1.0, 2.0):
        assert until(lambda t_s=t_s: worker.offer(frame(t_s)))  # type: ignore[misc]
    assert worker.busy
    found: list[tuple[float, Pose | None]] = []
    assert until(lambda: found.extend(worker.poll()) or len(found) == 2)
    assert [(t_s, pose is None) for t_s, pose in found] == [(-1.0, True), (2.0, False)]
    assert not worker.busy
    worker.close()
    worker.close()
    assert detector.closed == 1
    assert (worker.state, worker.error) == ("failed", "The pose detector was closed.")
    assert not worker.offer(frame(3.0))


def test_a_busy_detector_drops_frames_and_nothing_blocks() -> None:
    found, going = threading.Event(), threading.Event()

    def make() -> PoseDetector:
        found.wait(5)
        return Quick(lambda frame: going.wait(5))

    worker = DetectorThread(make)
    assert worker.state == "loading"
    assert not worker.offer(frame(0.0))
    found.set()
    assert until(lambda: worker.state == "ready")
    assert sum(worker.offer(frame(number)) for number in range(100)) == 1
    assert worker.busy
    assert worker.poll() == []
    going.set()
    assert until(worker.poll)
    worker.close()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ModelError("The pose detector failed at 1.00 s: no luck."), "The pose detector failed at 1.00 s: no luck."),
        (RuntimeError("no luck"), "The pose detector failed: RuntimeError: no luck"),
    ],
)
def test_one_that_fails_says_so_and_another_takes_its_place(error: Exception, sentence: str) -> None:
    made: list[Quick] = []

    def make() -> PoseDetector:
        made.append(Quick(raising(error)) if not made else Quick())
        return made[-1]

    worker = DetectorThread(make, retry_s=(0.05, 0.05))
    assert until(lambda: worker.offer(frame(1.0)))
    assert until(lambda: worker.state == "failed")
    assert worker.error == sentence
    assert not worker.busy
    assert until(lambda: worker.state == "ready")
    assert worker.error == ""
    assert made[0].closed == 1
    assert worker.offer(frame(2.0))
    assert until(worker.poll)
    worker.close()
    assert [quick.closed for quick in made] == [1, 1]


def test_one_that_can_not_be_made_is_tried_more_and_more_rarely() -> None:
    tries: list[float] = []

    def make() -> PoseDetector:
        tries.append(time.monotonic())
        raise ModelError("The pose model is missing.")

    worker = DetectorThread(make, retry_s=(0.01, 0.04))
    assert until(lambda: len(tries) >= 5)
    assert (worker.state, worker.error) == ("failed", "The pose model is missing.")
    assert [tries[2] - tries[1] > 0.018, tries[4] - tries[3] > 0.038] == [True, True]
    worker.close()


def test_closing_does_not_wait_for_a_detector_that_hangs() -> None:
    begun, going = threading.Event(), threading.Event()

    def hang(_: Frame) -> object:
        begun.set()
        return going.wait(5)

    worker = DetectorThread(lambda: Quick(hang))
    assert until(lambda: worker.offer(frame(1.0)))
    assert begun.wait(5)
    began_s = time.monotonic()
    worker.close()
    assert time.monotonic() - began_s < 1.3
    going.set()
