"""Room on a page: where the next thing goes. Text is measured before it is placed, so nothing is cut or covered."""

from collections.abc import Callable, Sequence
from typing import Final, Literal

import pygame

from coach.ui.elements import Button, ButtonKind, Drawing, Element, Entry, Plate, Text, Tone
from coach.ui.layout import LINE_PITCH, Box, measures
from coach.ui.signs import Sign
from coach.ui.text import Align, Fonts
from coach.ui.theme import State, Theme, Weight

Role = Literal["title", "heading", "body", "label", "button"]
ROLES: Final[dict[Role, float]] = {"title": 0.072, "heading": 0.05, "body": 0.042, "label": 0.033, "button": 0.042}
"""Em of each role as a share of the window's height; estimated, looked at from a desk and from three metres."""

WIDEST: Final = 1.55
"""A column of text is at most so many window heights wide: longer lines are hard to follow; estimated."""

_NOWHERE: Final = 100_000


def em_for(role: Role, window: tuple[int, int], theme: Theme, scale: float) -> int:
    """Em in pixels of a role; held back in tall windows, where a line would hold three words."""
    width, height = window
    share = ROLES[role] * theme.type.body / type(theme.type)().body
    return max(8, round(share * min(height, 1.15 * width) * scale))


def rows(box: Box, *parts: float, gap: int = 0) -> tuple[Box, ...]:
    """A box cut into rows: an int is pixels, a float a share of what the others leave."""
    return tuple(Box(box.x, at, box.w, size) for at, size in _cut(box.y, box.h, parts, gap))


def columns(box: Box, *parts: float, gap: int = 0) -> tuple[Box, ...]:
    """A box cut into columns, as `rows`."""
    return tuple(Box(at, box.y, size, box.h) for at, size in _cut(box.x, box.w, parts, gap))


def _cut(start: int, length: int, parts: Sequence[float], gap: int) -> list[tuple[int, int]]:
    fixed = sum(part for part in parts if isinstance(part, int)) + gap * (len(parts) - 1)
    shares = sum(part for part in parts if not isinstance(part, int)) or 1.0
    left = max(0, length - fixed)
    cuts, at = [], start
    for part in parts:
        size = max(1, round(part if isinstance(part, int) else left * part / shares))
        cuts.append((at, size))
        at += size + gap
    return cuts


class Room:
    """A column being filled from the top; what does not fit makes the page begin again with smaller type.

    Args:
        window: width and height of the whole window.
        box: the column.
        scale: 1, or less when the page was too full before.
        wide: whether the window is wider than tall; pages may put things side by side then.
    """

    def __init__(self, window: tuple[int, int], box: Box, theme: Theme, fonts: Fonts, scale: float = 1.0) -> None:
        self.window, self.box, self.theme, self.fonts, self.scale = window, box, theme, fonts, scale
        self.wide = window[0] >= window[1]
        self.m = measures(window, theme.spacing)
        self.elements: list[Element] = []
        self.overflow = 0
        self._top = box.y
        self._parts: list[Room] = []

    @property
    def left(self) -> Box:
        """What is not filled yet."""
        return Box(self.box.x, self._top, self.box.w, max(1, self.box.bottom - self._top))

    @property
    def too_full(self) -> bool:
        """Whether something lies beyond the column's end, here or in a part."""
        return self.overflow > 0 or any(part.too_full for part in self._parts)

    def everything(self) -> list[Element]:
        """All elements, parts included."""
        return [*self.elements, *(element for part in self._parts for element in part.everything())]

    def em(self, role: Role) -> int:
        """Em of a role in pixels."""
        return em_for(role, self.window, self.theme, self.scale)

    def take(self, height: int) -> Box:
        """The next `height` pixels of the column."""
        box = Box(self.box.x, self._top, self.box.w, height)
        self._top += height
        self.overflow = max(self.overflow, self._top - self.box.bottom)
        return box

    def gap(self, times: float = 1.0) -> None:
        """Leave a gap."""
        self._top += round(self.m.gap * times)

    def part(self, box: Box) -> "Room":
        """Room in a box of its own (a column of `columns(room.left, ...)`)."""
        part = Room(self.window, box, self.theme, self.fonts, self.scale)
        self._parts.append(part)
        return part

    def plate(self, box: Box) -> "Room":
        """A plate, and the room on it."""
        self.elements.append(Plate(box))
        return self.part(box.inset(self.m.pad))

    def text(
        self,
        text: str,
        role: Role = "body",
        *,
        weight: Weight = "text",
        tone: Tone = "text",
        align: Align = "left",
        state: State | None = None,
    ) -> Box:
        """Words, in as many lines as they need."""
        em = self.em(role)
        lead = self.lead(em) if state else 0
        fit = self.fonts.fit(text, weight, (max(1, self.box.w - lead), _NOWHERE), em)
        # A single word wider than the column shrinks by itself; so does nothing else.
        box = self.take(fit.height)
        self.elements.append(Text(box, text, fit.size_px, weight, tone, align, state=state))
        return box

    def lead(self, em: int) -> int:
        """Width of a sign before words."""
        return round(em * 1.0) + self.m.gap

    def buttons(self, *buttons: Button, height: int | None = None, shares: Sequence[float] = ()) -> None:
        """Buttons side by side in a row; their boxes are set here."""
        box = self.take(height or self.button_height())
        cells = columns(box, *(shares or (1.0,) * len(buttons)), gap=self.m.gap)
        for button, cell in zip(buttons, cells, strict=True):
            self.elements.append(_placed(button, cell))

    def stacked(self, *buttons: Button) -> None:
        """Buttons one below the other."""
        for number, button in enumerate(buttons):
            if number:
                self.gap()
            self.buttons(button)

    def button(
        self,
        key: str,
        text: str,
        kind: ButtonKind = "plain",
        *,
        on: bool = False,
        sign: Sign | None = None,
        shortcut: int | None = None,
        note: str = "",
    ) -> Button:
        """A button without a place yet, for `buttons`, `stacked` and `put`."""
        return Button(key, Box(0, 0, 1, 1), text, self.em("button"), kind, on, sign, shortcut, note)

    def button_height(self, lines: float = 1.0) -> int:
        """Height of a button of so many lines; never below what a thumb hits."""
        return round(self.em("button") * (LINE_PITCH * lines + 0.9))

    def put(self, button: Button, box: Box) -> None:
        """A button in a box of one's own."""
        self.elements.append(_placed(button, box))

    def entry(self, key: str, value: str, hint: str = "") -> None:
        """A line to type into."""
        self.elements.append(Entry(key, self.take(self.button_height()), value, self.em("button"), hint))

    def drawing(self, box: Box, paint: Callable[[pygame.Surface, Box], None], texts: tuple[Text, ...] = ()) -> None:
        """Something that paints itself."""
        self.elements.append(Drawing(box, paint, texts))

    def foot(self, height: int) -> Box:
        """The lowest `height` pixels, taken off the column."""
        box = Box(self.box.x, self.box.bottom - height, self.box.w, height)
        self.box = Box(self.box.x, self.box.y, self.box.w, self.box.h - height - self.m.gap)
        return box


def _placed(button: Button, box: Box) -> Button:
    return Button(
        button.key, box, button.text, button.size_px, button.kind, button.on, button.sign, button.shortcut, button.note
    )
