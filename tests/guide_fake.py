"""A session that stands where a test puts it, for the screens: plain values, and a list of what was asked of it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pygame
from streams import Sample, demo_samples, exercise

from coach.analysis import Run
from coach.core import workout
from coach.core.camera_check import CameraCheck
from coach.core.course import State
from coach.core.gestures import Forming
from coach.core.history import PainWhen, StopReason
from coach.core.report import Report
from coach.core.results import ExerciseResult
from coach.core.routine import Item, Routine, works
from coach.core.workout import Command
from coach.ports import Frame

ROUTINE = Routine(
    id="test",
    name="Test",
    summary="For the tests of the screens.",
    items=(
        Item(exercise="glute_bridge", sets=2, reps=8, hold_s=3, rest_s=45),
        Item(exercise="bird_dog", pyramid=(6, 4, 2), hold_s=8, rest_s=30),
        Item(exercise="plank", sets=3, hold_s=20, rest_s=30),
        Item(exercise="knee_to_chest", sets=2, reps=3, hold_s=15, rest_s=30),
    ),
)


def state_of(exercise_id: str = "glute_bridge", set_no: int = 1, **changes: Any) -> State:
    """A state at a set of `ROUTINE`; `changes` replace its fields."""
    ids = [item.exercise for item in ROUTINE.items]
    sets = works(ROUTINE, {each: exercise(each) for each in ids})
    index = next(n for n, work in enumerate(sets) if (work.exercise.id, work.set_no) == (exercise_id, set_no))
    values: dict[str, Any] = {"sets": sets, "index": index, "stage": "doing"}
    return State(**(values | changes))


class FakeGuide:
    """Fulfils `coach.ui.guide.Guide`. Commands move the state as the real one does, and stand in `asked`."""

    def __init__(self, state: State, **known: Any) -> None:
        self.state = state
        self.report: Report | None = known.get("report")
        self.frame: Frame | None = known.get("frame")
        self.check: CameraCheck | None = known.get("check")
        self.forming: Forming | None = known.get("forming")
        self.camera: Literal["none", "loading", "running", "lost", "ended"] = known.get("camera", "running")
        self.message: str = known.get("message", "")
        self.caption: str = known.get("caption", "")
        self.to_tell: str = known.get("to_tell", "")
        self.results: Sequence[ExerciseResult] = known.get("results", ())
        self.asked: list[object] = []
        self.said: list[str] = []
        self.ticks = 0

    def tick(self) -> None:
        self.ticks += 1

    def do(self, command: Command, reason: StopReason | None = None) -> None:
        self.asked.append(command if reason is None else (command, reason))
        self.state, _ = workout.command(self.state, command, reason)

    def go_without_camera(self) -> None:
        self.asked.append("by hand")
        self.camera = "none"

    def tell_pain(self, when: PainWhen, score: int) -> None:
        self.asked.append((when, score))

    def tell_effort(self, score: int) -> None:
        self.asked.append(("effort", score))

    def say(self, text: str) -> None:
        self.said.append(text)

    def close(self) -> None:
        self.asked.append("close")


@lru_cache(maxsize=16)
def replayed(exercise_id: str, until_s: float, *, mirror: bool = False) -> Report:
    """The engine's report at a time of the exercise's own demonstration."""
    samples = demo_samples(exercise(exercise_id).demo, 15, 0.0)
    return report_at(exercise_id, [(t, pose.mirrored() if mirror and pose else pose) for t, pose in samples], until_s)


def report_at(exercise_id: str, samples: Sequence[Sample], until_s: float) -> Report:
    """The engine's report at a time of a stream."""
    run, report = Run(exercise(exercise_id)), None
    for t_s, pose in samples:
        if t_s > until_s and report is not None:
            break
        report = run.step(t_s, pose)
    assert report is not None
    return report


def touched(surface: pygame.Surface) -> pygame.Rect:
    """The smallest rectangle around everything on a surface that is not black."""
    drawn = pygame.surfarray.array3d(surface).any(axis=2)
    if not drawn.any():
        return pygame.Rect(0, 0, 0, 0)
    xs, ys = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    return pygame.Rect(xs[0], ys[0], xs[-1] - xs[0] + 1, ys[-1] - ys[0] + 1)
