"""Results reach the practice in the end, whatever fails on the way, and nothing is lost or sent anywhere else."""

import json
import signal
import socket
import stat
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coach.adapters.delivery.outbox import OutboxFolder
from coach.adapters.delivery.practice_http import Patience, PracticeHttp
from coach.adapters.exchange import results_file
from coach.adapters.files import private_write
from coach.adapters.own_files.link import LinkFile
from coach.core.therapy.assigned import Deliver
from coach.core.therapy.delivery import Link, Waiting
from coach.delivering import Delivering
from coach.ports import CoachError
from coach.ports.delivery import Made
from tests.practice_server import TOKEN, Server, serving
from tests.results_samples import AT, DAY, full

ROOT = Path(__file__).parents[1]
QUICK = Patience(connect_s=0.5, silent_s=0.3, whole_s=2.0)


class World:
    """A data folder, linked; the clock stands where it is put."""

    def __init__(self, folder: Path, address: str) -> None:
        self.now: datetime = AT
        self.made = 0
        self.nothing = False
        self.links = LinkFile(folder / "delivery.json", private_write)
        self.links.put(Link(deliver=Deliver(address=address, token=TOKEN), routine="dana", linked_at=AT))
        self.outbox = OutboxFolder(folder / "outbox", private_write)
        self.at_work = Delivering(self.links, self.outbox, PracticeHttp(QUICK), self.make, lambda: self.now)

    def make(self, link: Link) -> Made | None:
        if self.nothing:
            return None
        results = replace(full(), made_at=self.now, person=f"Ann {self.made}")
        content = results_file.write(results, bytes(32), "Ann", self.now)
        digest = results_file.digest(results_file.to_document(results))
        waiting = Waiting(
            id=f"{self.made}-{digest[:12]}", to=link.deliver.address, digests=(digest,), sessions=1,
            since=link.since(DAY, self.now.date()), until=self.now.date(), newest=str(self.made), queued_at=self.now,
        )  # fmt: skip
        return Made(waiting, content)

    def settle(self, work: Any = None) -> None:
        """Let it work until it is done."""
        (work or self.at_work.tick)()
        until_s = time.monotonic() + 10
        while self.at_work.busy and time.monotonic() < until_s:
            time.sleep(0.01)
        assert not self.at_work.busy


def test_what_was_done_reaches_the_practice(tmp_path: Path) -> None:
    with serving() as server:
        world = World(tmp_path, server.address + "/")
        world.settle(world.at_work.session_over)
        assert (world.at_work.waiting(), world.at_work.message) == ([], "")
        (path, headers), link = server.asked[0], world.links.get()
        assert (path, headers["authorization"], headers["content-type"]) == (
            "/api/results", f"Bearer {TOKEN}", "application/json",
        )  # fmt: skip
        assert link is not None
        assert (link.delivered_until, link.delivered_at) == (DAY, AT)
        # Nothing new is nothing to deliver; a new session is, from some days before on.
        world.settle(world.at_work.session_over)
        world.made, world.now = 1, AT + timedelta(days=9)
        world.settle(world.at_work.session_over)
        assert len(server.got) == 2
        assert world.make(link).waiting.since == DAY  # type: ignore[union-attr]
        assert world.links.get().since(DAY, world.now.date()) == DAY + timedelta(days=6)  # type: ignore[union-attr]


FAILS: dict[Any, tuple[str, bool]] = {
    "hangs": ("did not answer in time", False),
    500: ("can't take results now (status 500)", False),
    503: ("can't take results now (status 503)", False),
    429: ("can't take results now (status 429)", False),
    "sends elsewhere": ("sends elsewhere", False),
    "is cut off": ("can't be reached", False),
    "says another digest": ("does not say that it has the results", False),
    "says nonsense": ("does not say that it has the results", False),
    "goes on and on": ("does not say that it has the results", False),
    401: ("does not know this link any more", True),
    403: ("does not take results by this link", True),
    404: ("no practice at this address", True),
    409: ("another patient's", True),
    413: ("too large", True),
    422: ("can't use these results", True),
}


@pytest.mark.parametrize("manner", FAILS)
def test_whatever_fails_it_waits_and_goes_when_it_can(manner: Any, tmp_path: Path) -> None:
    said, held = FAILS[manner]
    with serving() as other, serving(manner) as server:
        server.elsewhere = f"{other.address}/api/results"
        world = World(tmp_path, server.address)
        world.settle(world.at_work.session_over)
        (waiting,) = world.at_work.waiting()
        assert said in waiting.why
        assert (waiting.held, waiting.tries) == (held, 1)
        assert world.at_work.message == f"Results wait to be delivered: {waiting.why}."
        assert other.asked == []
        # Not at once again, and by itself only where that may help.
        world.settle()
        assert len(server.asked) == 1
        server.manner, world.now = "well", AT + timedelta(seconds=61)
        world.settle()
        assert len(server.asked) == (1 if held else 2)
        left = world.at_work.deliver_all()
        assert (left, world.at_work.message, len(server.sessions)) == ([], "", 1)


