"""Walking through the screens around a session by click and key, and what each step leaves behind."""

from collections.abc import Callable, Iterator
from typing import Any

import pygame
import pytest
from desk_fake import DAILY, ENDLESS, GENTLE, FakeDesk, desk_of
from desk_walk import NONE, SIZE, Ended, Walk

from coach.ui.elements import Button, Plate, Text
from coach.ui.page import Page

# --- Before exercise. ---
START = "session daily_back_care"


@pytest.mark.parametrize(
    ("state", "clicks", "place", "told", "answers"),
    [
        ({}, ("n2", "go"), START, [("before", 2)], []),
        ({}, ("n4",), "StopRulesPage", [("before", 4)], []),
        ({"morning": True}, ("n3", "n1", "go"), START, [("morning", 3), ("before", 1)], []),
        ({"morning": True}, ("skip", "n0", "go"), START, [("before", 0)], []),
        ({"due": True}, ("n1", *NONE, "go"), START, [("before", 1)], [()]),
        ({"due": True}, ("n1", "on", "one_leg_tingling", *NONE[1:]), "AdvicePage", [("before", 1)], None),
        ({"due": True}, ("n1", "on", "one_leg_tingling", *NONE[1:], "first"), "HomePage", [("before", 1)], None),
        ({"due": True}, ("n1", "on", "one_leg_tingling", *NONE[1:], "second", "go"), START, [("before", 1)], None),
        ({}, ("n6", *NONE), "HighPainPage", [("before", 6)], [()]),
        ({}, ("n10", *NONE, "home"), "HomePage", [("before", 10)], [()]),
        ({}, ("n8", *NONE, "relief"), "ReliefPage", [("before", 8)], [()]),
        ({}, ("n8", *NONE, "anyway"), "HighPainPage", [("before", 8)], [()]),
        ({}, ("n8", *NONE, "anyway", "no"), "HighPainPage", [("before", 8)], [()]),
        ({}, ("n8", *NONE, "anyway", "yes", "go"), START, [("before", 8)], [()]),
    ],
)
def test_before_exercise(
    state: dict[str, Any], clicks: tuple[str, ...], place: str, told: Any, answers: list[tuple[str, ...]] | None
) -> None:
    walk = Walk(desk_of(**state)).click("start", *clicks)
    assert (walk.place, walk.desk.told) == (place, told)
    assert walk.desk.answers == ([{"one_leg_tingling"}] if answers is None else [set(each) for each in answers])
    assert not walk.desk.locked


def test_ticks_stay_when_paging_back_and_can_be_taken_off() -> None:
    walk = Walk(desk_of(due=True)).click("start", "n1", "on", "one_leg_tingling", "on", "back")
    assert [e.key for e in walk.at.elements(SIZE) if isinstance(e, Button) and e.on] == ["one_leg_tingling"]
    walk.click("one_leg_tingling", *NONE[1:])
    assert walk.desk.answers == [frozenset()]


def test_nothing_moves_when_a_choice_is_ticked() -> None:
    walk = Walk(desk_of(due=True)).click("start", "n1")
    before = [e.box for e in walk.at.elements(SIZE)]
    assert [e.box for e in walk.click("saddle_numbness").at.elements(SIZE)] == before


EMERGENCIES = [
    (number, question.id)
    for number, group in enumerate(FakeDesk().words.groups)
    for question in group.questions
    if question.tier == "emergency"
]


@pytest.mark.parametrize(("page", "id_"), EMERGENCIES)
def test_an_emergency_locks_at_once(page: int, id_: str) -> None:
    walk = Walk(desk_of(due=True)).click("start", "n1", *NONE[:page], id_, "on")
    assert (walk.place, walk.desk.locked, walk.desk.answers) == ("LockedPage", True, [{id_}])
    assert "start" not in walk.click("home").buttons()


@pytest.mark.parametrize(
    ("clicks", "place", "unlocked"),
    [
        (("locked", "home"), "HomePage", 0),
        (("locked", "checked"), "CheckedPage", 0),
        (("locked", "checked", "not"), "LockedPage", 0),
        (("locked", "checked", "yes"), "HomePage", 1),
        (("relief", "help"), "LockedPage", 0),
        (("relief", "help", "checked", "yes"), "ReliefPage", 1),
    ],
)
def test_only_having_been_checked_unlocks(clicks: tuple[str, ...], place: str, unlocked: int) -> None:
    walk = Walk(desk_of(locked=True)).click(*clicks)
    assert (walk.place, walk.desk.unlocked, walk.desk.locked) == (place, unlocked, not unlocked)


