"""Results as flat tables in one zip, for a spreadsheet: sessions, exercises, faults, and what each column means.

A text that a spreadsheet would run as a formula gets an apostrophe in front, which is taken off when read again.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from coach.core.therapy.results import CeilingTold, ExerciseDone, Results, SessionDone
from coach.ports import ExchangeError
from coach.reading.zips import check_packing

LARGEST: Final = 20_000_000
"""Bytes of a zip, and of a table in it unpacked."""
MOST_ROWS: Final = 200_000
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "'")
"""How a text begins that a spreadsheet does not take as text."""

SESSION: Final = tuple(one.name for one in fields(SessionDone) if one.name != "exercises")
EXERCISE: Final = ("session", "number", *(one.name for one in fields(ExerciseDone) if one.name != "faults"))
FAULT: Final = ("session", "number", "fault", "name", "times", "seconds")
CEILING: Final = tuple(one.name for one in fields(CeilingTold))
TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "sessions.csv": SESSION, "exercises.csv": EXERCISE, "faults.csv": FAULT, "ceiling.csv": CEILING,
}  # fmt: skip
READ: Final = ("sessions.csv", "exercises.csv", "faults.csv")
"""What sessions are read from again."""

MEANINGS: Final[Mapping[str, str]] = {
    "session": "name of the session, the same in all tables",
    "pain": "pain 0 to 10 told before a session that was above the ceiling",
    "ceiling": "pain 0 to 10 above which the therapist has a session wait",
    "how": "waited (no session was begun) or went_on",
    "at": "when it began (or was told), ISO 8601 with the offset of the clock on the wall",
    "routine": "id of the routine",
    "routine_name": "name of the routine",
    "routine_version": "number of the therapist's changes, 0 where it was not assigned",
    "minutes": "how long, minutes",
    "ended": "complete, ended_early, stopped (STOP was pressed) or broken_off (the program was ended)",
    "pain_before": "pain 0 to 10 before; empty where it was not told",
    "pain_after": "pain 0 to 10 after",
    "pain_stop": "pain 0 to 10 on stopping",
    "pain_next_day": "pain 0 to 10 on the next day",
    "effort": "effort 0 to 10",
    "stop_reason": "pain, tired or other",
    "seen": "share 0 to 1 of the time in which somebody was seen",
    "number": "which exercise of the session, from 1",
    "exercise": "id of the exercise",
    "name": "name of the exercise, or of the fault",
    "side": "the only side that was asked to work",
    "paced": "yes: led by the clock, not judged",
    "sets_asked": "sets asked for",
    "sets_done": "sets done",
    "asked": "repetitions (or holds) asked for, both sides together",
    "correct": "complete repetitions without a fault",
    "faulty": "complete repetitions with a fault",
    "partial": "repetitions that turned back before the target, not counted as done",
    "left": "complete ones of the left side",
    "right": "complete ones of the right side",
    "corrected": "by how much the person put the count right",
    "hold_asked_s": "hold asked for, seconds",
    "hold_s": "held in good form, seconds",
    "measure": "main measure",
    "unit": "unit of target, best and median; angles are estimates, within about 10 degrees",
    "target": "asked for, in that unit",
    "best": "best reached, in that unit",
    "median": "median reached, in that unit",
    "out_s": "median way out, seconds",
    "back_s": "median way back, seconds",
    "yaw_deg": "turn from side-on, degrees",
    "fps": "pictures a second that were looked at",
    "easier": "yes: done in place of a harder one",
    "fault": "id of the fault",
    "times": "how often it came up",
    "seconds": "how long it lasted in all, seconds",
}
"""What each column means, and its unit."""

_SESSION: Final = TypeAdapter(SessionDone)


def to_zip(results: Iterable[Results]) -> bytes:
    """Every session and answer of the results once, oldest first, as a zip; the same content gives the same bytes."""
    found = tuple(results)
    known = {session.session: session for one in found for session in one.sessions}
    sessions = sorted(known.values(), key=lambda one: one.at)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for session in sessions:
        rows["sessions.csv"].append({name: getattr(session, name) for name in SESSION})
        for number, done in enumerate(session.exercises, start=1):
            place = {"session": session.session, "number": number}
            rows["exercises.csv"].append({name: getattr(done, name) for name in EXERCISE[2:]} | place)
            for id_, fault in done.faults.items():
                values = {"fault": id_, "name": fault.name, "times": fault.times, "seconds": fault.seconds}
                rows["faults.csv"].append(place | values)
    told = {one for part in found for one in part.ceiling_answers}
    for one in sorted(told, key=lambda one: one.at):
        rows["ceiling.csv"].append({name: getattr(one, name) for name in CEILING})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        for name, columns in TABLES.items():
            held.writestr(_entry(name), _table(columns, rows[name]))
        held.writestr(_entry("README.txt"), _readme())
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """Without a stamp of its own."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _readme() -> str:
    lines = ["Results of Backcoach as tables: UTF-8, commas, a first line with the names of the columns.", ""]
    for name, columns in TABLES.items():
        lines += [name, *(f"  {column}: {MEANINGS[column]}" for column in columns), ""]
    lines.append("An apostrophe before a text keeps a spreadsheet from running it as a formula.")
    return "\r\n".join(lines) + "\r\n"


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    # With a mark in front, or a spreadsheet takes it for an older alphabet.
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        plain = value.replace("\0", "")
        return f"'{plain}" if plain.startswith(FORMULA) else plain
    return repr(value)


