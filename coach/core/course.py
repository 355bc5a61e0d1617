"""Where a session stands, and how it goes from stage to stage: every set is booked once, in order. Pure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from coach.core import setcount
from coach.core.history import SetEnd, StopReason
from coach.core.routine import Work
from coach.core.setcount import Event, Progress
from coach.core.spec import Exercise

Stage = Literal["check", "intro", "doing", "rest", "stopped", "over"]
"""check: camera assistant. intro: shown how, and get into position. doing: the set. rest: after it. stopped: STOP was
pressed, why? over: summary."""

PauseKind = Literal["", "asked", "away", "gap", "camera"]
"""Why it stands still: not at all, the person asked, left the picture, an hour is missing, no pictures come."""


EASED_REST_S: Final = 30.0
"""After a set that was ended because form slipped there is a rest of at least this length, seconds; estimated: time
to read the offer and to choose. Raise it where people miss the offer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Easing:
    """A set that was ended because form slipped, kept so that it can be taken up again.

    Attributes:
        index, progress: of that set, as it stood. sets: the sets as planned before.
        offer: the easier exercise, or None where there is none. taken: the person chose it.
    """

    index: int
    progress: Progress
    sets: tuple[Work, ...]
    offer: Exercise | None
    taken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where the session stands. Begins as `State(sets=works(...))`, with `stage="intro"` where there is no camera.

    Attributes:
        index: of the set under way, or of the next one during a rest.
        stage_s: seconds in this stage, pauses left out. left_s: seconds of rest left.
        armed_s: how long the start position has been held. unseen_s, seen_s: how long nobody / somebody was seen.
        seen_t_s: source time of the last report.
        ends: how each set so far ended, in order of `sets`.
        stopped_in: the stage in which STOP was pressed last. reason: why, once told.
        easier: the easier exercise of each, by id, to offer when form slips.
        easing: the set that was ended for that, or None; it happens once in a session.
        lets_up: a set is ended when form slips for good; a therapist may have said otherwise.
    """

    sets: tuple[Work, ...]
    index: int = 0
    stage: Stage = "check"
    stage_s: float = 0.0
    left_s: float = 0.0
    pause: PauseKind = ""
    progress: Progress = field(default_factory=Progress)
    armed_s: float = 0.0
    unseen_s: float = 0.0
    seen_s: float = 0.0
    seen_t_s: float = math.nan
    ends: tuple[SetEnd, ...] = ()
    stopped_in: Stage = "doing"
    reason: StopReason | None = None
    easier: Mapping[str, Exercise] = field(default_factory=dict)
    easing: Easing | None = None
    lets_up: bool = True

    @property
    def over(self) -> bool:
        """Whether no set is left."""
        return self.index >= len(self.sets)

    @property
    def offered(self) -> Easing | None:
        """The set that was just eased off, in the rest after it."""
        easing = self.easing
        return easing if easing and self.stage == "rest" and self.index == easing.index + 1 else None

    @property
    def work(self) -> Work:
        """The set under way, or the next one."""
        return self.sets[min(self.index, len(self.sets) - 1)]

    @property
    def first(self) -> bool:
        """Whether this is the first set of its exercise."""
        return self.work.set_no == 1

    @property
    def count(self) -> int:
        """What the large number shows."""
        return setcount.count(self.work, self.progress)


Moved = tuple[State, tuple[Event, ...]]


def enter(state: State, stage: Stage) -> Moved:
    """Go to a stage; what ran in the one before ends with it."""
    fresh = Progress() if stage == "intro" else state.progress
    state = replace(state, stage=stage, stage_s=0.0, left_s=0.0, pause="", progress=fresh, armed_s=0.0, unseen_s=0.0)
    return state, (Event("entered"),)


def go_on(state: State) -> Moved:
    """From a rest to the next introduction, or to the end."""
    return enter(state, "over" if state.over else "intro")


def end_set(state: State, end: SetEnd) -> Moved:
    """Book the set and go to the rest after it, or to the end."""
    ended = Event("set_done" if end == "done" else "set_skipped", state.count)
    state, entered = _book(state, 1, end, state.work.rest_s)
    return state, (ended, *entered)


def leave_item(state: State, end: SetEnd) -> Moved:
    """End the set under way and leave out the rest of its exercise."""
    begun, ended = state.stage == "doing", Event("set_skipped", state.count)
    state, entered = _book(state, _left(state), end, state.work.rest_s if begun else 0.0)
    return state, (ended, *entered) if begun else entered


def skip(state: State) -> Moved:
    """Leave out what is about to begin: before its first set the whole exercise, later that set alone."""
    if state.stage != "intro":
        return state, ()
    state, entered = _book(state, _left(state) if state.first else 1, "skipped", 0.0)
    return state, (Event("set_skipped"), *entered)


def _left(state: State) -> int:
    """Sets of the exercise that are not booked yet."""
    return sum(work.item == state.work.item for work in state.sets[state.index :])


def _book(state: State, sets: int, end: SetEnd, rest_s: float) -> Moved:
    """Book so many sets, and go to the rest, the next introduction, or the end."""
    state = replace(state, index=state.index + sets, ends=(*state.ends, *(end,) * sets))
    if state.over:
        return enter(state, "over")
    state, entered = enter(state, "rest" if rest_s > 0 else "intro")
    return replace(state, left_s=rest_s), entered


def finish(state: State) -> Moved:
    """End the session; what is left was not done."""
    return _book(state, len(state.sets) - state.index, "stopped" if state.stage == "stopped" else "abandoned", 0.0)
