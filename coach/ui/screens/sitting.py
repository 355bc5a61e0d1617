"""Posture watch, its first part: a clock for sitting, with the camera off. It says when it is time to move."""

import math
from collections.abc import Callable
from typing import Final

from coach.core.phrases import TIME_TO_MOVE
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.layout import Box
from coach.ui.painter import Painter
from coach.ui.room import Room, columns, rows
from coach.ui.screens.steps import StepPage, centred, foot
from coach.ui.session_parts import RingNumber

MOVE_EVERY_S: Final = 1800.0
"""Get up and move this often, seconds. Source: get up and stretch every 30 minutes (SAPNA, back spasms)."""

REMIND_S: Final = 300.0
"""It is said again this often until one has moved, seconds; estimated."""

AWAY_S: Final = 120.0
"""So long without a drawn frame (lid closed, machine asleep) and nobody sat here: the clock begins anew; estimated."""

_MOVES: Final = ("Stand up.", "Reach for the ceiling, and lean back a little.", "Walk a few steps.")
_HONEST: Final = "The camera is off. This clock counts time; it doesn't watch how you sit."


class SittingPage(StepPage):
    """Counts sitting time while it is open.

    Args:
        now_s: seconds of a clock that also runs while the machine sleeps.
    """

    def __init__(self, painter: Painter, desk: Desk, now_s: Callable[[], float]) -> None:
        super().__init__(painter)
        self._desk, self._now_s = desk, now_s
        self._since_s = self._seen_s = now_s()
        self._said_s = 0.0

    @property
    def left_s(self) -> float:
        """Seconds until it is time to move; 0 when it is."""
        return max(0.0, MOVE_EVERY_S - (self._seen_s - self._since_s))

    def update(self, dt_s: float) -> Move | None:
        """Follow the clock, and say when it is time."""
        now_s = self._now_s()
        if now_s - self._seen_s > AWAY_S:
            self._since_s = now_s
        self._seen_s = now_s
        if self.left_s > 0:
            self._said_s = 0.0
        elif not self._said_s or now_s - self._said_s >= REMIND_S:
            self._said_s = now_s
            self._desk.sound.play("halfway")
            self._desk.sound.say(TIME_TO_MOVE)
        return None

    def compose(self, room: Room) -> None:
        """The clock, and what to do when it has run out."""
        moved = room.button("moved", "I have moved", "primary", sign="tick")
        foot(room, room.button("back", "Back", sign="back"), moved, shares=(1.0, 2.0))
        room.text("Posture watch", "title", weight="heavy")
        room.gap()
        box = room.left
        dial, words = columns(box, 1.0, 1.3, gap=room.m.pad * 2) if room.wide else rows(box, 1.0, 1.0, gap=room.m.gap)
        self._dial(room, dial)
        centred(room.part(words), self._words)

    def _words(self, room: Room) -> None:
        if self.left_s > 0:
            room.text("I tell you when half an hour of sitting is over.", "heading")
        else:
            room.text("Time to move", "title", weight="heavy", tone="good")
            for line in _MOVES:
                room.gap(0.5)
                room.text(line, "heading")
        room.gap(1.5)
        room.text(_HONEST, tone="muted")

    def _dial(self, room: Room, box: Box) -> None:
        left = math.ceil(self.left_s / 60)
        unit = "minute left" if left == 1 else "minutes left"
        look = room.theme, room.fonts
        dial = RingNumber(look, box, str(left), unit, 1 - self.left_s / MOVE_EVERY_S, on=True)
        room.drawing(dial.box, dial.paint, dial.texts)

    def press(self, key: str) -> Move | None:
        """Begin anew, or go back."""
        if key == "back":
            return Move("back")
        self._since_s = self._seen_s = self._now_s()
        self._desk.sound.hush()
        return None
