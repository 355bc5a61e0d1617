"""The first tables of a practice: who signs in, patients, what is assigned, what comes back, the log."""

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None


def upgrade() -> None:
    """Make the tables."""
    _people()
    _patients()
    _sessions()


def _people() -> None:
    account = [*_texts("id name email role"), _flag("active"), *_texts("public_key seal_key email_folded")]
    _create("accounts", "", ["id", "email_folded"], account)
    _create("secrets", "account", ["account"], [*_texts("account password"), _bytes("sealed")])
    sign_in = [*_texts("token_hash account"), _utc("begun"), _utc("until"), _utc("used")]
    _create("sign_ins", "account", ["token_hash"], sign_in)
    _create("failures", "", [], [_text("email_folded"), _utc("at_utc")])
    _index("failures", "email_folded", "at_utc")
    _create("audit", "", [], [*_at(), *_texts("account what patient detail")])
    _index("audit", "patient")


def _patients() -> None:
    patient = [*_texts("id reference name therapist created_at"), _flag("archived")]
    _create("patients", "", ["id", "reference"], [*patient, *_texts("problem goals precautions")])
    _index("patients", "therapist")
    _create("tokens", "patient", ["patient", "token_hash"], _texts("patient token_hash"))
    routine = [*_texts("id patient routine name"), _whole("version"), *_texts("digest text"), *_at(), _text("by")]
    days = [_day("start"), _day("end", missing=True), _day("review", missing=True)]
    often = [_whole(name) for name in ("days_a_week", "sessions_a_day", "pain_ceiling")]
    _create("assignments", "patient", ["id"], [*routine, *days, *often])
    _index("assignments", "patient", "at_utc")
    numbers = [_whole("sessions_new"), _whole("sessions_known")]
    came = [*_texts("id patient digest"), *_at(), *_texts("by signed key"), *numbers]
    _create("deliveries", "patient", ["patient digest", "id"], came)
    _create("notes", "patient", ["id"], [*_texts("id patient"), *_at(), *_texts("by text")])
    _index("notes", "patient")
    recording = [*_texts("id patient name digest"), *_at(), _text("exercise"), _json("found")]
    _create("recordings", "patient", ["patient digest exercise"], recording)


def _sessions() -> None:
    session = [_text("session"), *_at(), *_texts("routine routine_name"), _whole("routine_version"), _real("minutes")]
    told = ("pain_before", "pain_after", "pain_stop", "pain_next_day", "effort")
    pains = [_text("ended"), *(_whole(name, missing=True) for name in told), _text("stop_reason"), _real("seen")]
    beside = [*_texts("patient digest"), _day("day"), _utc("told_utc"), _real("share")]
    _create("sessions", "patient", ["session"], [*session, *pains, *beside])
    _index("sessions", "patient", "at_utc")
    _index("sessions", "day")
    _create("details", "session", ["session"], _texts("session exercises"))
    head = [*_texts("patient digest"), _utc("told_utc"), _text("made_at"), _day("since"), _day("until")]
    texts = _texts("reference person routine routine_name")
    _create("heads", "patient", ["patient digest"], [*head, *texts, _json("versions"), _json("posture")])
    _create("safety", "patient", ["patient at_utc outcome"], [*_at(), *_texts("outcome patient digest")])
    answer = [*_at(), _whole("pain"), _whole("ceiling"), *_texts("how patient digest")]
    _create("ceiling", "patient", ["patient at_utc pain ceiling how"], answer)
    change = [*_at(), *_texts("exercise what before after how patient digest")]
    _create("changes", "patient", ["patient at_utc exercise what before after how"], change)


def _create(name: str, of: str, keys: list[str], columns: list[sa.Column[Any]]) -> None:
    """Make a table whose rows belong to `of`; names within a key stand apart by spaces."""
    table = f"clinic_{name}"
    more: list[sa.Constraint] = [
        sa.UniqueConstraint(*key.split(), name=f"uq_{table}_{key.split()[-1]}") for key in keys
    ]
    if of:
        there = f"clinic_{of}s.{'session' if of == 'session' else 'id'}"
        more.append(sa.ForeignKeyConstraint([of], [there], name=f"fk_{table}_{of}"))
    op.create_table(table, sa.Column("no", sa.Integer(), primary_key=True), *columns, *more)


def _index(name: str, *columns: str) -> None:
    op.create_index(f"ix_clinic_{name}_{columns[-1]}", f"clinic_{name}", list(columns))


def _at() -> list[sa.Column[Any]]:
    return [_utc("at_utc"), _whole("at_offset_min")]


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=False)


def _texts(names: str) -> list[sa.Column[Any]]:
    return [_text(name) for name in names.split()]


def _whole(name: str, *, missing: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=missing)


def _day(name: str, *, missing: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=missing)


def _utc(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(), nullable=False)


def _real(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Double(), nullable=True)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _bytes(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)
