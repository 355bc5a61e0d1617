"""Settings and record of a watch without a window."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coach import paths
from coach.adapters.clock import LocalCalendar, MonotonicClock
from coach.commands.plan_reminder import PlanReminder
from coach.core.care.reminding import Reminders

if TYPE_CHECKING:
    from coach.commands.posture_parts import Keeper, Order


class Keeping:
    """Settings and record without a window."""

    def __init__(self, order: "Order") -> None:
        from coach.adapters.files import private_write
        from coach.adapters.history.db import HistoryDb
        from coach.adapters.own_files.settings import SettingsFile

        self._path, self._stamp_ns = order.folder / paths.SETTINGS, 0
        self._file = SettingsFile(self._path, private_write)
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
            due=PlanReminder(self._reminders, self._history.sessions, MonotonicClock(), LocalCalendar().now),
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

    def _reminders(self) -> Reminders:
        """As they are now: the window may have changed them."""
        stamp_ns = self._path.stat().st_mtime_ns if self._path.is_file() else 0
        if stamp_ns != self._stamp_ns:
            self._stamp_ns = stamp_ns
            self.read_again()
        return self._settings.reminders

    def close(self) -> None:
        self._history.close()
