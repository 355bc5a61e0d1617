"""After the exercise: what was done, as facts."""

from typing import Final

import pygame

from coach.ui.app import Move
from coach.ui.layout import Box, em_px, measures, summary_layout
from coach.ui.overlay import Overlay
from coach.ui.text import TextStyle
from coach.ui.theme import State
from coach.ui.views import SummaryRow, SummaryView

_HINT: Final = "Press Enter to close"
_FEWEST_LINES: Final = 4
_VALUE: Final = 0.12
"""Em of a tile's number, as a share of the window's height."""


class SummaryScreen:
    """Shows a summary until Enter, Escape, a click or a touch."""

    def __init__(self, view: SummaryView, overlay: Overlay) -> None:
        self._view, self._overlay = view, overlay

    def handle(self, event: pygame.event.Event) -> Move | None:
        """Anything deliberate goes back."""
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE):
            return Move("back")
        return Move("back") if event.type == pygame.MOUSEBUTTONDOWN else None

    def update(self, dt_s: float) -> Move | None:
        """Nothing moves here."""
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """Title, numbers, sentences."""
        overlay, size = self._overlay, surface.get_size()
        theme = overlay.theme
        surface.fill(theme.palette.background)
        layout = summary_layout(size, len(self._view.rows), theme.spacing)
        heading = TextStyle(em_px(theme.type.title, size), theme.palette.text, "heavy")
        overlay.fonts.draw(surface, self._view.title, layout.title, heading)
        for row, box in zip(self._view.rows, layout.tiles, strict=True):
            self._tile(surface, row, box)
        self._sentences(surface, layout.sentences)
        overlay.fonts.draw(surface, _HINT, layout.hint, TextStyle(em_px(theme.type.label, size), theme.palette.muted))

    def _tile(self, surface: pygame.Surface, row: SummaryRow, box: Box) -> None:
        overlay, size = self._overlay, surface.get_size()
        p, m = overlay.theme.palette, measures(size, overlay.theme.spacing)
        overlay.marks.plate(surface, box, m.radius)
        inner = box.inset(m.pad)
        label_h = round(inner.h * 0.34)
        value = Box(inner.x, inner.y, inner.w, inner.h - label_h)
        label = Box(inner.x, value.bottom, inner.w, label_h)
        overlay.fonts.draw(surface, row.value, value, TextStyle(em_px(_VALUE, size), p.text, "heavy"))
        overlay.fonts.draw(surface, row.label, label, TextStyle(em_px(overlay.theme.type.label, size), p.muted))

    def _sentences(self, surface: pygame.Surface, box: Box) -> None:
        lines: list[tuple[str, State]] = [(text, "fault") for text in self._view.faults]
        lines += [(text, "idle") for text in self._view.sentences]
        if not lines:
            return
        overlay, size = self._overlay, surface.get_size()
        m = measures(size, overlay.theme.spacing)
        row = box.h // max(_FEWEST_LINES, len(lines))
        em = min(em_px(overlay.theme.type.body, size), round(row * 0.62))
        sign = max(3, round(em * 0.5))
        left = 2 * sign + m.pad
        for number, (text, state) in enumerate(lines):
            room = Box(box.x + left, box.y + number * row, box.w - left, row)
            overlay.marks.icon(surface, state, (box.x + sign, room.centre[1]), sign)
            overlay.fonts.draw(surface, text, room, TextStyle(em, overlay.theme.palette.text))
