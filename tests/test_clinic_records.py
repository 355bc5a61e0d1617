"""A practice's records, on SQLite and on PostgreSQL alike: what is kept is read, a change is whole or not at all."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from coach.adapters.clinic_db.records import SqlRecords
from coach.core.therapy.practice import Audited
from coach.core.therapy.results import SafetyTold
from coach.ports import ClinicError
from coach.ports.clinic import Records
from tests.clinic_samples import (
    ANNA,
    BEN,
    EVENING,
    FIRST,
    GIVEN,
    MIRA,
    NOTE,
    NOW,
    OMAR,
    RECORDING,
    RESULTS,
    SECOND,
    delivery,
    some_sessions,
)
from tests.clinic_stores import opened

HOUR = timedelta(hours=1)


def full(records: SqlRecords) -> None:
    """Two accounts and patients, and everything that there may be of one of them."""
    with records.at_once():
        for account in (ANNA, BEN):
            records.put_account(account)
        for patient in (MIRA, OMAR):
            records.put_patient(patient)
        records.assign(GIVEN)
        records.put_note(NOTE)
        records.put_recording(RECORDING)
        records.take_results("p1", RESULTS, delivery())


def test_everything_that_is_kept_is_read(clinic: Path | str) -> None:
    with opened(clinic) as records:
        full(records)
    with opened(clinic) as records:
        port: Records = records
        assert (port.accounts(), port.account("ben"), port.account("nobody")) == ([ANNA, BEN], BEN, None)
        assert (port.patients(None), port.patients("ben"), port.patients(None, archived=True)) == (
            [MIRA, OMAR], [OMAR], [],
        )  # fmt: skip
        assert (port.patient("p1"), port.patient_of("M-17"), port.patient_of("m")) == (MIRA, MIRA, None)
        assert (port.assignments("p1"), port.notes("p1"), port.recordings("p1")) == ([GIVEN], [NOTE], [RECORDING])
        assert (port.sessions("p1"), port.results("p1"), port.sessions("p2")) == ([FIRST, SECOND], [RESULTS], [])
        assert port.safety("p1") == [(EVENING, "soon")]
        assert port.deliveries("p1") == [replace(delivery(), sessions_new=2)]
        assert repr(port.recordings("p1")[0].found) == repr(RECORDING.found)


def test_a_session_lies_on_its_own_local_day(records: SqlRecords) -> None:
    full(records)
    day = date(2026, 3, 18)
    assert records.sessions("p1", day, day) == [FIRST]
    assert records.sessions("p1", since=date(2026, 3, 19)) == [SECOND]
    assert records.sessions("p1", until=date(2026, 3, 17)) == []


def test_words_of_every_kind_stay_words(records: SqlRecords) -> None:
    full(records)
    for hostile in ("'; DROP TABLE clinic_patients; --", '" OR 1=1', "<script>alert(1)</script>", "%s {x} :y ?", "\\'"):
        records.put_patient(replace(MIRA, name=hostile, problem=hostile))
        assert records.patient("p1") == replace(MIRA, name=hostile, problem=hostile)
        questions = (records.patient, records.patient_of, records.patient_by_token, records.account, records.account_of)
        assert [ask(hostile) for ask in questions] == [None] * 5
        assert (records.sessions(hostile), records.patients(hostile), records.failures(hostile, NOW)) == ([], [], 0)
    records.put_note(replace(NOTE, text="half \ud83d of a pair, and a \0 zero"))
    assert records.notes("p1")[0].text == "half ? of a pair, and a  zero"


# --- Accounts. ---


def test_an_address_has_one_account_whatever_its_case(records: SqlRecords) -> None:
    full(records)
    assert records.account_of(" anna@EXAMPLE.org ") == ANNA
    with pytest.raises(ClinicError, match=r"an account with the e-mail address BEN@example\.org already"):
        records.put_account(replace(ANNA, email="BEN@example.org"))
    with pytest.raises(ClinicError, match="a patient with the reference O-18 already"):
        records.put_patient(replace(MIRA, reference="O-18"))
    assert (records.account("anna"), records.patient("p1")) == (ANNA, MIRA)


def test_passwords_and_keys_belong_to_an_account(records: SqlRecords) -> None:
    full(records)
    assert (records.password_of("anna"), records.sealed_keys("anna")) == ("", b"")
    records.set_sealed_keys("anna", b"\0sealed")
    records.set_password("anna", "hash")
    records.set_password("anna", "hash 2")
    assert (records.password_of("anna"), records.sealed_keys("anna")) == ("hash 2", b"\0sealed")
    with pytest.raises(ClinicError, match="no such account"):
        records.set_password("nobody", "hash")


def _later(records: SqlRecords, hours: float, idle_h: float = 1) -> Any:
    now = NOW + hours * HOUR
    return records.signed_in("t", now, now - idle_h * HOUR)


@pytest.mark.parametrize(
    ("then", "stays"),
    [
        (lambda records: None, True),
        (lambda records: records.end_sign_in("t"), False),
        (lambda records: records.set_password("anna", "new"), False),
        (lambda records: records.put_account(replace(ANNA, active=False)), False),
        (lambda records: records.put_account(replace(ANNA, name="Anna R.")), True),
        (lambda records: records.end_sign_in("other"), True),
    ],
)
def test_a_sign_in_ends_when_it_should(records: SqlRecords, then: Callable[[SqlRecords], None], stays: bool) -> None:
    full(records)
    records.begin_sign_in("t", "anna", NOW, NOW + 8 * HOUR)
    then(records)
    assert (_later(records, 0.5) is not None) is stays
    assert records.signed_in("T", NOW, NOW - HOUR) is None


def test_a_sign_in_ends_when_it_is_over_or_idle(records: SqlRecords) -> None:
    full(records)
    records.begin_sign_in("t", "anna", NOW, NOW + 3 * HOUR)
    assert [_later(records, hours) is not None for hours in (0.9, 1.8, 2.7, 3.0)] == [True, True, True, False]
    records.begin_sign_in("u", "anna", NOW + 3 * HOUR, NOW + 9 * HOUR)
    assert records.signed_in("u", NOW + 5 * HOUR, NOW + 4 * HOUR) is None


def test_failures_are_counted_by_address_and_forgotten(records: SqlRecords) -> None:
    for minutes in (0, 5, 10):
        records.tell_failure("Nobody@x.org", NOW + timedelta(minutes=minutes))
    assert records.failures("nobody@X.org ", NOW + timedelta(minutes=5)) == 2
    records.tell_failure("other@x.org", NOW + timedelta(days=3))
    assert records.failures("nobody@x.org", NOW) == 0
    records.forget_failures("OTHER@x.org")
    assert records.failures("other@x.org", NOW) == 0


def test_the_log_tells_the_newest_first(records: SqlRecords) -> None:
    told = [Audited(at=NOW + n * HOUR, account="anna", what=f"w{n}", patient=f"p{n % 2}") for n in range(5)]
    for entry in told:
        records.audit(entry)
    assert records.audited() == told[::-1]
    assert records.audited(patient="p1", last=1) == [told[3]]


# --- Changes. ---


def test_what_is_done_at_once_is_one_change(records: SqlRecords) -> None:
    full(records)
    with pytest.raises(ZeroDivisionError), records.at_once():
        records.put_note(replace(NOTE, id="n2"))
        records.take_results("p1", replace(RESULTS, sessions=tuple(some_sessions(3))), delivery("r2"))
        assert len(records.sessions("p1")) == 5
        _ = 1 / 0
    assert (len(records.sessions("p1")), len(records.notes("p1")), len(records.deliveries("p1"))) == (2, 1, 1)
    with records.at_once():
        records.put_note(replace(NOTE, id="n2"))
        with pytest.raises(ClinicError, match="O-18"):
            records.put_patient(replace(MIRA, reference="O-18"))
        records.put_note(replace(NOTE, id="n3"))
    assert len(records.notes("p1")) == 3


def test_another_thread_sees_a_change_only_when_it_is_whole(records: SqlRecords) -> None:
    full(records)
    seen: list[int] = []

    def look() -> None:
        seen.append(len(records.notes("p1")))

    with records.at_once():
        records.put_note(replace(NOTE, id="n2"))
        thread = threading.Thread(target=look)
        thread.start()
        thread.join(10)
    look()
    assert seen == [1, 2]


def test_a_note_without_text_is_taken_back(records: SqlRecords) -> None:
    full(records)
    records.put_note(replace(NOTE, text="Seen."))
    assert [note.text for note in records.notes("p1")] == ["Seen."]
    records.put_note(replace(NOTE, text=" "))
    assert records.notes("p1") == []


def test_the_same_recording_takes_its_own_place(records: SqlRecords) -> None:
    full(records)
    again = replace(RECORDING, id="r2", found={"counts": {}})
    records.put_recording(again)
    records.put_recording(replace(RECORDING, id="r3", exercise="plank"))
    assert [one.id for one in records.recordings("p1")] == ["r3", "r2"]


@pytest.mark.parametrize(
    "change",
    [
        lambda records: records.assign(replace(GIVEN, id="x", patient="nobody")),
        lambda records: records.put_note(replace(NOTE, id="x", patient="nobody")),
        lambda records: records.put_recording(replace(RECORDING, patient="nobody")),
        lambda records: records.set_token("nobody", "hash"),
        lambda records: records.take_results("nobody", RESULTS, delivery("x", "nobody")),
    ],
)
def test_nothing_is_kept_of_somebody_unknown(records: SqlRecords, change: Callable[[SqlRecords], None]) -> None:
    full(records)
    with pytest.raises(ClinicError, match="no such patient"):
        change(records)


def test_a_token_names_one_patient_until_it_is_taken_back(records: SqlRecords) -> None:
    full(records)
    records.set_token("p1", "hash")
    records.set_token("p1", "hash 2")
    assert [records.patient_by_token(token) for token in ("hash", "hash 2", "")] == [None, MIRA, None]
    records.set_token("p1", "")
    assert records.patient_by_token("hash 2") is None


def test_an_answer_given_twice_is_one(records: SqlRecords) -> None:
    full(records)
    more = (*RESULTS.safety, SafetyTold(at=EVENING + HOUR, outcome="checked"))
    records.take_results("p1", replace(RESULTS, safety=more), delivery("r2"))
    assert records.safety("p1") == [(EVENING, "soon"), (EVENING + HOUR, "checked")]
