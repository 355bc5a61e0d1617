"""Activities from the text of a table (CSV): columns are found by their names. Pure."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from coach.core.care import activity_dates as dates
from coach.core.care.activity_kinds import kind_of
from coach.core.care.aerobic import LONGEST_MIN

HEAD_WITHIN: Final = 12
"""The line with the names of the columns stands among so many first ones; some exports begin with others."""

_DAYS: Final = ("start date", "activity date", "date", "start time", "start", "begin", "started", "day", "datetime",
                "timestamp", "startdate", "start date local")  # fmt: skip
_HOURS: Final = ("start time", "time of day", "time")
_LENGTHS: Final = ("moving time", "moving duration", "active time", "minutes", "duration", "seconds", "elapsed time",
                   "total time", "time")  # fmt: skip
_KINDS: Final = ("activity type", "workout activity type", "exercise type", "type", "workout type", "sport", "kind",
                 "activity", "workout")  # fmt: skip
"""Names of columns, the best first."""

_UNITS: Final[Mapping[str, float]] = {
    "ms": 1 / 60_000, "millis": 1 / 60_000, "milliseconds": 1 / 60_000, "s": 1 / 60, "sec": 1 / 60, "secs": 1 / 60,
    "second": 1 / 60, "seconds": 1 / 60, "min": 1.0, "mins": 1.0, "minute": 1.0, "minutes": 1.0, "h": 60.0,
    "hour": 60.0, "hours": 60.0, "hr": 60.0,
}  # fmt: skip

_MOST_MIN: Final = 600.0
_MOST_S: Final = 43_200.0
"""Lengths without a unit: a column with no number above the first holds minutes, above it seconds, and above the second
milliseconds; estimated (ten and twelve hours)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One activity. `wall` is aware only where the table says the offset; `written` is the moment as it stood there."""

    kind: str
    wall: datetime
    minutes: float
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What a table holds; `left_out` are kinds that are no walking or the like, `unread` says what is wrong."""

    rows: tuple[Row, ...]
    left_out: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Columns:
    """Numbers of columns; -1 where there is none. `lengths` are (column, kind of its own or "")."""

    day: int
    hour: int
    kind: int
    zone: int
    lengths: tuple[tuple[int, str], ...]


def rows_of(text: str, usual: str = "walk") -> Rows:
    """Activities of a table, `usual` where it has no column of kinds.

    Raises:
        UnclearDayError: a day may mean two.
        ValueError: it is no table of activities; the text says what is missing.
    """
    names, table = _table(text)
    columns = _columns(names, table)
    units = {column: _unit(names[column], [row[column] for row in table]) for column, _ in columns.lengths}
    order = dates.order_of(row[columns.day] for row in table)
    rows: list[Row] = []
    left_out: list[str] = []
    unread: list[str] = []
    for number, row in enumerate(table, 1):
        try:
            rows += _row(row, columns, units, order, usual, left_out)
        except dates.UnclearDayError:
            raise
        except (ValueError, OverflowError) as error:
            unread.append(f"row {number}: {error}")
    if not rows and unread:
        raise ValueError(unread[0])
    return Rows(rows=tuple(rows), left_out=tuple(left_out), unread=tuple(unread))


def _table(text: str) -> tuple[list[str], list[list[str]]]:
    """Names of columns, and every row that is as long and not empty."""
    lines = text.removeprefix("\ufeff").splitlines()
    for number, line in enumerate(lines[:HEAD_WITHIN]):
        mark = max(";,\t", key=line.count)
        names = [_plain(name) for name in next(csv.reader([line], delimiter=mark), [])]
        if _find(names, _DAYS) >= 0 and _lengths(names):
            rows = csv.reader(lines[number + 1 :], delimiter=mark)
            full = [[*row, *[""] * (len(names) - len(row))] for row in rows if any(cell.strip() for cell in row)]
            return names, full
    raise ValueError("there is no line that names a column for the date or start and one for minutes or duration")


def _plain(name: str) -> str:
    """ "com.samsung.health.exercise.start_time" -> "start time"; units stay in brackets."""
    name = name.strip().strip('"').lower()
    name = name.rsplit(".", 1)[-1] if name.startswith("com.") else name
    return " ".join(re.sub(r"[_\-]", " ", name).split())


def _bare(name: str) -> str:
    """A name without its unit."""
    bare = re.sub(r"\s*[(\[].*?[)\]]", "", name).strip()
    first, _, last = bare.rpartition(" ")
    return first if first and last in _UNITS else bare


def _find(names: Sequence[str], known: Iterable[str], but: int = -1) -> int:
    for wanted in known:
        for number, name in enumerate(names):
            if number != but and _bare(name) == wanted:
                return number
    return -1


def _lengths(names: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """The one column of lengths, or several that each name a kind ("Walking duration (ms)")."""
    kinds = [(number, kind_of(_bare(name).removesuffix(" duration"))) for number, name in enumerate(names)
             if _bare(name).endswith(" duration")]  # fmt: skip
    named = tuple((number, kind) for number, kind in kinds if kind)
    if named:
        return named
    found = _find(names, _LENGTHS)
    return ((found, ""),) if found >= 0 else ()


def _columns(names: Sequence[str], table: Sequence[Sequence[str]]) -> _Columns:
    day, lengths = _find(names, _DAYS), _lengths(names)
    hour = -1
    if not any(":" in row[day] for row in table):
        hour = _find(names, _HOURS, day)
        hour = -1 if hour in {column for column, _ in lengths} else hour
    return _Columns(day, hour, _find(names, _KINDS), _find(names, ("time offset", "timezone", "time zone")), lengths)


def _unit(name: str, cells: Sequence[str]) -> float:
    """Minutes in one unit of a column: as its name says, else as its numbers do."""
    for word in reversed(re.findall(r"[a-z]+", name)):
        if word in _UNITS:
            return _UNITS[word]
    numbers = [dates.minutes_of(cell, 1.0) for cell in cells if re.match(r"^\s*\d+(?:[.,]\d+)?\s*$", cell)]
    most = max(numbers, default=0.0)
    return 1.0 if most <= _MOST_MIN else 1 / 60 if most <= _MOST_S else 1 / 60_000


def _row(
    row: Sequence[str],
    columns: _Columns,
    units: Mapping[int, float],
    order: dates.Order,
    usual: str,
    left_out: list[str],
) -> list[Row]:
    """A row's activities: one, or one for each kind that has a column of its own."""
    found = []
    named = row[columns.kind].strip() if columns.kind >= 0 else ""
    for column, own in columns.lengths:
        if not row[column].strip():
            continue
        minutes = dates.minutes_of(row[column], units[column])
        if minutes > LONGEST_MIN:
            raise ValueError(f"{minutes:.0f} minutes are more than half a day")
        kind = own or (kind_of(named) if named else usual)
        wall, written = _moment(row, columns, order)
        if not kind:
            left_out.append(named)
        elif minutes > 0:
            found.append(Row(kind=kind, wall=wall, minutes=minutes, written=written))
    return found


def _moment(row: Sequence[str], columns: _Columns, order: dates.Order) -> tuple[datetime, str]:
    """When a row begins, and that as it is written."""
    hour = row[columns.hour].strip() if columns.hour >= 0 else ""
    day = row[columns.day].strip()
    wall = dates.moment(day, order, hour)
    zone = dates.offset(row[columns.zone].strip()) if columns.zone >= 0 else None
    if wall.tzinfo is None and zone is not None:
        # Such exports write the moment in UTC, and beside it the offset of the clock on the wall.
        wall = wall.replace(tzinfo=UTC).astimezone(zone)
    return wall, f"{day} {hour}"
