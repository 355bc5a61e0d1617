"""The calendar of the last weeks: a cell a day, fuller and larger the longer the session."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pygame

from coach.core.progress import Day
from coach.ui.charts import MONTHS, Label
from coach.ui.elements import Text
from coach.ui.layout import LINE_PITCH, Box
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.history_chart import plate_colour
from coach.ui.screens.history_words import DAYS
from coach.ui.text import TextStyle
from coach.ui.theme import Palette, mixed

STEPS_MIN: Final = (10.0, 20.0, 30.0)
"""Minutes from which a day's cell grows a step; estimated: a session is planned for 20 to 30 minutes."""

_SIDES: Final = (0.0, 0.42, 0.58, 0.76, 0.94)
"""Side of a cell by its step, as a share of the pitch; step 0, rest, is a small dot. Looked at."""
_INKS: Final = (0.0, 0.4, 0.58, 0.78, 1.0)
"""How much of the good colour a step has. Looked at."""
_DOT: Final = 0.12
"""Radius of a day of rest, as a share of the pitch. Looked at."""
_WEEKDAYS: Final = (0, 2, 4, 6)
"""Rows with a label; all seven would crowd."""

REST: Final = "Rest day"
LONG: Final = "Long session"


def step_of_day(day: Day) -> int:
    """0 for a day of rest, else 1 to 4 by its minutes."""
    return 1 + sum(day.minutes >= least for least in STEPS_MIN) if day.sessions else 0


@dataclass(frozen=True, slots=True)
class HeatLayout:
    """A calendar laid out: the first cell's corner, pixels from cell to cell, labels, boxes of the legend's cells."""

    left: int
    top: int
    pitch: int
    labels: tuple[Label, ...]
    legend: tuple[Box, ...]

    def cell(self, number: int) -> Box:
        """Box of day `number`, counted from the first Monday."""
        return Box(self.left + number // 7 * self.pitch, self.top + number % 7 * self.pitch, self.pitch, self.pitch)


def heat_height(wide: int, weeks: int, gutter: int, em: int) -> int:
    """Height that a calendar fills at a width, pixels; words left of it take up the gutter."""
    line = math.ceil(em * LINE_PITCH)
    return (wide - gutter) // weeks * 7 + 2 * line + em


def lay_out_heat(days: Sequence[Day], box: Box, painter: Painter, em: int) -> HeatLayout:
    """Days from a Monday on, laid out in a box as large as they go: a column a week, its month above."""
    line, weeks = math.ceil(em * LINE_PITCH), -(-len(days) // 7)
    fonts = painter.fonts
    gutter = gutter_of(painter, em)
    pitch = max(4, min((box.w - gutter) // weeks, (box.h - 2 * line - em) // 7))
    left = box.x + (box.w - gutter - pitch * weeks) // 2 + gutter
    top = box.y + (box.h - 2 * line - em - 7 * pitch) // 2 + line
    labels = [
        Label(Box(left - gutter, top + row * pitch + (pitch - line) // 2, gutter - em // 2, line), DAYS[row], "right")
        for row in _WEEKDAYS
    ]
    labels += _months(days, Box(left, top - line, pitch * weeks, line), pitch, painter, em)
    # The legend: words, the five cells, words, in the middle below the cells.
    cell = min(pitch, line)
    words = [fonts.width(word, "text", em) + 2 for word in (REST, LONG)]
    wide = sum(words) + 5 * cell + em
    x, y = left + (pitch * weeks - wide) // 2, top + 7 * pitch + em
    x = max(box.x, min(x, box.right - wide))
    labels.append(Label(Box(x, y, words[0], line), REST))
    first = x + words[0] + em // 2
    cells = tuple(Box(first + n * cell, y + (line - cell) // 2, cell, cell) for n in range(5))
    labels.append(Label(Box(cells[-1].right + em // 2, y, words[1], line), LONG))
    return HeatLayout(left, top, pitch, tuple(labels), cells)


def gutter_of(painter: Painter, em: int) -> int:
    """Width of the weekdays' names, with air."""
    return max(painter.fonts.width(DAYS[row], "text", em) for row in _WEEKDAYS) + em // 2 + 2


def _months(days: Sequence[Day], strip: Box, pitch: int, painter: Painter, em: int) -> list[Label]:
    """The month's name over the first week that begins in it; the first column has its own where there is room."""
    firsts = [days[n].day for n in range(0, len(days), 7)]
    starts = [n for n, day in enumerate(firsts) if n == 0 or day.month != firsts[n - 1].month]
    labels: list[Label] = []
    for number, start in enumerate(starts):
        name = MONTHS[firsts[start].month - 1]
        wide = painter.fonts.width(name, "text", em) + 2
        # The last label needs no air after it.
        until = starts[number + 1] * pitch - em // 2 if number + 1 < len(starts) else strip.w
        if start * pitch + wide <= until:
            labels.append(Label(Box(strip.x + start * pitch, strip.y, wide, strip.h), name))
    return labels


def put_heat(room: Room, painter: Painter, days: Sequence[Day], today: date, box: Box) -> None:
    """The calendar in a box of a plate in the room."""
    em = room.em("label")
    layout = lay_out_heat(days, box, painter, em)
    texts = tuple(Text(label.box, label.text, em, align=label.align) for label in layout.labels)

    def paint(surface: pygame.Surface, _: Box) -> None:
        p = painter.theme.palette
        for number, day in enumerate(days):
            _cell(surface, p, layout.cell(number), step_of_day(day))
            if day.day == today:
                _ring(surface, p, layout.cell(number))
        for step, cell in enumerate(layout.legend):
            _cell(surface, p, cell, step)
        for label in layout.labels:
            painter.fonts.draw(surface, label.text, label.box, TextStyle(em, p.muted, align=label.align))

    room.drawing(box, paint, texts)


def _cell(surface: pygame.Surface, palette: Palette, box: Box, step: int) -> None:
    if step == 0:
        pygame.draw.aacircle(surface, mixed(palette.track, palette.muted, 0.4), box.centre, max(1.5, _DOT * box.w))
        return
    side = round(box.w * _SIDES[step])
    square = pygame.Rect(box.x + (box.w - side) // 2, box.y + (box.h - side) // 2, side, side)
    colour = mixed(plate_colour(palette), palette.good, _INKS[step])
    pygame.draw.rect(surface, colour, square, border_radius=max(1, side // 5))


def _ring(surface: pygame.Surface, palette: Palette, box: Box) -> None:
    pygame.draw.rect(surface, palette.text, box, max(2, box.w // 14), border_radius=max(2, box.w // 5))
