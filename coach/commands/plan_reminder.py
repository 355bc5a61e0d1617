"""Whether posture watch is to remind of the planned exercises now."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from coach.core.care.reminding import Reminders, due
from coach.core.history import SessionRecord
from coach.core.sitting.events import Notice
from coach.core.sitting.words import plan_notice
from coach.ports import Clock, HistoryError

READ_EVERY_S: Final = 60.0
"""While it is due, the record is asked so often whether something was done today, seconds; estimated."""


class PlanReminder:
    """Asked often; the record is read only while the time has come.

    Args:
        reminders: the planned days as they are now. sessions: what was done since a local day; may raise HistoryError.
    """

    def __init__(
        self,
        reminders: Callable[[], Reminders],
        sessions: Callable[[date], Sequence[SessionRecord]],
        clock: Clock,
        now: Callable[[], datetime],
    ) -> None:
        self._reminders, self._sessions, self._clock, self._now = reminders, sessions, clock, now
        self._read_s: float | None = None
        self._done: Sequence[SessionRecord] = ()

    def __call__(self) -> Notice | None:
        """What to tell, or None."""
        now, reminders = self._now(), self._reminders()
        if not due(reminders, now, (), None):
            self._read_s = None
            return None
        now_s = self._clock.now_s()
        if self._read_s is None or not 0 <= now_s - self._read_s < READ_EVERY_S:
            self._read_s = now_s
            try:
                self._done = self._sessions(now.date())
            except HistoryError:
                # Nobody is sent to do again what may have been done.
                return None
        return plan_notice() if due(reminders, now, self._done, None) else None
