"""What pages that follow one another share: dots that show how far, the row of buttons below, words in the middle."""

from collections.abc import Callable, Sequence
from typing import Final

import pygame

from coach.ui.app import Move
from coach.ui.elements import Button, Tone
from coach.ui.layout import Box
from coach.ui.page import Page
from coach.ui.room import Role, Room, columns
from coach.ui.theme import State

_DOT: Final = 0.5
"""A dot's width as a share of a label's em."""


def centred(room: Room, fill: Callable[[Room], None], lean: float = 0.5) -> None:
    """Fill a room so that what is left over stands above and below; `lean` 0 puts all of it below, 1 above."""
    trial = Room(room.window, room.box, room.theme, room.fonts, room.scale)
    trial.take(room.left.y - room.box.y)
    fill(trial)
    spare = 0 if trial.too_full else trial.left.h
    room.take(round(spare * lean))
    fill(room)


def dots(room: Room, box: Box, at: int, of: int) -> None:
    """Dots from the left of a box, one a page. Page `at` (from 0) is a long one, so that it is told by shape too."""
    radius = max(3, round(room.em("label") * _DOT / 2))
    palette = room.theme.palette

    def paint(surface: pygame.Surface, where: Box) -> None:
        x, y = where.x, where.y + where.h // 2 - radius
        for number in range(of):
            wide = radius * (6 if number == at else 2)
            colour = palette.good if number == at else palette.muted
            rim = 0 if number <= at else max(1, radius // 3)
            pygame.draw.rect(surface, colour, (x, y, wide, 2 * radius), rim, border_radius=radius)
            x += wide + 2 * radius

    room.drawing(Box(box.x, box.y, min(box.w, radius * (4 * of + 2)), box.h), paint)


def foot(room: Room, *buttons: Button, shares: Sequence[float] = (), lines: float = 1.0) -> None:
    """Buttons at the foot of a page: side by side, or one below the other where a tall window leaves too little width
    for their words; what most people want next is lowest then, nearest the thumb."""
    high = room.button_height(lines)
    cells = columns(room.box, *(shares or (1.0,) * len(buttons)), gap=room.m.gap)
    fits = all(_width(room, button) <= cell.w for button, cell in zip(buttons, cells, strict=True))
    if room.wide or fits:
        low = room.part(room.foot(high))
        low.buttons(*buttons, height=high, shares=shares)
        return
    low = room.part(room.foot(len(buttons) * high + (len(buttons) - 1) * room.m.gap))
    for number, button in enumerate(sorted(buttons, key=lambda button: button.kind == "primary")):
        low.gap(1.0 if number else 0.0)
        low.buttons(button, height=high)


def _width(room: Room, button: Button) -> int:
    """Width that a button's sign and words need."""
    lead = button.size_px + room.m.gap if button.sign else 0
    return room.fonts.width(button.text, "heavy", button.size_px) + lead + room.m.pad


def back(room: Room) -> None:
    """A page whose only button at the foot is Back."""
    low = room.part(room.foot(room.button_height()))
    low.put(low.button("back", "Back", sign="back"), columns(low.box, 1.0, 1.0, 1.0, gap=low.m.gap)[0])


def foot_note(room: Room, text: str, *, tone: Tone = "text", state: State | None = None, role: Role = "label") -> None:
    """A small text at the foot of what is left."""
    em = room.em(role)
    wide = max(1, room.box.w - (room.lead(em) if state else 0))
    high = room.fonts.fit(text, "text", (wide, 100_000), em).height
    room.part(room.foot(high)).text(text, role, tone=tone, state=state)


class StepPage(Page):
    """A page on a way: Escape presses what `escape` names, by default its Back button."""

    escape = "back"

    def handle(self, event: pygame.event.Event) -> Move | None:
        """Escape stays on the way; all else is as on any page."""
        if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            return self.press(self.escape)
        return super().handle(event)


class FilledPage(StepPage):
    """One of several pages that share what stands around their own things."""

    def fill(self, room: Room) -> None:
        """The page's own things."""
        raise NotImplementedError

    def pressed(self, key: str) -> Move | None:
        """A button of the page's own was pressed."""

    def leave(self) -> None:
        """The page is left, by whatever way."""
