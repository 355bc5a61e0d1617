"""A video file. Times are the presentation times that the file gives. Where those say nothing (all equal, or more than
`MAX_FPS` frames a second), frames are counted at the file's own rate if that is believable, else at `FALLBACK_FPS`."""

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Final

import cv2

from coach.adapters.camera_cv2.checks import check_size, head, reason, rgb
from coach.adapters.camera_cv2.rates import MAX_FPS, MAX_GAP_S, Stamps, likely_fps
from coach.ports import Frame, SourceError, SourceInfo

_PROBED: Final = 12
_BACK_S: Final = (0.5, 2.0, 8.0)
"""So far before a time is aimed (seconds), one after the other: with uneven frames the index is only nearly right."""
ONE_THREAD_PIXELS: Final = 1920 * 1080
"""Pictures up to this size are decoded by one thread, which takes half the processor time of several that wait for each
other, and less than a pose does; estimated for the largest."""
_MAX_FRAMES: Final = 10_000_000
_PICTURE_MAGIC: Final = (b"\xff\xd8\xff", b"\x89PNG", b"BM", b"II*\0", b"MM\0*")


class Video:
    """A video file; `frames()` may be run through more than once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        begins = head(path)
        if path.suffix.lower() not in (".mjpeg", ".mjpg") and begins.startswith(_PICTURE_MAGIC):
            raise SourceError(f"{path} is named like a video but holds a picture; give it the right ending.")
        self.info, self._counted = _probe(path)

    def frames(self) -> Iterator[Frame]:
        return self._frames(self._opened(), self._stamps(), lambda _t_s: True)

    def skim(self, wanted: Callable[[float], bool]) -> Iterator[Frame]:
        """As `frames`, but only those `wanted`, asked by their time in order, are turned into pictures."""
        return self._frames(self._opened(), self._stamps(), wanted)

    def part(self, start_s: float, end_s: float, *, jump: bool = True) -> Iterator[Frame]:
        """As `frames`, from `start_s` until before `end_s` seconds. `jump` goes there by the file's index, which leads
        astray in a few files: then other times come than `frames` gives."""
        capture = self._opened()
        at_s = _jump(capture, start_s) if jump and not self._counted else -math.inf
        if at_s > start_s:
            capture.release()
            capture, at_s = self._opened(), -math.inf
        return self._frames(capture, self._stamps(at_s), lambda t_s: t_s >= start_s, end_s)

    def _opened(self) -> cv2.VideoCapture:
        one = self.info.width * self.info.height <= ONE_THREAD_PIXELS
        return _open_file(self._path, *((cv2.CAP_PROP_N_THREADS, 1) if one else ()))

    def _stamps(self, last_s: float = -math.inf) -> Stamps:
        return Stamps(1.0 / self.info.fps, self._counted, last_s)

    def _frames(
        self, capture: cv2.VideoCapture, stamps: Stamps, wanted: Callable[[float], bool], end_s: float = math.inf
    ) -> Iterator[Frame]:
        try:
            while capture.grab():
                t_s = stamps.next(capture.get(cv2.CAP_PROP_POS_MSEC) / 1000)
                if t_s >= end_s:
                    return
                found, image = capture.retrieve() if wanted(t_s) else (True, None)
                if not found:
                    return
                if image is not None:
                    yield Frame(t_s, rgb(image))
        except cv2.error as error:
            raise SourceError(f"{self._path} cannot be read any further: {reason(error)}.") from error
        finally:
            capture.release()

    def close(self) -> None:
        """Nothing to free: `frames()` frees its own."""


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
        raise SourceError(f"{path} cannot be read: {reason(error)}.") from error
    finally:
        capture.release()
    gaps_s = [b - a for a, b in pairwise(times_s)]
    gap_s = median(gaps_s) if gaps_s else 0.0
    counted = not 1 / MAX_FPS <= gap_s <= MAX_GAP_S
    fps = likely_fps(header_fps, 0.0 if counted else 1 / gap_s)
    if fps != header_fps and header_fps > 0:
        count = round(count / header_fps * fps)  # the header's count is its duration at its rate
    frames = int(count) if 0 < count < _MAX_FRAMES else 0
    height, width = image.shape[:2]
    return SourceInfo(str(path), "video", fps, frames, frames / fps, width, height), counted


def _jump(capture: cv2.VideoCapture, to_s: float) -> float:
    """Go to a frame shortly before a time (seconds), and give its time; -inf at the beginning."""
    for back_s in _BACK_S:
        if to_s <= back_s:
            return -math.inf
        if capture.set(cv2.CAP_PROP_POS_MSEC, (to_s - back_s) * 1000):
            at_s = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
            if at_s <= to_s:
                return at_s
    return math.inf


def _open_file(path: Path, *options: int) -> cv2.VideoCapture:
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG, options)
    if not capture.isOpened():
        raise SourceError(f"{path} cannot be read as a video: it is damaged, incomplete or something else.")
    check_size(path, capture.get(cv2.CAP_PROP_FRAME_WIDTH), capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
    return capture
