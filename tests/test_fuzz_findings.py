"""What `python -m tests.fuzz` brought to light, each as small as it goes, so that it stays mended."""

import io
import json
import math
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach import evaluation, posture_evaluation
from coach.adapters import library
from coach.adapters.clinic_db.portable import restore
from coach.adapters.clinic_reports import csv_tables
from coach.adapters.delivery.outbox import OutboxFolder
from coach.adapters.fhir.bundle import from_bundle
from coach.adapters.fhir.checking import check
from coach.adapters.own_files.settings import SettingsFile
from coach.adapters.store import StreamFile
from coach.core.care.reminding import Reminders
from coach.core.settings import Settings
from coach.labels import LabelError
from coach.ports import ClinicError, CoachError, ExchangeError, ExerciseError, StreamError
from tests.fuzz import own_files, samples, streams, zips
from tests.test_commands import Capture, coach

# --- Zips whose members are packed otherwise than the program packs them. ---


def _stream(content: bytes, folder: Path) -> None:
    (folder / "a.npz").write_bytes(content)
    StreamFile(folder / "a.npz")


def _backup(content: bytes, folder: Path) -> None:
    (folder / "a.zip").write_bytes(content)
    restore(folder / "a.zip", folder / "clinic.db")


def _tables(content: bytes, folder: Path) -> None:
    csv_tables.from_zip(content)


Read = Callable[[bytes, Path], None]
ZIPS: dict[str, tuple[Callable[[], bytes], Read, type[CoachError]]] = {
    "stream": (streams.good, _stream, StreamError),
    "backup": (cache(zips.backups), _backup, ClinicError),
    "tables": (zips.tables, _tables, ExchangeError),
}


def _packed(content: bytes, kind: int, spoil: bool) -> bytes:
    """The same files packed otherwise, and the first packed bytes of each overwritten."""
    packed, places = io.BytesIO(), []
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            places.append(packed.tell() + 30 + len(name) + 9)
            new.writestr(zipfile.ZipInfo(name), old.read(name), kind)
    made = bytearray(packed.getvalue())
    for place in places if spoil else ():
        made[place : place + 8] = b"\xff" * 8
    return bytes(made)


@pytest.mark.parametrize("spoil", [False, True], ids=["whole", "spoilt"])
@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
@pytest.mark.parametrize("name", ZIPS)
def test_what_is_packed_otherwise_is_refused(name: str, kind: int, spoil: bool, tmp_path: Path) -> None:
    """A spoilt LZMA member raised an error that nobody caught; and its packing decides how much memory it takes."""
    made, read, refusal = ZIPS[name]
    with pytest.raises(refusal) as told:
        read(_packed(made(), kind, spoil), tmp_path)
    assert "\n" not in str(told.value)


HEADERS = {
    "brackets left open": "{'a': 1L, (",
    "numbers of Python 2": "{'descr': '<f8', 'fortran_order': False, 'shape': (12L,), }",
    "no tuple": "{'descr': '<f8', 'fortran_order': False, 'shape': 12}",
    "a number run into a word": "1if 2",
    "odd escape": r"{'descr': '\d', 'fortran_order': False, 'shape': (12,), }",
    "nested": "(" * 3000,
    "no such type": "{'descr': '<f99', 'fortran_order': False, 'shape': (12,), }",
    "far too wide": "{'descr': '<U99999999999', 'fortran_order': False, 'shape': (), }",
}


