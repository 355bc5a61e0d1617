"""Exercise files that are wrong: one sentence that names the file and the key."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streams import EXERCISES, ids, moves

from coach.adapters import library
from coach.ports import CoachError, ExerciseError

PLANK = (EXERCISES / "plank.toml").read_text(encoding="utf-8")
BRIDGE = (EXERCISES / "glute_bridge.toml").read_text(encoding="utf-8")

Change = Callable[[str], str]


def _swap(old: str, new: str) -> Change:
    """The text with its first `old` replaced."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def _drop(start: str) -> Change:
    """The text without the first line that starts so."""

    def change(text: str) -> str:
        lines = text.splitlines(keepends=True)
        lines.remove(next(line for line in lines if line.startswith(start)))
        return "".join(lines)

    return change


def _top(line: str) -> Change:
    return lambda text: f"{line}\n{text}"


def _refused(text: str, name: str = "plank.toml") -> str:
    with pytest.raises(ExerciseError) as caught:
        library.parse_exercise(text, Path("somewhere") / name)
    return str(caught.value)


WRONG: list[tuple[str, Change, list[str]]] = [
    ("unknown key at the top", _top('colour = "red"'), ["unknown key 'colour'", "known: ", "avoid, ", "why"]),
    ("unknown key in a table", _swap("[dose]", "[dose]\nsetts = 3"), ["dose.setts: unknown key 'setts'", "sets"]),
    ("unknown key in a band", _swap("above = 0.6", "abov = 0.6"), ["gate.start[0].abov", "'abov'", "above, below"]),
    ("unknown key in a rule", _swap('id = "hips_sag"', 'id = "hips_sag"\nidd = 1'), ["rules[0].idd", "severity"]),
    ("unknown key in a keyframe", _swap("{ t = 0,", "{ t = 0, hips = 1,"), ["keyframes[0].hips", "knee"]),
    ("unknown table", lambda text: text + "\n[extra]\na = 1\n", ["unknown key 'extra'"]),
    ("missing key", _drop("breathing"), ["breathing: is missing"]),
    ("missing table", _swap("[framing]", "[framin]"), ["framing: is missing", "framin"]),
    ("missing gate", lambda text: text[: text.index("[gate]")] + text[text.index("[hold]") :], ["gate: is missing"]),
    ("missing part of a rule", _drop("slack"), ["rules[0].slack: is missing"]),
    ("rule without a wrong demonstration", _swap("[rules.wrong]", "[rules.wrongs]"), ["rules[0].wrong: is missing"]),
    ("missing source of a band", _swap(', source = "measured: planks read 0.8-1"', ""), ["gate.start[0].source"]),
    ("empty source of a band", _swap("measured: planks read 0.8-1", ""), ["gate.start[0]", "needs a source"]),
    ("wrong id", _swap('id = "plank"', 'id = "blank"'), ["id: is 'blank' but the file is named 'plank'"]),
    (
        "unknown feature",
        _swap('"belly_down"', '"belly_up"'),
        ["feature 'belly_up' is not known; known: ", "belly_down"],
    ),
    ("unknown change", _swap("body_line_sag_change", "body_sag_change"), ["feature 'body_sag_change' is not known"]),
    ("unknown gauge", _swap('gauge = "body', 'gauge = "bdy'), ["feature 'bdy_line_sag' is not known"]),
    ("unknown joint", _swap('joints = ["shoulder", "elbow"', 'joints = ["tail", "elbow"'), ["joint 'tail'", "knee"]),
    ("unknown joint of a rule", _swap('joints = ["knee"]', 'joints = ["kne"]'), ["joint 'kne' is not known"]),
    (
        "band that contradicts",
        _swap("above = 55, below = 125", "above = 125, below = 55"),
        ["gate.start[1]", "smaller"],
    ),
    ("band without a bound", _swap("above = 0.6, ", ""), ["gate.start[0]", "needs above or below"]),
    ("wordy cue", _swap("Hips up a little", "Please lift up your hips a little"), ["rules[0]", "one to six words"]),
    ("unknown kind", _swap('kind = "hold"', 'kind = "swim"'), ["kind: "]),
    ("kind without its table", _swap('kind = "hold"', 'kind = "reps"'), ["kind reps: needs the table [rep]"]),
    ("text for a number", _swap("above = 0.6", 'above = "much"'), ["gate.start[0].above"]),
    ("number for a text", _swap('name = "Plank"', "name = 3"), ["name: "]),
    ("table for a list", _swap("steps = [", "steps = {}\nnone = ["), ["steps: "]),
    ("unknown severity", _swap('severity = "major"', 'severity = "huge"'), ["rules[0].severity"]),
    ("times that do not rise", _swap("{ t = 3,", "{ t = 0,"), ["rules[0].wrong", "rising times"]),
    ("one keyframe", lambda text: text[: text.rindex("    { t = 2,")] + "]\n", ["demo: needs two keyframes"]),
    ("not TOML", _top("this is not toml"), ["plank.toml is not valid TOML", "line 1"]),
    ("cut off", lambda text: text[: len(text) // 2 + 7], ["plank.toml"]),
    ("key twice", _top('id = "plank"'), ["plank.toml is not valid TOML"]),
    ("empty", lambda _: "", ["plank.toml", "id: is missing", "demo: is missing"]),
]


@pytest.mark.parametrize(("change", "parts"), [pytest.param(change, parts, id=what) for what, change, parts in WRONG])
def test_a_wrong_file_is_refused_in_one_sentence(change: Change, parts: list[str]) -> None:
    sentence = _refused(change(PLANK))
    assert sentence.startswith("plank.toml")
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    for part in parts:
        assert part in sentence


def test_everything_that_is_wrong_is_named_at_once() -> None:
    sentence = _refused(_drop("breathing")(_swap("above = 0.6", "abov = 0.6")(PLANK)))
    assert "breathing: is missing" in sentence
    assert "'abov'" in sentence


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "true", '"0.6"', "1e13", "-1e308", "9" * 400])
def test_only_numbers_are_numbers(value: str) -> None:
    _refused(_swap("above = 0.6", f"above = {value}")(PLANK))


