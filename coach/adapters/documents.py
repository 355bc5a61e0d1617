"""Files that a person asks for by a press: into their documents, never in place of another."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from coach.ports import CoachError, OutputError
from coach.private import make_folder

MOST: Final = 999
"""Files of one name; beyond, something else is wrong."""


class Documents:
    """The person's documents folder; where there is none, or it can't be written, their data folder.

    Args:
        folders: those to try, the first that takes the file is it.
        write: writes bytes under a path, whole or not at all; raises CoachError or OSError when it can't.
    """

    def __init__(self, folders: tuple[Path, ...], write: Callable[[Path, bytes], None]) -> None:
        self._folders, self._write = folders, write

    def keep(self, name: str, content: bytes) -> Path:
        """Put a file there and give its place: "name.pdf", or "name-2.pdf" where that is taken.

        Raises:
            OutputError: no folder takes it.
        """
        why: Exception | None = None
        for folder in self._folders:
            try:
                make_folder(folder)
                path = _free(folder / name)
                self._write(path, content)
            except (CoachError, OSError) as error:
                why = error
            else:
                return path
        reason = getattr(why, "strerror", None) or str(why)
        raise OutputError(f"{name} could not be kept: {reason}") from why


def _free(path: Path) -> Path:
    if not path.exists():
        return path
    numbered = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(2, MOST))
    found = next((one for one in numbered if not one.exists()), None)
    if found is None:
        raise OutputError(f"there are too many files named {path.name}")
    return found
