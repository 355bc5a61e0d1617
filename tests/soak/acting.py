"""Somebody who does what the session asks for, seen by a camera and found by a detector, both stand-ins.

The camera's picture says in its first pixel which exercise and which moment of its demonstration it shows; the detector
reads that and looks the pose up. So camera, threads, pipe and detector process are real, and cost next to nothing.
"""

import fcntl
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from coach.adapters import library
from coach.adapters.camera_cv2 import Webcam
from coach.core import figure
from coach.ports import SourceError, SourceInfo
from tests.soak import ROOT
from tests.soak.stand_in import EXERCISES

FPS: Final = 15
SIZE: Final = (64, 36)
STAND_IN: Final = "tests.soak.stand_in:StandIn"


def write_acting(path: Path) -> Path:
    """The demonstrations of all exercises in one file."""
    arrays = {}
    for id_ in EXERCISES:
        poses = list(figure.poses(library.load_by_id(ROOT / "exercises", id_).demo, FPS))
        arrays[f"{id_}.points"] = np.stack([pose.points for pose in poses]).astype(np.float32)
        arrays[f"{id_}.world"] = np.stack([pose.world for pose in poses]).astype(np.float32)
    np.savez(path, **arrays)  # type: ignore[arg-type]
    return path


class FastClock:
    """Seconds that pass `speed` times as fast, and may be put forward, as after a machine's sleep."""

    def __init__(self, speed: float) -> None:
        self.speed, self._zero_s, self.slept_s = speed, time.monotonic(), 0.0

    def now_s(self) -> float:
        return (time.monotonic() - self._zero_s) * self.speed + self.slept_s

    @property
    def t_s(self) -> float:
        """As the clocks of the tests call it."""
        return self.now_s()

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds) / self.speed)


@dataclass(slots=True)
class Device:
    """A camera as the system has it: one program at a time, and it can be pulled out.

    Attributes:
        lock: the file that whoever uses the camera has locked. shows: exercise that the person does just now.
        gone: whether it is pulled out. opened, released: how often it was. film: shown in its place, or None.
    """

    lock: Path
    clock: FastClock
    shows: Callable[[], str]
    gone: bool = False
    opened: int = 0
    released: int = 0
    film: Path | None = None

    def open(self) -> Webcam:
        """Raises SourceError while it is pulled out or in use."""
        if self.gone:
            raise SourceError("Camera 0 cannot be opened: there is none, it is in use, or access is not allowed.")
        descriptor = os.open(self.lock, os.O_RDWR | os.O_CREAT)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            raise SourceError("Camera 0 is in use.") from error
        self.opened += 1
        info = SourceInfo("0", "camera", float(FPS), 0, 0.0, *SIZE)
        capture = _Capture(self, descriptor) if self.film is None else Film(self.film, self, descriptor)
        return Webcam(capture, info, self.clock.now_s)


class _Capture:
    """What `cv2.VideoCapture` is of a camera."""

    def __init__(self, device: Device, descriptor: int) -> None:
        self._device, self._descriptor = device, descriptor
        self._next_s = device.clock.now_s()

    def read(self) -> tuple[bool, Any]:
        clock = self._device.clock
        clock.sleep(self._next_s - clock.now_s())
        self._next_s = max(self._next_s + 1 / FPS, clock.now_s() - 1.0)
        if self._device.gone:
            return False, None
        number = int(clock.now_s() * FPS) % 65536
        image = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
        # Blue, green, red, as OpenCV gives them.
        image[0, 0] = number % 256, number // 256, EXERCISES.index(self._device.shows())
        return True, image

    def release(self) -> None:
        self._device.released += 1
        os.close(self._descriptor)


class Film:
    """What `cv2.VideoCapture` is of a camera before which a film is played over and over."""

    def __init__(self, path: Path, device: Device, descriptor: int) -> None:
        self._film, self._device, self._descriptor = cv2.VideoCapture(str(path)), device, descriptor
        self._next_s = device.clock.now_s()

    def read(self) -> tuple[bool, Any]:
        clock = self._device.clock
        clock.sleep(self._next_s - clock.now_s())
        self._next_s = max(self._next_s + 1 / self._film.get(cv2.CAP_PROP_FPS), clock.now_s() - 1.0)
        if self._device.gone:
            return False, None
        found, image = self._film.read()
        if not found:
            self._film.set(cv2.CAP_PROP_POS_FRAMES, 0)
            found, image = self._film.read()
        return found, image

    def release(self) -> None:
        self._film.release()
        self._device.released += 1
        os.close(self._descriptor)
