"""Copies of a practice's records: given out for one patient, erased, backed up, restored on either database."""

import csv
import hashlib
import io
import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from coach.adapters.clinic_db.portable import KEPT, backup, restore
from coach.adapters.clinic_db.records import SqlRecords
from coach.core.therapy.practice import Audited
from coach.ports import ClinicError
from tests.clinic_samples import ANNA, EVENING, GIVEN, MIRA, NOTE, OMAR, RECORDING, RESULTS, delivery, some_sessions
from tests.clinic_stores import Server, opened
from tests.test_clinic_records import full


def whole(records: SqlRecords) -> None:
    """A practice with something in every table that is kept."""
    full(records)
    records.set_password("anna", "hash")
    records.set_sealed_keys("anna", bytes(range(256)))
    records.set_token("p1", "token")
    records.audit(Audited(at=EVENING, account="anna", what="patient.read", patient="p1", detail="M-17"))
    theirs = replace(RESULTS, sessions=tuple(some_sessions(3, name="omars")), patient="O-18", person="Omar")
    records.take_results("p2", theirs, delivery("r2", "p2"))


def rows(records: SqlRecords) -> dict[str, list[object]]:
    with records.reading() as connection:
        return {table.name: [tuple(row) for row in connection.execute(table.select())] for table in KEPT}


# --- Given out, and erased. ---


def test_a_patient_takes_along_everything(records: SqlRecords) -> None:
    whole(records)
    records.put_patient(replace(MIRA, goals="=1+1"))
    archive = zipfile.ZipFile(io.BytesIO(records.export("p1")))
    told = json.loads(archive.read("patient.json"))
    assert told["patients"][0]["name"] == MIRA.name
    counts = {name: len(found) for name, found in told.items() if name not in ("format", "patients")}
    assert counts == {
        "assignments": 1, "deliveries": 1, "sessions": 2, "heads": 1, "safety": 1, "ceiling": 1, "changes": 1,
        "notes": 1, "recordings": 1, "audit": 1,
    }  # fmt: skip
    assert told["sessions"][0]["at"] == EVENING.isoformat()
    assert told["sessions"][0]["exercises"][0]["faults"]["over_arch"]["seconds"] == 4.5
    assert told["assignments"][0]["text"] == GIVEN.text
    tables = {
        name: list(csv.DictReader(io.StringIO(archive.read(name).decode())))
        for name in archive.namelist()
        if name.endswith(".csv")
    }
    assert [(one["exercise"], one["correct"], one["left"]) for one in tables["exercises.csv"]][:2] == [
        ("glute_bridge", "15", "0"),
        ("plank", "1", "0"),
    ]
    assert [one["fault"] for one in tables["faults.csv"]] == ["over_arch", "over_arch"]
    assert (tables["patients.csv"][0]["goals"], tables["notes.csv"][0]["text"]) == ("'=1+1", NOTE.text)
    assert "omars" not in str(told)
    with pytest.raises(ClinicError, match="no such patient"):
        records.export("nobody")


TRACES = ("Mira", "O'Neil", "M-17", "feels better", "Stiff mornings", "bridge.mp4", "s00001x")


def test_nothing_is_left_of_somebody_erased(records: SqlRecords, clinic: Path | str) -> None:
    whole(records)
    more = tuple(replace(one, session=f"{one.session}x") for one in some_sessions(60, name="s"))
    records.take_results("p1", replace(RESULTS, sessions=more), delivery("r3"))
    files = [] if isinstance(clinic, str) else [clinic, Path(f"{clinic}-wal")]

    def found() -> set[str]:
        content = b"".join(file.read_bytes() for file in files)
        return {trace for trace in TRACES if trace.encode() in content}

    assert found() == (set() if isinstance(clinic, str) else set(TRACES))
    records.erase("p1")
    assert found() == set()
    assert str(rows(records)).count("'p1'") == 1
    assert [(one.what, one.detail) for one in records.audited(patient="p1")] == [("patient.read", "")]
    assert not any(trace in str(rows(records)) for trace in TRACES)
    assert (records.patient("p1"), records.patients(None)) == (None, [OMAR])
    assert len(records.sessions("p2")) == 3
    records.erase("p1")


def test_erasing_that_is_taken_back_erases_nothing(records: SqlRecords) -> None:
    whole(records)
    with pytest.raises(ZeroDivisionError), records.at_once():
        records.erase("p1")
        _ = 1 / 0
    assert records.results("p1") == [RESULTS]
    records.put_note(NOTE)


