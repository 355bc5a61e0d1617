"""What the posture pages ask of the watch that runs behind them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from coach.core.sitting.baseline import Calibration, PostureBaseline
from coach.core.sitting.day import Day
from coach.core.sitting.habits import Habits
from coach.core.sitting.now import Mode as Mode, Moving as Moving, Now as Now
from coach.core.sitting.pausing import Quiet as Quiet
from coach.core.spec import Exercise
from coach.ports import Frame


class Watch(Protocol):
    """Posture watch at work. Nothing here blocks; `tick` is called at least twice a second by whoever shows it."""

    def tick(self) -> None: ...

    @property
    def now(self) -> Now: ...

    @property
    def today(self) -> Day:
        """The local day so far."""
        ...

    @property
    def picture(self) -> Frame | None:
        """The newest picture, for somebody who asked to see it; None while the camera is closed."""
        ...

    @property
    def habits(self) -> Habits: ...

    def keep_habits(self, habits: Habits) -> None: ...

    @property
    def baselines(self) -> Sequence[PostureBaseline]: ...

    def calibrate(self, name: str) -> None:
        """Begin to take a baseline; `calibration` tells how far it is. When it is done it is kept and used."""
        ...

    @property
    def calibration(self) -> Calibration | None:
        """The baseline being taken, or just taken; None when none is."""
        ...

    def end_calibration(self) -> None:
        """Leave the taking of a baseline, finished or not."""
        ...

    def forget_baseline(self, name: str) -> None: ...

    def still_fits(self) -> None:
        """The person says that camera and chair stand as before: the baseline goes on, moved to the new place."""
        ...

    def snooze(self) -> None: ...

    def pause(self, until: datetime | None) -> None:
        """Let go of the camera until then; None goes on now."""
        ...

    def drank(self) -> None: ...

    def said_moved(self) -> None:
        """The person says that they moved, without the camera having seen it."""
        ...

    def moves(self) -> Sequence[Exercise]:
        """The guided moves a break offers."""
        ...

    def move(self, exercise: str) -> None:
        """Begin a guided move, and with it the break."""
        ...

    @property
    def moving(self) -> Moving | None: ...

    def end_move(self) -> None:
        """Leave the guided move; the break is credited if it was seen, or with the person's word."""
        ...

    def close(self) -> None: ...
