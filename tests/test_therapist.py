"""A therapist's routine at home: taken in, first on the screen, waited for, taken back; each is kept."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pygame
import pytest
from around_pages import words
from care_fakes import AtHome
from desk_walk import Ended, Walk, paint
from therapist_pages import waited
from therapist_samples import CHANGED, ROUTINE, START, TODAY, FakeInbox, done, incoming, patient

from coach.core.history import PainTold
from coach.core.therapy.kept import CeilingAnswered, RoutineTaken
from coach.core.therapy.standing import pain_words, standing
from coach.ui.screens.home import HomePage
from coach.ui.screens.therapist import NO_LINK, TherapistPage


class Person(Walk):
    """A person before the window of a real desk."""

    def __init__(self, home: AtHome) -> None:
        self.desk, self.paint = home.desk, paint()  # type: ignore[assignment]
        rooms: Any = {"start": lambda plan: Ended(self.paint, f"session {plan}"), "history": self._to("history")}
        self.home = HomePage(self.paint, home.desk, rooms)
        self.stack = [self.home]
        self.frame()

    def drops(self, path: str) -> "Person":
        self._apply(self.at.handle(pygame.event.Event(pygame.DROPFILE, file=path)))
        return self.waits()

    def waits(self) -> "Person":
        therapist = self.desk.care.therapist
        waited(lambda: not therapist.looking)
        return self

    def settled(self) -> "Person":
        """The files were read again."""
        self.desk.wait_ready(10)
        self.frame()
        return self


def first(home: AtHome) -> str:
    return home.desk.plans()[0].id


def test_a_file_dropped_onto_home_is_shown_taken_and_first() -> None:
    inbox = FakeInbox(holds={"/x/hips.routine.toml": incoming()})
    home = patient(inbox=inbox)
    person = Person(home).drops("/x/hips.routine.toml")
    assert person.place == "IncomingPage"
    assert not inbox.taken
    person.click("take").settled()  # type: ignore[attr-defined]
    assert (person.place, first(home)) == ("TakenPage", ROUTINE.id)
    (told,) = home.history.of(RoutineTaken)
    assert (told.routine, told.version, told.how) == (ROUTINE.id, 1, "taken")  # type: ignore[union-attr]
    assert first(home.again()) == ROUTINE.id


@pytest.mark.parametrize(("key", "place"), [("back", "HomePage"), ("take", "TakenPage")])
def test_nothing_is_kept_before_it_is_taken(key: str, place: str) -> None:
    inbox = FakeInbox(holds={"it": incoming()})
    person = Person(patient(inbox=inbox)).drops("it")
    person.click(key)
    assert (person.place, bool(inbox.taken)) == (place, key == "take")


@pytest.mark.parametrize(
    ("holds", "full", "place", "said"),
    [
        ({}, False, "IncomingPage", "There is no routine in it."),
        ({"it": incoming()}, True, "IncomingPage", "The disk is full."),
    ],
)
def test_what_cant_be_taken_says_why(holds: Any, full: bool, place: str, said: str) -> None:
    person = Person(patient(inbox=FakeInbox(holds=holds, full=full))).drops("it")
    if "take" in person.buttons():
        person.click("take")
    assert (person.place, person.desk.care.therapist.trouble) == (place, said)
    assert person.click("back").place == "HomePage"


def test_what_was_changed_after_signing_can_only_be_read() -> None:
    home = patient(inbox=FakeInbox(holds={"it": incoming(signed=CHANGED)}))
    person = Person(home).drops("it")
    assert "take" not in person.buttons()
    assert not home.desk.care.therapist.take()
    assert not home.history.of(RoutineTaken)


def test_taking_is_undone_and_the_version_before_comes_back() -> None:
    second = incoming(replace(ROUTINE, name="Second"), version=2)
    inbox = FakeInbox(holds={"it": second})
    home = patient(incoming(), inbox=inbox)
    person = Person(home).drops("it")
    person.click("take").settled()  # type: ignore[attr-defined]
    assert home.desk.plans()[0].name == "Second"
    person.click("undo").settled()  # type: ignore[attr-defined]
    assert home.desk.plans()[0].name == ROUTINE.name
    assert [told.how for told in home.history.of(RoutineTaken)] == ["taken", "taken_back"]  # type: ignore[union-attr]


@pytest.mark.parametrize(("doubt", "said"), [("", "Take it"), ("it is older", "Take it anyway")])
def test_what_speaks_against_a_routine_is_said_and_leaving_it_comes_first(doubt: str, said: str) -> None:
    home = patient(incoming(), inbox=FakeInbox(holds={"it": incoming(version=2)}, speaks_against=doubt))
    person = Person(home).drops("it")
    shown = list(words(person.at))
    assert (said in shown, "It is older." in " ".join(shown)) == (True, bool(doubt))
    person.click("take")
    assert person.place == "TakenPage"


def test_a_routine_in_use_goes_in_two_presses() -> None:
    home = patient(incoming())
    person = Person(home)
    person.click("therapist", f"routine {ROUTINE.id}", "undo", "no", "undo", "yes").settled()  # type: ignore[attr-defined]
    assert (person.place, dict(home.desk.care.therapist.taken)) == ("TherapistPage", {})
    assert first(home) != ROUTINE.id


def test_a_link_is_pasted() -> None:
    home = patient(inbox=FakeInbox(holds={"BACKCOACH:R1/X": incoming()}))
    copied = [""]
    page = TherapistPage(paint(), home.desk, lambda: copied[0])
    page.press("paste")
    assert NO_LINK in [getattr(e, "text", "") for e in page.elements((1280, 720))]
    copied[0] = "BACKCOACH:R1/X"
    assert page.press("paste").kind == "push"  # type: ignore[union-attr]
    waited(lambda: home.desk.care.therapist.looked is not None)


@pytest.mark.parametrize(
    ("days", "when", "first_is"),
    [
        (0, "in_force", True),
        (-7, "ahead", False),
        (22, "in_force", True),
        (23, "ended", False),
    ],
)
def test_it_is_first_while_it_is_in_force(days: int, when: str, first_is: bool) -> None:
    home = patient(incoming()).passes(days=days)
    home.desk.refresh()
    home.desk.wait_ready(10)
    found = home.desk.care.therapist.standing(ROUTINE.id)
    assert found
    assert (found.when, first(home) == ROUTINE.id) == (when, first_is)


def test_another_plan_chosen_by_hand_stays_first_until_the_program_ends() -> None:
    home = patient(incoming())
    home.desk.care.plan.choose("daily_back_care")
    assert first(home) == "daily_back_care"
    assert first(home.again()) == ROUTINE.id


def test_days_of_this_week_are_counted_once() -> None:
    home = done(patient(incoming()), TODAY - timedelta(days=8), *(TODAY - timedelta(days=n) for n in (3, 3, 1)))
    found = home.desk.care.therapist.standing(ROUTINE.id)
    assert found
    assert (found.done, found.of, found.review) == (2, 3, TODAY + timedelta(days=5))
    assert standing("x", incoming().routine.assigned, [], START).review is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("clicks", "place", "how"),
    [
        (("n5", "on", "on", "on", "on", "on"), "StopRulesPage", []),
        (("n6", "on", "on", "on", "on", "on"), "CeilingPage", []),
        (("n6", "on", "on", "on", "on", "on", "wait"), "HomePage", ["waited"]),
        (("n6", "on", "on", "on", "on", "on", "anyway"), "CeilingPage", []),
        (("n6", "on", "on", "on", "on", "on", "anyway", "no"), "CeilingPage", []),
        (("n6", "on", "on", "on", "on", "on", "anyway", "yes"), "StopRulesPage", ["went_on"]),
    ],
)
def test_above_the_ceiling_the_person_decides_and_it_is_kept(clicks: tuple[str, ...], place: str, how: Any) -> None:
    home = patient(incoming())
    person = Person(home)
    person.click("start", *(clicks[:1]))
    for key in clicks[1:]:
        if key in person.buttons():
            person.click(key)
    assert person.place == place
    assert [told.how for told in home.history.of(CeilingAnswered)] == how  # type: ignore[union-attr]


def test_below_what_the_program_itself_advises_one_press_goes_on() -> None:
    home = patient(incoming(pain_ceiling=1))
    person = Person(home).click("start", "n3")
    for _ in range(5):
        if "on" in person.buttons():
            person.click("on")
    assert person.place == "CeilingPage"
    assert person.click("anyway").place == "StopRulesPage"


def test_signs_to_stop_for_come_right_before_the_first_exercise() -> None:
    person = Person(patient(incoming()))
    person.click("start", "n2")
    for _ in range(5):
        if "on" in person.buttons():
            person.click("on")
    assert person.click("go").place == "SignsPage"
    assert person.click("back").place == "StopRulesPage"
    assert person.click("go", "go").place == f"session {ROUTINE.id}"


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ({"before": 3, "after": 4}, ""),
        ({"before": 3, "after": 5}, "Tell Dana Lee: your pain was 5 afterwards, 3 before."),
        ({"after": 6}, "Tell Dana Lee: your pain was 6 afterwards."),
        ({"before": 2, "stop": 7, "after": 2}, "Tell Dana Lee: your pain was 7 when you stopped, 2 before."),
        ({"before": 8}, ""),
    ],
)
def test_pain_that_the_therapist_should_hear_of(scores: Any, said: str) -> None:
    home = patient()
    pains = [PainTold(at=home.calendar.at, when=when, score=score) for when, score in scores.items()]
    assert pain_words(ROUTINE, pains) == said
    assert pain_words(replace(ROUTINE, assigned=None), pains) == ""


def test_a_session_names_the_routine_and_its_version() -> None:
    home = patient(incoming(version=3))
    session = home.desk.begin(ROUTINE.id)
    versions = session.plan.versions
    assert (versions["routine_digest"], versions["routine_version"]) == ("d" * 64, "3")
    assert home.desk.begin("daily_back_care").plan.versions.keys().isdisjoint(versions.keys() - {"backcoach"})
    session.close()
