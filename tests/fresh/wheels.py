"""`python -m tests.fresh.wheels`: whether everything that is installed by default is there ready-made, for each system.

Reads uv.lock, which lists the wheels of every release. `--resolve` asks uv too, which asks the index. Ends with 1 when
a wheel is missing where Backcoach is said to run.
"""

import argparse
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import parse_wheel_filename

ROOT: Final = Path(__file__).parents[2]
PROJECT: Final = "backcoach"
PYTHONS: Final = ((3, 11), (3, 12), (3, 13), (3, 14))
GLIBC: Final = 36
"""Minor version of glibc 2 in Debian 12, the oldest Linux that is tried."""
UV: Final = ROOT / ".uv" / "bin" / "uv"


@dataclass(frozen=True, slots=True)
class System:
    """A kind of machine: its name for uv, its platform tags, what markers see of it."""

    name: str
    platforms: tuple[str, ...]
    markers: Mapping[str, str]


def _linux(machine: str) -> System:
    tags = (*(f"manylinux_2_{minor}_{machine}" for minor in range(GLIBC, 16, -1)), f"manylinux2014_{machine}")
    older = (
        f"manylinux_2_12_{machine}",
        f"manylinux2010_{machine}",
        f"manylinux_2_5_{machine}",
        f"manylinux1_{machine}",
    )
    markers = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": machine}
    return System(f"{machine}-manylinux_2_{GLIBC}", (*tags, *older, f"linux_{machine}"), markers)


def _mac(arch: str, called: str) -> System:
    markers = {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": arch}
    return System(f"{called}-apple-darwin", tuple(mac_platforms((14, 0), arch)), markers)


SYSTEMS: Final = (
    _linux("x86_64"),
    _linux("aarch64"),
    _mac("arm64", "aarch64"),
    _mac("x86_64", "x86_64"),
    System(
        "x86_64-pc-windows-msvc",
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
)
NOT_ON: Final = {
    f"aarch64-manylinux_2_{GLIBC}": {"mediapipe"},
    "x86_64-apple-darwin": {"mediapipe", "cryptography", "argon2-cffi-bindings"},
}
"""Systems for which some makers give out no wheels, and of what; the README says that Backcoach does not run there."""


def tags(python: tuple[int, int], system: System) -> set[Tag]:
    """Every wheel tag that installs there."""
    platforms = list(system.platforms)
    own = cpython_tags(python, platforms=platforms)
    return {*own, *compatible_tags(python, f"cp{python[0]}{python[1]}", platforms)}


def environment(python: tuple[int, int], system: System) -> dict[str, str]:
    """What the markers of a requirement see."""
    version = f"{python[0]}.{python[1]}"
    told = {"python_version": version, "python_full_version": f"{version}.0", "implementation_name": "cpython"}
    return {**told, "platform_python_implementation": "CPython", **system.markers}


def packages(lock: Mapping[str, Any], there: dict[str, str]) -> list[Mapping[str, Any]]:
    """Every locked package that is installed by default, without development, in that environment."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    seen: set[tuple[str, str, str]] = set()
    waiting = [(PROJECT, "", "")]
    while waiting:
        wanted = waiting.pop()
        if wanted in seen:
            continue
        seen.add(wanted)
        package = _chosen(lock, wanted, there)
        found[package["name"], package["version"]] = package
        needed = [*package.get("dependencies", ()), *package.get("optional-dependencies", {}).get(wanted[2], ())]
        waiting += [step for one in needed if _wanted(one, there) for step in _steps(one)]
    return [package for name, package in sorted(found.items()) if name[0] != PROJECT]


def _steps(needed: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for extra in ("", *needed.get("extra", ())):
        yield needed["name"], needed.get("version", ""), extra


def _wanted(needed: Mapping[str, Any], there: dict[str, str]) -> bool:
    return "marker" not in needed or Marker(needed["marker"]).evaluate(there)


def _chosen(lock: Mapping[str, Any], wanted: tuple[str, str, str], there: dict[str, str]) -> Mapping[str, Any]:
    """The release of a package that is locked for that environment."""
    known = [one for one in lock["package"] if one["name"] == wanted[0] and wanted[1] in {"", one["version"]}]
    fits = [one for one in known if any(Marker(m).evaluate(there) for m in one.get("resolution-markers", ()))]
    (package,) = fits or known
    return package


def lacking(lock: Mapping[str, Any], python: tuple[int, int], system: System) -> list[str]:
    """Packages without a wheel that installs there: "name version"."""
    fitting = tags(python, system)
    return [
        f"{package['name']} {package['version']}"
        for package in packages(lock, environment(python, system))
        if not any(_tags_of(wheel) & fitting for wheel in package.get("wheels", ()))
    ]


def _tags_of(wheel: Mapping[str, str]) -> frozenset[Tag]:
    return parse_wheel_filename(unquote(wheel["url"]).rpartition("/")[2])[3]


@cache
def read_lock() -> Mapping[str, Any]:
    """uv.lock, parsed."""
    return tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))


def pinned(place: Path) -> Path:
    """Everything that is locked for people who don't develop, as a file of requirements."""
    pins = place / "pins.txt"
    export = [UV, "export", "--quiet", "--no-dev", "--no-emit-project", "--no-hashes", "--output-file", pins]
    subprocess.run(export, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return pins


def resolved(pins: Path, python: tuple[int, int], system: System) -> str:
    """What uv says when it may take nothing but wheels; empty when all is there."""
    there = ["--python-version", f"{python[0]}.{python[1]}", "--python-platform", system.name]
    line = [UV, "pip", "compile", "--quiet", "--only-binary", ":all:", *there, pins]
    done = subprocess.run(line, cwd=pins.parent, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else " ".join(done.stderr.split())


def _cell(lock: Mapping[str, Any], pins: Path | None, python: tuple[int, int], system: System) -> tuple[bool, str]:
    """Whether nothing is missing, and what the table says."""
    holes = lacking(lock, python, system)
    said = resolved(pins, python, system) if pins else ""
    count = len(packages(lock, environment(python, system)))
    told = f"no wheel of {', '.join(holes)}" if holes else f"all {count}"
    if pins:
        told += "; uv too" if bool(said) == bool(holes) else f"; but uv: {said or 'finds all'}"
    return not holes and not said, told


def main() -> int:
    """Print the table."""
    asked = argparse.ArgumentParser(prog="python -m tests.fresh.wheels", description=__doc__)
    asked.add_argument("--resolve", action="store_true", help="ask uv too, which asks the index")
    options = asked.parse_args()
    lock = read_lock()
    print("| system |", " | ".join(f"Python {major}.{minor}" for major, minor in PYTHONS), "|")
    print("|---" * (len(PYTHONS) + 1) + "|")
    wrong = False
    with tempfile.TemporaryDirectory() as place:
        pins = pinned(Path(place)) if options.resolve else None
        for system in SYSTEMS:
            cells = [_cell(lock, pins, python, system) for python in PYTHONS]
            wrong |= system.name not in NOT_ON and not all(well for well, _ in cells)
            print("|", system.name, "|", " | ".join(told for _, told in cells), "|", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
