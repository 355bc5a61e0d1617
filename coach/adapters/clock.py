"""The real clocks."""

import time
from datetime import datetime


class MonotonicClock:
    """Seconds that never go backwards; their zero means nothing."""

    def now_s(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait; nothing happens for zero or less."""
        if seconds > 0:
            time.sleep(seconds)


class LocalCalendar:
    """Local time with its offset."""

    def now(self) -> datetime:
        return datetime.now().astimezone()
