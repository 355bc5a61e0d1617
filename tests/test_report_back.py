"""What goes back to a therapist is what was done: sessions by name, and what must come of each."""

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from coach.adapters.exchange import results_file
from coach.core.care.record import CareRecord, PlanItem, PlanMade, PlanStep
from coach.core.history import (
    PACED,
    FaultSeen,
    PainTold,
    SafetyAnswered,
    SessionEnded,
    SessionRecord,
    SessionStarted,
    SetRecord,
)
from coach.core.routine import Item, Routine
from coach.core.sitting.record import BreakKept, PostureMinute, PostureRecord
from coach.core.therapy.kept import CeilingAnswered
from coach.core.therapy.report_back import Record, Wanted, build, in_force
from coach.core.therapy.results import CeilingTold, ExerciseDone, Results, SessionDone
from tests.history_samples import exercises
from tests.results_samples import AT, DAY, a_set, hold, rep, routine

BRIDGES = (rep(), rep(angle=174.0, faults=("over_arch",)), rep(angle=160.0, complete=False), rep(angle=166.0))
SAGGED = FaultSeen(set="", fault="hips_sag", start_s=5.0, end_s=8.5, severity="major")
ASKED = routine(
    Item(exercise="glute_bridge", sets=2, reps=4, hold_s=3, target=158.0),
    Item(exercise="bird_dog", sets=1, reps=5, side="left", target=140.0),
    Item(exercise="bird_dog", sets=1, reps=8, side="right"),
    Item(exercise="plank", sets=2, reps=1, hold_s=20),
)


def session(*sets: SetRecord, complete: bool | None = True, pains: Any = (), **started: Any) -> SessionRecord:
    """The therapist's routine, on a Monday evening."""
    told: dict[str, Any] = {"routine": "dana", "versions": {"routine_version": "3", "backcoach": "1"}, **started}
    begun = SessionStarted(session="s", at=AT, routine_name="Back at work", **told)
    ended = None if complete is None else SessionEnded(session="s", at=AT + timedelta(minutes=20), complete=complete)
    return SessionRecord(started=begun, ended=ended, sets=sets, pains=tuple(pains), effort=4)


def results(*sessions: SessionRecord, known: Routine | None = None, **record: Any) -> Results:
    """Of that day and the next."""
    of = Record(sessions=sessions, exercises=exercises(), routines={known.id: known} if known else {}, **record)
    return build(of, Wanted(since=DAY, until=DAY + timedelta(days=1), routine=known), AT + timedelta(days=1))


def one(*sets: SetRecord, known: Routine | None = None, **more: Any) -> SessionDone:
    """The session of those sets."""
    return results(session(*sets, **more), known=known).sessions[0]


def first(*sets: SetRecord, **more: Any) -> ExerciseDone:
    """Its first exercise."""
    return one(*sets, **more).exercises[0]


