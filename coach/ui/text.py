"""Text on surfaces: fonts by size and rendered lines, both kept so that a steady screen renders nothing twice."""

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import pygame

from coach.errors import OutputError
from coach.ui.layout import LINE_PITCH, Box, FittedText, fit_text
from coach.ui.theme import Colour, Weight

FONT_FILES: Final[dict[Weight, str]] = {"text": "OpenSans-Semibold.ttf", "heavy": "OpenSans-ExtraBold.ttf"}

_KEPT_FONTS: Final = 48
_KEPT_LINES: Final = 96
_KEPT_FITS: Final = 256
_LINE_TOP_EM: Final = 0.1
"""The fonts' ascent leaves more room above capitals than a line needs; lines move up by this much. Looked at."""

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set: em in pixels, colour, weight, and where in its box each line stands."""

    size_px: int
    colour: Colour
    weight: Weight = "text"
    align: Align = "left"

    def offset(self, slack: int) -> int:
        """Pixels to leave at the left of a line with `slack` pixels to spare."""
        return {"left": 0, "centre": slack // 2, "right": slack}[self.align]


class Fonts:
    """Fonts of one folder. Needs no display.

    Raises:
        OutputError: a font file is missing or damaged (on first use of its weight).
    """

    def __init__(self, folder: Path) -> None:
        pygame.font.init()
        self._folder = folder
        self._fonts: OrderedDict[tuple[Weight, int], pygame.font.Font] = OrderedDict()
        self._lines: OrderedDict[tuple[str, Weight, int, Colour], pygame.Surface] = OrderedDict()
        self._fits: OrderedDict[tuple[str, Weight, int, int, int], FittedText] = OrderedDict()

    def font(self, weight: Weight, size_px: int) -> pygame.font.Font:
        """Font whose em is `size_px` pixels."""
        key = weight, size_px
        if key not in self._fonts:
            path = self._folder / FONT_FILES[weight]
            try:
                self._fonts[key] = pygame.font.Font(path, size_px)
            except (OSError, pygame.error) as error:
                raise OutputError(f"The font {path} can't be read; install Backcoach again.") from error
            if len(self._fonts) > _KEPT_FONTS:
                self._fonts.popitem(last=False)
        return self._fonts[key]

    def width(self, text: str, weight: Weight, size_px: int) -> int:
        """Width of a line in pixels."""
        return self.font(weight, size_px).size(text)[0]

    def line(self, text: str, weight: Weight, size_px: int, colour: Colour) -> pygame.Surface:
        """One rendered line; the same surface is handed out again, so do not draw on it."""
        key = text, weight, size_px, colour
        if key in self._lines:
            self._lines.move_to_end(key)
            return self._lines[key]
        surface = self.font(weight, size_px).render(text, True, colour)
        self._lines[key] = surface
        if len(self._lines) > _KEPT_LINES:
            self._lines.popitem(last=False)
        return surface

    def fit(self, text: str, weight: Weight, room: tuple[int, int], size_px: int) -> FittedText:
        """Text shrunk and wrapped to fit `room` (width, height)."""
        key = text, weight, *room, size_px
        if key not in self._fits:
            self._fits[key] = fit_text(text, room, size_px, lambda line, size: self.width(line, weight, size))
            if len(self._fits) > _KEPT_FITS:
                self._fits.popitem(last=False)
        return self._fits[key]

    def draw(self, surface: pygame.Surface, text: str, box: Box, style: TextStyle) -> Box:
        """Draw text shrunk and wrapped into `box`, in the middle of its height. Returns the box it took up."""
        fit = self.fit(text, style.weight, (box.w, box.h), style.size_px)
        pitch = fit.size_px * LINE_PITCH
        top = box.y + (box.h - fit.height) / 2
        widest = 0
        for number, line in enumerate(fit.lines):
            rendered = self.line(line, style.weight, fit.size_px, style.colour)
            left = box.x + style.offset(box.w - rendered.get_width())
            surface.blit(rendered, (left, round(top + number * pitch - _LINE_TOP_EM * fit.size_px)))
            widest = max(widest, rendered.get_width())
        return Box(box.x + style.offset(box.w - widest), round(top), widest, fit.height)


class Figures:
    """Large numbers, put together from single figures: a running clock renders ten glyphs once, then none.

    The fonts' figures all have one width, so the number does not jitter.
    """

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._glyphs: dict[tuple[str, int, Colour], pygame.Surface] = {}

    def size(self, text: str, size_px: int) -> tuple[int, int]:
        """Width and height in pixels; the height is that of the figures, with nothing above or below."""
        font = self._fonts.font("heavy", size_px)
        return sum(font.size(char)[0] for char in text), figure_height(size_px)

    def draw(self, surface: pygame.Surface, text: str, at: tuple[int, int], style: TextStyle) -> int:
        """Draw with the figures' top left corner at `at`; returns the x after the last one. Always heavy."""
        size_px = style.size_px
        x, top = at
        rise = self._fonts.font("heavy", size_px).get_ascent() - figure_height(size_px)
        for char in text:
            glyph = self._glyph(char, size_px, style.colour)
            surface.blit(glyph, (x, top - rise))
            x += glyph.get_width()
        return x

    def _glyph(self, char: str, size_px: int, colour: Colour) -> pygame.Surface:
        key = char, size_px, colour
        if key not in self._glyphs:
            if len(self._glyphs) > _KEPT_LINES:
                self._glyphs.clear()
            self._glyphs[key] = self._fonts.font("heavy", size_px).render(char, True, colour)
        return self._glyphs[key]


def figure_height(size_px: int) -> int:
    """Height of a figure in pixels: 0.725 em in both fonts."""
    return round(0.725 * size_px)
