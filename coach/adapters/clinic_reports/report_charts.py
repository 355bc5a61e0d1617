"""The two charts of the report: sessions week by week, and pain."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from coach.adapters.clinic_reports.sheet import ACCENT, HEAVY, SIZE, WHITE, Column, Pen
from coach.core.care.doctor_words import day_words
from coach.core.safety import PAIN_TOP
from coach.core.therapy import report_page as words
from coach.core.therapy.adherence import Week
from coach.core.therapy.report_page import Pain, ReportPage

GAP: Final = 24.0
"""Between two columns, points."""
CHART: Final = 92.0
TALL: Final = 150.0
"""Height of the two charts, points; of so FEW exercises that there is room."""
FEW: Final = 4
MANY: Final = 40
"""From so many sessions on, pain is drawn as the mean of each week: marks would touch. Estimated."""
PALE: Final = (0.78, 0.87, 0.86)
SECOND: Final = (0.72, 0.42, 0.05)
THIRD: Final = (0.45, 0.47, 0.62)
"""Of what was asked for; of pain after a session and on the next day (told apart in grey print by their marks)."""


class Charts(Pen):
    """A sheet that can draw them."""

    def charts(self, page: ReportPage) -> None:
        """Sessions by week on the left, pain on the right."""
        half = (self.whole.width - GAP) / 2
        left, right = Column(self.margin, half), Column(self.margin + half + GAP, half)
        top = self.y
        self.text("Sessions a week", HEAVY, SIZE, 0, x=left.x)
        often = len(page.pains) > MANY
        self.text(f"Pain, 0 to 10{', mean of each week' if often else ''}", HEAVY, SIZE, 0, x=right.x)
        self._legends(left, right, page)
        bottom = top - 32 - (TALL if len(page.rows) <= FEW else CHART)
        self._bars(page.weeks, left, top - 32, bottom)
        self._pain(page, right, top - 32, bottom)
        if page.weeks_left_out:
            self.label(f"The {page.weeks_left_out} weeks before these are not drawn.", left.x, bottom - 22)
        self.y = bottom - 30

    def _legends(self, left: Column, right: Column, page: ReportPage) -> None:
        y = self.y - 22
        swatches: list[tuple[float, Callable[[float, float], None], str]] = [
            (left.x, lambda x, y: self._box(x, y - 0.5, 6, 6, ACCENT), "done"),
            (left.x + 45, lambda x, y: self._box(x, y - 0.5, 6, 6, PALE), "asked for"),
        ]
        kinds = zip(("before", "after", "next day"), (right.x, right.x + 52, right.x + 97), strict=True)
        swatches += [(x, lambda x, y, kind=kind: self._mark(kind, x + 3, y + 2.5), kind) for kind, x in kinds]  # type: ignore[misc]
        for x, draw, said in swatches:
            draw(x, y)
            self.label(said, x + 10, y)

    def _box(self, x: float, y: float, w: float, h: float, colour: tuple[float, float, float]) -> None:
        self.canvas.setFillColorRGB(*colour)
        self.canvas.rect(x, y, w, h, stroke=0, fill=1)

    def _bars(self, weeks: Sequence[Week], column: Column, top: float, bottom: float) -> None:
        most = max([3, *(max(week.done, week.due) for week in weeks)])
        self._grid(column, top, bottom, most, 1 if most <= 5 else 2 if most <= 10 else 7)
        inner = Column(column.x + 16, column.width - 16)
        step = min(34.0, inner.width / max(1, len(weeks)))
        rise = (top - bottom) / most
        for number, week in enumerate(weeks):
            x = inner.x + number * step
            self._box(x + 0.08 * step, bottom, 0.84 * step, week.due * rise, PALE)
            self._box(x + 0.22 * step, bottom, 0.56 * step, week.done * rise, ACCENT)
        last = -99.0
        for start, number in words.by_month(weeks) if len(weeks) > 9 else [(w.monday, n) for n, w in enumerate(weeks)]:
            x = inner.x + number * step
            # A name that would run into the one before it is left out.
            if x - last > (30 if len(weeks) > 9 else 28):
                self.label(day_words_of(start, month=len(weeks) > 9), x, bottom - 11)
                last = x

    def _grid(self, column: Column, top: float, bottom: float, most: int, step: int) -> None:
        for level in range(0, most + 1, step):
            y = bottom + (top - bottom) * level / most
            self.rule(y, Column(column.x + 14, column.width - 14))
            self.label(str(level), column.x + 10, y - 3, align="right")

    def _pain(self, page: ReportPage, column: Column, top: float, bottom: float) -> None:
        self._grid(column, top, bottom, PAIN_TOP, 2)
        inner = Column(column.x + 20, column.width - 26)
        days = max(1, (page.until - page.since).days)

        def at(one: Pain, score: float) -> tuple[float, float]:
            x = inner.x + inner.width * (one.at.date() - page.since).days / days
            return x, bottom + (top - bottom) * score / PAIN_TOP

        pains = words.by_week(page.pains) if len(page.pains) > MANY else page.pains
        for kind, colour, dash in (("next day", THIRD, (1, 2)), ("after", SECOND, (3, 2)), ("before", ACCENT, ())):
            told = [(one, getattr(one, kind.replace(" ", "_"))) for one in pains]
            places = [at(one, score) for one, score in told if score is not None]
            self._line(places, colour, dash)
            for x, y in places:
                self._mark(kind, x, y)
        if not any(one.before is not None or one.after is not None for one in page.pains):
            self.label("No pain was told.", inner.x + inner.width / 2, (top + bottom) / 2, align="centre", size=SIZE)
        self.label(day_words_of(page.since), inner.x, bottom - 11)
        self.label(day_words_of(page.until), inner.x + inner.width, bottom - 11, align="right")

    def _line(
        self, places: Sequence[tuple[float, float]], colour: tuple[float, float, float], dash: Sequence[int]
    ) -> None:
        self.canvas.saveState()
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(1.0)
        self.canvas.setDash(list(dash))
        path = self.canvas.beginPath()
        for number, (x, y) in enumerate(places):
            (path.lineTo if number else path.moveTo)(x, y)
        self.canvas.drawPath(path, stroke=1, fill=0)
        self.canvas.restoreState()

    def _mark(self, kind: str, x: float, y: float) -> None:
        """A disc before, a hollow square after, a small cross on the next day."""
        canvas = self.canvas
        canvas.setLineWidth(0.9)
        if kind == "before":
            canvas.setFillColorRGB(*ACCENT)
            canvas.circle(x, y, 2.2, stroke=0, fill=1)
        elif kind == "after":
            canvas.setStrokeColorRGB(*SECOND)
            canvas.setFillColorRGB(*WHITE)
            canvas.rect(x - 1.9, y - 1.9, 3.8, 3.8, stroke=1, fill=1)
        else:
            canvas.setStrokeColorRGB(*THIRD)
            canvas.line(x - 2, y - 2, x + 2, y + 2)
            canvas.line(x - 2, y + 2, x + 2, y - 2)


def date_of(day: date) -> str:
    """ "22 Nov 2026", kept on one line."""
    return f"{day_words_of(day)}\u00a0{day.year}"


def day_words_of(day: date, *, month: bool = False) -> str:
    """ "22 Nov" of a day, or "Nov" alone."""
    said = day_words(datetime(day.year, day.month, day.day))
    return said.split("\u00a0")[1] if month else said
