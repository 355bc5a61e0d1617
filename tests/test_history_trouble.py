"""A history whose file is locked, full, damaged or newer: nothing is lost, and one sentence says what is going on."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast, get_args

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql

from coach.adapters.history import db as history_db, kinds as history_tables
from coach.adapters.history.database import Database, Store
from coach.adapters.history.db import HistoryDb
from coach.adapters.migrations import beside, opening
from coach.core.history import Entry
from coach.ports import HistoryError
from tests.test_history_db import ALL, END, RECORD, REP, SET, SOON_S, START, history, made, path, soon

__all__ = ("made", "path")


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_S", 0.05)
    monkeypatch.setattr(history_db, "CLOSE_WAIT_S", 0.2)


MANY: Final = tuple(replace(REP, start_s=float(n), end_s=n + 1.0) for n in range(400))


def names(folder: Path) -> list[str]:
    """Files beside a history, the digits of their names left out."""
    return sorted(re.sub(r"[\d-]+\.db", "*.db", item.name) for item in folder.iterdir())


class Locked:
    """Another program that holds a history's write lock."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        self._connection.close()


def test_a_locked_history_is_written_in_order_once_it_is_free(path: Path) -> None:
    with history(path, START, SET) as kept:
        assert kept.flush(SOON_S)
        with closing(Locked(path)):
            for rep in MANY[:20]:
                kept.write(rep)
            assert soon(lambda: kept.message.startswith("Another program is using the history;"))
            assert not kept.flush(0)
            # Reading goes on meanwhile, without a wait for what can't be written.
            assert kept.sessions()[0].sets[0].reps == ()
        assert kept.flush(SOON_S)
        assert (kept.message, kept.sessions()[0].sets[0].reps) == ("", MANY[:20])


def test_a_history_locked_from_the_start_is_opened_later(path: Path) -> None:
    with closing(Locked(path)) as other, history(path, *ALL) as kept:
        with pytest.raises(HistoryError, match="Another program is using the history"):
            kept.sessions()
        other.close()
        assert kept.flush(SOON_S)
        assert (kept.message, kept.sessions()) == ("", [RECORD])


def test_what_a_lock_keeps_out_until_the_end_is_taken_over_the_next_time(path: Path) -> None:
    with closing(Locked(path)), history(path) as kept:
        for entry in ALL:
            kept.write(entry)
    assert re.fullmatch(r"The history could not be written; .* kept in history-kept-\S+\.db and taken .*", kept.message)
    with history(path) as kept:
        assert (kept.sessions(), kept.message) == ([RECORD], "")
    assert names(path.parent) == ["history.db"]


class Cramped(Database):
    """A database on a disk that has room for few pages more than there are."""

    store: Store

    def open(self, where: Path | str, *, strict: bool) -> Store:
        self.store = super().open(where, strict=strict)
        self.room(4)
        return self.store

    def room(self, pages: int) -> None:
        with cast(Any, self.store)._engine.connect() as connection:
            there = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={there + pages}")


def test_a_full_disk_keeps_what_is_done_in_memory_until_there_is_room(path: Path) -> None:
    disk = Cramped()
    with history(path, START, SET, *MANY, load=lambda: disk) as kept:
        assert soon(lambda: kept.message.startswith("The disk is full; what you do is kept in memory"))
        assert 0 < len(kept.sessions()[0].sets[0].reps) < len(MANY)
        disk.room(100_000)
        assert kept.flush(SOON_S)
        assert (kept.message, kept.sessions()[0].sets[0].reps) == ("", MANY)


def test_a_folder_that_cannot_be_made_is_told_and_tried_again(tmp_path: Path) -> None:
    in_the_way = tmp_path / "folder"
    in_the_way.write_text("a file")
    with history(in_the_way / "history.db", *ALL) as kept:
        with pytest.raises(HistoryError, match=f"The history in {in_the_way} cannot be written"):
            kept.sessions()
        in_the_way.unlink()
        assert kept.flush(SOON_S)
        assert (kept.message, kept.sessions()) == ("", [RECORD])


