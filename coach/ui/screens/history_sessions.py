"""The fourth tab of the history: every session, newest first; and one of them opened."""

from typing import Final

from coach.core.history import SessionRecord
from coach.ui.app import Move
from coach.ui.elements import Text
from coach.ui.layout import Box
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.room import Room, columns, rows
from coach.ui.screens.history_accounts import (
    Account,
    about_record,
    accounts,
    exercises_words,
    headline,
    pain_words,
)
from coach.ui.screens.history_leaves import Leaves
from coach.ui.screens.history_record import Record
from coach.ui.screens.history_words import session_day, weekday_words

NOTHING: Final = "Nothing here yet. Each session you do can be looked at here."
_MOST_VERSIONS: Final = 5
_SMALL: Final = 0.84
"""Type may shrink so far before a plate gets a page of its own. Looked at."""
_KEPT: Final = 16


class Sessions:
    """A list of sessions to open."""

    def __init__(self, painter: Painter, record: Record) -> None:
        self._painter, self._record = painter, record
        self._newest = tuple(reversed(record.sessions))
        self._leaves = Leaves()

    def compose(self, room: Room) -> None:
        """A button for each session: day and routine, and how it went."""
        if not self._newest:
            room.gap(3)
            room.text(NOTHING, "heading")
            return
        row = room.button_height(1.85)
        shown = self._leaves.take(room, len(self._newest), row, ("Newer", "Older"))
        # What is left over goes to the rows, up to a fifth of their height.
        row = min(round(row * 1.2), (room.left.h + room.m.gap) // len(shown) - room.m.gap)
        for number in shown:
            session = self._newest[number]
            day = weekday_words(session_day(session), self._record.today)
            note = f"{headline(session)[:-1]} \u00b7 {exercises_words(session)}"
            text = f"{day} \u00b7 {session.started.routine_name}"
            room.put(room.button(f"open:{number}", text, note=note), room.take(row))
            room.gap()

    def press(self, key: str) -> Move | None:
        """Leaf, or open a session."""
        if key.startswith("open:"):
            session = self._newest[int(key.removeprefix("open:"))]
            return Move("push", SessionPage(self._painter, session, self._record))
        self._leaves.press(key)
        return None


class SessionPage(Page):
    """One session, exercise by exercise; Escape goes back to the list."""

    def __init__(self, painter: Painter, session: SessionRecord, record: Record) -> None:
        super().__init__(painter)
        self._session = session
        self._day = weekday_words(session_day(session), record.today)
        self._accounts = accounts(session, record.exercises)
        self._leaves = Leaves()
        self._fitting: dict[Box, int] = {}

    def compose(self, room: Room) -> None:
        """Head, then two plates a page: one for each exercise, and one for how it was recorded."""
        self._head(room)
        most = self._most(room)
        self._page(room, self._leaves.turn(room, self._plates, most, ("Before", "More")), most)

    def press(self, key: str) -> Move | None:
        """Leaf, or back."""
        return None if self._leaves.press(key) else Move("back")

    def _head(self, room: Room) -> None:
        high = room.button_height()
        back, words = columns(room.take(high), high, 1.0, gap=2 * room.m.gap)
        room.put(room.button("back", "", sign="back"), back)
        title = f"{self._day} \u00b7 {self._session.started.routine_name}"
        room.elements.append(Text(words, title, room.em("heading"), "heavy"))
        room.gap(1.5)
        effort = self._session.effort
        said = [headline(self._session), pain_words(self._session.pains)]
        said += [f"Effort {effort} of 10."] if effort is not None else []
        room.text(" ".join(filter(None, said)), tone="muted")
        room.gap(2)

    @property
    def _plates(self) -> int:
        return len(self._accounts) + 1

    def _most(self, room: Room) -> int:
        """Plates a page: two, or one where two could not be read."""
        if room.left not in self._fitting:
            if len(self._fitting) > _KEPT:
                self._fitting.clear()
            self._fitting[room.left] = 2 if self._readable(room) else 1
        return self._fitting[room.left]

    def _readable(self, room: Room) -> bool:
        """Whether every two plates fit with type not much smaller than usual."""
        left = room.left
        box = left._replace(h=max(1, left.h - room.button_height() - room.m.gap))
        for first in range(0, self._plates, 2):
            trial = Room(room.window, box, room.theme, room.fonts, _SMALL)
            self._page(trial, range(first, min(first + 2, self._plates)), 2)
            texts = [element for element in trial.everything() if isinstance(element, Text)]
            if trial.too_full or min(text.size_px for text in texts) < trial.em("label"):
                return False
        return True

    def _page(self, room: Room, shown: range, most: int) -> None:
        """The plates shown, side by side in a wide window, below one another in a tall one, larger where more is to
        be said."""
        shares = [1.0 if room.wide else self._share(number) for number in shown]
        # The last one may stand alone; it is as large as if it did not.
        shares += shares[:1] * (most - len(shown))
        cut = columns if room.wide else rows
        for number, box in zip(shown, cut(room.left, *shares, gap=2 * room.m.gap), strict=False):
            if number < len(self._accounts):
                _exercise(room.plate(box), self._accounts[number], wide=room.wide and most == 1)
            else:
                _recording(room.plate(box), self._session)

    def _share(self, number: int) -> float:
        """How much a plate has to say."""
        if number == len(self._accounts):
            return 4.0 + min(len(about_record(self._session)), _MOST_VERSIONS)
        account = self._accounts[number]
        return 4.0 + len(account.facts) + len(account.faults)


def _exercise(room: Room, account: Account, *, wide: bool) -> None:
    """Facts and faults, in two columns where the plate is wide."""
    room.text(account.name, "heading", weight="heavy")
    room.gap(0.5)
    room.text(account.done, weight="heavy", tone="good")
    facts, faults = room, room
    if wide and account.faults:
        facts, faults = (room.part(box) for box in columns(room.left, 1.0, 1.4, gap=2 * room.m.pad))
    for fact in account.facts:
        facts.gap()
        facts.text(fact, "label")
    for fault in account.faults:
        faults.gap()
        faults.text(fault, "label", state="fault")
    if account.tracking:
        facts.gap(2)
        facts.text(account.tracking, "label", tone="muted")


def _recording(room: Room, session: SessionRecord) -> None:
    room.text("How it was recorded", "heading", weight="heavy")
    lines = about_record(session)
    for line in lines[:_MOST_VERSIONS] or ("By hand: no versions were kept.",):
        room.gap()
        room.text(line, "label")
    if len(lines) > _MOST_VERSIONS:
        room.gap()
        room.text(f"and {len(lines) - _MOST_VERSIONS} more, in the export.", "label")
    room.gap(2)
    room.text("Only on this computer.", "label", tone="muted")
