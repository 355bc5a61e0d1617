"""How a plan grows and shrinks: tables of sessions, and the one change that is offered after them."""

import itertools
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from history_samples import TODAY, moment, set_record
from hypothesis import given, strategies as st
from streams import exercise

from coach.adapters.library import load_growth
from coach.core.care.progression import Offer, Standing, offer
from coach.core.care.record import PlanStep
from coach.core.dose import Dose
from coach.core.history import PainTold, SessionEnded, SessionRecord, SessionStarted
from coach.core.spec import Exercise

GROWTH: Final = load_growth(Path(__file__).parents[1] / "assets" / "care" / "progression.toml")


def _exercise(id_: str, dose: Dose, **links: tuple[str, ...]) -> Exercise:
    return replace(exercise(id_), dose=dose, **{"easier": (), "harder": (), **links})  # type: ignore[arg-type]


BRIDGE = _exercise(
    "glute_bridge",
    Dose(sets=2, reps=8, hold_s=3, sets_range=(1, 3), reps_range=(6, 10), source="test"),
    harder=("bird_dog",),
    easier=("knee_to_chest",),
)
PLANK = _exercise(
    "plank", Dose(sets=2, reps=2, hold_s=20, hold_range_s=(10, 22), source="test"), easier=("knee_to_chest",)
)
ALL = {one.id: one for one in (BRIDGE, PLANK, exercise("bird_dog"), exercise("knee_to_chest"))}


@dataclass(frozen=True)
class Did:
    """One session of the bridge: repetitions done in each of two sets of eight, faults, pain, effort."""

    done: tuple[int, int] = (8, 8)
    slipped: int = 0
    pains: tuple[int | None, int | None, int | None] = (2, 2, 2)
    effort: int | None = 4
    end: str = "done"


def _session(n: int, did: Did, days: int = 0) -> SessionRecord:
    day = TODAY + timedelta(days=2 * n + days)
    at, id_ = moment(day), f"s{n}"
    sets = [set_record("glute_bridge", at, number=k, reps=8, done=done, end=did.end) for k, done in enumerate(did.done)]
    spoilt = [replace(rep, faults=("over_arch",) if k < did.slipped else ()) for k, rep in enumerate(sets[0].reps)]
    sets[0] = replace(sets[0], reps=tuple(spoilt))
    told = zip(("before", "after", "morning"), did.pains, strict=True)
    return SessionRecord(
        started=SessionStarted(session=id_, at=at, routine="my_plan", routine_name="Your plan"),
        ended=SessionEnded(session=id_, at=at + timedelta(minutes=20), complete=True),
        sets=tuple(sets),
        pains=tuple(PainTold(at=at, when=when, score=score) for when, score in told if score is not None),  # type: ignore[arg-type]
        effort=did.effort,
    )


def _offer(
    *dids: Did, sets: int = 2, reps: int = 8, steps: tuple[PlanStep, ...] = (), item: Exercise = BRIDGE
) -> Offer | None:
    standing = Standing(number=0, exercise=item, sets=sets, reps=reps, hold_s=3)
    sessions = [_session(n, did) for n, did in enumerate(dids)]
    return offer([standing], sessions, steps, GROWTH, ALL, lambda one: True)


MORE, LESS = ("reps", "8", "10", "over_performed"), ("reps", "8", "6", "under_performed")
EASE = ("reps", "8", "6", "pain_up")
FULL, SOME, WEAK = Did(), Did(done=(8, 7)), Did(done=(6, 6))
EASED = Did(end="eased")
SORE = Did(pains=(1, 3, None))
NEXT_MORNING = Did(pains=(1, 1, 3))


