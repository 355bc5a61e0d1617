"""Zips that a practice takes in: a backup of its records, and a patient's tables (CSV)."""

import csv
import hashlib
import io
import json
import shutil
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Final

from coach.adapters.clinic_db.portable import MANIFEST, backup, restore
from coach.adapters.clinic_db.records import open_records
from coach.adapters.clinic_reports import csv_tables
from tests import exchange_values
from tests.fuzz import samples
from tests.fuzz.documents import changed
from tests.fuzz.draws import Draws
from tests.fuzz.target import Target, must, refusable
from tests.test_clinic_copies import whole

Files = dict[str, bytes]


def _zip(files: Files, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, kind)
    return made.getvalue()


def _unzip(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def _empty() -> Path:
    """A practice's records without anything in them."""
    path = Path(mkdtemp(prefix="fuzz-")) / "clinic.db"
    open_records(path).close()
    return path


@cache
def backups() -> bytes:
    """A small practice's backup."""
    with TemporaryDirectory(prefix="fuzz-") as folder:
        path, out = Path(shutil.copy(_empty(), Path(folder) / "clinic.db")), Path(folder) / "backup.zip"
        with closing(open_records(path)) as records:
            whole(records)
            backup(records, out)
        return out.read_bytes()


@cache
def tables() -> bytes:
    """A patient's tables."""
    whole = exchange_values.six_weeks()
    return csv_tables.to_zip([replace(whole, sessions=whole.sessions[5:8])])


def _restored(content: bytes) -> None:
    with TemporaryDirectory(prefix="fuzz-") as folder:
        path, where = Path(folder) / "backup.zip", Path(shutil.copy(_empty(), Path(folder) / "clinic.db"))
        path.write_bytes(content)
        with refusable():
            counts = restore(path, where)
            again = Path(folder) / "again.zip"
            with closing(open_records(where)) as records:
                must(backup(records, again) == counts, "a backup of what was restored has other rows")
            return
        with closing(open_records(where)) as records:
            must(records.is_empty(), "something is kept of a backup that was refused")


def _rows(data: bytes) -> bytes:
    """A backup whose rows were changed by somebody who knows how its checksums are made."""
    draws, files = Draws(data), _unzip(backups())
    manifest = json.loads(files[MANIFEST])
    names = [name for name in files if name != MANIFEST and files[name]]
    for _ in range(1 + draws.below(3)):
        name = draws.pick(names)
        rows = changed(draws, [json.loads(line) for line in files[name].splitlines()])
        rows = rows if isinstance(rows, list) else [rows]
        content = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
        files[name] = content
        told = {"rows": len(rows), "sha256": hashlib.sha256(content).hexdigest()}
        manifest["tables"][name.removesuffix(".jsonl")] |= told
    files[MANIFEST] = json.dumps(changed(draws, manifest) if draws.below(4) == 0 else manifest).encode()
    return _zip(files)


def _cells(data: bytes) -> bytes:
    """Tables of which some cells, rows or columns are others."""
    draws, files = Draws(data), _unzip(tables())
    names = [name for name in files if name.endswith(".csv")]
    for _ in range(1 + draws.below(3)):
        name = draws.pick(names)
        rows = changed(draws, list(csv.reader(io.StringIO(files[name].decode("utf-8-sig")))))
        text = io.StringIO()
        for row in rows if isinstance(rows, list) else []:
            csv.writer(text, lineterminator="\r\n").writerow(row if isinstance(row, list) else [str(row)])
        files[name] = text.getvalue().encode("utf-8", "replace")
    if draws.below(8) == 0:
        files.pop(draws.pick(names))
    return _zip(files)


def _tabled(content: bytes) -> None:
    with refusable():
        sessions = csv_tables.from_zip(content)
        results = replace(exchange_values.six_weeks(), sessions=sessions)
        again = csv_tables.from_zip(csv_tables.to_zip([results]))
        must(again == sessions, "tables are not read as they were written")


def _spoilt(data: bytes, content: bytes) -> bytes:
    draws = Draws(data)
    files = _unzip(content)
    spoilt = bytearray(_zip(files, draws.pick((zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))))
    for _ in range(1 + draws.below(5)):
        where = draws.below(len(spoilt)) if draws.below(2) else len(spoilt) - 1 - draws.below(min(900, len(spoilt)))
        spoilt[where] = draws.pick((0, 1, 9, 12, 14, 99, 255, draws.below(256)))
    return bytes(spoilt)


WAYS: Final[tuple[Callable[[bytes], None], ...]] = (
    _restored,
    lambda data: _restored(_rows(data)),
    lambda data: _restored(_spoilt(data, backups())),
    _tabled,
    lambda data: _tabled(_cells(data)),
    lambda data: _tabled(_spoilt(data, tables())),
)


def run(data: bytes) -> None:
    """By its first byte: a backup or tables; as they stand, with other rows, or spoilt bytes."""
    way = data[0] if data else 0
    with warnings.catch_warnings():
        # A name that stands twice is what is wanted now and then.
        warnings.filterwarnings("ignore", "Duplicate name", UserWarning)
        WAYS[way % len(WAYS)](data[1:])


def _seeds() -> Iterator[bytes]:
    yield b"\0" + backups()
    yield bytes([3]) + tables()
    for choices in samples.CHOICES:
        for way in (1, 2, 4, 5):
            yield bytes([way]) + choices


TARGET: Final = Target(
    "zips", "a practice's backup, a patient's tables", run, _seeds,
    ("coach.adapters.clinic_db.portable", "coach.adapters.clinic_reports.csv_tables", "coach.database.columns"),
)  # fmt: skip
