"""How much of what a results document may hold: its own program keeps within, another's is refused beyond. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from coach.core.sitting.look import STATES

DEPTH: Final = 8
"""Tables in tables; a results file has 5."""

MOST: Final[Mapping[str, int]] = {
    "sessions": 5000, "exercises": 40, "safety": 5000, "ceiling_answers": 5000, "changes": 5000, "faults": 40,
    "versions": 40, "minutes": len(STATES),
}  # fmt: skip
"""Entries of each list and table. 5000 sessions are three a day for four years; a routine has 8 exercises."""

TEXTS: Final[Mapping[str, int]] = {"key": 200, "value": 200, "name": 200, "routine_name": 200, "person": 200}
USUAL_TEXT: Final = 120
"""Characters of a text, by its key; estimated: more is no name."""

RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "pain_before": (0, 10), "pain_after": (0, 10), "pain_stop": (0, 10), "pain_next_day": (0, 10), "effort": (0, 10),
    "pain": (0, 10), "ceiling": (0, 10),
    "seen": (0, 1), "yaw_deg": (-180, 180), "fps": (0, 1000), "routine_version": (0, 9999),
    "corrected": (-10_000, 10_000), "target": (-1000, 1000), "best": (-1000, 1000), "median": (-1000, 1000),
    "minutes": (0, 10_000_000), "days": (0, 10_000),
}  # fmt: skip
USUAL_RANGE: Final = (0.0, 1_000_000.0)
"""Least and most of a number, by its key; all others are counts and seconds, never below 0."""

YEARS: Final = (2000, 2200)
"""Moments outside can't be told in every time zone, and are no session's."""


def wrong_in(document: Mapping[str, Any]) -> Iterator[str]:
    """What is out of bounds in a results document, each with its place: "sessions[3].pain_before: lies between 0 and
    10"."""
    yield from _walk(document, "", "", 0)


def _walk(value: Any, key: str, where: str, depth: int) -> Iterator[str]:
    if depth > DEPTH:
        yield f"{where[:80]}: is nested too deeply"
    elif isinstance(value, Mapping):
        yield from _table(value, key, where, depth)
    elif isinstance(value, list | tuple):
        yield from _too_many(value, key, where)
        for number, inner in enumerate(value):
            yield from _walk(inner, key, f"{where}[{number}]", depth + 1)
    elif isinstance(value, str):
        yield from _text(value, key, where)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        low, high = RANGES.get(key, USUAL_RANGE)
        if not low <= value <= high:
            yield f"{where}: lies between {low:g} and {high:g}"


def _table(table: Mapping[str, Any], key: str, where: str, depth: int) -> Iterator[str]:
    yield from _too_many(table, key, where)
    for name, inner in table.items():
        # Tables by state, fault or file have names of their own: what they hold is named by the table.
        named = key if key in ("minutes", "versions") else name
        place = f"{where}.{name[:80]}".lstrip(".")
        yield from _text(name, "", place)
        yield from _walk(inner, named, place, depth + 1)


def _too_many(value: Any, key: str, where: str) -> Iterator[str]:
    if len(value) > MOST.get(key, 100):
        yield f"{where or 'file'}: has more than {MOST.get(key, 100)} entries"


def _text(text: str, key: str, where: str) -> Iterator[str]:
    most = TEXTS.get(key, USUAL_TEXT)
    if len(text) > most:
        yield f"{where}: has more than {most} characters"
    elif any(ord(letter) < 32 or 127 <= ord(letter) < 160 or 0xD800 <= ord(letter) < 0xE000 for letter in text):
        yield f"{where}: holds a letter that can't be shown"
    elif key in ("at", "made_at"):
        yield from _moment(text, where)
    elif key in ("since", "until"):
        yield from _moment(f"{text}T00:00+00:00", where)


def _moment(text: str, where: str) -> Iterator[str]:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        yield f"{where}: is no moment"
        return
    if moment.tzinfo is None:
        yield f"{where}: needs its offset from UTC"
    elif not YEARS[0] <= moment.year <= YEARS[1]:
        yield f"{where}: lies between the years {YEARS[0]} and {YEARS[1]}"
