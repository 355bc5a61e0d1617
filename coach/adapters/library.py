"""Exercise, routine and safety files: read, validated, one sentence for each thing that is wrong."""

import json
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from coach.core.baseline import CHANGE
from coach.core.body import JOINTS
from coach.core.demo import SpecError
from coach.core.features import FEATURES, TIMINGS
from coach.core.routine import Routine
from coach.core.safety import Screening
from coach.core.spec import Exercise
from coach.ports import CoachError, ExerciseError, RoutineError, SafetyError

T = TypeVar("T")

MAX_BYTES: Final = 500_000
"""The largest bundled exercise has 13 kB."""


@dataclass(frozen=True, slots=True, eq=False)
class _Kind(Generic[T]):
    """A kind of file: how it is checked, what is raised, what it is called ("a routine file")."""

    adapter: TypeAdapter[T]
    refusal: type[CoachError]
    name: str
    named: str


_EXERCISE: Final = _Kind(TypeAdapter(Exercise), ExerciseError, "exercise", "an exercise")
_ROUTINE: Final = _Kind(TypeAdapter(Routine), RoutineError, "routine", "a routine")
_SAFETY: Final = _Kind(TypeAdapter(Screening), SafetyError, "safety", "a safety file")


def _known_keys(schema: dict[str, Any], error: Any) -> str:
    """The keys known where an unknown one stood, from the schema."""
    node, definitions = schema, schema.get("$defs", {})
    for part in error["loc"][:-1]:
        node = _descend(node, part, definitions)
    return ", ".join(sorted(node.get("properties", {})))


def _descend(node: dict[str, Any], part: str | int, definitions: dict[str, Any]) -> dict[str, Any]:
    child = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part, {})
    for option in child.get("anyOf", [child]):
        if "$ref" in option:
            found: dict[str, Any] = definitions[option["$ref"].rsplit("/", 1)[-1]]
            return found
    return dict(child)


def _where(location: Iterable[str | int]) -> str:
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "file"


def _sentence(schema: dict[str, Any], error: Any) -> str:
    where = _where(error["loc"])
    if error["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        known = _known_keys(schema, error)
        return f"{where}: unknown key '{error['loc'][-1]}'" + (f"; known: {known}" if known else "")
    if error["type"] in {"missing", "missing_argument", "missing_keyword_only_argument"}:
        return f"{where}: is missing"
    cause = error.get("ctx", {}).get("error")
    return f"{where}: {cause}" if isinstance(cause, SpecError) else f"{where}: {error['msg']}"


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
        elif item.side is not None and exercise.sides == "both":
            wrong.append(f"items[{number}].side: {item.exercise} works both sides at once; leave it out")
    return wrong


def _parse(kind: _Kind[T], text: str, path: Path) -> T:
    """What a file says, each part checked by itself."""
    try:
        raw = tomllib.loads(text)
        _refuse_endless(kind, raw, path)
        # By way of JSON, because there strictness refuses true and "0.6" for a number, yet takes a list for a tuple.
        return kind.adapter.validate_json(json.dumps(raw, default=str), strict=True)
    except RecursionError as error:
        raise kind.refusal(f"{path.name} is nested too deeply to be {kind.named}") from error
    except tomllib.TOMLDecodeError as error:
        raise kind.refusal(f"{path.name} is not valid TOML: {error}") from error
    except ValidationError as error:
        schema = kind.adapter.json_schema()
        found = "; ".join(_sentence(schema, item) for item in error.errors())
        raise kind.refusal(f"{path.name}: {found}") from error


def _refuse_endless(kind: _Kind[T], value: Any, path: Path) -> None:
    """TOML knows nan and inf; no file has a use for them, and nan would lie in no band or in all."""
    if isinstance(value, float) and not math.isfinite(value):
        raise kind.refusal(f"{path.name}: a number is {value}, which is none")
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_endless(kind, item, path)


def _refuse_all(kind: _Kind[T], path: Path, wrong: list[str]) -> None:
    if wrong:
        raise kind.refusal(f"{path.name}: {'; '.join(wrong)}")


def _read(kind: _Kind[T], path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise kind.refusal(f"{path} is larger than {MAX_BYTES // 1000} kB: that is no {kind.name} file")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise kind.refusal(f"can't read the {kind.name} file {path}: it is not text in UTF-8") from error
    except OSError as error:
        raise kind.refusal(f"can't read the {kind.name} file {path}: {error.strerror or error}") from error


def parse_exercise(text: str, path: Path) -> Exercise:
    """Exercise from the text of a file.

    Raises:
        ExerciseError: the text is not TOML, or something in it is missing, unknown or contradicts; one sentence that
            names file and key of everything found.
    """
    exercise = _parse(_EXERCISE, text, path)
    _refuse_all(_EXERCISE, path, _cross_checks(exercise, path.stem))
    return exercise


def load_exercise(path: Path) -> Exercise:
    """Exercise from a file.

    Raises:
        ExerciseError: the file can't be read, or see `parse_exercise`.
    """
    return parse_exercise(_read(_EXERCISE, path), path)


def parse_routine(text: str, path: Path, exercises: Mapping[str, Exercise]) -> Routine:
    """Routine from the text of a file; `exercises` are those it may name, by id.

    Raises:
        RoutineError: as `parse_exercise`; also for an exercise that is not known.
    """
    routine = _parse(_ROUTINE, text, path)
    _refuse_all(_ROUTINE, path, _routine_checks(routine, path.stem, exercises))
    return routine


def load_routine(path: Path, exercises: Mapping[str, Exercise]) -> Routine:
    """Routine from a file.

    Raises:
        RoutineError: the file can't be read, or see `parse_routine`.
    """
    return parse_routine(_read(_ROUTINE, path), path, exercises)


def load_routines(folder: Path, exercises: Mapping[str, Exercise]) -> dict[str, Routine]:
    """Every routine of a folder by id; none where there is no such folder.

    Raises:
        RoutineError: one of them is wrong.
    """
    return {id_: load_routine(folder / f"{id_}.toml", exercises) for id_ in list_ids(folder)}


def load_safety(path: Path) -> Screening:
    """The safety questions and what follows from them.

    Raises:
        SafetyError: the file can't be read, or something in it is missing, unknown or contradicts.
    """
    return _parse(_SAFETY, _read(_SAFETY, path), path)


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
