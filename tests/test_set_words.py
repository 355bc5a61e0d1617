"""The words of a session: how much, how far, what came of it."""

from dataclasses import replace
from typing import Any

import pytest
from guide_fake import replayed, state_of
from streams import exercise

from coach.core.course import State
from coach.core.results import ExerciseResult, work_on
from coach.core.routine import Work
from coach.core.setcount import Progress
from coach.core.therapy.item_words import tempo_of
from coach.ui import set_words
from coach.ui.reach import reach_words


def sets(*reps: int, id_: str = "glute_bridge", **more: Any) -> list[Work]:
    values: dict[str, Any] = {"item": 0, "exercise": exercise(id_), "sets": len(reps), "hold_s": 0.0, "rest_s": 30.0}
    return [Work(**(values | {"set_no": n, "reps": each} | more)) for n, each in enumerate(reps, start=1)]


@pytest.mark.parametrize(
    ("works", "words", "one"),
    [
        (sets(8, 8, hold_s=3.0), "2 sets of 8, hold 3 s", "8 times, hold 3 s"),
        (sets(10), "1 set of 10", "10 times"),
        (sets(1), "1 set of 1", "Once"),
        (
            sets(6, 4, 2, id_="bird_dog", hold_s=8.0),
            "3 sets: 6, 4 and 2 on each side, hold 8 s",
            "6 times on each side, hold 8 s",
        ),
        (sets(6, 6, id_="bird_dog", side="left"), "2 sets of 6 on the left side", "6 times"),
        (sets(1, 1, 1, id_="plank", hold_s=20.0), "3 holds of 20 s", "Hold 20 s"),
        (sets(4, 4, id_="plank", hold_s=10.0), "2 sets of 4, each 10 s", "4 holds of 10 s"),
    ],
)
def test_how_much_is_asked_for(works: list[Work], words: str, one: str) -> None:
    assert set_words.dose(works) == words
    assert set_words.this_set(works[0]) == one


@pytest.mark.parametrize(("phase", "words"), [("out", "Lift 3 s"), ("back", "Lower 2.5 s"), ("rest", "Ready")])
def test_the_tempo_asked_for_stands_with_the_phase(phase: str, words: str) -> None:
    state = state_of()
    work = replace(state.work, tempo_s=(3, 2.5))
    report = replace(replayed("glute_bridge", 3.9), phase=phase, rep_hold_s=0.0)
    assert set_words.phase_words(replace(state, sets=(work,), index=0), report) == words
    assert tempo_of(work.exercise, work.tempo_s) == "Lift 3 s, lower 2.5 s"


@pytest.mark.parametrize(
    ("state", "number", "target", "extra"),
    [
        (state_of(progress=Progress(complete=3)), "3", "/ 8", ""),
        (state_of(progress=Progress(complete=3, partial=2, corrected=1)), "4", "/ 8", "+2 partial"),
        (state_of("bird_dog", progress=Progress(complete=3, left=2, right=1)), "3", "/ 12", ""),
        (state_of("plank", progress=Progress(hold_s=12.9)), "12", "/ 20 s", ""),
        (state_of("plank", progress=Progress(hold_s=52.9, slot_from_s=40.0)), "12", "/ 20 s", ""),
        (state_of("plank", progress=Progress(hold_s=23.0, slot_from_s=23.0, between=True)), "20", "/ 20 s", ""),
    ],
)
def test_the_large_number(state: State, number: str, target: str, extra: str) -> None:
    words = set_words.count_words(state)
    assert (words.number, words.target, words.extra) == (number, target, extra)


@pytest.mark.parametrize(
    ("done", "extra", "share"),
    [
        (Progress(holds=1, hold_s=14.0, slot_from_s=10.0), "Hold 2 of 4", 0.4),
        (Progress(holds=1, hold_s=10.0, slot_from_s=10.0, between=True), "Hold 1 of 4", 1.0),
        (Progress(holds=4, hold_s=40.0, slot_from_s=40.0, between=True), "Hold 4 of 4", 1.0),
    ],
)
def test_several_holds_in_a_set(done: Progress, extra: str, share: float) -> None:
    work = sets(4, id_="plank", hold_s=10.0)[0]
    state = State(sets=(work,), stage="doing", progress=done)
    assert set_words.count_words(state).extra == extra
    assert set_words.hold_share(state, None) == pytest.approx(share)


