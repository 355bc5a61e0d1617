"""A therapist's routine in full: before it is taken, just after, and while it is in use."""

from typing import Final

import pygame

from coach.core.therapy.incoming import Incoming
from coach.core.therapy.looked import Looked
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.painter import Painter
from coach.ui.reader import Block, Reader
from coach.ui.room import Room
from coach.ui.screens.growing import StepsPage
from coach.ui.screens.steps import StepPage, back, centred, foot, foot_note
from coach.ui.screens.therapist_words import about, exercise_blocks

READING: Final = "Reading ..."
TAKE: Final = "Take it"
ANYWAY: Final = "Take it anyway"
LEAVE: Final = "Not now"
TAKEN: Final = "Taken"
FIRST: Final = "It is first on your screen while it is in force."
SEND_AGAIN: Final = "You can read it, and not take it. Ask your therapist to send it again."
SHOWN: Final = "Nothing is kept before you press Take it."


class _Read(StepPage):
    """What pages of a routine share: its words, a page at a time."""

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter)
        self.desk, self._reader = desk, Reader()

    def words(self, room: Room, incoming: Incoming, looked: Looked | None = None) -> None:
        """The whole routine."""
        blocks: list[Block] = about(incoming, looked)
        # In use, it is shown as it stands: with the steps that were taken.
        stands = self.desk.care.therapist.routine(incoming.routine.id) if looked is None else None
        self._reader.fill(room, [*blocks, *exercise_blocks(stands or incoming.routine, self.desk.exercises())])

    def press(self, key: str) -> Move | None:
        """Leaf on."""
        return Move("stay") if self._reader.press(key) else None

    def handle(self, event: pygame.event.Event) -> Move | None:
        """Page keys and the wheel leaf too."""
        return Move("stay") if self._reader.handle(event) else super().handle(event)


class IncomingPage(_Read):
    """What was looked at, all of it, and the choice."""

    def compose(self, room: Room) -> None:
        """The routine; or that it is being read, or why it can't be used."""
        therapist = self.desk.care.therapist
        looked = therapist.looked
        if looked is None:
            back(room)
            said = READING if therapist.looking else therapist.trouble or READING
            centred(room, lambda part: self._said(part, said, trouble=not therapist.looking), 0.4)
            return
        note = SHOWN
        if looked.incoming.signed.state == "changed":
            back(room)
            note = SEND_AGAIN
        else:
            # Where it is in doubt, leaving it comes first.
            doubt = looked.doubt
            take = room.button("take", ANYWAY if doubt else TAKE, "plain" if doubt else "primary", sign="tick")
            foot(room, room.button("back", LEAVE, "primary" if doubt else "plain"), take, shares=(1.0, 1.6))
        foot_note(room, therapist.trouble or note, tone="muted", state="idle" if therapist.trouble else None)
        self.words(room, looked.incoming, looked)

    @staticmethod
    def _said(room: Room, said: str, *, trouble: bool) -> None:
        if trouble and said != READING:
            room.text("This can't be used", "title", weight="heavy")
            room.gap(1.5)
        room.text(said, "heading")

    def press(self, key: str) -> Move | None:
        """Take it, or leave it."""
        if moved := super().press(key):
            return moved
        therapist = self.desk.care.therapist
        if key == "take":
            looked = therapist.looked
            if looked is None or not therapist.take():
                return Move("stay")
            return Move("replace", TakenPage(self.painter, self.desk, looked.incoming))
        therapist.put_away()
        return Move("back")


class TakenPage(StepPage):
    """That it was taken, and the way to undo it."""

    def __init__(self, painter: Painter, desk: Desk, incoming: Incoming) -> None:
        super().__init__(painter)
        self._desk, self._incoming = desk, incoming

    def compose(self, room: Room) -> None:
        """A word, Undo, and on."""
        ready = self._incoming.routine.id in self._desk.care.therapist.taken
        undo = [room.button("undo", "Undo")] if ready else []
        foot(room, *undo, room.button("back", "All right", "primary", sign="tick"))
        if trouble := self._desk.care.therapist.trouble:
            foot_note(room, trouble, state="idle")

        def say(part: Room) -> None:
            part.text(TAKEN, tone="muted", state="good")
            part.gap()
            part.text(self._incoming.routine.name, "title", weight="heavy")
            part.gap(1.5)
            part.text(FIRST, "heading")

        centred(room, say, 0.4)

    def press(self, key: str) -> Move | None:
        """Undo puts the version before back in use."""
        if key == "undo" and not self._desk.care.therapist.take_back(self._incoming.routine.id):
            return Move("stay")
        return Move("back")


class RoutinePage(_Read):
    """A routine in use, in full; taking it can be undone."""

    def __init__(self, painter: Painter, desk: Desk, routine: str) -> None:
        super().__init__(painter, desk)
        self._routine, self._sure = routine, False

    def compose(self, room: Room) -> None:
        """The routine and its ways."""
        therapist = self.desk.care.therapist
        incoming = therapist.taken.get(self._routine)
        if incoming is None:
            back(room)
            room.text("This routine is not in use any more.", "heading")
            return
        if self._sure:
            # "No" lies where the first press lay for most fingers.
            foot(room, room.button("yes", "Yes, undo it"), room.button("no", "No, keep it", "primary"))
        else:
            grows = therapist.growing(self._routine)
            past = [room.button("past", "Changes")] if grows is not None and grows.past else []
            foot(room, room.button("back", "Back", sign="back"), *past, room.button("undo", "Undo taking it"))
        if therapist.trouble:
            foot_note(room, therapist.trouble, state="idle")
        elif self._sure:
            foot_note(room, "The version before comes back; without one, the routine goes. Your sessions stay.")
        self.words(room, incoming)

    def press(self, key: str) -> Move | None:
        """Back, or undo in two presses."""
        if moved := super().press(key):
            return moved
        grows = self.desk.care.therapist.growing(self._routine)
        if key == "past" and grows is not None:
            return Move("push", StepsPage(self.painter, grows))
        if key in ("undo", "no"):
            self._sure = key == "undo"
            return Move("stay")
        if key == "yes" and not self.desk.care.therapist.take_back(self._routine):
            self._sure = False
            return Move("stay")
        self.desk.care.therapist.put_away()
        return Move("back")
