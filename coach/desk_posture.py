"""The days at the desk for the history pages: read in a thread, so that no page waits for them."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from coach.core.sitting.day import Day, days_of
from coach.core.sitting.record import PostureRecord
from coach.ports import CoachError, HistoryError
from coach.supplies import Supplies

FRESH_S: Final = 30.0
"""Days read longer ago than this are read again when they are asked for, seconds: a row is added a minute; estimated.
Raise it when reading shows in the window, lower it when today lags behind."""

MOST: Final = 16
"""Spans of days kept; a page asks for one or two; estimated."""

FLUSH_S: Final = 1.0
"""Reading waits so long at most for what is being written, seconds."""

AROUND: Final = timedelta(days=1)
"""Read on either side as well: which day something belongs to is told by its own offset, and that may be another than
today's (summer time, a journey). Offsets lie within 26 hours of one another; more than a day apart nobody works."""


@dataclass(frozen=True, slots=True)
class _Read:
    days: tuple[Day, ...]
    t_s: float


class PostureDays:
    """Days at the desk by their span. Nothing is read before somebody asks."""

    def __init__(self, supplies: Supplies) -> None:
        self._with = supplies
        self._lock = threading.Lock()
        self._kept: dict[tuple[date, date], _Read] = {}
        self._wrong: dict[tuple[date, date], str] = {}
        self._reader: threading.Thread | None = None

    def days(self, first: date, last: date) -> Sequence[Day] | None:
        """See `coach.ui.desk.Desk.posture_days`."""
        span = first, last
        with self._lock:
            if span in self._wrong:
                # Told once: whoever asks again wants it tried again.
                raise HistoryError(self._wrong.pop(span))
            kept = self._kept.get(span)
            if kept is None or self._with.clock.now_s() - kept.t_s > FRESH_S:
                self._read_soon(span)
        return kept.days if kept else None

    def wait(self, seconds: float) -> None:
        """Wait until what was asked for has been read, at most so long; for those who need it at once."""
        if self._reader is not None:
            self._reader.join(seconds)

    def _read_soon(self, span: tuple[date, date]) -> None:
        """One span at a time; who finds the reader at work asks again with the next drawn frame."""
        if self._reader is None or not self._reader.is_alive():
            self._reader = threading.Thread(target=self._read, args=span, name="posture days", daemon=True)
            self._reader.start()

    def _read(self, first: date, last: date) -> None:
        span, now_s = (first, last), self._with.clock.now_s()
        try:
            days = self._days(first, last)
        except CoachError as error:
            self._failed(span, str(error), now_s)
            return
        with self._lock:
            self._kept.pop(span, None)
            self._kept[span] = _Read(days, now_s)
            if len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]

    def _failed(self, span: tuple[date, date], sentence: str, now_s: float) -> None:
        with self._lock:
            if span in self._kept:
                # Better a little old than none; tried again later.
                self._kept[span] = _Read(self._kept[span].days, now_s)
            else:
                self._wrong[span] = sentence

    def _days(self, first: date, last: date) -> tuple[Day, ...]:
        if self._with.posture is None:
            return days_of(PostureRecord(), first, last)
        self._with.history.flush(FLUSH_S)
        zone = self._with.calendar.now().tzinfo
        since = datetime.combine(first, time(), zone) - AROUND
        until = datetime.combine(last, time(), zone) + timedelta(days=1) + AROUND
        return days_of(self._with.posture.posture(since, until), first, last)
