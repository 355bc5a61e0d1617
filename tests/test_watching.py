"""Posture watch at work, with the clock moved by hand: what is told, kept, and done with the camera."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from sitter import Sitter, samples
from watching_fakes import START, Before, Office

from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.events import Busy
from coach.core.sitting.habits import Habits
from coach.core.sitting.measuring import first_upright
from coach.core.sitting.record import BreakKept, PostureMinute, PostureRecord

TALL = Sitter()


def desk(name: str = "desk") -> PostureBaseline:
    found = first_upright(samples([(6, TALL)], 0.1))
    assert found is not None
    return replace(found, name=name)


def office(**more: object) -> Office:
    return Office(baseline=desk(), **more)  # type: ignore[arg-type]


def fidgets(t_s: float) -> Sitter:
    """Shifts in the chair every five minutes."""
    return Sitter(aside=0.1 * (t_s // 300 % 2))


def test_it_looks_every_two_seconds_and_sooner_while_it_is_not_sure() -> None:
    there = office()
    there.sit(10)
    assert there.eye.gap_s == 2.0
    there.eye.paces.clear()
    there.sit(6.5, Sitter(slump=25))
    assert there.eye.paces == [(0.5, False), (2.0, False)]
    assert there.watch.now.look is not None
    assert there.watch.now.look.state == "slump"
    assert there.eye.gap_s == 2.0


def test_half_an_hour_of_sitting_asks_for_a_break_and_getting_up_takes_it() -> None:
    there = office()
    there.sit(1805, fidgets, 1)
    assert there.notifier.kinds()[-1] == "break"
    assert there.watch.now.break_due
    there.sit(90, lambda t_s: None, 1)
    there.sit(10, TALL, 1)
    kept = there.history.of(BreakKept)
    assert [(one.how, one.verified) for one in kept] == [("chair", True)]
    assert there.notifier.withdrawn
    assert there.watch.now.sitting_s < 15


def test_whoever_stands_still_for_long_is_told_to_move() -> None:
    there = office()
    there.sit(30, TALL)
    there.sit(1300, Sitter(up=0.2), 1)
    assert there.watch.now.look is not None
    assert there.watch.now.look.state == "standing"
    assert [notice.text for _, notice in there.notifier.told] == [
        "You have stood still for 20 minutes. Shift, walk a few steps, or sit."
    ]


def test_a_snooze_comes_from_the_notification_and_twice_is_all() -> None:
    there = office()
    there.sit(1805, fidgets, 1)
    for left in (1, 0):
        there.notifier.answers = ["snooze"]
        there.sit(2, fidgets, 1)
        assert there.watch.now.snoozes_left == left
        there.sit(330, fidgets, 1)
    assert there.notifier.kinds().count("break") == 3
    there.notifier.answers = ["snooze"]
    there.sit(5, fidgets, 1)
    assert there.watch.now.break_due


def test_stillness_is_told_before_posture() -> None:
    there = office(habits=Habits(baseline="desk", break_min=60, kind_word=False))
    there.sit(20)
    there.sit(1900, Sitter(slump=22), 1)
    kinds = there.notifier.kinds()
    assert "posture" in kinds
    assert "still" in kinds
    told = [t_s for t_s, notice in there.notifier.told if notice.kind in ("still", "posture")]
    assert all(later - sooner >= 600 for sooner, later in pairwise(told))


def test_without_a_baseline_time_at_the_desk_counts_all_the_same() -> None:
    there = Office(habits=Habits())
    there.sit(1805, fidgets, 1)
    assert not there.watch.now.has_baseline
    assert there.watch.now.look is not None
    assert there.watch.now.look.why == "no_baseline"
    assert there.notifier.kinds().count("break") == 1


def test_taking_a_baseline_keeps_and_uses_it() -> None:
    there = Office(habits=Habits())
    there.sit(5)
    there.watch.calibrate("laptop")
    there.sit(1, step_s=0.1)
    assert there.eye.gap_s == 0.0
    calibration = there.watch.calibration
    assert calibration is not None
    assert 0 < calibration.progress < 1
    there.sit(6, step_s=0.1)
    assert there.watch.calibration is not None
    assert there.watch.calibration.done is not None
    assert there.baselines.kept["laptop"].at is not None
    assert there.saved[-1].baseline == "laptop"
    there.watch.end_calibration()
    there.sit(5)
    assert (there.watch.now.baseline, there.eye.gap_s) == ("laptop", 2.0)
    assert there.watch.now.look is not None
    assert there.watch.now.look.state == "upright"
    there.watch.forget_baseline("laptop")
    assert there.saved[-1].baseline == ""
    assert not there.watch.now.has_baseline


def test_a_moved_camera_is_asked_about_once_and_the_answer_moves_the_baseline() -> None:
    there = office()
    elsewhere = Sitter(camera=(0.25, 0.6, 0.75))
    there.sit(30)
    there.sit(120, elsewhere)
    assert there.notifier.kinds() == ["moved"]
    assert there.watch.now.look is not None
    assert there.watch.now.look.moved
    there.watch.still_fits()
    there.sit(20, elsewhere)
    assert not there.watch.now.look.moved
    assert there.watch.now.look.state == "upright"
    assert there.baselines.kept["desk"].medians["shoulder_x"] != desk().medians["shoulder_x"]


def test_locked_the_camera_is_let_go_and_taken_again_after() -> None:
    there = office()
    there.presence.of = lambda t_s: Busy(locked=200 <= t_s < 500)
    there.sit(150)
    assert there.watch.now.mode == "locked"
    assert (there.eye.resting, there.watch.now.camera_on) == (True, False)
    there.sit(400)
    assert there.watch.now.mode == "watching"
    assert not there.eye.resting


def test_paused_the_camera_is_let_go_and_the_pause_ends_by_itself() -> None:
    there = office()
    there.sit(10)
    there.watch.pause(there.calendar.now() + timedelta(hours=1))
    there.sit(10)
    assert (there.watch.now.mode, there.eye.resting) == ("paused", True)
    assert there.watch.now.paused_until is not None
    there.sit(3600, step_s=5)
    assert (there.watch.now.mode, there.eye.resting) == ("watching", False)
    there.watch.pause(there.calendar.now() + timedelta(hours=1))
    there.watch.pause(None)
    there.sit(2)
    assert there.watch.now.mode == "watching"


@pytest.mark.parametrize("by", ["option", "habit"])
def test_at_intervals_the_camera_is_closed_between_looks(by: str) -> None:
    there = office(interval=by == "option")
    if by == "habit":
        there.watch.keep_habits(replace(there.watch.habits, sampling="interval"))
    there.sit(60)
    assert (there.eye.gap_s, there.eye.let_go) == (30.0, True)
    there.eye.open = False
    assert there.watch.now.mode == "between"


TROUBLE = {
    "taken by another program": "Camera 0 is used by another program; close it there.",
    "unplugged": "Camera 0 gives no more pictures; check its plug.",
    "dead after sleep": "The camera does not answer.",
    "dark room": "dark",
}


@pytest.mark.parametrize("name", TROUBLE)
def test_no_trouble_ends_the_watch(name: str) -> None:
    there = office()
    there.sit(60)
    there.eye.message = "" if name == "dark room" else TROUBLE[name]
    there.sit(300, TROUBLE[name])
    now = there.watch.now
    assert now.look is not None
    assert now.look.state == "unknown"
    assert now.look.why == ("dark" if name == "dark room" else "camera")
    assert now.mode == ("watching" if name == "dark room" else "no_camera")
    assert now.message == there.eye.message
    there.eye.message = ""
    there.sit(60, TALL)
    assert there.watch.now.look is not None
    assert there.watch.now.look.state == "upright"
    assert there.notifier.kinds() == ([] if name == "dark room" else ["camera"])


def test_a_detector_that_fails_is_told_and_the_watch_goes_on_by_the_clock() -> None:
    there = office()
    there.eye.state, there.eye.message = "failed", "The pose detector failed; run: coach doctor"
    there.sit(10, "The pose detector failed; run: coach doctor")
    assert (there.watch.now.mode, there.watch.now.message) == ("failed", "The pose detector failed; run: coach doctor")


def test_a_restart_goes_on_with_the_day() -> None:
    minutes = tuple(
        PostureMinute(at=START - timedelta(minutes=minute), seconds={"upright": 60.0}) for minute in range(20, 0, -1)
    )
    there = office(before=Before(PostureRecord(minutes=minutes)))
    there.sit(60)
    assert there.watch.now.sitting_s == pytest.approx(1260, abs=5)
    assert there.watch.today.sitting_s == pytest.approx(1260, abs=5)


def test_nothing_is_taken_in_until_the_day_so_far_is_read() -> None:
    there = office(before=Before(ready=False))
    there.sit(5)
    assert there.watch.now.mode == "loading"
    there.before.ready = True
    there.sit(5)
    assert there.watch.now.mode == "watching"


def test_closing_writes_down_the_rest_and_lets_go() -> None:
    there = office()
    there.sit(95)
    there.watch.close()
    there.watch.close()
    kept = there.history.of(PostureMinute)
    assert sum(sum(one.seconds.values()) for one in kept) == pytest.approx(95, abs=3)
    assert there.eye.closed
    assert there.notifier.closed


def test_a_sound_only_when_wanted() -> None:
    silent, loud = office(), office(habits=Habits(baseline="desk", sound=True))
    for there in (silent, loud):
        there.sit(1805, fidgets, 1)
    assert silent.chimes == []
    assert len(loud.chimes) == len(loud.notifier.told)


def test_a_camera_lent_to_a_call_is_no_news() -> None:
    there = office()
    there.presence.of = lambda t_s: Busy(in_call=t_s < 1000)
    there.sit(600, "Camera 0 is used by another program; close it there.")
    assert there.notifier.kinds() == []


def test_minutes_without_a_baseline_are_kept_as_sitting() -> None:
    there = Office(habits=Habits())
    there.sit(300, fidgets, 1)
    assert there.watch.today.sitting_s == pytest.approx(300, abs=5)
    there.watch.close()
    kept = there.history.of(PostureMinute)
    assert sum(minute.untold_s for minute in kept) == pytest.approx(300, abs=5)


def test_a_recording_gives_its_own_baseline_and_keeps_none() -> None:
    there = Office(habits=Habits(), recorded=True)
    there.sit(20)
    now = there.watch.now
    assert now.look is not None
    assert (now.has_baseline, now.baseline, now.look.state) == (True, "", "upright")
    assert there.saved == []
    assert there.baselines.kept == {}


def test_after_a_long_time_in_the_dark_the_clock_begins_anew() -> None:
    there = office()
    there.sit(1500, fidgets, 1)
    there.sit(3600, "dark", 1)
    there.sit(60, TALL, 1)
    assert there.watch.now.sitting_s < 70


def test_a_camera_that_comes_and_goes_is_told_of_once_an_hour() -> None:
    there = office()
    there.sit(60, TALL)
    there.sit(3600, lambda t_s: "Camera 0 has stopped." if t_s % 90 < 80 else TALL, 1)
    assert there.notifier.kinds().count("camera") == 1
