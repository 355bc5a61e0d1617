"""The files that belong to a history: its own, and those that lie beside it.

    history.db, -wal, -shm      the history and what SQLite keeps with it
    history-damaged-*.db        set aside as it could not be read; never touched again
    history-newer-*.db          what was done while history.db was a newer version's
    history-kept-*.db           what could not be written when the program ended
The last two are taken into history.db as soon as that can be done.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

COMPANIONS: Final = ("-wal", "-shm", "-journal")
ASIDE: Final = ("damaged", "newer", "kept")

Aside = Literal["damaged", "newer", "kept"]

OpenStore = Callable[[Path], Any]
"""Opens a `store.SqlStore` that takes entries of sets it does not know."""

_BUSY: Final = (5, 6)


def files_of(path: Path) -> list[Path]:
    """Every file there is of a history, its companions and what lies beside it included."""
    histories = [path, *(found for kind in ASIDE for found in sorted(path.parent.glob(f"{path.stem}-{kind}-*.db")))]
    names = [Path(f"{history}{end}") for history in histories for end in ("", *COMPANIONS)]
    return [name for name in names if name.is_file()]


def sides_of(path: Path) -> list[Path]:
    """Files that wait to be taken into a history, oldest first."""
    found = [side for kind in ("newer", "kept") for side in path.parent.glob(f"{path.stem}-{kind}-*.db")]
    return sorted(found, key=lambda side: side.name.rsplit("-", 2)[1:])


def new_side(path: Path, kind: Aside, at: datetime) -> Path:
    """A name for a file beside a history that is not taken yet."""
    name = f"{path.stem}-{kind}-{at:%Y%m%d-%H%M%S}"
    side, number = path.with_name(f"{name}.db"), 1
    while side.exists():
        number += 1
        side = path.with_name(f"{name}-{number}.db")
    return side


def newer_side(path: Path, at: datetime) -> Path:
    """Where to write while a newer version's history is in the way: the file of the last time, or a new one."""
    found = sorted(path.parent.glob(f"{path.stem}-newer-*.db"))
    return found[-1] if found else new_side(path, "newer", at)


def set_aside(path: Path, at: datetime) -> Path:
    """Give a damaged history another name, companions first: left behind, they would be taken for the next one's.

    Raises:
        OSError: it can't be renamed.
    """
    aside = new_side(path, "damaged", at)
    for end in (*COMPANIONS, ""):
        if Path(f"{path}{end}").exists():
            Path(f"{path}{end}").replace(f"{aside}{end}")
    return aside


def is_in_use(path: Path) -> bool:
    """Whether some program has a history open."""
    connection = sqlite3.connect(path, timeout=0)
    try:
        connection.execute("PRAGMA journal_mode=DELETE").close()
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode & 0xFF in _BUSY
    finally:
        connection.close()
    return False


def remove(path: Path) -> None:
    """Delete a history and its companions. Raises OSError."""
    for end in (*COMPANIONS, ""):
        Path(f"{path}{end}").unlink(missing_ok=True)


def take_sides(path: Path, store: Any, open_side: OpenStore) -> list[tuple[Path, Exception]]:
    """Take into an open history what lies beside it and waits for that. Files that some program has open wait longer.

    Returns:
        Files that could not be read, and why; they are left as they are. What the history itself raises is let through.
    """
    unread: list[tuple[Path, Exception]] = []
    for side in sides_of(path):
        if is_in_use(side):
            continue
        try:
            other = open_side(side)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it: the file stays, and the caller tells
            unread.append((side, error))
            continue
        with closing(other):
            store.take(other)
        remove(side)
    return unread
