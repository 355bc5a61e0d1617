"""A private key in a file that only its owner may read."""

import contextlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

from coach.adapters.exchange import keys
from coach.ports import ExchangeError
from coach.private import make_folder


def load_key(path: Path) -> bytes | None:
    """The private key in a file; None where there is no such file.

    Raises:
        ExchangeError: it can't be read, holds no key, or others may read it.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii", errors="replace")[:200]
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ExchangeError(f"the key {path} can't be read: {error.strerror or error}") from error
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise ExchangeError(f"the key {path} can be read by others on this machine: run chmod 600 on it first")
    private = keys.to_bytes(text.strip())
    if private is None or len(private) != keys.KEY_BYTES:
        raise ExchangeError(f"{path} holds no key of Backcoach")
    return private


def make_key(path: Path, new: Callable[[], bytes]) -> bytes:
    """The key of a file, made if there is none. Of two that make it at once, both get the same.

    Raises:
        ExchangeError: it can't be read or written.
    """
    private = load_key(path)
    if private is not None:
        return private
    private = new()
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        make_folder(path.parent)
        temporary.unlink(missing_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(keys.to_text(private) + "\n")
            file.flush()
            os.fsync(file.fileno())
        # A link, not a renaming: where another was quicker, theirs stays.
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
    except OSError as error:
        raise ExchangeError(f"the key {path} can't be written: {error.strerror or error}") from error
    finally:
        temporary.unlink(missing_ok=True)
    return load_key(path) or private
