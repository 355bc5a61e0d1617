"""Minutes of walking and the like, logged in two taps: what, and how long."""

from datetime import date
from typing import Final

from coach.core.care.aerobic import KINDS, OFFERED, SOURCE, kind_name
from coach.core.care.record import ActivityDone
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.activity_list import ActivitiesPage, ActivityEditPage
from coach.ui.screens.history_words import counted
from coach.ui.screens.steps import StepPage, foot_note
from coach.ui.screens.week_parts import grid, head
from coach.ui.screens.week_words import day_words

MINUTES: Final = (5, 10, 15, 20, 30, 45, 60, 90)
"""Offered; others are made of the nearest one, under Change."""
DAYS: Final = ("Today", "Yesterday")
PHONE: Final = "From a phone or watch: coach activity import FILE (CSV or GPX)."


class ActivityPage(StepPage):
    """What, when, how long. The kind logged last is chosen already, so often one tap is enough."""

    calm_s = 1.0

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter)
        self._desk = desk
        last = next((one.kind for one in desk.care.week.activities if one.kind in OFFERED), OFFERED[0])
        self._kind, self._ago = last, 0
        self._logged = ""

    @property
    def _entry(self) -> ActivityDone | None:
        """What was just logged here."""
        return next((one for one in self._desk.care.week.activities if one.activity == self._logged), None)

    def compose(self, room: Room) -> None:
        """Choices, then a button for each length; below them what was just noted."""
        head(room, "Log minutes")
        self._notes(room)
        self._done(room)
        room.gap(1.5)
        days = [
            room.button(f"ago {number}", name, "choice", on=number == self._ago) for number, name in enumerate(DAYS)
        ]
        kinds = [room.button(f"kind {kind}", KINDS[kind].name, "choice", on=kind == self._kind) for kind in OFFERED]
        high = room.button_height(1.15)
        room.text("When", "label", tone="muted")
        room.gap(0.5)
        grid(room, days, 2, high)
        room.gap(1.5)
        room.text("What", "label", tone="muted")
        room.gap(0.5)
        grid(room, kinds, 4 if room.wide else 2, high)
        room.gap(1.5)
        room.text("How many minutes? One tap notes it.", "label", tone="muted")
        room.gap(0.5)
        lengths = [room.button(f"min {minutes}", str(minutes)) for minutes in MINUTES]
        grid(room, lengths, 8 if room.wide else 4, max(high, min(round(1.8 * high), room.left.h)))

    def _notes(self, room: Room) -> None:
        foot_note(room, f"{PHONE} Sources: {SOURCE}.", tone="muted")
        walking = next((one for one in self._desk.care.week.tips if one.when == "walking"), None)
        if walking is not None and not self._logged:
            foot_note(room, f"{walking.title}: {walking.lines[0]}", state="idle")

    def _done(self, room: Room) -> None:
        """What was just noted, and the ways to put it right; else the way to earlier ones."""
        entry = self._entry
        buttons = [room.button("list", "Earlier ones")] if self._desk.care.week.activities else []
        if entry is not None:
            buttons = [room.button("undo", "Undo", sign="cross"), room.button("change", "Change"), *buttons]
        if buttons:
            room.part(room.foot(room.button_height())).buttons(*buttons)
        if entry is not None:
            noted = room.part(room.foot(round(room.em("body") * 1.3)))
            noted.text(_noted(entry, self._desk.care.week.today), weight="heavy", state="good")
        elif self._logged:
            foot_note(room, "Taken back.", state="idle")

    def press(self, key: str) -> Move | None:
        """Choose, note, undo, or one page further."""
        care = self._desk.care.week
        what, _, name = key.partition(" ")
        if what == "back":
            return Move("back")
        if what == "list":
            return Move("push", ActivitiesPage(self.painter, self._desk))
        if what == "change":
            return Move("push", ActivityEditPage(self.painter, self._desk, self._logged))
        if what == "kind":
            self._kind = name
        elif what == "ago":
            self._ago = int(name)
        elif what == "min":
            self._logged = care.log(self._kind, int(name), self._ago)
        elif what == "undo":
            care.undo(self._logged)
        return None


def _noted(entry: ActivityDone, today: date) -> str:
    """ "Noted: walk, 20 minutes, today." """
    day = day_words(entry.at.date(), today)
    day = day.lower() if day in DAYS else day
    return f"Noted: {kind_name(entry.kind).lower()}, {counted(round(entry.minutes), 'minute')}, {day}."
