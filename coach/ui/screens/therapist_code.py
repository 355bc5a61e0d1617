"""Showing a code to the camera: the picture, what to do, and how many of several codes were read."""

from typing import Final

import pygame

from coach.core.therapy.looked import ScanHelp
from coach.ports import Feed
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.layout import Box, fitted
from coach.ui.painter import Painter
from coach.ui.pictures import ScaledPicture
from coach.ui.room import Room, columns, rows
from coach.ui.screens.steps import StepPage, back
from coach.ui.screens.therapist_take import IncomingPage
from coach.ui.therapist import Scan

TITLE: Final = "Hold the code up to the camera"
HOW: Final = "Flat, and still for a moment, so that all four corners are in the picture."
ALONE: Final = "The picture stays on this machine and is not kept."
HELP: Final[dict[ScanHelp, str]] = {
    "": "Looking for a code ...",
    "dark": "It is dark here. More light, please.",
    "other": "This code is not a routine's. Show the one from your therapist.",
    "far": "No code so far. Closer, so that it fills about half of the picture.",
}

_WIDE: Final = (16, 9)


class CodePage(StepPage):
    """The camera is looked through while this page is shown, and let go of with it."""

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter)
        self._desk = desk
        self._feed: Feed = desk.look(desk.settings.camera)
        self._scan: Scan = desk.care.therapist.scan(self._feed)
        self._picture = ScaledPicture()

    def update(self, dt_s: float) -> Move | None:
        """What was read is looked at, and shown."""
        if not self._scan.text:
            return None
        self.close()
        self._desk.care.therapist.look(self._scan.text)
        return Move("replace", IncomingPage(self.painter, self._desk))

    def compose(self, room: Room) -> None:
        """Words beside the picture, or above it in a tall window."""
        back(room)
        if room.wide:
            words, view = columns(room.left, 1.0, 1.5, gap=2 * room.m.gap)
        else:
            view, words = rows(room.left, 1.3, 1.0, gap=2 * room.m.gap)
        part = room.part(words)
        part.text(TITLE, "title", weight="heavy")
        part.gap(1.5)
        part.text(HOW)
        part.gap(1.5)
        read, of = self._scan.parts
        if of > 1:
            part.text(f"{read} of {of} read. Show the next one.", "heading", weight="heavy", state="good")
        else:
            part.text(HELP[self._scan.help], weight="heavy")
        part.gap(1.5)
        part.text(ALONE, "label", tone="muted")
        self._view(room, view)

    def _view(self, room: Room, box: Box) -> None:
        frame = self._feed.latest_frame() if self._feed.state != "failed" else None
        if frame is None:
            plate = room.plate(fitted(_WIDE, box))
            plate.take(max(0, plate.box.h // 2 - 2 * plate.em("body")))
            plate.text(self._feed.message or "The camera is starting ...", tone="muted", align="centre")
            return
        image = frame.image

        def paint(surface: pygame.Surface, at: Box) -> None:
            self._picture.draw(surface, image, at)

        room.drawing(fitted((image.shape[1], image.shape[0]), box), paint)

    def press(self, key: str) -> Move | None:
        """Back: the camera's lamp goes out."""
        self.close()
        return Move("back")

    def close(self) -> None:
        """Let go of the camera. May be called twice."""
        self._scan.close()
        self._feed.close()
