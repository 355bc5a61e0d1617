"""Positions of ease, one a page: a figure that breathes, a few words, and the ways to try it."""

from typing import Final

import pygame

from coach.core.care.relief import Position
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.ease_figure import EaseFigure
from coach.ui.elements import Text
from coach.ui.layout import LINE_PITCH, Box
from coach.ui.painter import Painter
from coach.ui.relief import Relief
from coach.ui.room import Room, columns, rows
from coach.ui.screens.breathing import Pacer
from coach.ui.screens.ease_looking import EaseLookPage
from coach.ui.screens.relief_parts import READING, source_note
from coach.ui.screens.relief_rest import RestPage
from coach.ui.screens.steps import StepPage, centred, dots, foot
from coach.ui.text import TextStyle

NO_CAMERA: Final = "no camera found"
LOOK_AGAIN_S: Final = 1.0
"""Cameras are looked for anew this often, seconds."""

ABOVE: Final = "seen from above"


class PositionPage(StepPage):
    """One position. The breath goes on from page to page."""

    def __init__(self, painter: Painter, desk: Desk, number: int = 0, pacer: Pacer | None = None) -> None:
        super().__init__(painter)
        self._desk, self._number = desk, number
        self._relief: Relief = desk.care.relief
        self._pacer = pacer or Pacer(painter)
        self._figure: EaseFigure | None = None
        self._drawn_with: object = None
        self._wait_s, self._found = 0.0, bool(desk.cameras())

    @property
    def _positions(self) -> tuple[Position, ...]:
        return self._relief.words.positions if self._relief.words else ()

    def compose(self, room: Room) -> None:
        """Words beside the figure, the ways off below."""
        if not self._positions:
            foot(room, room.button("back", "Back", sign="back"))
            room.text(READING, "heading", tone="muted")
            return
        position = self._positions[self._number]
        self._ways(room)
        source_note(room, position.source)
        dots(room, room.take(room.em("label")), self._number, len(self._positions))
        room.gap()
        words, shown = columns(room.left, 1.0, 1.6, gap=room.m.pad) if room.wide else rows(room.left, 1.0, 1.0)
        self._show(room, shown, position)

        def say(part: Room) -> None:
            part.text(position.title, "title", weight="heavy")
            for line in position.lines:
                part.gap(2)
                part.text(line, "heading")

        centred(room.part(words), say, 0.4)

    def _ways(self, room: Room) -> None:
        """Above each other in a tall window: what one does here, and below it the way from page to page."""
        last = self._number + 1 == len(self._positions)
        on = room.button("done", "Done", "primary") if last else room.button("next", "Another", "primary", sign="right")
        walk = (room.button("back", "Back", sign="back"), on)
        note = "" if self._found else NO_CAMERA
        act = (
            room.button("look", "Camera check", sign="camera", note=note),
            room.button("rest", "Rest timer", sign="person", note="20 or 30 minutes"),
        )
        high = room.button_height(1.9)
        if room.wide:
            low = room.part(room.foot(high))
            low.buttons(walk[0], *act, walk[1], height=high, shares=(1.0, 1.3, 1.3, 1.0))
            return
        low = room.part(room.foot(high + room.button_height() + room.m.gap))
        low.buttons(*act, height=high)
        low.gap()
        low.buttons(*walk)

    def _show(self, room: Room, box: Box, position: Position) -> None:
        """The figure, and below it what one's breath does."""
        words, fullness = self._pacer.now
        em = room.em("body")
        high = round(em * LINE_PITCH * 1.2)
        label = Text(Box(box.x, box.bottom - high, box.w, high), words, em, "heavy", "good", align="centre")
        texts = [label]
        if position.seen == "above":
            small = room.em("label")
            texts.append(Text(Box(box.x, box.y, box.w, round(small * 1.4)), ABOVE, small, tone="muted", align="centre"))
        top = texts[-1].box.bottom if len(texts) > 1 else box.y
        place = Box(box.x, top, box.w, max(1, label.box.y - top))

        def paint(surface: pygame.Surface, where: Box) -> None:
            p = self.painter.theme.palette
            self._figure_of(position).draw(surface, place, fullness)
            for text in texts:
                colour = p.muted if text.tone == "muted" else p.good
                style = TextStyle(text.size_px, colour, text.weight, text.align)
                self.painter.fonts.draw(surface, text.text, text.box, style)

        room.drawing(box, paint, tuple(texts))

    def _figure_of(self, position: Position) -> EaseFigure:
        """The drawing of the position, made anew when the look has changed."""
        palette = self.painter.theme.palette
        if self._figure is None or self._drawn_with is not palette:
            self._figure, self._drawn_with = EaseFigure(position, palette), palette
        return self._figure

    def update(self, dt_s: float) -> Move | None:
        """The breath goes on, from position to position as well."""
        self._pacer.update(dt_s)
        self._wait_s -= dt_s
        if self._wait_s <= 0:
            self._wait_s, self._found = LOOK_AGAIN_S, bool(self._desk.cameras())
        return None

    def press(self, key: str) -> Move | None:
        """To the next position or the one before; from the ends back to the choices."""
        if key == "look":
            return Move("push", EaseLookPage(self.painter, self._desk, self._positions[self._number]))
        if key == "rest":
            return Move("push", RestPage(self.painter, self._desk))
        number = self._number + (1 if key == "next" else -1)
        if key == "done" or number < 0 or not self._positions:
            return Move("back")
        return Move("replace", PositionPage(self.painter, self._desk, number, self._pacer))
