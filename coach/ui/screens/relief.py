"""For a sore back now: easy positions, slow breathing, warm or cold, moving, and when to get help."""

from typing import Final

from coach.core.safety import Help, Outcome
from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.elements import Button
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.room import Room, columns, rows
from coach.ui.screens.breathing import Pacer
from coach.ui.screens.questions import AdvicePage, LockedPage, ask
from coach.ui.screens.relief_words import (
    BREATHING,
    LADDER,
    LADDER_SOURCE,
    MOVING,
    POSITIONS,
    WARM_COLD,
    Leaf,
)
from coach.ui.screens.steps import StepPage, back, centred, dots, foot, foot_note

_CHOICES: Final = (
    ("positions", "Easy positions", "lie or sit with less strain"),
    ("breathing", "Breathe slowly", "with a circle to follow"),
    ("warm_cold", "Warm or cold", "how long, and how"),
    ("moving", "Keep moving", "a little, and often"),
    ("ladder", "When to see a doctor", "day by day"),
)
"""Key, words and note of each choice."""


class ReliefPage(Page):
    """The way to everything for a sore back. Help comes first."""

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter)
        self._desk = desk

    def compose(self, room: Room) -> None:
        """The safety questions in one wide button, then the choices."""
        back(room)
        room.text("For a sore back now", "title", weight="heavy")
        room.gap()
        room.text("Take your time. Nothing here is a must.", tone="muted")
        room.gap(1.5)
        help_words = "Exercise is locked: what to do now" if self._desk.locked else "Any of these? Get help now"
        note = "" if self._desk.locked else "numbness, weakness, trouble peeing, chest pain, a bad fall ..."
        room.buttons(room.button("help", help_words, "danger", note=note), height=room.button_height(1.9))
        room.gap(1.5)
        choices = [room.button(key, words, note=note) for key, words, note in _CHOICES]
        self._grid(room, choices, 2 if room.wide else 1)

    @staticmethod
    def _grid(room: Room, buttons: list[Button], across: int) -> None:
        lines = -(-len(buttons) // across)
        high = room.button_height(1.9)
        box = room.left
        tall = min(round(high * 1.5), (box.h - (lines - 1) * room.m.gap) // lines)
        for first in range(0, len(buttons), across):
            if first:
                room.gap()
            row = buttons[first : first + across]
            cells = columns(room.take(max(high, tall)), *(1.0,) * across, gap=room.m.gap)
            for button, cell in zip(row, cells, strict=False):
                room.put(button, cell)

    def press(self, key: str) -> Move | None:
        """Each choice has its page, and back leads here again."""
        if key == "back":
            return Move("back")
        if key == "help":
            return Move("push", self._questions())
        pages: dict[str, Screen] = {
            "positions": PositionPage(self.painter),
            "breathing": BreathingPage(self.painter),
            "warm_cold": LeafPage(self.painter, WARM_COLD),
            "moving": LeafPage(self.painter, MOVING),
            "ladder": LadderPage(self.painter),
        }
        return Move("push", pages[key])

    def _questions(self) -> Screen:
        if self._desk.locked:
            return LockedPage(self.painter, self._desk)
        return ask(self.painter, self._desk, self._answered, lambda: Move("back"))

    def _answered(self, outcome: Outcome) -> Move:
        screening = self._desk.screening()
        done = ("Back", lambda: Move("back"))
        if outcome == "soon":
            return Move("replace", AdvicePage(self.painter, screening.soon, done))
        clear = Help(title="Thank you", lines=(screening.clear,), source="")
        return Move("replace", AdvicePage(self.painter, clear, done, calm=True))


def _source(room: Room, text: str) -> None:
    foot_note(room, f"Sources: {text}.", tone="muted")


class PositionPage(StepPage):
    """One position of ease, with the breathing circle beside it."""

    def __init__(self, painter: Painter, number: int = 0, pacer: Pacer | None = None) -> None:
        super().__init__(painter)
        self._number = number
        self._pacer = pacer or Pacer(painter)

    def compose(self, room: Room) -> None:
        """Words in large type, the circle, Back and Next."""
        leaf = POSITIONS[self._number]
        last = self._number + 1 == len(POSITIONS)
        on = room.button("done", "Done", "primary") if last else room.button("next", "Another", sign="right")
        foot(room, room.button("back", "Back", sign="back"), on)
        _source(room, leaf.source)
        dots(room, room.take(room.em("label")), self._number, len(POSITIONS))
        room.gap()
        words, circle = columns(room.left, 1.15, 1.0, gap=room.m.pad) if room.wide else rows(room.left, 1.0, 1.0)
        self._pacer.fill(room, circle)

        def say(part: Room) -> None:
            part.text(leaf.title, "title", weight="heavy")
            for line in leaf.lines:
                part.gap(2)
                part.text(line, "heading")

        centred(room.part(words), say, 0.4)

    def update(self, dt_s: float) -> Move | None:
        """The circle goes on, from position to position as well."""
        self._pacer.update(dt_s)
        return None

    def press(self, key: str) -> Move | None:
        """To the next position or the one before; from the ends back to the choices."""
        number = self._number + (1 if key == "next" else -1)
        if key == "done" or number < 0:
            return Move("back")
        return Move("replace", PositionPage(self.painter, number, self._pacer))


class BreathingPage(StepPage):
    """The circle alone, as large as it gets."""

    def __init__(self, painter: Painter) -> None:
        super().__init__(painter)
        self._pacer = Pacer(painter)

    def compose(self, room: Room) -> None:
        """A few words and the circle."""
        back(room)
        words, circle = columns(room.left, 1.0, 1.6, gap=room.m.pad) if room.wide else rows(room.left, 1.0, 1.7)
        self._pacer.fill(room, circle)

        def say(part: Room) -> None:
            part.text("Breathe slowly", "title", weight="heavy")
            for line in BREATHING:
                part.gap(1.5)
                part.text(line)

        centred(room.part(words), say)

    def update(self, dt_s: float) -> Move | None:
        """The circle goes on."""
        self._pacer.update(dt_s)
        return None

    def press(self, key: str) -> Move | None:
        """Back."""
        return Move("back")


class LeafPage(StepPage):
    """A title and sentences."""

    def __init__(self, painter: Painter, leaf: Leaf) -> None:
        super().__init__(painter)
        self._leaf = leaf

    def compose(self, room: Room) -> None:
        """Sentences one by one, sources at the foot."""
        back(room)
        _source(room, self._leaf.source)

        def say(part: Room) -> None:
            part.text(self._leaf.title, "title", weight="heavy")
            part.gap(0.5)
            for line in self._leaf.lines:
                part.gap(1.4)
                part.text(line, state="idle")

        centred(room, say, 0.4)

    def press(self, key: str) -> Move | None:
        """Back."""
        return Move("back")


class LadderPage(StepPage):
    """When to see a doctor, by how long it has lasted."""

    def compose(self, room: Room) -> None:
        """A row for each day: when, and what then."""
        back(room)
        _source(room, LADDER_SOURCE)

        def say(part: Room) -> None:
            part.text("When to see a doctor", "title", weight="heavy")
            wide = 2 + max(part.fonts.width(when, "heavy", part.em("body")) for when, _ in LADDER)
            for when, what in LADDER:
                part.gap(1.6)
                start = part.left
                left, right = columns(start, wide, 1.0, gap=2 * part.m.gap)
                first, second = part.part(left), part.part(right)
                first.text(when, weight="heavy", tone="good")
                second.text(what)
                part.take(max(start.h - first.left.h, start.h - second.left.h))

        centred(room, say, 0.4)

    def press(self, key: str) -> Move | None:
        """Back."""
        return Move("back")
