"""Values as the cells of a table take them, and back again."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any, Final


def clean(text: object) -> str:
    """Text without what is no character (half of a pair, as a file's name may hold, or the zero that ends a text)."""
    return str(text).encode(errors="replace").decode().replace("\0", "")


def finite(value: float) -> float | None:
    """A number; None for one that is not finite."""
    return float(value) if math.isfinite(value) else None


def plain(value: Any) -> Any:
    """A value as JSON takes it; numbers of numpy become plain ones, one that is not finite becomes null."""
    if isinstance(value, Mapping):
        return {clean(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return clean(value) if isinstance(value, str) else finite(value)


def spans(cell: Mapping[str, Any]) -> dict[str, Any]:
    """From JSON: a measure's smallest and largest value, or a version's text, by name."""
    return {
        name: tuple(math.nan if end is None else end for end in inner) if isinstance(inner, list) else inner
        for name, inner in cell.items()
    }


def moment(at: datetime) -> tuple[datetime, int]:
    """A moment (aware) as UTC without its zone, and the minutes that its place was ahead of that."""
    offset = at.utcoffset() or timedelta()
    return at.astimezone(UTC).replace(tzinfo=None), round(offset.total_seconds() / 60)


def local(utc: datetime, offset_min: int) -> datetime:
    """The moment again, as the clock on the wall showed it."""
    # Five times as fast as giving each moment its zone, which shows where there are a year's minutes.
    return _epoch(offset_min) + (utc - _EPOCH)


_EPOCH: Final = datetime(1970, 1, 1)


@cache
def _epoch(offset_min: int) -> datetime:
    offset = timedelta(minutes=offset_min)
    return (_EPOCH + offset).replace(tzinfo=timezone(offset))
