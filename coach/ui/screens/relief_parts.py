"""What the relief pages share: where their advice comes from, a clock in a ring, cards to read."""

import math
from collections.abc import Sequence
from typing import Final

from coach.core.care.relief import Card
from coach.ui.app import Move
from coach.ui.layout import Box
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.steps import StepPage, centred, dots, foot, foot_note
from coach.ui.session_parts import RingNumber

READING: Final = "Reading ..."
"""While the words have not been read yet."""


def source_note(room: Room, text: str) -> None:
    """Where a page's advice comes from: small, at the foot of what is left."""
    foot_note(room, f"Sources: {text}.", tone="muted")


def clock_words(left_s: float) -> str:
    """ "12:40": minutes and seconds, the second under way included."""
    whole = math.ceil(left_s - 1e-6)
    return f"{whole // 60}:{whole % 60:02d}"


def rest_words(left_s: float) -> tuple[str, str]:
    """ "1:45" and what that is: hours and minutes where it is long, else minutes."""
    minutes = max(1, math.ceil(left_s / 60 - 1e-6))
    if minutes < 60:
        return str(minutes), "minute to go" if minutes == 1 else "minutes to go"
    return f"{minutes // 60}:{minutes % 60:02d}", "hours to go"


def clock(room: Room, box: Box, told: tuple[str, str], share: float, *, on: bool = True) -> None:
    """Large figures in a ring of which `share` is left, and a word below them."""
    drawn = RingNumber((room.theme, room.fonts), box, *told, share, on=on)
    room.drawing(box, drawn.paint, drawn.texts)


class CardsPage(StepPage):
    """Cards to read, one a page; Back from the first leads to whatever lay below."""

    def __init__(self, painter: Painter, cards: Sequence[Card], number: int = 0) -> None:
        super().__init__(painter)
        self._cards, self._number = cards, number

    def compose(self, room: Room) -> None:
        """Title and sentences, large; sources at the foot."""
        card, last = self._cards[self._number], self._number + 1 == len(self._cards)
        on = room.button("done", "Done", "primary") if last else room.button("next", "Another", "primary", sign="right")
        foot(room, room.button("back", "Back", sign="back"), on)
        source_note(room, card.source)
        dots(room, room.take(room.em("label")), self._number, len(self._cards))
        room.gap()

        def say(part: Room) -> None:
            part.text(card.title, "title", weight="heavy")
            for line in card.lines:
                part.gap(1.6)
                part.text(line, "heading")

        centred(room, say, 0.4)

    def press(self, key: str) -> Move | None:
        """To the next card or the one before."""
        number = self._number + (1 if key == "next" else -1)
        if key == "done" or number < 0:
            return Move("back")
        return Move("replace", CardsPage(self.painter, self._cards, number))
