"""What the screens ask of what comes from a therapist and goes back."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from coach.core.routine import Routine
from coach.core.therapy.incoming import Incoming
from coach.core.therapy.looked import Found, Looked, ScanHelp
from coach.core.therapy.standing import Standing
from coach.ports import Feed
from coach.ui.growing import Growing


class Scan(Protocol):
    """A camera looking for a code. Nothing here blocks."""

    @property
    def text(self) -> str:
        """What was read, all parts of it; empty so far."""
        ...

    @property
    def parts(self) -> tuple[int, int]:
        """Numbered codes read, and how many there are; (0, 0) where they are not numbered."""
        ...

    @property
    def help(self) -> ScanHelp:
        """What would help."""
        ...

    def close(self) -> None:
        """Stop looking; the camera stays with whoever opened it."""
        ...


class Therapist(Protocol):
    """Routines from a therapist. Nothing here blocks: what takes a moment goes on behind."""

    @property
    def taken(self) -> Mapping[str, Incoming]:
        """Assigned routines in use, by id."""
        ...

    def standing(self, routine: str) -> Standing | None:
        """How far somebody is with an assigned routine; None for any other."""
        ...

    def routine(self, routine: str) -> Routine | None:
        """A routine in use as it stands, with every step that was taken; None where there is none."""
        ...

    def growing(self, routine: str) -> Growing | None:
        """How it grows; None where only the therapist changes it."""
        ...

    def undoable(self, routine: str) -> bool:
        """Whether taking this version can be taken back."""
        ...

    @property
    def found(self) -> Sequence[Found]:
        """Routine files in the documents folder."""
        ...

    def look(self, source: str) -> None:
        """Begin to look at a file or a link; what comes of it is in `looked` or `trouble`."""
        ...

    @property
    def looking(self) -> bool: ...

    @property
    def looked(self) -> Looked | None: ...

    @property
    def trouble(self) -> str:
        """One plain sentence why it can't be used, or could not be taken; else empty."""
        ...

    def put_away(self) -> None:
        """Forget what was looked at."""
        ...

    def take(self) -> bool:
        """Take what was looked at; whether it was, else `trouble` says why."""
        ...

    def take_back(self, routine: str) -> bool:
        """The version before is in use again, or the routine goes; whether it was done."""
        ...

    def scan(self, feed: Feed) -> Scan:
        """Look for a code in the pictures of a preview."""
        ...

    def asks_to_wait(self, routine: str, pain: int) -> Incoming | None:
        """The routine, where pain 0..10 is above its therapist's ceiling."""
        ...

    def answer_ceiling(self, routine: str, pain: int, *, on: bool) -> None:
        """The person waits, or goes on anyway; either is kept."""
        ...
