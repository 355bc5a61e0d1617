"""The desk reads the days at the desk in a thread, and keeps them for a while."""

import threading
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

import pytest

from coach import desk_posture
from coach.core.settings import Settings
from coach.core.sitting.record import PostureMinute, PostureRecord
from coach.desk import FrontDesk
from coach.ports import CoachError, Feed, HistoryError
from coach.supplies import Supplies
from tests.session_fakes import FakeCalendar, FakeClock, FakeHistory, FakeSound

WINTER, SUMMER = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))
MONDAY: Final = date(2026, 3, 23)
SUNDAY: Final = date(2026, 3, 29)
"""The clocks go forward on it."""


class Kept:
    """A record that notes what it was asked for, and may take its time."""

    def __init__(self, *at: datetime) -> None:
        self.rows = tuple(PostureMinute(at=one, seconds={"upright": 60.0}, shifts=1) for one in at)
        self.asked: list[tuple[datetime, datetime]] = []
        self.broken = ""
        self.open = threading.Event()
        self.open.set()

    def posture(self, since: datetime, until: datetime) -> PostureRecord:
        self.asked.append((since, until))
        assert self.open.wait(5)
        if self.broken:
            raise HistoryError(self.broken)
        return PostureRecord(minutes=tuple(row for row in self.rows if since <= row.at < until))


def supplies(kept: Kept | None, clock: FakeClock) -> Supplies:
    def no_feed(*_: Any) -> Feed:
        raise CoachError("none here")

    def no_shelf() -> Any:
        raise CoachError("none here")

    return Supplies(
        read_shelf=no_shelf,
        history=FakeHistory(),
        sound=FakeSound(clock),
        clock=clock,
        calendar=FakeCalendar(at=datetime(2026, 3, 29, 20, tzinfo=SUMMER)),
        settings=Settings(),
        save=lambda settings: "",
        look=no_feed,
        open_feed=no_feed,
        posture=kept,
    )


class Reading:
    """A desk over a record, and a clock moved by hand."""

    def __init__(self, kept: Kept | None) -> None:
        self.clock = FakeClock()
        self.desk = FrontDesk(supplies(kept, self.clock))

    def days(self, first: date = MONDAY, last: date = SUNDAY) -> Any:
        """What there is once it has been read."""
        self.desk.posture_days(first, last)
        self.desk._posture.wait(5)
        return self.desk.posture_days(first, last)


AT: Final = (
    datetime(2026, 3, 22, 23, 59, tzinfo=WINTER),
    datetime(2026, 3, 23, 0, 0, tzinfo=WINTER),
    datetime(2026, 3, 28, 23, 59, tzinfo=WINTER),
    datetime(2026, 3, 29, 0, 0, tzinfo=WINTER),
    datetime(2026, 3, 29, 23, 59, tzinfo=SUMMER),
    datetime(2026, 3, 29, 23, 59, tzinfo=WINTER),
    datetime(2026, 3, 30, 0, 0, tzinfo=SUMMER),
)


def test_a_week_across_the_change_of_clocks_has_every_minute_on_its_own_day() -> None:
    days = Reading(Kept(*AT)).days()
    assert [day.date for day in days] == [MONDAY + timedelta(days=n) for n in range(7)]
    assert [round(day.watched_s / 60) for day in days] == [1, 0, 0, 0, 0, 1, 3]


def test_nothing_waits_for_the_reading() -> None:
    kept = Kept(*AT)
    kept.open.clear()
    reading = Reading(kept)
    assert [reading.desk.posture_days(MONDAY, SUNDAY) for _ in range(50)] == [None] * 50
    kept.open.set()
    assert reading.days() is not None
    assert len(kept.asked) == 1


def test_days_are_read_again_when_they_are_old_and_shown_until_then() -> None:
    kept = Kept(*AT)
    reading = Reading(kept)
    before = reading.days()
    assert reading.days() is before
    reading.clock.t_s += desk_posture.FRESH_S + 1
    kept.open.clear()
    assert reading.desk.posture_days(MONDAY, SUNDAY) is before
    kept.open.set()
    assert reading.days() is not before
    assert len(kept.asked) == 2


def test_what_can_not_be_read_is_said_once_and_tried_again() -> None:
    kept = Kept(*AT)
    kept.broken = "The history can't be read."
    reading = Reading(kept)
    with pytest.raises(HistoryError, match="can't be read"):
        reading.days()
    kept.broken = ""
    assert reading.days() is not None


def test_days_once_read_stay_when_reading_fails_later() -> None:
    kept = Kept(*AT)
    reading = Reading(kept)
    before = reading.days()
    kept.broken = "The history can't be read."
    reading.clock.t_s += desk_posture.FRESH_S + 1
    assert reading.days() is before
    assert len(kept.asked) == 2


def test_few_weeks_are_kept() -> None:
    kept = Kept()
    reading = Reading(kept)
    for n in range(desk_posture.MOST + 4):
        first = MONDAY - timedelta(days=7 * n)
        assert len(reading.days(first, first + timedelta(days=6))) == 7
    assert len(reading.desk._posture._kept) == desk_posture.MOST


def test_without_a_record_every_day_is_empty() -> None:
    assert [day.seconds for day in Reading(None).days(MONDAY, MONDAY + timedelta(days=1))] == [{}, {}]