EXERCISES: dict[str, tuple[tuple[SetRecord, ...], dict[str, Any], dict[str, Any]]] = {
    "repetitions are correct, faulty or partial": (
        (replace(a_set("glute_bridge"), reps=BRIDGES),), {},
        {"asked": 4, "correct": 2, "faulty": 1, "partial": 1, "sets_done": 1, "best": 174.0, "median": 170.0,
         "out_s": 1.2, "back_s": 1.8, "measure": "hip_angle_deg", "unit": "deg", "seen": 0.9, "yaw_deg": 8.0,
         "fps": 24.0},
    ),
    "corrections by hand stand apart": (
        (replace(a_set("glute_bridge"), reps=BRIDGES, corrected=-2),), {},
        {"correct": 2, "faulty": 1, "corrected": -2, "done": 1},
    ),
    "without a complete one, partial ones say how far": (
        (replace(a_set("glute_bridge"), reps=(rep(complete=False, angle=150.0),)),), {},
        {"correct": 0, "partial": 1, "best": 150.0, "out_s": None},
    ),
    "what was not seen is not measured": (
        (replace(a_set("glute_bridge"), reps=(rep(angle=math.nan),)),), {},
        {"correct": 1, "best": None, "median": None},
    ),
    "a drawn-in knee is best where it is smallest": (
        (replace(a_set("knee_to_chest"),
                 reps=tuple(rep(range={"drawn_hip_angle_deg": (low, 150.0)}) for low in (70.0, 62.0))),), {},
        {"best": 62.0, "median": 66.0},
    ),
    "sides are told, and what the other side did is left out of a set of one side": (
        (replace(a_set("bird_dog", side="left"), reps=(rep(side="left"), rep(side="right"), rep(side=None))),), {},
        {"side": "left", "correct": 2, "left": 1, "right": 0},
    ),
    "a hold is done when it lasted as asked, and faulty when form broke in it": (
        (replace(a_set("plank", reps=3, hold_s=10.0), faults=(SAGGED,),
                 holds=(hold(0, 14, 10), hold(20, 31, 10.4), hold(40, 44, 4))),), {},
        {"correct": 1, "faulty": 1, "partial": 1, "hold_asked_s": 30.0, "hold_s": 24.4, "measure": "", "best": None},
    ),
    "what the clock led is told as paced": (
        (replace(a_set("pelvic_tilt", reps=2), reps=(rep(range={PACED: (9.0, 9.0)}),) * 2),), {},
        {"paced": True, "correct": 2, "best": None, "out_s": None},
    ),
    "without a routine, sets that were not begun are taken for as long as the last": (
        (a_set("glute_bridge", set_no=1, sets=3, reps=8, hold_s=2.0),), {},
        {"sets_asked": 3, "asked": 24, "hold_asked_s": 48.0},
    ),
    "the same exercise asked for twice adds up": (
        (a_set("glute_bridge", sets=2, reps=8), a_set("glute_bridge", set_no=2, sets=2, reps=6),
         a_set("glute_bridge", reps=3)), {},
        {"sets_asked": 3, "asked": 17, "sets_done": 3},
    ),
    "the therapist's dose and target are what is asked": (
        (replace(a_set("glute_bridge", sets=2), reps=BRIDGES),), {"known": ASKED},
        {"sets_asked": 2, "asked": 8, "hold_asked_s": 24.0, "target": 158.0},
    ),
    "of another version the target is not known any more": (
        (a_set("glute_bridge", sets=2),), {"known": routine(*ASKED.items, version=4)}, {"asked": 8, "target": None},
    ),
    "an exercise that is gone is told by what was counted": (
        (replace(a_set("cat_of_old"), reps=BRIDGES, faults=(SAGGED,)),), {},
        {"name": "Cat of old", "correct": 2, "measure": "", "target": None},
    ),
    "a stop says why": ((a_set("plank", end="stopped"),), {"stopped": "pain"}, {"sets_done": 0, "stop_reason": "pain"}),
}  # fmt: skip


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise(name: str) -> None:
    sets, more, wanted = EXERCISES[name]
    if reason := more.get("stopped"):
        sets = tuple(replace(one_, ended=replace(one_.ended, reason=reason)) for one_ in sets if one_.ended)
    found = first(*sets, known=more.get("known"))
    assert {key: getattr(found, key) for key in wanted} == wanted


def test_faults_are_named_and_added_up_the_longest_first() -> None:
    more = (SAGGED, replace(SAGGED, start_s=1.0, end_s=2.0), replace(SAGGED, fault="head_off_line", end_s=5.5))
    faults = first(replace(a_set("plank"), faults=more)).faults
    assert [(id_, fault.name, fault.times, fault.seconds) for id_, fault in faults.items()] == [
        ("hips_sag", exercises()["plank"].rules[0].name, 2, 4.5),
        ("head_off_line", next(r.name for r in exercises()["plank"].rules if r.id == "head_off_line"), 1, 0.5),
    ]


def test_tracking_is_weighted_by_time() -> None:
    late = a_set("glute_bridge", set_no=2, sets=2, long_s=180.0)
    assert late.ended is not None
    dim = replace(late, ended=replace(late.ended, seen=0.5, yaw_deg=None, fps=12.0))
    found = first(a_set("glute_bridge", sets=2), dim)
    assert (found.seen, found.yaw_deg, found.fps) == (0.6, 8.0, 15.0)


def test_what_was_asked_for_and_not_begun_is_told() -> None:
    done = one(a_set("bird_dog", side="right"), known=ASKED).exercises
    told = [(e.exercise, e.side, e.sets_done, e.asked, e.target) for e in done]
    bird_dog = exercises()["bird_dog"].rep
    assert bird_dog is not None
    assert told == [
        ("bird_dog", "right", 1, 8, bird_dog.measures[0].target),
        ("glute_bridge", None, 0, 8, 158.0),
        ("bird_dog", "left", 0, 5, 140.0),
        ("plank", None, 0, 2, None),
    ]


def test_the_easier_exercise_is_told_so() -> None:
    hard = next(spec for spec in exercises().values() if spec.easier and spec.easier[0] in exercises())
    done = one(a_set(hard.id, end="eased"), a_set(hard.easier[0])).exercises
    assert [(e.exercise, e.easier) for e in done] == [(hard.id, False), (hard.easier[0], True)]
    assert not any(e.easier for e in one(a_set(hard.id), a_set(hard.easier[0])).exercises)


@pytest.mark.parametrize(
    ("end", "complete", "ended"),
    [
        ("done", True, "complete"), ("skipped", True, "complete"), ("abandoned", False, "ended_early"),
        ("stopped", False, "stopped"), ("stopped", None, "stopped"), (None, None, "broken_off"),
    ],
)  # fmt: skip
def test_how_a_session_ended(end: str | None, complete: bool | None, ended: str) -> None:
    assert one(a_set("plank", end=end), complete=complete).ended == ended


