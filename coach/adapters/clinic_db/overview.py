"""What the overview is made of: every patient's last weeks in a few questions, whatever their number."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import sqlalchemy as sa

from coach.adapters.clinic_db.base import CHUNK, Base, rows_of, value
from coach.adapters.clinic_db.sessions import PICKED, session_of
from coach.adapters.clinic_db.tables import ACCOUNTS, ASSIGNMENTS, CEILING, PATIENTS, SAFETY, SESSIONS
from coach.core.cells import clean, local
from coach.core.therapy.needs import RUNNING
from coach.core.therapy.practice import Assignment, Recent, Term
from coach.core.therapy.results import CeilingTold, SessionDone

NEWEST: Final = RUNNING
"""Sessions of each patient that are there however long ago, within `EARLIER`."""

EARLIER: Final = timedelta(days=60)
"""How long before the weeks asked for the newest sessions are looked for; estimated: three of one day a week take three
weeks."""

Rows = Sequence[Any]
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
            given = _assignments(connection, theirs)
            earlier = _terms(connection, given, since)
            weeks = _weeks(connection, theirs, since, [row["id"] for row in people])
            above = _above(connection, theirs, since)
            answers, last = _answers(connection, theirs), _last(connection, theirs)
        return [
            Recent(
                patient=value(PATIENTS, row),
                therapist_name=row["therapist_name"] or "",
                assignment=given.get(row["id"]),
                sessions=tuple(weeks[row["id"]][0]),
                safety=tuple(answers[row["id"]]),
                last=last.get(row["id"]),
                earlier=tuple(earlier[row["id"]]),
                ceiling_answers=tuple(above[row["id"]]),
                shares=weeks[row["id"]][1],
            )
            for row in people
        ]


def _assignments(connection: sa.Connection, theirs: sa.ColumnElement[bool]) -> dict[str, Assignment]:
    """The newest of each patient. Theirs are sorted in the index, so that each looks at one."""
    of, other = ASSIGNMENTS.table.c, ASSIGNMENTS.table.alias()
    newest = sa.select(other.c.no).where(other.c.patient == PATIENTS.table.c.id)
    newest = newest.order_by(other.c.at_utc.desc(), other.c.no.desc()).limit(1).correlate(PATIENTS.table)
    joined = PATIENTS.table.join(ASSIGNMENTS.table, of.no == newest.scalar_subquery())
    picked = sa.select(ASSIGNMENTS.table).select_from(joined).where(theirs)
    return {row["patient"]: value(ASSIGNMENTS, row) for row in rows_of(connection, picked)}


def _terms(connection: sa.Connection, newest: dict[str, Assignment], since: date) -> dict[str, list[Term]]:
    """How often the routines before the newest were asked for, newest first; of whom the newest held since that day
    none. One that is over counts too: it brings back none before it."""
    of = ASSIGNMENTS.table.c
    later = {patient: one.id for patient, one in newest.items() if one.start > since}
    people, found = list(later), defaultdict[str, list[Term]](list)
    picked = sa.select(of.patient, of.start, of.end, of.days_a_week, of.sessions_a_day)
    for start in range(0, len(people), CHUNK):
        some = people[start : start + CHUNK]
        theirs = picked.where(of.patient.in_(some), of.id.not_in([later[patient] for patient in some]))
        for patient, first, end, days, a_day in connection.execute(theirs.order_by(of.at_utc.desc(), of.no.desc())):
            found[patient].append(Term(start=first, end=end, days_a_week=days, sessions_a_day=a_day))
    return found


def _weeks(connection: sa.Connection, theirs: sa.ColumnElement[bool], since: date, people: Sequence[str]) -> Weeks:
    """The sessions since a day, and of whoever had fewer the newest three, oldest first; and the share done of each."""
    of = SESSIONS.table.c
    joined = SESSIONS.table.join(PATIENTS.table, PATIENTS.table.c.id == of.patient)
    picked = sa.select(*PICKED, of.patient, of.share).select_from(joined).where(theirs, of.day >= since)
    # All rows in one call: asked for one by one they take half as long again.
    rows: Rows = connection.execute(picked.order_by(of.at_utc, of.no)).all()
    counts = Counter(row[-2] for row in rows)
    few = [patient for patient in people if counts[patient] < NEWEST]
    weeks: Weeks = defaultdict(lambda: ([], {}))
    for row in (*_earlier(connection, few, since), *rows):
        sessions, shares = weeks[row[-2]]
        sessions.append(session_of(row[:-2]))
        shares[row[0]] = row[-1]
    return weeks


def _earlier(connection: sa.Connection, people: Sequence[str], before: date) -> list[Any]:
    """The newest sessions of some patients before a day, oldest first."""
    of = SESSIONS.table.c
    found: list[Any] = []
    turn = sa.func.row_number().over(partition_by=of.patient, order_by=(of.at_utc.desc(), of.no.desc())).label("turn")
    for start in range(0, len(people), CHUNK):
        some = (of.patient.in_(people[start : start + CHUNK]), of.day < before, of.day >= before - EARLIER)
        ranked = sa.select(of.no, turn).where(*some).subquery()
        picked = sa.select(*PICKED, of.patient, of.share).join(ranked, ranked.c.no == of.no)
        found += connection.execute(picked.where(ranked.c.turn <= NEWEST).order_by(of.at_utc, of.no)).all()
    return found


def _answers(connection: sa.Connection, theirs: sa.ColumnElement[bool]) -> dict[str, list[tuple[datetime, str]]]:
    """Every safety answer, oldest first."""
    of = SAFETY.table.c
    joined = SAFETY.table.join(PATIENTS.table, PATIENTS.table.c.id == of.patient)
    picked = sa.select(of.patient, of.at_utc, of.at_offset_min, of.outcome).select_from(joined).where(theirs)
    answers: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for patient, at_utc, offset_min, outcome in connection.execute(picked.order_by(of.at_utc, of.no)):
        answers[patient].append((local(at_utc, offset_min), outcome))
    return answers


def _above(connection: sa.Connection, theirs: sa.ColumnElement[bool], since: date) -> dict[str, list[CeilingTold]]:
    """What each made of pain above the ceiling since about that day, oldest first."""
    of = CEILING.table.c
    joined = CEILING.table.join(PATIENTS.table, PATIENTS.table.c.id == of.patient)
    # A day before, as its hours may be in the day asked for by the clock on the wall.
    lately = of.at_utc >= datetime.combine(since - timedelta(days=1), time())
    found: dict[str, list[CeilingTold]] = defaultdict(list)
    picked = sa.select(CEILING.table).select_from(joined).where(theirs, lately).order_by(of.at_utc, of.no)
    for row in rows_of(connection, picked):
        found[row["patient"]].append(value(CEILING, row))
    return found


def _last(connection: sa.Connection, theirs: sa.ColumnElement[bool]) -> dict[str, datetime]:
    """When each had their last session. A patient's sessions are sorted in the index, so that each looks at one."""
    of = SESSIONS.table.c

    def newest(column: Any) -> Any:
        picked = sa.select(column).where(of.patient == PATIENTS.table.c.id).order_by(of.at_utc.desc(), of.no.desc())
        return picked.limit(1).correlate(PATIENTS.table).scalar_subquery()

    picked = sa.select(PATIENTS.table.c.id, newest(of.at_utc), newest(of.at_offset_min)).where(theirs)
    return {patient: local(at, offset) for patient, at, offset in connection.execute(picked) if at is not None}
