"""Files and record, read in a thread so that the window is there before them; what is told is in them at once."""

import threading
from collections.abc import Callable

from coach.core.care.record import CareEntry
from coach.core.history import PainTold, SafetyAnswered
from coach.ports import CoachError, History
from coach.supplies import Record, Shelf, read_record

Told = PainTold | SafetyAnswered | CareEntry


class Reading:
    """Nothing is read before `refresh`. `wrong` is a sentence where something could not be read, else "".

    Args:
        read_shelf: reads the files; called in the thread, raises CoachError.
    """

    def __init__(self, read_shelf: Callable[[], Shelf], history: History) -> None:
        self._read_shelf, self._history = read_shelf, history
        self._lock = threading.Lock()
        self._shelf: Shelf | None = None
        self._record, self._told = Record(), 0
        self._wrong = ""
        self._reader: threading.Thread | None = None
        self._stale = False

    @property
    def shelf(self) -> Shelf | None:
        """What the files say; None until they have been read."""
        with self._lock:
            return self._shelf

    @property
    def record(self) -> Record:
        """The record as last read, with what was told since."""
        with self._lock:
            return self._record

    @property
    def wrong(self) -> str:
        with self._lock:
            return self._wrong or (self._shelf.trouble if self._shelf else "")

    def refresh(self, *, files: bool = False) -> None:
        """Read the record again, in the background; with `files` those too, once they have been read."""
        self._stale = self._stale or files
        self._told += 1
        if self._reader is None or not self._reader.is_alive():
            self._reader = threading.Thread(target=self._read, name="desk", daemon=True)
            self._reader.start()

    def wait(self, seconds: float) -> None:
        """Wait until everything has been read, at most so long."""
        if self._reader is not None:
            self._reader.join(seconds)

    def tell(self, told: Told) -> None:
        """Write an entry down, and have it in the record at once."""
        self._history.write(told)
        with self._lock:
            self._told += 1
            self._record = self._record.with_told(told)

    def _read(self) -> None:
        """In the thread: the shelf first, then the record; what fails leaves a sentence."""
        try:
            done = False
            while not done:
                told = self._told
                stale, self._stale = self._stale, False
                shelf = self._read_shelf() if stale or self._shelf is None else self._shelf
                record, wrong = read_record(self._history)
                done = self._take_in(told, shelf, record, wrong)
        except CoachError as error:
            with self._lock:
                self._wrong = str(error)

    def _take_in(self, told: int, shelf: Shelf, record: Record | None, wrong: str) -> bool:
        """Keep what was read, unless something was told meanwhile, which is not in it."""
        with self._lock:
            if told != self._told:
                return False
            self._shelf, self._record, self._wrong = shelf, record or self._record, wrong
            return True
