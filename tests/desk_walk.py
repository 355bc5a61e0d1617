"""A person before the window, for tests of screens: presses what is there, and the stack of screens follows."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pygame
from desk_fake import FakeDesk
from page_check import painter
from ui_samples import FONTS

from coach.ui.app import Move
from coach.ui.elements import Button, Entry
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.screens.home import HomePage

SIZE: Final = (1280, 720)
DATA: Final = Path("a", "folder", "of", "mine")
NONE: Final = ("on",) * 5
"""Clicks that answer each page of questions with "none of these"."""


@lru_cache(maxsize=8)
def paint(scale: float = 1.0, *, light: bool = False) -> Painter:
    """One painter a theme: loading fonts anew for each test would take most of its time."""
    return painter(FONTS, scale, light=light)


class Ended(Page):
    """Stands for a screen of somebody else's."""

    def __init__(self, painter: Painter, name: str) -> None:
        super().__init__(painter)
        self.name = name

    def compose(self, room: Any) -> None:
        room.text(self.name)


class Walk:
    """A person before the window: a stack of screens as the app keeps it."""

    def __init__(self, desk: FakeDesk, *, posture: bool = True) -> None:
        self.desk, self.paint = desk, paint()
        self.restyled = 0
        rooms: Any = {"start": lambda plan: Ended(self.paint, f"session {plan}"), "history": self._to("history")}
        rooms |= {"posture": self._to("posture")} if posture else {}
        self.home = HomePage(self.paint, desk, rooms, restyle=self._restyle, data_dir=DATA)
        self.stack: list[Any] = [self.home]
        self.frame()

    def _to(self, name: str) -> Callable[[], Ended]:
        return lambda: Ended(self.paint, name)

    def _restyle(self) -> None:
        self.restyled += 1

    @property
    def at(self) -> Any:
        return self.stack[-1]

    @property
    def place(self) -> str:
        """Where we are: the page's class, or the name of somebody else's screen."""
        return "out" if not self.stack else getattr(self.at, "name", type(self.at).__name__)

    def _apply(self, move: Move | None) -> None:
        if move is None or move.kind == "stay":
            return
        if move.kind in ("back", "replace"):
            self.stack.pop()
        if move.screen is not None:
            self.stack.append(move.screen)
            self.frame()

    def frame(self, dt_s: float = 1 / 60) -> None:
        self._apply(self.at.update(dt_s))

    def buttons(self) -> list[str]:
        return [e.key for e in self.at.elements(SIZE) if isinstance(e, Button)]

    def click(self, *keys: str) -> "Walk":
        for key in keys:
            box = next(e.box for e in self.at.elements(SIZE) if isinstance(e, Button | Entry) and e.key == key)
            for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
                move = self.at.handle(pygame.event.Event(kind, pos=box.centre, button=pygame.BUTTON_LEFT))
            self._apply(move)
        return self

    def key(self, *codes: int) -> "Walk":
        for code in codes:
            move = self.at.handle(pygame.event.Event(pygame.KEYDOWN, key=code, mod=0))
            self._apply(Move("back") if move is None and code == pygame.K_ESCAPE else move)
        return self

    def type(self, text: str) -> "Walk":
        for char in text:
            self._apply(self.at.handle(pygame.event.Event(pygame.TEXTINPUT, text=char)))
        return self
