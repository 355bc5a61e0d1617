"""In place of a history where none was begun, and the person has settings, routines or baselines all the same."""

from pathlib import Path
from typing import Any

from coach import paths
from coach.commands.own_folder import KEPT
from coach.core.history import PainTold, SafetyAnswered, SessionRecord


class Nothing:
    """A history without an entry; none is made."""

    message = ""

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """None."""
        return {}

    def sessions(self) -> list[SessionRecord]:
        """None."""
        return []

    def pains(self) -> list[PainTold]:
        """None."""
        return []

    def screenings(self) -> list[SafetyAnswered]:
        """None."""
        return []


def has_more(folder: Path) -> bool:
    """Whether there is something to give out in a data folder besides the history."""
    patterns = [kept.pattern for kept in KEPT if kept.exported and not kept.pattern.startswith(paths.HISTORY)]
    return any(path.is_file() for pattern in patterns for path in folder.glob(pattern))