def test_phase_and_side() -> None:
    report, state = replayed("bird_dog", 4.5), state_of("bird_dog", progress=Progress(left=1, right=2))

    assert set_words.phase_words(state, report) == "Hold 1 / 8 s"
    assert set_words.hold_share(state, report) == pytest.approx(report.rep_hold_s / 8)
    assert set_words.side_words(state, report) == "LEFT leg"
    assert set_words.side_words(state, None) == "Left 1 \u00b7 right 2"
    assert set_words.side_words(state_of(), report) == ""
    assert set_words.phase_words(state, replace(report, armed=False)) == ""
    assert set_words.heading(state) == "Bird-dog \u00b7 Set 1 of 3"
    assert set_words.place(state) == "Exercise 2 of 4"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (state_of(stopped_in="doing"), ("bird_dog", 1)),
        (state_of(stopped_in="intro", set_no=2), ("bird_dog", 1)),
        (state_of(stopped_in="rest", set_no=2), ("glute_bridge", 2)),
        (state_of("knee_to_chest", stopped_in="doing"), None),
    ],
)
def test_what_follows_a_stop(state: State, expected: tuple[str, int] | None) -> None:
    work = set_words.following(state)
    assert (None if work is None else (work.exercise.id, work.set_no)) == expected


def test_facts_of_a_result() -> None:
    result = ExerciseResult(
        exercise=exercise("glute_bridge"), asked=20, done=18, partial=2, asked_s=60.0, hold_s=51.4,
        faults=("Hips sagged 4 of 20 s",), best=171.6, before=169.2,
    )  # fmt: skip

    assert set_words.done_of(result) == "18 of 20"
    assert set_words.facts(result) == (
        "51 of 60 s held in good form",
        "2 turned back early",
        "Hips opened to 172\u00b0, last time 169\u00b0",
        "Hips sagged 4 of 20 s",
    )
    bare = replace(result, before=None, partial=0, hold_s=0.0, faults=())
    assert set_words.facts(bare) == ("Hips opened to 172\u00b0",)
    over = replace(result, hold_s=61.0, best=None, partial=0, faults=())
    assert set_words.facts(over) == ("61 s held in good form, 60 asked",)
    level = replace(over, exercise=exercise("bird_dog"), hold_s=0.0, best=-1.2, before=3.0)
    assert set_words.facts(level) == ("Leg height: level, last time level",)
    assert set_words.done_of(replace(result, done=0, hold_s=0.0)) == "Not done"


@pytest.mark.parametrize(
    ("id_", "best", "words"),
    [
        ("glute_bridge", 171.6, "Hips opened to 172\u00b0"),
        ("knee_to_chest", 84.7, "Hip bent to 85\u00b0"),
        ("double_knee_to_chest", 61.0, "Hip bent to 61\u00b0"),
        ("bird_dog", -0.4, "Leg height: level"),
        ("bird_dog", 4.0, "Leg height: level"),
        ("bird_dog", -12.4, "Leg height: 12\u00b0 below level"),
        ("bird_dog", 9.0, "Leg height: 9\u00b0 above level"),
    ],
)
def test_how_far_a_movement_went_is_said_of_the_body(id_: str, best: float, words: str) -> None:
    assert reach_words(exercise(id_), best) == words


def test_every_exercise_with_a_range_has_words_for_it() -> None:
    for id_ in ("glute_bridge", "knee_to_chest", "double_knee_to_chest", "bird_dog"):
        assert not reach_words(exercise(id_), 90.0).startswith("Reached")


@pytest.mark.parametrize(
    ("hold_s", "done", "sets_done", "words"),
    [
        (24.0, 4, 1, "Keep it as it is: nothing stood out."),
        (13.0, 4, 1, "Next time in the bird-dog: hold each one a little longer."),
        (11.0, 2, 0, "Next time, do as much as feels right."),
        (0.0, 2, 0, "Next time, do as much as feels right."),
        (5.0, 2, 0, "Next time in the bird-dog: hold each one a little longer."),
    ],
)
def test_what_to_work_on_where_no_rule_was_broken(hold_s: float, done: int, sets_done: int, words: str) -> None:
    result = ExerciseResult(
        exercise=exercise("bird_dog"), asked=4, done=done, partial=0, asked_s=24.0, hold_s=hold_s, sets_done=sets_done,
        sets=1,
    )  # fmt: skip

    assert work_on([result]) == words
