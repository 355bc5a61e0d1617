"""Recordings looked at by a Dask cluster: a real scheduler and worker processes, all on this machine's loopback."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.commands import cluster
from coach.commands.cluster import Cluster, open_cluster
from coach.commands.crew import Job
from coach.commands.finding import Finding, Order
from coach.commands.recordings_kept import Asked
from tests.cluster_looks import died, long_work
from tests.recording_folders import ENVIRONMENT, begun, folder, rows, without_timing
from tests.test_commands import Capture, coach

pytest.importorskip("distributed")

# The library leaves sockets to the rubbish collector; Python remarks on it while other tests run.
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

QUIET = ["--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0"]
ORDER = Order("plank", bar=False)

OTHER = "import coach; coach.__version__ = '99'; "
NONE = "import sys; sys.modules['coach'] = None; "
"""What stands in a worker before it begins: another version of Backcoach; none at all."""


class Machines:
    """A scheduler and its workers, each a process."""

    def __init__(self, folder: Path, before: str = "") -> None:
        self.file = folder / "scheduler.json"
        self._log = (folder / "log").open("w")
        self.scheduler = self._start("dask_scheduler", "--port", "0", "--scheduler-file", str(self.file), before=before)
        self.workers: list[subprocess.Popen[bytes]] = []
        self._wait(lambda: self.file.exists() and self.file.read_text().endswith("}"))
        self.address = json.loads(self.file.read_text())["address"]

    def add(self, *more: str, before: str = "") -> subprocess.Popen[bytes]:
        """A worker with one thread, there when this returns."""
        number = len(self.workers) + 1
        threads = () if "--nthreads" in more else ("--nthreads", "1")
        worker = self._start("dask_worker", self.address, "--no-nanny", *threads, *more, before=before)
        self.workers.append(worker)
        self._wait(lambda: self.log().count("Register worker addr") >= number or worker.poll() is not None)
        assert worker.poll() is None, self.log()
        return worker

    def log(self) -> str:
        return Path(self._log.name).read_text()

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()
        self._log.close()

    def _start(self, module: str, *arguments: str, before: str = "") -> subprocess.Popen[bytes]:
        code = f"{before}from distributed.cli.{module} import main; main()"
        return subprocess.Popen(
            [sys.executable, "-c", code, *arguments, *QUIET],
            stdout=self._log,
            stderr=self._log,
            env=ENVIRONMENT,
            cwd=Path(self._log.name).parent,
        )

    def _wait(self, there: Callable[[], bool]) -> None:
        until = time.monotonic() + 60
        while not there():
            assert time.monotonic() < until, self.log()
            time.sleep(0.05)


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    place = tmp_path / "machines"
    place.mkdir()
    # A scheduler only hands work on: it needs no Backcoach of its own.
    made = Machines(place, NONE)
    yield made
    made.close()


def _two(machines: Machines) -> Machines:
    machines.add()
    machines.add()
    return machines


def test_a_cluster_finds_what_one_process_finds(capfd: Capture, tmp_path: Path, machines: Machines) -> None:
    root, done = folder(tmp_path / "all", 4), tmp_path / "done.jsonl"
    (root / "A-1" / "bad.npz").write_bytes(b"nothing of use")
    _two(machines)
    command = ("analyze", root, "--exercise", "plank", "--json", "-")
    status, out, err = coach(capfd, *command, "--dask", machines.address, "--resume", done)
    alone = coach(capfd, *command)
    assert (status, err) == (alone[0], alone[2])
    assert without_timing(json.loads(out)) == without_timing(json.loads(alone[1]))
    assert len(rows(done)) == 5
    _, again, _ = coach(capfd, *command, "--dask", machines.address, "--resume", done)
    assert again == out, "nothing is done twice"


def _after(lines: int, done: Path, running: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + 120
    while not done.exists() or done.read_bytes().count(b"\n") < lines:
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.slow
def test_a_worker_that_dies_loses_nothing(tmp_path: Path, machines: Machines) -> None:
    root, done = folder(tmp_path / "all", 6), tmp_path / "done.jsonl"
    _two(machines)
    running = begun("analyze", root, "--dask", machines.address, "--resume", done)
    _after(1, done, running)
    machines.workers[0].kill()
    out, err = running.communicate(timeout=200)
    assert (running.returncode, err) == (0, "")
    assert out.endswith("6 recordings: 6 looked at, 0 known from before.\n")
    assert len({row["digest"] for row in rows(done)}) == len(rows(done)) == 6


@pytest.mark.slow
@pytest.mark.parametrize(
    ("happens", "status", "said"),
    [
        ("ctrl-c", 130, "coach: stopped; what was done until then is kept\n"),
        ("the scheduler dies", 2, f"coach: {cluster.GONE}\n"),
    ],
)
def test_an_early_end_keeps_what_was_done(
    tmp_path: Path, machines: Machines, happens: str, status: int, said: str
) -> None:
    root, done = folder(tmp_path / "all", 6), tmp_path / "done.jsonl"
    machines.add()
    running = begun("analyze", root, "--dask", machines.address, "--resume", done, "--json", tmp_path / "out.json")
    _after(1, done, running)
    if happens == "ctrl-c":
        os.killpg(running.pid, signal.SIGINT)
    else:
        machines.scheduler.kill()
    _, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (status, said)
    assert 1 <= len(rows(done)) == len(json.loads((tmp_path / "out.json").read_text())) < 6


def _jobs(folder: Path, number: int) -> list[Job]:
    paths = [folder / f"{index}" for index in range(number)]
    for path in paths:
        path.touch()
    return [Job(str(path), ORDER) for path in paths]


def _until(there: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not there():
        assert time.monotonic() < until
        time.sleep(0.05)


def _ctrl_c(number: int, frame: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.slow
def test_workers_stop_when_nobody_waits_any_more(capfd: Capture, tmp_path: Path, machines: Machines) -> None:
    machines.add("--nthreads", "2")
    jobs = _jobs(tmp_path, 3)

    def states() -> list[str]:
        return [Path(job.source).read_text() for job in jobs]

    with open_cluster(machines.address, ORDER) as made:
        hands = Cluster(made.client, made.asked, long_work)
        signal.setitimer(signal.ITIMER_REAL, 3.0)
        before = signal.signal(signal.SIGALRM, _ctrl_c)
        with pytest.raises(KeyboardInterrupt):
            hands.work(jobs, lambda place, finding: None)
        signal.signal(signal.SIGALRM, before)
        assert states()[1:] == ["", ""], "one at a time in a process, whatever its threads"
        _until(lambda: states()[0] == "halted")
    assert states() == ["halted", "", ""]
    assert f" has 2 threads, {cluster.WIDE}" in capfd.readouterr().err


@pytest.mark.slow
def test_a_recording_at_which_workers_die_is_given_up(tmp_path: Path, machines: Machines) -> None:
    for _ in range(5):
        machines.add()
    told: list[Finding] = []
    with open_cluster(machines.address, ORDER) as made:
        hands = Cluster(made.client, made.asked, died)
        hands.work(_jobs(tmp_path, 1), lambda place, finding: told.append(finding))
    assert [(one.error.partition(": ")[2], one.passing) for one in told] == [
        ("workers of the cluster died at it again and again, perhaps for want of memory", True)
    ]
    assert sum(worker.poll() is None for worker in machines.workers) == 1, "four tries"


def test_a_worker_says_what_it_cannot_see_and_who_it_is(tmp_path: Path, machines: Machines) -> None:
    machines.add()
    told: list[str] = []
    with open_cluster(machines.address, ORDER) as made:
        made.work([Job(str(tmp_path / "gone.npz"), ORDER)], lambda place, finding: told.append(finding.error))
        newer = Cluster(made.client, Asked("plank", {"backcoach": "99"}))
        newer.work(_jobs(tmp_path, 1), lambda place, finding: told.append(finding.error))
    assert told[0].startswith("the worker tcp://127.0.0.1:")
    assert told[0].endswith(f" cannot see {tmp_path / 'gone.npz'}: the folder must lie there at the same path")
    assert "has another version of Backcoach" in told[1]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (OTHER, "has another version of Backcoach, of its exercises or of its pose model than this machine"),
        (NONE, "has no Backcoach that works"),
    ],
    ids=["another version", "none"],
)
def test_a_worker_that_does_not_fit_is_told(
    capfd: Capture, tmp_path: Path, machines: Machines, before: str, said: str
) -> None:
    machines.add(before=before)
    status, out, err = coach(capfd, "analyze", folder(tmp_path / "all", 1), "--dask", machines.address)
    assert (status, out) == (2, "")
    assert err.startswith("coach: the worker tcp://127.0.0.1:")
    assert said in err
    assert err.count("\n") == 1


def test_a_scheduler_without_workers_is_told(capfd: Capture, tmp_path: Path, machines: Machines) -> None:
    status, _, err = coach(capfd, "analyze", folder(tmp_path / "all", 1), "--dask", machines.address)
    assert status == 2
    assert err == (
        f"coach: the scheduler {machines.address} has no workers; start some with: dask worker {machines.address} "
        "--nthreads 1\n"
    )


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "127.0.0.1:9", "wibble://x", "nonsense", "tcp://"])
def test_nobody_answers(capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(cluster, "CONNECT_S", 0.5)
    status, out, err = coach(capfd, "analyze", folder(tmp_path / "all", 1), "--dask", address)
    assert (status, out) == (2, "")
    assert err.startswith(f"coach: no Dask scheduler answers at {address}")
    assert err.count("\n") == 1


def test_without_the_extra_it_is_named(capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    status, _, err = coach(capfd, "analyze", folder(tmp_path / "all", 1), "--dask", "tcp://127.0.0.1:9")
    assert (status, err) == (2, f"coach: {cluster.EXTRA}\n")


class LostOnce:
    """What was found goes with its worker before it is fetched, and is found again by another."""

    key = "it"

    def __init__(self) -> None:
        self.status, self._told = "lost", 0

    def submit(self, *work: object, **how: object) -> "LostOnce":
        return self

    def add_done_callback(self, tell: Callable[[object], None]) -> None:
        self._told += 1
        self.status = "lost" if self._told == 1 else "finished"
        tell(self)

    def result(self) -> Finding:
        return Finding(None, ["found"])

    def release(self) -> None:
        pass


def test_what_is_lost_with_its_worker_is_waited_for() -> None:
    told: list[list[str]] = []
    hands = Cluster(LostOnce(), cluster.asked(ORDER), died)
    hands.work([Job("a.npz", ORDER)], lambda place, finding: told.append(finding.lines))
    assert told == [["found"]]
