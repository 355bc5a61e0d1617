"""The tables of the history, on SQLite or PostgreSQL: one for each kind of entry, made from the entry's own fields.

Times are kept as UTC with the offset of the place they were told in, so that the local day survives; `no` counts rows
as they came, so that a clock that jumps changes no order. Text that is None is "", as an empty cell equals no other.
"""

import math
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final, Literal, Union, get_args, get_origin

import sqlalchemy as sa

from coach.core import history as kept
from coach.core.care import record as care
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
        if item.name == "at":
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

CARE: Final = tuple(
    _kind(entry, name, *("at_utc" if key == "at" else key for key in keys), extra=("uid",))
    for entry, (name, keys) in care.FIELDS.items()
)
"""One table for each kind of entry about care."""

KINDS: Final = (
    *(SESSIONS, SETS, REPS, HOLDS, FAULTS, CORRECTIONS, SET_ENDS, PAINS, EFFORTS, SCREENINGS, SESSION_ENDS),
    *(MINUTES, BREAKS, ALERTS, GLASSES),
    *CARE,
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


def to_row(kind: Kind, entry: Any, uid: str) -> Row:
    """An entry as a row of its table. Raises TypeError or ValueError where a value is not of its kind."""
    row: Row = {"uid": uid} | (moment_cells(entry.at) if "at_utc" in kind.table.c else {})
    row |= {name: _cell(kind.table.c[name].type, getattr(entry, name)) for name in kind.readers}
    if isinstance(entry, kept.SessionStarted):
        row["day"] = entry.at.date()
    return {name: value for name, value in row.items() if name in kind.table.c}


def moment_cells(at: datetime) -> Row:
    """A moment as its two cells: UTC, and the offset of the place it was told in, minutes."""
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


def columns() -> dict[str, tuple[str, ...]]:
    """Names of the columns of every table, by its name."""
    return {table.name: tuple(table.columns.keys()) for table in (*(kind.table for kind in KINDS), STRAYS)}
