"""A ring that fills: seconds of rest left, a start position held, a gesture on its way. Smooth, and cheap to redraw."""

import math
from functools import lru_cache
from itertools import pairwise
from typing import Final

import pygame

from coach.ui.layout import Box
from coach.ui.theme import Colour

_STEP_DEG: Final = 4.0
"""An arc is drawn as a polygon with a corner every so many degrees: smooth up to the largest ring."""
_THICK: Final = 0.14
"""Thickness as a share of the radius. Looked at."""
_EDGE: Final = 1.0
"""Pixels of an arc's edge that are drawn as a smooth line."""

Point = tuple[float, float]


def ring(
    surface: pygame.Surface, box: Box, share: float, colours: tuple[Colour, Colour], thick: float = _THICK
) -> None:
    """A ring in the middle of a box, filled clockwise from the top.

    Args:
        share: 0..1 of the ring; what lies outside stays at its end, nan is empty.
        colours: of the filled part and of the rest.
        thick: thickness as a share of the radius.
    """
    edge = max(8, min(box.w, box.h)) // 2 * 2
    width = max(3, round(edge / 2 * thick))
    corner = box.x + (box.w - edge) // 2, box.y + (box.h - edge) // 2
    middle = corner[0] + edge / 2, corner[1] + edge / 2
    share = 0.0 if math.isnan(share) else min(1.0, max(0.0, share))
    surface.blit(_whole(edge, width, colours[0] if share >= 1.0 else colours[1]), corner)
    if 0 < share < 1:
        _arc(surface, colours[0], middle, (edge / 2 - 1 - width, edge / 2 - 1), share)


@lru_cache(maxsize=12)
def _whole(edge: int, width: int, colour: Colour) -> pygame.Surface:
    """A whole ring on a transparent square; a large one takes long to draw, so it is drawn once."""
    sheet = pygame.Surface((edge, edge), pygame.SRCALPHA, 32)
    sheet.fill((*colour, 0))
    pygame.draw.aacircle(sheet, colour, (edge / 2, edge / 2), edge / 2 - 1, width)
    return sheet


def _arc(surface: pygame.Surface, colour: Colour, middle: Point, radii: tuple[float, float], share: float) -> None:
    """Part of a ring with round ends."""
    steps = max(2, math.ceil(share * 360 / _STEP_DEG))
    turns = [step / steps * share * 2 * math.pi for step in range(steps + 1)]
    # The polygon's own edges are rough: it ends a little inside, and smooth lines make up the rest.
    edges = radii[0] + _EDGE, radii[1] - _EDGE
    inner, outer = ([_at(middle, turn, radius) for turn in turns] for radius in edges)
    pygame.draw.polygon(surface, colour, [*outer, *reversed(inner)])
    for line in (inner, outer):
        for start, end in pairwise(line):
            pygame.draw.aaline(surface, colour, start, end, 2)
    for turn in (turns[0], turns[-1]):
        pygame.draw.aacircle(surface, colour, _at(middle, turn, sum(radii) / 2), (radii[1] - radii[0]) / 2)


def _at(middle: Point, turn: float, radius: float) -> Point:
    """A place on a circle; turn 0 is at the top, clockwise."""
    return middle[0] + radius * math.sin(turn), middle[1] - radius * math.cos(turn)
