"""What comes from a therapist and goes back, as the rest of the program needs it."""

from pathlib import Path
from typing import Protocol

from coach.core.therapy.incoming import Incoming
from coach.core.therapy.looked import Signer


class Gathering(Protocol):
    """Codes read one after another, until there are all of one link."""

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers of the codes that are still needed; () before the first one."""
        ...

    @property
    def count(self) -> int:
        """How many codes there are; 0 before the first one."""
        ...

    def add(self, text: str) -> str:
        """Take in what a code says; the whole link once there is all of it, else ""."""
        ...


class RoutineInbox(Protocol):
    """Routines on their way in, and those that were taken. Anything here may take a moment: not for the drawn frame."""

    def look(self, source: str | bytes) -> Incoming:
        """The routine in a file (its path), a picture with a code, or a link; nothing is kept of it yet.

        Raises:
            ExchangeError, RoutineError: there is none that can be used.
        """
        ...

    def signer(self, incoming: Incoming) -> Signer:
        """Whose key it bears, against the keys that were taken before."""
        ...

    def doubt(self, incoming: Incoming) -> str:
        """Why it is not to be taken just so, in a sentence; "" where nothing speaks against it."""
        ...

    def take(self, incoming: Incoming) -> Path:
        """Keep it for use, whole or not at all; the version before it is kept aside, and its key is remembered.

        Raises:
            ExchangeError, OutputError: it was changed after it was signed, or can't be kept.
        """
        ...

    def take_back(self, routine: str) -> bool:
        """Put the version before back in use; False where there was none, and the routine is out of use.

        Raises:
            ExchangeError, OutputError: it can't be done.
        """
        ...
