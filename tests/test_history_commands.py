"""`coach history`, `export` and `delete-my-data`, and that what comes out is what went in, whatever it was."""

import csv
import io
import json
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import Phase, given, settings, strategies as st

from coach import care_days, care_flare, main
from coach.adapters.history.db import HistoryDb
from coach.commands import deleting, history as commands
from coach.core.body import SIDES
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
from tests.test_history_db import ALL, EVENING, MORE, PAIN, RECORD, START, history, made, path

__all__ = ("made", "path")

Capture = pytest.CaptureFixture[str]

AFTER = PainTold(at=EVENING, when="after", score=2, session="a")
LATER = replace(START, session="b", at=EVENING + timedelta(days=1), routine_name="[Évening] routine")


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands on a command line of their own."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    for command in (commands.history, commands.export, deleting.delete_my_data):
        app.command()(command)
    monkeypatch.setattr(main, "app", app)


def coach(capfd: Capture, *arguments: object) -> tuple[int, str, str]:
    """Status, stdout and stderr of the command line."""
    status = main.run([str(argument) for argument in arguments])
    out, err = capfd.readouterr()
    return status, out, err


@pytest.fixture
def data(path: Path) -> Path:
    """A data folder with a history of two sessions."""
    with history(path, *ALL, AFTER, LATER) as kept:
        assert kept.flush(5)
    return path.parent


def test_history_tells_a_session_in_a_line(capfd: Capture, data: Path) -> None:
    status, out, err = coach(capfd, "history", "--data", data)
    assert (status, err) == (0, "")
    heading, newest, first, *sentences = out.splitlines()
    assert heading.split("  ")[0] == "when"
    assert newest.split() == ["2026-03-19", "23:30", "[Évening]", "routine", "0/0", "broken", "off"]
    assert first.split() == ["2026-03-18", "23:30", "Daily", "1/3", "5", "s", "3", ">", "2", "stopped:", "pain"]
    assert sentences[-1] == "1 session so far."


def test_history_shows_the_newest_and_gives_all_as_json(capfd: Capture, data: Path) -> None:
    status, out, _ = coach(capfd, "history", "--data", data, "--last", 1)
    assert (status, out.count("2026-03-1")) == (0, 1)
    _, out, err = coach(capfd, "history", "--data", data, "--json", "-")
    assert err == ""
    first, second = json.loads(out)
    assert first == commands.plain(replace(RECORD, pains=(PAIN, AFTER)))
    assert first["started"]["at"] == "2026-03-18T23:30:00-05:00"
    assert second["started"]["routine_name"] == "[Évening] routine"


