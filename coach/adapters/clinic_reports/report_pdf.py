"""The report for the file as a PDF: one sheet, always. What finds no room is the oldest, and it says so."""

import io
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from coach.adapters.clinic_reports.report_charts import GAP, Charts, date_of
from coach.adapters.clinic_reports.sheet import (
    HEAVY,
    INK,
    LINE,
    MUTED,
    OTHER_LETTERS,
    PAPERS,
    SIZE,
    SMALL,
    TEXT,
    Column,
    Paper,
    cut,
    name_line,
    readable,
    register,
    wide,
    wrapped,
)
from coach.core.care.doctor_words import Section
from coach.core.therapy import report_page as words
from coach.core.therapy.report_page import ReportPage
from coach.core.therapy.report_rows import Row, range_words

MARGIN: Final = 40.0
MOST_ROWS: Final = 8
"""Exercises in the table, as many as a routine has at most."""
FOOT: Final = MARGIN + 40
TINY: Final = 7.5
TOLD: Final = 122.0
"""Room kept for what is told in words, points: two sections with one line and what is left out."""

HEADS: Final = (
    *("Exercise", "Sessions", "Done", "Correct", "Faulty", "Partial", "Held in form"),
    *("Best", "Median", "Target"),
)
PLACES: Final = (0.0, 0.33, 0.45, 0.535, 0.6, 0.67, 0.81, 0.87, 0.94, 1.0)
"""Heads of the table, and where each column ends as a share of the width; the first begins at 0."""


def report_pdf(page: ReportPage, fonts: Path, paper: Paper = "a4") -> bytes:
    """The page as the bytes of a PDF file; `fonts` is the folder of the two fonts.

    Raises:
        OutputError: the fonts can't be used.
    """
    register(fonts)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=PAPERS[paper], invariant=1)
    canvas.setTitle(words.TITLE)
    canvas.setAuthor("Backcoach")
    sheet = ReportSheet(canvas, paper, MARGIN)
    sheet.head(page)
    sheet.charts(page)
    sheet.table(page.rows)
    sheet.told(page.sections)
    sheet.foot(page)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


