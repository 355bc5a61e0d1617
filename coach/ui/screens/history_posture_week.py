"""A week at the desk: seven columns, and the week beside the one before in plain sentences."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import pygame

from coach.core.sitting.day import Day, total_of
from coach.ui.charts import Label
from coach.ui.elements import Text
from coach.ui.layout import Box
from coach.ui.painter import Painter
from coach.ui.room import Room, columns, rows
from coach.ui.screens.history_chart import draw_line, draw_mark, line_colours, plate_colour
from coach.ui.screens.history_leaves import even
from coach.ui.screens.history_posture_bars import put_bars, shown
from coach.ui.screens.history_posture_grid import day_boxes, gutter, stacks, table, table_height
from coach.ui.screens.history_posture_words import is_empty, sentences
from coach.ui.screens.history_words import DAYS
from coach.ui.text import TextStyle
from coach.ui.theme import state_colour

EMPTY: Final = "Posture watch was off in this week."
TIME_OFF: Final = "Time away from the desk is good time too."

_SPLIT: Final = (2.05, 1.0)
"""Widths of columns and words in a wide window. Looked at."""
_ROW: Final = 1.6
"""Height of a sentence or a bar below the columns, in a tall window, ems. Looked at."""
_DAY_LINES: Final = 1.55
"""Height of a day's button, lines: weekday, and the day of the month below it. Looked at."""
_LOWEST: Final = 4.0
"""Height of the stacks at least, ems: below that type shrinks. Looked at."""


def put_week(room: Room, painter: Painter, week: Sequence[Day], before: Sequence[Day], today: date) -> None:
    """A week, Monday first, in what is left of a room. Its buttons are named "day:" and the day's number in it."""
    if all(is_empty(day) for day in week):
        room.gap(3)
        room.text(EMPTY, "heading")
        room.gap()
        room.text(TIME_OFF, tone="muted")
        return
    said, total = sentences(week, before), total_of(week)
    if room.wide:
        left, right = columns(room.left, *_SPLIT, gap=2 * room.m.gap)
    else:
        words = round(room.em("label") * _ROW * (2 + len(said) + len(shown(total.seconds)))) + 2 * room.m.pad
        left, right = rows(room.left, 1.0, min(words, room.left.h // 2), gap=2 * room.m.gap)
    _columns(room.plate(left), painter, week, today)
    _words(room.plate(right), painter, said, total)


def _words(room: Room, painter: Painter, said: Sequence[str], total: Day) -> None:
    for sentence in said:
        room.text(sentence, "label")
        room.gap(0.6)
    if said:
        room.gap()
    room.text("In this week", "label", weight="heavy")
    room.gap(0.5)
    put_bars(room, painter, total.seconds)


def _columns(room: Room, painter: Painter, week: Sequence[Day], today: date) -> None:
    em, names_h = room.em("label"), room.button_height(_DAY_LINES)
    box = room.take(max(room.left.h, names_h + table_height(em) + 2 * room.m.gap + round(_LOWEST * em)))
    left = gutter(painter.fonts, em, box.w)
    boxes = day_boxes(box, left, room.m.gap // 2)
    above, names, below = rows(box, 1.0, names_h, table_height(em), gap=room.m.gap)
    _put_stacks(room, painter, week, (above, boxes), em)
    _put_days(room, week, [cell._replace(y=names.y, h=names.h) for cell in boxes], today)
    _put_table(room, painter, week, (below, boxes), em)


def _put_days(room: Room, week: Sequence[Day], cells: Sequence[Box], today: date) -> None:
    """A button a day, the last of them today's; days to come are only named."""
    buttons = []
    for number, (day, cell) in enumerate(zip(week, cells, strict=True)):
        name, number_words = DAYS[day.date.weekday()], str(day.date.day)
        if day.date.day < 10:
            # As wide as two figures, so that all seven break alike.
            number_words = f"\u00a0{number_words}\u00a0"
        if day.date <= today:
            buttons.append(room.button(f"day:{number}", f"{name} {number_words}"))
        else:
            room.elements.append(Text(cell, name, room.em("label"), tone="muted", align="centre"))
    if buttons:
        even(room, cells[0]._replace(w=cells[len(buttons) - 1].right - cells[0].x), buttons)


def _put_stacks(room: Room, painter: Painter, week: Sequence[Day], place: tuple[Box, Sequence[Box]], em: int) -> None:
    box, boxes = place
    laid = stacks(week, boxes, box, painter.fonts, em)

    def paint(surface: pygame.Surface, _: Box) -> None:
        palette = painter.theme.palette
        for y in laid.rules:
            pygame.draw.line(surface, palette.track, (laid.field.x, y), (laid.field.right - 1, y), max(1, em // 14))
        for segment in laid.segments:
            pygame.draw.rect(surface, state_colour(palette, segment.state), segment.box)
        # A seam in the plate's colour parts neighbours that look alike to some.
        seam = max(1, em // 14)
        for segment in laid.segments:
            surface.fill(plate_colour(palette), (*segment.box[:3], seam if segment.box.h > 2 * seam else 0))
        _write(surface, painter, laid.labels, em)

    room.drawing(box, paint, _texts(laid.labels, em))


def _put_table(room: Room, painter: Painter, week: Sequence[Day], place: tuple[Box, Sequence[Box]], em: int) -> None:
    box, boxes = place
    laid = table(week, boxes, box, painter.fonts, em)

    def paint(surface: pygame.Surface, _: Box) -> None:
        palette = painter.theme.palette
        pygame.draw.line(surface, palette.track, (box.x, laid.rule), (box.right - 1, laid.rule), max(1, em // 14))
        colour = line_colours(palette)[0]
        for run in laid.runs:
            draw_line(surface, run, "solid", colour, em)
            for spot in run:
                draw_mark(surface, "disc", spot, em * 0.26, colour, plate_colour(palette))
        _write(surface, painter, laid.names, laid.names_em)
        _write(surface, painter, laid.figures, laid.em, bright=True)

    room.drawing(box, paint, (*_texts(laid.names, laid.names_em), *_texts(laid.figures, laid.em)))


def _texts(labels: Sequence[Label], em: int) -> tuple[Text, ...]:
    return tuple(Text(label.box, label.text, em, align=label.align) for label in labels)


def _write(
    surface: pygame.Surface, painter: Painter, labels: Sequence[Label], em: int, *, bright: bool = False
) -> None:
    palette = painter.theme.palette
    for label in labels:
        style = TextStyle(em, palette.text if bright else palette.muted, align=label.align)
        painter.fonts.draw(surface, label.text, label.box, style)
