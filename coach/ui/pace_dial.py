"""The step that the clock leads through: a ring that fills, its seconds, and one large word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pygame

from coach.ui.elements import Plate, Text
from coach.ui.layout import LINE_PITCH, Box
from coach.ui.ring import ring
from coach.ui.room import Room
from coach.ui.text import TextStyle

_WORD: Final = 0.62
"""Em of the word as a share of the ring. Looked at, from three metres."""
_SECONDS: Final = 0.4
"""Em of the seconds in the ring, as a share of it. Looked at."""
_THICK: Final = 0.16


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """What a dial shows. `words` are those of every step: the longest sets the size, so that nothing jumps.

    Attributes:
        word: of the step now. share: how much of it is over, 0..1. left_s: whole seconds left of it.
    """

    words: Sequence[str]
    word: str
    share: float
    left_s: int


def put_dial(room: Room, box: Box, dial: Dial) -> Box:
    """Put a dial on a plate that hugs it, into at most a box. Returns the plate's box."""
    m = room.m
    edge, em = _sizes(room, box.inset(m.pad), dial.words)
    wide = max(room.fonts.width(word, "heavy", em) for word in dial.words) + 2
    plate = Box(box.x, box.y, min(box.w, edge + m.pad + wide + 2 * m.pad), edge + 2 * m.pad)
    at = Box(plate.x + m.pad, plate.y + m.pad, edge, edge)
    line, inner = round(em * LINE_PITCH), round(edge * 0.66)
    beside = Box(at.right + m.pad, at.y + (edge - line) // 2, wide, line)
    small = round(edge * _SECONDS)
    high = round(small * LINE_PITCH)
    middle = Box(at.x + (edge - inner) // 2, at.y + (edge - high) // 2, inner, high)
    seconds = Text(middle, str(dial.left_s), small, "heavy", align="centre")
    palette, share = room.theme.palette, dial.share

    def paint(surface: pygame.Surface, where: Box) -> None:
        ring(surface, where, share, (palette.good, palette.track), thick=_THICK)
        room.fonts.draw(surface, seconds.text, seconds.box, _style(room, seconds))

    room.elements.append(Plate(plate))
    room.drawing(at, paint, (seconds,))
    room.elements.append(Text(beside, dial.word, em, "heavy"))
    return plate


def _sizes(room: Room, inner: Box, words: Sequence[str]) -> tuple[int, int]:
    """Edge of the ring and em of the word: as large as the box allows."""
    edge = max(8, min(inner.h, round(inner.w * 0.45)))
    em = round(edge * _WORD)
    left = max(1, inner.w - edge - room.m.pad - 2)
    while em > 8 and any(room.fonts.width(word, "heavy", em) > left for word in words):
        em -= 1
    return edge, em


def _style(room: Room, text: Text) -> TextStyle:
    return TextStyle(text.size_px, room.theme.palette.text, text.weight, text.align)
