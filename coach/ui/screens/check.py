"""The camera assistant: does it see what it must? One fix at a time, in large type; it goes on by itself."""

from collections.abc import Mapping
from typing import Final

import pygame

from coach.core.camera_check import GOOD_S
from coach.core.camera_items import ItemState
from coach.core.workout import Command
from coach.ui.elements import Tone
from coach.ui.layout import Box
from coach.ui.ring import ring
from coach.ui.room import Room, columns
from coach.ui.screens.stage import StagePage
from coach.ui.session_parts import GONE, STARTING, height_of, tone_of, words
from coach.ui.theme import State

TITLE: Final = "Let's check the camera"
NO_PICTURE: Final = "I have no picture. You can go on without a camera"
LOOKING: Final = "Looking for you \u2026"
FINE: Final = "I can see you well. Stay like that"

_TONES: Final[dict[ItemState, Tone]] = {"good": "text", "bad": "fault", "waiting": "muted"}
_SIGNS: Final[dict[ItemState, State]] = {"good": "good", "bad": "fault", "waiting": "idle"}

_KEYS: Final[Mapping[int, Command]] = {pygame.K_n: "next"}


class CheckPage(StagePage):
    """One sees oneself whole, a list of what is well, and what to change now."""

    commands = _KEYS

    def compose(self, room: Room) -> None:
        """Wide: the list on the left, oneself on the right. Tall: one below the other."""
        if room.wide:
            left, right = columns(room.left, 0.36, 0.64, gap=2 * room.m.gap)
            side = room.part(left)
            self._buttons(side, stacked=True)
            self._list(side)
            self._mirror(room.part(right))
            return
        self._buttons(room, stacked=False)
        picture_w, picture_h = self.showing.picture_size
        high = min(round(room.box.w * picture_h / picture_w), round(room.left.h * 0.46))
        self._mirror(room.part(room.take(high + room.m.gap + self._fix_height(room))))
        room.gap(2)
        self._list(room)

    def _buttons(self, room: Room, *, stacked: bool) -> None:
        lost = self.guide.camera == "lost"
        leave = room.button("stop", "Leave", sign="cross")
        by_hand = room.button("by hand", "Without camera", "primary" if lost else "plain", sign="person")
        # With no picture there is nothing to start with: going on without it is what is offered.
        buttons = (by_hand, leave) if lost else (room.button("next", "Start anyway", sign="play"), by_hand, leave)
        rows = len(buttons) if stacked else 1 if lost else 2
        foot = room.part(room.foot(rows * room.button_height() + (rows - 1) * room.m.gap))
        if stacked:
            foot.stacked(*buttons)
            return
        if not lost:
            foot.buttons(buttons[0])
            foot.gap()
        foot.buttons(leave, by_hand, shares=(0.4, 0.6))

    def _list(self, room: Room) -> None:
        room.text(TITLE, "heading", weight="heavy")
        room.gap()
        check = self.guide.check
        if self.guide.camera == "lost":
            # Why there is none, for whoever can do something about it.
            room.text(self.guide.message or GONE, tone="muted")
        for item in check.items if check else ():
            room.gap(0.5)
            room.text(item.label, "body", tone=_TONES[item.state], state=_SIGNS[item.state])

    def _fix_height(self, room: Room) -> int:
        return round(room.em("title") * 2.4) + 2 * room.m.pad

    def _mirror(self, room: Room) -> None:
        """The picture, and below it what to do."""
        picture_w, picture_h = self.showing.picture_size
        spare = room.left.h - self._fix_height(room) - room.m.gap
        high = min(round(room.box.w * picture_h / picture_w), spare)
        room.drawing(room.take(high), self.showing.draw_self)
        room.gap()
        self._fix(room, room.left)

    def _said(self) -> tuple[str, State]:
        camera, check = self.guide.camera, self.guide.check
        if camera == "lost":
            return NO_PICTURE, "fault"
        if camera == "loading":
            return STARTING, "idle"
        if check is None:
            return LOOKING, "idle"
        return (check.fix, "fault") if check.fix else (FINE, "good")

    def _fix(self, room: Room, box: Box) -> None:
        text, state = self._said()
        plate = room.plate(box)
        inner = plate.left
        if state == "good" and self.guide.check is not None:
            share, palette = self.guide.check.good_s / GOOD_S, room.theme.palette

            def paint(surface: pygame.Surface, where: Box) -> None:
                ring(surface, where, share, (palette.good, palette.track), thick=0.22)

            at, inner = columns(inner, inner.h, 1.0, gap=room.m.pad)
            plate.drawing(at, paint)
        high = min(inner.h, height_of(room, text, "title", inner.w - plate.lead(room.em("title")), "heavy"))
        middle = Box(inner.x, inner.y + (inner.h - high) // 2, inner.w, high)
        words(
            plate,
            middle,
            text,
            "title",
            weight="heavy",
            tone=tone_of(state),
            state="fault" if state == "fault" else None,
        )
