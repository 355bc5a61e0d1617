"""Where the program's own files lie, in a checkout and in an installed wheel."""

from pathlib import Path

import pytest

from coach import paths


def test_a_checkout_has_its_folders_beside_the_package() -> None:
    root = Path(paths.__file__).resolve().parents[1]
    assert paths.exercises_dir() == root / "exercises"
    assert paths.assets_dir() == root / "assets"


def test_an_installed_package_carries_its_folders_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "coach" / "_data" / "exercises").mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "coach")
    assert paths.exercises_dir() == tmp_path / "coach" / "_data" / "exercises"
    assert paths.assets_dir() == tmp_path / "assets"


def test_the_data_folder_is_the_users_own_and_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    folder = paths.data_dir()
    assert folder.name == "backcoach"
    assert not folder.exists()
