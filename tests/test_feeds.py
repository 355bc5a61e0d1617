"""Live sessions: pictures at their own pace, reports as the worker gives them, every end told."""

import threading
import time
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Literal

import numpy as np
import pytest

from coach.core.pose import Pose
from coach.core.report import Counts, Report
from coach.feeds import LiveSession, StreamSession
from coach.ports import Frame, SourceError, SourceInfo, SourceKind


def _pose(t_s: float) -> Pose:
    return Pose(t_s, np.zeros((33, 4)), np.zeros((33, 3)), (64, 48))


class _Coach:
    """Reports what it is told."""

    def __init__(self) -> None:
        self.steps: list[tuple[float, bool]] = []

    def step(self, t_s: float, pose: Pose | None) -> Report:
        self.steps.append((t_s, pose is not None))
        return Report(
            t_s=t_s,
            pose=pose,
            seen=(),
            features=MappingProxyType({}),
            armed=False,
            phase="away",
            counts=Counts(),
            hold_s=0.0,
            rep_hold_s=0.0,
            side=None,
            faults=(),
            rule_joints=MappingProxyType({}),
            gauge=None,
            cue=None,
            cue_is_new=False,
            tracking=0.0,
            yaw_deg=0.0,
            view="unknown",
        )


class _Camera:
    """Gives frames at these times, then raises what it is told to, if anything."""

    def __init__(self, times: list[float], kind: SourceKind = "video", trouble: Exception | None = None) -> None:
        self.info = SourceInfo("clip.mp4", kind, 10.0, len(times), 1.0, 64, 48)
        self.times = times
        self.trouble = trouble
        self.given = 0
        self.closed = 0

    def frames(self) -> Iterator[Frame]:
        for t_s in self.times:
            self.given += 1
            yield Frame(t_s, np.zeros((48, 64, 3), np.uint8))
        if self.trouble:
            raise self.trouble

    def close(self) -> None:
        self.closed += 1


class _Endless(_Camera):
    """A camera at about 200 frames a second."""

    def frames(self) -> Iterator[Frame]:
        while not self.closed:
            self.given += 1
            time.sleep(0.005)
            yield Frame(self.given / 200, np.zeros((48, 64, 3), np.uint8))


class _Worker:
    """Answers a frame as soon as it is asked `delay` times for results."""

    def __init__(self, delay: int = 0, state: Literal["loading", "ready", "failed"] = "ready") -> None:
        self.state: Literal["loading", "ready", "failed"] = state
        self.error = ""
        self.delay = delay
        self.taken: list[float] = []
        self.closed = 0
        self._waits = 0
        self._slot: Frame | None = None
        self._lock = threading.Lock()

    @property
    def busy(self) -> bool:
        return self._slot is not None

    def offer(self, frame: Frame) -> bool:
        with self._lock:
            if self._slot is not None or self.state != "ready":
                return False
            self._slot, self._waits = frame, self.delay
            self.taken.append(frame.t_s)
            return True

    def poll(self) -> list[tuple[float, Pose | None]]:
        with self._lock:
            self._waits -= 1
            if self._slot is None or self._waits >= 0:
                return []
            t_s, self._slot = self._slot.t_s, None
            return [(t_s, _pose(t_s))]

    def close(self) -> None:
        self.closed += 1


class _Clock:
    """Goes on only by sleeping, much faster than the real one."""

    def __init__(self) -> None:
        self.t_s = 500.0

    def now_s(self) -> float:
        return self.t_s

    def sleep(self, seconds: float) -> None:
        self.t_s += seconds
        time.sleep(0.002)


class _Film:
    """A session under the eyes of a window."""

    def __init__(self, camera: _Camera, worker: _Worker) -> None:
        self.camera, self.worker, self.coach, self.clock = camera, worker, _Coach(), _Clock()
        self.session = LiveSession(camera, worker, self.coach.step, self.clock)

    def watch(self, until: Callable[[], bool], seconds: float = 5.0) -> list[Report]:
        reports: list[Report] = []
        end_s = time.monotonic() + seconds
        while not until() and time.monotonic() < end_s:
            reports += self.session.take_reports()
            time.sleep(0.0005)
        assert until()
        return reports

    def watch_to_the_end(self) -> list[Report]:
        return self.watch(lambda: self.session.state in ("ended", "failed"))


def test_a_video_is_played_to_its_end_at_its_own_pace() -> None:
    film = _Film(_Camera([0.0, 0.5, 1.0, 1.5]), _Worker())
    reports = film.watch_to_the_end()
    times = [report.t_s for report in reports]
    assert times == film.worker.taken == [t_s for t_s, _ in film.coach.steps]
    assert (times[0], times[-1]) == (0.0, 1.5)
    assert film.session.state == "ended"
    assert film.session.message == ""
    assert film.clock.t_s - 500.0 >= 1.5
    frame = film.session.latest_frame()
    assert frame is not None
    assert frame.t_s == 1.5
    film.session.close()
    assert (film.camera.closed, film.worker.closed) == (1, 1)


def test_the_result_still_at_work_when_a_video_ends_is_delivered() -> None:
    film = _Film(_Camera([0.0]), _Worker(delay=50))
    assert [report.t_s for report in film.watch_to_the_end()] == [0.0]
    assert film.session.state == "ended"


