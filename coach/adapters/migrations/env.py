"""Runs the steps on the connection that `coach.adapters.history.store` hands over, within its transaction."""

from alembic import context


def upgrade() -> None:
    """Run what is missing. The caller began the transaction and ends it, so that a step is done whole or not at all."""
    context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


# Only alembic gives the context its configuration: a mere import of this file does nothing.
if hasattr(context, "config"):
    upgrade()
