"""Tables made from the fields of values, on SQLite or PostgreSQL.

Times are kept as UTC with the offset of the place they were told in, so that the local day survives; `no` counts rows
as they came, so that a clock that jumps changes no order. Text that is None is "", as an empty cell equals no other.
"""

import math
import types
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Final, Literal, Union, get_args, get_origin

import sqlalchemy as sa

from coach.core.cells import clean, finite, local, moment, plain, spans

Row = dict[str, Any]
Reader = Callable[[Any], Any] | None
"""Turns a column's cell into a field's value; None where the two are the same."""

TYPES: Final = {
    str: sa.String, bool: sa.Boolean, int: sa.Integer, float: sa.Double,
    datetime: sa.String, date: sa.Date, bytes: sa.LargeBinary,
}  # fmt: skip
MOMENT: Final = {"at_utc": sa.DateTime, "at_offset_min": sa.Integer}
"""The columns of a field named `at`."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the values of a class lie in columns: a reader for each field but `at`, which has its two columns."""

    columns: tuple[sa.Column[Any], ...]
    readers: Mapping[str, Reader]


def shape(entry: type[Any], keys: Collection[str] = (), leave_out: Collection[str] = ()) -> Shape:
    """The columns of a dataclass's fields.

    Args:
        keys: fields that tell rows apart: such a number is never missing.
        leave_out: fields that are kept elsewhere.
    """
    columns: list[sa.Column[Any]] = []
    readers: dict[str, Reader] = {}
    for item in fields(entry):
        if item.name == "at":
            columns += moment_columns()
        elif item.name not in leave_out:
            hints = get_args(item.type) if get_origin(item.type) in {Union, types.UnionType} else (item.type,)
            origin, optional = get_origin(hints[0]), types.NoneType in hints
            kind = sa.String if origin is Literal else sa.JSON if origin else TYPES[hints[0]]
            # A number may be missing (nan), unless it tells rows apart; what may be None too, but for text.
            missing = (kind is sa.Double and item.name not in keys) or (optional and kind is not sa.String)
            columns.append(column(item.name, kind, nullable=missing))
            readers[item.name] = _reader(kind, origin or hints[0], optional=optional)
    return Shape(tuple(columns), readers)


def moment_columns() -> list[sa.Column[Any]]:
    """The columns of a moment."""
    return [column(name, kind) for name, kind in MOMENT.items()]


def column(name: str, kind: type[sa.types.TypeEngine[Any]], *, nullable: bool = False) -> sa.Column[Any]:
    """A column; a cell of it is never missing unless it is `nullable`."""
    return sa.Column(name, kind, nullable=nullable)


def _reader(kind: Any, hint: Any, *, optional: bool) -> Reader:
    if kind is sa.JSON:
        return None if hint is dict else tuple if hint is tuple else spans
    if hint is datetime:
        return lambda cell: datetime.fromisoformat(cell) if cell else None
    if kind is sa.String:
        return (lambda cell: cell or None) if optional else None
    return (lambda cell: math.nan if cell is None else cell) if kind is sa.Double and not optional else None


def cells(table: sa.Table, readers: Mapping[str, Reader], value: Any) -> Row:
    """A value as the cells of its table. Raises TypeError or ValueError where a field is not of its kind."""
    row: Row = moment_cells(value.at) if "at_utc" in table.c and hasattr(value, "at") else {}
    return row | {name: _cell(table.c[name].type, getattr(value, name)) for name in readers}


def moment_cells(at: datetime) -> Row:
    """A moment as its two cells: UTC, and the offset of the place it was told in, minutes."""
    return dict(zip(MOMENT, moment(at if at.tzinfo else at.astimezone()), strict=True))


def _cell(kind: sa.types.TypeEngine[Any], value: Any) -> Any:
    """A value as its column takes it; numbers of numpy become plain ones."""
    if isinstance(kind, sa.String):
        return value.isoformat() if isinstance(value, datetime) else clean(value or "")
    if isinstance(kind, sa.JSON):
        return plain(value)
    if isinstance(kind, sa.Date | sa.LargeBinary):
        return value
    number = {sa.Boolean: bool, sa.Integer: int}.get(type(kind), finite)
    return None if value is None else number(value)


def value_of(entry: type[Any], readers: Mapping[str, Reader], row: Mapping[str, Any], **more: Any) -> Any:
    """The value that a row was made of; `more` are fields that are kept elsewhere."""
    values = {name: read(row[name]) if read else row[name] for name, read in readers.items()} | more
    if "at" in entry.__dataclass_fields__:
        values["at"] = local(row["at_utc"], row["at_offset_min"])
    return entry(**values)
