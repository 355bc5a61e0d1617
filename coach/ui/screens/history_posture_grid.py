"""A week as seven columns: hours by state above, breaks and changes of posture below, each day under its own. Where
things stand, as arithmetic."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from coach.core.sitting.day import Day
from coach.core.sitting.look import STATES, State
from coach.ui.charts import MOST_ROWS, Label, Scale, Spot, ticks
from coach.ui.layout import LINE_PITCH, Box
from coach.ui.screens.history_posture_words import taken_words, times_words
from coach.ui.text import Fonts

TAKEN: Final = "Breaks"
ASKED: Final = "Asked for"
MOVED: Final = "Changes an hour"

_NAMES: Final = (TAKEN, ASKED, "Changes", "an hour")
"""What stands in the gutter, a line each."""
_COLUMN: Final = 0.62
"""Width of a stack as a share of its day's. Looked at."""
_GUTTER: Final = 0.2
"""The words at the left take at most this share of the width. Looked at."""
_LINE: Final = 2.6
"""Height of the field of the line, ems, its figures not counted. Looked at."""
_SHORT_DAY_H: Final = 1.0
"""The hours reach at least so far, or three minutes would fill the column."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a stack."""

    box: Box
    state: State


@dataclass(frozen=True, slots=True)
class Stacks:
    """The upper part. `rules`: y of the level lines."""

    segments: tuple[Segment, ...]
    rules: tuple[int, ...]
    field: Box
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The lower part: figures below each day, and a line through the changes of posture.

    Attributes:
        runs: spots of days that follow one another; a day without a figure parts them.
        rule: y of the level line between figures and line. names: of the rows.
        em, names_em: of figures and names, smaller where a day or the gutter is narrow.
    """

    runs: tuple[tuple[Spot, ...], ...]
    rule: int
    names: tuple[Label, ...]
    figures: tuple[Label, ...]
    em: int
    names_em: int


def gutter(fonts: Fonts, em: int, wide: int) -> int:
    """Width of the words at the left, the longest of them in two lines."""
    longest = max(fonts.width(part, "text", em) for part in _NAMES)
    return min(longest + em // 2 + 2, round(wide * _GUTTER))


def day_boxes(box: Box, gutter_px: int, gap: int) -> tuple[Box, ...]:
    """A box for each of seven days, right of the gutter."""
    wide = box.w - gutter_px + gap
    starts = [box.x + gutter_px + wide * n // 7 for n in range(8)]
    return tuple(Box(a, box.y, b - a - gap, box.h) for a, b in pairwise(starts))


def stacks(days: Sequence[Day], boxes: Sequence[Box], box: Box, fonts: Fonts, em: int) -> Stacks:
    """The stacks of a week in a box, whose columns stand in `boxes`; an em in pixels."""
    line = math.ceil(em * LINE_PITCH)
    field = Box(boxes[0].x, box.y + line // 2, boxes[-1].right - boxes[0].x, box.h - line // 2 - em // 4)
    hours = ticks(
        (0.0, max(_SHORT_DAY_H, *(day.watched_s / 3600 for day in days))), min(MOST_ROWS, max(3, field.h // line - 1))
    )
    upright = Scale(hours[0], hours[-1], field.bottom, field.y)
    labels: list[Label] = []
    for hour in hours:
        word = f"{hour:.0f}\u00a0h"
        wide = min(fonts.width(word, "text", em) + 2, boxes[0].x - box.x - em // 2)
        at = min(round(upright.at(hour)) - line // 2, box.bottom - line)
        label = Label(Box(boxes[0].x - em // 2 - wide, at, wide, line), word, "right")
        # Where the stacks are low a line may go without its word.
        if not labels or not label.box.overlaps(labels[-1].box):
            labels.append(label)
    segments = [segment for day, cell in zip(days, boxes, strict=True) for segment in _stack(day, cell, upright)]
    return Stacks(tuple(segments), tuple(round(upright.at(hour)) for hour in hours), field, tuple(labels))


def _stack(day: Day, cell: Box, upright: Scale) -> list[Segment]:
    """Parts from the bottom up, in the order of the legend; rounded ends, so that no pixel is lost or twice there."""
    wide = max(2, round(cell.w * _COLUMN))
    left, done_s, found = cell.x + (cell.w - wide) // 2, 0.0, []
    for state in STATES:
        long_s = day.seconds.get(state, 0.0)
        bottom, top = (round(upright.at(seconds / 3600)) for seconds in (done_s, done_s + long_s))
        done_s += long_s
        if bottom > top:
            found.append(Segment(Box(left, top, wide, bottom - top), state))
    return found


def table_height(em: int) -> int:
    """Height that the lower part takes, pixels, at an em."""
    return 3 * math.ceil(em * LINE_PITCH) + round(em * _LINE) + 2 * em


def table(days: Sequence[Day], boxes: Sequence[Box], box: Box, fonts: Fonts, em: int) -> Table:
    """Breaks and changes of posture of a week in a box, whose columns stand in `boxes`; an em in pixels."""
    line = math.ceil(em * LINE_PITCH)
    left = boxes[0].x - box.x - em // 2
    names = [Label(Box(box.x, box.y + n * line, left, line), word) for n, word in enumerate((TAKEN, ASKED))]
    cells = []
    for day, cell in zip(days, boxes, strict=True):
        for n, word in enumerate(taken_words(day)):
            cells += [Label(Box(cell.x, box.y + n * line, cell.w, line), word, "centre")] if word else []
    field = Box(boxes[0].x, box.y + 2 * line + em, boxes[-1].right - boxes[0].x, box.bottom - box.y - 2 * line - em)
    names.append(Label(Box(box.x, field.centre[1] - line, left, 2 * line), MOVED))
    upright = _moves_scale(days, field, line, em)
    runs: list[list[Spot]] = [[]]
    for day, cell in zip(days, boxes, strict=True):
        if math.isnan(day.shifts_an_hour):
            runs.append([])
            continue
        spot = cell.centre[0], upright.at(day.shifts_an_hour)
        runs[-1].append(spot)
        above = Box(cell.x, round(spot[1]) - line - em // 3, cell.w, line)
        cells.append(Label(above, times_words(day.shifts_an_hour), "centre"))
    rule = box.y + 2 * line + em // 2
    figures_em = _fitting([*(cell.text for cell in cells), "88"], min(cell.w for cell in boxes), fonts, em)
    names_em = _fitting(_NAMES, left, fonts, em)
    return Table(tuple(tuple(run) for run in runs if run), rule, tuple(names), tuple(cells), figures_em, names_em)


def _moves_scale(days: Sequence[Day], field: Box, line: int, em: int) -> Scale:
    """From none at the bottom to the most of the week, below its own figure."""
    most = max((day.shifts_an_hour for day in days if not math.isnan(day.shifts_an_hour)), default=0.0)
    return Scale(0.0, max(1.0, most), field.bottom - em // 2, field.y + line + em // 2)


def _fitting(words: Sequence[str], wide: int, fonts: Fonts, em: int) -> int:
    """The largest em, not above the one given, at which the widest words are not wider."""
    while em > 8 and max(fonts.width(word, "text", em) for word in words) > wide:
        em -= 1
    return em
