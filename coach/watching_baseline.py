"""The baseline in use, and the taking of a new one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from coach.core.sitting import measuring
from coach.core.sitting.baseline import Calibration, PostureBaseline
from coach.core.sitting.look import Look, Sample, View
from coach.core.sitting.moved import put_elsewhere
from coach.ports.posture import Baselines


class Yardstick:
    """What somebody is measured by.

    Args:
        kept: where baselines are kept. name: of the one in use, "" for none. view: of new ones, None to find it.
        find: without one, the first steady upright seconds serve, as for recordings.
    """

    def __init__(self, kept: Baselines, name: str, view: View | None, *, find: bool = False) -> None:
        self._kept, self._view = kept, view
        self._measuring: measuring.Measuring | None = None
        self.baseline = self._named(name)
        self._finding = measuring.Measuring("", view) if find and self.baseline is None else None

    @property
    def all(self) -> Sequence[PostureBaseline]:
        """Every one that was kept."""
        return self._kept.all()

    @property
    def message(self) -> str:
        return self._kept.message

    @property
    def name(self) -> str:
        """Of the one in use, or ""."""
        return "" if self.baseline is None else self.baseline.name

    @property
    def calibration(self) -> Calibration | None:
        """How far the taking of one is, or None."""
        return None if self._measuring is None else self._measuring.shown

    @property
    def taking(self) -> bool:
        """Whether one is being taken and not done."""
        return self._measuring is not None and self._measuring.shown.done is None

    @property
    def finding(self) -> bool:
        """Whether one is still looked for in a recording."""
        return self._finding is not None and self.baseline is None

    def begin(self, name: str) -> None:
        """Begin to take one."""
        self._measuring = measuring.Measuring(name, self._view)

    def end(self) -> None:
        """Leave the taking, finished or not."""
        self._measuring = None

    def see(self, sample: Sample, at: datetime) -> bool:
        """Take in a sample while one is taken; whether it is done by it, and in use from now on."""
        if self._measuring is None or not self.taking:
            return self._find(sample)
        self._measuring = measuring.step(self._measuring, sample)
        done = self._measuring.shown.done
        if done is None:
            return False
        self.baseline = replace(done, at=at)
        self._kept.keep(self.baseline)
        return True

    def _find(self, sample: Sample) -> bool:
        if self._finding is None or self.baseline is not None:
            return False
        self._finding = measuring.step(self._finding, sample)
        self.baseline = self._finding.shown.done
        return self.baseline is not None

    def use(self, name: str) -> None:
        """Use another one, or none."""
        self.baseline = self._named(name)

    def forget(self, name: str) -> None:
        """Drop one; if it is in use, nothing is in use."""
        self._kept.forget(name)
        if name == self.name:
            self.baseline = None

    def put(self, look: Look) -> bool:
        """Move the one in use to where the person sits now; whether there was one to move."""
        if self.baseline is None or look.view != self.baseline.view or not look.measures:
            return False
        self.baseline = put_elsewhere(self.baseline, look.measures)
        if self.baseline.name:
            self._kept.keep(self.baseline)
        return True

    def _named(self, name: str) -> PostureBaseline | None:
        return next((one for one in self._kept.all() if one.name == name), None) if name else None
