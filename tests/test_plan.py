"""The plan at work: over restarts and clock jumps, in a flare-up and after it, and what holds it back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from care_fakes import AtHome
from desk_walk import paint
from relief_fake import at_home

from coach.core.care.plan import GENTLE, MY_PLAN, current
from coach.core.care.record import CareRecord, FlareBegan, FlareEnded, PlanItem, PlanMade, PlanStep
from coach.core.history import SessionStarted
from coach.core.routine import Item, Routine
from coach.core.settings import Settings
from coach.ui.screens.plan import NewPlanPage
from tests.session_fakes import MORNING
from tests.test_plan_load import done

USUAL = ("strong", "days_3")
MADE = PlanMade(plan="p", at=MORNING, goal="strong", days=3, floor=True)
BRIDGE = PlanItem(plan="p", number=0, exercise="glute_bridge", sets=3, reps=10, hold_s=3, rest_s=45)
PLANK = PlanItem(plan="p", number=1, exercise="plank", sets=3, reps=1, hold_s=20, rest_s=30)


def step(id_: str, what: Any, after: str, how: Any = "taken", number: int = 0, plan: str = "p") -> PlanStep:
    return PlanStep(
        step=id_, at=MORNING, plan=plan, number=number, what=what, before="", after=after, rule="r", how=how
    )


@pytest.fixture(scope="module")
def exercises() -> Any:
    return at_home().desk.exercises()


def plan_of(exercises: Any, *steps: PlanStep) -> Any:
    record = CareRecord(plans=(MADE,), plan_items=(BRIDGE, PLANK))
    for one in steps:
        record = record.with_told(one)
    found = current(record, exercises)
    assert found is not None
    return found


def test_another_plan_says_what_the_answers_leave_out() -> None:
    home = at_home()
    plan = home.desk.care.plan
    assert plan.unsuited("daily_back_care") == ""
    plan.make((*USUAL, "osteoporosis"))
    assert "Knee to chest" in plan.unsuited("daily_back_care")
    assert plan.note("daily_back_care") == plan.unsuited("daily_back_care")
    assert plan.unsuited(MY_PLAN) == ""


@pytest.mark.parametrize(
    ("steps", "bridge"),
    [
        ((), BRIDGE),
        ((step("1", "sets", "4"),), replace(BRIDGE, sets=4)),
        ((step("1", "reps", "12"), step("2", "hold_s", "5")), replace(BRIDGE, reps=12, hold_s=5)),
        ((step("1", "sets", "4", "refused"),), BRIDGE),
        ((step("1", "sets", "4"), step("1", "sets", "4", "undone")), BRIDGE),
        ((step("1", "sets", "4", "by_therapist"), step("2", "sets", "2", "by_hand")), replace(BRIDGE, sets=2)),
        ((step("1", "sets", "many"), step("2", "reps", "0"), step("3", "hold_s", "-1")), BRIDGE),
        ((step("1", "exercise", "no_such_thing"),), BRIDGE),
        ((step("1", "sets", "4", plan="another"), step("2", "sets", "4", number=7)), BRIDGE),
    ],
)
def test_the_plan_in_use_has_its_steps(exercises: Any, steps: tuple[PlanStep, ...], bridge: PlanItem) -> None:
    assert plan_of(exercises, *steps).items == (bridge, PLANK)


def test_another_exercise_comes_with_its_own_dose(exercises: Any) -> None:
    item = plan_of(exercises, step("1", "sets", "1"), step("2", "exercise", "bird_dog")).item(0)
    dose = exercises["bird_dog"].dose
    assert (item.exercise, item.sets, item.reps, item.hold_s) == ("bird_dog", dose.sets, dose.reps, dose.hold_s)


def test_without_what_is_known_there_is_no_plan(exercises: Any) -> None:
    assert current(CareRecord(), exercises) is None
    assert current(CareRecord(plans=(MADE,), plan_items=(replace(BRIDGE, exercise="gone"),)), exercises) is None


def test_a_plan_outlasts_a_restart_and_a_clock_set_back() -> None:
    home = at_home()
    home.desk.care.plan.make(USUAL)
    before = home.desk.care.plan.plan
    home.wall_jumps(days=-400)
    assert home.again().desk.care.plan.plan == before
    home.desk.care.plan.make(("looser", "days_4"))
    now = home.again().desk.care.plan.plan
    assert now is not None
    assert (now.made.goal, now.made.days) == ("looser", 4)


def test_it_is_offered_first_and_its_sessions_are_kept_as_its_own() -> None:
    home = at_home()
    assert home.desk.plans()[0].id == "daily_back_care"
    home.desk.care.plan.make(USUAL)
    assert (home.desk.plans()[0].id, home.settings.routine) == (MY_PLAN, MY_PLAN)
    home.desk.begin(MY_PLAN)
    home.desk.close()
    assert [entry.routine for entry in home.history.of(SessionStarted)] == [MY_PLAN]


def test_a_therapists_routine_stays_first_choice() -> None:
    home = at_home(Settings(welcomed=True, routine="first_steps"))
    shelf = home.desk.care._world.shelf
    assert shelf is not None
    assigned = replace(shelf.routines["first_steps"], author="J. Doe")
    home.changes["read_shelf"] = lambda: replace(shelf, routines={**shelf.routines, "first_steps": assigned})
    home.again().desk.care.plan.make(USUAL)
    assert home.desk.plans()[0].id == "first_steps"


def test_a_swap_is_kept_as_a_step_by_hand() -> None:
    home = at_home()
    care = home.desk.care.plan
    care.make(USUAL)
    plan = care.plan
    assert plan is not None
    other = care.swaps(1)[0]
    care.swap(1, other.id)
    swapped = home.again().desk.care.plan.plan
    assert swapped is not None
    assert (swapped.items[1].exercise, swapped.items[0]) == (other.id, plan.items[0])
    assert [one.how for one in home.desk.care._world.care.plan_steps] == ["by_hand"]


def test_changed_answers_keep_what_was_worked_up_to() -> None:
    home = at_home()
    care = home.desk.care.plan
    care.make((*USUAL, "minutes_20"))
    plan = care.plan
    assert plan is not None
    strong = next(item for item in plan.items if item.exercise == "glute_bridge")
    told = replace(step("1", "reps", "14", number=strong.number), plan=plan.made.plan)
    home.desk.care._world.tell(told)
    proposal, shorter = care.propose((*USUAL, "days_4")), care.propose((*USUAL, "minutes_10"))
    assert proposal
    assert shorter
    assert [[one.reps for one in each.items if one.exercise == "glute_bridge"] for each in (proposal, shorter)] == [
        [14],
        [10],
    ]


# --- A flare-up, and after it. ---


def flared(*ticked: str) -> AtHome:
    """Somebody whose plan has a plank in it, two days later, in a flare-up."""
    home = at_home()
    home.desk.care.plan.make((*USUAL, *ticked))
    plan = home.desk.care.plan.plan
    assert plan is not None
    home.desk.care.plan.swap(plan.items[1].number, "plank")
    home.passes(days=2)
    home.desk.care._world.tell(FlareBegan(flare="f", at=home.calendar.at, onset=home.calendar.at))
    return home


def test_in_a_flare_up_gentle_things_come_first() -> None:
    home = flared()
    care = home.desk.care.plan
    assert home.desk.plans()[0].id == GENTLE
    assert [care.waits(id_) for id_ in (GENTLE, MY_PLAN, "core_pyramid", "morning_loosen")] == [
        False,
        True,
        True,
        False,
    ]
    assert care.note(MY_PLAN).startswith("Waits until")
    home.desk.begin(GENTLE)
    assert home.settings.routine == MY_PLAN


def test_the_person_may_choose_another_in_a_flare_up() -> None:
    home = flared()
    home.desk.care.plan.choose(MY_PLAN)
    assert home.desk.plans()[0].id == MY_PLAN
    assert home.again().desk.plans()[0].id == GENTLE


def test_excluded_moves_are_not_gentle_either() -> None:
    names = flared("osteoporosis").desk.plans()[0].exercises
    assert "Knee to chest" not in names
    assert names


def test_answers_that_leave_no_exercise_hold_all_the_same() -> None:
    home, ticked = flared(), (*USUAL, "pregnant", "knees", "unsteady")
    page = NewPlanPage(paint(), home.desk, frozenset((*ticked, "bending")), None)
    page.press("home")
    care = home.again().desk.care.plan
    assert (care.plan, care.ticked) == (None, {*ticked, "bending"})
    assert not [name for plan in home.desk.plans()[:1] if plan.id == GENTLE for name in plan.exercises]
    assert not care.suits(home.desk.exercises()["pelvic_tilt"])


@pytest.mark.parametrize(("ticked", "easier"), [((), "cat_cow"), (("osteoporosis",), None)])
def test_what_is_left_out_of_the_plan_is_not_offered_in_a_session_either(
    ticked: tuple[str, ...], easier: str | None
) -> None:
    home = at_home()
    home.desk.care.plan.make((*USUAL, *ticked))
    exercises = home.desk.exercises()
    bird_dogs = Routine(id="r", name="r", summary="r", items=(Item(exercise="bird_dog"),))
    offered = home.desk._session_plan(bird_dogs, exercises).easier.get("bird_dog")
    assert (offered.id if offered else None) == easier


def test_a_break_at_the_desk_offers_nothing_that_is_left_out_of_the_plan() -> None:
    home = at_home()
    assert len(home.desk.care.plan.moves()) == 5
    home.desk.care.plan.make((*USUAL, "arching", "knees"))
    assert {one.id for one in home.desk.care.plan.moves()} == {"chin_tuck", "overhead_reach"}


def over(home: AtHome) -> AtHome:
    home.passes(days=1)
    home.desk.care._world.tell(FlareEnded(flare="f", at=home.calendar.at))
    return home


@pytest.mark.parametrize("take", [True, False])
def test_after_it_one_step_down_is_offered_once(take: bool) -> None:
    home = over(flared())
    care = home.desk.care.plan
    easing, before = care.easing, care.plan
    assert easing
    assert before
    assert (easing.what, easing.before, easing.after) == ("exercise", "plank", "knee_plank")
    assert care.note(MY_PLAN).startswith("Your flare-up is over")
    care.answer_easing(take=take)
    after = home.again().desk.care.plan.plan
    assert after is not None
    assert (after.items[1].exercise, home.desk.care.plan.easing) == ("knee_plank" if take else "plank", None)


def test_a_clock_set_back_after_it_offers_no_second_step_down() -> None:
    home = over(flared())
    home.wall_jumps(days=-1, hours=-1).desk.care.plan.answer_easing(take=True)
    assert home.desk.care.plan.easing is None
    assert home.again().desk.care.plan.easing is None


def test_nothing_is_offered_in_it_or_once_the_plan_was_practised() -> None:
    home = flared()
    assert home.desk.care.plan.easing is None
    over(home).history.kept.append(done("glute_bridge", MY_PLAN, at=home.calendar.at + timedelta(hours=1)))
    assert home.again().desk.care.plan.easing is None


def test_a_plan_made_after_it_begins_as_it_is() -> None:
    home = over(flared())
    home.passes(hours=1).desk.care.plan.make(USUAL)
    assert home.desk.care.plan.easing is None
