"""Results for a therapist: of which days, with what, every word of them, and then a file."""

from dataclasses import replace
from typing import Final

import pygame

from coach.core.therapy.results import Results
from coach.core.therapy.results_words import parts
from coach.core.therapy.share import Choice, Span
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.elements import Button
from coach.ui.painter import Painter
from coach.ui.reader import Block, Line, Reader
from coach.ui.room import Room, columns
from coach.ui.screens.share_sending import SendingPage
from coach.ui.screens.steps import StepPage, foot, foot_note

TITLE: Final = "Share your results"
SPANS: Final[dict[Span, str]] = {"new": "Since last time", "two_weeks": "2 weeks", "all": "All"}
MAKING: Final = "Putting it together ..."
EMPTY: Final = "There is nothing to share yet. Your first session will stand here."
BEFORE: Final = "This is all of it. Nothing is given before you press Save."
SAVED: Final = "Saved as {place}. Give this file to {name}."
POSTURE: Final = "Hours at the desk"

MOST_LETTERS: Final = 14
"""A longer name does not fit below a button."""


class SharePage(StepPage):
    """Args:
    routine: id of whose results; "" for the one in force.
    """

    def __init__(self, painter: Painter, desk: Desk, routine: str = "") -> None:
        super().__init__(painter)
        self._desk, self._routine = desk, routine
        self._sharing = desk.care.sharing
        # As it was when the page came: nothing moves under a finger when the file is saved.
        self._spans = self._sharing.spans(routine)
        self._choice = Choice(span=self._spans[0], sealed=self._sharing.can_seal(routine))
        self._reader = Reader()
        self._saved = ""
        self._of: tuple[Results, list[Block]] | None = None

    def update(self, dt_s: float) -> Move | None:
        """A session that was just done is in the record once it was asked for."""
        self._desk.sessions()
        return None

    def compose(self, room: Room) -> None:
        """Choices, and beside or below them every word that is given."""
        results = self._sharing.results(self._routine, self._choice)
        some = results is not None and bool(results.sessions)
        ways = [room.button("back", "Back", sign="back")]
        if self._sharing.sending(self._routine) is not None:
            ways.append(room.button("send", "Send automatically"))
        ways += [room.button("save", "Save the file", "primary", sign="tick")] if some and not self._saved else []
        foot(room, *ways)
        saved = SAVED.format(place=self._saved, name=self._sharing.name(self._routine))
        said = self._sharing.trouble or (saved if self._saved else BEFORE)
        foot_note(room, said, tone="text" if self._saved else "muted", state="good" if self._saved else None)
        room.text(TITLE, "title", weight="heavy")
        room.gap(1.5)
        if room.wide:
            left, right = columns(room.left, 1.0, 2.0, gap=3 * room.m.gap)
            self._choices(room.part(left), 1)
            self._words(room.part(right), results)
            return
        self._choices(room, 3)
        room.gap()
        self._words(room, results)

    def _choices(self, room: Room, across: int) -> None:
        spans = [
            room.button(f"span {span}", SPANS[span], "choice", on=span == self._choice.span) for span in self._spans
        ]
        for at in range(0, len(spans), across):
            room.buttons(*spans[at : at + across])
            room.gap()
        room.gap(0.5 if across > 1 else 1.0)
        ticks = self._ticks(room)
        for line in [ticks] if across > 1 else [[tick] for tick in ticks]:
            room.buttons(*line, height=room.button_height(1.9))
            room.gap()

    def _ticks(self, room: Room) -> list[Button]:
        choice, name = self._choice, self._sharing.name(self._routine)
        note = "On: totals of the day" if choice.posture else "Off: they stay here"
        found = [room.button("posture", POSTURE, "choice", on=choice.posture, note=note)]
        if self._sharing.can_seal(self._routine):
            whose = name if len(name) <= MOST_LETTERS else "your therapist"
            note = f"On: for {whose} alone" if choice.sealed else "Off: anybody can read it"
            found.append(room.button("sealed", "Sealed", "choice", on=choice.sealed, note=note))
        return found

    def _words(self, room: Room, results: Results | None) -> None:
        if results is None:
            room.text(MAKING, tone="muted")
            return
        if self._of is None or self._of[0] is not results:
            # Made once for each: a long record has thousands of lines.
            self._of = results, [_block(part.heading, part.lines) for part in parts(results)]
        if not results.sessions:
            room.text(EMPTY, "heading")
            room.gap(1.5)
        self._reader.fill(room, self._of[1], across=1)

    def press(self, key: str) -> Move | None:
        """A choice, a leaf, the file, or sending by itself."""
        if self._reader.press(key):
            return Move("stay")
        what = key.partition(" ")[0]
        choice = self._choice
        changed: dict[str, Choice] = {
            "posture": replace(choice, posture=not choice.posture),
            "sealed": replace(choice, sealed=not choice.sealed),
            **{f"span {span}": replace(choice, span=span) for span in SPANS},
        }
        if key in changed:
            self._choice, self._saved = changed[key], ""
            return Move("stay")
        if what == "save":
            self._saved = self._sharing.save(self._routine, choice)
            return Move("stay")
        return Move("push", SendingPage(self.painter, self._desk, self._routine)) if what == "send" else Move("back")

    def handle(self, event: pygame.event.Event) -> Move | None:
        """Page keys and the wheel leaf too."""
        return Move("stay") if self._reader.handle(event) else super().handle(event)


def _block(heading: str, lines: tuple[str, ...]) -> Block:
    return [Line(heading, weight="heavy"), *(Line(line.strip(), "label") for line in lines)]
