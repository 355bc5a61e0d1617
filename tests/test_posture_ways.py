"""Measuring, breaks, pauses and habits: what these pages say and what their buttons do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pygame
import pytest
import watch_fake as fake
from posture_pages import buttons, key, look, texts, watch
from streams import exercise
from watch_fake import NOW, FakeCalendar

from coach.core.sitting.baseline import Calibration
from coach.core.sitting.companion_commands import SaidMoved
from coach.core.sitting.habits import Habits
from coach.core.sitting.pausing import tomorrow
from coach.ui.app import Move
from coach.ui.screens import posture_baseline_words as words
from coach.ui.screens.posture_break import BreakPage
from coach.ui.screens.posture_habits import HabitsPage, stepped
from coach.ui.screens.posture_measure import MeasurePage
from coach.ui.screens.posture_pause import PausePage
from coach.watching_moves import GuidedMove

# --- Measuring. ---


def test_a_baseline_is_taken() -> None:
    behind = watch()
    page = MeasurePage(look(), behind, FakeCalendar())
    assert "Desk | measured 12 days ago" in texts(page)
    page.press("name:laptop")
    page.press("start")
    assert "Good. Stay like that" in texts(page)
    behind.calibration = Calibration(left_s=3.4, trouble="Look at the screen.")
    assert "Look at the screen." in texts(page)
    assert "4 | seconds to go" in texts(page)
    behind.calibration = Calibration(progress=1.0, left_s=0.0, done=fake.DESK)
    assert "Head 3 degrees to the left \u2013 fine" in texts(page)
    page.press("again")
    assert page.press("keep") == Move("back")
    assert behind.told == [("calibrate", "laptop"), ("calibrate", "laptop"), ("end_calibration",)]


@pytest.mark.parametrize(
    ("mode", "said"),
    [("paused", "Paused: the camera is off."), ("locked", "locked"), ("ended", "The recording is over")],
)
def test_nobody_is_praised_or_sent_about_while_nobody_looks(mode: str, said: str) -> None:
    behind = watch(fake.now(mode=mode, camera_on=False))
    page = MeasurePage(look(), behind, FakeCalendar(), "desk")
    behind.calibration = Calibration(left_s=5.0)
    assert said in texts(page)
    assert "Good. Stay" not in texts(page)
    moves = BreakPage(look(), behind)
    moves.press("move:march")
    assert said in texts(moves)
    assert "Step back" not in texts(moves)


def test_a_baseline_may_have_any_name() -> None:
    behind = watch()
    page = MeasurePage(look(), behind, FakeCalendar())
    page.press("other")
    assert "start" not in buttons(page)
    for letter in " kitchen bar":
        page.handle(pygame.event.Event(pygame.TEXTINPUT, text=letter))
    assert page.handle(key(pygame.K_RETURN)) == Move("stay")
    assert behind.told == [("calibrate", "kitchen bar")]
    assert page.handle(key(pygame.K_ESCAPE)) == Move("back")
    assert behind.told[-1] == ("end_calibration",)


def test_what_was_seen_side_on() -> None:
    assert [line for line, _ in words.baseline_words(fake.SIDE)] == [
        "Back leaned back 8 degrees \u2013 fine",
        "Head 24 degrees forward of the shoulders \u2013 fine",
        "Hips bent to 98 degrees",
        "Knees bent to 91 degrees",
        "You moved a little; once more makes it steadier",
    ]
    tilted = replace(fake.DESK, medians={"roll_deg": -14.0, "slope_deg": 0.4}, spreads={})
    assert words.baseline_words(tilted) == (
        ("Head 14 degrees to the right \u2013 I count from there", False),
        ("Shoulders level", True),
    )


# --- Breaks and pauses. ---


def test_a_break_is_a_move_or_ones_own_word() -> None:
    behind = watch()
    page = BreakPage(look(), behind)
    page.press("move:march")
    page.update(0.1)
    assert "4 of 16 | times | Seen so far: go on" in texts(page)
    page.press("back")
    assert page.press("moved") == Move("back")
    page.press("move:chin_tuck")
    assert page.press("end") == Move("back")
    assert [told[0] for told in behind.told] == ["move", "end_move", "said_moved", "move", "end_move"]


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (datetime(2026, 3, 12, 15, 42, tzinfo=UTC), datetime(2026, 3, 13, 5, tzinfo=UTC)),
        (datetime(2026, 3, 13, 0, 30, tzinfo=UTC), datetime(2026, 3, 13, 5, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), datetime(2027, 1, 1, 5, tzinfo=UTC)),
    ],
)
def test_tomorrow_is_the_next_morning(at: datetime, until: datetime) -> None:
    assert tomorrow(at) == until


def test_a_pause_has_an_end() -> None:
    behind = watch()
    page = PausePage(look(), behind, FakeCalendar())
    assert page.press("hour") == page.press("tomorrow") == Move("back")
    assert behind.told == [("pause", NOW + timedelta(hours=1)), ("pause", datetime(2026, 3, 13, 5, tzinfo=UTC))]


# --- Habits. ---


@pytest.mark.parametrize(
    ("value", "by", "expected"),
    [(30, 5, 35), (33, 5, 35), (33, -5, 30), (30, -5, 25), (10, -5, 10), (118, 5, 120), (120, 5, 120)],
)
def test_steps_go_to_round_numbers_within_limits(value: int, by: int, expected: int) -> None:
    assert stepped(value, by, 10, 120) == expected


@pytest.mark.parametrize(
    ("pressed", "field", "value"),
    [
        ("more_of break_min", "break_min", 35),
        ("less_of still_min", "still_min", 15),
        ("more_of snooze_min", "snooze_min", 6),
        ("more_of glasses", "glasses", 7),
        ("switch posture_alerts", "posture_alerts", False),
        ("switch kind_word", "kind_word", False),
        ("switch sound", "sound", True),
        ("switch glow", "glow", True),
        ("switch quiet", "quiet_from", 1200),
        ("sampling interval", "sampling", "interval"),
        ("use:standing", "baseline", "standing"),
    ],
)
def test_a_habit_is_kept_at_once(pressed: str, field: str, value: object) -> None:
    behind = watch()
    HabitsPage(look(), behind, FakeCalendar()).press(pressed)
    assert getattr(behind.habits, field) == value
    assert behind.told == [("habits",)]


def test_quiet_hours_go_round_the_clock_and_never_vanish() -> None:
    behind = watch(habits=Habits(quiet_from=1410, quiet_until=30))
    page = HabitsPage(look(), behind, FakeCalendar(), "Quiet")
    page.press("more_of quiet_from")
    page.press("more_of quiet_from")
    assert (behind.habits.quiet_from, behind.habits.quiet_until) == (60, 30)
    assert "From" in texts(page)


def test_a_measure_is_forgotten_only_when_pressed_twice() -> None:
    behind = watch()
    page = HabitsPage(look(), behind, FakeCalendar(), "Measures")
    page.press("forget:desk")
    page.press("tab Measures")
    page.press("forget:desk")
    assert behind.told == []
    page.press("forget:desk")
    assert behind.told == [("forget", "desk")]


@pytest.mark.parametrize(("seconds", "seen", "earned"), [(45, False, False), (45, True, True), (75, False, True)])
def test_a_move_left_early_and_unseen_is_nobody_s_word(seconds: float, seen: bool, earned: bool) -> None:
    move = GuidedMove(exercise("march"), 0.0)
    move.shown = replace(move.shown, seen=seen)
    assert move.ended(seconds) == (SaidMoved() if earned else None)


def test_the_first_move_offered_needs_no_side_camera() -> None:
    page = BreakPage(look(), watch())
    moves = [name for name in buttons(page) if name.startswith("move:")]
    assert moves[0] == "move:march"
    assert moves[-2:] == ["move:chin_tuck", "move:standing_extension"]
