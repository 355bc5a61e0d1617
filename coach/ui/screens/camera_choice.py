"""Which camera: the ones found, and what the chosen one sees now."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pygame

from coach.core.settings import Units
from coach.ports import CameraChoice, Feed
from coach.ui.desk import Desk
from coach.ui.layout import Box, fitted
from coach.ui.pictures import ScaledPicture
from coach.ui.room import Room, columns, rows

MOST: Final = 3
"""So many cameras are shown at a time."""

LOOK_AGAIN_S: Final = 1.0
"""Cameras are looked for anew this often, seconds: one that is plugged in appears."""

NONE_FOUND: Final = "No camera here yet. Plug one in, or go on without: all but counting works."

_WIDE_PICTURE: Final = (16, 9)
_NOWHERE: Final = 100_000


def distance(units: Units) -> str:
    """How far away the camera stands, in the person's units."""
    return "2 to 3 metres" if units == "metric" else "6 to 10 feet"


def advice(units: Units) -> str:
    """How to put the camera."""
    return f"For exercise, put it at your side, {distance(units)} away, so that it sees all of you."


class CameraPanel:
    """Cameras to choose from, with a live picture. `close` ends the picture; whoever shows the panel calls it."""

    def __init__(self, desk: Desk, *, advises: bool = True) -> None:
        """`advises` says how to put the camera as well."""
        self._desk, self._advises = desk, advises
        self._found: Sequence[CameraChoice] = ()
        self._wait_s = 0.0
        self._first = 0
        self._feed: Feed | None = None
        self._shown = ""
        self._picture = ScaledPicture()

    @property
    def shown(self) -> str:
        """Id of the camera that is looked through, or ""."""
        return self._shown

    def update(self, dt_s: float) -> None:
        """Look for cameras now and then, and through the chosen one."""
        self._wait_s -= dt_s
        if self._wait_s > 0:
            return
        self._wait_s = LOOK_AGAIN_S
        self._found = self._desk.cameras()
        ids = [camera.id for camera in self._found]
        if self._shown not in ids:
            self.close()
            chosen = self._desk.settings.camera
            wanted = chosen if chosen in ids else ids[0] if ids else ""
            if wanted:
                self._look(wanted)

    def _look(self, camera: str) -> None:
        self.close()
        self._shown = camera
        self._feed = self._desk.look(camera)

    def fill(self, room: Room, box: Box) -> None:
        """Choices and picture in a box."""
        if room.wide:
            right, left = columns(box, 1.25, 1.0, gap=2 * room.m.gap)
        else:
            high = min(round(box.h * 0.55), box.w * _WIDE_PICTURE[1] // _WIDE_PICTURE[0])
            # Where the page is too full, the picture gives way as its words do.
            right, left = rows(box, round(high * room.scale), 1.0, gap=room.m.gap)
        self._choices(room.part(left))
        self._view(room, right)

    def _choices(self, room: Room) -> None:
        if not self._found:
            room.text(NONE_FOUND)
            room.gap(2)
        for camera in self._found[self._first : self._first + MOST]:
            self._choice(room, camera)
        if len(self._found) > MOST:
            room.buttons(room.button("more cameras", "More cameras", sign="next"))
            room.gap()
        if self._advises:
            room.gap()
            room.text(advice(self._desk.settings.units), tone="muted")

    def _choice(self, room: Room, camera: CameraChoice) -> None:
        """As high as its name needs, chosen or not."""
        button = room.button(f"camera {camera.id}", camera.name, "choice", on=camera.id == self._shown)
        wide = max(1, room.box.w - 2 * room.m.pad - button.size_px - room.m.gap)
        lines = len(room.fonts.fit(camera.name, "heavy", (wide, _NOWHERE), button.size_px).lines)
        room.buttons(button, height=room.button_height(lines))
        room.gap()

    def _view(self, room: Room, box: Box) -> None:
        frame = self._feed.latest_frame() if self._feed else None
        failed = self._feed is not None and self._feed.state == "failed"
        if frame is None or failed:
            plate = room.plate(_upper_left(_WIDE_PICTURE, box))
            plate.take(max(0, plate.box.h // 2 - 2 * plate.em("body")))
            plate.text(self._said(), tone="muted", align="centre")
            return
        image = frame.image
        where = _upper_left((image.shape[1], image.shape[0]), box)

        def paint(surface: pygame.Surface, at: Box) -> None:
            self._picture.draw(surface, image, at)

        room.drawing(where, paint)

    def _said(self) -> str:
        if self._feed is None:
            return "No picture"
        return self._feed.message or "The camera is starting ..."

    def press(self, key: str) -> bool:
        """Whether the key was one of this panel's; a camera that is pressed is kept and looked through."""
        if key == "more cameras":
            self._first = 0 if self._first + MOST >= len(self._found) else self._first + MOST
            return True
        what, _, camera = key.partition(" ")
        if what != "camera":
            return False
        if camera != self._shown:
            self._look(camera)
        self.keep()
        return True

    def keep(self) -> None:
        """Keep the camera that is looked through as the chosen one."""
        if self._shown and self._shown != self._desk.settings.camera:
            self._desk.keep(replace(self._desk.settings, camera=self._shown))

    def close(self) -> None:
        """End the picture. May be called twice."""
        feed, self._feed, self._shown = self._feed, None, ""
        if feed is not None:
            feed.close()


def _upper_left(size: tuple[int, int], box: Box) -> Box:
    """The largest box of these proportions, in the corner: it stands in line with what is above and beside it."""
    where = fitted(size, box)
    return Box(box.x, box.y, where.w, where.h)
