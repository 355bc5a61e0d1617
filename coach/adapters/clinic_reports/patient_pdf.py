"""The person's own page as a PDF: one sheet, always, in plain words and with a figure for each exercise."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from coach.adapters.clinic_reports.sheet import (
    ACCENT,
    HEAVY,
    MUTED,
    PAPERS,
    SMALL,
    TEXT,
    Column,
    Paper,
    Pen,
    Rgb,
    cut,
    name_line,
    readable,
    register,
    wrapped,
)
from coach.core.care.doctor_words import date_words
from coach.core.figure_parts import Figure, Part, figure_of, neck_of
from coach.core.therapy import patient_page as words
from coach.core.therapy.patient_page import Next, PatientPage

MARGIN: Final = 42.0
SIZES: Final = (11.0, 10.0, 9.0, 8.0)
"""Sizes of the words, points: the largest with which all of it fits is used."""
GAP: Final = 22.0
INDENT: Final = 10.0
FOOT: Final = MARGIN + 24
TILE: Final = (74.0, 50.0)
"""Width and height of a figure, points."""
NOTE_ROWS: Final = 4

Disc = npt.NDArray[np.float64]
"""(3,) x, y and radius."""

NEAR: Final[Rgb] = (0.36, 0.5, 0.55)
FAR: Final[Rgb] = (0.64, 0.73, 0.76)
MAT: Final[Rgb] = (0.88, 0.91, 0.91)


def patient_pdf(page: PatientPage, fonts: Path, paper: Paper = "a4") -> bytes:
    """The page as the bytes of a PDF file; `fonts` is the folder of the two fonts.

    Raises:
        OutputError: the fonts can't be used.
    """
    register(fonts)
    # Drawn with ever smaller words until all of it has room; the last size cuts notes.
    for size in SIZES:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=PAPERS[paper], invariant=1)
        canvas.setTitle(words.TITLE)
        canvas.setAuthor("Backcoach")
        sheet = PatientSheet(canvas, paper, MARGIN, size, least=size == SIZES[-1])
        sheet.fill(page)
        canvas.showPage()
        canvas.save()
        if sheet.fits:
            break
    return out.getvalue()


class PatientSheet(Pen):
    """The person's sheet being filled from the top, with words of one size. `least`: nothing smaller will be tried."""

    def __init__(self, canvas: Canvas, paper: Paper, margin: float, size: float, *, least: bool) -> None:
        super().__init__(canvas, paper, margin)
        self._size, self._pitch = size, size * 1.36
        self._note_rows = 1 if least else NOTE_ROWS
        self.fits = True

    def fill(self, page: PatientPage) -> None:
        """Everything from top to foot."""
        self.label(date_words(page.made), self.width - MARGIN, self.y - 15, align="right", size=9)
        self.text(words.TITLE, HEAVY, 20, 27)
        if name := name_line(page.name):
            self.text(cut(name, self._size, self.whole.width), TEXT, self._size, self._pitch, MUTED)
        self.y -= 2
        self._two(("What you did", page.did), ("What went well", page.well or ("That will stand here next time.",)))
        work = page.work_on or "Nothing stands out. Go on like this."
        self._two(("One thing to work on", (work,)), ("How pain went", page.pain))
        self._next(page)
        self._two(("When to stop", page.stop), ("When to get help", page.help))
        self.fits = self.fits and self.y >= FOOT
        self.rule(FOOT - 4)
        self.y = FOOT - 8
        for line in words.FOOT:
            self.text(line, TEXT, SMALL, 10.5, MUTED)

    def _two(self, left: tuple[str, Sequence[str]], right: tuple[str, Sequence[str]]) -> None:
        half = (self.whole.width - GAP) / 2
        top, lows = self.y, []
        for number, (title, lines) in enumerate((left, right)):
            self.y = top
            self._part(title, lines, Column(MARGIN + number * (half + GAP), half))
            lows.append(self.y)
        self.y = min(lows)

    def _part(self, title: str, lines: Sequence[str], column: Column) -> None:
        self.y -= self._size * 0.7
        self.text(title, HEAVY, self._size + 2, self._pitch + 4, ACCENT, column.x)
        inner = Column(column.x + INDENT, column.width - INDENT)
        for line in lines:
            if len(lines) > 1:
                self.text("\u2022", TEXT, self._size, 0, ACCENT, column.x)
            self.rows(readable(line), inner if len(lines) > 1 else column, self._size, self._pitch, 4)

    def _next(self, page: PatientPage) -> None:
        """The routine: how often, the therapist's words, and the exercises in two columns with their figures."""
        self._part("What is next", (page.often,), self.whole)
        if page.notes.strip():
            for row in wrapped(
                readable(" ".join(page.notes.split())), self._size, self._note_rows + 1, self.whole.width
            ):
                self.text(row, TEXT, self._size, self._pitch, MUTED)
        half = (self.whole.width - GAP) / 2
        self.y -= 4
        for first in range(0, len(page.items), 2):
            top, lows = self.y, []
            for number, item in enumerate(page.items[first : first + 2]):
                self.y = top
                self._item(item, Column(MARGIN + number * (half + GAP), half))
                lows.append(self.y)
            self.y = min(lows) - 4

    def _item(self, item: Next, column: Column) -> None:
        top = self.y
        if item.pose is not None:
            figure(self.canvas, item, column.x, top - TILE[1], TILE)
        beside = Column(column.x + TILE[0] + 10, column.width - TILE[0] - 10)
        name = cut(readable(item.name), self._size, beside.width, HEAVY[0])
        self.text(name, HEAVY, self._size, self._pitch, x=beside.x)
        self.rows(readable(item.amounts), beside, self._size - 1, self._pitch - 1, 4)
        if item.note.strip():
            self.rows(readable(item.note), beside, self._size - 1, self._pitch - 1, self._note_rows, MUTED)
        self.y = min(self.y, top - TILE[1])


