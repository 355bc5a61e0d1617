"""A chart of the history as something that paints itself, with its words told to the layout tests."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import pygame

from coach.ui.charts import Chart, Layout, Mark, Spot, Stroke, Target, dashes, lay_out, sparse
from coach.ui.elements import Text
from coach.ui.layout import Box
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.text import TextStyle
from coach.ui.theme import Colour, Palette, mixed

_RADIUS: Final = 0.26
"""Radius of a mark in ems. Looked at."""
_LAST: Final = 0.34
"""Radius of the last mark, the one that the words are about, in ems. Looked at."""
_ZONE: Final = 0.14
"""How much of the good colour lies on the plate where the target is reached. Looked at."""
_KEPT: Final = 4

_DASHES: Final[dict[Stroke, tuple[float, float]]] = {"solid": (1.0, 0.0), "dashed": (0.5, 0.35), "dotted": (0.14, 0.3)}
"""Ink and gap of a stroke in ems."""


def line_colours(palette: Palette) -> tuple[Colour, Colour, Colour]:
    """Colours of up to three lines on a plate; marks and strokes tell them apart as well."""
    return mixed(palette.body, palette.text, 0.25), palette.text, palette.good


def plate_colour(palette: Palette) -> Colour:
    """Colour of a plate as it lies on the plain background."""
    return mixed(palette.background, palette.panel, palette.panel_alpha / 255)


class ChartPainter:
    """Puts charts into rooms and keeps those painted last, so that a steady page paints none twice."""

    def __init__(self, painter: Painter) -> None:
        self._painter = painter
        self._kept: dict[tuple[Chart, Box, int], pygame.Surface] = {}

    def put(self, room: Room, chart: Chart, box: Box) -> None:
        """A chart that fills a box of a plate in the room."""
        em = room.em("label")
        layout = lay_out(chart, box, self._painter.fonts, em)
        texts = tuple(Text(label.box, label.text, em, align=label.align) for label in layout.labels)

        def paint(surface: pygame.Surface, box: Box) -> None:
            surface.blit(self._picture(chart, box, em), box[:2])

        room.drawing(box, paint, texts)

    def _picture(self, chart: Chart, box: Box, em: int) -> pygame.Surface:
        key = chart, box, em
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            here = Box(0, 0, box.w, box.h)
            picture = pygame.Surface(here[2:])
            picture.fill(plate_colour(self._painter.theme.palette))
            self._paint(picture, chart, lay_out(chart, here, self._painter.fonts, em), em)
            self._kept[key] = picture
        return self._kept[key]

    def _paint(self, surface: pygame.Surface, chart: Chart, layout: Layout, em: int) -> None:
        p = self._painter.theme.palette
        if chart.target is not None:
            self._zone(surface, chart.target, layout)
        thin = max(1, em // 14)
        for value in layout.ticks:
            y = round(layout.upright.at(value))
            pygame.draw.line(surface, p.track, (layout.field.x, y), (layout.field.right - 1, y), thin)
        if chart.target is not None:
            level = layout.upright.at(chart.target.value)
            draw_line(surface, ((layout.field.x, level), (layout.field.right, level)), "dashed", p.good, em)
        for series in chart.series:
            spots = layout.spots(series)
            draw_line(surface, spots, series.stroke, series.colour, em)
            marked, radius = sparse(spots, em * _RADIUS)
            for spot in marked[:-1]:
                draw_mark(surface, series.mark, spot, radius, series.colour, plate_colour(p))
            for spot in marked[-1:]:
                draw_mark(surface, series.mark, spot, em * _LAST, series.colour, plate_colour(p))
        self._legend(surface, chart, layout, em)
        for label in layout.labels:
            style = TextStyle(em, p.muted, align=label.align)
            self._painter.fonts.draw(surface, label.text, label.box, style)

    def _zone(self, surface: pygame.Surface, target: Target, layout: Layout) -> None:
        """The side of the target on which it is reached, tinted."""
        p, field = self._painter.theme.palette, layout.field
        y = round(layout.upright.at(target.value))
        top, bottom = (field.y, y) if target.reached == "above" else (y, field.bottom)
        if bottom > top:
            surface.fill(mixed(plate_colour(p), p.good, _ZONE), (field.x, top, field.w, bottom - top))

    def _legend(self, surface: pygame.Surface, chart: Chart, layout: Layout, em: int) -> None:
        p = self._painter.theme.palette
        for series, box in zip(chart.series, layout.signs, strict=False):
            middle = box.centre
            draw_line(surface, ((box.x, middle[1]), (box.right, middle[1])), series.stroke, series.colour, em)
            draw_mark(surface, series.mark, middle, em * _RADIUS, series.colour, plate_colour(p))
        if chart.target is not None:
            box = layout.signs[-1]
            surface.fill(mixed(plate_colour(p), p.good, _ZONE), box)
            y = box.centre[1]
            draw_line(surface, ((box.x, y), (box.right, y)), "dashed", p.good, em)


def draw_line(surface: pygame.Surface, spots: Sequence[Spot], stroke: Stroke, colour: Colour, em: int) -> None:
    """A smooth line through points."""
    width = max(2, round(em * 0.13))
    ink, gap = _DASHES[stroke]
    for a, b in dashes(spots, ink * em, gap * em):
        pygame.draw.aaline(surface, colour, a, b, width)
    if stroke == "solid":
        for spot in spots:
            pygame.draw.aacircle(surface, colour, spot, max(1.0, width / 2 - 0.5))


def draw_mark(surface: pygame.Surface, mark: Mark, at: Spot, radius: float, colour: Colour, rim: Colour) -> None:
    """A mark with a rim in the plate's colour, which parts it from the lines it lies on."""
    for reach, paint in ((radius * 1.4, rim), (radius, colour)):
        if mark == "disc":
            pygame.draw.aacircle(surface, paint, at, reach)
            continue
        x, y = at
        if mark == "square":
            side = reach * 0.9
            corners = [(x - side, y - side), (x + side, y - side), (x + side, y + side), (x - side, y + side)]
        else:
            corners = [(x, y - reach * 1.2), (x + reach * 1.1, y + reach * 0.8), (x - reach * 1.1, y + reach * 0.8)]
        pygame.draw.polygon(surface, paint, corners)
        for a, b in pairwise([*corners, corners[0]]):
            pygame.draw.aaline(surface, paint, a, b)
