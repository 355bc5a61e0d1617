"""Writes a video file at a constant rate from pictures that come at their own times."""

import math
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import cv2

from coach.ports import OutputError, Picture

HIGHEST_FPS: Final = 240

_HALF: Final = 0.5 + 1e-6
"""Nearest place in the file, with halves always going to the earlier one: round() would go by turns."""


class VideoSink:
    """An MP4 file being written; use it as a context manager.

    A player shows frame n at n / fps seconds. Each picture stands from its own time until the next one's, so slow
    sources are repeated, fast ones thinned, and times are kept within half a frame. The file is playable only after
    the block ended well; hand in a temporary path (ending in ".mp4") and rename it then, so that nothing is left half
    written.
    """

    def __init__(self, path: Path, size: tuple[int, int], fps: float) -> None:
        """Open the file for pictures of `size` (width, height in pixels, both even) at `fps` pictures a second.

        Raises:
            OutputError: the file can't be opened for writing.
            ValueError: the size or the rate is unusable.
        """
        if min(size) <= 0 or size[0] % 2 or size[1] % 2:
            raise ValueError(f"size must be even and positive, got {size}")
        if not 0 < fps <= HIGHEST_FPS:
            raise ValueError(f"fps must be above 0 and at most {HIGHEST_FPS}, got {fps}")
        self._path, self._size, self._fps = path, size, fps
        self._first_s: float | None = None
        self._last_s = 0.0
        self._written = 0
        self._standing: Picture | None = None
        # OpenCV reports a folder that is missing only on its own error stream, so it is looked for here.
        usable = path.parent.is_dir() and path.suffix.lower() == ".mp4"
        self._writer = cv2.VideoWriter()
        if not usable or not self._writer.open(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, size):
            raise OutputError(f"The video {path} can't be written; choose a writable folder and a name ending in .mp4.")

    @property
    def written(self) -> int:
        """Pictures in the file so far."""
        return self._written

    def write(self, t_s: float, image: Picture) -> None:
        """Add the picture ((height, width, 3) red-green-blue) taken at `t_s` seconds; the first one's time becomes 0.

        Raises:
            ValueError: time went backwards, or the picture has another size.
        """
        height, width = image.shape[:2]
        if (width, height) != self._size:
            raise ValueError(f"picture must be {self._size}, got {(width, height)}")
        first = t_s if self._first_s is None else self._first_s
        if not t_s >= max(first, self._last_s if self._first_s is not None else first):
            raise ValueError(f"time went backwards: {t_s} after {self._last_s}")
        self._first_s, self._last_s = first, t_s
        due = math.ceil((t_s - first) * self._fps - _HALF)
        while self._standing is not None and self._written < due:
            self._put(self._standing)
        # OpenCV wants blue first. Turned around once here, so that a repeated picture costs only its encoding.
        self._standing = cv2.cvtColor(image, cv2.COLOR_RGB2BGR).astype("uint8", copy=False)
        if self._written == due:
            self._put(self._standing)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.release()
        if kind is None:
            self._verify()

    def _put(self, turned: Picture) -> None:
        self._writer.write(turned)
        self._written += 1

    def _verify(self) -> None:
        """OpenCV does not say when a disk is full: the finished file is asked whether it opens."""
        if not self._written:
            raise OutputError(f"The video {self._path} has no picture in it.")
        check = cv2.VideoCapture(str(self._path))
        try:
            whole = check.isOpened() and check.get(cv2.CAP_PROP_FRAME_COUNT) >= self._written
        finally:
            check.release()
        if not whole:
            raise OutputError(f"The video {self._path} could not be written whole; is the disk full?")
