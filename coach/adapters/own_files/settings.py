"""Settings in a JSON file of the user's own folder. Damage costs the settings, never the start."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from coach.adapters.own_files.json_file import DAMAGE, JsonFile
from coach.core.settings import Settings, from_plain, to_plain
from coach.ports import CoachError

MAX_BYTES: Final = 100_000
"""A settings file has less than 2 kB."""

DAMAGED: Final = "Your settings were damaged and set aside as {name}, so everything is as at first."
STUCK: Final = "Your settings are damaged, so everything is as at first."


class SettingsFile:
    """Settings kept in a file.

    Args:
        path: the file; neither it nor its folder need exist yet.
        write: writes bytes under a path, whole or not at all; raises CoachError or OSError when it can't.
    """

    def __init__(self, path: Path, write: Callable[[Path, bytes], None]) -> None:
        self._file = JsonFile(path, write, dict, MAX_BYTES)

    def load(self) -> tuple[Settings, str]:
        """The settings, and one plain sentence when not all of them could be used, else "".

        A damaged file is set aside beside the old place as `settings-damaged-1.json` (2, 3, ...).
        """
        try:
            plain = self._file.read()
        except FileNotFoundError:
            return Settings(), ""
        except OSError as error:
            reason = error.strerror or str(error)
            return Settings(), f"Your settings can't be read ({reason}), so everything is as at first."
        except DAMAGE:
            aside = self._file.set_aside()
            return Settings(), DAMAGED.format(name=aside) if aside else STUCK
        settings, wrong = from_plain(plain)
        if not wrong:
            return settings, ""
        return settings, f"Some settings could not be read and are as at first: {', '.join(wrong)}."

    def save(self, settings: Settings) -> str:
        """Keep the settings; one plain sentence when that can't be done, else ""."""
        try:
            self._file.write(to_plain(settings))
        except CoachError as error:
            return f"Your settings can't be kept: {error}"
        except OSError as error:
            return f"Your settings can't be kept: {error.strerror or error}."
        return ""
