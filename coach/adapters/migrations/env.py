"""Alembic begins here: the steps in `versions` are run."""

from alembic import context

from coach.database.steps import upgrade

upgrade(context)
