"""What the page of planned days asks for."""

from typing import Protocol

from coach.core.care.reminding import Reminders


class Days(Protocol):
    """On which days and when the plan is due."""

    @property
    def reminders(self) -> Reminders: ...

    def choose(self, reminders: Reminders) -> None:
        """Take other days or another time, and keep them."""
        ...

    def suggest(self) -> None:
        """Take the days the plan asks for, well spread."""
        ...

    def save_calendar(self) -> str:
        """Put a calendar file into the person's documents; one plain sentence of where it lies, or why not."""
        ...
