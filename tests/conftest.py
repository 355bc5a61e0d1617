"""Settings of every test: what is drawn at random is drawn alike each time."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

from coach.adapters.system_libraries import packages_missing
from coach.commands.lacking import sentence_for
from tests import clinic_stores

settings.register_profile(
    "repeatable", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")

# Whoever begins the tests in the background of a shell has Ctrl-C ignored, in every program that a test begins too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# FFmpeg reads this once, when the first video is opened: tests that open one by themselves must not make it talk.
os.environ["OPENCV_FFMPEG_LOGLEVEL"] = "-8"


def pytest_configure() -> None:
    """Without the libraries that OpenCV wants hardly a file of tests can be read: say that once, and begin none."""
    if lacking := sentence_for(packages_missing()):
        raise pytest.UsageError(lacking)


@pytest.fixture(scope="session")
def server() -> Iterator[clinic_stores.Server]:
    """A real PostgreSQL, started when first asked for."""
    with clinic_stores.server() as found:
        yield found


@pytest.fixture(scope="session")
def made_clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice's file without anything in it, so that not every test makes all tables."""
    path = tmp_path_factory.mktemp("clinic") / "clinic.db"
    with clinic_stores.opened(path):
        return path


@pytest.fixture(params=clinic_stores.DATABASES)
def clinic(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a practice's records lie, without anything in them: in a file, then in PostgreSQL."""
    if request.param == "sqlite":
        return Path(shutil.copy(request.getfixturevalue("made_clinic"), tmp_path / "clinic.db"))
    server: clinic_stores.Server = request.getfixturevalue("server")
    address = server.cleared
    server.clear()
    return address


@pytest.fixture
def records(clinic: Path | str) -> Iterator[clinic_stores.SqlRecords]:
    """A practice's records without anything in them, on each database."""
    with clinic_stores.opened(clinic) as found:
        yield found


@contextmanager
def _furnished(request: pytest.FixtureRequest) -> Iterator[str | None]:
    if request.param == "sqlite":
        yield None
        return
    from clinic_site import furnish_at

    server: clinic_stores.Server = request.getfixturevalue("server")
    with server.database(server.pattern("furnished", furnish_at)) as address:
        yield address


PAGES_ON: Final = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))
"""Pages are asked on both; every answer of the records themselves is held on both in the quick run already."""


@pytest.fixture(params=PAGES_ON)
def database(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The sample practice, for one test: None for a file in its folder, then an address of PostgreSQL's."""
    with _furnished(request) as found:
        yield found


@pytest.fixture(params=PAGES_ON, scope="module")
def shared_database(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """As `database`, for all tests of a module."""
    with _furnished(request) as found:
        yield found
