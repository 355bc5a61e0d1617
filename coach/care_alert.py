"""Tells that something is to be taken off: a sound and a voice, again after a while, and not for ever."""

from typing import Final

from coach.care_world import CareWorld
from coach.core.care.phrases import TAKE_IT_OFF
from coach.core.care.record import RoundBegan
from coach.core.voice import Tone

REMIND_S: Final = 60.0
"""Nobody reacted for so long: it is said again, seconds; estimated."""

MOST_REMINDERS: Final = 3
"""And no more often than this; estimated."""


class Alert:
    """Waits for somebody to react. `about` is the round that is over, None while nothing waits."""

    def __init__(self, world: CareWorld) -> None:
        self._world = world
        self.about: RoundBegan | None = None
        self._since_s, self._again = 0.0, 0

    def begin(self, about: RoundBegan) -> None:
        """Tell of the end of a round."""
        self.about, self._since_s, self._again = about, self._world.now_s, 0
        self.sound("end", TAKE_IT_OFF)

    def end(self) -> None:
        """Somebody reacted."""
        self.about = None

    def tick(self) -> None:
        """Say it again when nobody reacted."""
        if self.about is None or self._again >= MOST_REMINDERS:
            return
        if self._world.now_s - self._since_s >= REMIND_S * (self._again + 1):
            self._again += 1
            self.sound("halfway", TAKE_IT_OFF)

    def sound(self, tone: Tone, text: str) -> None:
        """A sound and a line."""
        self._world.supplies.sound.play(tone)
        self._world.supplies.sound.say(text)
