"""Moments and lengths as tables of activities write them. Pure; a day that can be read in two ways is not guessed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

_MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December")  # fmt: skip

_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_DAY_NAMED: Final = re.compile(r"(\d{1,2})\.? ([A-Za-z]{3})[a-z]*\.?,? (\d{4})")
_MONTH_NAMED: Final = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})")
_CLOCK: Final = re.compile(
    r"^[T,]? ?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)? ?([AaPp]\.?[Mm]\.?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)
_LENGTH: Final = re.compile(r"^(?:(\d+):)?(\d{1,2}):(\d{2})(?:[.,]\d+)?$")
_SPELT: Final = re.compile(
    r"^(?:(\d+) ?h(?:ours?|rs?)?)? ?(?:(\d+) ?m(?:in(?:utes?)?s?)?)? ?(?:(\d+) ?s(?:ec(?:onds?)?s?)?)?$"
)

NOON: Final = 12
"""A day without a time of day stands at noon: wherever it is read, it stays the same day."""


class UnclearDayError(ValueError):
    """A day that may mean two; the text is a part of a sentence that says which."""


@dataclass(frozen=True, slots=True)
class Order:
    """How days with the year last are written in one table: told by those that can be read in one way only."""

    day_first: bool | None = None

    def day_and_month(self, first: int, second: int, dot: bool, text: str) -> tuple[int, int]:
        """Which is which. Raises UnclearDayError where nothing tells."""
        if dot or first > NOON or first == second:
            return first, second
        if second > NOON:
            return second, first
        if self.day_first is None:
            months = _MONTHS[second - 1], _MONTHS[first - 1]
            raise UnclearDayError(f"'{text}' may be {first} {months[0]} or {second} {months[1]}")
        return (first, second) if self.day_first else (second, first)


def order_of(texts: Iterable[str]) -> Order:
    """The order of days in a table.

    Raises:
        UnclearDayError: the table has both.
    """
    seen: dict[bool, str] = {}
    for text in texts:
        if (found := _YEAR_LAST.match(text.strip())) and found[2] != ".":
            first, second = int(found[1]), int(found[3])
            if max(first, second) > NOON:
                seen.setdefault(first > NOON, text.strip())
    if len(seen) == 2:
        raise UnclearDayError(f"'{seen[True]}' has the day first and '{seen[False]}' the month first")
    return Order(next(iter(seen), None))


def moment(text: str, order: Order, hour_text: str = "") -> datetime:
    """A day, with a time of day or without (then noon), aware where it says its offset.

    Args:
        hour_text: the time of day where it stands apart.

    Raises:
        UnclearDayError: it may mean two days. ValueError: it is no day.
    """
    text = " ".join(text.split())
    year, month, day, rest = _day(text, order)
    clock = _CLOCK.match(rest.strip() or hour_text.strip()) if rest.strip() or hour_text.strip() else None
    if clock is None:
        if rest.strip():
            raise ValueError(f"'{text}' is no date")
        return datetime(year, month, day, NOON)
    hour = int(clock[1])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4][0] in "pP" else 0)
    return datetime(year, month, day, hour, int(clock[2]), int(clock[3] or 0), tzinfo=offset(clock[5] or ""))


def _day(text: str, order: Order) -> tuple[int, int, int, str]:
    if found := _YEAR_FIRST.match(text):
        return int(found[1]), int(found[3]), int(found[4]), text[found.end() :]
    if found := _YEAR_LAST.match(text):
        day, month = order.day_and_month(int(found[1]), int(found[3]), found[2] == ".", found[0])
        return int(found[4]), month, day, text[found.end() :]
    if found := _DAY_NAMED.match(text):
        return int(found[3]), _month(found[2]), int(found[1]), text[found.end() :]
    if found := _MONTH_NAMED.match(text):
        return int(found[3]), _month(found[1]), int(found[2]), text[found.end() :]
    raise ValueError(f"'{text}' is no date")


def _month(name: str) -> int:
    short = [month[:3].lower() for month in _MONTHS]
    if name.lower() not in short:
        raise ValueError(f"'{name}' is no month")
    return short.index(name.lower()) + 1


def offset(text: str) -> timezone | None:
    """ "Z", "+0100", "UTC+0100": an offset; None where there is none."""
    text = text.upper().removeprefix("UTC").removeprefix("GMT") or ("Z" if text else "")
    if text == "Z":
        return UTC
    found = re.match(r"^([+-])(\d{2}):?(\d{2})$", text)
    if not found:
        return None
    away = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-away if found[1] == "-" else away)


def is_clock_length(text: str) -> bool:
    """Whether a text says its own units: "0:32:10", "32:10", "1h 20min"."""
    text = text.strip()
    return bool(_LENGTH.match(text)) or (bool(_SPELT.match(text.lower())) and text != "" and not text.isdigit())


def minutes_of(text: str, unit: float) -> float:
    """A length in minutes: a number of `unit` minutes (with a decimal point or comma), or one that says its own units.

    Raises:
        ValueError: it is no length.
    """
    text = text.strip()
    if found := _LENGTH.match(text):
        return int(found[1] or 0) * 60 + int(found[2]) + int(found[3]) / 60
    if is_clock_length(text) and (found := _SPELT.match(text.lower())):
        return int(found[1] or 0) * 60 + int(found[2] or 0) + int(found[3] or 0) / 60
    if not re.match(r"^\d+(?:[.,]\d+)?$", text):
        raise ValueError(f"'{text}' is no length of time")
    return float(text.replace(",", ".")) * unit
