"""Inputs made up under the guidance of coverage: `python -m tests.fuzz [TARGET...] [--seconds N]`.

Each target works in a process of its own for so many seconds, from its good inputs and from what was kept in the folder
before. A finding's input is made small and kept beside what it told; `--replay FILE` shows it again, `--reach` which
lines of the program the kept inputs come to.
"""

import argparse
import importlib.util
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.fuzz import guided, targets
from tests.fuzz.reach import reached
from tests.fuzz.shrink import shrunk
from tests.fuzz.target import ROOT, found

FOLDER: Final = Path(".fuzz")
MISSING: Final = (
    "fuzz: coverage-guided fuzzing needs atheris, which there is for Linux on x86-64 and Python 3.11 to 3.14 only; "
    "the quick tests of tests/test_fuzz.py run everywhere"
)
MOST_DEATHS: Final = 10
"""So often a target's process is begun again after an input that ended it."""


@dataclass(slots=True)
class Outcome:
    """What became of a target: inputs run, features of coverage, seconds, findings by kind. Fills as it goes."""

    name: str
    runs: int = 0
    features: int = 0
    seconds: float = 0.0
    findings: dict[str, Path] = field(default_factory=dict)


def fuzzed(name: str, folder: Path, seconds: int) -> Outcome:
    """Work on one target in processes of its own until its time is over."""
    outcome, began_s, place = Outcome(name), time.monotonic(), folder / name
    place.mkdir(parents=True, exist_ok=True)
    _mended(name, place)
    log = place / "log.txt"
    for _ in range(MOST_DEATHS):
        left_s = seconds - int(time.monotonic() - began_s)
        if left_s < 1 and outcome.runs:
            break
        command = [sys.executable, "-m", "tests.fuzz.guided", name, str(place), str(max(1, left_s))]
        with log.open("wb") as file:
            status = subprocess.run(command, stdout=file, stderr=file, cwd=ROOT, check=False).returncode
        said = log.read_text(encoding="utf-8", errors="replace")
        outcome.runs += max((int(number) for number in re.findall(r"(?:#|units: +)(\d+)", said)), default=0)
        outcome.features = max((int(number) for number in re.findall(r" ft: (\d+)", said)), default=outcome.features)
        if status and not _artifacts(place):
            raise SystemExit(f"fuzz: {name} ended with status {status}; {log} says why")
        if not status:
            break
    outcome.seconds = time.monotonic() - began_s
    outcome.findings = dict(_found(name, place))
    return outcome


def _mended(name: str, place: Path) -> None:
    """What was found before is begun from; only what still fails is found again."""
    for told in (place / guided.FINDINGS).glob("*.txt"):
        told.with_suffix("").replace(place / guided.CORPUS / told.stem)
        told.unlink()
    for path in _artifacts(place):
        command = [sys.executable, "-m", "tests.fuzz", name, "--replay", str(path)]
        if subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode == 0:
            path.unlink()


def _artifacts(place: Path) -> list[Path]:
    """Inputs that ended the process itself."""
    kinds = ("crash-*", "timeout-*", "oom-*", "leak-*")
    return sorted(path for kind in kinds for path in (place / guided.FINDINGS).glob(kind))


def _found(name: str, place: Path) -> Iterator[tuple[str, Path]]:
    """Findings by kind, each made small in a process of its own, where it can do no harm."""
    for path in _artifacts(place):
        yield f"{path.name.partition('-')[0]} of the process", path
    for told in sorted((place / guided.FINDINGS).glob("*.txt")):
        path = told.with_suffix("")
        command = [sys.executable, "-m", "tests.fuzz", name, "--shrink", str(path)]
        subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield told.read_text(encoding="utf-8").partition("\n")[0], path


def replayed(name: str, path: Path, *, shrink: bool) -> int:
    """Show what an input brings to light; or make it smaller, in its own file."""
    target, data = targets.load(name), path.read_bytes()
    finding = found(target, data)
    if finding is None:
        print(f"{path}: all is as it must be")
        return 0
    if shrink:
        path.write_bytes(shrunk(target, data, finding.kind))
    print(finding.told)
    return 1


def _shown(outcomes: Sequence[Outcome]) -> None:
    print(f"\n{'target':<12}{'runs':>9}{'features':>10}{'seconds':>9}{'findings':>10}")
    for one in outcomes:
        print(f"{one.name:<12}{one.runs:>9}{one.features:>10}{one.seconds:>9.0f}{len(one.findings):>10}")
    for one in outcomes:
        for kind, path in one.findings.items():
            print(f"\n{one.name}: {kind}\n  python -m tests.fuzz {one.name} --replay {path}")


def _reach(name: str, folder: Path) -> None:
    corpus = sorted((folder / name / guided.CORPUS).glob("*"))
    target = targets.load(name)
    inputs = [path.read_bytes() for path in corpus] or list(target.seeds())
    print(f"\n{name}: {len(inputs)} inputs")
    for module, seen, lines in reached(target, inputs):
        print(f"  {module:<48}{seen:>5} of {lines:>4} lines {seen / max(lines, 1):>5.0%}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"{', '.join(targets.MODULES)}; all by default")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--corpus", type=Path, default=FOLDER, help="folder of what is kept")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="show what an input brings to light")
    parser.add_argument("--shrink", type=Path, metavar="FILE", help="the same, and make the input small")
    parser.add_argument("--reach", action="store_true", help="which lines the kept inputs come to")
    asked = parser.parse_args()
    asked.targets = asked.targets or list(targets.MODULES)
    if unknown := [name for name in asked.targets if name not in targets.MODULES]:
        parser.error(f"there is no target {unknown[0]}; there are {', '.join(targets.MODULES)}")
    if (asked.replay or asked.shrink) and len(asked.targets) != 1:
        parser.error("an input belongs to one target: name it")
    return asked


def _has_atheris() -> bool:
    try:
        return importlib.util.find_spec("atheris") is not None
    except ValueError:  # Looked for before, in vain.
        return False


def main() -> int:
    """The exit status: 0 nothing was found, 1 something was, 2 it can't be done."""
    asked = _asked()
    if path := asked.replay or asked.shrink:
        return replayed(asked.targets[0], path, shrink=asked.shrink is not None)
    if asked.reach:
        for name in asked.targets:
            _reach(name, asked.corpus)
        return 0
    if not _has_atheris():
        sys.stderr.write(f"{MISSING}\n")
        return 2
    outcomes = []
    for name in asked.targets:
        outcomes.append(fuzzed(name, asked.corpus.resolve(), asked.seconds))
        one = outcomes[-1]
        print(f"{name}: {one.runs} runs, {len(one.findings)} findings", flush=True)
    _shown(outcomes)
    return int(any(one.findings for one in outcomes))


if __name__ == "__main__":
    sys.exit(main())
