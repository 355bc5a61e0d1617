"""The practice's records on both databases: a file, and a real PostgreSQL that the tests start for themselves."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
import sqlalchemy as sa

from coach.adapters.clinic_db.records import SqlRecords, open_records
from coach.adapters.clinic_db.tables import TABLES

STARTS_S: Final = 30.0
STOPS_S: Final = 20.0
NAME: Final = "practice"
PASSWORD: Final = "a-secret-of-the-tests"

DATABASES: Final = ("sqlite", "postgresql")


class Server:
    """A PostgreSQL server on a free port of this machine, in a folder that goes with it."""

    def __init__(self, folder: Path) -> None:
        self._bin, self._data = _programs(), folder / "data"
        self._patterns: set[str] = set()
        (folder / "password").write_text(PASSWORD)
        self._as = _somebody(folder)
        with closing(socket.socket()) as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        self._run("initdb", "-U", NAME, "-A", "scram-sha-256", "--pwfile", folder / "password", "-E", "UTF8", "-N")
        self._options = f"-p {self.port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
        self.start()

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [*self._as, str(self._bin / program), "-D", str(self._data), *map(str, arguments)]
        log = self._data.parent / "log"
        with log.open("a") as output:
            done = subprocess.run(
                command, stdout=output, stderr=output, cwd=self._data.parent, timeout=STARTS_S, check=False
            )
        assert done.returncode == 0, log.read_text()

    def start(self) -> None:
        self._run("pg_ctl", "start", "-w", "-t", str(int(STARTS_S)), "-o", self._options)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-m", "immediate", "-w", "-t", str(int(STOPS_S)))

    def address(self, database: str, password: str = PASSWORD) -> str:
        return f"postgresql://{NAME}:{password}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def database(self, of: str = "template1") -> Iterator[str]:
        """The address of a database of its own, as the one called `of` stands."""
        name = f"test_{uuid4().hex}"
        self._tell(f'CREATE DATABASE "{name}" TEMPLATE "{of}"')
        try:
            yield self.address(name)
        finally:
            self._tell(f'DROP DATABASE "{name}" WITH (FORCE)')

    def pattern(self, name: str, fill: Callable[[str], None]) -> str:
        """A database that others are made from, filled when first asked for; its name."""
        if name not in self._patterns:
            self._tell(f'CREATE DATABASE "{name}"')
            fill(self.address(name))
            self._patterns.add(name)
        return name

    @cached_property
    def cleared(self) -> str:
        """The address of a database whose tables are made; `clear` empties them, a fifth of the time of new ones."""
        self._tell('CREATE DATABASE "cleared"')
        with opened(self.address("cleared")):
            return self.address("cleared")

    def clear(self) -> None:
        names = ", ".join(f'"{table.name}"' for table in TABLES)
        self._tell(f"TRUNCATE {names} RESTART IDENTITY", "cleared")

    def _tell(self, statement: str, database: str = "postgres") -> None:
        url = self.address(database).replace("postgresql:", "postgresql+psycopg:")
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


def _programs() -> Path:
    """The folder of PostgreSQL's programs, the newest there is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        pytest.skip("PostgreSQL is not installed (Debian's package: postgresql)")
    return (found[-1] if found else Path(str(on_path)).resolve()).parent


def _somebody(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: how to run as somebody else, to whom the folder then belongs."""
    if os.getuid() != 0:
        return []
    names = {user.pw_name: user for user in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    for path in (folder, *folder.iterdir()):
        os.chown(path, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


@contextmanager
def server() -> Iterator[Server]:
    """A server while the tests run. Its folder has a short name: a socket's may have 107 letters."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    found = None
    try:
        found = Server(folder)
        yield found
    finally:
        if found is not None:
            found.stop()
        _remove(folder)


def _remove(folder: Path) -> None:
    until_s = time.monotonic() + STOPS_S
    while folder.exists() and time.monotonic() < until_s:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def opened(where: Path | str) -> Iterator[SqlRecords]:
    """Records that are closed again."""
    with closing(open_records(where)) as records:
        yield records
