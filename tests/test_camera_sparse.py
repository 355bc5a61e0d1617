"""A camera looked through now and then gives pictures of that moment, and says what is wrong with it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from coach.adapters.camera_cv2 import open_source
from coach.adapters.camera_sparse import FPS, SILENT_S, SIZE, SparseWebcam, open_sparse
from coach.ports import SourceError
from tests.session_fakes import FakeClock

IMAGE = np.zeros((48, 64, 3), np.uint8)


class Driver:
    """A camera that keeps its oldest `kept` pictures until they are fetched, as Linux' does; it counts what it does."""

    def __init__(self, clock: FakeClock, fps: float = 30.0, kept: int = 4, opens: bool = True) -> None:
        self.clock, self.step_s, self.kept, self.opens = clock, 1 / fps, kept, opens
        self.queue: list[float] = []
        self.next_s = clock.t_s
        self.dead = False
        self.grabbed = self.retrieved = self.released = 0
        self.last_s = -1.0
        self.asked: dict[int, float] = {}

    def grab(self) -> bool:
        if self.dead:
            return False
        while self.next_s <= self.clock.t_s:
            if len(self.queue) < self.kept:
                self.queue.append(self.next_s)
            self.next_s += self.step_s
        if not self.queue:
            self.clock.t_s = self.next_s
            self.queue.append(self.next_s)
            self.next_s += self.step_s
        self.clock.t_s += 0.0003
        self.last_s = self.queue.pop(0)
        self.grabbed += 1
        return True

    def retrieve(self) -> tuple[bool, Any]:
        self.retrieved += 1
        return True, IMAGE

    def get(self, which: int) -> float:
        return {cv2.CAP_PROP_FRAME_WIDTH: 64.0, cv2.CAP_PROP_FRAME_HEIGHT: 48.0}.get(which, 0.0)

    def set(self, which: int, value: float) -> bool:
        self.asked[which] = value
        return True

    def isOpened(self) -> bool:
        return self.opens

    def release(self) -> None:
        self.released += 1


def webcam(driver: Driver) -> SparseWebcam:
    return SparseWebcam(driver, "0", driver.clock.now_s, driver.clock.sleep)


@pytest.mark.parametrize("fps", [30.0, 15.0, 7.5])
@pytest.mark.parametrize("kept", [1, 4])
@pytest.mark.parametrize("gap_s", [0.0, 0.1, 2.0, 30.0])
def test_what_is_seen_is_never_old(fps: float, kept: int, gap_s: float) -> None:
    clock = FakeClock()
    driver = Driver(clock, fps, kept)
    frames = webcam(driver).frames()
    ages = []
    for _ in range(20):
        next(frames)
        ages.append(clock.t_s - driver.last_s)
        clock.t_s += gap_s
    assert max(ages) < 0.15
    assert driver.retrieved == 20, "what is passed over is not decoded"
    assert driver.grabbed <= 20 * (kept + 3)


def test_a_busy_machine_does_not_make_an_old_picture_new() -> None:
    clock = FakeClock()
    driver = Driver(clock)
    frames = webcam(driver).frames()
    next(frames)
    clock.t_s += 2.0
    grab, slow = driver.grab, iter([0.05])

    def hiccup() -> bool:
        clock.t_s += next(slow, 0.0)
        return grab()

    driver.grab = hiccup  # type: ignore[method-assign]
    next(frames)
    assert clock.t_s - driver.last_s < 0.1


def _taken(frames: Iterator[Any], driver: Driver) -> None:
    next(frames)
    driver.dead = True
    next(frames)


@pytest.mark.parametrize(("dead", "words"), [(True, "Another program may be using it"), (False, "has stopped")])
def test_a_camera_without_pictures_says_so_in_time(dead: bool, words: str) -> None:
    driver = Driver(FakeClock())
    driver.dead = dead
    camera = webcam(driver)
    with pytest.raises(SourceError, match=words):
        _taken(camera.frames(), driver)
    assert driver.clock.t_s < 100 + SILENT_S + 0.5
    camera.close()
    camera.close()
    assert driver.released == 1


def test_a_small_picture_is_asked_for() -> None:
    driver = Driver(FakeClock())
    camera = open_sparse(3, driver.clock.now_s, capture=lambda index: driver)
    assert driver.asked == {
        cv2.CAP_PROP_FRAME_WIDTH: SIZE[0],
        cv2.CAP_PROP_FRAME_HEIGHT: SIZE[1],
        cv2.CAP_PROP_FPS: FPS,
    }
    assert (camera.info.path, camera.info.kind, camera.info.width) == ("3", "camera", 64)
    assert next(camera.frames()).t_s >= 0


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has a file for each camera")
@pytest.mark.parametrize(("there", "words"), [(True, "another program is using it"), (False, "There is no camera 2")])
def test_a_camera_that_does_not_open_says_why(tmp_path: Path, there: bool, words: str) -> None:
    if there:
        (tmp_path / "video2").touch()
    driver = Driver(FakeClock(), opens=False)
    with pytest.raises(SourceError, match=words):
        open_sparse(2, capture=lambda index: driver, devices=tmp_path)
    assert driver.released == 1


def test_a_video_is_skimmed(tmp_path: Path) -> None:
    path = tmp_path / "a.avi"
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"MJPG"), 20.0, (64, 48))
    for index in range(20):
        writer.write(np.full((48, 64, 3), 10 * index, np.uint8))
    writer.release()
    camera = open_source(str(path))
    asked: list[float] = []

    def wanted(t_s: float) -> bool:
        asked.append(t_s)
        return round(20 * t_s) % 5 == 0

    skimmed = list(camera.skim(wanted))  # type: ignore[attr-defined]
    whole = list(camera.frames())
    assert asked == [frame.t_s for frame in whole]
    assert [round(frame.t_s, 2) for frame in skimmed] == [0.0, 0.25, 0.5, 0.75]
    assert all(np.array_equal(one.image, other.image) for one, other in zip(skimmed, whole[::5], strict=True))
