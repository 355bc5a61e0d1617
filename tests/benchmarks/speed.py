"""What looking at a video costs beside MediaPipe alone, how that grows, and what the engine takes.

`python -m tests.benchmarks.speed` prints all of it, `--only PART` a part, `--json FILE` writes the figures. It takes
about 25 minutes on two idle cores; the machine's load is printed, for a busy one makes every figure worthless.

*MediaPipe alone* is its pose landmarker in video mode over frames that lie decoded in memory: no file, no following of
one person, no counting. *The smallest program around it* starts, loads the model, decodes and asks it. Ours is `coach
analyze` on the files, from the process's start to its end.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.labelled import table, write
from tests.benchmarks.posture import lengthened

ROOT: Final = Path(__file__).parents[2]
AS_INSTALLED: Final = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Programs start as they do at their users', where Python keeps what it has compiled."""

RUN: Final = partial(subprocess.run, cwd=ROOT, env=AS_INSTALLED, text=True)

CLIP: Final = ROOT / "assets" / "demo" / "bridge_session.mp4"
CLIPS: Final = 2
"""So many copies of the clip stand for a folder of recordings."""

LONG_S: Final = 240.0
"""Of the one long video that is cut in pieces."""

GROWTH: Final = {60.0: 1, 600.0: 1, 7200.0: 2}
"""Seconds of video at `GROWTH_FPS`, and how many processes look at it: two hours by one take a quarter of an hour."""

GROWTH_FPS: Final = 5.0
STARTS: Final = 10
HEAVY: Final = ("cv2", "mediapipe", "pygame", "sqlalchemy", "flask", "fhirclient", "cryptography", "numpy")

_ALONE: Final = """
import json, sys, time
from coach.adapters.camera_cv2 import open_source
from coach.adapters.pose_mediapipe import MediaPipeTracker
from coach.adapters.pose_model import find_model
took_s = frames = 0
for clip in sys.argv[1:]:
    tracker = MediaPipeTracker(find_model().path)
    for frame in open_source(clip).frames():
        began_s = time.perf_counter()
        tracker.track(frame.image, round(1000 * frame.t_s), frame.t_s)
        took_s += time.perf_counter() - began_s
        frames += 1
    tracker.close()
print(json.dumps([took_s, frames]))
"""


def machine() -> str:
    """Processors, system, libraries and the load at this moment, in a line."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("mediapipe", "opencv-python"))
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"{versions}; load {os.getloadavg()[0]:.1f}"
    )


def alone(clips: Sequence[Path]) -> tuple[float, int, float]:
    """Seconds that MediaPipe alone takes over the frames of these videos, how many there are, and seconds of the
    whole small program that does it."""
    began_s = time.perf_counter()
    done = RUN([sys.executable, "-c", _ALONE, *map(str, clips)], capture_output=True, check=True)
    took_s, frames = json.loads(done.stdout)
    return took_s, frames, time.perf_counter() - began_s


def whole(clips: Sequence[Path], *more: str) -> tuple[float, list[dict[str, Any]], float]:
    """Seconds, results, and the most memory (MiB) that one process of the command held."""
    command = [sys.executable, "-m", "coach", "analyze", *map(str, clips), "--json", "-", *more]
    code = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], check=True, stdout=subprocess.PIPE)\n"
        "sys.stdout.buffer.write(done.stdout)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)"
    )
    began_s = time.perf_counter()
    done = RUN([sys.executable, "-c", code, *command], capture_output=True, check=True)
    took_s = time.perf_counter() - began_s
    found = json.loads(done.stdout)
    return took_s, found if isinstance(found, list) else [found], int(done.stderr.split()[-1]) / 1024


def beside_mediapipe(folder: Path) -> Iterator[Mapping[str, Any]]:
    """MediaPipe alone, and the command with one worker and two, on several files and on one long one."""
    from shutil import copy

    several = [Path(copy(CLIP, folder / f"{number}.mp4")) for number in range(CLIPS)]
    long = [lengthened(CLIP, LONG_S, folder)]
    for name, clips in ((f"{CLIPS} files", several), (f"one video of {LONG_S / 60:.0f} minutes", long)):
        alone_s, frames, program_s = alone(clips)
        for who, took_s in (("MediaPipe alone", alone_s), ("the smallest program around it", program_s)):
            share = took_s / alone_s
            yield {"what": name, "who": who, "s": took_s, "share": share, "ms": 1000 * took_s / frames}
        ways = {
            "one worker, exercise named": ("--exercise", "glute_bridge"),
            "one worker, any exercise": (),
            "two workers, exercise named": ("--exercise", "glute_bridge", "--workers", "2"),
            "two workers, any exercise": ("--workers", "2"),
        }
        counts = set()
        for who, more in ways.items():
            took_s, results, _ = whole(clips, *more)
            counts.add(json.dumps([[rep["complete"] for rep in one["reps"]] for one in results]))
            share = took_s / alone_s
            yield {"what": name, "who": who, "s": took_s, "share": share, "ms": 1000 * took_s / frames}
        yield {"what": name, "who": "repetitions alike in all four", "s": 0.0, "share": 0.0, "same": len(counts) == 1}


def growth(folder: Path) -> Iterator[Mapping[str, Any]]:
    """Seconds a frame and memory as the video grows."""
    for seconds, workers in GROWTH.items():
        film = sparse(CLIP, seconds, folder)
        took_s, results, mib = whole([film], "--workers", str(workers))
        frames = results[0]["source"]["frames"]
        reps = len(results[0]["reps"])
        yield {"minutes": seconds / 60, "frames": frames, "workers": workers, "s": took_s, "mib": mib, "reps": reps}
        film.unlink()


def sparse(video: Path, seconds: float, folder: Path) -> Path:
    """The video again and again in one file, at `GROWTH_FPS`."""
    import cv2

    reader = cv2.VideoCapture(str(video))
    step = round(reader.get(cv2.CAP_PROP_FPS) / GROWTH_FPS)
    frames = []
    while (read := reader.read())[0]:
        frames.append(read[1])
    frames = frames[::step]
    made = folder / f"{seconds:.0f}.mp4"
    height, width = frames[0].shape[:2]
    writer = cv2.VideoWriter(str(made), cv2.VideoWriter.fourcc(*"mp4v"), GROWTH_FPS, (width, height))
    for number in range(round(seconds * GROWTH_FPS)):
        writer.write(frames[number % len(frames)])
    writer.release()
    return made


def engine() -> Iterator[tuple[str, float]]:
    """Microseconds a pose that each exercise's engine takes on its own demonstration; then all together."""
    from coach.analysis import Run, Sample, Stopwatch, beside, follow
    from tests.streams import demo_samples, exercise, ids

    for id_ in ids():
        spec = exercise(id_)
        samples = demo_samples(spec.demo, 30)
        run = Run(spec)
        began_s = time.perf_counter()
        for t_s, pose in samples:
            run.step(t_s, pose)
        yield id_, 1e6 * (time.perf_counter() - began_s) / len(samples)
    watch, frames = Stopwatch(), 0
    for id_ in ids():
        samples = demo_samples(exercise(id_).demo, 30)
        follow(beside(map(exercise, ids())), [Sample(t_s, pose) for t_s, pose in samples], watch)
        frames += len(samples)
    yield f"all {len(ids())} together", 1e6 * watch.engine_s / frames


