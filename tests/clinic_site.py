"""The pages with a practice behind them, as a test asks them: a clock that is set by hand, a client for each role."""

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import practice_samples as sample
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coach.adapters.clinic_db.tables import TABLES
from coach.clinic.app import make_app
from coach.clinic.here import Desk
from coach.clinic.tools import Tools
from coach.commands.clinic_parts import Practice, opened
from coach.core.therapy.results import Results

SETUP: Final = "the-one-time-token"


class Clock:
    """A clock that stands still until it is set on."""

    def __init__(self) -> None:
        self.now = sample.NOW

    def __call__(self) -> datetime:
        return self.now

    def go(self, **by: float) -> None:
        self.now += timedelta(**by)


class Browser:
    """One browser: keeps cookies, sends the token that forms carry."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def token(self) -> str:
        """The token of the forms of this browser's sign-in; every page with a form has it."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get("/account").text) or re.search(
            r'name="csrf_token" value="([^"]+)"', self.client.get("/sign-in").text
        )
        assert found is not None
        return found[1]

    def post(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        return self.client.post(path, data={**(data or {}), "csrf_token": self.token()}, **more)

    def upload(self, path: str, *files: tuple[str, bytes], **more: Any) -> TestResponse:
        found = [(BytesIO(content), name) for name, content in files]
        return self.post(path, {"files": found}, content_type="multipart/form-data", **more)

    def sign_in(self, email: str, password: str = sample.PASSWORD) -> TestResponse:
        return self.post("/sign-in", {"email": email, "password": password})


class Site:
    """The pages of the sample practice."""

    def __init__(self, practice: Practice, *, behind_proxy: bool = False) -> None:
        self.clock = Clock()
        self.practice, self.records = practice, practice.records
        self.tools: Tools = replace(practice.tools, now=self.clock)
        self.app = self.make_app(behind_proxy=behind_proxy)

    def make_app(self, *, behind_proxy: bool = False) -> Any:
        """The app anew, as after a restart."""
        self.desk = Desk(tools=self.tools, setup_token=SETUP)
        return make_app(self.desk, behind_proxy=behind_proxy)

    def browser(self, who: str = "") -> Browser:
        """A browser; signed in as "lead", "anna", "ben" or "reader" where one is named."""
        found = Browser(self.app.test_client())
        if who:
            assert found.sign_in(f"{who}@practice.org").status_code == 302
        return found

    def kept(self) -> bytes:
        """Everything the database holds, as it lies there."""
        if "://" not in self.practice.where:
            path = Path(self.practice.where)
            return b"".join(found.read_bytes() for found in path.parent.glob(f"{path.name}*"))
        with self.records.reading() as connection:
            return repr([connection.execute(table.select()).all() for table in TABLES]).encode()

    def results_file(self, results: Results, key: bytes | None = None) -> bytes:
        """A results file as a patient's program writes it."""
        from coach.adapters.exchange import results_file

        return results_file.write(results, key, "A patient", sample.NOW)


@lru_cache(maxsize=1)
def _furnished() -> Path:
    """A folder with the sample practice, made once."""
    folder = Path(tempfile.mkdtemp(prefix="backcoach-practice-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with opened(folder, None) as practice:
        sample.furnish(practice.records)
    return folder


def furnish_at(address: str) -> None:
    """Put the sample practice into a database."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), address) as practice:
        sample.furnish(practice.records)


def furnished_folder(folder: Path) -> Path:
    """A folder with the sample practice in it."""
    shutil.copytree(_furnished(), folder, dirs_exist_ok=True)
    return folder


@contextmanager
def open_site(
    folder: Path, database: str | None = None, *, furnished: bool = True, behind_proxy: bool = False
) -> Iterator[Site]:
    """Pages on records in a folder, or in a database that is furnished already."""
    if furnished and database is None:
        furnished_folder(folder)
    with opened(folder, database) as practice:
        yield Site(practice, behind_proxy=behind_proxy)
