"""What the screens of the week ask for: a week in facts, minutes to log, targets, tips."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from coach.core.care.record import ActivityDone
from coach.core.care.targets import Targets
from coach.core.care.tips import Tip
from coach.core.care.week import Week


class Weekly(Protocol):
    """The week. Nothing here blocks."""

    @property
    def today(self) -> date: ...

    def week(self, day: date) -> Week:
        """The week a day lies in. Hours at the desk that are still being read are not known in it."""
        ...

    @property
    def trouble(self) -> str:
        """One plain sentence while the hours at the desk can't be read, else empty."""
        ...

    @property
    def earliest(self) -> date:
        """Monday of the first week that may have something in it."""
        ...

    @property
    def activities(self) -> Sequence[ActivityDone]:
        """Minutes of walking and the like that were logged and not taken back, newest first."""
        ...

    def log(self, kind: str, minutes: int, days_ago: int = 0) -> str:
        """Write minutes down; the id by which they are changed or taken back."""
        ...

    def change(
        self, activity: str, *, kind: str | None = None, minutes: int | None = None, day: date | None = None
    ) -> None:
        """Put an entry right; what is not given stays."""
        ...

    def undo(self, activity: str) -> None:
        """Take an entry back."""
        ...

    def drink(self) -> None:
        """A glass of water, now."""
        ...

    @property
    def targets(self) -> Targets: ...

    def keep(self, targets: Targets) -> None:
        """Keep new targets."""
        ...

    def manage(self, minutes: int) -> None:
        """So many minutes a week the person manages now: the slow ramp begins here. 0: no ramp."""
        ...

    @property
    def strength_days(self) -> int:
        """Strength days a week, by the person's own target, else by their plan."""
        ...

    @property
    def glasses(self) -> int:
        """Glasses of water a day, the person's own target; 0 is none."""
        ...

    def keep_glasses(self, glasses: int) -> None:
        """Keep a new target of water."""
        ...

    @property
    def tip(self) -> Tip | None:
        """The one tip of today, None where none is wanted."""
        ...

    @property
    def tips(self) -> Sequence[Tip]:
        """The cards that may be leafed through today."""
        ...
