"""A camera that is looked through now and then: small pictures, fresh ones, and no work in between.

Between two looks nothing is read. What the driver kept since then is old; it is passed over without being decoded.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from coach.ports import Frame, SourceError, SourceInfo
from coach.quiet import quiet_stderr

SIZE: Final = (640, 480)
"""Width and height asked for (pixels): the model looks at 256 x 256 of it. A camera may give others."""

FPS: Final = 15.0
"""Frames a second asked for: enough to count by, and more light for each in a dim room. A camera may give others."""

BUFFERED: Final = 8
"""More pictures than this no driver keeps; estimated, most keep 4. Raise it when what is seen is seconds old."""

WAITED_S: Final = 0.003
"""A picture that took this long (seconds) to come was not lying ready; estimated: one that was takes 0.0003."""

ASIDE_S: Final = 0.25
"""After so long (seconds) unread, a picture that had to be waited for is trusted only when a second one had to be too:
a busy machine may take long over one that lay ready."""

SILENT_S: Final = 3.0
"""A camera that gives no picture for this long (seconds) has stopped."""

_NAP_S: Final = 0.05
_LAST_INDEX: Final = 2**31 - 1


class SparseWebcam:
    """A camera (what has `grab`, `retrieve`, `get` and `release` like cv2.VideoCapture) that takes frames when they are
    asked for. They are stamped when they arrive, from 0."""

    def __init__(
        self,
        capture: Any,
        name: str,
        now_s: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        width, height = (int(capture.get(side)) for side in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
        self.info = SourceInfo(name, "camera", 0.0, 0, 0.0, width, height)
        self._capture, self._now_s, self._sleep = capture, now_s, sleep
        self._closed = False
        self._asked_s = -ASIDE_S

    def frames(self) -> Iterator[Frame]:
        """A fresh frame whenever one is asked for. Raises SourceError when none has come for `SILENT_S`."""
        start_s = self._now_s()
        last_s = -1.0
        while not self._closed:
            image = self._fresh(first=last_s < 0)
            if image is None:
                return
            last_s = max(self._now_s() - start_s, last_s + 0.001)
            yield Frame(last_s, np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8))

    def close(self) -> None:
        """Let go of it; only in the thread that reads it. May be called twice."""
        if not self._closed:
            self._closed = True
            self._capture.release()

    def _fresh(self, *, first: bool) -> Any:
        """(height, width, 3) blue-green-red, or None once closed."""
        began_s = self._now_s()
        while not self._closed:
            if self._pass_over():
                found, image = self._capture.retrieve()
                if found and image is not None:
                    return image
            if self._now_s() - began_s >= SILENT_S:
                raise SourceError(self._silent(first=first))
            self._sleep(_NAP_S)
        return None

    def _pass_over(self) -> bool:
        """Grab until a picture has to be waited for; whether the last one came."""
        waits = 1 if self._now_s() - self._asked_s < ASIDE_S else 2
        for _ in range(BUFFERED):
            began_s = self._now_s()
            if not self._capture.grab():
                return False
            self._asked_s = self._now_s()
            waits -= self._asked_s - began_s >= WAITED_S
            if waits == 0:
                break
        return True

    def _silent(self, *, first: bool) -> str:
        if first:
            return f"Camera {self.info.path} gives no pictures. Another program may be using it; close that one."
        return f"Camera {self.info.path} has stopped. Check its plug, and whether another program uses it."


def open_sparse(
    index: int,
    now_s: Callable[[], float] = time.monotonic,
    *,
    capture: Callable[[int], Any] = cv2.VideoCapture,
    devices: Path = Path("/dev"),
) -> SparseWebcam:
    """Open a camera by its number.

    Raises:
        SourceError: there is none, it is in use, or access is not allowed.
    """
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", f"{SILENT_S:.0f}")
    with quiet_stderr():
        opened = capture(min(index, _LAST_INDEX))
    if not opened.isOpened():
        opened.release()
        raise SourceError(_why_not(index, devices))
    opened.set(cv2.CAP_PROP_FRAME_WIDTH, SIZE[0])
    opened.set(cv2.CAP_PROP_FRAME_HEIGHT, SIZE[1])
    opened.set(cv2.CAP_PROP_FPS, FPS)
    return SparseWebcam(opened, str(index), now_s)


def _why_not(index: int, devices: Path) -> str:
    if sys.platform == "linux":
        if not (devices / f"video{index}").exists():
            return f"There is no camera {index}. Plug it in, or choose another in the settings."
        return f"Camera {index} can't be opened: another program is using it, or access is not allowed."
    return f"Camera {index} can't be opened: there is none, another program is using it, or access is not allowed."
