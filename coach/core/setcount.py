"""How far a set is: repetitions, holds filled with seconds in good form, the person's corrections."""

from dataclasses import dataclass, field, replace
from typing import Final, Literal

from coach.core.body import Side
from coach.core.letup import LetupState
from coach.core.pace import LEAST_STEP_S, Pace, moment, step_began_s
from coach.core.report import Rep, Report
from coach.core.routine import Work

Kind = Literal[
    "entered", "started", "rep", "partial", "other_side", "halfway", "last_one", "hold_reached", "hold_filled",
    "ten_left", "five_left", "breathe", "set_done", "set_skipped", "stopped", "paused", "resumed",
    "rest_nearly_over", "added", "taken_off", "once_more", "step", "waiting", "eased", "easier", "undone",
]  # fmt: skip

BREATHE_EVERY_S: Final = 10.0
"""During a hold the voice reminds of breathing this often, seconds. Source: breath can't be seen, prompt instead."""

SPOKEN_HOLD_S: Final = 15.0
"""Holds of at least this length have their halfway and last seconds said, seconds; estimated."""

BREATHER_S: Final = 5.0
"""Where the clock counts holds it stands still so long between two of them, seconds; estimated."""

LEAST_HOLD_S: Final = 4.0
"""At the top of a repetition, holds of at least this length have their end said, seconds; estimated."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, for voice and record. `n` is a count or seconds."""

    kind: Kind
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a set is.

    Attributes:
        complete, partial, left, right: repetitions as the engine counted them (left, right: or holds filled on that
            side). corrected: sum of the person's own.
        hold_s: seconds in good form in the set so far. rep_hold_s: those of the hold under way.
        holds: in a hold exercise, holds filled; several efforts may fill one. slot_from_s: `hold_s` when the hold
            being filled began. between: a hold was filled, and the position has not been left yet.
        side: the side that holds, where holds are counted for each side. other_s: what the other side has of a hold.
        rested_s: by hand, seconds since then.
        paced_s: in a paced exercise, seconds the clock has led; `complete` are the cycles led to their end.
        pacing: it is leading now. unasked: it leads though the start position was never seen.
        letup: what tells that form is slipping.
    """

    complete: int = 0
    partial: int = 0
    left: int = 0
    right: int = 0
    corrected: int = 0
    hold_s: float = 0.0
    rep_hold_s: float = 0.0
    holds: int = 0
    slot_from_s: float = 0.0
    between: bool = False
    side: Side | None = None
    other_s: float = 0.0
    rested_s: float = 0.0
    paced_s: float = 0.0
    pacing: bool = False
    unasked: bool = False
    letup: LetupState = field(default_factory=LetupState)

    @property
    def slot_s(self) -> float:
        """Seconds in good form of the hold being filled."""
        return max(0.0, self.hold_s - self.slot_from_s)


def count(work: Work, done: Progress) -> int:
    """What the large number shows: repetitions (holds in a hold exercise) with corrections, never below 0."""
    # One side only: what could not be told apart is taken for that side.
    other = 0 if work.side is None else done.right if work.side == "left" else done.left
    return max(0, _all_done(work, done) - other + done.corrected)


def _all_done(work: Work, done: Progress) -> int:
    return done.holds if work.exercise.kind == "hold" else done.complete


def finished(work: Work, done: Progress) -> bool:
    """Whether the set's target is reached; each side its own where sides count."""
    if count(work, done) < work.total:
        return False
    if work.exercise.sides == "both" or work.side is not None:
        return True
    lacking = max(0, work.reps - done.left) + max(0, work.reps - done.right)
    # What could not be told apart, and what the person added, goes to the side that lacks it.
    return lacking <= max(0, _all_done(work, done) - done.left - done.right + done.corrected)


def take(work: Work, done: Progress, report: Report) -> tuple[Progress, tuple[Event, ...]]:
    """Take in a report of the set's engine; what is paced is not counted by it."""
    if work.exercise.kind == "paced":
        return done, ()
    if work.exercise.kind == "hold":
        if done.between and report.rep_hold_s <= 0:
            done = replace(done, between=False)
        if done.between:
            # Staying on after a hold is filled is no fault, but it fills no further one.
            return replace(done, hold_s=report.hold_s, slot_from_s=report.hold_s), ()
        return fill(work, _turned(work, done, report.side), report.hold_s)
    moved = replace(
        done,
        complete=report.counts.complete,
        partial=report.counts.partial,
        left=report.counts.left,
        right=report.counts.right,
        hold_s=report.hold_s,
        rep_hold_s=report.rep_hold_s,
    )
    events = [*_reps(work, done, moved, report)]
    if work.hold_s >= LEAST_HOLD_S and done.rep_hold_s < work.hold_s <= moved.rep_hold_s:
        events.append(Event("hold_reached", round(work.hold_s)))
    return moved, tuple(events)


def _reps(work: Work, before: Progress, now: Progress, report: Report) -> list[Event]:
    ended = [item for item in report.finished if isinstance(item, Rep)]
    events = [Event("partial", now.partial) for rep in ended if not rep.complete]
    if count(work, now) > count(work, before):
        events += [Event("rep", count(work, now)), *_milestones(work, count(work, now))]
    # Said to those who do one side first; whoever takes turns is one short at most, and knows.
    return events + _other_side(work, before, now, lacks=2)


