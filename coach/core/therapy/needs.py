"""Why a patient asks for a look, and who comes first in the overview. Pure."""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, get_args

from coach.core.therapy.adherence import in_force, sessions_done, sessions_due, share_done
from coach.core.therapy.assigned import PAIN_CEILING, Stop
from coach.core.therapy.practice import Assignment, Need, NeedKind, Recent, Standing
from coach.core.therapy.results import SessionDone

ENOUGH: Final = 0.6
"""Share of what was asked below which a session is under-performed. Estimated: in back-care programmes done at home 70
to 90 % is kept up (EXAS, clinical.md 5.2); lower it where people are named who do well, raise it where slips hide."""

RUNNING: Final = 3
"""Under-performed sessions running that ask for a look. Source: clinical.md 5.2, dashboard minimum."""

SILENT_DAYS: Final = 3
"""Whole days without a session that ask for a look. Source: clinical.md 5.2, dashboard minimum."""

LOOK_BACK: Final = timedelta(days=14)
"""How long a session's trouble asks for a look, and what the overview counts; estimated. Shorter forgets before a
therapist who works two days a week has seen it, longer keeps the overview full of what is over."""

PAIN_UP: Final = Stop().pain_up
"""Points by which pain must rise. Source: `Stop`."""

AHEAD: Final = timedelta(days=1)
"""By how much a patient's clock may be ahead; estimated. A session later than that tells nothing of now."""

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_RANK: Final = {kind: rank for rank, kind in enumerate(get_args(NeedKind))}


def needs(recent: Recent, now: datetime) -> tuple[Need, ...]:
    """Why a patient asks for a look, most pressing first.

    What a session tells counts for `LOOK_BACK` (that several were under-performed as long as they are in `recent`), and
    only since the newest routine was given: whoever gave it had looked.
    A session later than `now` (a clock that is wrong) tells nothing. Days are those of the wall: the patient's for a
    session, the practice's for `now`.
    """
    sessions = _past(recent, now)
    current = [one for one in sessions if recent.assignment is None or one.at >= _minute(recent.assignment.at)]
    earliest = now - LOOK_BACK
    lately = [one for one in current if one.at > earliest]
    found = (
        _safety(recent),
        _last(lately, _stopped),
        _last(lately, _pain_up),
        _newer(_last(lately, lambda one: _pain_high(one, recent.assignment)), _went_on(recent, now)),
        _under_performed(current, recent),
        _no_session(sessions, recent, now),
        _review(recent.assignment, now.date()),
    )
    return tuple(need for need in found if need is not None)


def first_day(now: datetime) -> date:
    """The day since which the overview asks for sessions (`Records.recent`)."""
    return now.date() - LOOK_BACK


def standings(recents: Iterable[Recent], now: datetime) -> list[Standing]:
    """Patients for the overview: the most pressing need first, of alike ones the longest waiting, then by name."""
    found = [_standing(recent, now) for recent in recents]
    return sorted(found, key=_place)


def _standing(recent: Recent, now: datetime) -> Standing:
    sessions = _past(recent, now)
    since = now.date() - LOOK_BACK + timedelta(days=1)
    return Standing(
        patient=recent.patient,
        therapist_name=recent.therapist_name,
        assignment=recent.assignment,
        needs=needs(recent, now),
        last=sessions[-1].at if sessions else _not_ahead(recent.last, now),
        done=sessions_done(sessions, since, now.date()),
        due=sessions_due(recent.given, since, now.date()),
        pain=next((pain for one in reversed(sessions) if (pain := _told(one)) is not None), None),
    )


def _place(standing: Standing) -> tuple[int, date, str, str]:
    first = standing.needs[0] if standing.needs else None
    rank = len(_RANK) if first is None else _RANK[first.kind]
    return rank, date.max if first is None else _day(first.since), standing.patient.name.casefold(), standing.patient.id


def _minute(at: datetime) -> datetime:
    """Sessions are told to the minute: one that began just after the routine was given is not before it."""
    return at.replace(second=0, microsecond=0)


