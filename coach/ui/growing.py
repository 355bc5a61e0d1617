"""What the screens of a growing plan ask for."""

from collections.abc import Sequence
from typing import Protocol

from coach.core.care.growth import PastStep
from coach.core.care.progression import Offer


class Growing(Protocol):
    """The plan's next change, and those before it."""

    @property
    def offer(self) -> Offer | None:
        """The one change that the rules offer now, if any."""
        ...

    @property
    def yours(self) -> str:
        """That the choice is the person's."""
        ...

    @property
    def source(self) -> str:
        """Where the rules come from, in one line."""
        ...

    def answer(self, offer: Offer, *, take: bool) -> None:
        """Take the change, or leave the plan as it is."""
        ...

    @property
    def past(self) -> Sequence[PastStep]:
        """Every change of the plan in use, newest first."""
        ...

    @property
    def undoable(self) -> bool:
        """Whether the newest change can be taken back."""
        ...

    def undo(self) -> None:
        """Take the newest change back."""
        ...
