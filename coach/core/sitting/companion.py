"""The companion at the desk: looks and wall clock in, things to tell and to keep out. Joins breaks, manners, minutes.

One `step` a moment, one `command` for each thing the person does; `finish` before the program ends; `resumed` goes on
after a restart. Time is measured with `Moment.t_s` only: the wall clock names minutes and says when it is quiet.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from coach.core.sitting import breaks, manners as mn, minutes as mi, strip as st, words
from coach.core.sitting.breaks import BreakClock, Rise
from coach.core.sitting.companion_commands import (
    Command,
    Drank,
    MoveSeen,
    Pause,
    SaidMoved,
    Snooze,
    command,
)
from coach.core.sitting.companion_state import (
    MOST_KEPT,
    CompanionState,
    Stepped,
    break_kept,
    here_of,
    keep,
    left,
    settled,
    taken,
    unpaused,
)
from coach.core.sitting.day import Day, day_of
from coach.core.sitting.events import Busy, Event, Kept, Moment, Notice
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import SEATED, Look
from coach.core.sitting.manners import Choice
from coach.core.sitting.minutes import Here
from coach.core.sitting.pausing import Quiet, quiet_of
from coach.core.sitting.record import AlertGiven, PostureMinute, PostureRecord
from coach.core.sitting.strip import LONGEST_GAP_S

__all__ = [
    "Command",
    "CompanionState",
    "Drank",
    "MoveSeen",
    "Pause",
    "SaidMoved",
    "Snooze",
    "Status",
    "command",
    "finish",
    "resumed",
    "status",
    "step",
    "today",
]

RESTART_S: Final = 300.0
"""After a restart the sitting clock goes on where no more than this was unwatched, seconds; estimated: a crash, not a
walk."""

_MINUTE: Final = timedelta(minutes=1)
_UP_S: Final = 59.0
"""A minute up from the chair, but for what rounding took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The companion at this moment; the words are those of `coach.ui.watch.Now`."""

    sitting_s: float
    break_in_s: float
    break_due: bool
    snoozes_left: int
    quiet: Quiet
    paused_until: datetime | None
    notice: Notice | None


def step(habits: Habits, state: CompanionState, moment: Moment) -> Stepped:
    """Let time pass, with a new look or without. Looks are taken in once each, in their order; they may be older than
    the moment.

    Raises:
        ValueError: the moment lies before the last one.
    """
    here, busy = here_of(moment), moment.busy
    if here.t_s < state.t_s:
        raise ValueError(f"time went backwards: {state.t_s} s, then {here.t_s} s")
    slept = here.t_s - state.t_s > LONGEST_GAP_S
    # What was seen before a sleep is counted before a look begins the strip anew.
    state, early = _write(state, here) if slept else (state, ())
    state, gone = _unwatched(habits, replace(state, t_s=here.t_s), here, busy, slept=slept)
    seen: tuple[Event, ...] = ()
    if moment.look is not None and state.pause is None and not busy.locked:
        state, seen = _see(habits, state, moment.look, here, busy)
    state, written = _write(state, here)
    state, said = _speak(habits, state, here, moment)
    return state, (*early, *gone, *seen, *written, *said)


def finish(state: CompanionState, moment: Moment) -> Stepped:
    """Hand out what is not in the record yet, as the program ends. A step afterwards goes on from there."""
    here = here_of(moment)
    state, gone = left(state, here)
    ledger, counted = mi.count(state.ledger, state.strip, state.strip.upto_s, here, side=state.side)
    ledger, closed = mi.close(ledger)
    return replace(state, ledger=ledger), (*gone, *(Kept(entry=minute) for minute in (*counted, *closed)))


def status(habits: Habits, state: CompanionState, moment: Moment) -> Status:
    """What a page shows of the companion."""
    here, clock = here_of(moment), state.clock
    return Status(
        sitting_s=clock.sitting_s,
        break_in_s=breaks.left_s(habits, clock, here.t_s),
        break_due=clock.stands,
        snoozes_left=breaks.MOST_SNOOZES - clock.prompt.snoozes,
        quiet=quiet_of(habits, here.at, moment.busy, paused=state.pause is not None),
        paused_until=None if state.pause is None else state.pause.ends(here.t_s, here.at),
        notice=state.manners.notice,
    )


def today(state: CompanionState, moment: Moment) -> Day:
    """The local day so far, up to the newest look; a break under way is in it."""
    here = here_of(moment)
    ledger, _ = mi.count(state.ledger, state.strip, state.strip.upto_s, here, side=state.side)
    under_way = breaks.running(state.clock)
    more = () if under_way is None else (break_kept(under_way, here, "chair"),)
    return day_of(replace(state.kept, minutes=ledger.minutes, breaks=(*state.kept.breaks, *more)), here.at.date())


def resumed(record: PostureRecord, moment: Moment) -> CompanionState:
    """Go on after a restart, from what was kept of this day: the day so far, water, and the sitting clock."""
    here = here_of(moment)
    alerted_s = max((_then_s(one.at, here) for one in record.alerts), default=-math.inf)
    return CompanionState(
        t_s=here.t_s,
        ledger=mi.of(record.minutes),
        clock=_clock_of(record, here),
        manners=mn.Manners(told_s=alerted_s, alerted_s=alerted_s),
        kept=PostureRecord(
            breaks=record.breaks[-MOST_KEPT:], alerts=record.alerts[-MOST_KEPT:], glasses=record.glasses[-MOST_KEPT:]
        ),
    )


def _then_s(at: datetime, here: Here) -> float:
    """A wall time on the clock that measures; never in the future, whatever the wall clock did."""
    return here.t_s - max(0.0, (here.at - at).total_seconds())


def _clock_of(record: PostureRecord, here: Here) -> BreakClock:
    """The sitting clock as the record tells it."""
    done = max((one.end for one in record.breaks if one.end is not None), default=None)
    missed = [one.asked for one in record.breaks if one.how == "missed" and one.asked is not None]
    asked = max((one for one in missed if done is None or one > done), default=None)
    rows = [row for row in record.minutes if done is None or row.at + _MINUTE > done]
    sat = _since_break(rows, here.at)
    clock = BreakClock(sitting_s=math.fsum(_sat_s(row) for row in sat))
    if asked is not None:
        before_s = math.fsum(_sat_s(row) for row in sat if row.at < asked)
        clock = replace(clock, missed_s=min(clock.sitting_s, before_s + breaks.FOLLOW_S))
    return clock if done is None else replace(clock, ended_s=_then_s(done, here))


def _since_break(rows: Sequence[PostureMinute], at: datetime) -> list[PostureMinute]:
    """The minutes since the last full minute up from the chair, or the last time that nobody watched for long."""
    found: list[PostureMinute] = []
    for row in sorted(rows, key=lambda one: one.at):
        if found and _unwatched_s(found[-1], row.at) > RESTART_S:
            found = []
        found = [] if row.seconds.get("away", 0.0) + row.seconds.get("standing", 0.0) >= _UP_S else [*found, row]
    return [] if found and _unwatched_s(found[-1], at) > RESTART_S else found


def _unwatched_s(before: PostureMinute, at: datetime) -> float:
    return (at - before.at - _MINUTE).total_seconds()


def _sat_s(row: PostureMinute) -> float:
    return math.fsum(seconds for state, seconds in row.seconds.items() if state in SEATED) + row.untold_s


def _unwatched(habits: Habits, state: CompanionState, here: Here, busy: Busy, *, slept: bool) -> Stepped:
    """Follow pause, lock and sleep: nobody is watched through them, and after a lock or a sleep the clock of sitting
    begins anew, as nobody sat here (estimated, as the first posture watch did it)."""
    if state.pause is not None and state.pause.over(here.t_s, here.at):
        state = unpaused(habits, state, here.t_s)
    since_s = here.t_s if math.isnan(state.locked_s) else state.locked_s
    if busy.locked == math.isnan(state.locked_s):
        state = replace(state, locked_s=since_s if busy.locked else math.nan)
    events: tuple[Event, ...] = ()
    if slept or busy.locked or state.pause is not None:
        state, events = left(state, here)
    if slept or (busy.locked and here.t_s - since_s >= breaks.BREAK_S):
        state = replace(state, clock=breaks.fresh(state.clock))
    return state, events


def _see(habits: Habits, state: CompanionState, look: Look, here: Here, busy: Busy) -> Stepped:
    if look.t_s <= state.strip.upto_s:
        return state, ()
    strip, spans = st.take(state.strip, look)
    clock, events, sat_s = state.clock, list[Event](), state.clock.sitting_s
    ended: list[Rise | None] = []
    if not spans:
        # The first look, or the first after a while without any.
        clock, over = breaks.cut(clock)
        ended.append(over)
    for span in spans:
        clock, over = breaks.advance(clock, span)
        ended.append(over)
    for rise in ended:
        state, kept = taken(state, rise, here, "chair")
        events += kept
    if quiet_of(habits, here.at, busy, paused=False):
        clock = breaks.excuse(clock, max(0.0, clock.sitting_s - sat_s))
    shifts = look.shifts - state.shifts if look.shifts >= state.shifts else look.shifts
    seen = mn.glance(look)
    state = replace(
        state,
        strip=strip,
        clock=clock,
        seen=seen,
        side=look.view == "side",
        shifts=look.shifts,
        manners=mn.see(state.manners, seen, spans, shifts),
        ledger=replace(state.ledger, shifts=state.ledger.shifts + shifts) if shifts else state.ledger,
    )
    return state, tuple(events)


def _write(state: CompanionState, here: Here) -> Stepped:
    """Count what will not change any more into minutes."""
    to_s = min(state.strip.upto_s, here.t_s - mi.SETTLE_S)
    lump = to_s - state.ledger.firm_s >= mi.LUMP_S or state.ledger.firm_s < to_s == state.strip.upto_s
    if not lump:
        if not mi.idle(state.ledger, here.t_s):
            return state, ()
        ledger, kept = mi.close(state.ledger)
        return replace(state, ledger=ledger), tuple(Kept(entry=minute) for minute in kept)
    ledger, kept = mi.count(state.ledger, state.strip, to_s, here, side=state.side)
    strip = replace(state.strip, firm_s=max(state.strip.firm_s, to_s))
    return replace(state, ledger=ledger, strip=strip), tuple(Kept(entry=minute) for minute in kept)


def _speak(habits: Habits, state: CompanionState, here: Here, moment: Moment) -> Stepped:
    """Take back what no longer holds, and tell what is most important, if this is a time to tell anything."""
    clock, missed = breaks.miss(state.clock)
    state, events = keep(replace(state, clock=clock), missed) if missed is not None else (state, ())
    state, gone = settled(state, here.t_s)
    busy = moment.busy
    if busy.locked or quiet_of(habits, here.at, busy, paused=state.pause is not None):
        return state, (*events, *gone)
    choice = _choice(habits, state, here, moment.due)
    if choice is None:
        turned = mn.turn_hour(state.manners)
        return state if turned is state.manners else replace(state, manners=turned), (*events, *gone)
    if choice.notice.kind == "break":
        state = replace(state, clock=breaks.tell(state.clock, here.at))
    state = replace(state, manners=mn.told(state.manners, choice, state.seen, here.t_s, here.at.date()))
    alert: tuple[Event, ...] = ()
    if choice.alert is not None:
        state, alert = keep(state, AlertGiven(at=here.at, kind=choice.alert))
    return state, (*events, *gone, choice.notice, *alert)


def _choice(habits: Habits, state: CompanionState, here: Here, due: Notice | None) -> Choice | None:
    """What to tell now: a break first; while one is asked for, nothing else but that the camera was moved."""
    clock, seen = state.clock, state.seen
    fresh = seen is not None and here.t_s - seen.t_s <= LONGEST_GAP_S
    if fresh and breaks.due(habits, clock, here.t_s):
        drunk = sum(one.at.date() == here.at.date() for one in state.kept.glasses)
        water = words.water_words(drunk, habits.glasses)
        return Choice(words.break_notice(clock.sitting_s, clock.prompt.snoozes, breaks.MOST_SNOOZES, water))
    if clock.asked and not (seen is not None and seen.moved):
        return None
    planned = mn.plan(state.manners, due, seen, here.t_s, here.at.date())
    return planned or mn.choose(habits, state.manners, state.strip, seen, here.t_s, sitting_s=clock.sitting_s)
