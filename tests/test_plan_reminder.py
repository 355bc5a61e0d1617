"""The reminder of planned exercises: posture watch tells it once, to somebody who is there, in its own manners."""

from datetime import UTC, date, datetime, timedelta

import pytest
from session_fakes import FakeClock
from sitter import Sitter
from watching_fakes import START, Office

from coach.commands.plan_reminder import READ_EVERY_S, PlanReminder
from coach.core.care.reminding import Reminders
from coach.core.history import SessionRecord
from coach.core.sitting.events import Busy, Notice
from coach.core.sitting.words import plan_notice
from coach.ports import HistoryError
from tests.history_samples import usual

TALL = Sitter()
DAILY = Reminders(days=tuple(range(7)), at_min=9 * 60 + 5, on=True)


def told(there: Office) -> int:
    return there.notifier.kinds().count("plan")


@pytest.mark.parametrize(
    ("busy", "seen", "times"),
    [
        pytest.param(Busy(), TALL, 1, id="at the desk: once, however long it stays due"),
        pytest.param(Busy(in_call=True), TALL, 0, id="not in a call"),
        pytest.param(Busy(full_screen=True), TALL, 0, id="not in full screen"),
        pytest.param(Busy(), None, 0, id="not to an empty chair"),
    ],
)
def test_whom_it_is_told(busy: Busy, seen: Sitter | None, times: int) -> None:
    there = Office(due=plan_notice)
    there.presence.of = lambda t_s: busy
    there.sit(600, lambda t_s: seen, 1)
    assert told(there) == times


def test_it_waits_for_the_end_of_a_call() -> None:
    there = Office(due=plan_notice)
    there.presence.of = lambda t_s: Busy(in_call=t_s < 400)
    there.sit(290, TALL, 1)
    assert told(there) == 0
    there.sit(200, TALL, 1)
    assert told(there) == 1


def test_a_break_comes_first_and_is_not_talked_over() -> None:
    due: list[Notice] = []
    there = Office(due=lambda: due[0] if due else None)
    there.sit(1790, lambda t_s: Sitter(aside=0.1 * (t_s // 300 % 2)), 1)
    due.append(plan_notice())
    before = len(there.notifier.kinds())
    there.sit(300, lambda t_s: Sitter(aside=0.1 * (t_s // 300 % 2)), 1)
    kinds = there.notifier.kinds()[before:]
    assert kinds.count("plan") <= 1
    assert "break" in kinds
    assert "plan" not in kinds[kinds.index("break") :]


class Kept:
    """A record that counts how often it is read."""

    def __init__(self, sessions: list[SessionRecord], broken: bool = False) -> None:
        self.sessions, self.broken, self.reads = sessions, broken, 0

    def __call__(self, since: date) -> list[SessionRecord]:
        self.reads += 1
        if self.broken:
            raise HistoryError("locked")
        return self.sessions


@pytest.mark.parametrize(
    ("minutes", "kept", "is_due"),
    [
        (4, Kept([]), False),
        (5, Kept([]), True),
        (5, Kept([usual(START.date())]), False),
        (5, Kept([], broken=True), False),
        (200, Kept([]), False),
    ],
)
def test_when_it_is_due(minutes: int, kept: Kept, is_due: bool) -> None:
    at = START + timedelta(minutes=minutes)
    reminder = PlanReminder(lambda: DAILY, kept, FakeClock(), lambda: at)
    assert (reminder() is not None) is is_due


def test_the_record_is_read_seldom_and_only_when_the_time_has_come() -> None:
    clock, kept = FakeClock(), Kept([])
    at: list[datetime] = [START]
    reminder = PlanReminder(lambda: DAILY, kept, clock, lambda: at[0])
    for _ in range(50):
        assert reminder() is None
    assert kept.reads == 0
    at[0] = datetime(2026, 3, 4, 9, 6, tzinfo=UTC)
    for _ in range(50):
        assert reminder() is not None
    assert kept.reads == 1
    clock.t_s += READ_EVERY_S
    reminder()
    assert kept.reads == 2
