"""The fuzzer (`python -m tests.fuzz`): a short run of every target, and that it would see what it looks for."""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from coach.adapters import library
from coach.ports import CoachError, ExerciseError
from tests.fuzz import guided, reach, samples, shrink, targets
from tests.fuzz.documents import changed, to_toml
from tests.fuzz.draws import Draws
from tests.fuzz.target import ROOT, Target, found, must, refusable, strict_json

FEW_SEEDS = 3


@settings(max_examples=12)
@given(data=st.binary(min_size=2, max_size=120))
@pytest.mark.parametrize("name", targets.MODULES)
def test_whatever_comes_in_is_used_or_refused(name: str, data: bytes) -> None:
    finding = found(targets.load(name), data)
    assert finding is None, finding.told


def _seeds(name: str, most: int | None) -> Iterator[bytes]:
    return islice(targets.load(name).seeds(), most)


@pytest.mark.parametrize("most", [FEW_SEEDS, pytest.param(None, marks=pytest.mark.slow)], ids=["few", "all"])
@pytest.mark.parametrize("name", targets.MODULES)
def test_what_is_begun_from_is_good(name: str, most: int | None) -> None:
    findings = [finding.told for seed in _seeds(name, most) if (finding := found(targets.load(name), seed))]
    assert findings == []


# --- That it would see what it looks for. ---


def _nested(data: bytes) -> None:
    with refusable():
        raise ExerciseError("it is wrong" if data else "")


def _for_ever(data: bytes) -> None:
    while True:
        pass


def _divided(data: bytes) -> None:
    with refusable():
        1 / (len(data) - 3)


def _numbers(data: bytes) -> None:
    strict_json({"hold_s": float(data.decode() or "1")})


def _target(run: object, limit_s: float = 5.0) -> Target:
    return Target("made up", "for this test", run, lambda: (), (), limit_s)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("run", "data", "said"),
    [
        (_nested, b"x", ""),
        (_nested, b"", "BrokenError ExerciseError says nothing"),
        (_divided, b"", ""),
        (_divided, b"abc", "ZeroDivisionError in test_fuzz.py:_divided"),
        (_for_ever, b"", "TooLongError"),
        (_numbers, b"1.5", ""),
        (_numbers, b"nan", "BrokenError no JSON"),
        (_numbers, b"-inf", "BrokenError no JSON"),
    ],
)
def test_a_finding_is_told_from_a_refusal(run: object, data: bytes, said: str) -> None:
    finding = found(_target(run, 0.2), data)
    assert (finding.kind if finding else "").startswith(said)
    assert (finding is None) == (said == "")


def test_an_input_is_made_small_and_still_brings_to_light_the_same() -> None:
    def run(data: bytes) -> None:
        must(b"!" not in data, "a mark")

    target = _target(run)
    kind = found(target, b"!")
    assert kind
    assert shrink.shrunk(target, b"some text! and more" * 9, kind.kind) == b"!"


def test_a_shorter_input_of_one_kind_takes_its_place(tmp_path: Path) -> None:
    for data in (b"long", b"longer", b"s"):
        guided.kept(tmp_path, "ValueError in a.py:f", "where", data)
    name = guided.name_of("ValueError in a.py:f")
    assert (tmp_path / name).read_bytes() == b"s"
    assert (tmp_path / f"{name}.txt").read_text(encoding="utf-8").startswith("ValueError in a.py:f\n")


@settings(max_examples=60)
@given(data=st.binary(max_size=80))
def test_choices_are_the_same_for_the_same_bytes(data: bytes) -> None:
    one, other = Draws(data), Draws(data)
    assert [repr(one.value()) for _ in range(5)] == [repr(other.value()) for _ in range(5)]
    assert 0 <= one.below(3) < 3
    assert one.pick("ab") in "ab"


def test_what_lies_behind_the_parser_is_reached() -> None:
    """Most changed files are TOML, and a good part of them passes every check."""
    taken = parsed = 0
    for number in range(120):
        draws = Draws(bytes((number * 7 + at * at * 13) % 256 for at in range(60)))
        before = draws.pick(samples.exercise_documents())
        text = to_toml(changed(draws, before))
        try:
            tomllib.loads(text)
            parsed += 1
            library.parse_exercise(text, Path(f"{before['id']}.toml"))
            taken += 1
        except (CoachError, ValueError):
            continue
    assert parsed > 80
    assert 15 < taken < 100


def test_which_lines_are_reached_is_told() -> None:
    target = targets.load("own_files")
    lines = {module: (seen, all_) for module, seen, all_ in reach.reached(target, islice(target.seeds(), 5))}
    seen, all_ = lines["coach.adapters.own_files.settings"]
    assert 5 < seen <= all_ < 60


# --- The command. ---


def _command(*arguments: str, seconds: float = 500) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.fuzz", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=seconds)


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="there is no atheris for this machine")
def test_a_short_run_guided_by_coverage_finds_nothing(tmp_path: Path) -> None:
    done = _command("--seconds", "4", "--corpus", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [
        line.split() for line in done.stdout.splitlines() if line.split()[:1] and line.split()[0] in targets.MODULES
    ]
    runs = {row[0]: int(row[1]) for row in rows if len(row) == 5}
    assert runs.keys() == targets.MODULES.keys()
    assert all(count > 10 for count in runs.values()), runs


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("nothing",), 2, "there is no target nothing"),
        (("--replay", "pyproject.toml"), 2, "name it"),
        (("own_files", "--replay", "pyproject.toml"), 0, "all is as it must be"),
    ],
)
def test_the_command_is_used_wrongly_or_shows_an_input(arguments: tuple[str, ...], status: int, said: str) -> None:
    done = _command(*arguments)
    assert done.returncode == status
    assert said in done.stdout + done.stderr
