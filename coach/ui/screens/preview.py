"""A looping demonstration figure."""

from collections.abc import Sequence

import pygame

from coach.core.pace import Pace, moment
from coach.core.pose import Pose
from coach.ui.app import Move
from coach.ui.figure_view import FigureView, region_of
from coach.ui.layout import Box
from coach.ui.text import Fonts
from coach.ui.theme import Theme

CAPTION_SHARE = 0.1


class PreviewScreen:
    """The figure going through its movement again and again; Escape leaves.

    Args:
        poses: one loop, in time order. fps: their rate. title: shown above. pace: its steps are told in step.
        curls: by how many degrees the back is rounded in each; left out, it is straight.
    """

    def __init__(
        self,
        poses: Sequence[Pose],
        fps: float,
        title: str,
        theme: Theme,
        pace: Pace | None = None,
        curls: Sequence[float] = (),
    ) -> None:
        self._poses, self._fps, self._title, self._theme = poses, fps, title, theme
        self._curls = curls or (0.0,) * len(poses)
        self._fonts = Fonts(theme.fonts_dir)
        self._figure = FigureView(theme.palette)
        self._region = region_of(poses)
        self._elapsed_s = 0.0
        self._pace = pace

    def handle(self, event: pygame.event.Event) -> Move | None:
        """Escape goes back."""
        if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            return Move("back")
        return None

    def update(self, dt_s: float) -> Move | None:
        """Let time pass."""
        self._elapsed_s += dt_s
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """Draw title and figure."""
        width, height = surface.get_size()
        top = int(height * CAPTION_SHARE)
        surface.fill(self._theme.palette.background)
        index = int(self._elapsed_s * self._fps) % len(self._poses)
        box = Box(0, top, width, height - top)
        self._figure.draw(surface, box, self._poses[index], self._region, self._curls[index])
        title = self._title
        if self._pace is not None:
            title += f": {self._pace.steps[moment(self._pace, index / self._fps).step].word}"
        line = self._fonts.line(title, "heavy", int(top * 0.6), self._theme.palette.text)
        surface.blit(line, ((width - line.get_width()) // 2, top // 5))
