"""Folders of recordings: how many a minute with one worker, two, and a Dask cluster of two; what resuming costs.

`python -m tests.benchmarks.recordings` prints all of it (`--resuming`: only the last). It needs the labelled footage
beside the checkout. The figures move with whatever else the machine does: its load is printed beside them.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from coach.adapters.clinic_db.records import open_records
from coach.commands.crew import Done, Job
from coach.commands.finding import Finding, Order
from coach.commands.recordings import find
from coach.commands.recordings_kept import LinesFile, Practice, asked
from coach.commands.recordings_run import FolderRun
from tests.clinic_samples import ANNA, MIRA
from tests.streams import DATA, MISSING

CLIPS: Final = ("b03_bridge_fast", "p02_plank_sag", "p04_plank_knees", "n01_lying_still")
DONE: Final = 1000
BYTES: Final = 400_000
"""Of each recording that is done: a clip's own size."""

PYTHON: Final = sys.executable
QUIET: Final = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0")


def coach(*arguments: object) -> tuple[float, list[dict[str, Any]]]:
    """Seconds and results of the command in a process of its own."""
    began_s = time.perf_counter()
    command = [PYTHON, "-m", "coach", "analyze", *map(str, arguments), "--json", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return time.perf_counter() - began_s, json.loads(done.stdout)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of a scheduler on loopback with two workers."""
    file, log = folder / "scheduler.json", (folder / "log").open("w")

    def start(module: str, *more: str) -> subprocess.Popen[bytes]:
        code = f"from distributed.cli.{module} import main; main()"
        return subprocess.Popen([PYTHON, "-c", code, *more, *QUIET], stdout=log, stderr=log)

    running = [start("dask_scheduler", "--port", "0", "--scheduler-file", str(file))]
    while not (file.exists() and file.read_text().endswith("}")):
        time.sleep(0.1)
    address = json.loads(file.read_text())["address"]
    running += [start("dask_worker", address, "--no-nanny", "--nthreads", "1") for _ in range(2)]
    while (folder / "log").read_text().count("Register worker addr") < 2:
        time.sleep(0.1)
    yield address
    for process in running:
        process.kill()
        process.wait()
    log.close()


def makespan_s(walls_s: Sequence[float], workers: int = 2) -> float:
    """When the last worker is done, if each takes the next one as it is free."""
    free = [0.0] * workers
    for wall_s in walls_s:
        free[free.index(min(free))] += wall_s
    return max(free)


def rates(folder: Path) -> None:
    """Print recordings a minute by who looks, and what the order of work is worth."""
    root = folder / "clips"
    for index, name in enumerate(CLIPS):
        (root / f"P-{index % 2}").mkdir(parents=True, exist_ok=True)
        shutil.copy(DATA / "video" / f"{name}.mp4", root / f"P-{index % 2}")
    found = {}
    with cluster(folder) as address:
        ways = {"1 worker": (), "2 workers": ("--workers", 2), "Dask, 2 workers": ("--dask", address)}
        for way, more in ways.items():
            took_s, results = coach(root, *more)
            found[way] = took_s
            seconds = sum(one["source"]["duration_s"] for one in results)
            ideal = "" if way == "1 worker" else f", {found['1 worker'] / took_s / 2:.0%} of twice one worker's"
            load = os.getloadavg()[0]
            print(
                f"{way}: {60 * len(results) / took_s:.1f} recordings a minute{ideal}; {seconds / took_s:.2f} s of "
                f"video a second ({len(results)} clips in {took_s:.1f} s; load {load:.1f} on {os.cpu_count()} cores)"
            )
            if way == "1 worker":
                orders(root, results)


def orders(root: Path, results: Sequence[dict[str, Any]]) -> None:
    """Print how long two workers would take by the order of work, from what each clip took alone."""
    walls = {one["source"]["path"]: one["timing"]["wall_s"] for one in results}
    sizes = {one.name: one.size for one in find(root).recordings}
    ways = {
        "by name": sorted(walls),
        "largest file first": sorted(walls, key=lambda name: -sizes[name]),
        "truly longest first": sorted(walls, key=lambda name: -walls[name]),
        "shortest first": sorted(walls, key=walls.__getitem__),
    }
    said = ", ".join(f"{way} {makespan_s([walls[name] for name in names]):.1f} s" for way, names in ways.items())
    print(f"two workers, reckoned from that: {said}; half of all {sum(walls.values()) / 2:.1f} s")


class Ready:
    """A crew that has found something in each already."""

    def work(self, jobs: Sequence[Job], done: Done) -> None:
        """As `Crew` says."""
        source = {
            "path": "",
            "kind": "video",
            "fps": 15.0,
            "frames": 450,
            "duration_s": 30.0,
            "width": 640,
            "height": 480,
        }
        for place in range(len(jobs)):
            done(place, Finding({"source": source, "exercise": "plank", "reps": [], "timing": {}}, []))


def resuming(folder: Path) -> None:
    """Print what it takes to see that everything is done."""
    root = folder / "done"
    for index in range(DONE):
        (root / f"P-{index % 10}").mkdir(parents=True, exist_ok=True)
        (root / f"P-{index % 10}" / f"{index}.mp4").write_bytes(os.urandom(BYTES))
    records = open_records(folder / "clinic.db")
    records.put_account(ANNA)
    for index in range(10):
        records.put_patient(replace(MIRA, id=f"p{index}", reference=f"P-{index}"))
    question = asked(Order("plank"))
    lines = LinesFile(folder / "done.jsonl", question)
    for memory in (lines, Practice(records, question, lambda: datetime.now(UTC))):
        run = FolderRun(Order("plank"), question, [memory])
        undone = run.sort_out(find(root).recordings, again=True, moved=lambda done: None)
        began_s = time.perf_counter()
        run.work(undone, Ready(), lambda recording, finding: None, lambda done: None)
        took_s = time.perf_counter() - began_s
        print(f"keeping {DONE} in {type(memory).__name__}: {took_s / DONE * 1000:.1f} ms each")
    lines.close()
    records.close()
    for option, where in (("--resume", folder / "done.jsonl"), ("--clinic", folder / "clinic.db")):
        took_s, results = coach(root, "--exercise", "plank", option, where)
        assert len(results) == DONE
        print(
            f"{DONE} done recordings seen by {option}: {took_s:.1f} s from start to end of the command, "
            f"{DONE * BYTES / 1e6:.0f} MB read (load {os.getloadavg()[0]:.1f})"
        )


def main() -> None:
    """Print it."""
    with tempfile.TemporaryDirectory() as place:
        resuming(Path(place))
    if "--resuming" in sys.argv:
        return
    if not DATA.exists():
        print(MISSING)
        return
    with tempfile.TemporaryDirectory() as place:
        rates(Path(place))


if __name__ == "__main__":
    main()
