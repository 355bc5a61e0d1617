"""Live sessions: a source, a pose worker and the coach's logic, tied together for a window that asks once a frame.

No window, no camera library and no pose library here: all of them come in through ports.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal

from coach.core.pose import Pose
from coach.core.report import Report
from coach.ports import Camera, Clock, CoachError, Frame, PoseWorker

Step = Callable[[float, Pose | None], Report]
State = Literal["loading", "running", "ended", "failed"]

LOADING: Final = "The pose detector is loading."
"""The message while there is nothing wrong but time."""

_NAP_S: Final = 0.005
_LONGEST_NAP_S: Final = 0.05
_CLOSE_S: Final = 0.15
"""Closing waits at most twice so long for the capture thread: longer, and the window is seen to stand still; estimated.
"""

_LAST_RESULT_S: Final = 5.0
"""How long the end of a source waits for the result still at work."""


class LiveSession:
    """A camera or a video played at its own pace, its newest picture, and reports as fast as the worker gives them.

    A thread takes the pictures. The worker gets the newest one whenever it is free; the others are only shown, so a
    slow detector never builds a queue. A video waits for the worker to be ready; a camera is shown meanwhile.

    Args:
        camera: the source; closed with the session.
        worker: the detector; closed with the session.
        step: the coach's logic: source time and pose to report. Called by `take_reports` alone.
        clock: paces a video.
        trouble: why no pictures come just now, for a camera that outlasts its losses; "" while they come.
    """

    def __init__(
        self,
        camera: Camera,
        worker: PoseWorker,
        step: Step,
        clock: Clock,
        trouble: Callable[[], str] = lambda: "",
    ) -> None:
        self._camera = camera
        self._worker = worker
        self._step = step
        self._clock = clock
        self._trouble = trouble
        self._lock = threading.Lock()
        self._frame: Frame | None = None
        self._error = ""
        self._state: State = "loading"
        self._stop = threading.Event()
        self._over = threading.Event()
        self._end_s: float | None = None
        self._without_worker = False
        self._thread = threading.Thread(target=self._capture, name="capture", daemon=True)
        self._thread.start()

    @property
    def state(self) -> State:
        with self._lock:
            return self._state

    @property
    def message(self) -> str:
        """One plain sentence while loading, without pictures or after a failure, else empty."""
        trouble = self._trouble()
        with self._lock:
            if self._error or self._state == "failed":
                return self._error
            return trouble or (LOADING if self._state == "loading" else "")

    def latest_frame(self) -> Frame | None:
        """The newest picture taken, or None before the first."""
        with self._lock:
            return self._frame

    def take_reports(self) -> list[Report]:
        """Reports since the last call, oldest first. Moves `state` on: loading, running, ended or failed."""
        if self._stop.is_set():
            return []
        reports = [self._step(t_s, pose) for t_s, pose in self._worker.poll()]
        self._move_on()
        return reports

    def close(self) -> None:
        """Stop the capture thread and close camera and worker. May be called twice."""
        self._stop.set()
        self._worker.close()
        self._thread.join(_CLOSE_S)
        if not self._thread.is_alive():
            self._camera.close()
            return
        # A camera that waits for a picture returns when it is closed, or leaves its daemon thread behind; the window
        # does not wait for it.
        threading.Thread(target=self._camera.close, name="closing", daemon=True).start()
        self._thread.join(_CLOSE_S)

    def _move_on(self) -> None:
        worker = self._worker.state
        if self._without_worker and worker == "ready" and not self._over.is_set():
            # It was made anew.
            self._without_worker = False
            with self._lock:
                self._state, self._error = "running", ""
        if self.state in ("ended", "failed"):
            return
        if worker == "failed":
            self._without_worker = True
            self._set("failed", self._worker.error)
        elif self._over.is_set() and not self._pending():
            self._set("failed" if self._error else "ended", self._error)
        elif worker == "ready":
            self._set("running", "")

    def _pending(self) -> bool:
        """Whether a result is still to come after the source's end."""
        now_s = self._clock.now_s()
        if self._end_s is None:
            self._end_s = now_s
        return self._worker.busy and now_s - self._end_s < _LAST_RESULT_S

    def _set(self, state: State, error: str) -> None:
        with self._lock:
            self._state = state
            self._error = error or self._error

    def _capture(self) -> None:
        try:
            self._play()
        except CoachError as error:
            self._note(str(error))
        except Exception as error:  # noqa: BLE001 - a thread's last chance to tell the window
            self._note(f"The source {self._camera.info.path} failed: {type(error).__name__}: {error}")
        finally:
            self._over.set()

    def _note(self, sentence: str) -> None:
        with self._lock:
            self._error = sentence

    def _play(self) -> None:
        live = self._camera.info.kind == "camera"
        start_s: float | None = None
        newest: Frame | None = None
        for frame in self._camera.frames():
            if not live:
                self._show_first(frame)
                self._wait_ready()
                start_s = self._clock.now_s() - frame.t_s if start_s is None else start_s
                self._wait_until(start_s + frame.t_s, newest)
            if self._stop.is_set():
                return
            newest = None if self._worker.offer(frame) else frame
            with self._lock:
                self._frame = frame
        if not live and newest is not None:
            # The last picture is looked at too, however slow the worker is.
            self._wait_until(self._clock.now_s() + _LAST_RESULT_S, newest, once=True)

    def _show_first(self, frame: Frame) -> None:
        with self._lock:
            self._frame = self._frame or frame

    def _wait_ready(self) -> None:
        while not self._stop.is_set() and self._worker.state == "loading":
            self._clock.sleep(_LONGEST_NAP_S)

    def _wait_until(self, due_s: float, newest: Frame | None, *, once: bool = False) -> None:
        """Sleep until a frame is due, or with `once` until the one on show was taken.

        The frame on show, if the worker was busy, is offered again and again meanwhile.
        """
        while not self._stop.is_set():
            left_s = due_s - self._clock.now_s()
            if left_s <= 0:
                return
            if newest is not None and self._worker.offer(newest):
                newest = None
            if once and newest is None:
                return
            self._clock.sleep(min(left_s, _NAP_S if newest is not None else _LONGEST_NAP_S))


