"""Posture watch, its first part: a clock for sitting, with the camera off. It says when it is time to move."""

from collections.abc import Callable
from typing import Final

import pygame

from coach.core.phrases import TIME_TO_MOVE
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.elements import Text
from coach.ui.layout import Box
from coach.ui.painter import Painter
from coach.ui.ring import ring
from coach.ui.room import Room, columns, rows
from coach.ui.screens.steps import StepPage, centred, foot
from coach.ui.text import TextStyle

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
        left = -(-int(self.left_s) // 60) if self.left_s > 0 else 0
        edge = min(box.w, box.h)
        em = max(8, round(edge * 0.26))
        number = Box(box.centre[0] - edge // 3, box.centre[1] - em, 2 * edge // 3, round(em * 1.3))
        below = Box(number.x, number.bottom, number.w, round(em * 0.5))
        texts = (
            Text(number, str(left), em, "heavy", align="centre"),
            Text(below, "minute left" if left == 1 else "minutes left", round(em * 0.3), align="centre"),
        )

        def paint(surface: pygame.Surface, where: Box) -> None:
            p = self.painter.theme.palette
            ring(surface, where, 1 - self.left_s / MOVE_EVERY_S, (p.good, p.track))
            for text, colour in zip(texts, (p.text, p.muted), strict=True):
                style = TextStyle(text.size_px, colour, text.weight, text.align)
                self.painter.fonts.draw(surface, text.text, text.box, style)

        room.drawing(Box(box.centre[0] - edge // 2, box.centre[1] - edge // 2, edge, edge), paint, texts)

    def press(self, key: str) -> Move | None:
        """Begin anew, or go back."""
        if key == "back":
            return Move("back")
        self._since_s = self._seen_s = self._now_s()
        self._desk.sound.hush()
        return None
