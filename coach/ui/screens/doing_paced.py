"""A set that the clock leads: a large word for the step, a ring that fills with it, the figure moving in step."""

from dataclasses import replace
from typing import Final

from coach.ui.demonstration import Demonstration
from coach.ui.layout import Box, fitted
from coach.ui.pace_dial import Dial, put_dial
from coach.ui.room import Room
from coach.ui.screens.doing import DoingPage
from coach.ui.session_layout import WIDE, SetLayout
from coach.ui.set_words import pace_words
from coach.ui.theme import State

_INSET: Final = 0.3
"""Width of the figure beside the picture, share of a wide window's width. Looked at."""
_INSET_LEAST: Final = 0.16
"""Narrower than this share of the window's width the figure tells nothing, and is left out. Looked at."""


class PacedPage(DoingPage):
    """As any set, with what leads in place of what is judged."""

    def pass_time(self, dt_s: float) -> None:
        """The demonstration stands where the clock stands."""
        super().pass_time(dt_s)
        self._demonstration.show_at(self.guide.state.progress.paced_s)

    @property
    def _demonstration(self) -> Demonstration:
        return self.showing.demonstration(self.guide.state.work.exercise)

    def _told(self, room: Room, place: SetLayout) -> None:
        if self._alone:
            self._dial(room, place.by_hand)
            self._by_hand(room, place)
            return
        cue, side = place.cue, place.side
        row = Box(side.x, side.y, place.phase.right - side.x, side.h)
        # Where the row of side and phase stands apart (a tall window) it has what is said, and the dial more room.
        foot = cue.bottom if room.wide else place.caption.bottom
        dial = Box(row.x, row.y if room.wide else cue.y, row.w, foot - (row.y if room.wide else cue.y))
        led = self._forming() is None and self._dial(room, dial)
        said = cue if led else self._said(room, cue)
        if led and not room.wide:
            place, said = replace(place, cue=row, caption=row), None
        self._caption(room, place, said)
        self._inset(room, place)

    def _cue(self) -> tuple[str, State]:
        """The step is on the dial: nobody need read it twice."""
        led = pace_words(self.guide.state)
        return (led[0], "good") if led else super()._cue()

    def _dial(self, room: Room, box: Box) -> bool:
        """The step and its ring; False while the clock stands still."""
        pace, led = self.guide.state.work.exercise.pace, pace_words(self.guide.state)
        if pace is None or led is None:
            return False
        word, share, left_s = led
        put_dial(room, box, Dial(words=[step.word for step in pace.steps], word=word, share=share, left_s=left_s))
        return True

    def _inset(self, room: Room, place: SetLayout) -> None:
        """The figure in step with the clock, where the gauge of what is judged would stand."""
        count, gauge = room.elements[0].box, place.gauge
        if room.wide:
            width = round(room.window[0] * _INSET)
            foot = place.message.y - room.m.gap if self._message()[0] else gauge.bottom
            area = Box(gauge.right - width, gauge.y, width, max(1, foot - gauge.y))
        else:
            left = count.right + room.m.gap
            area = Box(left, gauge.y, gauge.right - left, gauge.h)
        shown = fitted(WIDE, area)
        if shown.w < _INSET_LEAST * room.window[0]:
            return
        room.drawing(Box(area.right - shown.w, area.bottom - shown.h, shown.w, shown.h), self._demonstration.draw)
