"""On which line of a TOML text a key stands; the parser itself does not say."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

Path = tuple[str | int, ...]

_KEY: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED: Final = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER: Final = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_ENTRY: Final = re.compile(rf"\s*({_DOTTED})\s*=")
_TOKEN: Final = re.compile(r'"{3}|\'{3}|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*|[\[\]{}]')
"""What opens or closes something, or hides what would: long texts, texts in one line, comments, brackets."""
_LONG: Final = ('"""', "'''")


def lines_of(text: str) -> dict[Path, int]:
    """Line of every table and key, from 1; of an array of tables each by its number from 0. Keys of tables within one
    line have none of their own."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in _statements(text):
        header = _HEADER.match(line)
        if header:
            table = _placed(_parts(header[2]), counts, new=header[1] == "[[")
            found.setdefault(table, number)
        elif entry := _ENTRY.match(line):
            parts = _parts(entry[1])
            for end in range(1, len(parts) + 1):
                found.setdefault((*table, *parts[:end]), number)
    return found


def line_of(lines: dict[Path, int], path: Sequence[str | int]) -> int:
    """The line of a key, else of what it stands in; 1 where that is the file itself."""
    place = tuple(path)
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(_KEY, dotted)]


def _placed(parts: Sequence[str], counts: dict[Path, int], *, new: bool) -> Path:
    """A header's path, with the number of each array's newest table."""
    place: Path = ()
    for index, part in enumerate(parts):
        place = (*place, part)
        if new and index == len(parts) - 1:
            counts[place] = counts.get(place, 0) + 1
        if place in counts:
            place = (*place, counts[place] - 1)
    return place


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Lines on which something begins, with their numbers; none inside a long text or a list over several lines."""
    depth, quote = 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        if depth == 0 and not quote:
            yield number, line
        quote, depth = _left_open(line, quote, depth)


def _left_open(line: str, quote: str, depth: int) -> tuple[str, int]:
    """The long text that a line leaves open, "" for none; and how many brackets."""
    at = 0
    while True:
        if quote:
            end = line.find(quote, at)
            if end < 0:
                return quote, depth
            at, quote = end + len(quote), ""
        token = _TOKEN.search(line, at)
        if token is None:
            return "", depth
        at = token.end()
        quote = token[0] if token[0] in _LONG else ""
        depth = max(0, depth + (token[0] in "[{") - (token[0] in "]}"))
