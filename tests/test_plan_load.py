"""The load guard: a second strength session on a day, and the same muscles the day after when it hurts."""

from datetime import timedelta
from typing import Any

import pytest
from relief_fake import at_home

from coach.core.care import guard
from coach.core.history import PainTold, RepDone, SessionRecord, SessionStarted, SetRecord, SetStarted
from tests.session_fakes import MORNING


def done(exercise: str, routine: str = "x", at: Any = MORNING) -> SessionRecord:
    """A session in which one repetition of an exercise was done."""
    asked = SetStarted(session="s", set="1", at=at, exercise=exercise, set_no=1, sets=1, reps=1, hold_s=0)
    rep = RepDone(set="1", start_s=0, peak_s=1, end_s=2, side=None, complete=True, hold_s=0)
    started = SessionStarted(session="s", at=at, routine=routine, routine_name="X")
    return SessionRecord(started=started, ended=None, sets=(SetRecord(started=asked, ended=None, reps=(rep,)),))


@pytest.mark.parametrize(
    ("exercise", "hours", "pain", "wanted", "load"),
    [
        ("glute_bridge", 3, None, "core_pyramid", guard.Load(twice=True)),
        ("knee_to_chest", 3, None, "core_pyramid", guard.Load()),
        ("glute_bridge", 3, None, "morning_loosen", guard.Load()),
        ("glute_bridge", 24, None, "core_pyramid", guard.Load()),
        ("glute_bridge", 24, 3, "core_pyramid", guard.Load()),
        ("glute_bridge", 24, 4, "core_pyramid", guard.Load(same=True)),
        ("single_leg_bridge", 24, 6, "first_steps", guard.Load(same=True)),
        ("sit_to_stand", 24, 6, "first_steps", guard.Load()),
        ("glute_bridge", 48, 6, "core_pyramid", guard.Load()),
        ("glute_bridge", -30, 6, "core_pyramid", guard.Load()),
    ],
)
def test_too_much_is_seen(exercise: str, hours: float, pain: int | None, wanted: str, load: guard.Load) -> None:
    shelf = at_home().desk.care._world.shelf
    assert shelf is not None
    now = MORNING + timedelta(hours=6)
    pains = () if pain is None else (PainTold(at=now, when="before", score=pain),)
    sessions = (done(exercise, at=now - timedelta(hours=hours)),)
    assert guard.load(shelf.routines[wanted], sessions, pains, shelf.exercises, now) == load


def test_too_much_is_one_calm_sentence() -> None:
    home = at_home()
    home.history.kept.append(done("glute_bridge", at=home.calendar.at))
    home.again().passes(hours=2)
    assert home.desk.care.plan.note("core_pyramid").startswith("You have trained strength today")
    assert home.desk.care.plan.note("morning_loosen") == ""
