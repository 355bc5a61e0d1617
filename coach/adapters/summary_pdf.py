"""The page for the doctor as a PDF: one sheet of A4, always. What finds no room is the oldest."""

import io
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFError, TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from coach.core.care import doctor_words as words
from coach.core.care.doctor_page import DoctorPage
from coach.core.care.doctor_words import Section
from coach.core.care.flare import CALM
from coach.core.safety import PAIN_TOP
from coach.ports import OutputError

TEXT: Final = ("BackcoachText", "OpenSans-Semibold.ttf")
HEAVY: Final = ("BackcoachHeavy", "OpenSans-ExtraBold.ttf")
"""Name inside the PDF, and file."""

WIDTH, HEIGHT = A4
"""595 by 842 points of 1/72 inch."""
MARGIN: Final = 50.0
WIDE: Final = WIDTH - 2 * MARGIN
CURVE: Final = 150.0
"""Height of the pain curve, points; lower it when sections lose too many lines."""
SMALL: Final = 8.0
SIZE: Final = 9.5
LINE: Final = 13.5
FACT: Final = 10.5
HEADING: Final = 11.0
TITLE: Final = 16.0
BEFORE: Final = 9.0
FOOT: Final = MARGIN + 34
"""Sizes and distances in points: of text, its lines, the facts on top, headings, their pitch and the air before them;
and where the lines at the foot begin."""
ELLIPSIS: Final = "\u2026"
MOST_ROWS: Final = 4
"""Rows of one entry at most."""
LONGEST: Final = 1200
"""Characters of one entry that are looked at: more fill any four rows."""

INK: Final = (0.1, 0.12, 0.16)
MUTED: Final = (0.36, 0.4, 0.46)
RULE: Final = (0.82, 0.85, 0.88)
ACCENT: Final = (0.0, 0.36, 0.33)

WRITE_IT: Final = "Name: " + "_" * 40


def doctor_pdf(page: DoctorPage, fonts: Path) -> bytes:
    """The page as the bytes of a PDF file; `fonts` is the folder of the two fonts.

    Raises:
        OutputError: the fonts can't be used.
    """
    _register(fonts)
    out = io.BytesIO()
    # Without a stamp of its own (time, machine): the page itself says when it was made.
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle(words.TITLE)
    canvas.setAuthor("Backcoach")
    sheet = Sheet(canvas)
    sheet.head(page)
    sheet.curve(page)
    sheet.sections(words.sections(page))
    sheet.foot()
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _register(fonts: Path) -> None:
    try:
        for name, file in (TEXT, HEAVY):
            pdfmetrics.registerFont(TTFont(name, fonts / file))
    except (OSError, TTFError) as error:
        raise OutputError(f"the fonts for the page can't be read in {fonts}") from error


def _has(char: str) -> bool:
    return ord(char) in pdfmetrics.getFont(TEXT[0]).face.charToGlyph


def _in_our_letters(char: str) -> str:
    """A sign as the fonts can print it: an accent they lack falls off, and what they lack altogether is ""."""
    if unicodedata.category(char)[0] == "C":
        return ""  # Without a shape, such as a joiner.
    plain = char if _has(char) else unicodedata.normalize("NFKD", char)
    return "".join(one for one in plain if _has(one) and not unicodedata.combining(one))


def printable(text: str) -> str:
    """Text in signs that the fonts have; a letter they lack is "?", any other sign is left out."""
    chars = unicodedata.normalize("NFC", text)
    said = "".join(_in_our_letters(char) or ("?" if char.isalpha() else "") for char in chars)
    return " ".join(filter(None, said.split(" ")))


def name_line(name: str) -> str:
    """The line with the name: "" without one, and a line to write it on by hand where the fonts lack its letters."""
    chars = unicodedata.normalize("NFC", name)
    if not chars.strip():
        return ""
    whole = all(_in_our_letters(char) for char in chars if char.isalpha())
    said = printable(chars)
    return f"Name: {said}" if whole and said else WRITE_IT


