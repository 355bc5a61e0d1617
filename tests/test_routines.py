"""Routine files: the bundled ones as they are meant, wrong ones refused in one sentence."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from streams import EXERCISES, exercise, ids

from coach.adapters import library
from coach.core.routine import Item, Routine, minutes, works
from coach.core.therapy.assigned import Assigned, Deliver, Limits, Progress, Signature, Stop
from coach.ports import CoachError, RoutineError

ROUTINES = EXERCISES / "routines"
FILES = sorted(ROUTINES.glob("*.toml"))
KNOWN = {id_: exercise(id_) for id_ in ids()}
PAGE = (EXERCISES / "README.md").read_text(encoding="utf-8")

PARTS = (Routine, Item, Assigned, Stop, Progress, Deliver, Signature, Limits)

BANDS = {"daily_back_care": (20, 30), "first_steps": (10, 12), "core_pyramid": (10, 20), "morning_loosen": (2, 6)}
"""Minutes each may take. 20-30 a session is what helps most (Sci Rep 2020)."""

SETS = {
    "daily_back_care": [
        ("glute_bridge", (10, 10, 10), 3),
        ("bird_dog", (12, 8, 4), 8),
        ("plank", (1, 1, 1), 20),
        ("knee_to_chest", (6, 6), 15),
    ],
    "first_steps": [("glute_bridge", (8, 8), 2), ("knee_to_chest", (4, 4), 15), ("double_knee_to_chest", (2, 2), 15)],
    "core_pyramid": [("bird_dog", (12, 8, 4), 8), ("plank", (6, 4, 2), 10), ("glute_bridge", (6, 4, 2), 7)],
    "morning_loosen": [("knee_to_chest", (4,), 15), ("double_knee_to_chest", (2,), 15)],
}
"""Exercise, repetitions (or holds) of each set with both sides together, seconds of a hold."""

GOOD = """
id = "mine"
name = "Mine"
summary = "A short one."
[[items]]
exercise = "bird_dog"
sets = 2
side = "left"
"""


def test_there_is_a_row_for_every_bundled_routine() -> None:
    assert [path.stem for path in FILES] == sorted(BANDS) == sorted(SETS)
    assert sorted(library.load_routines(ROUTINES, KNOWN)) == sorted(BANDS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bundled_routine_is_as_it_is_meant(path: Path) -> None:
    routine = library.load_routine(path, KNOWN)
    low, high = BANDS[path.stem]
    assert low <= minutes(routine, KNOWN) <= high
    assert 1 <= len(routine.items) <= 5
    assert routine.sources
    assert not routine.author
    sets = works(routine, KNOWN)
    found = [
        (item.exercise, tuple(work.total for work in sets if work.item == number))
        for number, item in enumerate(routine.items)
    ]
    assert found == [(id_, totals) for id_, totals, _ in SETS[path.stem]]
    assert all(work.hold_s == SETS[path.stem][work.item][2] for work in sets)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bundled_routine_promises_no_cure(path: Path) -> None:
    assert re.findall(r"(?i)\b(?:treat\w*|cures?|diagnos\w+|heals?)\b", path.read_text(encoding="utf-8")) == []


def test_routines_are_no_exercises() -> None:
    assert set(library.list_ids(EXERCISES)) & set(BANDS) == set()
    assert library.load_routines(EXERCISES / "nowhere", KNOWN) == {}


@pytest.mark.parametrize(("part", "key"), [(part, field.name) for part in PARTS for field in fields(part)])
def test_the_schema_page_names_every_key_of_a_routine(part: type, key: str) -> None:
    section = PAGE if part is Limits else PAGE[PAGE.index("# Writing a routine") :]
    assert any(named in section for named in (f"`{key}`", f"[{key}]", f".{key}]`")), f"{part.__name__}.{key}"


def test_the_example_of_the_schema_page_is_right() -> None:
    short, whole = (text[: text.index("```")] for text in PAGE.split("```toml")[-2:])
    assert library.parse_routine(short, Path("short_core.toml"), KNOWN).items[0].pyramid == (6, 4, 2)
    assigned = library.parse_routine(whole, Path("strong_back.routine.toml"), KNOWN).assigned
    assert assigned
    assert assigned.stop.signs
    assert assigned.deliver


def test_the_schema_beside_the_page_is_the_one_that_is_printed() -> None:
    """After a change: coach routine schema > exercises/routine.schema.json"""
    beside = json.loads((EXERCISES / "routine.schema.json").read_text(encoding="utf-8"))
    assert beside == library.routine_schema()


def test_assigned_routines_are_read_beside_the_others_and_win(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "mine.routine.toml").write_text(GOOD.replace("sets = 2", "sets = 3"), encoding="utf-8")
    (tmp_path / ".mine.routine-half.toml").write_text("half written", encoding="utf-8")
    found = library.load_routines(tmp_path, KNOWN)
    assert [(id_, routine.items[0].sets) for id_, routine in found.items()] == [("mine", 3)]


def test_a_good_one_is_read() -> None:
    routine = library.parse_routine(GOOD, Path("mine.toml"), KNOWN)
    assert [(work.total, work.side) for work in works(routine, KNOWN)] == [(6, "left"), (6, "left")]


WRONG = [
    (
        "unknown key",
        'id = "mine"',
        'id = "mine"\ncolour = 1',
        ["unknown key 'colour'", "known: assigned, author, id, items"],
    ),
    ("unknown key of an item", "sets = 2", "set = 2", ["items[0].set: unknown key 'set'", "pyramid"]),
    ("missing key", 'name = "Mine"', "", ["name: is missing"]),
    ("wrong id", '"mine"', '"yours"', ["id: is 'yours' but the file is named 'mine'"]),
    ("unknown exercise", "bird_dog", "swim", ["items[0].exercise: there is no exercise 'swim'", "known: bird_dog"]),
    ("sets and pyramid", "sets = 2", "sets = 2\npyramid = [2]", ["items[0]", "bird_dog: pyramid stands in place"]),
    ("no sets", "sets = 2", "sets = 0", ["start at 1"]),
    ("nothing in the pyramid", "sets = 2", "pyramid = [3, 0]", ["start at 1"]),
    ("endless hold", "sets = 2", "hold_s = 601", ["hold_s lies between 1 and 600"]),
    ("no number", "sets = 2", "rest_s = nan", ["a number is nan"]),
    ("half a set", "sets = 2", "sets = 2.5", ["items[0].sets"]),
    ("true for a number", "sets = 2", "sets = true", ["items[0].sets"]),
    ("unknown side", '"left"', '"middle"', ["items[0].side"]),
    ("side of both", "bird_dog", "glute_bridge", ["items[0].side: glute_bridge works both sides at once"]),
    ("no items", GOOD[GOOD.index("[[items]]") :], "items = []", ["routine mine: has one to 8 items"]),
    ("not TOML", 'id = "mine"', "id = mine", ["mine.toml is not valid TOML"]),
    ("nested without end", "sets = 2", "sets = " + "[" * 5000 + "]" * 5000, ["mine.toml"]),
]


@pytest.mark.parametrize(("old", "new", "parts"), [pytest.param(*row[1:], id=row[0]) for row in WRONG])
def test_a_wrong_routine_is_refused_in_one_sentence(old: str, new: str, parts: list[str]) -> None:
    assert old in GOOD
    with pytest.raises(RoutineError) as caught:
        library.parse_routine(GOOD.replace(old, new, 1), Path("somewhere") / "mine.toml", KNOWN)
    sentence = str(caught.value)
    assert sentence.startswith("mine.toml")
    assert "\n" not in sentence
    for part in parts:
        assert part in sentence


def test_a_file_that_can_not_be_read_is_a_routine_error(tmp_path: Path) -> None:
    (tmp_path / "text.toml").write_bytes(b"\xff\xfe")
    for name in ("none.toml", "text.toml"):
        with pytest.raises(RoutineError, match=f"can't read the routine file .*{name}") as caught:
            library.load_routine(tmp_path / name, KNOWN)
        assert caught.value.__cause__ is not None
    assert issubclass(RoutineError, CoachError)


def test_one_wrong_routine_spoils_the_folder_by_name(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "other.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(RoutineError, match=r"other\.toml: line 2: id: is 'mine'"):
        library.load_routines(tmp_path, KNOWN)
