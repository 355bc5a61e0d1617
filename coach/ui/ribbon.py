"""The day as a ribbon of states, from the first watched hour to the last: each has a colour and a height of its own.

`put_ribbon` puts it into a page; `ribbon_of` says where everything stands, and `paint_ribbon` draws that.
"""

import math
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from itertools import groupby
from typing import Final

import pygame

from coach.core.sitting.day import Day, Piece
from coach.core.sitting.look import STATES, State
from coach.ui.elements import Text
from coach.ui.layout import Box
from coach.ui.ribbon_legend import Chip, chips_of, legend_height, line_height, lowered
from coach.ui.room import Room
from coach.ui.text import Fonts, TextStyle
from coach.ui.theme import Palette, Theme, state_colour

OFF: Final = "Nothing watched yet"

LINES: Final = 4
"""Lines that name all ten states and both kinds of breaks in a narrow window. Looked at."""

HEIGHTS: Final[dict[State, float]] = {
    **dict.fromkeys(STATES, 0.56), "standing": 1.0, "upright": 0.8, "away": 0.16, "unknown": 0.08,
}  # fmt: skip
"""Height of a state as a share of the ribbon's: standing is tallest, an empty chair a low line. The colours then need
not be told apart to read the day. Looked at."""

_LEAST_H: Final = 2.0
"""The ribbon spans at least so many hours, or three minutes would fill it; estimated."""
_STEPS_H: Final = (1, 2, 3, 4, 6, 12)
"""Hours between two marks."""
_AIR: Final = 1.8
"""A mark's label takes at least so many times its own width. Looked at."""
_DOT: Final = 0.17
"""Radius of a break's dot, ems. Looked at."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pixels of one state: from `x`, `w` wide."""

    x: int
    w: int
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbon:
    """Where everything stands.

    Attributes:
        field: of the stretches; they stand on its lower edge. hours: x of the hour marks.
        breaks: x of each break, and whether it was taken. now: x of now, or None.
        labels: of the hours, or one that says that there is nothing yet. chips: the legend.
    """

    field: Box
    stretches: tuple[Stretch, ...] = ()
    hours: tuple[int, ...] = ()
    breaks: tuple[tuple[int, bool], ...] = ()
    now: int | None = None
    labels: tuple[Text, ...] = ()
    chips: tuple[Chip, ...] = ()

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every word that is drawn."""
        return (*self.labels, *(chip.words for chip in self.chips))


def put_ribbon(room: Room, day: Day, *, height: int, now: datetime | None = None, legend: int = LINES) -> None:
    """Put a day's ribbon into the next `height` pixels of a room: dots for breaks, the ribbon, hours, and the legend.

    Args:
        now: aware; the ribbon reaches to it and marks it. None for a day that is over.
        legend: lines that may name the colours below it, 0 for none (what stands around it may do that already). Where
            there are more states than have room, those that took least go unnamed.
    """
    theme, fonts = room.theme, room.fonts
    ribbon = ribbon_of(day, room.take(height), (fonts, room.em("label")), now=now, legend=legend)
    room.drawing(_whole(room, height), lambda surface, _: paint_ribbon(surface, ribbon, theme, fonts), ribbon.texts)


def _whole(room: Room, height: int) -> Box:
    return Box(room.box.x, room.left.y - height, room.box.w, height)


def ribbon_height(room: Room, day: Day, field: float = 2.2, *, legend: int = LINES) -> int:
    """Pixels that a ribbon needs in a room's width, its field being `field` ems of a label high."""
    em = room.em("label")
    chips = chips_of(day, Box(0, 0, room.box.w, 1), (room.fonts, em), legend)
    return round(em * field) + _above(em) + line_height(em) + legend_height(chips, em)


