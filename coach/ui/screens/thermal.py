"""Cold and warm: which to take first, a large clock while it lies on, and until when the skin rests."""

from typing import Final

from coach.core.care.phrases import TAKE_IT_OFF
from coach.core.care.relief import WarmCold
from coach.core.care.thermal import ThermalNow, until_words
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.elements import Button
from coach.ui.painter import Painter
from coach.ui.relief import Relief
from coach.ui.room import Room, columns, rows
from coach.ui.screens.relief_parts import READING, clock, clock_words, rest_words, source_note
from coach.ui.screens.steps import StepPage, back, centred, foot

_NAMES: Final = {"cold": "Cold", "warm": "Warm"}


class ThermalPage(StepPage):
    """Choose, wait, take it off, rest: one after the other, and true also after a restart."""

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter)
        self._relief: Relief = desk.care.relief

    def compose(self, room: Room) -> None:
        """By where warm and cold stand."""
        words = self._relief.words
        if words is None:
            foot(room, room.button("back", "Back", sign="back"))
            room.text(READING, "heading", tone="muted")
            return
        now = self._relief.thermal
        made = {"ready": self._ready, "running": self._running, "over": self._over, "resting": self._resting}
        made[now.stage](room, words.warm_cold, now)

    def _ready(self, room: Room, words: WarmCold, now: ThermalNow) -> None:
        """What to take first, how long, and what to mind."""
        back(room)
        source_note(room, words.source)
        advice = self._relief.advice
        room.text("Cold or warm", "title", weight="heavy")
        room.gap(0.7)
        for line in filter(None, (self._relief.message, advice.text)):
            room.text(line)
            room.gap(0.5)
        room.gap()
        first = "warm" if advice.kind == "warm" else "cold"
        order = (first, "cold" if first == "warm" else "warm")
        buttons = [self._start(room, kind, primary=kind == advice.kind) for kind in order]
        room.buttons(*buttons, height=room.button_height(2.6))
        room.gap()
        room.buttons(*self._presets(room, words), height=room.button_height(1.9))
        room.gap(1.5)
        for rule in words.rules:
            room.text(rule, state="fault")
            room.gap(0.7)

    def _start(self, room: Room, kind: str, *, primary: bool) -> Button:
        minutes = round(self._relief.preset.length_s / 60)
        note = f"{minutes} minutes"
        return room.button(kind, f"Start {kind}", "primary" if primary else "plain", sign="play", note=note)

    def _presets(self, room: Room, words: WarmCold) -> list[Button]:
        chosen = self._relief.preset.id
        return [
            room.button(f"preset {one.id}", one.name, "choice", on=one.id == chosen, note=one.note)
            for one in words.presets
        ]

    def _running(self, room: Room, words: WarmCold, now: ThermalNow) -> None:
        """The clock, when it is over, and what comes then."""
        off = room.button("off", "Take it off now", "primary", sign="tick")
        foot(room, room.button("back", "Back", sign="back"), off, shares=(1.0, 1.6))
        said, shown = columns(room.left, 1.0, 1.2, gap=room.m.pad) if room.wide else rows(room.left, 1.0, 1.2)
        clock(room, shown, (clock_words(now.left_s), "to go"), now.share)
        assert now.until is not None
        assert now.then is not None
        until, then = until_words(now.until, self._relief.now), until_words(now.then, self._relief.now)
        kind = _NAMES[now.kind or "cold"]

        def say(part: Room) -> None:
            part.text(kind, "title", weight="heavy")
            part.gap(1.5)
            part.text(f"Take it off at {until}.", "heading")
            part.gap(1.5)
            part.text(f"Then rest your skin until {then}.", tone="muted")
            part.gap(2)
            for rule in words.rules:
                part.text(rule, "label", tone="muted")
                part.gap(0.5)

        centred(room.part(said), say, 0.4)

    def _over(self, room: Room, words: WarmCold, now: ThermalNow) -> None:
        """One sentence and one button."""
        foot(room, room.button("back", "Back", sign="back"), room.button("off", "It is off", "primary", sign="tick"))

        def say(part: Room) -> None:
            part.text(TAKE_IT_OFF, "title", weight="heavy", state="good")
            part.gap(2)
            part.text("Then let your skin rest.", "heading")

        centred(room, say, 0.4)

    def _resting(self, room: Room, words: WarmCold, now: ThermalNow) -> None:
        """Until when, large; and what may come then."""
        back(room)
        low = room.part(room.foot(room.button_height(1.9)))
        low.buttons(*self._presets(room, words), height=low.box.h)
        source_note(room, words.source)
        said, shown = columns(room.left, 1.0, 1.2, gap=room.m.pad) if room.wide else rows(room.left, 1.0, 1.2)
        clock(room, shown, rest_words(now.left_s), now.share, on=False)
        assert now.until is not None
        until = until_words(now.until, self._relief.now)
        advice = self._relief.advice

        def say(part: Room) -> None:
            part.text(f"Rest your skin until {until}", "title", weight="heavy")
            part.gap(2)
            part.text("After that, another round is fine." if advice.kind is None else advice.text, "heading")
            if self._relief.message:
                part.gap(2)
                part.text(self._relief.message, tone="muted")

        centred(room.part(said), say, 0.4)

    def update(self, dt_s: float) -> Move | None:
        """The clock of the rounds goes on by itself."""
        self._relief.tick()
        return None

    def press(self, key: str) -> Move | None:
        """Begin, take off, or choose the length."""
        if key == "back":
            return Move("back")
        if key == "off":
            self._relief.take_off()
        elif key in ("cold", "warm"):
            self._relief.begin("cold" if key == "cold" else "warm")
        else:
            self._relief.choose(key.partition(" ")[2])
        return Move("stay")
