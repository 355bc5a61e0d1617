"""The planned days: chosen, kept, and given out as a calendar file. Fulfils `coach.ui.days.Days`."""

from dataclasses import replace
from typing import Final

from coach.care_world import CareWorld
from coach.core import routine
from coach.core.care import plan as plans
from coach.core.care.reminding import Reminders, spread
from coach.ports import CoachError

FILE: Final = "back exercises.ics"
TITLE: Final = "Back exercises"
SAVED: Final = "Saved as {path}. Open it, and your calendar takes it in."
NO_DAYS: Final = "Choose at least one day first."
USUAL_DAYS: Final = 3
"""Days a week where no plan says how many. Source: three to five sessions a week, the lower end."""


class DaysDesk:
    """On which days and when the plan is due."""

    def __init__(self, world: CareWorld) -> None:
        self._world = world

    @property
    def reminders(self) -> Reminders:
        return self._world.settings().reminders

    def choose(self, reminders: Reminders) -> None:
        """Take other days or another time, and keep them."""
        self._world.keep(replace(self._world.settings(), reminders=reminders))

    def suggest(self) -> None:
        """Take the days the plan asks for, well spread."""
        plan = plans.current(self._world.care, self._world.exercises)
        self.choose(replace(self.reminders, days=spread(plan.made.days if plan else USUAL_DAYS)))

    def save_calendar(self) -> str:
        """Put a calendar file into the person's documents; one plain sentence of where it lies, or why not."""
        made = self._world.supplies.calendar_file
        if made is None:
            return "A calendar file can't be made here."
        text, minutes = self._about()
        id_ = plans.calendar_id(self._world.care)
        try:
            content = made(self.reminders, id_, TITLE, text, minutes, self._world.now)
            path = self._world.supplies.document(FILE, content)
        except ValueError:
            return NO_DAYS
        except CoachError as error:
            return str(error)
        return SAVED.format(path=path)

    def _about(self) -> tuple[str, float]:
        """The words of the event, and how long it takes, minutes."""
        exercises = self._world.exercises
        plan = plans.current(self._world.care, exercises)
        shelf = self._world.shelf
        mine = plans.routine(plan) if plan else None
        chosen = mine or (shelf.routines.get(self._world.settings().routine) if shelf else None)
        if chosen is None:
            return TITLE, 20.0
        names = ", ".join(exercises[item.exercise].name for item in chosen.items)
        return names, routine.minutes(chosen, exercises)
