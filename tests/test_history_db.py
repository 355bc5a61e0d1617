"""The history in a real SQLite file: what is written is read, and whatever happens to the file nothing is lost."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from coach.adapters.history.database import Database
from coach.adapters.history.db import HistoryDb
from coach.commands.history import export_files
from coach.core.cells import clean
from coach.core.history import (
    Corrected,
    EffortTold,
    Entry,
    FaultSeen,
    HoldDone,
    PainTold,
    RepDone,
    SafetyAnswered,
    SessionEnded,
    SessionRecord,
    SessionStarted,
    SetEnded,
    SetRecord,
    SetStarted,
)
from coach.ports import History
from tests.source_tree import ROOT

EVENING = datetime(2026, 3, 18, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
SOON_S = 5.0

START = SessionStarted(session="a", at=EVENING, routine="daily", routine_name="Daily", versions={"coach": "1"})
SET = SetStarted(session="a", set="a1", at=EVENING, exercise="plank", set_no=1, sets=2, reps=3, hold_s=10.0)
REP = RepDone(
    set="a1",
    start_s=1,
    peak_s=2,
    end_s=3,
    side="left",
    complete=True,
    hold_s=0.5,
    range={"hip": (1.5, 2.5)},
    faults=("x",),
)
HOLD = HoldDone(set="a1", start_s=4, end_s=9, good_s=4.5)
FAULT = FaultSeen(set="a1", fault="hips_sag", start_s=5, end_s=6, severity="minor")
MORE = Corrected(set="a1", t_s=9, delta=1)
SET_END = SetEnded(set="a1", at=EVENING, end="stopped", reason="pain", seen=0.9, fps=29.5, armed_s=8.0)
PAIN = PainTold(at=EVENING, when="before", score=3, session="a")
EFFORT = EffortTold(session="a", at=EVENING, score=6)
SAFETY = SafetyAnswered(at=EVENING, outcome="soon", answers=("numb", "night"))
END = SessionEnded(session="a", at=EVENING, complete=False)

ALL: tuple[Entry, ...] = (START, PAIN, SAFETY, SET, REP, HOLD, FAULT, MORE, SET_END, EFFORT, END)
RECORD = SessionRecord(
    started=START,
    ended=END,
    sets=(SetRecord(started=SET, ended=SET_END, reps=(REP,), holds=(HOLD,), faults=(FAULT,), corrected=1),),
    pains=(PAIN,),
    effort=6,
)


@contextmanager
def history(path: Path, *entries: Entry, load: Callable[[], Database] = Database) -> Iterator[HistoryDb]:
    """A history with entries handed over; whatever happens, its thread ends."""
    with closing(HistoryDb(path, load=load)) as kept:
        for entry in entries:
            kept.write(entry)
        yield kept
    assert [thread for thread in threading.enumerate() if thread.name == "history"] == []


def written(path: Path, *entries: Entry) -> list[SessionRecord]:
    """Write, close, open anew, read."""
    with history(path, *entries) as kept:
        assert kept.flush(SOON_S)
    with history(path) as kept:
        assert kept.message == ""
        return kept.sessions()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty history, so that not every test makes all tables."""
    path = tmp_path_factory.mktemp("made") / "history.db"
    with history(path) as kept:
        assert kept.sessions() == []
    return path


@pytest.fixture
def path(tmp_path: Path, made: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "history.db"))


def soon(happens: Callable[[], bool]) -> bool:
    until_s = time.monotonic() + SOON_S
    while not happens() and time.monotonic() < until_s:
        time.sleep(0.01)
    return happens()


def test_everything_that_is_written_is_read(path: Path) -> None:
    assert written(path, *ALL) == [RECORD]
    with history(path) as kept:
        port: History = kept
        assert (port.pains(), port.screenings()) == ([PAIN], [SAFETY])


def test_an_empty_history_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "not" / "100% yet" / "history.db"
    with history(path) as kept:
        assert (kept.sessions(), kept.pains(), kept.screenings(), kept.message) == ([], [], [], "")
    assert sorted(item.name for item in path.parent.iterdir()) == ["history.db"]


def test_it_is_made_at_once_and_never_makes_a_writer_wait(path: Path) -> None:
    def load() -> Database:
        time.sleep(0.3)
        return Database()

    begun_s = time.perf_counter()
    with history(path, *ALL, load=load) as kept:
        assert time.perf_counter() - begun_s < 0.1
        assert kept.sessions() == [RECORD]


@pytest.mark.parametrize("again", ALL, ids=lambda entry: type(entry).__name__)
def test_the_same_again_is_kept_once(path: Path, again: Entry) -> None:
    (found,) = written(path, *ALL, again)
    # Two corrections in one moment are two: the picture stands still while the person presses +1 twice.
    sets = (replace(RECORD.sets[0], corrected=2),) if again is MORE else RECORD.sets
    assert found == replace(RECORD, sets=sets)


