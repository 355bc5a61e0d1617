"""The database behind the history, named and not imported: making one loads SQLAlchemy, half a second long."""

import importlib
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Protocol, cast

from coach.core.care.record import CareRecord
from coach.core.history import Entry, PainTold, SafetyAnswered, SessionRecord
from coach.core.sitting.record import PostureRecord

TABLES: Final = "coach.adapters.history.store"
OPENING: Final = "coach.adapters.migrations.opening"
FILES: Final = "coach.adapters.migrations.beside"

OTHER: Final = "The history cannot be written just now ({why}); what you do is kept in memory until it can."


class Store(Protocol):
    """An open database, as `store.SqlStore` is one."""

    def put(self, uid: str, entry: Entry) -> None: ...
    def put_stray(self, uid: str, kind: str, content: str, why: str) -> None: ...
    def sessions(self, since: date | None = None) -> list[SessionRecord]: ...
    def pains(self) -> list[PainTold]: ...
    def screenings(self) -> list[SafetyAnswered]: ...
    def care(self) -> CareRecord: ...
    def posture(self, since: datetime, until: datetime) -> PostureRecord: ...
    def tables(self) -> dict[str, list[dict[str, Any]]]: ...
    def close(self) -> None: ...


class Database:
    """SQLAlchemy and the tables, loaded when this is made. `files` is the module `migrations.beside`."""

    def __init__(self) -> None:
        self._opening, self._tables = importlib.import_module(OPENING), importlib.import_module(TABLES)
        self.files = importlib.import_module(FILES)

    def open(self, where: Path | str, *, strict: bool) -> Store:
        """A file, or an address as SQLAlchemy writes it. Not `strict`: entries may name sets it does not know."""
        return cast(Store, self._tables.SqlStore(self._opening.open_engine(where, strict=strict)))

    def trouble_of(self, error: Exception) -> tuple[str, str]:
        """What kind of trouble an error is (`opening.Trouble`), and what is said of it where waiting may help."""
        kind = self._opening.trouble_of(error)
        return kind, self._opening.SENTENCES.get(kind, OTHER)
