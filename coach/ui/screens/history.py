"""The history: four tabs over one record, and the hours at the desk."""

from collections.abc import Callable
from typing import Final, Literal

import pygame

from coach.ports import HistoryError
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.room import Room, columns, rows
from coach.ui.screens.history_exercises import Exercises
from coach.ui.screens.history_leaves import even
from coach.ui.screens.history_overview import Overview
from coach.ui.screens.history_pain import Pains
from coach.ui.screens.history_posture import Sitting
from coach.ui.screens.history_record import Record, View, read
from coach.ui.screens.history_sessions import Sessions

Tab = Literal["overview", "exercises", "pain", "sessions", "sitting"]

TABS: Final[dict[Tab, tuple[str, Callable[[Painter, Record], View], int]]] = {
    "overview": ("Overview", Overview, pygame.K_1),
    "exercises": ("Exercises", Exercises, pygame.K_2),
    "pain": ("Pain", Pains, pygame.K_3),
    "sessions": ("Sessions", Sessions, pygame.K_4),
}
"""What is made of the one record of sessions. The days at the desk are read by themselves, a week at a time."""

LABELS: Final[dict[Tab, tuple[str, int]]] = {
    **{tab: (label, key) for tab, (label, _, key) in TABS.items()},
    "sitting": ("Sitting", pygame.K_5),
}
"""Every tab's word and key."""

OPENING: Final = "One moment: your record is being opened."


class HistoryPage(Page):
    """The record, a tab at a time. Escape goes back to where it was opened, whatever tabs were looked at.

    Args:
        desk: asked for the record once, as soon as it is ready; a record that can't be read shows its sentence.
        tab: what to show first. record: already read, by the page this one follows.
    """

    def __init__(self, painter: Painter, desk: Desk, tab: Tab = "overview", record: Record | None = None) -> None:
        super().__init__(painter)
        self._desk, self._tab, self._record = desk, tab, record
        self._trouble = ""
        self._view: View | None = Sitting(painter, desk) if tab == "sitting" else None
        if record and self._view is None:
            self._view = TABS[tab][1](painter, record)

    def compose(self, room: Room) -> None:
        """A way back and the tabs; below them the tab's own view."""
        self._read()
        self._tabs(room)
        room.gap(2)
        if self._desk.message and not self._trouble:
            room.text(self._desk.message, "label", state="fault")
            room.gap(2)
        if self._trouble:
            room.text(self._trouble, state="fault")
            room.gap(2)
            room.buttons(room.button("again", "Try again"))
        elif self._view is None:
            room.text(OPENING)
        else:
            self._view.compose(room)

    def press(self, key: str) -> Move | None:
        """Back, another tab, or something of the view's."""
        if key == "back":
            return Move("back")
        if key == "again":
            self._trouble = ""
            return None
        for tab in LABELS:
            if key == f"tab:{tab}":
                return self._turn(tab)
        return self._view.press(key) if self._view else None

    def _turn(self, tab: Tab) -> Move | None:
        if tab == self._tab:
            return None
        page = HistoryPage(self.painter, self._desk, tab, self._record)
        # The keyboard goes on from the tab just pressed.
        page._focus = f"tab:{tab}"
        return Move("replace", page)

    def _read(self) -> None:
        if self._view is not None or self._trouble or not self._desk.ready:
            return
        try:
            self._record = read(self._desk)
        except HistoryError as error:
            self._trouble = str(error)
            return
        self._view = TABS[self._tab][1](self.painter, self._record)

    def _tabs(self, room: Room) -> None:
        buttons = [
            room.button(f"tab:{tab}", label, "choice", on=tab == self._tab, shortcut=key)
            for tab, (label, key) in LABELS.items()
        ]
        high, lines = room.button_height(), 1 if room.wide else 2
        back, beside = columns(room.take(high * lines + room.m.gap * (lines - 1)), high, 1.0, gap=room.m.gap)
        room.put(room.button("back", "", sign="back"), back)
        cells = rows(beside, *(1.0,) * lines, gap=room.m.gap)
        for number, cell in enumerate(cells):
            row = buttons[number * len(buttons) // lines : (number + 1) * len(buttons) // lines]
            even(room, cell, row, *((len(button.text) + 4.0 for button in row) if room.wide else ()))
