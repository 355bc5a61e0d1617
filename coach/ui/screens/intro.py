"""How an exercise goes, and getting into position; later sets of the same exercise have a short form."""

from collections.abc import Mapping
from typing import Final

import pygame

from coach.core.therapy.item_words import tempo_of
from coach.core.workout import Command
from coach.ui.room import Room, columns
from coach.ui.screens.stage import Showing, StagePage
from coach.ui.session_parts import get_ready, note, step
from coach.ui.set_words import PACED_NOTE, dose, of_exercise, place, set_of, this_set

CROWDED: Final = 0.61
"""Where the type would have to become smaller than this share, the reason why is left out: steps and note
matter more."""

_KEYS: Final[Mapping[int, Command]] = {pygame.K_n: "next", pygame.K_p: "pause"}


class IntroPage(StagePage):
    """Name, why, how much, steps and the moving demonstration; it starts when the start position is held."""

    commands = _KEYS

    def __init__(self, showing: Showing) -> None:
        super().__init__(showing)
        self._work = self.guide.state.work
        self._first = self.guide.state.first
        self._works = of_exercise(self.guide.state)
        self._demonstration = showing.demonstration(self._work.exercise)

    def pass_time(self, dt_s: float) -> None:
        """Move the demonstration on."""
        self._demonstration.pass_time(dt_s)

    def compose(self, room: Room) -> None:
        """Words on the left, demonstration on the right; in a tall window one below the other."""
        self._buttons(room)
        if not room.wide:
            self._tall(room)
        elif self._first:
            left, right = columns(room.left, 1.0, 1.0, gap=3 * room.m.gap)
            self._words(room.part(left))
            self._show(room.part(right))
        else:
            self._short(room)
            room.gap(1.5)
            left, right = columns(room.left, 1.0, 1.0, gap=3 * room.m.gap)
            shown = room.part(right)
            shown.drawing(shown.take(round(right.w * 9 / 16)), self._demonstration.draw)
            shown.gap()
            self._breathing(shown)
            get_ready(room, self.guide, self.showing.draw_self, left)

    def _show(self, room: Room) -> None:
        room.drawing(room.take(round(room.box.w * 9 / 16)), self._demonstration.draw)
        room.gap()
        self._breathing(room)
        room.gap()
        get_ready(room, self.guide, self.showing.draw_self, room.left)

    def _tall(self, room: Room) -> None:
        if not self._first:
            self._short(room)
            room.gap(1.5)
            room.drawing(room.take(round(room.box.w * 9 / 16)), self._demonstration.draw)
            room.gap()
            self._breathing(room)
            room.gap()
            get_ready(room, self.guide, self.showing.draw_self, room.left)
            return
        self._title(room)
        room.gap()
        # Where there is much to read the pictures give way along with the type.
        high = min(round(room.box.w * 9 / 16), round(room.left.h * 0.4 * room.scale))
        room.drawing(room.take(high), self._demonstration.draw)
        room.gap()
        self._breathing(room)
        room.gap()
        get_ready(room, self.guide, self.showing.draw_self, room.take(round(room.box.w * 0.25 * max(room.scale, 0.7))))
        room.gap(1.5)
        self._how(room)

    def _words(self, room: Room) -> None:
        self._title(room)
        room.gap(1.5)
        self._how(room)

    def _title(self, room: Room) -> None:
        room.text(place(self.guide.state), "label", tone="muted")
        room.text(self._work.exercise.name, "title", weight="heavy")
        room.text(dose(self._works), "heading", weight="heavy", tone="good")
        self._tempo(room)
        if self._work.exercise.kind == "paced":
            room.gap(0.5)
            room.text(PACED_NOTE, "label", state="idle")

    def _how(self, room: Room) -> None:
        exercise = self._work.exercise
        if room.scale > CROWDED:
            room.text(exercise.why, tone="muted")
            room.gap(1.5)
        for number, text in enumerate(exercise.steps, start=1):
            room.gap(0.4 if number > 1 else 0.0)
            step(room, number, text)
        if self._work.note:
            room.gap(1.5)
            note(room, "From your therapist", self._work.note)

    def _short(self, room: Room) -> None:
        room.text(self._work.exercise.name, "heading", tone="muted")
        room.text(set_of(self._work), "title", weight="heavy")
        room.text(this_set(self._work), "heading", weight="heavy", tone="good")
        self._tempo(room)

    def _tempo(self, room: Room) -> None:
        if tempo := tempo_of(self._work.exercise, self._work.tempo_s):
            room.text(tempo, weight="heavy")

    def _breathing(self, room: Room) -> None:
        room.text(self._work.exercise.breathing, weight="heavy")

    def _buttons(self, room: Room) -> None:
        foot = room.part(room.foot(room.button_height()))
        paused = bool(self.guide.state.pause) and self.guide.camera != "none"
        lost = self.guide.camera == "lost"
        go = (
            room.button("pause", "Go on", "primary", sign="play")
            if paused and not lost
            else room.button("next", "Start now", "primary", sign="play")
        )
        second = room.button("by hand", "Without camera") if lost else room.button("skip", "Skip", sign="next")
        foot.buttons(room.button("stop", "STOP", "danger", sign="stop"), second, go, shares=(0.25, 0.3, 0.45))