def test_a_connection_refused_waits_longer_each_time_through_restarts(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    world = World(tmp_path, address)
    world.settle(world.at_work.session_over)
    for tries, wait_s in ((1, 60), (2, 120), (3, 240)):
        (waiting,) = world.outbox.all()
        assert "can't be reached" in waiting.why
        assert (waiting.tries, waiting.next_at) == (tries, world.now + timedelta(seconds=wait_s))
        again = World(tmp_path, address)
        again.now = world.now = world.now + timedelta(seconds=wait_s)
        again.settle()


def test_offline_for_long_the_newest_results_stand_for_all_of_them(tmp_path: Path) -> None:
    with serving(500) as server:
        world = World(tmp_path, server.address)
        for number in range(4):
            world.made, world.now = number, AT + timedelta(days=number)
            world.settle(world.at_work.session_over)
        assert [waiting.newest for waiting in world.outbox.all()] == ["3"]
        assert world.outbox.all()[0].since == DAY


def test_results_go_to_the_practice_they_were_made_for_alone(tmp_path: Path) -> None:
    with serving(500) as first, serving() as second:
        world = World(tmp_path, first.address)
        world.settle(world.at_work.session_over)
        world.nothing = True
        world.links.put(Link(deliver=Deliver(address=second.address, token=TOKEN), routine="dana", linked_at=AT))
        assert len(world.at_work.deliver_all()) == 1
        assert second.asked == []


def test_linked_anew_what_was_refused_goes_by_the_new_link(tmp_path: Path) -> None:
    with serving(401) as server:
        world = World(tmp_path, server.address)
        world.settle(world.at_work.session_over)
        assert [waiting.held for waiting in world.outbox.all()] == [True]
        server.manner = "well"
        link = world.links.get()
        assert link is not None
        assert world.at_work.relink(replace(link, linked_at=AT + timedelta(hours=1))) == 1
        world.settle(world.at_work.session_over)
        assert (world.at_work.waiting(), len(server.sessions)) == ([], 1)


def test_unlinked_nothing_is_left_to_go_to_the_practice_later(tmp_path: Path) -> None:
    with serving(500) as server:
        world = World(tmp_path, server.address)
        world.settle(world.at_work.session_over)
        assert world.at_work.relink(None) == 1
        assert (world.at_work.linked, world.outbox.all()) == (None, [])


def test_a_delivery_while_the_clock_was_years_ahead_keeps_no_later_one_back(tmp_path: Path) -> None:
    with serving() as server:
        world = World(tmp_path, server.address)
        world.now = AT + timedelta(days=9000)
        world.settle(world.at_work.session_over)
        world.made, world.now = 1, AT + timedelta(days=1)
        world.settle(world.at_work.session_over)
        link = world.links.get()
        assert link is not None
        assert (len(server.got), link.delivered_until) == (2, world.now.date())


def test_nothing_happens_unless_linked(tmp_path: Path) -> None:
    with serving() as server:
        world = World(tmp_path, server.address)
        world.links.drop()
        world.settle(world.at_work.session_over)
        assert (world.at_work.queue(), world.at_work.waiting(), world.at_work.linked, server.asked) == (
            None,
            [],
            None,
            [],
        )


def test_what_can_not_be_made_is_told(tmp_path: Path) -> None:
    world = World(tmp_path, "https://practice.example")

    def fail(link: Link) -> Made | None:
        raise CoachError("the disk is full.")

    broken = Delivering(world.links, world.outbox, PracticeHttp(QUICK), fail, lambda: AT)
    broken.session_over()
    broken.close(5)
    assert broken.message == "Results can't be delivered: the disk is full."


def test_nobody_else_reads_what_waits_or_the_link(tmp_path: Path) -> None:
    with serving(500) as server:
        world = World(tmp_path, server.address)
        world.settle(world.at_work.session_over)
    files = [tmp_path / "delivery.json", *(tmp_path / "outbox").iterdir()]
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600] * 2


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"id": 1}', "x" * 100])
def test_a_damaged_file_in_the_outbox_stops_nothing(content: str, tmp_path: Path) -> None:
    with serving() as server:
        world = World(tmp_path, server.address)
        (tmp_path / "outbox").mkdir()
        (tmp_path / "outbox" / "1-a.waiting.json").write_text(content)
        world.settle(world.at_work.session_over)
        assert (world.at_work.waiting(), len(server.got)) == ([], 1)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"address": "http://evil.example"}', "x" * 30_000])
def test_a_damaged_link_is_told_and_set_aside(content: str, tmp_path: Path) -> None:
    (tmp_path / "delivery.json").write_text(content)
    links = LinkFile(tmp_path / "delivery.json", private_write)
    assert links.get() is None
    assert "delivery-damaged-1.json" in links.message


KILLED = """
import sys, time
from pathlib import Path
from tests.test_delivering import World
world = World(Path(sys.argv[1]), sys.argv[2])
world.at_work.session_over()
time.sleep(30)
"""


@pytest.mark.parametrize(
    ("manner", "known"), [pytest.param("hangs", 0, marks=pytest.mark.slow), ("takes and hangs", 1)]
)
def test_killed_between_queueing_and_the_answer_nothing_is_lost_or_counted_twice(
    manner: str, known: int, tmp_path: Path
) -> None:
    with serving(manner) as server:
        run = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path), server.address], cwd=ROOT)
        assert server.came.wait(30)
        run.send_signal(signal.SIGKILL)
        run.wait(10)
        assert len(server.sessions) == known
        server.manner = "well"
        world = World(tmp_path, server.address)
        world.settle()
        assert _left(world, server) == ([], 1)


def _left(world: World, server: Server) -> tuple[list[Waiting], int]:
    json.loads(server.got[-1])
    return world.outbox.all(), len(server.sessions)
