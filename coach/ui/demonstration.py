"""An exercise shown in motion: its film where there is one, else the mannequin going through the file's keyframes."""

from collections.abc import Callable
from typing import Final

import numpy as np
import pygame

from coach.core import figure
from coach.core.demo import Demo
from coach.core.keyframes import posture_at
from coach.core.spec import Exercise
from coach.ports import Film, Picture
from coach.ui.figure_view import FigureView, region_of
from coach.ui.layout import Box, fitted
from coach.ui.pictures import ScaledPicture
from coach.ui.theme import Palette

FILM_FPS: Final = 25.0
FIGURE_FPS: Final = 15.0
"""How often a film and the mannequin move on, pictures a second."""
FIGURE_PX: Final = (640, 360)
"""The mannequin is drawn at this size and scaled to where it is shown, so that its pictures can be kept. Lower it
where memory is short, raise it when it looks soft."""
MOST_KEPT: Final = 120
"""So many pictures of the mannequin are kept, 0.7 MB each; beyond that they are drawn anew."""

_GRAIN: Final = 400
"""Postures are one picture where no point differs by more than one part in so many of the picture's width."""


class MannequinFilm:
    """The mannequin as pictures in time; each is drawn once, and drawn only when it is due.

    A movement out and back goes through the same postures twice: they are told by their points, and kept once.
    """

    def __init__(self, demo: Demo, palette: Palette) -> None:
        self._demo, self._palette = demo, palette
        self._view = FigureView(palette)
        # The widest postures are the keyframes; all pictures of a loop would take too long to look through.
        self._region = region_of([figure.pose_at(demo, frame.t) for frame in demo.keyframes])
        self._kept: dict[bytes, pygame.Surface] = {}

    def picture(self, t_s: float) -> pygame.Surface:
        """The picture at a time since the start, seconds; it loops. Do not draw on it."""
        last = self._demo.keyframes[-1].t
        index = int(t_s * FIGURE_FPS) % max(1, int(last * FIGURE_FPS))
        pose = figure.pose_at(self._demo, index / FIGURE_FPS)
        key = np.round(pose.points[:, :2] * _GRAIN).astype(np.int16).tobytes()
        if key in self._kept:
            return self._kept[key]
        sheet = pygame.Surface(FIGURE_PX, 0, 24)
        sheet.fill(self._palette.floor)
        curl = posture_at(self._demo, pose.t_s).curl
        self._view.draw(sheet, Box(0, 0, *FIGURE_PX), pose, self._region, curl)
        if len(self._kept) < MOST_KEPT:
            self._kept[key] = sheet
        return sheet


class Demonstration:
    """One exercise's demonstration: `pass_time` every frame, then `draw`.

    Args:
        film: asked once for the film of an exercise by id; None means there is none.
    """

    def __init__(self, exercise: Exercise, palette: Palette, film: Callable[[str], Film | None]) -> None:
        self.exercise = exercise
        self._palette = palette
        self._film = film(exercise.id)
        self._scaled = ScaledPicture()
        self._mannequin: MannequinFilm | None = None
        self._shown: tuple[tuple[pygame.Surface, tuple[int, int]], pygame.Surface] | None = None
        self._t_s = 0.0
        self._picture: tuple[int, Picture] | None = None

    @property
    def filmed(self) -> bool:
        """Whether it is a film."""
        return self._film is not None

    def pass_time(self, dt_s: float) -> None:
        """Let time pass."""
        self._t_s += dt_s

    def show_at(self, t_s: float) -> None:
        """Show the moment of a time since the start, seconds; it loops."""
        self._t_s = t_s

    def draw(self, surface: pygame.Surface, box: Box) -> None:
        """Draw it as large as fits into the box."""
        if self._film is not None:
            image = self._still(self._film)
            self._scaled.draw(surface, image, fitted((image.shape[1], image.shape[0]), box))
            return
        if self._mannequin is None:
            self._mannequin = MannequinFilm(self.exercise.demo, self._palette)
        place = fitted(FIGURE_PX, box)
        source = self._mannequin.picture(self._t_s)
        if self._shown is None or self._shown[0] != (source, (place.w, place.h)):
            self._shown = (source, (place.w, place.h)), pygame.transform.smoothscale(source, (place.w, place.h))
        surface.blit(self._shown[1], (place.x, place.y))

    def _still(self, film: Film) -> Picture:
        """The film's picture of now; asked for only when the next one is due."""
        number = int(self._t_s * FILM_FPS)
        if self._picture is None or self._picture[0] != number:
            self._picture = number, film.picture(number / FILM_FPS)
        return self._picture[1]

    def close(self) -> None:
        """Let go of the film."""
        film, self._film = self._film, None
        if film is not None:
            film.close()
