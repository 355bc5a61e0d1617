"""What the overview is made of: every patient's last weeks in five questions, whatever their number."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from coach.adapters.clinic_db.base import Base, rows_of, value
from coach.adapters.clinic_db.sessions import PICKED, session_of
from coach.adapters.clinic_db.tables import ACCOUNTS, ASSIGNMENTS, PATIENTS, SAFETY, SESSIONS
from coach.core.cells import clean, local
from coach.core.therapy.practice import Assignment, Recent
from coach.core.therapy.results import SessionDone

Weeks = dict[str, tuple[list[SessionDone], dict[str, float | None]]]


class Overview(Base):
    """All patients at once."""

    def recent(self, therapist: str | None, since: date) -> list[Recent]:
        of = PATIENTS.table.c
        theirs = sa.and_(of.archived.is_(False), *([] if therapist is None else [of.therapist == clean(therapist)]))
        named = PATIENTS.table.outerjoin(ACCOUNTS.table, ACCOUNTS.table.c.id == of.therapist)
        who = sa.select(PATIENTS.table, ACCOUNTS.table.c.name.label("therapist_name")).select_from(named)
        with self._read(still=True) as connection:
            people = rows_of(connection, who.where(theirs).order_by(of.no))
            given, weeks = _assignments(connection, theirs), _weeks(connection, theirs, since)
            answers, last = _answers(connection, theirs), _last(connection, theirs)
        return [
            Recent(
                patient=value(PATIENTS, row),
                therapist_name=row["therapist_name"] or "",
                assignment=given.get(row["id"]),
                sessions=tuple(weeks[row["id"]][0]),
                safety=tuple(answers[row["id"]]),
                last=last.get(row["id"]),
                shares=weeks[row["id"]][1],
            )
            for row in people
        ]


def _assignments(connection: sa.Connection, theirs: sa.ColumnElement[bool]) -> dict[str, Assignment]:
    """The newest of each patient."""
    of = ASSIGNMENTS.table.c
    turn = sa.func.row_number().over(partition_by=of.patient, order_by=(of.at_utc.desc(), of.no.desc()))
    joined = ASSIGNMENTS.table.join(PATIENTS.table, PATIENTS.table.c.id == of.patient)
    ranked = sa.select(of.no, turn.label("turn")).select_from(joined).where(theirs).subquery()
    newest = sa.select(ASSIGNMENTS.table).join(ranked, ranked.c.no == of.no).where(ranked.c.turn == 1)
    return {row["patient"]: value(ASSIGNMENTS, row) for row in rows_of(connection, newest)}


def _weeks(connection: sa.Connection, theirs: sa.ColumnElement[bool], since: date) -> Weeks:
    """The sessions since a day, oldest first, and the share of each that was done."""
    of = SESSIONS.table.c
    joined = SESSIONS.table.join(PATIENTS.table, PATIENTS.table.c.id == of.patient)
    picked = sa.select(*PICKED, of.patient, of.share).select_from(joined).where(theirs, of.day >= since)
    weeks: Weeks = defaultdict(lambda: ([], {}))
    for *cells, patient, share in connection.execute(picked.order_by(of.at_utc, of.no)):
        sessions, shares = weeks[patient]
        sessions.append(session_of(cells))
        shares[cells[0]] = share
    return weeks


def _answers(connection: sa.Connection, theirs: sa.ColumnElement[bool]) -> dict[str, list[tuple[datetime, str]]]:
    """Every safety answer, oldest first."""
    of = SAFETY.table.c
    joined = SAFETY.table.join(PATIENTS.table, PATIENTS.table.c.id == of.patient)
    picked = sa.select(of.patient, of.at_utc, of.at_offset_min, of.outcome).select_from(joined).where(theirs)
    answers: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for patient, at_utc, offset_min, outcome in connection.execute(picked.order_by(of.at_utc, of.no)):
        answers[patient].append((local(at_utc, offset_min), outcome))
    return answers


def _last(connection: sa.Connection, theirs: sa.ColumnElement[bool]) -> dict[str, datetime]:
    """When each had their last session. A patient's sessions are sorted in the index, so that each looks at one."""
    of = SESSIONS.table.c

    def newest(column: Any) -> Any:
        picked = sa.select(column).where(of.patient == PATIENTS.table.c.id).order_by(of.at_utc.desc(), of.no.desc())
        return picked.limit(1).correlate(PATIENTS.table).scalar_subquery()

    picked = sa.select(PATIENTS.table.c.id, newest(of.at_utc), newest(of.at_offset_min)).where(theirs)
    return {patient: local(at, offset) for patient, at, offset in connection.execute(picked) if at is not None}
