"""A screen made of elements: composed for any size, pressed by mouse, touch and keyboard alike."""

from collections.abc import Sequence
from typing import Final

import pygame

from coach.ui.app import Move
from coach.ui.elements import Button, Element, Entry
from coach.ui.layout import Box, measures
from coach.ui.painter import Painter
from coach.ui.room import WIDEST, Room

STEPS: Final = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.52)
"""A page that is too full is composed again with type this much smaller."""

_ARROWS: Final = {
    pygame.K_LEFT: (-1, 0),
    pygame.K_RIGHT: (1, 0),
    pygame.K_UP: (0, -1),
    pygame.K_DOWN: (0, 1),
}
_ENTER: Final = (pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE)


class Page:
    """Base of every screen with things to press. A page overrides `compose` and `press`, and `typed` if it has entries.

    What it shows may change at any time: it is composed anew for each drawn frame.
    """

    def __init__(self, painter: Painter) -> None:
        self.painter = painter
        self._size = (1280, 720)
        self._focus = ""
        self._hover = ""
        self._down = ""
        self._drawn: list[Element] = []

    def compose(self, room: Room) -> None:
        """Put this page's elements into the room."""
        raise NotImplementedError

    def press(self, key: str) -> Move | None:
        """A button was pressed."""
        raise NotImplementedError

    def typed(self, key: str, value: str) -> None:
        """An entry's text changed."""

    def backdrop(self, surface: pygame.Surface) -> None:
        """What lies behind the elements; by default the plain background."""
        surface.fill(self.painter.theme.palette.background)

    def column(self, window: tuple[int, int]) -> Box:
        """The column that `compose` fills; by default the whole window less its margins, not wider than reads well."""
        m = measures(window, self.painter.theme.spacing)
        edge = round(m.margin * 1.6)
        wide = min(window[0] - 2 * edge, round(window[1] * WIDEST) if window[0] >= window[1] else window[0])
        return Box((window[0] - wide) // 2, edge, wide, window[1] - 2 * edge)

    def elements(self, window: tuple[int, int]) -> list[Element]:
        """Everything on the page for a window's width and height; type shrinks until all of it fits."""
        for scale in STEPS:
            room = Room(window, self.column(window), self.painter.theme, self.painter.fonts, scale)
            self.compose(room)
            if not room.too_full:
                break
        return room.everything()

    def update(self, dt_s: float) -> Move | None:
        """Pages that move override this."""
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """Draw backdrop and elements."""
        self._size = surface.get_size()
        self.backdrop(surface)
        self._drawn = elements = self.elements(self._size)
        focus = self._focused(elements)
        for element in elements:
            self.painter.draw(surface, element, focus=focus, hover=self._hover)

    def handle(self, event: pygame.event.Event) -> Move | None:
        """Mouse, touch and keys; what no element wants is left to the app."""
        if event.type == pygame.MOUSEMOTION:
            # A mouse may tell of a thousand steps a second: what was drawn last will do.
            self._hover = _at(self._drawn, event.pos)
            return None
        elements = self.elements(self._size)
        if event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            return self._mouse(event, elements)
        if event.type == pygame.TEXTINPUT:
            return self._type(event.text, elements)
        return self._key(event, elements) if event.type == pygame.KEYDOWN else None

    def _mouse(self, event: pygame.event.Event, elements: Sequence[Element]) -> Move | None:
        """SDL turns touches into mouse events, so fingers come this way too."""
        key = _at(elements, event.pos)
        if event.button != pygame.BUTTON_LEFT:
            return None
        if event.type == pygame.MOUSEBUTTONDOWN:
            self._down = key
            return Move("stay") if key else None
        down, self._down = self._down, ""
        if not key or key != down:
            return None
        self._focus = key
        return self._pressed(key, elements)

    def _pressed(self, key: str, elements: Sequence[Element]) -> Move | None:
        if any(isinstance(element, Entry) and element.key == key for element in elements):
            return Move("stay")
        return self.press(key) or Move("stay")

    def _key(self, event: pygame.event.Event, elements: Sequence[Element]) -> Move | None:
        focus = self._focused(elements)
        entry = next((e for e in elements if isinstance(e, Entry) and e.key == focus), None)
        if event.key == pygame.K_TAB:
            self._step(-1 if event.mod & pygame.KMOD_SHIFT else 1, elements, focus)
            return Move("stay")
        if entry is not None:
            return self._edit(event, entry, elements)
        if event.key in _ARROWS:
            self._focus = _toward(elements, focus, _ARROWS[event.key]) or focus
            return Move("stay")
        key = _shortcut(elements, event.key) or (focus if event.key in _ENTER else "")
        return self._pressed(key, elements) if key else None

    def _edit(self, event: pygame.event.Event, entry: Entry, elements: Sequence[Element]) -> Move | None:
        """Keys while a line is being typed; letters come as text."""
        if event.key == pygame.K_ESCAPE:
            return None
        if event.key == pygame.K_BACKSPACE:
            self.typed(entry.key, entry.value[:-1])
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER) and (key := _first_primary(elements)):
            return self._pressed(key, elements)
        return Move("stay")

    def _type(self, text: str, elements: Sequence[Element]) -> Move | None:
        focus = self._focused(elements)
        for element in elements:
            if isinstance(element, Entry) and element.key == focus:
                self.typed(focus, (element.value + text)[: element.most])
                return Move("stay")
        return None

    def _focused(self, elements: Sequence[Element]) -> str:
        """The focused key, or, until somebody moved it, that of the primary button."""
        keys = _keys(elements)
        return self._focus if self._focus in keys else _first_primary(elements)

    def _step(self, by: int, elements: Sequence[Element], focus: str) -> None:
        keys = _keys(elements)
        if keys:
            self._focus = keys[(keys.index(focus) + by) % len(keys)] if focus in keys else _topmost(elements)


def _keys(elements: Sequence[Element]) -> list[str]:
    return [element.key for element in elements if isinstance(element, Button | Entry)]


def _shortcut(elements: Sequence[Element], code: int) -> str:
    return next((e.key for e in elements if isinstance(e, Button) and e.shortcut == code), "")


def _first_primary(elements: Sequence[Element]) -> str:
    return next((e.key for e in elements if isinstance(e, Button) and e.kind == "primary"), "")


def _at(elements: Sequence[Element], pos: tuple[int, int]) -> str:
    for element in reversed(elements):
        if isinstance(element, Button | Entry) and pygame.Rect(element.box).collidepoint(pos):
            return element.key
    return ""


def _topmost(elements: Sequence[Element]) -> str:
    """The first button or entry to the eye. The row at the foot, with Back in it, is often composed before all else."""
    placed = [(e.box.y, e.box.x, e.key) for e in elements if isinstance(e, Button | Entry)]
    return min(placed)[2] if placed else ""


def _toward(elements: Sequence[Element], focus: str, way: tuple[int, int]) -> str:
    """The nearest button or entry in a direction; things straight ahead count as nearer than those aside."""
    placed = {e.key: e.box for e in elements if isinstance(e, Button | Entry)}
    if focus not in placed:
        return _topmost(elements)
    here = placed[focus].centre

    def distance(key: str) -> float:
        dx, dy = placed[key].centre[0] - here[0], placed[key].centre[1] - here[1]
        ahead, aside = dx * way[0] + dy * way[1], abs(dx * way[1]) + abs(dy * way[0])
        return ahead + 2 * aside if ahead > 0 else float("inf")

    best = min((key for key in placed if key != focus), key=distance, default="")
    return best if best and distance(best) < float("inf") else ""
