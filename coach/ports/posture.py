"""What posture watch needs of the world: an eye that opens now and then, and a desktop with manners."""

from datetime import datetime
from typing import Literal, Protocol

from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.events import Busy, Notice
from coach.core.sitting.look import Sample
from coach.core.sitting.record import PostureRecord
from coach.ports import Frame

Answer = Literal["snooze", "open", "dismissed"]
"""What the person did with a notification."""


class Eye(Protocol):
    """A camera and a detector that look now and then. Nothing here blocks; trouble comes in the samples."""

    @property
    def state(self) -> Literal["loading", "ready", "failed", "ended"]:
        """ "failed": the detector can't work, `message` says why. "ended": a recording is over."""
        ...

    @property
    def message(self) -> str:
        """One plain sentence while there are no pictures, or after a failure; else empty."""
        ...

    @property
    def open(self) -> bool:
        """Whether the camera is in use just now: its light is on."""
        ...

    @property
    def picture(self) -> Frame | None:
        """The newest picture that was looked at, while the camera is open."""
        ...

    def pace(self, gap_s: float, *, let_go: bool = False) -> None:
        """From now on look every `gap_s` seconds (0: as fast as the detector can). `let_go`: close the camera between
        looks, opening it for two seconds each time."""
        ...

    def rest(self) -> None:
        """Let go of the camera until `wake` (locked, paused, asleep)."""
        ...

    def wake(self) -> None: ...

    def take(self) -> list[Sample]:
        """What was seen since the last call, oldest first, on the clock the eye was given."""
        ...

    def close(self) -> None: ...


class Notifier(Protocol):
    """Shows one notification at a time. Nothing here blocks or raises."""

    @property
    def message(self) -> str:
        """One plain sentence when the desktop shows no notifications, else empty."""
        ...

    def tell(self, notice: Notice) -> None:
        """Show it; the one before goes."""
        ...

    def withdraw(self) -> None:
        """Take the one that is shown off the screen."""
        ...

    def take_answers(self) -> list[Answer]:
        """What the person did with notifications since the last call, oldest first."""
        ...

    def close(self) -> None: ...


class Presence(Protocol):
    """What the system tells of the person. Nothing here blocks or raises; what it doesn't tell is False."""

    def busy(self) -> Busy: ...

    def close(self) -> None: ...


class Baselines(Protocol):
    """Named baselines, kept from one start to the next."""

    def all(self) -> tuple[PostureBaseline, ...]:
        """Every baseline, by name. A damaged file reads as none, and `message` says so."""
        ...

    @property
    def message(self) -> str: ...

    def keep(self, baseline: PostureBaseline) -> None:
        """Keep it under its name, in place of the one before; trouble shows in `message`."""
        ...

    def forget(self, name: str) -> None: ...


class PostureHistory(Protocol):
    """The record of the hours at the desk; writing goes through `History.write`."""

    def posture(self, since: datetime, until: datetime) -> PostureRecord:
        """What was kept from `since` (inclusive) to `until` (exclusive), both aware.

        Raises:
            HistoryError: the database can't be read.
        """
        ...
