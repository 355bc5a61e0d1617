"""Baselines: kept, read again, and a damaged file costs a baseline but never the watch."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from coach.adapters.files import atomic_write
from coach.adapters.own_files.baselines import BaselinesFile, to_plain
from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.habits import Habits
from coach.ports import OutputError
from coach.ports.posture import Baselines

AT = datetime(2026, 3, 18, 9, 5, tzinfo=timezone(timedelta(hours=5, minutes=45)))
DESK = PostureBaseline(
    name="desk",
    view="front",
    medians={"head": 0.5, "roll_deg": -2.0},
    spreads={"head": 0.01, "roll_deg": 0.0},
    seconds=6.5,
    at=AT,
)
STANDING = PostureBaseline(name="Ständig, groß", view="side", medians={}, standing=True)


def file(folder: Path, name: str = "baselines.json") -> BaselinesFile:
    return BaselinesFile(folder / name, atomic_write)


def test_what_is_kept_is_read_again_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    kept: Baselines = file(folder)
    assert (kept.all(), kept.message) == ((), "")
    assert not folder.exists()
    for baseline in (STANDING, DESK):
        kept.keep(baseline)
    assert (kept.all(), kept.message) == ((DESK, STANDING), "")
    assert file(folder).all() == (DESK, STANDING)
    assert [item.name for item in folder.iterdir()] == ["baselines.json"]


def test_the_same_name_takes_its_place_and_one_is_forgotten(tmp_path: Path) -> None:
    kept = file(tmp_path)
    again = replace(DESK, medians={"head": 0.7})
    for baseline in (DESK, STANDING, again):
        kept.keep(baseline)
    assert kept.all() == (again, STANDING)
    for name in ("desk", "nobody's"):
        kept.forget(name)
        assert (kept.all(), kept.message) == ((STANDING,), "")
    assert file(tmp_path).all() == (STANDING,)


def test_two_windows_see_and_keep_each_others(tmp_path: Path) -> None:
    one, other = file(tmp_path), file(tmp_path)
    assert other.all() == ()
    one.keep(DESK)
    other.keep(STANDING)
    assert one.all() == other.all() == (DESK, STANDING)


def test_a_measure_that_was_not_seen_is_left_out(tmp_path: Path) -> None:
    kept = file(tmp_path)
    kept.keep(replace(DESK, medians={"head": 0.5, "yaw_deg": math.nan}, spreads={"yaw_deg": math.nan}))
    assert file(tmp_path).all() == (replace(DESK, medians={"head": 0.5}, spreads={}),)


@pytest.mark.parametrize("name", ["", "a" * 41, "a\nb"])
def test_a_name_that_no_habit_could_choose_is_not_kept(tmp_path: Path, name: str) -> None:
    kept = file(tmp_path)
    kept.keep(replace(DESK, name=name))
    assert kept.message == "A baseline needs a name of up to 40 characters to be kept."
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError):
        Habits(baseline=name or "\n")


@pytest.mark.parametrize(
    "content",
    [b"", b'[{"name": "de', b"\xff\xfe" * 9, b"{}", b"7", b"[" * 20000 + b"]" * 20000, b"[1]" + b" " * 1_000_000],
    ids=["empty", "cut off", "no text", "a table", "a number", "deep", "huge"],
)
def test_a_damaged_file_reads_as_none_and_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "baselines.json"
    for number in (1, 2):
        path.write_bytes(content)
        kept = file(tmp_path)
        for _ in range(2):
            assert kept.all() == ()
            assert f"set aside as baselines-damaged-{number}.json" in kept.message
        assert (tmp_path / f"baselines-damaged-{number}.json").read_bytes() == content
        assert not path.exists()
        kept.keep(DESK)
        assert (kept.all(), kept.message) == ((DESK,), "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", 3),
        ("name", "a" * 41),
        ("view", "back"),
        ("view", ["front"]),
        ("medians", []),
        ("medians", {"head": "high"}),
        ("medians", {"head": True}),
        ("medians", {"head": math.nan}),
        ("medians", {"trunk_length": 0.0}),
        ("medians", {"rise": -0.2}),
        ("spreads", {"head": -1.0}),
        ("spreads", {"head": math.inf}),
        ("seconds", -1),
        ("seconds", None),
        ("seconds", 10**400),
        ("standing", 1),
        ("at", "yesterday"),
        ("at", "2026-03-18T09:05:00"),
        ("at", 7),
    ],
)
def test_one_that_is_none_is_left_out_alone(tmp_path: Path, name: str, value: Any) -> None:
    plain = [to_plain(replace(STANDING, name="A")) | {name: value}, to_plain(DESK) | {"later": 1}, 5, {}]
    (tmp_path / "baselines.json").write_text(json.dumps(plain), encoding="utf-8")
    kept = file(tmp_path)
    assert kept.all() == (DESK,)
    assert kept.message == "A baseline could not be read and is left out: a new one takes a few seconds."


def test_what_was_not_seen_or_not_known_yet_is_nan_when_it_is_read_again(tmp_path: Path) -> None:
    file(tmp_path).keep(replace(DESK, medians={"neck_ratio": 0.5, "face_size": math.nan}))
    medians = file(tmp_path).all()[0].medians
    assert medians["neck_ratio"] == 0.5
    assert math.isnan(medians["face_size"])
    assert math.isnan(medians["shoulder_width"])


def _raising(error: Exception) -> Callable[[Path, bytes], None]:
    def write(_path: Path, _content: bytes) -> None:
        raise error

    return write


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OutputError("the file cannot be written: the disk is full."), "the disk is full."),
        (OSError(13, "Permission denied"), "Permission denied."),
    ],
)
def test_what_can_not_be_kept_is_told_in_a_sentence(tmp_path: Path, error: Exception, sentence: str) -> None:
    kept = BaselinesFile(tmp_path / "baselines.json", _raising(error))
    kept.keep(DESK)
    assert kept.all() == ()
    assert kept.message.startswith("Your baselines can't be kept: ")
    assert kept.message.endswith(sentence)


def test_a_file_that_can_not_be_read_is_told_and_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "baselines.json").mkdir()
    kept = file(tmp_path)
    assert kept.all() == ()
    assert kept.message.startswith("Your baselines can't be read (")
    kept.keep(DESK)
    assert kept.message.startswith("Your baselines can't be kept: ")
    assert [item.name for item in tmp_path.iterdir()] == ["baselines.json"]