@pytest.mark.parametrize(
    ("dids", "offered"),
    [
        pytest.param((), None, id="nothing done yet"),
        pytest.param((FULL,), None, id="one session is not enough"),
        pytest.param((FULL, FULL), MORE, id="two in form: two repetitions more"),
        pytest.param((FULL, SOME), None, id="not all of it in the last"),
        pytest.param((SOME, FULL, FULL), MORE, id="the last two count"),
        pytest.param((FULL, SOME, FULL), None, id="running means running"),
        pytest.param((FULL, Did(slipped=4)), None, id="form slipped in a quarter"),
        pytest.param((FULL, Did(slipped=1)), MORE, id="one slip in eight is fine"),
        pytest.param((FULL, Did(pains=(4, 4, None))), None, id="pain above three"),
        pytest.param((FULL, Did(pains=(3, 3, 3))), MORE, id="pain of three"),
        pytest.param((FULL, Did(effort=7)), None, id="very hard"),
        pytest.param((Did(pains=(None,) * 3), Did(pains=(None,) * 3)), MORE, id="pain not told"),
        pytest.param((WEAK, WEAK), None, id="two weak ones are not enough"),
        pytest.param((WEAK, WEAK, WEAK), LESS, id="three weak ones"),
        pytest.param((EASED, EASED, EASED), LESS, id="three times form gave way"),
        pytest.param((WEAK, FULL, WEAK, WEAK), None, id="weak ones must be running"),
        pytest.param((FULL, SORE), EASE, id="two points more afterwards"),
        pytest.param((FULL, NEXT_MORNING), EASE, id="two points more next morning"),
        pytest.param((SORE, FULL), None, id="pain that was up the time before"),
        pytest.param((FULL, Did(pains=(1, 2, None))), MORE, id="one point more is fine"),
    ],
)  # fmt: skip
def test_what_is_offered(dids: tuple[Did, ...], offered: tuple[str, str, str, str] | None) -> None:
    found = _offer(*dids)
    assert (found and (found.what, found.before, found.after, found.rule)) == offered


