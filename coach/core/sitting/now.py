"""The watch at one moment, as whoever shows it sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from coach.core.pose import Pose
from coach.core.sitting.events import Notice
from coach.core.sitting.look import Look
from coach.core.sitting.pausing import Quiet
from coach.core.spec import Exercise

Mode = Literal["loading", "watching", "between", "paused", "locked", "no_camera", "failed", "ended"]
"""What the camera does: being opened; watching; closed between two glances; paused by the person; let go while the
screen is locked; not there (tried again); the detector can't work; a recording is over."""


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
