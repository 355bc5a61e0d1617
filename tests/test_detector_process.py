"""The worker process: takes one frame at a time, tells of its troubles, and is never left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from coach.adapters.detector_process import DetectorProcess
from coach.core.pose import Pose
from coach.ports import Frame, ModelError

MODEL = Path("model.task")


class Quick:
    """Sees a body whose nose is at (t, t), and nobody at odd seconds."""

    def __init__(self, model_path: Path) -> None:
        self.model_path = model_path

    def detect(self, frame: Frame) -> Pose | None:
        if round(frame.t_s) % 2:
            return None
        return Pose(frame.t_s, np.full((33, 4), frame.t_s), np.zeros((33, 3)), frame.image.shape[1::-1])

    def close(self) -> None:
        """Nothing to free."""


class Slow(Quick):
    def detect(self, frame: Frame) -> Pose | None:
        time.sleep(0.3)
        return super().detect(frame)


class Stuck(Quick):
    def detect(self, frame: Frame) -> Pose | None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(60)
        return None


class Unwilling(Quick):
    def __init__(self, model_path: Path) -> None:
        super().__init__(model_path)
        raise ModelError(f"The pose model {model_path} is missing.")


class Failing(Quick):
    def detect(self, frame: Frame) -> Pose | None:
        raise RuntimeError(f"no luck at {frame.t_s}")


class Dying(Quick):
    def detect(self, frame: Frame) -> Pose | None:
        os._exit(3)


@contextmanager
def _worker(kind: type) -> Iterator[DetectorProcess]:
    worker = DetectorProcess(MODEL, f"{__name__}:{kind.__name__}")
    try:
        yield worker
    finally:
        worker.close()


def _frame(t_s: float) -> Frame:
    return Frame(t_s, np.zeros((48, 64, 3), np.uint8))


def _until(reached: Callable[[], object], seconds: float = 20.0) -> bool:
    """Whether it came about in time; not asked again once it has."""
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s:
        if reached():
            return True
        time.sleep(0.01)
    return False


def _results(worker: DetectorProcess, count: int) -> list[tuple[float, Pose | None]]:
    found: list[tuple[float, Pose | None]] = []
    assert _until(lambda: found.extend(worker.poll()) or len(found) >= count)
    return found


def test_frames_go_out_and_poses_come_back_in_order() -> None:
    with _worker(Quick) as worker:
        assert worker.state == "loading"
        assert not worker.offer(_frame(0.0)), "not while loading"
        assert _until(lambda: worker.state == "ready")
        for t_s in (1.0, 2.0):
            assert _until(lambda t_s=t_s: worker.offer(_frame(t_s)))  # type: ignore[misc]
        (first, nobody), (second, pose) = _results(worker, 2)
        assert (first, second, nobody) == (1.0, 2.0, None)
        assert pose is not None
        assert (pose.t_s, pose.points[0, 0], pose.size) == (2.0, 2.0, (64, 48))
        assert not worker.busy
        assert worker.error == ""


def test_a_busy_worker_drops_frames_and_never_blocks() -> None:
    with _worker(Slow) as worker:
        assert _until(lambda: worker.state == "ready")
        start_s = time.monotonic()
        taken = sum(worker.offer(_frame(index)) for index in range(100))
        assert time.monotonic() - start_s < 0.25
        assert taken == 1
        assert worker.busy
        assert len(_results(worker, 1)) == 1
        assert worker.poll() == []


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Unwilling, "The pose model model.task is missing."),
        (Failing, "The pose detector failed: RuntimeError: no luck at 1.0"),
        (Dying, "The pose detector stopped unexpectedly (exit code 3); run: coach doctor"),
    ],
)
def test_trouble_in_the_worker_is_one_sentence_here(kind: type, sentence: str) -> None:
    with _worker(kind) as worker:
        assert _until(lambda: worker.state != "loading")
        worker.offer(_frame(1.0))
        assert _until(lambda: worker.state == "failed")
        assert worker.error == sentence
        assert not worker.offer(_frame(2.0))
        assert not worker.busy
        assert worker.poll() == []


def test_a_worker_killed_at_work_is_noticed() -> None:
    with _worker(Slow) as worker:
        assert _until(lambda: worker.state == "ready")
        worker.offer(_frame(0.0))
        pid = worker._process.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert _until(lambda: worker.state == "failed", 2)
        assert "exit code -9" in worker.error


@pytest.mark.parametrize("kind", [Quick, Slow, Stuck])
def test_closing_takes_less_than_a_second_and_leaves_no_process(kind: type) -> None:
    worker = DetectorProcess(MODEL, f"{__name__}:{kind.__name__}")
    assert _until(lambda: worker.state == "ready")
    worker.offer(_frame(0.0))
    time.sleep(0.1)
    pid = worker._process.pid
    start_s = time.monotonic()
    worker.close()
    assert time.monotonic() - start_s < 1.0
    assert not Path(f"/proc/{pid}").exists()
    assert worker.state == "failed"
    worker.close()


def test_closing_frees_a_sender_whose_worker_hangs() -> None:
    worker = DetectorProcess(MODEL, f"{__name__}:Quick")
    assert _until(lambda: worker.state == "ready")
    pid = worker._process.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    large = Frame(0.0, np.zeros((1080, 1920, 3), np.uint8))
    sender = threading.Thread(target=worker.offer, args=(large,))
    sender.start()
    time.sleep(0.1)
    worker.close()
    sender.join(2)
    assert not sender.is_alive()


@pytest.mark.parametrize("size", [(48, 64, 3), (1080, 1920, 3)], ids=["small", "more than a pipe holds"])
def test_a_worker_that_hangs_is_ended_and_nobody_waits_for_it(size: tuple[int, int, int]) -> None:
    worker = DetectorProcess(MODEL, f"{__name__}:Quick", stuck_s=1.0)
    assert _until(lambda: worker.state == "ready")
    pid = worker._process.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    sender = threading.Thread(target=worker.offer, args=(Frame(0.0, np.zeros(size, np.uint8)),))
    sender.start()
    longest_s, end_s = 0.0, time.monotonic() + 10
    while worker.error == "" and time.monotonic() < end_s:
        asked_s = time.monotonic()
        assert worker.poll() == []
        longest_s = max(longest_s, time.monotonic() - asked_s)
        time.sleep(0.01)
    assert (worker.state, worker.error) == ("failed", "The pose detector does not answer any more, and was ended.")
    assert longest_s < 0.5
    sender.join(2)
    assert not sender.is_alive()
    worker.close()


def test_time_in_which_nobody_looked_is_no_time_waited() -> None:
    worker = DetectorProcess(MODEL, f"{__name__}:Slow", stuck_s=1.5)
    assert _until(lambda: worker.state == "ready")
    pid = worker._process.pid
    assert pid is not None
    worker.offer(_frame(0.0))
    os.kill(pid, signal.SIGSTOP)
    time.sleep(2.0)  # as if the machine had slept
    assert worker.state == "ready"
    os.kill(pid, signal.SIGCONT)
    assert len(_results(worker, 1)) == 1
    worker.close()


def test_the_worker_ignores_ctrl_c() -> None:
    with _worker(Quick) as worker:
        assert _until(lambda: worker.state == "ready")
        pid = worker._process.pid
        assert pid is not None
        os.kill(pid, signal.SIGINT)
        assert _until(lambda: worker.offer(_frame(2.0)))
        assert len(_results(worker, 1)) == 1


ORPHAN = """
import time
from pathlib import Path
import numpy as np
from coach.adapters.detector_process import DetectorProcess
from coach.ports import Frame
if __name__ == "__main__":
    worker = DetectorProcess(Path("model.task"), "test_detector_process:{kind}")
    while worker.state == "loading":
        time.sleep(0.01)
    worker.offer(Frame(0.0, np.zeros((48, 64, 3), np.uint8)))
    time.sleep(0.3)
    print(worker._process.pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("kind", [Quick, Stuck])
def test_a_worker_does_not_outlive_its_parent(tmp_path: Path, kind: type) -> None:
    script = tmp_path / "parent.py"
    script.write_text(ORPHAN.format(kind=kind.__name__))
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(here), str(here.parent)])}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    status = Path(f"/proc/{pid}/status")
    assert _until(lambda: not status.exists() or "Z (zombie)" in status.read_text(), 3)


@pytest.mark.slow
def test_mediapipe_works_in_the_worker() -> None:
    from coach.adapters.camera_cv2 import open_source
    from coach.adapters.pose_model import find_model

    clip = Path(__file__).parents[2] / "shared" / "data" / "video" / "x05_birddog_passerby.mp4"
    if not clip.exists():
        pytest.skip("the footage is not beside this checkout")
    worker = DetectorProcess(find_model(environment={}).path)
    try:
        assert _until(lambda: worker.state != "loading", 60)
        assert worker.error == ""
        frame = next(open_source(str(clip)).frames())
        assert worker.offer(frame)
        ((t_s, pose),) = _results(worker, 1)
        assert t_s == frame.t_s
        assert pose is not None
    finally:
        worker.close()
