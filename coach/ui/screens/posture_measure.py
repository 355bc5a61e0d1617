"""Taking a baseline: choose its name, sit tall for a few seconds, look at what was seen, keep it or do it again."""

import math
from typing import Final

import pygame

from coach.core.sitting.baseline import NAMES, Calibration, PostureBaseline
from coach.core.sitting.look import State
from coach.ports import Calendar
from coach.ui.app import Move
from coach.ui.elements import Button
from coach.ui.layout import Box, fitted
from coach.ui.painter import Painter
from coach.ui.room import Room, columns, rows
from coach.ui.screens import posture_parts as parts, posture_words as words
from coach.ui.screens.posture_baseline_words import age_words, baseline_words
from coach.ui.screens.posture_parts import small_foot
from coach.ui.screens.steps import StepPage, centred, foot
from coach.ui.silhouette import FINE, bust_of, paint_shapes
from coach.ui.theme import state_colour
from coach.ui.watch import Watch

TITLE: Final = "Measure how you sit tall"
HOW: Final = "I look for a few seconds and remember how you sit tall. No picture is kept."
SIT: Final = "Sit tall, back supported."
STAND: Final = "Stand tall, shoulders easy."
STAY: Final = "Good. Stay like that, and look at the screen."
SEEN: Final = "This is how I see you"
EVEN: Final = "A little slant is usual. From now on I tell what differs from this."

LOOK_S: Final = 0.05
"""Seconds between two drawn frames while it is measured."""
STILL_S: Final = 1.0

LONGEST_NAME: Final = 20
"""Characters of a name; longer ones would be too small to read."""
_PAGE: Final = 6
"""Names on one page."""


