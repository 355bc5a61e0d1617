"""What delivering results needs of the world: a link, an outbox, and a way to the practice."""

from dataclasses import dataclass
from typing import Protocol

from coach.core.therapy.delivery import Answer, Link, Waiting


class Links(Protocol):
    """Where the person's link is kept. What can't be read counts as not linked, and `message` says so."""

    @property
    def message(self) -> str: ...

    def get(self) -> Link | None: ...

    def put(self, link: Link) -> None:
        """Raises CoachError where it can't be kept."""
        ...

    def drop(self) -> None: ...


class Outbox(Protocol):
    """Results that wait, on disk; any thread may call, and another program may do the same at the same time."""

    def put(self, waiting: Waiting, content: bytes) -> None:
        """Keep results, whole or not at all. Raises CoachError where they can't be kept."""
        ...

    def note(self, waiting: Waiting) -> None:
        """Keep anew what is known of results that still wait; of others nothing. Raises as `put`."""
        ...

    def all(self) -> list[Waiting]:
        """Oldest first. What can't be read is left out, and left where it is."""
        ...

    def content(self, id_: str) -> bytes | None:
        """What is to be sent, None where it no longer waits."""
        ...

    def drop(self, id_: str) -> None: ...


class Practice(Protocol):
    """The way to the practice."""

    def post(self, link: Link, content: bytes) -> Answer:
        """Deliver a results file.

        Raises:
            DeliveryError: there was no answer; one sentence.
        """
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """A results file that was made for delivery: what waits, and its content."""

    waiting: Waiting
    content: bytes
