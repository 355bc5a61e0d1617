"""Draws the elements of a page in one theme."""

from typing import Final

import pygame

from coach.ui.elements import Button, Drawing, Element, Entry, Plate, Text
from coach.ui.layout import LINE_PITCH, Box, measures
from coach.ui.marks import Marks
from coach.ui.signs import sign
from coach.ui.text import Align, Fonts, TextStyle
from coach.ui.theme import Colour, Theme, mixed

_SIGN: Final = 1.0
"""Size of a sign beside words, in ems of the words. Looked at."""
_NOTE: Final = 0.72
"""Em of a button's second line, as a share of its first."""


class Painter:
    """Keeps rendered plates and text; one for a whole window."""

    def __init__(self, theme: Theme, fonts: Fonts) -> None:
        self.theme, self.fonts = theme, fonts
        self.marks = Marks(theme.palette)
        self._plates: dict[tuple[int, int, int, Colour, Colour | None], pygame.Surface] = {}

    def wear(self, theme: Theme) -> None:
        """Change the look for whatever is drawn from now on; the fonts stay."""
        self.theme = theme
        self.marks = Marks(theme.palette)
        self._plates.clear()

    def draw(self, surface: pygame.Surface, element: Element, *, focus: str = "", hover: str = "") -> None:
        """Draw one element; `focus` and `hover` are keys of buttons or entries."""
        if isinstance(element, Plate):
            self.marks.plate(surface, element.box, self._radius(surface))
        elif isinstance(element, Text):
            self._text(surface, element)
        elif isinstance(element, Button):
            self._button(surface, element, focused=element.key == focus, hovered=element.key == hover)
        elif isinstance(element, Entry):
            self._entry(surface, element, focused=element.key == focus)
        elif isinstance(element, Drawing):
            element.paint(surface, element.box)

    def _radius(self, surface: pygame.Surface) -> int:
        return measures(surface.get_size(), self.theme.spacing).radius

    def _text(self, surface: pygame.Surface, text: Text) -> None:
        p = self.theme.palette
        colour = {"text": p.text, "muted": p.muted, "good": p.good, "fault": p.fault}[text.tone]
        box = text.box
        if text.state is not None:
            radius = round(text.size_px * 0.5)
            lead = text_lead(text.size_px, surface.get_size(), self.theme)
            at = (box.x + radius, box.y + round(text.size_px * LINE_PITCH / 2))
            self.marks.icon(surface, text.state, at, radius)
            box = Box(box.x + lead, box.y, max(1, box.w - lead), box.h)
        self.fonts.draw(surface, text.text, box, TextStyle(text.size_px, colour, text.weight, text.align))

    def _fill(self, button: Button, hovered: bool) -> tuple[Colour, Colour, Colour | None]:
        """Fill, words and rim of a button."""
        p = self.theme.palette
        fill, words = p.panel, p.text
        rim: Colour | None = p.track
        if button.kind == "primary":
            fill, words, rim = p.good, p.background, None
        elif button.kind == "danger":
            fill, words, rim = p.stop, p.background, None
        elif button.on and _narrow(button):
            fill, words, rim = p.text, p.background, None
        elif button.on:
            fill, rim = mixed(p.panel, p.good, 0.16), p.good
        return (mixed(fill, p.text, 0.08) if hovered and rim else fill), words, rim

    def _button(self, surface: pygame.Surface, button: Button, *, focused: bool, hovered: bool) -> None:
        fill, words, rim = self._fill(button, hovered)
        surface.blit(self._plate(surface, button.box, fill, rim), button.box[:2])
        if focused:
            line = max(2, round(self._radius(surface) * 0.22))
            ring = pygame.Rect(button.box).inflate(2 * line, 2 * line)
            pygame.draw.rect(surface, self.theme.palette.text, ring, line, border_radius=self._radius(surface) + line)
        for place in button_places(button, surface.get_size(), self.theme, self.fonts):
            if isinstance(place, Text):
                colour = words if place.tone == "text" or rim is None else self.theme.palette.muted
                self.fonts.draw(
                    surface, place.text, place.box, TextStyle(place.size_px, colour, place.weight, place.align)
                )
            else:
                name = "tick" if button.on and button.kind == "choice" else button.sign
                if name is not None:
                    surface.blit(sign(name, place.w, words), place[:2])

    def _entry(self, surface: pygame.Surface, entry: Entry, *, focused: bool) -> None:
        p, m = self.theme.palette, measures(surface.get_size(), self.theme.spacing)
        rim = p.good if focused else p.muted
        surface.blit(self._plate(surface, entry.box, p.panel, rim), entry.box[:2])
        inner = entry.box.inset(m.pad // 2)
        text, colour = (entry.value, p.text) if entry.value else (entry.hint, p.muted)
        drawn = self.fonts.draw(surface, text or " ", inner, TextStyle(entry.size_px, colour))
        if focused:
            x = drawn.right + 2 if entry.value else inner.x - m.gap // 2
            pygame.draw.rect(surface, p.text, (x, inner.y + inner.h // 6, max(2, inner.h // 20), inner.h * 2 // 3))

    def _plate(self, surface: pygame.Surface, box: Box, fill: Colour, rim: Colour | None) -> pygame.Surface:
        radius = self._radius(surface)
        key = box.w, box.h, radius, fill, rim
        if key not in self._plates:
            if len(self._plates) > 96:
                self._plates.clear()
            plate = pygame.Surface((box.w, box.h), pygame.SRCALPHA, 32)
            pygame.draw.rect(plate, fill, plate.get_rect(), border_radius=radius)
            if rim is not None:
                pygame.draw.rect(plate, rim, plate.get_rect(), max(2, radius // 7), border_radius=radius)
            self._plates[key] = plate
        return self._plates[key]


def _narrow(button: Button) -> bool:
    """Too narrow for a tick beside its word (a figure on a scale): it is turned to its negative when it is on."""
    return button.box.w < 4 * button.size_px


def text_lead(size_px: int, window: tuple[int, int], theme: Theme) -> int:
    """Width that a sign before words takes up, gap included."""
    return size_px + measures(window, theme.spacing).gap


def button_places(button: Button, window: tuple[int, int], theme: Theme, fonts: Fonts) -> list[Text | Box]:
    """Where a button's sign (a Box) and words (Texts) stand: in the middle, the sign before the words."""
    m = measures(window, theme.spacing)
    inner = button.box.inset(max(4, m.pad // 2))
    marked = button.sign is not None or (button.on and button.kind == "choice" and not _narrow(button))
    size = round(button.size_px * _SIGN) if marked else 0
    if marked and not button.text:
        side = min(inner.w, inner.h, round(size * 1.2))
        return [Box(inner.centre[0] - side // 2, inner.centre[1] - side // 2, side, side)]
    size = min(size, inner.h)
    lead = size + m.gap if size else 0
    note_h = round(button.size_px * _NOTE * LINE_PITCH) if button.note else 0
    room = Box(inner.x + lead, inner.y, max(1, inner.w - lead), max(1, inner.h - note_h))
    fit = fonts.fit(button.text, "heavy", (room.w, room.h), button.size_px)
    wide = max(fonts.width(line, "heavy", fit.size_px) for line in fit.lines)
    note = round(button.size_px * _NOTE)
    if button.note:
        wide = max(wide, min(room.w, fonts.width(button.note, "text", note)))
    left = inner.x + (inner.w - lead - wide) // 2
    top = inner.y + (inner.h - fit.height - note_h) // 2
    align: Align = "left" if marked else "centre"
    places: list[Text | Box] = [
        Text(Box(left + lead, top, wide, fit.height), button.text, fit.size_px, "heavy", align=align)
    ]
    if button.note:
        places.append(
            Text(Box(left + lead, top + fit.height, wide, note_h), button.note, note, tone="muted", align=align)
        )
    if size:
        places.append(Box(left, inner.centre[1] - size // 2, size, size))
    return places
