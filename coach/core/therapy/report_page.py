"""One page for a patient's file: what was asked for and what was done, as facts. Values and words, no verdict. Pure."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from coach.core.care.doctor_words import Section, day_words
from coach.core.routine import Routine
from coach.core.spec import Exercise
from coach.core.therapy.adherence import Asking, Week, adherence
from coach.core.therapy.report_rows import Row, rows_of
from coach.core.therapy.results import PlanChange, Results, SafetyTold, SessionDone
from coach.core.therapy.results_words import HOW, REASONS, WHAT

TITLE: Final = "Exercise report"
FOOT: Final = (
    "Angles are estimates from video, within about 10 degrees. What the camera did not see is not counted.",
    "Made with Backcoach, an exercise and posture coach. It is not a medical device, and nothing here is a finding.",
)
MOST_WEEKS: Final = 53
"""Weeks that are drawn; older ones are left out, which is said."""

_ENDED: Final = {"ended_early": "ended early", "stopped": "stopped", "broken_off": "broken off"}
_SAFETY: Final = {
    "soon": "an answer that asks to see somebody soon",
    "emergency": "an answer that asks for help at once",
    "checked": "says that they have been checked since",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """Whose page it is: the therapist's reference, a name or "", and the therapist's name or ""."""

    reference: str
    name: str = ""
    therapist: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pain:
    """Pain 0..10 of a session: before, after, on the next day; None where it was not told."""

    at: datetime
    before: float | None
    after: float | None
    next_day: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """Everything on the page. `seen`: mean share 0..1 of the time in which somebody was seen; None without sessions.

    `sections` are the lines of what is told in words, the newest first.
    """

    made: datetime
    patient: Patient
    routine: str
    version: int
    since: date
    until: date
    sessions: int
    due: int
    minutes: float
    weeks: tuple[Week, ...]
    weeks_left_out: int
    rows: tuple[Row, ...]
    pains: tuple[Pain, ...]
    seen: float | None
    sections: tuple[Section, ...]
    versions: str


def report_page(
    patient: Patient,
    routine: Routine | None,
    found: Sequence[Results],
    at: datetime,
    *,
    notes: Sequence[tuple[datetime, str]] = (),
    exercises: Mapping[str, Exercise] | None = None,
    given: Sequence[Asking] = (),
    since: date | None = None,
) -> ReportPage:
    """The page as of the aware local time `at`.

    Args:
        routine: the one in force, None without. found: what was delivered. notes: the therapist's, when and what.
        given: every routine given, newest first; by default that one. since: by default the first day of all this.
    """
    sessions = sessions_of(found, since)
    assigned = routine.assigned if routine else None
    asked = given or ([assigned] if assigned else [])
    first = since or min((*(one.at.date() for one in sessions), *(one.start for one in asked), at.date()))
    weeks = adherence(sessions, asked, first, at.date())
    return ReportPage(
        made=at,
        patient=patient,
        routine=routine.name if routine else next((one.routine_name for one in reversed(sessions)), ""),
        version=assigned.version if assigned else 0,
        since=first,
        until=at.date(),
        sessions=len(sessions),
        due=sum(week.due for week in weeks),
        minutes=sum(one.minutes for one in sessions),
        weeks=weeks[-MOST_WEEKS:],
        weeks_left_out=max(0, len(weeks) - MOST_WEEKS),
        rows=rows_of(sessions, routine, exercises or {}),
        pains=tuple(_pain(one) for one in sessions),
        seen=statistics.fmean(one.seen for one in sessions) if sessions else None,
        sections=_sections(sessions, found, notes, first, exercises or {}),
        versions=_versions(found),
    )


def sessions_of(found: Iterable[Results], since: date | None = None) -> list[SessionDone]:
    """Every session once, oldest first."""
    known = {session.session: session for one in found for session in one.sessions}
    told = [session for session in known.values() if since is None or session.at.date() >= since]
    return sorted(told, key=lambda session: session.at)


def by_week(pains: Sequence[Pain]) -> tuple[Pain, ...]:
    """The mean of each week's scores, as a pain of its first session."""
    weeks = groupby(pains, key=lambda one: one.at.date() - timedelta(days=one.at.weekday()))
    return tuple(_mean(list(held)) for _, held in weeks)


