"""What kept sessions add up to, as tables of small histories."""

import math
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from coach.core import progress
from coach.core.history import (
    HoldDone,
    PainTold,
    RepDone,
    SessionEnded,
    SessionRecord,
    SessionStarted,
    SetEnded,
    SetRecord,
    SetStarted,
)
from coach.core.progress import Day, PainDay
from tests.streams import exercise

TODAY = date(2026, 3, 18)
"""A Wednesday; its week began on the 16th."""


def at(day: date, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, 18, tzinfo=UTC) + timedelta(minutes=minute)


def rep(complete: bool = True, **ranges: tuple[float, float]) -> RepDone:
    return RepDone(
        set="s", start_s=0, peak_s=1, end_s=2, side=None, complete=complete, hold_s=0.5 * complete, range=ranges
    )


def a_set(
    day: date, *reps: RepDone, name: str = "glute_bridge", holds: tuple[HoldDone, ...] = (), corrected: int = 0
) -> SetRecord:
    started = SetStarted(session="n", set="s", at=at(day, 1), exercise=name, set_no=1, sets=1, reps=3, hold_s=10)
    ended = SetEnded(set="s", at=at(day, 9), end="done")
    return SetRecord(started=started, ended=ended, reps=reps, holds=holds, corrected=corrected)


def session(day: date, *sets: SetRecord, end_min: int | None = 20, routine: str = "daily") -> SessionRecord:
    name = f"{day}"
    ended = None if end_min is None else SessionEnded(session=name, at=at(day, end_min), complete=True)
    started = SessionStarted(session=name, at=at(day), routine=routine, routine_name=routine.title())
    return SessionRecord(started=started, ended=ended, sets=sets or (a_set(day, rep()),))


def days_ago(*days: int) -> list[SessionRecord]:
    return [session(TODAY - timedelta(days=number)) for number in sorted(days, reverse=True)]


def nothing_done(day: date) -> SessionRecord:
    return session(day, a_set(day))


def test_the_calendar_has_every_day_from_a_monday_to_today() -> None:
    days = progress.calendar([*days_ago(0, 0, 3), nothing_done(TODAY - timedelta(days=2))], TODAY)
    assert (len(days), days[0].day.weekday(), days[-1].day) == (12 * 7 + 3, 0, TODAY)
    assert [day for day in days if day.sets] == [
        Day(TODAY - timedelta(days=3), sessions=1, sets=1, minutes=20),
        Day(TODAY, sessions=2, sets=2, minutes=40),
    ]


def test_the_calendar_leaves_out_what_is_older_or_of_a_clock_ahead() -> None:
    assert sum(day.sessions for day in progress.calendar(days_ago(200, -1), TODAY)) == 0


@pytest.mark.parametrize(
    ("end_min", "minutes"),
    [(20, 20), (None, 9), (-60, 0), (600, progress.LONGEST_MIN)],
    ids=["ended", "killed", "clock put back", "lid shut for hours"],
)
def test_minutes_of_a_session(end_min: int | None, minutes: float) -> None:
    assert progress.minutes(session(TODAY, end_min=end_min)) == minutes


@pytest.mark.parametrize(
    ("days", "least", "row"),
    [
        ((), 2, 0),
        ((0,), 2, 0),
        ((0, 1), 2, 1),
        ((3, 5), 2, 1),
        ((0, 3, 5), 2, 1),
        ((0, 1, 3, 5), 2, 2),
        ((0, 1, 3, 5, 10, 12, 17, 19), 2, 4),
        ((0, 1, 10, 12), 2, 1),
        ((0, 3, 10, 17), 1, 4),
        ((0, 0, 0), 2, 0),
    ],
    ids=[
        "nothing",
        "week not over",
        "this week has its days",
        "last week",
        "this week breaks nothing",
        "two",
        "four",
        "a week between",
        "one day is enough",
        "one day thrice",
    ],
)
def test_weeks_in_a_row(days: tuple[int, ...], least: int, row: int) -> None:
    assert progress.weeks_in_a_row(days_ago(*days), TODAY, least) == row


