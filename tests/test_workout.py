"""The course of a session: what each command, report and moment does, as a table and as walks."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from coach.core import workout
from coach.core.course import Moved, State
from coach.core.report import Counts, Rep, Report
from coach.core.routine import Item, Work, works
from coach.core.setcount import Progress
from coach.core.workout import AWAY_S, EXTEND_S, GAP_S, Command
from tests import streams
from tests.session_fakes import routine

BRIDGE = Item(exercise="glute_bridge", sets=2, reps=3, hold_s=2, rest_s=20)
PLANK = Item(exercise="plank", sets=1, reps=2, hold_s=10, rest_s=30)
DOG = Item(exercise="bird_dog", sets=1, reps=2, hold_s=5, rest_s=30)

NONE = Counts()


def sets(*items: Item) -> tuple[Work, ...]:
    return works(routine(*items), {item.exercise: streams.exercise(item.exercise) for item in items})


def state(*items: Item, **fields: object) -> State:
    return replace(State(sets=sets(*(items or (BRIDGE, PLANK)))), **fields)  # type: ignore[arg-type]


def report(
    t_s: float,
    *,
    counts: Counts = NONE,
    armed: bool = True,
    away: bool = False,
    hold_s: float = 0.0,
    rep_hold_s: float = 0.0,
    partial_now: bool = False,
) -> Report:
    rep = Rep(t_s - 1, t_s - 0.5, t_s, None, False, {}, 0.0)
    return Report(
        t_s=t_s, pose=None, seen=(), features={}, armed=armed and not away, phase="away" if away else "rest",
        counts=counts, hold_s=hold_s, rep_hold_s=rep_hold_s, side=None, faults=(), rule_joints={}, gauge=None, cue=None,
        cue_is_new=False, tracking=1.0, yaw_deg=0.0, view="side", finished=(rep,) if partial_now else (),
    )  # fmt: skip


def kinds(moved: Moved) -> list[str]:
    return [event.kind for event in moved[1]]


@pytest.mark.parametrize(
    ("before", "command", "stage", "index", "said"),
    [
        ({"stage": "check"}, "next", "intro", 0, ["entered"]),
        ({"stage": "intro"}, "next", "doing", 0, ["started"]),
        ({"stage": "doing"}, "next", "rest", 1, ["set_skipped", "entered"]),
        ({"stage": "rest", "index": 1}, "next", "intro", 1, ["entered"]),
        ({"stage": "doing", "index": 2}, "next", "over", 3, ["set_skipped", "entered"]),
        ({"stage": "doing"}, "stop", "stopped", 0, ["stopped"]),
        ({"stage": "intro"}, "skip", "intro", 2, ["set_skipped", "entered"]),
        ({"stage": "intro", "pause": "asked"}, "skip", "intro", 2, ["set_skipped", "entered"]),
        ({"stage": "intro", "index": 1}, "skip", "intro", 2, ["set_skipped", "entered"]),
        ({"stage": "intro", "index": 2}, "skip", "over", 3, ["set_skipped", "entered"]),
        ({"stage": "check"}, "skip", "check", 0, []),
        ({"stage": "doing"}, "skip", "doing", 0, []),
        ({"stage": "rest", "index": 1}, "skip", "rest", 1, []),
        ({"stage": "rest", "index": 1}, "stop", "stopped", 1, ["stopped"]),
        ({"stage": "stopped"}, "on", "intro", 2, ["entered"]),
        ({"stage": "stopped", "index": 2}, "on", "over", 3, ["entered"]),
        ({"stage": "stopped", "stopped_in": "rest", "index": 1}, "on", "intro", 1, ["entered"]),
        ({"stage": "stopped"}, "end", "over", 3, ["entered"]),
        ({"stage": "stopped"}, "next", "stopped", 0, []),
        ({"stage": "stopped"}, "pause", "stopped", 0, []),
        ({"stage": "over", "index": 3}, "end", "over", 3, []),
        ({"stage": "over", "index": 3}, "stop", "over", 3, []),
        ({"stage": "intro"}, "extend", "intro", 0, []),
        ({"stage": "intro"}, "plus", "intro", 0, []),
        ({"stage": "doing"}, "minus", "doing", 0, []),
        ({"stage": "doing"}, "plus", "doing", 0, ["added"]),
        ({"stage": "doing"}, "pause", "doing", 0, ["paused"]),
        ({"stage": "doing", "pause": "asked"}, "pause", "doing", 0, ["resumed"]),
        ({"stage": "doing", "pause": "away"}, "pause", "doing", 0, ["resumed"]),
        ({"stage": "check"}, "pause", "check", 0, []),
    ],
)  # fmt: skip
def test_what_a_command_does(
    before: dict[str, object], command: Command, stage: str, index: int, said: list[str]
) -> None:
    after, events = workout.command(state(**before), command)
    assert (after.stage, after.index, [event.kind for event in events]) == (stage, index, said)


def test_a_rest_counts_down_says_it_is_nearly_over_and_can_be_made_longer() -> None:
    at = state(stage="rest", index=1, left_s=20.0)
    at, _ = workout.command(at, "extend")
    assert at.left_s == 20 + EXTEND_S
    said = []
    for _ in range(350):
        at, events = workout.wait(at, 0.1)
        said += [event.kind for event in events]
    assert said == ["rest_nearly_over", "entered"]
    assert at.stage == "intro"


def test_a_paused_rest_stands_still() -> None:
    at, _ = workout.command(state(stage="rest", index=1, left_s=20.0), "pause")
    at, _ = workout.wait(at, 5.0)
    assert (at.left_s, at.pause) == (20.0, "asked")


def test_the_start_position_held_starts_the_set_but_not_under_the_introduction() -> None:
    at = state(stage="intro")
    for tick in range(30):
        at, _ = workout.watch(at, report(tick / 10))
    talked, events = workout.wait(at, 0.1, talking=True)
    assert (talked.stage, events) == ("intro", ())
    assert kinds(workout.wait(at, 0.1)) == ["started"]


def test_leaving_the_start_position_starts_the_clock_anew() -> None:
    at = state(stage="intro")
    for tick in range(30):
        at, _ = workout.watch(at, report(tick / 10, armed=tick != 20))
    assert workout.wait(at, 0.1)[0].stage == "intro"


def test_a_repetition_during_the_introduction_starts_the_set_and_is_kept() -> None:
    at, events = workout.watch(state(stage="intro"), report(1.0, counts=Counts(complete=1)))
    assert (at.stage, at.count, [event.kind for event in events]) == ("doing", 1, ["started", "rep"])


def test_the_last_repetition_ends_the_set_and_then_the_session() -> None:
    at = state(BRIDGE, stage="doing")
    at, events = workout.watch(at, report(1.0, counts=Counts(complete=2)))
    assert [event.kind for event in events] == ["rep", "last_one"]
    at, events = workout.watch(at, report(2.0, counts=Counts(complete=3)))
    assert [event.kind for event in events] == ["rep", "set_done", "entered"]
    assert (at.stage, at.left_s, at.ends) == ("rest", 20, ("done",))
    at = replace(at, stage="doing", progress=Progress())
    at, _ = workout.watch(at, report(3.0, counts=Counts(complete=3)))
    assert (at.stage, at.ends) == ("over", ("done", "done"))


def test_a_correction_can_finish_a_set_and_take_a_repetition_off() -> None:
    at, _ = workout.watch(state(BRIDGE, stage="doing"), report(1.0, counts=Counts(complete=2)))
    at, _ = workout.command(at, "minus")
    assert at.count == 1
    at, _ = workout.command(at, "plus")
    at, events = workout.command(at, "plus")
    assert [event.kind for event in events] == ["added", "set_done", "entered"]


@pytest.mark.parametrize(
    ("left", "right", "plus", "done"),
    [(2, 2, 0, True), (3, 1, 0, False), (4, 0, 0, False), (2, 1, 0, False), (2, 1, 1, True), (3, 1, 1, True)],
)
def test_each_side_has_its_own_target(left: int, right: int, plus: int, done: bool) -> None:
    at = state(DOG, stage="doing")
    counts = Counts(complete=left + right, left=left, right=right)
    at, _ = workout.watch(at, report(1.0, counts=counts))
    for _ in range(plus):
        at, _ = workout.command(at, "plus")
    assert (at.stage == "over") is done


def test_one_side_only_counts_that_side() -> None:
    at = state(replace(DOG, side="left"), stage="doing")
    at, _ = workout.watch(at, report(1.0, counts=Counts(complete=3, left=1, right=2)))
    assert (at.count, at.work.total, at.stage) == (1, 2, "doing")
    at, _ = workout.watch(at, report(2.0, counts=Counts(complete=4, left=1, right=2)))
    assert at.ends == ("done",), "what could not be told apart is not lost"


def test_holds_fill_one_after_the_other_with_a_way_out_between() -> None:
    at = state(PLANK, stage="doing")
    at, events = workout.watch(at, report(1.0, hold_s=10.0, rep_hold_s=10.0))
    assert [event.kind for event in events] == ["hold_filled"]
    at, events = workout.watch(at, report(2.0, hold_s=25.0, rep_hold_s=25.0))
    assert (events, at.count) == ((), 1), "staying on fills no second hold"
    at, _ = workout.watch(at, report(3.0, hold_s=25.0, rep_hold_s=0.0))
    at, _ = workout.watch(at, report(4.0, hold_s=31.0, rep_hold_s=6.0))
    assert at.progress.slot_s == pytest.approx(6.0)
    at, _ = workout.watch(at, report(5.0, hold_s=35.0, rep_hold_s=10.0))
    assert (at.stage, at.ends) == ("over", ("done",))


def test_several_efforts_may_fill_one_hold() -> None:
    at = state(PLANK, stage="doing")
    for t_s, hold_s, rep_hold_s in ((1.0, 6.0, 6.0), (2.0, 6.0, 0.0), (3.0, 10.0, 4.0)):
        at, _ = workout.watch(at, report(t_s, hold_s=hold_s, rep_hold_s=rep_hold_s))
    assert at.count == 1


def test_leaving_the_picture_pauses_a_set_and_coming_back_goes_on() -> None:
    at, said = state(stage="doing"), []
    for tick in range(120):
        away = 20 <= tick < 20 + 10 * (AWAY_S + 2)
        at, events = workout.watch(at, report(tick / 10, away=away))
        said += [event.kind for event in events]
    assert (said, at.pause) == (["paused", "resumed"], "")


def test_a_gap_in_time_pauses_and_a_second_one_changes_nothing() -> None:
    at, events = workout.wait(state(stage="doing"), 3600.0)
    assert (at.pause, [event.kind for event in events]) == ("gap", ["paused"])
    assert workout.wait(at, 3600.0) == (at, ())
    assert workout.wait(state(stage="doing"), GAP_S - 1)[0].pause == ""


def test_a_lost_camera_pauses_and_its_return_goes_on() -> None:
    at, _ = workout.lose_camera(state(stage="doing"))
    assert at.pause == "camera"
    assert workout.regain_camera(at)[0].pause == ""
    assert workout.lose_camera(state(stage="doing", pause="away"))[0].pause == "camera"
    asked = state(stage="doing", pause="asked")
    assert workout.regain_camera(asked)[0].pause == "asked", "what the person asked for stays"


def test_the_end_of_a_recording_ends_every_set_of_its_exercise() -> None:
    at, _ = workout.footage_ended(state(stage="doing"))
    assert (at.index, at.ends, at.stage) == (2, ("source_ended", "source_ended"), "rest")
    at, _ = workout.footage_ended(replace(at, stage="intro"))
    assert (at.stage, len(at.ends)) == ("over", 3)


def test_by_hand_a_hold_runs_by_the_clock() -> None:
    at, said = state(PLANK, stage="doing"), []
    while at.stage == "doing":
        at, events = workout.wait(at, 0.1, by_hand=True)
        said += [event.kind for event in events]
        if said[-1:] == ["hold_filled"]:
            assert at.progress.hold_s == pytest.approx(10.0, abs=0.11), (
                "after a hold the clock stands still for a while"
            )
    assert said == ["hold_filled", "once_more", "hold_filled", "set_done", "entered"]


def test_a_set_that_was_put_right_in_a_pause_ends_when_it_goes_on() -> None:
    for by_hand in (False, True):
        at, _ = workout.command(state(stage="doing"), "pause")
        for _ in range(3):
            at, _ = workout.command(at, "plus")
        at, _ = workout.command(at, "pause")
        assert workout.wait(at, 0.1, by_hand=by_hand)[0].ends == ("done",)


def test_skipping_books_the_exercise_or_the_one_set() -> None:
    at, _ = workout.command(state(stage="intro"), "skip")
    assert (at.ends, at.pause, at.work.exercise.id) == (("skipped", "skipped"), "", "plank")
    at, _ = workout.command(state(stage="intro", index=1, ends=("done",)), "skip")
    assert (at.ends, at.work.exercise.id) == (("done", "skipped"), "plank")


def test_time_in_a_pause_is_neither_time_in_position_nor_time_out_of_the_picture() -> None:
    at, _ = workout.watch(state(stage="intro"), report(1.0))
    at, _ = workout.command(at, "pause")
    at, _ = workout.command(at, "pause")
    at, _ = workout.watch(at, report(61.0))
    assert at.armed_s == 0.0
    at, _ = workout.watch(state(stage="doing"), report(1.0))
    at, _ = workout.watch(at, report(61.0, away=True))
    assert at.pause == "", "one sample after a long silence is not three seconds without anybody"


def test_a_partial_while_one_listens_is_not_told() -> None:
    at, events = workout.watch(state(stage="intro"), report(1.0, counts=Counts(partial=1), partial_now=True))
    assert (at.stage, events) == ("intro", ())


def test_ending_early_says_what_was_left_out() -> None:
    at, _ = workout.command(state(stage="doing", index=1, ends=("done",)), "end")
    assert at.ends == ("done", "abandoned", "abandoned")


COMMANDS = st.sampled_from(["pause", "next", "skip", "extend", "plus", "minus", "stop", "on", "end"])


@given(st.lists(st.one_of(COMMANDS, st.floats(0, 100), st.integers(0, 12)), max_size=60))
def test_whatever_is_pressed_the_session_stays_whole(story: list[object]) -> None:
    """Commands, time and counts in any order: never an error, sets are booked once and in order, and it can end."""
    at, t_s, done = state(), 0.0, 0
    for step in story:
        before = at
        if isinstance(step, str):
            at, _ = workout.command(at, step)  # type: ignore[arg-type]
        elif isinstance(step, float):
            at, _ = workout.wait(at, step)
        else:
            t_s, done = t_s + 0.5, done + step
            at, _ = workout.watch(at, report(t_s, counts=Counts(complete=step)))
        assert at.index >= before.index
        assert at.ends[: len(before.ends)] == before.ends
        assert len(at.ends) == at.index
        assert at.count >= 0
        assert at.left_s >= 0
    assert workout.command(at, "end")[0].stage == "over"
