"""The second tab of the history: one exercise's range, time held and repetitions, session by session."""

import math
from collections.abc import Callable, Sequence
from typing import Final

from coach.core import progress
from coach.ui.app import Move
from coach.ui.charts import Chart, Series
from coach.ui.layout import LINE_PITCH
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.room import Room, columns, rows
from coach.ui.screens.history_chart import ChartPainter, line_colours
from coach.ui.screens.history_leaves import Leaves, even
from coach.ui.screens.history_record import Record
from coach.ui.screens.history_trends import Trend, trends_of
from coach.ui.screens.history_words import day_words

NOTHING: Final = "Nothing here yet. After your first session its exercises have their lines here."
UNMEASURED: Final = "Nothing was measured for this exercise yet."

_SPLIT: Final = (2.1, 1.0)
"""Widths of chart and words in a wide window, and their heights in a tall one. Looked at."""


class Exercises:
    """An exercise to choose, a line to choose, its chart, and the last value in words."""

    def __init__(self, painter: Painter, record: Record) -> None:
        self._painter, self._record = painter, record
        self._charts = ChartPainter(painter)
        points = progress.trends(record.sessions)
        # The one done last stands first.
        self._ids = sorted(points, key=lambda id_: points[id_][-1].day, reverse=True)
        self._lines = {id_: trends_of(points[id_], record.exercises.get(id_)) for id_ in self._ids}
        self._at = 0
        self._kind = ""

    def compose(self, room: Room) -> None:
        """The exercise's name between two arrows, its lines, the chart."""
        if not self._ids:
            room.gap(3)
            room.text(NOTHING, "heading")
            return
        self._stepper(room)
        room.gap(1.5)
        lines = self._lines[self._ids[self._at]]
        if not lines:
            room.text(UNMEASURED)
            return
        trend = next((line for line in lines if line.kind == self._kind), lines[0])
        if len(lines) > 1:
            buttons = [room.button(f"line:{line.kind}", line.label, "choice", on=line is trend) for line in lines]
            even(room, room.foot(room.button_height()), buttons)
        self._trend(room, trend)

    def press(self, key: str) -> Move | None:
        """Another exercise, or another line."""
        if key in ("step:before", "step:next"):
            self._at = (self._at + (1 if key == "step:next" else -1)) % len(self._ids)
        elif key == "choose":
            names = [self._record.name(id_) for id_ in self._ids]
            return Move("push", ExercisePicker(self._painter, names, self._choose))
        elif key.startswith("line:"):
            self._kind = key.removeprefix("line:")
        return None

    def _choose(self, number: int) -> None:
        self._at = number

    def _stepper(self, room: Room) -> None:
        name = self._record.name(self._ids[self._at])
        high = room.button_height()
        if len(self._ids) == 1:
            room.text(name, "heading", weight="heavy")
            return
        before, middle, after = columns(room.take(high), high, 1.0, high, gap=room.m.gap)
        room.put(room.button("step:before", "", sign="left"), before)
        room.put(room.button("choose", name), middle)
        room.put(room.button("step:next", "", sign="right"), after)

    def _trend(self, room: Room, trend: Trend) -> None:
        plate = room.plate(room.left)
        if room.wide:
            left, right = columns(plate.left, *_SPLIT, gap=2 * room.m.pad)
        else:
            left, right = rows(plate.left, *_SPLIT, gap=2 * room.m.pad)
        colour = line_colours(self._painter.theme.palette)[0]
        chart = Chart(
            series=(Series(name=trend.legend, points=trend.points, colour=colour),),
            unit=trend.unit,
            least=trend.least,
            target=trend.target,
            within=trend.within,
        )
        self._charts.put(plate, chart, left)
        self._words(plate.part(right), trend)

    def _words(self, room: Room, trend: Trend) -> None:
        day = day_words(trend.points[-1][0], self._record.today)
        room.text(f"Last\u00a0time, {day}", "label", tone="muted")
        room.text(trend.value, "title", weight="heavy")
        for line in trend.about:
            room.text(line)
        for note in trend.notes:
            room.gap()
            room.text(note, "label", tone="muted")


class ExercisePicker(Page):
    """A list of exercises; one is chosen and the page goes back.

    Args:
        names: in the order shown. choose: told the number of the one chosen.
    """

    def __init__(self, painter: Painter, names: Sequence[str], choose: Callable[[int], None]) -> None:
        super().__init__(painter)
        self._names, self._choose = tuple(names), choose
        self._leaves = Leaves()

    def compose(self, room: Room) -> None:
        """A way back, and the names in two columns where there is room."""
        high = room.button_height()
        back, title = columns(room.take(high), high, 1.0, gap=2 * room.m.gap)
        room.put(room.button("back", "", sign="back"), back)
        room.part(title._replace(y=title.y + (high - math.ceil(room.em("heading") * LINE_PITCH)) // 2)).text(
            "Choose an exercise", "heading", weight="heavy"
        )
        room.gap(2)
        across, row = (2 if room.wide else 1), room.button_height(2)
        shown = self._leaves.take(room, len(self._names), row, ("Before", "More"), across=across)
        for at in range(shown.start, shown.stop, across):
            cells = columns(room.take(row), *(1.0,) * across, gap=room.m.gap)
            for number, cell in zip(range(at, min(at + across, shown.stop)), cells, strict=False):
                room.put(room.button(f"pick:{number}", self._names[number]), cell)
            room.gap()

    def press(self, key: str) -> Move | None:
        """Chosen, leafed, or back."""
        if self._leaves.press(key):
            return None
        if key.startswith("pick:"):
            self._choose(int(key.removeprefix("pick:")))
        return Move("back")
