"""A part of the soak in fixed order; `python -m tests.soak` runs all of it. And how it judges what it finds."""

import os
from dataclasses import replace
from typing import Any

import pytest

from coach.core.history import Corrected, Entry, HoldDone
from tests import streams
from tests.soak import PROMISE_S
from tests.soak.faults import disk
from tests.soak.measures import Course
from tests.soak.outcome import Outcome
from tests.soak.plan import DISKS, KINDS, MENU, Fault, Plan, plans
from tests.soak.programs import Program, day, row
from tests.soak.session import Place
from tests.soak.witness import Account, Told, missing, twice
from tests.test_history_db import HOLD, MORE, REP, SET, SET_END

TOLD_S = 100.0
LOCKED = "Another program is using the history; what you do is kept in memory and written as soon as it is free."


@pytest.mark.parametrize(
    ("messages", "killed_s", "kept"),
    [
        ([], TOLD_S + PROMISE_S + 0.1, True),
        ([], TOLD_S + PROMISE_S - 0.1, False),
        ([(90.0, LOCKED), (95.0, "")], 102.0, True),
        ([(100.5, LOCKED)], 200.0, False),
        ([(99.0, LOCKED), (110.0, "")], 110.5, False),
        ([(99.0, LOCKED), (110.0, "")], 111.5, True),
        ([(99.0, LOCKED), (110.0, ""), (110.5, LOCKED)], 130.0, False),
        ([(101.5, LOCKED)], 200.0, True),
        ([(99.0, "Camera 0 has stopped.")], 102.0, True),
    ],
)
def test_what_is_confirmed(messages: list[tuple[float, str]], killed_s: float, kept: bool) -> None:
    account = Account(told=[Told(TOLD_S, REP)], messages=messages)
    assert bool(account.confirmed(killed_s)) is kept
    assert len(account.confirmed(None)) == 1


def test_what_was_written_before_the_disk_was_full_is_not_owned_up_to() -> None:
    full = "The disk is full; what you do is kept in memory and written as soon as there is room."
    lost = "The last 2 things that were done could not be written anywhere, and are lost (disk is full)."
    account = Account(
        told=[Told(t_s, REP) for t_s in (90.0, 99.5, 101.0, 103.0)], messages=[(100.0, full), (105.0, lost)]
    )
    account.said_last, account.closed_s = lost, 105.1
    assert [told.t_s for told in account.confirmed(None)] == [90.0]
    assert account.owned_up == 2


@pytest.mark.parametrize(
    ("found", "lost", "doubled"),
    [
        ([SET, REP, HOLD, SET_END], 0, 0),
        ([SET, HOLD, SET_END], 1, 0),
        ([SET, replace(REP, complete=False), HOLD, SET_END], 1, 0),
        ([SET, REP, replace(HOLD, end_s=HOLD.end_s + 2), SET_END], 0, 0),
        ([SET, REP, replace(HOLD, end_s=HOLD.end_s - 2), SET_END], 1, 0),
        ([SET, REP, REP, HOLD, SET_END], 0, 1),
    ],
)
def test_what_is_lost_and_what_stands_there_twice(found: list[Entry], lost: int, doubled: int) -> None:
    told = [Told(TOLD_S, entry) for entry in (SET, REP, HOLD, MORE, SET_END)]
    assert isinstance(HOLD, HoldDone)
    assert isinstance(MORE, Corrected)
    assert (len(missing(told, found)), len(twice(found))) == (lost, doubled)


def test_a_line_that_was_cut_short_tells_nothing() -> None:
    account = Account()
    assert [account.take(line) for line in ('{"kind": "stage", "stage": "doing", "t_s": 1}\n', '{"kind": "to')] == [
        "stage", "",
    ]  # fmt: skip
    assert account.stages == ["doing"]


@pytest.mark.parametrize(
    ("values", "flat"),
    [
        ([100.0 + n % 2 for n in range(30)], True),
        ([50.0, 90.0, *[100.0] * 20], True),
        ([100.0 + n for n in range(30)], False),
    ],
    ids=["noise", "caches", "leak"],
)
def test_memory_is_flat_within_noise(values: list[float], flat: bool) -> None:
    assert Course("memory", values, 3.0).flat is flat


@pytest.mark.parametrize("own_disk", [True, False])
def test_a_seed_gives_the_same_plans_and_every_fault_comes(own_disk: bool) -> None:
    drawn = list(plans(50, 7, own_disk=own_disk))
    assert drawn == list(plans(50, 7, own_disk=own_disk)) != list(plans(50, 8, own_disk=own_disk))
    wanted = set(KINDS[1:]) - (set() if own_disk else set(DISKS))
    assert {fault.kind for plan in drawn for fault in plan.faults} == wanted
    assert [Plan.of(plan.as_json()) for plan in drawn] == drawn


BEFALLS: dict[str, tuple[Fault, ...]] = {
    "killed": (Fault("locked a while", 0.5, 1.5), Fault("killed", 2.5, 0.0)),
    "read-only and terminated": (Fault("read-only to the end", 0.0, 0.0, True), Fault("terminated", 2.0, 0.0)),
    "disk full": (Fault("disk full to the end", 0.5, 0.0), Fault("detector killed", 1.0, 0.0)),
}


@pytest.mark.slow
def test_sessions_lose_nothing_that_was_confirmed_and_leave_nothing_behind(capsys: pytest.CaptureFixture[str]) -> None:
    with disk() as (root, own):
        place, done = Place(root), list[Outcome]()
        for number, (name, faults) in enumerate(BEFALLS.items()):
            if own or name != "disk full":
                done.append(place.run(Plan(number, (MENU[0],), faults)))
    told = "".join(
        f"soak: {one.plan.name}: {one.ended}, told {one.told}, confirmed {one.confirmed}, found {one.found}, "
        f"owned up to {one.owned}\n"
        for one in done
    )
    with capsys.disabled():
        os.write(1, f"\n{told}".encode())
    assert [(one.plan.name, *one.lost, *one.left, *one.wrong) for one in done if not one.good] == []
    assert sum(one.confirmed for one in done) >= 5


def _shown(found: Program, capsys: pytest.CaptureFixture[Any]) -> None:
    lines = [f"{course.name} " + " ".join(f"{value:.1f}" for value in course.thirds) for course in found.courses]
    with capsys.disabled():
        os.write(1, f"\nsoak: {found.name}: {found.words}; {'; '.join(lines)}\n".encode())
    assert (found.lost, found.left) == ([], [])
    assert [course for course in found.courses if not course.flat] == []


@pytest.mark.slow
@pytest.mark.long
def test_sessions_in_a_row_in_one_program_hold_no_more_and_go_on_after_each_fault(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _shown(row(5, 3), capsys)


@pytest.mark.slow
def test_hours_at_the_desk_with_faults_lose_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    if not streams.LABELS.exists():
        pytest.skip(streams.MISSING)
    _shown(day(0.5, 2), capsys)
