"""A circle that grows while one breathes in and shrinks while one breathes out; its words say the same."""

import math
from typing import Final

import pygame

from coach.ui.elements import Text
from coach.ui.layout import Box
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.text import TextStyle
from coach.ui.theme import Colour, mixed

IN_S: Final = 4.0
OUT_S: Final = 6.0
"""Seconds of breathing in and out: six breaths a minute, out longer than in; estimated, a usual slow pace."""

SMALLEST: Final = 0.6
"""Radius after breathing out as a share of the largest. Raise it when the words don't fit in the small circle."""

_WORDS_EM: Final = 0.16
"""Em of the words as a share of the largest radius: they fit into the smallest circle. Looked at."""


def breath(t_s: float) -> tuple[str, float]:
    """What to do now, and how full one's breath is, 0 to 1, at a time since the start, seconds.

    Slow at both ends, so that the circle never jerks.
    """
    at = t_s % (IN_S + OUT_S)
    if at < IN_S:
        return "Breathe in", 0.5 - 0.5 * math.cos(math.pi * at / IN_S)
    return "Breathe out", 0.5 + 0.5 * math.cos(math.pi * (at - IN_S) / OUT_S)


class Pacer:
    """Paces breath by time told to it."""

    def __init__(self, painter: Painter) -> None:
        self._painter = painter
        self._t_s = 0.0

    def update(self, dt_s: float) -> None:
        """Go on by `dt_s` seconds."""
        self._t_s += dt_s

    def fill(self, room: Room, box: Box) -> None:
        """Put the circle into a box."""
        words, fullness = breath(self._t_s)
        most = max(8, min(box.w, box.h) // 2 - 2)
        em = max(8, round(most * _WORDS_EM))
        wide, high = round(most * SMALLEST * 1.75), round(em * 1.4)
        x, y = box.centre
        label = Text(Box(x - wide // 2, y - high // 2, wide, high), words, em, "heavy", align="centre")

        def paint(surface: pygame.Surface, where: Box) -> None:
            p = self._painter.theme.palette
            radius = round(most * (SMALLEST + (1 - SMALLEST) * fullness))
            line = max(2, most // 60)
            _ring(surface, p.track, where.centre, most, line)
            pygame.draw.circle(surface, mixed(p.background, p.good, 0.22), where.centre, radius - line)
            _ring(surface, p.good, where.centre, radius, 2 * line)
            style = TextStyle(em, p.text, "heavy", "centre")
            self._painter.fonts.draw(surface, words, label.box, style)

        room.drawing(box, paint, (label,))


def _ring(surface: pygame.Surface, colour: Colour, centre: tuple[int, int], radius: int, width: int) -> None:
    """A ring with smooth edges. Smoothing all of its width would take longer than a frame in the largest windows."""
    pygame.draw.circle(surface, colour, centre, radius, width)
    pygame.draw.aacircle(surface, colour, centre, radius, 1)
    pygame.draw.aacircle(surface, colour, centre, max(1, radius - width + 1), 1)
