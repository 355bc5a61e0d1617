"""What the clock leads: where a cycle stands, what a set counts of it, what stops it, and what its file must say."""

from dataclasses import replace

import pytest

from coach.core import setcount, workout
from coach.core.course import State
from coach.core.demo import SpecError
from coach.core.pace import Pace, PaceStep, moment, step_began_s
from coach.core.report import Report
from coach.core.routine import Item, Work
from coach.core.setcount import Progress
from coach.core.workout import UNASKED_S
from tests.streams import exercise
from tests.test_workout import report, sets

TILT = exercise("pelvic_tilt")
assert TILT.pace is not None
PACE = TILT.pace


def work(reps: int = 2) -> Work:
    return sets(Item(exercise="pelvic_tilt", sets=1, reps=reps))[0]


def begun(reps: int = 2, **fields: object) -> State:
    at = State(sets=sets(Item(exercise="pelvic_tilt", sets=2, reps=reps, rest_s=20)), stage="doing")
    return replace(at, **fields)  # type: ignore[arg-type]


def lying(at: State, t_s: float, *, armed: bool = True) -> State:
    """The state after a report; `watch` says nothing of what is paced."""
    return workout.watch(at, replace(report(t_s, armed=armed), phase="paced" if armed else "get_ready"))[0]


def run(at: State, seconds: float, *, armed: bool = True, by_hand: bool = False) -> tuple[State, list[tuple[str, int]]]:
    """The session's clock goes on in tenths of a second, with a report each."""
    said: list[tuple[str, int]] = []
    for _ in range(round(seconds * 10)):
        if not by_hand:
            last = at.seen_t_s if at.seen_t_s == at.seen_t_s else 0.0
            at = lying(at, last + 0.1, armed=armed)
        at, events = workout.wait(at, 0.1, by_hand=by_hand)
        said += [(event.kind, event.n) for event in events]
    return at, said


@pytest.mark.parametrize(
    ("paced_s", "cycles", "step", "left_s", "began_s"),
    [
        (-1.0, 0, 0, 5.0, 0.0),
        (0.0, 0, 0, 5.0, 0.0),
        (4.0, 0, 0, 1.0, 0.0),
        (5.0, 0, 1, 5.0, 5.0),
        (9.9, 0, 1, 0.1, 5.0),
        (10.0, 1, 0, 5.0, 10.0),
        (27.0, 2, 1, 3.0, 25.0),
        (sum([0.1] * 100), 1, 0, 5.0, 10.0),
    ],
)
def test_where_a_cycle_stands(paced_s: float, cycles: int, step: int, left_s: float, began_s: float) -> None:
    now = moment(PACE, paced_s)
    assert (now.cycles, now.step) == (cycles, step)
    assert now.left_s == pytest.approx(left_s, abs=1e-3)
    assert now.share == pytest.approx(1 - left_s / 5, abs=1e-3)
    assert step_began_s(PACE, paced_s) == pytest.approx(began_s)


@pytest.mark.parametrize("by_hand", [False, True], ids=["camera", "by hand"])
def test_a_set_is_led_to_its_end(by_hand: bool) -> None:
    at, said = run(begun(), 21.0, by_hand=by_hand)
    assert said == [
        ("step", 0), ("step", 1), ("rep", 1), ("step", 0), ("step", 1), ("rep", 2), ("set_done", 2), ("entered", 0),
    ]  # fmt: skip
    assert (at.stage, at.ends, at.left_s > 0) == ("rest", ("done",), True)


def test_leaving_the_position_stops_the_clock_and_the_step_begins_anew() -> None:
    at, _ = run(begun(), 7.5)
    assert at.progress.paced_s == pytest.approx(7.4, abs=0.2)
    at, said = run(at, 30.0, armed=False)
    assert (said, at.progress.paced_s) == ([("waiting", 0)], pytest.approx(7.4, abs=0.2))
    at, said = run(at, 1.0)
    assert said == [("step", 1)]
    assert at.progress.paced_s == pytest.approx(5.9, abs=0.2)


