"""What the posture pages ask of the watch that runs behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from coach.core.pose import Pose
from coach.core.sitting.baseline import Calibration, PostureBaseline
from coach.core.sitting.day import Day
from coach.core.sitting.events import Notice
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import Look
from coach.core.spec import Exercise
from coach.ports import Frame

Mode = Literal["loading", "watching", "between", "paused", "locked", "no_camera", "failed", "ended"]
"""What the camera does: being opened; watching; closed between two glances; paused by the person; let go while the
screen is locked; not there (tried again); the detector can't work; a recording is over."""

Quiet = Literal["", "quiet_hours", "call", "full_screen", "paused"]
"""Why nothing is told just now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """The watch at this moment.

    Attributes:
        mode, camera_on: `camera_on` is true while the camera's light is.
        message: one plain sentence of trouble, or "".
        look: the newest look, None before the first and while nobody is watched.
        sitting_s: sitting since the last break, added up. break_in_s: until the next is asked for, 0 when due.
        break_due: a break was asked for and neither taken nor put off. snoozes_left: how often it can be put off.
        quiet: why nothing is told just now. paused_until: when a pause ends, or None.
        baseline: name in use; "" where one was taken from the footage or there is none (`has_baseline`).
        notice: what was told last, while it stands.
    """

    mode: Mode
    camera_on: bool
    message: str = ""
    look: Look | None = None
    sitting_s: float = 0.0
    break_in_s: float = 1800.0
    break_due: bool = False
    snoozes_left: int = 2
    quiet: Quiet = ""
    paused_until: datetime | None = None
    has_baseline: bool = False
    baseline: str = ""
    notice: Notice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """A break's guided move under way.

    Attributes:
        exercise: what is done. left_s: seconds to go. done: repetitions (or seconds of a hold) seen, of `wanted`.
        seen: whether it counts as really seen already. pose: the newest, for the skeleton. cue: what to say, or "".
    """

    exercise: Exercise
    left_s: float
    done: int = 0
    wanted: int = 0
    seen: bool = False
    pose: Pose | None = None
    cue: str = ""


class Watch(Protocol):
    """Posture watch at work. Nothing here blocks; `tick` is called at least twice a second by whoever shows it."""

    def tick(self) -> None: ...

    @property
    def now(self) -> Now: ...

    @property
    def today(self) -> Day:
        """The local day so far."""
        ...

    @property
    def picture(self) -> Frame | None:
        """The newest picture, for somebody who asked to see it; None while the camera is closed."""
        ...

    @property
    def habits(self) -> Habits: ...

    def keep_habits(self, habits: Habits) -> None: ...

    @property
    def baselines(self) -> Sequence[PostureBaseline]: ...

    def calibrate(self, name: str) -> None:
        """Begin to take a baseline; `calibration` tells how far it is. When it is done it is kept and used."""
        ...

    @property
    def calibration(self) -> Calibration | None:
        """The baseline being taken, or just taken; None when none is."""
        ...

    def end_calibration(self) -> None:
        """Leave the taking of a baseline, finished or not."""
        ...

    def forget_baseline(self, name: str) -> None: ...

    def still_fits(self) -> None:
        """The person says that camera and chair stand as before: the baseline goes on, moved to the new place."""
        ...

    def snooze(self) -> None: ...

    def pause(self, until: datetime | None) -> None:
        """Let go of the camera until then; None goes on now."""
        ...

    def drank(self) -> None: ...

    def moves(self) -> Sequence[Exercise]:
        """The guided moves a break offers."""
        ...

    def move(self, exercise: str) -> None:
        """Begin a guided move, and with it the break."""
        ...

    @property
    def moving(self) -> Moving | None: ...

    def end_move(self) -> None:
        """Leave the guided move; the break is credited if it was seen, or with the person's word."""
        ...

    def close(self) -> None: ...
