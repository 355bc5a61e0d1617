"""The fuzzer (`python -m tests.fuzz`): a short run of every target, and that it would see what it looks for."""

import subprocess
import sys
import tomllib
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from coach.adapters import library
from coach.ports import CoachError, ExerciseError
from tests.fuzz import __main__ as command, guided, reach, samples, shrink, targets
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


@pytest.mark.parametrize("name", targets.MODULES)
def test_what_is_begun_from_is_good(name: str) -> None:
    """The first few; the run guided by coverage begins with all of them."""
    target = targets.load(name)
    assert [finding.told for seed in islice(target.seeds(), FEW_SEEDS) if (finding := found(target, seed))] == []


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
    taken, parsed, chance = 0, 0, Random(1)
    for _ in range(40):
        draws = Draws(chance.randbytes(60))
        before = draws.pick(samples.exercise_documents())
        text = to_toml(changed(draws, before))
        try:
            tomllib.loads(text)
            parsed += 1
            library.parse_exercise(text, Path(f"{before['id']}.toml"))
            taken += 1
        except (CoachError, ValueError):
            continue
    assert parsed > 25
    assert 5 < taken < 35


def test_which_lines_are_reached_is_told() -> None:
    target = targets.load("own_files")
    lines = {module: (seen, all_) for module, seen, all_ in reach.reached(target, islice(target.seeds(), 5))}
    seen, all_ = lines["coach.adapters.own_files.settings"]
    assert 5 < seen <= all_ < 60


# --- The command. ---


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="there is no atheris for this machine")
def test_a_short_run_guided_by_coverage_finds_nothing(tmp_path: Path) -> None:
    asked = [sys.executable, "-m", "tests.fuzz", "--seconds", "2", "--corpus", str(tmp_path)]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [
        line.split() for line in done.stdout.splitlines() if line.split()[:1] and line.split()[0] in targets.MODULES
    ]
    runs = {row[0]: int(row[1]) for row in rows if len(row) == 5}
    assert runs.keys() == targets.MODULES.keys()
    assert all(count > 5 for count in runs.values()), runs


@pytest.mark.parametrize(
    ("arguments", "said"), [(("nothing",), "there is no target nothing"), (("--replay", "pyproject.toml"), "name it")]
)
def test_the_command_used_wrongly_says_so(
    arguments: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["fuzz", *arguments])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_an_input_is_shown_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "input").write_bytes(b"\0\0{}")
    monkeypatch.setattr(sys, "argv", ["fuzz", "own_files", "--replay", str(tmp_path / "input")])
    assert command.main() == 0
    assert "all is as it must be" in capsys.readouterr().out


def test_without_atheris_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["fuzz", "own_files"])
    monkeypatch.setitem(sys.modules, "atheris", None)
    assert command.main() == 2
    assert "needs atheris" in capsys.readouterr().err
