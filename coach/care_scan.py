"""A camera looking for a code, in a thread of its own: the window goes on drawing."""

import threading
from collections.abc import Callable
from typing import Final

import numpy as np

from coach.core.therapy.looked import ScanHelp
from coach.core.therapy.parts import Parts
from coach.ports import CoachError, Feed, Picture

PAUSE_S: Final = 0.1
"""Between two pictures looked at, seconds; estimated: a code held still for half a second is seen four times."""

DARK: Final = 55.0
"""Mean brightness 0..255 below which more light is asked for; estimated. Raise it where codes in dim rooms fail."""

PATIENCE_S: Final = 4.0
"""Nothing read for so long asks for the code to be held closer, seconds; estimated."""


class CodeScan:
    """Fulfils `coach.ui.therapist.Scan`.

    Args:
        read: gives the text of a picture's code, "" where there is none.
    """

    def __init__(self, feed: Feed, read: Callable[[Picture], str]) -> None:
        self._feed, self._read = feed, read
        self._parts = Parts()
        self._help: ScanHelp = ""
        self._tried = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="code", daemon=True)
        self._thread.start()

    @property
    def text(self) -> str:
        return self._parts.text

    @property
    def parts(self) -> tuple[int, int]:
        return self._parts.count

    @property
    def help(self) -> ScanHelp:
        return self._help

    def close(self) -> None:
        """Stop looking; a picture under way is finished first."""
        self._over.set()

    def _look(self) -> None:
        seen_s = -1.0
        while not self._over.wait(PAUSE_S) and not self._parts.text:
            frame = self._feed.latest_frame()
            if frame is None or frame.t_s == seen_s:
                continue
            seen_s = frame.t_s
            self._take(frame.image)

    def _take(self, image: Picture) -> None:
        try:
            said = self._read(image)
        except CoachError:
            # Half a code, or a smeared one: the next picture may show it whole.
            said = ""
        if said:
            self._parts = self._parts.with_read(said)
            self._tried, self._help = 0, ""
            return
        self._tried += 1
        if self._tried * PAUSE_S >= PATIENCE_S:
            self._help = "dark" if float(np.mean(image[::8, ::8])) < DARK else "far"
