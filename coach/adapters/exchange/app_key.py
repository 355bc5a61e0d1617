"""The key by which a person's program signs what it gives out: made once, read by nobody else."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Final

from coach.adapters.exchange import keys, signing
from coach.ports import ExchangeError

NAME: Final = "app.key"


def app_key(folder: Path) -> bytes:
    """The private key in a folder of keys; where there is none, a new one is made and kept there.

    Raises:
        ExchangeError: it can't be read or kept, or it is damaged.
    """
    path = folder / NAME
    try:
        if not path.exists():
            _make(path)
        private = path.read_bytes()
    except OSError as error:
        raise ExchangeError(f"the key that signs can't be used: {path}: {error.strerror or error}") from error
    if len(private) != keys.KEY_BYTES:
        raise ExchangeError(f"the key that signs is damaged: delete {path}, and a new one is made")
    return private


def _make(path: Path) -> None:
    """Make a key, whole or not at all; one that another program made meanwhile stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Only the user may read what is made so.
    handle, name = tempfile.mkstemp(prefix=".app-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(signing.new_key())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            Path(path).hardlink_to(name)
    finally:
        Path(name).unlink(missing_ok=True)
