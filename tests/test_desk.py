"""The desk: plans, safety, pain and settings around sessions, and what is left when files or record are broken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from coach.adapters import library
from coach.commands import house
from coach.core.camera_check import SetUp
from coach.core.history import PainTold, SafetyAnswered, SessionEnded, SessionRecord, SessionStarted
from coach.core.settings import Settings
from coach.desk import FrontDesk
from coach.feeds import Step
from coach.ports import CoachError, Feed, ModelError
from coach.supplies import Shelf, Supplies
from tests import streams
from tests.session_fakes import MORNING, FakeCalendar, FakeClock, FakeHistory, FakeSound

ASSETS = streams.EXERCISES.parent / "assets"


def shelf() -> Shelf:
    exercises = {id_: streams.exercise(id_) for id_ in streams.ids()}
    return Shelf(
        exercises=exercises,
        routines=library.load_routines(streams.EXERCISES / "routines", exercises),
        screening=library.load_safety(ASSETS / "safety.toml"),
    )


class Setting:
    """A desk with its fakes."""

    def __init__(self, settings: Settings = Settings(), **changes: Any) -> None:  # noqa: B008 - frozen
        self.clock, self.calendar, self.history = FakeClock(), FakeCalendar(), FakeHistory()
        self.saved: list[Settings] = []
        self.fail = ""
        self.history.kept = changes.pop("kept", [])
        self.history.told = changes.pop("told", [])
        self.history.screened = changes.pop("screened", [])
        self.history.broken = changes.pop("broken", "")
        supplies = Supplies(
            read_shelf=changes.pop("read_shelf", shelf),
            history=self.history,
            sound=FakeSound(self.clock),
            clock=self.clock,
            calendar=self.calendar,
            settings=settings,
            save=self._save,
            look=_no_feed,
            open_feed=changes.pop("open_feed", _no_camera),
            **changes,
        )
        self.desk = FrontDesk(supplies)
        self.desk.refresh()
        self.desk.wait_ready(5)

    def _save(self, settings: Settings) -> str:
        self.saved.append(settings)
        return self.fail


def _no_feed(camera: str) -> Feed:
    raise CoachError("no preview here")


def _no_camera(camera: str, item: int, step: Step) -> Feed:
    raise ModelError("The pose model is missing.")


def record(days_ago: float, routine: str = "first_steps") -> SessionRecord:
    at = MORNING - timedelta(days=days_ago)
    started = SessionStarted(session=str(days_ago), at=at, routine=routine, routine_name=routine)
    return SessionRecord(started=started, ended=SessionEnded(session=str(days_ago), at=at, complete=True))


@pytest.mark.parametrize(
    ("hour", "name", "text"),
    [(8, "", "Good morning"), (13, "Anna", "Good afternoon, Anna"), (22, "  Anna ", "Good evening, Anna")],
)
def test_the_greeting(hour: int, name: str, text: str) -> None:
    setting = Setting(Settings(name=name))
    setting.calendar.at = MORNING.replace(hour=hour)
    assert setting.desk.greeting() == text


def test_the_routine_chosen_last_stands_first() -> None:
    assert Setting().desk.plans()[0].id == "daily_back_care"
    assert Setting(Settings(routine="core_pyramid")).desk.plans()[0].id == "core_pyramid"
    assert Setting(Settings(routine="gone")).desk.plans()[0].id == "daily_back_care"


def test_a_plan_names_its_exercises() -> None:
    plan = Setting().desk.plans()[0]
    assert len(plan.exercises) == 4
    assert 20 <= plan.minutes <= 30


@pytest.mark.parametrize(
    ("days_ago", "morning", "due"),
    [(0.1, False, False), (1, False, True), (3, False, True), (5, False, False), (1, True, False)],
)
def test_when_the_morning_is_asked_for(days_ago: float, morning: bool, due: bool) -> None:
    told = [PainTold(at=MORNING, when="morning", score=1)] if morning else []
    assert Setting(kept=[record(days_ago)], told=told).desk.morning_due() is due


def test_an_emergency_locks_until_the_person_was_checked_even_if_one_record_is_lost() -> None:
    setting = Setting()
    question = next(q for q in setting.desk.screening().questions if q.tier == "emergency")
    assert setting.desk.answer([question.id]) == "emergency"
    assert setting.desk.locked
    assert setting.saved[-1].locked
    entry = setting.history.of(SafetyAnswered)[-1]
    assert Setting(Settings(locked=True)).desk.locked, "the record is lost"
    assert Setting(screened=[entry]).desk.locked, "the settings are lost"
    setting.desk.answer([])
    assert setting.desk.locked, "answering again unlocks nothing"
    setting.desk.unlock()
    assert not setting.desk.locked
    assert [e.outcome for e in setting.history.of(SafetyAnswered)] == ["emergency", "clear", "checked"]


def test_pain_before_is_kept_with_the_session_that_follows() -> None:
    setting = Setting()
    setting.desk.tell_pain("before", 3)
    assert setting.history.of(PainTold) == []
    setting.desk.begin("first_steps")
    (pain,) = setting.history.of(PainTold)
    assert (pain.when, pain.score, pain.session is not None) == ("before", 3, True)
    setting.desk.close()
    assert len(setting.history.of(PainTold)) == 1


def test_the_mornings_pain_names_the_session_before_it_and_is_in_it_at_once() -> None:
    setting = Setting(kept=[record(2), record(1)])
    setting.desk.tell_pain("morning", 4)
    assert [(e.when, e.session) for e in setting.history.of(PainTold)] == [("morning", "1")]
    assert [[pain.score for pain in one.pains] for one in setting.desk.sessions()] == [[], [4]]
    assert [pain.score for pain in setting.desk.pains()] == [4]


def test_pain_told_without_a_session_is_kept_too() -> None:
    setting = Setting()
    setting.desk.tell_pain("before", 7)
    setting.desk.close()
    assert [(e.score, e.session) for e in setting.history.of(PainTold)] == [(7, None)]
    assert setting.history.closed


def test_without_a_model_the_session_goes_by_hand_and_says_why() -> None:
    setting = Setting()
    session = setting.desk.begin("first_steps")
    assert (session.camera, session.state.stage) == ("none", "intro")
    assert setting.desk.message == "The pose model is missing."
    assert setting.saved[-1].routine == "first_steps"


def test_a_broken_record_leaves_plans_and_says_so() -> None:
    desk = Setting(broken="The record can't be read.").desk
    assert desk.ready
    assert desk.plans()
    assert desk.message == "The record can't be read."


def _broken() -> Shelf:
    raise CoachError("plank.toml: kind: is missing")


def test_broken_files_are_named_and_nothing_can_be_begun() -> None:
    desk = Setting(read_shelf=_broken).desk
    assert not desk.ready
    assert desk.message == "plank.toml: kind: is missing"
    for attempt in (lambda: desk.begin("first_steps"), desk.screening):
        with pytest.raises(CoachError, match=r"plank\.toml"):
            attempt()


def test_settings_that_can_not_be_kept_are_used_all_the_same() -> None:
    setting = Setting()
    setting.fail = "Your settings can't be kept: the disk is full."
    setting.desk.keep(replace(setting.desk.settings, name="Anna"))
    assert setting.desk.settings.name == "Anna"
    assert setting.desk.message == setting.fail


def test_how_the_camera_stood_is_remembered() -> None:
    setting = Setting()
    set_up = SetUp(camera="0", size=(640, 480), fps=30.0, brightness=0.5, at=MORNING)
    remember: Callable[[SetUp], None] = setting.desk._remember
    remember(set_up)
    assert setting.saved[-1].set_up == set_up


class InTheMidst:
    """A record; while its sessions are read for the first time, something happens."""

    def __init__(self, history: FakeHistory, happens: Callable[[], None]) -> None:
        self._history, self._happens = history, [happens]

    def sessions(self) -> list[SessionRecord]:
        self._history.screened = list(self._history.of(SafetyAnswered))  # type: ignore[arg-type]
        for happens in self._happens[:]:
            self._happens.clear()
            happens()
        return []

    def screenings(self) -> list[SafetyAnswered]:
        return self._history.screened

    def __getattr__(self, name: str) -> Any:
        return getattr(self._history, name)


def test_what_is_told_while_the_record_is_read_is_not_forgotten() -> None:
    setting = Setting()
    desk = setting.desk
    desk.answer([next(q.id for q in desk.screening().questions if q.tier == "emergency")])
    desk._reading._history = InTheMidst(setting.history, desk.unlock)  # type: ignore[assignment]
    desk.refresh()
    desk.wait_ready(5)
    assert not desk.locked


def test_a_record_that_can_not_be_read_any_more_keeps_what_was_read() -> None:
    setting = Setting(kept=[record(1)])
    setting.history.broken = "The record is locked."
    setting.desk.refresh()
    setting.desk.wait_ready(5)
    assert len(setting.desk.sessions()) == 1
    assert setting.desk.message == "The record is locked."


def test_a_broken_routine_of_ones_own_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "routines").mkdir()
    (tmp_path / "routines" / "mine.toml").write_text('id = "mine"\n', encoding="utf-8")
    read = house.read_shelf(tmp_path)
    assert "daily_back_care" in read.routines
    assert read.trouble.startswith("mine.toml: ")
    assert Setting(read_shelf=lambda: read).desk.message == read.trouble
