"""`coach plan`: what it shows, plans and writes, and what it says where it can't."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from coach.commands import plan as commands
from coach.core.care.record import FlareBegan, PlanItem, PlanMade, PlanStep
from tests.test_history_commands import Capture, coach
from tests.test_history_db import history

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MADE = PlanMade(plan="p", at=AT, goal="core", days=3, floor=True)
ITEMS = (
    PlanItem(plan="p", number=0, exercise="glute_bridge", sets=2, reps=8, hold_s=3, rest_s=45),
    PlanItem(plan="p", number=1, exercise="plank", sets=3, reps=1, hold_s=20, rest_s=30),
)
STEP = PlanStep(
    step="s", at=AT, plan="p", number=0, what="reps", before="8", after="10", rule="over_performed", how="taken"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with history(tmp_path / "history.db", MADE, *ITEMS, STEP) as kept:
        assert kept.flush(10)
    return tmp_path


def test_the_plan_is_shown_with_its_steps(capfd: Capture, data: Path) -> None:
    status, said, err = coach(capfd, "plan", "show", "--data", data)
    assert (status, err) == (0, "")
    assert "Glute bridge: 2 x 10, hold 3 s, rest 45 s" in said
    assert commands.NO_DAYS in said
    told = json.loads(coach(capfd, "plan", "show", "--json", "-", "--data", data)[1])
    assert [item["reps"] for item in told["items"]] == [10, 1]
    assert told["plan"]["goal"] == "core"


def test_what_to_mind_is_said_as_in_the_window(capfd: Capture, tmp_path: Path) -> None:
    made, flare = replace(MADE, answers=("osteoporosis",)), FlareBegan(flare="f", at=AT, onset=AT)
    with history(tmp_path / "history.db", made, *ITEMS, flare) as kept:
        assert kept.flush(10)
    said = coach(capfd, "plan", "show", "--data", tmp_path)[1]
    assert "With weak bones, ask your doctor or physical therapist before you begin." in said
    assert "Waits until the flare-up is over: Plank." in said


def test_without_a_plan_it_says_how_to_get_one(capfd: Capture, tmp_path: Path) -> None:
    status, said, err = coach(capfd, "plan", "show", "--data", tmp_path)
    assert (status, err) == (0, "")
    assert said.startswith(commands.NONE)
    assert list(tmp_path.iterdir()) == []


def test_days_are_planned_and_given_out_for_the_calendar(capfd: Capture, data: Path) -> None:
    planned = "Planned: Mon, Thu at 07:30, with a reminder\n"
    assert coach(capfd, "plan", "days", "Thursday, mon", "--at", "7:30", "--remind", "--data", data) == (0, planned, "")
    out = data / "plan.ics"
    assert coach(capfd, "plan", "calendar", out, "--data", data) == (0, f"{out}: {planned}", "")
    (event,) = Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    assert event["rrule"] == {"FREQ": ["WEEKLY"], "BYDAY": ["MO", "TH"]}
    assert "Glute bridge" in str(event["description"])
    kept = "Planned: Wed at 07:30, with a reminder\n"
    assert coach(capfd, "plan", "days", "wed", "--data", data) == (0, kept, "")
    assert coach(capfd, "plan", "days", "none", "--data", data)[1] == f"{commands.NO_DAYS}\n"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("days", "someday"), "names no days"),
        (("days", ","), "names no days"),
        (("days", "mon", "--at", "25:00"), "is no time"),
        (("calendar", "plan.ics"), "No days are planned"),
        (("calendar", "nowhere/plan.ics"), "nowhere"),
    ],
)
def test_what_can_not_be_done_is_one_sentence(
    capfd: Capture, data: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(data)
    status, out, err = coach(capfd, "plan", *given, "--data", data)
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
