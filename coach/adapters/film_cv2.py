"""A demonstration film that loops, decoded as it is shown."""

from pathlib import Path

import cv2
import numpy as np

from coach.ports import Picture, SourceError


class FilmFile:
    """Fulfils `coach.ports.Film`; decodes at most a few pictures a call, and shows the last one when time stands.

    Raises:
        SourceError: the file can't be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
        found, image = self._capture.read() if self._capture.isOpened() else (False, None)
        if not found or image is None:
            self._capture.release()
            raise SourceError(f"The demonstration {path} can't be shown; install Backcoach again.")
        self._fps = self._capture.get(cv2.CAP_PROP_FPS) or 30.0
        self._count = max(1, int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT)))
        self._at = 0
        self._shown: Picture = _rgb(image)

    @property
    def size(self) -> tuple[int, int]:
        return self._shown.shape[1], self._shown.shape[0]

    @property
    def seconds(self) -> float:
        """Length of one round."""
        return self._count / self._fps

    def picture(self, t_s: float) -> Picture:
        """The picture at a time since the start, seconds; it loops."""
        wanted = int(t_s * self._fps) % self._count
        if wanted < self._at:
            self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
            self._at = -1
        image = None
        while self._at < wanted and self._capture.grab():
            self._at += 1
            if self._at == wanted:
                _, image = self._capture.retrieve()
        if image is not None:
            self._shown = _rgb(image)
        self._at = max(self._at, wanted)
        return self._shown

    def close(self) -> None:
        self._capture.release()


def _rgb(image: cv2.typing.MatLike) -> Picture:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)
