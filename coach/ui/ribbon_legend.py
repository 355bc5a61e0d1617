"""The legend of a day's ribbon: which colour is which state, and what the dots are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from coach.core.sitting.day import Day
from coach.core.sitting.look import STATES, State
from coach.core.sitting.words import STATE_WORDS
from coach.ui.elements import Text
from coach.ui.layout import LINE_PITCH, Box
from coach.ui.text import Fonts

TAKEN: Final = "Break"
MISSED: Final = "Break not taken"

_LOW: Final[tuple[State, ...]] = ("away", "unknown")

_TOLD_S: Final = 30.0
"""A state with less has no place in the legend, seconds; estimated."""


@dataclass(frozen=True, slots=True)
class Chip:
    """An entry of the legend: the sign of a state, or of a break (None) that was `taken` or not, and its words."""

    box: Box
    state: State | None
    words: Text
    taken: bool = False


def line_height(em: int) -> int:
    """Height of a line of words, pixels."""
    return math.ceil(em * LINE_PITCH)


def chips_of(day: Day, box: Box, type_: tuple[Fonts, int], lines: int) -> tuple[Chip, ...]:
    """The legend from a box's top, in at most so many lines. Where there are more states, the low lines of nobody and
    of not knowing go unnamed first, then what took least.

    Args:
        type_: fonts, and em of the words in pixels.
    """
    told = sorted(
        (s for s in STATES if day.seconds.get(s, 0.0) >= _TOLD_S), key=lambda s: (s not in _LOW, day.seconds[s])
    )
    pauses = [TAKEN] * any(one.how != "missed" for one in day.breaks)
    pauses += [MISSED] * any(one.how == "missed" for one in day.breaks)
    return _fitting(tuple(told), tuple(pauses), box, *type_, lines)


@lru_cache(maxsize=32)
def _fitting(
    told: tuple[State, ...], pauses: tuple[str, ...], box: Box, fonts: Fonts, em: int, lines: int
) -> tuple[Chip, ...]:
    """`told`: what took least first."""
    for number in range(len(told) + 1):
        left = told[number:]
        marks: list[tuple[State | None, str]] = [(state, STATE_WORDS[state]) for state in STATES if state in left]
        chips = _flow([*marks, *((None, words) for words in pauses)], box, fonts, em)
        if chips and chips[-1].words.box.bottom - box.y <= lines * line_height(em):
            return chips
    return _fitting((), pauses[:-1], box, fonts, em, lines) if pauses else ()


def _flow(marks: Sequence[tuple[State | None, str]], box: Box, fonts: Fonts, em: int) -> tuple[Chip, ...]:
    """Entries side by side, in as many lines as they need."""
    found: list[Chip] = []
    x, y, sign, high = box.x, box.y, round(em * 0.7), line_height(em)
    for state, words in marks:
        wide = min(fonts.width(words, "text", em) + 2, box.w - sign - em // 2)
        if x > box.x and x + sign + em // 2 + wide > box.right:
            x, y = box.x, y + high
        text = Text(Box(x + sign + em // 2, y, wide, high), words, em, tone="muted")
        found.append(Chip(Box(x, y + (high - sign) // 2, sign, sign), state, text, words == TAKEN))
        x = text.box.right + em
    return tuple(found)


def legend_height(chips: Sequence[Chip], em: int) -> int:
    """Pixels that a legend takes up, with the gap above it; 0 without one."""
    return em // 2 + chips[-1].words.box.bottom - chips[0].words.box.y if chips else 0


def lowered(chip: Chip, by: int) -> Chip:
    """An entry so many pixels lower."""
    place = chip.words.box._replace(y=chip.words.box.y + by)
    return replace(chip, box=chip.box._replace(y=chip.box.y + by), words=replace(chip.words, box=place))
