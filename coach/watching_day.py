"""What was kept of this day before the watch began, read beside it: a restart loses nothing."""

import threading
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Protocol

from coach.core.sitting.record import PostureRecord
from coach.ports import CoachError


class DayBefore(Protocol):
    """The day so far, once it has been read."""

    @property
    def ready(self) -> bool: ...

    @property
    def record(self) -> PostureRecord: ...


class ReadDay:
    """Reads the local day in a thread. A record that can't be read is an empty one: the watch goes on from nothing.

    Args:
        read: what was kept between two aware moments; raises CoachError. now: aware local time.
    """

    def __init__(self, read: Callable[[datetime, datetime], PostureRecord], now: datetime) -> None:
        self.record = PostureRecord()
        self.message = ""
        self._read, self._now = read, now
        self._thread = threading.Thread(target=self._run, name="day", daemon=True)
        self._thread.start()

    @property
    def ready(self) -> bool:
        """Whether it has been read, or can't be."""
        return not self._thread.is_alive()

    def _run(self) -> None:
        midnight = datetime.combine(self._now.date(), time(), self._now.tzinfo)
        try:
            self.record = self._read(midnight, midnight + timedelta(days=1, hours=2))
        except CoachError as error:
            self.message = str(error)
