"""Who asks for a look and why: tables of sessions and moments, over week ends, clock changes and wrong clocks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from coach.core.therapy.needs import needs, silence_days, standings
from coach.core.therapy.practice import Assignment, Recent
from coach.core.therapy.results import CeilingTold, SessionDone
from tests.clinic_samples import BRIDGE, FIRST, GIVEN, MIRA, OMAR

BERLIN: Final = ZoneInfo("Europe/Berlin")
"""Its clocks go forward on Sunday 29 March 2026, back on Sunday 25 October."""

NOW: Final = datetime(2026, 3, 31, 8, tzinfo=BERLIN)
"""A Tuesday, two days after the clocks went forward."""

WELL: Final = replace(
    FIRST, ended="complete", pain_before=3, pain_after=3, pain_stop=None, stop_reason=None, exercises=()
)
ROUTINE: Final = replace(GIVEN, at=datetime(2026, 3, 2, 10, tzinfo=BERLIN), start=date(2026, 3, 2), review=None)


def session(days_ago: float, **more: Any) -> SessionDone:
    return replace(WELL, session=f"s{days_ago}", at=NOW - timedelta(days=days_ago), **more)


def recent(*sessions: SessionDone, assignment: Assignment | None = ROUTINE, **more: Any) -> Recent:
    last = max((one.at for one in sessions), default=None)
    fields: dict[str, Any] = {"patient": MIRA, "therapist_name": "Anna", "safety": (), "last": last} | more
    return Recent(sessions=sessions, assignment=assignment, **fields)


def share(part: float) -> dict[str, Any]:
    return {"exercises": (replace(BRIDGE, correct=round(20 * part), faulty=0, corrected=0),)}


YESTERDAY: Final = NOW - timedelta(days=1)
ANSWER: Final = CeilingTold(at=YESTERDAY, pain=7, ceiling=5, how="went_on")


@pytest.mark.parametrize(
    ("of", "kinds"),
    [
        (recent(session(1)), []),
        # Pain: two points, to the end or to the next morning; one point or a fall is none.
        (recent(session(1, pain_after=5)), ["pain_up"]),
        (recent(session(1, pain_after=4)), []),
        (recent(session(1, pain_after=3, pain_next_day=5)), ["pain_up"]),
        (recent(session(1, pain_before=None, pain_after=5)), []),
        (recent(session(1, pain_before=5, pain_after=2)), []),
        # Above the ceiling: 5, or the routine's own.
        (recent(session(1, pain_before=6, pain_after=6)), ["pain_high"]),
        (recent(session(1, pain_before=5, pain_after=5)), []),
        (recent(session(1, pain_before=4, pain_after=4), assignment=replace(ROUTINE, pain_ceiling=3)), ["pain_high"]),
        (recent(session(1, pain_before=6, pain_after=6), assignment=None), ["pain_high"]),
        # Going on above the ceiling is one, waiting is none.
        (recent(session(1), ceiling_answers=(ANSWER,)), ["pain_high"]),
        (recent(session(1), ceiling_answers=(replace(ANSWER, how="waited"),)), []),
        (recent(session(1), ceiling_answers=(replace(ANSWER, at=NOW - timedelta(days=20)),)), []),
        (recent(session(1, stop_reason="pain")), ["stopped_for_pain"]),
        (recent(session(1, stop_reason="tired")), []),
        (
            recent(session(1, stop_reason="pain", pain_before=5, pain_stop=8, pain_after=7)),
            ["stopped_for_pain", "pain_up", "pain_high"],
        ),
        # What lies too far back, or before the routine that is in force, asks no more.
        (recent(session(15, pain_after=5), session(1)), []),
        (recent(session(3, pain_after=5), session(1), assignment=replace(ROUTINE, at=NOW - timedelta(days=2))), []),
        # Sessions are told to the minute: in the minute in which the routine was given, one is not before it.
        (
            recent(session(1, pain_after=9), assignment=replace(ROUTINE, at=NOW - timedelta(days=1, seconds=-30))),
            ["pain_up", "pain_high"],
        ),
        # Under-performed: three running, and the newest three.
        (recent(*(session(n, **share(0.5)) for n in (5, 3, 1))), ["under_performed"]),
        (recent(*(session(n, **share(0.6)) for n in (5, 3, 1))), []),
        (recent(*(session(n, **share(0.5)) for n in (3, 1))), []),
        (recent(*(session(n, **share(0.5)) for n in (7, 5, 3)), session(1, **share(1))), []),
        (recent(*(session(n, **share(0.5)) for n in (7, 5, 3)), session(1)), []),
        (recent(*(session(n) for n in (5, 3, 1)), shares={f"s{n}": 0.2 for n in (5, 3, 1)}), ["under_performed"]),
        # Safety answers, until somebody has been checked.
        (recent(session(1), safety=((YESTERDAY, "soon"),)), ["safety"]),
        (recent(session(1), safety=((YESTERDAY, "soon"), (NOW, "checked"))), []),
        (recent(session(1), safety=((YESTERDAY, "checked"), (NOW, "emergency"))), ["safety"]),
        (recent(session(1), safety=((YESTERDAY - timedelta(days=90), "soon"),)), ["safety"]),
        # The review.
        (recent(session(1), assignment=replace(ROUTINE, review=date(2026, 3, 31))), ["review"]),
        (recent(session(1), assignment=replace(ROUTINE, review=date(2026, 4, 1))), []),
        # A clock that is wrong breaks nothing, and is no session of now.
        (recent(session(1), session(-400, pain_after=9)), []),
        (recent(session(-400)), ["no_session"]),
        (recent(session(-0.5)), []),
    ],
)
def test_what_asks_for_a_look(of: Recent, kinds: Sequence[str]) -> None:
    assert [need.kind for need in needs(of, NOW)] == kinds


@pytest.mark.parametrize(
    ("days_a_week", "last", "today", "asks"),
    [
        # Friday, then nothing until Monday: the gap of every week. By Tuesday Monday was missed, whatever clocks do.
        (3, date(2026, 3, 27), date(2026, 3, 30), False),
        (3, date(2026, 3, 27), date(2026, 3, 31), True),
        (3, date(2026, 10, 23), date(2026, 10, 26), False),
        (3, date(2026, 10, 23), date(2026, 10, 27), True),
        (7, date(2026, 3, 27), date(2026, 3, 30), False),
        (7, date(2026, 3, 27), date(2026, 3, 31), True),
        # Two days a week, evenly: Thursday to Monday is no miss.
        (2, date(2026, 3, 26), date(2026, 3, 30), False),
        (2, date(2026, 3, 26), date(2026, 3, 31), True),
        (1, date(2026, 3, 24), date(2026, 3, 31), False),
        (1, date(2026, 3, 23), date(2026, 3, 31), True),
    ],
)
def test_silence_is_counted_in_whole_days(days_a_week: int, last: date, today: date, asks: bool) -> None:
    at = datetime(last.year, last.month, last.day, 23, 59, tzinfo=BERLIN)
    now = datetime(today.year, today.month, today.day, 0, 1, tzinfo=BERLIN)
    found = needs(recent(replace(WELL, at=at), assignment=replace(ROUTINE, days_a_week=days_a_week)), now)
    assert [need.since for need in found if need.kind == "no_session"] == [last + timedelta(days=1)] * asks


@pytest.mark.parametrize(
    ("start", "end", "asks"),
    [
        (date(2026, 3, 28), None, True),
        (date(2026, 3, 29), None, False),
        (date(2026, 4, 7), None, False),
        (date(2026, 3, 2), date(2026, 3, 30), False),
        (date(2026, 3, 2), date(2026, 3, 31), True),
    ],
)
def test_silence_counts_only_while_a_routine_is_in_force(start: date, end: date | None, asks: bool) -> None:
    found = needs(recent(assignment=replace(ROUTINE, start=start, end=end)), NOW)
    assert [need.kind for need in found] == ["no_session"] * asks
    assert needs(recent(assignment=None), NOW) == ()


def test_an_older_last_session_counts_too() -> None:
    found = needs(recent(last=NOW - timedelta(days=40)), NOW)
    assert [need.text for need in found] == ["No session for 29 whole days: the last one was on 19 February."]


@pytest.mark.parametrize(("days_a_week", "days"), [(7, 3), (5, 3), (3, 3), (2, 4), (1, 7)])
def test_fewer_days_a_week_make_longer_silence(days_a_week: int, days: int) -> None:
    assert silence_days(days_a_week) == days


def test_needs_say_facts() -> None:
    bad = session(1, stop_reason="pain", pain_before=4, pain_stop=8, pain_after=6, **share(0.5))
    sessions = (*(session(n, **share(0.25)) for n in (5, 3)), bad)
    of = recent(*sessions, safety=((NOW, "emergency"),), assignment=replace(ROUTINE, review=date(2026, 3, 9)))
    assert [need.text for need in needs(of, NOW)] == [
        "Answered a safety question with yes on 31 March and was told to get help at once.",
        "Stopped for pain of 8 in the session of 30 March.",
        "Pain was 4 before the session of 30 March and 6 after.",
        "Pain was 8 around the session of 30 March; the ceiling is 5.",
        "Did less than 60 % of what was asked, 3 sessions running (lately 25 %, 25 %, 50 %).",
        "The review of the routine has been due since 9 March.",
    ]


def test_the_overview_begins_with_who_needs_it_most() -> None:
    def named(name: str, *sessions: SessionDone, **more: Any) -> Recent:
        return recent(*sessions, patient=replace(OMAR, name=name), **more)

    found = standings(
        [
            named("zoe well", session(1, pain_after=2)),
            named("Ada well", session(1)),
            named("stopped lately", session(1, stop_reason="pain")),
            named("stopped before", session(6, stop_reason="pain"), session(1)),
            named("silent", session(9)),
            named("new", assignment=None),
            named("safety", session(1), safety=((NOW, "soon"),)),
        ],
        NOW,
    )
    names = ["safety", "stopped before", "stopped lately", "silent", "Ada well", "new", "zoe well"]
    assert [one.patient.name for one in found] == names
    assert [(one.done, one.due, one.pain) for one in found][:4] == [(1, 6, 3), (2, 6, 3), (1, 6, 3), (1, 6, 3)]
    assert [(one.done, one.due, one.pain, one.last) for one in found][5:] == [
        (0, 0, None, None),
        (1, 6, 2, NOW - timedelta(days=1)),
    ]
