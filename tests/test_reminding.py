"""Planned days: when a reminder is due, the next day, and the calendar file."""

import itertools
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from relief_fake import at_home

from coach.adapters.calendar_file import calendar_file
from coach.core.care.reminding import Reminders, coming, due, spread
from tests.history_samples import usual

ZONE = timezone(timedelta(hours=1))
MONDAY = datetime(2026, 11, 23, 18, 0, tzinfo=ZONE)
PLANNED = Reminders(days=(0, 2, 4), at_min=18 * 60, on=True)


@pytest.mark.parametrize(
    ("after", "changes", "done", "told", "is_due"),
    [
        pytest.param(timedelta(0), {}, False, None, True, id="at its time"),
        pytest.param(timedelta(minutes=-1), {}, False, None, False, id="a minute before"),
        pytest.param(timedelta(hours=2, minutes=59), {}, False, None, True, id="late, but today"),
        pytest.param(timedelta(hours=3), {}, False, None, False, id="too late"),
        pytest.param(timedelta(days=1), {}, False, None, False, id="a day of rest"),
        pytest.param(timedelta(days=2), {}, False, MONDAY.date(), True, id="told two days ago"),
        pytest.param(timedelta(minutes=5), {}, False, MONDAY.date(), False, id="told already"),
        pytest.param(timedelta(0), {}, True, None, False, id="done already"),
        pytest.param(timedelta(0), {"on": False}, False, None, False, id="not wanted"),
        pytest.param(timedelta(0), {"days": ()}, False, None, False, id="nothing planned"),
        pytest.param(timedelta(days=-1), {}, False, MONDAY.date(), False, id="clock set back to a day of rest"),
    ],
)
def test_when_a_reminder_is_due(
    after: timedelta, changes: dict[str, object], done: bool, told: date | None, is_due: bool
) -> None:
    reminders = Reminders(**{"days": (0, 2, 4), "at_min": 18 * 60, "on": True, **changes})  # type: ignore[arg-type]
    sessions = [usual(MONDAY.date())] if done else []
    assert due(reminders, MONDAY + after, sessions, told) is is_due


@pytest.mark.parametrize("hours", [-11, 0, 5.5, 13])
def test_the_time_is_that_of_the_place(hours: float) -> None:
    there = MONDAY.replace(tzinfo=timezone(timedelta(hours=hours)))
    assert due(PLANNED, there, [], None)


def test_on_the_day_the_clocks_change_it_is_told_once() -> None:
    zone = ZoneInfo("Europe/Berlin")
    sunday = Reminders(days=(6,), at_min=2 * 60 + 30, on=True)
    start = datetime(2026, 10, 24, 23, 0, tzinfo=ZoneInfo("UTC"))
    told: list[datetime] = []
    for minutes in range(0, 300, 5):
        now = (start + timedelta(minutes=minutes)).astimezone(zone)
        if due(sunday, now, [], told[-1].date() if told else None):
            told.append(now)
    assert [at.isoformat() for at in told] == ["2026-10-25T02:30:00+02:00"]


@pytest.mark.parametrize(
    ("today", "done", "day"),
    [(23, False, 23), (23, True, 25), (24, False, 25), (27, True, 30), (29, False, 30)],
)
def test_the_next_planned_day(today: int, done: bool, day: int) -> None:
    assert coming(PLANNED, date(2026, 11, today), done) == date(2026, 11, day)


def test_without_a_plan_there_is_none() -> None:
    assert coming(Reminders(), MONDAY.date(), done=False) is None


@pytest.mark.parametrize("days", range(1, 8))
def test_days_are_spread_with_rest_between(days: int) -> None:
    chosen = spread(days)
    assert len(Reminders(days=chosen).days) == days
    if days <= 3:
        assert all(b - a > 1 for a, b in itertools.pairwise(chosen))


@pytest.mark.parametrize(
    "wrong", [{"days": (0, 0)}, {"days": (7,)}, {"days": (2, 1)}, {"at_min": 1440}, {"at_min": 1.5}]
)
def test_what_does_not_fit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="can't be"):
        Reminders(**wrong)  # type: ignore[arg-type]


def test_the_calendar_file_says_days_time_and_how_long() -> None:
    made = calendar_file(PLANNED, "p1", "Back exercises; 20 minutes", "Bird-dog,\nplank", 20.4, MONDAY)
    (event,) = Calendar.from_ical(made).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2026, 11, 23, 18, 0)
    assert event.decoded("duration") == timedelta(minutes=20)
    assert event["rrule"] == {"FREQ": ["WEEKLY"], "BYDAY": ["MO", "WE", "FR"]}
    assert str(event["summary"]) == "Back exercises; 20 minutes"
    assert str(event["description"]) == "Bird-dog,\nplank"
    assert str(event["uid"]) == "p1@backcoach"
    assert len(event.walk("VALARM")) == 1
    assert b"\r\n" in made
    assert max(map(len, made.split(b"\r\n"))) <= 75


def test_without_a_reminder_there_is_no_alarm_and_without_days_no_file() -> None:
    quiet = Reminders(days=(1,), on=False)
    assert Calendar.from_ical(calendar_file(quiet, "p", "a", "b", 1, MONDAY)).walk("VALARM") == []
    with pytest.raises(ValueError, match="no day"):
        calendar_file(Reminders(), "p", "a", "b", 1, MONDAY)


def test_a_calendar_file_of_a_new_plan_takes_the_place_of_the_older() -> None:
    ids: list[str] = []

    def made(reminders: Any, id_: str, *_: Any) -> bytes:
        ids.append(id_)
        return b""

    home = at_home(calendar_file=made, document=lambda name, content: Path(name))
    for goal in ("strong", "looser"):
        home.desk.care.plan.make((goal, "days_3"))
        home.desk.care.days.suggest()
        assert home.desk.care.days.save_calendar().startswith("Saved")
    assert len(set(ids)) == 1
