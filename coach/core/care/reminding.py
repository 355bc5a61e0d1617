"""On which days and at what time the plan is due, and whether it is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from coach.core import progress
from coach.core.history import SessionRecord

WEEK: Final = 7
MINUTES: Final = 24 * 60

STANDS: Final = timedelta(hours=3)
"""A reminder that found no quiet moment within so long of its time is left out for the day; estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """When the person wants to exercise.

    Attributes:
        days: days of the week, 0 Monday to 6 Sunday, rising; none where nothing is planned.
        at_min: minutes after midnight, local time. on: whether to remind of it.

    Raises:
        ValueError: a value does not fit.
    """

    days: tuple[int, ...] = ()
    at_min: int = 18 * 60
    on: bool = False

    def __post_init__(self) -> None:
        whole = all(type(day) is int and 0 <= day < WEEK for day in self.days)
        if not whole or list(self.days) != sorted(set(self.days)):
            raise ValueError(f"days can't be {self.days!r}")
        if type(self.at_min) is not int or not 0 <= self.at_min < MINUTES:
            raise ValueError(f"at_min can't be {self.at_min!r}")
        if type(self.on) is not bool:
            raise ValueError(f"on can't be {self.on!r}")

    @property
    def clock(self) -> str:
        """ "18:00" """
        return f"{self.at_min // 60:02}:{self.at_min % 60:02}"


def spread(days: int) -> tuple[int, ...]:
    """Days of the week for so many sessions (1 to 7), with rest between where there is room."""
    usual = {1: (2,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 3, 5), 5: (0, 1, 3, 4, 6), 6: (0, 1, 2, 3, 4, 5)}
    return usual.get(days, tuple(range(WEEK)) if days >= WEEK else ())


def due(reminders: Reminders, now: datetime, sessions: Sequence[SessionRecord], told: date | None) -> bool:
    """Whether to remind now: a planned day, its time has come, nothing was done yet today, and it was not told today.

    Args:
        now: aware local time; after a jump it says what day it is, no more.
        sessions: what was done. told: the local day on which it was told last.
    """
    minutes = now.hour * 60 + now.minute - reminders.at_min
    timely = 0 <= minutes < STANDS.total_seconds() / 60
    if not (reminders.on and timely and now.weekday() in reminders.days) or told == now.date():
        return False
    return not any(progress.practised(one) and one.started.at.date() == now.date() for one in reversed(sessions))


def coming(reminders: Reminders, today: date, done: bool) -> date | None:
    """The next planned day, today included unless something was `done`; None where nothing is planned."""
    first = 1 if done else 0
    days = (today + timedelta(days=n) for n in range(first, first + WEEK))
    return next((day for day in days if day.weekday() in reminders.days), None)