class MeasurePage(StepPage):
    """All three steps.

    Args:
        name: begin at once to take the baseline of this name; "": choose one first.
    """

    def __init__(self, painter: Painter, watch: Watch, calendar: Calendar, name: str = "") -> None:
        super().__init__(painter)
        self._watch, self._calendar = watch, calendar
        self._mirror = parts.Mirror(painter)
        self._name = name or watch.now.baseline or NAMES[0]
        self._own: str | None = None
        self._first = 0
        if name:
            watch.calibrate(name)

    @property
    def calm_s(self) -> float:
        """Smooth while it counts."""
        taking = self._watch.calibration
        return LOOK_S if taking is not None and taking.done is None else STILL_S

    def update(self, dt_s: float) -> Move | None:
        """The watch goes on."""
        self._watch.tick()
        return None

    def compose(self, room: Room) -> None:
        """One of the three."""
        taking = self._watch.calibration
        if taking is None:
            self._choose(room)
        elif taking.done is None:
            self._sit(room, taking)
        else:
            self._look(room, taking.done)

    # --- Which one. ---

    def _names(self) -> list[str]:
        own = [one.name for one in self._watch.baselines if one.name and one.name not in NAMES]
        return [*NAMES, *own]

    @property
    def _chosen(self) -> str:
        """The name to take it under, "" while there is none."""
        name = self._name if self._own is None else self._own.strip()
        return name if name.isprintable() else ""

    def _choose(self, room: Room) -> None:
        buttons = [room.button("back", "Back", sign="back")]
        if self._chosen:
            buttons.append(room.button("start", "Start", "primary", sign="play"))
        foot(room, *buttons, shares=(1.0, 2.0)[: len(buttons)])
        room.text(TITLE, "title", weight="heavy")
        room.gap()
        room.text(HOW, tone="muted")
        room.gap(2)
        room.text("Where do you sit or stand?", "heading")
        room.gap()
        choices = self._choices(room)
        most = 3 if room.wide else 2
        for at in range(0, len(choices), most):
            line = choices[at : at + most]
            cells = columns(room.take(room.button_height(1.9)), *(1.0,) * most, gap=room.m.gap)
            for button, cell in zip(line, cells, strict=False):
                room.put(button, cell)
            room.gap()
        if self._own is not None:
            room.gap()
            room.entry("own", self._own, "Type a name, such as \u201ckitchen table\u201d")

    def _choices(self, room: Room) -> list[Button]:
        known = {one.name: one for one in self._watch.baselines}
        at = self._calendar.now()
        names = self._names()
        found = []
        for name in names[self._first : self._first + _PAGE]:
            note = age_words(known[name], at) if name in known else "not measured yet"
            on = self._own is None and name == self._name
            found.append(room.button(f"name:{name}", shown_name(name), "choice", on=on, note=note))
        if len(names) > _PAGE:
            found.append(room.button("more", "More names", sign="right"))
        found.append(room.button("other", "Another name", "choice", on=self._own is not None, note="your own word"))
        return found

    # --- Sitting tall. ---

    def _sit(self, room: Room, taking: Calibration) -> None:
        small_foot(room, room.button("back", "Stop", sign="stop"))
        room.text(STAND if self._name == "standing" else SIT, "title", weight="heavy")
        room.gap()
        trouble = words.blind(self._watch.now) or taking.trouble
        if trouble:
            room.text(trouble, "heading", state="fault")
        else:
            room.text(STAY, "heading", tone="good", state="good")
        room.gap(2)
        box = room.left
        left, right = columns(box, 1.5, 1.0, gap=room.m.pad) if room.wide else rows(box, 1.3, 1.0, gap=room.m.gap)
        look = words.shown(self._watch.now)
        pose = None if look is None else look.pose
        whole = look is not None and look.view == "side"
        state: State = "unknown" if trouble else "upright"
        self._mirror.put(room, left, pose, state, whole=whole, middle=not room.wide)
        left_s = math.ceil(taking.left_s - 1e-6)
        unit = "second to go" if left_s == 1 else "seconds to go"
        parts.put_dial(room, right, str(left_s), unit, taking.progress)

    # --- What was seen. ---

    def _look(self, room: Room, taken: PostureBaseline) -> None:
        again = room.button("again", "Again", sign="back", shortcut=pygame.K_a)
        foot(room, again, room.button("keep", "Done", "primary", sign="tick"), shares=(1.0, 2.0))
        room.text(SEEN, "title", weight="heavy")
        room.gap(2)
        box = room.left
        left, right = columns(box, 1.0, 1.3, gap=room.m.pad) if room.wide else rows(box, 1.0, 1.1, gap=room.m.pad)
        self._drawing(room, left, taken)
        centred(room.part(right), lambda part: _say(part, taken, self._watch.now.baseline or self._name), 0.4)

    def _drawing(self, room: Room, box: Box, taken: PostureBaseline) -> None:
        area, palette = fitted((4, 3), box), room.theme.palette
        shapes = bust_of(taken.medians, (area.w * FINE, area.h * FINE)) if taken.view == "front" else ()
        if not shapes:
            look = self._watch.now.look
            self._mirror.put(room, box, None if look is None else look.pose, "upright", whole=True, empty="person")
            return
        colour = state_colour(palette, "upright")
        room.drawing(area, lambda surface, where: paint_shapes(surface, where, shapes, colour, palette))

    # --- What is pressed. ---

    def typed(self, key: str, value: str) -> None:
        """One's own name."""
        self._own = value[:LONGEST_NAME]

    def press(self, key: str) -> Move | None:
        """Through the steps, and back."""
        if key in {"back", "keep"}:
            # What is done is kept already; what is not done leaves everything as it was.
            self._watch.end_calibration()
            return Move("back")
        if key in {"start", "again"} and self._chosen:
            self._name, self._own = self._chosen, None
            self._watch.calibrate(self._name)
        elif key == "more":
            self._first = self._first + _PAGE if self._first + _PAGE < len(self._names()) else 0
        elif key == "other":
            self._own, self._focus = "", "own"
        elif key.startswith("name:"):
            self._name, self._own = key.removeprefix("name:"), None
        return None


def shown_name(name: str) -> str:
    """A baseline's name with a capital; a very long one is cut."""
    short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "\u2026"
    return short[:1].upper() + short[1:]


def _say(room: Room, taken: PostureBaseline, name: str) -> None:
    for number, (line, usual) in enumerate(baseline_words(taken)):
        if number:
            room.gap()
        room.text(line, state="good" if usual else "idle")
    room.gap(2)
    room.text(EVEN, "label", tone="muted")
    room.gap()
    room.text(f"Kept as \u201c{taken.name or name}\u201d.", "label", tone="muted")
