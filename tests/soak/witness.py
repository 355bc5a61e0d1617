"""What a session told, written through a pipe to somebody who outlives it; and what of it was confirmed."""

import base64
import json
import os
import pickle
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from coach.adapters.history.db import HistoryDb
from coach.core.history import Corrected, EffortTold, Entry, HoldDone, SessionRecord, SetEnded
from tests.soak import PROMISE_S

KEPT_IN_MEMORY: Final = "kept in memory"
SUMS: Final = (Corrected, EffortTold)
"""Entries that are read as a sum or a single number."""
LOST: Final = "could not be written anywhere"


class WatchedHistory(HistoryDb):
    """The real record, of which the entries handed over can be asked."""

    def __init__(self, path: Path, **options: Any) -> None:
        self.handed: list[Entry] = []
        super().__init__(path, **options)

    def write(self, entry: Entry) -> None:
        super().write(entry)
        self.handed.append(entry)


class Witness:
    """The session's end of the pipe. One thread calls it, at the end of each tick."""

    def __init__(self, descriptor: int, history: WatchedHistory) -> None:
        self._pipe, self._history = descriptor, history
        self._message, self._stage, self._waiting_s = "", "", 0.0

    def tell(self, kind: str, **content: Any) -> None:
        """One line, with the time of the clock that all processes share."""
        line = json.dumps({"kind": kind, "t_s": time.monotonic(), **content}) + "\n"
        os.write(self._pipe, line.encode())

    def tick(self, stage: str) -> None:
        """What was handed over is told by now, for the tick is over. A message counts from before its entries."""
        if (message := self._history.message) != self._message:
            self._message = message
            self.tell("message", message=message)
        handed, self._history.handed = self._history.handed, []
        for entry in handed:
            self.tell("told", entry=base64.b64encode(pickle.dumps(entry)).decode())
        now_s = time.monotonic()
        if handed and not self._waiting_s:
            self._waiting_s = now_s
        if self._waiting_s and self._history.flush(0):
            self.tell("written", after_s=now_s - self._waiting_s)
            self._waiting_s = 0.0
        if stage != self._stage:
            self._stage = stage
            self.tell("stage", stage=stage)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """An entry that the person knows of, and when (s) on the clock that all processes share."""

    t_s: float
    entry: Entry


@dataclass(slots=True)
class Account:
    """All that one session told.

    Attributes:
        messages: what was said of the record, with the time of each change. written_s: how long entries waited.
        released: what was still there after everything was closed, as the process itself sees it.
        said_last, closed_s: the record's message after it was closed, None when it was not; and when.
        quiet_s: longest time that a set stood still and nothing was said of it.
        happened: the faults from inside that came about.
    """

    told: list[Told] = field(default_factory=list)
    messages: list[tuple[float, str]] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    written_s: list[float] = field(default_factory=list)
    released: Mapping[str, Any] | None = None
    said_last: str | None = None
    quiet_s: float = 0.0
    closed_s: float = 0.0
    happened: list[str] = field(default_factory=list)

    def take(self, line: str) -> str:
        """Take in a line of the pipe; gives its kind. The last one of a killed process may be cut short: it is "" """
        try:
            found = json.loads(line)
        except ValueError:
            return ""
        kind = str(found["kind"])
        if kind == "told":
            self.told.append(Told(found["t_s"], pickle.loads(base64.b64decode(found["entry"]))))
        elif kind == "message":
            self.messages.append((found["t_s"], found["message"]))
        elif kind == "written":
            self.written_s.append(found["after_s"])
        elif kind == "stage":
            self.stages.append(found["stage"])
        elif kind == "happened":
            self.happened.append(found["fault"])
        elif kind == "quiet":
            self.quiet_s = found["longest_s"]
        elif kind == "closed":
            self.released, self.said_last, self.closed_s = found["released"], found["message"], found["t_s"]
        return kind

    @property
    def owned_up(self) -> int:
        """How many things the last message says are lost."""
        words = (self.said_last or "").split()
        return int(words[2]) if LOST in (self.said_last or "") else 0

    def confirmed(self, killed_s: float | None) -> list[Told]:
        """What the program has promised to keep, see `tests.soak`; `killed_s` is None where it ended in order."""
        if killed_s is None and not self.owned_up:
            return list(self.told)
        # What is owned up to is not told apart: it is of the time for which "kept in memory" was said.
        until_s = self.closed_s if killed_s is None else killed_s
        return [told for told in self.told if self._is_kept(told.t_s, until_s)]

    def _is_kept(self, t_s: float, killed_s: float) -> bool:
        """Whether for `PROMISE_S` after it was told no message stood there, or after the last one had gone."""
        quiet_s = t_s
        for (from_s, message), (until_s, _) in pairwise([*self.messages, (killed_s, "")]):
            if KEPT_IN_MEMORY in message and until_s >= t_s and from_s <= quiet_s + PROMISE_S:
                quiet_s = until_s
        return quiet_s + PROMISE_S <= killed_s


def key_of(entry: Entry) -> tuple[Any, ...]:
    """What says which one an entry is: the same again takes its place. Corrections have none: they are counted."""
    names = ("session", "set", "start_s", "end_s", "side", "fault", "when", "at")
    if isinstance(entry, HoldDone):
        names = ("set", "start_s")
    elif type(entry).__name__ in ("SetEnded", "EffortTold", "SessionEnded"):
        names = ("session", "set")
    return (type(entry).__name__, *(getattr(entry, name) for name in names if hasattr(entry, name)))


def missing(confirmed: Iterable[Told], found: Iterable[Entry]) -> list[Entry]:
    """Confirmed entries that the record does not hold, or holds in an older version."""
    kept = {key_of(entry): entry for entry in found}
    latest = {key_of(told.entry): told.entry for told in confirmed if not isinstance(told.entry, SUMS)}
    return [entry for key, entry in latest.items() if not _holds(kept.get(key), entry)]


def _holds(kept: Any, entry: Any) -> bool:
    """A hold under way may have gone on after it was told, and the end of a set may have got its reason."""
    if isinstance(entry, HoldDone) and isinstance(kept, HoldDone):
        return kept.end_s >= entry.end_s
    return kept is not None if isinstance(entry, SetEnded) else bool(kept == entry)


def twice(found: Iterable[Entry]) -> list[Entry]:
    """Entries that stand in the record more than once."""
    seen: set[tuple[Any, ...]] = set()
    again = []
    for entry in found:
        if (key := key_of(entry)) in seen:
            again.append(entry)
        seen.add(key)
    return again


def entries_of(record: SessionRecord) -> list[Entry]:
    """Everything of a session but its corrections and effort, which are sums."""
    found: list[Entry | None] = [record.started, *record.pains, record.ended]
    for one in record.sets:
        found += [one.started, *one.reps, *one.holds, *one.faults, one.ended]
    return [entry for entry in found if entry is not None]
