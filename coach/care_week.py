"""The week around the exercises: minutes logged, water, targets, tips. Fulfils `coach.ui.weekly.Weekly`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from coach.care_world import CareWorld
from coach.core.care.aerobic import LONGEST_MIN, kept
from coach.core.care.record import ActivityDone
from coach.core.care.targets import USUAL_DAYS, Targets
from coach.core.care.tips import Tip, Tips
from coach.core.care.week import Sources, Week, week_of
from coach.core.progress import monday
from coach.core.sitting.day import Day
from coach.core.sitting.record import GlassDrunk
from coach.desk_posture import PostureDays
from coach.ports import HistoryError

AGAIN_S: Final = 30.0
"""Hours at the desk that could not be read are tried again after so long, seconds; estimated."""

BACK: Final = timedelta(weeks=12)
"""So far one can always leaf back: the hours at the desk may be older than all else; estimated."""

_KEPT: Final = 16
"""Weeks remembered; a page asks for two in each drawn frame; estimated."""


class WeekDesk:
    """The week, over one world."""

    def __init__(self, world: CareWorld) -> None:
        self._world = world
        self._posture = PostureDays(world.supplies)
        self._desk: dict[date, Sequence[Day]] = {}
        self._weeks: dict[date, tuple[tuple[Any, ...], Week]] = {}
        self._trouble, self._again_s = "", 0.0

    @property
    def today(self) -> date:
        return self._world.now.date()

    @property
    def trouble(self) -> str:
        return self._trouble

    @property
    def targets(self) -> Targets:
        return self._world.settings().targets

    @property
    def glasses(self) -> int:
        return self._world.settings().habits.glasses

    @property
    def strength_days(self) -> int:
        plans = self._world.care.plans
        return self.targets.strength_days or (plans[-1].days if plans else USUAL_DAYS)

    @property
    def activities(self) -> Sequence[ActivityDone]:
        return kept(self._world.care.activities)

    @property
    def earliest(self) -> date:
        record = self._world.record
        days = [one.started.at.date() for one in record.sessions[:1]]
        days += [one.at.date() for one in record.pains[:1]]
        days += [one.at.date() for one in record.care.activities]
        return monday(min([*days, self.today - BACK]))

    @property
    def tip(self) -> Tip | None:
        return self._tips.of_day(self.today, self._world.record.sessions) if self.targets.tip else None

    @property
    def tips(self) -> Sequence[Tip]:
        return self._tips.on(self.today, self._world.record.sessions)

    def week(self, day: date) -> Week:
        """See `coach.ui.weekly.Weekly`. Asked for in every drawn frame, so what has not changed is remembered."""
        first, world = monday(day), self._world
        record, shelf = world.record, world.shelf
        desk = self._days(first)
        of = (record.sessions, record.pains, record.care.activities, shelf, self.targets, desk)
        known = self._weeks.pop(first, None)
        if known is None or any(a is not b for a, b in zip(of, known[0], strict=True)):
            sources = Sources(
                sessions=record.sessions,
                pains=record.pains,
                activities=record.care.activities,
                exercises=world.exercises,
                targets=self.targets,
                desk=desk,
            )
            known = of, week_of(first, sources)
        self._weeks[first] = known
        if len(self._weeks) > _KEPT:
            del self._weeks[next(iter(self._weeks))]
        return known[1]

    def log(self, kind: str, minutes: int, days_ago: int = 0) -> str:
        """See `coach.ui.weekly.Weekly`. Raises ValueError where the minutes are none, or more than a day has."""
        _check(minutes)
        activity = self._world.new_id()
        at = self._world.now - timedelta(days=days_ago)
        self._world.tell(ActivityDone(activity=activity, at=at, kind=kind, minutes=float(minutes)))
        return activity

    def change(
        self, activity: str, *, kind: str | None = None, minutes: int | None = None, day: date | None = None
    ) -> None:
        """See `coach.ui.weekly.Weekly`. Raises ValueError as `log`, and for an id that nobody gave."""
        entry = self._entry(activity)
        if minutes is not None:
            _check(minutes)
            entry = replace(entry, minutes=float(minutes))
        at = entry.at + (day - entry.at.date()) if day is not None else entry.at
        self._world.tell(replace(entry, kind=kind or entry.kind, at=at))

    def undo(self, activity: str) -> None:
        """See `coach.ui.weekly.Weekly`. Raises ValueError for an id that nobody gave."""
        self._world.tell(replace(self._entry(activity), minutes=0.0))

    def drink(self) -> None:
        """See `coach.ui.weekly.Weekly`. The glass shows at once, and again when the days have been read anew."""
        at = self._world.now
        self._world.supplies.history.write(GlassDrunk(at=at))
        self._posture = PostureDays(self._world.supplies)
        first = monday(at.date())
        self._desk[first] = [
            replace(day, glasses=day.glasses + 1) if day.date == at.date() else day
            for day in self._desk.get(first) or [Day(date=first + timedelta(days=n)) for n in range(7)]
        ]

    def keep(self, targets: Targets) -> None:
        """See `coach.ui.weekly.Weekly`."""
        self._world.keep(replace(self._world.settings(), targets=targets))

    def manage(self, minutes: int) -> None:
        """See `coach.ui.weekly.Weekly`."""
        since = monday(self.today).isoformat() if minutes else ""
        self.keep(replace(self.targets, manage_min=minutes, since=since))

    def keep_glasses(self, glasses: int) -> None:
        """See `coach.ui.weekly.Weekly`."""
        settings = self._world.settings()
        self._world.keep(replace(settings, habits=replace(settings.habits, glasses=glasses)))

    def wait(self, seconds: float) -> None:
        """Wait until the hours at the desk that were asked for have been read; for those who need them at once."""
        self._posture.wait(seconds)

    @property
    def _tips(self) -> Tips:
        return shelf.tips if (shelf := self._world.shelf) else Tips()

    def _entry(self, activity: str) -> ActivityDone:
        found = next((one for one in self._world.care.activities if one.activity == activity), None)
        if found is None:
            raise ValueError(f"there is no activity {activity!r}")
        return found

    def _days(self, first: date) -> Sequence[Day]:
        """The hours at the desk of a week as they are known; read in a thread, and not older than half a minute."""
        if self._trouble and self._world.now_s < self._again_s:
            return self._desk.get(first, ())
        try:
            days = self._posture.days(first, first + timedelta(days=6))
        except HistoryError as error:
            self._trouble, self._again_s = str(error), self._world.now_s + AGAIN_S
            return self._desk.get(first, ())
        if days is not None:
            self._trouble = ""
            self._desk[first] = days
            if len(self._desk) > _KEPT:
                del self._desk[next(iter(self._desk))]
        return self._desk.get(first, ())


def _check(minutes: int) -> None:
    if not 0 < minutes <= LONGEST_MIN:
        raise ValueError(f"an activity has 1 to {LONGEST_MIN:.0f} minutes, got {minutes}")
