"""The pain curve of a flare-up: days across, 0 to 10 upright, a mark for every score told."""

import math
from collections.abc import Sequence
from typing import Final

import pygame

from coach.core.care.flare import CALM, Spot
from coach.core.safety import PAIN_TOP
from coach.ui.charts import Scale, sparse
from coach.ui.elements import Text
from coach.ui.layout import LINE_PITCH, Box
from coach.ui.room import Room
from coach.ui.screens.history_chart import draw_line, draw_mark, line_colours, plate_colour
from coach.ui.text import Align, TextStyle

LEVELS: Final = (0, 5, PAIN_TOP)
"""Labels beside the curve; more are not read from the mat."""
_RADIUS: Final = 0.24
"""Radius of a mark in ems. Looked at."""
AROUND: Final = "Squares: after exercise, or when you stopped"
NOTHING: Final = "No pain told yet."


def put_curve(room: Room, spots: Sequence[Spot], day: int, box: Box) -> None:
    """A curve that fills a box of a plate; `day` is the last day shown, from 1."""
    em = room.em("label")
    line = math.ceil(em * LINE_PITCH)
    gutter = room.fonts.width(str(PAIN_TOP), "text", em) + em // 2
    has_note = not spots or any(spot.when not in CALM for spot in spots)
    foot = line * (2 if has_note else 1) + em // 2
    field = Box(box.x + gutter, box.y + line // 2, max(1, box.w - gutter - em // 2), max(1, box.h - line // 2 - foot))
    # Half a day of air on either side would lie; half an em keeps the marks in the field.
    across = Scale(0.0, max(1.0, float(day), spots[-1].day if spots else 0.0), field.x + em / 2, field.right - em / 2)
    upright = Scale(0.0, float(PAIN_TOP), field.bottom, field.y)
    texts = [
        Text(Box(box.x, round(upright.at(level)) - line // 2, gutter - em // 3, line), str(level), em, align="right")
        for level in LEVELS
    ]
    below = field.bottom + em // 2
    half = field.w // 2
    texts += [Text(Box(field.x, below, half, line), "Day 1", em)]
    if day > 1:
        texts += [Text(Box(field.right - half, below, half, line), f"Day {day}", em, align="right")]
    if has_note:
        texts += [Text(Box(field.x, below + line, field.w, line), AROUND if spots else NOTHING, em)]

    def paint(surface: pygame.Surface, where: Box) -> None:
        _paint(room, surface, field, (across, upright), spots, em)
        for text in texts:
            align: Align = text.align
            style = TextStyle(em, room.theme.palette.muted, align=align)
            room.fonts.draw(surface, text.text, text.box, style)

    room.drawing(box, paint, tuple(texts))


def _paint(
    room: Room, surface: pygame.Surface, field: Box, scales: tuple[Scale, Scale], spots: Sequence[Spot], em: int
) -> None:
    palette = room.theme.palette
    across, upright = scales
    for level in LEVELS:
        y = round(upright.at(level))
        pygame.draw.line(surface, palette.track, (field.x, y), (field.right - 1, y), max(1, em // 14))
    colour, rim = line_colours(palette)[0], plate_colour(palette)
    places = [(across.at(spot.day), upright.at(spot.score)) for spot in spots]
    draw_line(surface, places, "solid", colour, em)
    kept, radius = sparse(places, em * _RADIUS)
    marked = set(kept)
    for place, spot in zip(places, spots, strict=True):
        if place in marked:
            draw_mark(surface, "disc" if spot.when in CALM else "square", place, radius, colour, rim)
