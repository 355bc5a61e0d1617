"""Signs for buttons, drawn as shapes: no font has to have them, and they scale to any size."""

import math
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

import pygame

from coach.ui.theme import Colour

Sign = Literal[
    "play", "pause", "stop", "next", "back", "left", "right", "plus", "minus", "tick", "cross", "chart", "gear",
    "chair", "heart", "sound", "mute", "camera", "person", "seat",
]  # fmt: skip

_FINE: Final = 4
"""Signs are drawn this many times larger and scaled down, for smooth edges."""
_GRID: Final = 24
"""Signs are designed on a square of so many units."""

Shape = tuple[str, tuple[float, ...]]
"""("poly", x, y, x, y, ...), ("line", width, x, y, x, y, ...), ("disc", x, y, r), ("ring", x, y, r, width)."""

_SHAPES: Final[dict[Sign, tuple[Shape, ...]]] = {
    "play": (("poly", (7, 4, 20, 12, 7, 20)),),
    "pause": (("poly", (6, 4, 10, 4, 10, 20, 6, 20)), ("poly", (14, 4, 18, 4, 18, 20, 14, 20))),
    "stop": (("poly", (8, 2.5, 16, 2.5, 21.5, 8, 21.5, 16, 16, 21.5, 8, 21.5, 2.5, 16, 2.5, 8)),),
    "next": (("poly", (5, 4, 15, 12, 5, 20)), ("poly", (16, 4, 19, 4, 19, 20, 16, 20))),
    "back": (("line", (2.6, 14, 5, 7, 12, 14, 19)), ("line", (2.6, 7, 12, 20, 12))),
    "left": (("line", (3, 15, 4, 8, 12, 15, 20)),),
    "right": (("line", (3, 9, 4, 16, 12, 9, 20)),),
    "plus": (("line", (3, 12, 4, 12, 20)), ("line", (3, 4, 12, 20, 12))),
    "minus": (("line", (3, 4, 12, 20, 12)),),
    "tick": (("line", (3, 4, 13, 10, 19, 20, 6)),),
    "cross": (("line", (3, 5, 5, 19, 19)), ("line", (3, 19, 5, 5, 19))),
    "chart": (
        ("poly", (4, 13, 8, 13, 8, 20, 4, 20)),
        ("poly", (10, 8, 14, 8, 14, 20, 10, 20)),
        ("poly", (16, 4, 20, 4, 20, 20, 16, 20)),
    ),
    "gear": (
        ("ring", (12, 12, 7, 3.4)),
        *(
            ("line", (3.2, 12 + 6 * math.cos(a), 12 + 6 * math.sin(a), 12 + 9 * math.cos(a), 12 + 9 * math.sin(a)))
            for a in (index * math.pi / 4 for index in range(8))
        ),
    ),
    "chair": (
        ("disc", (9, 4.5, 2.6)),
        ("line", (3, 8.5, 9, 8.5, 15, 15, 15, 15, 21)),
        ("line", (2, 5, 8, 5, 18, 12, 18)),
        ("line", (2, 5, 18, 5, 22)),
    ),
    "heart": (("disc", (8, 9, 4.6)), ("disc", (16, 9, 4.6)), ("poly", (3.9, 11.2, 12, 10, 20.1, 11.2, 12, 21))),
    "sound": (("poly", (3, 9, 7, 9, 12, 4, 12, 20, 7, 15, 3, 15)), ("line", (2.2, 15, 9, 16.4, 12, 15, 15)),
              ("line", (2.2, 18, 6.5, 20.6, 12, 18, 17.5))),
    "mute": (("poly", (3, 9, 7, 9, 12, 4, 12, 20, 7, 15, 3, 15)), ("line", (2.4, 15, 9, 21, 15)),
             ("line", (2.4, 21, 9, 15, 15))),
    "camera": (("poly", (3, 7, 15, 7, 15, 18, 3, 18)), ("poly", (16.5, 11, 21, 8, 21, 17, 16.5, 14))),
    "seat": (
        ("line", (2.4, 6.5, 3, 7.5, 13.5, 16.5, 13.5)),
        ("line", (2, 8, 14, 7, 21)),
        ("line", (2, 16, 14, 17, 21)),
    ),
    "person": (("disc", (12, 7, 4)), ("poly", (4, 21, 5.5, 15, 9, 13, 15, 13, 18.5, 15, 20, 21))),
}  # fmt: skip


@lru_cache(maxsize=128)
def sign(name: Sign, size_px: int, colour: Colour) -> pygame.Surface:
    """A sign on a transparent square of `size_px`; the same surface is handed out again, so do not draw on it."""
    large = pygame.Surface((size_px * _FINE, size_px * _FINE), pygame.SRCALPHA, 32)
    large.fill((*colour, 0))
    unit = size_px * _FINE / _GRID
    for kind, numbers in _SHAPES[name]:
        _draw(large, kind, [number * unit for number in numbers], colour)
    return pygame.transform.smoothscale(large, (size_px, size_px))


def _draw(surface: pygame.Surface, kind: str, numbers: list[float], colour: Colour) -> None:
    if kind == "poly":
        pygame.draw.polygon(surface, colour, list(zip(numbers[::2], numbers[1::2], strict=True)))
    elif kind == "disc":
        pygame.draw.circle(surface, colour, numbers[:2], numbers[2])
    elif kind == "ring":
        pygame.draw.circle(surface, colour, numbers[:2], numbers[2], max(1, round(numbers[3])))
    else:
        width, points = numbers[0], list(zip(numbers[1::2], numbers[2::2], strict=True))
        for a, b in pairwise(points):
            _stroke(surface, colour, a, b, width)


def _stroke(
    surface: pygame.Surface, colour: Colour, a: tuple[float, float], b: tuple[float, float], width: float
) -> None:
    """A line with round ends."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy) or 1.0
    ox, oy = -dy / length * width / 2, dx / length * width / 2
    corners = [(a[0] + ox, a[1] + oy), (b[0] + ox, b[1] + oy), (b[0] - ox, b[1] - oy), (a[0] - ox, a[1] - oy)]
    pygame.draw.polygon(surface, colour, corners)
    for end in (a, b):
        pygame.draw.circle(surface, colour, end, width / 2)
