"""A file that one program at a time can claim, so that two don't do the same work in one folder.

The system holds the claim: it is gone with the process that had it, however that ended. The empty file stays, as two
could claim it at once if it were removed between them.
"""

import errno
import os
import sys
from pathlib import Path
from typing import Final

from coach.private import make_folder

_TAKEN: Final = frozenset((errno.EAGAIN, errno.EACCES, errno.EDEADLK))
"""What the systems answer when somebody else has it: Linux and macOS the first, Windows the others."""


class Claim:
    """Holds until `release`, or until the process ends. Without a `descriptor` it holds nothing."""

    def __init__(self, descriptor: int | None = None) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        """Let others claim it. May be called twice."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        try:
            _unlock(descriptor)
        finally:
            os.close(descriptor)


def claim(path: Path) -> Claim | None:
    """Claim a file, which is made with its folder when it is not there; None while somebody else has it.

    Where the folder can't be written or its disk knows no locks, the claim holds nothing: better two at work than none.
    """
    try:
        make_folder(path.parent)
        # Children don't inherit it, so that one that outlives its parent holds nothing.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return Claim()
    try:
        _lock(descriptor)
    except OSError as error:
        os.close(descriptor)
        return None if error.errno in _TAKEN else Claim()
    return Claim(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        # Not `lockf`: that one would let the same process claim it twice.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
