"""A pause outlasts the program: the camera stays off through a restart, and until the pause is over."""

from datetime import timedelta

import pytest
from watching_fakes import START, Before, Office

from coach.core.sitting.habits import Habits


def test_a_pause_is_kept_and_so_is_going_on() -> None:
    there = Office(habits=Habits())
    there.sit(5)
    until = there.calendar.now() + timedelta(hours=1)
    there.watch.pause(until)
    there.watch.pause(None)
    assert there.pauses == [until, None]


@pytest.mark.parametrize(("hours", "paused"), [(1, True), (-1, False)])
def test_after_a_restart_it_holds_until_it_is_over(hours: int, *, paused: bool) -> None:
    there = Office(habits=Habits(), paused_until=START + timedelta(hours=hours), before=Before(ready=False))
    there.sit(5)
    assert (there.eye.resting, there.watch.now.camera_on) == (True, False)
    there.before.ready = True
    there.sit(5)
    assert there.eye.resting == paused
    assert there.watch.now.mode == ("paused" if paused else "watching")
    there.sit(3700, step_s=5)
    assert there.watch.now.mode == "watching"