@pytest.mark.parametrize("case", HEADERS)
def test_an_array_with_an_odd_header_is_refused(case: str, tmp_path: Path) -> None:
    """numpy evaluates a header, warns about some, and lets errors of Python's own reader through."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in streams.arrays().items():
            member = io.BytesIO()
            np.save(member, array)
            content, said = member.getvalue(), f"{HEADERS[case]}\n".encode()
            if name == "t_s":
                length = int.from_bytes(content[8:10], "little")
                content = content[:8] + len(said).to_bytes(2, "little") + said + content[10 + length :]
            archive.writestr(f"{name}.npy", content)
    with pytest.raises(StreamError, match="damaged"):
        _stream(file.getvalue(), tmp_path)


# --- Settings. ---


@pytest.mark.parametrize("value", ["no", 1, 0, None, math.inf, [], {}], ids=repr)
def test_whether_to_remind_is_yes_or_no(value: object, tmp_path: Path) -> None:
    """Anything was taken: "no" for yes, and what no file can hold, so that settings could not be kept any more."""
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"reminders": {"days": [1], "on": value}}), encoding="utf-8")
    kept = SettingsFile(path, lambda place, content: place.write_bytes(content) and None)
    found, said = kept.load()
    assert found == Settings(reminders=Reminders(days=(1,)))
    assert said == "Some settings could not be read and are as at first: reminder of the planned days."
    assert kept.save(found) == ""


# --- What waits to be delivered. ---


@pytest.mark.parametrize("name", ["since", "until", "queued_at"])
def test_what_waits_has_its_days(name: str, tmp_path: Path) -> None:
    """A file without them was taken, and compared with the others: nothing was delivered any more."""
    outbox = OutboxFolder(tmp_path, lambda path, content: path.write_bytes(content) and None)
    outbox.put(own_files.WAITING, b"{}")
    path = tmp_path / "w1.waiting.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {name: None}), encoding="utf-8")
    assert outbox.all() == []
    assert path.exists()


@pytest.mark.parametrize(
    ("until", "since"),
    [(date.min, date(2026, 11, 1)), (date(2026, 10, 1), date(2026, 11, 1)), (date(2026, 11, 20), date(2026, 11, 17))],
)
def test_results_begin_no_later_than_what_was_delivered(until: date, since: date) -> None:
    """Three days before the first of all days there is none."""
    link = replace(own_files.LINK, delivered_until=until)
    assert link.since(date(2026, 11, 1), date(2026, 11, 30)) == since


# --- Tables of labels. ---

HEAD = "file,exercise,view,complete,complete_max,partial,left,right,hold_s,hold_tol_s,faults,states,quiet,kind,note"
LABELS = {
    "seconds with two points": "a.npz,sitting,front,,,,,,,,,upright@1.2.3-4,0,,",
    "seconds without a digit": "a.npz,sitting,front,,,,,,,,,upright@0-.,0,,",
    "seconds without end": f"a.npz,sitting,front,,,,,,,,,upright@0-{'9' * 400},0,,",
    "years of sitting": "a.npz,sitting,front,,,,,,,,,upright@0-99999999,0,,",
    "a hold that is none": "a.npz,plank,side,,,,,,nan,,,,0,,",
    "a hold without end": "a.npz,plank,side,,,,,,inf,,,,0,,",
    "less than no hold": "a.npz,plank,side,,,,,,-3,,,,0,,",
    "a fault without end": f"a.npz,plank,side,,,,,,,,hips_sag@0-{'9' * 400},,0,,",
}


@pytest.mark.parametrize("case", LABELS)
def test_labels_with_what_is_no_number_of_seconds_are_refused(case: str, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(f"{HEAD}\n{LABELS[case]}\n", encoding="utf-8")
    with pytest.raises(LabelError, match="is not a number"):
        (evaluation.read_labels(path), posture_evaluation.read_labels(path))


@pytest.mark.parametrize("column", ["file", "view"])
def test_labels_of_sitting_without_a_column_are_refused(column: str, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(f"{HEAD.replace(column, 'other')}\na.npz,sitting,front,,,,,,,,,upright@0-4,0,,\n", encoding="utf-8")
    with pytest.raises(LabelError, match=f"has no column '{column}'"):
        posture_evaluation.read_labels(path)


# --- Bundles. ---


def test_what_is_wrong_after_two_hundred_mistakes_is_passed_over_too() -> None:
    """Mistakes are told up to a number; what can't be read is passed over wherever it stands."""
    wrong = [{"resource": {"resourceType": "Patient", "gender": "?", "id": str(number)}} for number in range(250)]
    unreadable = {"resource": {"resourceType": "ServiceRequest", "status": ["active"]}}
    plan = {"resource": {"resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": {"display": "x"}}}
    order = {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": {"display": "x"}}
    bridge = {"resource": {**order, "code": {"text": "Glute bridge"}}}
    document = {"resourceType": "Bundle", "type": "collection", "entry": [*wrong, unreadable, plan, bridge]}
    assert len(check(document)) == 201
    found = from_bundle(document, exercises=samples.exercises())
    assert found.routine is not None
    assert [item.exercise for item in found.routine.items] == ["glute_bridge"]


# --- Letters that are none. ---

ODD = "a\nb\x1b[2J\u202e"
ENTRIES: dict[str, dict[str, Any]] = {
    "key": {ODD: 1},
    "address": {"fullUrl": ODD, "resource": {"resourceType": "Patient", "id": "1"}},
    "kind": {"resource": {"resourceType": ODD}},
    "text": {"resource": {"resourceType": "Patient", "gender": ODD}},
    "unknown member": {"resource": {"resourceType": "Patient", ODD: 1}},
    "reference": {"resource": {"resourceType": "Patient", "generalPractitioner": [{"reference": f"#{ODD}"}]}},
    "exercise": {"resource": {"resourceType": "ServiceRequest", "status": "active", "intent": "order",
                              "subject": {"display": "x"}, "code": {"text": ODD}}},
    "observation": {"resource": {"resourceType": "Observation", "status": "final", "code": {"text": ODD}}},
}  # fmt: skip


@pytest.mark.parametrize("case", ENTRIES)
def test_what_is_told_of_a_bundle_is_a_sentence(case: str) -> None:
    document = {"resourceType": "Bundle", "type": "collection", "entry": [ENTRIES[case]]}
    told = (*check(document), *from_bundle(document).told)
    assert told
    assert [line for line in told if not line.isprintable()] == []


@pytest.mark.parametrize("letter", ["\\u0000", "\\u001b[2J", "\\u202e", "\\u200b", "\\u0085"])
@pytest.mark.parametrize("key", ["name", "steps", "rules.cue"])
def test_an_exercise_says_nothing_that_can_not_be_read(key: str, letter: str) -> None:
    """No font draws them, and a terminal obeys some."""
    text = samples.exercise_texts()["plank"]
    first = {"name": 'name = "', "steps": 'steps = [\n    "', "rules.cue": 'cue = "'}[key]
    assert first in text
    with pytest.raises(ExerciseError, match="control codes or hidden letters"):
        library.parse_exercise(text.replace(first, first + letter, 1), Path("plank.toml"))


@pytest.mark.parametrize("name", ["exercises", "routine"])
def test_a_refusal_obeys_no_file(name: str, capfd: Capture, tmp_path: Path) -> None:
    """A file's own keys stand in what is said of it: a terminal is not to do what they say."""
    path = tmp_path / "plank.toml"
    path.write_text('"\\u001b[2J\\u202e" = 1\n"\\ud7ff" = 2\n', encoding="utf-8")
    status, _, err = coach(capfd, name, "check", path)
    assert status == 2
    assert "unknown key" in err
    assert err.rstrip("\n").isprintable()
