"""The tables of the history, on SQLite or PostgreSQL: one for each kind of entry, made from the entry's own fields.

How a field lies in its columns: `coach.database.columns`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from coach.core import history as kept
from coach.core.care import record as care
from coach.core.sitting import record as desk
from coach.database.columns import MOMENT, Reader, Row, cells, column, moment_cells, shape, value_of

__all__ = ("CARE", "KINDS", "METADATA", "STRAYS", "Kind", "Row", "columns", "moment_cells", "to_entry", "to_row")

METADATA: Final = sa.MetaData()

_EXTRA: Final = {"day": sa.Date, "uid": sa.String, **MOMENT}
"""Columns beside the fields."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry, its table, and the columns that say which one it is: the same again takes its place. `readers`
    turn a column's cell into a field's value, where the two differ."""

    entry: type[kept.Entry]
    table: sa.Table
    keys: tuple[str, ...]
    readers: Mapping[str, Reader]


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
    found = shape(entry, keys)
    columns = [*found.columns, *(column(name, _EXTRA[name]) for name in extra)]
    return Kind(entry, _table(name, columns, keys, parent, index), keys, found.readers)


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
BREAKS: Final = _kind(desk.BreakKept, "posture_breaks", "uid", index="at_utc", extra=("uid", *MOMENT))
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
    [column(name, sa.String) for name in ("uid", "kind", "content", "why")],
    keys=("uid",),
    parent="",
    index="",
)
"""What fits nowhere (its set is not known, or it makes no row) is kept here as text, never dropped."""


def to_row(kind: Kind, entry: Any, uid: str) -> Row:
    """An entry as a row of its table. Raises TypeError or ValueError where a value is not of its kind."""
    row: Row = {"uid": uid} | cells(kind.table, kind.readers, entry)
    if isinstance(entry, kept.SessionStarted):
        row["day"] = entry.at.date()
    return {name: value for name, value in row.items() if name in kind.table.c}


def to_entry(kind: Kind, row: Mapping[str, Any]) -> Any:
    """The entry a row was made of."""
    return value_of(kind.entry, kind.readers, row)


def columns() -> dict[str, tuple[str, ...]]:
    """Names of the columns of every table, by its name."""
    return {table.name: tuple(table.columns.keys()) for table in (*(kind.table for kind in KINDS), STRAYS)}