def _other_side(work: Work, before: Progress, now: Progress, *, lacks: int) -> list[Event]:
    """One side has just done its share, and the other lacks so many or more."""
    if work.exercise.sides == "both" or work.side is not None:
        return []
    sides = ((before.left, now.left, now.right), (before.right, now.right, now.left))
    turns = [was < work.reps <= is_ and work.reps - other >= lacks for was, is_, other in sides]
    return [Event("other_side")] if any(turns) else []


def _milestones(work: Work, done: int) -> list[Event]:
    if done == work.total - 1 and work.total > 2:
        return [Event("last_one")]
    return [Event("halfway")] if work.total >= 6 and done == -(-work.total // 2) else []


def _turned(work: Work, done: Progress, side: Side | None) -> Progress:
    """The other side has begun to hold: each keeps the seconds it has of a hold."""
    if work.exercise.sides == "both" or side in (None, done.side):
        return done
    if done.side is None:
        return replace(done, side=side)
    return replace(done, side=side, slot_from_s=done.hold_s - done.other_s, other_s=done.slot_s)


def fill(work: Work, done: Progress, hold_s: float) -> tuple[Progress, tuple[Event, ...]]:
    """In a hold exercise: seconds in good form have grown to `hold_s`."""
    before_s, now = done.slot_s, replace(done, hold_s=max(hold_s, done.hold_s))
    events = [*_spoken(work.hold_s, before_s, now.slot_s)]
    if now.slot_s < work.hold_s or work.hold_s <= 0:
        return now, tuple(events)
    left, right = now.left + (now.side == "left"), now.right + (now.side == "right")
    now = replace(now, holds=now.holds + 1, left=left, right=right, slot_from_s=now.hold_s, between=True)
    return now, (*events, *_filled(work, done, now))


def _filled(work: Work, before: Progress, now: Progress) -> list[Event]:
    """A hold is filled; one of a side that was not asked for is let pass in silence."""
    if work.side is not None and now.side not in (None, work.side):
        return []
    by_clock = work.exercise.sides != "both" and work.side is None and now.side is None and now.holds == work.reps
    turn = [Event("other_side")] if by_clock else _other_side(work, before, now, lacks=1)
    return [Event("hold_filled", now.holds), *turn]


def lead(work: Work, done: Progress, dt_s: float, *, running: bool) -> tuple[Progress, tuple[Event, ...]]:
    """In a paced exercise: the clock leads from step to step, and counts the cycles it has led.

    Args:
        running: False while it stands still. When it goes on, the step it stood in begins anew.
    """
    pace = work.exercise.pace
    if pace is None or not running:
        return replace(done, pacing=False), ((Event("waiting"),) if done.pacing else ())
    if not done.pacing:
        began_s = step_began_s(pace, done.paced_s)
        return replace(done, pacing=True, paced_s=began_s), (Event("step", moment(pace, began_s).step),)
    # A window that hung for longer leads no step that nobody could hear.
    now = replace(done, paced_s=done.paced_s + min(dt_s, LEAST_STEP_S))
    return _led(work, pace, done, now)


def _led(work: Work, pace: Pace, before: Progress, now: Progress) -> tuple[Progress, tuple[Event, ...]]:
    was, is_ = moment(pace, before.paced_s), moment(pace, now.paced_s)
    events: list[Event] = []
    if is_.cycles > was.cycles:
        now = replace(now, complete=is_.cycles)
        events += [Event("rep", count(work, now)), *_milestones(work, count(work, now))]
    if (is_.cycles, is_.step) != (was.cycles, was.step) and not finished(work, now):
        events.append(Event("step", is_.step))
    return now, tuple(events)


def by_hand(work: Work, done: Progress, dt_s: float) -> tuple[Progress, tuple[Event, ...]]:
    """In a hold exercise without a camera: the clock counts, with a breather after each hold."""
    if not done.between:
        return fill(work, replace(done, rested_s=0.0), done.hold_s + dt_s)
    rested_s = done.rested_s + dt_s
    if rested_s < BREATHER_S:
        return replace(done, rested_s=rested_s), ()
    return replace(done, between=False), (Event("once_more"),)


def _spoken(hold_s: float, before_s: float, now_s: float) -> list[Event]:
    """What is said while a hold fills, by the seconds just passed."""

    def passed(mark_s: float) -> bool:
        return before_s < mark_s <= now_s

    if hold_s >= SPOKEN_HOLD_S:
        marks: tuple[tuple[float, Kind], ...] = ((hold_s / 2, "halfway"), (hold_s - 5, "five_left"))
        if hold_s >= 2 * SPOKEN_HOLD_S:
            marks = (*marks, (hold_s - 10, "ten_left"))
        for mark_s, kind in marks:
            if passed(mark_s):
                return [Event(kind)]
    times = int(now_s // BREATHE_EVERY_S)
    due = times >= 1 and passed(times * BREATHE_EVERY_S) and hold_s - now_s > 6
    return [Event("breathe")] if due else []
