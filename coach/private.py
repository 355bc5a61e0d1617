"""Folders and files for nobody but their owner, whatever the umask. On Windows a file has the rights of its folder, and
what is done here changes none: there the user's profile is closed to other users by the system itself."""

import contextlib
import os
import stat
from pathlib import Path
from typing import Final

OWNER: Final = 0o700
OWNER_FILE: Final = 0o600
OTHERS: Final = 0o077
"""Bits of a mode that let somebody else in."""

COMPANIONS: Final = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database; it makes them with the database's own rights."""


def make_folder(path: Path) -> None:
    """A folder for its owner alone, and so every one above it that is missing. One that is there stays as it is.

    Raises:
        OSError: it can't be made.
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=OWNER, exist_ok=True)


def own_database(path: Path) -> None:
    """A file of SQLite's for its owner alone: made empty where there is none, closed to others where it is open."""
    # What is wrong with the place, SQLite says in words of its own a moment later.
    with contextlib.suppress(OSError):
        path.touch(mode=OWNER_FILE)
    for end in ("", *COMPANIONS):
        close(Path(f"{path}{end}"))


def close(path: Path) -> bool:
    """Take away what others may do with a file or folder; False where that can't be done, or is not known here."""
    if os.name != "posix":
        return False
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode) or not mode & OTHERS:
            return not stat.S_ISLNK(mode)
        path.chmod(stat.S_IMODE(mode) & ~OTHERS)
        # Some disks have no rights, and say nothing.
        return not path.lstat().st_mode & OTHERS
    except OSError:
        return False


def is_open(path: Path) -> bool:
    """Whether a file's or folder's own rights let somebody else in; False where nothing is there, or nobody knows."""
    try:
        return os.name == "posix" and bool(path.stat().st_mode & OTHERS)
    except OSError:
        return False


def is_within_reach(folder: Path) -> bool:
    """Whether somebody else can look into a folder: its own rights let them in, and so do those of all above it."""
    if not is_open(folder):
        return False
    modes = [place.stat().st_mode for place in folder.resolve().parents]
    looks = folder.stat().st_mode
    return any(looks & may_look and all(mode & may_pass for mode in modes) for may_look, may_pass in _WAYS)


_WAYS: Final = ((stat.S_IRGRP | stat.S_IXGRP, stat.S_IXGRP | stat.S_IXOTH), (stat.S_IROTH | stat.S_IXOTH, stat.S_IXOTH))
"""Of a group and of everybody: what lets them look into a folder, and pass through one. A group's folder may lie in one
of another group, open to everybody."""
