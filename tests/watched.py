"""A command in a real process, watched by the system: what it asks of the network, and which files it makes."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
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
    ends: Callable[[str], bool] | None = None,
    then_s: float = 0.5,
    by: signal.Signals = signal.SIGINT,
    **environment: str,
) -> Seen:
    """Run `python ...` in `folder`, a home of its own in it; `files`: watch those too.

    Args:
        ends: told the trace so far, says when the program is to be ended `by` a signal, `then_s` later.
    """
    trace, home = folder / "trace.txt", folder / "home"
    calls = "network,openat,open,creat,rename,renameat,renameat2,link,linkat" if files else "network,openat"
    program = [str(STRACE), "-f", "-y", "--seccomp-bpf", "-s", "300", "-e", f"trace={calls}", "-o", str(trace)]
    home.mkdir(exist_ok=True)
    plain = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT and "proxy" not in name.lower()}
    own = {"PYTHONPATH": str(ROOT), "HOME": str(home), "TMPDIR": str(home), "XDG_RUNTIME_DIR": str(home)}
    if files:
        # Where there is a compiler, Python looks for libraries by files that it makes with it.
        own["PATH"] = str(home)
    with (folder / "out.txt").open("w") as out, (folder / "err.txt").open("w") as err:
        running = subprocess.Popen(
            [*program, sys.executable, *arguments], cwd=folder, env=plain | own | environment,
            stdin=subprocess.DEVNULL, stdout=out, stderr=err,
        )  # fmt: skip
        if ends is not None:
            _end(running, trace, ends, then_s, by)
        status = running.wait(timeout=300)
    said = [(folder / name).read_text() for name in ("out.txt", "err.txt")]
    return Seen(status, *said, whole(trace.read_text(errors="replace").splitlines()))


def whole(lines: Sequence[str]) -> list[str]:
    """Lines of a trace, those put together again that another thread's call came between."""
    begun: dict[str, str] = {}
    found = []
    for line in lines:
        thread, _, call = line.partition(" ")
        if call.endswith("<unfinished ...>"):
            begun[thread] = line.removesuffix("<unfinished ...>")
        elif (resumed := re.match(r"\s*<\.\.\. \w+ resumed>(.*)", call)) and thread in begun:
            found.append(begun.pop(thread) + resumed[1])
        else:
            found.append(line)
    return [*found, *begun.values()]


def _end(
    running: "subprocess.Popen[bytes]", trace: Path, ends: Callable[[str], bool], then_s: float, by: signal.Signals
) -> None:
    """Wait until it is time, and end the program itself: whoever watches it stays until all it began has ended."""
    until = time.monotonic() + 120
    while not (trace.exists() and ends(trace.read_text(errors="replace"))):
        assert running.poll() is None, "it ended by itself"
        assert time.monotonic() < until, "it never came so far"
        time.sleep(0.2)
    time.sleep(then_s)
    (program, *_) = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    os.kill(int(program), by)


WINDOWS: Final = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
"""A window that nobody sees."""

_LEFT_OUT: Final = frozenset(
    ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
)
