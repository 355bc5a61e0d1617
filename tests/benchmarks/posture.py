"""What watching costs: processor time and memory of a real-time run, and against the model on every frame.

`python -m tests.benchmarks.posture [--minutes 10] [--video PATH] [--gap 2.0]` plays a video in a loop as if it were a
camera, in a process of its own, with the eye, the detector and the judging of postures at their usual pace; then looks
at every frame of the same video. `--program "posture --background"` measures a command of Backcoach instead of the
first, with everything that belongs to it, its start included; its source is the video, made long enough.
"""

import argparse
import json
import os
import resource
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
CLIP: Final = ROOT.parent / "shared" / "data" / "video" / "s01_desk_front.mp4"
EVERY_S: Final = 60.0
"""Seconds of footage looked at frame by frame."""
SOON_S: Final = 0.5
"""Pace while a change is under way, as `coach.watching` has it."""
TICKS_A_SECOND: Final = 2.0


def used_s() -> float:
    """Processor time of this process, its threads and its children that have ended, seconds."""
    return sum(
        found.ru_utime + found.ru_stime
        for found in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def peak_mb() -> float:
    """Most memory held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def watch(video: Path, seconds: float, gap_s: float) -> Mapping[str, float]:
    """Watch a video in real time, in this process."""
    from coach.adapters.camera_cv2 import open_source
    from coach.adapters.clock import MonotonicClock
    from coach.adapters.detector_inline import DetectorThread
    from coach.adapters.pose_mediapipe import MediaPipeTracker
    from coach.adapters.pose_model import find_model
    from coach.core.sitting import watch as watching
    from coach.eye import WatchingEye
    from coach.eye_sitter import SitterDetector

    clock = MonotonicClock()
    worker = DetectorThread(lambda: SitterDetector(MediaPipeTracker(find_model().path)))
    eye = WatchingEye(lambda: open_source(str(video)), worker, clock, gap_s=gap_s, loop=True)
    state, spec = watching.WatchState(), watching.WatchSpec()
    looks = poses = soon = 0
    while eye.state == "loading":
        clock.sleep(0.05)
    began_s, before_s = time.monotonic(), used_s()
    while time.monotonic() - began_s < seconds and eye.state == "ready":
        clock.sleep(1 / TICKS_A_SECOND)
        for sample in eye.take():
            state, look = watching.step(spec, state, sample)
            looks, poses, soon = looks + 1, poses + (sample.pose is not None), soon + look.undecided
            eye.pace(min(SOON_S, gap_s) if look.undecided else gap_s)
    spent_s, wall_s = used_s() - before_s, time.monotonic() - began_s
    message = eye.message
    eye.close()
    if message or not looks:
        raise SystemExit(message or "Nothing was seen.")
    return {
        "wall_s": wall_s, "cpu_s": spent_s, "start_s": before_s, "mb": peak_mb(),
        "looks": looks, "poses": poses, "soon": soon,
    }  # fmt: skip


def every_frame(video: Path, seconds: float) -> Mapping[str, float]:
    """Look at every frame of the first so many seconds of a video, as fast as it goes, in this process."""
    from coach.adapters.camera_cv2 import open_source
    from coach.adapters.pose_mediapipe import MediaPipeDetector
    from coach.adapters.pose_model import find_model

    detector = MediaPipeDetector(find_model().path)
    before_s = used_s()
    frames, t_s = 0, 0.0
    for frame in open_source(str(video)).frames():
        if frame.t_s > seconds:
            break
        detector.detect(frame)
        frames, t_s = frames + 1, frame.t_s
    spent_s = used_s() - before_s
    detector.close()
    return {"cpu_s": spent_s, "footage_s": t_s, "frames": frames, "mb": peak_mb()}


def program(arguments: str, seconds: float) -> Mapping[str, float]:
    """Run a command of Backcoach for so long and add up what it and its children used (Linux)."""
    running = subprocess.Popen(
        [sys.executable, "-m", "coach", *shlex.split(arguments)],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    began_s = time.monotonic()
    cpu_s = most_mb = wall_s = 0.0
    while wall_s < seconds and running.poll() is None:
        time.sleep(min(1.0, seconds))
        found = [_process(pid) for pid in _family(running.pid)]
        cpu_s = max(cpu_s, sum(process[0] for process in found))
        most_mb = max(most_mb, sum(process[1] for process in found))
        wall_s = time.monotonic() - began_s
    if running.poll() is None:
        # A shell's background jobs don't hear Ctrl-C.
        running.send_signal(signal.SIGTERM)
    running.wait(60)
    return {"wall_s": wall_s, "cpu_s": cpu_s, "start_s": 0.0, "mb": most_mb}


def lengthened(video: Path, seconds: float, folder: Path) -> Path:
    """The video again and again in one file, long enough."""
    import cv2

    reader = cv2.VideoCapture(str(video))
    fps = reader.get(cv2.CAP_PROP_FPS)
    size = int(reader.get(cv2.CAP_PROP_FRAME_WIDTH)), int(reader.get(cv2.CAP_PROP_FRAME_HEIGHT))
    long = folder / f"long_{video.stem}.mp4"
    writer = cv2.VideoWriter(str(long), cv2.VideoWriter.fourcc(*"mp4v"), fps, size)
    for _ in range(round(seconds * fps)):
        found, frame = reader.read()
        if not found:
            reader.set(cv2.CAP_PROP_POS_FRAMES, 0)
            _, frame = reader.read()
        writer.write(frame)
    writer.release()
    return long


def _program(arguments: str, video: Path, seconds: float) -> Mapping[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        source = lengthened(video, seconds + 30, Path(folder))
        return program(f"{arguments} --source {source} --data {folder}", seconds)


def _family(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            found += _family(int(child))
    return found


def _process(pid: int) -> tuple[float, float]:
    """Processor time (seconds, ended children included) and memory held (MB)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0, 0.0
    ticks = sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _apart(*arguments: str) -> Any:
    """What one part says, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.posture", *arguments],
        stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--video", type=Path, default=CLIP)
    parser.add_argument("--gap", type=float, default=2.0)
    parser.add_argument("--program", default="")
    parser.add_argument("--part", choices=("watch", "every"), default="")
    given = parser.parse_args()
    if not given.video.exists():
        parser.exit(2, f"{given.video} is not there.\n")
    if given.part == "watch":
        print(json.dumps(watch(given.video, 60 * given.minutes, given.gap)))
        return
    if given.part == "every":
        print(json.dumps(every_frame(given.video, EVERY_S)))
        return
    common = ("--video", str(given.video), "--minutes", str(given.minutes), "--gap", str(given.gap))
    found = (
        _program(given.program, given.video, 60 * given.minutes)
        if given.program
        else _apart("--part", "watch", *common)
    )
    share = found["cpu_s"] / found["wall_s"]
    print(f"{found['wall_s'] / 60:.1f} minutes of {given.video.name} in real time: {100 * share:.2f} % of one core")
    print(f"most memory: {found['mb']:.0f} MB; {found['start_s']:.1f} s of processor time to start")
    if "looks" in found:
        print(f"{found['looks']} looks, {found['poses']} with somebody, {found['soon']} while a change was under way")
    every = _apart("--part", "every", *common)
    dense = every["cpu_s"] / every["footage_s"]
    print(f"the model on each of {every['frames']} frames: {100 * dense:.1f} % of one core, {every['mb']:.0f} MB")
    print(f"watching costs 1/{dense / share:.1f} of that ({100 * share / dense:.2f} %)")


if __name__ == "__main__":
    main()