def from_zip(content: bytes, name: str = "the file") -> tuple[SessionDone, ...]:
    """The sessions in such a zip, oldest first.

    Raises:
        ExchangeError: it is none, too large, or a cell can't be used; one sentence with table and line.
    """
    tables = _unpacked(content, name)
    faults: dict[tuple[str, str], dict[str, Any]] = {}
    for row in tables["faults.csv"]:
        held = faults.setdefault((row["session"], row["number"]), {})
        held[row["fault"]] = {key: row[key] for key in ("name", "times", "seconds")}
    exercises: dict[str, list[dict[str, Any]]] = {}
    for row in tables["exercises.csv"]:
        fault = faults.get((row["session"], row["number"]), {})
        said = _given(row, ExerciseDone) | {"faults": fault}
        exercises.setdefault(row["session"], []).append(said)
    found = []
    for line, row in enumerate(tables["sessions.csv"], start=2):
        whole = _given(row, SessionDone) | {"exercises": exercises.get(row["session"], [])}
        found.append(_made(whole, f"{name}, sessions.csv, line {line}"))
    return tuple(sorted(found, key=lambda one: one.at))


def _made(whole: Mapping[str, Any], where: str) -> SessionDone:
    try:
        made = _SESSION.validate_python(whole)
    except ValidationError as error:
        one = error.errors()[0]
        place = ".".join(str(part) for part in one["loc"])
        raise ExchangeError(f"{where}: {place}: {' '.join(str(one['msg']).split())}") from error
    if made.at.utcoffset() is None:
        raise ExchangeError(f"{where}: at: needs the offset of its clock, such as +01:00")
    return made


def _given(row: Mapping[str, str], kind: type) -> dict[str, Any]:
    """Cells that belong to a value; an empty one is left out where the value has its own for it."""
    names = {one.name: one.default is MISSING and one.default_factory is MISSING for one in fields(kind)}
    return {key: cell for key, cell in row.items() if key in names and (cell or names[key])}


def _unpacked(content: bytes, name: str) -> dict[str, list[dict[str, str]]]:
    if len(content) > LARGEST:
        raise ExchangeError(f"{name} is larger than {LARGEST // 1_000_000} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as held:
            check_packing(held)
            return {table: _rows(held, table, TABLES[table], name) for table in READ}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise ExchangeError(f"{name} is no zip of tables that can be read") from error


def _rows(held: zipfile.ZipFile, table: str, columns: Sequence[str], name: str) -> list[dict[str, str]]:
    if table not in held.namelist():
        raise ExchangeError(f"{name} has no table {table}")
    # The size that stands in the zip may be a lie: no more is unpacked than is allowed.
    with held.open(table) as packed:
        plain = packed.read(LARGEST + 1)
    if len(plain) > LARGEST:
        raise ExchangeError(f"{name}: {table} is larger than {LARGEST // 1_000_000} MB")
    try:
        reader = csv.DictReader(io.StringIO(plain.decode("utf-8-sig"), newline=""), strict=True)
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise ExchangeError(f"{name}: {table} is no table that can be read") from error
    if missing := [column for column in columns if column not in (reader.fieldnames or ())]:
        raise ExchangeError(f"{name}: {table} has no column {missing[0]}")
    if len(rows) > MOST_ROWS:
        raise ExchangeError(f"{name}: {table} has more than {MOST_ROWS} lines")
    return [{column: _text(row[column]) for column in columns} for row in rows]


def _text(cell: str | None) -> str:
    said = cell or ""
    return said[1:] if said.startswith("'") else said
