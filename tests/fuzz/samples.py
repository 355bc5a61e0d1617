"""Small good inputs to begin from, and bodies to move."""

import tomllib
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Final

from coach.adapters import library
from coach.core import figure
from coach.core.pose import Pose
from coach.core.spec import Exercise
from tests.fuzz.target import ROOT

FOLDER: Final = ROOT / "exercises"

RAW, CHANGED = b"\0", b"\1"
"""First byte of an input: what follows is a file as it stands; or choices of how a good one is changed."""

CHOICES: Final = tuple(bytes((37 * number + 11 * at) % 256 for at in range(48)) for number in range(8))
"""Choices to begin from: any will do."""

Made = Callable[[bytes], Any]


@cache
def exercises() -> dict[str, Exercise]:
    """Every exercise of the program, by id."""
    return library.load_all(FOLDER)


@cache
def exercise_texts() -> dict[str, str]:
    """Texts of the exercise files, by id."""
    return {id_: (FOLDER / f"{id_}.toml").read_text(encoding="utf-8") for id_ in exercises()}


@cache
def exercise_documents() -> tuple[dict[str, Any], ...]:
    """Exercise files as tables, in the order of their ids."""
    return tuple(tomllib.loads(text) for text in exercise_texts().values())


@lru_cache(maxsize=64)
def poses(id_: str, fps: float = 4.0) -> tuple[Pose, ...]:
    """An exercise's own demonstration, from the moment it begins."""
    return tuple(figure.poses(exercises()[id_].demo, fps))