def _wide(text: str, size: float, font: str = TEXT[0]) -> float:
    return float(pdfmetrics.stringWidth(text, font, size))


def wrapped(text: str, size: float, most: int = MOST_ROWS, width: float = WIDE) -> list[str]:
    """Text in at most so many rows no wider than `width` points; a word wider than a row is broken."""
    rows = [""]
    # Plain spaces only: a no-break space keeps a date together.
    for word in text.split(" "):
        if len(rows) > most:
            break
        if _wide(f"{rows[-1]} {word}".strip(), size) <= width:
            rows[-1] = f"{rows[-1]} {word}".strip()
            continue
        rows += [word] if rows[-1] else []
        rows[-1] = rows[-1] or word
        while _wide(rows[-1], size) > width:
            end = next(n for n in range(len(rows[-1]), 0, -1) if n == 1 or _wide(rows[-1][:n], size) <= width)
            rows[-1:] = [rows[-1][:end], rows[-1][end:]]
    if len(rows) <= most:
        return rows
    last = rows[most - 1]
    while last and _wide(last + ELLIPSIS, size) > width:
        last = last[:-1]
    return [*rows[: most - 1], last.rstrip() + ELLIPSIS]


def height(sections: Sequence[Sequence[int]], fewer: Sequence[int]) -> float:
    """Points that sections take: `sections` are the rows of each entry, `fewer` how many of the last are left out."""
    kept = [rows[: len(rows) - left] for rows, left in zip(sections, fewer, strict=True)]
    rows = sum(map(sum, kept)) + sum(left > 0 for left in fewer)
    return len(sections) * (BEFORE + TITLE) + LINE * rows


def left_out(sections: Sequence[Sequence[int]], room: float) -> list[int]:
    """How many of the last entries of each section find no room: of the longest section first, and never its first.

    Args:
        sections: rows of each entry. room: points for all of them.
    """
    fewer = [0] * len(sections)
    while height(sections, fewer) > room:
        long = [sum(rows[: len(rows) - left]) for rows, left in zip(sections, fewer, strict=True)]
        cut = [number for number, rows in enumerate(sections) if len(rows) - fewer[number] > 1]
        if not cut:
            break
        fewer[max(cut, key=long.__getitem__)] += 1
    return fewer


