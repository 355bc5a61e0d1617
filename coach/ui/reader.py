"""Long words a page at a time: blocks of lines that flow through columns. There is no scrolling, so it is leafed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pygame

from coach.ui.elements import Text, Tone
from coach.ui.layout import LINE_PITCH, Box
from coach.ui.room import Role, Room, columns
from coach.ui.screens.history_leaves import BEFORE, NEXT, Leaves
from coach.ui.theme import State, Weight

WORDS: Final = ("Before", "More")
FEWEST: Final = 7
"""Lines of body type that a page of words must hold, its buttons included. Looked at."""

_NOWHERE: Final = 100_000
_BETWEEN: Final = 0.7
"""Space between two blocks, in ems of body type. Looked at."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words of a block; `state` puts its sign before them."""

    text: str
    role: Role = "body"
    weight: Weight = "text"
    tone: Tone = "text"
    state: State | None = None


Block = Sequence[Line]
"""Lines that belong together; parted only where they are taller than a column."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One line as it is drawn: words that fit the width, and how far they are set in."""

    text: str
    line: Line
    em: int
    lead: int
    first: bool
    above: int = 0

    @property
    def height(self) -> int:
        return self.above + round(self.em * LINE_PITCH + 0.5)


class Reader:
    """What is read and where somebody is in it."""

    def __init__(self) -> None:
        self._leaves = Leaves()

    def fill(self, room: Room, blocks: Sequence[Block], *, across: int = 0) -> None:
        """Blocks into what is left of a room, in so many columns: 0 makes two in a wide window, else one. More than
        fit are leafed."""
        across = across or (2 if room.wide else 1)
        if (short := FEWEST * round(room.em("body") * LINE_PITCH) - room.left.h) > 0:
            # Too little to read in: the page is composed again with smaller type.
            room.overflow = max(room.overflow, short)
        cells = columns(room.left, *(1.0,) * across, gap=3 * room.m.gap)
        rows = [_rows(room, block, cells[0].w) for block in blocks]
        packed = _packed(rows, room.left.h)
        if len(packed) > across:
            packed = _packed(rows, room.left.h - room.button_height() - room.m.gap)
        pages = [packed[at : at + across] for at in range(0, len(packed), across)] or [[]]
        shown = self._leaves.turn(room, len(pages), 1, WORDS)
        for cell, column in zip(cells, pages[shown.start], strict=False):
            _put(room, cell, column)

    def press(self, key: str) -> bool:
        """Leaf on; whether the key was one of these buttons."""
        return self._leaves.press(key)

    def handle(self, event: pygame.event.Event) -> bool:
        """Page keys and the wheel leaf too; whether the event was one of them."""
        keys = {pygame.K_PAGEDOWN: NEXT, pygame.K_PAGEUP: BEFORE}
        if event.type == pygame.KEYDOWN and event.key in keys:
            return self.press(keys[event.key])
        if event.type == pygame.MOUSEWHEEL and event.y:
            return self.press(NEXT if event.y < 0 else BEFORE)
        return False


def _rows(room: Room, block: Block, width: int) -> list[_Row]:
    found: list[_Row] = []
    for line in block:
        em = room.em(line.role)
        lead = room.lead(em) if line.state else 0
        fit = room.fonts.fit(line.text, line.weight, (max(1, width - lead), _NOWHERE), em)
        found += [_Row(text, line, fit.size_px, lead, at == 0) for at, text in enumerate(fit.lines)]
    if found:
        first = found[0]
        above = round(room.em("body") * _BETWEEN)
        found[0] = _Row(first.text, first.line, first.em, first.lead, first.first, above)
    return found


def _packed(blocks: Sequence[list[_Row]], height: int) -> list[list[_Row]]:
    """Rows by column: a block goes into the next one where it does not fit, and is parted where it fits in none."""
    found: list[list[_Row]] = []
    left = 0
    for block in blocks:
        high = sum(row.height for row in block)
        if high > left and (high <= height or left < height // 3 or not found):
            found.append([])
            left = height
        for row in block:
            if row.height > left:
                found.append([])
                left = height
            found[-1].append(row)
            left -= row.height
    return found


def _put(room: Room, cell: Box, rows: Sequence[_Row]) -> None:
    y = cell.y
    for number, row in enumerate(rows):
        above = row.above if number else 0
        box = Box(cell.x, y + above, cell.w, row.height - row.above)
        state = row.line.state if row.first else None
        if not row.first:
            box = Box(box.x + row.lead, box.y, box.w - row.lead, box.h)
        room.elements.append(Text(box, row.text, row.em, row.line.weight, row.line.tone, state=state))
        y = box.bottom
