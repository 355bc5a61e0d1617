"""Aware moments as time truly passed: two of one zone would else be told apart by what the clock on the wall shows,
which leaps in spring and autumn."""

from datetime import UTC, datetime, timedelta


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Real time from one aware moment to another, over any change of zone or summer time."""
    return end.astimezone(UTC) - start.astimezone(UTC)


def later(moment: datetime, seconds: float) -> datetime:
    """So many true seconds later, in the moment's own zone."""
    return (moment.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(moment.tzinfo)
