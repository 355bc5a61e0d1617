"""Data files: read, each part validated, one sentence for each thing that is wrong."""

import json
import math
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from coach.core.demo import SpecError
from coach.ports import CoachError

T = TypeVar("T")

MAX_BYTES: Final = 500_000
"""The largest bundled exercise has 13 kB."""


@dataclass(frozen=True, slots=True, eq=False)
class Kind(Generic[T]):
    """A kind of file: how it is checked, what is raised, what it is called ("a routine file")."""

    adapter: TypeAdapter[T]
    refusal: type[CoachError]
    name: str
    named: str


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


def parse(kind: Kind[T], text: str, path: Path) -> T:
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


def _refuse_endless(kind: Kind[T], value: Any, path: Path) -> None:
    """TOML knows nan and inf; no file has a use for them, and nan would lie in no band or in all."""
    if isinstance(value, float) and not math.isfinite(value):
        raise kind.refusal(f"{path.name}: a number is {value}, which is none")
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_endless(kind, item, path)


def refuse_all(kind: Kind[T], path: Path, wrong: list[str]) -> None:
    """Raise the kind's own refusal where anything is wrong; one sentence of all of it."""
    if wrong:
        raise kind.refusal(f"{path.name}: {'; '.join(wrong)}")


def read(kind: Kind[T], path: Path) -> str:
    """The text of a file. Raises the kind's own refusal where it can't be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise kind.refusal(f"{path} is larger than {MAX_BYTES // 1000} kB: that is no {kind.name} file")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise kind.refusal(f"can't read the {kind.name} file {path}: it is not text in UTF-8") from error
    except OSError as error:
        raise kind.refusal(f"can't read the {kind.name} file {path}: {error.strerror or error}") from error