def test_what_can_be_written_nowhere_is_owned_up_to(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file")
    with history(tmp_path / "folder" / "history.db", *ALL) as kept:
        assert soon(lambda: bool(kept.message))
    assert kept.message.startswith("The last 11 things that were done could not be written anywhere, and are lost (")


def test_a_database_that_is_not_installed_stops_no_session(path: Path) -> None:
    def load() -> Database:
        raise ImportError("no module")

    with closing(HistoryDb(path, load=load)) as kept, pytest.raises(HistoryError, match=r"just now \(no module\)"):
        kept.sessions()


# --- Damaged. ---


def garbage(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 500)


def truncated(path: Path) -> None:
    with history(path, START, SET, *MANY):
        pass
    path.write_bytes(path.read_bytes()[: 3 * 4096 + 100])


def overwritten(path: Path) -> None:
    with history(path, START, SET, *MANY):
        pass
    content = bytearray(path.read_bytes())
    content[8 * 4096 : 12 * 4096] = b"\xff" * 4 * 4096
    path.write_bytes(content)


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE sessions (recipe TEXT)")


@pytest.mark.parametrize("damage", [garbage, truncated, overwritten, foreign])
def test_a_damaged_history_is_set_aside_whole_and_a_new_one_begun(path: Path, damage: Callable[[Path], None]) -> None:
    damage(path)
    was = path.read_bytes()
    with history(path, *ALL) as kept:
        assert kept.sessions() == [RECORD]
        said = re.fullmatch(
            r"The history was damaged: it was set aside as (history-damaged-\S+\.db), and a new one was begun\.",
            kept.message,
        )
    assert said
    assert (path.parent / said[1]).read_bytes() == was
    assert names(path.parent) == ["history-damaged*.db", "history.db"]


def test_a_history_damaged_in_mid_session_goes_on_with_the_whole_session(path: Path) -> None:
    with history(path, *ALL[:-1]) as kept:
        assert kept.flush(SOON_S)
        with closing(sqlite3.connect(path)) as other:
            other.execute("DROP TABLE session_ends")
        kept.write(END)
        assert kept.flush(SOON_S)
        assert kept.message.startswith("The history was damaged")
        assert kept.sessions() == [RECORD]


def newer(path: Path, version: str = "9999") -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))


def test_a_newer_versions_history_is_left_alone_and_what_is_done_is_kept_beside_it(path: Path) -> None:
    with history(path, replace(START, session="before")):
        pass
    newer(path)
    was = path.read_bytes()
    for entries in (ALL, ALL[:2]):
        with history(path, *entries) as kept:
            assert kept.sessions() == [RECORD]
            assert re.fullmatch(r"history\.db was written by a newer .* kept in history-newer-\S+\.db\.", kept.message)
    assert path.read_bytes() == was
    assert names(path.parent) == ["history-newer*.db", "history.db"]
    newer(path, opening.HEAD)
    with history(path) as kept:
        assert [session.started.session for session in kept.sessions()] == ["before", "a"]
        assert (kept.sessions()[1], kept.message) == (RECORD, "")
    assert names(path.parent) == ["history.db"]


def test_a_file_beside_it_that_cannot_be_read_is_left_and_told(path: Path) -> None:
    side = path.with_name("history-kept-20260101-000000.db")
    garbage(side)
    with history(path) as kept:
        assert kept.sessions() == []
        assert kept.message.startswith(f"{side.name} could not be taken into the history, and is left as it is (")
    assert side.exists()


def test_a_file_that_is_in_use_is_not_taken_over_yet(path: Path) -> None:
    side = path.with_name("history-kept-20260101-000000.db")
    with history(side, *ALL) as other:
        assert other.flush(SOON_S)
        assert beside.is_in_use(side)
        with closing(HistoryDb(path)) as kept:
            assert kept.sessions() == []
    assert not beside.is_in_use(side)


# --- Tables. ---


def test_the_steps_make_the_tables(path: Path) -> None:
    engine = opening.open_engine(path)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), history_tables.METADATA) == []
    engine.dispose()
    config = Config()
    config.set_main_option("script_location", str(Path(opening.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == opening.HEAD


def test_every_kind_of_entry_has_its_table_and_every_trouble_its_sentence() -> None:
    assert {kind.entry for kind in history_tables.KINDS} == set(get_args(Entry))
    waits = set(get_args(opening.Trouble)) - {"damaged", "newer", "odd", "other"}
    assert waits == opening.SENTENCES.keys()


def test_the_tables_can_be_made_and_written_on_postgresql() -> None:
    dialect = postgresql.dialect()
    for kind in history_tables.KINDS:
        assert "CREATE TABLE" in str(sa.schema.CreateTable(kind.table).compile(dialect=dialect))
        put = postgresql.insert(kind.table).on_conflict_do_nothing(index_elements=kind.keys)
        assert "ON CONFLICT" in str(put.compile(dialect=dialect))
