"""The course of a session: which set, which stage, paused or not. Pure; reports, time and commands come in."""

import math
from dataclasses import replace
from typing import Final, Literal

from coach.core import easing, letup, setcount
from coach.core.course import (
    Moved,
    State,
    end_set,
    enter,
    finish,
    go_on,
    leave_item,
    skip,
)
from coach.core.history import StopReason
from coach.core.report import Report
from coach.core.setcount import Event, Progress

Command = Literal["pause", "next", "extend", "plus", "minus", "stop", "skip", "on", "end", "easier", "undo"]
"""pause: pause or go on. next: whatever comes next. skip: leave out what is introduced. on: after a stop, go on with
the next exercise. end: finish. easier: after a set that was eased off, take the easier exercise, or not after all.
undo: go on with that set."""

START_HELD_S: Final = 2.0
"""The start position must be kept so long before a set starts by itself, seconds; agreed for hands-free use."""

AWAY_S: Final = 3.0
"""Nobody seen for so long pauses a set, seconds; estimated. Raise it when flicker pauses sets."""

BACK_S: Final = 1.0
"""Somebody seen again for so long ends that pause, seconds; estimated."""

LONGEST_STEP_S: Final = 1.0
"""Two reports further apart than this (a pause, a camera that was gone) count as so much time, seconds; estimated: a
camera of one picture a second still starts a set."""

GAP_S: Final = 30.0
"""Time passed unseen (lid closed, machine asleep) beyond this pauses the session, seconds; estimated."""

UNASKED_S: Final = 10.0
"""Started by hand, a paced exercise waits so long for its start position, then leads all the same, seconds;
estimated: whoever the camera can't make out must be able to do it too. Raise it for people who lie down slowly."""

EXTEND_S: Final = 15.0
LONGEST_REST_S: Final = 600.0
"""Seconds that one press adds to a rest, and the longest rest they add up to."""

NEARLY_S: Final = 8.0
"""So long before the end of a rest the voice says so, seconds; estimated."""


def watch(state: State, report: Report) -> Moved:
    """Take in what the engine says of the set; only introduction and set listen."""
    dt_s = report.t_s - state.seen_t_s
    # A source that began anew counts its time from its own start.
    dt_s = min(dt_s, LONGEST_STEP_S) if math.isfinite(dt_s) and dt_s > 0 else 0.0
    here = report.phase != "away"
    state = replace(
        state,
        seen_t_s=report.t_s,
        unseen_s=0.0 if here else state.unseen_s + dt_s,
        seen_s=state.seen_s + dt_s if here else 0.0,
        armed_s=state.armed_s + dt_s if report.armed else 0.0,
    )
    if state.stage not in ("intro", "doing"):
        return state, ()
    state, noticed = _presence(state)
    if state.pause in ("asked", "gap", "camera"):
        return state, noticed
    progress, counted = setcount.take(state.work, state.progress, report)
    state = replace(state, progress=progress)
    if state.stage == "intro" and _has_begun(state, counted):
        # Whoever has begun has begun, also while the introduction is still being said; what was done is kept.
        state, started = _start(state)
        counted = (*started, *counted)
    elif state.stage == "intro":
        # Somebody who listens moves about: nothing is said of that.
        counted = ()
    state, ended = _end_if_finished(state)
    state, eased = _ease_if_slipping(state, report)
    return state, (*noticed, *counted, *ended, *eased)


def wait(state: State, dt_s: float, *, talking: bool = False, by_hand: bool = False) -> Moved:
    """Let time pass, seconds of the session's own clock.

    Args:
        talking: the introduction is still being said; a set does not start under it.
        by_hand: there is no camera, so the clock of a hold, and of what is paced, runs by itself in the set.
    """
    if dt_s > GAP_S and state.stage in ("intro", "doing", "rest") and not state.pause:
        return replace(state, pause="gap"), (Event("paused"),)
    if state.pause:
        return state, ()
    state = replace(state, stage_s=state.stage_s + dt_s)
    if state.stage == "intro":
        return _start_if_held(state, talking=talking)
    if state.stage == "doing":
        return _by_clock(state, dt_s, by_hand=by_hand)
    return _rest(state, dt_s) if state.stage == "rest" else (state, ())


def command(state: State, asked: Command, reason: StopReason | None = None) -> Moved:
    """Do what the person asks; what makes no sense now does nothing. `reason` says why it was stopped."""
    if asked in ("plus", "minus"):
        return _correct(state, 1 if asked == "plus" else -1)
    if asked == "extend" and state.stage == "rest":
        return replace(state, left_s=min(LONGEST_REST_S, state.left_s + EXTEND_S)), ()
    if asked == "end" and state.stage == "over":
        return state, ()
    moves = {
        "pause": _toggle, "stop": _stop, "next": _next, "skip": skip, "on": _on, "end": finish,
        "easier": easing.swap, "undo": easing.undo,
    }  # fmt: skip
    if reason is not None and state.stage == "stopped":
        state = replace(state, reason=reason)
    return moves[asked](state) if asked in moves else (state, ())


