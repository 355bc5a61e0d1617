"""Small charts as arithmetic: where values, ticks and words stand. What draws them is theirs who show them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, Literal

from coach.ui.layout import LINE_PITCH, Box
from coach.ui.text import Align, Fonts
from coach.ui.theme import Colour

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

MOST_ROWS: Final = 4
"""Labels beside the upright axis at most; more are not read from the mat; estimated."""
MOST_DAYS: Final = 4
"""Labels under the level axis at most; estimated."""
_AIR: Final = 1.6
"""A day's label takes at least so many times its own width, or there are fewer of them. Looked at."""
_CROWDED: Final = 2.6
"""Marks nearer to one another than so many radii shrink, down to a share `_SMALLEST` of their size; beyond that they
are left out, all but the last: the line says it. Looked at."""
_SMALLEST: Final = 0.5

_WIDE_DAY: Final = date(2000, 11, 28)
"""A day whose label is as wide as any."""

Mark = Literal["disc", "square", "triangle"]
Stroke = Literal["solid", "dashed", "dotted"]
Spot = tuple[float, float]
"""x and y in pixels."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Values onto pixels: `low` lies at `start`, `high` at `end` (which may be the smaller: y grows downward).

    Raises:
        ValueError: `low` is not below `high`.
    """

    low: float
    high: float
    start: float
    end: float

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"a scale goes from a smaller to a larger value, got {self.low:g} to {self.high:g}")

    def at(self, value: float) -> float:
        """Where a value lies, pixels."""
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)


def step_of(span: float, most: int, least: float = 1.0) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50 ... (times `least` where that is larger) that parts a span into less than
    `most` steps, so that `most` ticks do."""
    step = max(span / max(1, most - 1), least)
    size = 10.0 ** math.floor(math.log10(step) + 1e-9)
    return next(nice * size for nice in (1, 2, 5, 10) if nice * size >= step * (1 - 1e-9))


def ticks(values: Sequence[float], most: int = MOST_ROWS, least: float = 1.0) -> tuple[float, ...]:
    """Round numbers around all values, evenly apart, from two to `most` of them; the first lies at or below the lowest
    value and the last at or above the highest.

    Args:
        values: at least one, finite. least: the smallest step, in the values' unit.

    Raises:
        ValueError: there is no value, or `most` is below 3 (nothing could lie across a round number).
    """
    if not values or most < 3:
        raise ValueError(f"ticks need a value and room for three, got {len(values)} and {most}")
    low, high = min(values), max(values)
    step = step_of(high - low, most, least)
    while True:
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        last = max(last, first + 1)
        if last - first < most:
            return tuple(number * step for number in range(first, last + 1))
        step = step_of(step * 1.5, 2, least)


def day_ticks(first: date, last: date, most: int) -> tuple[date, ...]:
    """Days to write under an axis, evenly apart, the first and the last among them."""
    span = (last - first).days
    count = max(1, min(most, span + 1))
    if count == 1:
        return (last,)
    return tuple(date.fromordinal(first.toordinal() + round(span * n / (count - 1))) for n in range(count))


def day_label(day: date, *, year: bool = False) -> str:
    """ "22 Nov", or "22 Nov 2025"; a no-break space keeps it on one line."""
    return f"{day.day}\u00a0{MONTHS[day.month - 1]}" + (f"\u00a0{day.year}" if year else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line: a value a day, days rising. A line of its own mark and stroke is told without its colour."""

    name: str
    points: tuple[tuple[date, float], ...]
    colour: Colour
    mark: Mark = "disc"
    stroke: Stroke = "solid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A level to reach, and on which side of it lies what has reached it."""

    name: str
    value: float
    reached: Literal["above", "below"] = "above"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What a chart shows.

    Attributes:
        unit: follows each label beside the upright axis ("°"). least: its smallest step, in that unit.
        within: values the upright axis always takes in.
        span: first and last day, by default those of the points.
    """

    series: tuple[Series, ...]
    unit: str = ""
    least: float = 1.0
    target: Target | None = None
    within: tuple[float, ...] = ()
    span: tuple[date, date] | None = None

    def values(self) -> tuple[float, ...]:
        """Everything that must lie on the upright axis."""
        found = [value for series in self.series for _, value in series.points]
        return (*found, *self.within, *((self.target.value,) if self.target else ()))

    def days(self) -> tuple[date, date]:
        """First and last day.

        Raises:
            ValueError: there is neither a point nor a span.
        """
        if self.span is not None:
            return self.span
        days = [day for series in self.series for day, _ in series.points]
        return min(days), max(days)


@dataclass(frozen=True, slots=True)
class Label:
    """Words of a chart, in a box of their own."""

    box: Box
    text: str
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Layout:
    """A chart laid out: its field, the scales, the labels, and before each word of the legend a box for its sign."""

    field: Box
    across: Scale
    upright: Scale
    ticks: tuple[float, ...]
    labels: tuple[Label, ...]
    signs: tuple[Box, ...]

    def spots(self, series: Series) -> tuple[Spot, ...]:
        """Where a series' points lie, inside the field."""
        return tuple((self.across.at(day.toordinal()), self.upright.at(value)) for day, value in series.points)


