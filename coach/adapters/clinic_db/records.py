"""The practice's records, opened: a file of SQLite's, or a PostgreSQL server's database."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from coach.adapters.clinic_db.export import Export
from coach.adapters.clinic_db.overview import Overview
from coach.adapters.clinic_db.patients import Patients
from coach.adapters.clinic_db.people import People
from coach.adapters.clinic_db.returned import Returned
from coach.adapters.clinic_db.tables import TABLES
from coach.adapters.clinic_db.trouble import told
from coach.database.opening import Chain, open_engine
from coach.ports import ClinicError
from coach.private import make_folder

HEAD: Final = "0001"
"""Id of the last step in `versions`."""

CHAIN: Final = Chain(Path(__file__).parent, HEAD, "clinic_version")

BUSY_S: Final = 10.0
"""How long SQLite waits for another writer, seconds; estimated. Several pages and deliveries write at once, each for
some thousandths of a second; shorter turns a delivery away, longer leaves a person waiting for a page."""

ANSWER_S: Final = 5
"""How long PostgreSQL may take to answer a call, seconds; estimated. A server in the same house takes a hundredth."""

PRAGMAS: Final[dict[str, int | str]] = {
    "busy_timeout": round(BUSY_S * 1000),
    # What was acknowledged is no longer in the patient's outbox: it must outlive a loss of power.
    "synchronous": "FULL",
    "foreign_keys": 1,
    # What is erased is overwritten.
    "secure_delete": 1,
}


class SqlRecords(People, Patients, Returned, Overview, Export):
    """A `Records` (`coach.ports.clinic`) on SQLAlchemy."""

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A connection to read by; everything is as it was at one moment."""
        return self._read(still=True)

    def changing(self) -> AbstractContextManager[sa.Connection]:
        """A connection to write by, as one change."""
        return self._write()

    def is_empty(self) -> bool:
        """Whether nothing was kept yet."""
        with self._read() as connection:
            return not any(connection.scalar(sa.select(table.c.no).limit(1)) for table in TABLES)

    @property
    def where(self) -> str:
        """How the database is called: a file's path, or an address without its password."""
        return self._where


def open_records(where: Path | str) -> SqlRecords:
    """Open a practice's records, and make or renew their tables.

    Args:
        where: a file of SQLite's, made with its folder where there is none, readable by nobody else; or the address of
            a PostgreSQL database, such as postgresql://name:password@host/database.

    Raises:
        ClinicError: they can't be opened; one plain sentence, without the password.
    """
    if isinstance(where, str) and "://" in where:
        return _open_server(_address(where))
    path = Path(where)
    with told(str(path)):
        make_folder(path.parent)
        return SqlRecords(open_engine(path, CHAIN, PRAGMAS), str(path))


def _open_server(address: sa.URL) -> SqlRecords:
    where = address.set(drivername="postgresql").render_as_string(hide_password=True)
    try:
        with told(where):
            options = {"pool_pre_ping": True, "connect_args": {"connect_timeout": ANSWER_S}}
            return SqlRecords(open_engine(address, CHAIN, {}, **options), where)
    except ModuleNotFoundError as error:
        raise ClinicError("PostgreSQL needs one more package: install backcoach[postgresql].") from error


def _address(text: str) -> sa.URL:
    """An address as SQLAlchemy takes it. What is wrong with it is not repeated: it may hold a password."""
    try:
        address = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError):
        address = None
    if address is None or address.drivername not in {"postgresql", "postgres", "postgresql+psycopg"}:
        raise ClinicError(
            "The address of the practice's database is none: it looks like postgresql://name:password@host/database."
        )
    return address.set(drivername="postgresql+psycopg")
