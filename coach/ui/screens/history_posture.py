"""The fifth tab of the history: the hours at the desk, a day or a week at a time."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal, Protocol

import pygame

from coach.core.progress import monday
from coach.core.settings import Settings
from coach.core.sitting.day import Day
from coach.ports import HistoryError
from coach.ui.app import Move
from coach.ui.elements import Button, Element, Text
from coach.ui.layout import Box
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.room import Room, columns, rows
from coach.ui.screens.history_leaves import even
from coach.ui.screens.history_posture_day import put_day
from coach.ui.screens.history_posture_week import put_week
from coach.ui.screens.history_posture_words import is_empty, week_words
from coach.ui.screens.history_words import weekday_words

Shows = Literal["day", "week"]

OPENING: Final = "One moment: your days are being opened."
NOTHING: Final = "Your days at the desk will stand here."
COMING: Final = (
    "How you sat and stood, hour by hour.",
    "How often you moved, and the breaks you took.",
    "Each week beside the one before.",
)
WATCH: Final = "Start posture watch and sit as you always do. No picture is kept."

_WEEK: Final = timedelta(days=7)
_TITLE: Final = 2.4
"""Width of the title between the arrows, in arrows' and buttons' shares. Looked at."""
_KEPT: Final = 16
"""Layouts kept: each size of type that is tried for a window is one."""


class Days(Protocol):
    """As much of the desk as is asked for here."""

    @property
    def today(self) -> date: ...

    @property
    def settings(self) -> Settings: ...

    def posture_days(self, first: date, last: date) -> Sequence[Day] | None:
        """See `coach.ui.desk.Desk`."""
        ...


class Sitting:
    """One day or one week, and ways to others. Days to come can't be reached."""

    def __init__(self, painter: Painter, days: Days, shows: Shows = "day") -> None:
        self._painter, self._days = painter, days
        self._day, self._shows = days.today, shows
        self._trouble = ""
        self._of: tuple[object, ...] = ()
        self._weeks: tuple[Sequence[Day], Sequence[Day]] = (), ()
        self._laid: dict[tuple[tuple[int, int], Box, float], tuple[list[Element], bool]] = {}

    def compose(self, room: Room) -> None:
        """Arrows and the title; below them the day or the week."""
        found = self._read()
        self._head(room)
        room.gap(2)
        if self._trouble:
            room.text(self._trouble, state="fault")
            room.gap(2)
            room.buttons(room.button("sitting:again", "Try again"))
        elif found is None:
            room.text(OPENING, tone="muted")
        else:
            self._show(room, *found)

    def press(self, key: str) -> Move | None:
        """Another day or week, or one of the week's days."""
        if key in ("sitting:earlier", "sitting:later"):
            step = _WEEK if self._shows == "week" else timedelta(days=1)
            self._day = min(self._days.today, self._day + (step if key == "sitting:later" else -step))
        elif key == "sitting:now":
            self._day = self._days.today
        elif key == "show:day":
            self._shows = "day"
        elif key == "show:week":
            self._shows = "week"
        elif key.startswith("day:"):
            self._day, self._shows = self._monday + timedelta(days=int(key.removeprefix("day:"))), "day"
        elif key == "sitting:again":
            self._trouble = ""
        return None

    @property
    def _monday(self) -> date:
        return monday(self._day)

    @property
    def _at_now(self) -> bool:
        if self._shows == "day":
            return self._day >= self._days.today
        return self._monday + _WEEK > self._days.today

    def _read(self) -> tuple[Sequence[Day], Sequence[Day]] | None:
        """The week shown and the one before, or None while they are being read. The one before that is asked for
        too: whoever goes back finds it read."""
        if self._trouble:
            return None
        try:
            weeks = [
                self._days.posture_days(monday, monday + timedelta(days=6))
                for monday in (self._monday - n * _WEEK for n in range(3))
            ]
        except HistoryError as error:
            self._trouble = str(error)
            return None
        return None if weeks[0] is None or weeks[1] is None else (weeks[0], weeks[1])

    def _show(self, room: Room, week: Sequence[Day], before: Sequence[Day]) -> None:
        """What is shown is laid out once for a window and a size of type, not in each drawn frame."""
        of = self._days.today, self._days.settings, self._day, self._shows, room.theme
        if of != self._of or week is not self._weeks[0] or before is not self._weeks[1]:
            self._of, self._weeks = of, (week, before)
            self._laid.clear()
        place = room.window, room.left, room.scale
        if place not in self._laid:
            if len(self._laid) > _KEPT:
                self._laid.clear()
            trial = Room(room.window, room.left, room.theme, room.fonts, room.scale)
            self._lay(trial, week, before)
            self._laid[place] = trial.everything(), trial.too_full
        elements, too_full = self._laid[place]
        room.elements.extend(elements)
        room.overflow = max(room.overflow, int(too_full))

    def _lay(self, room: Room, week: Sequence[Day], before: Sequence[Day]) -> None:
        today = self._days.today
        if self._at_now and all(is_empty(day) for day in (*week, *before)):
            _welcome(room)
        elif self._shows == "week":
            put_week(room, self._painter, week, before, today)
        else:
            target = self._days.settings.habits.glasses
            put_day(room, self._painter, week[self._day.weekday()], today, target)

    def _head(self, room: Room) -> None:
        """Arrows around the title, and what is shown; in two rows in a tall window."""
        high = room.button_height()
        kinds = [
            room.button("show:day", "Day", "choice", on=self._shows == "day", shortcut=pygame.K_d),
            room.button("show:week", "Week", "choice", on=self._shows == "week", shortcut=pygame.K_w),
        ]
        if not self._at_now:
            word = "Today" if self._shows == "day" else "This week"
            kinds.insert(0, room.button("sitting:now", word, shortcut=pygame.K_t))
        if room.wide:
            left, right = columns(room.take(high), _TITLE, 1.0 + 0.8 * (len(kinds) - 2), gap=2 * room.m.gap)
        else:
            left, right = rows(room.take(2 * high + room.m.gap), 1.0, 1.0, gap=room.m.gap)
        self._stepper(room, left)
        even(room, right, kinds, *(len(button.text) + 4.0 for button in kinds))

    def _stepper(self, room: Room, box: Box) -> None:
        before, middle, after = columns(box, box.h, 1.0, box.h, gap=room.m.gap)
        room.put(_arrow(room, "sitting:earlier"), before)
        if not self._at_now:
            room.put(_arrow(room, "sitting:later"), after)
        title = weekday_words(self._day, self._days.today)
        if self._shows == "week":
            title = week_words(self._monday, self._days.today)
            title = f"This week, {title}" if self._at_now else title
        room.elements.append(Text(middle, title, room.em("heading"), "heavy", align="centre"))