def test_a_worker_that_never_answers_does_not_keep_a_video_from_ending() -> None:
    film = _Film(_Camera([0.0]), _Worker(delay=10**9))
    film.watch(lambda: film.worker.busy)
    film.session.take_reports()
    film.clock.t_s += 60
    assert film.watch_to_the_end() == []


def test_a_slow_worker_drops_frames_and_sees_rising_times() -> None:
    film = _Film(_Endless([], "camera"), _Worker(delay=30))
    film.watch(lambda: len(film.worker.taken) >= 5)
    assert film.worker.taken == sorted(set(film.worker.taken))
    assert film.camera.given > 2 * len(film.worker.taken)
    film.session.close()


def test_while_the_worker_loads_a_camera_is_shown_and_a_video_waits() -> None:
    camera = _Film(_Endless([], "camera"), _Worker(state="loading"))
    camera.watch(lambda: camera.camera.given > 5)
    video = _Film(_Camera([0.0, 0.1]), _Worker(state="loading"))
    video.watch(lambda: video.session.latest_frame() is not None)
    assert video.camera.given == 1
    for film in (camera, video):
        assert film.session.state == "loading"
        assert film.session.message == "The pose detector is loading."
    video.worker.state = camera.worker.state = "ready"
    assert [report.t_s for report in video.watch_to_the_end()][-1] == 0.1
    camera.watch(lambda: camera.session.state == "running")
    camera.session.close()


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (SourceError("Camera 0 has stopped."), "Camera 0 has stopped."),
        (OSError("torn out"), "The source clip.mp4 failed: OSError: torn out"),
    ],
)
def test_a_source_that_breaks_off_is_told_and_what_was_done_is_kept(trouble: Exception, sentence: str) -> None:
    film = _Film(_Camera([0.0, 0.1], trouble=trouble), _Worker())
    reports = film.watch_to_the_end()
    assert [report.t_s for report in reports] == film.worker.taken != []
    assert (film.session.state, film.session.message) == ("failed", sentence)


@pytest.mark.parametrize("when", ["at the start", "later"])
def test_a_worker_that_fails_is_told(when: str) -> None:
    film = _Film(_Endless([], "camera"), _Worker())
    if when == "later":
        film.watch(lambda: film.session.state == "running")
    film.worker.error = "The pose detector stopped."
    film.worker.state = "failed"
    film.watch_to_the_end()
    assert film.session.message == "The pose detector stopped."
    film.session.close()


def test_a_worker_that_was_made_anew_goes_on() -> None:
    film = _Film(_Endless([], "camera"), _Worker())
    film.watch(lambda: film.session.state == "running")
    film.worker.state = film.worker.error = "failed"
    film.watch_to_the_end()
    film.worker.state = "loading"
    film.session.take_reports()
    assert film.session.state == "failed"
    film.worker.state = "ready"
    film.watch(lambda: (film.session.state, film.session.message) == ("running", ""))
    film.session.close()


@pytest.mark.parametrize("state", ["loading", "ready"])
def test_closing_in_mid_run_stops_everything(state: Literal["loading", "ready"]) -> None:
    film = _Film(_Camera([index / 10 for index in range(10**6)]), _Worker(state=state))
    film.watch(lambda: film.session.latest_frame() is not None)
    film.session.close()
    film.session.close()
    assert not film.session._thread.is_alive()
    assert film.camera.closed >= 1
    assert film.session.take_reports() == []


def test_a_stream_plays_at_its_own_pace_without_pictures() -> None:
    coach, clock = _Coach(), _Clock()
    samples = [(10.0, _pose(10.0)), (10.5, None), (11.0, _pose(11.0))]
    session = StreamSession(samples, coach.step, clock)
    assert session.state == "loading"
    played = []
    for _ in range(4):
        played.append([report.t_s for report in session.take_reports()])
        clock.t_s += 0.4
    assert played == [[10.0], [], [10.5], [11.0]]
    assert coach.steps == [(10.0, True), (10.5, False), (11.0, True)]
    assert session.state == "ended"
    assert session.latest_frame() is None
    session.close()


def test_a_stream_that_breaks_off_is_told() -> None:
    def samples() -> Iterator[tuple[float, Pose | None]]:
        yield 0.0, None
        raise SourceError("The stream is torn.")

    session = StreamSession(samples(), _Coach().step, _Clock())
    assert len(session.take_reports()) == 1
    assert (session.state, session.message) == ("failed", "The stream is torn.")
    session.close()
    assert session.state == "failed"


def test_an_empty_stream_ends_at_once() -> None:
    session = StreamSession([], _Coach().step, _Clock())
    assert session.take_reports() == []
    assert session.state == "ended"


def test_closing_never_keeps_the_window_waiting() -> None:
    class Hanging(_Camera):
        def frames(self) -> Iterator[Frame]:
            time.sleep(1.0)
            yield from super().frames()

    began_s = time.monotonic()
    session = LiveSession(Hanging([0.0]), _Worker(), _Coach().step, _Clock())
    session.close()
    assert time.monotonic() - began_s < 0.6
