"""Tries an exercise on its own demonstrations: does it count what they show, and does each wrong one break its rule?"""

from typing import Final

from coach.analysis import Run
from coach.core import figure
from coach.core.demo import Demo
from coach.core.spec import Exercise
from coach.core.tally import Tally

RATES: Final = (10.0, 15.0, 30.0, 60.0)
"""Frames a second at which every demonstration must give the same."""

HOLD_TOLERANCE_S: Final = 1.0

READY_S: Final = 1.5
"""In the demonstration of a paced exercise the start position is seen all the time, but for so long, seconds;
estimated: what the gate needs to come on, and one picture at the slowest rate."""


def play(exercise: Exercise, demo: Demo, fps: float, yaw_deg: float | None = None) -> Tally:
    """The account of one demonstration."""
    run = Run(exercise)
    for pose in figure.poses(demo, fps, yaw_deg):
        run.step(pose.t_s, pose)
    return run.close()


def _differences(name: str, demo: Demo, expected: frozenset[str], tally: Tally) -> list[str]:
    counts = tally.counts
    got = (counts.complete, counts.partial, counts.left, counts.right)
    wanted = (demo.reps, demo.partial, demo.left, demo.right)
    wrong = []
    if got != wanted:
        wrong.append(f"{name}: counted (complete, partial, left, right) {got}, should be {wanted}")
    if tally.exercise.hold and abs(tally.hold_s - demo.hold_s) > HOLD_TOLERANCE_S:
        wrong.append(f"{name}: held {tally.hold_s:.1f} s, should be {demo.hold_s:g} s")
    if tally.exercise.pace and tally.armed_s < demo.keyframes[-1].t - READY_S:
        wrong.append(f"{name}: in the start position for {tally.armed_s:.1f} s, should be so all the time")
    found = frozenset(fault.id for fault in tally.faults)
    if found != expected:
        wrong.append(f"{name}: found faults {sorted(found)}, should be {sorted(expected)}")
    return wrong


def rehearse(exercise: Exercise) -> list[str]:
    """Everything that is not as the file says, one sentence each; empty when all is well."""
    plays: list[tuple[str, Demo, frozenset[str]]] = [("demo", exercise.demo, frozenset())]
    plays += [(f"wrong demo of {rule.id}", rule.wrong, frozenset({rule.id})) for rule in exercise.rules]
    return [
        line
        for fps in RATES
        for name, demo, expected in plays
        for line in _differences(f"{name} at {fps:g} fps", demo, expected, play(exercise, demo, fps))
    ]
