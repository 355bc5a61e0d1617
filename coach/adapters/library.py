"""Exercise files: read, validated, one sentence for each thing that is wrong."""

import json
import math
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from coach.core.baseline import CHANGE
from coach.core.body import JOINTS
from coach.core.demo import SpecError
from coach.core.features import FEATURES, TIMINGS
from coach.core.spec import Exercise
from coach.ports import ExerciseError

MAX_BYTES: Final = 500_000
"""The largest bundled exercise has 13 kB."""

_ADAPTER: TypeAdapter[Exercise] = TypeAdapter(Exercise)


def _known_keys(error: dict[str, Any]) -> str:
    """The keys known where an unknown one stood, from the schema."""
    node: dict[str, Any] = _ADAPTER.json_schema()
    definitions = node.get("$defs", {})
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


def _sentence(error: Any) -> str:
    where = _where(error["loc"])
    if error["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        known = _known_keys(error)
        return f"{where}: unknown key '{error['loc'][-1]}'" + (f"; known: {known}" if known else "")
    if error["type"] in {"missing", "missing_argument", "missing_keyword_only_argument"}:
        return f"{where}: is missing"
    cause = error.get("ctx", {}).get("error")
    return f"{where}: {cause}" if isinstance(cause, SpecError) else f"{where}: {error['msg']}"


def _cross_checks(exercise: Exercise, stem: str) -> list[str]:
    """What no single part can see: names against the tables, id against the file name."""
    wrong = []
    if exercise.id != stem:
        wrong.append(f"id: is '{exercise.id}' but the file is named '{stem}'")
    known = FEATURES.keys() | TIMINGS.keys()
    unknown = sorted(name for name in exercise.features() if name.removesuffix(CHANGE) not in known)
    wrong += [f"feature '{name}' is not known; known: {', '.join(sorted(known))}" for name in unknown]
    named = {name for rule in exercise.rules for name in rule.joints} | set(exercise.framing.joints)
    wrong += [f"joint '{name}' is not known; known: {', '.join(JOINTS)}" for name in sorted(named - set(JOINTS))]
    return wrong


def parse_exercise(text: str, path: Path) -> Exercise:
    """Exercise from the text of a file.

    Raises:
        ExerciseError: the text is not TOML, or something in it is missing, unknown or contradicts; one sentence that
            names file and key of everything found.
    """
    try:
        raw = tomllib.loads(text)
        _refuse_endless(raw, path)
        # By way of JSON, because there strictness refuses true and "0.6" for a number, yet takes a list for a tuple.
        exercise = _ADAPTER.validate_json(json.dumps(raw, default=str), strict=True)
    except RecursionError as error:
        raise ExerciseError(f"{path.name} is nested too deeply to be an exercise") from error
    except tomllib.TOMLDecodeError as error:
        raise ExerciseError(f"{path.name} is not valid TOML: {error}") from error
    except ValidationError as error:
        found = "; ".join(_sentence(item) for item in error.errors())
        raise ExerciseError(f"{path.name}: {found}") from error
    wrong = _cross_checks(exercise, path.stem)
    if wrong:
        raise ExerciseError(f"{path.name}: {'; '.join(wrong)}")
    return exercise


def _refuse_endless(value: Any, path: Path) -> None:
    """TOML knows nan and inf; no exercise has a use for them, and nan would lie in no band or in all."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ExerciseError(f"{path.name}: a number is {value}, which is none")
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_endless(item, path)


def load_exercise(path: Path) -> Exercise:
    """Exercise from a file.

    Raises:
        ExerciseError: the file can't be read, or see `parse_exercise`.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ExerciseError(f"{path} is larger than {MAX_BYTES // 1000} kB: that is no exercise file")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ExerciseError(f"can't read the exercise file {path}: it is not text in UTF-8") from error
    except OSError as error:
        raise ExerciseError(f"can't read the exercise file {path}: {error.strerror or error}") from error
    return parse_exercise(text, path)


def list_ids(folder: Path) -> list[str]:
    """Ids of the exercises in a folder, sorted."""
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
    return _ADAPTER.json_schema()
