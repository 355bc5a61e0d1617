"""Long-lived programs: begun, waited for, and what they held as courses that must be flat."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from tests.soak import ROOT, begun
from tests.soak.acting import write_acting
from tests.soak.faults import disk
from tests.soak.measures import NOISE_MIB, Course

ONE: Final = 1.0
"""A second connection to the record is opened when it is first needed, and stays."""


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A program that ran long: what it held over time, what was lost, what it left behind."""

    name: str
    words: str
    courses: Sequence[Course]
    lost: Sequence[str]
    left: Sequence[str]

    @property
    def good(self) -> bool:
        """Whether all was kept and nothing grew."""
        return not self.lost and not self.left and all(course.flat for course in self.courses)

    def as_json(self) -> Mapping[str, Any]:
        """All of it."""
        return asdict(self)


def row(count: int, seed: int) -> Program:
    """So many sessions in one program."""
    with disk() as (root, _):
        folder = root / "data"
        folder.mkdir(mode=0o700)
        acting = write_acting(root / "acting.npz")
        found = _run("row", str(folder), str(acting), str(count), str(seed))
    happened = ", ".join(f"{kind} {n}" for kind, n in found["happened"].items() if n)
    words = f"{happened}; told {found['told']} entries, the camera served {found['seen']} of {count} sessions"
    return Program("row", words, _courses(found["held"]), found["lost"], found["left"])


def day(hours: float, seed: int) -> Program:
    """So many hours at the desk."""
    with disk() as (root, own):
        folder = root / "data"
        folder.mkdir(mode=0o700)
        found = _run("day", str(folder), str(hours), str(seed), str(int(own)))
    happened = ", ".join(f"{kind} {n}" for kind, n in found["happened"].items() if n)
    words = f"{happened}; kept {found['minutes']:.0f} minutes, {found['breaks']} breaks, {found['alerts']} alerts"
    return Program("day", words, _courses(found["held"]), found["lost"], found["left"])


def _courses(held: Mapping[str, Sequence[float]]) -> list[Course]:
    return [
        Course("memory, MiB", held["rss_mib"], NOISE_MIB),
        Course("handles", held["handles"], ONE),
        Course("threads", held["threads"], 0.0),
    ]


def _run(module: str, *words: str) -> dict[str, Any]:
    """A program of this package, to its end; gives what it printed.

    Raises:
        RuntimeError: it failed, and what it said of that.
    """
    places = os.pathsep.join([str(ROOT / "tests"), str(ROOT)])
    command, environment = [sys.executable, *begun(module), *words], {**os.environ, "PYTHONPATH": places}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"{module} ended with {ran.returncode}: {ran.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found
