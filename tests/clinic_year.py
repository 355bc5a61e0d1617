"""A large practice: patients with a year of sessions, put in in bulk; and how long the pages' questions take."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import numpy as np
import sqlalchemy as sa

from coach.adapters.clinic_db.base import row_of
from coach.adapters.clinic_db.people import utc
from coach.adapters.clinic_db.records import SqlRecords
from coach.adapters.clinic_db.returned import _head
from coach.adapters.clinic_db.sessions import exercises_text, session_row
from coach.adapters.clinic_db.tables import ASSIGNMENTS, DETAILS, HEADS, PATIENTS, SAFETY, SESSIONS, TOKENS
from coach.clinic.guard import digest_of
from coach.core.therapy.needs import first_day, standings
from coach.core.therapy.results import SafetyTold, SessionDone
from coach.core.therapy.trends import trends
from tests.clinic_samples import BRIDGE, FIRST, GIVEN, MIRA, PLANK, RESULTS, ZONE, delivery

NOW: Final = datetime(2026, 11, 30, 9, tzinfo=ZONE)
SESSIONS_A_YEAR: Final = 150
EXERCISES: Final = ("glute_bridge", "bird_dog", "plank", "dead_bug")
TEXT: Final = "# A routine as a file: about three thousand letters.\n" * 60


@dataclass(frozen=True, slots=True)
class Taken:
    """How long something took, milliseconds: the middle one, and the slowest but one in twenty."""

    name: str
    p50: float
    p95: float


def year(patient: int, seed: int = 1, now: datetime = NOW) -> list[SessionDone]:
    """A patient's sessions, oldest first: every other day or so, some stopped, pain here and there."""
    chance = random.Random(seed * 100_000 + patient)
    found = []
    for number in range(SESSIONS_A_YEAR):
        at = now - timedelta(days=365 * (1 - number / SESSIONS_A_YEAR) - chance.random(), hours=chance.randrange(8))
        worse = chance.random() < 0.05
        before = chance.randrange(5)
        done = tuple(
            replace(
                PLANK if exercise == "plank" else BRIDGE,
                exercise=exercise,
                correct=chance.randrange(21),
                best=round(170 + chance.random() * 8, 1),
            )
            for exercise in EXERCISES
        )
        reason = "pain" if worse and chance.random() < 0.5 else None
        found.append(
            replace(
                FIRST,
                session=f"p{patient}-{seed}-{number}",
                at=at,
                pain_before=before,
                exercises=done,
                pain_after=before + 3 * worse,
                pain_stop=None,
                stop_reason=reason,
            )
        )
    return found


def token(patient: int) -> str:
    """By what a patient's program delivers."""
    return f"the-token-of-patient-{patient}"


def fill(records: SqlRecords, patients: int, now: datetime = NOW) -> None:
    """Put a practice in, table by table, as it stands at a moment."""
    for start in range(0, patients, 100):
        some = range(start, min(patients, start + 100))
        with records.changing() as connection:
            for table, rows in _tables(some, now).items():
                connection.execute(sa.insert(table), rows)
    with records._engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if connection.dialect.name != "sqlite":
            # As a server does by itself, some minutes after so much was written.
            connection.exec_driver_sql("ANALYZE")


def _tables(patients: range, now: datetime) -> dict[sa.Table, list[dict[str, Any]]]:
    rows: dict[sa.Table, list[dict[str, Any]]] = {
        kept: [] for kept in (PATIENTS.table, TOKENS, ASSIGNMENTS.table, HEADS, SESSIONS.table, DETAILS, SAFETY.table)
    }
    for number in patients:
        id_ = f"p{number}"
        person = replace(MIRA, id=id_, reference=f"R-{number}", name=f"Patient {number}", therapist=f"t{number % 5}")
        rows[PATIENTS.table].append(row_of(PATIENTS, person))
        rows[TOKENS].append({"patient": id_, "token_hash": digest_of(token(number))})
        told_all = replace(RESULTS, patient=person.reference, made_at=now)
        rows[HEADS].append(_head(told_all) | {"patient": id_, "digest": "d1", "told_utc": utc(now)})
        for version in range(4):
            given = replace(
                GIVEN, id=f"{id_}-{version}", patient=id_, version=version, text=TEXT,
                at=now - timedelta(days=365 - 80 * version), review=(now + timedelta(days=32)).date(),
            )  # fmt: skip
            rows[ASSIGNMENTS.table].append(row_of(ASSIGNMENTS, given))
        for session in year(number, now=now):
            rows[SESSIONS.table].append(session_row(session, patient=id_, digest="d1", told_utc=utc(now)))
            details = {"session": session.session, "exercises": exercises_text(session.exercises)}
            rows[DETAILS].append(details)
        if number % 10 == 0:
            told = SafetyTold(at=now - timedelta(days=number % 300), outcome="soon")
            rows[SAFETY.table].append(row_of(SAFETY, told, patient=id_, digest="d1"))
    return rows


def measured(records: SqlRecords, patients: int, times: int = 40) -> Iterator[Taken]:
    """Ask what the pages ask, again and again."""
    chance = random.Random(3)
    since = first_day(NOW)

    def somebody() -> str:
        return f"p{chance.randrange(patients)}"

    def overview() -> None:
        assert len(standings(records.recent(None, since), NOW)) == patients

    def page() -> None:
        who = somebody()
        found = trends(records.sessions(who, since=(NOW - timedelta(days=366)).date()))
        assert len(found) == len(EXERCISES)
        records.patient(who), records.assignments(who), records.notes(who), records.safety(who), records.deliveries(who)

    def take() -> None:
        number = chance.randrange(10**9)
        who, new = f"p{number % patients}", year(number, seed=2)[-60:]
        results = replace(RESULTS, sessions=tuple(new), made_at=NOW)
        assert records.take_results(who, results, delivery(str(number), who)).sessions_new == len(new)

    yield _timed("recent + standings", overview, times)
    yield _timed("one patient's year + trends", page, times)
    yield _timed("take_results, 60 sessions", take, times)


def _timed(name: str, ask: Callable[[], None], times: int) -> Taken:
    taken = []
    ask()
    for _ in range(times):
        start_s = time.perf_counter()
        ask()
        taken.append(1000 * (time.perf_counter() - start_s))
    return Taken(name, float(np.percentile(taken, 50)), float(np.percentile(taken, 95)))
