"""Runs one session in a process of its own, lets its faults happen, and looks afterwards."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.soak import ROOT, begun
from tests.soak.acting import write_acting
from tests.soak.faults import Undo, inflict, without_power
from tests.soak.measures import MARK, children, shared
from tests.soak.outcome import Outcome, Watcher, judged
from tests.soak.plan import BEFORE, INSIDE, Fault, Plan
from tests.soak.witness import Account

STUCK_S: Final = 150.0
"""A session's process that lives longer is stuck, seconds."""
LOOK_S: Final = 0.5
QUIET_S: Final = 14.0
"""A set may stand still for so long without a word, real seconds: a detector that hangs is known after ten."""
SLOWEST_END_S: Final = 12.0
"""After SIGTERM it has to be gone within so many seconds: closing tries for two, then writes a file beside."""


@dataclass(slots=True)
class Place:
    """Where sessions take place: one data folder for all, so that each begins after what befell the one before."""

    root: Path
    folder: Path = field(init=False)
    acting: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder, spare = self.root / "data", self.root / "spare"
        self.folder.mkdir(mode=0o700)
        spare.mkdir()
        self.acting = write_acting(self.root / "acting.npz")

    def run(self, plan: Plan) -> Outcome:
        """One session, from its start until everything was looked at."""
        mark = uuid.uuid4().hex
        watcher = Watcher(self.folder, self.root / "camera", self.root / "spare", mark)
        run = _Run(self, plan, mark, watcher.shared)
        try:
            run.begin()
            run.follow()
        finally:
            run.end()
        ended = run.how()
        return judged(plan, run.account, run.killed_s, ended, watcher)


class _Run:
    """A session's process while it lives."""

    def __init__(self, place: Place, plan: Plan, mark: str, used: set[str]) -> None:
        self._used, self._looked_s = used, 0.0
        self._place, self._plan, self._mark = place, plan, mark
        self.account = Account()
        self.killed_s: float | None = None
        self.happened = set[str]()
        self._undo: dict[str, Undo] = {}
        self._set_s = self._asked_s = 0.0
        self._begun_s = time.monotonic()
        self._process: subprocess.Popen[bytes] | None = None
        self._how = ""
        self._said = b""
        self._wrong: list[str] = []

    def begin(self) -> None:
        """Faults that are there before, then the process."""
        for fault in self._plan.faults:
            if fault.kind in BEFORE:
                self._inflict(fault, 0)
        theirs, write = os.pipe()
        command = [
            *without_power(), sys.executable, *begun("child"), str(write), str(self._place.folder),
            str(self._place.acting), json.dumps(self._plan.as_json()),
        ]  # fmt: skip
        spare = str(self._place.root / "spare")
        environment = {**os.environ, MARK: self._mark, "TMPDIR": spare, "SDL_AUDIODRIVER": "dummy"}
        self._process = subprocess.Popen(
            command, pass_fds=[write], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        os.close(write)
        self._reader = threading.Thread(target=self._read, args=(theirs,), daemon=True)
        self._complaints = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()
        self._complaints.start()

    def follow(self) -> None:
        """Let things go wrong in their time, until the process has ended."""
        assert self._process
        waiting = [fault for fault in self._plan.faults if fault.kind not in (*BEFORE, *INSIDE)]
        while self._process.poll() is None:
            now_s = time.monotonic()
            for fault in [one for one in waiting if now_s >= self._due_s(one)]:
                waiting.remove(fault)
                self._inflict(fault, self._process.pid)
            for fault in [one for one in self._plan.faults if one.kind in self._undo and one.kind.endswith("while")]:
                if now_s >= self._due_s(fault) + fault.for_s:
                    self._undo.pop(fault.kind)()
            if now_s - self._looked_s > LOOK_S:
                self._looked_s = now_s
                self._used |= shared([self._process.pid, *children(self._process.pid)])
            if now_s - self._begun_s > STUCK_S:
                self._wrong.append(f"stuck for {STUCK_S:.0f} s")
                self._process.kill()
            time.sleep(0.01)
        self._seconds = time.monotonic() - self._begun_s
        if self._asked_s and self._seconds - self._asked_s > SLOWEST_END_S:
            self._wrong.append(f"took {self._seconds - self._asked_s:.1f} s to end when it was told to")

    def end(self) -> None:
        """Whatever happens, faults are over and the process is gone."""
        for undo in self._undo.values():
            undo()
        if self._process:
            self._process.kill()
            self._process.wait()
            self._complaints.join(2)
            self._reader.join(2)
            assert self._process.stderr
            self._process.stderr.close()

    def how(self) -> dict[str, Any]:
        """How it ended, and what is wrong with that."""
        assert self._process
        status = self._process.returncode
        if status != -signal.SIGKILL:
            # It had ended by itself before the signal came.
            self.killed_s = None
        if status == -signal.SIGTERM and not self.account.stages:
            # Told to end before it had begun, it just went.
            return {"how": "not begun", "happened": sorted(self.happened), "wrong": [], "seconds": self._seconds}
        if self.killed_s is None and (status != 0 or self.account.said_last is None):
            self._wrong.append(f"exit status {status}: {self._said.decode(errors='replace')[-1500:]}")
        if self._how == "stuck":
            self._wrong.append(f"the session came to no end; stages {self.account.stages}")
        if self.account.quiet_s > QUIET_S:
            self._wrong.append(f"a set stood still for {self.account.quiet_s:.1f} s, and nothing was said of it")
        how = "killed" if self.killed_s is not None else self._how
        return {
            "how": how,
            "happened": sorted({*self.happened, *self.account.happened}),
            "wrong": self._wrong,
            "seconds": self._seconds,
        }

    def _due_s(self, fault: Fault) -> float:
        if fault.from_start or fault.kind in BEFORE:
            return self._begun_s + fault.at_s
        return self._set_s + fault.at_s if self._set_s else float("inf")

    def _inflict(self, fault: Fault, pid: int) -> None:
        if fault.kind == "killed":
            self.killed_s = time.monotonic()
        elif fault.kind == "terminated":
            self._asked_s = time.monotonic() - self._begun_s
        self.happened.add(fault.kind)
        self._undo[fault.kind] = inflict(fault, pid, self._place.folder)

    def _read(self, pipe: int) -> None:
        with os.fdopen(pipe, encoding="utf-8") as lines:
            for line in lines:
                kind = self.account.take(line)
                if kind == "closed":
                    self._how = json.loads(line)["ended"]
                elif kind == "stage" and not self._set_s and self.account.stages[-1] == "doing":
                    self._set_s = time.monotonic()

    def _listen(self) -> None:
        assert self._process
        assert self._process.stderr
        self._said = self._process.stderr.read()
