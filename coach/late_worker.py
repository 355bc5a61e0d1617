"""A detector that is being made in the background: found, checked and started while the window is already there."""

import threading
from collections.abc import Callable
from typing import Final, Literal

from coach.core.pose import Pose
from coach.ports import CoachError, Frame, PoseWorker

RETRY_S: Final = (1.5, 30.0)
"""A detector that failed at work is made anew after so long, doubled each time up to so long, seconds; estimated."""


class LateWorker:
    """A `PoseWorker` made by a thread; loading until then, failed when it can't be made.

    One that fails at work is made anew after a while, and stays failed until then: whoever asks for its state sets that
    off. One that never came to work is made anew by the next `start`.

    Args:
        make: finds the model and starts the detector; raises CoachError.
        retry_s: first and longest wait after a failure.
    """

    def __init__(self, make: Callable[[], PoseWorker], retry_s: tuple[float, float] = RETRY_S) -> None:
        self._make, self._retry_s, self._wait_s = make, retry_s, retry_s[0]
        self._lock = threading.Condition()
        self._worker: PoseWorker | None = None
        self._error = ""
        self._closed = self._worked = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to make it; while it is being made, or there is one, this does nothing."""
        with self._lock:
            made, making = self._worker, self._thread is not None and self._thread.is_alive()
            if self._closed or making or (made is not None and made.state != "failed"):
                return
            self._begin(made, 0.0)

    @property
    def state(self) -> Literal["loading", "ready", "failed"]:
        worker = self._made()
        if worker is not None:
            return worker.state
        return "failed" if self.error else "loading"

    @property
    def error(self) -> str:
        worker = self._made()
        if worker is not None:
            return worker.error
        with self._lock:
            return self._error

    @property
    def busy(self) -> bool:
        worker = self._made()
        return worker is not None and worker.busy

    def offer(self, frame: Frame) -> bool:
        worker = self._made()
        return worker is not None and worker.offer(frame)

    def poll(self) -> list[tuple[float, Pose | None]]:
        worker = self._made()
        found = worker.poll() if worker is not None else []
        if found:
            self._wait_s = self._retry_s[0]
        return found

    def close(self) -> None:
        """End it, made or not."""
        with self._lock:
            self._closed = True
            worker, self._worker = self._worker, None
            self._error = self._error or "The pose detector was closed."
            self._lock.notify_all()
        if worker is not None:
            worker.close()

    def _made(self) -> PoseWorker | None:
        """The one there is; one that has failed at work is let go of."""
        with self._lock:
            worker = self._worker
            state = "loading" if worker is None else worker.state
            self._worked = self._worked or state == "ready"
            if worker is None or state != "failed" or not self._worked or self._closed:
                return worker
            self._begin(worker, self._wait_s)
            self._wait_s = min(self._retry_s[1], 2 * self._wait_s)
            return None

    def _begin(self, failed: PoseWorker | None, wait_s: float) -> None:
        """Make one in place of one that failed; the caller holds the lock."""
        self._error = self._error if failed is None else failed.error
        self._worker, self._worked = None, False
        self._thread = threading.Thread(target=self._run, args=(failed, wait_s), name="detector", daemon=True)
        self._thread.start()

    def _run(self, failed: PoseWorker | None, wait_s: float) -> None:
        if failed is not None:
            failed.close()
        with self._lock:
            if wait_s and self._lock.wait_for(lambda: self._closed, wait_s):
                return
        try:
            worker = self._make()
        except CoachError as error:
            self._fail(str(error))
            return
        except Exception as error:  # noqa: BLE001 - a thread's last chance to tell the window
            self._fail(f"The pose detector can't be started: {type(error).__name__}: {error}")
            return
        with self._lock:
            if not self._closed:
                self._worker = worker
                return
        worker.close()

    def _fail(self, sentence: str) -> None:
        with self._lock:
            self._error = sentence


class NoWorker:
    """A `PoseWorker` that looks for nobody: a preview only shows pictures."""

    state: Literal["loading", "ready", "failed"] = "ready"
    error = ""
    busy = False

    def offer(self, frame: Frame) -> bool:
        return False

    def poll(self) -> list[tuple[float, Pose | None]]:
        return []

    def close(self) -> None:
        """Nothing to end."""
