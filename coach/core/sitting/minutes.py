"""Minutes of the local clock, cut from runs of seconds: whatever the wall clock does, none is lost or told twice."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from coach.core.sitting.record import PostureMinute
from coach.core.sitting.strip import LONGEST_GAP_S, Run, Strip

SETTLE_S: Final = 20.0
"""Seconds that stay open for a state that is confirmed late; estimated. Raise it when states are confirmed later than
this after they began, lower it when a crash loses too much."""

LUMP_S: Final = 5.0
"""Seconds are counted in lumps of so many while somebody is watched: a few looks at once cost less."""

MOST_ROWS: Final = 1440
"""Minutes remembered: as many as a day has."""

_FULL_S: Final = 60.0 - 1e-6
"""A minute with so much is full, seconds: rounding of the wall clock to microseconds fills none twice."""

_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Here:
    """One moment: `t_s` on the clock that measures, `at` on the wall (aware), which only names."""

    t_s: float
    at: datetime

    def wall(self, t_s: float) -> datetime:
        """What the wall clock, as it goes now, showed at `t_s`."""
        return (self.at.astimezone(UTC) + timedelta(seconds=t_s - self.t_s)).astimezone(self.at.tzinfo)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Minutes of the last hours.

    Attributes:
        rows: minutes given to the record, by their begin in UTC.
        filling: the minute under way; what is not in the record yet.
        firm_s: counted up to here.
        shifts: changes of posture that wait for a minute.
    """

    rows: Mapping[datetime, PostureMinute] = field(default_factory=dict)
    filling: PostureMinute | None = None
    firm_s: float = -math.inf
    shifts: int = 0

    @property
    def minutes(self) -> tuple[PostureMinute, ...]:
        """Every minute known, the open one too."""
        return tuple(_joined(self.rows, self.filling).values())


def of(minutes: tuple[PostureMinute, ...]) -> Ledger:
    """A ledger that goes on from what is in the record."""
    rows: dict[datetime, PostureMinute] = {}
    for minute in minutes:
        at = minute.at.astimezone(UTC)
        rows[at] = _both(rows.get(at), minute)
    return Ledger(rows=rows)


def count(ledger: Ledger, strip: Strip, to_s: float, here: Here, *, side: bool) -> tuple[Ledger, list[PostureMinute]]:
    """Count what the strip tells up to `to_s`, and hand out minutes that are over."""
    kept: list[PostureMinute] = []
    firm_s = ledger.firm_s
    for run, (_, start_s, end_s) in zip(strip.runs, strip.stretches, strict=True):
        begin_s = max(start_s, firm_s)
        seconds = min(end_s, to_s) - begin_s
        if run.state is not None and seconds > 0:
            ledger, closed = _put(ledger, run, here.wall(begin_s), seconds, side=side)
            kept += closed
    return replace(ledger, firm_s=max(firm_s, to_s)), kept


def close(ledger: Ledger) -> tuple[Ledger, list[PostureMinute]]:
    """Hand out the open minute as it stands; what comes later in the same minute adds to it."""
    if ledger.filling is None:
        return ledger, []
    rows = _joined(ledger.rows, ledger.filling)
    return replace(ledger, rows=dict(list(rows.items())[-MOST_ROWS:]), filling=None), [ledger.filling]


def idle(ledger: Ledger, t_s: float) -> bool:
    """Whether nothing was counted for so long that the open minute can be handed out."""
    return ledger.filling is not None and t_s - ledger.firm_s > LONGEST_GAP_S


def _put(
    ledger: Ledger, run: Run, begin: datetime, seconds: float, *, side: bool
) -> tuple[Ledger, list[PostureMinute]]:
    zone, begin, kept = begin.tzinfo, begin.astimezone(UTC), list[PostureMinute]()
    while seconds > 0:
        minute = begin.replace(second=0, microsecond=0)
        while (had_s := _filled_s(ledger, minute)) >= _FULL_S:
            # The clock was put back, or runs slower than time: a minute has sixty seconds, the next takes the rest.
            minute += _MINUTE
        part_s = min(seconds, 60.0 - max(had_s, (begin - minute).total_seconds()))
        if ledger.filling is None or ledger.filling.at != minute:
            ledger, closed = close(ledger)
            kept += closed
            ledger = replace(ledger, filling=PostureMinute(at=minute.astimezone(zone), seconds={}, side=side))
        ledger = _add(ledger, run, part_s, side=side)
        seconds, begin = seconds - part_s, minute + _MINUTE
    return ledger, kept


def _add(ledger: Ledger, run: Run, seconds: float, *, side: bool) -> Ledger:
    minute = ledger.filling
    if minute is None or run.state is None:
        return ledger
    filled = {**minute.seconds, run.state: minute.seconds.get(run.state, 0.0) + seconds}
    minute = replace(minute, seconds=filled, shifts=minute.shifts + ledger.shifts, side=minute.side or side)
    if run.state == "unknown" and run.sits:
        minute = replace(minute, untold_s=minute.untold_s + seconds)
    return replace(ledger, filling=minute, shifts=0)


def _filled_s(ledger: Ledger, minute: datetime) -> float:
    parts = (ledger.rows.get(minute), ledger.filling)
    return sum(math.fsum(part.seconds.values()) for part in parts if part is not None and part.at == minute)


def _joined(rows: Mapping[datetime, PostureMinute], more: PostureMinute | None) -> Mapping[datetime, PostureMinute]:
    """Rows with one more added to what is there."""
    if more is None:
        return rows
    at = more.at.astimezone(UTC)
    return {**rows, at: _both(rows.get(at), more)}


def _both(had: PostureMinute | None, more: PostureMinute) -> PostureMinute:
    """Two parts of one minute."""
    if had is None:
        return more
    seconds = dict(had.seconds)
    for state, more_s in more.seconds.items():
        seconds[state] = seconds.get(state, 0.0) + more_s
    untold_s = had.untold_s + more.untold_s
    return replace(had, seconds=seconds, shifts=had.shifts + more.shifts, side=had.side or more.side, untold_s=untold_s)
