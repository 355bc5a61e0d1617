"""Opens a history's database: how SQLite is to keep it, whether it is whole, and its tables up to date."""

from pathlib import Path
from typing import Final

import sqlalchemy as sa

from coach.database import opening
from coach.database.opening import Trouble, trouble_of

__all__ = ("BUSY_S", "HEAD", "SENTENCES", "Trouble", "open_engine", "trouble_of")

HEAD: Final = "0004"
"""Id of the last step in `versions`."""

BUSY_S: Final = 0.5
"""How long SQLite itself waits for another program, seconds; estimated. Shorter shows a message for every glance of
another program at the history, longer leaves the person without one."""

SENTENCES: Final = {
    "busy": "Another program is using the history; what you do is kept in memory and written as soon as it is free.",
    "full": "The disk is full; what you do is kept in memory and written as soon as there is room.",
    "folder": "The history in {folder} cannot be written; what you do is kept in memory until it can.",
}
"""What a person is told while a trouble lasts that waiting may mend."""


def open_engine(where: Path | str, *, strict: bool = True) -> sa.Engine:
    """Open a history, and make or renew its tables.

    Args:
        where: a file of SQLite's, or the address of another database as SQLAlchemy writes it.
        strict: whether entries may name only sets and sessions that it knows (on SQLite; others always are).

    Raises:
        DamagedError, NewerError, SQLAlchemyError, OSError: see `trouble_of`.
    """
    pragmas: dict[str, int | str] = {"busy_timeout": f"{BUSY_S * 1000:.0f}", "synchronous": "NORMAL"}
    pragmas |= {"foreign_keys": int(strict)}
    return opening.open_engine(where, opening.Chain(Path(__file__).parent, HEAD), pragmas)
