"""Exercise files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from coach.core.baseline import CHANGE
from coach.core.body import JOINTS
from coach.core.features import FEATURES, TIMINGS
from coach.core.spec import Exercise
from coach.ports import ExerciseError
from coach.reading.files import Kind, Wrong, parse, read, refuse_all, unreadable

_EXERCISE: Final = Kind(TypeAdapter(Exercise), ExerciseError, "exercise", "an exercise")


def _cross_checks(exercise: Exercise, stem: str) -> Iterator[Wrong]:
    """What no single part can see: names against the tables, id against the file name."""
    if exercise.id != stem:
        yield Wrong(("id",), f"is '{exercise.id}' but the file is named '{stem}'")
    known = FEATURES.keys() | TIMINGS.keys()
    for name in sorted(name for name in exercise.features() if name.removesuffix(CHANGE) not in known):
        yield Wrong((), f"feature '{name}' is not known; known: {', '.join(sorted(known))}")
    named = {name for rule in exercise.rules for name in rule.joints} | set(exercise.framing.joints)
    for name in sorted(named - set(JOINTS)):
        yield Wrong((), f"joint '{name}' is not known; known: {', '.join(JOINTS)}")
    yield from unreadable(_EXERCISE.adapter.dump_python(exercise))


def parse_exercise(text: str, path: Path) -> Exercise:
    """Exercise from the text of a file.

    Raises:
        ExerciseError: the text is not TOML, or something in it is missing, unknown or contradicts; one sentence that
            names file and key of everything found.
    """
    exercise = parse(_EXERCISE, text, path)
    refuse_all(_EXERCISE, path, _cross_checks(exercise, path.stem), text)
    return exercise


def load_exercise(path: Path) -> Exercise:
    """Exercise from a file.

    Raises:
        ExerciseError: the file can't be read, or see `parse_exercise`.
    """
    return parse_exercise(read(_EXERCISE, path), path)


def list_ids(folder: Path) -> list[str]:
    """Ids of the files in a folder itself, not in those below it, sorted."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def load_all(folder: Path) -> dict[str, Exercise]:
    """Every exercise of a folder by id.

    Raises:
        ExerciseError: one of them is wrong.
    """
    return {id_: load_exercise(folder / f"{id_}.toml") for id_ in list_ids(folder)}


def load_by_id(folder: Path, id_: str) -> Exercise:
    """One exercise of a folder.

    Raises:
        ExerciseError: there is none of that name, or it is wrong.
    """
    known = list_ids(folder)
    if id_ not in known:
        raise ExerciseError(f"there is no exercise '{id_}'; known: {', '.join(known)}")
    return load_exercise(folder / f"{id_}.toml")


def json_schema() -> dict[str, Any]:
    """JSON Schema of an exercise file, for editors."""
    return _EXERCISE.adapter.json_schema()
