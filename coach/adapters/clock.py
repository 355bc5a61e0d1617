"""The real clock."""

import time


class MonotonicClock:
    """Seconds that never go backwards; their zero means nothing."""

    def now_s(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait; nothing happens for zero or less."""
        if seconds > 0:
            time.sleep(seconds)
