"""The world around the eye as plain objects: cameras that fail in every way, detectors that answer at once."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from coach.core.pose import Pose
from coach.eye_gaze import Gaze, Orders
from coach.ports import Camera, Frame, SourceError, SourceInfo
from tests.session_fakes import FakeClock

GREY: Final = np.full((48, 64, 3), 51, np.uint8)
LIVE: Final = SourceInfo("0", "camera", 0.0, 0, 0.0, 64, 48)


def somebody(t_s: float) -> Pose:
    """A pose that says when."""
    return Pose(t_s, np.zeros((33, 4)), np.zeros((33, 3)), (64, 48))


@dataclass
class FakeWorker:
    """A detector that has its answer the moment it is asked."""

    state: Literal["loading", "ready", "failed"] = "ready"
    error: str = ""
    full: bool = False
    offered: list[float] = field(default_factory=list)
    results: list[tuple[float, Pose | None]] = field(default_factory=list)
    closed: bool = False

    @property
    def busy(self) -> bool:
        return bool(self.results)

    def offer(self, frame: Frame) -> bool:
        if self.full or self.state != "ready":
            return False
        self.offered.append(frame.t_s)
        self.results.append((frame.t_s, somebody(frame.t_s)))
        return True

    def poll(self) -> list[tuple[float, Pose | None]]:
        results, self.results = self.results, []
        return results

    def close(self) -> None:
        self.closed = True


class FakeCamera:
    """Gives so many pictures, then what comes after: an error to raise, or None for the end; or it hangs."""

    info = LIVE

    def __init__(self, pictures: int = 10**6, after: Exception | None = None, hang: threading.Event | None = None):
        self.pictures, self.after, self.hang = pictures, after, hang
        self.closed = 0

    def frames(self) -> Iterator[Frame]:
        for number in range(self.pictures):
            yield Frame(float(number), GREY)
        if self.hang is not None:
            self.hang.wait(20)
        if self.after is not None:
            raise self.after

    def close(self) -> None:
        self.closed += 1


@dataclass
class FakeFilm:
    """A recording with frames at these times; `passed` are those nobody wanted."""

    times_s: Sequence[float]
    fps: float = 10.0
    passed: list[float] = field(default_factory=list)
    closed: int = 0

    @property
    def info(self) -> SourceInfo:
        return SourceInfo("film", "video", self.fps, len(self.times_s), self.times_s[-1], 64, 48)

    def skim(self, wanted: Callable[[float], bool]) -> Iterator[Frame]:
        for t_s in self.times_s:
            if wanted(t_s):
                yield Frame(t_s, GREY)
            else:
                self.passed.append(t_s)

    def frames(self) -> Iterator[Frame]:
        return self.skim(lambda _t_s: True)

    def close(self) -> None:
        self.closed += 1


@dataclass
class Bench:
    """A gaze with its world, and a clock that jumps to whatever is due."""

    cameras: list[Camera | Exception]
    loop: bool = False
    clock: FakeClock = field(default_factory=lambda: FakeClock(1000.0))
    worker: FakeWorker = field(default_factory=FakeWorker)
    orders: Orders = field(default_factory=Orders)
    tries_s: list[float] = field(default_factory=list)
    opened: list[Camera] = field(default_factory=list)
    lit_s: float = 0.0
    turns: int = 0

    def __post_init__(self) -> None:
        self.gaze = Gaze(self.open_camera, self.worker, self.clock, loop=self.loop)

    def open_camera(self) -> Camera:
        """The next of the cameras; the last one stands for all that follow."""
        self.tries_s.append(self.clock.t_s - 1000.0)
        given = self.cameras.pop(0) if len(self.cameras) > 1 else self.cameras[0]
        if isinstance(given, Exception):
            raise given
        self.opened.append(given)
        return given

    def run(self, seconds: float) -> None:
        """Let time pass."""
        end_s = self.clock.t_s + seconds
        while self.clock.t_s < end_s:
            wait_s = self.gaze.turn(self.orders)
            self.turns += 1
            step_s = min(wait_s, end_s - self.clock.t_s)
            assert step_s > 0 or self.turns < 100_000, "it does not rest"
            self.lit_s += step_s if self.gaze.open else 0.0
            self.clock.t_s += step_s

    @property
    def looks_s(self) -> list[float]:
        """When the detector was given a picture, from the start."""
        return [round(t_s - 1000.0, 3) for t_s in self.worker.offered]


def gone() -> SourceError:
    """A camera that is not there."""
    return SourceError("There is no camera 0.")
