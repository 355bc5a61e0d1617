"""`coach report --posture`: the hours at the desk added up, and that export and deletion know of them."""

import csv
import io
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from coach import main
from coach.adapters.files import atomic_write
from coach.adapters.own_files.baselines import BaselinesFile
from coach.commands import posture_report
from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.look import STATES, State
from coach.core.sitting.record import AlertGiven, BreakKept, GlassDrunk, PostureEntry, PostureMinute, PostureRecord
from tests.test_history_db import history, made

__all__ = ("made",)

Capture = pytest.CaptureFixture[str]

ZONE = timezone(timedelta(hours=-5))
THURSDAY = date(2026, 3, 19)


def at_desk(day: date, states: Iterable[tuple[State, int]], shifts: int = 0) -> list[PostureMinute]:
    """Whole minutes from nine o'clock; all changes of posture in the first."""
    begin = datetime.combine(day, time(9), ZONE)
    run = [state for state, count in states for _ in range(count)]
    return [
        PostureMinute(at=begin + timedelta(minutes=n), seconds={state: 60.0}, shifts=0 if n else shifts)
        for n, state in enumerate(run)
    ]


def record(day: date) -> PostureRecord:
    """Three days with something in them: today, the day before, and a day a week ago."""
    noon = datetime.combine(day, time(12), ZONE)
    minutes = [
        *at_desk(day - timedelta(days=7), [("upright", 60), ("slump", 60)], 4),
        *at_desk(day - timedelta(days=1), [("upright", 30), ("standing", 40), ("away", 5)], 3),
        *at_desk(day, [("upright", 90), ("slump", 30), ("standing", 60)], 12),
    ]
    taken = BreakKept(asked=noon, start=noon, end=noon + timedelta(minutes=2), how="chair")
    breaks = (taken, replace(taken, how="missed", start=None, end=None), replace(taken, asked=None, how="said"))
    alerts = (AlertGiven(at=noon, kind="still"), AlertGiven(at=noon, kind="still"), AlertGiven(at=noon, kind="slump"))
    return PostureRecord(
        minutes=tuple(minutes), breaks=breaks, alerts=alerts, glasses=tuple(GlassDrunk(at=noon) for _ in range(3))
    )


def span(days: int | None) -> posture_report.Span:
    first, before = posture_report._begins(THURSDAY, days)
    return posture_report.span_of(record(THURSDAY), before, first, THURSDAY, days)


@pytest.mark.parametrize(
    ("days", "first", "before", "count", "names"),
    [
        (None, date(2026, 3, 16), date(2026, 3, 9), (4, 7), ("this week", "week before")),
        (1, THURSDAY, date(2026, 3, 18), (1, 1), ("today", "day before")),
        (30, date(2026, 2, 18), date(2026, 1, 19), (30, 30), ("last 30 days", "30 days before")),
    ],
)
def test_a_report_is_of_days_in_a_row_and_as_many_before(
    days: int | None, first: date, before: date, count: tuple[int, int], names: tuple[str, str]
) -> None:
    found = span(days)
    assert (found.days[0].date, found.days[-1].date, found.before[0].date) == (first, THURSDAY, before)
    assert (len(found.days), len(found.before)) == count
    assert (found.name, found.name_before) == names


