"""Nothing leaves the machine: the whole pipeline, watched by the system itself, opens no internet socket."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_commands import video

STRACE = shutil.which("strace")
ROOT = Path(__file__).parents[1]
INTERNET = re.compile(r"AF_INET6?\b")

needs_strace = pytest.mark.skipif(STRACE is None, reason="strace is not installed: nobody can watch")


def _sockets(tmp_path: Path, *arguments: str) -> "tuple[subprocess.CompletedProcess[str], list[str]]":
    """The finished command, and every line of its trace that has to do with the internet."""
    trace = tmp_path / "trace.txt"
    watched = [str(STRACE), "-f", "--seccomp-bpf", "-e", "trace=network", "-o", str(trace)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    command = [*watched, sys.executable, *arguments]
    done = subprocess.run(
        command, check=False, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
    )
    return done, [line for line in trace.read_text().splitlines() if INTERNET.search(line)]


@needs_strace
def test_an_internet_socket_would_be_seen(tmp_path: Path) -> None:
    code = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"
    assert _sockets(tmp_path, "-c", code)[1]


@needs_strace
def test_looking_at_a_video_opens_no_internet_socket(tmp_path: Path) -> None:
    done, opened = _sockets(tmp_path, "-m", "coach", "analyze", str(video(tmp_path / "a.mp4", 20)), "--json", "-")
    assert "nobody was seen" in done.stderr
    assert '"frames": 20' in done.stdout
    assert opened == []
