"""What was left out of a plan, and why."""

from collections.abc import Sequence
from typing import Final

from coach.core.care.planning import LeftOut
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.painter import Painter
from coach.ui.room import Room, columns
from coach.ui.screens.plan_words import reasons, source_words
from coach.ui.screens.steps import StepPage, foot_note

MOST: Final = 4
"""So many on a page: with longer reasons more would shrink the type."""


class LeftOutPage(StepPage):
    """Exercises by name, with the reason from each one's own file; some on a page."""

    def __init__(self, painter: Painter, desk: Desk, left_out: Sequence[LeftOut], first: int = 0) -> None:
        super().__init__(painter)
        self._desk, self._left_out, self._first = desk, left_out, first

    def compose(self, room: Room) -> None:
        """Names and reasons, four on a page."""
        shown = self._left_out[self._first : self._first + MOST]
        ways = [room.button("back", "Back", sign="back")]
        if self._first + MOST < len(self._left_out):
            ways.append(room.button("more", "More", sign="next"))
        low = room.part(room.foot(room.button_height()))
        for button, cell in zip(ways, columns(low.box, 1.0, 1.0, gap=low.m.gap), strict=False):
            low.put(button, cell)
        sources = source_words(*(one.source for left in shown for one in left.excludes))
        foot_note(room, f"Sources: {sources}. You and your therapist decide.", tone="muted")
        room.text("Left out, and why", "title", weight="heavy")
        room.gap(0.5)
        room.text("Because of what you ticked. You can change your answers at any time.", tone="muted")
        room.gap(1.5)
        for left in shown:
            room.text(self._desk.exercises()[left.exercise].name, "heading", weight="heavy")
            room.text(reasons(one.why for one in left.excludes))
            room.gap(1.2)

    def press(self, key: str) -> Move | None:
        """The next ones, or back."""
        if key == "more":
            return Move("replace", LeftOutPage(self.painter, self._desk, self._left_out, self._first + MOST))
        if self._first:
            return Move("replace", LeftOutPage(self.painter, self._desk, self._left_out, self._first - MOST))
        return Move("back")
