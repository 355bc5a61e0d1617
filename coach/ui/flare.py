"""What the pages of flare-ups and of when to see somebody ask for."""

from datetime import datetime
from typing import Protocol

from coach.core.care.flare import Flare, Since
from coach.core.care.seek_help import Ladder, Standing


class FlareCare(Protocol):
    """Flare-ups of one person. Nothing here blocks."""

    @property
    def open(self) -> Flare | None:
        """The flare-up that is not over."""
        ...

    @property
    def last(self) -> Flare | None:
        """The newest one where it is over, but so lately that it may as well go on."""
        ...

    @property
    def at(self) -> datetime:
        """The aware local time."""
        ...

    @property
    def day(self) -> int:
        """Which day of the open flare-up it is, from 1; 0 without one."""
        ...

    @property
    def line(self) -> str:
        """One calm line for home while a flare-up is open, else ""."""
        ...

    @property
    def ladder(self) -> Ladder | None:
        """The words of the ladder; None until they have been read."""
        ...

    @property
    def standing(self) -> Standing:
        """Where on the ladder the person is."""
        ...

    @property
    def said(self) -> str:
        """What stands on the ladder, in a sentence; "" where nothing does."""
        ...

    @property
    def sought_at(self) -> datetime | None:
        """When they last said that they saw somebody about the newest flare-up; None where they did not."""
        ...

    @property
    def page_note(self) -> str:
        """Where the page for the doctor was saved, or why it could not be; "" before anybody asked."""
        ...

    def questions_due(self, score: int) -> bool:
        """Whether the safety questions are to be asked with a score told now; ask before it is told."""
        ...

    def begin(self, since: Since, trigger: str) -> None:
        """It flared up; while one is open, this puts right when and what of."""
        ...

    def tell(self, score: int) -> None:
        """Pain now, 0 to 10."""
        ...

    def over(self) -> None:
        """It is over."""
        ...

    def go_on(self) -> None:
        """It was not over: the last one is open again."""
        ...

    def saw_somebody(self) -> None:
        """They have seen somebody: what stands now is quiet until the next step."""
        ...

    def saw_nobody(self) -> None:
        """Takes the last `saw_somebody` back."""
        ...

    def save_page(self) -> None:
        """Save the page for the doctor in the background; `page_note` says how it went."""
        ...
