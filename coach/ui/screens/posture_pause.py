"""Let go of the camera for a while."""

from datetime import datetime, timedelta

import pygame

from coach.core.sitting.pausing import tomorrow
from coach.ports import Calendar
from coach.ui.app import Move
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.posture_words import when_words
from coach.ui.screens.steps import StepPage, back, centred
from coach.ui.watch import Watch


def in_an_hour(at: datetime) -> datetime:
    """An hour from a local time (aware)."""
    return at + timedelta(hours=1)


class PausePage(StepPage):
    """For an hour, or until tomorrow."""

    calm_s = 1.0

    def __init__(self, painter: Painter, watch: Watch, calendar: Calendar) -> None:
        super().__init__(painter)
        self._watch, self._calendar = watch, calendar

    def update(self, dt_s: float) -> Move | None:
        """The watch goes on."""
        self._watch.tick()
        return None

    def compose(self, room: Room) -> None:
        """Two choices."""
        back(room)
        room.text("Pause the watch", "title", weight="heavy")
        at = self._calendar.now()

        def fill(part: Room) -> None:
            part.text("I let go of the camera, its light goes out, and I say nothing.", "heading")
            part.gap(2)
            high = part.button_height(1.9)
            hour = f"until {when_words(in_an_hour(at), at)}"
            part.buttons(
                part.button("hour", "For an hour", "primary", shortcut=pygame.K_h, note=hour),
                part.button("tomorrow", "Until tomorrow", shortcut=pygame.K_t, note="I begin again by myself"),
                height=high,
            )
            part.gap(2)
            part.text("You can go on at any time. Time in a pause is in no record.", "label", tone="muted")

        centred(room, fill, 0.35)

    def press(self, key: str) -> Move | None:
        """Pause, and back to the watch."""
        at = self._calendar.now()
        if key == "hour":
            self._watch.pause(in_an_hour(at))
        elif key == "tomorrow":
            self._watch.pause(tomorrow(at))
        return Move("back")