def figure(canvas: Canvas, item: Next, x: float, y: float, box: tuple[float, float]) -> None:
    """The exercise's figure in a box whose lower left corner is x, y: a body with volume on its mat."""
    if item.pose is None:
        return
    width, height = item.pose.size
    body = figure_of(item.pose, (0, 0), (width, height), item.curl)
    if body is None:
        return
    discs = body.discs()
    low, high = (discs[:, :2] - discs[:, 2:]).min(axis=0), (discs[:, :2] + discs[:, 2:]).max(axis=0)
    across, up = high - low
    scale = min(box[0] / across, (box[1] - 6) / up)
    canvas.saveState()
    canvas.setFillColorRGB(*MAT)
    canvas.roundRect(x, y, box[0], 6, 2, stroke=0, fill=1)
    # Pictures count downward from the top, paper upward from the bottom.
    canvas.translate(x + (box[0] - across * scale) / 2 - low[0] * scale, y + 3 + high[1] * scale)
    canvas.scale(scale, -scale)
    _body(canvas, body)
    canvas.restoreState()


def _body(canvas: Canvas, body: Figure) -> None:
    neck = neck_of(body)
    for part in body.parts:
        if part.name == "torso" and neck is not None and body.head is not None:
            _limb(canvas, Part("head", neck, ((0, 1),), 0.0, far=False))
            _head(canvas, body)
        _limb(canvas, part)


def _head(canvas: Canvas, body: Figure) -> None:
    head = body.head
    if head is None:
        return
    canvas.saveState()
    canvas.setFillColorRGB(*NEAR)
    canvas.translate(*map(float, head.centre))
    canvas.rotate(float(np.degrees(np.arctan2(head.up[1], head.up[0]))))
    canvas.ellipse(-head.half[0], -head.half[1], head.half[0], head.half[1], stroke=0, fill=1)
    canvas.restoreState()


def _limb(canvas: Canvas, part: Part) -> None:
    """A limb's links as tapered hulls of two discs; a trunk without links as the hulls of all its pairs."""
    canvas.setFillColorRGB(*(FAR if part.far else NEAR))
    count = len(part.discs)
    links = part.links or tuple((a, b) for a in range(count) for b in range(a + 1, count))
    for a, b in links:
        _hull(canvas, part.discs[a], part.discs[b])
    for x, y, radius in part.discs:
        canvas.circle(float(x), float(y), float(radius), stroke=0, fill=1)


def _hull(canvas: Canvas, a: Disc, b: Disc) -> None:
    """Between two discs: the quadrangle of the lines that touch both."""
    gap = b[:2] - a[:2]
    length = float(np.hypot(*gap))
    if length <= abs(float(a[2] - b[2])) or length == 0:
        return
    along = np.arctan2(gap[1], gap[0])
    turn = np.arccos((a[2] - b[2]) / length)
    corners = []
    for disc, sign in ((a, 1), (b, 1), (b, -1), (a, -1)):
        angle = along + sign * turn
        corners.append((float(disc[0] + disc[2] * np.cos(angle)), float(disc[1] + disc[2] * np.sin(angle))))
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