class Sheet:
    """One sheet being filled from the top; `y` is where the next thing goes, points from the lower edge."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.y = HEIGHT - MARGIN

    def head(self, page: DoctorPage) -> None:
        """Title, name, when it was made, the flare-up and its pain in words."""
        self._text(words.TITLE, HEAVY, 18, 24)
        made = f"Made on {words.date_words(page.made, clock=True)}."
        for line in filter(None, (name_line(page.name), made)):
            self._text(wrapped(line, SIZE)[0], TEXT, SIZE, LINE, MUTED)
        self.y -= 8
        for line in (*words.head_lines(page), *words.pain_lines(page)):
            for row in wrapped(printable(line), FACT):
                self._text(row, TEXT, FACT, LINE + 1.5)
        self.y -= 6

    def curve(self, page: DoctorPage) -> None:
        """The pain curve: days across, 0 to 10 upright."""
        canvas, left, right = self._canvas, MARGIN + 18, WIDTH - MARGIN - 8
        top, bottom = self.y - 24, self.y - CURVE
        self._text(words.SCALE, HEAVY, SIZE, LINE)
        days = max(1.0, page.spots[-1].day if page.spots else 0.0, (page.until - page.since) / timedelta(days=1))
        for level in range(0, PAIN_TOP + 1, 2):
            y = bottom + (top - bottom) * level / PAIN_TOP
            canvas.setStrokeColorRGB(*RULE)
            canvas.setLineWidth(0.6)
            canvas.line(left, y, right, y)
            self._at(str(level), left - 6, y - 3, align="right")
        step = next(size for size in (1, 2, 7, 14, 28, 91, 10_000) if days / size <= 7)
        for day in range(0, int(days) + 1, step):
            x = left + (right - left) * day / days
            canvas.line(x, bottom, x, bottom - 4)
            align = "left" if day == 0 else "right" if x > right - 20 else "centre"
            said = words.day_words(page.since + timedelta(days=day))
            self._at(said, x, bottom - 13, align=align)
        places = [
            (left + (right - left) * spot.day / days, bottom + (top - bottom) * spot.score / PAIN_TOP)
            for spot in page.spots
        ]
        self._line(places, [spot.when in CALM for spot in page.spots])
        self._legend(left, bottom - 28)
        self.y = bottom - 40

    def _line(self, places: Sequence[tuple[float, float]], calm: Sequence[bool]) -> None:
        canvas = self._canvas
        canvas.setStrokeColorRGB(*ACCENT)
        canvas.setLineWidth(1.2)
        for (x, y), (to_x, to_y) in pairwise(places):
            canvas.line(x, y, to_x, to_y)
        for (x, y), own in zip(places, calm, strict=True):
            self._mark(x, y, calm=own)

    def _mark(self, x: float, y: float, *, calm: bool) -> None:
        """A filled disc, or a hollow square for a score around exercise."""
        self._canvas.setStrokeColorRGB(*ACCENT)
        self._canvas.setFillColorRGB(*(ACCENT if calm else (1, 1, 1)))
        if calm:
            self._canvas.circle(x, y, 2.2, stroke=0, fill=1)
        else:
            self._canvas.rect(x - 2.2, y - 2.2, 4.4, 4.4, stroke=1, fill=1)

    def _legend(self, x: float, y: float) -> None:
        self._mark(x, y + 3, calm=True)
        self._at("told by day, in the morning, or before exercise", x + 7, y)
        self._mark(x + 220, y + 3, calm=False)
        self._at("after or in exercise", x + 227, y)

    def sections(self, found: Sequence[Section]) -> None:
        """As many entries as fit, the newest first."""
        texts = [[printable(line[:LONGEST]) for line in section.lines] for section in found]
        entries: list[list[list[str]]] = []
        fewest: list[int] = []
        # With one entry each and still too full, entries are cut shorter.
        for most in range(MOST_ROWS, 0, -1):
            entries = [[wrapped(text, SIZE, most) for text in one] for one in texts]
            rows = [[len(entry) for entry in one] for one in entries]
            fewest = left_out(rows, self.y - FOOT)
            if height(rows, fewest) <= self.y - FOOT:
                break
        for section, one, fewer in zip(found, entries, fewest, strict=True):
            self.y -= BEFORE
            self._text(section.title, HEAVY, HEADING, TITLE, ACCENT)
            for row in (row for rows in one[: len(one) - fewer] for row in rows):
                self._text(row, TEXT, SIZE, LINE)
            if fewer:
                self._text(f"and {fewer} earlier", TEXT, SIZE, LINE, MUTED)

    def foot(self) -> None:
        """Whose words these are."""
        self._canvas.setStrokeColorRGB(*RULE)
        self._canvas.line(MARGIN, FOOT - 6, WIDTH - MARGIN, FOOT - 6)
        self.y = FOOT - 20
        for line in words.FOOT:
            self._text(line, TEXT, SMALL, 11, MUTED)

    def _text(
        self,
        text: str,
        font: tuple[str, str],
        size: float,
        pitch: float,
        colour: tuple[float, float, float] = INK,
    ) -> None:
        self._canvas.setFont(font[0], size)
        self._canvas.setFillColorRGB(*colour)
        self._canvas.drawString(MARGIN, self.y - size, text)
        self.y -= pitch

    def _at(self, text: str, x: float, y: float, *, align: str = "left") -> None:
        """A small label of the curve."""
        self._canvas.setFont(TEXT[0], SMALL)
        self._canvas.setFillColorRGB(*MUTED)
        draw = {"left": self._canvas.drawString, "right": self._canvas.drawRightString}
        draw.get(align, self._canvas.drawCentredString)(x, y, text)
