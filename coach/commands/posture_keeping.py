"""Settings and record of a watch without a window."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coach import paths

if TYPE_CHECKING:
    from coach.commands.posture_parts import Keeper, Order


class Keeping:
    """Settings and record without a window."""

    def __init__(self, order: "Order") -> None:
        from coach.adapters.files import atomic_write
        from coach.adapters.history.db import HistoryDb
        from coach.adapters.settings_file import SettingsFile

        self._file = SettingsFile(order.folder / paths.SETTINGS, atomic_write)
        self._settings, self.message = self._file.load()
        self._history = HistoryDb(order.folder / paths.HISTORY)

    @property
    def parts(self) -> "Keeper":
        """What the watch needs of them."""
        from coach.commands import wiring
        from coach.commands.posture_parts import Keeper

        moves = wiring.break_moves()

        return Keeper(
            history=self._history,
            read=self._history.posture,
            habits=lambda: self._settings.habits,
            keep=lambda habits: self._save(habits=habits),
            camera=lambda: self._settings.camera,
            moves=lambda: moves,
            chime=lambda notice: None,
            paused=lambda: self._settings.posture_paused,
            keep_pause=lambda until: self._save(posture_paused=until),
        )

    @property
    def trouble(self) -> str:
        """What the record has to say: one plain sentence, or ""."""
        return self._history.message

    def _save(self, **changed: Any) -> None:
        # Another window may have changed the rest meanwhile.
        self.read_again()
        self._settings = replace(self._settings, **changed)
        self.message = self._file.save(self._settings)

    def read_again(self) -> None:
        """Another window may have changed the settings."""
        settings, trouble = self._file.load()
        self._settings, self.message = (self._settings if trouble else settings), trouble

    def close(self) -> None:
        self._history.close()
