"""Rest: how long still, and what comes next."""

import math
from collections.abc import Mapping
from typing import Final

import pygame

from coach.core.workout import EXTEND_S, Command
from coach.ui.layout import Box
from coach.ui.room import Room, columns
from coach.ui.screens.stage import PAUSE_KEYS, PLUS_KEYS, Showing, StagePage
from coach.ui.session_parts import RingNumber
from coach.ui.set_words import dose, paused, place, set_of, this_set

_MOST_S: Final = 1.0
"""A ring is never of less than this, seconds: nothing is divided by 0."""

_KEYS: Final[Mapping[int, Command]] = {
    **dict.fromkeys(PAUSE_KEYS, "pause"),
    pygame.K_n: "next",
    **dict.fromkeys(PLUS_KEYS, "extend"),
}


class RestPage(StagePage):
    """A ring with the seconds left beside the next exercise's name and moving figure."""

    commands = _KEYS

    def __init__(self, showing: Showing) -> None:
        super().__init__(showing)
        self._work = self.guide.state.work
        self._works = [work for work in self.guide.state.sets if work.item == self._work.item]
        self._demonstration = showing.demonstration(self._work.exercise)
        self._whole_s = self.guide.state.left_s

    def pass_time(self, dt_s: float) -> None:
        """Move the demonstration on; a longer rest makes a larger ring."""
        self._demonstration.pass_time(dt_s)
        self._whole_s = max(self._whole_s, self.guide.state.left_s)

    def compose(self, room: Room) -> None:
        """The ring on the left, what comes next on the right; in a tall window one below the other."""
        self._buttons(room)
        if room.wide:
            left, right = columns(room.left, 0.42, 0.58, gap=3 * room.m.gap)
            self._ring(room, left)
            following = room.part(right)
            self._next(following)
        else:
            self._ring(room, room.take(round(min(room.box.w * 0.7, room.left.h * 0.4))))
            room.gap(2)
            self._next(room)
            following = room
        following.gap()
        following.drawing(following.left, self._demonstration.draw)

    def _ring(self, room: Room, box: Box) -> None:
        state = self.guide.state
        left_s = math.ceil(state.left_s - 1e-6)
        share = state.left_s / max(_MOST_S, self._whole_s)
        look = room.theme, room.fonts
        unit = "paused" if state.pause else "seconds of rest"
        drawn = RingNumber(look, box, str(left_s), unit, share, on=not state.pause)
        room.drawing(box, drawn.paint, drawn.texts)

    def _next(self, room: Room) -> None:
        state, work = self.guide.state, self._work
        if state.pause:
            title, how = paused(state.pause, by_hand=self.guide.camera == "none")
            room.text(title, "heading", weight="heavy", tone="good")
            room.text(how, tone="muted")
            room.gap()
        if work.set_no > 1:
            room.text(f"Next: {set_of(work).lower()}", "heading", tone="muted")
            room.text(work.exercise.name, "title", weight="heavy")
            room.text(this_set(work), "heading", weight="heavy", tone="good")
            return
        room.text(f"Next: {place(state).lower()}", "heading", tone="muted")
        room.text(work.exercise.name, "title", weight="heavy")
        room.text(dose(self._works), "heading", weight="heavy", tone="good")

    def _buttons(self, room: Room) -> None:
        paused = bool(self.guide.state.pause)
        pause = room.button("pause", "Go on" if paused else "Pause", sign="play" if paused else "pause")
        extend = room.button("extend", f"+{EXTEND_S:.0f} s")
        go = room.button("next", "Start now", "primary", sign="next")
        stop = room.button("stop", "STOP", "danger", sign="stop")
        if room.wide:
            room.part(room.foot(room.button_height())).buttons(stop, pause, extend, go)
            return
        foot = room.part(room.foot(2 * room.button_height() + room.m.gap))
        foot.buttons(pause, extend)
        foot.gap()
        foot.buttons(stop, go)
