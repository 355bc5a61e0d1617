"""A flare-up while it is open: which day it is, the pain so far, what to do; and its end, which can be taken back."""

from collections.abc import Callable
from typing import Final

from coach.core import phrases
from coach.core.care.doctor_words import date_words
from coach.core.care.flare import curve
from coach.core.safety import Help
from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.elements import Button
from coach.ui.painter import Painter
from coach.ui.room import Room, columns, rows
from coach.ui.screens.flare_begin import Telling, tell_pain
from coach.ui.screens.flare_curve import put_curve
from coach.ui.screens.questions import AdvicePage, LockedPage
from coach.ui.screens.scale import ScalePage
from coach.ui.screens.seek_help import SeekHelpPage
from coach.ui.screens.steps import StepPage, foot

OVER: Final = Help(
    title="It is over. That is good news.",
    lines=("It is written down.", "Take the next days gently, and go back to your usual day bit by bit."),
    source="NICE guideline NG59: keep active; bit by bit: estimated",
)


def flare_page(painter: Painter, desk: Desk) -> Screen:
    """The page of the open flare-up; without one, or when the computer's clock was changed, the way to tell of it."""
    flare = desk.care.flare
    if flare.open is not None and not flare.standing.unsure:
        return FlarePage(painter, desk)
    return Telling(painter, desk, lambda: FlarePage(painter, desk)).first()


def flare_button(room: Room, desk: Desk) -> Button:
    """The button that leads to `flare_page`, key "flare"."""
    care = desk.care.flare
    if care.open is None:
        return room.button("flare", "It flared up", note="note when, and how bad")
    if care.standing.unsure:
        return room.button("flare", "Flare-up", note="when did it begin?")
    return room.button("flare", f"Flare-up, day {care.day}", note="pain so far, a page for the doctor")


class FlarePage(StepPage):
    """Day, pain curve, and what there is to do."""

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter)
        self._desk = desk

    def compose(self, room: Room) -> None:
        """Words above, the curve on a plate, the buttons beside it or below."""
        care = self._desk.care.flare
        flare = care.open
        change = (room.button("change", "Change when it began"),) if flare else ()
        foot(room, room.button("back", "Back", sign="back"), *change)
        if flare is None:
            room.text("There is no flare-up now", "title", weight="heavy")
            return
        room.text(f"Day {care.day} of this flare-up", "title", weight="heavy")
        room.gap(0.5)
        room.text(self._since(), tone="muted")
        if said := care.said:
            room.gap()
            room.text(said, state="fault")
        room.gap()
        if care.page_note:
            self._note(room, care.page_note)
        lines = self._lines(room)
        high = room.button_height(1.3)
        low = len(lines) * high + (len(lines) - 1) * room.m.gap
        if room.wide:
            left, right = columns(room.left, 2.0, 1.0, gap=room.m.pad)
        else:
            left, right = rows(room.left, 1.0, low, gap=room.m.gap)
        plate = room.plate(left)
        # Too low for a curve: the page begins again with smaller type.
        plate.take(max(0, room.em("label") * 8))
        put_curve(plate, curve(flare, care.at), care.day, plate.box)
        side = room.part(right)
        side.take(max(0, (right.h - low) // 2))
        for number, line in enumerate(lines):
            side.gap(1.0 if number else 0.0)
            side.buttons(*line, height=high)

    @staticmethod
    def _note(room: Room, note: str) -> None:
        em = room.em("label")
        high = room.fonts.fit(note, "text", (room.box.w, 100_000), em).height
        room.part(room.foot(high)).text(note, "label", tone="muted")

    def _since(self) -> str:
        care = self._desk.care.flare
        flare = care.open
        if flare is None:
            return ""
        trigger = care.ladder.trigger(flare.trigger) if care.ladder else None
        return f"Since {date_words(flare.onset, year=False)}" + (f", after {trigger.after}." if trigger else ".")

    def _lines(self, room: Room) -> list[tuple[Button, ...]]:
        """Rows of buttons: one below the other beside the curve; below it the last two share a row."""
        pain = room.button("pain", "How is it now?", "primary")
        seek = room.button("ladder", "When to see a doctor")
        if self._desk.care.flare.standing.flag == "emergency":
            seek = room.button("help", "What to do now", "danger")
        save, over = room.button("save", "Page for the doctor"), room.button("over", "It is over", sign="tick")
        return [(pain,), (seek,), (save,), (over,)] if room.wide else [(pain,), (seek,), (save, over)]

    def press(self, key: str) -> Move | None:
        """Everything leads back here; its end can be taken back."""
        care = self._desk.care.flare
        if key == "back":
            return Move("back")
        if key == "save":
            care.save_page()
            return Move("stay")
        if key == "over":
            care.over()
            return Move("replace", over_page(self.painter, self._desk))
        pages: dict[str, Callable[[], Screen]] = {
            "pain": self._scale,
            "change": lambda: Telling(self.painter, self._desk, lambda: FlarePage(self.painter, self._desk)).first(),
            "help": lambda: LockedPage(self.painter, self._desk),
            "ladder": lambda: SeekHelpPage(self.painter, self._desk),
        }
        return Move("replace" if key == "change" else "push", pages[key]())

    def _scale(self) -> Screen:
        def told(score: int) -> Move:
            return tell_pain(self.painter, self._desk, score, _back)

        return ScalePage(self.painter, phrases.HOW_IS_PAIN, told, back=_back)


def _back() -> Move:
    return Move("back")


def over_page(painter: Painter, desk: Desk) -> Screen:
    """After "It is over": done, or not over after all."""

    def undo() -> Move:
        desk.care.flare.go_on()
        return Move("replace", FlarePage(painter, desk))

    return AdvicePage(painter, OVER, ("Done", _back), ("It is not over", undo), calm=True)
