"""A break's guided move under way: an exercise counted while the person stands beside the desk."""

from dataclasses import replace
from typing import Final

from coach.analysis import Run
from coach.core.routine import Item, Routine, works
from coach.core.sitting.breaks import BREAK_S
from coach.core.sitting.companion_commands import Command, MoveSeen, SaidMoved
from coach.core.sitting.look import Sample
from coach.core.sitting.now import Moving
from coach.core.spec import Exercise

SEEN_SHARE: Final = 0.5
"""A move was really seen once this share of what its file asks for was counted; estimated."""

TOLD_S: Final = 30.0
"""Ended after less than this it was no break at all, seconds; estimated."""


class GuidedMove:
    """One move.

    Args:
        exercise: what is done. begun_s: on the clock of the samples.
    """

    def __init__(self, exercise: Exercise, begun_s: float) -> None:
        self.exercise, self.begun_s = exercise, begun_s
        self.run = Run(exercise)
        self.wanted = _wanted(exercise)
        self.shown = Moving(exercise=exercise, left_s=BREAK_S, wanted=self.wanted)

    def see(self, sample: Sample) -> None:
        """Count what a sample shows."""
        report = self.run.step(sample.t_s, sample.pose)
        done = int(report.hold_s) if self.exercise.kind == "hold" else report.counts.complete
        cue = self.shown.cue if report.cue is None else report.cue.text
        self.shown = replace(self.shown, done=done, seen=done >= SEEN_SHARE * self.wanted, pose=report.pose, cue=cue)

    def at(self, t_s: float) -> Moving:
        """How it stands."""
        return replace(self.shown, left_s=max(0.0, BREAK_S - (t_s - self.begun_s)))

    def ended(self, t_s: float) -> Command | None:
        """What it counts for: a break that was seen, one on the person's word, or none."""
        seconds = t_s - self.begun_s
        if self.shown.seen and seconds >= BREAK_S:
            return MoveSeen(self.exercise.id, seconds, seen=True)
        # Leaving early a move of which nothing was seen is nobody's word.
        return SaidMoved() if seconds >= (TOLD_S if self.shown.seen else BREAK_S) else None


def _wanted(exercise: Exercise) -> int:
    """What one set asks for: repetitions of all sides, or seconds."""
    routine = Routine(id=exercise.id, name=exercise.name, summary=exercise.summary, items=(Item(exercise=exercise.id),))
    work = works(routine, {exercise.id: exercise})[0]
    return max(1, int(work.total if exercise.kind == "reps" else work.hold_s * work.total))
