"""Home with the plan, the way through its questions, and every page of it at every size."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pygame
import pytest
from around_pages import words
from desk_fake import DAILY, desk_of
from desk_walk import SIZE, Walk, paint
from page_check import SCALES, SIZES, problems
from plan_pages import PAGES_OF_PLAN, SOME, desk
from test_screens_around import FORBIDDEN

from coach.core.settings import Settings
from coach.ui.elements import Button, Text


@pytest.mark.parametrize("name", PAGES_OF_PLAN)
def test_everything_fits(name: str) -> None:
    """At a desk and upright; every other size and larger type in the slow run."""
    page = PAGES_OF_PLAN[name](paint())
    assert {size: found for size in (SIZES[0], SIZES[3]) if (found := problems(page, size))} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES_OF_PLAN)
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("light", [True, False])
def test_everything_fits_at_every_size(name: str, scale: float, light: bool) -> None:
    page = PAGES_OF_PLAN[name](paint(scale, light=light))
    assert {size: found for size in SIZES if (found := problems(page, size))} == {}


@pytest.mark.parametrize("name", PAGES_OF_PLAN)
def test_words_promise_nothing(name: str) -> None:
    assert [text for text in words(PAGES_OF_PLAN[name](paint())) if FORBIDDEN.search(text)] == []


def walk(*ticked: str, flare: str = "", plank: bool = False) -> Walk:
    """Somebody with a real desk before the window. Nothing is told to it by those that share it."""
    made = desk.__wrapped__(*ticked, flare=flare, plank=plank)
    return Walk(made)  # type: ignore[arg-type]


def texts(here: Walk) -> list[str]:
    return [element.text for element in here.at.elements(SIZE) if isinstance(element, Text)]


def test_questions_make_a_plan_and_home_offers_it() -> None:
    here = walk()
    assert here.click("plan").place == "PlanQuestionPage"
    here.click("strong", "on", "days_4", "on", "on", "neither", "on", "knees", "wrists", "on", "minutes_20", "on")
    assert here.place == "NewPlanPage"
    assert here.click("use").place == "PlanPage"
    here.key(pygame.K_ESCAPE)
    here.frame()
    assert (here.place, here.desk.plans()[0].id) == ("HomePage", "my_plan")
    plan = here.desk.care.plan.plan
    assert (plan.made.days, set(plan.made.answers)) == (
        4,
        {"strong", "days_4", "neither", "knees", "wrists", "minutes_20"},
    )
    assert here.click("start", "n1").place in ("StopRulesPage", "QuestionPage")


def test_every_question_can_be_skipped_and_paged_back() -> None:
    here = walk().click("plan", *("on",) * 6)
    assert here.place == "NewPlanPage"
    here.click("back", *("back",) * 6)
    assert (here.place, here.desk.care.plan.plan) == ("HomePage", None)


def test_one_answer_of_one_many_of_many_and_ticks_stay() -> None:
    here = walk().click("plan", "strong", "looser", "on", "days_2", "days_5", "days_5", "back")
    assert [e.key for e in here.at.elements(SIZE) if isinstance(e, Button) and e.on] == ["looser"]
    here.click("on")
    assert [e.key for e in here.at.elements(SIZE) if isinstance(e, Button) and e.on] == []


def test_where_nothing_suits_nothing_is_kept() -> None:
    here = walk().click("plan", "on", "on", "floor_no", "on", "on", "unsteady", "knees", "shoulders", "on", "on")
    assert "Please ask a therapist" in texts(here)
    assert here.click("left").place == "LeftOutPage"
    assert here.click("back", "home").place == "HomePage"
    assert here.desk.care.plan.plan is None


def test_answers_stand_when_they_are_changed() -> None:
    here = walk(*SOME).click("plan", "change", "on", "on", "on", "on")
    assert {e.key for e in here.at.elements(SIZE) if isinstance(e, Button) and e.on} == {
        "osteoporosis",
        "pressure",
        "wrists",
    }


def test_an_exercise_is_swapped_by_hand() -> None:
    here = walk("strong").click("plan", "item 1", "swap")
    other = next(key for key in here.buttons() if key.startswith("take "))
    assert here.click(other).place == "PlanItemPage"
    assert here.desk.care.plan.plan.items[1].exercise == other.removeprefix("take ")


def test_a_plan_that_waits_says_so_and_the_person_decides() -> None:
    here = walk("strong", flare="open", plank=True).click("plan")
    assert "Waits until the flare-up is over" in [e.note for e in here.at.elements(SIZE) if isinstance(e, Button)]
    assert here.click("start").place == "WaitsPage"
    assert here.click("anyway").place == "ScalePage"
    here.key(pygame.K_ESCAPE).click("plan", "start", "gentle")
    assert here.place == "ScalePage"


def test_gentle_moves_begin_at_once() -> None:
    here = walk("strong", flare="open", plank=True)
    assert "Gentle moves" in texts(here)
    assert here.click("start").place == "ScalePage"


def test_the_step_down_is_answered_on_the_plan() -> None:
    here = walk("strong", flare="over", plank=True).click("plan")
    assert "ease" in here.buttons()
    assert "ease" not in here.click("ease").buttons()
    assert here.desk.care.plan.plan.items[1].exercise == "knee_plank"


@pytest.mark.parametrize(
    ("key", "place"), [(pygame.K_r, "ReliefPage"), (pygame.K_p, "PlanQuestionPage"), (pygame.K_w, "week")]
)
def test_one_key_leads_there(key: int, place: str) -> None:
    here = walk()
    here.home._rooms["week"] = here._to("week")
    assert here.key(key).place == place


@pytest.mark.parametrize(
    ("care", "said"),
    [
        ({"flare": SimpleNamespace(line="Day 2 of a flare-up.")}, "Day 2 of a flare-up."),
        ({"flare": SimpleNamespace(line="")}, "1 session this week."),
    ],
)
def test_a_flare_up_takes_the_line_of_the_week(care: dict[str, Any], said: str) -> None:
    fake = desk_of()
    for name, value in care.items():
        setattr(fake.care, name, value)
    assert any(text.startswith(said) for text in texts(Walk(fake)))


@pytest.mark.parametrize(
    ("rounds", "place"),
    [(("cold",), "ThermalPage"), (("rest",), "RestPage"), (("cold", "rest"), "ThermalPage")],
)
def test_a_running_round_shows_and_leads_to_its_clock(rounds: tuple[str, ...], place: str) -> None:
    here = walk()
    relief = here.desk.care.relief
    for one in rounds:
        relief.begin_rest(1200) if one == "rest" else relief.begin(one)
    assert problems(here.home, SIZE) == []
    assert here.click("round").place == place
    here.key(pygame.K_ESCAPE)
    assert here.place == "HomePage"


def test_the_first_start_ends_with_the_offer_of_a_plan() -> None:
    here = Walk(desk_of(Settings()))
    here.click(*("next",) * 3).click("next", "next", "next")
    assert here.place == "OfferPage"
    assert (here.click("next").place, here.desk.settings.welcomed) == ("PlanQuestionPage", True)


def test_what_was_left_out_is_paged_back_a_page_at_a_time() -> None:
    here = walk("strong", "osteoporosis", "knees", "wrists").click("plan", "left", "more", "more")
    assert here.at._first == 8
    assert (here.click("back").at._first, here.click("back").at._first) == (4, 0)
    assert here.click("back").place == "PlanPage"


def test_plans_are_paged_back_a_page_at_a_time() -> None:
    here = Walk(desk_of(plans=[replace(DAILY, id=f"p{number}") for number in range(14)])).click(
        "other", "more 6", "more 12"
    )
    assert (here.click("back").at._first, here.click("back").at._first) == (6, 0)


def test_other_plans_say_what_the_answers_leave_out() -> None:
    here = walk("strong", "osteoporosis", "knees", "hips", "wrists", "leg_pain", "both_ways").click("other")
    notes = {e.key: e.note for e in here.at.elements(SIZE) if isinstance(e, Button)}
    assert notes["plan first_steps"] == "Your answers left out: Knee to chest and 1 more."
    assert {size: found for size in SIZES if (found := problems(here.at, size))} == {}
