"""A practice's tables: the steps make them, and whatever is wrong with a database is told in one sentence."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from coach.adapters.clinic_db import records as opening
from coach.adapters.clinic_db.records import SqlRecords
from coach.adapters.clinic_db.tables import METADATA


def test_the_steps_make_the_tables(records: SqlRecords) -> None:
    options = {"version_table": opening.CHAIN.note}
    with records._read() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []
    config = Config()
    config.set_main_option("script_location", str(opening.CHAIN.folder))
    assert ScriptDirectory.from_config(config).get_current_head() == opening.HEAD
