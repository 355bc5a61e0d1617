"""Those who look at recordings: this process, processes beside it (`side_by_side`), or a cluster (`cluster`)."""

import hashlib
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from coach.commands.analyzing import analyze_one
from coach.commands.finding import Finding, Order


@dataclass(frozen=True, slots=True)
class Job:
    """One source to look at. `digest` is the SHA-256 that its file must have, "" for any."""

    source: str
    order: Order
    digest: str = ""


Look = Callable[[Job], Finding]
Done = Callable[[int, Finding], object]
"""Told the place of a job in the list, and what was found."""


class Crew(Protocol):
    """Somebody who looks at recordings."""

    def work(self, jobs: Sequence[Job], done: Done) -> None:
        """Look at every source, begun in this order. `done` is told of each as soon as it is done, in this thread, and
        Ctrl-C waits while it is being told.

        Raises:
            KeyboardInterrupt: Ctrl-C; `done` was told of everything that was done until then.
            CoachError: nobody can go on, or what `done` raised.
        """
        ...


def digest_of(path: Path) -> str:
    """SHA-256 of a file's content, as 64 hexadecimal letters. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def look(job: Job) -> Finding:
    """Look at one source. Whatever is wrong comes back as the finding's error, and the others are not held up."""
    try:
        if job.digest and digest_of(Path(job.source)) != job.digest:
            return lost(f"{job.source} is no longer what it was when the work began; it is looked at another time")
        return analyze_one(job.source, job.order)
    except OSError as error:
        return lost(f"{job.source} cannot be read: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - told as this recording's error
        return lost(f"{job.source}: something unforeseen went wrong ({type(error).__name__}: {error})")


def lost(error: str) -> Finding:
    """Nothing was found out, for a reason that may be gone another time."""
    return Finding(None, [], error=error, passing=True)


@dataclass(frozen=True, slots=True)
class Here:
    """This process looks at one after the other."""

    look: Look = look

    def work(self, jobs: Sequence[Job], done: Done) -> None:
        """As `Crew` says."""
        for place, job in enumerate(jobs):
            finding = self.look(job)
            with undisturbed():
                done(place, finding)
            if finding.interrupted:
                raise KeyboardInterrupt


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C waits until this is over."""
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt
