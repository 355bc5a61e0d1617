"""`coach doctor` on privacy: what uses the network, who can read the data folder, what is linked, pictures there."""

import json
import os
from datetime import datetime
from pathlib import Path

import pytest
from rich.console import Console

from coach import main
from coach.adapters.doctor import Check
from coach.adapters.files import private_write
from coach.adapters.own_files.link import LinkFile
from coach.commands import doctor, network
from coach.commands.doctor_privacy import privacy_checks
from coach.core.therapy.assigned import Deliver
from coach.core.therapy.delivery import Link

AT = datetime(2026, 11, 20, 9, 30).astimezone()


def _of(folder: Path, name: str) -> Check:
    (found,) = [check for check in privacy_checks(folder) if check.name == name]
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    private_write(folder / "settings.json", b"{}")
    return folder


def test_a_folder_in_order_needs_nothing(folder: Path) -> None:
    checks = privacy_checks(folder)
    assert [check for check in checks if check.ok is not True or check.remedy] == []
    assert _of(folder, "rights").detail == f"nobody but you can read {folder}"
    assert _of(folder, "practice").detail == "none is linked: nothing is sent to anybody"


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    assert "made for you alone" in _of(tmp_path / "none", "rights").detail
    assert not (tmp_path / "none").exists()


def test_every_use_of_the_network_is_told(folder: Path) -> None:
    told = [check.detail for check in privacy_checks(folder) if check.name == "network"]
    for use in network.USES:
        assert any(f"coach {use.command} {use.option}".strip() in line and use.why in line for line in told), use


@pytest.mark.skipif(os.name != "posix", reason="rights are those of the folder on Windows")
def test_rights_are_told_as_they_are_found(folder: Path) -> None:
    folder.chmod(0o755)
    (folder / "settings.json").chmod(0o644)
    found = _of(folder, "rights")
    assert (found.ok, found.remedy) == (None, f"Run: chmod -R go-rwx '{folder}'")
    assert found.detail == "open to others: data, settings.json; only a closed folder above keeps them out"
    assert folder.stat().st_mode & 0o777 == 0o755, "looking mends nothing"


@pytest.mark.parametrize("number", [1, 5])
def test_pictures_are_found_by_what_they_are(folder: Path, number: int) -> None:
    for index in range(number):
        private_write(folder / "routines" / f"{index}.toml", b"\xff\xd8\xff\xe0 a picture under another name")
    found = _of(folder, "pictures")
    assert (found.ok, "routines/0.toml" in found.detail, "and 2 more" in found.detail) == (None, True, number == 5)


def test_a_link_is_told_with_the_way_to_end_it(folder: Path) -> None:
    link = Link(deliver=Deliver(address="https://clinic.example", token="t" * 20), routine="dana", linked_at=AT)
    LinkFile(folder / "delivery.json", private_write).put(link)
    found = _of(folder, "practice")
    assert (found.ok, found.remedy) == (None, "To end it: coach results unlink")
    assert found.detail == "linked: results go to https://clinic.example"


def test_a_damaged_link_is_left_where_it_is(folder: Path) -> None:
    private_write(folder / "delivery.json", b"?")
    assert "can't be read" in _of(folder, "practice").detail
    assert (folder / "delivery.json").is_file(), "looking moves nothing"


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_fits_a_terminal(folder: Path, width: int, capsys: pytest.CaptureFixture[str]) -> None:
    screen = Console(width=width, color_system=None, soft_wrap=True)
    checks = [*privacy_checks(folder), Check("camera", None, "none " * 30, "Plug one in. " * 9)]
    screen.print(doctor._table({"privacy": checks}), soft_wrap=False)
    lines = capsys.readouterr().out.splitlines()
    assert max(len(line.rstrip()) for line in lines) <= width
    assert sum("coach results send" in line for line in lines) == 1


@pytest.mark.slow
def test_all_of_it_as_json(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main.run(["doctor", "--json", "-", "--data", str(folder)]) == 0
    told = json.loads(capfd.readouterr().out)
    assert list(told) == ["this machine", "privacy"]
    assert {"name", "ok", "found", "remedy"} == set(told["privacy"][0])
