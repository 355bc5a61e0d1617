"""A command in a real process, watched by the system: what it asks of the network, and which files it makes."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

STRACE: Final = shutil.which("strace")
ROOT: Final = Path(__file__).parents[1]

needs_strace = pytest.mark.skipif(STRACE is None, reason="strace is not installed: nobody can watch")

_INTERNET: Final = re.compile(r"\bAF_INET6?\b")
_ADDRESS: Final = re.compile(r'inet_(?:addr|pton)\((?:AF_INET6, )?"([^"]+)"')
_PORT: Final = re.compile(r"sin6?_port=htons\((\d+)\)")
_ASKED: Final = re.compile(r'"/etc/(?:resolv\.conf|hosts|gai\.conf)"|systemd\.Resolve')
"""What whoever looks up a name reads, or asks."""
_OPENED: Final = re.compile(r'(?:openat|creat|open)\((?:[^,"]*, )?"([^"]*)"(.*)\)\s+= (\d+)')
_MOVED: Final = re.compile(r'(?:rename|renameat2?|link|linkat)\(.*"([^"]*)"[^"]*\)\s+= 0')


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a command.

    Attributes:
        status, out, err: how it ended, what it said. lines: of the trace.
    """

    status: int
    out: str
    err: str
    lines: Sequence[str]

    @property
    def internet(self) -> list[str]:
        """Every call that has to do with an internet socket or with looking up a name."""
        return [line for line in self.lines if _INTERNET.search(line) or _ASKED.search(line)]

    @property
    def addresses(self) -> set[str]:
        """Every internet address that was bound, called or sent to."""
        calls = [line for line in self.lines if re.search(r"\b(?:connect|bind|sendto|sendmsg|sendmmsg)\(", line)]
        return {address for line in calls for address in _ADDRESS.findall(line)}

    @property
    def called(self) -> set[str]:
        """Every address with its port that was called or sent to."""
        calls = [line for line in self.lines if re.search(r"\b(?:connect|sendto|sendmsg|sendmmsg)\(", line)]
        return {
            f"{at[0]}:{port[0]}" for line in calls if (at := _ADDRESS.findall(line)) and (port := _PORT.findall(line))
        }

    @property
    def looked_up(self) -> list[str]:
        """What was read or asked in order to look up a name."""
        return [line for line in self.lines if _ASKED.search(line)]

    def written(self, base: Path) -> set[Path]:
        """Every file that was made or opened for writing, under the name it got."""
        found = [match for line in self.lines if (match := _OPENED.search(line))]
        opened = {match[1] for match in found if re.search(r"O_WRONLY|O_RDWR|O_CREAT", match[2])}
        moved = {match[1] for line in self.lines if (match := _MOVED.search(line))}
        return {base / name for name in opened | moved}


def watched(
    folder: Path,
    *arguments: str,
    files: bool = False,
    ends_s: float | None = None,
    by: str = "INT",
    **environment: str,
) -> Seen:
    """Run `python ...` in `folder`, a home of its own in it; `files`: watch those too.

    Args:
        ends_s: `by`, a signal, comes after so many seconds.
    """
    trace = folder / "trace.txt"
    calls = "network,openat,open,creat,rename,renameat,renameat2,link,linkat" if files else "network,openat"
    program = [str(STRACE), "-f", "-y", "--seccomp-bpf", "-s", "300", "-e", f"trace={calls}", "-o", str(trace)]
    ended = [str(shutil.which("timeout")), "--foreground", "-s", by, "-k", "20", str(ends_s)] if ends_s else []
    home = folder / "home"
    home.mkdir(exist_ok=True)
    plain = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT and "proxy" not in name.lower()}
    own = {"PYTHONPATH": str(ROOT), "HOME": str(home), "TMPDIR": str(home), "XDG_RUNTIME_DIR": str(home)}
    if files:
        # Where there is a compiler, Python looks for libraries by files that it makes with it.
        own["PATH"] = str(home)
    done = subprocess.run(
        [*program, *ended, sys.executable, *arguments], check=False, cwd=folder, env=plain | own | environment,
        capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return Seen(done.returncode, done.stdout, done.stderr, trace.read_text(errors="replace").splitlines())


_LEFT_OUT: Final = frozenset(
    ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
)