def _mean(week: Sequence[Pain]) -> Pain:
    def mean(scores: Iterable[float | None]) -> float | None:
        told = [score for score in scores if score is not None]
        return statistics.fmean(told) if told else None

    return Pain(
        at=week[0].at,
        before=mean(one.before for one in week),
        after=mean(one.after for one in week),
        next_day=mean(one.next_day for one in week),
    )


def _pain(one: SessionDone) -> Pain:
    return Pain(at=one.at, before=one.pain_before, after=one.pain_after, next_day=one.pain_next_day)


def _sections(
    sessions: Sequence[SessionDone],
    found: Sequence[Results],
    notes: Sequence[tuple[datetime, str]],
    first: date,
    exercises: Mapping[str, Exercise],
) -> tuple[Section, ...]:
    """What is told in words, the newest first; one without anything says so, so that nobody wonders."""
    stops = [_stop(one) for one in reversed(sessions) if one.ended != "complete"]
    told = {(one.at, one.outcome): one for results in found for one in results.safety if one.at.date() >= first}
    safety = [_safety(one) for one in sorted(told.values(), key=lambda one: one.at, reverse=True)]
    steps = {(one.at, one.exercise, one.what): one for results in found for one in results.changes}
    changes = [_change(one, exercises) for one in sorted(steps.values(), key=lambda one: one.at, reverse=True)]
    written = [f"{_day(at)}: {text}" for at, text in sorted(notes, key=lambda note: note[0], reverse=True)]
    empty = "None in this time."
    return (
        Section(title="Sessions that did not go to the end", lines=tuple(stops) or (empty,)),
        Section(title="Safety questions", lines=tuple(safety) or ("None answered with yes in this time.",)),
        Section(title="Changes of the routine", lines=tuple(changes) or (empty,)),
        Section(title="The therapist's notes", lines=tuple(written) or ("None.",)),
    )


def _day(at: datetime) -> str:
    return f"{day_words(at)}\u00a0{at.year}"


def _stop(one: SessionDone) -> str:
    reason = f", {REASONS[one.stop_reason]}" if one.stop_reason else ""
    where = next((done.name for done in one.exercises if done.stop_reason), "")
    pain = f"; pain then {one.pain_stop} of 10" if one.pain_stop is not None else ""
    return f"{_day(one.at)}: {_ENDED[one.ended]}{f' in {where}' if where else ''}{reason}{pain}."


def _safety(one: SafetyTold) -> str:
    return f"{_day(one.at)}: {_SAFETY[one.outcome]}."


def _change(one: PlanChange, exercises: Mapping[str, Exercise]) -> str:
    exercise = exercises.get(one.exercise)
    name = exercise.name if exercise else one.exercise
    what, how = WHAT.get(one.what, one.what), HOW.get(one.how, one.how)
    return f"{_day(one.at)}: {name}: {what} from {one.before} to {one.after}, {how}."


def _versions(found: Sequence[Results]) -> str:
    newest = max(found, key=lambda one: one.made_at, default=None)
    return "; ".join(f"{name} {version}" for name, version in newest.versions.items()) if newest else ""


def by_month(weeks: Sequence[Week]) -> list[tuple[date, int]]:
    """Months of the weeks with the number of the first week in each: where names stand below."""
    numbered = list(enumerate(weeks))
    groups = groupby(numbered, key=lambda one: (one[1].monday.year, one[1].monday.month))
    return [(first[1].monday, first[0]) for first in (next(iter(held)) for _, held in groups)]
