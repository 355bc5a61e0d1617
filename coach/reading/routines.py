"""Routine files: the program's own, the person's, and a therapist's (*.routine.toml). The one way to read one."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from coach.core.routine import Routine
from coach.core.spec import Exercise
from coach.core.therapy import within
from coach.ports import RoutineError
from coach.reading.files import Kind, Wrong, parse, read, refuse_all

ENDING: Final = ".routine.toml"
"""Of the file of an assigned routine; what stands before it is the routine's id."""

MOST_LETTERS: Final = {"name": 120, "summary": 600, "author": 120, "sources": 600, "note": 600}
"""Longer texts fit no page; estimated."""

MOST_SOURCES: Final = 20

_LINES: Final = {"summary", "sources", "note", "notes"}
"""Texts that may have several lines."""

_ROUTINE: Final = Kind(TypeAdapter(Routine), RoutineError, "routine", "a routine", within.allowed)


def id_of(path: Path) -> str:
    """The id that a routine in a file of this name has."""
    return path.name.removesuffix(ENDING) if path.name.endswith(ENDING) else path.stem


def _checks(routine: Routine, id_: str | None, exercises: Mapping[str, Exercise]) -> Iterator[Wrong]:
    """What no single part can see: its id, its exercises, what they allow, and texts."""
    if not re.fullmatch(within.ID, routine.id):
        yield Wrong(("id",), f"has small letters, digits and _, at most 61, not {routine.id[:80]!r}")
    elif id_ is not None and routine.id != id_:
        yield Wrong(("id",), f"is '{routine.id}' but the file is named '{id_}'")
    if not routine.name.strip():
        yield Wrong(("name",), "is empty")
    for number, item in enumerate(routine.items):
        exercise = exercises.get(item.exercise)
        if exercise is None:
            known = ", ".join(sorted(exercises))
            said = f"there is no exercise {item.exercise[:80]!r}; known: {known}"
            yield Wrong(("items", number, "exercise"), said)
            continue
        for key, said in within.outside(exercise, item):
            yield Wrong(("items", number, key), said)


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[Wrong]:
    """Texts that are too long, or hold what can't be read."""
    if isinstance(value, str):
        key = next(part for part in reversed(path) if isinstance(part, str))
        most = MOST_LETTERS.get(key)
        if most is not None and len(value) > most:
            yield Wrong(path, f"has {len(value)} characters; allowed: at most {most}")
        if not within.is_plain(value, lines=key in _LINES):
            yield Wrong(path, "holds control codes or hidden letters; allowed: what can be read")
        return
    inner = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list | tuple) else ()
    for part, item in inner:
        yield from _texts(item, (*path, part))


def parse_routine(text: str, path: Path, exercises: Mapping[str, Exercise], *, is_named: bool = True) -> Routine:
    """Routine from the text of a file.

    Args:
        exercises: those it may name, by id.
        is_named: the file's name must be the routine's id; where it came by mail or link its name says nothing.

    Raises:
        RoutineError: the text is not TOML, or something in it is missing, unknown or not allowed; one sentence that
            names file, line and key of everything found, and what is allowed.
    """
    routine = parse(_ROUTINE, text, path)
    wrong = list(_checks(routine, id_of(path) if is_named else None, exercises))
    if len(routine.sources) > MOST_SOURCES:
        wrong.append(Wrong(("sources",), f"has {len(routine.sources)} texts; allowed: at most {MOST_SOURCES}"))
    plain = _ROUTINE.adapter.dump_python(routine)
    refuse_all(_ROUTINE, path, [*wrong, *_texts(plain, ())], text)
    return routine


def load_routine(path: Path, exercises: Mapping[str, Exercise]) -> Routine:
    """Routine from a file.

    Raises:
        RoutineError: the file can't be read, or see `parse_routine`.
    """
    return parse_routine(read_text(path), path, exercises)


def read_text(path: Path) -> str:
    """The text of a routine file. Raises RoutineError where it can't be read, or is too large to be one."""
    return read(_ROUTINE, path)


def routine_files(folder: Path) -> list[Path]:
    """Routine files of a folder: *.toml by name, then *.routine.toml by name, which win where both have one id."""
    # A name with a dot before it is a file that was being written when the machine went off.
    files = [path for path in sorted(folder.glob("*.toml")) if not path.name.startswith(".")]
    return sorted(files, key=lambda path: path.name.endswith(ENDING))


def load_routines(folder: Path, exercises: Mapping[str, Exercise]) -> dict[str, Routine]:
    """Every routine of a folder by id; none where there is no such folder.

    Raises:
        RoutineError: one of them is wrong.
    """
    return {id_of(path): load_routine(path, exercises) for path in routine_files(folder)}


def routine_schema() -> dict[str, Any]:
    """JSON Schema of a routine file, for editors."""
    schema = _ROUTINE.adapter.json_schema()
    parts = {"Routine": schema, **schema.get("$defs", {})}
    places = {"Routine": "", "Item": "items.", "Assigned": "assigned."}
    places |= {"Stop": "assigned.stop.", "Progress": "assigned.progress.", "Deliver": "assigned.deliver."}
    for name, begin in places.items():
        for key, described in parts[name]["properties"].items():
            if words := within.allowed(f"{begin}{key}".split(".")):
                described["description"] = words[:1].upper() + words[1:] + "."
    schema["properties"]["id"]["pattern"] = f"^{within.ID}$"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
