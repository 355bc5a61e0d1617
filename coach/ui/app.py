"""The window: one stack of screens, one loop."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import pygame

from coach.ports import Clock
from coach.ui.window import opened

FRAME_S: Final = 1 / 60
"""Shortest time between two drawn frames, seconds."""
FADE_S: Final = 0.2
"""A new screen fades in over this many seconds: nothing pops. Between 0.15 and 0.25; estimated."""
LONGEST_STEP_S: Final = 0.25
"""Longest step told to a screen, seconds: after a pause (lid closed) animations go on where they were."""
SMALLEST_PX: Final = (320, 180)

CALM_STEP_S: Final = 0.25
"""A calm screen's `update` is called at least this often, seconds, drawn or not: four times a second."""
ANSWER_S: Final = 0.04
"""A calm screen looks for keys and clicks this often, seconds. Shorter answers sooner and costs more; 50 ms at most."""


class Screen(Protocol):
    """One thing the window shows.

    A calm screen also says `calm_s`, seconds that may go by between two drawn frames while nothing happens; 0 for now
    means 60 frames a second. It may change at any time: it is asked after every `update`.
    """

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

    def __init__(
        self,
        clock: Clock,
        title: str = "Backcoach",
        size: tuple[int, int] = (1280, 720),
        on_frame: Callable[[float, float], None] | None = None,
        tick: Callable[[], object] = lambda: None,
    ) -> None:
        """`on_frame` is told of every drawn frame: seconds since the one before, and seconds of work in it. `tick` is
        called with every `update`, whichever screen is shown, drawn or not: for what goes on behind all of them."""
        self._clock = clock
        self._on_frame, self._tick = on_frame, tick
        self._title = title
        self._size = size
        self._stack: list[Screen] = []
        self._shown: Screen | None = None
        self._fading: pygame.Surface | None = None
        self._fade_s = 0.0
        self._drawn_s = 0.0

    def run(self, first: Screen) -> None:
        """Open the window, show `first`, and come back when the person is done. The window is closed in any case.

        Raises:
            OutputError: there is no display.
        """
        with opened(self._title, self._size) as surface:
            # A window that is open already shows a greeting: it fades into the first screen.
            self._fading = surface.copy()
            self._stack = [first]
            before = due = self._drawn_s = self._clock.now_s()
            while self._stack:
                now = self._clock.now_s()
                since_s, before = now - before, now
                shown_s = self._drawn_s
                drawn = self._frame(min(LONGEST_STEP_S, max(0.0, since_s)), now)
                done = self._clock.now_s()
                if drawn and self._on_frame is not None:
                    self._on_frame(now - shown_s, done - now)
                # By the beat, not by the pause: a frame that came late does not put off the next one.
                due = max(due + FRAME_S, done)
                if (calm_s := self._calm_s) > 0:
                    self._rest(done + min(CALM_STEP_S, calm_s))
                    due = self._clock.now_s()
                else:
                    self._clock.sleep(max(0.0, due - done))

    @property
    def _calm_s(self) -> float:
        """Seconds that may go by until the next drawn frame; 0 while the picture moves."""
        if not self._stack or self._fading is not None or self._stack[-1] is not self._shown:
            return 0.0
        return float(getattr(self._stack[-1], "calm_s", 0.0))

    def _rest(self, until_s: float) -> None:
        """Wait, or come back as soon as there is a key, a click or another event."""
        while (left_s := until_s - self._clock.now_s()) > 0:
            self._clock.sleep(min(left_s, ANSWER_S))
            if pygame.event.peek():
                return

    def _frame(self, dt_s: float, now_s: float) -> bool:
        """Events, update, and a picture where one is due; whether there was one."""
        events = pygame.event.get()
        for event in events:
            self._apply(self._reaction(event))
            if not self._stack:
                return False
        self._tick()
        self._apply(self._stack[-1].update(dt_s))
        surface = pygame.display.get_surface()
        if not self._stack or surface is None:
            return False
        if not events and now_s - self._drawn_s < self._calm_s:
            return False
        self._draw(surface, dt_s)
        pygame.display.flip()
        self._drawn_s = now_s
        return True

    def _draw(self, surface: pygame.Surface, dt_s: float) -> None:
        """Draw the top screen; when it is another one than before, the old picture fades out over it."""
        screen = self._stack[-1]
        if screen is not self._shown:
            if self._shown is not None:
                self._fading = surface.copy()
            # Its first picture is all of the old one, however long a calm screen had rested.
            self._fade_s, self._shown = -dt_s, screen
        screen.draw(surface)
        if self._fading is None:
            return
        self._fade_s += dt_s
        if self._fade_s >= FADE_S or self._fading.get_size() != surface.get_size():
            self._fading = None
            return
        self._fading.set_alpha(round(255 * (1 - self._fade_s / FADE_S)))
        surface.blit(self._fading, (0, 0))

    def _reaction(self, event: pygame.event.Event) -> Move | None:
        if event.type == pygame.QUIT:
            return Move("quit")
        reaction = self._stack[-1].handle(event)
        if reaction is None and event.type == pygame.KEYDOWN and event.key in (pygame.K_f, pygame.K_F11):
            # After the screen: a name may have an f in it.
            pygame.display.toggle_fullscreen()
            return None
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
