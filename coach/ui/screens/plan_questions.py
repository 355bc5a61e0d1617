"""A few questions, one a page, that make a plan. All of them may be skipped; nothing is kept before the plan is."""

from collections.abc import Callable
from typing import Final

from coach.core.care.plan_guide import Option, Question
from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.elements import Button
from coach.ui.painter import Painter
from coach.ui.room import Room, columns
from coach.ui.screens.plan_words import source_words
from coach.ui.screens.steps import StepPage, back, dots, foot, foot_note

MANY: Final = 5
"""From so many options on they stand in two columns in a wide window; so they keep a size that is read from afar."""

Done = Callable[[frozenset[str]], Screen]
"""Told what was ticked, it gives the page that follows."""


class PlanQuestionPage(StepPage):
    """One question. Ticks stay when paging back."""

    def __init__(
        self, painter: Painter, desk: Desk, done: Done, number: int = 0, ticked: frozenset[str] | None = None
    ) -> None:
        super().__init__(painter)
        self._desk, self._done, self._number = desk, done, number
        self._ticked = desk.care.plan.ticked if ticked is None else ticked

    @property
    def _question(self) -> Question | None:
        guide = self._desk.care.plan.guide
        return guide.questions[self._number] if guide else None

    def _on(self, question: Question) -> frozenset[str]:
        return self._ticked & {option.id for option in question.options}

    def compose(self, room: Room) -> None:
        """How far it is, the question, why it is asked, its options."""
        question = self._question
        if question is None:
            back(room)
            room.text("The questions are being read ...", "heading", tone="muted")
            return
        skip = "None of these" if question.many else "Skip this"
        go = room.button("on", "Go on" if self._on(question) else skip, "primary")
        foot(room, room.button("back", "Back", sign="back"), go, shares=(1.0, 2.6), lines=1.2)
        foot_note(room, f"Source: {source_words(question.source)}.", tone="muted")
        guide = self._desk.care.plan.guide
        dots(room, room.take(room.em("label")), self._number, len(guide.questions) if guide else 1)
        room.gap()
        room.text(question.title, "title", weight="heavy")
        room.gap(0.5)
        room.text(question.why, tone="muted")
        room.gap(1.5)
        self._options(room, question)

    def _options(self, room: Room, question: Question) -> None:
        across = 2 if room.wide and len(question.options) >= MANY else 1
        buttons = [self._button(room, option, question) for option in question.options]
        lines = -(-len(buttons) // across)
        high = room.button_height(1.8 if any(button.note for button in buttons) else 1.1)
        spare = (room.left.h - (lines - 1) * room.m.gap) // lines
        for at in range(0, len(buttons), across):
            room.gap(1.0 if at else 0.0)
            # No higher than half as much again: five of them fill the page, two do not.
            cells = columns(room.take(max(high, min(spare, round(high * 1.5)))), *(1.0,) * across, gap=room.m.gap)
            for button, cell in zip(buttons[at : at + across], cells, strict=False):
                room.put(button, cell)

    def _button(self, room: Room, option: Option, question: Question) -> Button:
        return room.button(option.id, option.text, "choice", on=option.id in self._on(question), note=option.note)

    def press(self, key: str) -> Move | None:
        """Tick one or several, go on, or back."""
        question = self._question
        if key == "back" or question is None:
            return self._page(self._number - 1) if self._number else Move("back")
        if key == "on":
            return self._after()
        others = frozenset() if question.many else self._on(question) - {key}
        self._ticked = (self._ticked - others) ^ {key}
        return Move("stay")

    def _page(self, number: int) -> Move:
        page = PlanQuestionPage(self.painter, self._desk, self._done, number, self._ticked)
        return Move("replace", page)

    def _after(self) -> Move:
        guide = self._desk.care.plan.guide
        if guide is not None and self._number + 1 < len(guide.questions):
            return self._page(self._number + 1)
        return Move("replace", self._done(self._ticked))
