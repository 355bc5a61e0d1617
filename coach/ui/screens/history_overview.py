"""The first tab of the history: the calendar of the last weeks, and kind words about them."""

import math
from typing import Final

from coach.core import progress
from coach.ui.app import Move
from coach.ui.layout import LINE_PITCH, Box
from coach.ui.painter import Painter
from coach.ui.room import Role, Room, columns, rows
from coach.ui.screens.history_heat import gutter_of, heat_height, put_heat
from coach.ui.screens.history_record import Record
from coach.ui.screens.history_words import counted, minutes_words, session_day

WELCOME: Final = "Your story begins with the first session."
COMING: Final = (
    "A calendar of the days on which you practised. Days of rest belong to it.",
    "How far and how long, exercise by exercise.",
    "How your back felt, before and after.",
    "Every session, to look back at.",
)

_SPLIT: Final = (1.7, 1.0)
"""Widths of calendar and words in a wide window. Looked at."""
_FACT: Final[tuple[Role, Role]] = ("title", "label")
"""Type of a sum and of the words below it."""


class Overview:
    """Calendar, sentences, and the two sums."""

    def __init__(self, painter: Painter, record: Record) -> None:
        self._painter, self._record = painter, record
        self._days = progress.calendar(record.sessions, record.today)
        self._sentences = progress.sentences(record.sessions, record.today)

    def compose(self, room: Room) -> None:
        """Side by side in a wide window, else one below the other."""
        if self._record.empty:
            _welcome(room)
            return
        if room.wide:
            left, right = columns(room.left, *_SPLIT, gap=2 * room.m.gap)
        else:
            em, pad = room.em("label"), 2 * room.m.pad
            high = heat_height(room.box.w - pad, -(-len(self._days) // 7), gutter_of(self._painter, em), em) + pad
            high += math.ceil(room.em("body") * LINE_PITCH) + room.m.gap
            left = room.take(high)
            room.gap(2)
            right = room.left
        plate = room.plate(left)
        plate.text(f"Your last {-(-len(self._days) // 7)} weeks", weight="heavy")
        plate.gap()
        put_heat(plate, self._painter, self._days, self._record.today, plate.left)
        self._words(room.part(right))

    def press(self, key: str) -> Move | None:
        """There is nothing to press."""
        return None

    def _words(self, room: Room) -> None:
        facts = self._facts()
        high = sum(math.ceil(room.em(role) * LINE_PITCH) for role in _FACT) + 2 * room.m.pad
        if facts:
            stack = high * len(facts) + room.m.gap * (len(facts) - 1)
            # Below one another, unless the sentences would get less than half.
            stacked = room.wide or room.left.h > 2 * stack
            cut, foot = (rows, room.foot(stack)) if stacked else (columns, room.foot(high))
            for box, (value, label) in zip(cut(foot, *(1.0,) * len(facts), gap=room.m.gap), facts, strict=True):
                _fact(room, box, value, label)
        first, *others = self._sentences
        room.text(first, "heading", weight="heavy")
        for sentence in others:
            room.gap()
            room.text(sentence, tone="muted")

    def _facts(self) -> list[tuple[str, str]]:
        done = [session for session in self._record.sessions if progress.practised(session)]
        if not done:
            return []
        days = {session_day(session) for session in done}
        since = self._days[0].day
        return [
            (counted(sum(day >= since for day in days), "day"), "practised in these weeks"),
            (minutes_words(sum(progress.minutes(session) for session in done)), "of practice in all"),
        ]


def _fact(room: Room, box: Box, value: str, label: str) -> None:
    plate = room.plate(box)
    plate.text(value, _FACT[0], weight="heavy")
    plate.text(label, _FACT[1], tone="muted")


def _welcome(room: Room) -> None:
    room.gap(3)
    room.text(WELCOME, "title", weight="heavy")
    room.gap(2)
    room.text("Then you will find here:", tone="muted")
    for line in COMING:
        room.gap(1.5)
        room.text(line, state="idle")