def lay_out(chart: Chart, box: Box, fonts: Fonts, em: int) -> Layout:
    """A chart laid out in a box, words at an em in pixels: legend on top, few labels left and below.

    Raises:
        ValueError: the chart has no point, and no span and `within` either.
    """
    line = math.ceil(em * LINE_PITCH)
    signs, legend, top = _legend(chart, box, fonts, em)
    rows = ticks(chart.values(), least=chart.least)
    words = [_number(value, chart.unit) for value in rows]
    gutter = max(fonts.width(word, "text", em) for word in words) + 2
    field = Box(box.x + gutter + em // 2, top + line // 2, 0, 0)
    field = field._replace(
        w=max(1, box.right - field.x - em // 2), h=max(1, box.bottom - line - em // 2 - line // 2 - field.y)
    )
    # Air to each side, so that a mark on the first or last day stays in the field.
    first, last = (day.toordinal() for day in chart.days())
    air = min(em / 2, field.w / 4)
    across = Scale(first - (first == last), last + (first == last), field.x + air, field.right - air)
    upright = Scale(rows[0], rows[-1], field.bottom, field.y)
    beside = [
        Label(Box(box.x, round(upright.at(value)) - line // 2, gutter, line), word, "right")
        for value, word in zip(rows, words, strict=True)
    ]
    # Lifted a little: letters that hang below the line would leave the box.
    below = _days(chart, Box(box.x, box.bottom - line - em // 6, box.w, line), across, fonts, em)
    return Layout(field, across, upright, rows, (*legend, *beside, *below), signs)


def _legend(chart: Chart, box: Box, fonts: Fonts, em: int) -> tuple[tuple[Box, ...], list[Label], int]:
    """Boxes for signs, words after them, and where the legend ends."""
    names = [series.name for series in chart.series] + ([chart.target.name] if chart.target else [])
    line, sign = math.ceil(em * LINE_PITCH), round(em * 2.2)
    signs: list[Box] = []
    labels: list[Label] = []
    x, y = box.x, box.y
    for name in names:
        wide = min(fonts.width(name, "text", em) + 2, box.w - sign - em // 2)
        if x > box.x and x + sign + em // 2 + wide > box.right:
            x, y = box.x, y + line
        signs.append(Box(x, y, sign, line))
        labels.append(Label(Box(x + sign + em // 2, y, wide, line), name))
        x = labels[-1].box.right + round(em * 1.2)
    return tuple(signs), labels, y + line + em // 3


def _days(chart: Chart, strip: Box, across: Scale, fonts: Fonts, em: int) -> list[Label]:
    first, last = chart.days()
    year = first.year != last.year
    wide = max(fonts.width(day_label(day, year=year), "text", em) for day in (first, last, _WIDE_DAY)) + 2
    most = max(1, min(MOST_DAYS, int((across.end - across.start) / (wide * _AIR)) + 1))
    labels = []
    for day in day_ticks(first, last, most):
        left = round(across.at(day.toordinal()) - wide / 2)
        left = max(strip.x, min(strip.right - wide, left))
        labels.append(Label(Box(left, strip.y, wide, strip.h), day_label(day, year=year), "centre"))
    return labels


def _number(value: float, unit: str) -> str:
    return f"{value:.0f}{unit}".replace("-", "\u2212")


def sparse(spots: Sequence[Spot], radius: float) -> tuple[tuple[Spot, ...], float]:
    """The points that get a mark, and its radius: all where they have room, with smaller marks if need be, else only
    the last one."""
    if len(spots) < 2:
        return tuple(spots), radius
    room = (spots[-1][0] - spots[0][0]) / (len(spots) - 1) / _CROWDED
    return (tuple(spots), min(radius, room)) if room >= _SMALLEST * radius else (tuple(spots[-1:]), radius)


def dashes(spots: Sequence[Spot], ink: float, gap: float) -> list[tuple[Spot, Spot]]:
    """A line through points cut into dashes, lengths in pixels; a gap of 0 leaves it whole."""
    if gap <= 0:
        return list(pairwise(spots))
    cut: list[tuple[Spot, Spot]] = []
    done, period = 0.0, ink + gap
    for (ax, ay), (bx, by) in pairwise(spots):
        length = math.dist((ax, ay), (bx, by))
        number = math.floor(done / period)
        while length > 0 and number * period < done + length:
            start, end = max(number * period - done, 0.0), min(number * period + ink - done, length)
            if start < end:
                a, b = start / length, end / length
                cut.append(((ax + (bx - ax) * a, ay + (by - ay) * a), (ax + (bx - ax) * b, ay + (by - ay) * b)))
            number += 1
        done += length
    return cut
