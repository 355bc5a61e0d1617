"""Flare-ups as they were told: since when, which day it is, every pain score told in one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from coach.core.care.moments import elapsed
from coach.core.care.record import CareRecord, FlareBegan
from coach.core.history import PainTold, PainWhen
from coach.core.safety import CLOCK_SLACK

Since = Literal["now", "today"] | int
"""When a flare-up began, as people tell it: just now, earlier today, or so many days ago."""

FARTHEST_DAYS: Final = 90
"""A flare-up that began longer ago is told as so many days; estimated: every rung of the ladder is passed then."""

CALM: Final[frozenset[PainWhen]] = frozenset({"before", "morning", "flare"})
"""Scores that compare with one another: exercise itself may raise those after it and at a stop for a while; estimated,
as in `coach.core.safety.due`."""

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flare:
    """One flare-up.

    Attributes:
        ids: under which it was told; one that was over and opened again has another one, the newest last.
        told, onset: aware times at which it was told and began. trigger: id, "" where they don't know.
        ended: when it was said to be over, None while it is open.
        scores: pain told in it, 0 to 10, that of sessions too, in the order told.
    """

    ids: tuple[str, ...]
    told: datetime
    onset: datetime
    trigger: str = ""
    ended: datetime | None = None
    scores: tuple[PainTold, ...] = ()

    @property
    def id(self) -> str:
        """The newest id."""
        return self.ids[-1]

    @property
    def worst(self) -> int | None:
        """The highest score; None before the first."""
        return max((told.score for told in self.scores), default=None)

    @property
    def calm(self) -> tuple[PainTold, ...]:
        """Scores that compare with one another; all of them where there is none of that kind."""
        return tuple(told for told in self.scores if told.when in CALM) or self.scores


@dataclass(frozen=True, slots=True)
class Spot:
    """A score on the pain curve: days (24 h) since the onset's local midnight, 0..10, and when it was told."""

    day: float
    score: int
    when: PainWhen


def onset_of(since: Since, at: datetime) -> datetime:
    """When it began, told at the aware local time `at`. Of today only the half is known: halfway from midnight.

    Raises:
        ValueError: a number of days is below 1 or above `FARTHEST_DAYS`.
    """
    if since == "now":
        return at
    if since == "today":
        return at - (at - _midnight(at)) / 2
    if not 1 <= since <= FARTHEST_DAYS:
        raise ValueError(f"a flare-up began 1 to {FARTHEST_DAYS} days ago, got {since}")
    return at - since * DAY


def day_of(onset: datetime, at: datetime) -> int:
    """Which day of a flare-up it is at `at`, from 1: the day it began is day 1, until midnight where it began.

    In steps of 24 hours from there on, so that neither a journey nor summer time skips or doubles a day.
    """
    return max(1, elapsed(_midnight(onset), at) // DAY + 1)


def is_ahead(onset: datetime, at: datetime) -> bool:
    """Whether an onset lies so far ahead of `at` that the clock must have been wrong; less than a day is travel, or a
    clock put right."""
    return elapsed(at, onset) > CLOCK_SLACK


def known_time(at: datetime, moments: Iterable[datetime]) -> datetime:
    """`at`, or the newest of what was told a little later than that: a clock put back a little undoes no day. What lies
    more than a day ahead was told by a wrong clock and says nothing."""
    return max((at, *(one for one in moments if elapsed(one, at) >= -CLOCK_SLACK)), key=lambda one: one.astimezone(UTC))


def flares(care: CareRecord, pains: Sequence[PainTold]) -> tuple[Flare, ...]:
    """Every flare-up, in the order told. `pains` stand in the order told."""
    groups: dict[datetime, list[FlareBegan]] = {}
    for began in care.flares:
        groups.setdefault(began.onset.astimezone(UTC), []).append(began)
    ends = {ended.flare: ended.at for ended in care.flare_ends}
    found: list[Flare] = []
    for group in groups.values():
        newest = group[-1]
        ended = ends.get(newest.flare)
        before = found[-1].ended if found else None
        found.append(
            Flare(
                ids=tuple(began.flare for began in group),
                told=newest.at,
                onset=newest.onset,
                trigger=newest.trigger,
                ended=ended,
                scores=tuple(told for told in pains if _is_in(told, newest, ended, before)),
            )
        )
    return tuple(found)


def _is_in(told: PainTold, began: FlareBegan, ended: datetime | None, before: datetime | None) -> bool:
    """Whether a score was told in a flare-up; `before` is the end of the one before it."""
    if ended is not None and told.at > max(ended, began.at):
        return False
    if told.at >= began.onset:
        return True
    # Such a score is told in an open flare-up only: the clock was put back a little after it began.
    return told.when == "flare" and told.at >= began.onset - CLOCK_SLACK and (before is None or told.at > before)


def is_open(care: CareRecord) -> bool:
    """Whether a flare-up was told of and not said to be over."""
    over = {end.flare for end in care.flare_ends}
    return any(began.flare not in over for began in care.flares)


def open_one(found: Sequence[Flare]) -> Flare | None:
    """The newest flare-up that is not over."""
    return next((flare for flare in reversed(found) if flare.ended is None), None)


def curve(flare: Flare, at: datetime) -> tuple[Spot, ...]:
    """The pain curve up to `at`, or to the end of the flare-up; days rise. Scores of a clock that ran ahead are left
    out: nobody knows their day."""
    return spots_of(flare.scores, _midnight(flare.onset), flare.ended or at)


def spots_of(scores: Iterable[PainTold], start: datetime, last: datetime) -> tuple[Spot, ...]:
    """Scores on a curve whose day 0 begins at `start`, up to `last`; days rise."""
    spots = [
        Spot(max(0.0, elapsed(start, told.at) / DAY), told.score, told.when)
        for told in scores
        if elapsed(told.at, last) >= -CLOCK_SLACK
    ]
    return tuple(sorted(spots, key=lambda spot: spot.day))


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
