"""Opens a history's database: how SQLite is to keep it, whether it is whole, and its tables up to date."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

import sqlalchemy as sa

HEAD: Final = "0004"
"""Id of the last step in `versions`."""

BUSY_S: Final = 0.5
"""How long SQLite itself waits for another program, seconds; estimated. Shorter shows a message for every glance of
another program at the history, longer leaves the person without one."""

SENTENCES: Final = {
    "busy": "Another program is using the history; what you do is kept in memory and written as soon as it is free.",
    "full": "The disk is full; what you do is kept in memory and written as soon as there is room.",
    "folder": "The history in {folder} cannot be written; what you do is kept in memory until it can.",
}
"""What a person is told while a trouble lasts that waiting may mend."""

Trouble = Literal["busy", "full", "folder", "damaged", "newer", "odd", "other"]

_CODES: Final[Mapping[int, Trouble]] = {
    5: "busy", 6: "busy", 13: "full", 3: "folder", 8: "folder", 14: "folder",
    11: "damaged", 26: "damaged", 18: "odd", 19: "odd", 20: "odd",
}  # fmt: skip
"""SQLite's primary result codes."""

_TAMPERED: Final = ("no such table", "no such column", "has no column", "already exists")
"""What SQLite says, under its code for everything else, where somebody has been at work in the file."""


class DamagedError(Exception):
    """The file is no history, or not a whole one."""


class NewerError(Exception):
    """A newer version of the program made the tables."""


def open_engine(where: Path | str, *, strict: bool = True) -> sa.Engine:
    """Open a history, and make or renew its tables.

    Args:
        where: a file of SQLite's, or the address of another database as SQLAlchemy writes it.
        strict: whether entries may name only sets and sessions that it knows (on SQLite; others always are).

    Raises:
        DamagedError, NewerError: see there. SQLAlchemyError, OSError: see `trouble_of`.
    """
    engine = sa.create_engine(where if isinstance(where, str) else sa.URL.create("sqlite", database=str(where)))
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", lambda connection, _: _prepare(connection, strict))
        sa.event.listen(engine, "begin", _begin)
    try:
        with engine.execution_options(write=True).begin() as connection:
            _renew(connection)
        if engine.dialect.name == "sqlite":
            _read_while_written(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _prepare(connection: Any, strict: bool) -> None:
    connection.isolation_level = None  # SQLAlchemy begins and ends, tables included, not Python's driver
    pragmas = ("synchronous=NORMAL", f"foreign_keys={int(strict)}")
    try:
        for pragma in (f"busy_timeout={BUSY_S * 1000:.0f}", *pragmas):
            connection.execute(f"PRAGMA {pragma}").close()
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


def _renew(connection: sa.Connection) -> None:
    is_file = connection.dialect.name == "sqlite"
    if is_file and (found := connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()) != "ok":
        raise DamagedError(found)
    names = set(sa.inspect(connection).get_table_names())
    has_version = "alembic_version" in names
    version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if has_version else None
    if version == HEAD:
        return
    if is_file and names and version is None:
        raise DamagedError("its tables are another program's")
    # Costs a third of a second, and is needed only when tables change.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
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
