"""The pose detector in a process of its own, so that neither its slow start nor its work ever stalls the window.

Pictures go through a pipe: measured at 0.4 ms for 640x480 and 5 ms for 1920x1080, off the drawing thread, against 20 ms
of detection. Shared memory would save most of that, and would leave blocks behind when a process is killed.
"""

import importlib
import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, Literal, cast

from coach.core.pose import Pose
from coach.orphans import end_with_parent
from coach.ports import CoachError, Frame, PoseDetector

MEDIAPIPE: Final = "coach.adapters.pose_mediapipe:MediaPipeDetector"
"""Where the worker finds its detector; named, so that only the worker loads it."""

NICE: Final = 5
"""How far the detector stands back behind the window (nice levels); estimated."""

STUCK_S: Final = 10.0
"""A detector that has had a picture for so long hangs, and is ended, seconds; estimated: a slow machine takes one."""

STUCK: Final = "The pose detector does not answer any more, and was ended."

_LOOK_S: Final = 1.0
"""Between two looks at most so long counts as waited, seconds: a machine that slept waited for nobody."""

_STOP_S: Final = 0.4

State = Literal["loading", "ready", "failed"]


class DetectorProcess:
    """A `PoseWorker`: one frame at a time, and a frame that comes meanwhile is dropped.

    Args:
        model_path: the checked model bundle.
        detector: "module:Class" of a PoseDetector that takes the model path.
        stuck_s: how long it may have a picture before it hangs.
    """

    def __init__(self, model_path: Path, detector: str = MEDIAPIPE, stuck_s: float = STUCK_S) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, str(model_path), detector), daemon=True)
        self._process.start()
        theirs.close()
        self._lock, self._sending = threading.Lock(), threading.Lock()
        self._stuck_s, self._waited_s, self._looked_s = stuck_s, 0.0, time.monotonic()
        self._state: State = "loading"
        self._error = ""
        self._in_flight = 0
        self._results: list[tuple[float, Pose | None]] = []
        self._closed = False

    @property
    def state(self) -> State:
        with self._lock:
            self._receive()
            return self._state

    @property
    def error(self) -> str:
        """One plain sentence once failed, else empty."""
        with self._lock:
            return self._error

    @property
    def busy(self) -> bool:
        """Whether a frame is in work, or its result was not polled yet."""
        with self._lock:
            self._receive()
            return self._in_flight > 0 or bool(self._results)

    def offer(self, frame: Frame) -> bool:
        """Hand over a frame, unless the worker is loading, busy or gone."""
        with self._lock:
            self._receive()
            if self._state != "ready" or self._in_flight:
                return False
            self._in_flight += 1
            self._waited_s = 0.0
        # Without the lock: a worker that hangs takes no picture, and whoever asks for the state must not wait for it.
        with self._sending:
            try:
                self._pipe.send((frame.t_s, frame.image))
            except OSError:
                with self._lock:
                    self._lost()
                return False
        return True

    def poll(self) -> list[tuple[float, Pose | None]]:
        """Results since the last call, oldest first."""
        with self._lock:
            self._receive()
            results, self._results = self._results, []
            return results

    def close(self) -> None:
        """End the process, at the latest within a second. May be called twice."""
        if self._closed:
            return
        self._closed = True
        # Without the lock: a sender that waits for a stuck worker is set free by its end.
        self._process.terminate()
        self._process.join(_STOP_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(_STOP_S)
        with self._lock:
            self._fail("The pose detector was closed.")
        # A sender is set free by the end of the process; it must not find another's handle under the number of its own.
        free = self._sending.acquire(timeout=_STOP_S)
        self._pipe.close()
        if free:
            self._sending.release()
        if self._process.exitcode is not None:
            self._process.close()

    def _receive(self) -> None:
        """Take in what the worker sent; the caller holds the lock."""
        if self._state == "failed":
            return
        try:
            while self._pipe.poll():
                self._take(*self._pipe.recv())
        except (EOFError, OSError):
            self._lost()
        self._mind_hanging()

    def _mind_hanging(self) -> None:
        """End a worker that has had its picture for too long; the caller holds the lock."""
        now_s = time.monotonic()
        self._waited_s += min(now_s - self._looked_s, _LOOK_S)
        self._looked_s = now_s
        if self._state == "ready" and self._in_flight and self._waited_s > self._stuck_s:
            self._fail(STUCK)
            self._process.kill()

    def _lost(self) -> None:
        """The pipe has no other end any more; the caller holds the lock."""
        if self._state == "failed":
            return
        self._process.join(_STOP_S)
        code = self._process.exitcode
        self._fail(f"The pose detector stopped unexpectedly (exit code {code}); run: coach doctor")

    def _take(self, kind: str, *content: Any) -> None:
        if kind == "ready":
            self._state = "ready"
        elif kind == "failed":
            self._fail(content[0])
        else:
            t_s, arrays = content
            self._in_flight -= 1
            self._results.append((t_s, None if arrays is None else Pose(t_s, *arrays)))

    def _fail(self, sentence: str) -> None:
        if self._state != "failed":
            self._state = "failed"
            self._error = sentence
        self._in_flight = 0


def _work(pipe: Connection, model_path: str, detector: str) -> None:
    """The worker's whole life. It ends with the pipe, and so with whoever holds the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        # The window draws first: a pose that comes a little later is not noticed, a picture that stutters is.
        os.nice(NICE)
    # The pipe's end is seen between two pictures only: who hangs over one would outlive whoever began it.
    end_with_parent()
    try:
        _serve(pipe, _make(model_path, detector))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except CoachError as error:
        _report(pipe, str(error))
    except Exception as error:  # noqa: BLE001 - the last place that can tell the window what happened
        _report(pipe, f"The pose detector failed: {type(error).__name__}: {error}")


def _make(model_path: str, detector: str) -> PoseDetector:
    module, _, name = detector.partition(":")
    return cast(PoseDetector, getattr(importlib.import_module(module), name)(Path(model_path)))


def _serve(pipe: Connection, detector: PoseDetector) -> None:
    try:
        pipe.send(("ready",))
        while True:
            t_s, image = pipe.recv()
            pose = detector.detect(Frame(t_s, image))
            pipe.send(("result", t_s, None if pose is None else (pose.points, pose.world, pose.size, pose.others)))
    finally:
        detector.close()


def _report(pipe: Connection, sentence: str) -> None:
    try:
        pipe.send(("failed", sentence))
    except OSError:
        return  # nobody is left to hear it
