"""The targets by name. A target's module is loaded when it is asked for, so that it can be instrumented first."""

from importlib import import_module
from typing import Final

from tests.fuzz.target import Target

MODULES: Final = {
    "exercises": "exercise_files",
    "routines": "routine_files",
    "results": "results_files",
    "streams": "streams",
    "landmarks": "landmarks",
    "sitting": "sitting",
    "own_files": "own_files",
    "activities": "activity_files",
    "bundles": "bundles",
    "zips": "zips",
    "labels": "labels",
}
"""Name of a target: the module of this package that has it as `TARGET`."""


def load(name: str) -> Target:
    """A target by its name."""
    target: Target = import_module(f"tests.fuzz.{MODULES[name]}").TARGET
    return target
