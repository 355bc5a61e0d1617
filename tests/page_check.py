"""What must hold of every page at every size: all in the window, nothing covered, no text cut or too small."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

import pygame

from coach.ui.elements import Button, Drawing, Element, Entry, Plate, Text
from coach.ui.layout import Box
from coach.ui.page import Page
from coach.ui.painter import Painter, button_places
from coach.ui.text import Fonts
from coach.ui.theme import DARK, LIGHT, Theme, TypeScale

SIZES: Final = ((1280, 720), (1920, 1080), (3840, 2160), (800, 1280), (1080, 1920), (1024, 768))
SCALES: Final = (1.0, 1.4)

SMALLEST: Final = 0.019
"""Em of the smallest text allowed, as a share of the window's shorter edge: 14 px of 720."""

ELLIPSIS: Final = "\u2026"


def painter(fonts_dir: object, scale: float = 1.0, *, light: bool = False) -> Painter:
    """A painter with type at a scale."""
    from pathlib import Path

    folder = Path(str(fonts_dir))
    theme = Theme(palette=LIGHT if light else DARK, fonts_dir=folder, type=TypeScale().scaled(scale))
    return Painter(theme, Fonts(folder))


def problems(page: Page, size: tuple[int, int]) -> list[str]:
    """Everything wrong with a page at a size, in words; empty when all is well."""
    elements = page.elements(size)
    return [*_outside(elements, size), *_covered(elements), *_cut(elements, page, size)]


def drawn(page: Page, size: tuple[int, int]) -> pygame.Surface:
    """The page drawn on a bare surface."""
    surface = pygame.Surface(size)
    page.draw(surface)
    return surface


def _name(element: Element) -> str:
    if isinstance(element, Text | Button):
        return repr(element.text or getattr(element, "key", ""))
    return element.key if isinstance(element, Entry) else type(element).__name__


def _outside(elements: list[Element], size: tuple[int, int]) -> Iterator[str]:
    window = Box(0, 0, *size)
    for element in elements:
        if not window.holds(element.box):
            yield f"{_name(element)} lies outside the window: {element.box}"


def _covered(elements: list[Element]) -> Iterator[str]:
    solid = [element for element in elements if not isinstance(element, Plate)]
    for a, b in combinations(solid, 2):
        if a.box.overlaps(b.box):
            yield f"{_name(a)} {a.box} and {_name(b)} {b.box} overlap"
    for plate in (element for element in elements if isinstance(element, Plate)):
        for element in solid:
            if plate.box.overlaps(element.box) and not plate.box.holds(element.box):
                yield f"{_name(element)} {element.box} sticks out of its plate {plate.box}"


def _texts(elements: list[Element], page: Page, size: tuple[int, int]) -> Iterator[Text]:
    for element in elements:
        if isinstance(element, Text):
            yield element
        elif isinstance(element, Drawing):
            yield from element.texts
        elif isinstance(element, Button):
            places = button_places(element, size, page.painter.theme, page.painter.fonts)
            yield from (place for place in places if isinstance(place, Text))
            yield from _button_spill(element, places)


def _button_spill(button: Button, places: list[Text | Box]) -> Iterator[Text]:
    for place in places:
        box = place.box if isinstance(place, Text) else place
        assert button.box.holds(box), f"{button.text!r} sticks out of its button: {box} of {button.box}"
    return
    yield


def _cut(elements: list[Element], page: Page, size: tuple[int, int]) -> Iterator[str]:
    least = SMALLEST * min(size)
    for text in _texts(elements, page, size):
        fit = page.painter.fonts.fit(text.text, text.weight, (text.box.w, text.box.h), text.size_px)
        if fit.lines[-1].endswith(ELLIPSIS) and not text.text.endswith(ELLIPSIS):
            yield f"{text.text!r} is cut in {text.box}"
        if fit.size_px < least:
            yield f"{text.text!r} is too small: {fit.size_px} px of {least:.0f}"
