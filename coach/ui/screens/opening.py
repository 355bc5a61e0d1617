"""While the desk is still reading: one calm line, and on to the first screen the moment it is ready."""

from collections.abc import Callable

import pygame

from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.steps import centred


class OpeningPage(Page):
    """Waits for the desk, then gives way to what `then` makes; what stops that is shown in words."""

    def __init__(self, painter: Painter, desk: Desk, then: Callable[[], Screen]) -> None:
        super().__init__(painter)
        self._desk, self._then = desk, then

    def compose(self, room: Room) -> None:
        """What is being waited for, or what went wrong."""
        text = self._desk.message if not self._desk.ready else ""
        if not text:
            centred(room, _waiting)
            return
        foot = room.part(room.foot(room.button_height()))
        foot.buttons(foot.button("close", "Close", "primary", shortcut=pygame.K_ESCAPE))
        centred(room, lambda part: _say(part, text))

    def update(self, dt_s: float) -> Move | None:
        """Go on when the desk is ready."""
        return Move("replace", self._then()) if self._desk.ready else None

    def press(self, key: str) -> Move | None:
        """The only button closes."""
        return Move("back")


def _waiting(room: Room) -> None:
    room.text("Reading your plan ...", "heading", tone="muted", align="centre")


def _say(room: Room, text: str) -> None:
    room.text(text, "heading", state="fault")