class BrokenFeed:
    """A source that could not be opened: no pictures, and the sentence why."""

    state: State = "failed"

    def __init__(self, message: str) -> None:
        self.message = message

    def latest_frame(self) -> Frame | None:
        return None

    def take_reports(self) -> list[Report]:
        return []

    def close(self) -> None:
        """Nothing to close."""


class StreamSession:
    """A recorded stream played at its own pace; there is no picture.

    Args:
        samples: time in seconds, rising, and pose or None.
        step: the coach's logic: source time and pose to report.
        clock: paces the stream; its zero is the first call of `take_reports`.
    """

    def __init__(self, samples: Iterable[tuple[float, Pose | None]], step: Step, clock: Clock) -> None:
        self._samples: Iterator[tuple[float, Pose | None]] = iter(samples)
        self._step = step
        self._clock = clock
        self._next: tuple[float, Pose | None] | None = None
        self._start_s: float | None = None
        self._state: State = "loading"
        self._error = ""

    @property
    def state(self) -> State:
        return self._state

    @property
    def message(self) -> str:
        """One plain sentence after a failure, else empty."""
        return self._error

    def latest_frame(self) -> Frame | None:
        """None: a stream holds no pictures."""
        return None

    def take_reports(self) -> list[Report]:
        """Reports of every sample that has become due, oldest first."""
        if self._state in ("ended", "failed"):
            return []
        now_s = self._clock.now_s()
        if self._start_s is None:
            self._advance()
            self._start_s = now_s - (self._next[0] if self._next else 0.0)
        reports = []
        while self._next is not None and self._next[0] <= now_s - self._start_s:
            reports.append(self._step(*self._next))
            self._advance()
        return reports

    def close(self) -> None:
        """Play no further."""
        if self._state != "failed":
            self._state = "ended"

    def _advance(self) -> None:
        try:
            self._next = next(self._samples, None)
            self._state = "running" if self._next is not None else "ended"
        except CoachError as error:
            self._next = None
            self._state, self._error = "failed", str(error)
