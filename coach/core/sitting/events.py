"""What posture watch gives out: something to tell, something to keep."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from coach.core.sitting.look import Look
from coach.core.sitting.record import PostureEntry

NoticeKind = Literal["break", "still", "posture", "kind_word", "moved", "camera", "plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to tell, in plain words; `text` is one or two sentences. It replaces the notice before it."""

    kind: NoticeKind
    title: str
    text: str
    snooze: bool = False
    """Whether it can be put off (a break that was not put off twice yet)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What was told last no longer holds (the break was taken): take it off the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Something for the record."""

    entry: PostureEntry


Event = Notice | Withdrawn | Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """What the system tells of the person: nobody is disturbed in a call or in full screen; nobody is watched while
    the screen is locked."""

    in_call: bool = False
    full_screen: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One moment for the companion.

    Attributes:
        t_s: seconds on the clock of `look`, which also runs while the machine sleeps. now: aware local time; it may
            jump, also back: it only says which day and minute something belongs to, and whether it is quiet time.
        look: a new look, or None when there was none since the last moment (camera off, between two glances).
        busy: see `Busy`.
        due: what was planned for now and wants to be told once today, or None.
    """

    t_s: float
    now: datetime
    look: Look | None = None
    busy: Busy = Busy()
    due: Notice | None = None
