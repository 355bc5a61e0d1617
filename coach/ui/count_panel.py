"""The panel with the one large number."""

from typing import Final

import pygame

from coach.ui.captions import CountWords
from coach.ui.elements import Text
from coach.ui.layout import LINE_PITCH, Box, em_px, measures
from coach.ui.marks import Marks
from coach.ui.text import Figures, Fonts, TextStyle, figure_height
from coach.ui.theme import Colour, State, Theme

_NUMBER_LEAST_PX: Final = 12
_ROW: Final = 0.56
"""Type of the row below the number, as a share of the target's. Looked at."""


Said = tuple[str, CountWords]


class CountPanel:
    """The number panel: a heading, the number with its target beside it if there is room, and a row below."""

    def __init__(self, size: tuple[int, int], box: Box, look: tuple[Theme, Fonts], said: Said) -> None:
        """Arrange the panel in at most `box` of a surface of `size`; `said` is the heading and the number's words."""
        theme, fonts = look
        name, words = said
        self._theme, self._fonts, self._words, self._name = theme, fonts, words, name
        self._m = measures(size, theme.spacing)
        self._label_em, self._target_em = em_px(theme.type.label, size), em_px(theme.type.target, size)
        self._row = round(self._target_em * _ROW * LINE_PITCH)
        inner = box.inset(self._m.pad)
        self._em = self._number_em(inner, em_px(theme.type.number, size))
        self._beside = self._number_width() + self._target_width() <= inner.w
        below = bool(self._below)
        height = self._head + figure_height(self._em) + (self._row + self._m.gap if below else 0)
        wide = self._number_width() + (self._target_width() if self._beside else 0)
        label = 2 * round(self._label_em * 0.42) + self._m.gap + fonts.width(name, "text", self._label_em)
        wide = min(inner.w, max(wide, label, fonts.width(self._below, "heavy", round(self._row / LINE_PITCH))))
        self._box = Box(box.x, box.y, wide + 2 * self._m.pad, min(box.h, height + 2 * self._m.pad))
        self._inner = self._box.inset(self._m.pad)

    @property
    def _head(self) -> int:
        return round(self._label_em * LINE_PITCH) + round(self._m.gap * 1.4)

    @property
    def _below(self) -> str:
        return "   ".join(word for word in ("" if self._beside else self._words.target, self._words.extra) if word)

    def _number_em(self, inner: Box, em: int) -> int:
        room = inner.h - self._head - self._row - self._m.gap
        while em > _NUMBER_LEAST_PX and (figure_height(em) > room or self._number_width(em) > inner.w):
            em -= 1
        return em

    def _number_width(self, em: int | None = None) -> int:
        em = em or self._em
        width = self._fonts.width(self._words.number, "heavy", em)
        return width + (self._fonts.width(self._words.decimals, "heavy", em // 2) if self._words.decimals else 0)

    def _target_width(self) -> int:
        return self._m.gap + self._fonts.width(self._words.target, "heavy", self._target_em)

    @property
    def box(self) -> Box:
        """What the panel takes up."""
        return self._box

    @property
    def figures_px(self) -> int:
        """Height of the number's figures."""
        return figure_height(self._em)

    def texts(self) -> tuple[Text, ...]:
        """The words it draws, and where: heading, number with decimals, target beside it, row below."""
        inner, words, line = self._inner, self._words, round(self._em * LINE_PITCH)
        lead = 2 * round(self._label_em * 0.42) + self._m.gap
        top = inner.y + self._head - (line - figure_height(self._em)) // 2
        found = [Text(Box(inner.x + lead, inner.y, inner.w - lead, self._label_row), self._name, self._label_em)]
        found.append(Text(Box(inner.x, top, self._number_width(), line), words.number, self._em, "heavy"))
        if words.target and self._beside:
            left, high = inner.x + self._number_width() + self._m.gap, round(self._target_em * LINE_PITCH)
            wide = self._target_width() - self._m.gap
            found.append(Text(Box(left, top, wide, high), words.target, self._target_em, "heavy"))
        if self._below:
            em = round(self._row / LINE_PITCH)
            found.append(Text(Box(inner.x, self._row_top, inner.w, self._row), self._below, em, "heavy"))
        return tuple(found)

    @property
    def _label_row(self) -> int:
        return round(self._label_em * LINE_PITCH)

    @property
    def _row_top(self) -> int:
        return self._inner.y + self._head + figure_height(self._em) + self._m.gap

    def draw(self, surface: pygame.Surface, marks: Marks, figures: Figures, state: State) -> None:
        """Draw it; greyed while nothing is counted."""
        colours = self._theme.palette
        marks.plate(surface, self._box, self._m.radius)
        self._heading(surface, marks, state)
        self._number(surface, figures, colours.muted if state == "idle" else colours.text)

    def _heading(self, surface: pygame.Surface, marks: Marks, state: State) -> None:
        inner, sign = self._inner, round(self._label_em * 0.42)
        row = self._label_row
        marks.icon(surface, state, (inner.x + sign, inner.y + row / 2), sign)
        left = inner.x + 2 * sign + self._m.gap
        words = Box(left, inner.y, inner.right - left, row)
        self._fonts.draw(surface, self._name, words, TextStyle(self._label_em, self._theme.palette.muted))

    def _number(self, surface: pygame.Surface, figures: Figures, colour: Colour) -> None:
        words, inner = self._words, self._inner
        top = inner.y + self._head
        foot = top + figure_height(self._em)
        x = figures.draw(surface, words.number, (inner.x, top), TextStyle(self._em, colour))
        if words.decimals:
            small = self._em // 2
            x = figures.draw(surface, words.decimals, (x, foot - figure_height(small)), TextStyle(small, colour))
        muted = self._theme.palette.muted
        if words.target and self._beside:
            at = (x + self._m.gap, foot - figure_height(self._target_em))
            figures.draw(surface, words.target, at, TextStyle(self._target_em, muted))
        if self._below:
            row = Box(inner.x, self._row_top, inner.w, self._row)
            self._fonts.draw(surface, self._below, row, TextStyle(round(self._row / LINE_PITCH), muted, "heavy"))
