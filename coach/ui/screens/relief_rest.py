"""Resting in a position for a while, and getting up after it."""

from coach.core.care.relief import Resting
from coach.core.care.resting import RestNow
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.painter import Painter
from coach.ui.relief import Relief
from coach.ui.room import Room, columns, rows
from coach.ui.screens.relief_parts import READING, clock, clock_words, source_note
from coach.ui.screens.steps import StepPage, centred, foot


class RestPage(StepPage):
    """Choose how long, rest by a large clock, move."""

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter)
        self._relief: Relief = desk.care.relief

    def compose(self, room: Room) -> None:
        """By where the rest stands."""
        words = self._relief.words
        if words is None:
            foot(room, room.button("back", "Back", sign="back"))
            room.text(READING, "heading", tone="muted")
            return
        rest = self._relief.rest
        if rest is None:
            self._choose(room, words.resting)
        elif rest.due:
            self._move(room, words.resting, rest)
        else:
            self._resting(room, rest)

    def _choose(self, room: Room, words: Resting) -> None:
        lengths = [
            room.button(f"lie {length:g}", f"{length / 60:.0f} minutes", "plain" if number else "primary", sign="play")
            for number, length in enumerate(words.lengths_s)
        ]
        foot(room, room.button("back", "Back", sign="back"), *lengths, lines=1.4)
        source_note(room, words.source)

        def say(part: Room) -> None:
            part.text("Rest, then move", "title", weight="heavy")
            for line in words.lines:
                part.gap(2)
                part.text(line, "heading")
            part.gap(2)
            part.text("You will be told when it is time to move.", tone="muted")

        centred(room, say, 0.4)

    def _resting(self, room: Room, rest: RestNow) -> None:
        up = room.button("up", "I'm up", "primary", sign="tick")
        foot(room, room.button("back", "Back", sign="back"), up, shares=(1.0, 1.6))
        said, shown = columns(room.left, 1.0, 1.2, gap=room.m.pad) if room.wide else rows(room.left, 1.0, 1.2)
        told = clock_words(rest.left_s), "until you move"
        clock(room, shown, told, rest.left_s / rest.length_s)

        def say(part: Room) -> None:
            part.text("Rest", "title", weight="heavy")
            part.gap(2)
            part.text("Breathe easy. I'll tell you when it is time to move.", "heading")

        centred(room.part(said), say, 0.4)

    def _move(self, room: Room, words: Resting, rest: RestNow) -> None:
        up = room.button("up", "I'm up", "primary", sign="tick")
        foot(room, room.button("back", "Back", sign="back"), up, shares=(1.0, 1.6))
        source_note(room, words.source)

        def say(part: Room) -> None:
            part.text("Time to move a little", "title", weight="heavy", state="good")
            for line in words.walk:
                part.gap(2)
                part.text(line, "heading")
            if rest.left_s > 0:
                part.gap(2)
                minutes = max(1, round(rest.left_s / 60))
                part.text(f"If you lie on, I'll ask again in {minutes} min.", tone="muted")

        centred(room, say, 0.4)

    def update(self, dt_s: float) -> Move | None:
        """The clock of the rounds goes on by itself."""
        self._relief.tick()
        return None

    def press(self, key: str) -> Move | None:
        """Lie down for so long, or get up."""
        if key == "back":
            return Move("back")
        if key == "up":
            self._relief.up()
        else:
            self._relief.begin_rest(float(key.partition(" ")[2]))
        return Move("stay")
