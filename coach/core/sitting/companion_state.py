"""What the companion keeps in mind between moments, and the small changes that every part of it makes there."""

import math
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from coach.core.sitting import breaks, manners as mn, strip as st
from coach.core.sitting.breaks import BreakClock, Rise
from coach.core.sitting.events import Event, Kept, Moment, Withdrawn
from coach.core.sitting.habits import Habits
from coach.core.sitting.manners import Glance, Manners
from coach.core.sitting.minutes import Here, Ledger
from coach.core.sitting.pausing import Pausing
from coach.core.sitting.record import AlertGiven, BreakKept, GlassDrunk, HowBreak, PostureEntry, PostureRecord
from coach.core.sitting.strip import Strip

MOST_KEPT: Final = 300
"""Breaks, alerts and glasses remembered, each: more than a day brings."""

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanionState:
    """All that is remembered between moments; nothing of it grows with the looks.

    Attributes:
        t_s: the last moment, nan before the first. locked_s: since when the screen is locked, or nan.
        shifts: changes of posture as the last look counted them.
        seen: the newest look while somebody is watched. side: it came from the side.
        kept: breaks, alerts and glasses of the last while; minutes are in `ledger`.
    """

    t_s: float = math.nan
    strip: Strip = field(default_factory=Strip)
    ledger: Ledger = field(default_factory=Ledger)
    clock: BreakClock = field(default_factory=BreakClock)
    manners: Manners = field(default_factory=Manners)
    pause: Pausing | None = None
    locked_s: float = math.nan
    shifts: int = 0
    seen: Glance | None = None
    side: bool = False
    kept: PostureRecord = field(default_factory=PostureRecord)


Stepped = tuple[CompanionState, tuple[Event, ...]]


def here_of(moment: Moment) -> Here:
    """The two clocks of a moment."""
    match moment:
        case Moment(t_s=t_s, now=at):
            return Here(t_s, at)


def keep(state: CompanionState, entry: PostureEntry) -> Stepped:
    """Remember an entry, and hand it out for the record."""
    kept = _lately(state.kept, entry.at)
    if isinstance(entry, BreakKept):
        kept = replace(kept, breaks=(*kept.breaks, entry)[-MOST_KEPT:])
    elif isinstance(entry, AlertGiven):
        kept = replace(kept, alerts=(*kept.alerts, entry)[-MOST_KEPT:])
    elif isinstance(entry, GlassDrunk):
        kept = replace(kept, glasses=(*kept.glasses, entry)[-MOST_KEPT:])
    return replace(state, kept=kept), (Kept(entry=entry),)


def _lately(kept: PostureRecord, at: datetime) -> PostureRecord:
    """Without what belongs to other days."""
    return PostureRecord(
        breaks=tuple(one for one in kept.breaks if abs(at - one.at) < _DAY),
        alerts=tuple(one for one in kept.alerts if abs(at - one.at) < _DAY),
        glasses=tuple(one for one in kept.glasses if abs(at - one.at) < _DAY),
    )


def break_kept(rise: Rise, here: Here, how: HowBreak, exercise: str = "") -> BreakKept:
    """A break as the record keeps it, by the wall clock."""
    return BreakKept(
        asked=rise.prompt.asked,
        start=here.wall(rise.start_s),
        end=here.wall(rise.end_s),
        how=how,
        exercise=exercise,
        snoozes=rise.prompt.snoozes,
    )


def taken(state: CompanionState, rise: Rise | None, here: Here, how: HowBreak, exercise: str = "") -> Stepped:
    """Keep a break that is over."""
    if rise is None:
        return state, ()
    hour = state.manners.hour
    state = replace(state, manners=replace(state.manners, hour=replace(hour, breaks=hour.breaks + 1)))
    return keep(state, break_kept(rise, here, how, exercise))


def settled(state: CompanionState, t_s: float) -> Stepped:
    """Take off the screen what no longer holds."""
    if mn.holds(state.manners, state.seen, t_s, asked=state.clock.stands):
        return state, ()
    return replace(state, manners=replace(state.manners, notice=None)), (Withdrawn(),)


def left(state: CompanionState, here: Here) -> Stepped:
    """Nobody is watched from the newest look on; what stood on the screen goes."""
    if not state.strip.watching and state.manners.notice is None:
        return state, ()
    clock, over = breaks.cut(breaks.hush(state.clock, here.t_s))
    state, kept = taken(replace(state, clock=clock, strip=st.cut(state.strip), seen=None), over, here, "chair")
    if state.manners.notice is None:
        return state, kept
    return replace(state, manners=replace(state.manners, notice=None)), (*kept, Withdrawn())


def unpaused(habits: Habits, state: CompanionState, t_s: float) -> CompanionState:
    """Go on. After a pause as long as the time to a break, what was before it is stale."""
    if state.pause is None:
        return state
    stale = t_s - state.pause.begun_s >= habits.break_min * 60
    return replace(state, pause=None, clock=breaks.fresh(state.clock) if stale else state.clock)
