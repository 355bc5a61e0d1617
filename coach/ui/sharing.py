"""What the screens ask of results on their way to a therapist."""

from collections.abc import Sequence
from typing import Protocol

from coach.core.therapy.results import Results
from coach.core.therapy.share import Choice, SendingBy, Span


class Sharing(Protocol):
    """Results of an assigned routine (its id, "" for the one in force). Nothing here blocks."""

    def name(self, routine: str) -> str:
        """Who gets them, as they are called: "Dana Lee"."""
        ...

    def spans(self, routine: str) -> Sequence[Span]:
        """Spans that make sense, the first one first offered."""
        ...

    def can_seal(self, routine: str) -> bool:
        """Whether the routine came with a key to seal for."""
        ...

    def results(self, routine: str, choice: Choice) -> Results | None:
        """What would be given; None while it is being put together."""
        ...

    def save(self, routine: str, choice: Choice) -> str:
        """Write the file into the person's documents, and give its place; "" where it failed: `trouble` says why."""
        ...

    @property
    def trouble(self) -> str:
        """One plain sentence, else empty."""
        ...

    def sending(self, routine: str) -> SendingBy | None:
        """How results go by themselves; None where the routine names no address."""
        ...

    def send(self, routine: str, *, on: bool) -> None:
        """Let results go by themselves from now on, or take that back."""
        ...
