"""Opens a database: how SQLite is to keep it, whether it is whole, and its tables up to date."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import sqlalchemy as sa

from coach.private import own_database

Trouble = Literal["busy", "full", "folder", "damaged", "newer", "odd", "other"]

_CODES: Final[Mapping[int, Trouble]] = {
    5: "busy", 6: "busy", 13: "full", 3: "folder", 8: "folder", 14: "folder",
    11: "damaged", 26: "damaged", 18: "odd", 19: "odd", 20: "odd",
}  # fmt: skip
"""SQLite's primary result codes."""

_TAMPERED: Final = ("no such table", "no such column", "has no column", "already exists")
"""What SQLite says, under its code for everything else, where somebody has been at work in the file."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps by which alembic makes and renews some tables.

    Attributes:
        folder: has `env.py` and the steps in `versions`. head: id of the last one.
        note: name of the table in which the database notes the step it is at.
    """

    folder: Path
    head: str
    note: str = "alembic_version"


class DamagedError(Exception):
    """The file is none of these databases, or not a whole one."""


class NewerError(Exception):
    """A newer version of the program made the tables."""


def open_engine(
    where: Path | sa.URL | str, chain: Chain, pragmas: Mapping[str, int | str], **options: Any
) -> sa.Engine:
    """Open a database, and make or renew its tables.

    Args:
        where: a file of SQLite's, or the address of another database as SQLAlchemy writes it.
        chain: the steps of its tables.
        pragmas: what SQLite is told on each connection. options: of SQLAlchemy's engine.

    Raises:
        DamagedError, NewerError: see there. SQLAlchemyError, OSError: see `trouble_of`.
    """
    if isinstance(where, Path):
        own_database(where)
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(where)) if isinstance(where, Path) else where, **options
    )
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", lambda connection, _: _prepare(connection, pragmas))
        sa.event.listen(engine, "begin", _begin)
    try:
        with engine.execution_options(write=True).begin() as connection:
            _renew(connection, chain)
        if engine.dialect.name == "sqlite":
            _read_while_written(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _prepare(connection: Any, pragmas: Mapping[str, int | str]) -> None:
    connection.isolation_level = None  # SQLAlchemy begins and ends, tables included, not Python's driver
    try:
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name}={value}").close()
    except BaseException:
        connection.close()
        raise


def _read_while_written(engine: sa.Engine) -> None:
    """Set the write-ahead log, which the file remembers. Not sooner: until now it could be another program's."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode=WAL").close()
    finally:
        connection.close()


def _begin(connection: sa.Connection) -> None:
    """A writer takes its turn at once: asking for it halfway would fail without a wait."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("write") else "BEGIN")


def _renew(connection: sa.Connection, chain: Chain) -> None:
    is_file = connection.dialect.name == "sqlite"
    if not is_file:
        # Two programs that open an empty database at once take turns; the lock ends with the transaction.
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(zlib.crc32(chain.note.encode()))))
    if is_file and (found := connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()) != "ok":
        raise DamagedError(found)
    names = set(sa.inspect(connection).get_table_names())
    noted = sa.Table(chain.note, sa.MetaData(), sa.Column("version_num", sa.String))
    version = connection.scalar(sa.select(noted.c.version_num)) if chain.note in names else None
    if version == chain.head:
        return
    if is_file and names and version is None:
        raise DamagedError("its tables are another program's")
    # Costs a third of a second, and is needed only when tables change.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection, "note": chain.note})
    config.set_main_option("script_location", str(chain.folder).replace("%", "%%"))
    if version and version not in {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}:
        raise NewerError(version)
    command.upgrade(config, "head")


def trouble_of(error: Exception) -> Trouble:
    """What an exception of this module means: whether waiting may mend it, or the entry or file is at fault."""
    cause = getattr(error, "orig", None) or error
    if isinstance(error, DamagedError | NewerError):
        return "damaged" if isinstance(error, DamagedError) else "newer"
    if any(words in str(cause) for words in _TAMPERED):
        return "damaged"
    if (code := getattr(cause, "sqlite_errorcode", None)) is not None:
        return _CODES.get(code & 0xFF, "other")
    if isinstance(cause, OSError):
        return "folder"
    return "other" if isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError) else "odd"
