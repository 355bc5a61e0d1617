"""A day at the desk: totals and the ribbon of states, from what was kept."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from coach.core.sitting.look import SEATED, STATES, State
from coach.core.sitting.record import AlertGiven, BreakKept, GlassDrunk, PostureMinute, PostureRecord

ENOUGH_SITTING_S: Final = 600.0
"""Below so much sitting, seconds, changes an hour say nothing; estimated."""

MINUTE: Final = timedelta(minutes=1)

_Entry = TypeVar("_Entry", PostureMinute, BreakKept, AlertGiven, GlassDrunk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the ribbon: the state that took most of it."""

    start: datetime
    end: datetime
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day.

    Attributes:
        seconds: by state; states not seen are left out. untold_s: of `unknown`, with somebody sitting there.
        shifts: changes of posture.
        asked: breaks asked for. taken: breaks taken, asked for or not; verified: of these, seen by the camera.
    """

    date: date
    pieces: tuple[Piece, ...] = ()
    seconds: Mapping[State, float] = field(default_factory=dict)
    untold_s: float = 0.0
    shifts: int = 0
    breaks: tuple[BreakKept, ...] = ()
    alerts: tuple[AlertGiven, ...] = ()
    glasses: int = 0

    @property
    def watched_s(self) -> float:
        """Seconds in which anything was watched, an empty chair too."""
        return math.fsum(self.seconds.values())

    @property
    def sitting_s(self) -> float:
        """Seconds known to sit."""
        return math.fsum(self.seconds.get(state, 0.0) for state in SEATED) + self.untold_s

    @property
    def standing_s(self) -> float:
        """Seconds known to stand."""
        return self.seconds.get("standing", 0.0)

    @property
    def standing_share(self) -> float:
        """Standing out of sitting and standing, 0..1; nan without either."""
        at_desk_s = self.sitting_s + self.standing_s
        return self.standing_s / at_desk_s if at_desk_s > 0 else math.nan

    @property
    def shifts_an_hour(self) -> float:
        """Changes of posture an hour of sitting; nan below ten minutes of sitting."""
        return self.shifts / (self.sitting_s / 3600) if self.sitting_s >= ENOUGH_SITTING_S else math.nan

    @property
    def asked(self) -> int:
        """Breaks asked for."""
        return sum(one.asked is not None for one in self.breaks)

    @property
    def taken(self) -> int:
        """Breaks taken, asked for or not."""
        return sum(one.how != "missed" for one in self.breaks)

    @property
    def verified(self) -> int:
        """Breaks that the camera saw."""
        return sum(one.verified for one in self.breaks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Days beside the days before them, for one line of words: this week, and the week before.

    Attributes:
        total, before: everything of the days added up (`total_of`), dated with their first day.
        days, days_before: how many of them were watched at all.
    """

    total: Day
    before: Day
    days: int
    days_before: int

    @property
    def shifts_an_hour(self) -> float:
        """How many changes of posture an hour more (or, below 0, fewer) than before; nan where either is unknown."""
        return self.total.shifts_an_hour - self.before.shifts_an_hour

    @property
    def sitting_s_a_day(self) -> float:
        """How many seconds more sitting in a watched day than before; nan where either has none."""
        return _a_day(self.total.sitting_s, self.days) - _a_day(self.before.sitting_s, self.days_before)

    @property
    def breaks_a_day(self) -> float:
        """How many more breaks taken in a watched day than before; nan where either has none."""
        return _a_day(self.total.taken, self.days) - _a_day(self.before.taken, self.days_before)


def day_of(record: PostureRecord, day: date) -> Day:
    """One day of a record; what belongs to other days is left out. A day is that of each entry's own local time."""
    return days_of(record, day, day)[0]


def days_of(record: PostureRecord, first: date, last: date) -> tuple[Day, ...]:
    """Every day from `first` to `last`, both included, also those without anything."""
    minutes, breaks = _by_day(record.minutes), _by_day(record.breaks)
    alerts, glasses = _by_day(record.alerts), _by_day(record.glasses)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return tuple(
        replace(
            _watched(day, minutes.get(day, ())),
            breaks=tuple(breaks.get(day, ())),
            alerts=tuple(alerts.get(day, ())),
            glasses=len(glasses.get(day, ())),
        )
        for day in days
    )


def total_of(days: Sequence[Day]) -> Day:
    """Everything of several days added up, dated with the first; its ribbon is empty.

    Raises:
        ValueError: no day.
    """
    if not days:
        raise ValueError("no days to add up")
    states = [state for state in STATES if any(state in day.seconds for day in days)]
    return Day(
        date=days[0].date,
        seconds={state: math.fsum(day.seconds.get(state, 0.0) for day in days) for state in states},
        untold_s=math.fsum(day.untold_s for day in days),
        shifts=sum(day.shifts for day in days),
        breaks=tuple(one for day in days for one in day.breaks),
        alerts=tuple(one for day in days for one in day.alerts),
        glasses=sum(day.glasses for day in days),
    )


def trend_of(days: Sequence[Day], before: Sequence[Day]) -> Trend:
    """Days beside those before them. Raises ValueError when either is empty."""
    return Trend(
        total=total_of(days),
        before=total_of(before),
        days=sum(day.watched_s > 0 for day in days),
        days_before=sum(day.watched_s > 0 for day in before),
    )


def _a_day(amount: float, days: int) -> float:
    return amount / days if days else math.nan


def _by_day(entries: Iterable[_Entry]) -> dict[date, list[_Entry]]:
    found: dict[date, list[_Entry]] = {}
    for entry in entries:
        found.setdefault(entry.at.date(), []).append(entry)
    return found


def _watched(day: date, minutes: Iterable[PostureMinute]) -> Day:
    """Totals and ribbon of the minutes of one day, which may come in any order."""
    totals = dict.fromkeys(STATES, 0.0)
    pieces: list[Piece] = []
    shifts, untold_s = 0, 0.0
    for minute in sorted(minutes, key=lambda one: one.at):
        shifts += minute.shifts
        untold_s += minute.untold_s
        for state, seconds in minute.seconds.items():
            totals[state] += seconds
        if any(seconds > 0 for seconds in minute.seconds.values()):
            _add(pieces, minute.at, max(minute.seconds, key=lambda state: minute.seconds[state]))
    return Day(
        date=day,
        pieces=tuple(pieces),
        seconds={state: seconds for state, seconds in totals.items() if seconds > 0},
        untold_s=untold_s,
        shifts=shifts,
    )


def _add(pieces: list[Piece], at: datetime, state: State) -> None:
    """Lengthen the ribbon by a minute."""
    if pieces and pieces[-1].end == at and pieces[-1].state == state:
        pieces[-1] = replace(pieces[-1], end=at + MINUTE)
    else:
        pieces.append(Piece(start=at, end=at + MINUTE, state=state))
