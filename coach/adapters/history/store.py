"""The history in its tables: entries put in, records read out."""

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from coach.adapters.history.kinds import (
    ALERTS,
    BREAKS,
    CARE,
    GLASSES,
    KINDS,
    MINUTES,
    PAINS,
    SCREENINGS,
    SESSIONS,
    SETS,
    STRAYS,
    Kind,
    Row,
    moment_cells,
    to_entry,
    to_row,
)
from coach.core import history as kept
from coach.core.care.record import CareRecord
from coach.core.cells import clean, local
from coach.core.sitting import record as desk


class SqlStore:
    """An open history. Any thread may call, and every method may raise the database's own errors.

    Args:
        engine: as `database.opening` opens it: what begins with the option `write` takes its turn at once.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._writing = engine.execution_options(write=True)
        # The two write "or put it in the place of" alike, yet share no type.
        insert: Callable[[sa.Table], Any] = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
        self._puts: dict[type, tuple[Kind, Any]] = {}
        for kind in KINDS:
            put = insert(kind.table)
            rest = {c.name: put.excluded[c.name] for c in kind.table.c if c.name not in {"no", *kind.keys}}
            self._puts[kind.entry] = (kind, put.on_conflict_do_update(index_elements=kind.keys, set_=rest))
        self._stray = insert(STRAYS).on_conflict_do_nothing(index_elements=["uid"])

    def put(self, uid: str, entry: kept.Entry) -> None:
        """Keep an entry, at once and whole; one whose set or session is not known becomes a stray."""
        kind, statement = self._puts[type(entry)]
        row = to_row(kind, entry, uid)
        try:
            with self._writing.begin() as connection:
                if isinstance(entry, desk.PostureMinute):
                    row = to_row(kind, _together(connection, entry, uid), uid)
                connection.execute(statement, row)
        except IntegrityError as error:
            self.put_stray(uid, type(entry).__name__, repr(entry), str(error.orig))

    def put_stray(self, uid: str, kind: str, content: str, why: str) -> None:
        """Keep what fits nowhere, as text."""
        row = {"uid": uid, "kind": kind, "content": clean(content), "why": clean(why)}
        with self._writing.begin() as connection:
            connection.execute(self._stray, row)

    def sessions(self, since: date | None = None) -> list[kept.SessionRecord]:
        """Sessions of that local day or later, in the order in which they came."""
        sessions, sets = SESSIONS.table.c, SETS.table.c
        picked = sa.select(sessions.session)
        picked = picked if since is None else picked.where(sessions.day >= since)
        within = {"session": picked, "set": sa.select(sets.set).where(sets.session.in_(picked))}
        with self._engine.connect() as connection:

            def of(entry: type, parent: str) -> dict[str, list[Any]]:
                kind = self._puts[entry][0]
                grouped: dict[str, list[Any]] = {}
                for found in _read(connection, kind, kind.table.c[parent].in_(within[parent])):
                    grouped.setdefault(getattr(found, parent), []).append(found)
                return grouped

            return kept.records(_read(connection, SESSIONS, sessions.session.in_(picked)), of)

    def posture(self, since: datetime, until: datetime) -> desk.PostureRecord:
        """What was kept of the hours at the desk from `since` to before `until`, both aware, oldest first."""
        ends = [moment_cells(end)["at_utc"] for end in (since, until)]
        with self._engine.connect() as connection:

            def of(kind: Kind, read: Callable[..., list[Any]] = _read) -> tuple[Any, ...]:
                at = kind.table.c.at_utc
                return tuple(sorted(read(connection, kind, at >= ends[0], at < ends[1]), key=lambda entry: entry.at))

            minutes = of(MINUTES, _read_minutes)
            return desk.PostureRecord(minutes=minutes, breaks=of(BREAKS), alerts=of(ALERTS), glasses=of(GLASSES))

    def pains(self) -> list[kept.PainTold]:
        """Every pain score, in the order in which they came."""
        with self._engine.connect() as connection:
            return list(_read(connection, PAINS))

    def screenings(self) -> list[kept.SafetyAnswered]:
        """Every safety screening, in the order in which they came."""
        with self._engine.connect() as connection:
            return list(_read(connection, SCREENINGS))

    def care(self) -> CareRecord:
        """Everything kept of care."""
        with self._engine.connect() as connection:
            found: dict[str, Any] = {kind.table.name: tuple(_read(connection, kind)) for kind in CARE}
        return CareRecord(**found)

    def tables(self) -> dict[str, list[Row]]:
        """Every row of every table by its name, as it is kept."""
        with self._engine.connect() as connection:
            return {table.name: _rows(connection, table) for table in (*(kind.table for kind in KINDS), STRAYS)}

    def take(self, other: "SqlStore") -> None:
        """Keep everything that another history holds; what is known already is put anew, none twice."""
        for name, rows in other.tables().items():
            kind = next((kind for kind in KINDS if kind.table.name == name), None)
            for row in rows:
                if kind:
                    self.put(row.get("uid", ""), to_entry(kind, row))
                else:
                    self.put_stray(row["uid"], row["kind"], row["content"], row["why"])

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def _rows(connection: sa.Connection, table: sa.Table, *where: sa.ColumnElement[bool]) -> list[Row]:
    found = connection.execute(sa.select(table).where(*where).order_by(table.c.no))
    names = tuple(found.keys())
    return [dict(zip(names, row, strict=True)) for row in found]


def _read(connection: sa.Connection, kind: Kind, *where: sa.ColumnElement[bool]) -> list[Any]:
    return [to_entry(kind, row) for row in _rows(connection, kind.table, *where)]


def _read_minutes(connection: sa.Connection, kind: Kind, *where: sa.ColumnElement[bool]) -> list[desk.PostureMinute]:
    """Minutes by the tens of thousands: many are alike, and so is what their text is read as."""
    read, of = cache(json.loads), kind.table.c
    text = sa.cast(of.seconds, sa.String)
    rows = connection.execute(
        sa.select(of.at_utc, of.at_offset_min, text, of.shifts, of.side, of.untold_s).where(*where)
    )
    return [
        desk.PostureMinute(
            at=local(utc, offset_min), seconds=read(seconds), shifts=shifts, side=side, untold_s=untold_s
        )
        for utc, offset_min, seconds, shifts, side, untold_s in rows
    ]


def _together(connection: sa.Connection, minute: desk.PostureMinute, uid: str) -> desk.PostureMinute:
    """A minute with what is kept of it already."""
    whole = kept.together(None, minute)
    known = _rows(connection, MINUTES.table, MINUTES.table.c.at_utc == moment_cells(whole.at)["at_utc"])
    before = to_entry(MINUTES, known[0]) if known else None
    return before if before and known[0]["uid"] == uid else kept.together(before, minute)
