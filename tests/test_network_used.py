"""Those commands that use the network, watched by the system: they reach what they say, and nothing beside it."""

import re
import socket
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from coach.adapters.delivery.outbox import OutboxFolder
from coach.adapters.files import private_write
from tests.clinic_site import furnished_folder
from tests.practice_server import TOKEN, Server, serving
from tests.recording_folders import folder as recordings
from tests.test_cluster import Machines
from tests.test_results_commands import Capture, coach, data, kept
from tests.watched import WINDOWS, needs_strace, watched

__all__ = ("data", "kept")

HOUSE: Final = {"127.0.0.1", "::1", "0.0.0.0"}
"""Addresses of this machine alone; 0.0.0.0 is where a call is made from, before it has an address."""

pytestmark = [needs_strace, pytest.mark.slow]


def _linked(data: Path, server: Server, capfd: Capture) -> None:
    assert coach(capfd, "results", "link", server.address, TOKEN, "--data", data)[0] == 0


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_results_go_to_the_practice_that_was_linked_and_nowhere_else(
    data: Path, tmp_path: Path, capfd: Capture
) -> None:
    with serving() as server:
        _linked(data, server, capfd)
        seen = watched(tmp_path, "-m", "coach", "results", "send", "--yes", "--data", "data")
        assert (seen.status, len(server.got)) == (0, 1), seen.err
        assert seen.called == {server.address.removeprefix("http://")}
        assert (seen.addresses <= HOUSE, seen.looked_up) == (True, [])


def test_a_window_delivers_what_waits_to_the_practice_alone(data: Path, tmp_path: Path, capfd: Capture) -> None:
    with serving(500) as server:
        _linked(data, server, capfd)
        assert coach(capfd, "results", "send", "--yes", "--data", data)[0] == 2
        server.manner = "well"
        outbox = OutboxFolder(data / "outbox", private_write)
        (waits,) = outbox.all()
        outbox.note(replace(waits, next_at=None))
        seen = watched(tmp_path, "-m", "coach", "app", "--data", "data", ends=lambda trace: bool(server.got), **WINDOWS)
        assert (len(server.got), seen.called) == (1, {server.address.removeprefix("http://")})
        assert (seen.addresses <= HOUSE, seen.looked_up) == (True, [])


def test_a_practices_pages_are_for_this_machine_alone(tmp_path: Path) -> None:
    furnished_folder(tmp_path / "practice")
    port = str(_free_port())
    words = ("clinic", "--no-browser", "--data", "practice", "--port", port)
    seen = watched(tmp_path, "-m", "coach", *words, ends=lambda trace: "listen(" in trace)
    assert f"The pages are at http://127.0.0.1:{port}" in seen.out
    assert (seen.addresses, seen.called, seen.looked_up) == ({"127.0.0.1"}, set(), [])


def test_a_cluster_of_this_machine_is_all_that_is_called(tmp_path: Path) -> None:
    made = Machines(tmp_path)
    try:
        made.add()
        recordings(tmp_path / "recordings", 2)
        (scheduler,) = re.findall(r"//([\d.]+):", made.address)
        seen = watched(
            tmp_path, "-m", "coach", "analyze", str(tmp_path / "recordings"), "--exercise", "plank",
            "--resume", "done.jsonl", "--dask", made.address,
        )  # fmt: skip
        assert (tmp_path / "done.jsonl").read_bytes().count(b"\n") > 0, seen.err
        assert (seen.addresses - HOUSE - {scheduler}, seen.looked_up) == (set(), [])
    finally:
        made.close()