def test_without_a_history_none_is_made(capfd: Capture, tmp_path: Path) -> None:
    assert coach(capfd, "history", "--data", tmp_path) == (0, "Your first session will show here.\n", "")
    assert coach(capfd, "history", "--data", tmp_path, "--json", "-") == (0, "[]\n", "")
    status, out, err = coach(capfd, "export", tmp_path / "out", "--data", tmp_path)
    assert (status, out, err) == (2, "", f"coach: there is no history yet in {tmp_path}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_history_is_told_in_one_sentence(capfd: Capture, data: Path) -> None:
    (data / "history.db").write_bytes(b"?" * 9000)
    status, out, err = coach(capfd, "history", "--data", data)
    assert (status, out) == (0, "Your first session will show here.\n")
    assert err.startswith("coach: The history was damaged: it was set aside as history-damaged-")


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_export_gives_every_table_and_one_json(capfd: Capture, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    status, said, err = coach(capfd, "export", out, "--data", data)
    assert (status, said, err) == (0, f"{out}: 29 files with all that was kept\n", "")
    (rep,) = rows((out / "reps.csv").read_bytes())
    assert (rep["range.hip.min"], rep["range.hip.max"], rep["faults"], rep["complete"]) == ("1.5", "2.5", "x", "True")
    sessions = rows((out / "sessions.csv").read_bytes())
    assert [row["routine_name"] for row in sessions] == ["Daily", "[Évening] routine"]
    assert sessions[0]["at"] == "2026-03-18T23:30:00-05:00"
    nested = json.loads((out / "history.json").read_text(encoding="utf-8"))
    assert nested["sessions"][0] == commands.plain(replace(RECORD, pains=(PAIN, AFTER)))
    assert nested["corrections"] == [{"set": "a1", "t_s": 9.0, "delta": 1}]


@pytest.mark.parametrize("name", ["all.zip", "all.json"])
def test_export_into_one_file(capfd: Capture, data: Path, name: str) -> None:
    out = data / name
    assert coach(capfd, "export", out, "--data", data) == (0, f"{out}: all that was kept\n", "")
    if name == "all.json":
        content = out.read_bytes()
    else:
        with zipfile.ZipFile(out) as archive:
            assert {f"{table}.csv" for table in ("reps", "holds", "pains", "strays")} < set(archive.namelist())
            content = archive.read("history.json")
    assert [session["started"]["session"] for session in json.loads(content)["sessions"]] == ["a", "b"]


@pytest.mark.parametrize("name", ["folder", "all.zip", "all.json"])
def test_export_writes_over_nothing_unless_told(capfd: Capture, data: Path, name: str) -> None:
    out = data / name
    taken = out / "sets.csv" if name == "folder" else out
    taken.parent.mkdir(exist_ok=True)
    taken.write_text("mine")
    assert coach(capfd, "export", out, "--data", data) == (
        2, "", f"coach: {taken} is there already: --force writes over it\n",
    )  # fmt: skip
    assert taken.read_text() == "mine"
    assert not (data / "folder" / "history.json").exists()
    assert coach(capfd, "export", out, "--data", data, "--force")[0] == 0
    assert taken.read_bytes() != b"mine"


def test_a_spreadsheet_takes_no_text_for_a_formula(path: Path) -> None:
    with history(path, replace(START, routine_name="=1+1"), replace(MORE, delta=-1)) as kept:
        files = commands.export_files(kept)
    assert rows(files["sessions.csv"])[0]["routine_name"] == "'=1+1"
    assert json.loads(files["history.json"])["sessions"][0]["started"]["routine_name"] == "=1+1"


MINE = (
    "history-damaged-20260101-000000.db", "history-newer-20260101-000000.db", "history.db", "settings-damaged-1.json",
    "settings.json", "streams/walk.npz", "morning.npz", "baselines.json", "baselines-damaged-1.json",
    f"{care_flare.FILE} 2026-03-22-2.pdf", care_days.FILE, "routines/mine.toml", "routines/back.routine.toml",
    "routines/earlier/back-1.routine.toml", "therapists.json", "keys/signing.key", "keys/sealing.key",
)  # fmt: skip
FOREIGN = ("letter.txt", "history.txt", "other.db", "models/pose.task", "streams/notes.txt")


@pytest.fixture
def full(data: Path) -> Path:
    for name in (*MINE, *FOREIGN):
        (data / name).parent.mkdir(exist_ok=True, parents=True)
        (data / name).touch()
    return data


def files(folder: Path) -> set[str]:
    return {item.relative_to(folder).as_posix() for item in folder.rglob("*") if item.is_file()}


@pytest.mark.parametrize(
    ("typed", "deleted"), [("delete\n", True), ("yes\n", False), ("\n", False), ("", False), ("Delete\n", False)]
)
def test_delete_asks_for_the_word(
    capfd: Capture, full: Path, monkeypatch: pytest.MonkeyPatch, typed: str, deleted: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    status, out, err = coach(capfd, "delete-my-data", "--data", full)
    assert all(f"  {name}\n" in out for name in MINE)
    assert files(full) == (set(FOREIGN) if deleted else {*FOREIGN, *MINE})
    if deleted:
        assert (status, err) == (0, "")
        assert f"Deleted: {len(MINE)} files.\nExports and recordings that you made in other folders are not" in out
    else:
        assert status == 130
        assert err.startswith("coach: stopped")


def test_delete_without_asking_and_again(capfd: Capture, full: Path) -> None:
    assert coach(capfd, "delete-my-data", "--yes", "--data", full)[0] == 0
    assert files(full) == set(FOREIGN)
    status, out, _ = coach(capfd, "delete-my-data", "--data", full)
    assert (status, out.splitlines()[0]) == (0, f"There is nothing to delete in {full}.")


def test_delete_waits_until_the_history_is_closed(capfd: Capture, full: Path) -> None:
    with history(full / "history.db") as kept:
        assert kept.pains()
        status, out, err = coach(capfd, "delete-my-data", "--yes", "--data", full)
    assert (status, out) == (2, "")
    assert err == "coach: the history is in use: close every window of Backcoach first; nothing was deleted\n"
    assert files(full) >= {"history.db", *FOREIGN}


# --- Whatever it was. ---

NUMBERS = st.floats(-1e6, 1e6)
COUNTS = st.integers(0, 1000)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8)
"""Text as it is kept; `test_text_is_kept_without_what_is_no_character` has the rest."""
ZONES = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=ZONES)
SPANS = st.dictionaries(TEXTS, st.tuples(NUMBERS, NUMBERS), max_size=2)
HALF = st.sampled_from((None, *SIDES))


def some(kind: type[Any], **given: Any) -> st.SearchStrategy[Any]:
    """Entries of a kind: what is given is fixed, or drawn where it is a strategy."""
    return st.builds(kind, **{k: v if isinstance(v, st.SearchStrategy) else st.just(v) for k, v in given.items()})


@st.composite
def set_records(draw: st.DrawFn, session: str, name: str) -> tuple[list[Entry], SetRecord]:
    """A set's entries, mixed as they may come, and its record."""
    asked = {"set_no": COUNTS, "sets": COUNTS, "reps": COUNTS, "hold_s": NUMBERS, "side": HALF}
    started = draw(some(SetStarted, session=session, set=name, at=MOMENTS, exercise=TEXTS, **asked))
    times = draw(st.lists(NUMBERS, max_size=3, unique=True))
    a_rep = {"set": name, "side": HALF, "hold_s": NUMBERS, "range": SPANS}
    reps = [draw(some(RepDone, start_s=t, peak_s=t, end_s=t, **a_rep)) for t in times]
    holds = [draw(some(HoldDone, set=name, start_s=t, end_s=NUMBERS, good_s=NUMBERS, side=HALF)) for t in times]
    faults = [draw(some(FaultSeen, set=name, fault=TEXTS, start_s=t, end_s=t, severity=TEXTS)) for t in times]
    fixed = [Corrected(set=name, t_s=t, delta=draw(st.sampled_from((1, -1)))) for t in times]
    yaw = st.none() | NUMBERS
    ended = draw(
        st.none() | some(SetEnded, set=name, at=MOMENTS, seen=NUMBERS, yaw_deg=yaw, fps=NUMBERS, armed_s=NUMBERS)
    )
    total = sum(correction.delta for correction in fixed)
    record = SetRecord(
        started=started, ended=ended, reps=tuple(reps), holds=tuple(holds), faults=tuple(faults), corrected=total
    )
    return [started, *holds, *fixed, *reps, *([ended] if ended else []), *faults], record


@st.composite
def session_records(draw: st.DrawFn) -> tuple[list[Entry], list[SessionRecord]]:
    entries: list[Entry] = []
    records: list[SessionRecord] = []
    for number in range(draw(st.integers(0, 2))):
        name = f"s{number}"
        versions = st.dictionaries(TEXTS, TEXTS, max_size=2)
        started = draw(
            some(SessionStarted, session=name, at=MOMENTS, routine=TEXTS, routine_name=TEXTS, versions=versions)
        )
        sets = [draw(set_records(name, f"{name}.{n}")) for n in range(draw(st.integers(0, 2)))]
        pains = [PainTold(at=EVENING, when=when, score=number, session=name) for when in ("before", "morning")]
        effort = draw(st.none() | some(EffortTold, session=name, at=MOMENTS, score=st.integers(0, 10)))
        ended = draw(st.none() | some(SessionEnded, session=name, at=MOMENTS))
        entries += [started, *pains, *(entry for more, _ in sets for entry in more), *filter(None, (effort, ended))]
        records.append(
            SessionRecord(
                started=started,
                ended=ended,
                sets=tuple(record for _, record in sets),
                pains=tuple(pains),
                effort=effort.score if effort else None,
            )
        )
    return entries, records


@settings(max_examples=15, phases=[Phase.generate])  # each example is a file: shrinking takes minutes
@given(session_records(), st.lists(some(SafetyAnswered, at=MOMENTS, answers=st.tuples(TEXTS)), max_size=1))
def test_what_was_written_is_read_and_exported(
    made: Path, written: tuple[list[Entry], list[SessionRecord]], screenings: Sequence[SafetyAnswered]
) -> None:
    entries, records = written
    with tempfile.TemporaryDirectory() as folder, closing(HistoryDb(Path(shutil.copy(made, folder)))) as kept:
        for entry in (*entries, *screenings):
            kept.write(entry)
        assert (kept.sessions(), kept.screenings()) == (records, list(screenings))
        files = commands.export_files(kept)
    nested = json.loads(files["history.json"])
    assert nested["sessions"] == commands.plain(records)
    assert nested["screenings"] == commands.plain(screenings)
    assert nested["strays"] == []
