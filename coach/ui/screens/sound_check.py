"""Is the voice heard: louder, quieter, again."""

from dataclasses import replace
from typing import Final

import pygame

from coach.core import phrases
from coach.ui.desk import Desk
from coach.ui.layout import Box
from coach.ui.room import Room

STEPS: Final = 10
"""The volume has so many steps."""


class SoundPanel:
    """The volume, and a sentence to hear it by."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def say(self) -> None:
        """Say the sentence."""
        self._desk.sound.say(phrases.SOUND_CHECK)

    def fill(self, room: Room) -> None:
        """A bar of the volume between Quieter and Louder."""
        settings = self._desk.settings
        step = round(settings.volume * STEPS)
        words = "Sound is off" if settings.muted else f"Volume {step} of {STEPS}"
        room.text(words, weight="heavy")
        room.gap()
        self._bar(room, 0 if settings.muted else step)
        room.gap(1.5)
        room.buttons(
            room.button("quieter", "Quieter", sign="minus", shortcut=pygame.K_MINUS),
            room.button("again", "Again", sign="sound"),
            room.button("louder", "Louder", sign="plus", shortcut=pygame.K_PLUS),
        )
        if self._desk.sound.message:
            room.gap()
            room.text(self._desk.sound.message, "label", state="idle")

    @staticmethod
    def _bar(room: Room, step: int) -> None:
        p = room.theme.palette
        gap = max(2, room.m.gap // 2)

        def paint(surface: pygame.Surface, box: Box) -> None:
            wide = (box.w - gap * (STEPS - 1)) / STEPS
            for number in range(STEPS):
                # Steps grow: the volume is told by shape as well as by colour.
                high = round(box.h * (0.4 + 0.6 * (number + 1) / STEPS))
                x = round(box.x + number * (wide + gap))
                bar = (x, box.bottom - high, round(wide), high)
                pygame.draw.rect(surface, p.good if number < step else p.track, bar, border_radius=max(2, gap // 2))

        room.drawing(room.take(round(room.em("title"))), paint)

    def press(self, key: str) -> bool:
        """Whether the key was one of this panel's. Every change is kept and heard at once."""
        if key not in {"quieter", "louder", "again"}:
            return False
        by = {"quieter": -1, "louder": 1, "again": 0}[key]
        settings = self._desk.settings
        volume = min(STEPS, max(1, round(settings.volume * STEPS) + by)) / STEPS
        self.keep(volume, muted=False)
        self.say()
        return True

    def keep(self, volume: float, *, muted: bool) -> None:
        """Keep a volume 0 to 1, and set it."""
        self._desk.keep(replace(self._desk.settings, volume=volume, muted=muted))
        self._desk.sound.set_volume(volume, muted=muted)
