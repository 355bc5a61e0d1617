"""The clock of sitting and the breaks: when one is asked for, put off, taken, missed."""

import math
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal

from coach.core.sitting.habits import Habits
from coach.core.sitting.look import State
from coach.core.sitting.record import BreakKept
from coach.core.sitting.strip import Span

BREAK_S: Final = 60.0
"""So long with the chair empty or the person standing, or in a guided move, is a break, seconds. estimated: the
shortest of the active breaks of one to three minutes (clinical.md 3.2). Lower it when real breaks are not credited."""

UNKNOWN_S: Final = 60.0
"""Unknown for less than this counts as what was before, seconds; agreed. Raise it when sitting in poor light is
lost."""

STALE_S: Final = 1800.0
"""After so long of not knowing, seconds, the clock begins anew, as after a long pause; estimated: a covered camera, a
dark room over lunch. Lower it when a break is asked for soon after a long absence in the dark."""

MOST_SNOOZES: Final = 2
"""So often a prompt can be put off (clinical.md 3.2)."""

FOLLOW_S: Final = 600.0
"""Sitting on for so long after the last prompt, seconds, is a break missed; estimated. It is asked for again after half
the usual time of sitting."""

WORTH_S: Final = 60.0
"""Getting up unasked is a break once one sat so long before, seconds; estimated: moving about the desk is none."""

