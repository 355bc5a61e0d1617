"""The hours at the desk in a real SQLite file: one row a minute whatever the clock does, and nothing lost."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from hypothesis import given, settings, strategies as st

from coach.adapters.history import db as history_db, kinds as tables
from coach.adapters.history.database import Database
from coach.adapters.history.db import HistoryDb
from coach.adapters.migrations import opening
from coach.core.history import together
from coach.core.sitting.look import STATES
from coach.core.sitting.record import AlertGiven, BreakKept, GlassDrunk, PostureEntry, PostureMinute, PostureRecord
from coach.ports import HistoryError
from coach.ports.posture import PostureHistory
from tests.source_tree import ROOT
from tests.test_history_db import ALL, RECORD, SOON_S, history, made, path

__all__ = ("made", "path")

CEST, CET = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))
AT = datetime(2026, 3, 18, 9, 30, tzinfo=CET)
MINUTE = PostureMinute(at=AT, seconds={"upright": 40.0, "slump": 20.0}, shifts=2, side=True)
TAKEN = BreakKept(asked=AT, start=AT + timedelta(minutes=1), end=AT + timedelta(minutes=3), how="chair", snoozes=1)
MISSED = BreakKept(asked=AT + timedelta(hours=1), start=None, end=None, how="missed", snoozes=2)
OWN = BreakKept(asked=None, start=AT + timedelta(hours=2), end=AT + timedelta(hours=3), how="move", exercise="march")
ALERT = AlertGiven(at=AT + timedelta(seconds=30), kind="slump")
GLASS = GlassDrunk(at=AT + timedelta(minutes=5))

DESK: tuple[PostureEntry, ...] = (MINUTE, TAKEN, MISSED, OWN, ALERT, GLASS)
WHOLE = PostureRecord(minutes=(MINUTE,), breaks=(TAKEN, MISSED, OWN), alerts=(ALERT,), glasses=(GLASS,))
EVER = (AT - timedelta(days=4000), AT + timedelta(days=4000))


def kept(path: Path, *entries: PostureEntry) -> PostureRecord:
    """Write, close, open anew, read all."""
    with history(path, *entries) as db:
        assert db.flush(SOON_S)
    with history(path) as db:
        assert db.message == ""
        return db.posture(*EVER)


def minutes(path: Path, *entries: PostureMinute) -> list[tuple[str, dict[str, float], int]]:
    found = kept(path, *entries).minutes
    return [(f"{minute.at:%H:%M%z}", dict(minute.seconds), minute.shifts) for minute in found]


def test_everything_that_is_written_is_read_beside_sessions(path: Path) -> None:
    with history(path, *ALL, *DESK) as db:
        port: PostureHistory = db
        assert (port.posture(*EVER), db.sessions()) == (WHOLE, [RECORD])
        assert db.tables()["strays"] == []
    assert kept(path) == WHOLE


@pytest.mark.parametrize(
    ("since_s", "until_s", "counts"),
    [(0, 60, (1, 1, 1, 0)), (1, 60, (0, 0, 1, 0)), (0, 30, (1, 1, 0, 0)), (0, 7201, (1, 3, 1, 1)), (-60, 0, (0,) * 4)],
)
def test_a_span_takes_its_beginning_and_leaves_its_end(
    path: Path, since_s: float, until_s: float, counts: Sequence[int]
) -> None:
    # Asked for from another place: the same moments.
    since, until = ((AT + timedelta(seconds=s)).astimezone(timezone(timedelta(hours=-9))) for s in (since_s, until_s))
    with history(path, *DESK) as db:
        found = db.posture(since, until)
    assert tuple(map(len, (found.minutes, found.breaks, found.alerts, found.glasses))) == counts


def test_a_minute_written_again_adds_up(path: Path) -> None:
    first = PostureMinute(at=AT, seconds={"upright": 20.0}, shifts=1)
    again = PostureMinute(at=AT + timedelta(seconds=41), seconds={"upright": 5.0, "standing": 10.0}, shifts=2)
    assert minutes(path, first, again) == [("09:30+0100", {"upright": 25.0, "standing": 10.0}, 3)]


def test_a_minute_is_never_longer_than_one(path: Path) -> None:
    """The clock was set back by an hour: the same minutes come again, and what has no room is left out."""
    some = PostureMinute(at=AT, seconds={"upright": 50.0}, shifts=1)
    assert minutes(path, some, replace(MINUTE, shifts=6)) == [("09:30+0100", {"upright": 56.667, "slump": 3.333}, 2)]
    assert minutes(path, MINUTE) == [("09:30+0100", {"upright": 56.667, "slump": 3.333}, 2)]


def test_the_hour_that_comes_twice_in_autumn_is_kept_twice(path: Path) -> None:
    night = datetime(2026, 10, 25, 2, 30)
    first, second = (replace(MINUTE, at=night.replace(tzinfo=zone)) for zone in (CEST, CET))
    assert [found[0] for found in minutes(path, second, first)] == ["02:30+0200", "02:30+0100"]


def test_a_minute_of_another_offset_is_the_same_minute(path: Path) -> None:
    other = PostureMinute(at=(AT + timedelta(seconds=59)).astimezone(CEST), seconds={"away": 7.0})
    half = replace(MINUTE, seconds={"upright": 30.0})
    assert minutes(path, half, other) == [("09:30+0100", {"upright": 30.0, "away": 7.0}, 2)]


def test_what_is_read_is_oldest_first_even_if_the_clock_jumped(path: Path) -> None:
    late = [replace(MINUTE, at=AT + timedelta(minutes=n)) for n in (5, 1, 3)]
    glasses = [GlassDrunk(at=AT + timedelta(seconds=n)) for n in (9, 2)]
    found = kept(path, *late, *glasses)
    assert [minute.at.minute for minute in found.minutes] == [31, 33, 35]
    assert list(found.glasses) == glasses[::-1]


def test_two_glasses_in_one_moment_are_two(path: Path) -> None:
    assert len(kept(path, GLASS, GLASS).glasses) == 2


@pytest.mark.parametrize(
    "odd",
    [
        replace(MINUTE, seconds={"asleep": 60.0}),
        replace(MINUTE, seconds={"upright": "long"}),
        replace(MINUTE, at=None),
        replace(TAKEN, asked=None, start=None),
        replace(ALERT, at="now"),
    ],
    ids=["state", "no number", "no moment", "no break", "no time"],
)
def test_what_fits_nowhere_is_kept_as_text(path: Path, odd: Any) -> None:
    with history(path, odd, *DESK) as db:
        assert db.posture(*EVER) == WHOLE
        (stray,) = db.tables()["strays"]
        assert (db.message, stray["content"]) == ("", repr(odd))


SECONDS = st.dictionaries(st.sampled_from(STATES), st.floats(allow_nan=True, allow_infinity=True), max_size=4)
MINUTES = st.builds(PostureMinute, at=st.just(AT), seconds=SECONDS, shifts=st.integers(0, 9))


@settings(max_examples=40)
@given(st.lists(MINUTES, min_size=1, max_size=5))
def test_whatever_is_written_a_minute_stays_one(writings: list[PostureMinute]) -> None:
    minute, before_s = None, 0.0
    for writing in writings:
        minute = together(minute, writing)
        now_s = sum(minute.seconds.values())
        # To the thousandth, for each state.
        assert before_s - 0.01 <= now_s <= 60.01
        assert all(seconds >= 0 for seconds in minute.seconds.values())
        assert minute.shifts <= sum(one.shifts for one in writings)
        before_s = now_s


# --- Trouble. ---


def test_a_file_taken_over_twice_adds_nothing(path: Path, tmp_path: Path) -> None:
    """The program was killed between taking a file over and deleting it."""
    side = tmp_path / "side.db"
    with history(side, *DESK, replace(MINUTE, seconds={"slump": 5.0})):
        pass
    half = replace(MINUTE, seconds={"away": 10.0}, shifts=0)
    with history(path, half):
        pass
    database = Database()
    with closing(database.open(path, strict=True)) as store, closing(database.open(side, strict=False)) as other:
        found = []
        for _ in range(3):
            store.take(other)  # type: ignore[attr-defined]
            found.append(store.posture(*EVER))
    assert found[0] == found[1] == found[2]
    assert sum(found[0].minutes[0].seconds.values()) == pytest.approx(60.0, abs=0.002)
    assert len(found[0].glasses) == 1


def test_a_history_damaged_in_mid_day_goes_on_with_the_last_hours(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_db, "DAY", 20)
    day = [replace(MINUTE, at=AT + timedelta(minutes=n)) for n in range(30)]
    with history(path, *ALL[:3], *day[:-1]) as db:
        assert db.flush(SOON_S)
        with closing(sqlite3.connect(path)) as other:
            other.execute("DROP TABLE posture_minutes")
        db.write(day[-1])
        assert db.flush(SOON_S)
        assert db.message.startswith("The history was damaged")
        assert db.posture(*EVER).minutes == tuple(day[-21:])
        assert len(db.sessions()) == 1


def test_a_record_that_is_not_open_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file")
    with closing(HistoryDb(tmp_path / "folder" / "history.db")) as db, pytest.raises(HistoryError, match="The history"):
        db.posture(*EVER)


def test_a_history_of_the_first_version_is_taken_along_whole(tmp_path: Path) -> None:
    old = tmp_path / "history.db"
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(old)))
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(opening.__file__).parent))
        command.upgrade(config, "0001")
        for number, entry in enumerate(ALL):
            kind = next(kind for kind in tables.KINDS if kind.entry is type(entry))
            connection.execute(sa.insert(kind.table), tables.to_row(kind, entry, str(number)))
        assert "posture_minutes" not in sa.inspect(connection).get_table_names()
    engine.dispose()
    with history(old, *DESK) as db:
        assert (db.sessions(), db.posture(*EVER), db.message) == ([RECORD], WHOLE, "")
    assert [item.name for item in tmp_path.iterdir()] == ["history.db"]


KILLED = """
import sys, time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from coach.adapters.history.db import HistoryDb
from coach.core.sitting.record import PostureMinute
kept, at = HistoryDb(Path(sys.argv[1])), datetime(2026, 3, 18, tzinfo=timezone.utc)
kept.posture(at, at)
for n in range(10**6):
    kept.write(PostureMinute(at=at + timedelta(minutes=n), seconds={"upright": 60.0}))
    time.sleep(0.01)
    print(n + 1, flush=True)
