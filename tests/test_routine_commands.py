"""`coach routine` as a therapist and as a patient use it, from start to import."""

import json
import re
from pathlib import Path

import pytest

from coach.adapters.exchange import signing
from coach.commands.exporting_exchange import exchange_files
from coach.main import run

Capture = pytest.CaptureFixture[str]


def coach(capfd: Capture, *words: str | Path) -> tuple[int, str, str]:
    """Run `coach routine ...`: exit status, stdout, stderr."""
    status = run(["routine", *map(str, words)])
    out, err = capfd.readouterr()
    return status, out, err


@pytest.fixture
def file(tmp_path: Path, capfd: Capture) -> Path:
    """A signed routine of a therapist."""
    coach(capfd, "key", "--data", tmp_path / "therapist")
    options = ("--patient", "A-17", "--author", "Kim Lee", "--start", "2026-12-01", "--folder", tmp_path)
    status, out, _ = coach(capfd, "new", "strong_back", "--from", "daily_back_care", "--exercise", "cat_cow", *options)
    assert (status, "coach routine check" in out) == (0, True)
    path = tmp_path / "strong_back.routine.toml"
    assert coach(capfd, "check", path) == (0, f"{path.name}: fine\n", "")
    status, out, _ = coach(capfd, "sign", path, "--data", tmp_path / "therapist")
    assert (status, "signed by Kim Lee" in out) == (0, True)
    return path


@pytest.mark.parametrize("how", ["file", "png", "link"])
def test_from_therapist_to_patient(tmp_path: Path, capfd: Capture, file: Path, how: str) -> None:
    source: str | Path = file
    if how == "png":
        source = tmp_path / "code.png"
        assert coach(capfd, "export", file, "--qr", source)[0] == 0
    if how == "link":
        source = coach(capfd, "export", file, "--link")[1].strip()
    patient = tmp_path / "patient"
    status, out, err = coach(capfd, "import", source, "--data", patient)
    assert (status, err) == (0, "")
    assert "For A-17, from 2026-12-01: 3 days a week" in out
    assert "This key is new to you" in out
    assert "unchanged since" in out
    _, shown, _ = coach(capfd, "show", patient / "routines" / file.name, "--data", patient)
    assert "You know this key" in shown
    assert coach(capfd, "export", "strong_back", "--to", tmp_path / "out.toml", "--data", patient)[0] == 0
    assert {"strong_back.routine.toml", "therapists.json"} == exchange_files(patient).keys()


def test_a_changed_file_is_shown_as_changed_and_not_taken(tmp_path: Path, capfd: Capture, file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("hold_s = 8", "hold_s = 20"), encoding="utf-8")
    assert "CHANGED after it was signed" in coach(capfd, "show", file, "--data", tmp_path / "p")[1]
    status, _, err = coach(capfd, "import", file, "--trust", "--data", tmp_path / "p")
    assert (status, "was not taken: it was changed" in err) == (2, True)
    assert coach(capfd, "check", file)[0] == 2
    assert not (tmp_path / "p").exists()


def test_another_key_is_refused_unless_trusted(tmp_path: Path, capfd: Capture, file: Path) -> None:
    patient = tmp_path / "p"
    coach(capfd, "import", file, "--data", patient)
    coach(capfd, "key", "--data", tmp_path / "other")
    coach(capfd, "sign", file, "--data", tmp_path / "other")
    status, out, err = coach(capfd, "import", file, "--data", patient)
    assert (status, "ANOTHER key" in out, "another key than Kim Lee had before" in err) == (2, True, True)
    status, out, _ = coach(capfd, "import", file, "--trust", "--data", patient)
    assert (status, "Taken:" in out) == (0, True)


def test_an_export_gives_out_no_private_key(tmp_path: Path, capfd: Capture) -> None:
    _, out, _ = coach(capfd, "key", "--data", tmp_path)
    assert coach(capfd, "key", "--data", tmp_path)[1].replace("Your key", "A new key for you") == out
    public = re.findall(r"ed25519:\S+", out)[0]
    told = exchange_files(tmp_path)
    assert json.loads(told["keys.json"])["signing.key"] == public
    private = (tmp_path / "keys" / "signing.key").read_text("ascii").strip()
    assert private not in "".join(told.values())
    assert public.startswith(signing.KIND)


def test_the_schema_is_json(capfd: Capture) -> None:
    status, out, _ = coach(capfd, "schema")
    assert (status, json.loads(out)["properties"]["id"]["pattern"]) == (0, "^[a-z][a-z0-9_]{0,60}$")


WRONG = [
    (("new", "../x", "--exercise", "plank"), "small letters"),
    (("new", "x"), "name exercises with --exercise"),
    (("new", "x", "--exercise", "swim"), "no exercise 'swim'"),
    (("new", "x", "--from", "nothing"), "no bundled routine 'nothing'"),
    (("new", "x", "--exercise", "plank", "--patient", "A", "--start", "soon"), "--start is a day"),
    (("sign", "nowhere.routine.toml"), "no key yet"),
    (("show", "nowhere.toml"), "can't be read"),
    (("show", "BACKCOACH:R1/AAAA"), "damaged"),
    (("import", "BACKCOACH:R1.00AF.1/2/AAAA"), "one of several codes"),
    (("export", "daily_back_care"), "say how to give it out"),
    (("export", "daily_back_care", "--qr", "x.gif"), "written as .png or .svg"),
    (("export", "nothing", "--link"), "can't be read"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_wrong_use_gets_one_sentence(
    tmp_path: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    data = ("--data", str(tmp_path / "p")) if words[0] != "new" else ()
    status, _, err = coach(capfd, *words, *data)
    assert (status, err.count("\n"), said in err) == (2, 1, True)


def test_a_therapist_s_routine_is_taken_in_before_it_is_done(capfd: Capture, file: Path) -> None:
    # From the file alone, neither its signature nor its pain ceiling would be asked about.
    assert run(["session", str(file)]) == 2
    assert f"take it in first (coach routine import {file})" in capfd.readouterr().err
