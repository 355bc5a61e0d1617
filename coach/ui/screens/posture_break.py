"""A break: a guided move before the camera, or one's own way, away from the desk."""

import math
from typing import Final

import pygame

from coach.core.sitting.breaks import BREAK_S
from coach.core.spec import Exercise
from coach.ui.app import Move
from coach.ui.demonstration import FIGURE_PX, Demonstration
from coach.ui.elements import Button, ButtonKind
from coach.ui.layout import Box, fitted
from coach.ui.painter import Painter
from coach.ui.room import Room, columns, rows
from coach.ui.screens import posture_parts as parts, posture_words as words
from coach.ui.screens.steps import StepPage, centred, foot
from coach.ui.watch import Moving, Watch

TITLE: Final = "Take a break"
WAYS: Final = "Do one of these before the camera, or walk away: I notice the empty chair by myself."
ALONE: Final = "Walk away from the desk for a minute or two: I notice the empty chair by myself."
MOVED: Final = "I moved away from the desk"
MOVED_NOTE: Final = "It counts on your word"
SEEN: Final = "Seen: it counts as a break"
SEEN_SHORT: Final = "Seen: go on until the minute is over"
UNSEEN: Final = "Not seen yet"
GO_ON: Final = "Seen so far: go on"
OVER: Final = "Well done. Sit down again when you like."
BACK_OFF: Final = "Step back until I see you from head to hips."

LOOK_S: Final = 1 / 15
"""Seconds between two drawn frames of a move."""
STILL_S: Final = 1.0
_PAGE: Final = 6
"""Moves on one page."""


class BreakPage(StepPage):
    """A list of moves, then the one that is done."""

    def __init__(self, painter: Painter, watch: Watch) -> None:
        super().__init__(painter)
        self._watch = watch
        self._mirror = parts.Mirror(painter)
        self._shown: Demonstration | None = None
        self._first = 0

    @property
    def calm_s(self) -> float:
        """Smooth while somebody moves."""
        return STILL_S if self._watch.moving is None else LOOK_S

    def update(self, dt_s: float) -> Move | None:
        """The watch goes on, and the figure moves."""
        self._watch.tick()
        moving = self._watch.moving
        if moving is None:
            self._shown = None
            return None
        if self._shown is None or self._shown.exercise is not moving.exercise:
            self._shown = Demonstration(moving.exercise, self.painter.theme.palette, lambda _: None)
        self._shown.pass_time(dt_s)
        return None

    def compose(self, room: Room) -> None:
        """Choose, or do."""
        moving = self._watch.moving
        if moving is None:
            self._choose(room)
        else:
            self._do(room, moving)

    def _choose(self, room: Room) -> None:
        back = room.button("back", "Back", sign="back")
        said = room.button("moved", MOVED, sign="tick", shortcut=pygame.K_w, note=MOVED_NOTE)
        foot(room, back, said, shares=(1.0, 2.6), lines=1.9)
        # What any camera sees, and gets somebody out of the chair, first: most cameras look from the front.
        moves = sorted(self._watch.moves(), key=lambda move: move.framing.view == "side")
        room.text(TITLE, "title", weight="heavy")
        room.gap()
        room.text(WAYS if moves else ALONE, tone="muted")
        room.gap(2)
        buttons = [_choice(room, each, first=not number) for number, each in enumerate(moves)]
        if len(buttons) > _PAGE:
            buttons = [*buttons[self._first : self._first + _PAGE], room.button("more", "More moves", sign="right")]
        most = 2 if room.wide else 1
        for at in range(0, len(buttons), most):
            cells = columns(room.take(room.button_height(1.9)), *(1.0,) * most, gap=room.m.gap)
            for button, cell in zip(buttons[at : at + most], cells, strict=False):
                room.put(button, cell)
            room.gap()

    def _do(self, room: Room, moving: Moving) -> None:
        over = moving.left_s <= 0
        end = room.button("end", "Done" if over else "End", "primary" if over else "plain",
                          sign="tick" if over else "stop", shortcut=pygame.K_e)  # fmt: skip
        if over:
            foot(room, end)
        else:
            parts.small_foot(room, end)
        room.text(moving.exercise.name, "title", weight="heavy")
        room.gap()
        text = OVER if over else words.blind(self._watch.now) or moving.cue or (BACK_OFF if moving.pose is None else "")
        room.text(text or moving.exercise.steps[0], "heading", tone="good" if over else "text")
        room.gap(1.5)
        if room.wide:
            mine, right = columns(room.left, 1.15, 1.0, gap=room.m.pad)
            shown, told = rows(right, 1.0, 1.05, gap=room.m.gap)
        else:
            mine, middle, told = rows(room.left, 1.2, 0.8, 1.0, gap=room.m.gap)
            shown = middle
        self._mirror.put(room, mine, moving.pose, "upright" if moving.seen else "standing", whole=True, empty="person")
        if self._shown is not None:
            area = fitted(FIGURE_PX, shown)
            room.drawing(Box(shown.x, area.y, area.w, area.h), self._shown.draw)
        self._count(room, told, moving)

    def _count(self, room: Room, box: Box, moving: Moving) -> None:
        """The clock, and how much was seen."""
        dial, told = columns(box, 0.8, 1.0, gap=room.m.pad)
        left_s = max(0, math.ceil(moving.left_s - 1e-6))
        unit = "second to go" if left_s == 1 else "seconds to go"
        parts.put_dial(room, dial, str(left_s), unit, 1 - min(1.0, moving.left_s / BREAK_S))

        def fill(part: Room) -> None:
            hold = moving.exercise.kind == "hold"
            what = "seconds held" if hold else "times"
            part.text(f"{moving.done} of {moving.wanted}", "title", weight="heavy")
            part.text(what, "label", tone="muted")
            part.gap()
            part.text(_seen(moving), "label", state="good" if moving.seen else "idle")

        centred(room.part(told), fill)

    def press(self, key: str) -> Move | None:
        """A move, its end, one's own word."""
        if key == "back" and self._watch.moving is None:
            return Move("back")
        if key == "end":
            self._watch.end_move()
            return Move("back")
        if key == "back":
            self._watch.end_move()
        elif key == "moved":
            self._watch.said_moved()
            return Move("back")
        elif key == "more":
            self._first = self._first + _PAGE if self._first + _PAGE < len(self._watch.moves()) else 0
        elif key.startswith("move:"):
            self._watch.move(key.removeprefix("move:"))
        return None


def _seen(moving: Moving) -> str:
    """What was seen of a move, and what is still missing."""
    if moving.seen:
        return SEEN if moving.left_s <= 0 else SEEN_SHORT
    return GO_ON if moving.done else UNSEEN


def _choice(room: Room, exercise: Exercise, *, first: bool) -> Button:
    kind: ButtonKind = "primary" if first else "plain"
    return room.button(f"move:{exercise.id}", exercise.name, kind, note=how_much(exercise))


def how_much(exercise: Exercise) -> str:
    """ "8 times, side-on to the camera"."""
    dose = exercise.dose
    times = "once" if dose.reps == 1 else f"{dose.reps} times"
    much = f"hold {dose.hold_s:g} s" if exercise.kind == "hold" else times
    if exercise.sides == "each":
        much += " on each side"
    where = {"side": ", side-on to the camera", "front": ", facing the camera", "any": ""}[exercise.framing.view]
    return f"{much}{where}"
