"""The pose detector in a thread of this process: 100 MB less than a process of its own, for looks seconds apart.

While it works the rest of the program waits now and then for a few milliseconds; a window that draws sixty pictures a
second wants `detector_process` instead.
"""

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from typing import Final, Literal

from coach.core.pose import Pose
from coach.ports import CoachError, Frame, PoseDetector

NICE: Final = 5
"""How far the detector stands back behind the window (nice levels), where the system knows threads' own; estimated."""

RETRY_S: Final = (1.5, 30.0)
"""A detector that failed is made anew after so long, doubled each time up to so long (seconds); estimated."""

_STOP_S: Final = 1.0
_KEPT: Final = 600

State = Literal["loading", "ready", "failed"]


class DetectorThread:
    """A `PoseWorker`: one frame at a time, and a frame that comes meanwhile is dropped. One that failed is made anew.

    Args:
        make: finds the model and loads the detector, called in the thread that works it; raises CoachError.
        retry_s: first and longest wait after a failure.
    """

    def __init__(self, make: Callable[[], PoseDetector], retry_s: tuple[float, float] = RETRY_S) -> None:
        self._make, self._retry_s = make, retry_s
        self._bell = threading.Condition()
        self._state: State = "loading"
        self._error = ""
        self._frame: Frame | None = None
        self._working = self._closed = False
        self._results: list[tuple[float, Pose | None]] = []
        self._thread = threading.Thread(target=self._work, name="detector", daemon=True)
        self._thread.start()

    @property
    def state(self) -> State:
        with self._bell:
            return self._state

    @property
    def error(self) -> str:
        """One plain sentence while failed, else empty."""
        with self._bell:
            return self._error

    @property
    def busy(self) -> bool:
        """Whether a frame is in work, or its result was not polled yet."""
        with self._bell:
            return self._frame is not None or self._working or bool(self._results)

    def offer(self, frame: Frame) -> bool:
        """Hand over a frame, unless the detector is loading, busy or gone."""
        with self._bell:
            if self._state != "ready" or self._frame is not None or self._working:
                return False
            self._frame = frame
            self._bell.notify_all()
            return True

    def poll(self) -> list[tuple[float, Pose | None]]:
        """Results since the last call, oldest first."""
        with self._bell:
            results, self._results = self._results, []
            return results

    def close(self) -> None:
        """End it, at the latest within a second; one still at work frees itself after that. May be called twice."""
        with self._bell:
            self._closed = True
            self._set("failed", "The pose detector was closed.")
            self._bell.notify_all()
        self._thread.join(_STOP_S)

    def _work(self) -> None:
        """The thread's whole life: make a detector, serve until it fails, wait, make another."""
        if sys.platform == "linux":
            # Threads that the model starts stand back too: they are born with it.
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        wait_s, longest_s = self._retry_s
        while not self._closed:
            served = self._serve_one()
            wait_s = self._retry_s[0] if served else wait_s
            with self._bell:
                self._bell.wait_for(lambda: self._closed, wait_s)
            wait_s = min(longest_s, 2 * wait_s)

    def _serve_one(self) -> int:
        """Make a detector and serve until it fails or all is closed; how many frames it served."""
        served = 0
        try:
            with contextlib.closing(self._make()) as detector:
                self._now("ready", "")
                while (frame := self._awaited()) is not None:
                    pose = detector.detect(frame)
                    served += 1
                    self._give(frame.t_s, pose)
        except CoachError as error:
            self._now("failed", str(error))
        except Exception as error:  # noqa: BLE001 - a thread's last chance to tell what happened
            self._now("failed", f"The pose detector failed: {type(error).__name__}: {error}")
        return served

    def _awaited(self) -> Frame | None:
        """The next frame, or None when it is time to end."""
        with self._bell:
            self._bell.wait_for(lambda: self._closed or self._frame is not None)
            frame, self._frame = self._frame, None
            self._working = frame is not None and not self._closed
            return frame if self._working else None

    def _give(self, t_s: float, pose: Pose | None) -> None:
        with self._bell:
            self._working = False
            self._results.append((t_s, pose))
            del self._results[:-_KEPT]

    def _now(self, state: State, error: str) -> None:
        with self._bell:
            if not self._closed:
                self._set(state, error)

    def _set(self, state: State, error: str) -> None:
        """The caller holds the lock."""
        self._state, self._error = state, error
        self._frame, self._working = None, False