def ribbon_of(
    day: Day, box: Box, type_: tuple[Fonts, int], *, now: datetime | None = None, legend: int = LINES
) -> Ribbon:
    """A day's ribbon laid out in a box. `type_`: fonts, and em of the words in pixels."""
    fonts, em = type_
    chips = chips_of(day, box, type_, legend)
    low = legend_height(chips, em)
    top = box.y + _above(em)
    field = Box(box.x, top, box.w, max(4, box.bottom - low - line_height(em) - top))
    moved = box.bottom - low + (em // 2 if low else 0)
    chips = tuple(lowered(chip, moved - box.y) for chip in chips)
    if not day.pieces and now is None:
        return Ribbon(field=field, labels=(Text(field, OFF, em, tone="muted", align="centre"),), chips=chips)
    axis = _Axis.of(day, now, field)
    hours, labels = _hours(axis, field, fonts, em)
    return Ribbon(
        field=field,
        stretches=stretches(tuple(day.pieces), axis),
        hours=hours,
        breaks=tuple((axis.pixel(one.at), one.how != "missed") for one in day.breaks),
        now=None if now is None else axis.pixel(now),
        labels=labels,
        chips=chips,
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """Time onto pixels. Seconds since 1970, so that an hour lost or had twice in the night stays an hour."""

    from_s: float
    to_s: float
    x: int
    w: int
    zone: tzinfo | None

    @classmethod
    def of(cls, day: Day, now: datetime | None, field: Box) -> "_Axis":
        """Whole hours around everything."""
        moments = [piece.start for piece in day.pieces[:1]] + [piece.end for piece in day.pieces[-1:]]
        moments += [one.at for one in day.breaks] + ([] if now is None else [now])
        first, last = min(moments, key=datetime.timestamp), max(moments, key=datetime.timestamp)
        begin = first.replace(minute=0, second=0, microsecond=0).timestamp()
        hours = max(_LEAST_H, math.ceil((last.timestamp() - begin) / 3600 - 1e-9))
        return cls(begin, begin + 3600 * hours, field.x, field.w, first.tzinfo)

    def x_of(self, t_s: float) -> float:
        share = (t_s - self.from_s) / (self.to_s - self.from_s)
        return self.x + min(1.0, max(0.0, share)) * self.w

    def pixel(self, at: datetime) -> int:
        return min(self.x + self.w - 1, round(self.x_of(at.timestamp())))


@lru_cache(maxsize=8)
def stretches(pieces: tuple[Piece, ...], axis: _Axis) -> tuple[Stretch, ...]:
    """Each column of pixels has the state that took most of it: a minute is less than a pixel in a long day."""
    columns: dict[int, dict[State, float]] = {}
    for piece in pieces:
        start, end = axis.x_of(piece.start.timestamp()), axis.x_of(piece.end.timestamp())
        for x in range(math.floor(start), math.ceil(end)):
            shares = columns.setdefault(x, {})
            shares[piece.state] = shares.get(piece.state, 0.0) + min(end, x + 1) - max(start, x)
    found = []
    taken = sorted((x, max(shares, key=lambda state: shares[state])) for x, shares in columns.items())
    for (state, _), run in groupby(enumerate(taken), key=lambda one: (one[1][1], one[1][0] - one[0])):
        pixels = [x for _, (x, _) in run]
        found.append(Stretch(pixels[0], len(pixels), state))
    return tuple(found)


def _hours(axis: _Axis, field: Box, fonts: Fonts, em: int) -> tuple[tuple[int, ...], tuple[Text, ...]]:
    """Marks at round hours of the wall clock, as many as have room for their labels."""
    wide = fonts.width("00:00", "text", em) + 2
    hours = [datetime.fromtimestamp(axis.from_s, axis.zone)]
    while hours[-1].timestamp() + 3600 <= axis.to_s:
        hours.append(datetime.fromtimestamp(hours[-1].timestamp() + 3600, axis.zone))
    per_hour = axis.w / max(1, len(hours) - 1)
    step = next((step for step in _STEPS_H if step * per_hour >= _AIR * wide), _STEPS_H[-1])
    marked = [hour for hour in hours if hour.hour % step == 0]
    xs = tuple(axis.pixel(hour) for hour in marked)
    labels: list[Text] = []
    for x, hour in zip(xs, marked, strict=True):
        left = min(max(field.x, x - wide // 2), field.right - wide)
        label = Text(Box(left, field.bottom, wide, line_height(em)), f"{hour:%H:%M}", em, tone="muted", align="centre")
        if not labels or label.box.x > labels[-1].box.right + em // 2:
            labels.append(label)
    return xs, tuple(labels)


def _above(em: int) -> int:
    """Room for the dots of breaks."""
    return round(em * 0.6)


# --- Drawing. ---


def paint_ribbon(surface: pygame.Surface, ribbon: Ribbon, theme: Theme, fonts: Fonts) -> None:
    """Draw a ribbon where it was laid out."""
    palette, field = theme.palette, ribbon.field
    line = max(1, field.h // 30)
    for x in ribbon.hours:
        pygame.draw.rect(surface, palette.track, (x, field.y, max(1, line // 2), field.h))
    for stretch in ribbon.stretches:
        paint_state(surface, palette, Box(stretch.x, field.y, stretch.w, field.h), stretch.state)
    pygame.draw.rect(surface, palette.track, (field.x, field.bottom - line, field.w, line))
    em = ribbon.labels[0].size_px if ribbon.labels else field.h // 2
    for x, taken in ribbon.breaks:
        _dot(surface, palette, (x, field.y - round(em * 0.3)), em, taken=taken)
    if ribbon.now is not None:
        pygame.draw.rect(surface, palette.text, (ribbon.now, field.y, max(2, line), field.h))
    for chip in ribbon.chips:
        if chip.state is None:
            _dot(surface, palette, chip.box.centre, em, taken=chip.taken)
        else:
            paint_state(surface, palette, chip.box, chip.state)
    for text in ribbon.texts:
        fonts.draw(surface, text.text, text.box, TextStyle(text.size_px, palette.muted, align=text.align))


def paint_state(surface: pygame.Surface, palette: Palette, box: Box, state: State) -> None:
    """A state in its colour and height, standing on the lower edge of a box."""
    high = max(2, round(box.h * HEIGHTS[state]))
    pygame.draw.rect(surface, state_colour(palette, state), (box.x, box.bottom - high, box.w, high))


def _dot(surface: pygame.Surface, palette: Palette, at: tuple[int, int], em: int, *, taken: bool) -> None:
    """A break: a disc when it was taken, a ring when it was only asked for."""
    radius = max(2, round(em * _DOT))
    if taken:
        pygame.draw.aacircle(surface, palette.text, at, radius)
    else:
        pygame.draw.aacircle(surface, palette.muted, at, radius, max(1, radius // 3))
