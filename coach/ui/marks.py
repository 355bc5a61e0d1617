"""Shapes that stand for states, so that no state is told by colour alone, and the plates that carry text."""

import math
from itertools import pairwise
from typing import Final

import pygame

from coach.ui.layout import Box
from coach.ui.theme import Colour, Palette, State

_FINE: Final = 4
"""Shapes are drawn this many times larger and scaled down, for smooth edges."""
_KEPT: Final = 64

Points = list[tuple[float, float]]


class Marks:
    """Draws marks and plates in one palette, each shape once.

    good: filled disc. fault: diamond with a bright rim. idle: disc with a dark rim. unseen: small hollow ring.
    """

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._shapes: dict[tuple[State, int, bool], pygame.Surface] = {}
        self._plates: dict[tuple[int, int, int], pygame.Surface] = {}

    def joint(self, surface: pygame.Surface, state: State, at: tuple[float, float], radius: int) -> None:
        """A joint on the picture, in a dark rim that holds on any background."""
        self._blit(surface, self._shape(state, radius, icon=False), at)

    def icon(self, surface: pygame.Surface, state: State, at: tuple[float, float], radius: int) -> None:
        """A sign on a plate: tick, exclamation mark in a diamond, or ring."""
        self._blit(surface, self._shape(state, radius, icon=True), at)

    def plate(self, surface: pygame.Surface, box: Box, radius: int) -> None:
        """A rounded plate, nearly opaque: what is written on it keeps its contrast over any picture."""
        key = box.w, box.h, radius
        if key not in self._plates:
            if len(self._plates) > _KEPT:
                self._plates.clear()
            plate = pygame.Surface((box.w, box.h), pygame.SRCALPHA, 32)
            colour = (*self._palette.panel, self._palette.panel_alpha)
            pygame.draw.rect(plate, colour, plate.get_rect(), border_radius=radius)
            self._plates[key] = plate
        surface.blit(self._plates[key], (box.x, box.y))

    @staticmethod
    def _blit(surface: pygame.Surface, shape: pygame.Surface, at: tuple[float, float]) -> None:
        width, height = shape.get_size()
        surface.blit(shape, (round(at[0] - width / 2), round(at[1] - height / 2)))

    def _shape(self, state: State, radius: int, *, icon: bool) -> pygame.Surface:
        key = state, radius, icon
        if key not in self._shapes:
            if len(self._shapes) > _KEPT:
                self._shapes.clear()
            self._shapes[key] = self._icon(state, radius) if icon else self._joint(state, radius)
        return self._shapes[key]

    def _joint(self, state: State, radius: int) -> pygame.Surface:
        p = self._palette
        colour, fine = p.mark_of(state), radius * _FINE
        sheet, middle = _sheet(fine, p.mark_edge)
        rim = max(_FINE, fine // 4)
        if state == "fault":
            pygame.draw.polygon(sheet, p.mark_edge, _diamond(middle, fine * 1.42))
            pygame.draw.polygon(sheet, (255, 255, 255), _diamond(middle, fine * 1.42 - rim))
            pygame.draw.polygon(sheet, colour, _diamond(middle, fine * 1.42 - 2.3 * rim))
        elif state == "unseen":
            pygame.draw.circle(sheet, p.mark_edge, middle, fine * 0.62 + rim * 0.6, round(rim * 1.9))
            pygame.draw.circle(sheet, colour, middle, fine * 0.62, max(_FINE, round(rim * 0.8)))
        else:
            pygame.draw.circle(sheet, p.mark_edge, middle, fine)
            pygame.draw.circle(sheet, colour, middle, fine - rim)
        return _smoothed(sheet)

    def _icon(self, state: State, radius: int) -> pygame.Surface:
        p = self._palette
        colour, fine = p.of_state(state), radius * _FINE
        sheet, middle = _sheet(fine, colour)
        if state == "good":
            pygame.draw.circle(sheet, colour, middle, fine)
            _tick(sheet, p.panel, middle, fine)
        elif state == "fault":
            pygame.draw.polygon(sheet, colour, _diamond(middle, fine * 1.16))
            _exclamation(sheet, p.panel, middle, fine)
        else:
            pygame.draw.circle(sheet, colour, middle, fine * 0.9, round(fine * 0.26))
        return _smoothed(sheet)


def _sheet(fine: int, around: Colour) -> tuple[pygame.Surface, tuple[int, int]]:
    edge = round(fine * 3) // (2 * _FINE) * 2 * _FINE + 2 * _FINE
    sheet = pygame.Surface((edge, edge), pygame.SRCALPHA, 32)
    # Clear, but of the shape's own colour: scaling down would otherwise draw a black fringe.
    sheet.fill((*around, 0))
    return sheet, (edge // 2, edge // 2)


def _smoothed(sheet: pygame.Surface) -> pygame.Surface:
    width, height = sheet.get_size()
    return pygame.transform.smoothscale(sheet, (width // _FINE, height // _FINE))


def _diamond(middle: tuple[float, float], reach: float) -> Points:
    x, y = middle
    return [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]


def _tick(sheet: pygame.Surface, colour: Colour, middle: tuple[int, int], fine: int) -> None:
    x, y = middle
    shares = ((-0.46, 0.02), (-0.12, 0.38), (0.48, -0.34))
    for a, b in pairwise([(x + across * fine, y + down * fine) for across, down in shares]):
        stroke(sheet, colour, a, b, 0.24 * fine)


def _exclamation(sheet: pygame.Surface, colour: Colour, middle: tuple[int, int], fine: int) -> None:
    x, y = middle
    stroke(sheet, colour, (x, y - 0.48 * fine), (x, y + 0.1 * fine), 0.24 * fine)
    pygame.draw.circle(sheet, colour, (x, y + 0.48 * fine), 0.15 * fine)


def stroke(
    surface: pygame.Surface, colour: Colour, a: tuple[float, float], b: tuple[float, float], width: float
) -> None:
    """A line of any width (pixels) with round ends, not smoothed: for sheets that are scaled down afterwards."""
    length = math.dist(a, b)
    if length > 0:
        across = width / 2 / length
        dx, dy = -(b[1] - a[1]) * across, (b[0] - a[0]) * across
        corners = [(a[0] + dx, a[1] + dy), (b[0] + dx, b[1] + dy), (b[0] - dx, b[1] - dy), (a[0] - dx, a[1] - dy)]
        pygame.draw.polygon(surface, colour, corners)
    for end in (a, b):
        pygame.draw.circle(surface, colour, end, width / 2)
