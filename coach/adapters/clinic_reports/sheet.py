"""Drawing on one sheet of paper: fonts, words in rows, sections that lose their oldest lines when room runs out."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from reportlab.lib.pagesizes import A4, LETTER  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFError, TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from coach.core.care.doctor_words import Section
from coach.ports import OutputError

Paper = Literal["a4", "letter"]
PAPERS: Final[dict[Paper, tuple[float, float]]] = {"a4": A4, "letter": LETTER}
"""Width and height in points of 1/72 inch."""

TEXT: Final = ("BackcoachText", "OpenSans-Semibold.ttf")
HEAVY: Final = ("BackcoachHeavy", "OpenSans-ExtraBold.ttf")
"""Name inside the PDF, and file."""

MARGIN: Final = 50.0
WIDE: Final = A4[0] - 2 * MARGIN
SMALL: Final = 8.0
SIZE: Final = 9.5
LINE: Final = 13.5
HEADING: Final = 11.0
TITLE: Final = 16.0
BEFORE: Final = 9.0
"""Sizes and distances in points: of text, its lines, headings, their pitch and the air before them."""
ELLIPSIS: Final = "\u2026"
MOST_ROWS: Final = 4
"""Rows of one entry at most."""
LONGEST: Final = 1200
"""Characters of one entry that are looked at: more fill any four rows."""
LACKING: Final = 0.1
"""From this share of letters that the fonts lack, a text is not printed as question marks but said to be lacking."""

Rgb = tuple[float, float, float]
INK: Final[Rgb] = (0.1, 0.12, 0.16)
MUTED: Final[Rgb] = (0.36, 0.4, 0.46)
RULE: Final[Rgb] = (0.82, 0.85, 0.88)
ACCENT: Final[Rgb] = (0.0, 0.36, 0.33)
WHITE: Final[Rgb] = (1.0, 1.0, 1.0)

WRITE_IT: Final = "Name: " + "_" * 40
OTHER_LETTERS: Final = "(written in letters that this page can't print)"


def register(fonts: Path) -> None:
    """Make the two fonts known.

    Raises:
        OutputError: they can't be used.
    """
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


def wide(text: str, size: float, font: str = TEXT[0]) -> float:
    """Points that a text takes on one line."""
    return float(pdfmetrics.stringWidth(text, font, size))


def wrapped(text: str, size: float, most: int = MOST_ROWS, width: float = WIDE) -> list[str]:
    """Text in at most so many rows no wider than `width` points; a word wider than a row is broken."""
    rows = [""]
    # Plain spaces only: a no-break space keeps a date together.
    for word in text.split(" "):
        if len(rows) > most:
            break
        if wide(f"{rows[-1]} {word}".strip(), size) <= width:
            rows[-1] = f"{rows[-1]} {word}".strip()
            continue
        rows += [word] if rows[-1] else []
        rows[-1] = rows[-1] or word
        while wide(rows[-1], size) > width:
            end = next(n for n in range(len(rows[-1]), 0, -1) if n == 1 or wide(rows[-1][:n], size) <= width)
            rows[-1:] = [rows[-1][:end], rows[-1][end:]]
    if len(rows) <= most:
        return rows
    last = rows[most - 1]
    while last and wide(last + ELLIPSIS, size) > width:
        last = last[:-1]
    return [*rows[: most - 1], last.rstrip() + ELLIPSIS]


def cut(text: str, size: float, width: float, font: str = TEXT[0]) -> str:
    """Text on one line no wider than `width` points; the end of a longer one falls off."""
    said = text[:LONGEST]
    if wide(said, size, font) <= width:
        return said
    while said and wide(said + ELLIPSIS, size, font) > width:
        said = said[:-1]
    return said.rstrip() + ELLIPSIS


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


def readable(text: str) -> str:
    """Text in signs that the fonts have, or that it is written in others."""
    letters = [char for char in unicodedata.normalize("NFC", text) if char.isalpha()]
    lacking = sum(not _in_our_letters(char) for char in letters)
    return OTHER_LETTERS if letters and lacking > LACKING * len(letters) else printable(text)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: where it begins, and how wide it is, points."""

    x: float
    width: float


class Pen:
    """Writes and draws on one sheet; `y` is where the next thing goes, points from the lower edge."""

    def __init__(self, canvas: Canvas, paper: Paper = "a4", margin: float = MARGIN) -> None:
        self.canvas = canvas
        self.width, self.height = PAPERS[paper]
        self.margin = margin
        self.y = self.height - margin

    @property
    def whole(self) -> Column:
        """The sheet between its margins."""
        return Column(self.margin, self.width - 2 * self.margin)

    def text(
        self, said: str, font: tuple[str, str], size: float, pitch: float, colour: Rgb = INK, x: float | None = None
    ) -> None:
        """One line; the next is `pitch` below it."""
        self.canvas.setFont(font[0], size)
        self.canvas.setFillColorRGB(*colour)
        self.canvas.drawString(self.margin if x is None else x, self.y - size, said)
        self.y -= pitch

    def rows(self, said: str, column: Column, size: float, pitch: float, most: int, colour: Rgb = INK) -> None:
        """Words in at most so many rows."""
        for row in wrapped(said, size, most, column.width):
            self.text(row, TEXT, size, pitch, colour, column.x)

    def label(
        self, said: str, x: float, y: float, *, align: str = "left", size: float = SMALL, colour: Rgb = MUTED,
        font: tuple[str, str] = TEXT,
    ) -> None:  # fmt: skip
        """A small label at a place."""
        self.canvas.setFont(font[0], size)
        self.canvas.setFillColorRGB(*colour)
        draw = {"left": self.canvas.drawString, "right": self.canvas.drawRightString}
        draw.get(align, self.canvas.drawCentredString)(x, y, said)

    def rule(self, y: float, column: Column | None = None) -> None:
        """A thin line across."""
        across = column or self.whole
        self.canvas.setStrokeColorRGB(*RULE)
        self.canvas.setLineWidth(0.6)
        self.canvas.line(across.x, y, across.x + across.width, y)

    def sections(self, found: Sequence[Section], floor: float, column: Column | None = None) -> None:
        """As many entries as fit above `floor`, the newest first; what is left out is said."""
        across = column or self.whole
        texts = [[printable(line[:LONGEST]) for line in section.lines] for section in found]
        entries: list[list[list[str]]] = []
        fewest: list[int] = []
        # With one entry each and still too full, entries are cut shorter.
        for most in range(MOST_ROWS, 0, -1):
            entries = [[wrapped(text, SIZE, most, across.width) for text in one] for one in texts]
            rows = [[len(entry) for entry in one] for one in entries]
            fewest = left_out(rows, self.y - floor)
            if height(rows, fewest) <= self.y - floor:
                break
        for section, one, fewer in zip(found, entries, fewest, strict=True):
            self.y -= BEFORE
            self.text(section.title, HEAVY, HEADING, TITLE, ACCENT, across.x)
            for row in (row for rows in one[: len(one) - fewer] for row in rows):
                self.text(row, TEXT, SIZE, LINE, INK, across.x)
            if fewer:
                self.text(f"and {fewer} earlier", TEXT, SIZE, LINE, MUTED, across.x)
