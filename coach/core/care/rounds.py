"""Timed rounds of relief: what runs, how long still, what ended last. Pure; the record is the truth.

Two clocks tell how long a round has gone on: the rising one of the running program, and the one on the wall, which also
goes on while the program is closed or the computer sleeps, but may be set. Whichever says more counts: a wall clock set
forward ends a round early at most, one set back never makes it longer.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from coach.core.care.moments import elapsed, later
from coach.core.care.record import CareRecord, RoundBegan, RoundEnded, RoundKind

CLOCK_SLACK_S: Final = 5.0
"""A beginning ahead of now by no more than this is a clock that was trimmed, seconds; more means that it was set, and
nobody knows how long the round has gone on; estimated. Raise it where rounds end by themselves after a restart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A round under way: it had gone on for `before_s` at `since_s` of the rising clock."""

    round: RoundBegan
    since_s: float
    before_s: float = 0.0

    def gone_s(self, now: datetime, now_s: float) -> float:
        """How long it has gone on, seconds."""
        by_wall = elapsed(self.round.at, now).total_seconds()
        return max(self.before_s + now_s - self.since_s, by_wall, 0.0)

    def left_s(self, now: datetime, now_s: float) -> float:
        """How long still, seconds; 0 when it is over."""
        return max(0.0, self.round.length_s - self.gone_s(now, now_s))


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """A round that ended."""

    round: RoundBegan
    ended: RoundEnded


def open_rounds(care: CareRecord) -> tuple[RoundBegan, ...]:
    """Rounds without an end, in the order they were begun."""
    ended = {end.round for end in care.round_ends}
    return tuple(began for began in care.rounds if began.round not in ended)


def picked_up(began: RoundBegan, now: datetime, now_s: float) -> Running | None:
    """A round found in the record, as after a restart. None where it began ahead of now: the clock was changed, so
    how long it has gone on is unknown."""
    gone_s = elapsed(began.at, now).total_seconds()
    if gone_s < -CLOCK_SLACK_S:
        return None
    return Running(round=began, since_s=now_s, before_s=max(0.0, gone_s))


def planned_end(began: RoundBegan) -> datetime:
    """When it is over."""
    return later(began.at, began.length_s)


def last_over(care: CareRecord, kinds: Collection[RoundKind]) -> Over | None:
    """The round of these kinds that ended last, by the order in which the ends were told."""
    begun = {began.round: began for began in care.rounds if began.kind in kinds}
    for end in reversed(care.round_ends):
        if end.round in begun:
            return Over(round=begun[end.round], ended=end)
    return None
