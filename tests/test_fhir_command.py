"""`coach fhir`: out and back without a server, and one sentence for whatever can't be used."""

import json
from pathlib import Path

import pytest
from exchange_values import AT, routine, six_weeks

from coach import main, paths
from coach.adapters.exchange import routine_file, signing
from coach.adapters.exchange.results_file import to_document
from coach.adapters.exchange.routine_file import write_routine
from coach.adapters.library import load_all

EXERCISES = load_all(paths.exercises_dir())

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    results, plan = tmp_path / "my.results.json", tmp_path / "my_back.routine.toml"
    results.write_text(json.dumps(to_document(six_weeks())), encoding="utf-8")
    plan.write_text(write_routine(routine()), encoding="utf-8")
    return results, plan, tmp_path / "out.json"


def test_out_and_back(files: tuple[Path, Path, Path], tmp_path: Path, capsys: Capture) -> None:
    results, plan, out = files
    assert main.run(["fhir", "export", str(results), str(plan), str(out)]) == 0
    assert main.run(["fhir", "check", str(out)]) == 0
    assert "161 resources, no mistake found" in " ".join(capsys.readouterr().out.split())
    back = tmp_path / "back"
    assert main.run(["fhir", "import", str(out), str(back)]) == 0
    assert json.loads((back / "2026-11-08.results.json").read_text()) == json.loads(results.read_text())
    assert routine_file.read_routine(back / plan.name, EXERCISES).routine == routine()
    assert main.run(["fhir", "import", str(out), str(back)]) == 2
    assert "is there already; nothing was written" in " ".join(capsys.readouterr().err.split())


def test_mistakes_are_told_one_by_one(files: tuple[Path, Path, Path], capsys: Capture) -> None:
    results, _, out = files
    assert main.run(["fhir", "export", str(results), str(out)]) == 0
    out.write_text(out.read_text().replace('"completed"', '"done"', 1))
    capsys.readouterr()
    assert main.run(["fhir", "check", str(out)]) == 2
    said = capsys.readouterr()
    assert "Procedure.status is 'done'" in " ".join(said.out.split())
    assert "1 mistake" in " ".join(said.err.split())


def test_what_was_changed_after_signing_is_not_given_out(files: tuple[Path, Path, Path], capsys: Capture) -> None:
    results, _, out = files
    signed = signing.sign(to_document(six_weeks()), signing.new_key(), "Anna", AT)
    results.write_text(json.dumps({**signed, "patient": "P-0043"}), encoding="utf-8")
    assert main.run(["fhir", "export", str(results), str(out)]) == 2
    assert "was changed after it was signed" in " ".join(capsys.readouterr().err.split())
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "OUT"], "give a results file or a routine file"),
        (["export", "RESULTS", "RESULTS", "OUT"], "at most one routine"),
        (["check", "PLAN"], "is not JSON that can be read"),
        (["check", "MISSING"], "no.json can't be read"),
        (["import", "RESULTS", "FOLDER"], "the document is no FHIR bundle"),
    ],
)
def test_trouble_is_one_sentence(
    files: tuple[Path, Path, Path], tmp_path: Path, words: list[str], said: str, capsys: Capture
) -> None:
    results, plan, out = files
    places = {"RESULTS": results, "PLAN": plan, "OUT": out, "MISSING": tmp_path / "no.json", "FOLDER": tmp_path / "f"}
    assert main.run(["fhir", *(str(places.get(word, word)) for word in words)]) == 2
    told = capsys.readouterr().err
    assert said in " ".join(told.split())
    assert told.count("\n") == 1
    assert not (tmp_path / "f").exists()
