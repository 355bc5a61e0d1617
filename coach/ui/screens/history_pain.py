"""The third tab of the history: how the back felt, day by day, before, after and in the morning. No claims."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal

from coach.core.progress import PainDay, pain_days
from coach.ui.app import Move
from coach.ui.charts import Chart, Mark, Series, Stroke
from coach.ui.painter import Painter
from coach.ui.room import Room, columns, rows
from coach.ui.screens.history_chart import ChartPainter, line_colours
from coach.ui.screens.history_record import Record
from coach.ui.screens.history_words import day_words

SPAN_DAYS: Final = 42
"""Days on one page: six weeks of three lines can still be told apart; estimated."""

NOTHING: Final = "Nothing here yet. When you tell how your back feels, before or after a session, it stands here."
SCALE: Final = "0 is no pain, 10 the worst."
NORMAL: Final = "Ups and downs are normal. One day on its own says little."

_LINES: Final[tuple[tuple[Literal["before", "after", "morning"], str, Mark, Stroke], ...]] = (
    ("before", "Before", "disc", "solid"),
    ("after", "After", "square", "dashed"),
    ("morning", "Morning", "triangle", "dotted"),
)
_SPLIT: Final = (2.3, 1.0)


class Pains:
    """Three lines of six weeks, and the last day in words."""

    def __init__(self, painter: Painter, record: Record) -> None:
        self._painter, self._today = painter, record.today
        self._charts = ChartPainter(painter)
        self._days = tuple(day for day in pain_days(record.pains) if _told(day))
        # Counted in pages back from the last day told.
        self._back = 0

    def compose(self, room: Room) -> None:
        """Chart, words, and ways to earlier weeks."""
        if not self._days:
            room.gap(3)
            room.text(NOTHING, "heading")
            return
        self._foot(room)
        plate = room.plate(room.left)
        cut = columns if room.wide else rows
        left, right = cut(plate.left, *_SPLIT, gap=2 * room.m.pad)
        self._charts.put(plate, self._chart(), left)
        self._words(plate.part(right))

    def press(self, key: str) -> Move | None:
        """Earlier or later weeks."""
        self._back = max(0, self._back + (1 if key == "weeks:earlier" else -1))
        return None

    def _page(self, back: int) -> tuple[PainDay, ...]:
        end = self._days[-1].day - timedelta(days=SPAN_DAYS * back)
        return tuple(day for day in self._days if end - timedelta(days=SPAN_DAYS) < day.day <= end)

    def _foot(self, room: Room) -> None:
        first = self._days[0].day
        end = self._days[-1].day - timedelta(days=SPAN_DAYS * self._back)
        earlier = end - timedelta(days=SPAN_DAYS) >= first
        if not earlier and not self._back:
            return
        left, right = columns(room.foot(room.button_height()), 1.0, 1.0, gap=room.m.gap)
        if earlier:
            room.put(room.button("weeks:earlier", "Earlier weeks", sign="left"), left)
        if self._back:
            room.put(room.button("weeks:later", "Later weeks", sign="right"), right)

    def _chart(self) -> Chart:
        days = self._page(self._back)
        colours = line_colours(self._painter.theme.palette)
        end = self._days[-1].day - timedelta(days=SPAN_DAYS * self._back)
        start = max(self._days[0].day, end - timedelta(days=SPAN_DAYS - 1))
        series = [
            Series(name=name, points=_values(days, when), colour=colour, mark=mark, stroke=stroke)
            for (when, name, mark, stroke), colour in zip(_LINES, colours, strict=True)
        ]
        return Chart(series=tuple(series), within=(0.0, 10.0), span=(start, end))

    def _words(self, room: Room) -> None:
        days = self._page(self._back)
        found = [(name, values[-1]) for when, name, _, _ in _LINES if (values := _values(days, when))]
        cells = [room.part(cell) for cell in columns(room.left, 1.0, 1.0, 1.4, gap=room.m.gap)]
        for number, (name, (day, score)) in enumerate(found):
            # Below one another beside the chart, side by side under it.
            cell = room if room.wide else cells[number]
            cell.text(f"{name}: {score:.0f}", weight="heavy")
            cell.text(day_words(day, self._today), "label", tone="muted")
            if room.wide:
                cell.gap()
        if not room.wide:
            room.take(max(room.left.h - cell.left.h for cell in cells))
        room.gap()
        room.text(SCALE, "label", tone="muted")
        room.gap()
        room.text(NORMAL, "label", tone="muted")


def _told(day: PainDay) -> bool:
    return any(getattr(day, when) is not None for when, *_ in _LINES)


def _values(days: Sequence[PainDay], when: str) -> tuple[tuple[date, float], ...]:
    return tuple((day.day, float(score)) for day in days if (score := getattr(day, when)) is not None)
