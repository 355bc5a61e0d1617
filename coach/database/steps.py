"""Runs a chain's steps on the connection that `opening` hands over, within its transaction, as each `env.py` asks."""

from typing import Any


def upgrade(context: Any) -> None:
    """Run what is missing. The caller began the transaction and ends it, so that a step is done whole or not at all.

    Args:
        context: `alembic.context`. A mere import of an `env.py` does nothing: only alembic gives it a configuration.
    """
    if not hasattr(context, "config"):
        return
    given = context.config.attributes
    note = given.get("note", "alembic_version")
    context.configure(connection=given["connection"], version_table=note, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
