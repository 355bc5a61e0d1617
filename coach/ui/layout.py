"""Where things stand: pure arithmetic on boxes, so that it can be tested at every size without a window."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from coach.ui.theme import Spacing

LINE_PITCH: Final = 1.2
"""Distance of two lines of text in ems. Raise it when lines look crowded."""

_SHRINK: Final = 0.95
_SMALLEST_PX: Final = 8
_ELLIPSIS: Final = "\u2026"


class Box(NamedTuple):
    """A rectangle in pixels, y down; pygame takes it wherever it takes a rectangle."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    @property
    def centre(self) -> tuple[int, int]:
        return self.x + self.w // 2, self.y + self.h // 2

    def inset(self, by: int) -> "Box":
        """The box with `by` pixels taken off each edge, never smaller than one pixel."""
        return Box(self.x + by, self.y + by, max(1, self.w - 2 * by), max(1, self.h - 2 * by))

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share a pixel."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: "Box") -> bool:
        """Whether `other` lies wholly inside."""
        inside_x = self.x <= other.x and other.right <= self.right
        return inside_x and self.y <= other.y and other.bottom <= self.bottom


class Measures(NamedTuple):
    """The theme's shares turned to pixels for one window."""

    margin: int
    gap: int
    pad: int
    radius: int


@dataclass(frozen=True, slots=True)
class LiveLayout:
    """The live screen: the picture and the largest box each thing may fill; what has nothing to say stays empty."""

    window: Box
    picture: Box
    count: Box
    phase: Box
    side: Box
    gauge: Box
    cue: Box

    def panels(self) -> tuple[Box, ...]:
        """The boxes that carry text or a gauge; no two overlap."""
        return self.count, self.phase, self.side, self.gauge, self.cue


@dataclass(frozen=True, slots=True)
class SummaryLayout:
    """The summary: a title, one box a number, one box for all sentences, and a closing hint."""

    window: Box
    title: Box
    tiles: tuple[Box, ...]
    sentences: Box
    hint: Box


@dataclass(frozen=True, slots=True)
class FittedText:
    """Text broken into lines that fit a box at `size_px` (em in pixels)."""

    lines: tuple[str, ...]
    size_px: int

    @property
    def height(self) -> int:
        # Rounded up: a box a hair too low for its lines would make them shrink.
        return math.ceil(len(self.lines) * self.size_px * LINE_PITCH)


Measure = Callable[[str, int], int]
"""Width in pixels of a line of text at an em size in pixels."""


def measures(window: tuple[int, int], spacing: Spacing) -> Measures:
    """Spacing in pixels for a window's width and height."""
    edge = min(window)
    shares = (spacing.margin, spacing.gap, spacing.pad, spacing.radius)
    return Measures(*(max(2, round(edge * share)) for share in shares))


def em_px(share: float, window: tuple[int, int]) -> int:
    """Em size in pixels of a share of the window's height, held back in narrow windows so that words still fit."""
    width, height = window
    return max(_SMALLEST_PX, round(share * min(height, 1.7 * width)))