_UP: Final[frozenset[State]] = frozenset({"standing", "away"})
_ROUNDING_S: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What was asked: when first (None: nothing is), how often put off, and when it is to be told again (inf: it
    stands as told), on the clock of the moments. `told_sat_s` is the sitting clock when it was told."""

    asked: datetime | None = None
    snoozes: int = 0
    again_s: float = math.inf
    told_sat_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """A break that was seen, from `start_s` to `end_s`; `prompt` is what it followed. `kept`: in the record already,
    or not worth it."""

    start_s: float
    end_s: float
    prompt: Prompt
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakClock:
    """Sitting since the last break.

    Attributes:
        sitting_s: added up, seconds.
        was: what the person was last known to do; "" for long unknown.
        unknown_s: unknown since then.
        up_s: up from the chair in the run under way, seconds seen; it began at `up_from_s`, was last seen at `up_to_s`.
        rise: that run, once it is a break.
        prompt: what is asked. missed_s: the sitting clock when the last prompt was missed, nan after a break.
        ended_s: when the last break ended.
    """

    sitting_s: float = 0.0
    was: Literal["", "sat", "up"] = ""
    unknown_s: float = 0.0
    up_s: float = 0.0
    up_from_s: float = math.nan
    up_to_s: float = math.nan
    rise: Rise | None = None
    prompt: Prompt = field(default_factory=Prompt)
    missed_s: float = math.nan
    ended_s: float = -math.inf

    @property
    def asked(self) -> bool:
        """Whether a break was asked for and neither taken nor missed; it may be put off."""
        return self.prompt.asked is not None

    @property
    def stands(self) -> bool:
        """Whether it was asked for, and is not put off."""
        return self.asked and math.isinf(self.prompt.again_s)

    @property
    def sits(self) -> bool:
        """Whether the person sits, or did before a short while of not knowing."""
        return self.was == "sat"


def advance(clock: BreakClock, span: Span) -> tuple[BreakClock, Rise | None]:
    """Let seconds of a state pass; with the break that is over by them, for the record."""
    if span.seconds < 0:
        return _take_back(clock, span), None
    if span.sits:
        return _sit(clock, span.seconds)
    return (_rise(clock, span), None) if span.state in _UP else _lose(clock, span.seconds)


def _take_back(clock: BreakClock, span: Span) -> BreakClock:
    if span.sits:
        return replace(clock, sitting_s=max(0.0, clock.sitting_s + span.seconds))
    if span.state in _UP:
        return replace(clock, up_s=max(0.0, clock.up_s + span.seconds), up_to_s=span.end_s + span.seconds)
    return replace(clock, unknown_s=max(0.0, clock.unknown_s + span.seconds))


def _sit(clock: BreakClock, seconds: float) -> tuple[BreakClock, Rise | None]:
    bridged_s = clock.unknown_s if clock.was == "sat" else 0.0
    clock, over = stop(fresh(clock) if clock.unknown_s >= STALE_S else clock)
    return replace(clock, sitting_s=clock.sitting_s + bridged_s + seconds, was="sat", unknown_s=0.0), over


def _rise(clock: BreakClock, span: Span) -> BreakClock:
    # A short while of not knowing ends no break, but is no part of the seconds that must be seen.
    from_s = clock.up_from_s if clock.up_s > 0 else span.end_s - span.seconds
    up_s = clock.up_s + span.seconds
    clock = replace(clock, was="up", unknown_s=0.0, up_s=up_s, up_from_s=from_s, up_to_s=span.end_s)
    if clock.rise is not None or up_s < BREAK_S - _ROUNDING_S:
        return clock
    worth = clock.asked or clock.sitting_s >= WORTH_S
    rise = Rise(start_s=from_s, end_s=span.end_s, prompt=clock.prompt, kept=not worth)
    return replace(fresh(clock), was="up", up_s=up_s, up_from_s=from_s, up_to_s=span.end_s, rise=rise)


def _lose(clock: BreakClock, seconds: float) -> tuple[BreakClock, Rise | None]:
    clock = replace(clock, unknown_s=clock.unknown_s + seconds)
    if clock.unknown_s < UNKNOWN_S:
        return clock, None
    clock, over = stop(clock)
    return replace(clock, was=""), over


def running(clock: BreakClock) -> Rise | None:
    """The break under way, for a record of now."""
    if clock.rise is None or clock.rise.kept:
        return None
    return replace(clock.rise, end_s=max(clock.rise.end_s, clock.up_to_s))


def stop(clock: BreakClock) -> tuple[BreakClock, Rise | None]:
    """The person is no longer seen up; with the break that is over by it."""
    if clock.up_s <= 0 and clock.rise is None:
        return clock, None
    over = running(clock)
    ended_s = clock.ended_s if over is None else over.end_s
    return replace(clock, up_s=0.0, up_from_s=math.nan, up_to_s=math.nan, rise=None, ended_s=ended_s), over


def cut(clock: BreakClock) -> tuple[BreakClock, Rise | None]:
    """Nobody watches from here on; with the break that is over by it."""
    clock, over = stop(clock)
    return replace(clock, was="", unknown_s=0.0), over


def fresh(clock: BreakClock) -> BreakClock:
    """The clock at nothing: a break was taken, or nobody was there for long."""
    return BreakClock(ended_s=clock.ended_s)


def next_s(habits: Habits, clock: BreakClock) -> float:
    """The sitting at which a break is asked for, seconds: the usual, or half of it more after a missed one."""
    usual_s = habits.break_min * 60.0
    return usual_s if math.isnan(clock.missed_s) else max(usual_s, clock.missed_s + usual_s / 2)


def due(habits: Habits, clock: BreakClock, t_s: float) -> bool:
    """Whether a prompt is to be told now: the time has come, or a snooze is over, and the person sits."""
    if not clock.sits:
        return False
    return t_s >= clock.prompt.again_s if clock.asked else clock.sitting_s >= next_s(habits, clock) - _ROUNDING_S


def left_s(habits: Habits, clock: BreakClock, t_s: float) -> float:
    """Seconds until a break is asked for; 0 when it is due."""
    if clock.asked:
        return 0.0 if clock.stands else max(0.0, clock.prompt.again_s - t_s)
    return max(0.0, next_s(habits, clock) - clock.sitting_s)


def tell(clock: BreakClock, at: datetime) -> BreakClock:
    """The prompt is told, for the first time or again."""
    asked = clock.prompt.asked or at
    prompt = Prompt(asked=asked, snoozes=clock.prompt.snoozes, told_sat_s=clock.sitting_s)
    return replace(clock, prompt=prompt)


def snooze(habits: Habits, clock: BreakClock, t_s: float) -> BreakClock:
    """Put off a prompt that stands, twice at most; else nothing changes."""
    if not clock.stands or clock.prompt.snoozes >= MOST_SNOOZES:
        return clock
    again_s = t_s + habits.snooze_min * 60.0
    return replace(clock, prompt=replace(clock.prompt, snoozes=clock.prompt.snoozes + 1, again_s=again_s))


def hush(clock: BreakClock, t_s: float) -> BreakClock:
    """Nobody is told anything for now (paused, locked): a prompt that stands is told again afterwards."""
    return replace(clock, prompt=replace(clock.prompt, again_s=t_s)) if clock.stands else clock


def excuse(clock: BreakClock, seconds: float) -> BreakClock:
    """Sitting in a call, or in quiet hours, misses no break."""
    prompt = clock.prompt
    return replace(clock, prompt=replace(prompt, told_sat_s=prompt.told_sat_s + seconds)) if clock.stands else clock


def miss(clock: BreakClock) -> tuple[BreakClock, BreakKept | None]:
    """Give up a prompt that was not followed for long; with what is kept of it, once."""
    if not clock.stands or clock.sitting_s - clock.prompt.told_sat_s < FOLLOW_S - _ROUNDING_S:
        return clock, None
    missed = BreakKept(asked=clock.prompt.asked, start=None, end=None, how="missed", snoozes=clock.prompt.snoozes)
    return replace(clock, prompt=Prompt(), missed_s=clock.sitting_s), missed


def move(clock: BreakClock, start_s: float, end_s: float) -> tuple[BreakClock, Rise | None]:
    """A guided move was seen: the clock begins anew. With the break, or None where the record has it already."""
    rise = clock.rise
    prompt = clock.prompt if rise is None else rise.prompt
    known = start_s < clock.ended_s + WORTH_S and clock.sitting_s < WORTH_S and prompt.asked is None
    start_s = start_s if rise is None else min(start_s, rise.start_s)
    taken = Rise(start_s=start_s, end_s=end_s, prompt=prompt)
    return replace(fresh(clock), was=clock.was, ended_s=end_s), None if known else taken


def say(clock: BreakClock, t_s: float) -> tuple[BreakClock, Rise | None]:
    """The person says that they moved. What the camera sees of it counts more; so does what it saw just before."""
    if clock.rise is not None or not (clock.asked or clock.sitting_s >= WORTH_S):
        return clock, None
    taken = Rise(start_s=t_s, end_s=t_s, prompt=clock.prompt)
    return replace(fresh(clock), was=clock.was, ended_s=t_s), taken
