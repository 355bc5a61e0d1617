"""A circle that grows while one breathes in and shrinks while one breathes out; words and voice say the same."""

from typing import Final

import pygame

from coach.core.care.phrases import BREATHE_IN, BREATHE_OUT, BREATHING_DONE
from coach.core.care.relief import Breathing, BreathPace
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.elements import Text
from coach.ui.layout import Box
from coach.ui.painter import Painter
from coach.ui.relief import Relief
from coach.ui.room import Room, columns, rows
from coach.ui.screens.relief_parts import READING, clock_words, source_note
from coach.ui.screens.steps import StepPage, centred, foot
from coach.ui.text import TextStyle
from coach.ui.theme import Colour, mixed

IN_S: Final = 4.0
OUT_S: Final = 6.0
"""Seconds of breathing in and out beside the positions of ease, and wherever no pace was chosen; estimated."""

USUAL: Final = BreathPace(id="4-6", name="4 in, 6 out", in_s=IN_S, out_s=OUT_S, source="estimated")

SMALLEST: Final = 0.6
"""Radius after breathing out as a share of the largest. Raise it when the words don't fit in the small circle."""

SETTLE_S: Final = 2.0
"""The first breath begins so long after the page is there, seconds: time to read it; estimated."""

_WORDS_EM: Final = 0.16
"""Em of the words as a share of the largest radius: they fit into the smallest circle. Looked at."""


def breath(t_s: float, pace: BreathPace = USUAL) -> tuple[str, float]:
    """What to do now, and how full one's breath is, 0 to 1, at a time since the start, seconds."""
    way, fullness = pace.at(t_s)
    return (BREATHE_IN if way == "in" else BREATHE_OUT), fullness


class Pacer:
    """Paces breath by time told to it. `t_s` begins below 0: until then one gets ready."""

    def __init__(self, painter: Painter, pace: BreathPace = USUAL, t_s: float = 0.0) -> None:
        self._painter, self.pace, self.t_s = painter, pace, t_s

    @property
    def now(self) -> tuple[str, float]:
        """Words, and how full one's breath is, 0 to 1."""
        return breath(self.t_s, self.pace) if self.t_s >= 0 else ("Get ready", 0.0)

    def update(self, dt_s: float) -> None:
        """Go on by `dt_s` seconds."""
        self.t_s += dt_s

    def fill(self, room: Room, box: Box) -> None:
        """Put the circle into a box."""
        words, fullness = self.now
        most = max(8, min(box.w, box.h) // 2 - 2)
        em = max(8, round(most * _WORDS_EM))
        wide, high = round(most * SMALLEST * 1.75), round(em * 1.4)
        x, y = box.centre
        label = Text(Box(x - wide // 2, y - high // 2, wide, high), words, em, "heavy", align="centre")

        def paint(surface: pygame.Surface, where: Box) -> None:
            p = self._painter.theme.palette
            radius = round(most * (SMALLEST + (1 - SMALLEST) * fullness))
            line = max(2, most // 60)
            _ring(surface, p.track, where.centre, most, line)
            pygame.draw.circle(surface, mixed(p.background, p.good, 0.22), where.centre, radius - line)
            _ring(surface, p.good, where.centre, radius, 2 * line)
            style = TextStyle(em, p.text, "heavy", "centre")
            self._painter.fonts.draw(surface, words, label.box, style)

        room.drawing(box, paint, (label,))


def _ring(surface: pygame.Surface, colour: Colour, centre: tuple[int, int], radius: int, width: int) -> None:
    """A ring with smooth edges. Smoothing all of its width would take longer than a frame in the largest windows."""
    pygame.draw.circle(surface, colour, centre, radius, width)
    pygame.draw.aacircle(surface, colour, centre, radius, 1)
    pygame.draw.aacircle(surface, colour, centre, max(1, radius - width + 1), 1)


class BreathingPage(StepPage):
    """The circle as large as it gets, a voice that goes with it, and a calm end."""

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter)
        self._relief: Relief = desk.care.relief
        self._voice = not desk.settings.muted
        self._pacer = Pacer(painter, t_s=-SETTLE_S)
        self._number = 0
        self._said = ""
        self._done = False

    @property
    def _words(self) -> Breathing | None:
        return self._relief.words.breathing if self._relief.words else None

    def compose(self, room: Room) -> None:
        """Choices and a few words beside the circle; at the end, words alone."""
        words = self._words
        if words is None:
            foot(room, room.button("back", "Back", sign="back"))
            room.text(READING, "heading", tone="muted")
            return
        if self._done:
            foot(room, room.button("back", "Back", sign="back"), room.button("again", "Once more", "primary"))
            centred(room, lambda part: _ended(part, words))
            return
        voice = room.button("voice", "Voice", "choice", on=self._voice, sign="mute")
        pace = room.button("pace", words.paces[self._number].name, sign="gear", shortcut=pygame.K_p)
        foot(room, room.button("back", "Back", sign="back"), pace, voice)
        source_note(room, words.source)
        beside, circle = columns(room.left, 1.0, 1.6, gap=room.m.pad) if room.wide else rows(room.left, 1.0, 1.7)
        self._pacer.fill(room, circle)
        centred(room.part(beside), lambda part: self._say(part, words))

    def _say(self, part: Room, words: Breathing) -> None:
        part.text("Breathe slowly", "title", weight="heavy")
        for line in words.lines:
            part.gap(1.5)
            part.text(line)
        part.gap(1.5)
        left_s = words.length_s - max(0.0, self._pacer.t_s)
        part.text(f"{clock_words(left_s)} to go", "label", tone="muted")

    def update(self, dt_s: float) -> Move | None:
        """The circle and the voice go on; the last breath is breathed to its end."""
        words = self._words
        if words is None or self._done:
            return None
        self._pacer.pace = words.paces[self._number]
        self._pacer.update(dt_s)
        said, fullness = self._pacer.now
        # At the end of breathing out, and where somebody was away for longer, at once.
        if self._pacer.t_s >= words.length_s and (fullness < 0.03 or self._pacer.t_s >= words.length_s + 20):
            self._done = True
            self._speak(BREATHING_DONE)
        elif said != self._said and self._pacer.t_s >= 0:
            self._said = said
            self._speak(said)
        return None

    def _speak(self, text: str) -> None:
        if self._voice:
            self._relief.say(text)

    def press(self, key: str) -> Move | None:
        """Another pace begins anew; the voice can be switched off."""
        words = self._words
        if key == "voice":
            self._voice = not self._voice
            if not self._voice:
                self._relief.hush()
        elif key == "again":
            self._begin()
        elif key == "pace" and words is not None:
            self._number = (self._number + 1) % len(words.paces)
            self._begin()
        elif key == "back":
            self._relief.hush()
            return Move("back")
        return Move("stay")

    def _begin(self) -> None:
        self._done, self._said, self._pacer.t_s = False, "", -SETTLE_S


def _ended(part: Room, words: Breathing) -> None:
    part.text(words.done[0], "title", weight="heavy")
    for line in words.done[1:]:
        part.gap(2)
        part.text(line, "heading")
