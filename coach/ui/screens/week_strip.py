"""Seven days in a row: strength, stretches and minutes of each, and days of rest as days of their own right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pygame

from coach.core.care.week import Week, WeekDay
from coach.ui.elements import Text
from coach.ui.layout import LINE_PITCH, Box
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.history_words import DAYS
from coach.ui.text import TextStyle
from coach.ui.theme import Weight, mixed

LINES: Final = ("Strength", "Stretch", "Minutes")
REST: Final = "rest"

_PITCH: Final = 1.45
"""Height of a line, ems. Looked at."""
_MARK: Final = 0.42
"""Radius of a tick, ems. Looked at."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """Where everything stands: words, ticks (middles), and the column of today."""

    texts: tuple[Text, ...]
    ticks: tuple[tuple[int, int], ...]
    today: Box | None


def strip_height(room: Room) -> int:
    """Height of the strip in pixels."""
    return round(room.em("label") * _PITCH * (1 + len(LINES)))


def put_strip(room: Room, painter: Painter, week: Week, today: date) -> None:
    """The strip, in a room's next pixels."""
    box, em = room.take(strip_height(room)), room.em("label")
    laid = _laid(painter, week.days, today, box, em)
    radius = max(4, round(em * _MARK))

    def paint(surface: pygame.Surface, _: Box) -> None:
        palette = painter.theme.palette
        if laid.today is not None:
            colour = mixed(palette.panel, palette.text, 0.09)
            pygame.draw.rect(surface, colour, laid.today, border_radius=max(3, em // 3))
        for text in laid.texts:
            colour = palette.muted if text.tone == "muted" else palette.text
            painter.fonts.draw(surface, text.text, text.box, TextStyle(em, colour, text.weight, text.align))
        for tick in laid.ticks:
            painter.marks.icon(surface, "good", tick, radius)

    room.drawing(box, paint, laid.texts)


def _laid(painter: Painter, days: Sequence[WeekDay], today: date, box: Box, em: int) -> _Laid:
    line = box.h // (1 + len(LINES))
    left = max(painter.fonts.width(name, "text", em) for name in LINES) + em
    wide = (box.w - left) // 7
    texts = [
        Text(Box(box.x, box.y + line * (number + 1), left, line), name, em, tone="muted")
        for number, name in enumerate(LINES)
    ]
    ticks: list[tuple[int, int]] = []
    column = None
    names = [f"{DAYS[day.date.weekday()]} {day.date.day}" for day in days]
    if max(painter.fonts.width(name, "heavy", em) for name in names) > wide - em // 2:
        # All seven alike: without the day of the month.
        names = [DAYS[day.date.weekday()] for day in days]
    for number, (day, name) in enumerate(zip(days, names, strict=True)):
        cell = Box(box.x + left + number * wide, box.y, wide, line)
        weight: Weight = "heavy" if day.date == today else "text"
        texts.append(Text(cell, name, em, weight, "text" if day.date == today else "muted", "centre"))
        texts += _figures(day, today, cell, line, em)
        ticks += [
            (cell.centre[0], cell.centre[1] + line * (row + 1))
            for row, done in enumerate((day.strength, day.stretch))
            if done
        ]
        if day.date == today:
            column = Box(cell.x, box.y, wide, box.h)
    return _Laid(tuple(texts), tuple(ticks), column)


def _figures(day: WeekDay, today: date, cell: Box, line: int, em: int) -> list[Text]:
    """Minutes of a day; or "rest", in the middle of its column, on a day gone by without anything."""
    if day.active_min:
        return [Text(cell._replace(y=cell.y + 3 * line), f"{day.active_min:.0f}", em, "heavy", align="centre")]
    if day.rest and day.date < today:
        high = round(em * LINE_PITCH) + 2
        middle = cell.y + 2 * line + line // 2
        return [Text(Box(cell.x, middle - high // 2, cell.w, high), REST, em, tone="muted", align="centre")]
    return []