@pytest.mark.parametrize(
    ("record", "done"),
    [
        (a_set(TODAY, rep(), rep(False), rep()), 2),
        (a_set(TODAY, rep(), corrected=2), 3),
        (a_set(TODAY, corrected=-1), 0),
        (a_set(TODAY, holds=tuple(HoldDone(set="s", start_s=n, end_s=n, good_s=n) for n in (3, 9.7, 12))), 2),
    ],
    ids=["repetitions", "corrected", "never below none", "holds long enough"],
)
def test_what_is_done_of_a_set(record: SetRecord, done: int) -> None:
    assert progress.done(record) == done


def test_trends_tell_each_session_of_each_exercise() -> None:
    before, now = TODAY - timedelta(days=2), TODAY
    first = a_set(before, rep(hip=(100, 165)), rep(hip=(110, 170)), rep(False, hip=(90, 179)))
    held = a_set(now, holds=(HoldDone(set="s", start_s=0, end_s=14, good_s=12.5),), name="plank")
    found = progress.trends(
        [session(before, first), session(now, a_set(now, rep(False, hip=(120, 140))), held, a_set(now, name="march"))]
    )
    assert set(found) == {"glute_bridge", "plank"}
    bridge, again = found["glute_bridge"]
    assert (bridge.reps, bridge.partial, bridge.asked, bridge.held_s) == (2, 1, 3, 1.0)
    assert (bridge.ranges, again.ranges) == ({"hip": (100, 170)}, {"hip": (120, 140)})
    assert [(point.day, point.held_s, point.reps) for point in found["plank"]] == [(now, 12.5, 1)]


@pytest.mark.parametrize(
    ("name", "measured", "best"),
    [
        ("glute_bridge", (100, 172), 172),
        ("knee_to_chest", (30, 120), 30),
        ("glute_bridge", (math.nan, math.nan), None),
        ("plank", (1, 2), None),
    ],
    ids=["grows", "shrinks", "not seen", "a hold"],
)
def test_the_best_is_the_end_toward_the_target(name: str, measured: tuple[float, float], best: float | None) -> None:
    spec = exercise(name)
    feature = spec.rep.measures[0].feature if spec.rep else "none"
    point = progress.trends([session(TODAY, a_set(TODAY, rep(**{feature: measured}), name=name))])[name][0]
    assert progress.best(point, spec) == best


def test_pain_day_by_day_keeps_the_worst() -> None:
    told = [("after", 0, 2), ("before", 0, 4), ("before", 0, 3), ("morning", 1, 0), ("stop", -1, 6)]
    pains = [PainTold(at=at(TODAY + timedelta(days=day)), when=when, score=score) for when, day, score in told]  # type: ignore[arg-type]
    assert progress.pain_days(pains) == (
        PainDay(TODAY - timedelta(days=1), stop=6),
        PainDay(TODAY, before=4, after=2),
        PainDay(TODAY + timedelta(days=1), morning=0),
    )


def test_last_done_is_what_came_last_and_not_what_was_only_opened() -> None:
    early, late = TODAY - timedelta(days=9), TODAY - timedelta(days=4)
    kept = [session(early), session(early, routine="relief"), session(late), nothing_done(TODAY)]
    assert progress.last_done(kept) == {"daily": late, "relief": early}


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((), ("Your first session will show here.",)),
        ((0,), ("1 session this week.", "1 session so far.")),
        ((3,), ("This week is open: begin whenever it suits you.", "1 session so far.")),
        (
            (1, 2, 3, 5, 10, 12, 17, 19),
            (
                "2 sessions this week.",
                "4 weeks in a row with 2 days or more.",
                "Rest days are part of the plan.",
                "8 sessions so far.",
            ),
        ),
    ],
    ids=["none yet", "one", "none this week", "a row"],
)
def test_sentences(days: tuple[int, ...], said: tuple[str, ...]) -> None:
    assert progress.sentences(days_ago(*days), TODAY) == said


@pytest.mark.parametrize("days", [(), (0,), (60,), (0, 1, 2, 9, 10), (40, 41, 42)])
def test_sentences_shame_nobody_and_claim_nothing(days: tuple[int, ...]) -> None:
    text = " ".join(progress.sentences(days_ago(*days), TODAY)).lower()
    assert re.findall(r"missed|lost|broke|only|fail|should|must|treat|cure|relie|diagnos|heal|pain", text) == []
