"""What the screens ask of what runs behind them; plain Protocols, so that a screen can be tried with a plain object."""

from collections.abc import Sequence
from typing import Literal, Protocol

from coach.core.camera_check import CameraCheck
from coach.core.course import State
from coach.core.gestures import Forming
from coach.core.history import PainWhen, StopReason
from coach.core.report import Report
from coach.core.results import ExerciseResult
from coach.core.workout import Command
from coach.ports import Frame


class Guide(Protocol):
    """A session under way, as its screens see it. Nothing here blocks."""

    @property
    def state(self) -> State: ...

    @property
    def report(self) -> Report | None:
        """The engine's newest report of the set under way or about to begin; None before the first."""
        ...

    @property
    def frame(self) -> Frame | None:
        """The newest picture; None before the first, and for sources without pictures."""
        ...

    @property
    def check(self) -> CameraCheck | None:
        """The camera assistant's list while the stage is "check"."""
        ...

    @property
    def forming(self) -> Forming | None:
        """The gesture that is being made, and how far it is."""
        ...

    @property
    def camera(self) -> Literal["none", "loading", "running", "lost", "ended"]:
        """How the pictures come. "none": the session runs by hand."""
        ...

    @property
    def message(self) -> str:
        """One plain sentence of trouble to show (camera gone, record not kept, no sound), else empty."""
        ...

    @property
    def caption(self) -> str:
        """What is being said now, or was just said; empty in silence."""
        ...

    @property
    def results(self) -> Sequence[ExerciseResult]:
        """What came of each exercise, once the stage is "over"."""
        ...

    @property
    def to_tell(self) -> str:
        """One sentence on pain that the therapist who assigned this should hear of, once it was told; else empty."""
        ...

    def tick(self) -> None:
        """Go on: once for every drawn frame."""
        ...

    def do(self, command: Command, reason: StopReason | None = None) -> None:
        """The person pressed something."""
        ...

    def go_without_camera(self) -> None:
        """Leave the camera off: repetitions are counted by the person, holds by the clock."""
        ...

    def tell_pain(self, when: PainWhen, score: int) -> None:
        """Pain 0..10 was told."""
        ...

    def tell_effort(self, score: int) -> None:
        """Effort 0..10 was told."""
        ...

    def say(self, text: str) -> None:
        """Say a sentence of the screen's (the question it asks)."""
        ...

    def close(self) -> None:
        """End the session wherever it is; everything done is kept. May be called twice."""
        ...
