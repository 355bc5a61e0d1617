"""What people with bad backs are advised to do, and where Backcoach does it: one row a piece of advice."""

from dataclasses import dataclass

from coach.core.demo import SpecError, Strict


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Strict):
    """One piece of advice.

    Attributes:
        number: its number in the fact base, from 1.
        asks: what is advised, in a few words.
        does: what Backcoach does about it, and where a person finds it.
        files: files that do it, as paths from the project's folder.
    """

    number: int
    asks: str
    does: str
    files: tuple[str, ...]

    def __post_init__(self) -> None:
        if not (self.asks.strip() and self.does.strip() and self.files):
            raise SpecError(f"row {self.number}: says what is advised, what is done about it, and in which files")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter(Strict):
    """Rows that belong together."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide(Strict):
    """All of it; the numbers rise by one from 1."""

    chapters: tuple[Chapter, ...]

    def __post_init__(self) -> None:
        numbers = [row.number for row in self.rows]
        if numbers != list(range(1, len(numbers) + 1)):
            raise SpecError("chapters: the rows are numbered 1, 2, 3 ... through all chapters")

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, in order."""
        return tuple(row for chapter in self.chapters for row in chapter.rows)