def test_a_rule_in_a_phase_the_kind_does_not_have_is_refused() -> None:
    change = _swap('phases = ["out", "top", "back"]', 'phases = ["hold"]')
    sentence = _refused(change(BRIDGE), "glute_bridge.toml")
    assert "rule over_arch: a reps exercise has the phases back, out, rest, top" in sentence


def test_deep_nesting_in_a_known_place_is_refused() -> None:
    assert "steps" in _refused(_swap("steps = [", f"steps = {'[' * 50}{']' * 50}\nnone = [")(PLANK))


@pytest.mark.parametrize("text", ["x = " + "[" * 5000 + "]" * 5000, "x = " + "{a = " * 5000 + "1" + "}" * 5000])
def test_nesting_without_end_is_refused(text: str) -> None:
    assert _refused(text).startswith("plank.toml")


# --- Files. ---


def test_every_file_of_the_project_is_right() -> None:
    assert sorted(library.load_all(EXERCISES)) == library.list_ids(EXERCISES) == sorted([*ids(), *moves()])


@pytest.mark.parametrize("content", [b"\xff\xfe\x00id", b'id = "\xe9"', b"\x00" * 100])
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plank.toml"
    path.write_bytes(content)
    with pytest.raises(ExerciseError, match=r"plank\.toml") as caught:
        library.load_exercise(path)
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is not None


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    for name in ("none.toml", "folder.toml"):
        with pytest.raises(ExerciseError, match=name):
            library.load_exercise(tmp_path / name)


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "plank.toml"
    path.write_text(PLANK + "# padding\n" * 500_000, encoding="utf-8")
    with pytest.raises(ExerciseError, match=r"plank\.toml"):
        library.load_exercise(path)


def test_a_byte_order_mark_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plank.toml"
    path.write_text(PLANK, encoding="utf-8-sig")
    with pytest.raises(ExerciseError, match=r"plank\.toml is not valid TOML"):
        library.load_exercise(path)


def test_an_exercise_is_found_by_its_id(tmp_path: Path) -> None:
    assert library.load_by_id(EXERCISES, "plank").id == "plank"
    with pytest.raises(ExerciseError, match="there is no exercise 'swim'; known: bird_dog"):
        library.load_by_id(EXERCISES, "swim")
    with pytest.raises(ExerciseError, match="there is no exercise"):
        library.load_by_id(tmp_path, "plank")


@pytest.mark.parametrize("id_", ["../exercises/plank", "plank.toml", "", "Plank "])
def test_an_id_is_no_path(id_: str) -> None:
    with pytest.raises(ExerciseError, match="there is no exercise"):
        library.load_by_id(EXERCISES, id_)


def test_one_wrong_file_spoils_the_folder_by_name(tmp_path: Path) -> None:
    (tmp_path / "plank.toml").write_text(PLANK, encoding="utf-8")
    (tmp_path / "other.toml").write_text("id = 3", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no exercise", encoding="utf-8")
    with pytest.raises(ExerciseError, match=r"other\.toml"):
        library.load_all(tmp_path)
    assert library.list_ids(tmp_path) == ["other", "plank"]


def test_an_exercise_error_is_something_a_person_can_act_on() -> None:
    assert issubclass(ExerciseError, CoachError)


def test_the_schema_names_the_tables() -> None:
    schema = library.json_schema()
    assert {"dose", "framing", "gate", "rep", "hold", "rules", "demo"} <= schema["properties"].keys()
    assert {"Band", "Rule", "Demo", "Keyframe", "Dose", "Gate"} <= schema["$defs"].keys()
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) >= {"id", "name", "kind", "gate", "demo", "sources"}
