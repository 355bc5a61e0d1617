"""A practice's tables: the steps make them, and whatever is wrong with a database is told in one sentence."""

import re
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from coach.adapters.clinic_db import records as opening, trouble
from coach.adapters.clinic_db.records import SqlRecords, open_records
from coach.adapters.clinic_db.tables import METADATA
from coach.adapters.migrations import opening as history_opening
from coach.database.opening import Trouble
from coach.ports import ClinicError
from tests.clinic_samples import ANNA, RESULTS
from tests.clinic_stores import PASSWORD, Server, opened
from tests.test_clinic_records import full


def test_the_steps_make_the_tables(records: SqlRecords) -> None:
    options = {"version_table": opening.CHAIN.note}
    with records._read() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []
    config = Config()
    config.set_main_option("script_location", str(opening.CHAIN.folder))
    assert ScriptDirectory.from_config(config).get_current_head() == opening.HEAD


def test_a_new_file_and_its_folder_are_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "clinic.db"
    with opened(path) as records:
        full(records)
        assert [stat.S_IMODE(name.stat().st_mode) for name in (path.parent, path)] == [0o700, 0o600]
        assert Path(f"{path}-wal").is_file()
        assert stat.S_IMODE(Path(f"{path}-wal").stat().st_mode) == 0o600


# --- Trouble, in one sentence. ---


def _text(path: Path) -> None:
    path.write_text("this is a letter, and a long one\n" * 100)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def _others(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE dogs (name)")


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE clinic_version SET version_num = '0999'")
        connection.commit()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _under_a_file(path: Path) -> None:
    path.unlink()
    path.parent.rmdir()
    path.parent.write_text("a file")


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (_text, "is not a practice's database, or it is damaged"),
        (_cut, "is not a practice's database, or it is damaged"),
        (_others, "is not a practice's database, or it is damaged"),
        (_newer, "was made by a newer version of Backcoach"),
        (_folder, "cannot be opened or written"),
        (_under_a_file, "cannot be opened or written"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(
    made_clinic: Path, tmp_path: Path, happens: Callable[[Path], None], said: str
) -> None:
    path = tmp_path / "mine" / "clinic.db"
    path.parent.mkdir()
    shutil.copy(made_clinic, path)
    happens(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(ClinicError, match=re.escape(said)) as told:
        open_records(path)
    assert str(path) in str(told.value)
    assert "sqlite" not in str(told.value).lower()
    assert before == (path.read_bytes() if path.is_file() else b"")


def test_a_file_that_somebody_holds_is_told(made_clinic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(shutil.copy(made_clinic, tmp_path / "clinic.db"))
    monkeypatch.setitem(opening.PRAGMAS, "busy_timeout", 50)
    with opened(path) as records, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ClinicError, match="Another program is using the practice's database"):
            records.put_account(ANNA)
        assert records.accounts() == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda address: address.replace(PASSWORD, "wrong-secret"), "refuses the name or password"),
        (lambda address: address.replace("//practice:", "//nobody:"), "refuses the name or password"),
        (lambda address: re.sub(r"/[^/]*$", "/nothing", address), "There is no database of that name"),
        (lambda address: re.sub(r":\d+/", ":1/", address), "does not answer"),
        (lambda address: address.replace("127.0.0.1", "nowhere.invalid"), "does not answer"),
        (lambda address: re.sub(r":\d+/", ":port/", address), "The address of the practice's database is none"),
        (lambda address: address.replace("postgresql:", "mysql:"), "The address of the practice's database is none"),
    ],
)
def test_what_is_wrong_with_an_address_is_told_without_its_password(
    server: Server, change: Callable[[str], str], said: str
) -> None:
    with pytest.raises(ClinicError, match=re.escape(said)) as told:
        open_records(change(server.cleared))
    assert "secret" not in str(told.value)


def test_a_newer_database_on_a_server_is_left_alone(server: Server) -> None:
    with server.database() as address:
        with opened(address) as records, records.changing() as connection:
            connection.exec_driver_sql("UPDATE clinic_version SET version_num = '0999'")
        with pytest.raises(ClinicError, match="newer version of Backcoach"):
            open_records(address)


def test_two_servers_begin_an_empty_database_at_once_beside_somebodys_history(server: Server) -> None:
    with server.database() as address:
        history_opening.open_engine(address.replace("postgresql:", "postgresql+psycopg:")).dispose()
        found: list[SqlRecords] = []
        threads = [threading.Thread(target=lambda: found.append(open_records(address))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert len(found) == 4
        full(found[0])
        assert found[3].results("p1") == [RESULTS]
        for records in found:
            records.close()


def test_every_trouble_has_its_sentence() -> None:
    assert set(get_args(Trouble)) | set(trouble._STATES.values()) <= trouble.SENTENCES.keys()
    words = [sentence.format(where="clinic.db", why="why") for sentence in trouble.SENTENCES.values()]
    assert [one for one in words if not one.endswith(".") or ". " in one] == []