def test_the_figures_add_up() -> None:
    found = posture_report.as_plain(span(None))
    today = found["days"][-1]
    assert today["date"] == "2026-03-19"
    assert {state: seconds for state, seconds in today["seconds"].items() if seconds} == {
        "upright": 5400.0, "slump": 1800.0, "standing": 3600.0,
    }  # fmt: skip
    assert (today["sitting_s"], today["standing_s"]) == (7200.0, 3600.0)
    assert (today["shifts"], today["shifts_an_hour"]) == (12, 6.0)
    assert today["standing_share"] == pytest.approx(1 / 3)
    assert today["breaks"] == {"asked": 2, "taken": 2, "verified": 1}
    assert (today["alerts"], today["glasses"]) == ({"still": 2, "slump": 1}, 3)
    assert tuple(today["seconds"]) == STATES
    totals, before = found["totals"], found["before"]
    assert (totals["days_watched"], totals["sitting_s"], totals["shifts_an_hour"]) == (2, 9000.0, 6.0)
    assert (before["from"], before["days_watched"], before["shifts_an_hour"]) == ("2026-03-09", 1, 2.0)
    assert found["days"][0]["shifts_an_hour"] is None
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize(
    ("sitting", "standing", "words"),
    [(90, 20, "4.5 : 1"), (20, 40, "1 : 2.0"), (60, 60, "1.0 : 1"), (60, 0, ""), (0, 60, ""), (0, 0, "")],
)
def test_sitting_to_standing(sitting: int, standing: int, words: str) -> None:
    day = posture_report.Day(date=THURSDAY, seconds={"slump": sitting * 60.0, "standing": standing * 60.0})
    assert posture_report.ratio_words(day) == words


# --- The command. ---


def coach(capfd: Capture, *arguments: object) -> tuple[int, str, str]:
    status = main.run([str(argument) for argument in arguments])
    out, err = capfd.readouterr()
    return status, out.replace("\u00a0", " "), err


def here(entries: Sequence[PostureEntry], shift: timedelta) -> list[Any]:
    """Entries moved to this machine's own days, whose clock the command asks."""

    def moved(at: datetime | None) -> datetime | None:
        return None if at is None else (at.replace(tzinfo=None) + shift).astimezone()

    names = ("at", "asked", "start", "end")
    return [
        replace(entry, **{name: moved(getattr(entry, name)) for name in names if name in entry.__dataclass_fields__})
        for entry in entries
    ]


@pytest.fixture(scope="module")
def written(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history with three days at the desk, the last of them today."""
    some, place = record(THURSDAY), tmp_path_factory.mktemp("written") / "history.db"
    shift = datetime.now().astimezone().date() - THURSDAY
    with history(
        Path(shutil.copy(made, place)), *here((*some.minutes, *some.breaks, *some.alerts, *some.glasses), shift)
    ) as kept:
        assert kept.flush(10)
    return place


@pytest.fixture
def data(written: Path, tmp_path: Path) -> Path:
    """A data folder with that history."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(written, folder / "history.db")
    return folder


def lines(out: str) -> dict[str, list[str]]:
    """Cells of each line by its first."""
    cells = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in out.splitlines()]
    return {first: rest for first, *rest in filter(None, cells)}


def test_the_report_shows_states_counts_days_and_the_days_before(capfd: Capture, data: Path) -> None:
    status, out, err = coach(capfd, "report", "--posture", "--days", 7, "--data", data)
    assert (status, err) == (0, "")
    table = lines(out)
    assert table["minutes"] == ["last 7 days", "7 days before"]
    assert table["Sitting tall"] == ["120", "60"]
    assert table["Sitting in all"] == ["150", "120"]
    assert table["Sitting to standing"] == ["1.5 : 1"]
    assert table["Changes of posture an hour"] == ["6", "2"]
    assert [table[name][0] for name in ("Breaks asked for", "Breaks taken", "Of these seen by the camera")] == [
        "2", "2", "1",
    ]  # fmt: skip
    assert (table["Reminders"][0], table["Glasses of water"][0]) == ("3", "3")
    assert table[f"{datetime.now():%a %Y-%m-%d}"] == ["120", "60", "6", "2", "2", "1", "3", "3"]
    assert "You moved 6 times an hour, 2 the week before." in out.splitlines()