def fitted(size: tuple[int, int], outer: Box) -> Box:
    """The largest box of `size`'s proportions inside `outer`, centred."""
    width, height = size
    scale = min(outer.w / width, outer.h / height)
    w, h = max(1, min(outer.w, round(width * scale))), max(1, min(outer.h, round(height * scale)))
    return Box(outer.x + (outer.w - w) // 2, outer.y + (outer.h - h) // 2, w, h)


def live_layout(window: tuple[int, int], picture: tuple[int, int], spacing: Spacing) -> LiveLayout:
    """Layout of the live screen for a window and a picture size (width, height in pixels).

    A wide window is filled by the picture, with panels over its upper corners and lower edge, where a person lying
    or kneeling is not; a tall one has the picture above and the panels below.
    """
    if window[0] < window[1]:
        return _tall(window, picture, spacing)
    return over_picture(window, spacing, fitted(picture, Box(0, 0, *window)))


def over_picture(window: tuple[int, int], spacing: Spacing, picture: Box | None = None) -> LiveLayout:
    """Layout with panels over a picture that fills the window (or over the box given), as for an annotated video."""
    width, height = window
    m = measures(window, spacing)
    span = min(height, round(width * 0.8))
    cue_h = round(height * 0.2)
    cue = Box(m.margin, height - m.margin - cue_h, width - 2 * m.margin, cue_h)
    count = Box(m.margin, m.margin, min(round(span * 0.76), round(width * 0.58)), round(span * 0.4))
    column = min(round(width * 0.34), width - count.right - m.gap - m.margin)
    row = round(span * 0.115)
    phase = Box(width - m.margin - column, m.margin, column, row)
    side = Box(phase.x, phase.bottom + m.gap, column, row)
    gauge_w = round(span * 0.12)
    top = side.bottom + m.gap
    gauge = Box(width - m.margin - gauge_w, top, gauge_w, cue.y - m.gap - top)
    return LiveLayout(Box(0, 0, *window), picture or Box(0, 0, *window), count, phase, side, gauge, cue)


def _tall(window: tuple[int, int], picture: tuple[int, int], spacing: Spacing) -> LiveLayout:
    width, height = window
    m = measures(window, spacing)
    inner = width - 2 * m.margin
    cue_h, count_h, row = round(height * 0.17), round(height * 0.355), round(height * 0.07)
    cue = Box(m.margin, height - m.margin - cue_h, inner, cue_h)
    gauge_w = round(width * 0.15)
    count = Box(m.margin, cue.y - m.gap - count_h, inner - gauge_w - m.gap, count_h)
    gauge = Box(count.right + m.gap, count.y, gauge_w, count_h)
    half = (inner - m.gap) // 2
    phase = Box(m.margin, count.y - m.gap - row, half, row)
    side = Box(phase.right + m.gap, phase.y, half, row)
    above = Box(0, 0, width, phase.y - m.gap)
    return LiveLayout(Box(0, 0, *window), fitted(picture, above), count, phase, side, gauge, cue)


def summary_layout(window: tuple[int, int], tiles: int, spacing: Spacing) -> SummaryLayout:
    """Layout of the summary with a number of tiles, in rows of at most four (two in a tall window)."""
    width, height = window
    m = measures(window, spacing)
    edge = 2 * m.margin
    inner = width - 2 * edge
    title = Box(edge, edge, inner, round(height * 0.11))
    hint_h = round(height * 0.06)
    hint = Box(edge, height - m.margin - hint_h, inner, hint_h)
    boxes = _tiles(Box(edge, title.bottom + m.gap, inner, round(height * 0.4)), tiles, m, wide=width >= height)
    top = (boxes[-1].bottom if boxes else title.bottom) + 2 * m.gap
    sentences = Box(edge, top, inner, hint.y - m.gap - top)
    return SummaryLayout(Box(0, 0, *window), title, boxes, sentences, hint)


def _tiles(area: Box, count: int, m: Measures, *, wide: bool) -> tuple[Box, ...]:
    if count <= 0:
        return ()
    most = 4 if wide else 2
    rows = -(-count // most)
    columns = -(-count // rows)
    w = (area.w - (columns - 1) * m.gap) // columns
    h = (min(area.h, round(area.h * 0.6 * rows)) - (rows - 1) * m.gap) // rows
    return tuple(
        Box(area.x + (i % columns) * (w + m.gap), area.y + (i // columns) * (h + m.gap), w, h) for i in range(count)
    )


def fit_text(text: str, room: tuple[int, int], size_px: int, measure: Measure) -> FittedText:
    """Text shrunk and wrapped until it fits `room` (width, height in pixels), starting from an em of `size_px`.

    Type shrinks before a word is broken; only text that does not fit at the smallest type ends in an ellipsis.
    """
    width, height = room
    size = max(_SMALLEST_PX, size_px)
    while True:
        most = int(height / (size * LINE_PITCH))
        lines = _wrapped(text, width, size, measure)
        if lines is not None and len(lines) <= most:
            return FittedText(_balanced(text, lines, width, size, measure), size)
        if size == _SMALLEST_PX:
            return FittedText(_cut(text, width, max(1, most), measure), size)
        size = max(_SMALLEST_PX, min(size - 1, int(size * _SHRINK)))


def _wrapped(text: str, width: int, size: int, measure: Measure) -> tuple[str, ...] | None:
    """Lines no wider than `width`, or None where a single word is wider."""
    lines: list[str] = []
    # Only plain spaces part words: a no-break space keeps "Esc: end" together.
    for word in text.replace("\n", " ").split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined, size) <= width:
            lines[-1] = joined
        elif measure(word, size) <= width:
            lines.append(word)
        else:
            return None
    return tuple(lines) or ("",)


def _balanced(text: str, lines: tuple[str, ...], width: int, size: int, measure: Measure) -> tuple[str, ...]:
    """The same number of lines, as even as they get: a last line of one word reads badly."""
    best = lines
    while len(best) > 1:
        width = int(width * 0.94)
        tried = _wrapped(text, width, size, measure)
        if tried is None or len(tried) > len(lines):
            break
        best = tried
    return best


def _cut(text: str, width: int, most: int, measure: Measure) -> tuple[str, ...]:
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest and len(lines) < most:
        taken = len(rest)
        while taken > 1 and measure(rest[:taken], _SMALLEST_PX) > width:
            taken -= 1
        lines.append(rest[:taken])
        rest = rest[taken:].lstrip()
    if rest:
        lines[-1] = lines[-1][:-1] + _ELLIPSIS
    return tuple(lines) or ("",)