def _pain(when: Any, score: int, days: int = 0, session: str | None = "s") -> PainTold:
    return PainTold(at=AT + timedelta(days=days), when=when, score=score, session=session)


def test_pain_around_a_session() -> None:
    pains = (
        _pain("before", 4),
        _pain("before", 3),
        _pain("stop", 7),
        _pain("stop", 5),
        _pain("after", 2),
        _pain("morning", 1, 1),
    )
    found = one(a_set("plank"), pains=pains)
    assert (found.pain_before, found.pain_stop, found.pain_after, found.pain_next_day, found.effort) == (3, 7, 2, 1, 4)


def test_a_morning_of_an_older_record_belongs_to_the_session_before_it() -> None:
    done = session(a_set("plank"))
    old = results(done, pains=(_pain("morning", 6, 1, None), _pain("flare", 9, 1, None)))
    assert old.sessions[0].pain_next_day == 6
    assert results(done, pains=(_pain("morning", 6, 9, None),)).sessions[0].pain_next_day is None


def test_only_what_is_asked_for_is_told() -> None:
    ours, other = session(a_set("plank")), session(a_set("plank"), routine="daily")
    early = replace(ours, started=replace(ours.started, at=AT - timedelta(days=1)))
    nothing = session()
    assert [s.routine for s in results(early, ours, other, nothing).sessions] == ["dana", "daily"]
    found = results(early, ours, other, known=ASKED)
    assert ([s.routine for s in found.sessions], found.patient, found.versions) == (
        ["dana"],
        "K-12",
        {"backcoach": "1"},
    )


def test_safety_tells_no_question_and_no_clear() -> None:
    told = [
        SafetyAnswered(at=AT, outcome=outcome, answers=("bladder",)) for outcome in ("clear", "emergency", "checked")
    ]  # type: ignore[arg-type]
    found = results(screenings=told)
    assert [told.outcome for told in found.safety] == ["emergency", "checked"]
    assert "bladder" not in str(results_file.to_document(found))


def test_what_was_made_of_pain_above_the_ceiling() -> None:
    told = CeilingAnswered(at=AT.replace(second=9), routine="dana", pain=7, ceiling=5, how="waited")
    care = CareRecord(ceiling_answers=(told, replace(told, routine="other", how="went_on")))
    assert [one.how for one in results(care=care).ceiling_answers] == ["waited", "went_on"]
    mine = results(care=care, known=ASKED)
    assert mine.ceiling_answers == (CeilingTold(at=AT.replace(second=0), pain=7, ceiling=5, how="waited"),)
    assert mine.tells


def test_changes_are_those_taken_or_taken_back() -> None:
    step = PlanStep(step="1", at=AT, plan="p", number=0, what="reps", before="6", after="8", rule="r", how="taken")
    care = CareRecord(
        plans=(PlanMade(plan="p", at=AT, goal="strong", days=3, floor=True),),
        plan_items=(PlanItem(plan="p", number=0, exercise="plank", sets=1, reps=1, hold_s=9, rest_s=9),),
        plan_steps=(step, replace(step, step="2", how="refused"), replace(step, step="3", plan="dana", how="undone")),
    )
    assert [(c.exercise, c.how) for c in results(care=care).changes] == [("plank", "taken"), ("", "undone")]
    assert [(c.exercise, c.how) for c in results(care=care, known=ASKED).changes] == [("glute_bridge", "undone")]


def test_the_hours_at_the_desk_are_told_only_where_ticked() -> None:
    desk = PostureRecord(
        minutes=(PostureMinute(at=AT, seconds={"upright": 30.0, "slump": 21.0}, shifts=2),),
        breaks=(
            BreakKept(asked=None, start=AT, end=AT, how="chair"),
            BreakKept(asked=AT, start=None, end=None, how="missed"),
        ),
    )
    found = results(desk=desk).posture
    assert found is not None
    assert (found.days, found.minutes, found.breaks, found.shifts) == (1, {"upright": 0.5, "slump": 0.3}, 1, 2)
    assert results().posture is None


def test_the_routine_in_force() -> None:
    over, old, new = (
        routine(*ASKED.items, id_="over", start=date(2026, 1, 1), end=date(2026, 2, 1)),
        routine(*ASKED.items, id_="old", start=date(2026, 2, 2)),
        routine(*ASKED.items, id_="new", start=date(2026, 3, 1)),
    )
    ahead = routine(*ASKED.items, id_="ahead", start=date(2026, 4, 1))
    cases = [((over, old, new, ahead), new), ((over, ahead), over), ((ahead,), None), ((), None)]
    assert [in_force(known, DAY) for known, _ in cases] == [wanted for _, wanted in cases]
    assert in_force([replace(new, assigned=None)], DAY) is None
