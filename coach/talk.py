"""The voice of a session: lines in the order they matter, said one at a time, and shown as a caption as well."""

from collections.abc import Iterable
from typing import Final

from coach.core import voice
from coach.core.script import Said, Script
from coach.core.voice import Line, VoiceState
from coach.ports import Clock, Sound

READ_S_PER_WORD: Final = 0.34
"""Without sound a line stays as long as it would take to say, seconds a word; estimated."""

LEAST_READ_S: Final = 1.2
"""And a caption never less than this, seconds; estimated."""


class Talk:
    """Says what comes up. Never blocks.

    Args:
        sound: silent or not; captions come in either case.
    """

    def __init__(self, sound: Sound, clock: Clock) -> None:
        self._sound, self._clock = sound, clock
        self._state = VoiceState()
        self._line: Line | None = None
        self._since_s = 0.0
        self._heard = False

    @property
    def caption(self) -> str:
        """The line being said, or just said; empty in silence."""
        if self._line is None:
            return ""
        shown_s = self._clock.now_s() - self._since_s
        return self._line.text if self._speaking() or shown_s < _reading_s(self._line.text) else ""

    @property
    def guiding(self) -> bool:
        """Whether an introduction is being said, or waits to be."""
        waiting = any(line.kind == "guide" for line in self._state.waiting)
        return waiting or (self._line is not None and self._line.kind == "guide" and self._speaking())

    def add(self, lines: Iterable[Said]) -> None:
        """Lines to say when it is their turn; what cuts in, cuts in now."""
        now_s = self._clock.now_s()
        self._step([Line(text, kind, now_s) for text, kind in lines])

    def perform(self, script: Script) -> None:
        """Lines and tone of something that happened."""
        if script.tone is not None:
            self._sound.play(script.tone)
        if script.lines:
            self.add(script.lines)

    def drop_guidance(self) -> None:
        """What was still to be explained is not wanted any more."""
        self._state = voice.forget(self._state, "guide")
        if self._line is not None and self._line.kind == "guide" and self._speaking():
            self._sound.hush()
            self._line = None

    def tick(self) -> None:
        """Go on to the next line when one has ended."""
        self._step([])

    def _step(self, new: list[Line]) -> None:
        self._state, line = voice.step(self._state, self._clock.now_s(), speaking=self._speaking(), new=new)
        if line is not None:
            self._line, self._since_s, self._heard = line, self._clock.now_s(), False
            self._sound.say(line.text)

    def _speaking(self) -> bool:
        """Whether the line is still going on: by the sound itself, or in silence by the time it takes to read."""
        if self._line is None:
            return False
        since_s = self._clock.now_s() - self._since_s
        if self._sound.speaking:
            self._heard = True
            return True
        return False if self._heard else since_s < _reading_s(self._line.text)


def _reading_s(text: str) -> float:
    return max(LEAST_READ_S, READ_S_PER_WORD * len(text.split()))
