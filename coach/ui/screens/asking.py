"""A question from 0 to 10 within a session."""

from collections.abc import Callable

import pygame

from coach.ui.app import Move
from coach.ui.screens.scale import PAIN_ENDS, ScalePage
from coach.ui.screens.stage import Showing


class AskPage(ScalePage):
    """The scale, while the session goes on behind it; arguments as `ScalePage`."""

    def __init__(
        self,
        showing: Showing,
        question: str,
        told: Callable[[int], Move],
        *,
        ends: tuple[str, str] = PAIN_ENDS,
        skip: Callable[[], Move] | None = None,
        back: Callable[[], Move] | None = None,
    ) -> None:
        super().__init__(showing.painter, question, told, ends=ends, skip=skip, back=back)
        self._showing, self._at, self._over = showing, showing.at, skip

    def update(self, dt_s: float) -> Move | None:
        """Let the session go on; give way when its stage is another one."""
        self._showing.guide.tick()
        return self._showing.onward() if self._showing.at != self._at else None

    def handle(self, event: pygame.event.Event) -> Move | None:
        """Escape passes over a question that may be passed over: what was done is still to be shown."""
        if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE and self._over is not None:
            return self._over()
        return super().handle(event)
