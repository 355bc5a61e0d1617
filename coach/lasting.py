"""Sources that outlast trouble: a camera that is opened again when it comes back, a detector that serves one source
after another."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, Literal

from coach.core.pose import Pose
from coach.ports import Camera, Clock, Frame, PoseWorker, SourceError, SourceInfo

RETRY_S: Final = 1.5
"""A camera that is gone is tried again this often, seconds; estimated."""

_NAP_S: Final = 0.05
_BETWEEN_S: Final = 1.0
"""Time between the last picture of one source and the first of the next, as the detector sees it."""


class LastingCamera:
    """A camera that is opened in the thread that reads it, and opened again whenever it is lost.

    Args:
        open_camera: opens it; raises SourceError while it is not there.
        name: as `info.path`.
    """

    def __init__(self, open_camera: Callable[[], Camera], name: str, clock: Clock) -> None:
        self.info = SourceInfo(name, "camera", 0.0, 0, 0.0, 0, 0)
        self._open, self._clock = open_camera, clock
        self._lock = threading.Lock()
        self._camera: Camera | None = None
        self._trouble = ""
        self._closed = threading.Event()

    @property
    def trouble(self) -> str:
        """Why there are no pictures just now, in one plain sentence; empty while they come."""
        with self._lock:
            return self._trouble

    def frames(self) -> Iterator[Frame]:
        """Pictures until it is closed; their times go on over a loss."""
        start_s = self._clock.now_s()
        last_s = 0.0
        while not self._closed.is_set():
            base_s = max(self._clock.now_s() - start_s, last_s + 0.001)
            for frame in self._while_it_lasts():
                last_s = base_s + frame.t_s
                yield Frame(last_s, frame.image)
            self._drop()
            self._nap()

    def _while_it_lasts(self) -> Iterator[Frame]:
        """Pictures until it is lost or closed."""
        try:
            for frame in self._opened().frames():
                self._tell("")
                if self._closed.is_set():
                    return
                yield frame
            self._tell(f"Camera {self.info.path} gives no more pictures; check its plug.")
        except SourceError as error:
            self._tell(str(error))

    def close(self) -> None:
        """Let go of it; may be called twice, from any thread."""
        self._closed.set()
        self._drop()

    def _opened(self) -> Camera:
        camera = self._open()
        with self._lock:
            self._camera = camera
        if self._closed.is_set():
            self._drop()
        return camera

    def _drop(self) -> None:
        with self._lock:
            camera, self._camera = self._camera, None
        if camera is not None:
            camera.close()

    def _tell(self, sentence: str) -> None:
        with self._lock:
            self._trouble = sentence

    def _nap(self) -> None:
        until_s = self._clock.now_s() + RETRY_S
        while not self._closed.is_set() and self._clock.now_s() < until_s:
            self._clock.sleep(_NAP_S)


class SharedWorker:
    """A detector lent to one source after another, so that it is loaded once.

    The detector wants times that rise; each source counts from its own start.
    """

    def __init__(self, worker: PoseWorker) -> None:
        self._worker = worker
        self._lock = threading.Lock()
        self._last_s = -_BETWEEN_S
        self._holder: Lease | None = None

    def lend(self) -> "Lease":
        """The detector for the next source; whoever had it before gets nothing more."""
        with self._lock:
            self._holder = Lease(self, self._last_s + _BETWEEN_S)
            return self._holder

    def close(self) -> None:
        """End the detector itself."""
        with self._lock:
            self._holder = None
        self._worker.close()

    def _has(self, lease: "Lease") -> bool:
        with self._lock:
            return self._holder is lease

    def _offered(self, t_s: float) -> None:
        with self._lock:
            self._last_s = max(self._last_s, t_s)


class Lease:
    """A `PoseWorker` for one source; closing it leaves the detector running."""

    def __init__(self, shared: SharedWorker, base_s: float) -> None:
        self._shared, self._base_s = shared, base_s

    @property
    def state(self) -> Literal["loading", "ready", "failed"]:
        return self._shared._worker.state

    @property
    def error(self) -> str:
        return self._shared._worker.error

    @property
    def busy(self) -> bool:
        return self._shared._has(self) and self._shared._worker.busy

    def offer(self, frame: Frame) -> bool:
        """Hand over a frame, unless the detector is busy or lent to another by now."""
        if not self._shared._has(self):
            return False
        t_s = self._base_s + frame.t_s
        if not self._shared._worker.offer(Frame(t_s, frame.image)):
            return False
        self._shared._offered(t_s)
        return True

    def poll(self) -> list[tuple[float, Pose | None]]:
        """Results of this source's own frames."""
        if not self._shared._has(self):
            return []
        found = []
        for t_s, pose in self._shared._worker.poll():
            own_s = t_s - self._base_s
            # A result from before is the last one of the source before.
            if own_s >= 0:
                found.append((own_s, None if pose is None else replace(pose, t_s=own_s)))
        return found

    def close(self) -> None:
        """Give it back."""
        with self._shared._lock:
            if self._shared._holder is self:
                self._shared._holder = None
