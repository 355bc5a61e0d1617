"""The window itself, and the greeting in it while the rest is being loaded. Loads little, for it comes first."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pygame

from coach.errors import OutputError
from coach.ui.layout import Box, em_px
from coach.ui.text import Fonts, TextStyle
from coach.ui.theme import DARK, TypeScale

TITLE: Final = "Backcoach"
SIZE: Final = (1280, 720)

_WINDOWLESS: Final = ("offscreen", "dummy", "evdev")
"""SDL falls back to such drivers silently: a window nobody can see."""


@contextmanager
def opened(title: str = TITLE, size: tuple[int, int] = SIZE) -> Iterator[pygame.Surface]:
    """A resizable window, closed at the end; one that is open already is taken over.

    Raises:
        OutputError: there is no display.
    """
    surface = pygame.display.get_surface() or _open(title, size)
    try:
        yield surface
    finally:
        pygame.display.quit()


def greet(fonts_dir: Path) -> None:
    """Open the window with the program's name in it, and leave it open for `opened` to take over.

    Raises:
        OutputError: there is no display.
    """
    surface = _open(TITLE, SIZE)
    surface.fill(DARK.background)
    style = TextStyle(em_px(1.4 * TypeScale().title, surface.get_size()), DARK.text, "heavy", "centre")
    Fonts(fonts_dir).draw(surface, TITLE, Box(0, 0, *surface.get_size()), style)
    pygame.display.flip()
    pygame.event.pump()


def _open(title: str, size: tuple[int, int]) -> pygame.Surface:
    """Only the display is started: the sound device is not this module's to open."""
    try:
        pygame.display.init()
        driver = pygame.display.get_driver()
        if driver in _WINDOWLESS and os.environ.get("SDL_VIDEODRIVER") != driver:
            raise pygame.error(f"only the {driver} driver is there")
        if driver == "x11":
            # Pictures go to the display as they are. By way of a texture they cost 8 ms each where the graphics are
            # done in software (measured at 1280x720), against 0.6 ms so.
            os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
        surface = pygame.display.set_mode(size, pygame.RESIZABLE)
    except pygame.error as error:
        pygame.display.quit()
        raise OutputError("No window can be opened, because there is no display here.") from error
    pygame.display.set_caption(title)
    pygame.display.set_allow_screensaver(False)
    return surface