def start() -> tuple[float, list[str]]:
    """Median seconds of `coach --help` over several starts, and which heavy libraries it loads."""
    took = []
    for _ in range(STARTS):
        began_s = time.perf_counter()
        RUN([sys.executable, "-m", "coach", "--help"], capture_output=True, check=True)
        took.append(time.perf_counter() - began_s)
    code = (
        "import sys\nfrom coach import main\nmain.run(['--help'])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = RUN([sys.executable, "-c", code], capture_output=True, check=True)
    return statistics.median(took), json.loads(done.stderr.strip().splitlines()[-1].replace("'", '"'))


def print_beside() -> object:
    """Print what looking costs beside MediaPipe."""
    with tempfile.TemporaryDirectory() as folder:
        found = list(beside_mediapipe(Path(folder)))
    shown = [
        (one["what"], one["who"], f"{one['s']:.1f}", f"{one['ms']:.1f}", f"{one['share']:.2f}")
        for one in found
        if "ms" in one
    ]
    print(table(("what", "who", "seconds", "ms a frame", "of MediaPipe alone"), shown))
    for one in found:
        if "same" in one:
            print(f"{one['what']}: the same repetitions in all four: {'yes' if one['same'] else 'NO'}")
    return found


def print_growth() -> object:
    """Print how the cost grows with the video."""
    with tempfile.TemporaryDirectory() as folder:
        found = list(growth(Path(folder)))
    shown = [
        (
            f"{one['minutes']:.0f} min",
            one["workers"],
            f"{one['s']:.0f}",
            f"{1000 * one['s'] * one['workers'] / one['frames']:.1f}",
            f"{one['mib']:.0f}",
            one["reps"],
        )
        for one in found
    ]
    heads = ("video", "workers", "seconds", "ms a frame and worker", "most memory, MiB", "repetitions")
    print(table(heads, shown))
    return found


def print_engine() -> object:
    """Print what the engine takes."""
    found = dict(engine())
    print(table(("engine", "microseconds a pose"), [(name, f"{took:.0f}") for name, took in found.items()]))
    return found


def print_start() -> object:
    """Print how soon help is there."""
    took_s, loaded = start()
    print(f"coach --help: {took_s:.2f} s (median of {STARTS}); heavy libraries loaded: {', '.join(loaded) or 'none'}")
    return {"s": took_s, "loaded": loaded}


def print_live() -> object:
    """Print what the window, the cue and posture watch take, as their own benchmarks do."""
    found = {}
    for name, more in (("window", ()), ("cue_latency", ()), ("posture", ("--minutes", "3"))):
        command = [sys.executable, "-m", f"tests.benchmarks.{name}", *more]
        done = RUN(command, stdout=subprocess.PIPE, check=False)
        found[name] = done.stdout.strip().splitlines()
        print("\n".join(found[name]))
    return found


PARTS: Final[Mapping[str, Callable[[], object]]] = {
    "start": print_start,
    "engine": print_engine,
    "beside": print_beside,
    "growth": print_growth,
    "live": print_live,
}


def main() -> None:
    """Print what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--only", choices=PARTS, action="append")
    asked.add_argument("--json", metavar="FILE")
    given = asked.parse_args()
    found: dict[str, object] = {}
    for name in given.only or PARTS:
        print(f"\n{name} ({machine()})\n", flush=True)
        found[name] = PARTS[name]()
    write(given.json, found)


if __name__ == "__main__":
    main()
