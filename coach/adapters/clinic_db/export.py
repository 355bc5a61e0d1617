"""Everything there is of a patient, given out: as JSON, and as tables for a spreadsheet."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from coach.adapters.clinic_db.base import Base, rows_of
from coach.adapters.clinic_db.patients import NOBODY
from coach.adapters.clinic_db.sessions import exercises_of
from coach.adapters.clinic_db.tables import AUDIT, DETAILS, OF_PATIENTS, PATIENTS, PREFIX, SESSIONS, TOKENS
from coach.core.cells import clean, local
from coach.ports import ClinicError

FORMAT: Final = "backcoach.patient/1"

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a cell of a spreadsheet begins with that reckons."""

_WITHIN: Final = ("no", "told_utc")
"""Columns that say something to the database alone."""

Rows = list[dict[str, Any]]


class Export(Base):
    """A patient's own data, to take along."""

    def export(self, patient: str) -> bytes:
        with self._read(still=True) as connection:
            tables = _tables(connection, clean(patient))
        if not tables["patients"]:
            raise ClinicError(NOBODY)
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            document = {"format": FORMAT, **tables}
            archive.writestr("patient.json", json.dumps(document, ensure_ascii=False, indent=1))
            for name, rows in (tables | _exercises(tables["sessions"])).items():
                archive.writestr(f"{name}.csv", _csv(rows))
        return content.getvalue()


def _tables(connection: sa.Connection, patient: str) -> dict[str, Rows]:
    """Every row of a patient by the table's name, times as the clock on the wall showed them. A token is no datum."""
    found = {"patients": sa.select(PATIENTS.table).where(PATIENTS.table.c.id == patient)}
    for table in (*(table for table in OF_PATIENTS if table is not TOKENS), AUDIT.table):
        found[table.name.removeprefix(PREFIX)] = sa.select(table).where(table.c.patient == patient).order_by(table.c.no)
    sessions = SESSIONS.table.outerjoin(DETAILS, DETAILS.c.session == SESSIONS.table.c.session)
    picked = sa.select(SESSIONS.table, DETAILS.c.exercises).select_from(sessions)
    found["sessions"] = picked.where(SESSIONS.table.c.patient == patient).order_by(SESSIONS.table.c.at_utc)
    return {name: [_told(row) for row in rows_of(connection, select)] for name, select in found.items()}


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: cell for name, cell in row.items() if name not in _WITHIN}
    if "at_utc" in told:
        told = {"at": local(told.pop("at_utc"), told.pop("at_offset_min")), **told}
    if "exercises" in told:
        told["exercises"] = [asdict(done) for done in exercises_of(told["exercises"] or "[]")]
    return {name: cell.isoformat() if isinstance(cell, date) else cell for name, cell in told.items()}


def _exercises(sessions: Rows) -> dict[str, Rows]:
    """The exercises of sessions and their faults as tables of their own; sessions without them."""
    exercises: Rows = []
    faults: Rows = []
    for session in sessions:
        for done in session["exercises"]:
            of = {"session": session["session"], "at": session["at"], "exercise": done["exercise"]}
            exercises.append(of | {name: cell for name, cell in done.items() if name != "faults"})
            faults += [of | {"fault": fault, **told} for fault, told in done["faults"].items()]
    bare = [{name: cell for name, cell in session.items() if name != "exercises"} for session in sessions]
    return {"sessions": bare, "exercises": exercises, "faults": faults}


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows(_cells(row, names) for row in rows)
    return text.getvalue()


def _cells(row: Mapping[str, Any], names: Iterable[str]) -> list[Any]:
    return [_cell(row.get(name, "")) for name in names]


def _cell(value: Any) -> Any:
    """A value as a spreadsheet takes it; text that it would reckon with is made plain by a mark before it."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
