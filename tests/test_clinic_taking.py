"""Results files taken in: each whole or not at all, none twice, whoever delivers when, whatever ends the program."""

import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from coach.adapters.clinic_db.records import SqlRecords
from coach.core.therapy.practice import Delivery, Recent
from coach.ports import ClinicError
from tests.clinic_samples import EVENING, FIRST, OMAR, RESULTS, SECOND, delivery, some_sessions
from tests.clinic_stores import Server, opened
from tests.source_tree import ROOT
from tests.test_clinic_records import full


def test_the_same_file_twice_is_one(records: SqlRecords) -> None:
    full(records)
    (earlier,) = records.deliveries("p1")
    again = replace(delivery(), id="other", at=EVENING + timedelta(days=9))
    assert (records.take_results("p1", RESULTS, again), records.deliveries("p1")) == (earlier, [earlier])


def test_a_program_s_clock_that_was_ahead_keeps_no_later_word_out(records: SqlRecords) -> None:
    full(records)
    ahead = replace(RESULTS, made_at=EVENING + timedelta(days=9000), sessions=(replace(FIRST, pain_next_day=1),))
    records.take_results("p1", ahead, replace(delivery("r2"), at=EVENING + timedelta(days=4)))
    right = replace(ahead, made_at=EVENING + timedelta(days=5), sessions=(replace(FIRST, pain_next_day=8),), person="M")
    records.take_results("p1", right, replace(delivery("r3"), at=EVENING + timedelta(days=5)))
    assert {one.session: one.pain_next_day for one in records.sessions("p1")}["s1"] == 8
    assert [whole.person for whole in records.results("p1")] == ["M"]


def test_sessions_that_are_known_are_kept_anew(records: SqlRecords) -> None:
    full(records)
    told = replace(FIRST, pain_next_day=7, exercises=FIRST.exercises[:1])
    later = RESULTS.made_at + timedelta(days=1)
    newer = replace(RESULTS, made_at=later, sessions=(told, *some_sessions(1)))
    found = records.take_results("p1", newer, replace(delivery("r2"), at=later))
    assert (found.sessions_new, found.sessions_known) == (1, 1)
    assert {one.session: one for one in records.sessions("p1")} == {
        "s1": told, "s2": SECOND, "t00000": some_sessions(1)[0],
    }  # fmt: skip
    # An older file that comes late (the outbox tried again) takes nothing back.
    records.take_results("p1", replace(RESULTS, person="before"), replace(delivery("r0"), at=later))
    assert told in records.sessions("p1")
    (whole,) = records.results("p1")
    assert (whole.person, whole.made_at, whole.since, whole.until) == ("Mira", later, RESULTS.since, RESULTS.until)


def test_each_routine_has_its_results(records: SqlRecords) -> None:
    full(records)
    other = replace(RESULTS, routine_digest="d2", sessions=tuple(some_sessions(2)))
    other = replace(other, safety=(), changes=(), ceiling_answers=(), posture=None)
    records.take_results("p1", other, delivery("r2"))
    assert records.results("p1") == [RESULTS, other]


def test_a_session_of_another_patient_refuses_the_whole_file(records: SqlRecords) -> None:
    full(records)
    stolen = replace(RESULTS, sessions=(*some_sessions(2), replace(FIRST, minutes=99.0)))
    with pytest.raises(ClinicError, match="belongs to another patient; nothing of it was kept"):
        records.take_results("p2", stolen, delivery("r2", "p2"))
    assert (records.sessions("p2"), records.deliveries("p2"), records.results("p2")) == ([], [], [])
    assert records.sessions("p1") == [FIRST, SECOND]


def test_a_large_file_is_taken_whole(records: SqlRecords) -> None:
    full(records)
    many = tuple(some_sessions(2500))
    found = records.take_results("p1", replace(RESULTS, sessions=(*many, many[0])), delivery("r2"))
    assert (found.sessions_new, len(records.sessions("p1"))) == (2500, 2502)


