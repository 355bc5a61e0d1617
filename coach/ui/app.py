"""The window: one stack of screens, one loop."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import pygame

from coach.ports import Clock, OutputError

FRAME_S: Final = 1 / 60
"""Shortest time between two drawn frames, seconds."""
LONGEST_STEP_S: Final = 0.25
"""Longest step told to a screen, seconds: after a pause (lid closed) animations go on where they were."""
SMALLEST_PX: Final = (320, 180)

_WINDOWLESS: Final = ("offscreen", "dummy", "evdev")
"""SDL falls back to such drivers silently: a window nobody can see."""


class Screen(Protocol):
    """One thing the window shows."""

    def handle(self, event: pygame.event.Event) -> "Move | None":
        """React to a key, click or touch. None leaves it to the app (Escape goes back)."""
        ...

    def update(self, dt_s: float) -> "Move | None":
        """Go on by `dt_s` seconds. Never blocks."""
        ...

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the whole surface, whatever its size."""
        ...


@dataclass(frozen=True, slots=True)
class Move:
    """A change of screens: `push` and `replace` need the screen to go to; `stay` only says the event was used."""

    kind: Literal["stay", "push", "replace", "back", "quit"]
    screen: Screen | None = None


class App:
    """Runs screens in a window until the last one is left or the window is closed."""

    def __init__(self, clock: Clock, title: str = "Backcoach", size: tuple[int, int] = (1280, 720)) -> None:
        self._clock = clock
        self._title = title
        self._size = size
        self._stack: list[Screen] = []

    def run(self, first: Screen) -> None:
        """Open the window, show `first`, and come back when the person is done. The window is closed in any case.

        Raises:
            OutputError: there is no display.
        """
        with _window(self._title, self._size):
            self._stack = [first]
            before = self._clock.now_s()
            while self._stack:
                now = self._clock.now_s()
                self._frame(min(LONGEST_STEP_S, max(0.0, now - before)))
                before = now
                self._clock.sleep(max(0.0, FRAME_S - (self._clock.now_s() - now)))

    def _frame(self, dt_s: float) -> None:
        for event in pygame.event.get():
            self._apply(self._reaction(event))
            if not self._stack:
                return
        self._apply(self._stack[-1].update(dt_s))
        surface = pygame.display.get_surface()
        if self._stack and surface is not None:
            self._stack[-1].draw(surface)
            pygame.display.flip()

    def _reaction(self, event: pygame.event.Event) -> Move | None:
        if event.type == pygame.QUIT:
            return Move("quit")
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_f, pygame.K_F11):
            pygame.display.toggle_fullscreen()
            return None
        reaction = self._stack[-1].handle(event)
        if reaction is None and event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            return Move("back")
        return reaction

    def _apply(self, move: Move | None) -> None:
        if move is None or move.kind == "stay":
            return
        if move.kind == "quit":
            self._stack.clear()
            return
        if move.kind in ("back", "replace"):
            self._stack.pop()
        if move.screen is not None:
            self._stack.append(move.screen)


@contextmanager
def _window(title: str, size: tuple[int, int]) -> Iterator[None]:
    """A resizable window. Only the display is started: the sound device is not this module's to open."""
    try:
        pygame.display.init()
        driver = pygame.display.get_driver()
        if driver in _WINDOWLESS and os.environ.get("SDL_VIDEODRIVER") != driver:
            raise pygame.error(f"only the {driver} driver is there")
        pygame.display.set_mode(size, pygame.RESIZABLE)
    except pygame.error as error:
        pygame.display.quit()
        raise OutputError("No window can be opened, because there is no display here.") from error
    try:
        pygame.display.set_caption(title)
        pygame.display.set_allow_screensaver(False)
        yield
    finally:
        pygame.display.quit()
