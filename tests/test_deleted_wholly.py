"""What is exported is all there is, and what is deleted is nowhere: files are read as bytes, free pages included."""

import copy
import io
import json
import shutil
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from coach import main
from coach.adapters.clinic_db.records import SqlRecords
from coach.adapters.clinic_db.tables import DETAILS, OF_PATIENTS, PATIENTS, TABLES
from coach.adapters.history.kinds import METADATA
from coach.adapters.migrations import beside
from coach.commands.own_folder import KEPT, own_files
from tests.clinic_stores import opened
from tests.full_folder import COMMON, TOKEN, Marks, fill, left_by_a_kill
from tests.test_clinic_copies import whole

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Marks]:
    """A data folder with everything, and its marks."""
    folder = tmp_path_factory.mktemp("filled") / "data"
    return folder, fill(folder)


@pytest.fixture
def folder(tmp_path: Path, filled: tuple[Path, Marks]) -> Path:
    return Path(shutil.copytree(filled[0], tmp_path / "data"))


@pytest.fixture
def marks(filled: tuple[Path, Marks]) -> Marks:
    """Those of the folder; more may be given."""
    return copy.deepcopy(filled[1])


def _found(folder: Path, marks: Marks, *more: bytes) -> dict[str, str]:
    """Marks that stand in some file below a folder: which, and where."""
    every = marks.bytes | {one: repr(one) for one in more}
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {told: str(path) for path in files for mark, told in every.items() if mark in path.read_bytes()}


def test_every_table_is_filled_by_the_sample(folder: Path, capfd: Capture) -> None:
    assert main.run(["export", str(folder.parent / "all.zip"), "--data", str(folder)]) == 0
    with zipfile.ZipFile(folder.parent / "all.zip") as archive:
        empty = {name for name in METADATA.tables if archive.read(f"{name}.csv").count(b"\n") < 2}
    assert empty == {"strays"}, "a new table needs its entry, and a stray is what failed"


def test_every_file_that_is_kept_is_declared(folder: Path, marks: Marks) -> None:
    left = left_by_a_kill(folder, marks)
    files = {path for path in folder.rglob("*") if path.is_file()}
    assert files == set(own_files(folder))
    assert set(left) < files


def test_an_export_holds_everything(folder: Path, marks: Marks, capfd: Capture) -> None:
    assert main.run(["export", str(folder.parent / "out"), "--data", str(folder)]) == 0
    given = b"".join(path.read_bytes() for path in (folder.parent / "out").iterdir())
    texts = marks.texts | set(COMMON.values()) | {repr(number) for number in marks.numbers}
    assert {text for text in texts if text.encode() not in given} == set()
    secrets = [path.read_bytes().strip() for path in (folder / "keys").iterdir()]
    assert len(secrets) == 2
    assert [secret for secret in (TOKEN.encode(), *secrets) if secret in given] == []


def test_what_is_said_to_be_exported_alone_is_enough_for_an_export(folder: Path, capfd: Capture) -> None:
    for path in beside.files_of(folder / "history.db"):
        path.unlink()
    assert main.run(["export", str(folder.parent / "all.json"), "--data", str(folder)]) == 0
    told = json.loads((folder.parent / "all.json").read_bytes())
    assert (told["sessions"], told["settings"]["name"][:2], len(told["baselines"])) == ([], "zq", 1)
    assert not (folder / "history.db").exists(), "none is made"


def test_nothing_is_left_of_what_was_deleted(folder: Path, marks: Marks, tmp_path: Path, capfd: Capture) -> None:
    beside.set_aside(folder / "history.db", datetime(2026, 11, 20))
    (folder / "settings.json").rename(folder / "settings-damaged-1.json")
    left_by_a_kill(folder, marks)
    marks.texts |= fill(folder).texts
    secrets = [path.read_bytes().strip() for path in folder.glob("keys/*.key")]
    (folder / "letter.txt").write_text("not the program's")
    assert len(_found(folder, marks, TOKEN.encode(), *secrets)) > 100
    assert main.run(["delete-my-data", "--yes", "--data", str(folder)]) == 0
    # All of what lies below: the folder, and whatever else was written beside it.
    assert _found(tmp_path, marks, TOKEN.encode(), *secrets) == {}
    assert [path.name for path in folder.rglob("*")] == ["letter.txt"]


def test_every_kind_of_file_says_what_it_is() -> None:
    assert len({kept.pattern for kept in KEPT}) == len(KEPT)
    assert all(kept.what for kept in KEPT)


# --- A patient of a practice. ---

OF_NOBODY = {"clinic_accounts", "clinic_secrets", "clinic_sign_ins", "clinic_failures", "clinic_audit"}
"""Tables of a practice that hold nothing about a patient, but for the log's bare ids."""


def test_every_table_of_a_practice_is_of_its_patients_or_of_nobody() -> None:
    theirs = {table.name for table in (*OF_PATIENTS, DETAILS, PATIENTS.table)}
    assert theirs | OF_NOBODY == {table.name for table in TABLES}


def _texts(value: object) -> set[str]:
    if isinstance(value, dict):
        return {text for inner in value.values() for text in _texts(inner)}
    if isinstance(value, list):
        return {text for inner in value for text in _texts(inner)}
    return {value} if isinstance(value, str) and len(value) > 6 else set()


def _told_of(records: SqlRecords, patient: str) -> set[str]:
    """Every longer text that the practice has of a patient."""
    with zipfile.ZipFile(io.BytesIO(records.export(patient))) as archive:
        return _texts(json.loads(archive.read("patient.json")))


def _owners() -> dict[str, sa.Column[Any]]:
    """The column of each table that says whose a row is."""
    return {table.name: table.c.patient for table in OF_PATIENTS} | {PATIENTS.table.name: PATIENTS.table.c.id}


def _cells(records: SqlRecords, column: sa.Column[Any]) -> set[object]:
    with records.reading() as connection:
        return set(connection.scalars(sa.select(column)))


def test_no_byte_is_left_of_a_patient_who_was_erased(tmp_path: Path) -> None:
    with opened(tmp_path / "clinic.db") as records:
        whole(records)
        assert {name for name, of in _owners().items() if "p1" not in _cells(records, of)} == set()
        gone = {text.encode() for text in _told_of(records, "p1") - _told_of(records, "p2") - {"patient.read"}}
        records.erase("p1")
        content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert len(gone) > 10
        assert {text for text in gone if text in content} == set()
