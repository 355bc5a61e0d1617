"""The pages of the plan, and home with it, in each state that matters for their layout."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from relief_fake import at_home

from coach.core.care.record import FlareBegan, FlareEnded
from coach.core.settings import Settings
from coach.desk import FrontDesk
from coach.ui.app import Move
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.screens import plan, plan_flare, plan_item, plan_left, plan_questions
from coach.ui.screens.home import HomePage, PlansPage
from coach.ui.screens.welcome import PAGES, welcome_page

NAME = "Maximiliane-Theodora von und zu Hohenlohe"
SETTINGS = Settings(welcomed=True, name=NAME)
SOME = ("strong", "days_3", "osteoporosis", "pressure", "wrists", "minutes_20")
EVERY = ("strong", "days_6", "osteoporosis", "pregnant", "pressure", "leg_pain", "unsteady", "minutes_30")
NOTHING = ("floor_no", "unsteady", "knees", "shoulders")
ROOMS: Any = dict.fromkeys(("start", "history", "posture", "week"), lambda *_: Move("back"))


def nowhere(*_: object) -> Any:
    """Where buttons of no interest lead."""
    return Move("back")


@cache
def desk(*ticked: str, plank: bool = False, flare: str = "") -> FrontDesk:
    """A person with a plan for what they ticked (none without a tick), perhaps in a flare-up ("open") or after it
    ("over"); `plank` puts one in. Kept for several tests: they only look."""
    home = at_home(SETTINGS)
    care = home.desk.care.plan
    if ticked:
        care.make(ticked)
    if plank:
        care.swap(1, "plank")
    home.passes(days=2)
    if flare:
        home.desk.care._world.tell(FlareBegan(flare="f", at=home.calendar.at, onset=home.calendar.at))
    if flare == "over":
        at: datetime = home.passes(days=2).calendar.at + timedelta(0)
        home.desk.care._world.tell(FlareEnded(flare="f", at=at))
    return home.desk


def live(page: Page) -> Page:
    """A page a moment later."""
    page.update(1 / 60)
    return page


def questions(painter: Painter, number: int) -> Page:
    return plan_questions.PlanQuestionPage(painter, desk(*SOME), nowhere, number)


def _left(painter: Painter, first: int) -> Page:
    proposal = desk().care.plan.propose((*EVERY, "bending", "hips", "knees"))
    assert proposal is not None
    return plan_left.LeftOutPage(painter, desk(), proposal.left_out, first)


PAGES_OF_PLAN: dict[str, Callable[[Painter], Page]] = {
    "home_without": lambda p: live(HomePage(p, desk(), ROOMS)),
    "home": lambda p: live(HomePage(p, desk("strong"), ROOMS)),
    "home_flare": lambda p: live(HomePage(p, desk("strong", plank=True, flare="open"), ROOMS)),
    "home_over": lambda p: live(HomePage(p, desk("strong", plank=True, flare="over"), ROOMS)),
    "plans_flare": lambda p: live(PlansPage(p, desk("strong", plank=True, flare="open"))),
    **{f"question_{n}": (lambda p, n=n: questions(p, n)) for n in range(6)},
    "plan": lambda p: plan.PlanPage(p, desk("strong"), nowhere),
    "plan_some": lambda p: plan.PlanPage(p, desk(*SOME), None),
    "plan_every": lambda p: plan.PlanPage(p, desk(*EVERY, flare="over"), nowhere),
    "plan_flare": lambda p: plan.PlanPage(p, desk("strong", plank=True, flare="open"), nowhere),
    "plan_over": lambda p: plan.PlanPage(p, desk("strong", "pregnant", "leg_pain", flare="over"), nowhere),
    "new": lambda p: plan.NewPlanPage(p, desk(), frozenset(SOME), nowhere),
    "new_every": lambda p: plan.NewPlanPage(p, desk(), frozenset(EVERY), nowhere),
    "new_nothing": lambda p: plan.NewPlanPage(p, desk(), frozenset(NOTHING), nowhere),
    **{f"item_{n}": (lambda p, n=n: plan_item.PlanItemPage(p, desk("strong"), n)) for n in range(4)},
    "swap": lambda p: plan_item.SwapPage(p, desk("strong"), 1),
    "swap_last": lambda p: plan_item.SwapPage(p, desk("strong"), 3),
    "left": lambda p: _left(p, 0),
    "left_next": lambda p: _left(p, 4),
    "waits": lambda p: plan_flare.WaitsPage(p, desk("strong", flare="open"), nowhere, nowhere),
    "waits_alone": lambda p: plan_flare.WaitsPage(p, desk("strong", flare="open"), nowhere, None),
    "offer": lambda p: welcome_page(p, desk(), len(PAGES) - 1),
}
