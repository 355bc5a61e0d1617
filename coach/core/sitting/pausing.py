"""Pauses and quiet: when nobody is watched, and when nothing is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from coach.core.sitting.events import Busy
from coach.core.sitting.habits import Habits

Quiet = Literal["", "quiet_hours", "call", "full_screen", "paused"]
"""Why nothing is told just now."""

BY_WALL_S: Final = 4 * 3600.0
"""A pause longer than this means a time of day ("until tomorrow"), a shorter one a length ("for an hour"), seconds;
estimated."""


MORNING_H: Final = 5
"""Hour at which tomorrow begins: whoever is still up after midnight means the next morning; estimated."""


@dataclass(frozen=True, slots=True)
class Pausing:
    """A pause: until when by the wall clock, when it began and how long it is by the clock that measures, seconds."""

    until: datetime
    begun_s: float
    long_s: float

    def over(self, t_s: float, at: datetime) -> bool:
        """Whether it has ended. A pause for an hour is an hour, whatever the wall clock does meanwhile; one until
        tomorrow ends when the wall clock says so, and a clock that was put back makes none longer."""
        by_wall = self.long_s > BY_WALL_S and at >= self.until
        return by_wall or t_s - self.begun_s >= self.long_s

    def ends(self, t_s: float, at: datetime) -> datetime:
        """When it will end, as the wall clock goes now."""
        by_time = at + timedelta(seconds=max(0.0, self.long_s - (t_s - self.begun_s)))
        return min(self.until, by_time) if self.long_s > BY_WALL_S else by_time


def pause(until: datetime, t_s: float, at: datetime) -> Pausing | None:
    """A pause from now on; None when that time is over already. Both times aware."""
    long_s = (until - at).total_seconds()
    return Pausing(until, t_s, long_s) if long_s > 0 else None


def tomorrow(at: datetime) -> datetime:
    """The next morning after a local time (aware)."""
    morning = at.replace(hour=MORNING_H, minute=0, second=0, microsecond=0)
    return morning if at < morning else morning + timedelta(days=1)


def quiet_of(habits: Habits, at: datetime, busy: Busy, *, paused: bool) -> Quiet:
    """Why nothing is told just now, the strongest reason first; "" when something may be told."""
    if paused:
        return "paused"
    if busy.in_call:
        return "call"
    if busy.full_screen:
        return "full_screen"
    return "quiet_hours" if _within(habits, at.hour * 60 + at.minute) else ""


def _within(habits: Habits, minute: int) -> bool:
    """Whether a minute since midnight lies in the quiet hours, which may span midnight."""
    start, end = habits.quiet_from, habits.quiet_until
    return start <= minute < end if start <= end else minute >= start or minute < end
