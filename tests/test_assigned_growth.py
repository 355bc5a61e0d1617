"""An assigned routine that may grow: offered after good sessions, within the limits, kept, taken back, told back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from care_fakes import AtHome
from desk_walk import paint
from history_samples import set_record
from page_check import SIZES, problems
from therapist_samples import ROUTINE, incoming, patient

from coach.core.care.record import FlareBegan, PlanStep
from coach.core.history import PainTold, SessionEnded, SessionRecord, SessionStarted
from coach.core.routine import Item
from coach.core.therapy import growing
from coach.core.therapy.assigned import Progress
from coach.core.therapy.share import Choice
from coach.ui.screens.growing import StepOfferPage
from coach.ui.screens.therapist import TherapistPage
from coach.ui.screens.therapist_take import RoutinePage
from tests.therapist_pages import waited

BRIDGE = Item(exercise="glute_bridge", sets=2, reps=8, hold_s=3, rest_s=45, target=163, tempo_s=(3, 3))
OFFERED = Progress(rule="offered", after_sessions=2, pain_at_most=3)


def at_home(item: Item = BRIDGE, progress: Progress = OFFERED) -> AtHome:
    return patient(incoming(replace(ROUTINE, items=(item,)), progress=progress))


def train(home: AtHome, times: int = 1, *, pain: int | None = None, share: float = 1.0) -> None:
    """Sessions of what the routine asks now, a day apart each."""
    for _ in range(times):
        home.passes(days=1)
        at, routine = home.calendar.at, home.desk.care.therapist.routine(ROUTINE.id)
        assert routine
        (item,) = routine.items
        asked, id_ = item.reps or 0, f"s{len(home.history.kept)}"
        made = [set_record(item.exercise, at, reps=asked, done=round(asked * share), hold_s=item.hold_s or 0)] * 2
        made = [replace(one, started=replace(one.started, sets=item.sets or 1)) for one in made]
        pains = [PainTold(at=at, when="after", score=pain, session=id_)] if pain is not None else []
        started = SessionStarted(session=id_, at=at, routine=ROUTINE.id, routine_name=ROUTINE.name)
        ended = SessionEnded(session=id_, at=at + timedelta(minutes=9), complete=True)
        home.history.kept.append(SessionRecord(started=started, ended=ended, sets=tuple(made), pains=tuple(pains)))
        home.desk.refresh()
        home.desk.wait_ready(10)


def grows(home: AtHome) -> Any:
    return home.desk.care.therapist.growing(ROUTINE.id)


def test_only_the_therapist_changes_it_unless_they_say_otherwise() -> None:
    home = at_home(progress=Progress())
    train(home, 4)
    assert grows(home) is None


def test_a_step_is_offered_taken_kept_and_the_rest_stays() -> None:
    home = at_home()
    train(home)
    assert grows(home).offer is None
    train(home)
    offer = grows(home).offer
    assert (offer.what, offer.before, offer.way) == ("reps", "8", "up")
    grows(home).answer(offer, take=True)
    home.again()
    (item,) = home.desk.care.therapist.routine(ROUTINE.id).items  # type: ignore[union-attr]
    assert item == replace(BRIDGE, reps=int(offer.after))
    session = home.desk.begin(ROUTINE.id)
    assert {work.reps for work in session.plan.sets} == {int(offer.after)}
    session.close()
    (step,) = home.history.of(PlanStep)
    assert step.plan == growing.plan_of("d" * 64)  # type: ignore[union-attr]


def test_a_new_version_is_not_grown_for_sessions_of_the_one_before() -> None:
    home = at_home()
    train(home, 3)
    for number, session in enumerate(home.history.kept):
        assert isinstance(session, SessionRecord)
        before = replace(session.started, versions={"routine_digest": "e" * 64})
        home.history.kept[number] = replace(session, started=before)
    home.desk.refresh()
    home.desk.wait_ready(10)
    assert grows(home).offer is None


def test_a_step_is_taken_back() -> None:
    home = at_home()
    train(home, 2)
    grows(home).answer(grows(home).offer, take=True)
    assert grows(home).undoable
    grows(home).undo()
    assert home.desk.care.therapist.routine(ROUTINE.id).items == (BRIDGE,)  # type: ignore[union-attr]
    assert [step.how for step in grows(home).past] == ["undone"]


@pytest.mark.parametrize(
    ("progress", "pain", "offered"),
    [
        (OFFERED, 3, True),
        (OFFERED, 4, False),
        (replace(OFFERED, pain_at_most=5), 4, True),
        (replace(OFFERED, after_sessions=4), 1, False),
    ],
)
def test_the_therapists_own_conditions_hold(progress: Progress, pain: int, offered: bool) -> None:
    home = at_home(progress=progress)
    train(home, 3, pain=pain)
    assert (grows(home).offer is not None) == offered


def test_weak_sessions_offer_less() -> None:
    home = at_home()
    train(home, 3, share=0.3)
    assert grows(home).offer.way == "down"


def test_in_a_flare_up_nothing_grows() -> None:
    home = at_home()
    train(home, 2)
    world = home.desk.care._world
    world.tell(FlareBegan(flare="f", at=world.now, onset=world.now))
    assert grows(home).offer is None


@pytest.mark.parametrize(
    ("what", "after", "item"),
    [
        ("reps", "20", replace(BRIDGE, reps=20)),
        ("reps", "21", BRIDGE),
        ("reps", "-1", BRIDGE),
        ("hold_s", "10", replace(BRIDGE, hold_s=10)),
        ("hold_s", "nan", BRIDGE),
        ("sets", "many", BRIDGE),
        ("exercise", "single_leg_bridge", BRIDGE),
    ],
)
def test_a_step_stays_within_the_limits(what: Any, after: str, item: Item) -> None:
    home = at_home()
    world = home.desk.care._world
    world.tell(
        PlanStep(step="s", at=world.now, plan=growing.plan_of("d" * 64), number=0, what=what, before="8", after=after,
                 rule="x", how="taken")
    )  # fmt: skip
    assert home.desk.care.therapist.routine(ROUTINE.id).items == (item,)  # type: ignore[union-attr]


def test_the_therapist_sees_the_step_in_the_results() -> None:
    home = at_home()
    taken = home.desk.care.therapist.taken[ROUTINE.id]
    home.desk.care.therapist._tell(taken, "taken")
    train(home, 2)
    grows(home).answer(grows(home).offer, take=True)
    sharing = home.desk.care.sharing
    waited(lambda: sharing.results("", Choice()) is not None)
    (change,) = sharing.results("", Choice()).changes  # type: ignore[union-attr]
    assert (change.exercise, change.what, change.before, change.how) == ("glute_bridge", "reps", "8", "taken")


def test_its_pages_fit() -> None:
    home = at_home()
    train(home, 2)
    offer = StepOfferPage(paint(), grows(home))
    pages = [TherapistPage(paint(), home.desk), offer]
    offer.press("take")
    pages.append(RoutinePage(paint(), home.desk, ROUTINE.id))
    assert [found for page in pages for size in SIZES if (found := problems(page, size))] == []
