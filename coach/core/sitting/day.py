"""A day at the desk: totals and the ribbon of states, from what was kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from coach.core.sitting.look import State
from coach.core.sitting.record import AlertGiven, BreakKept


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the ribbon: the state that took most of it."""

    start: datetime
    end: datetime
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day.

    Attributes:
        seconds: by state; states not seen are left out.
        shifts: changes of posture.
        asked: breaks asked for. taken: breaks taken, asked for or not; verified: of these, seen by the camera.
    """

    date: date
    pieces: tuple[Piece, ...] = ()
    seconds: Mapping[State, float] = field(default_factory=dict)
    shifts: int = 0
    breaks: tuple[BreakKept, ...] = ()
    alerts: tuple[AlertGiven, ...] = ()
    glasses: int = 0

    @property
    def sitting_s(self) -> float:
        """Seconds known to sit."""
        raise NotImplementedError

    @property
    def standing_s(self) -> float:
        raise NotImplementedError

    @property
    def shifts_an_hour(self) -> float:
        """Changes of posture an hour of sitting; nan below ten minutes of sitting."""
        raise NotImplementedError

    @property
    def asked(self) -> int:
        raise NotImplementedError

    @property
    def taken(self) -> int:
        raise NotImplementedError

    @property
    def verified(self) -> int:
        raise NotImplementedError
