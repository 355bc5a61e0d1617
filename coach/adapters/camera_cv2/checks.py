"""What is looked at before a file is trusted, and OpenCV's manners."""

import os
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from coach.ports import Picture, SourceError

MAX_SIDE: Final = 8192
"""Largest width or height taken (pixels): beyond it a file is broken or hostile, and memory runs out."""
SILENT_CAMERA_S: Final = 3.0
"""A camera that gives no frame for this long has stopped."""


def check_size(path: Path, width: float, height: float) -> None:
    """Raises SourceError: the picture is too large."""
    if max(width, height) > MAX_SIDE:
        raise SourceError(f"{path} is {width:.0f} x {height:.0f} pixels; more than {MAX_SIDE} a side is refused.")


def rgb(image: Any) -> Picture:
    """OpenCV's blue-green-red as the red-green-blue that is used here."""
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def head(path: Path) -> bytes:
    """The first bytes of a file that is there and holds something. Raises SourceError."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error
    if not head:
        raise SourceError(f"{path} is empty.")
    return head


def reason(error: cv2.error) -> str:
    """What OpenCV says of its trouble, in one line."""
    return str(error.err or error).strip().rstrip(".") or "unknown reason"


def hush() -> None:
    """Keep OpenCV's and FFmpeg's remarks off stderr, FFmpeg off the network (a playlist file may name addresses), and
    OpenCV's work on a picture to one thread: several spend more time waiting for each other than it takes."""
    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    os.environ["OPENCV_FFMPEG_LOGLEVEL"] = "-8"
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "protocol_whitelist;file"
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", f"{SILENT_CAMERA_S:.0f}")
