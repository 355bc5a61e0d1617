"""A camera by its number, read all the time."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import cv2

from coach.adapters.camera_cv2.checks import SILENT_CAMERA_S, rgb
from coach.adapters.camera_cv2.rates import likely_fps
from coach.ports import Frame, SourceError, SourceInfo
from coach.quiet import quiet_stderr

_NUDGE_S: Final = 0.001


class Webcam:
    """A camera (what has `read` and `release` like cv2.VideoCapture); frames are stamped when they arrive, from 0."""

    def __init__(self, capture: Any, info: SourceInfo, now_s: Callable[[], float]) -> None:
        self.info = info
        self._capture = capture
        self._now_s = now_s
        self._closed = False
        self._reading = threading.Lock()

    def frames(self) -> Iterator[Frame]:
        start_s = heard_s = self._now_s()
        last_s = -1.0
        while not self._closed:
            with self._reading:
                found, image = (False, None) if self._closed else self._capture.read()
            now_s = self._now_s()
            if found and image is not None:
                heard_s = now_s
                last_s = max(now_s - start_s, last_s + _NUDGE_S)
                yield Frame(last_s, rgb(image))
            elif now_s - heard_s >= SILENT_CAMERA_S:
                raise SourceError(f"Camera {self.info.path} has stopped; check its plug and who else uses it.")
            else:
                time.sleep(0.01)

    def close(self) -> None:
        """A read that hangs for more than a second is left to end by itself."""
        self._closed = True
        if self._reading.acquire(timeout=1.0):
            self._capture.release()
            self._reading.release()


def open_webcam(index: int, now_s: Callable[[], float]) -> Webcam:
    """A camera, stamped by `now_s`. Raises SourceError: it can't be opened."""
    with quiet_stderr():
        capture = cv2.VideoCapture(min(index, 2**31 - 1))
    if not capture.isOpened():
        raise SourceError(f"Camera {index} cannot be opened: there is none, it is in use, or access is not allowed.")
    width, height = (int(capture.get(side)) for side in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
    info = SourceInfo(str(index), "camera", likely_fps(capture.get(cv2.CAP_PROP_FPS), 0.0), 0, 0.0, width, height)
    return Webcam(capture, info, now_s)
