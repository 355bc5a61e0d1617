"""Routine files of a therapist: read with their signature, signed, and written as a person would write them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from coach.adapters.exchange import signing
from coach.adapters.exchange.toml_text import to_toml
from coach.core.routine import Item, Routine
from coach.core.spec import Exercise
from coach.core.therapy import within
from coach.core.therapy.assigned import Assigned, Signature
from coach.core.therapy.canonical import digest
from coach.core.therapy.document import document_of, unsigned
from coach.core.therapy.incoming import Incoming
from coach.reading.routines import parse_routine as _parsed, read_text

_FIRST: Final[tuple[str, ...]] = ("id", "name", "summary", "author", "sources")
_SAID: Final = ("days_a_week", "sessions_a_day", "pain_ceiling", "version")
"""Keys that are written even where they say what they would say if left out: people look for them."""


def read_routine(path: Path, exercises: Mapping[str, Exercise]) -> Incoming:
    """A routine file with its signature.

    Raises:
        RoutineError: it can't be read or used; one sentence that names file, line and key, and what is allowed.
        ExchangeError: its signature can't be looked at.
    """
    return parse_routine(read_text(path), path.name, exercises)


def parse_routine(text: str, name: str, exercises: Mapping[str, Exercise], *, is_named: bool = True) -> Incoming:
    """As `read_routine`, of the text of a file.

    Args:
        name: of the file; it is the routine's id with .routine.toml (or .toml) behind it, unless `is_named` is False:
            then it only says in a sentence where the text came from.
    """
    return _incoming(_parsed(text, Path(name), exercises, is_named=is_named), text)


def _incoming(routine: Routine, text: str) -> Incoming:
    document = document_of(routine)
    return Incoming(routine, signing.check(document), text, digest(unsigned(document)))


def signed_routine(routine: Routine, private: bytes, by: str, at: datetime) -> Routine:
    """The routine with a signature.

    Raises:
        ExchangeError: see `signing.sign`.
    """
    signature = signing.sign(document_of(routine), private, by, at)["signature"]
    return replace(routine, signature=Signature(**signature))


def write_routine(routine: Routine, exercises: Mapping[str, Exercise] | None = None) -> str:
    """The text of a routine's file. Reading it gives the same routine again.

    Args:
        exercises: by id; comments then say within what each may be set.
    """
    document = document_of(routine)
    if routine.assigned is not None:
        document["assigned"] = _with_said(document["assigned"], routine.assigned)
    ordered = {key: document[key] for key in (*_FIRST, "assigned", "items", "signature") if key in document}

    def comment(path: Sequence[str | int], value: Any) -> str:
        return _comment(routine, exercises or {}, path)

    return to_toml(ordered, comment)


def _with_said(table: Mapping[str, Any], assigned: Assigned) -> dict[str, Any]:
    """The table with the keys that people look for, in the order of the page."""
    said = {**table, **{name: getattr(assigned, name) for name in _SAID}}
    return {name: said[name] for name in Assigned.__dataclass_fields__ if name in said}


def _comment(routine: Routine, exercises: Mapping[str, Exercise], path: Sequence[str | int]) -> str:
    if len(path) == 3 and path[0] == "items" and isinstance(path[1], int):
        item = routine.items[path[1]]
        return _beside(item, exercises.get(item.exercise), str(path[2]))
    if path == ("signature",):
        return "Written by the program: any change above makes it invalid."
    return _SHORT.get(str(path[-1]), "") if path[0] == "assigned" else ""


_SHORT: Final = {
    "days_a_week": "1 to 7", "sessions_a_day": "1 to 3", "pain_ceiling": "pain 0 to 10 above which a session waits",
    "pain_up": "points, 1 to 10", "after_sessions": "1 to 20", "pain_at_most": "0 to 10",
    "rule": '"therapist" or "offered"',
}  # fmt: skip


def _beside(item: Item, exercise: Exercise | None, key: str) -> str:
    """The unit of a key of an item, and within what it may be set."""
    if key == "exercise":
        return exercise.name if exercise else ""
    fixed = {"rest_s": "seconds, 0 to 600", "tempo_s": "seconds out and back, 0.5 to 30"}
    limits = exercise.limits if exercise else None
    if key in fixed or limits is None or exercise is None:
        return fixed.get(key, "")
    spans: dict[str, tuple[float, float] | None] = {
        "sets": limits.sets, "reps": limits.reps, "pyramid": limits.reps, "hold_s": limits.hold_s,
        "target": limits.target, "limit": limits.limit,
    }  # fmt: skip
    span = spans.get(key)
    if span is None:
        return ""
    unit = "seconds" if key == "hold_s" else ""
    if key in ("target", "limit") and exercise.rep:
        unit = within.unit_of(exercise.rep.measures[0].feature)
    return f"{unit}{', ' if unit else ''}{span[0]:g} to {span[1]:g}"
