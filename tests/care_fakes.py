"""Somebody at home, for the tests of care around the exercises: a real desk over fakes that outlive a restart."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from session_fakes import FakeCalendar, FakeClock, FakeHistory, FakeSound

from coach import paths
from coach.commands.house import read_shelf
from coach.core.settings import Settings
from coach.desk import FrontDesk
from coach.feeds import Step
from coach.ports import CoachError, Feed
from coach.supplies import Shelf, Supplies


class AtHome:
    """A desk, its clock and its calendar. `again()` is a restart: everything but the record and settings is new."""

    def __init__(self, at: datetime | None = None, settings: Settings | None = None, **changes: Any) -> None:
        self.clock, self.calendar, self.history = FakeClock(), FakeCalendar(), FakeHistory()
        self.calendar.at = at or self.calendar.at
        self.settings = settings or Settings(welcomed=True)
        self.changes = changes
        self.desk = self._opened()

    def again(self) -> "AtHome":
        """The program was ended, or killed, and begun anew."""
        self.clock = FakeClock()
        self.desk = self._opened()
        return self

    def passes(self, wall: bool = True, **span: float) -> "AtHome":
        """Time passes, as in `timedelta`; with `wall=False` the clock on the wall stands still."""
        gone = timedelta(**span)
        self.clock.t_s += gone.total_seconds()
        self.calendar.at += gone if wall else timedelta()
        return self

    def wall_jumps(self, **span: float) -> "AtHome":
        """The clock on the wall is set, and no time passes."""
        self.calendar.at += timedelta(**span)
        return self

    def _opened(self) -> FrontDesk:
        desk = FrontDesk(self._supplies())
        desk.refresh()
        desk.wait_ready(10)
        return desk

    def _supplies(self) -> Supplies:
        supplies = Supplies(
            read_shelf=_shelf,
            history=self.history,
            sound=FakeSound(self.clock),
            clock=self.clock,
            calendar=self.calendar,
            settings=self.settings,
            save=self._save,
            look=_no_camera,
            open_feed=_no_feed,
        )
        return replace(supplies, **self.changes)

    def _save(self, settings: Settings) -> str:
        self.settings = settings
        return ""


@cache
def _shelf() -> Shelf:
    """The program's own files, read once: nothing changes them."""
    return read_shelf(paths.assets_dir() / "nowhere")


def _no_camera(camera: str) -> Feed:
    raise CoachError("There is no camera here.")


def _no_feed(camera: str, item: int, step: Step) -> Feed:
    raise CoachError("There is no camera here.")
