"""Pictures through OpenCV: from a camera, a video file, a picture or a folder of pictures.

Times of a video are the presentation times that the file gives. Where those say nothing (all equal, or more than
`MAX_FPS` frames a second), frames are counted at the file's own rate if that is believable, else at `FALLBACK_FPS`.
"""

import math
import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, Final

import cv2
import numpy as np

from coach.ports import Camera, Frame, Picture, SourceError, SourceInfo, SourceKind
from coach.quiet import quiet_stderr

PICTURE_SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff")
MAX_SIDE: Final = 8192
"""Largest width or height taken (pixels): beyond it a file is broken or hostile, and memory runs out."""
MAX_FPS: Final = 500.0
"""Frames a second beyond which times are not believed."""
FALLBACK_FPS: Final = 30.0
PICTURES_FPS: Final = 1.0
"""Pictures of a folder are stills: one a second."""
MAX_GAP_S: Final = 60.0
"""A longer jump from one frame to the next is taken for a broken file, and closed."""
SILENT_CAMERA_S: Final = 3.0
"""A camera that gives no frame for this long has stopped."""

_NUDGE_S: Final = 0.001
_LEAST_FPS: Final = 0.1
_MOST_FPS: Final = 240.0
_PROBED: Final = 12
_MAX_FRAMES: Final = 10_000_000
_PICTURE_MAGIC: Final = (b"\xff\xd8\xff", b"\x89PNG", b"BM", b"II*\0", b"MM\0*")


def open_source(source: str, now_s: Callable[[], float] = time.monotonic) -> Camera:
    """Open a video file, a picture, a folder of pictures, or a camera by its number ("0"), stamped by `now_s`.

    Raises:
        SourceError: it is missing or cannot be read as what it is.
    """
    _hush()
    if source.isdecimal():
        return _open_webcam(int(source), now_s)
    path = Path(source)
    try:
        # OpenCV ends the whole program over a name that is no text.
        source.encode()
    except UnicodeEncodeError as error:
        raise SourceError(f"{source} has a name with bytes that are no text; rename it.") from error
    try:
        path.stat()
    except (OSError, ValueError) as error:
        raise SourceError(f"{source} does not exist or is out of reach.") from error
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise SourceError(f"{source} is neither a file nor a folder.")
    if path.suffix.lower() in PICTURE_SUFFIXES:
        return Pictures([path], str(path), "picture")
    return Video(path)


class Video:
    """A video file; `frames()` may be run through more than once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        head = _head(path)
        if path.suffix.lower() not in (".mjpeg", ".mjpg") and head.startswith(_PICTURE_MAGIC):
            raise SourceError(f"{path} is named like a video but holds a picture; give it the right ending.")
        self.info, self._counted = _probe(path)

    def frames(self) -> Iterator[Frame]:
        return self._frames(lambda _t_s: True)

    def skim(self, wanted: Callable[[float], bool]) -> Iterator[Frame]:
        """As `frames`, but only those `wanted`, asked by their time in order, are turned into pictures."""
        # One thread decodes at half the processor time of several, which wait for each other.
        return self._frames(wanted, cv2.CAP_PROP_N_THREADS, 1)

    def _frames(self, wanted: Callable[[float], bool], *options: int) -> Iterator[Frame]:
        capture = _open_file(self._path, *options)
        stamps = _Stamps(1.0 / self.info.fps, self._counted)
        try:
            while capture.grab():
                t_s = stamps.next(capture.get(cv2.CAP_PROP_POS_MSEC) / 1000)
                found, image = capture.retrieve() if wanted(t_s) else (True, None)
                if not found:
                    return
                if image is not None:
                    yield Frame(t_s, _rgb(image))
        except cv2.error as error:
            raise SourceError(f"{self._path} cannot be read any further: {_reason(error)}.") from error
        finally:
            capture.release()

    def close(self) -> None:
        """Nothing to free: `frames()` frees its own."""


class Pictures:
    """Pictures as frames, one a second, turned upright as their files say."""

    def __init__(self, paths: Sequence[Path], name: str, kind: SourceKind) -> None:
        self._paths = list(paths)
        first = _read_picture(self._paths[0])
        seconds = len(self._paths) / PICTURES_FPS
        self.info = SourceInfo(name, kind, PICTURES_FPS, len(self._paths), seconds, first.shape[1], first.shape[0])

    def frames(self) -> Iterator[Frame]:
        for index, path in enumerate(self._paths):
            yield Frame(index / PICTURES_FPS, _read_picture(path))

    def close(self) -> None:
        """Nothing to free."""


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
                yield Frame(last_s, _rgb(image))
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


@dataclass(slots=True)
class _Stamps:
    """Turns the times a file gives into strictly rising ones."""

    step_s: float
    counted: bool
    last_s: float = -math.inf
    shift_s: float = 0.0

    def next(self, given_s: float) -> float:
        t_s = given_s + self.shift_s
        if self.last_s == -math.inf:
            t_s = t_s if 0 <= t_s <= MAX_GAP_S and not self.counted else 0.0
        elif self.counted or not -1.0 <= t_s - self.last_s <= MAX_GAP_S:
            t_s = self.last_s + self.step_s
        elif t_s <= self.last_s:
            self.last_s += _NUDGE_S
            return self.last_s
        if math.isfinite(given_s):
            self.shift_s = t_s - given_s
        self.last_s = t_s
        return t_s


def _probe(path: Path) -> tuple[SourceInfo, bool]:
    """What a video is, and whether its frames must be counted because its times are no use."""
    capture = _open_file(path)
    try:
        header_fps, count = capture.get(cv2.CAP_PROP_FPS), capture.get(cv2.CAP_PROP_FRAME_COUNT)
        found, image = capture.read()
        if not found or image is None:
            raise SourceError(f"{path} holds no picture that can be read; it is damaged or incomplete.")
        times_s = [capture.get(cv2.CAP_PROP_POS_MSEC) / 1000]
        while len(times_s) < _PROBED and capture.grab():
            times_s.append(capture.get(cv2.CAP_PROP_POS_MSEC) / 1000)
    except cv2.error as error:
        raise SourceError(f"{path} cannot be read: {_reason(error)}.") from error
    finally:
        capture.release()
    gaps_s = [b - a for a, b in pairwise(times_s)]
    gap_s = median(gaps_s) if gaps_s else 0.0
    counted = not 1 / MAX_FPS <= gap_s <= MAX_GAP_S
    fps = _fps(header_fps, 0.0 if counted else 1 / gap_s)
    if fps != header_fps and header_fps > 0:
        count = round(count / header_fps * fps)  # the header's count is its duration at its rate
    frames = int(count) if 0 < count < _MAX_FRAMES else 0
    height, width = image.shape[:2]
    return SourceInfo(str(path), "video", fps, frames, frames / fps, width, height), counted


def _fps(header: float, measured: float) -> float:
    """The header's rate where it can be true, else the measured one, else the usual one."""
    for fps in (header, measured):
        if _LEAST_FPS <= fps <= _MOST_FPS:
            return fps
    return FALLBACK_FPS


