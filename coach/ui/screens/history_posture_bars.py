"""Minutes by state as quiet bars: a swatch, the words, a bar, the minutes. They are the legend of the colours too."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pygame

from coach.core.sitting.look import STATES, State
from coach.core.sitting.words import STATE_WORDS
from coach.ui.elements import Text
from coach.ui.layout import LINE_PITCH, Box
from coach.ui.painter import Painter
from coach.ui.ribbon import paint_state
from coach.ui.room import Room
from coach.ui.screens.history_posture_words import span_words
from coach.ui.text import TextStyle
from coach.ui.theme import state_colour

_LEAST_S: Final = 30.0
"""A state with less than half a minute has no row; estimated."""
_SMALLEST: Final = 0.0195
"""Em of the smallest rows, as a share of the window's shorter edge. Looked at."""
_AIRY: Final = 1.9
"""Rows stand at most so many ems apart. Looked at."""
_THICK: Final = 0.5
"""Height of a bar in ems. Looked at."""
_SHORTEST: Final = 2.5
"""A column for bars narrower than so many ems is left out: the minutes say it. Looked at."""


def shown(seconds: Mapping[State, float]) -> tuple[State, ...]:
    """States that get a row, always in the same order."""
    return tuple(state for state in STATES if seconds.get(state, 0.0) >= _LEAST_S)


@dataclass(frozen=True, slots=True)
class _Row:
    state: State
    swatch: Box
    word: Text
    bar: Box | None
    number: Text


def put_bars(room: Room, painter: Painter, seconds: Mapping[State, float]) -> None:
    """Rows of what is left of a room, from its top."""
    states = shown(seconds)
    if not states:
        return
    em = _em(room, painter, {state: seconds[state] for state in states})
    line = math.ceil(em * LINE_PITCH)
    pitch = max(line, min(round(em * _AIRY), room.left.h // len(states)))
    box = room.take(pitch * len(states))
    rows = _lay_out(box, painter, {state: seconds[state] for state in states}, em, pitch)

    def paint(surface: pygame.Surface, _: Box) -> None:
        palette = painter.theme.palette
        for row in rows:
            paint_state(surface, palette, row.swatch, row.state)
            if row.bar is not None:
                colour = state_colour(palette, row.state)
                pygame.draw.rect(surface, colour, row.bar, border_radius=max(1, row.bar.h // 4))
            for text, tone in ((row.word, palette.text), (row.number, palette.muted)):
                painter.fonts.draw(surface, text.text, text.box, TextStyle(em, tone, align=text.align))

    room.drawing(box, paint, tuple(text for row in rows for text in (row.word, row.number)))


def _em(room: Room, painter: Painter, seconds: Mapping[State, float]) -> int:
    """Many rows, or long words in a narrow column, shrink by themselves before the whole page does."""
    least = round(_SMALLEST * min(room.window))
    em = max(least, min(room.em("label"), int(room.left.h / len(seconds) / LINE_PITCH)))
    while em > least and sum(_widths(painter, seconds, em)) + round(0.7 * em) + em // 2 + em > room.left.w:
        em -= 1
    return em


def _widths(painter: Painter, seconds: Mapping[State, float], em: int) -> tuple[int, int]:
    """Of the widest words and the widest figure."""
    words = max(painter.fonts.width(STATE_WORDS[state], "text", em) for state in seconds)
    return words + 2, max(painter.fonts.width(span_words(long_s), "text", em) for long_s in seconds.values()) + 2


def _lay_out(box: Box, painter: Painter, seconds: Mapping[State, float], em: int, pitch: int) -> list[_Row]:
    numbers = {state: span_words(long_s) for state, long_s in seconds.items()}
    swatch = round(em * 0.7)
    left, right = _widths(painter, seconds, em)
    left = min(left, box.w - right - swatch - em // 2 - em)
    bars = Box(box.x + swatch + em // 2 + left + em, 0, 0, round(em * _THICK))
    bars = bars._replace(w=box.right - right - em - bars.x)
    longest = max(seconds.values())
    rows = []
    for number, (state, long_s) in enumerate(seconds.items()):
        top, middle = box.y + number * pitch, box.y + number * pitch + pitch // 2
        bar = None
        if bars.w >= _SHORTEST * em:
            bar = bars._replace(y=middle - bars.h // 2, w=max(2, round(bars.w * long_s / longest)))
        word = Text(Box(box.x + swatch + em // 2, top, left, pitch), STATE_WORDS[state], em)
        minutes = Text(Box(box.right - right, top, right, pitch), numbers[state], em, align="right")
        rows.append(_Row(state, Box(box.x, middle - swatch // 2, swatch, swatch), word, bar, minutes))
    return rows
