"""What a page is made of: values with a box each. Drawing and hit-testing read them, and so do the layout tests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pygame

from coach.ui.layout import Box
from coach.ui.signs import Sign
from coach.ui.text import Align
from coach.ui.theme import State, Weight

Tone = Literal["text", "muted", "good", "fault"]
"""Which of the theme's colours a text has."""

ButtonKind = Literal["primary", "plain", "danger", "choice"]
"""primary: what most people want next. danger: stops or deletes. choice: one of several, marked when it is on."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a box; they shrink and wrap to fit it. `size_px` is the em they start from."""

    box: Box
    text: str
    size_px: int
    weight: Weight = "text"
    tone: Tone = "text"
    align: Align = "left"
    on_plate: bool = False
    state: State | None = None
    """A sign drawn before the words (tick, exclamation mark, ring); the box holds it too."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press, by mouse, touch or keyboard. `key` names it; `on` marks a choice that is taken."""

    key: str
    box: Box
    text: str
    size_px: int
    kind: ButtonKind = "plain"
    on: bool = False
    sign: Sign | None = None
    shortcut: int | None = None
    """A pygame key code that presses it as well."""
    note: str = ""
    """A second, smaller line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line to type into."""

    key: str
    box: Box
    value: str
    size_px: int
    hint: str = ""
    most: int = 40


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate that other elements lie on."""

    box: Box


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, figure, ring or chart that paints itself into its box. `texts` are the words it will draw, for the
    layout tests: box and em of each."""

    box: Box
    paint: Callable[[pygame.Surface, Box], None]
    texts: tuple[Text, ...] = ()


Element = Text | Button | Entry | Plate | Drawing
