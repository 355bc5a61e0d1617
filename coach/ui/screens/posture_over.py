"""Any other page over posture watch: the watch goes on behind it."""

import pygame

from coach.ui.app import Move, Screen
from coach.ui.watch import Watch


class OverWatch:
    """A screen that knows nothing of the watch, and whatever it leads to.

    Args:
        screen: what is shown.
    """

    calm_s = 0.5

    def __init__(self, screen: Screen, watch: Watch) -> None:
        self._screen, self._watch = screen, watch

    def handle(self, event: pygame.event.Event) -> Move | None:
        """As the screen does."""
        return self._over(self._screen.handle(event))

    def update(self, dt_s: float) -> Move | None:
        """The watch goes on, and the screen."""
        self._watch.tick()
        return self._over(self._screen.update(dt_s))

    def draw(self, surface: pygame.Surface) -> None:
        """As the screen does."""
        self._screen.draw(surface)

    def _over(self, move: Move | None) -> Move | None:
        if move is None or move.screen is None:
            return move
        return Move(move.kind, OverWatch(move.screen, self._watch))
