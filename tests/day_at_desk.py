"""A day at the desk, played fast: a script of what a person does, looks of it, and everything the companion made of it.

`played` takes any source of looks, oldest first, each with its time in seconds: a script, or a real stream.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Final

from coach.core.sitting import companion
from coach.core.sitting.companion import Command, CompanionState
from coach.core.sitting.events import Busy, Event, Kept, Moment, Notice
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import SEATED, Look, State
from coach.core.sitting.record import AlertGiven, BreakKept, GlassDrunk, PostureMinute, PostureRecord

NINE: Final = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=1)))
"""A Monday morning."""

CONFIRM_S: Final = 1.2
"""A state is believed so late, seconds, as in `core.sitting.watch`."""


@dataclass(frozen=True, slots=True)
class Part:
    """A state for so many seconds; `restless_s`: a change of posture that often (inf: none)."""

    state: State
    seconds: float
    restless_s: float = 240.0


Script = Sequence[Part]


def scripted(script: Script, every_s: float = 5.0, start_s: float = 0.0) -> Iterator[tuple[float, Look]]:
    """Looks of a script, one each `every_s` seconds: each state is known `CONFIRM_S` late, and tells since when."""
    starts_s = [start_s]
    for part in script:
        starts_s.append(starts_s[-1] + part.seconds)
    known, shifts, shifted_s, number = 0, 0, start_s, 0
    while (t_s := start_s + number * every_s) <= starts_s[-1] + 1e-9:
        number += 1
        while known + 1 < len(script) and starts_s[known + 1] + CONFIRM_S <= t_s:
            known += 1
            shifts, shifted_s = shifts + 1, starts_s[known]
        part = script[known]
        here = part.state in SEATED or part.state == "standing"
        if here and t_s - shifted_s >= part.restless_s:
            shifts, shifted_s = shifts + 1, t_s
        still_s = t_s - shifted_s if here else 0.0
        yield t_s, Look(t_s, part.state, starts_s[known], view="front", shifts=shifts, still_s=still_s)


def truth(script: Script) -> dict[State, float]:
    """Seconds by state, as scripted."""
    found: dict[State, float] = {}
    for part in script:
        found[part.state] = found.get(part.state, 0.0) + part.seconds
    return found


@dataclass(slots=True)
class Played:
    """What came of it; not frozen, as it fills.

    Attributes:
        told: notices and when, seconds. kept: the record.
        sizes: bytes of the pickled state, once an hour of looks.
    """

    state: CompanionState = field(default_factory=CompanionState)
    events: list[tuple[float, Event]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    last: Moment | None = None

    @property
    def told(self) -> list[tuple[float, Notice]]:
        return [(t_s, event) for t_s, event in self.events if isinstance(event, Notice)]

    def kinds(self) -> list[tuple[int, str]]:
        """Notices as (whole seconds, kind)."""
        return [(round(t_s), notice.kind) for t_s, notice in self.told]

    @property
    def kept(self) -> PostureRecord:
        entries = [event.entry for _, event in self.events if isinstance(event, Kept)]
        return PostureRecord(
            minutes=tuple(one for one in entries if isinstance(one, PostureMinute)),
            breaks=tuple(one for one in entries if isinstance(one, BreakKept)),
            alerts=tuple(one for one in entries if isinstance(one, AlertGiven)),
            glasses=tuple(one for one in entries if isinstance(one, GlassDrunk)),
        )

    def seconds(self) -> dict[State, float]:
        """Seconds by state in the minutes kept."""
        found: dict[State, float] = {}
        for minute in self.kept.minutes:
            for state, seconds in minute.seconds.items():
                found[state] = found.get(state, 0.0) + seconds
        return found


def wall(t_s: float) -> datetime:
    """A wall clock that goes as it should: nine o'clock at 0 s."""
    return NINE + timedelta(seconds=t_s)


def never(_t_s: float) -> Busy:
    """Nobody is ever busy."""
    return Busy()


def played(
    looks: Iterable[tuple[float, Look | None]],
    habits: Habits | None = None,
    *,
    commands: Mapping[float, Command] | None = None,
    busy: Callable[[float], Busy] = never,
    now: Callable[[float], datetime] = wall,
    state: CompanionState | None = None,
    end: bool = True,
) -> Played:
    """Play looks (None: a moment without one) through the companion. A command comes at the first moment at or after
    its time; `end` writes what is left."""
    habits = habits or Habits()
    result = Played(state=state or CompanionState())
    asked = sorted((commands or {}).items())
    for number, (t_s, look) in enumerate(looks):
        moment = Moment(t_s=t_s, now=now(t_s), look=look, busy=busy(t_s))
        result.state, events = companion.step(habits, result.state, moment)
        result.events += [(t_s, event) for event in events]
        while asked and asked[0][0] <= t_s:
            result.state, events = companion.command(habits, result.state, asked.pop(0)[1], moment)
            result.events += [(t_s, event) for event in events]
        if number % 1800 == 0:
            result.sizes.append(len(pickle.dumps(result.state)))
        result.last = moment
    if end and result.last is not None:
        result.state, events = companion.finish(result.state, result.last)
        result.events += [(result.last.t_s, event) for event in events]
    return result


def minutes(number: float) -> float:
    """Minutes in seconds."""
    return number * 60.0


def obedient_day(hours: float = 8.0) -> list[Part]:
    """Sits for half an hour and a bit, gets up for two minutes, slumps and leans now and then, stands after lunch."""
    script: list[Part] = []
    round_no = 0
    while sum(part.seconds for part in script) < hours * 3600 - 1:
        if round_no == 7:
            script += [Part("away", minutes(30)), Part("standing", minutes(40))]
        left_s = hours * 3600 - sum(part.seconds for part in script)
        fault: State = ("slump", "lean_left", "forward_head", "too_close")[round_no % 4]
        one = [Part("upright", 1200.4), Part(fault, 400.2), Part("unknown", 20.4), Part("upright", 219)]
        for part in (*one, Part("away", 120)):
            part_s = min(part.seconds, left_s)
            left_s -= part_s
            script += [Part(part.state, part_s)] if part_s > 0 else []
        round_no += 1
    return script
