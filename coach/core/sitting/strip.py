"""The last minutes as runs of states: looks lengthen them, and a state confirmed late takes back what was its own."""

import math
from dataclasses import dataclass, replace
from typing import Final

from coach.core.sitting.look import PRESENT, SEATED, Look, State

LONGEST_GAP_S: Final = 90.0
"""Seconds between two looks that still belong together: the state of the earlier one lasted until the later. estimated:
three glances of one each half minute. Beyond it nothing is counted. Lower it when absences between glances count as
sitting, raise it when a slow camera counts nothing."""

WINDOW_S: Final = 300.0
"""So much is remembered, seconds: an alert looks at the last five minutes (clinical.md 3.3, alert hygiene)."""

MOST_RUNS: Final = 300
"""Runs remembered at most: one a second for the window. Beyond it the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class Run:
    """A state from `start_s` to the start of the next run; None: nobody watched. `sits`: somebody sits, in a known
    posture or in an unknown one."""

    start_s: float
    state: State | None
    sits: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Seconds of a state that end at `end_s`; below 0 they are taken back: another state had begun already. `sits` as
    in `Run`."""

    state: State
    seconds: float
    end_s: float
    sits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """What is remembered.

    Attributes:
        runs: oldest first.
        upto_s: time of the newest look, seconds; nan before the first.
        firm_s: nothing before this changes any more.
        watching: a look may still belong to the one before.
    """

    runs: tuple[Run, ...] = ()
    upto_s: float = math.nan
    firm_s: float = -math.inf
    watching: bool = False

    @property
    def lasted_s(self) -> float:
        """For how long the newest state lasts, seconds; 0 while nobody watches."""
        return self.upto_s - self.runs[-1].start_s if self.watching else 0.0

    def recent_s(self, state: State) -> float:
        """Seconds in a state during the window before the newest look."""
        begins_s = self.upto_s - WINDOW_S
        return sum(max(0.0, end_s - max(start_s, begins_s)) for of, start_s, end_s in self.stretches if of == state)

    @property
    def stretches(self) -> list[tuple[State | None, float, float]]:
        """Each run as (state, start, end), seconds."""
        ends = [*(run.start_s for run in self.runs[1:]), self.upto_s]
        return [(run.state, run.start_s, end_s) for run, end_s in zip(self.runs, ends, strict=False)]


def sits(look: Look) -> bool:
    """Whether somebody is known to sit: a sitting state, or somebody there whose posture can't be judged."""
    return look.state in SEATED or (look.state == "unknown" and look.why in PRESENT)


def take(strip: Strip, look: Look) -> tuple[Strip, tuple[Span, ...]]:
    """Take in a look; one that is not newer than the last is no news."""
    t_s = look.t_s
    if t_s <= strip.upto_s:
        return strip, ()
    if not strip.watching or t_s - strip.upto_s > LONGEST_GAP_S:
        # What the first look finds may have begun long before: from here on it is known.
        begun = [*cut(strip).runs, Run(t_s, look.state, sits(look))]
        return Strip(runs=_pruned(begun, t_s - WINDOW_S), upto_s=t_s, firm_s=t_s, watching=True), ()
    last, on = strip.runs[-1], sits(look)
    if (look.state, on) == (last.state, last.sits):
        return replace(strip, upto_s=t_s), (Span(look.state, t_s - strip.upto_s, t_s, on),)
    # Only the reason of not knowing changed: since when it is so isn't told, so it is from here on.
    since_s = look.since_s if math.isfinite(look.since_s) and look.state != last.state else t_s
    return _change(strip, Run(min(max(since_s, strip.firm_s), t_s), look.state, on), t_s)


def _change(strip: Strip, new: Run, t_s: float) -> tuple[Strip, tuple[Span, ...]]:
    runs, spans, end_s, since_s = list(strip.runs), list[Span](), strip.upto_s, new.start_s
    while runs and end_s > since_s and (was := runs[-1].state) is not None:
        begin_s = max(runs[-1].start_s, since_s)
        spans.append(Span(was, begin_s - end_s, end_s, runs[-1].sits))
        end_s = begin_s
        if runs[-1].start_s >= since_s:
            runs.pop()
    before = runs[-1] if runs else Run(-math.inf, None)
    if before.state is not None and since_s > end_s:
        spans.append(Span(before.state, since_s - end_s, since_s, before.sits))
    if new.state is not None:
        spans.append(Span(new.state, t_s - since_s, t_s, new.sits))
    if (before.state, before.sits) != (new.state, new.sits):
        runs.append(new)
    return replace(strip, runs=_pruned(runs, t_s - WINDOW_S), upto_s=t_s), tuple(spans)


def _pruned(runs: list[Run], from_s: float) -> tuple[Run, ...]:
    """Without what ended before `from_s`."""
    first = sum(run.start_s <= from_s for run in runs[1:])
    return tuple(runs[first:][-MOST_RUNS:])


def cut(strip: Strip) -> Strip:
    """Nobody watches from the last look on: the next one begins anew."""
    if not strip.watching:
        return strip
    return replace(strip, runs=(*strip.runs, Run(strip.upto_s, None))[-MOST_RUNS:], watching=False)