def _ease_if_slipping(state: State, report: Report) -> Moved:
    """End the set when form slips for good; at most once in a session, and never while it stands still."""
    if state.stage != "doing" or state.pause or state.easing is not None or not state.lets_up:
        return state, ()
    held_s = 0.0 if state.progress.between else state.progress.slot_s
    spans = (held_s, state.stage_s)
    known, slipping = letup.step(state.work.exercise, state.progress.letup, report, spans)
    state = replace(state, progress=replace(state.progress, letup=known))
    return easing.ease(state) if slipping else (state, ())


def lose_camera(state: State) -> Moved:
    """No pictures come any more: a set stands still."""
    if state.stage in ("intro", "doing") and state.pause in ("", "away"):
        return replace(state, pause="camera"), (Event("paused"),)
    return state, ()


def regain_camera(state: State) -> Moved:
    """Pictures come again: what stood still for them goes on."""
    return _go_on(state) if state.pause == "camera" else (state, ())


def footage_ended(state: State) -> Moved:
    """The recording that shows this exercise has ended, and with it every set of the exercise that is left."""
    return leave_item(state, "source_ended") if state.stage in ("intro", "doing") else (state, ())


def _has_begun(state: State, counted: tuple[Event, ...]) -> bool:
    held_s = max(state.progress.rep_hold_s, state.progress.slot_s)
    return held_s >= START_HELD_S or any(event.kind in ("rep", "hold_reached", "hold_filled") for event in counted)


def _presence(state: State) -> Moved:
    if state.stage == "doing" and not state.pause and state.unseen_s >= AWAY_S:
        return replace(state, pause="away"), (Event("paused"),)
    return _go_on(state) if state.pause == "away" and state.seen_s >= BACK_S else (state, ())


def _go_on(state: State) -> Moved:
    # Time that passed in the pause is no time seen, unseen or in position.
    was_away, done = state.pause == "away", replace(state.progress, pacing=False)
    state = replace(state, pause="", armed_s=0.0, unseen_s=0.0, seen_t_s=math.nan, progress=done)
    return state, (Event("resumed", int(was_away)),)


def _toggle(state: State) -> Moved:
    if state.pause:
        return _go_on(state)
    if state.stage in ("intro", "doing", "rest"):
        return replace(state, pause="asked"), (Event("paused"),)
    return state, ()


def _start(state: State) -> Moved:
    return replace(state, stage="doing", stage_s=0.0, unseen_s=0.0), (Event("started"),)


def _start_if_held(state: State, *, talking: bool) -> Moved:
    if talking or state.armed_s < START_HELD_S:
        return state, ()
    started, events = _start(state)
    ended, more = _end_if_finished(started)
    return ended, (*events, *more)


def _end_if_finished(state: State) -> Moved:
    if state.stage != "doing" or state.pause or not setcount.finished(state.work, state.progress):
        return state, ()
    return end_set(state, "done")


def _stop(state: State) -> Moved:
    if state.stage not in ("intro", "doing", "rest", "check"):
        return state, ()
    entered, _ = enter(replace(state, reason=None, stopped_in=state.stage), "stopped")
    return entered, (Event("stopped", state.count),)


def _on(state: State) -> Moved:
    """After a stop: what is left of the exercise that was stopped is left out, and the next begins."""
    if state.stage != "stopped":
        return state, ()
    return leave_item(state, "stopped") if state.stopped_in in ("intro", "doing") else go_on(state)


def _next(state: State) -> Moved:
    if state.pause and state.stage != "rest":
        state = replace(state, pause="")
    if state.stage == "check":
        return enter(state, "intro")
    if state.stage == "intro":
        return _start(state)
    if state.stage == "doing":
        return end_set(state, "skipped")
    return go_on(state) if state.stage == "rest" else (state, ())


def _correct(state: State, by: int) -> Moved:
    if state.stage != "doing" or (by < 0 and state.count == 0):
        return state, ()
    state = replace(state, progress=replace(state.progress, corrected=state.progress.corrected + by))
    corrected = Event("added" if by > 0 else "taken_off", state.count)
    state, ended = _end_if_finished(state)
    return state, (corrected, *ended)


def _rest(state: State, dt_s: float) -> Moved:
    before_s, left_s = state.left_s, max(0.0, state.left_s - dt_s)
    state = replace(state, left_s=left_s)
    if left_s <= 0:
        return go_on(state)
    return state, ((Event("rest_nearly_over"),) if before_s > NEARLY_S >= left_s else ())


def _by_clock(state: State, dt_s: float, *, by_hand: bool) -> Moved:
    """What the clock itself moves on: a hold without a camera, and what is paced."""
    kind = state.work.exercise.kind
    if kind == "paced":
        progress, events = _paced(state, dt_s, by_hand=by_hand)
    elif kind == "hold" and by_hand:
        progress, events = setcount.by_hand(state.work, state.progress, dt_s)
    else:
        return _end_if_finished(state)
    state, ended = _end_if_finished(replace(state, progress=progress))
    return state, (*events, *ended)


def _paced(state: State, dt_s: float, *, by_hand: bool) -> tuple[Progress, tuple[Event, ...]]:
    """The clock leads while the start position is seen, and without asking where it can't be."""
    done, seen = state.progress, state.armed_s > 0
    given_up = done.unasked or (done.paced_s == 0 and not done.pacing and state.stage_s >= UNASKED_S)
    done = replace(done, unasked=given_up and not seen)
    return setcount.lead(state.work, done, dt_s, running=by_hand or seen or done.unasked)
