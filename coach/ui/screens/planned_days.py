"""The planned days: which, when, whether to be reminded, and a file for the calendar."""

from dataclasses import replace
from typing import Final

from coach.core.care.reminding import MINUTES, WEEK
from coach.ui.app import Move
from coach.ui.days import Days
from coach.ui.painter import Painter
from coach.ui.room import Room, columns
from coach.ui.screens.steps import StepPage, centred, foot

NAMES: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
STEP: Final = 30
"""Minutes between two choices of the time."""
REST: Final = "Three to five days a week, with a day of rest between where you can."
SOURCE: Final = "Days a week: Sci Rep 2020, PMC7547082"
ON: Final = "posture watch tells you at that time; your calendar too, once it has the file"
OFF: Final = "nothing reminds you"


class PlannedDaysPage(StepPage):
    """Seven days to press, a time, two switches."""

    def __init__(self, painter: Painter, days: Days) -> None:
        super().__init__(painter)
        self._days = days
        self._said = ""

    def compose(self, room: Room) -> None:
        """Days, time, reminder, calendar."""
        foot(
            room,
            room.button("back", "Back", sign="back"),
            room.button("save", "Save for my calendar", "primary"),
            shares=(1.0, 1.8),
        )
        room.text("Your days", "title", weight="heavy")
        room.gap(0.7)
        room.text(REST, tone="muted")
        room.text(SOURCE, "label", tone="muted")
        room.gap()
        centred(room, self._choices, 0.3)

    def _choices(self, room: Room) -> None:
        chosen = self._days.reminders
        marks = [room.button(f"day {n}", name, "choice", on=n in chosen.days) for n, name in enumerate(NAMES)]
        for row in (marks,) if room.wide else (marks[:4], marks[4:]):
            cells = columns(room.take(room.button_height(1.2)), *(1.0,) * (7 if room.wide else 4), gap=room.m.gap)
            for button, cell in zip(row, cells, strict=False):
                room.put(button, cell)
            room.gap()
        room.gap(0.5)
        less, words, more = columns(room.take(room.button_height()), 0.6, 2.0, 0.6, gap=room.m.gap)
        room.put(room.button("earlier", "-"), less)
        room.put(room.button("later", "+"), more)
        middle = room.part(words)
        centred(middle, lambda part: _time(part, chosen.clock))
        room.gap(1.5)
        on = chosen.on
        reminder = room.button("remind", "Remind me", "choice", on=on, note=ON if on else OFF)
        room.buttons(reminder, height=room.button_height(1.9))
        if self._said:
            room.gap()
            room.text(self._said, "label", state="idle")

    def press(self, key: str) -> Move | None:
        """Every change is kept at once."""
        chosen, (what, _, number) = self._days.reminders, key.partition(" ")
        if what == "day":
            days = set(chosen.days) ^ {int(number) % WEEK}
            self._days.choose(replace(chosen, days=tuple(sorted(days))))
        elif what in ("earlier", "later"):
            at = (chosen.at_min + (STEP if what == "later" else -STEP)) % MINUTES
            self._days.choose(replace(chosen, at_min=at - at % STEP))
        elif what == "remind":
            self._days.choose(replace(chosen, on=not chosen.on))
        elif what == "save":
            self._said = self._days.save_calendar()
            return None
        else:
            return Move("back")
        self._said = ""
        return None


def _time(room: Room, clock: str) -> None:
    room.text(clock, "heading", weight="heavy", align="centre")
