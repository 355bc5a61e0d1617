"""What is kept of the hours at the desk, written the moment it is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from coach.core.sitting.look import State

AlertKind = Literal["still", "slump", "forward_head", "too_close", "lean_left", "lean_right", "head_tilt"]
"""What was told: stillness, or the posture that lasted."""

HowBreak = Literal["chair", "move", "said", "missed"]
"""How a break ended: the chair was seen empty (or the person standing), the guided move was seen, the person says so
without having been seen, or it was asked for and not taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureMinute:
    """One minute of the local clock. `seconds` by state sum to at most 60; what is missing was not watched (paused,
    locked, asleep). `untold_s` is how much of `unknown` somebody sat there all the same (no baseline, camera moved). A
    minute written again, after a restart within it, adds to what is there."""

    at: datetime
    seconds: Mapping[State, float]
    shifts: int = 0
    side: bool = False
    untold_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakKept:
    """A break: asked for at `asked` (None where the person got up unasked), from `start` to `end` local time (None for
    a missed one). `exercise` is the guided move, or ""."""

    asked: datetime | None
    start: datetime | None
    end: datetime | None
    how: HowBreak
    exercise: str = ""
    snoozes: int = 0

    @property
    def at(self) -> datetime:
        """When it belongs to the day: asked, or begun."""
        when = self.asked or self.start
        if when is None:
            raise ValueError("a break was asked for or begun")
        return when

    @property
    def verified(self) -> bool:
        """Whether the camera saw it."""
        return self.how in ("chair", "move")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertGiven:
    """A notification about posture or stillness was shown."""

    at: datetime
    kind: AlertKind


@dataclass(frozen=True, slots=True, kw_only=True)
class GlassDrunk:
    """The person drank a glass of water."""

    at: datetime


PostureEntry = PostureMinute | BreakKept | AlertGiven | GlassDrunk


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureRecord:
    """What was kept between two moments, oldest first."""

    minutes: tuple[PostureMinute, ...] = ()
    breaks: tuple[BreakKept, ...] = ()
    alerts: tuple[AlertGiven, ...] = ()
    glasses: tuple[GlassDrunk, ...] = field(default=())
