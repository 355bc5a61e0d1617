"""A detector that is being made in the background: found, checked and started while the window is already there."""

import threading
from collections.abc import Callable
from typing import Literal

from coach.core.pose import Pose
from coach.ports import CoachError, Frame, PoseWorker


class LateWorker:
    """A `PoseWorker` made by a thread; loading until then, failed when it can't be made.

    Args:
        make: finds the model and starts the detector; raises CoachError.
    """

    def __init__(self, make: Callable[[], PoseWorker]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._worker: PoseWorker | None = None
        self._error = ""
        self._closed = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to make it; called again, it does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="detector", daemon=True)
            self._thread.start()

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
        return worker.poll() if worker is not None else []

    def close(self) -> None:
        """End it, made or not."""
        with self._lock:
            self._closed = True
            worker, self._worker = self._worker, None
            self._error = self._error or "The pose detector was closed."
        if worker is not None:
            worker.close()

    def _made(self) -> PoseWorker | None:
        with self._lock:
            return self._worker

    def _run(self) -> None:
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