class SittingHistoryPage(Page):
    """The same as a page of its own, for those who come from posture watch; Escape and the arrow go back."""

    def __init__(self, painter: Painter, days: Days, shows: Shows = "day") -> None:
        super().__init__(painter)
        self._view = Sitting(painter, days, shows)

    def compose(self, room: Room) -> None:
        """A way back, and the view."""
        high = room.button_height()
        back, title = columns(room.take(high), high, 1.0, gap=2 * room.m.gap)
        room.put(room.button("back", "", sign="back"), back)
        room.elements.append(Text(title, "Your days at the desk", room.em("heading"), "heavy"))
        room.gap(2)
        self._view.compose(room)

    def press(self, key: str) -> Move | None:
        """Back, or something of the view's."""
        return Move("back") if key == "back" else self._view.press(key)


def _arrow(room: Room, key: str) -> Button:
    if key == "sitting:earlier":
        return room.button(key, "", sign="left", shortcut=pygame.K_PAGEUP)
    return room.button(key, "", sign="right", shortcut=pygame.K_PAGEDOWN)


def _welcome(room: Room) -> None:
    room.gap(3)
    room.text(NOTHING, "title", weight="heavy")
    room.gap(2)
    for line in COMING:
        room.text(line, state="idle")
        room.gap(1.5)
    room.gap()
    room.text(WATCH, tone="muted")
