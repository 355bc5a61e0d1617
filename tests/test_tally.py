"""The account of a set: what is added up, what it looks like, and how it is put into words."""

import math
from dataclasses import replace

import pytest

from coach.core.pose import Pose
from coach.core.report import Counts, Fault, Hold, Rep, Report
from coach.core.tally import Tally, fault_sentences
from tests.streams import exercise

SOMEBODY = Pose(0.0, [[0.5] * 4] * 33, [[0.0] * 3] * 33, (640, 480))

QUIET = Report(
    t_s=0.0,
    pose=SOMEBODY,
    seen=(),
    features={},
    armed=False,
    phase="rest",
    counts=Counts(),
    hold_s=0.0,
    rep_hold_s=0.0,
    side=None,
    faults=(),
    rule_joints={},
    gauge=None,
    cue=None,
    cue_is_new=False,
    tracking=1.0,
    yaw_deg=math.nan,
    view="side",
)


def _rep(start_s: float, end_s: float, complete: bool = True, hold_s: float = 0.0, *faults: str) -> Rep:
    return Rep(start_s, (start_s + end_s) / 2, end_s, None, complete, {}, hold_s, faults)


def _tally(id_: str, *ended: Rep | Hold | Fault, hold_s: float = 0.0, armed_s: float = 0.0) -> Tally:
    tally = Tally(exercise(id_), hold_s=hold_s, armed_s=armed_s)
    tally.finish(ended)
    tally.counts = Counts(complete=sum(rep.complete for rep in tally.reps))
    return tally


def test_seconds_are_added_up_by_what_was_so_at_their_end() -> None:
    tally = Tally(exercise("glute_bridge"))
    for t_s, pose, armed in (
        (10.0, SOMEBODY, True),
        (10.5, SOMEBODY, True),
        (11.5, None, False),
        (13.5, SOMEBODY, True),
    ):
        tally.add(replace(QUIET, t_s=t_s, pose=pose, armed=armed))
    assert (tally.watched_s, tally.armed_s, tally.seen_s) == (3.5, 2.5, 2.5)
    assert tally.seen == pytest.approx(2.5 / 3.5)
    assert tally.poses == 3


def test_one_picture_takes_no_time_yet_somebody_was_seen() -> None:
    tally = Tally(exercise("plank"))
    tally.add(QUIET)
    assert (tally.poses, tally.watched_s, tally.seen) == (1, 0.0, 0.0)


def test_nothing_at_all_is_an_account_too() -> None:
    tally = Tally(exercise("plank"))
    assert (tally.view, tally.seen, tally.evidence_s, tally.sure) == ("unknown", 0.0, 0.0, False)
    assert math.isnan(tally.yaw_deg)
    assert fault_sentences(tally) == ()


def test_view_and_turn_are_those_seen_most() -> None:
    tally = Tally(exercise("plank"))
    rows = (
        (0.0, "front", 80.0, False),
        (1.0, "side", 10.0, True),
        (2.0, "side", 12.0, True),
        (3.0, "side", 40.0, True),
    )
    for t_s, view, yaw_deg, armed in rows:
        tally.add(replace(QUIET, t_s=t_s, view=view, yaw_deg=yaw_deg, armed=armed))
    assert tally.view == "side"
    assert tally.yaw_deg == 12.0  # not the 80 degrees before counting was on


@pytest.mark.parametrize(
    ("tally", "evidence_s", "sure"),
    [
        (_tally("glute_bridge", _rep(0, 4), _rep(4, 8)), 8.0, True),
        (_tally("glute_bridge", _rep(0, 3, False)), 1.0, False),
        (_tally("glute_bridge", _rep(0, 4, True, 1.0), hold_s=1.0), 4.0, True),
        (_tally("knee_to_chest", hold_s=6.0), 3.0, True),
        (_tally("knee_to_chest", hold_s=0.4), 0.2, False),
        (_tally("plank", Hold(0, 5, 4.5), hold_s=4.5), 4.5, True),
    ],
    ids=["repetitions", "a partial", "held within a repetition", "never let go", "passed by", "a hold"],
)
def test_what_speaks_for_an_exercise(tally: Tally, evidence_s: float, sure: bool) -> None:
    assert tally.evidence_s == pytest.approx(evidence_s)
    assert tally.sure is sure


@pytest.mark.parametrize(
    ("tally", "extent"),
    [
        (_tally("plank", Fault("hips_sag", 1, 5.2, "major"), armed_s=20), "4 of 20 s"),
        (_tally("plank", Fault("hips_sag", 1, 1.6, "major"), armed_s=20), "for 0.6 s"),
        (
            _tally("glute_bridge", Fault("over_arch", 1, 2, "minor"), _rep(0, 4, True, 0, "over_arch"), _rep(4, 8)),
            "in 1 of 2 repetitions",
        ),
        (_tally("glute_bridge", Fault("over_arch", 1, 2, "minor")), "once"),
        (
            _tally("glute_bridge", Fault("over_arch", 1, 2, "minor"), Fault("over_arch", 3, 4, "minor")),
            "2 times",
        ),
    ],
)
def test_faults_are_told_as_facts(tally: Tally, extent: str) -> None:
    names = {rule.id: rule.name for rule in tally.exercise.rules}
    assert fault_sentences(tally) == (f"{names[tally.faults[0].id]} {extent}",)


def test_the_longest_fault_is_told_first() -> None:
    faults = (Fault("hips_sag", 0, 2, "major"), Fault("knees_bent", 3, 9, "minor"))
    told = fault_sentences(_tally("plank", *faults, armed_s=20))
    assert [sentence.endswith(("6 of 20 s", "2 of 20 s")) for sentence in told] == [True, True]
    assert told[0].endswith("6 of 20 s")
