"""Work on several sources at once, each in a process of its own; Ctrl-C keeps what was done."""

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from typing import Final

from coach.commands.crew import Done, Job, Look, look, lost, undisturbed
from coach.commands.finding import Finding
from coach.orphans import end_with_parent
from coach.ports import OutputError

DIED: Final = "a worker process died at it, perhaps for want of memory; try fewer --workers"

LISTEN_S: Final = 0.5
"""How long is waited for results in one go (seconds): without an end Windows would not wake up for Ctrl-C."""


@dataclass(frozen=True, slots=True)
class Processes:
    """So many processes of this machine.

    Where one dies, nobody knows at which source: all that were being looked at are tried again one by one, and the one
    at which a process dies a second time, alone, is given up.
    """

    workers: int
    look: Look = look

    def work(self, jobs: Sequence[Job], done: Done) -> None:
        """As `Crew` says. What `done` adds to `jobs` meanwhile is looked at next."""
        waiting, doubtful = _Waiting(jobs), deque[int]()
        while waiting or doubtful:
            alone = bool(doubtful)
            turn = _Turn(jobs, self.look, 1 if alone else self.workers, done)
            undone = turn.through(doubtful if alone else waiting)
            if alone and undone:
                with undisturbed():
                    done(undone[0], lost(f"{jobs[undone[0]].source}: {DIED}"))
            else:
                doubtful.extend(undone)


class _Waiting(deque[int]):
    """Places of the jobs that are to be begun yet; those that were added are the first."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        super().__init__(range(len(jobs)))
        self._jobs, self._known = jobs, len(jobs)

    def __bool__(self) -> bool:
        while self._known < len(self._jobs):
            self.appendleft(self._known)
            self._known += 1
        return len(self) > 0


class _Turn:
    """A pool of processes from its start to its end, or until one of them dies."""

    def __init__(self, jobs: Sequence[Job], work: Look, workers: int, done: Done) -> None:
        context = multiprocessing.get_context("spawn")
        try:
            self._stop = context.Event()
        except OSError as error:
            why = error.strerror or error
            raise OutputError(
                "several processes can't work together here, for the system gives them no shared memory "
                f"({why}); use --workers 1"
            ) from error
        self._pool = ProcessPoolExecutor(workers, context, _begin, (self._stop,))
        self._jobs, self._work, self._workers, self._done = jobs, work, workers, done
        self._flying: dict[Future[Finding | None], int] = {}
        self._begun = 0

    def through(self, waiting: deque[int]) -> list[int]:
        """Take from `waiting` until nothing is left; what was at work when a process died comes back."""
        try:
            broken = self._as_long_as_it_holds(waiting)
        except KeyboardInterrupt:
            with ignored():
                self._halt()
                self._tell(list(self._flying))
            raise
        finally:
            with ignored():
                self._halt()
        return broken

    def _as_long_as_it_holds(self, waiting: deque[int]) -> list[int]:
        while waiting or self._flying:
            holds = self._begin(waiting)
            finished, _ = wait(self._flying, LISTEN_S, "FIRST_COMPLETED")
            self._tell([future for future in finished if not _died(future)])
            if not holds or any(map(_died, finished)):
                wait(self._flying)
                self._tell([future for future in self._flying if not _died(future)])
                return sorted(self._flying.values())
        return []

    def _begin(self, waiting: deque[int]) -> bool:
        """Keep every worker busy, with nothing in line behind it; False where the pool takes nothing any more."""
        # A worker that is only just starting has no ear for Ctrl-C yet, and would complain about it in its own way.
        with ignored() if self._begun < self._workers else undisturbed():
            while waiting and len(self._flying) < self._workers:
                try:
                    future = self._pool.submit(_attentive, self._work, self._jobs[waiting[0]])
                except BrokenProcessPool:
                    return False
                self._flying[future] = waiting.popleft()
                self._begun += 1
        return True

    def _tell(self, finished: Sequence[Future[Finding | None]]) -> None:
        for future in finished:
            place = self._flying.pop(future)
            found = None if future.cancelled() or _died(future) else future.result()
            if found is not None:
                with undisturbed():
                    self._done(place, found)

    def _halt(self) -> None:
        """Begin nothing more, let those at work know (whether or not the terminal told them too), and wait for them."""
        self._stop.set()
        for future in self._flying:
            future.cancel()
        for child in multiprocessing.active_children() if self._flying else ():
            if child.pid is not None and sys.platform != "win32":
                with suppress(ProcessLookupError):
                    os.kill(child.pid, signal.SIGINT)
        self._pool.shutdown(cancel_futures=True)


def _died(future: Future[Finding | None]) -> bool:
    return future.done() and not future.cancelled() and isinstance(future.exception(), BrokenProcessPool)


@contextmanager
def ignored() -> Iterator[None]:
    """Ctrl-C does nothing."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Worker:
    """What a worker process knows: whether anything more is to be begun."""

    stop: Event | None = None


def _begin(stop: Event) -> None:
    _Worker.stop = stop
    _deaf()
    # A worker whose parent was killed would wait for work for ever.
    end_with_parent()


def _deaf() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _attentive(work: Look, job: Job) -> Finding | None:
    """Run in a worker: Ctrl-C is heard once while at work, and not at all else. None: it came before there was much."""
    if _Worker.stop is not None and _Worker.stop.is_set():
        return None
    signal.signal(signal.SIGINT, _once)
    try:
        return work(job)
    except KeyboardInterrupt:
        return None
    finally:
        _deaf()


def _once(number: int, frame: object) -> None:
    _deaf()
    raise KeyboardInterrupt
