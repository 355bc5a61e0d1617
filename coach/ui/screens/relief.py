"""For a sore back now: one look at the signs that need help, then a few large choices."""

from collections.abc import Callable
from typing import Final

import pygame

from coach.core.care.resting import minutes_words
from coach.core.care.thermal import until_words
from coach.core.safety import Help, Outcome
from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.elements import Button
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.relief import Relief
from coach.ui.room import Room, columns
from coach.ui.screens.breathing import BreathingPage
from coach.ui.screens.ease_positions import PositionPage
from coach.ui.screens.flare import flare_button, flare_page
from coach.ui.screens.questions import AdvicePage, LockedPage, ask
from coach.ui.screens.relief_parts import CardsPage
from coach.ui.screens.relief_rest import RestPage
from coach.ui.screens.seek_help import SeekHelpPage
from coach.ui.screens.steps import centred, foot
from coach.ui.screens.thermal import ThermalPage

TITLE: Final = "For a sore back now"
KEY: Final = pygame.K_r
"""The key that leads here from home."""

_SIGNS: Final = "numbness, weakness, trouble peeing, chest pain, a bad fall ..."


class ReliefPage(Page):
    """The way to everything for a sore back. When the safety questions are due, a page of signs stands before it, with
    one press for "none of these": nobody in pain has to get through a questionnaire."""

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter)
        self._desk = desk
        self._relief: Relief = desk.care.relief

    @property
    def _asks(self) -> bool:
        """Whether the signs are to be looked at first."""
        if self._desk.locked or self._relief.words is None or self._relief.checked:
            return False
        return self._desk.questions_due(None)

    def compose(self, room: Room) -> None:
        """The signs, or the choices."""
        if self._asks:
            self._check(room)
        else:
            self._choices(room)

    def _check(self, room: Room) -> None:
        words = self._relief.words
        assert words is not None
        check = words.check
        some = room.button("help", check.some, "danger")
        foot(room, some, room.button("none", check.none, "primary"), lines=1.5)

        def say(part: Room) -> None:
            part.text(check.title, "title", weight="heavy")
            for sign in check.signs:
                part.gap(1.8)
                part.text(sign, "heading", state="fault")

        centred(room, say, 0.4)

    def _choices(self, room: Room) -> None:
        """Help in one wide button, what is going on, then the choices."""
        foot(room, room.button("back", "Back", sign="back"), room.button("cards", "More to know"))
        room.text(TITLE, "title", weight="heavy")
        room.gap(0.8)
        if said := self._desk.care.flare.said:
            room.text(said, state="fault")
            room.gap(0.5)
        told = self._relief.strip or ("" if said else "Take your time. Nothing here is a must.")
        if told:
            room.text(told, tone="muted" if not self._relief.strip else "good")
        room.gap(1.2)
        locked = self._desk.locked
        words = "Exercise is locked: what to do now" if locked else "Any of these? Get help now"
        room.buttons(
            room.button("help", words, "danger", note="" if locked else _SIGNS), height=room.button_height(1.9)
        )
        room.gap(1.2)
        _grid(room, self._buttons(room), 2 if room.wide else 1)

    def _buttons(self, room: Room) -> list[Button]:
        always = [flare_button(room, self._desk), room.button("ladder", "When to see a doctor", note="day by day")]
        if self._relief.words is None:
            return always
        return [
            room.button("positions", "Lie easy", "primary", note="five positions to try"),
            room.button("breathing", "Breathe slowly", note="a circle and a voice"),
            room.button("thermal", "Cold or warm", note=self._thermal_note()),
            room.button("rest", "Rest, then move", note=self._rest_note()),
            *always,
        ]

    def _thermal_note(self) -> str:
        now = self._relief.thermal
        if now.stage == "running":
            return f"{minutes_words(now.left_s)} to go"
        if now.stage == "over":
            return "time to take it off"
        if now.stage == "resting" and now.until is not None:
            return f"rest your skin until {until_words(now.until, self._relief.now)}"
        return {"cold": "cold first, then warm", "warm": "warm now"}.get(self._relief.advice.kind or "", "with a timer")

    def _rest_note(self) -> str:
        rest = self._relief.rest
        if rest is None:
            return "a timer that gets you up"
        return "time to move a little" if rest.due else f"{minutes_words(rest.left_s)} to go"

    def update(self, dt_s: float) -> Move | None:
        """What runs goes on by itself."""
        self._relief.tick()
        return None

    def press(self, key: str) -> Move | None:
        """Each choice has its page, and back leads here again."""
        if key == "back":
            return Move("back")
        if key == "none":
            self._relief.none_of_these()
            return Move("stay")
        if key == "help":
            return Move("push", self._questions())
        words = self._relief.words
        pages: dict[str, Callable[[], Screen]] = {
            "positions": lambda: PositionPage(self.painter, self._desk),
            "breathing": lambda: BreathingPage(self.painter, self._desk),
            "thermal": lambda: ThermalPage(self.painter, self._desk),
            "rest": lambda: RestPage(self.painter, self._desk),
            "flare": lambda: flare_page(self.painter, self._desk),
            "ladder": lambda: SeekHelpPage(self.painter, self._desk),
            "cards": lambda: CardsPage(self.painter, words.cards if words else ()),
        }
        return Move("push", pages[key]())

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


def _grid(room: Room, buttons: list[Button], across: int) -> None:
    """Buttons in rows of so many, all as high as there is room for."""
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
