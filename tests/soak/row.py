"""Sessions in a row in one program, while things go wrong: `begin` with FOLDER ACTING COUNT SEED on the command line.

The desk goes on living as sessions come and go. It prints one JSON object.
"""

import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any, Final

from coach.core.history import Entry
from coach.session import Session
from tests.soak.acting import FastClock
from tests.soak.child import run
from tests.soak.day import Held
from tests.soak.faults import Undo, inflict
from tests.soak.house import Home
from tests.soak.measures import children, handles, threads
from tests.soak.plan import MENU, Fault, Plan
from tests.soak.witness import Told, Witness, entries_of, missing, twice

KINDS: Final = (
    "none",
    "camera back",
    "detector killed",
    "detector hung",
    "locked a while",
    "slept",
    "clock back",
    "left",
)
"""What befalls the sessions in turn; "left" is a window closed in mid-session."""

SPEED: Final = 10.0
PATIENCE_S: Final = 30.0
"""Here everything comes back, however slow the machine."""
FLUSH_S: Final = 10.0


class Kept(Witness):
    """Remembers what one session told."""

    def __init__(self, home: Home, nowhere: int) -> None:
        super().__init__(nowhere, home.history)
        self._home, self.told = home, list[Told]()

    def tick(self, stage: str) -> None:
        self.told += [Told(0.0, entry) for entry in self._home.history.handed]
        super().tick(stage)


class Row:
    """The sessions, one after another in one home."""

    def __init__(self, folder: Path, acting: Path, seed: int) -> None:
        self.home, self._draw = Home(folder, FastClock(SPEED), acting, PATIENCE_S), random.Random(seed)
        self._nowhere = os.open(os.devnull, os.O_WRONLY)
        self.held, self.wrong = Held(), list[str]()
        self.happened, self.seen, self.told = dict.fromkeys(KINDS, 0), 0, 0

    def play(self, number: int) -> None:
        """One session, and what is left of it."""
        kind = KINDS[number % len(KINDS)]
        fault = Fault(kind, self._draw.uniform(0.2, 2.0), self._draw.uniform(0.3, 1.5))
        plan = Plan(number, tuple(self._draw.sample(MENU, 2)), (fault,), SPEED)
        mischief, kept = Mischief(fault, self.home.folder), Kept(self.home, self._nowhere)
        ended = run(self.home, plan, kept, mischief.stopped, mischief.tick)
        mischief.end()
        self.home.begun[0].close()
        self.home.device.gone, self.home.calendar.jump = False, self.home.calendar.jump * 0
        self.happened[kind] += mischief.happened or kind in ("none", "camera back", "slept", "clock back")
        self.seen += mischief.seen
        self._look(number, kind, ended, mischief, kept)
        self.held.measure()

    def close(self) -> None:
        """End the program."""
        self.home.close()
        os.close(self._nowhere)

    def _look(self, number: int, kind: str, ended: str, mischief: "Mischief", kept: Kept) -> None:
        home, where = self.home, f"session {number} ({kind})"
        kept.tick("closed")
        if ended == "stuck":
            self.wrong.append(f"{where} came to no end")
        if not mischief.seen:
            self.wrong.append(f"{where} had no camera")
        if not home.history.flush(FLUSH_S):
            self.wrong.append(f"{where}: {home.history.message}")
        record = home.history.sessions()[-1]
        found: list[Entry] = entries_of(record)
        self.told += len(kept.told)
        self.wrong += [f"{where} lost {entry}" for entry in missing(kept.told, found)]
        self.wrong += [f"{where} twice {entry}" for entry in twice(found)]
        if home.device.opened != home.device.released:
            time.sleep(0.5)
            open_ = home.device.opened - home.device.released
            self.wrong += [f"{where}: the camera is open {open_} times"] if open_ else []


class Mischief:
    """Lets one fault happen in a session's own process, and sees whether the camera served it."""

    def __init__(self, fault: Fault, folder: Path) -> None:
        self._fault, self._folder = fault, folder
        self._begun_s = 0.0
        self._undo: Undo | None = None
        self.stopped = threading.Event()
        self.happened = self.seen = False

    def tick(self, session: Session) -> None:
        """Once a tick of the session."""
        self.seen = self.seen or (session.camera == "running" and session.report is not None)
        if not self._begun_s and session.state.stage == "doing":
            self._begun_s = time.monotonic()
        since_s = time.monotonic() - self._begun_s if self._begun_s else -1.0
        if not self.happened and since_s >= self._fault.at_s:
            self.happened = self._start()
        if self._undo and self._fault.kind == "locked a while" and since_s >= self._fault.at_s + self._fault.for_s:
            self.end()

    def end(self) -> None:
        """It is over."""
        undo, self._undo = self._undo, None
        if undo:
            undo()

    def _start(self) -> bool:
        if self._fault.kind == "left":
            self.stopped.set()
        elif self._fault.kind in ("detector killed", "detector hung", "locked a while"):
            self._undo = inflict(self._fault, os.getpid(), self._folder)
        return True


def main(folder: Path, acting: Path, count: int, seed: int) -> dict[str, Any]:
    """Play them; what came of it."""
    resource_tracker.ensure_running()
    before: dict[str, Callable[[], list[Any]]] = {
        "thread": threads, "handle": handles, "process": lambda: children(os.getpid())
    }  # fmt: skip
    held = {name: of() for name, of in before.items()}
    row = Row(folder, acting, seed)
    for number in range(count):
        row.play(number)
    row.close()
    time.sleep(0.3)
    left = [f"{name} {one}" for name, of in before.items() for one in of() if one not in held[name]]
    return {
        "happened": row.happened, "told": row.told, "seen": row.seen, "held": asdict(row.held), "lost": row.wrong,
        "left": left,
    }  # fmt: skip


def begin() -> None:
    """From the words of the command."""
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))) + "\n")
