"""An open database: how a change is made whole, and how a row takes another's place."""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from coach.adapters.clinic_db.tables import Kept
from coach.adapters.clinic_db.trouble import told
from coach.database.columns import Row, cells, value_of
from coach.ports import ClinicError

CHUNK: Final = 1000
"""Names asked for at once; SQLite takes 32,766."""

TRACES: Final = (
    "It is deleted, but {where} could not be cleaned of its traces, as it is in use or full: erase once more."
)


class Base:
    """What all parts of the records share. Any thread may call.

    Args:
        engine: as `coach.database.opening` opens it.
        where: how the database is called in a sentence; without a password.
    """

    def __init__(self, engine: sa.Engine, where: str) -> None:
        self._engine, self._where = engine, where
        self._writer = engine.execution_options(write=True)
        self._thread = threading.local()
        # The two write "or put it in the place of" alike, yet share no type.
        is_file = engine.dialect.name == "sqlite"
        self._insert: Callable[[sa.Table], Any] = sqlite.insert if is_file else postgresql.insert

    @contextmanager
    def at_once(self) -> Iterator[None]:
        with self._write():
            yield

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        """A change, whole or not at all; within `at_once`, a part of that one."""
        outer: sa.Connection | None = getattr(self._thread, "connection", None)
        with told(self._where):
            if outer is not None:
                with outer.begin_nested():
                    yield outer
                return
            with self._writer.begin() as connection:
                self._thread.connection = connection
                try:
                    yield connection
                except BaseException:
                    vars(self._thread).pop("sweep", None)
                    raise
                finally:
                    self._thread.connection = None
            if vars(self._thread).pop("sweep", False):
                self._sweep()

    def _sweep_after(self) -> None:
        """When this change is kept, clean the file of what it deleted."""
        self._thread.sweep = self._engine.dialect.name == "sqlite"

    def _sweep(self) -> None:
        """Write the file anew: pages that were once split may hold copies of rows, and so does the log beside it."""
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            (busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            raise ClinicError(TRACES.format(where=self._where)) from error
        finally:
            connection.close()
        if busy:
            raise ClinicError(TRACES.format(where=self._where))

    @contextmanager
    def _read(self, *, still: bool = False) -> Iterator[sa.Connection]:
        """A connection to read by; `still`: everything read is as it was at one moment."""
        outer: sa.Connection | None = getattr(self._thread, "connection", None)
        with told(self._where):
            if outer is not None:
                yield outer
                return
            with self._engine.connect() as connection:
                if still and connection.dialect.name != "sqlite":
                    connection.execution_options(isolation_level="REPEATABLE READ")
                yield connection

    def _put(self, table: sa.Table, keys: Sequence[str], *, keep: Sequence[str] = (), newer: str = "") -> Any:
        """A statement that keeps a row, in the place of the one with the same keys.

        Args:
            keep: columns of the row there that stay. newer: only where this column is not less than the one there.
        """
        insert = self._insert(table)
        stays = {"no", *keys, *keep}
        rest = {c.name: insert.excluded[c.name] for c in table.c if c.name not in stays}
        where = insert.excluded[newer] >= table.c[newer] if newer else None
        return insert.on_conflict_do_update(index_elements=list(keys), set_=rest, where=where)

    def _add(self, table: sa.Table, keys: Sequence[str]) -> Any:
        """A statement that keeps a row, unless there is one with the same keys."""
        return self._insert(table).on_conflict_do_nothing(index_elements=list(keys))


def rows_of(connection: sa.Connection, picked: sa.Select[Any]) -> list[Row]:
    """Rows as tables of cells by name."""
    found = connection.execute(picked)
    names = tuple(found.keys())
    # All in one call: asked for one by one they take half as long again.
    return [dict(zip(names, row, strict=True)) for row in found.all()]


def values_of(connection: sa.Connection, kept: Kept, *where: sa.ColumnElement[bool], order: Sequence[Any] = ()) -> Any:
    """Values of a kind, in the order in which they came unless another is asked for."""
    picked = sa.select(kept.table).where(*where).order_by(*(order or (kept.table.c.no,)))
    return [value(kept, row) for row in rows_of(connection, picked)]


def value(kept: Kept, row: Mapping[str, Any]) -> Any:
    """The value of a row."""
    return value_of(kept.entry, kept.readers, row)


def row_of(kept: Kept, given: Any, **more: Any) -> Row:
    """A value as a row; `more` are cells beside its fields."""
    return cells(kept.table, kept.readers, given) | more


def newest_first(kept: Kept) -> tuple[Any, Any]:
    """The order of things told, the newest first; of two of one moment the one that came later."""
    return kept.table.c.at_utc.desc(), kept.table.c.no.desc()
