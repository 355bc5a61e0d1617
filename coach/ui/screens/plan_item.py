"""One exercise of the plan: how much, why it is there, and what could stand in its place."""

from collections.abc import Sequence

from coach.core.care.record import PlanItem
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.painter import Painter
from coach.ui.room import Room, columns
from coach.ui.screens.plan_words import FOR, WHERE, dose, source_words
from coach.ui.screens.steps import StepPage, back, centred, foot, foot_note


class PlanItemPage(StepPage):
    """An item by its number; of a plan that is not kept yet `items` are given, and nothing can be swapped."""

    def __init__(self, painter: Painter, desk: Desk, number: int, items: Sequence[PlanItem] | None = None) -> None:
        super().__init__(painter)
        self._desk, self._number, self._items = desk, number, items

    def _item(self) -> PlanItem | None:
        if self._items is not None:
            return next((item for item in self._items if item.number == self._number), None)
        plan = self._desk.care.plan.plan
        return plan.item(self._number) if plan else None

    def compose(self, room: Room) -> None:
        """Name, how much, why; Swap where there is something to swap for."""
        item = self._item()
        exercise = self._desk.exercises().get(item.exercise) if item else None
        if item is None or exercise is None:
            back(room)
            return
        ways = [room.button("back", "Back", sign="back")]
        if self._items is None and self._desk.care.plan.swaps(self._number):
            ways.append(room.button("swap", "Swap for another"))
        if len(ways) > 1:
            foot(room, *ways)
        else:
            back(room)
        source, much = source_words(exercise.sources[0]), source_words(exercise.dose.source)
        foot_note(room, f"Source: {source}. How much: {much}.", tone="muted")

        def say(part: Room) -> None:
            part.text(f"{FOR[exercise.purpose]}, {WHERE[exercise.place]}", tone="muted")
            part.gap(0.5)
            part.text(exercise.name, "title", weight="heavy")
            part.gap(0.5)
            part.text(f"{dose(item, self._desk.exercises())}.", "heading", tone="good")
            part.gap(1.5)
            part.text(exercise.why, "heading")
            part.gap(1.5)
            part.text(exercise.summary)

        centred(room, say, 0.4)

    def press(self, key: str) -> Move | None:
        """To what could stand here, or back."""
        return Move("replace", SwapPage(self.painter, self._desk, self._number)) if key == "swap" else Move("back")


class SwapPage(StepPage):
    """What may stand in place of an item: for the same end, and in keeping with the answers."""

    def __init__(self, painter: Painter, desk: Desk, number: int, first: int = 0) -> None:
        super().__init__(painter)
        self._desk, self._number, self._first = desk, number, first

    def compose(self, room: Room) -> None:
        """Six in a wide window, four in a tall one; more are a page on."""
        swaps = self._desk.care.plan.swaps(self._number)
        most, across = (6, 2) if room.wide else (4, 1)
        shown = swaps[self._first : self._first + most]
        ways = [room.button("back", "Back", sign="back")]
        if self._first + most < len(swaps):
            ways.append(room.button(f"more {self._first + most}", "More", sign="next"))
        low = room.part(room.foot(room.button_height()))
        for button, cell in zip(ways, columns(low.box, 1.0, 1.0, gap=low.m.gap), strict=False):
            low.put(button, cell)
        plan = self._desk.care.plan.plan
        item = plan.item(self._number) if plan else None
        name = self._desk.exercises()[item.exercise].name if item else ""
        room.text(f"In place of {name[:1].lower()}{name[1:]}", "title", weight="heavy")
        room.gap(0.5)
        room.text("These suit your answers. You can swap again at any time.", tone="muted")
        room.gap(1.5)
        lines = max(1, most // across)
        high = max(room.button_height(1.9), min(room.button_height(2.8), room.left.h // lines - room.m.gap))
        for at in range(0, len(shown), across):
            cells = columns(room.take(high), *(1.0,) * across, gap=room.m.gap)
            room.gap()
            for one, cell in zip(shown[at : at + across], cells, strict=False):
                note = f"{FOR[one.purpose]}, {WHERE[one.place]}"
                room.put(room.button(f"take {one.id}", one.name, note=note), cell)

    def press(self, key: str) -> Move | None:
        """Swap, turn the page, or leave it."""
        what, _, name = key.partition(" ")
        if what == "take":
            self._desk.care.plan.swap(self._number, name)
        elif what == "more":
            return Move("replace", SwapPage(self.painter, self._desk, self._number, int(name)))
        elif self._first:
            return Move("replace", SwapPage(self.painter, self._desk, self._number))
        return Move("replace", PlanItemPage(self.painter, self._desk, self._number))
