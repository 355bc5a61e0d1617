"""The page for the doctor as a PDF: one sheet of A4, always. What finds no room is the oldest."""

import io
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from coach.adapters.clinic_reports.sheet import (
    ACCENT,
    HEAVY,
    LINE,
    MARGIN,
    MUTED,
    PAPERS,
    RULE,
    SIZE,
    SMALL,
    TEXT,
    Pen,
    name_line,
    printable,
    register,
    wrapped,
)
from coach.core.care import doctor_words as words
from coach.core.care.doctor_page import DoctorPage
from coach.core.care.flare import CALM
from coach.core.safety import PAIN_TOP

CURVE: Final = 150.0
"""Height of the pain curve, points; lower it when sections lose too many lines."""
FACT: Final = 10.5
FOOT: Final = MARGIN + 34
"""Size of the facts on top, and where the lines at the foot begin, points."""


def doctor_pdf(page: DoctorPage, fonts: Path) -> bytes:
    """The page as the bytes of a PDF file; `fonts` is the folder of the two fonts.

    Raises:
        OutputError: the fonts can't be used.
    """
    register(fonts)
    out = io.BytesIO()
    # Without a stamp of its own (time, machine): the page itself says when it was made.
    canvas = Canvas(out, pagesize=PAPERS["a4"], invariant=1)
    canvas.setTitle(words.TITLE)
    canvas.setAuthor("Backcoach")
    sheet = Sheet(canvas)
    sheet.head(page)
    sheet.curve(page)
    sheet.sections(words.sections(page), FOOT)
    sheet.foot()
    canvas.showPage()
    canvas.save()
    return out.getvalue()


class Sheet(Pen):
    """The doctor's sheet being filled from the top."""

    def head(self, page: DoctorPage) -> None:
        """Title, name, when it was made, the flare-up and its pain in words."""
        self.text(words.TITLE, HEAVY, 18, 24)
        made = f"Made on {words.date_words(page.made, clock=True)}."
        for line in filter(None, (name_line(page.name), made)):
            self.text(wrapped(line, SIZE)[0], TEXT, SIZE, LINE, MUTED)
        self.y -= 8
        for line in (*words.head_lines(page), *words.pain_lines(page)):
            for row in wrapped(printable(line), FACT):
                self.text(row, TEXT, FACT, LINE + 1.5)
        self.y -= 6

    def curve(self, page: DoctorPage) -> None:
        """The pain curve: days across, 0 to 10 upright."""
        canvas, left, right = self.canvas, MARGIN + 18, self.width - MARGIN - 8
        top, bottom = self.y - 24, self.y - CURVE
        self.text(words.SCALE, HEAVY, SIZE, LINE)
        days = max(1.0, page.spots[-1].day if page.spots else 0.0, (page.until - page.since) / timedelta(days=1))
        for level in range(0, PAIN_TOP + 1, 2):
            y = bottom + (top - bottom) * level / PAIN_TOP
            canvas.setStrokeColorRGB(*RULE)
            canvas.setLineWidth(0.6)
            canvas.line(left, y, right, y)
            self.label(str(level), left - 6, y - 3, align="right")
        step = next(size for size in (1, 2, 7, 14, 28, 91, 10_000) if days / size <= 7)
        for day in range(0, int(days) + 1, step):
            x = left + (right - left) * day / days
            canvas.line(x, bottom, x, bottom - 4)
            align = "left" if day == 0 else "right" if x > right - 20 else "centre"
            said = words.day_words(page.since + timedelta(days=day))
            self.label(said, x, bottom - 13, align=align)
        places = [
            (left + (right - left) * spot.day / days, bottom + (top - bottom) * spot.score / PAIN_TOP)
            for spot in page.spots
        ]
        self._line(places, [spot.when in CALM for spot in page.spots])
        self._legend(left, bottom - 28)
        self.y = bottom - 40

    def _line(self, places: Sequence[tuple[float, float]], calm: Sequence[bool]) -> None:
        canvas = self.canvas
        canvas.setStrokeColorRGB(*ACCENT)
        canvas.setLineWidth(1.2)
        for (x, y), (to_x, to_y) in pairwise(places):
            canvas.line(x, y, to_x, to_y)
        for (x, y), own in zip(places, calm, strict=True):
            self._mark(x, y, calm=own)

    def _mark(self, x: float, y: float, *, calm: bool) -> None:
        """A filled disc, or a hollow square for a score around exercise."""
        self.canvas.setStrokeColorRGB(*ACCENT)
        self.canvas.setFillColorRGB(*(ACCENT if calm else (1, 1, 1)))
        if calm:
            self.canvas.circle(x, y, 2.2, stroke=0, fill=1)
        else:
            self.canvas.rect(x - 2.2, y - 2.2, 4.4, 4.4, stroke=1, fill=1)

    def _legend(self, x: float, y: float) -> None:
        self._mark(x, y + 3, calm=True)
        self.label("told by day, in the morning, or before exercise", x + 7, y)
        self._mark(x + 220, y + 3, calm=False)
        self.label("after or in exercise", x + 227, y)

    def foot(self) -> None:
        """Whose words these are."""
        self.canvas.setStrokeColorRGB(*RULE)
        self.canvas.line(MARGIN, FOOT - 6, self.width - MARGIN, FOOT - 6)
        self.y = FOOT - 20
        for line in words.FOOT:
            self.text(line, TEXT, SMALL, 11, MUTED)