def test_a_running_hold_is_written_over(path: Path) -> None:
    running = [replace(HOLD, end_s=end_s, good_s=end_s - 4, running=True) for end_s in (5.0, 6.0, 7.0)]
    other = HoldDone(set="a1", start_s=20, end_s=21, good_s=1, running=True)
    (found,) = written(path, START, SET, *running, HOLD, other)
    assert found.sets[0].holds == (HOLD, other)


def test_a_clock_that_jumps_back_changes_no_order(path: Path) -> None:
    late = replace(START, session="b", at=EVENING - timedelta(days=400))
    sets = [replace(SET, set=f"a{n}", at=EVENING - timedelta(hours=n)) for n in range(3)]
    reps = [replace(REP, set="a0", start_s=float(-n), end_s=9.0 - n) for n in range(3)]
    found = written(path, START, *sets, *reps, late)
    assert [session.started for session in found] == [START, late]
    assert [record.started for record in found[0].sets] == sets
    assert list(found[0].sets[0].reps) == reps


@pytest.mark.parametrize(
    ("since", "ids"),
    [
        (date(2026, 3, 18), ["a", "east"]),
        (date(2026, 3, 19), ["east"]),
        (date(2026, 3, 20), []),
        (None, ["old", "a", "east"]),
    ],
)
def test_since_is_a_day_of_the_place_where_it_was_done(path: Path, since: date | None, ids: list[str]) -> None:
    # In UTC it was the 19th for the first of them, and the 18th for the last.
    early = datetime(2026, 3, 19, 0, 10, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    old = replace(START, session="old", at=EVENING - timedelta(days=3))
    with history(path, old, START, replace(START, session="east", at=early)) as kept:
        found = kept.sessions(since)
    assert [session.started.session for session in found] == ids
    offsets = {session.started.session: session.started.at.utcoffset() for session in found}
    assert offsets.items() <= {
        "old": timedelta(hours=-5), "a": timedelta(hours=-5), "east": timedelta(hours=5, minutes=45)
    }.items()  # fmt: skip


@pytest.mark.parametrize(
    "odd",
    [
        SetStarted(session="nobody's", set="z", at=EVENING, exercise="plank", set_no=1, sets=1, reps=1, hold_s=0),
        replace(REP, set="nobody's"),
        replace(SET_END, set="nobody's"),
        replace(HOLD, start_s=float("nan")),
        replace(MORE, delta=10**30),
        replace(SET_END, at=None),
        replace(EFFORT, score="much"),
        "no entry at all",
    ],
    ids=["set", "repetition", "end", "no time", "huge", "no moment", "no number", "foreign"],
)
def test_what_fits_nowhere_stops_nothing_and_is_kept_as_text(path: Path, odd: Any) -> None:
    with history(path, START, SET, odd, *ALL) as kept:
        assert kept.sessions() == [RECORD]
        (stray,) = kept.tables()["strays"]
        assert (kept.message, stray["content"]) == ("", repr(odd))


def test_reading_while_writing_sees_whole_entries(path: Path) -> None:
    with history(path, START, SET) as kept:
        for number in range(100):
            kept.write(replace(REP, start_s=float(number), end_s=number + 1.0))
            if number % 20 == 0:
                assert len(kept.sessions()[0].sets[0].reps) == number + 1
        assert kept.flush(SOON_S)
        assert not kept.message


# --- Killed. ---

KILLED = """
import sys, time
from datetime import datetime, timezone
from pathlib import Path
from coach.adapters.history.db import HistoryDb
from coach.core.history import RepDone, SessionStarted, SetStarted
kept, now = HistoryDb(Path(sys.argv[1])), datetime.now(timezone.utc)
kept.write(SessionStarted(session="a", at=now, routine="r", routine_name="R"))
kept.write(SetStarted(session="a", set="a1", at=now, exercise="march", set_no=1, sets=1, reps=9, hold_s=0.0))
kept.flush(30)
for n in range(10**6):
    kept.write(RepDone(set="a1", start_s=n, peak_s=n, end_s=n + 1, side=None, complete=True, hold_s=0.0))
    time.sleep(0.01)
    print(n + 1, flush=True)
"""


def test_a_killed_program_loses_no_repetition_it_had_told(path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
        assert running.stdout
        told = 0
        for line in running.stdout:
            told = int(line)
            if told == 25:
                os.kill(running.pid, signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL
    with history(path) as kept:
        (found,) = kept.sessions()
        assert kept.message == ""
    assert len(found.sets[0].reps) >= told >= 25
    assert (found.ended, found.sets[0].ended) == (None, None)


def test_an_empty_table_is_exported_with_its_head(tmp_path: Path) -> None:
    with closing(HistoryDb(tmp_path / "history.db")) as kept:
        files = export_files(kept)
    heads = {name: content.decode("utf-8-sig").strip() for name, content in files.items() if name.endswith(".csv")}
    assert heads["faults.csv"].startswith("set,fault,start_s")
    assert "at" in heads["pains.csv"].split(",")
    assert all(heads.values())


def test_text_is_kept_without_what_is_no_character() -> None:
    assert clean("a\0b\ud800c") == "ab?c"
