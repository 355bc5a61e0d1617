"""Exercise and routine files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from coach.adapters.library.reading import Kind, parse, read, refuse_all
from coach.core.baseline import CHANGE
from coach.core.body import JOINTS
from coach.core.features import FEATURES, TIMINGS
from coach.core.routine import Routine
from coach.core.spec import Exercise
from coach.ports import ExerciseError, RoutineError

_EXERCISE: Final = Kind(TypeAdapter(Exercise), ExerciseError, "exercise", "an exercise")
_ROUTINE: Final = Kind(TypeAdapter(Routine), RoutineError, "routine", "a routine")


def _named_as(id_: str, stem: str) -> list[str]:
    return [] if id_ == stem else [f"id: is '{id_}' but the file is named '{stem}'"]


def _cross_checks(exercise: Exercise, stem: str) -> list[str]:
    """What no single part can see: names against the tables, id against the file name."""
    wrong = _named_as(exercise.id, stem)
    known = FEATURES.keys() | TIMINGS.keys()
    unknown = sorted(name for name in exercise.features() if name.removesuffix(CHANGE) not in known)
    wrong += [f"feature '{name}' is not known; known: {', '.join(sorted(known))}" for name in unknown]
    named = {name for rule in exercise.rules for name in rule.joints} | set(exercise.framing.joints)
    wrong += [f"joint '{name}' is not known; known: {', '.join(JOINTS)}" for name in sorted(named - set(JOINTS))]
    return wrong


def _routine_checks(routine: Routine, stem: str, exercises: Mapping[str, Exercise]) -> list[str]:
    """The same for a routine: its exercises, and a side only where the exercise has sides."""
    wrong = _named_as(routine.id, stem)
    for number, item in enumerate(routine.items):
        exercise = exercises.get(item.exercise)
        if exercise is None:
            known = ", ".join(sorted(exercises))
            wrong.append(f"items[{number}].exercise: there is no exercise '{item.exercise}'; known: {known}")
            continue
        if item.side is not None and exercise.sides == "both":
            wrong.append(f"items[{number}].side: {item.exercise} works both sides at once; leave it out")
        if item.hold_s is not None and exercise.kind == "paced":
            wrong.append(f"items[{number}].hold_s: {item.exercise} is paced by its own steps; leave it out")
    return wrong


def parse_exercise(text: str, path: Path) -> Exercise:
    """Exercise from the text of a file.

    Raises:
        ExerciseError: the text is not TOML, or something in it is missing, unknown or contradicts; one sentence that
            names file and key of everything found.
    """
    exercise = parse(_EXERCISE, text, path)
    refuse_all(_EXERCISE, path, _cross_checks(exercise, path.stem))
    return exercise


def load_exercise(path: Path) -> Exercise:
    """Exercise from a file.

    Raises:
        ExerciseError: the file can't be read, or see `parse_exercise`.
    """
    return parse_exercise(read(_EXERCISE, path), path)


def parse_routine(text: str, path: Path, exercises: Mapping[str, Exercise]) -> Routine:
    """Routine from the text of a file; `exercises` are those it may name, by id.

    Raises:
        RoutineError: as `parse_exercise`; also for an exercise that is not known.
    """
    routine = parse(_ROUTINE, text, path)
    refuse_all(_ROUTINE, path, _routine_checks(routine, path.stem, exercises))
    return routine


def load_routine(path: Path, exercises: Mapping[str, Exercise]) -> Routine:
    """Routine from a file.

    Raises:
        RoutineError: the file can't be read, or see `parse_routine`.
    """
    return parse_routine(read(_ROUTINE, path), path, exercises)


def load_routines(folder: Path, exercises: Mapping[str, Exercise]) -> dict[str, Routine]:
    """Every routine of a folder by id; none where there is no such folder.

    Raises:
        RoutineError: one of them is wrong.
    """
    return {id_: load_routine(folder / f"{id_}.toml", exercises) for id_ in list_ids(folder)}


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
