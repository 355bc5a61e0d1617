"""The first tables: one for each kind of thing that is kept."""

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None


def _at() -> list[sa.Column[Any]]:
    return [sa.Column("at_utc", sa.DateTime(), nullable=False), _whole("at_offset_min")]


def _create(name: str, *columns: sa.Column[Any], keys: list[str], parent: str = "") -> None:
    constraints: list[sa.Constraint] = [sa.UniqueConstraint(*keys, name=f"uq_{name}")]
    if parent:
        constraints.append(sa.ForeignKeyConstraint([parent], [f"{parent}s.{parent}"], name=f"fk_{name}_{parent}"))
    number = sa.Column("no", sa.Integer(), primary_key=True)
    op.create_table(name, number, *columns, *constraints)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=False)


def _whole(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _number(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Double(), nullable=nullable)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def upgrade() -> None:
    """Make every table of the first release."""
    _sessions()
    _sets()
    _events()
    _answers()


def _sessions() -> None:
    names = [_text("routine"), _text("routine_name"), _json("versions")]
    day = sa.Column("day", sa.Date(), nullable=False)
    _create("sessions", _text("session"), *_at(), *names, day, keys=["session"])
    op.create_index("ix_sessions_day", "sessions", ["day"])
    _create("session_ends", _text("session"), *_at(), _flag("complete"), keys=["session"], parent="session")
    _create("efforts", _text("session"), *_at(), _whole("score"), keys=["session"], parent="session")


def _sets() -> None:
    asked = [_text("exercise"), _whole("set_no"), _whole("sets"), _whole("reps"), _number("hold_s"), _text("side")]
    _create("sets", _text("set"), _text("session"), *_at(), *asked, keys=["set"], parent="session")
    op.create_index("ix_sets_session", "sets", ["session"])
    quality = [_number("seen"), _number("yaw_deg"), _number("fps"), _number("armed_s")]
    _create("set_ends", _text("set"), *_at(), _text("end"), _text("reason"), *quality, keys=["set"], parent="set")


def _events() -> None:
    def key(name: str) -> sa.Column[Any]:
        return _number(name, nullable=False)

    rep = [key("start_s"), _number("peak_s"), key("end_s"), _text("side"), _flag("complete"), _number("hold_s")]
    lists = [_json("range"), _json("faults")]
    _create("reps", _text("set"), *rep, *lists, keys=["set", "start_s", "end_s", "side"], parent="set")
    hold = [key("start_s"), _number("end_s"), _number("good_s"), _text("side"), _flag("running")]
    _create("holds", _text("set"), *hold, keys=["set", "start_s"], parent="set")
    fault = [_text("fault"), key("start_s"), _number("end_s"), _text("severity"), _text("side")]
    _create("faults", _text("set"), *fault, keys=["set", "fault", "start_s", "side"], parent="set")
    correction = [_number("t_s"), _whole("delta"), _text("uid")]
    _create("corrections", _text("set"), *correction, keys=["uid"], parent="set")
    op.create_index("ix_corrections_set", "corrections", ["set"])


def _answers() -> None:
    _create("pains", *_at(), _text("when"), _whole("score"), _text("session"), keys=["at_utc", "when", "session"])
    op.create_index("ix_pains_session", "pains", ["session"])
    _create("screenings", *_at(), _text("outcome"), _json("answers"), keys=["at_utc", "outcome"])
    _create("strays", _text("uid"), _text("kind"), _text("content"), _text("why"), keys=["uid"])
