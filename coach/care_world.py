"""What the parts of care around the exercises work with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from coach.core.care.record import CareRecord, PlanStep
from coach.core.settings import Settings
from coach.core.spec import Exercise
from coach.desk_reading import Reading, Told
from coach.supplies import Record, Shelf, Supplies


@dataclass(frozen=True, slots=True, kw_only=True)
class CareWorld:
    """Files, record, clocks and settings. `keep` takes new settings and keeps them."""

    read: Reading
    supplies: Supplies
    settings: Callable[[], Settings]
    keep: Callable[[Settings], None]

    @property
    def now(self) -> datetime:
        """Aware local time; it may jump, also back."""
        return self.supplies.calendar.now()

    @property
    def now_s(self) -> float:
        """Seconds that only rise, for what must be timed while the program runs."""
        return self.supplies.clock.now_s()

    @property
    def record(self) -> Record:
        """Sessions, pain, safety answers and care, as last read and told since."""
        return self.read.record

    @property
    def care(self) -> CareRecord:
        return self.read.record.care

    @property
    def shelf(self) -> Shelf | None:
        """What the files say; None until they have been read."""
        return self.read.shelf

    @property
    def exercises(self) -> Mapping[str, Exercise]:
        """By id; none until they have been read."""
        return shelf.exercises if (shelf := self.read.shelf) else {}

    def step(self, step: PlanStep) -> None:
        """Write a step of the plan down, with the last session known now: what comes after it is told by that."""
        sessions = self.record.sessions
        self.tell(replace(step, session=sessions[-1].started.session if sessions else ""))

    def tell(self, told: Told) -> None:
        """Write an entry down; it is in `record` at once."""
        self.read.tell(told)

    @staticmethod
    def new_id() -> str:
        """An id that nobody else gives."""
        return uuid4().hex
