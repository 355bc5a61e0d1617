"""The one question that is asked again and again: a number from 0 to 10, in one press."""

from collections.abc import Callable
from typing import Final

import pygame

from coach.core.safety import PAIN_TOP
from coach.ui.app import Move
from coach.ui.elements import Button, Text
from coach.ui.layout import LINE_PITCH, Box
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.room import Room, columns
from coach.ui.screens.steps import centred
from coach.ui.text import Align

PAIN_ENDS: Final = ("none", "worst I can imagine")
EFFORT_ENDS: Final = ("no effort", "the hardest")

_FIGURE: Final = 0.52
"""Em of a figure as a share of its button's width: two of them fit side by side."""

_KEYPAD: Final = (
    pygame.K_KP0,
    pygame.K_KP1,
    pygame.K_KP2,
    pygame.K_KP3,
    pygame.K_KP4,
    pygame.K_KP5,
    pygame.K_KP6,
    pygame.K_KP7,
    pygame.K_KP8,
    pygame.K_KP9,
)


class ScalePage(Page):
    """Asks for a number from 0 to 10. Keys 0 to 9 answer at once; arrows and Enter reach every number.

    Args:
        question: in large type. note: a line below it.
        told: takes the number and says where to go.
        ends: words below 0 and 10. chosen: marked as the answer given before.
        skip: where to go without an answer; without it the question can't be passed over.
        back: where Back goes; without it there is no such button (Escape still goes back).
    """

    def __init__(
        self,
        painter: Painter,
        question: str,
        told: Callable[[int], Move],
        *,
        ends: tuple[str, str] = PAIN_ENDS,
        note: str = "",
        chosen: int | None = None,
        skip: Callable[[], Move] | None = None,
        back: Callable[[], Move] | None = None,
    ) -> None:
        super().__init__(painter)
        self._question, self._note, self._ends, self._chosen = question, note, ends, chosen
        self._told, self._skip, self._go_back = told, skip, back

    def compose(self, room: Room) -> None:
        """Question, figures, the words at both ends; Back and Skip at the foot."""
        foot = [room.button("back", "Back", sign="back")] if self._go_back else []
        foot += [room.button("skip", "Skip")] if self._skip else []
        if foot:
            low = room.part(room.foot(room.button_height()))
            half = columns(low.box, *(1.0,) * max(2, len(foot)), gap=room.m.gap)
            for button, box in zip(foot, half if len(foot) > 1 or self._go_back else half[1:], strict=False):
                low.put(button, box)
        centred(room, self._ask)

    def _ask(self, room: Room) -> None:
        room.text(self._question, "title", weight="heavy", align="centre")
        if self._note:
            room.gap()
            room.text(self._note, tone="muted", align="centre")
        room.gap(3 if room.wide else 2)
        in_rows = ((0, 11),) if room.wide else ((0, 6), (6, 11))
        most = in_rows[0][1]
        cell = (room.box.w - (most - 1) * room.m.gap) // most
        high = max(room.button_height(), round(cell * (1.25 if room.wide else 1.0)))
        if not room.wide:
            self._end(room, self._ends[0], "left")
            room.gap(0.5)
        for number, (first, end) in enumerate(in_rows):
            room.gap(1.0 if number else 0.0)
            line = columns(room.take(high), *(1.0,) * most, gap=room.m.gap)
            for figure, box in zip(range(first, end), line, strict=False):
                room.put(self._figure(room, figure, box.w), box)
        room.gap(0.5)
        self._last(room)

    def _figure(self, room: Room, figure: int, width: int) -> Button:
        em = min(room.em("title"), round(width * _FIGURE))
        shortcut = pygame.K_0 + figure if figure < PAIN_TOP else None
        on = figure == self._chosen
        return Button(f"n{figure}", Box(0, 0, 1, 1), str(figure), em, "choice", on, shortcut=shortcut)

    def _last(self, room: Room) -> None:
        """The words below the figures: both ends side by side, or only the upper one where 0 stands a row above."""
        if not room.wide:
            self._end(room, self._ends[1], "right")
            return
        em = room.em("body")
        box = room.take(round(em * LINE_PITCH))
        left, right = columns(box, 1.0, 1.0, gap=room.m.gap)
        room.elements.append(Text(left, self._ends[0], em, tone="muted"))
        room.elements.append(Text(right, self._ends[1], em, tone="muted", align="right"))

    @staticmethod
    def _end(room: Room, words: str, align: Align) -> None:
        em = room.em("body")
        room.elements.append(Text(room.take(round(em * LINE_PITCH)), words, em, tone="muted", align=align))

    def press(self, key: str) -> Move | None:
        """A number answers."""
        if key == "back" and self._go_back:
            return self._go_back()
        if key == "skip" and self._skip:
            return self._skip()
        return self._told(int(key[1:]))

    def handle(self, event: pygame.event.Event) -> Move | None:
        """The keypad's figures answer too, and Escape goes where Back goes."""
        if event.type == pygame.KEYDOWN and event.key in _KEYPAD:
            return self._told(_KEYPAD.index(event.key))
        if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE and self._go_back:
            return self._go_back()
        return super().handle(event)
