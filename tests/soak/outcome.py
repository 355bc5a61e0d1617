"""What is looked at after a session: the record, and whatever may have been left behind."""

import fcntl
import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from coach import paths
from coach.adapters.history.db import HistoryDb
from coach.core.history import Corrected, EffortTold, Entry, SessionRecord, SessionStarted
from tests.soak.faults import GONE_S, until
from tests.soak.measures import marked, orphaned
from tests.soak.plan import NONE, Plan
from tests.soak.witness import Account, Told, entries_of, missing, twice

EXPECTED: Final = frozenset((paths.HISTORY, paths.SETTINGS))
"""Files that lie in the data folder when nobody is at work."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One session and what was found afterwards.

    Attributes:
        told, confirmed, owned: how many entries were told, were confirmed of those, and were owned up to as lost.
        found: how many of the told ones are in the record. lost: confirmed ones that are not, or stand there twice.
        left: what was left behind. wrong: whatever else is not as it should be. ended: "over", "stopped", "killed".
        waited_s: how long entries waited for the disk. happened: the faults that came about before the end.
    """

    plan: Plan
    ended: str
    told: int
    confirmed: int
    owned: int
    found: int
    lost: Sequence[str]
    left: Sequence[str]
    wrong: Sequence[str]
    seconds: float
    waited_s: Sequence[float] = ()
    happened: Sequence[str] = ()

    def as_json(self) -> Mapping[str, Any]:
        """All of it."""
        return asdict(self)

    @property
    def good(self) -> bool:
        """Whether all is as promised."""
        return not (self.lost or self.left or self.wrong)


@dataclass(slots=True)
class Watcher:
    """Looks after a session. `shared` is the shared memory that it had in use."""

    folder: Path
    device: Path
    spare: Path
    mark: str
    shared: set[str] = field(default_factory=set)

    def left(self, account: Account) -> list[str]:
        """What a session left behind; `spare` is the folder for temporary files that it had for itself."""
        found = []
        if not until(lambda: not marked(self.mark), GONE_S):
            found.append(f"processes {marked(self.mark)}")
        found += [f"temporary file {one.name}" for one in self.spare.iterdir()]
        found += [f"shared memory {name}" for name in orphaned(self.shared)]
        if not _free(self.device):
            found.append("the camera")
        own = account.released or {}
        found += [f"{kind} {what}" for kind, what in own.items() if what]
        return found

    def files(self) -> list[str]:
        """Files in the data folder that nobody expects there once the record was opened and closed again."""
        return sorted(one.name for one in self.folder.iterdir() if one.name not in EXPECTED)

    def record(self, account: Account) -> tuple[list[SessionRecord], list[Entry], list[str]]:
        """Open the record as the next start does: this session's part of it, what is kept aside as text, and what is
        wrong with it."""
        session = next((told.entry.session for told in account.told if isinstance(told.entry, SessionStarted)), "")
        with closing(HistoryDb(self.folder / paths.HISTORY)) as history:
            records = [one for one in history.sessions() if one.started.session == session]
            strays = history.tables()["strays"]
            wrong = [f"the record says: {history.message}"] if history.message else []
        wrong += [f"stray {stray['kind']}: {stray['why']}" for stray in strays]
        wrong += _whole(self.folder / paths.HISTORY)
        return records, [entry for record in records for entry in entries_of(record)], wrong


def _free(device: Path) -> bool:
    descriptor = os.open(device, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def _whole(path: Path) -> list[str]:
    """SQLite's own word on a file, and whether anybody still has it locked."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        try:
            connection.execute("BEGIN EXCLUSIVE").close()
            connection.rollback()
        except sqlite3.OperationalError as error:
            return [f"the record is still locked: {error}"]
    return ([] if found == "ok" else [f"integrity: {found}"]) + [f"without its parent: {row}" for row in broken]


def judged(plan: Plan, account: Account, killed_s: float | None, ended: Mapping[str, Any], watcher: Watcher) -> Outcome:
    """Look at everything, once the session's process has ended and the faults from outside are over.

    Args:
        killed_s: when it was killed, or None.
        ended: "how" it did, what is "wrong" with that, which faults "happened", "seconds".
    """
    left = watcher.left(account)
    records, found, wrong = watcher.record(account)
    left += [f"file {name}" for name in watcher.files()]
    confirmed = account.confirmed(killed_s)
    lost = [f"lost {entry}" for entry in missing(confirmed, found)]
    lost += _sums(confirmed, records)
    gone = missing(account.told, found)
    if killed_s is None and len(gone) > account.owned_up:
        lost.append(f"{len(gone)} are gone, owned up to were {account.owned_up}")
    lost += [f"twice {entry}" for entry in twice(found)]
    return Outcome(
        plan=plan,
        ended=str(ended["how"]),
        told=len(account.told),
        confirmed=len(confirmed),
        owned=account.owned_up,
        found=len(account.told) - len(gone),
        lost=lost,
        left=left,
        wrong=[*ended["wrong"], *wrong],
        seconds=float(ended["seconds"]),
        waited_s=account.written_s,
        happened=ended["happened"] or [NONE],
    )


def _sums(confirmed: Sequence[Told], records: Sequence[SessionRecord]) -> list[str]:
    """Corrections are kept one by one and read as a sum; effort is a number of the session."""
    wanted: dict[str, int] = {}
    lost = []
    for told in confirmed:
        if isinstance(told.entry, Corrected):
            wanted[told.entry.set] = wanted.get(told.entry.set, 0) + told.entry.delta
        elif isinstance(told.entry, EffortTold) and told.entry.score not in [record.effort for record in records]:
            lost.append(f"lost {told.entry}")
    kept = {one.started.set: one.corrected for record in records for one in record.sets}
    return lost + [f"lost corrections: {kept.get(id_, 0)} of {n}" for id_, n in wanted.items() if kept.get(id_, 0) < n]
