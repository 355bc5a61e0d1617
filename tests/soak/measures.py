"""What processes hold: memory, threads, file handles, children, shared memory; read from `/proc`."""

import os
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

PROC: Final = Path("/proc")
SHARED: Final = Path("/dev/shm")
MARK: Final = "BACKCOACH_SOAK"
"""Environment variable by which every descendant of a session is known, also when its parent is gone."""

NOISE_MIB: Final = 3.0
"""Growth from the middle third to the last one that is none, MiB; estimated: the allocator takes memory by the MiB."""


def threads() -> list[str]:
    """Names of this process's threads."""
    return sorted(thread.name for thread in threading.enumerate())


def handles() -> list[str]:
    """What this process has open."""
    found = []
    for handle in Path("/proc/self/fd").iterdir():
        try:
            found.append(handle.readlink().as_posix())
        except FileNotFoundError:
            continue  # the one by which the folder itself was read
    return sorted(found)


def children(pid: int) -> list[int]:
    """Processes begun by a process, and by those, that are alive."""
    found = []
    for task in PROC.glob(f"{pid}/task/*/children"):
        found += [int(child) for child in task.read_text().split()]
    return [one for child in found for one in (child, *children(child))]


def marked(mark: str) -> list[int]:
    """Living processes that were begun under a mark."""
    return [int(one.name) for one in PROC.iterdir() if one.name.isdecimal() and _has(one, mark) and _lives(one)]


def _has(process: Path, mark: str) -> bool:
    try:
        return f"{MARK}={mark}".encode() in (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False  # it has ended, or is somebody else's


def _lives(process: Path) -> bool:
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def command_of(pid: int) -> str:
    """How a process was begun; "" where it has ended."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def shared(pids: Iterable[int]) -> set[str]:
    """Shared memory that processes have in use, by name."""
    found: set[str] = set()
    for pid in pids:
        try:
            lines = (PROC / str(pid) / "maps").read_text().splitlines()
        except OSError:
            continue  # it has ended
        found |= {line.rpartition("/")[2].split()[0] for line in lines if f" {SHARED}/" in line}
    return found


def orphaned(names: Iterable[str]) -> list[str]:
    """Those of them that are still there."""
    return sorted(name for name in names if (SHARED / name).exists())


def rss_mib(pid: int | None = None) -> float:
    """Memory that a process has in use, MiB."""
    pages = int((PROC / str(pid or os.getpid()) / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass(frozen=True, slots=True)
class Course:
    """Something measured again and again, such as MiB after each session."""

    name: str
    values: Sequence[float]
    noise: float

    @property
    def thirds(self) -> tuple[float, float, float]:
        """Medians of the beginning, the middle and the end."""
        start, middle, end = (float(np.median(part)) for part in np.array_split(np.array(self.values), 3))
        return start, middle, end

    @property
    def slope(self) -> float:
        """Growth a step over the last two thirds, by least squares."""
        late = np.array(self.values[len(self.values) // 3 :])
        return float(np.polyfit(np.arange(len(late)), late, 1)[0]) if len(late) > 1 else 0.0

    @property
    def flat(self) -> bool:
        """Whether the end is no higher than the middle, within noise. The beginning fills caches."""
        return self.thirds[2] - self.thirds[1] <= self.noise
