"""What comes back: results files taken in whole or not at all, and read again."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from coach.adapters.clinic_db.base import CHUNK, Base, newest_first, row_of, rows_of, values_of
from coach.adapters.clinic_db.patients import NOBODY, take_turn
from coach.adapters.clinic_db.people import utc
from coach.adapters.clinic_db.sessions import PICKED, exercises_text, session_of, session_row
from coach.adapters.clinic_db.tables import CEILING, CHANGES, DELIVERIES, DETAILS, HEADS, SAFETY, SESSIONS, Kept
from coach.core.cells import clean, plain
from coach.core.therapy.practice import Delivery
from coach.core.therapy.results import CeilingTold, PlanChange, PostureTotals, Results, SafetyTold, SessionDone
from coach.database.columns import Row
from coach.ports import ClinicError

ANOTHERS = "A session of this file belongs to another patient; nothing of it was kept."


class Returned(Base):
    """Results, deliveries, sessions, safety answers."""

    def take_results(self, patient: str, results: Results, delivery: Delivery) -> Delivery:
        with self._write() as connection:
            if not take_turn(connection, patient):
                raise ClinicError(NOBODY)
            of = DELIVERIES.table.c
            same = values_of(connection, DELIVERIES, of.patient == patient, of.digest == delivery.digest)
            if same:
                earlier: Delivery = same[0]
                return earlier
            # What a clock that was ahead told would never make way for what is told later.
            told_utc = min(utc(results.made_at), utc(delivery.at))
            new, known = self._take_sessions(connection, patient, results, told_utc)
            self._take_beside(connection, patient, results, told_utc)
            told = replace(delivery, patient=patient, sessions_new=new, sessions_known=known)
            connection.execute(sa.insert(DELIVERIES.table), row_of(DELIVERIES, told))
            return told

    def _take_sessions(
        self, connection: sa.Connection, patient: str, results: Results, told_utc: datetime
    ) -> tuple[int, int]:
        """Keep the sessions of a file; gives how many were new, and how many known."""
        # In one order, so that two files at once never wait for one another; the last of two of one name counts.
        sessions = {clean(one.session): one for one in sorted(results.sessions, key=lambda one: clean(one.session))}
        known = _owners(connection, sessions)
        beside = {"patient": patient, "digest": results.routine_digest, "told_utc": told_utc}
        rows = [session_row(one, **beside) for one in sessions.values()]
        if rows:
            put = self._put(SESSIONS.table, SESSIONS.keys, keep=("patient",), newer="told_utc")
            kept = set(connection.scalars(put.returning(SESSIONS.table.c.session), rows))
            # Looked at after the writing: another program may have kept one of them just before.
            if set(_owners(connection, sessions).values()) != {patient}:
                raise ClinicError(ANOTHERS)
            details = [
                {"session": name, "exercises": exercises_text(one.exercises)}
                for name, one in sessions.items()
                if name in kept
            ]
            if details:
                connection.execute(self._put(DETAILS, ("session",)), details)
        return len(sessions.keys() - known.keys()), len(known)

    def _take_beside(self, connection: sa.Connection, patient: str, results: Results, told_utc: datetime) -> None:
        beside = {"patient": patient, "digest": results.routine_digest}
        beside_sessions = ((SAFETY, results.safety), (CEILING, results.ceiling_answers), (CHANGES, results.changes))
        for kept, given in beside_sessions:
            rows = [row_of(kept, one, **beside) for one in given]
            if rows:
                connection.execute(self._add(kept.table, kept.keys), rows)
        there = rows_of(
            connection, sa.select(HEADS).where(HEADS.c.patient == patient, HEADS.c.digest == beside["digest"])
        )
        row = _head(results) | beside | {"told_utc": told_utc}
        for earlier in there:
            row = _together(earlier, row)
        connection.execute(self._put(HEADS, ("patient", "digest")), row)

    def deliveries(self, patient: str) -> list[Delivery]:
        theirs = DELIVERIES.table.c.patient == clean(patient)
        with self._read() as connection:
            return list(values_of(connection, DELIVERIES, theirs, order=newest_first(DELIVERIES)))

    def sessions(self, patient: str, since: date | None = None, until: date | None = None) -> list[SessionDone]:
        day = SESSIONS.table.c.day
        span = [*([] if since is None else [day >= since]), *([] if until is None else [day <= until])]
        with self._read() as connection:
            return [session for session, _ in _sessions(connection, patient, *span)]

    def safety(self, patient: str) -> list[tuple[datetime, str]]:
        with self._read() as connection:
            return [(told.at, told.outcome) for told in _answers(connection, patient)]

    def results(self, patient: str) -> list[Results]:
        with self._read(still=True) as connection:
            heads = rows_of(connection, sa.select(HEADS).where(HEADS.c.patient == clean(patient)).order_by(HEADS.c.no))
            return [_results(connection, patient, head) for head in heads]


def _owners(connection: sa.Connection, sessions: Iterable[str]) -> dict[str, str]:
    """Whose sessions these are, of those that are known."""
    names, of = list(sessions), SESSIONS.table.c
    found: dict[str, str] = {}
    for start in range(0, len(names), CHUNK):
        picked = sa.select(of.session, of.patient).where(of.session.in_(names[start : start + CHUNK]))
        found.update((name, owner) for name, owner in connection.execute(picked))
    return found


def _sessions(connection: sa.Connection, patient: str, *where: sa.ColumnElement[bool]) -> list[tuple[SessionDone, str]]:
    """A patient's sessions, oldest first, each with the digest of the routine that its file answered."""
    of = SESSIONS.table.c
    joined = SESSIONS.table.outerjoin(DETAILS, DETAILS.c.session == of.session)
    picked = sa.select(*PICKED, DETAILS.c.exercises, of.digest).select_from(joined)
    found = connection.execute(picked.where(of.patient == clean(patient), *where).order_by(of.at_utc, of.no))
    return [(session_of(cells[:-2], cells[-2] or ""), cells[-1]) for cells in found]


