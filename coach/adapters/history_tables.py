"""The history in tables, on SQLite or PostgreSQL: one table for each kind of entry, made from the entry's own fields.

Times are kept as UTC with the offset of the place they were told in, so that the local day survives; `no` counts rows
as they came, so that a clock that jumps changes no order. Text that is None is "", as an empty cell equals no other.
"""

import json
import math
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any, Final, Literal, Union, get_args, get_origin

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from coach.core import history as kept
from coach.core.cells import clean, finite, local, moment, plain, spans
from coach.core.sitting import record as desk

METADATA: Final = sa.MetaData()

Row = dict[str, Any]

_TYPES: Final = {str: sa.String, bool: sa.Boolean, int: sa.Integer, float: sa.Double, datetime: sa.String}
_MOMENT: Final = {"at_utc": sa.DateTime, "at_offset_min": sa.Integer}
_EXTRA: Final = {"day": sa.Date, "uid": sa.String, **_MOMENT}
"""Columns beside the fields."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry, its table, and the columns that say which one it is: the same again takes its place. `readers`
    turn a column's cell into a field's value, where the two differ."""

    entry: type[kept.Entry]
    table: sa.Table
    keys: tuple[str, ...]
    readers: Mapping[str, Callable[[Any], Any] | None]


def _table(name: str, columns: list[sa.Column[Any]], keys: tuple[str, ...], parent: str, index: str) -> sa.Table:
    more: list[sa.schema.SchemaItem] = [sa.UniqueConstraint(*keys, name=f"uq_{name}")]
    if parent:
        more.append(sa.ForeignKeyConstraint([parent], [f"{parent}s.{parent}"], name=f"fk_{name}_{parent}"))
    if index:
        more.append(sa.Index(f"ix_{name}_{index}", index))
    return sa.Table(name, METADATA, sa.Column("no", sa.Integer, primary_key=True), *columns, *more)


def _kind(
    entry: type[kept.Entry], name: str, *keys: str, parent: str = "", index: str = "", extra: Sequence[str] = ()
) -> Kind:
    columns: list[sa.Column[Any]] = []
    readers: dict[str, Callable[[Any], Any] | None] = {}
    for item in fields(entry):
        if item.type is datetime:
            columns += [_column(name, kind) for name, kind in _MOMENT.items()]
            continue
        hints = get_args(item.type) if get_origin(item.type) in {Union, types.UnionType} else (item.type,)
        origin = get_origin(hints[0])
        kind = sa.String if origin is Literal else sa.JSON if origin else _TYPES[hints[0]]
        # A number may be missing (nan), unless it tells rows apart.
        columns.append(_column(item.name, kind, nullable=kind is sa.Double and item.name not in keys))
        readers[item.name] = _reader(kind, origin or hints[0], optional=types.NoneType in hints)
    columns += [_column(name, _EXTRA[name]) for name in extra]
    return Kind(entry, _table(name, columns, keys, parent, index), keys, readers)


