"""The plan as it grows at home: an offer after two good sessions, taken, kept through a restart, taken back."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pygame
import pytest
from care_fakes import AtHome
from history_samples import set_record
from page_check import SCALES, SIZES, painter, problems

from coach.core.care import plan as plans
from coach.core.care.record import FlareBegan, FlareEnded, PlanItem, PlanMade, PlanStep
from coach.core.history import SessionEnded, SessionRecord, SessionStarted
from coach.ui.growing import Growing
from coach.ui.screens.growing import StepOfferPage, StepsPage

FONTS = Path(__file__).parents[1] / "assets" / "fonts"


def at_home(plan: bool = True) -> AtHome:
    """Somebody with a plan of one bridge exercise, as its own dose asks."""
    home = AtHome()
    world, dose = home.desk.care._world, home.desk.exercises()["glute_bridge"].dose
    if plan:
        world.tell(PlanMade(plan="p", at=world.now, goal="core", days=3, floor=True))
        item = PlanItem(
            plan="p", number=0, exercise="glute_bridge", sets=1, reps=dose.reps, hold_s=dose.hold_s, rest_s=45
        )
        world.tell(item)
    return home


def train(home: AtHome, times: int = 1, done: int | None = None) -> None:
    """Sessions of what the plan asks, a day apart each."""
    for _ in range(times):
        home.passes(days=1)
        desk, at = home.desk, home.calendar.at
        current = plans.current(desk.care._world.care, desk.exercises())
        assert current
        (item,) = current.items
        full = item.reps if done is None else done
        made = set_record(item.exercise, at, reps=item.reps, done=full, hold_s=item.hold_s)
        made = replace(made, started=replace(made.started, sets=item.sets))
        id_ = f"s{len(home.history.kept)}"
        started = SessionStarted(session=id_, at=at, routine=plans.MY_PLAN, routine_name="Your plan")
        ended = SessionEnded(session=id_, at=at + timedelta(minutes=9), complete=True)
        home.history.kept.append(SessionRecord(started=started, ended=ended, sets=(made,)))
        desk.refresh()
        desk.wait_ready(10)


def reps(home: AtHome) -> int:
    current = plans.current(home.desk.care._world.care, home.desk.exercises())
    assert current
    return current.items[0].reps


def test_without_a_plan_nothing_is_offered() -> None:
    growth = at_home(plan=False).desk.care.growth
    assert growth.offer is None
    assert growth.past == ()
    assert not growth.undoable


@pytest.mark.parametrize("take", [True, False])
def test_an_answer_is_kept_through_a_restart_and_two_sessions_follow(take: bool) -> None:
    home = at_home()
    before = reps(home)
    train(home)
    assert home.desk.care.growth.offer is None
    train(home)
    offer = home.desk.care.growth.offer
    assert offer
    assert (offer.what, offer.before) == ("reps", str(before))
    home.desk.care.growth.answer(offer, take=take)
    assert home.desk.care.growth.offer is None
    home.again()
    assert reps(home) == (int(offer.after) if take else before)
    assert home.desk.care.growth.offer is None
    train(home, 1)
    assert home.desk.care.growth.offer is None
    train(home, 1)
    assert home.desk.care.growth.offer is not None


def test_the_last_change_can_be_taken_back_and_stays_in_the_record() -> None:
    home = at_home()
    before = reps(home)
    train(home, 2)
    growth = home.desk.care.growth
    assert growth.offer
    growth.answer(growth.offer, take=True)
    assert growth.undoable
    growth.undo()
    assert reps(home) == before
    assert [(step.how, step.text) for step in growth.past] == [
        ("undone", f"Glute bridge: {before} to {before + 2} repetitions")
    ]
    assert not home.again().desk.care.growth.undoable


def test_three_weak_sessions_offer_less() -> None:
    home = at_home()
    train(home, 3, done=2)
    offer = home.desk.care.growth.offer
    assert offer
    assert offer.way == "down"
    assert int(offer.after) < int(offer.before)


def test_in_a_flare_up_nothing_grows() -> None:
    home = at_home()
    train(home, 2)
    world = home.desk.care._world
    world.tell(FlareBegan(flare="f", at=world.now, onset=world.now))
    assert home.desk.care.growth.offer is None
    world.tell(FlareEnded(flare="f", at=world.now))
    assert home.desk.care.growth.offer is not None


@pytest.mark.parametrize("jump", [-30, 30])
def test_a_clock_that_jumps_between_sessions_changes_nothing(jump: int) -> None:
    home = at_home()
    train(home)
    home.wall_jumps(days=jump)
    train(home)
    assert home.desk.care.growth.offer is not None


class Long:
    """A plan with a long name and many changes."""

    def __init__(self, growing: Growing) -> None:
        self.offer = growing.offer and replace(
            growing.offer, text="Single-leg glute bridge with crossed arms in place of double knee to chest, for now?"
        )
        self.yours, self.source = growing.yours, growing.source
        self.past = tuple(growing.past) * 12
        self.undoable = True

    def answer(self, offer: Any, *, take: bool) -> None:
        """Not asked here."""

    def undo(self) -> None:
        """Not asked here."""


def _growing() -> Growing:
    home = at_home()
    train(home, 2)
    world = home.desk.care._world
    world.tell(
        PlanStep(step="a", at=world.now, plan="p", number=0, what="exercise", before="plank", after="glute_bridge",
                 rule="pain_up", how="by_therapist")
    )  # fmt: skip
    return home.desk.care.growth


@pytest.mark.parametrize("scale", SCALES)
def test_the_pages_fit(scale: float) -> None:
    some = _growing()
    for growing in (some, Long(some), at_home(plan=False).desk.care.growth):
        for page in (StepOfferPage(painter(FONTS, scale), growing), StepsPage(painter(FONTS, scale), growing)):
            for size in SIZES:
                assert problems(page, size) == []


def test_either_answer_is_one_press() -> None:
    for key, how in ((pygame.K_RETURN, "taken"), (pygame.K_n, "refused")):
        home = at_home()
        train(home, 2)
        page = StepOfferPage(painter(FONTS), home.desk.care.growth)
        page.draw(pygame.Surface((1280, 720)))
        move = page.handle(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
        assert move
        assert move.kind == "back"
        assert [step.how for step in home.desk.care._world.care.plan_steps] == [how]
