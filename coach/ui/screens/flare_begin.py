"""Telling of a flare-up in a few taps: since when, what of, how bad; then the safety questions. No camera, no plan."""

from collections.abc import Callable, Sequence
from typing import Final

from coach.core import phrases
from coach.core.care.doctor_words import date_words
from coach.core.care.flare import Since
from coach.core.safety import Outcome
from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.elements import Button
from coach.ui.painter import Painter
from coach.ui.room import Room, columns
from coach.ui.screens.questions import AdvicePage, ask
from coach.ui.screens.scale import ScalePage
from coach.ui.screens.steps import StepPage, back

NEAR: Final[tuple[tuple[str, str, Since], ...]] = (
    ("now", "Just now", "now"),
    ("today", "Earlier today", "today"),
    ("yesterday", "Yesterday", 1),
)
DAYS_AGO: Final = (*range(2, 14), 14, 21, 28, 42)
"""Days to choose from; past two weeks whole weeks will do."""

DONT_KNOW: Final = "Something else, or I don't know"


def grid(room: Room, buttons: Sequence[Button], across: int, high: int) -> None:
    """Buttons in rows of so many, none lower than `high` pixels, and a little higher where there is room."""
    lines = -(-len(buttons) // across)
    tall = min(round(high * 1.4), (room.left.h - (lines - 1) * room.m.gap) // lines)
    for first in range(0, len(buttons), across):
        room.gap(1.0 if first else 0.0)
        cells = columns(room.take(max(high, tall)), *(1.0,) * across, gap=room.m.gap)
        for button, cell in zip(buttons[first : first + across], cells, strict=False):
            room.put(button, cell)


class Telling:
    """The way from page to page, and what was told on it. `done` makes the page that all ends on.

    While a flare-up is open it puts that one right: its pain is not asked again.
    """

    def __init__(self, painter: Painter, desk: Desk, done: Callable[[], Screen]) -> None:
        self._painter, self._desk, self._done = painter, desk, done
        self._since: Since = "now"
        self._trigger = ""

    def first(self) -> Screen:
        """Since when."""
        return SincePage(self._painter, self._desk, self.since, self.go_on)

    def since(self, since: Since) -> Move:
        """When it began was told; on to what of."""
        self._since = since
        return Move("replace", TriggerPage(self._painter, self._desk, self.of, self._again))

    def go_on(self) -> Move:
        """The last one was not over."""
        self._desk.care.flare.go_on()
        return self._end()

    def of(self, trigger: str) -> Move:
        """What of was told; on to the pain."""
        self._trigger = trigger
        if self._desk.care.flare.open is not None:
            self._desk.care.flare.begin(self._since, trigger)
            return self._end()
        return Move("replace", self._scale())

    def _scale(self) -> Screen:
        def back_to() -> Move:
            return self.since(self._since)

        return ScalePage(self._painter, phrases.HOW_IS_PAIN, self._told, back=back_to)

    def _told(self, score: int) -> Move:
        flare = self._desk.care.flare
        flare.begin(self._since, self._trigger)
        return tell_pain(self._painter, self._desk, score, self._end)

    def _again(self) -> Move:
        return Move("replace", self.first())

    def _end(self) -> Move:
        return Move("replace", self._done())


def tell_pain(painter: Painter, desk: Desk, score: int, then: Callable[[], Move]) -> Move:
    """Tell a score of the open flare-up, and ask the safety questions first where they are due; then go on."""
    flare = desk.care.flare
    # Asked before it is told: whether pain has risen is measured against what was told last.
    due = flare.questions_due(score)
    flare.tell(score)

    def answered(outcome: Outcome) -> Move:
        if outcome == "clear":
            return then()
        return Move("replace", AdvicePage(painter, desk.screening().soon, ("Go on", then)))

    return Move("replace", ask(painter, desk, answered, then)) if due else then()


class SincePage(StepPage):
    """When did it begin? Three near answers, and days ago on a page of their own."""

    def __init__(
        self,
        painter: Painter,
        desk: Desk,
        told: Callable[[Since], Move],
        go_on: Callable[[], Move],
        *,
        far: bool = False,
    ) -> None:
        super().__init__(painter)
        self._desk, self._told, self._go_on, self._far = desk, told, go_on, far

    def compose(self, room: Room) -> None:
        """The question, and its answers large."""
        back(room)
        room.text("How many days ago?" if self._far else "When did it begin?", "title", weight="heavy")
        flare = self._desk.care.flare
        if flare.standing.unsure and flare.ladder and not self._far:
            room.gap()
            room.text(flare.ladder.clock)
        room.gap(1.5)
        if self._far:
            buttons = [room.button(f"d{days}", _ago(days), "choice") for days in DAYS_AGO]
            grid(room, buttons, 4, room.button_height(1.3))
            return
        buttons = [room.button(key, words, "choice") for key, words, _ in NEAR]
        buttons.append(room.button("far", "Longer ago", "choice", sign="right"))
        if (last := flare.last) is not None:
            note = f"it began on {date_words(last.onset, year=False)}"
            buttons.append(room.button("go_on", "The last one was not over", "choice", note=note))
        grid(room, buttons, 2 if room.wide else 1, room.button_height(2.2))

    def press(self, key: str) -> Move | None:
        """An answer, the page of days, or back."""
        if key == "go_on":
            return self._go_on()
        if key == "far" or (key == "back" and self._far):
            page = SincePage(self.painter, self._desk, self._told, self._go_on, far=key == "far")
            return Move("replace", page)
        if key == "back":
            return Move("back")
        near = {name: since for name, _, since in NEAR}
        return self._told(near[key] if key in near else int(key[1:]))


def _ago(days: int) -> str:
    return f"{days // 7} weeks" if days >= 14 else f"{days} days"


class TriggerPage(StepPage):
    """What were you doing? One of those that the articles name, or don't know."""

    def __init__(self, painter: Painter, desk: Desk, told: Callable[[str], Move], before: Callable[[], Move]) -> None:
        super().__init__(painter)
        self._desk, self._told, self._before = desk, told, before

    def compose(self, room: Room) -> None:
        """The question and its answers."""
        back(room)
        room.text("What were you doing?", "title", weight="heavy")
        room.gap()
        room.text("It helps you to see later what sets it off.", tone="muted")
        room.gap(1.5)
        ladder = self._desk.care.flare.ladder
        triggers = ladder.triggers if ladder else ()
        buttons = [room.button(f"t:{one.id}", one.name, "choice") for one in triggers]
        buttons.append(room.button("t:", DONT_KNOW, "choice"))
        grid(room, buttons, 2 if room.wide else 1, room.button_height(1.3))

    def press(self, key: str) -> Move | None:
        """An answer, or back."""
        return self._before() if key == "back" else self._told(key.partition(":")[2])