def test_the_overview_has_two_weeks_and_the_newest_three(records: SqlRecords) -> None:
    full(records)
    old = some_sessions(5, name="old", start=EVENING - timedelta(days=20))
    ancient = some_sessions(1, name="ancient", start=EVENING - timedelta(days=100))
    mine = replace(RESULTS, sessions=tuple(old), safety=())
    records.take_results("p1", mine, delivery("r2"))
    records.take_results("p2", replace(RESULTS, sessions=tuple(ancient), safety=()), delivery("r3", "p2"))

    def names(recents: list[Recent]) -> list[list[str]]:
        return [[one.session for one in recent.sessions] for recent in recents]

    assert names(records.recent(None, date(2026, 3, 1))) == [["old00003", "old00004", "s1", "s2"], []]
    assert names(records.recent(None, date(2026, 3, 10))) == [["old00002", "old00003", "old00004", "s1", "s2"], []]
    found = records.recent("ben", date(2026, 3, 1))
    assert [(one.patient, one.therapist_name, one.assignment, one.last) for one in found] == [
        (OMAR, "Ben Ode", None, ancient[0].at)
    ]
    (mira,) = records.recent("anna", date(2026, 3, 20))
    assert (mira.safety, mira.shares["s1"], mira.sessions[0].exercises) == (((EVENING, "soon"),), 0.5875, ())
    records.put_patient(replace(OMAR, archived=True))
    assert records.recent("ben", date(2026, 3, 1)) == []


# --- Several at once. ---


