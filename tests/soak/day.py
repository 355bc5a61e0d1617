"""Hours at the desk while things go wrong, in a process of its own: `begin` with FOLDER HOURS SEED FILLS.

The footage is that of `test_eight_hours`, on a clock that is moved by hand; the record is the real one, on disk. It
prints one JSON object.
"""

import gc
import json
import random
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from coach import paths
from coach.adapters.history.db import HistoryDb
from coach.adapters.store import StreamFile
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import Sample
from coach.core.sitting.measuring import first_upright
from coach.core.sitting.record import AlertGiven, BreakKept, PostureMinute
from coach.watching import PostureWatch
from tests.soak.faults import Undo, fill, lock
from tests.soak.measures import handles, rss_mib, threads
from tests.soak.witness import WatchedHistory
from tests.test_eight_hours import HOUR, STREAM, Footage
from tests.watching_fakes import START, Office

KINDS: Final = ("camera lost", "detector crashed", "record locked", "disk full", "machine slept", "clock set back")
TIMES: Final = 4
"""Each kind of thing goes wrong so often in a day, however long it is."""

STEP_S: Final = 0.5
MEASURES: Final = 48
CRASHED: Final = "The pose detector stopped unexpectedly (exit code -9); run: coach doctor"
SLEPT_S: Final = 300.0
KEPT_S: Final = 30.0


@dataclass(slots=True)
class Held:
    """What the process holds, measured again and again."""

    rss_mib: list[float] = field(default_factory=list)
    handles: list[int] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)

    def measure(self) -> None:
        """Once more."""
        gc.collect()
        self.rss_mib.append(rss_mib())
        self.handles.append(len(handles()))
        self.threads.append(len(threads()))


class Day:
    """The watch, its record, and what goes wrong."""

    def __init__(self, folder: Path, hours: float, seed: int, *, fills: bool) -> None:
        self.path, self.end_s = folder / paths.HISTORY, hours * HOUR
        self.happened = dict.fromkeys(KINDS if fills else [one for one in KINDS if one != "disk full"], 0)
        self.history = WatchedHistory(self.path)
        self.history.sessions()
        baseline = first_upright(Sample(t_s, pose) for t_s, pose in StreamFile(STREAM).poses())
        assert baseline is not None
        self.office = Office(habits=Habits(baseline="desk"), baseline=replace(baseline, name="desk"))
        self.office.history = self.history  # type: ignore[assignment]
        self.office.clock.t_s = 0.0
        self.footage = self.office.eye.sight = Footage().sight
        self.office.watch = PostureWatch(self.office.world(), self.office.habits)
        self.held, self.told, self.counts = Held(), dict[str, float](), {"breaks": 0, "alerts": 0}
        self._draw, self._order = random.Random(seed), list[str]()
        self._undo: list[tuple[float, Undo]] = []

    def run(self) -> None:
        """Until the day is over and everything is written."""
        every_s = self.end_s / (TIMES * len(self.happened))
        due_s, measured_s = every_s / 2, 0.0
        while self.office.clock.t_s < self.end_s:
            now_s = self.office.clock.t_s
            for one in [one for one in self._undo if now_s >= one[0]]:
                self._undo.remove(one)
                one[1]()
            if now_s >= due_s:
                due_s = now_s + every_s * self._draw.uniform(0.7, 1.1)
                self._let_happen(self._next(), every_s * self._draw.uniform(0.05, 0.3))
            if now_s >= measured_s:
                measured_s = now_s + self.end_s / MEASURES
                self._gather()
                self.held.measure()
            self.office.sit(STEP_S, step_s=STEP_S)
        for _, undo in self._undo:
            undo()
        self.office.watch.close()
        self.history.flush(KEPT_S)
        self.history.close()
        self._gather()

    def _next(self) -> str:
        """Each kind once before any comes again."""
        if not self._order:
            self._order = self._draw.sample(list(self.happened), len(self.happened))
        return self._order.pop()

    def _let_happen(self, kind: str, for_s: float) -> None:
        self.happened[kind] += 1
        deeds: dict[str, Callable[[], Undo]] = {
            "camera lost": self._lose_camera,
            "detector crashed": self._crash,
            "record locked": lambda: lock(self.path),
            "disk full": lambda: fill(self.path.parent),
            "machine slept": self._sleep,
            "clock set back": self._set_back,
        }
        self._undo.append((self.office.clock.t_s + for_s, deeds[kind]()))

    def _lose_camera(self) -> Undo:
        self.office.eye.sight = lambda t_s: "Camera 0 cannot be opened: there is none."
        return self._see_again

    def _crash(self) -> Undo:
        eye = self.office.eye
        eye.state, eye.message, eye.resting = "failed", CRASHED, True
        return self._see_again

    def _see_again(self) -> None:
        eye = self.office.eye
        eye.sight, eye.state, eye.message, eye.resting = self.footage, "ready", "", False

    def _sleep(self) -> Undo:
        self.office.clock.t_s += SLEPT_S
        return lambda: None

    def _set_back(self) -> Undo:
        self.office.calendar.jump -= timedelta(minutes=10)
        return lambda: None

    def _gather(self) -> None:
        """Add up what was handed to the record, and forget it: only the watch's own memory is measured."""
        handed, self.history.handed = self.history.handed, []
        for entry in handed:
            if isinstance(entry, PostureMinute):
                for state, seconds in entry.seconds.items():
                    self.told[state] = self.told.get(state, 0.0) + seconds
            self.counts["breaks"] += isinstance(entry, BreakKept)
            self.counts["alerts"] += isinstance(entry, AlertGiven)
        for kept in (
            self.office.notifier.told,
            self.office.notifier.withdrawn,
            self.office.chimes,
            self.office.eye.paces,
        ):
            kept.clear()  # type: ignore[attr-defined]

    def lost(self) -> list[str]:
        """What was told and is not in the record as the next start reads it."""
        with closing(HistoryDb(self.path)) as history:
            record = history.posture(START - timedelta(days=2), START + timedelta(days=2))
            said = [history.message] if history.message else []
        found = dict[str, float]()
        for minute in record.minutes:
            for state, seconds in minute.seconds.items():
                found[state] = found.get(state, 0.0) + seconds
        kept = {"breaks": len(record.breaks), "alerts": len(record.alerts)}
        lost = [
            f"{state}: {found.get(state, 0.0):.1f} of {s:.1f} s"
            for state, s in self.told.items()
            if _less(found, state, s)
        ]
        return said + lost + [f"{name}: {kept[name]} of {n}" for name, n in self.counts.items() if kept[name] != n]


def _less(found: Mapping[str, float], state: str, seconds: float) -> bool:
    return abs(found.get(state, 0.0) - seconds) > 0.5


def main(folder: Path, hours: float, seed: int, *, fills: bool) -> dict[str, Any]:
    """Play it; what came of it."""
    before = {"handles": handles(), "threads": threads()}
    day = Day(folder, hours, seed, fills=fills)
    day.run()
    lost = day.lost()
    left = [f"thread {name}" for name in threads() if name not in before["threads"]]
    left += [f"handle {name}" for name in handles() if name not in before["handles"]]
    left += [f"file {one.name}" for one in folder.iterdir() if one.name != paths.HISTORY]
    minutes = sum(day.told.values()) / 60
    return {
        "happened": day.happened,
        "minutes": minutes,
        **day.counts,
        "held": asdict(day.held),
        "lost": lost,
        "left": left,
    }


def begin() -> None:
    """From the words of the command."""
    sys.stdout.write(
        json.dumps(main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), fills=sys.argv[4] == "1")) + "\n"
    )
