"""What comes from a therapist: routines taken, answers to a pain ceiling, results shared."""

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"


def upgrade() -> None:
    """Make their tables."""
    taken = [_text("taken"), *_at(), _text("routine"), _text("digest"), _whole("version"), _text("author")]
    _create("routines_taken", ["taken"], *taken, _text("how"))
    asked = [*_at(), _text("routine"), _whole("pain"), _whole("ceiling"), _text("how")]
    _create("ceiling_answers", ["at_utc", "routine"], *asked)
    _create("results_shared", ["at_utc", "routine", "how"], *_at(), _text("routine"), _text("how"))


def _create(name: str, keys: list[str], *columns: sa.Column[Any]) -> None:
    number = sa.Column("no", sa.Integer(), primary_key=True)
    unique = sa.UniqueConstraint(*keys, name=f"uq_{name}")
    op.create_table(name, number, *columns, _text("uid"), unique)


def _at() -> list[sa.Column[Any]]:
    return [sa.Column("at_utc", sa.DateTime(), nullable=False), _whole("at_offset_min")]


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=False)


def _whole(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)
