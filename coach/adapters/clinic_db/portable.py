"""A practice's records as one file: to keep a copy, and to move from one database to another.

A zip of a text file for each table (a row of JSON a line) and of `manifest.json`, which says how many rows and which
checksum each has. It is the same for both databases. Who is signed in is not in it; passwords' hashes and sealed keys
are.
"""

import base64
import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

import sqlalchemy as sa

from coach.adapters.clinic_db.records import HEAD, SqlRecords, open_records
from coach.adapters.clinic_db.tables import FAILURES, PREFIX, SIGN_INS, TABLES
from coach.database.columns import Row
from coach.ports import ClinicError
from coach.reading.zips import check_packing

FORMAT: Final = "backcoach.clinic/1"
MANIFEST: Final = "manifest.json"

MOST_BYTES: Final = 16 * 1024**3
"""Unpacked; estimated. Ten thousand patients with a year of sessions come to about 4 GiB."""
LONGEST_ROW: Final = 32 * 1024**2
"""Characters of a row; estimated. The largest holds what was found in an hour's recording, some megabytes."""
MANIFEST_BYTES: Final = 100_000
CHUNK: Final = 1000
"""Rows at once."""

KEPT: Final = tuple(table for table in TABLES if table not in (SIGN_INS, FAILURES))

_DAMAGED: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, KeyError, TypeError, AttributeError),
)

OTHER: Final = "{path} is no backup of a practice."
BROKEN: Final = "{path} is damaged; nothing was restored. Take another backup."
NEWER: Final = "{path} was made by another version of Backcoach; restore it with that one."
FULL: Final = "There are records in {where} already; restore into an empty database."


def backup(records: SqlRecords, out: Path) -> dict[str, int]:
    """Write everything into a new file, whole or not at all, readable by nobody else; others may go on working.

    Returns:
        How many rows of each table there are, by its name.

    Raises:
        ClinicError: the file is there already or can't be written, or the database can't be read.
    """
    if out.exists():
        raise ClinicError(f"{out} is there already; give the backup another name.")
    temporary = None
    try:
        # Made for its owner alone (0600).
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=".backup-", delete=False) as file:
            temporary = Path(file.name)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                tables = _write(records, archive)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(out)
        temporary = None
    except OSError as error:
        raise ClinicError(f"{out} cannot be written: {error.strerror or error}.") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
    return {name: told["rows"] for name, told in tables.items()}


def restore(path: Path, where: Path | str) -> dict[str, int]:
    """Put a backup into an empty database, in one change.

    Args:
        where: as `open_records` takes it.

    Returns:
        How many rows of each table there are, by its name.

    Raises:
        ClinicError: the backup is damaged or of another version, or there are records already; nothing is kept.
    """
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            tables = _checked(path, archive)
            with closing(open_records(where)) as records:
                _take(records, archive)
    except OSError as error:
        raise ClinicError(f"{path} cannot be read: {error.strerror or error}.") from error
    except _DAMAGED as error:
        raise ClinicError(BROKEN.format(path=path)) from error
    return {name: told["rows"] for name, told in tables.items()}


def _name(table: sa.Table) -> str:
    return table.name.removeprefix(PREFIX)


def _write(records: SqlRecords, archive: zipfile.ZipFile) -> dict[str, dict[str, Any]]:
    tables = {}
    with records.reading() as connection:
        for table in KEPT:
            rows = connection.execution_options(yield_per=CHUNK).execute(sa.select(table).order_by(table.c.no))
            with archive.open(f"{_name(table)}.jsonl", "w", force_zip64=True) as file:
                told = _write_rows(rows, file)
            tables[_name(table)] = told | {"columns": list(table.columns.keys())}
    manifest = {"format": FORMAT, "step": HEAD, "tables": tables}
    archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return tables


def _write_rows(rows: Iterable[Iterable[Any]], file: IO[bytes]) -> dict[str, Any]:
    """Write a row a line; gives how many there are and their checksum."""
    count, checksum = 0, hashlib.sha256()
    for row in rows:
        line = json.dumps([_plain(cell) for cell in row], ensure_ascii=False).encode() + b"\n"
        file.write(line)
        checksum.update(line)
        count += 1
    return {"rows": count, "sha256": checksum.hexdigest()}


def _plain(cell: Any) -> Any:
    if isinstance(cell, date):
        return cell.isoformat()
    return base64.b64encode(cell).decode() if isinstance(cell, bytes) else cell


def _checked(path: Path, archive: zipfile.ZipFile) -> Mapping[str, Any]:
    """The tables that a backup's manifest names, when every one of them is there and whole."""
    check_packing(archive)
    tables = _manifest(path, archive)
    if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
        raise ClinicError(f"{path} is refused: unpacked it is larger than {MOST_BYTES // 1024**3} GiB.")
    for table in KEPT:
        told, count, checksum = tables[_name(table)], 0, hashlib.sha256()
        for line in _lines(archive, table):
            count += 1
            checksum.update(line)
        if (count, checksum.hexdigest()) != (told["rows"], told["sha256"]):
            raise ClinicError(BROKEN.format(path=path))
    return tables


def _manifest(path: Path, archive: zipfile.ZipFile) -> Mapping[str, Any]:
    if MANIFEST not in archive.namelist() or archive.getinfo(MANIFEST).file_size > MANIFEST_BYTES:
        raise ClinicError(OTHER.format(path=path))
    manifest = json.loads(archive.read(MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ClinicError(OTHER.format(path=path))
    tables: Mapping[str, Any] = manifest["tables"]
    here = {_name(table): list(table.columns.keys()) for table in KEPT}
    if manifest["step"] != HEAD or {name: told["columns"] for name, told in tables.items()} != here:
        raise ClinicError(NEWER.format(path=path))
    return tables


def _lines(archive: zipfile.ZipFile, table: sa.Table) -> Iterator[bytes]:
    with archive.open(f"{_name(table)}.jsonl") as file:
        while line := file.readline(LONGEST_ROW):
            if not line.endswith(b"\n"):
                raise ValueError("a row is too long, or cut off")
            yield line


def _take(records: SqlRecords, archive: zipfile.ZipFile) -> None:
    with records.at_once():
        if not records.is_empty():
            raise ClinicError(FULL.format(where=records.where))
        for table in KEPT:
            _fill(records, table, _lines(archive, table))


def _fill(records: SqlRecords, table: sa.Table, lines: Iterator[bytes]) -> None:
    readers = {column.name: _reader(column.type) for column in table.c}
    rows = (_row(readers, json.loads(line)) for line in lines)
    with records.changing() as connection:
        while some := list(islice(rows, CHUNK)):
            connection.execute(sa.insert(table), some)
        if connection.dialect.name != "sqlite":
            # Rows brought their numbers along: the next one goes on from there.
            last = sa.select(sa.func.max(table.c.no)).scalar_subquery()
            sequence = sa.func.pg_get_serial_sequence(table.name, "no")
            connection.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(last, 1), last.is_not(None))))


def _row(readers: Mapping[str, Callable[[Any], Any]], cells: list[Any]) -> Row:
    return {
        name: None if cell is None else read(cell) for (name, read), cell in zip(readers.items(), cells, strict=True)
    }


def _reader(kind: sa.types.TypeEngine[Any]) -> Callable[[Any], Any]:
    if isinstance(kind, sa.DateTime):
        return datetime.fromisoformat
    if isinstance(kind, sa.Date):
        return date.fromisoformat
    return base64.b64decode if isinstance(kind, sa.LargeBinary) else lambda cell: cell