def test_a_pause_stops_the_clock_and_the_step_begins_anew() -> None:
    at, _ = run(begun(), 7.5, by_hand=True)
    at, _ = workout.command(at, "pause")
    at, said = run(at, 20.0, by_hand=True)
    assert said == []
    at, _ = workout.command(at, "pause")
    at, said = run(at, 0.5, by_hand=True)
    assert said == [("step", 1)]


def test_whoever_is_never_seen_in_position_is_led_all_the_same() -> None:
    at, said = run(begun(), UNASKED_S - 0.5, armed=False)
    assert said == []
    at, said = run(at, 6.0, armed=False)
    assert said == [("step", 0), ("step", 1)]
    at, _ = run(at, 1.0)
    at, said = run(at, 1.0, armed=False)
    assert said == [("waiting", 0)], "once the position was seen, leaving it stops the clock"


@pytest.mark.parametrize(("asked", "count"), [("plus", 1), ("minus", 0)])
def test_the_person_puts_the_count_right(asked: workout.Command, count: int) -> None:
    at, _ = workout.command(run(begun(3), 3.0)[0], asked)
    assert at.count == count
    at, said = run(at, 8.0)
    assert ("rep", count + 1) in said


def test_what_the_camera_counts_is_nothing_here() -> None:
    counted = report(1.0)
    done, events = setcount.take(work(), Progress(complete=1), counted)
    assert (done.complete, events) == (1, ())


def test_a_window_that_hung_leads_no_further_than_a_step() -> None:
    done = Progress(pacing=True)
    led, events = setcount.lead(work(), done, 25.0, running=True)
    assert (led.paced_s, events) == (2.0, ())


def test_a_routine_takes_its_cycles_and_no_hold() -> None:
    (one,) = sets(Item(exercise="pelvic_tilt", sets=1, reps=4, hold_s=9))
    assert (one.hold_s, one.total, one.seconds) == (0.0, 4, 40.0)


STEP = PaceStep(say="Flatten your back", word="Flatten", for_s=5, source="estimated")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"say": "one two three four five six seven"}, "one to six words"),
        ({"say": ""}, "one to six words"),
        ({"word": "let it go"}, "one word or two"),
        ({"for_s": 1.0}, "2 s or longer"),
        ({"for_s": float("inf")}, "2 s or longer"),
        ({"source": " "}, "needs a source"),
    ],
)
def test_a_step_is_refused(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(SpecError, match=sentence):
        replace(STEP, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pace": None}, r"needs the table \[pace\]"),
        ({"kind": "reps"}, r"needs the table \[rep\]"),
        ({"sides": "each"}, "no sides"),
        ({"group": "break"}, "no move of a break"),
        ({"dose": replace(TILT.dose, hold_s=3.0)}, "hold_s has no place"),
        ({"pace": Pace(steps=(STEP, STEP, STEP))}, "one cycle of the pace, 15 s"),
        ({"rules": exercise("glute_bridge").rules}, "no rules"),
    ],
)
def test_a_paced_exercise_is_refused(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(SpecError, match=sentence):
        replace(TILT, **changes)  # type: ignore[arg-type]


def test_a_cycle_has_two_steps() -> None:
    with pytest.raises(SpecError, match="two steps"):
        Pace(steps=(STEP,))


def test_nothing_is_shown_of_what_is_not_measured() -> None:
    from coach.analysis import Run
    from tests.streams import demo_samples

    run_, reports = Run(TILT), list[Report]()
    for t_s, pose in demo_samples(TILT.demo, 10):
        reports.append(run_.step(t_s, pose))
    last = reports[-1]
    assert (last.phase, last.gauge, last.counts.complete, last.faults) == ("paced", None, 0, ())
    assert run_.close().armed_s > 9
