"""What is found in recordings lies in the practice's database, with the patient of the folder, once."""

import json
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from coach.adapters.clinic_db.patients import NOBODY
from coach.adapters.clinic_db.records import SqlRecords, open_records
from coach.commands.finding import Finding
from coach.commands.recordings_kept import ACCOUNT, LinesFile, Practice
from tests.clinic_samples import ANNA, EVENING, MIRA, OMAR
from tests.recording_folders import begun, folder, stream
from tests.test_commands import Capture, coach
from tests.test_recordings_kept import ASKED, Listed, found, good, recording, run_it


def _open(path: Path) -> SqlRecords:
    records = open_records(path)
    if records.account(ANNA.id) is None:
        records.put_account(ANNA)
        for patient, reference in ((MIRA, "A-1"), (OMAR, "B-2"), (replace(OMAR, id="p3"), "Zoë")):
            records.put_patient(replace(patient, reference=reference, therapist=ANNA.id))
    return records


@pytest.fixture
def records(tmp_path: Path) -> Iterator[SqlRecords]:
    opened = _open(tmp_path / "clinic.db")
    yield opened
    opened.close()


def _practice(records: SqlRecords) -> Practice:
    return Practice(records, ASKED, lambda: EVENING)


def test_a_recording_lies_with_the_patient_of_its_folder(records: SqlRecords) -> None:
    practice = _practice(records)
    for name in ("A-1/a.npz", "Zoe\u0308/b.npz", "C-3/c.npz", "C-3/d.npz", "e.npz"):
        practice.keep(recording(name), f"digest of {name}", found(exercise="plank"))
    kept = [*records.recordings("p1"), *records.recordings("p2"), *records.recordings("p3")]
    assert [(one.patient, one.name, one.exercise, one.at) for one in kept] == [
        ("p1", "a.npz", "plank", EVENING),
        ("p3", "b.npz", "plank", EVENING),
    ]
    assert practice.strangers == {"C-3": 2, "": 1}
    again = _practice(records)
    assert again.known(recording("A-1/renamed.npz"), "digest of A-1/a.npz") == found(exercise="plank")
    assert again.known(recording("Zoë/a.npz"), "digest of A-1/a.npz") is None, "another patient's"
    told = [(one.account, one.what, one.patient) for one in records.audited()]
    assert told == [(ACCOUNT, "recording.keep", "p3"), (ACCOUNT, "recording.keep", "p1")]


def test_another_answer_to_the_same_question_takes_its_place(records: SqlRecords) -> None:
    practice = _practice(records)
    practice.keep(recording(), "d1", found(exercise="plank", hold_s=1.5))
    for answer in (found(exercise="knee_plank"), found(error="damaged"), found(exercise="plank", hold_s=2.5)):
        for one in (practice, _practice(records)):
            one.keep(recording(), "d1", answer)
            assert [kept.found for kept in records.recordings("p1")] == [answer]
    other = Practice(records, replace(ASKED, exercise="march"), lambda: EVENING)
    other.keep(recording(), "d1", found(exercise="march") | {"asked": "march"})
    assert {kept.exercise for kept in records.recordings("p1")} == {"plank", "march"}


def test_what_one_memory_knows_the_other_learns_without_a_look(tmp_path: Path, records: SqlRecords) -> None:
    root = folder(tmp_path / "all", 2)
    lines = LinesFile(tmp_path / "done.jsonl", ASKED)
    run_it(root, Listed([good(), good()]), lines)
    made = Listed([])
    run = run_it(root, made, lines, _practice(records))
    lines.close()
    kept = [*records.recordings("p1"), *records.recordings("p2")]
    assert (made.jobs, run.known, len(kept)) == ([], 2, 2)
    assert [one.found["source"] for one in kept] == [{"kind": "stream"}] * 2


def test_the_database_remembers_what_is_done(capfd: Capture, tmp_path: Path) -> None:
    root, where = folder(tmp_path / "all", 2), tmp_path / "clinic.db"
    _open(where).close()
    for name in ("C-3/c.npz", "C-3/d.npz", "e.npz"):
        stream(root / name)
    (root / "A-1" / "bad.npz").write_bytes(b"nothing of use")
    command = ("analyze", root, "--exercise", "plank", "--clinic", where, "--json", "-")
    results = []
    for number in range(2):
        status, out, err = coach(capfd, *command)
        results.append(json.loads(out))
        assert status == 2
        assert err.splitlines() == [
            "coach: A-1/bad.npz is not a landmark stream, or it is damaged: File is not a zip file.",
            "coach: 1 recording is not in the practice's database: it lies in no patient's folder",
            "coach: the practice knows no patient C-3: 2 recordings are not in its database",
        ], number
    assert [one["source"]["path"] for one in results[1]] == [
        *("A-1/0.npz", "A-1/bad.npz", "B-2/1.npz", "C-3/c.npz", "C-3/d.npz", "e.npz")
    ]
    timing = [[one.get("timing") for one in result[:3]] for result in results]
    assert timing[0] == timing[1], "from the database, not looked at again"
    records = _open(where)
    kept = {one.name: one for one in records.recordings("p1")}
    records.close()
    assert set(kept) == {"0.npz", "bad.npz"}
    told = results[1][0] | {"source": {key: value for key, value in results[1][0]["source"].items() if key != "path"}}
    del told["patient"]
    assert kept["0.npz"].found == told
    assert kept["bad.npz"].exercise == ""


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("gone.db", "there is no practice's database gone.db; coach clinic makes one"),
        ("text.db", "text.db"),
        ("mysql://x:secret@y/z", "The address of the practice's database is none"),
        ("postgresql://x:secret@127.0.0.1:9/z", "postgresql://x:***@127.0.0.1:9/z"),
    ],
)
def test_a_database_that_is_none_is_told_before_anything_is_done(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.db").write_text("hello " * 2000)
    status, out, err = coach(capfd, "analyze", folder(tmp_path / "all", 1), "--clinic", where)
    assert (status, out) == (2, "")
    assert said in err
    assert "secret" not in err
    assert err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all", "text.db"]


def _rows(where: Path) -> int:
    with closing(_open(where)) as records:
        return sum(len(records.recordings(patient)) for patient in ("p1", "p2"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("after", [1, 3])
def test_killed_and_gone_on_with(tmp_path: Path, after: int) -> None:
    root, where = folder(tmp_path / "all", 6), tmp_path / "clinic.db"
    _open(where).close()
    command = ("analyze", root, "--clinic", where, "--workers", 2)
    running = begun(*command)
    while _rows(where) < after:
        assert running.poll() is None, running.communicate()
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    kept = _rows(where)
    assert after <= kept < 6
    out, err = begun(*command).communicate(timeout=200)
    assert (err, out.splitlines()[-1]) == ("", f"6 recordings: {6 - kept} looked at, {kept} known from before.")
    assert _rows(where) == 6


def test_a_patient_erased_meanwhile_ends_the_work(tmp_path: Path, records: SqlRecords) -> None:
    root, practice = folder(tmp_path / "all", 2), _practice(records)
    run_it(root, Listed([]), practice)
    records.erase("p2")
    run = run_it(root, Listed([good(), Finding({"source": {}, "exercise": "plank"}, [])]), practice)
    assert run.stopped == NOBODY
    assert (len(records.recordings("p1")), run.looked_at) == (1, 1)
