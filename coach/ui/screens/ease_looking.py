"""The camera looks at a position of ease: oneself, and one thing to change at a time, in words and by voice."""

from dataclasses import replace
from typing import Final

import pygame

from coach.core.care.relief import Position
from coach.core.report import Report
from coach.ports import CoachError, Feed
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.layout import Box, fitted
from coach.ui.painter import Painter
from coach.ui.pictures import ScaledPicture
from coach.ui.relief import Relief
from coach.ui.room import Room, columns, rows
from coach.ui.screens.relief_parts import source_note
from coach.ui.screens.steps import StepPage, centred, foot
from coach.ui.skeleton import SkeletonDrawing
from coach.ui.theme import State

STARTING: Final = "The camera is starting ..."
LOOKING: Final = "Looking for you ..."
ROUGHLY: Final = "A camera sees roughly, give or take 10 degrees. If it feels good, it is right."
_WIDE_PICTURE: Final = (16, 9)


class EaseLookPage(StepPage):
    """Opens the camera with itself and closes it when it is left."""

    def __init__(self, painter: Painter, desk: Desk, position: Position) -> None:
        super().__init__(painter)
        self._desk, self._position = desk, position
        self._relief: Relief = desk.care.relief
        self._bare, self._voice = desk.settings.skeleton_only, not desk.settings.muted
        self._picture = ScaledPicture()
        self._report: Report | None = None
        self._trouble, self._feed = "", None
        self._feed = self._opened()

    def _opened(self) -> Feed | None:
        try:
            return self._relief.look(self._position.id)
        except CoachError as error:
            self._trouble = str(error)
            return None

    def compose(self, room: Room) -> None:
        """Oneself on one side, what to do on the other."""
        bare = room.button("skeleton", "Skeleton only", "choice", on=self._bare, shortcut=pygame.K_s)
        voice = room.button("voice", "Voice", "choice", on=self._voice, sign="mute", shortcut=pygame.K_m)
        foot(room, room.button("back", "Back", sign="back"), bare, voice, shares=(1.0, 1.3, 1.0))
        source_note(room, f"{self._position.source}; what the camera looks for: measured and estimated")
        words = room.left
        if self._feed is not None:
            words, shown = columns(words, 1.0, 1.5, gap=2 * room.m.gap) if room.wide else rows(words, 1.0, 1.2)
            self._mirror(room, shown)
        text, state = self._said()

        def say(part: Room) -> None:
            part.text(self._position.title, tone="muted")
            part.gap(2)
            part.text(text, "title", weight="heavy", state=state)
            part.gap(2)
            part.text(ROUGHLY, "label", tone="muted")

        centred(room.part(words), say, 0.4)

    def _said(self) -> tuple[str, State | None]:
        """What to show in large type, and its sign."""
        feed = self._feed
        if feed is None or feed.state == "failed":
            return self._trouble or (feed.message if feed else ""), "fault"
        cue = self._report.cue if self._report else None
        if cue is not None:
            return cue.text, "good" if cue.kind == "praise" else "idle"
        if self._report is not None:
            return LOOKING, None
        return feed.message or STARTING, None

    def _mirror(self, room: Room, box: Box) -> None:
        frame = self._feed.latest_frame() if self._feed else None
        report = self._report
        size = _WIDE_PICTURE
        if frame is not None:
            size = frame.image.shape[1], frame.image.shape[0]
        elif report is not None and report.pose is not None:
            size = report.pose.size
        place = fitted(size, box)
        image = None if frame is None or self._bare else frame.image

        def paint(surface: pygame.Surface, where: Box) -> None:
            palette = self.painter.theme.palette
            pygame.draw.rect(surface, palette.floor, where)
            if image is not None:
                self._picture.draw(surface, image, where)
            if report is not None:
                SkeletonDrawing(palette, self.painter.marks).draw(surface, where, report)

        room.drawing(place, paint)

    def update(self, dt_s: float) -> Move | None:
        """Take what the camera saw; say what is new."""
        for report in self._feed.take_reports() if self._feed else ():
            self._report = report
            if report.cue is not None and report.cue_is_new and self._voice:
                self._relief.say(report.cue.text)
        return None

    def press(self, key: str) -> Move | None:
        """Leaving closes the camera; the choice of the skeleton is kept."""
        if key == "skeleton":
            self._bare = not self._bare
            self._desk.keep(replace(self._desk.settings, skeleton_only=self._bare))
        elif key == "voice":
            self._voice = not self._voice
            if not self._voice:
                self._relief.hush()
        else:
            self._close()
            return Move("back")
        return Move("stay")

    def _close(self) -> None:
        feed, self._feed = self._feed, None
        if feed is not None:
            feed.close()
            self._relief.hush()
