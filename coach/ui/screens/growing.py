"""A step for the plan: one change, explained, to take or to leave; and all that were before."""

from typing import Final

import pygame

from coach.core.care.growth import PastStep
from coach.core.care.record import StepHow
from coach.ui.app import Move
from coach.ui.charts import day_label
from coach.ui.growing import Growing
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.steps import StepPage, back, centred, foot, foot_note

TITLE: Final = {"up": "You are ready for more", "down": "A step back, for now"}
TAKE: Final = "Yes, change it"
LEAVE: Final = "Leave it as it is"
PAST: Final = "Changes of your plan"
NOTHING: Final = "Nothing was changed so far. When a step makes sense, you are asked first."
UNDO: Final = "Take the last one back"
HOW: Final[dict[StepHow, str]] = {
    "taken": "changed",
    "refused": "left as it was",
    "undone": "taken back",
    "by_hand": "changed by you",
    "by_therapist": "changed by your therapist",
}
_MOST: Final = 7
"""Changes on one page; the newest matter."""


class StepOfferPage(StepPage):
    """The change that is offered; taken or left, the page is over."""

    def __init__(self, painter: Painter, growing: Growing) -> None:
        super().__init__(painter)
        self._growing = growing
        self._offer = growing.offer

    def compose(self, room: Room) -> None:
        """What, why, and whose choice it is."""
        offer = self._offer
        if offer is None:
            back(room)
            room.text(NOTHING, "heading")
            return
        leave = room.button("leave", LEAVE, shortcut=pygame.K_n)
        foot(room, leave, room.button("take", TAKE, "primary", sign="tick"), shares=(1.0, 1.4), lines=1.3)
        foot_note(room, self._growing.source, tone="muted")

        def say(part: Room) -> None:
            part.text(TITLE[offer.way], tone="muted")
            part.gap()
            part.text(offer.text, "title", weight="heavy")
            part.gap(1.5)
            part.text(offer.why)
            part.gap(1.5)
            part.text(self._growing.yours, tone="muted")

        centred(room, say, 0.4)

    def press(self, key: str) -> Move | None:
        """Either answer is kept; Back leaves the question open."""
        if key in ("take", "leave") and self._offer is not None:
            self._growing.answer(self._offer, take=key == "take")
        return Move("back")


class StepsPage(StepPage):
    """Every change of the plan in use, newest first."""

    def __init__(self, painter: Painter, growing: Growing) -> None:
        super().__init__(painter)
        self._growing = growing

    def compose(self, room: Room) -> None:
        """A line each."""
        if self._growing.undoable:
            foot(room, room.button("back", "Back", sign="back"), room.button("undo", UNDO), shares=(1.0, 1.4))
        else:
            back(room)
        room.text(PAST, "title", weight="heavy")
        past = self._growing.past
        if not past:
            room.gap(1.5)
            room.text(NOTHING)
        for step in past[:_MOST]:
            room.gap(1.2)
            room.text(step.text, state="good" if step.how in ("taken", "by_hand", "by_therapist") else "idle")
            room.text(_note(step), "label", tone="muted")

    def press(self, key: str) -> Move | None:
        """Back, or the newest is taken back."""
        if key == "undo":
            self._growing.undo()
            return None
        return Move("back")


def _note(step: PastStep) -> str:
    return f"{day_label(step.day, year=True)}, {HOW[step.how]}"