def _day(at: datetime | date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _told(session: SessionDone) -> int | None:
    return session.pain_after if session.pain_after is not None else session.pain_before


def _past(recent: Recent, now: datetime) -> list[SessionDone]:
    """Sessions up to now, oldest first."""
    latest = now + AHEAD
    return sorted((one for one in recent.sessions if one.at <= latest), key=lambda one: one.at)


def _not_ahead(at: datetime | None, now: datetime) -> datetime | None:
    return at if at is not None and at <= now + AHEAD else None


def _last(sessions: Sequence[SessionDone], look: Callable[[SessionDone], Need | None]) -> Need | None:
    """What the newest session with such a trouble tells."""
    return next((need for one in reversed(sessions) if (need := look(one)) is not None), None)


def _safety(recent: Recent) -> Need | None:
    told = sorted(recent.safety)
    checked = max((at for at, outcome in told if outcome == "checked"), default=None)
    waiting = [(at, outcome) for at, outcome in told if checked is None or at > checked]
    if not waiting:
        return None
    urgent = any(outcome == "emergency" for _, outcome in waiting)
    advice = "get help at once" if urgent else "see somebody soon"
    first = waiting[0][0]
    text = f"Answered a safety question with yes on {_said(first)} and was told to {advice}."
    return Need(kind="safety", text=text, since=first)


def _stopped(session: SessionDone) -> Need | None:
    if session.stop_reason != "pain":
        return None
    score = "" if session.pain_stop is None else f" of {session.pain_stop}"
    text = f"Stopped for pain{score} in the session of {_said(session.at)}."
    return Need(kind="stopped_for_pain", text=text, since=session.at)


def _pain_up(session: SessionDone) -> Need | None:
    before = session.pain_before
    ends = ((session.pain_after, "after"), (session.pain_next_day, "the morning after"))
    for score, when in ends:
        if before is not None and score is not None and score - before >= PAIN_UP:
            text = f"Pain was {before} before the session of {_said(session.at)} and {score} {when}."
            return Need(kind="pain_up", text=text, since=session.at)
    return None


def _pain_high(session: SessionDone, assignment: Assignment | None) -> Need | None:
    ceiling = PAIN_CEILING if assignment is None else assignment.pain_ceiling
    told = (session.pain_before, session.pain_stop, session.pain_after, session.pain_next_day)
    worst = max((score for score in told if score is not None), default=0)
    if worst <= ceiling:
        return None
    text = f"Pain was {worst} around the session of {_said(session.at)}; the ceiling is {ceiling}."
    return Need(kind="pain_high", text=text, since=session.at)


def _went_on(recent: Recent, now: datetime) -> Need | None:
    """Going on above the ceiling, as the newest answer of these weeks tells it."""
    given = recent.assignment.at if recent.assignment is not None else now - LOOK_BACK
    told = [one for one in recent.ceiling_answers if max(given, now - LOOK_BACK) <= one.at <= now + AHEAD]
    newest = max((one for one in told if one.how == "went_on"), key=lambda one: one.at, default=None)
    if newest is None:
        return None
    text = f"Went on at pain {newest.pain} on {_said(newest.at)}; the ceiling is {newest.ceiling}."
    return Need(kind="pain_high", text=text, since=newest.at)


def _newer(one: Need | None, other: Need | None) -> Need | None:
    """What is told of what began last."""
    found = [need for need in (one, other) if need is not None]
    return max(found, key=lambda need: need.since, default=None)


def _under_performed(sessions: Sequence[SessionDone], recent: Recent) -> Need | None:
    running: list[tuple[datetime, float]] = []
    for session in reversed(sessions):
        known = session.session in recent.shares
        share = recent.shares[session.session] if known else share_done(session)
        if share is None or share >= ENOUGH:
            break
        running.append((session.at, share))
    if len(running) < RUNNING:
        return None
    told = ", ".join(f"{math.floor(100 * share)} %" for _, share in reversed(running[:RUNNING]))
    text = f"Did less than {100 * ENOUGH:.0f} % of what was asked, {len(running)} sessions running (lately {told})."
    return Need(kind="under_performed", text=text, since=running[-1][0])


def silence_days(days_a_week: int) -> int:
    """Whole days without a session that are too many.

    Three, and for a routine of fewer than three days a week one round of its own: with two days a week, evenly apart,
    there are up to three whole days between sessions though none is missed, so four; with one day a week seven.
    """
    return max(SILENT_DAYS, math.ceil(7 / days_a_week))


def _no_session(sessions: Sequence[SessionDone], recent: Recent, now: datetime) -> Need | None:
    today = now.date()
    asking = in_force(recent.given, today)
    if asking is None:
        return None
    at = sessions[-1].at if sessions else _not_ahead(recent.last, now)
    last = None if at is None else at.date()
    # The first day counts as a day without one, the day of a session does not.
    quiet_since = asking.start if last is None else max(asking.start, last + timedelta(days=1))
    days = (today - quiet_since).days
    if days < silence_days(asking.days_a_week):
        return None
    whole = f"{days} whole days"
    text = f"No session for {whole}: the last one was on {_said(last)}." if last else f"No session yet, for {whole}."
    return Need(kind="no_session", text=text, since=quiet_since)


def _review(assignment: Assignment | None, today: date) -> Need | None:
    if assignment is None or assignment.review is None or assignment.review > today:
        return None
    due = "is due today" if assignment.review == today else f"has been due since {_said(assignment.review)}"
    return Need(kind="review", text=f"The review of the routine {due}.", since=assignment.review)


def _said(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"
