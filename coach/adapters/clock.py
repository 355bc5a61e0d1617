"""The real clocks."""

import sys
import time
from datetime import datetime


class MonotonicClock:
    """Seconds that never go backwards, and go on while the machine sleeps; their zero means nothing."""

    def now_s(self) -> float:
        # `time.monotonic` stands still while a laptop's lid is shut, on Linux and macOS.
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        if sys.platform == "darwin":
            return time.clock_gettime(time.CLOCK_MONOTONIC)
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait; nothing happens for zero or less."""
        if seconds > 0:
            time.sleep(seconds)


class LocalCalendar:
    """Local time with its offset."""

    def now(self) -> datetime:
        return datetime.now().astimezone()
