"""Settings in a JSON file of the user's own folder. Damage costs the settings, never the start."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from coach.core.settings import Settings, from_plain, to_plain
from coach.ports import CoachError

MAX_BYTES: Final = 100_000
"""A settings file has less than 1 kB."""


class SettingsFile:
    """Settings kept in a file.

    Args:
        path: the file; neither it nor its folder need exist yet.
        write: writes bytes under a path, whole or not at all; raises CoachError or OSError when it can't.
    """

    def __init__(self, path: Path, write: Callable[[Path, bytes], None]) -> None:
        self._path, self._write = path, write

    def load(self) -> tuple[Settings, str]:
        """The settings, and one plain sentence when not all of them could be used, else "".

        A damaged file is set aside beside the old place as `settings-damaged-1.json` (2, 3, ...).
        """
        try:
            plain = self._read()
        except FileNotFoundError:
            return Settings(), ""
        except OSError as error:
            reason = error.strerror or str(error)
            return Settings(), f"Your settings can't be read ({reason}), so everything is as at first."
        except (ValueError, RecursionError):
            return Settings(), self._set_aside()
        settings, wrong = from_plain(plain)
        if not wrong:
            return settings, ""
        return settings, f"Some settings could not be read and are as at first: {', '.join(wrong)}."

    def save(self, settings: Settings) -> str:
        """Keep the settings; one plain sentence when that can't be done, else ""."""
        content = json.dumps(to_plain(settings), indent=2, ensure_ascii=False, allow_nan=False)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._write(self._path, f"{content}\n".encode())
        except CoachError as error:
            return f"Your settings can't be kept: {error}"
        except OSError as error:
            return f"Your settings can't be kept: {error.strerror or error}."
        return ""

    def _read(self) -> dict[str, Any]:
        if self._path.stat().st_size > MAX_BYTES:
            raise ValueError("too large for settings")
        plain = json.loads(self._path.read_bytes().decode("utf-8"))
        if not isinstance(plain, dict):
            raise ValueError("no table of settings")
        return plain

    def _set_aside(self) -> str:
        number = 1
        while (aside := self._path.with_name(f"{self._path.stem}-damaged-{number}{self._path.suffix}")).exists():
            number += 1
        try:
            self._path.rename(aside)
        except OSError:
            return "Your settings are damaged, so everything is as at first."
        return f"Your settings were damaged and set aside as {aside.name}, so everything is as at first."
