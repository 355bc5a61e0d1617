"""The key with which the person's program signs what it gives: made once, for nobody else to read."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from coach.ports import ExchangeError

LENGTH: Final = 32


class OwnKey:
    """A private key in a file.

    Args:
        path: neither it nor its folder need exist yet.
        write: writes bytes under a path, whole or not at all, for nobody else to read; makes the folder too.
        new: makes a key.
    """

    def __init__(self, path: Path, write: Callable[[Path, bytes], None], new: Callable[[], bytes]) -> None:
        self._path, self._write, self._new = path, write, new

    def get(self) -> bytes:
        """The key; the first time it is made. One that is damaged is set aside, and another one is made.

        Raises:
            CoachError: it can't be read or kept.
        """
        try:
            key = self._path.read_bytes() if self._path.exists() else b""
            if len(key) == LENGTH:
                return key
            if key:
                self._path.replace(self._path.with_name(f"{self._path.stem}-damaged{self._path.suffix}"))
        except OSError as error:
            raise ExchangeError(f"the key that signs can't be read: {error.strerror or error}") from error
        key = self._new()
        self._write(self._path, key)
        return key
