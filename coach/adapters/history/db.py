"""The history on disk, written by a thread of its own: whoever does something never waits for a disk.

An entry is on disk a moment after it was written, in a transaction of its own, so that a program that is killed loses
no more than it had not told yet. What can't be written waits in memory, in order; what can't be read is set aside.
The database itself is loaded by the thread alone (`Database`): that takes half a second.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import uuid4

from coach.adapters.history.database import OTHER, Database, Store
from coach.core.care.record import CareEntry, CareRecord
from coach.core.history import Entry, PainTold, SafetyAnswered, SessionRecord, SessionStarted
from coach.core.sitting.record import PostureEntry, PostureRecord
from coach.ports import HistoryError
from coach.private import make_folder

FIRST_WAIT_S: Final = 0.05
LONGEST_WAIT_S: Final = 1.0
"""Wait before the next try, doubled up to the longest, seconds; estimated. Shorter wears a disk, longer keeps the
message on screen after the trouble is over."""
READ_WAIT_S: Final = 10.0
"""How long reading waits for the opening and for what was written just before, seconds; estimated."""
CLOSE_WAIT_S: Final = 2.0
"""How long closing goes on trying before what is left is put in a file of its own, seconds; estimated."""
DAY: Final = 700
"""Entries of desk and care remembered: twelve hours of minutes, under 1 MB; estimated. More outlive a lost file."""
MOST_ASIDE: Final = 3
"""Files set aside in one run before it must be the disk; estimated."""

UNREAD: Final = "{side} could not be taken into the history, and is left as it is ({why})."
NEWER: Final = (
    "{name} was written by a newer version of Backcoach; until that is installed again, what you do is kept in {side}."
)
DAMAGED: Final = "The history was damaged: it was set aside as {side}, and a new one was begun."
ODD: Final = "One thing that was done could not be kept in the history ({why})."
KEPT: Final = "The history could not be written; what was left is kept in {side} and taken over at the next start."
LOST: Final = "The last {count} things that were done could not be written anywhere, and are lost ({why})."

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Job:
    """An entry to be written; its id makes the same writing, tried twice, one row."""

    uid: str
    entry: Entry


class HistoryDb:
    """A `History` and `PostureHistory` (`coach.ports`) on SQLite. Making one takes no time: its thread opens the file.

    Args:
        path: the file; it and its folder are made when first needed. Files that are set aside lie beside it.
        url: another database that SQLAlchemy knows (PostgreSQL), in place of the file.
        load: gives the database; the writing thread calls it.
    """

    def __init__(self, path: Path, url: str | None = None, load: Callable[[], Database] = Database) -> None:
        self._path, self._target, self._url, self._load = path, path, url, load
        self._lock = threading.Condition()
        self._reading = threading.Lock()
        self._pending: deque[_Job] = deque()
        self._recent: list[_Job] = []
        self._day: deque[_Job] = deque(maxlen=DAY)
        self._database: Database | None = None
        self._store: Store | None = None
        self._remedy: Callable[[], None] | None = None
        self._trouble = self._notice = self._why = ""
        self._asides = 0
        self._until_s: float | None = None
        self._thread = threading.Thread(target=self._run, name="history", daemon=True)
        self._thread.start()

    @property
    def message(self) -> str:
        """One plain sentence while entries wait to be written, or when a file was set aside; else empty."""
        return self._trouble or self._notice

    def write(self, entry: Entry) -> None:
        """Hand over an entry; after `close` it is dropped."""
        with self._lock:
            if self._until_s is None:
                self._pending.append(_Job(uuid4().hex, entry))
                self._lock.notify_all()

    def flush(self, wait_s: float) -> bool:
        with self._lock:
            return self._lock.wait_for(lambda: not self._pending, wait_s)

    def sessions(self, since: date | None = None) -> list[SessionRecord]:
        return self._read(lambda store: store.sessions(since))

    def pains(self) -> list[PainTold]:
        return self._read(lambda store: store.pains())

    def screenings(self) -> list[SafetyAnswered]:
        return self._read(lambda store: store.screenings())

    def care(self) -> CareRecord:
        return self._read(lambda store: store.care())

    def posture(self, since: datetime, until: datetime) -> PostureRecord:
        return self._read(lambda store: store.posture(since, until))

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table by its name, as it is kept (for an export). Raises HistoryError."""
        return self._read(lambda store: store.tables())

    def close(self) -> None:
        """Write what is left, and close. What can't be written is kept in a file of its own, which `message` names."""
        with self._lock:
            if self._until_s is None:
                self._until_s = time.monotonic() + CLOSE_WAIT_S
            self._lock.notify_all()
        self._thread.join(CLOSE_WAIT_S + READ_WAIT_S)

    def _read(self, ask: Callable[[Store], T]) -> T:
        def settled() -> bool:
            return bool(self._trouble) or not self._thread.is_alive() or (self._store is not None and not self._pending)

        with self._lock:
            self._lock.wait_for(settled, READ_WAIT_S)
        with self._reading:
            if self._store is None:
                raise HistoryError(self.message or f"The history in {self._target} is not open.")
            try:
                return ask(self._store)
            except Exception as error:
                raise HistoryError(f"The history in {self._target} cannot be read: {_cause(error)}.") from error

    def _run(self) -> None:
        wait_s = 0.0
        while self._goes_on(wait_s):
            wait_s = 0.0 if self._step() else min(LONGEST_WAIT_S, max(FIRST_WAIT_S, 2 * wait_s))
        if self._pending:
            self._keep()
        self._drop_store()

    def _goes_on(self, wait_s: float) -> bool:
        """Wait for the next thing to do, or before the next try; False when it is time to leave."""
        with self._lock:
            if wait_s and self._until_s is None:
                self._lock.wait_for(lambda: self._until_s is not None, wait_s)
            elif wait_s:
                self._lock.wait(FIRST_WAIT_S)
            elif self._store is not None and self._remedy is None:
                self._lock.wait_for(lambda: self._pending or self._until_s is not None)
            return self._until_s is None or (bool(self._pending) and time.monotonic() < self._until_s)

    def _step(self) -> bool:
        """Do the next thing; False when it did not go well."""
        doing, self._remedy = self._remedy or self._proceed, None
        try:
            doing()
        except Exception as error:  # noqa: BLE001 - told apart there; writing outlives whatever happens to an entry
            self._look_into(error, doing)
            return False
        finally:
            with self._lock:
                self._lock.notify_all()
        return True

    def _proceed(self) -> None:
        if self._store is None:
            self._open()
        elif self._pending:
            job = self._pending[0]
            self._store.put(job.uid, job.entry)
            self._written(job)

    def _written(self, job: _Job) -> None:
        """The oldest entry is on disk. The running session and the last hours are remembered: the file may be lost."""
        if isinstance(job.entry, SessionStarted):
            self._recent.clear()
        (self._day if isinstance(job.entry, PostureEntry | CareEntry) else self._recent).append(job)
        with self._lock:
            self._trouble = ""
            self._pending.popleft()

    def _open(self) -> None:
        self._database = database = self._database or self._load()
        if self._url is None:
            make_folder(self._target.parent)
        is_main = self._target == self._path
        store = database.open(self._url or self._target, strict=is_main)
        try:
            if is_main:
                unread = database.files.take_sides(self._path, store, lambda side: database.open(side, strict=False))
                for side, error in unread:
                    self._notice = UNREAD.format(side=side.name, why=_cause(error))
        except BaseException:
            store.close()
            raise
        self._store, self._trouble = store, ""

    def _look_into(self, error: Exception, doing: Callable[[], None]) -> None:
        """Find what to do next: wait and try again, or a remedy."""
        kind, said = self._database.trouble_of(error) if self._database else ("other", OTHER)
        self._why = _cause(error)
        is_entry = kind == "odd" and self._store is not None
        if self._url is None and kind == "damaged" and self._asides < MOST_ASIDE:
            self._remedy = self._set_aside
        elif self._url is None and kind == "newer":
            self._remedy = self._write_beside
        elif is_entry and doing != self._put_stray:
            self._remedy = self._put_stray
        elif is_entry:
            # One entry must not keep all others from being written.
            self._written(self._pending[0])
            self._notice = ODD.format(why=self._why)
        else:
            self._trouble = said.format(folder=self._target.parent, why=self._why)

    def _set_aside(self) -> None:
        """Out of the way with the file; the next step makes a new one, with what is remembered in it."""
        assert self._database
        self._drop_store()
        side = self._database.files.set_aside(self._target, datetime.now())
        self._asides += 1
        self._notice = DAMAGED.format(side=side.name)
        with self._lock:
            self._pending.extendleft(reversed([*self._day, *self._recent]))
            self._recent, self._day = [], deque(maxlen=DAY)

    def _write_beside(self) -> None:
        """Leave a newer version's history alone, and write beside it."""
        assert self._database
        self._target = self._database.files.newer_side(self._path, datetime.now())
        self._notice = NEWER.format(name=self._path.name, side=self._target.name)

    def _put_stray(self) -> None:
        """What makes no row is kept as text."""
        assert self._store
        job = self._pending[0]
        self._store.put_stray(job.uid, type(job.entry).__name__, repr(job.entry), self._why)
        self._written(job)

    def _keep(self) -> None:
        """At the end: put what is left in a file of its own."""
        try:
            database = self._database or self._load()
            side = database.files.new_side(self._path, "kept", datetime.now())
            with closing(database.open(side, strict=False)) as store:
                for job in self._pending:
                    store.put(job.uid, job.entry)
            self._trouble = KEPT.format(side=side.name)
            self._pending.clear()
        except Exception as error:  # noqa: BLE001 - nothing is left to try, and it is told
            self._trouble = LOST.format(count=len(self._pending), why=_cause(error))

    def _drop_store(self) -> None:
        with self._reading:
            store, self._store = self._store, None
            if store is not None:
                store.close()


def _cause(error: Exception) -> str:
    """What went wrong, in the database's own words without its statement."""
    return " ".join(str(getattr(error, "orig", None) or error).split()) or type(error).__name__