def _paths(walk_to: Callable[[tuple[str, ...]], Walk], depth: int, path: tuple[str, ...] = ()) -> Iterator[Walk]:
    walk = walk_to(path)
    yield walk
    if depth and isinstance(walk.at, Page) and not isinstance(walk.at, Ended):
        for key in walk.buttons():
            if key != "yes" and not key.startswith(("tab ", "size ")):
                yield from _paths(walk_to, depth - 1, (*path, key))


def test_no_other_way_leads_out_of_the_lock() -> None:
    seen = [
        (walk.place, walk.desk.unlocked) for walk in _paths(lambda path: Walk(desk_of(locked=True)).click(*path), 4)
    ]
    assert len(seen) > 60
    assert not [place for place, unlocked in seen if unlocked or place.startswith("session")]


@pytest.mark.parametrize(
    "clicks",
    [
        ("start",),
        ("start", "n3"),
        ("start", "n7"),
        ("start", "n7", "on", "weakness"),
        ("start", "n7", *NONE),
        ("start", "n7", *NONE, "anyway"),
        ("other",),
        ("relief", "positions", "next"),
        ("relief", "help", "on", "on"),
        ("relief", "ladder"),
        ("settings", "tab Camera"),
        ("settings", "tab Privacy", "judging"),
    ],
)
def test_escape_leads_home_and_does_nothing_else(clicks: tuple[str, ...]) -> None:
    walk = Walk(desk_of()).click(*clicks)
    told, answers = list(walk.desk.told), list(walk.desk.answers)
    for _ in range(12):
        if walk.place != "HomePage":
            walk.key(pygame.K_ESCAPE)
    assert walk.place == "HomePage"
    assert (walk.desk.told, walk.desk.answers, walk.desk.unlocked, walk.desk.begun) == (told, answers, 0, [])
    assert walk.key(pygame.K_ESCAPE).place == "out"


def test_escape_in_an_emergency_leaves_it_locked() -> None:
    walk = (
        Walk(desk_of(due=True)).click("start", "n1", "bladder", "on", "checked").key(pygame.K_ESCAPE, pygame.K_ESCAPE)
    )
    assert (walk.place, walk.desk.locked) == ("HomePage", True)


# --- Home. ---


@pytest.mark.parametrize("key", ["history", "posture"])
def test_home_leads_to_the_rooms_of_others_and_back(key: str) -> None:
    walk = Walk(desk_of()).click(key)
    assert walk.place == key
    assert walk.key(pygame.K_ESCAPE).place == "HomePage"


def test_without_posture_watch_there_is_no_button() -> None:
    assert "posture" not in Walk(desk_of(), posture=False).buttons()


def test_enter_starts_todays_plan() -> None:
    assert Walk(desk_of()).key(pygame.K_RETURN, pygame.K_1, pygame.K_RETURN).place == START


def test_another_plan_becomes_todays() -> None:
    walk = Walk(desk_of()).click("other", "plan first_steps")
    walk.frame()
    assert (walk.place, walk.desk.settings.routine) == ("HomePage", "first_steps")
    assert walk.click("start", "n1", "go").place == "session first_steps"


def test_many_plans_are_paged() -> None:
    walk = Walk(desk_of(None, (DAILY, GENTLE, ENDLESS) * 3)).click("other", "more 6")
    assert "plan daily_back_care" in walk.buttons()
    assert walk.click("back").place == "PlansPage"
    assert walk.click("back").place == "HomePage"


def test_home_is_there_before_anything_is_read_and_nothing_jumps() -> None:
    walk = Walk(desk_of(ready=False))
    assert "start" not in walk.buttons()
    assert "Reading your plans ..." in [e.text for e in walk.at.elements(SIZE) if isinstance(e, Text)]
    assert walk.click("relief", "help").place == "AdvicePage"
    walk.key(pygame.K_ESCAPE, pygame.K_ESCAPE)

    def fixed() -> list[Any]:
        kept = {"relief", "history", "posture", "settings"}
        found = walk.at.elements(SIZE)
        return [e.box for e in found if isinstance(e, Plate) or (isinstance(e, Button) and e.key in kept)]

    before = fixed()
    walk.desk.ready = True
    walk.frame()
    assert "start" in walk.buttons()
    assert fixed() == before
