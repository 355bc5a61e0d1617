"""The hours at the desk: minutes by state, breaks, alerts, glasses of water."""

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"


def upgrade() -> None:
    """Make their tables."""
    untold: sa.Column[Any] = sa.Column("untold_s", sa.Double(), nullable=True)
    seconds = sa.Column("seconds", sa.JSON(), nullable=False)
    _create("posture_minutes", *_at(), seconds, _whole("shifts"), _flag("side"), untold, _text("uid"), key="at_utc")
    moments = [_text("asked"), _text("start"), _text("end")]
    words = [_text("how"), _text("exercise"), _whole("snoozes")]
    _create("posture_breaks", *moments, *words, _text("uid"), *_at(), key="uid")
    _create("posture_alerts", *_at(), _text("kind"), _text("uid"), key="uid")
    _create("glasses", *_at(), _text("uid"), key="uid")
    for name in ("posture_breaks", "posture_alerts", "glasses"):
        op.create_index(f"ix_{name}_at_utc", name, ["at_utc"])


def _create(name: str, *columns: sa.Column[Any], key: str) -> None:
    number = sa.Column("no", sa.Integer(), primary_key=True)
    op.create_table(name, number, *columns, sa.UniqueConstraint(key, name=f"uq_{name}"))


def _at() -> list[sa.Column[Any]]:
    return [sa.Column("at_utc", sa.DateTime(), nullable=False), _whole("at_offset_min")]


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=False)


def _whole(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)
