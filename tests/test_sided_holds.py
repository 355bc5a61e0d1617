"""A set of holds counted apart for each side: whose seconds are filled, when to change, and when it is done."""

from dataclasses import replace

import pytest
from streams import exercise

from coach.core.body import Side
from coach.core.report import Counts, Report
from coach.core.routine import Work
from coach.core.setcount import Event, Progress, by_hand, count, finished, take

WORK = Work(item=0, exercise=exercise("side_plank"), set_no=1, sets=1, reps=2, hold_s=5.0, rest_s=30.0)

Effort = tuple[Side | None, float]
"""The side that holds, for how many seconds; each is followed by a rest."""


def _report(t_s: float, side: Side | None, hold_s: float, rep_hold_s: float) -> Report:
    return Report(
        t_s=t_s, pose=None, seen=(), features={}, armed=True, phase="hold", counts=Counts(), hold_s=hold_s,
        rep_hold_s=rep_hold_s, side=side, faults=(), rule_joints={}, gauge=None, cue=None, cue_is_new=False,
        tracking=1.0, yaw_deg=90.0, view="front",
    )  # fmt: skip


def _do(efforts: list[Effort], work: Work = WORK) -> tuple[Progress, list[str]]:
    done, said, t_s, hold_s = Progress(), list[Event](), 0.0, 0.0
    for side, seconds in efforts:
        for step in range(round(seconds * 10) + 1):
            hold_s += 0.1 if step else 0.0
            t_s += 0.1
            done, events = take(work, done, _report(t_s, side, hold_s, step / 10))
            said += events
        done, events = take(work, done, _report(t_s + 0.05, None, hold_s, 0.0))
        said += events
    return done, [event.kind for event in said]


@pytest.mark.parametrize(
    ("efforts", "holds", "left", "right", "over"),
    [
        ([("left", 5.2)], 1, 1, 0, False),
        ([("left", 5.2), ("right", 5.2), ("left", 5.2), ("right", 5.2)], 4, 2, 2, True),
        ([("left", 5.2), ("left", 5.2), ("right", 5.2), ("right", 5.2)], 4, 2, 2, True),
        # More on one side does not do for the other.
        ([("left", 5.2)] * 4, 4, 4, 0, False),
        ([("left", 5.2)] * 3 + [("right", 5.2)] * 2, 5, 3, 2, True),
        # Each side keeps what it has of a hold; neither fills the other's.
        ([("left", 3.2), ("right", 3.2)], 0, 0, 0, False),
        ([("left", 3.2), ("right", 3.2), ("left", 2.2)], 1, 1, 0, False),
        ([("left", 3.2), ("right", 5.2), ("left", 2.2)], 2, 1, 1, False),
        # Staying on fills no further hold.
        ([("left", 14.0)], 1, 1, 0, False),
    ],
)
def test_holds_are_counted_for_each_side(efforts: list[Effort], holds: int, left: int, right: int, over: bool) -> None:
    done, _ = _do(efforts)
    assert (done.holds, done.left, done.right, finished(WORK, done)) == (holds, left, right, over)


@pytest.mark.parametrize(
    ("efforts", "times"),
    [
        ([("left", 5.2), ("left", 5.2)], 1),
        ([("left", 5.2), ("right", 5.2), ("right", 5.2)], 1),
        ([("left", 5.2), ("right", 5.2), ("left", 5.2), ("right", 5.2)], 1),
        ([("left", 5.2)], 0),
        ([("left", 5.2)] * 3, 1),
    ],
)
def test_the_other_side_is_asked_for_when_one_has_done_its_share(efforts: list[Effort], times: int) -> None:
    assert _do(efforts)[1].count("other_side") == times


@pytest.mark.parametrize(("side", "counted"), [("left", 1), ("right", 2)])
def test_work_for_one_side_counts_that_side_alone(side: Side, counted: int) -> None:
    work = replace(WORK, side=side)
    done, said = _do([("left", 5.2), ("right", 5.2), ("right", 5.2)], work)
    assert (count(work, done), said.count("hold_filled")) == (counted, counted)
    assert ("other_side" in said, finished(work, done)) == (False, counted == 2)


def test_what_the_person_adds_goes_to_the_side_that_lacks_it() -> None:
    done, _ = _do([("left", 5.2), ("left", 5.2), ("right", 5.2)])
    assert not finished(WORK, done)
    assert finished(WORK, replace(done, corrected=1))


def test_without_a_camera_the_clock_asks_for_the_other_side_half_way() -> None:
    done, said = Progress(), list[str]()
    for _ in range(400):
        if finished(WORK, done):
            break
        done, events = by_hand(WORK, done, 0.1)
        said += [event.kind for event in events]
    assert (done.holds, said.count("hold_filled"), said.count("other_side")) == (4, 4, 1)
    assert said.index("other_side") > [at for at, kind in enumerate(said) if kind == "hold_filled"][1]
