"""The tables of a practice, on SQLite or PostgreSQL; how a field lies in its columns: `coach.database.columns`.

Their names begin with "clinic_", so that a practice may keep them beside others in one database. A session's exercises
lie in a table of their own (`DETAILS`), one cell a session: the overview reads many sessions without them, a patient's
page a year with them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from coach.core.therapy import practice, results
from coach.database.columns import Reader, column, shape

METADATA: Final = sa.MetaData()

PREFIX: Final = "clinic_"


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of value, its table, how its cells are read, and the columns that say which one it is."""

    entry: type[Any]
    table: sa.Table
    readers: Mapping[str, Reader]
    keys: tuple[str, ...]


def _table(
    name: str,
    columns: Sequence[sa.Column[Any]],
    *unique: tuple[str, ...],
    of: str = "patient",
    index: Sequence[str] = (),
) -> sa.Table:
    """A table; `of` is the column that names the patient, account or session its rows belong to ("" for none)."""
    more: list[sa.schema.SchemaItem] = [
        sa.UniqueConstraint(*keys, name=f"uq_{PREFIX}{name}_{keys[-1]}") for keys in unique
    ]
    if of:
        there = f"{PREFIX}{of}s.{'session' if of == 'session' else 'id'}"
        more.append(sa.ForeignKeyConstraint([of], [there], name=f"fk_{PREFIX}{name}_{of}"))
    if index:
        more.append(sa.Index(f"ix_{PREFIX}{name}_{index[-1]}", *index))
    return sa.Table(f"{PREFIX}{name}", METADATA, sa.Column("no", sa.Integer, primary_key=True), *columns, *more)


def _kept(
    entry: type[Any], name: str, *unique: tuple[str, ...], leave_out: Sequence[str] = (), of: str = "patient",
    more: Sequence[sa.Column[Any]] = (), index: Sequence[str] = (),
) -> Kept:  # fmt: skip
    found = shape(entry, unique[0] if unique else (), leave_out)
    table = _table(name, [*found.columns, *more], *unique, of=of, index=index)
    return Kept(entry, table, found.readers, unique[0] if unique else ())


def _text(name: str) -> sa.Column[Any]:
    return column(name, sa.String)


def _utc(name: str) -> sa.Column[Any]:
    return column(name, sa.DateTime)


# The folded address tells accounts apart; the other is shown.
ACCOUNTS: Final = _kept(practice.Account, "accounts", ("id",), ("email_folded",), of="", more=[_text("email_folded")])
SECRETS: Final = _table(
    "secrets", [_text("account"), _text("password"), column("sealed", sa.LargeBinary)], ("account",), of="account"
)
SIGN_INS: Final = _table(
    "sign_ins",
    [_text("token_hash"), _text("account"), _utc("begun"), _utc("until"), _utc("used")],
    ("token_hash",),
    of="account",
)
FAILURES: Final = _table("failures", [_text("email_folded"), _utc("at_utc")], of="", index=("email_folded", "at_utc"))

PATIENTS: Final = _kept(practice.Patient, "patients", ("id",), ("reference",), of="", index=("therapist",))
TOKENS: Final = _table("tokens", [_text("patient"), _text("token_hash")], ("patient",), ("token_hash",))
ASSIGNMENTS: Final = _kept(practice.Assignment, "assignments", ("id",), index=("patient", "at_utc"))
DELIVERIES: Final = _kept(practice.Delivery, "deliveries", ("patient", "digest"), ("id",))

# `told_utc`: when the file was made that said so; an older one that comes later changes nothing. `share`: how much was
# done of what was asked. `digest`: of the routine that the file answers.
SESSIONS: Final = _kept(
    results.SessionDone,
    "sessions",
    ("session",),
    leave_out=("exercises",),
    more=[
        *(_text("patient"), _text("digest"), column("day", sa.Date), _utc("told_utc")),
        column("share", sa.Double, nullable=True),
    ],
    index=("patient", "at_utc"),
)
BY_DAY: Final = sa.Index(f"ix_{PREFIX}sessions_day", SESSIONS.table.c.day)
DETAILS: Final = _table("details", [_text("session"), _text("exercises")], ("session",), of="session")
# What a file says beside its sessions, the newest of each routine digest.
HEADS: Final = _table(
    "heads",
    [
        *(_text("patient"), _text("digest"), _utc("told_utc"), _text("made_at")),
        *(column("since", sa.Date), column("until", sa.Date)),
        *(_text("reference"), _text("person"), _text("routine"), _text("routine_name")),
        *(column("versions", sa.JSON), column("posture", sa.JSON)),
    ],
    ("patient", "digest"),
)
_BESIDE: Final = ("patient", "digest")
SAFETY: Final = _kept(
    results.SafetyTold, "safety", ("patient", "at_utc", "outcome"), more=[_text(name) for name in _BESIDE]
)
CEILING: Final = _kept(
    results.CeilingTold,
    "ceiling",
    ("patient", "at_utc", "pain", "ceiling", "how"),
    more=[_text(name) for name in _BESIDE],
)
CHANGES: Final = _kept(
    results.PlanChange,
    "changes",
    ("patient", "at_utc", "exercise", "what", "before", "after", "how"),
    more=[_text(name) for name in _BESIDE],
)
NOTES: Final = _kept(practice.Note, "notes", ("id",), index=("patient",))
RECORDINGS: Final = _kept(practice.Recording, "recordings", ("patient", "digest", "exercise"))
AUDIT: Final = _kept(practice.Audited, "audit", of="", index=("patient",))

OF_PATIENTS: Final = (
    *(TOKENS, ASSIGNMENTS.table, DELIVERIES.table, SESSIONS.table, HEADS),
    *(SAFETY.table, CEILING.table, CHANGES.table, NOTES.table, RECORDINGS.table),
)
"""What belongs to a patient, by its column `patient`; `DETAILS` belong to sessions."""

TABLES: Final = tuple(METADATA.sorted_tables)
"""Every table; what others belong to stands before them."""
