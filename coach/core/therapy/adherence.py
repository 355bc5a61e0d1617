"""How much was done of what was asked: of a session, and of a week. Pure; days are the patient's own."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coach.core.therapy.practice import Assignment
from coach.core.therapy.results import ExerciseDone, SessionDone


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekDone:
    """A week, or the part of it that was looked at: its first and last day, sessions done and due. `share`: the mean of
    what was done in them of what was asked, 0..1, None where none tells."""

    first: date
    last: date
    done: int
    due: int
    share: float | None


def share_done(session: SessionDone) -> float | None:
    """How much was done of what was asked, 0..1: the mean of its exercises; None where it tells of none.

    What asks for holds is measured in seconds held in good form, what the clock led in sets, the rest in repetitions.
    More than was asked in one exercise makes up for nothing in another.
    """
    shares = [share for share in map(exercise_share, session.exercises) if share is not None]
    return sum(shares) / len(shares) if shares else None


def exercise_share(done: ExerciseDone) -> float | None:
    """How much of one exercise was done, 0..1, as `share_done`. None where nothing was asked, and for one that
    stands in for a harder one: that one tells how far it came."""
    if done.easier:
        return None
    found = (done.sets_done, done.sets_asked)
    if not done.paced and done.hold_asked_s > 0:
        return _ratio(done.hold_s, done.hold_asked_s)
    if not done.paced and done.asked > 0:
        found = (done.done, done.asked)
    return _ratio(*found)


def _ratio(done: float, asked: float) -> float | None:
    return max(0.0, min(1.0, done / asked)) if asked > 0 else None


def days_due(assignment: Assignment | None, since: date, until: date) -> int:
    """Days from `since` to `until`, both included, on which a routine is in force."""
    if assignment is None:
        return 0
    last = until if assignment.end is None else min(until, assignment.end)
    return max(0, (last - max(since, assignment.start)).days + 1)


def sessions_due(assignment: Assignment | None, since: date, until: date) -> int:
    """Sessions asked for from `since` to `until`, both included: days a week, of a part of a week a part of them."""
    if assignment is None:
        return 0
    return math.floor(days_due(assignment, since, until) * assignment.days_a_week / 7 + 0.5)


def adherence(
    sessions: Sequence[SessionDone], assignment: Assignment | None, since: date, until: date
) -> tuple[WeekDone, ...]:
    """What was done and due week by week (from Monday) from `since` to `until`, both included; empty weeks too."""
    weeks = []
    first = since
    while first <= until:
        last = min(until, first + timedelta(days=6 - first.weekday()))
        within = [one for one in sessions if first <= one.at.date() <= last]
        shares = [share for share in map(share_done, within) if share is not None]
        weeks.append(
            WeekDone(
                first=first,
                last=last,
                done=len(within),
                due=sessions_due(assignment, first, last),
                share=sum(shares) / len(shares) if shares else None,
            )
        )
        first = last + timedelta(days=1)
    return tuple(weeks)
