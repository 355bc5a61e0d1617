"""Care around the exercises: flare-ups, rounds of relief, activities, plans and their steps."""

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"


def upgrade() -> None:
    """Make their tables."""
    _create("flares", ["flare"], _text("flare"), *_at(), _text("onset"), _text("trigger"))
    _create("flare_ends", ["flare"], _text("flare"), *_at())
    taken_back: sa.Column[Any] = sa.Column("taken_back", sa.Boolean(), nullable=False)
    _create("help_sought", ["flare", "rung"], _text("flare"), _text("rung"), *_at(), taken_back)
    _create("rounds", ["round"], _text("round"), *_at(), _text("kind"), _real("length_s"))
    _create("round_ends", ["round"], _text("round"), *_at(), _text("how"), _real("lasted_s"))
    walks = [_text("activity"), *_at(), _text("kind"), _real("minutes"), _text("source")]
    _create("activities", ["activity"], *walks)
    answers = [sa.Column("floor", sa.Boolean(), nullable=False), sa.Column("answers", sa.JSON(), nullable=False)]
    _create("plans", ["plan"], _text("plan"), *_at(), _text("goal"), _whole("days"), *answers)
    dose = [_whole("sets"), _whole("reps"), _real("hold_s"), _real("rest_s")]
    _create("plan_items", ["plan", "number"], _text("plan"), _whole("number"), _text("exercise"), *dose)
    change = [_text("what"), _text("before"), _text("after"), _text("rule"), _text("how"), _text("session")]
    _create("plan_steps", ["step"], _text("step"), *_at(), _text("plan"), _whole("number"), *change)


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


def _real(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Double(), nullable=True)