def _open_file(path: Path, *options: int) -> cv2.VideoCapture:
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG, options)
    if not capture.isOpened():
        raise SourceError(f"{path} cannot be read as a video: it is damaged, incomplete or something else.")
    _check_size(path, capture.get(cv2.CAP_PROP_FRAME_WIDTH), capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
    return capture


def _open_webcam(index: int, now_s: Callable[[], float]) -> Webcam:
    with quiet_stderr():
        capture = cv2.VideoCapture(min(index, 2**31 - 1))
    if not capture.isOpened():
        raise SourceError(f"Camera {index} cannot be opened: there is none, it is in use, or access is not allowed.")
    width, height = (int(capture.get(side)) for side in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
    info = SourceInfo(str(index), "camera", _fps(capture.get(cv2.CAP_PROP_FPS), 0.0), 0, 0.0, width, height)
    return Webcam(capture, info, now_s)


def _folder(folder: Path) -> Pictures:
    try:
        listed = [path for path in folder.iterdir() if path.suffix.lower() in PICTURE_SUFFIXES]
    except OSError as error:
        raise SourceError(f"The folder {folder} cannot be read: {error.strerror or error}.") from error
    found = [path for path in listed if path.is_file() and not path.name.startswith(".")]
    # Numbers padded, so that "2.png" comes before "10.png".
    paths = sorted(found, key=lambda path: re.sub("[0-9]+", lambda digits: digits[0].zfill(20), path.name.lower()))
    if not paths:
        raise SourceError(f"The folder {folder} holds no pictures ({', '.join(PICTURE_SUFFIXES)}).")
    return Pictures(paths, str(folder), "pictures")


def _read_picture(path: Path) -> Picture:
    _head(path)
    try:
        # libpng and libjpeg write their remarks straight to stderr.
        with quiet_stderr():
            image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise SourceError(f"{path} cannot be read as a picture: {_reason(error)}.") from error
    if image is None:
        raise SourceError(f"{path} cannot be read as a picture: it is damaged or something else.")
    _check_size(path, image.shape[1], image.shape[0])
    return _rgb(image)


def _check_size(path: Path, width: float, height: float) -> None:
    if max(width, height) > MAX_SIDE:
        raise SourceError(f"{path} is {width:.0f} x {height:.0f} pixels; more than {MAX_SIDE} a side is refused.")


def _rgb(image: Any) -> Picture:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _head(path: Path) -> bytes:
    """The first bytes of a file that is there and holds something."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error
    if not head:
        raise SourceError(f"{path} is empty.")
    return head


def _reason(error: cv2.error) -> str:
    return str(error.err or error).strip().rstrip(".") or "unknown reason"


def _hush() -> None:
    """Keep OpenCV's and FFmpeg's remarks off stderr, and FFmpeg off the network: a playlist file may name addresses."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    os.environ["OPENCV_FFMPEG_LOGLEVEL"] = "-8"
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "protocol_whitelist;file"
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", f"{SILENT_CAMERA_S:.0f}")
