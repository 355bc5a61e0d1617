"""What the history screens read: once, and for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from coach.core.history import PainTold, SessionRecord
from coach.core.spec import Exercise
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.room import Room


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Record:
    """Everything kept until now. `sessions` are those with a set begun, `pains` every score, both oldest first."""

    sessions: tuple[SessionRecord, ...]
    pains: tuple[PainTold, ...]
    exercises: Mapping[str, Exercise]
    today: date

    @property
    def empty(self) -> bool:
        """Whether nothing was done and no pain was told."""
        return not self.sessions and not self.pains

    def name(self, exercise: str) -> str:
        """What an exercise is called; one whose file is gone goes by its id in words."""
        known = self.exercises.get(exercise)
        return known.name if known else exercise.replace("_", " ").capitalize()


def read(desk: Desk) -> Record:
    """The record as the desk has it now.

    Raises:
        HistoryError: it can't be read.
    """
    return Record(
        sessions=tuple(session for session in desk.sessions() if session.sets),
        pains=tuple(desk.pains()),
        exercises=dict(desk.exercises()),
        today=desk.today,
    )


class View(Protocol):
    """What one tab shows."""

    def compose(self, room: Room) -> None:
        """Fill the room below the tabs."""
        ...

    def press(self, key: str) -> Move | None:
        """One of the view's own buttons was pressed."""
        ...