def _at_once(doings: list[Callable[[], Any]]) -> list[Any]:
    """What each gives or raises, begun together."""
    begin, found = threading.Barrier(len(doings)), [None] * len(doings)

    def run(number: int) -> None:
        begin.wait(10)
        try:
            found[number] = doings[number]()
        except ClinicError as error:
            found[number] = error  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(doings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def test_two_servers_that_take_the_same_file_at_once_keep_it_once(clinic: Path | str) -> None:
    many = replace(RESULTS, sessions=tuple(some_sessions(40)))
    with opened(clinic) as one, opened(clinic) as two:
        full(one)
        files = [replace(delivery("same"), id=f"v{number}") for number in range(6)]
        doings = [
            lambda records=records, told=told: records.take_results("p1", many, told)
            for told in files
            for records in (one, two)
        ]
        found = _at_once(doings)
        assert (len({told.id for told in found}), len(found)) == (1, 12)
        assert sorted(told.digest for told in two.deliveries("p1")) == ["r1", "same"]
        assert len(two.sessions("p1")) == 42


def test_files_that_overlap_taken_at_once_are_all_whole(clinic: Path | str) -> None:
    sessions = some_sessions(30)
    with opened(clinic) as one, opened(clinic) as two:
        full(one)

        def take(records: SqlRecords, number: int) -> Delivery:
            part = list(sessions[number : number + 20])
            random.Random(number).shuffle(part)
            return records.take_results("p1", replace(RESULTS, sessions=tuple(part)), delivery(f"f{number}"))

        found = _at_once([lambda n=n: take((one, two)[n % 2], n) for n in range(10)])
        assert sorted(told.digest for told in found) == sorted(f"f{n}" for n in range(10))
        assert sum(told.sessions_new for told in found) == 29
        assert len(one.sessions("p1")) == 31


def test_of_two_patients_that_claim_a_session_at_once_one_has_it(clinic: Path | str) -> None:
    with opened(clinic) as one, opened(clinic) as two:
        full(one)
        claim = replace(RESULTS, sessions=tuple(some_sessions(3)))
        found = _at_once(
            [
                lambda: one.take_results("p1", claim, delivery("c1")),
                lambda: two.take_results("p2", claim, delivery("c2", "p2")),
            ]
        )
        assert sorted(isinstance(told, ClinicError) for told in found) == [False, True]
        assert sorted((len(one.sessions("p1")), len(one.sessions("p2")))) in ([0, 5], [2, 3])


def test_erasing_while_a_file_comes_in_leaves_nothing_or_refuses_it(clinic: Path | str) -> None:
    with opened(clinic) as one, opened(clinic) as two:
        full(one)
        found = _at_once([lambda: one.erase("p1"), lambda: two.take_results("p1", RESULTS, delivery("late"))])
        assert found[0] is None or "traces" in str(found[0])
        assert (one.patient("p1"), one.sessions("p1"), one.deliveries("p1")) == (None, [], [])


# --- Killed in it. ---

TAKES = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.clinic_samples import RESULTS, delivery, some_sessions
from tests.clinic_stores import opened
where = sys.argv[1]
with opened(where if "://" in where else Path(where)) as records:
    print("open", flush=True)
    for number in range(int(sys.argv[2]), 400):
        sessions = tuple(some_sessions(20, name=f"f{number}-"))
        records.take_results("p1", replace(RESULTS, sessions=sessions), delivery(f"f{number}"))
        print(number, flush=True)
"""


@pytest.mark.parametrize("kills", [1, pytest.param(8, marks=pytest.mark.slow)])
def test_a_killed_program_leaves_each_file_whole_or_not_at_all(clinic: Path | str, kills: int) -> None:
    chance, taken = random.Random(5), 0
    with opened(clinic) as records:
        full(records)
    for _ in range(kills):
        program = subprocess.Popen(
            [sys.executable, "-c", TAKES, str(clinic), str(taken)], stdout=subprocess.PIPE, cwd=ROOT, text=True
        )
        assert program.stdout is not None
        assert program.stdout.readline() == "open\n"
        time.sleep(chance.random() * 0.3)
        program.send_signal(signal.SIGKILL)
        acknowledged = [int(line) for line in program.stdout.read().split("\n") if line]
        program.stdout.close()
        program.wait(10)
        with opened(clinic) as records:
            files = {told.digest: told.sessions_new for told in records.deliveries("p1") if told.digest != "r1"}
            kept = len(records.sessions("p1")) - 2
            # Everything that was acknowledged is there, and every file that is there has all of its sessions.
            assert {f"f{number}" for number in acknowledged} <= files.keys()
            assert (set(files.values()) <= {20}, kept) == (True, 20 * len(files))
            taken = len(files)
            again = replace(RESULTS, sessions=tuple(some_sessions(20, name=f"f{taken}-")))
            assert records.take_results("p1", again, delivery(f"f{taken}")).sessions_new == 20
            taken += 1
    assert taken >= kills


# --- No room. ---


def test_a_full_disk_keeps_nothing_of_the_file_and_loses_nothing(made_clinic: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(made_clinic, tmp_path / "clinic.db"))
    with opened(path) as records:
        full(records)
        with records.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 4}")
        many = replace(RESULTS, sessions=tuple(some_sessions(500)))
        with pytest.raises(
            ClinicError, match=r"^There is no room left for .*clinic\.db; nothing of this change was kept"
        ):
            records.take_results("p1", many, delivery("r2"))
        with pytest.raises(ClinicError, match="no room left"), records.at_once():
            records.take_results("p1", many, delivery("r2"))
        assert (len(records.sessions("p1")), len(records.deliveries("p1"))) == (2, 1)
        with records.reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=100000")
        assert records.take_results("p1", many, delivery("r2")).sessions_new == 500


def test_a_server_that_stops_is_told_and_found_again(server: Server) -> None:
    with server.database() as address, opened(address) as records:
        full(records)
        server.stop()
        try:
            with pytest.raises(ClinicError, match="does not answer") as told:
                records.patients(None)
        finally:
            server.start()
        assert "secret" not in str(told.value)
        assert records.take_results("p1", RESULTS, delivery("r2")).sessions_known == 2
