"""Work on several sources at once, each in a process of its own; Ctrl-C keeps what was done."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from typing import TypeVar

from coach.commands import console
from coach.ports import CoachError

T = TypeVar("T")
A = TypeVar("A")


def each(work: Callable[[str, A], T], sources: list[str], order: A, workers: int) -> list[T | None]:
    """`work(source, order)` for every source, in the order given; None where Ctrl-C came before it was begun or done.

    `work` is told of Ctrl-C by KeyboardInterrupt, once, and may still give a result.

    Raises:
        CoachError: a worker died.
    """
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    pool = ProcessPoolExecutor(workers, context, _begin, (stop,))
    # A worker that is only just starting has no ear for Ctrl-C yet, and would complain about it in its own way.
    with _ignored():
        futures = [pool.submit(_attentive, work, source, order) for source in sources]
    try:
        with console.progress(f"{len(sources)} sources", len(sources)) as bar:
            for done, future in enumerate(_as_done(futures), 1):
                future.exception()
                bar.at(done)
    except KeyboardInterrupt:
        stop.set()
        with _ignored():
            _stop(futures)
    finally:
        with _ignored():
            pool.shutdown(cancel_futures=True)
    try:
        return [None if future.cancelled() else future.result() for future in futures]
    except BrokenProcessPool as error:
        raise CoachError("a worker process died, perhaps for want of memory; try fewer --workers") from error


def _as_done(futures: list[Future[T | None]]) -> Iterator[Future[T | None]]:
    left = set(futures)
    while left:
        # Without a time-out Windows would not wake up for Ctrl-C.
        done, left = wait(left, timeout=0.5, return_when="FIRST_COMPLETED")
        yield from done


def _stop(futures: list[Future[T | None]]) -> None:
    """Begin nothing more, and let those at work know, whether or not the terminal told them too."""
    for future in futures:
        future.cancel()
    for child in multiprocessing.active_children():
        if child.pid is not None and sys.platform != "win32":
            os.kill(child.pid, signal.SIGINT)


@contextmanager
def _ignored() -> Iterator[None]:
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


def _deaf() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _attentive(work: Callable[[str, A], T], source: str, order: A) -> T | None:
    """Run in a worker: Ctrl-C is heard once while at work, and not at all else."""
    if _Worker.stop is not None and _Worker.stop.is_set():
        return None
    signal.signal(signal.SIGINT, _once)
    try:
        return work(source, order)
    except KeyboardInterrupt:
        return None
    finally:
        _deaf()


def _once(number: int, frame: object) -> None:
    _deaf()
    raise KeyboardInterrupt
