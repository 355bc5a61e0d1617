"""One session in a process of its own: `begin` with PIPE FOLDER ACTING PLAN on the command line.

Not a module to be run: the detector's process would load all of it again.
"""

import gc
import json
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import resource_tracker
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.soak.acting import FastClock
from tests.soak.faults import GONE_S, until
from tests.soak.house import SLEPT_S, Home, Person
from tests.soak.measures import children, handles, threads
from tests.soak.plan import INSIDE, Plan
from tests.soak.witness import Witness

if TYPE_CHECKING:
    from coach.session import Session

TICK_S: Final = 1 / 60
READY_S: Final = 30.0
LONGEST_S: Final = 90.0
"""A session that takes longer, real seconds, is stuck."""


class Troubles:
    """The faults that come from inside: the camera's and the clocks'."""

    def __init__(self, plan: Plan, home: Home, witness: Witness) -> None:
        self._witness = witness
        self._faults = {fault.kind: fault for fault in plan.faults if fault.kind in INSIDE}
        self._home, self._begun_s, self._done = home, 0.0, set[str]()

    def tick(self, stage: str) -> None:
        """Let happen what is due, counted from the first set."""
        now_s = time.monotonic()
        self._begun_s = self._begun_s or (now_s if stage == "doing" else 0.0)
        since_s = now_s - self._begun_s if self._begun_s else -1.0
        for kind, fault in self._faults.items():
            if kind == "camera back":
                self._home.device.gone = fault.at_s <= since_s < fault.at_s + fault.for_s
                if self._home.device.gone and kind not in self._done:
                    self._done.add(kind)
                    self._witness.tell("happened", fault=kind)
            elif since_s >= fault.at_s and kind not in self._done:
                self._done.add(kind)
                self._once(kind)

    def _once(self, kind: str) -> None:
        self._witness.tell("happened", fault=kind)
        if kind == "camera gone":
            self._home.device.gone = True
        elif kind == "clock back":
            self._home.calendar.jump = -timedelta(hours=3)
        elif kind == "slept":
            self._home.clock.slept_s += SLEPT_S


class Quiet:
    """How long a set stood still without a word: no new report, no pause, no message. Real seconds."""

    def __init__(self, session: "Session") -> None:
        self._session, self._seen, self._since_s = session, (0.0, ""), time.monotonic()
        self.longest_s = 0.0

    def tick(self) -> None:
        """Once a tick."""
        session, now_s = self._session, time.monotonic()
        seen = (session.report.t_s if session.report else 0.0, session.state.stage)
        # While the detector is loading the page says that it is starting.
        told = session.state.pause or session.message or session.camera in ("none", "loading")
        told = told or session.state.stage != "doing"
        if told or seen != self._seen:
            self._seen, self._since_s = seen, now_s
        self.longest_s = max(self.longest_s, now_s - self._since_s)


def run(
    home: Home,
    plan: Plan,
    witness: Witness,
    stopped: threading.Event,
    each: Callable[["Session"], None] = lambda _: None,
) -> str:
    """The session from its start to its end, or until it is asked to stop; how it ended. `each` is told every tick."""
    home.desk.refresh()
    home.sources.warm_up()
    home.desk.wait_ready(READY_S)
    session = home.begin(plan)
    quiet = Quiet(session)
    person, troubles = Person(session, home.clock, home.patience_s), Troubles(plan, home, witness)
    until_s = time.monotonic() + LONGEST_S
    while session.state.stage != "over" and not stopped.is_set():
        session.tick()
        home.desk.care.tick()
        witness.tick(session.state.stage)
        troubles.tick(session.state.stage)
        person.act()
        quiet.tick()
        each(session)
        time.sleep(TICK_S)
        if time.monotonic() > until_s:
            return "stuck"
    if not stopped.is_set():
        session.tell_effort(4)
        session.tell_pain("after", 2)
    witness.tell("quiet", longest_s=quiet.longest_s)
    # The picture of the end is drawn too.
    witness.tick(session.state.stage)
    return "stopped" if stopped.is_set() else "over"


def new_children(before: dict[str, Any]) -> list[int]:
    """Processes that were begun since and are alive."""
    multiprocessing.active_children()
    return [pid for pid in children(os.getpid()) if pid not in before["children"]]


def left(before: dict[str, Any], home: Home) -> dict[str, Any]:
    """What is still there after all was closed. Closing waits for no process longer than a second: on a machine with
    its hands full one that was killed may end a moment later, and is then reaped by the next that is begun."""
    until(lambda: not new_children(before), GONE_S)
    gc.collect()
    return {
        "threads": [name for name in threads() if name not in before["threads"]],
        "children": new_children(before),
        "handles": [name for name in handles() if name not in before["handles"]],
        "camera": home.device.opened - home.device.released,
    }


def main(pipe: int, folder: Path, acting: Path, plan: Plan) -> None:
    """Run it, and tell all through the pipe."""
    stopped = threading.Event()
    # As SDL does for the window: SIGTERM closes it, and the program ends in order.
    signal.signal(signal.SIGTERM, lambda number, frame: stopped.set())
    # Python's own helper process lives as long as the program that first began another process.
    resource_tracker.ensure_running()
    before = {"threads": threads(), "handles": handles(), "children": children(os.getpid())}
    home = Home(folder, FastClock(plan.speed), None if plan.real else acting)
    witness = Witness(pipe, home.history)
    ended = run(home, plan, witness, stopped)
    home.close()
    witness.tick("closed")
    witness.tell("closed", message=home.history.message, released=left(before, home), ended=ended)


def begin() -> None:
    """From the words of the command."""
    main(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), Plan.of(json.loads(sys.argv[4])))
