"""Choices read from bytes: the same bytes give the same choices, so that whoever guides bytes guides choices."""

import math
import struct
from collections.abc import Sequence
from typing import Any, Final, TypeVar

T = TypeVar("T")

NUMBERS: Final = (
    0, 1, -1, 2, 3, 7, 10, 60, 100, 180, 255, -5, 600, 10**6, 2**31, 2**53, 2**63, 10**30, -(2**63), 10**400,
    0.0, -0.0, 0.5, 0.1, -0.1, 1e-9, 5e-324, 1.5, 59.999, 1e9, 1e16, -1e16, 1e154, 1.7976931348623157e308, -1e308,
    1.0000000000000002, math.nan, math.inf, -math.inf,
)  # fmt: skip
"""Numbers at which something changes."""

TEXTS: Final = (
    "", " ", "x", "left", "right", "both", "side", "hold", "reps", "id", "a" * 300, "é", "ü\u0301",
    "日本", "\U0001f9d8",
    "\u202e", "\u200b", "\ufeff", "\0", "\n", "\r\n", "\t", "\x1b[2J", "\x7f", "\x85", "\u2028", "İ", "ß",
    "ﬁ", "٣", "²", "nan", "inf", "1e999", "-1", "0", "true", "null",
    "2026-02-30", "2026-03-22", "0001-01-01", "9999-12-31",
    "2026-03-22T10:00:00+01:00",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "P1D", "../../x", "a/b", "%s%n", "{0}", "{x}", "${x}",
    "<b>&amp;", "'\"`;--", "_change", "hip_angle_deg_change", "[[x]]", "#", "=", '"""',
)  # fmt: skip


class Draws:
    """Choices from bytes, one after another; once they are used up, every choice is the first.

    Args:
        data: any bytes.
    """

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    @property
    def left(self) -> int:
        """Bytes that are not used yet."""
        return len(self._data) - self._at

    def take(self, count: int) -> bytes:
        """So many bytes, filled up with zeros."""
        found = self._data[self._at : self._at + count]
        self._at = min(len(self._data), self._at + count)
        return found.ljust(count, b"\0")

    def below(self, limit: int) -> int:
        """A whole number from 0, below a limit that is 1 or more."""
        width = 1 if limit <= 0x100 else 2 if limit <= 0x10000 else 4
        return int.from_bytes(self.take(width), "little") % limit

    def pick(self, choices: Sequence[T]) -> T:
        """One of several."""
        return choices[self.below(len(choices))]

    def share(self) -> float:
        """0 to 1, in steps of a 255th."""
        return self.below(256) / 255

    def number(self) -> Any:
        """A number: one at which something changes, a small one, or any."""
        kind = self.below(4)
        if kind == 0:
            return self.pick(NUMBERS)
        if kind == 1:
            return self.below(256) - 64
        if kind == 2:
            return (self.below(0x10000) - 0x4000) / 64
        return struct.unpack("<d", self.take(8))[0]

    def text(self) -> str:
        """A text: one that has made trouble somewhere, two of them in a row, or any."""
        kind = self.below(4)
        if kind < 2:
            return self.pick(TEXTS)
        if kind == 2:
            return self.pick(TEXTS) + self.pick(TEXTS)
        return self.take(self.below(24)).decode("utf-8", "ignore")

    def value(self, depth: int = 0) -> Any:
        """Anything that a document can hold."""
        kind = self.below(8 if depth < 3 else 5)
        if kind == 0:
            return self.number()
        if kind == 1:
            return self.text()
        if kind == 2:
            return bool(self.below(2))
        if kind == 3:
            return self.below(12)
        if kind == 4:
            return None
        if kind == 5:
            return {self.text(): self.value(depth + 1) for _ in range(self.below(3))}
        return [self.value(depth + 1) for _ in range(self.below(4))]