def test_a_file_in_use_is_cleaned_when_it_is_erased_once_more(made_clinic: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(made_clinic, tmp_path / "clinic.db"))
    with opened(path) as records, opened(path) as other:
        whole(records)
        with records._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=50")
        with other.reading() as reading:
            assert reading.exec_driver_sql("SELECT count(*) FROM clinic_patients").scalar() == 2
            with pytest.raises(ClinicError, match=r"deleted, but .* could not be cleaned of its traces"):
                records.erase("p1")
        assert records.patient("p1") is None
        records.erase("p1")
        assert b"Mira" not in path.read_bytes() + Path(f"{path}-wal").read_bytes()


# --- Backed up and restored. ---


@pytest.mark.parametrize("there", ["sqlite", "postgresql"])
def test_a_backup_goes_from_each_database_to_each(
    records: SqlRecords, there: str, tmp_path: Path, server: Server
) -> None:
    whole(records)
    out = tmp_path / "backup.zip"
    counts = backup(records, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert (counts["patients"], counts["sessions"], counts["details"], counts["secrets"]) == (2, 5, 5, 1)
    kept = rows(records)
    with server.database() as address:
        where = tmp_path / "other" / "clinic.db" if there == "sqlite" else address
        assert restore(out, where) == counts
        with opened(where) as other:
            assert rows(other) == kept
            assert (other.results("p1"), other.recordings("p1"), other.account("anna")) == (
                [RESULTS],
                [RECORDING],
                ANNA,
            )
            assert other.sealed_keys("anna") == bytes(range(256))
            # Numbers go on after the last one.
            other.put_note(replace(NOTE, id="n2"))
            assert len(other.notes("p1")) == 2
        with pytest.raises(ClinicError, match=r"There are records in .* already"):
            restore(out, where)
    with pytest.raises(ClinicError, match="is there already"):
        backup(records, out)


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flipped(content: bytes) -> bytes:
    middle = content.index(b"sessions.jsonl") + 60
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def _without(name: str) -> Callable[[bytes], bytes]:
    return lambda content: _anew(content, lambda member, text: None if member == name else text)


def _with(name: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    return lambda content: _anew(content, lambda member, text: change(text) if member == name else text)


def _anew(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            text = change(name, old.read(name))
            if text is not None:
                new.writestr(name, text)
    return written.getvalue()


def _own_row(content: bytes, row: bytes) -> bytes:
    """A backup whose notes hold another row, with its checksum put right."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["tables"]["notes"] |= {"rows": 1, "sha256": hashlib.sha256(row).hexdigest()}
    new = {"notes.jsonl": row, "manifest.json": json.dumps(manifest).encode()}
    return _anew(content, new.get)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_cut, "damaged"),
        (_flipped, "damaged"),
        (lambda content: b"", "damaged"),
        (_without("notes.jsonl"), "damaged"),
        (_without("manifest.json"), "no backup"),
        (_with("manifest.json", lambda text: text.replace(b"backcoach.clinic/1", b"other/1")), "no backup"),
        (_with("manifest.json", lambda text: text.replace(b'"step": "0001"', b'"step": "0009"')), "another version"),
        (_with("manifest.json", lambda text: b"[" * 50_000), "damaged"),
        (_with("manifest.json", lambda text: b'{"format": "backcoach.clinic/1", "tables": []}'), "damaged"),
        (
            _with("manifest.json", lambda text: b'{"format": "backcoach.clinic/1", "step": "0001", "tables": [1]}'),
            "damaged",
        ),
        (_with("manifest.json", lambda text: text.replace(b'"rows": 1', b'"rows": [1]')), "damaged"),
        (lambda content: _own_row(content, b"7\n"), "damaged"),
        (lambda content: _own_row(content, b"[3, 4, 5]\n"), "damaged"),
        (_with("notes.jsonl", lambda text: text.replace(b"better", b"worse")), "damaged"),
        (_with("notes.jsonl", lambda text: text + text), "damaged"),
    ],
)
def test_a_backup_that_is_not_whole_is_refused(
    made_clinic: Path, tmp_path: Path, damage: Callable[[bytes], bytes], said: str
) -> None:
    out, where = tmp_path / "backup.zip", tmp_path / "new" / "clinic.db"
    with opened(Path(shutil.copy(made_clinic, tmp_path / "clinic.db"))) as records:
        whole(records)
        backup(records, out)
    out.write_bytes(damage(out.read_bytes()))
    with pytest.raises(ClinicError, match=said) as told:
        restore(out, where)
    assert str(told.value).count(".") <= 4
    if where.exists():
        with opened(where) as other:
            assert other.is_empty()


def test_a_backup_that_cannot_be_written_leaves_nothing(records: SqlRecords, tmp_path: Path) -> None:
    with pytest.raises(ClinicError, match="cannot be written"):
        backup(records, tmp_path / "nowhere" / "backup.zip")
    with pytest.raises(ClinicError, match="cannot be read"):
        restore(tmp_path / "nothing.zip", tmp_path / "new.db")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".backup", "new"))] == []
