"""Relief for tests of screens: a real one over fakes, in a state. What is said stands in `at_home(...).said`."""

from functools import cache
from pathlib import Path
from typing import Any

from care_fakes import AtHome

from coach import paths
from coach.commands.house import read_shelf
from coach.core.settings import Settings
from coach.supplies import Shelf


@cache
def shelf() -> Shelf:
    """Everything that is read from files; once for all tests."""
    return read_shelf(paths.assets_dir() / Path("nowhere"))


def at_home(settings: Settings | None = None, **changes: Any) -> AtHome:
    """Somebody at home, whose files need no reading anew."""
    return AtHome(settings=settings, read_shelf=shelf, **changes)
