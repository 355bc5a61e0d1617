"""What the relief screens ask for; a plain Protocol, so that a screen can be tried with a plain object."""

from datetime import datetime
from typing import Protocol

from coach.core.care.record import RoundKind
from coach.core.care.relief import Preset, ReliefWords
from coach.core.care.resting import RestNow
from coach.core.care.thermal import Advice, ThermalNow
from coach.ports import Feed


class Relief(Protocol):
    """Warm and cold, rest, breathing's voice, the look at a position. Nothing here blocks."""

    @property
    def words(self) -> ReliefWords | None:
        """What the file says; None until it has been read."""
        ...

    @property
    def now(self) -> datetime:
        """Aware local time."""
        ...

    @property
    def message(self) -> str:
        """One plain sentence of something out of the ordinary, else ""."""
        ...

    @property
    def strip(self) -> str:
        """One short line about what runs, for any page; "" while nothing does."""
        ...

    @property
    def checked(self) -> bool:
        """Whether the short check was passed not long ago."""
        ...

    def none_of_these(self) -> None:
        """The short check was passed."""
        ...

    @property
    def advice(self) -> Advice:
        """Cold or warm first."""
        ...

    @property
    def preset(self) -> Preset: ...

    def choose(self, preset: str) -> None:
        """Take another choice of lengths, by its id."""
        ...

    @property
    def thermal(self) -> ThermalNow: ...

    def begin(self, kind: RoundKind) -> None:
        """Begin a round of "cold" or "warm"."""
        ...

    def take_off(self) -> None:
        """It was taken off."""
        ...

    @property
    def rest(self) -> RestNow | None: ...

    def begin_rest(self, length_s: float) -> None:
        """Lie down for so long, seconds."""
        ...

    def up(self) -> None:
        """The person got up."""
        ...

    def say(self, text: str) -> None: ...

    def hush(self) -> None: ...

    def look(self, position: str) -> Feed:
        """The camera, with reports of how somebody lies. Raises CoachError."""
        ...

    def tick(self) -> None:
        """Go on: once for every frame."""
        ...