def test_without_more_words_it_is_today_and_this_week(capfd: Capture, data: Path) -> None:
    status, out, err = coach(capfd, "report", "--posture", "--data", data)
    assert (status, err) == (0, "")
    assert out.startswith("Today\n  2 h of sitting, the first 2 hours by 11:00\n")
    assert lines(out)["minutes"] == ["today", "this week", "week before"]
    assert lines(out)["Slumped"][0] == "30"
    assert "Today\n" not in coach(capfd, "report", "--posture", "--week", "--data", data)[1]


def test_json_on_stdout_is_nothing_but_json(capfd: Capture, data: Path, tmp_path: Path) -> None:
    status, out, err = coach(capfd, "report", "--posture", "--days", 1, "--json", "-", "--data", data)
    assert (status, err) == (0, "")
    assert json.loads(out)["totals"]["sitting_s"] == 7200.0
    target = tmp_path / "report.json"
    assert coach(capfd, "report", "--posture", "--days", 1, "--json", target, "--data", data)[0] == 0
    assert json.loads(target.read_text(encoding="utf-8")) == json.loads(out)


def test_nothing_kept_has_kind_words_and_makes_no_file(capfd: Capture, tmp_path: Path) -> None:
    status, out, err = coach(capfd, "report", "--posture", "--data", tmp_path)
    assert (status, out, err) == (0, f"{posture_report.NOTHING}\n", "")
    status, out, _ = coach(capfd, "report", "--posture", "--json", "-", "--data", tmp_path)
    assert (status, json.loads(out)["totals"]["days_watched"]) == (0, 0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--days", 3), "coach: --days goes with --posture: the week has seven of them\n"),
        (("--posture", "--week", "--days", 3), "coach: --week and --days each name a time: give one of them\n"),
        (("--posture", "--days", 0), None),
        (("--posture", "--json", "/no/such/folder/a.json"), None),
    ],
)
def test_wrong_use_is_one_sentence(
    capfd: Capture, tmp_path: Path, arguments: tuple[object, ...], said: str | None
) -> None:
    status, out, err = coach(capfd, "report", *arguments, "--data", tmp_path)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert said is None or err == said


def test_history_tells_today_in_a_line(capfd: Capture, data: Path) -> None:
    _, out, _ = coach(capfd, "history", "--data", data)
    assert out.splitlines()[-1] == "At the desk today: 120 min of sitting, 60 min of standing."


# --- All of it given out, all of it deleted. ---


def test_export_has_the_hours_at_the_desk_and_the_baselines(capfd: Capture, data: Path, tmp_path: Path) -> None:
    kept = BaselinesFile(data / "baselines.json", atomic_write)
    kept.keep(PostureBaseline(name="desk", view="front", medians={"head": 0.5}))
    out = tmp_path / "out"
    assert coach(capfd, "export", out, "--data", data)[0] == 0
    text = (out / "posture_minutes.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == 120 + 75 + 180
    assert (rows[0]["seconds.upright"], rows[0]["shifts"], rows[0]["side"]) == ("60.0", "4", "False")
    assert [name for name in rows[0] if name.startswith("seconds.")] == [f"seconds.{state}" for state in STATES]
    assert {"posture_breaks.csv", "posture_alerts.csv", "glasses.csv"} <= {item.name for item in out.iterdir()}
    nested = json.loads((out / "history.json").read_text(encoding="utf-8"))
    assert nested["posture_minutes"][0]["seconds"] == {"upright": 60.0}
    assert datetime.fromisoformat(nested["posture_minutes"][0]["at"]).utcoffset() is not None
    assert [row["how"] for row in nested["posture_breaks"]] == ["chair", "missed", "said"]
    assert (len(nested["posture_alerts"]), len(nested["glasses"])) == (3, 3)
    assert nested["baselines"][0]["medians"]["head"] == 0.5


def test_deletion_takes_the_hours_and_the_baselines(capfd: Capture, data: Path) -> None:
    (data / "baselines.json").write_text("[]")
    assert coach(capfd, "delete-my-data", "--yes", "--data", data)[0] == 0
    assert list(data.iterdir()) == []