"""


@pytest.mark.slow
def test_a_killed_program_loses_no_minute_it_had_told(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as running:
        assert running.stdout
        told = 0
        for line in running.stdout:
            told = int(line)
            if told == 25:
                os.kill(running.pid, signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL
    found = kept(path).minutes
    assert len(found) >= told >= 25
    assert all(minute.seconds == {"upright": 60.0} for minute in found)


@pytest.mark.slow
def test_a_week_and_a_year_are_read_soon(path: Path) -> None:
    """A year at the desk: nine hours on five days a week. Time of this thread alone, so that others don't count."""
    chance = random.Random(1)
    rows = []
    for number in range(365 * 330):
        at = AT - timedelta(days=number // 330, minutes=number % 330)
        long_s = chance.choice((60.0, 60.0, chance.uniform(0, 60)))
        minute = PostureMinute(at=at, seconds={chance.choice(STATES[:4]): long_s, "away": 60 - long_s})
        rows.append(tables.to_row(tables.MINUTES, together(None, minute), str(number)))
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))
    with engine.begin() as connection:
        connection.execute(sa.insert(tables.MINUTES.table), rows)
    engine.dispose()
    with history(path) as db:
        # Measured 0.015 and 0.75-1.2 s; twice that is too long to wait for.
        for days, bar_s in ((7, 0.05), (366, 2.0)):
            took_s = []
            for _ in range(3):
                begun_s = time.thread_time()
                found = db.posture(AT - timedelta(days=days), AT + timedelta(minutes=1))
                took_s.append(time.thread_time() - begun_s)
            assert len(found.minutes) >= min(days, 365) * 330
            assert min(took_s) < bar_s
