"""A camera looking for a code, in a thread of its own: the window goes on drawing."""

import threading
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from coach.core.therapy.looked import ScanHelp
from coach.ports import CoachError, Feed, Picture
from coach.ports.exchange import Gathering

PAUSE_S: Final = 0.1
"""Between two pictures looked at, seconds; estimated: a code held still for half a second is seen four times."""

DARK: Final = 55.0
"""Mean brightness 0..255 below which more light is asked for; estimated. Raise it where codes in dim rooms fail."""

PATIENCE: Final = 30
"""After so many pictures without a code it is asked for closer; estimated, three seconds and more."""


class CodeScan:
    """Fulfils `coach.ui.therapist.Scan`.

    Args:
        read: what the codes in a picture say.
        gathered: puts several codes together; None where no code can be read: then nothing is looked for.
    """

    def __init__(self, feed: Feed, read: Callable[[Picture], Sequence[str]], gathered: Gathering | None) -> None:
        self._feed, self._read, self._gathered = feed, read, gathered
        self._text = ""
        self._help: ScanHelp = ""
        self._without = 0
        self._over = threading.Event()
        if gathered is not None:
            threading.Thread(target=self._look, args=(gathered,), name="code", daemon=True).start()

    @property
    def text(self) -> str:
        return self._text

    @property
    def parts(self) -> tuple[int, int]:
        if self._gathered is None:
            return 0, 0
        count = self._gathered.count
        return count - len(self._gathered.missing), count

    @property
    def help(self) -> ScanHelp:
        return self._help

    def close(self) -> None:
        """Stop looking; a picture under way is finished first."""
        self._over.set()

    def _look(self, gathered: Gathering) -> None:
        seen_s = -1.0
        while not self._over.wait(PAUSE_S) and not self._text:
            frame = self._feed.latest_frame()
            if frame is not None and frame.t_s != seen_s:
                seen_s = frame.t_s
                self._take(frame.image, gathered)

    def _take(self, image: Picture, gathered: Gathering) -> None:
        try:
            said = self._read(image)
        except CoachError:
            # A smeared code: the next picture may show it whole.
            said = ()
        if not said:
            self._without += 1
            if self._without >= PATIENCE:
                self._help = "dark" if float(np.mean(image[::8, ::8])) < DARK else "far"
            return
        self._without = 0
        before = gathered.count, gathered.missing
        whole = [text for text in map(gathered.add, said) if text]
        known = bool(whole) or gathered.count > 0 or (gathered.count, gathered.missing) != before
        self._help = "" if known else "other"
        self._text = whole[0] if whole else ""
