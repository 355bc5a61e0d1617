"""Faults from outside a session's process: signals, locks, a full disk, files that can't be written."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from coach import paths
from tests.soak.measures import children, command_of
from tests.soak.plan import Fault

DISK_BYTES: Final = 16 * 2**20
DISK_WHOLE: Final = "a file system of its own (tmpfs, 16 MiB) filled to the last byte"
NO_DISK: Final = "left out: a small file system can be mounted by root only"
GONE_S: Final = 3.0
"""Processes of a session have so long to notice that it is gone, seconds: the detector ends when its pipe does."""

WORKER: Final = "spawn_main"

Undo = Callable[[], None]


@contextlib.contextmanager
def disk() -> Iterator[tuple[Path, bool]]:
    """A folder, and whether it is a small file system of its own that can be filled."""
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "soak", name]
        own = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0
        try:
            yield folder, own
        finally:
            if own:
                subprocess.run(["umount", "--lazy", name], check=False)


def without_power() -> list[str]:
    """Words before a command that let root's programs be refused like anybody's, where the person is root."""
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


def inflict(fault: Fault, pid: int, folder: Path) -> Undo:
    """Let a fault happen to the session of a process; gives what ends it."""
    deeds: dict[str, Callable[[], Undo]] = {
        "killed": lambda: _signal([pid], signal.SIGKILL),
        "terminated": lambda: _signal([pid], signal.SIGTERM),
        "detector killed": lambda: _signal(_workers(pid), signal.SIGKILL),
        "detector hung": lambda: _signal(_workers(pid), signal.SIGSTOP),
        "disk full": lambda: fill(folder),
        "locked": lambda: lock(folder / paths.HISTORY),
        "read-only": lambda: _forbid(folder / paths.HISTORY, 0o444),
        "folder read-only": lambda: _forbid(folder, 0o555),
    }
    return deeds[fault.kind.removesuffix(" a while").removesuffix(" to the end")]()


def _workers(pid: int) -> list[int]:
    return [child for child in children(pid) if WORKER in command_of(child)]


def _signal(pids: list[int], number: signal.Signals) -> Undo:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)

    def undo() -> None:
        # Whoever stopped it lets it go on: what is stopped can't even notice that its parent is gone.
        if number == signal.SIGSTOP:
            _signal(pids, signal.SIGCONT)

    return undo


def fill(folder: Path) -> Undo:
    """Take all room that is left on a folder's disk."""
    ballast = folder.parent / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            # What other programs leave free meanwhile is taken too, down to a single byte.
            written = file.write(b"\0" * 65536) or 0
            if written < 65536:
                break
    return lambda: ballast.unlink(missing_ok=True)


def lock(path: Path) -> Undo:
    """Hold a record as a program does that writes for long."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=5, check_same_thread=False)
    connection.execute("BEGIN EXCLUSIVE")

    def undo() -> None:
        connection.rollback()
        connection.close()

    return undo


def _forbid(path: Path, mode: int) -> Undo:
    before = path.stat().st_mode & 0o777
    path.chmod(mode)
    return lambda: path.chmod(before)


def until(happens: Callable[[], bool], seconds: float) -> bool:
    """Whether it came about in time."""
    end_s = time.monotonic() + seconds
    while not happens() and time.monotonic() < end_s:
        time.sleep(0.02)
    return happens()
