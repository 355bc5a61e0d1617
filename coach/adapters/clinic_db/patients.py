"""Patients, what is assigned to them, notes and recordings; and that all of it can be erased."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from coach.adapters.clinic_db.base import Base, newest_first, row_of, values_of
from coach.adapters.clinic_db.tables import (
    ASSIGNMENTS,
    AUDIT,
    DETAILS,
    NOTES,
    OF_PATIENTS,
    PATIENTS,
    RECORDINGS,
    SESSIONS,
    TOKENS,
)
from coach.core.cells import clean, finite
from coach.core.therapy.practice import Assignment, Note, Patient, Recording
from coach.ports import ClinicError

NOBODY = "There is no such patient."


class Patients(Base):
    """Who is looked after, and what was given to them."""

    def patients(self, therapist: str | None, *, archived: bool = False) -> list[Patient]:
        of = PATIENTS.table.c
        theirs = [] if therapist is None else [of.therapist == clean(therapist)]
        with self._read() as connection:
            order = (sa.func.lower(of.name), of.no)
            return list(values_of(connection, PATIENTS, of.archived == archived, *theirs, order=order))

    def patient(self, id_: str) -> Patient | None:
        return self._patient(PATIENTS.table.c.id == clean(id_))

    def patient_of(self, reference: str) -> Patient | None:
        return self._patient(PATIENTS.table.c.reference == clean(reference))

    def patient_by_token(self, token_hash: str) -> Patient | None:
        theirs = sa.select(TOKENS.c.patient).where(TOKENS.c.token_hash == clean(token_hash))
        return self._patient(PATIENTS.table.c.id == theirs.scalar_subquery()) if token_hash else None

    def _patient(self, where: sa.ColumnElement[bool]) -> Patient | None:
        with self._read() as connection:
            return next(iter(values_of(connection, PATIENTS, where)), None)

    def put_patient(self, patient: Patient) -> None:
        with self._write() as connection:
            try:
                connection.execute(self._put(PATIENTS.table, ("id",)), row_of(PATIENTS, patient))
            except IntegrityError as error:
                raise ClinicError(f"There is a patient with the reference {patient.reference} already.") from error

    def erase(self, patient: str) -> None:
        with self._write() as connection:
            take_turn(connection, patient)
            theirs = sa.select(SESSIONS.table.c.session).where(SESSIONS.table.c.patient == patient)
            connection.execute(sa.delete(DETAILS).where(DETAILS.c.session.in_(theirs)))
            for table in OF_PATIENTS:
                connection.execute(sa.delete(table).where(table.c.patient == patient))
            connection.execute(sa.delete(PATIENTS.table).where(PATIENTS.table.c.id == patient))
            # That somebody looked stays in the log; what it was about goes.
            connection.execute(sa.update(AUDIT.table).where(AUDIT.table.c.patient == patient).values(detail=""))
            self._sweep_after()

    def set_token(self, patient: str, token_hash: str) -> None:
        with self._write() as connection:
            connection.execute(sa.delete(TOKENS).where(TOKENS.c.patient == patient))
            if token_hash:
                self._belongs(connection, sa.insert(TOKENS), {"patient": patient, "token_hash": token_hash})

    def assign(self, assignment: Assignment) -> None:
        with self._write() as connection:
            self._belongs(connection, self._put(ASSIGNMENTS.table, ("id",)), row_of(ASSIGNMENTS, assignment))

    def assignments(self, patient: str) -> list[Assignment]:
        return self._theirs(ASSIGNMENTS, patient)

    def put_note(self, note: Note) -> None:
        of = NOTES.table.c
        with self._write() as connection:
            if note.text.strip():
                self._belongs(connection, self._put(NOTES.table, ("id",)), row_of(NOTES, note))
            else:
                connection.execute(sa.delete(NOTES.table).where(of.id == note.id, of.patient == note.patient))

    def notes(self, patient: str) -> list[Note]:
        return self._theirs(NOTES, patient)

    def put_recording(self, recording: Recording) -> None:
        row = row_of(RECORDINGS, replace(recording, found={})) | {"found": _document(recording.found)}
        with self._write() as connection:
            self._belongs(connection, self._put(RECORDINGS.table, RECORDINGS.keys), row)

    def recordings(self, patient: str) -> list[Recording]:
        return self._theirs(RECORDINGS, patient)

    def _theirs(self, kept: Any, patient: str) -> list[Any]:
        with self._read() as connection:
            return list(values_of(connection, kept, kept.table.c.patient == clean(patient), order=newest_first(kept)))

    def _belongs(self, connection: sa.Connection, statement: Any, row: dict[str, Any]) -> None:
        try:
            connection.execute(statement, row)
        except IntegrityError as error:
            raise ClinicError(NOBODY) from error


def take_turn(connection: sa.Connection, patient: str) -> bool:
    """Files of one patient, and erasing, go one after the other; gives whether there is such a patient."""
    asked = sa.select(PATIENTS.table.c.no).where(PATIENTS.table.c.id == patient).with_for_update()
    return connection.scalar(asked) is not None


def _document(value: Any) -> Any:
    """An object as a cell of JSON takes it: numbers stay what they are, one that is not finite is null."""
    if isinstance(value, dict):
        return {clean(key): _document(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_document(inner) for inner in value]
    return clean(value) if isinstance(value, str) else finite(value) if isinstance(value, float) else value
