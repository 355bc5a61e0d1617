"""A small JSON file of the person's own: read whole, written whole, and out of the way when it is damaged."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from coach.private import make_folder

DAMAGE: Final = (ValueError, RecursionError)
"""What reading a damaged file raises."""


class JsonFile:
    """One file.

    Args:
        path: neither it nor its folder need exist yet.
        write: writes bytes under a path, whole or not at all; raises CoachError or OSError when it can't.
        holds: what stands in it at the top: `dict` or `list`. most_bytes: a larger file is taken for damaged.
    """

    def __init__(self, path: Path, write: Callable[[Path, bytes], None], holds: type, most_bytes: int) -> None:
        self.path, self._write, self._holds, self._most_bytes = path, write, holds, most_bytes

    def read(self) -> Any:
        """What stands in it. Raises OSError, or one of `DAMAGE`."""
        if self.path.stat().st_size > self._most_bytes:
            raise ValueError("too large")
        plain = json.loads(self.path.read_bytes().decode("utf-8"))
        if not isinstance(plain, self._holds):
            raise ValueError(f"holds no {self._holds.__name__}")
        return plain

    def write(self, plain: Any) -> None:
        """Put it in place of what stood there. Raises CoachError or OSError."""
        content = json.dumps(plain, indent=2, ensure_ascii=False, allow_nan=False)
        make_folder(self.path.parent)
        self._write(self.path, f"{content}\n".encode())

    def set_aside(self) -> str:
        """Out of the way with it: its name then ("settings-damaged-1.json"; 2, 3, ...), "" where it won't move."""
        number = 1
        while (aside := self.path.with_name(f"{self.path.stem}-damaged-{number}{self.path.suffix}")).exists():
            number += 1
        try:
            self.path.rename(aside)
        except OSError:
            return ""
        return aside.name
