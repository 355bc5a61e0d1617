"""How much was done of what was asked: of a session, and week by week. The one place that reckons it: a patient's page,
the overview and the printed report tell the same. Pure; days are the patient's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol, TypeVar

from coach.core.therapy.results import ExerciseDone, SessionDone

WEEKS: Final = 12
"""Weeks that a page draws; more is history that reports and exports give. Estimated."""


class Asking(Protocol):
    """How often a routine is asked for, from when to when: what `Assigned`, `Assignment` and `Term` say."""

    @property
    def start(self) -> date: ...

    @property
    def end(self) -> date | None: ...

    @property
    def days_a_week(self) -> int: ...

    @property
    def sessions_a_day(self) -> int: ...


Given = TypeVar("Given", bound=Asking)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week, or the part of it that was looked at: its first and last day, sessions done and due."""

    first: date
    last: date
    done: int
    due: int

    @property
    def monday(self) -> date:
        """The Monday it began on."""
        return self.first - timedelta(days=self.first.weekday())


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


def in_force(given: Sequence[Given], day: date) -> Given | None:
    """The routine in force on a day: of those that had begun, the one given last; `given` newest first. One that is
    over brings back none before it."""
    begun = next((one for one in given if one.start <= day), None)
    return begun if begun is not None and (begun.end is None or day <= begun.end) else None


def sessions_due(given: Sequence[Asking], since: date, until: date) -> int:
    """Sessions asked for from `since` to `until`, both included, rounded; `given` newest first.

    Each day counts a seventh of what the routine in force on it asks for a week.
    """
    sevenths = 0
    for number in range((until - since).days + 1):
        asking = in_force(given, since + timedelta(days=number))
        sevenths += 0 if asking is None else asking.days_a_week * asking.sessions_a_day
    return (2 * sevenths + 7) // 14


def sessions_done(sessions: Sequence[SessionDone], since: date, until: date) -> int:
    """Sessions done from `since` to `until`, both included."""
    return sum(since <= one.at.date() <= until for one in sessions)


def adherence(sessions: Sequence[SessionDone], given: Sequence[Asking], since: date, until: date) -> tuple[Week, ...]:
    """What was done and due week by week (from Monday) from `since` to `until`, both included; empty weeks too."""
    weeks = []
    first = since
    while first <= until:
        last = min(until, first + timedelta(days=6 - first.weekday()))
        done, due = sessions_done(sessions, first, last), sessions_due(given, first, last)
        weeks.append(Week(first=first, last=last, done=done, due=due))
        first = last + timedelta(days=1)
    return tuple(weeks)


def last_weeks(sessions: Sequence[SessionDone], given: Sequence[Asking], today: date) -> tuple[Week, ...]:
    """The last weeks up to today, beginning with the first in which anything was done or due; at least one."""
    weeks = adherence(sessions, given, _first_of(today), today)
    begun = next((number for number, week in enumerate(weeks) if week.done or week.due), len(weeks) - 1)
    return weeks[begun:]


def lately(sessions: Sequence[SessionDone], today: date) -> list[SessionDone]:
    """The sessions (oldest first) of the last weeks; of somebody who stopped earlier, those of the weeks before the
    last one."""
    until = today
    if sessions and sessions[-1].at.date() < today - timedelta(weeks=WEEKS):
        until = sessions[-1].at.date()
    return [session for session in sessions if session.at.date() >= _first_of(until)]


def _first_of(until: date) -> date:
    return until - timedelta(days=until.weekday(), weeks=WEEKS - 1)
