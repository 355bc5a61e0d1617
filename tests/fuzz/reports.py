"""What an engine may say: the account of a recording, checked in itself and as it is written."""

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from coach.analysis import Run, Stopwatch
from coach.core.pose import Pose
from coach.core.report import Fault, Hold, Rep, Report
from coach.core.spec import Exercise
from coach.ports import SourceInfo
from coach.result_json import of_recording
from tests.fuzz.target import finite, must, strict_json

Sample = tuple[float, Pose | None]

PHASES: Final = frozenset(("away", "get_ready", "rest", "out", "top", "back", "hold", "paced"))
SIDES: Final = frozenset((None, "left", "right"))
SLACK_S: Final = 1e-6


def taken(exercise: Exercise, samples: Iterable[Sample]) -> None:
    """Take an engine through samples; a time that does not rise must be refused, and changes nothing."""
    run = Run(exercise)
    reports: list[Report] = []
    for t_s, pose in samples:
        before = run.state
        try:
            reports.append(run.step(t_s, pose))
        except ValueError:
            if t_s > before.t_s:
                raise
            must(run.state is before, "a refused step changed the state")
            continue
        must(t_s > before.t_s, "time that does not rise was taken")
        _check(exercise, reports[-1])
    if reports:
        _account(run, reports)


def _check(exercise: Exercise, report: Report) -> None:
    must(report.phase in PHASES, "a phase that there is not")
    must(report.side in SIDES, "a side that there is not")
    must(0 <= report.tracking <= 1, "tracking outside 0..1")
    must(math.isfinite(report.hold_s) and math.isfinite(report.rep_hold_s), "a hold that is no number")
    must(0 <= report.rep_hold_s <= report.hold_s + SLACK_S or exercise.rep is not None, "a hold longer than all")
    finite(report.features, "features")
    if report.gauge is not None:
        finite({"value": report.gauge.value, "progress": report.gauge.progress}, "gauge")
    known = {rule.id for rule in exercise.rules}
    for fault in report.faults:
        must(fault.id in known and fault.start_s <= fault.end_s <= report.t_s, "a fault that can't be")
    if report.pose is not None:
        must(len(report.seen) == 33, "seen is not told of every landmark")


def _account(run: Run, reports: list[Report]) -> None:
    first_s, last_s = reports[0].t_s, reports[-1].t_s
    tally = run.close()
    for rep in tally.reps:
        _rep(rep, first_s, last_s)
    for hold in tally.holds:
        _hold(hold, first_s, last_s)
    for fault in tally.faults:
        must(first_s <= fault.start_s <= fault.end_s <= last_s, "a fault ends before it begins")
    for a, b in pairwise(tally.reps):
        must(a.end_s <= b.start_s + SLACK_S, "a repetition begins before the one before it ended")
    complete = sum(rep.complete for rep in tally.reps)
    must(complete == tally.counts.complete, "the count is not that of the repetitions")
    must(tally.counts.partial == len(tally.reps) - complete, "the partials are not those of the repetitions")
    must(tally.hold_s <= last_s - first_s + SLACK_S, "held longer than the recording is")
    info = SourceInfo("a.npz", "stream", 30.0, len(reports), last_s - first_s, 640, 480)
    strict_json(of_recording(info, tally, Stopwatch()))


def _rep(rep: Rep, first_s: float, last_s: float) -> None:
    must(first_s <= rep.start_s <= rep.peak_s <= rep.end_s <= last_s, "a repetition ends before it begins")
    must(rep.side in SIDES, "a side that there is not")
    must(0 <= rep.hold_s <= rep.end_s - rep.start_s + SLACK_S, "held longer than the repetition took")
    for low, high in rep.range.values():
        must(math.isfinite(low) and math.isfinite(high) and low <= high, "a range that is none")


def _hold(hold: Hold, first_s: float, last_s: float) -> None:
    must(first_s <= hold.start_s <= hold.end_s <= last_s, "a hold ends before it begins")
    must(0 <= hold.good_s <= hold.end_s - hold.start_s + SLACK_S, "held in good form for longer than held")
    must(hold.side in SIDES, "a side that there is not")


def fault_ids(faults: Iterable[Fault]) -> set[str]:
    """Ids of faults."""
    return {fault.id for fault in faults}
