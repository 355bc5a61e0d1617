"""Words on a plate that hugs them: over a picture no more is covered than need be."""

from dataclasses import dataclass

import pygame

from coach.ui.elements import Plate, Text, Tone
from coach.ui.layout import Box
from coach.ui.ring import ring
from coach.ui.room import Room
from coach.ui.theme import State, Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """What a plate says.

    Attributes:
        em: of the words, pixels; they shrink to fit. state: a sign before them. share: a ring before them, filled so
            far 0..1. right: the plate stands at the right end of its box.
    """

    text: str
    em: int
    weight: Weight = "heavy"
    tone: Tone = "text"
    state: State | None = None
    share: float | None = None
    right: bool = False


def put_bubble(room: Room, box: Box, said: Bubble) -> Box | None:
    """Put a bubble into at most a box; nothing for no words. Returns the plate's box."""
    if not said.text:
        return None
    m = room.m
    pad_y = m.gap // 2
    size = min(box.h - 2 * pad_y, round(said.em * 1.15)) if said.share is not None else 0
    lead = size + m.gap if size else 0
    sign = room.lead(said.em) if said.state else 0
    most = max(1, box.w - 2 * m.pad - lead - sign), max(1, box.h - 2 * pad_y)
    fit = room.fonts.fit(said.text, said.weight, most, said.em)
    # A sign before the words is as large as the words came out.
    sign = room.lead(fit.size_px) if said.state else 0
    wide = max(room.fonts.width(line, said.weight, fit.size_px) for line in fit.lines)
    width, height = min(box.w, wide + sign + lead + 2 * m.pad), min(box.h, max(fit.height, size) + 2 * pad_y)
    plate = Box(box.right - width if said.right else box.x, box.y, width, height)
    room.elements.append(Plate(plate))
    if said.share is not None:
        share, colours = said.share, (room.theme.palette.good, room.theme.palette.track)

        def paint(surface: pygame.Surface, where: Box) -> None:
            ring(surface, where, share, colours, thick=0.28)

        room.drawing(Box(plate.x + m.pad, plate.y + (height - size) // 2, size, size), paint)
    words = Box(plate.x + m.pad + lead, plate.y + (height - fit.height) // 2, wide + sign, fit.height)
    room.elements.append(Text(words, said.text, fit.size_px, said.weight, said.tone, state=said.state))
    return plate
