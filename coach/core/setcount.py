"""How far a set is: repetitions, holds filled with seconds in good form, the person's corrections."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from coach.core.report import Rep, Report
from coach.core.routine import Work

Kind = Literal[
    "entered", "started", "rep", "partial", "other_side", "halfway", "last_one", "hold_reached", "hold_filled",
    "ten_left", "five_left", "breathe", "set_done", "set_skipped", "stopped", "paused", "resumed",
    "rest_nearly_over", "added", "taken_off", "once_more",
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
        complete, partial, left, right: repetitions as the engine counted them. corrected: sum of the person's own.
        hold_s: seconds in good form in the set so far. rep_hold_s: those of the hold under way.
        holds: in a hold exercise, holds filled; several efforts may fill one. slot_from_s: `hold_s` when the hold
            being filled began. between: a hold was filled, and the position has not been left yet.
        rested_s: by hand, seconds since then.
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
    rested_s: float = 0.0

    @property
    def slot_s(self) -> float:
        """Seconds in good form of the hold being filled."""
        return max(0.0, self.hold_s - self.slot_from_s)


def count(work: Work, done: Progress) -> int:
    """What the large number shows: repetitions (holds in a hold exercise) with corrections, never below 0."""
    if work.exercise.kind == "hold":
        return max(0, done.holds + done.corrected)
    # One side only: what could not be told apart is taken for that side.
    other = 0 if work.side is None else done.right if work.side == "left" else done.left
    return max(0, done.complete - other + done.corrected)


def finished(work: Work, done: Progress) -> bool:
    """Whether the set's target is reached; each side its own where sides count."""
    if count(work, done) < work.total:
        return False
    if work.exercise.kind == "hold" or work.exercise.sides == "both" or work.side is not None:
        return True
    lacking = max(0, work.reps - done.left) + max(0, work.reps - done.right)
    # What could not be told apart, and what the person added, goes to the side that lacks it.
    return lacking <= max(0, done.complete - done.left - done.right + done.corrected)


def take(work: Work, done: Progress, report: Report) -> tuple[Progress, tuple[Event, ...]]:
    """Take in a report of the set's engine."""
    if work.exercise.kind == "hold":
        if done.between and report.rep_hold_s <= 0:
            done = replace(done, between=False)
        if done.between:
            # Staying on after a hold is filled is no fault, but it fills no further one.
            return replace(done, hold_s=report.hold_s, slot_from_s=report.hold_s), ()
        return fill(work, done, report.hold_s)
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
    sided = work.exercise.sides != "both" and work.side is None
    for was, is_, other in ((before.left, now.left, now.right), (before.right, now.right, now.left)):
        if sided and was < work.reps <= is_ and other < work.reps:
            # Said to those who do one side first; whoever takes turns is one short at most, and knows.
            events += [Event("other_side")] if work.reps - other > 1 else []
    return events


def _milestones(work: Work, done: int) -> list[Event]:
    if done == work.total - 1 and work.total > 2:
        return [Event("last_one")]
    return [Event("halfway")] if work.total >= 6 and done == -(-work.total // 2) else []


def fill(work: Work, done: Progress, hold_s: float) -> tuple[Progress, tuple[Event, ...]]:
    """In a hold exercise: seconds in good form have grown to `hold_s`."""
    before_s, now = done.slot_s, replace(done, hold_s=max(hold_s, done.hold_s))
    events = [*_spoken(work.hold_s, before_s, now.slot_s)]
    if now.slot_s < work.hold_s or work.hold_s <= 0:
        return now, tuple(events)
    now = replace(now, holds=now.holds + 1, slot_from_s=now.hold_s, between=True)
    return now, (*events, Event("hold_filled", now.holds))


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
