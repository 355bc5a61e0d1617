"""What a person can ask of the companion, and how it does it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from coach.core.sitting import breaks
from coach.core.sitting.companion_state import CompanionState, Stepped, here_of, keep, left, settled, taken, unpaused
from coach.core.sitting.events import Moment
from coach.core.sitting.habits import Habits
from coach.core.sitting.minutes import Here
from coach.core.sitting.pausing import pause
from coach.core.sitting.record import GlassDrunk


@dataclass(frozen=True, slots=True)
class Snooze:
    """Put off the break that is asked for."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Watch nobody until then (aware local time); None goes on now."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Drank:
    """A glass of water was drunk."""


@dataclass(frozen=True, slots=True)
class MoveSeen:
    """A guided move ended just now after so many seconds; `seen`: the camera really saw it."""

    exercise: str
    seconds: float
    seen: bool


@dataclass(frozen=True, slots=True)
class SaidMoved:
    """The person says that they moved."""


Command = Snooze | Pause | Drank | MoveSeen | SaidMoved


def command(habits: Habits, state: CompanionState, asked: Command, moment: Moment) -> Stepped:
    """Do what the person asks; what makes no sense now does nothing."""
    here = here_of(moment)
    state, done = _do(habits, state, asked, here)
    state, gone = settled(state, here.t_s)
    return state, (*done, *gone)


def _do(habits: Habits, state: CompanionState, asked: Command, here: Here) -> Stepped:
    match asked:
        case Snooze():
            stepped: Stepped = replace(state, clock=breaks.snooze(habits, state.clock, here.t_s)), ()
        case Pause(until=until):
            stepped = _pause(habits, state, until, here)
        case Drank():
            stepped = keep(state, GlassDrunk(at=here.at))
        case MoveSeen():
            stepped = _moved(state, asked, here)
        case SaidMoved():
            clock, rise = breaks.say(state.clock, here.t_s)
            stepped = taken(replace(state, clock=clock), rise, here, "said")
        case _:
            assert_never(asked)
    return stepped


def _pause(habits: Habits, state: CompanionState, until: datetime | None, here: Here) -> Stepped:
    state = unpaused(habits, state, here.t_s)
    begun = None if until is None else pause(until, here.t_s, here.at)
    return (state, ()) if begun is None else left(replace(state, pause=begun), here)


def _moved(state: CompanionState, move: MoveSeen, here: Here) -> Stepped:
    """A guided move counts when it was really seen, and was as long as a break."""
    if not move.seen or move.seconds < breaks.BREAK_S:
        return state, ()
    clock, rise = breaks.move(state.clock, here.t_s - move.seconds, here.t_s)
    return taken(replace(state, clock=clock), rise, here, "move", move.exercise)
