"""Whatever ends the work on a folder, and whenever: nothing is lost, nothing is done twice, no half row is left."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from coach.commands import side_by_side
from coach.commands.crew import Here, Job, undisturbed
from coach.commands.finding import Finding, Order
from coach.commands.side_by_side import DIED, Processes
from coach.ports import OutputError
from tests.recording_folders import begun, folder, rows
from tests.test_commands import Capture, coach

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")

NUMBER = 6
MANY = 40
"""Not done with before a signal arrives."""


def _after(lines: int, done: Path, running: "subprocess.Popen[str]") -> None:
    """Wait until so many recordings were kept."""
    until = time.monotonic() + 120
    while not done.exists() or done.read_bytes().count(b"\n") < lines:
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < until
        time.sleep(0.01)


def _living(group: int) -> list[int]:
    """Processes of a session that are still there."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == group and fields[0] != "Z":
            found.append(int(entry.parent.name))
    return found


def _none_outlives(group: int) -> None:
    until = time.monotonic() + 20
    while _living(group):
        assert time.monotonic() < until, "workers outlive the program"
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("workers", "after"),
    [(2, 1), *(pytest.param(workers, after, marks=pytest.mark.slow) for workers in (1, 2) for after in (0, 2, 4))],
)
def test_killed_and_gone_on_with(tmp_path: Path, workers: int, after: int) -> None:
    root, done = folder(tmp_path / "all", NUMBER), tmp_path / "done.jsonl"
    command = ("analyze", root, "--exercise", "auto", "--resume", done, "--workers", workers)
    running = begun(*command)
    _after(after, done, running)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    kept = rows(done) if done.read_bytes() else []
    assert after <= len(kept) < NUMBER
    _none_outlives(running.pid)
    out, err = begun(*command, "--json", "-").communicate(timeout=120)
    assert err == ""
    assert len(json.loads(out)) == NUMBER
    assert rows(done)[: len(kept)] == kept
    assert Counter(row["path"] for row in rows(done)) == {
        f"{'AB'[i % 2]}-{i % 2 + 1}/{i}.npz": 1 for i in range(NUMBER)
    }


@pytest.mark.parametrize("workers", [2, pytest.param(1, marks=pytest.mark.slow)])
def test_ctrl_c_keeps_what_was_done(tmp_path: Path, workers: int) -> None:
    root, done = folder(tmp_path / "all", MANY), tmp_path / "done.jsonl"
    running = begun("analyze", root, "--resume", done, "--workers", workers, "--json", tmp_path / "out.json")
    _after(1, done, running)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (130, "coach: stopped; what was done until then is kept\n")
    results = json.loads((tmp_path / "out.json").read_text())
    assert 1 <= len(results) == len(rows(done)) < MANY
    assert f"{MANY} recordings: {len(results)} looked at" in out
    assert f"{MANY - len(results)} not begun or not ended" in out
    _none_outlives(running.pid)


def found(job: Job) -> Finding:
    """What a worker does here: nothing; a source with "die" in its name ends the process, "once" the first time."""
    mark = Path(job.source)
    if "die" in mark.name or ("once" in mark.name and not mark.exists()):
        mark.touch()
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGKILL)
    return Finding({"source": {"path": job.source}}, [])


def test_ctrl_c_while_the_next_is_begun_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    submitted: list[str] = []

    class Pressed(ProcessPoolExecutor):
        def submit(self, *given: Any, **more: Any) -> "Future[Any]":
            submitted.append(given[-1].source)
            if len(submitted) == 4:
                signal.raise_signal(signal.SIGINT)
            return super().submit(*given, **more)

    monkeypatch.setattr(side_by_side, "ProcessPoolExecutor", Pressed)
    told: dict[int, Finding] = {}
    with pytest.raises(KeyboardInterrupt):
        Processes(2, found).work([Job(str(tmp_path / name), Order("plank")) for name in "abcdefgh"], told.__setitem__)
    assert 2 <= len(told) <= len(submitted) == 4