def _column(name: str, kind: type[sa.types.TypeEngine[Any]], *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def _reader(kind: Any, hint: Any, *, optional: bool) -> Callable[[Any], Any] | None:
    if kind is sa.JSON:
        return tuple if hint is tuple else spans
    if hint is datetime:
        return lambda cell: datetime.fromisoformat(cell) if cell else None
    if kind is sa.String:
        return (lambda cell: cell or None) if optional else None
    return (lambda cell: math.nan if cell is None else cell) if kind is sa.Double and not optional else None


SESSIONS: Final = _kind(kept.SessionStarted, "sessions", "session", index="day", extra=("day",))
SETS: Final = _kind(kept.SetStarted, "sets", "set", parent="session", index="session")
REPS: Final = _kind(kept.RepDone, "reps", "set", "start_s", "end_s", "side", parent="set")
HOLDS: Final = _kind(kept.HoldDone, "holds", "set", "start_s", parent="set")
FAULTS: Final = _kind(kept.FaultSeen, "faults", "set", "fault", "start_s", "side", parent="set")
# Twice +1 while the picture stands still are two corrections: only the act of writing tells them apart.
CORRECTIONS: Final = _kind(kept.Corrected, "corrections", "uid", parent="set", index="set", extra=("uid",))
SET_ENDS: Final = _kind(kept.SetEnded, "set_ends", "set", parent="set")
# Pain asks for no parent: it may be told before its session begins.
PAINS: Final = _kind(kept.PainTold, "pains", "at_utc", "when", "session", index="session")
EFFORTS: Final = _kind(kept.EffortTold, "efforts", "session", parent="session")
SCREENINGS: Final = _kind(kept.SafetyAnswered, "screenings", "at_utc", "outcome")
SESSION_ENDS: Final = _kind(kept.SessionEnded, "session_ends", "session", parent="session")
# `uid` of the writing that came last: the same one, tried twice, adds nothing.
MINUTES: Final = _kind(desk.PostureMinute, "posture_minutes", "at_utc", extra=("uid",))
BREAKS: Final = _kind(desk.BreakKept, "posture_breaks", "uid", index="at_utc", extra=("uid", *_MOMENT))
ALERTS: Final = _kind(desk.AlertGiven, "posture_alerts", "uid", index="at_utc", extra=("uid",))
GLASSES: Final = _kind(desk.GlassDrunk, "glasses", "uid", index="at_utc", extra=("uid",))

KINDS: Final = (
    *(SESSIONS, SETS, REPS, HOLDS, FAULTS, CORRECTIONS, SET_ENDS, PAINS, EFFORTS, SCREENINGS, SESSION_ENDS),
    *(MINUTES, BREAKS, ALERTS, GLASSES),
)
"""Every kind of entry; what others belong to stands before them."""

STRAYS: Final = _table(
    "strays",
    [_column(name, sa.String) for name in ("uid", "kind", "content", "why")],
    keys=("uid",),
    parent="",
    index="",
)
"""What fits nowhere (its set is not known, or it makes no row) is kept here as text, never dropped."""


# --- Entries and rows. ---


def to_row(kind: Kind, entry: Any, uid: str) -> Row:
    """An entry as a row of its table. Raises TypeError or ValueError where a value is not of its kind."""
    row: Row = {"uid": uid} | (_moment(entry.at) if "at_utc" in kind.table.c else {})
    row |= {name: _cell(kind.table.c[name].type, getattr(entry, name)) for name in kind.readers}
    if isinstance(entry, kept.SessionStarted):
        row["day"] = entry.at.date()
    return {name: value for name, value in row.items() if name in kind.table.c}


def _moment(at: datetime) -> Row:
    return dict(zip(_MOMENT, moment(at if at.tzinfo else at.astimezone()), strict=True))


def _cell(kind: sa.types.TypeEngine[Any], value: Any) -> Any:
    """A value as its column takes it; numbers of numpy become plain ones."""
    if isinstance(kind, sa.String):
        return value.isoformat() if isinstance(value, datetime) else clean(value or "")
    if isinstance(kind, sa.JSON):
        return plain(value)
    number = {sa.Boolean: bool, sa.Integer: int}.get(type(kind), finite)
    return None if value is None else number(value)


def to_entry(kind: Kind, row: Mapping[str, Any]) -> Any:
    """The entry a row was made of."""
    values = {name: read(row[name]) if read else row[name] for name, read in kind.readers.items()}
    if "at" in kind.entry.__dataclass_fields__:
        values["at"] = local(row["at_utc"], row["at_offset_min"])
    return kind.entry(**values)


# --- Reading and writing. ---


class SqlStore:
    """An open history. Any thread may call, and every method may raise the database's own errors.

    Args:
        engine: as `migrations.opening` opens it: what begins with the option `write` takes its turn at once.
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
        ends = [_moment(end)["at_utc"] for end in (since, until)]
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
    known = _rows(connection, MINUTES.table, MINUTES.table.c.at_utc == _moment(whole.at)["at_utc"])
    before = to_entry(MINUTES, known[0]) if known else None
    return before if before and known[0]["uid"] == uid else kept.together(before, minute)


def columns() -> dict[str, tuple[str, ...]]:
    """Names of the columns of every table, by its name."""
    return {table.name: tuple(table.columns.keys()) for table in (*(kind.table for kind in KINDS), STRAYS)}
