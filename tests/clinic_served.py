"""`coach clinic` as it runs at a practice: a process of its own, asked over HTTP, ended by hand or by force."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import httpx

from coach.adapters.clinic_db.records import SqlRecords
from coach.clinic import passwords
from coach.commands.clinic_parts import DATABASE
from coach.core.therapy.practice import Account
from tests.recording_folders import ENVIRONMENT, PROGRAM

STARTS_S: Final = 60.0
LEAD: Final = Account(id="lead", name="Dr. Lena Moor", email="lead@practice.org", role="lead")
PASSWORD: Final = "ten letters or more"

Where = Path | str


def put_lead(records: SqlRecords) -> None:
    """Somebody who may sign in."""
    records.put_account(LEAD)
    records.set_password(LEAD.id, passwords.hashed(PASSWORD))


class Served:
    """The pages of a folder and a database, on a port that stays the same from start to start.

    Args:
        where: a file of SQLite's, which lies in the folder as the command wants it; or the address of a database.
    """

    def __init__(self, folder: Path, where: Where) -> None:
        assert isinstance(where, str) or where == folder / DATABASE
        self._words = ["--data", str(folder), *(["--database", where] if isinstance(where, str) else [])]
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self._log = folder / "served.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start; there when this returns."""
        words = [*PROGRAM, "clinic", "--no-browser", "--port", str(self._port), *self._words]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(words, stdout=log, stderr=log, env=ENVIRONMENT)
        until_s = time.monotonic() + STARTS_S
        while not self._answers():
            assert self._process.poll() is None, self._log.read_text()
            assert time.monotonic() < until_s, self._log.read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        """End it by force, whatever it does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def cpu_s(self) -> float:
        """Seconds of a processor it has used so far."""
        assert self._process is not None
        told = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, told[11:13])) / os.sysconf("SC_CLK_TCK")

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/health", timeout=5, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False


@contextmanager
def serving(folder: Path, where: Where) -> Iterator[Served]:
    """The pages, started; ended by force at the end."""
    served = Served(folder, where)
    try:
        served.start()
        yield served
    finally:
        served.kill()


class Visitor:
    """A browser of somebody who is signed in."""

    def __init__(self, address: str) -> None:
        self._client = httpx.Client(base_url=address, timeout=30, trust_env=False)
        self.sign_in()

    def sign_in(self) -> None:
        self._client.cookies.clear()
        came = self.post("/sign-in", at="/sign-in", data={"email": LEAD.email, "password": PASSWORD})
        assert came.status_code == 302, came.text

    def get(self, path: str) -> httpx.Response:
        return self._client.get(path)

    def post(self, path: str, *, at: str = "/account", data: dict[str, str] | None = None, **more: Any) -> Any:
        """Send a form as the page `at` has it."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self._client.get(at).text)
        assert found is not None
        return self._client.post(path, data={**(data or {}), "csrf_token": found[1]}, **more)

    def close(self) -> None:
        self._client.close()


@contextmanager
def visiting(address: str) -> Iterator[Callable[[str], httpx.Response]]:
    """Pages as somebody who is signed in gets them."""
    with closing(Visitor(address)) as visitor:
        yield visitor.get