def _answers(connection: sa.Connection, patient: str, *where: sa.ColumnElement[bool]) -> Sequence[SafetyTold]:
    of = SAFETY.table.c
    found: Sequence[SafetyTold] = values_of(
        connection, SAFETY, of.patient == clean(patient), *where, order=(of.at_utc, of.no)
    )
    return found


def _beside(connection: sa.Connection, kept: Kept, patient: str, digest: str) -> Sequence[Any]:
    of = kept.table.c
    found: Sequence[Any] = values_of(
        connection, kept, of.patient == patient, of.digest == digest, order=(of.at_utc, of.no)
    )
    return found


def _results(connection: sa.Connection, patient: str, head: Row) -> Results:
    digest, posture = head["digest"], head["posture"]
    told: Sequence[PlanChange] = _beside(connection, CHANGES, patient, digest)
    answers: Sequence[CeilingTold] = _beside(connection, CEILING, patient, digest)
    return Results(
        made_at=datetime.fromisoformat(head["made_at"]),
        since=head["since"],
        until=head["until"],
        patient=head["reference"],
        person=head["person"],
        routine=head["routine"],
        routine_name=head["routine_name"],
        routine_digest=digest,
        sessions=tuple(session for session, _ in _sessions(connection, patient, SESSIONS.table.c.digest == digest)),
        safety=tuple(_answers(connection, patient, SAFETY.table.c.digest == digest)),
        ceiling_answers=tuple(answers),
        changes=tuple(told),
        posture=PostureTotals(**posture) if posture else None,
        versions=head["versions"],
    )


def _head(results: Results) -> Row:
    posture = results.posture
    totals = posture and {
        "days": posture.days,
        "minutes": plain(posture.minutes),
        "breaks": posture.breaks,
        "shifts": posture.shifts,
    }
    texts = {
        "reference": results.patient,
        "person": results.person,
        "routine": results.routine,
        "routine_name": results.routine_name,
    }
    return {name: clean(text) for name, text in texts.items()} | {
        "made_at": results.made_at.isoformat(),
        "since": results.since,
        "until": results.until,
        "versions": plain(results.versions),
        "posture": totals or {},
    }


def _together(earlier: Row, row: Row) -> Row:
    """What two files say of one routine: the newer one counts, the days of both."""
    old, new = sorted((earlier, row), key=lambda one: one["told_utc"])
    span = {"since": min(old["since"], new["since"]), "until": max(old["until"], new["until"])}
    return (
        {name: cell for name, cell in new.items() if name != "no"}
        | span
        | {"posture": new["posture"] or old["posture"]}
    )
