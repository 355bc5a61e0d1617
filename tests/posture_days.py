"""Made-up days at the desk for the tests of what is shown of them."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from typing import Final, cast

from coach.core.sitting.day import Day, days_of
from coach.core.sitting.look import STATES, State
from coach.core.sitting.record import AlertGiven, BreakKept, GlassDrunk, HowBreak, PostureMinute, PostureRecord

WINTER, SUMMER = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))
CLOCKS_CHANGE: Final = date(2026, 3, 29)
PATTERN: Final[tuple[State, ...]] = ("upright",) * 4 + ("slump",) * 2 + STATES[2:]


def zone(day: date) -> timezone:
    return SUMMER if day >= CLOCKS_CHANGE else WINTER


@cache
def minutes(day: date, count: int, pattern: tuple[State, ...] = PATTERN) -> PostureRecord:
    """So many minutes from eight on, five of each state in turn; a break asked for every 45, one of three missed."""
    start = datetime.combine(day, time(8), zone(day))
    at = [start + timedelta(minutes=n) for n in range(count)]
    hows: tuple[HowBreak, ...] = ("chair", "said", "missed")
    breaks = [
        BreakKept(asked=one, start=None if how == "missed" else one, end=None if how == "missed" else one, how=how)
        for one, how in zip(at[45::45], hows * 9, strict=False)
    ]
    return PostureRecord(
        minutes=tuple(
            PostureMinute(at=one, seconds={pattern[n // 5 % len(pattern)]: 60.0}, shifts=int(n % 5 == 0))
            for n, one in enumerate(at)
        ),
        breaks=tuple(breaks),
        alerts=tuple(AlertGiven(at=one, kind=("still", "slump", "still")[n % 3]) for n, one in enumerate(at[60::180])),
        glasses=tuple(GlassDrunk(at=one) for one in at[100::100]),
    )


@cache
def day(date_: date, count: int = 480, pattern: tuple[State, ...] = PATTERN) -> Day:
    return days_of(minutes(date_, count, pattern), date_, date_)[0]


def days(last: date, *hours: float) -> Mapping[date, Day]:
    """Days up to the last, each with so many hours."""
    dates = [last - timedelta(days=len(hours) - 1 - n) for n in range(len(hours))]
    return {one: day(one, round(60 * long)) for one, long in zip(dates, hours, strict=True)}


def broken(*hows: str) -> Day:
    """A day of breaks: "own" was not asked for."""
    at = datetime(2026, 3, 12, 9, tzinfo=WINTER)
    kept = [
        BreakKept(asked=None if how == "own" else at, start=at, end=at, how=cast(HowBreak, how.replace("own", "chair")))
        for how in hows
    ]
    return Day(date=at.date(), seconds={"upright": 3600.0}, breaks=tuple(kept))
