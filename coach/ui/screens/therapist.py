"""Your therapist: the routines that came from one, the ways in for another, and the way back for results."""

from collections.abc import Callable
from typing import Final

import pygame

from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.painter import Painter
from coach.ui.room import Room, columns
from coach.ui.screens.growing import StepOfferPage
from coach.ui.screens.home_words import week_words
from coach.ui.screens.share import SharePage
from coach.ui.screens.steps import StepPage, foot, foot_note
from coach.ui.screens.therapist_code import CodePage
from coach.ui.screens.therapist_take import IncomingPage, RoutinePage

NONE: Final = (
    "A therapist can give you a routine as a file, a code or a link. It is shown to you before anything is kept."
)
ASK: Final = "Take in a routine"
DROP: Final = "A file works too: drop it onto this window, or put it into your documents folder."
STEP: Final = "A step for your routine"
NO_LINK: Final = "There is no link to paste. Copy the link first, then press this again."

MOST_TAKEN: Final = 3
MOST_FOUND: Final = 2
"""So many are shown; the newest matter."""


def clipboard() -> str:
    """What was copied, as text; "" where there is nothing, or it can't be read."""
    try:
        return (pygame.scrap.get_text() if pygame.scrap.has_text() else "").strip()
    except pygame.error:
        return ""


def dropped(painter: Painter, desk: Desk, path: str) -> Move:
    """A file was dropped onto the window: it is looked at, and shown."""
    desk.care.therapist.look(path)
    return Move("push", IncomingPage(painter, desk))


class TherapistPage(StepPage):
    """Args:
    paste: gives the text that was copied.
    """

    def __init__(self, painter: Painter, desk: Desk, paste: Callable[[], str] = clipboard) -> None:
        super().__init__(painter)
        self._desk, self._paste = desk, paste
        self._note = ""

    def compose(self, room: Room) -> None:
        """Routines in use above, the ways in below."""
        therapist = self._desk.care.therapist
        ways = [room.button("back", "Back", sign="back")]
        ways += [room.button("share", "Share your results", "primary")] if therapist.taken else []
        foot(room, *ways) if len(ways) > 1 else self._back(room)
        if note := self._note or therapist.trouble:
            foot_note(room, note, state="idle")
        room.text("Your therapist", "title", weight="heavy")
        room.gap(1.5)
        if not therapist.taken:
            room.text(NONE)
            room.gap(1.5)
        self._taken(room)
        room.text(ASK, "heading")
        room.gap()
        self._ways_in(room)
        room.gap()
        room.text(DROP, "label", tone="muted")

    @staticmethod
    def _back(room: Room) -> None:
        low = room.part(room.foot(room.button_height()))
        low.put(low.button("back", "Back", sign="back"), columns(low.box, 1.0, 1.0, 1.0, gap=low.m.gap)[0])

    def _taken(self, room: Room) -> None:
        therapist, today = self._desk.care.therapist, self._desk.today
        for id_ in therapist.taken:
            grows = therapist.growing(id_)
            if grows is not None and (offer := grows.offer) is not None:
                room.buttons(
                    room.button(f"step {id_}", STEP, sign="plus", note=offer.text), height=room.button_height(1.9)
                )
                room.gap()
        for id_, incoming in list(therapist.taken.items())[-MOST_TAKEN:]:
            standing = therapist.standing(id_)
            note = week_words(standing, today) if standing else ""
            room.buttons(
                room.button(f"routine {id_}", incoming.routine.name, note=note), height=room.button_height(1.9)
            )
            room.gap()
        if therapist.taken:
            room.gap()

    def _ways_in(self, room: Room) -> None:
        ways = [
            room.button("camera", "Show a code to the camera", sign="camera", shortcut=pygame.K_c),
            room.button("paste", "Paste the link", sign="plus", shortcut=pygame.K_v),
        ]
        for line in [ways] if room.wide else [[way] for way in ways]:
            room.buttons(*line)
            room.gap()
        for found in self._desk.care.therapist.found[:MOST_FOUND]:
            room.buttons(
                room.button(f"file {found.path}", found.name, note="In your documents"), height=room.button_height(1.9)
            )
            room.gap()

    def press(self, key: str) -> Move | None:
        """A way in, a routine, or results."""
        self._note = ""
        what, _, name = key.partition(" ")
        therapist = self._desk.care.therapist
        if what == "paste":
            return self._pasted()
        if what == "file":
            therapist.look(name)
            return Move("push", IncomingPage(self.painter, self._desk))
        makers: dict[str, Callable[[], Screen]] = {
            "camera": lambda: CodePage(self.painter, self._desk),
            "share": lambda: SharePage(self.painter, self._desk),
            "step": lambda: self._offered(name),
            "routine": lambda: RoutinePage(self.painter, self._desk, name),
        }
        if what in makers:
            therapist.put_away()
            return Move("push", makers[what]())
        therapist.put_away()
        return Move("back")

    def _offered(self, routine: str) -> Screen:
        grows = self._desk.care.therapist.growing(routine)
        return StepOfferPage(self.painter, grows) if grows else RoutinePage(self.painter, self._desk, routine)

    def _pasted(self) -> Move:
        text = self._paste()
        if not text:
            self._note = NO_LINK
            return Move("stay")
        self._desk.care.therapist.look(text)
        return Move("push", IncomingPage(self.painter, self._desk))

    def handle(self, event: pygame.event.Event) -> Move | None:
        """A file that is dropped is looked at; all else is as on any page."""
        if event.type == pygame.DROPFILE:
            return dropped(self.painter, self._desk, event.file)
        return super().handle(event)
