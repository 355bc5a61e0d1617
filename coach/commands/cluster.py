"""Work on recordings by the processes of a Dask cluster, which must be able to read the folder under the same path.

No recording is sent anywhere: a worker reads it where it lies, and only what was found comes back.
"""

import logging
import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

from coach.commands import console
from coach.commands.crew import Done, Job, Look, look, lost, undisturbed
from coach.commands.finding import Finding, Order
from coach.commands.recordings_kept import Asked, asked
from coach.errors import CoachError

CONNECT_S: Final = 10.0
"""How long the scheduler may take to answer (seconds); estimated."""

LISTEN_S: Final = 0.5
"""How long is waited for results before it is seen whether the scheduler is still there (seconds)."""

EXTRA: Final = "--dask needs the package distributed; install it with: pip install 'backcoach[cluster]'"

GONE: Final = "the scheduler of the cluster has gone, or has let go of the work; start again, what is done stays done"

WIDE: Final = "but looks at one recording at a time all the same; start more workers, each with --nthreads 1"

_ONE: Final = threading.Lock()
"""One recording at a time in a worker process, however many threads it has: the detector uses all it is given."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The workers of a scheduler. When one dies, its recordings are looked at by others; how often that is tried again
    for one recording is the scheduler's setting (distributed.scheduler.allowed-failures, 3 as it comes)."""

    client: Any
    asked: Asked
    look: Look = look

    def work(self, jobs: Sequence[Job], done: Done) -> None:
        """As `Crew` says."""
        finished = SimpleQueue[Any]()
        places: dict[str, int] = {}
        futures = []
        try:
            # Packed, and unpacked by what travels whole: the scheduler, which opens every order, needs no Backcoach.
            for place, job in enumerate(jobs):
                packed = pickle.dumps(partial(_look_there, self.look, job, self.asked))
                future = self.client.submit(lambda work: pickle.loads(work)(), packed, pure=False, priority=-place)
                places[future.key] = place
                futures.append(future)
                future.add_done_callback(finished.put)
            while places:
                self._hear(finished, places, jobs, done)
        finally:
            # Those at work notice it at their next picture, and end.
            if places and self.client.status == "running":
                self.client.cancel(futures, force=True)

    def _hear(self, finished: SimpleQueue[Any], places: dict[str, int], jobs: Sequence[Job], done: Done) -> None:
        """Tell of one that is finished, if one is before long."""
        try:
            future = finished.get(timeout=LISTEN_S)
        except Empty as error:
            if self.client.status != "running":
                raise CoachError(GONE) from error
            return
        if future.status == "cancelled":
            raise CoachError(GONE)
        if future.status == "lost":
            # The worker died with what it had found, before it was fetched: another one looks.
            future.add_done_callback(finished.put)
            return
        found = _found(future, jobs[places[future.key]].source)
        with undisturbed():
            done(places.pop(future.key), found)
        future.release()


def _found(future: Any, source: str) -> Finding:
    from distributed.scheduler import KilledWorker

    try:
        finding: Finding = future.result()
    except KilledWorker:
        return lost(f"{source}: workers of the cluster died at it again and again, perhaps for want of memory")
    except Exception as error:  # noqa: BLE001 - whatever a worker's Python raises; told as this recording's error
        return lost(f"{source}: a worker of the cluster could not look at it ({type(error).__name__}: {error})")
    return finding


def _look_there(work: Look, job: Job, asked_here: Asked) -> Finding:
    """Run by a worker."""
    from distributed import get_worker

    worker = get_worker()
    task = worker.state.tasks.get(worker.get_current_task())
    halted = _halted(task)
    with _ONE:
        if halted():
            return Finding(None, [], interrupted=True)
        if asked(job.order) != asked_here:
            return lost(f"{job.source}: {_other(worker.address)}")
        if not Path(job.source).is_file():
            return lost(
                f"the worker {worker.address} cannot see {job.source}: the folder must lie there at the same path"
            )
        finding = work(replace(job, order=replace(job.order, halted=halted)))
    return replace(finding, error=f"{finding.error} (worker {worker.address})") if finding.passing else finding


def _halted(task: Any) -> Callable[[], bool]:
    """Whether the scheduler has taken a task back, as it does when who asked for it has gone."""
    return lambda: task is not None and task.state == "cancelled"


def _other(worker: str) -> str:
    return (
        f"the worker {worker} has another version of Backcoach, of its exercises or of its pose model than this machine"
    )


@contextmanager
def open_cluster(address: str, order: Order) -> Iterator[Cluster]:
    """The workers of a scheduler, left when all is done.

    Raises:
        CoachError: nobody answers, there is no worker, a worker has other versions, or Dask is not installed here.
    """
    here = asked(order)
    client = _connected(address)
    try:
        _check_workers(client, address, order, here)
        for worker, known in sorted(client.scheduler_info(n_workers=-1)["workers"].items()):
            if known["nthreads"] > 1:
                console.complain(f"the worker {worker} has {known['nthreads']} threads, {WIDE}")
        yield Cluster(client, here)
    finally:
        client.close(timeout=LISTEN_S)


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise CoachError(EXTRA) from error
    # It tells each lost connection with a page of its own; here it becomes one sentence.
    for name in ("distributed", "distributed.client", "distributed.core", "distributed.comm", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        made: Any = Client
        return made(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CoachError(f"no Dask scheduler answers at {address}: {first.rstrip('.')}") from error


def _check_workers(client: Any, address: str, order: Order, here: Asked) -> None:
    answers = client.run(asked, order, on_error="return")
    if not answers:
        raise CoachError(f"the scheduler {address} has no workers; start some with: dask worker {address} --nthreads 1")
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, CoachError):
            raise CoachError(f"the worker {worker} cannot do it: {answer}")
        if isinstance(answer, BaseException):
            raise CoachError(f"the worker {worker} has no Backcoach that works ({type(answer).__name__}: {answer})")
        if answer != here:
            raise CoachError(_other(worker))