class NoSharedMemory:
    """A system without the folder or the rights that semaphores need."""

    def Event(self) -> None:
        raise FileNotFoundError(2, "No such file or directory")


def test_without_shared_memory_it_is_said_what_helps(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_by_side.multiprocessing, "get_context", lambda _: NoSharedMemory())
    root = folder(tmp_path / "all", 2)
    status, _, err = coach(capfd, "analyze", root, "--workers", "2")
    said = "several processes can't work together here, for the system gives them no shared memory (No such file or "
    assert (status, err) == (2, f"coach: {said}directory); use --workers 1\n")


@pytest.mark.parametrize(
    ("names", "lost"), [("a once b c", []), pytest.param("a die b die2 c", ["die", "die2"], marks=pytest.mark.slow)]
)
def test_a_worker_that_dies_takes_no_other_recording_with_it(tmp_path: Path, names: str, lost: list[str]) -> None:
    told: dict[str, Finding] = {}
    jobs = [Job(str(tmp_path / name), Order("plank")) for name in names.split()]

    def done(place: int, finding: Finding) -> None:
        name = Path(jobs[place].source).name
        assert name not in told
        told[name] = finding

    Processes(2, found).work(jobs, done)
    errors = {name: f"{tmp_path / name}: {DIED}" if name in lost else "" for name in names.split()}
    assert {name: finding.error for name, finding in told.items()} == errors
    assert all(told[name].passing for name in lost)


@pytest.mark.parametrize("made", [Here(found), Processes(2, found)], ids=["here", "processes"])
def test_a_disk_that_is_full_ends_the_work(tmp_path: Path, made: Here | Processes) -> None:
    def done(place: int, finding: Finding) -> None:
        raise OutputError("the disk is full")

    with pytest.raises(OutputError, match="the disk is full"):
        made.work([Job(str(tmp_path / name), Order("plank")) for name in "abcd"], done)


def test_ctrl_c_waits_while_something_is_kept() -> None:
    steps = []
    with pytest.raises(KeyboardInterrupt), undisturbed():
        os.kill(os.getpid(), signal.SIGINT)
        steps.append("kept")
    assert steps == ["kept"]
    with undisturbed():
        pass


@pytest.mark.parametrize(
    "options", [("--clinic", "x.db"), ("--resume", "x.jsonl"), ("--dask", "tcp://x"), ("--again",)]
)
def test_what_is_for_folders_is_for_folders(capfd: Capture, tmp_path: Path, options: tuple[str, ...]) -> None:
    one = folder(tmp_path / "all", 1) / "A-1" / "0.npz"
    status, out, err = coach(capfd, "analyze", one, *options)
    assert (status, out) == (2, "")
    assert err == f"coach: {options[0]} is for a folder of recordings; {one} is none, or has none in it\n"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("{root}/A-1/0.npz",), "{root} is a folder of recordings, which is given alone"),
        (("--annotate", "a.mp4"), "--annotate takes one video file"),
        (("--dask", "tcp://127.0.0.1:1", "--workers", "2"), "give one of them"),
        (("--resume", "nowhere/x.jsonl"), "nowhere/x.jsonl cannot be written: No such file or directory"),
        (("--resume", "{root}"), "cannot be written"),
        (("--resume", "/dev/null"), "/dev/null cannot be written: it is not a file"),
        (("--json", "nowhere/a.json"), "the folder nowhere does not exist"),
        (("--exercise", "wibble"), "there is no exercise 'wibble'"),
        (("--exercise", "gone.toml"), "gone.toml"),
        (("--model", "gone.task"), "The pose model gone.task is missing"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_use_of_a_folder_is_refused(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    root = folder(tmp_path / "all", 1)
    status, out, err = coach(capfd, "analyze", root, *(word.format(root=root) for word in more))
    assert (status, out) == (2, "")
    assert said.format(root=root) in err
    assert err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["all"]