@pytest.mark.parametrize(
    ("sets", "reps", "way", "offered"),
    [
        (2, 9, FULL, ("reps", "9", "10")),
        (2, 10, FULL, ("sets", "2", "3")),
        (3, 10, FULL, ("exercise", "glute_bridge", "bird_dog")),
        (2, 6, WEAK, ("sets", "2", "1")),
        (1, 6, WEAK, ("exercise", "glute_bridge", "knee_to_chest")),
    ],
)
def test_one_change_at_a_time_in_the_declared_order(
    sets: int, reps: int, way: Did, offered: tuple[str, str, str]
) -> None:
    standing = Standing(number=0, exercise=BRIDGE, sets=sets, reps=reps, hold_s=3)
    done = (reps, reps) if way is FULL else (reps // 3, reps // 3)
    sessions = []
    for n in range(3):
        made = _session(n, replace(way, done=done))
        asked = [replace(one, started=replace(one.started, reps=reps, sets=sets)) for one in made.sets]
        whole = [replace(asked[0], started=replace(asked[0].started, set=f"{n}-{k}")) for k in range(sets)]
        sessions.append(replace(made, sets=tuple(whole)))
    found = offer([standing], sessions, (), GROWTH, ALL, lambda one: True)
    assert found
    assert (found.what, found.before, found.after) == offered


def _step(session: str, how: str = "taken", number: int = 0) -> PlanStep:
    return PlanStep(
        step=f"step-{session}", at=moment(TODAY), plan="p", number=number, what="reps", before="8", after="10",
        rule="over_performed", how=how, session=session,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize("how", ["taken", "refused", "undone", "by_hand", "by_therapist"])
def test_after_any_answer_two_sessions_pass_first(how: str) -> None:
    dids = (FULL, FULL, FULL, FULL)
    assert _offer(*dids[:3], steps=(_step("s1", how),)) is None
    assert _offer(*dids, steps=(_step("s1", how),)) is not None


@pytest.mark.parametrize(("how", "back"), [("taken", ("reps", "10", "8", "pain_up")), ("refused", None)])
def test_more_that_was_taken_before_a_sore_morning_leads_back(how: str, back: tuple[str, ...] | None) -> None:
    steps = (_step("s1", how),)
    assert _offer(FULL, FULL, reps=10, steps=steps) is None
    found = _offer(FULL, NEXT_MORNING, reps=10, steps=steps)
    assert (found and (found.what, found.before, found.after, found.rule)) == back
    answered = (*steps, replace(_step("s1"), step="again", rule="pain_up"))
    assert _offer(FULL, NEXT_MORNING, steps=answered) is None


@pytest.mark.parametrize("days", [-400, 0, 400])
def test_a_clock_that_jumps_changes_nothing(days: int) -> None:
    standing = Standing(number=0, exercise=BRIDGE, sets=2, reps=8, hold_s=3)
    sessions = [_session(0, FULL), _session(1, FULL, days), _session(2, SOME), _session(3, FULL, -days)]
    assert offer([standing], sessions[:2], (), GROWTH, ALL, lambda one: True) is not None
    assert offer([standing], sessions, (), GROWTH, ALL, lambda one: True) is None
    after = [_step("s1")]
    assert offer([standing], [*sessions, _session(4, FULL, days)], after, GROWTH, ALL, lambda one: True) is not None


def test_sessions_with_another_dose_do_not_count() -> None:
    assert _offer(FULL, FULL, reps=9) is None
    assert _offer(FULL, FULL, sets=3) is None


def test_what_is_not_allowed_is_never_offered() -> None:
    standing = Standing(number=0, exercise=PLANK, sets=2, reps=2, hold_s=22)
    at = moment(TODAY)
    sets = [set_record("plank", at, number=k, reps=2, done=2, hold_s=22) for k in range(2)]
    sessions = [replace(_session(n, FULL), sets=tuple(sets)) for n in range(2)]
    harder = replace(PLANK, harder=("bird_dog",))
    for allowed, expected in ((True, "bird_dog"), (False, None)):
        found = offer([replace(standing, exercise=harder)], sessions, (), GROWTH, ALL, lambda one, ok=allowed: ok)  # type: ignore[misc]
        assert (found.after if found else None) == expected


def test_less_comes_before_more_and_is_explained() -> None:
    found = _offer(FULL, SORE)
    assert found
    assert found.text == f"{BRIDGE.name}: 6 repetitions instead of 8?"
    assert "from 1 to 3" in found.why
    grown = _offer(FULL, FULL)
    assert grown
    assert "2 sessions running" in grown.why
    assert "pain of 2" in grown.why


@pytest.mark.parametrize(("id_", "seen"), [("glute_bridge", 0.0), ("pelvic_tilt", 0.97)])
def test_of_form_that_nobody_judged_nothing_is_said(id_: str, seen: float) -> None:
    sessions = []
    for one in (_session(0, FULL), _session(1, FULL)):
        ends = [replace(each.ended, seen=seen) for each in one.sets if each.ended]
        sets = [replace(each, ended=end) for each, end in zip(one.sets, ends, strict=True)]
        sets = [replace(each, started=replace(each.started, exercise=id_)) for each in sets]
        sessions.append(replace(one, sets=tuple(sets)))
    item = BRIDGE if id_ == BRIDGE.id else exercise(id_)
    standing = Standing(number=0, exercise=item, sets=2, reps=8, hold_s=3)
    found = offer([standing], sessions, (), GROWTH, ALL, lambda one: True)
    assert found
    assert (found.way, found.why) == ("up", "You did all of it, 2 sessions running, with pain of 2 at most.")


DIDS = st.sampled_from([FULL, SOME, WEAK, EASED, SORE, NEXT_MORNING, Did(pains=(None, None, None)), Did(effort=9)])


@given(st.lists(DIDS, max_size=7))
def test_an_offer_never_leaves_the_declared_range(dids: list[Did]) -> None:
    found = _offer(*dids)
    if found and found.what != "exercise":
        low, high = {"reps": (6, 10), "sets": (1, 3)}[found.what]
        assert low <= float(found.after) <= high
        assert found.after != found.before
        assert (float(found.after) > float(found.before)) is (found.way == "up")


def test_more_is_never_offered_after_a_session_that_hurt() -> None:
    for dids in itertools.product((FULL, SORE, NEXT_MORNING), repeat=3):
        found = _offer(*dids)
        if found and found.way == "up":
            assert dids[-1] is FULL
            assert dids[-2] is FULL
