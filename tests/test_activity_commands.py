"""`coach activity` and `coach report`: what they print, keep and take back."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from coach import main

Capture = pytest.CaptureFixture[str]


def coach(capfd: Capture, folder: Path, *arguments: object) -> tuple[int, str, str]:
    status = main.run([*(str(argument) for argument in arguments), "--data", str(folder)])
    out, err = capfd.readouterr()
    return status, out.replace("\u00a0", " "), err


def test_minutes_by_hand_and_from_files(capfd: Capture, tmp_path: Path) -> None:
    data, today = tmp_path / "data", datetime.now().astimezone().date()
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(f"date,minutes,type\n{today},15,walk\n{today},40,Yoga\n", encoding="utf-8")
    bad.write_text("a,b\n1,2\n", encoding="utf-8")

    assert coach(capfd, data, "activity", "list")[1].startswith("Nothing is logged yet.")
    assert not data.exists()
    status, out, err = coach(capfd, data, "activity", "import", good, bad)
    assert status == 2
    assert out == "good.csv: 1 activity added, 15 minutes; 1 left out, no walking or the like (Yoga).\n"
    assert err.startswith("coach: bad.csv: there is no line that names a column")
    status, out, _ = coach(capfd, data, "activity", "import", good)
    assert (status, out.partition(";")[0]) == (0, "good.csv: 0 activities added, 0 minutes")

    assert coach(capfd, data, "activity", "add", "swim", 20)[1].startswith(f"Noted: swim, 20 minutes, {today}.")
    out = coach(capfd, data, "activity", "list")[1]
    assert all(word in out for word in ("Swim", "Walk", "35 minutes."))
    assert coach(capfd, data, "activity", "undo")[1] == f"Taken back: swim, 20 minutes, {today}.\n"
    walk = next(line.split()[0] for line in coach(capfd, data, "activity", "list")[1].splitlines() if "Walk" in line)

    report = json.loads(coach(capfd, data, "report", "--json", "-")[1])
    assert (report["active_min"], report["target_min"], report["goal_min"]) == (15, 150, None)
    assert report["days"][today.weekday()]["minutes"] == {"walk": 15}
    status, out, _ = coach(capfd, data, "report", "--week")
    assert out.startswith("This week, ")
    assert "15 of 150 min. The target for a week. Walk 15 min." in out
    assert coach(capfd, data, "activity", "undo", walk)[0] == 0
    assert coach(capfd, data, "report")[1].startswith("Nothing is noted in this week")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("activity", "add", "fly", 20), "there is no kind 'fly'; known: walk, swim"),
        (("activity", "add", "walk", 20, "--day", "3/4/2026"), "write today, yesterday, or a day as 2026-03-22"),
        (("activity", "add", "walk", 20, "--day", "2126-01-01"), "is still to come"),
        (("activity", "add", "walk", "half an hour"), "'half an hour' is no number of minutes from 1 to 720"),
        (("activity", "add", "walk", 0), "'0' is no number of minutes from 1 to 720"),
        (("activity", "add", "walk", 99999), "'99999' is no number of minutes from 1 to 720"),
        (("activity", "undo"), "there is nothing to take back"),
        (("report", "--days", 7), "--days goes with --posture"),
        (("report", "--posture", "--ago", 1), "--ago goes without --posture"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(
    arguments: tuple[object, ...], said: str, capfd: Capture, tmp_path: Path
) -> None:
    status, _, err = coach(capfd, tmp_path, *arguments)
    assert status == 2
    assert said in err
    assert err.count("\n") == 1


def test_yesterday_is_yesterday(capfd: Capture, tmp_path: Path) -> None:
    yesterday = datetime.now().astimezone().date() - timedelta(days=1)
    assert str(yesterday) in coach(capfd, tmp_path, "activity", "add", "walk", 5, "--day", "yesterday")[1]
    assert str(yesterday) in coach(capfd, tmp_path, "activity", "list")[1]
