"""A day at the desk: its ribbon, minutes by state, and what there is to say of it."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Final

from coach.core.sitting.day import Day
from coach.ui.layout import LINE_PITCH
from coach.ui.painter import Painter
from coach.ui.ribbon import put_ribbon, ribbon_height
from coach.ui.room import Room, columns, rows
from coach.ui.screens.history_posture_bars import put_bars, shown
from coach.ui.screens.history_posture_words import Fact, facts, is_empty

EMPTY: Final = "Posture watch was off on this day."
EMPTY_TODAY: Final = "Posture watch has not been on yet today."
TIME_OFF: Final = "Time away from the desk is good time too."
HOW: Final = "Start posture watch, and the day fills up here."

DOTS: Final = "A dot is a break."
RINGS: Final = " A ring is one that was asked for and not taken."

_RIBBON: Final = 2.2
"""Height of the ribbon's field, ems of a label. Looked at."""
_SPLIT: Final = (1.0, 1.0)
"""Widths of bars and facts in a wide window. Looked at."""
_VALUE: Final = 0.3
"""Width of a fact's figure as a share of its row. Looked at."""
_ENDLESS: Final = 100_000


def put_day(room: Room, painter: Painter, day: Day, today: date, target: int) -> None:
    """A day in what is left of a room; `target` is the person's own, glasses of water a day."""
    if is_empty(day):
        room.gap(3)
        room.text(EMPTY_TODAY if day.date == today else EMPTY, "heading")
        room.gap()
        room.text(HOW if day.date == today else TIME_OFF, tone="muted")
        return
    told = facts(day, target)
    if day.watched_s > 0:
        _ribbon(room, day)
        room.gap(2)
    if room.wide:
        left, right = columns(room.left, *_SPLIT, gap=2 * room.m.gap)
    else:
        left, right = rows(room.left, 1.0 + len(shown(day.seconds)), 2.0 + 1.4 * len(told), gap=2 * room.m.gap)
    _minutes(room.plate(left), painter, day)
    _facts(room.plate(right), told)


def _ribbon(room: Room, day: Day) -> None:
    """The day from left to right; its colours are named by the bars below."""
    height = ribbon_height(room, day, _RIBBON, legend=False)
    air = room.m.gap // 2
    line = math.ceil(room.em("label") * LINE_PITCH) + air if day.breaks else 0
    plate = room.plate(room.take(height + line + 2 * room.m.pad))
    put_ribbon(plate, day, height=height, legend=False)
    if day.breaks:
        plate.take(air)
        missed = any(one.how == "missed" for one in day.breaks)
        plate.text(DOTS + (RINGS if missed else ""), "label", tone="muted")


def _minutes(room: Room, painter: Painter, day: Day) -> None:
    room.text("Time by posture", "label", weight="heavy")
    room.gap()
    put_bars(room, painter, day.seconds)


def _facts(room: Room, told: Sequence[Fact]) -> None:
    """A figure a row, and to its right what it is a figure of; the rows share out the height."""
    line, least = math.ceil(room.em("body") * LINE_PITCH), room.m.gap // 2
    left, right = columns(room.left, _VALUE, 1 - _VALUE, gap=room.m.gap)
    # Down to the figure's own line of writing.
    drop = max(0, round((room.em("body") - room.em("label")) * 0.9))
    heights = [
        max(
            room.fonts.fit(fact.value, "heavy", (left.w, _ENDLESS), room.em("body")).height,
            drop + room.fonts.fit(fact.about, "text", (right.w, _ENDLESS), room.em("label")).height,
        )
        for fact in told
    ]
    air = max(least, min(line, (room.left.h - sum(heights)) // max(1, len(told) - 1)))
    for fact, height in zip(told, heights, strict=True):
        row = room.take(height)
        value, about = room.part(left._replace(y=row.y, h=height)), room.part(right._replace(y=row.y, h=height))
        value.text(fact.value, weight="heavy")
        about.take(drop)
        about.text(fact.about, "label", tone="muted")
        if fact is not told[-1]:
            room.take(air)
