"""Rest: how long still, and what comes next."""

import math
from collections.abc import Mapping
from typing import Final

import pygame

from coach.core.routine import Work
from coach.core.workout import EXTEND_S, Command
from coach.ui.demonstration import Demonstration
from coach.ui.layout import Box, fitted
from coach.ui.room import Role, Room, columns
from coach.ui.screens.stage import PAUSE_KEYS, PLUS_KEYS, Showing, StagePage
from coach.ui.session_layout import WIDE
from coach.ui.session_parts import RingNumber
from coach.ui.set_words import dose, of_exercise, paused, place, set_of, this_set

_FIGURE_LEAST: Final = 0.28
"""Narrower than this share of the window's shorter edge a figure tells nothing. Looked at."""

_MOST_S: Final = 1.0
"""A ring is never of less than this, seconds: nothing is divided by 0."""

_KEYS: Final[Mapping[int, Command]] = {
    **dict.fromkeys(PAUSE_KEYS, "pause"),
    pygame.K_n: "next",
    **dict.fromkeys(PLUS_KEYS, "extend"),
    pygame.K_e: "easier",
    pygame.K_u: "undo",
}

EASED: Final = "Time to let up"
EASED_WHY: Final = "Your form was slipping. That happens. You decide how to go on."
EASED_ALONE: Final = "Your form was slipping. That happens. Rest as long as you like."
UNDO: Final = "Go on with that set"
LAST: Final = "That was the last set"


class RestPage(StagePage):
    """A ring with the seconds left beside the next exercise's name and moving figure."""

    commands = _KEYS

    def __init__(self, showing: Showing) -> None:
        super().__init__(showing)
        self._whole_s = self.guide.state.left_s

    @property
    def _work(self) -> Work:
        return self.guide.state.work

    @property
    def _demonstration(self) -> Demonstration:
        return self.showing.demonstration(self._work.exercise)

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
            self._offer(following)
            if self.guide.state.offered is not None:
                # The figure would be a stamp below so much: it stands beside what comes next.
                words, shown = columns(following.left, 0.56, 0.44, gap=room.m.gap)
                self._next(following.part(words))
                self._show(following, shown)
                return
            self._next(following)
        else:
            self._ring(room, room.take(round(min(room.box.w * 0.7, room.left.h * 0.4))))
            room.gap(2)
            self._offer(room)
            self._next(room)
            following = room
        following.gap()
        self._show(following, following.left)

    def _show(self, room: Room, box: Box) -> None:
        """The moving figure, where something follows and there is room for it."""
        large = fitted(WIDE, box).w >= _FIGURE_LEAST * min(room.window)
        if large and not self.guide.state.over:
            room.drawing(box, self._demonstration.draw)

    def _offer(self, room: Room) -> None:
        """After a set that was ended because form slipped: what the person may do about it."""
        easing = self.guide.state.offered
        if easing is None:
            return
        room.text(EASED, "title", weight="heavy")
        room.text(EASED_WHY if easing.offer else EASED_ALONE, tone="muted")
        room.gap(1.5)
        if easing.offer is not None:
            name, hard = easing.offer.name.lower(), easing.sets[easing.index].exercise.name.lower()
            text = f"Keep the {hard}" if easing.taken else f"Try the {name} instead"
            room.buttons(room.button("easier", text, "plain" if easing.taken else "primary"))
            room.gap()
        room.buttons(room.button("undo", UNDO, sign="back"))
        room.gap(2)

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
        if state.over:
            room.text(LAST, "heading", tone="muted")
            return
        size: Role = "heading" if state.offered else "title"
        if work.set_no > 1:
            room.text(f"Next: {set_of(work).lower()}", "heading", tone="muted")
            room.text(work.exercise.name, size, weight="heavy")
            room.text(this_set(work), "heading", weight="heavy", tone="good")
            return
        room.text(f"Next: {place(state).lower()}", "heading", tone="muted")
        room.text(work.exercise.name, size, weight="heavy")
        room.text(dose(of_exercise(state)), "heading", weight="heavy", tone="good")

    def _buttons(self, room: Room) -> None:
        paused = bool(self.guide.state.pause)
        pause = room.button("pause", "Go on" if paused else "Pause", sign="play" if paused else "pause")
        extend = room.button("extend", f"+{EXTEND_S:.0f} s")
        easing = self.guide.state.offered
        open_ = easing is not None and easing.offer is not None and not easing.taken
        words = "Finish" if self.guide.state.over else "As planned" if open_ else "Start now"
        go = room.button("next", words, "plain" if open_ else "primary", sign="next")
        stop = room.button("stop", "STOP", "danger", sign="stop")
        if room.wide:
            room.part(room.foot(room.button_height())).buttons(stop, pause, extend, go)
            return
        foot = room.part(room.foot(2 * room.button_height() + room.m.gap))
        foot.buttons(pause, extend)
        foot.gap()
        foot.buttons(stop, go)