class ReportSheet(Charts):
    """The report being filled from the top."""

    def head(self, page: ReportPage) -> None:
        """Who, which routine, from when to when, how much in all."""
        self.label(f"Made on {date_of(page.made.date())}", self.width - MARGIN, self.y - 14, align="right", size=SIZE)
        self.text(words.TITLE, HEAVY, 18, 25)
        who = [f"Reference: {readable(page.patient.reference)}" if page.patient.reference else ""]
        who += [name_line(page.patient.name)]
        who += [f"Therapist: {readable(page.patient.therapist)}" if page.patient.therapist else ""]
        self._beside([one for one in who if one])
        if page.routine:
            version = f"Version {page.version} of the routine: " if page.version else "Routine: "
            self.text(cut(version + readable(page.routine), SIZE, self.whole.width), TEXT, SIZE, LINE)
        self.y -= 6
        self._facts(page)

    def _beside(self, said: Sequence[str]) -> None:
        """Beside one another where they have room, else below one another."""
        if sum(wide(one, SIZE) + GAP for one in said) - GAP > self.whole.width:
            for one in said:
                self.text(cut(one, SIZE, self.whole.width), TEXT, SIZE, LINE)
            return
        x = MARGIN
        for one in said:
            self.text(one, TEXT, SIZE, 0, x=x)
            x += wide(one, SIZE) + GAP
        self.y -= LINE

    def _facts(self, page: ReportPage) -> None:
        """The few numbers that are looked for first, large, each with what it is below."""
        count = len(page.weeks) + page.weeks_left_out
        weeks = f"{count} week{'' if count == 1 else 's'}"
        long = f"{page.minutes / page.sessions:.0f} min" if page.sessions else "\u2013"
        seen = f"{page.seen:.0%}" if page.seen is not None else "\u2013"
        facts = (
            (f"{page.sessions} of {page.due}" if page.due else f"{page.sessions}", "sessions"),
            (weeks, f"{date_of(page.since)} to {date_of(page.until)}"),
            (long, "a session, on average"),
            (seen, "of the time seen by the camera"),
        )
        for number, (value, what) in enumerate(facts):
            x = MARGIN + number * (self.whole.width / len(facts))
            self.label(value, x, self.y - 14, size=14, colour=INK, font=HEAVY)
            self.label(what, x, self.y - 26)
        self.y -= 40

    def table(self, rows: Sequence[Row]) -> None:
        """The exercises with their sums; under each what is asked for and its faults."""
        ends = [MARGIN + place * self.whole.width for place in PLACES]
        for number, said in enumerate(HEADS):
            x = MARGIN if number == 0 else ends[number]
            self.label(said, x, self.y - SMALL, align="right" if number else "left", size=TINY)
        self.y -= 14
        shown = rows[:MOST_ROWS]
        room = self.y - (FOOT + TOLD)
        most = next((most for most in (2, 1) if sum(map(partial(self._tall, most), shown)) <= room), 1)
        while sum(map(partial(self._tall, most), shown)) > room and len(shown) > 1:
            shown = shown[:-1]
        for row in shown:
            self.rule(self.y, self.whole)
            self.y -= 3
            cells = (cut(readable(row.name), SIZE, ends[1] - MARGIN - 40, HEAVY[0]), *_cells(row))
            for number, said in enumerate(cells):
                x, font = (MARGIN, HEAVY) if number == 0 else (ends[number], TEXT)
                align = "right" if number else "left"
                self.label(said, x, self.y - SIZE, align=align, size=SIZE, colour=INK, font=font)
            self.y -= 13
            self.rows(_under(row), self.whole, SMALL, 10.5, most, MUTED)
            self.y -= 3
        if not rows:
            self.rows("No exercise was assigned or done in this time.", self.whole, SIZE, LINE, 1, MUTED)
        if more := len(rows) - len(shown):
            said = f"and {more} more that {'was' if more == 1 else 'were'} done earlier"
            self.rows(said, self.whole, SMALL, LINE, 1, MUTED)
        self.rule(self.y, self.whole)
        self.y -= 2

    def _tall(self, most: int, row: Row) -> float:
        return 19 + 10.5 * len(wrapped(_under(row), SMALL, most, self.whole.width))

    def told(self, sections: Sequence[Section]) -> None:
        """What is told in words, in two columns."""
        half = (self.whole.width - GAP) / 2
        columns = (Column(MARGIN, half), Column(MARGIN + half + GAP, half))
        plain = [Section(title=one.title, lines=tuple(_line(line) for line in one.lines)) for one in sections]
        top = self.y
        for column, part in zip(columns, (plain[:2], plain[2:]), strict=True):
            self.y = top
            self.sections(part, FOOT + 6, column)

    def foot(self, page: ReportPage) -> None:
        """How it was measured, and by what."""
        self.rule(FOOT - 2)
        self.y = FOOT - 8
        lines = [*words.FOOT, f"Versions: {readable(page.versions)}." if page.versions else ""]
        for line in filter(None, lines):
            self.rows(line, self.whole, SMALL, 10.5, 1, MUTED)


def _line(said: str) -> str:
    """A line of a section; what can't be printed is said, the date before it stays."""
    date_part, colon, rest = said.partition(": ")
    plain = readable(rest)
    return f"{date_part}{colon}{plain}" if colon and plain == OTHER_LETTERS else readable(said)


def _cells(row: Row) -> tuple[str, ...]:
    hold = f"{row.hold[0]:.0f} / {row.hold[1]:.0f} s" if row.hold[1] or row.hold[0] else "\u2013"
    ranges = [range_words(value, row.unit) for value in (row.best, row.median, row.target)]
    if not row.sessions:
        return ("\u2013",) * 9
    judged = ("\u2013",) * 3 if row.paced else (str(row.correct), str(row.faulty), str(row.partial))
    return (str(row.sessions), f"{row.done} / {row.asked}", *judged, hold, *ranges)


def _under(row: Row) -> str:
    parts = [f"Asked for: {row.asked_words}."]
    if not row.sessions:
        parts.append("Not done in this time.")
    if row.sessions and row.sets[0] < row.sets[1]:
        parts.append(f"Sets done: {row.sets[0]} of {row.sets[1]}.")
    if row.paced:
        parts.append("Led by the clock, not judged.")
    if row.range_first is not None and row.range_last is not None and row.sessions > 3:
        first, last = (range_words(value, row.unit) for value in (row.range_first, row.range_last))
        parts.append(f"{row.measure}: {first} in the first sessions, {last} in the last.")
    if row.faults:
        told = "; ".join(f"{name} {seconds:.0f} s ({times}\u00d7)" for name, times, seconds in row.faults)
        parts.append(f"Faults: {told}.")
    return readable(" ".join(parts))
