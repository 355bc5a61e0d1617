"""How things go: sessions done and due week by week, and what a patient's page draws."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from coach.core.therapy.adherence import adherence, sessions_due, share_done
from coach.core.therapy.results import ExerciseDone, FaultSum
from coach.core.therapy.trends import FaultTotal, trends
from tests.clinic_samples import BRIDGE, FIRST, GIVEN, PLANK

BERLIN: Final = ZoneInfo("Europe/Berlin")
ROUTINE: Final = replace(GIVEN, start=date(2026, 3, 11), end=date(2026, 4, 7))
STRETCH: Final = replace(BRIDGE, exercise="childs_pose", paced=True, asked=6, correct=0, faulty=0, corrected=0)
BEGUN_NOT: Final = replace(PLANK, sets_done=0, correct=0, hold_s=0.0, asked=3)


@pytest.mark.parametrize(
    ("exercises", "share"),
    [
        ((), None),
        ((BRIDGE,), 16 / 20),
        ((PLANK,), 22.5 / 60),
        ((BRIDGE, PLANK), (16 / 20 + 22.5 / 60) / 2),
        # The clock led it: sets count, the camera counted nothing.
        ((replace(STRETCH, sets_done=1),), 1 / 2),
        # More of one makes up for nothing of another; one that was not begun counts as nothing done.
        ((replace(BRIDGE, correct=50), BEGUN_NOT), 1 / 2),
        ((replace(BRIDGE, corrected=-30),), 0.0),
        # The easier one stands in for the harder one, which tells how far it came.
        ((PLANK, replace(BRIDGE, easier=True)), 22.5 / 60),
        ((replace(BRIDGE, asked=0, sets_asked=0),), None),
    ],
)
def test_how_much_was_done(exercises: tuple[ExerciseDone, ...], share: float | None) -> None:
    assert share_done(replace(FIRST, exercises=exercises)) == share


@pytest.mark.parametrize(
    ("since", "until", "sessions"),
    [
        (date(2026, 3, 9), date(2026, 3, 15), 2),
        (date(2026, 3, 16), date(2026, 3, 22), 3),
        # The week of the change of clocks has seven days too.
        (date(2026, 3, 23), date(2026, 3, 29), 3),
        (date(2026, 4, 6), date(2026, 4, 12), 1),
        (date(2026, 3, 1), date(2026, 3, 10), 0),
        (date(2026, 4, 8), date(2026, 4, 20), 0),
        (date(2026, 3, 20), date(2026, 3, 19), 0),
    ],
)
def test_what_is_due_of_a_span(since: date, until: date, sessions: int) -> None:
    assert sessions_due([ROUTINE], since, until) == sessions
    assert sessions_due([], since, until) == 0


def test_routines_one_after_another_count_each_for_its_own_days() -> None:
    newer = replace(ROUTINE, start=date(2026, 3, 19), end=date(2026, 3, 29), days_a_week=7, sessions_a_day=2)
    older = replace(ROUTINE, end=None)
    weeks = adherence([], [newer, older], date(2026, 3, 9), date(2026, 4, 5))
    # Three days of 3 a week and four of twice a day; what comes after the newer one was over is not asked for.
    assert [week.due for week in weeks] == [2, 9, 14, 0]


def on(day: int, month: int = 3, hour: int = 23, **more: Any) -> Any:
    return replace(FIRST, session=f"{month}-{day}", at=datetime(2026, month, day, hour, 30, tzinfo=BERLIN), **more)


def test_weeks_go_from_monday_and_empty_ones_are_told() -> None:
    sessions = [on(15), on(16, hour=0), on(29), on(30, hour=0), on(1, 6)]
    weeks = adherence(sessions, [ROUTINE], date(2026, 3, 12), date(2026, 3, 31))
    assert [(week.first.day, week.last.day, week.done, week.due) for week in weeks] == [
        (12, 15, 1, 2),
        (16, 22, 1, 3),
        (23, 29, 1, 3),
        (30, 31, 1, 1),
    ]
    assert [week.monday.day for week in weeks] == [9, 16, 23, 30]
    assert adherence(sessions, [ROUTINE], date(2026, 3, 12), date(2026, 3, 11)) == ()


def test_ranges_and_holds_over_time_oldest_first() -> None:
    newer = replace(BRIDGE, best=178.0, median=175.0, target=172.0)
    unseen = replace(BRIDGE, best=None, median=None)
    bridge, plank = trends([on(20, exercises=(newer,)), on(18), on(19, exercises=(unseen, BEGUN_NOT))])
    assert [(point.at.day, point.done.best) for point in bridge.measured] == [(18, 174.5), (19, None), (20, 178.0)]
    assert (bridge.has_range, bridge.has_hold, plank.has_range, plank.has_hold) == (True, False, False, True)
    # What was asked for and not begun is asked for all the same.
    assert (plank.asked, plank.correct, plank.sessions, len(plank.points)) == (6, 1, 1, 2)


def test_a_measure_with_another_unit_begins_anew() -> None:
    (bridge,) = trends([on(18, exercises=(BRIDGE,)), on(19, exercises=(replace(BRIDGE, unit="share", best=0.5),))])
    assert [point.done.best for point in bridge.measured] == [0.5]
    assert (bridge.unit, bridge.correct) == ("share", 30)


def test_faults_are_told_in_seconds_and_sessions() -> None:
    more = replace(BRIDGE, faults={"over_arch": FaultSum(name="Arched", times=1, seconds=2.0)})
    found = trends([on(15), on(20, exercises=(more,))])
    assert found[0].faults == (FaultTotal(name="Arched", seconds=6.5, times=4, sessions=2),)
    assert trends([]) == []
