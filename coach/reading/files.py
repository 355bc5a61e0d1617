"""Data files: read, each part validated, one sentence for each thing that is wrong."""

import json
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from coach.core.demo import SpecError
from coach.core.therapy.within import is_plain
from coach.ports import CoachError
from coach.reading.lines import line_of, lines_of

T = TypeVar("T")

MAX_BYTES: Final = 500_000
"""The largest bundled exercise has 13 kB."""

LARGEST: Final = 1e12
"""Of a number; estimated. The largest of the program's own files has four digits."""

MOST_DOTS: Final = 60
"""Of a heading's line; ours have two. The reader walks all of a heading for each key below it: many of both would
keep it at work for hours. Estimated."""


class Wrong(NamedTuple):
    """Something wrong: where, as keys and numbers from the outside in, and what."""

    path: Sequence[str | int]
    said: str


@dataclass(frozen=True, slots=True, eq=False)
class Kind(Generic[T]):
    """A kind of file: how it is checked, what is raised, what it is called ("a routine file"), and what a key may be,
    in words ("" where nothing is to be said)."""

    adapter: TypeAdapter[T]
    refusal: type[CoachError]
    name: str
    named: str
    allowed: Callable[[Sequence[str | int]], str] = lambda _path: ""


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


def _found(kind: Kind[T], raw: Any, error: ValidationError) -> Iterator[Wrong]:
    schema = kind.adapter.json_schema()
    for item in error.errors():
        path = tuple(part for part in item["loc"] if isinstance(part, str | int))
        cause = item.get("ctx", {}).get("error")
        allowed = kind.allowed(path)
        hint = f"; allowed: {allowed}" if allowed else ""
        if item["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
            known = _known_keys(schema, item)
            yield Wrong(path, f"unknown key '{path[-1]}'" + (f"; known: {known}" if known else ""))
        elif item["type"] in {"missing", "missing_argument", "missing_keyword_only_argument"}:
            yield Wrong(path, f"is missing{hint}")
        elif isinstance(cause, SpecError):
            yield Wrong((*path, *_named_in(str(cause), raw, path)), str(cause))
        else:
            yield Wrong(path, f"{item['msg']}{hint}")


def _named_in(said: str, raw: Any, path: Sequence[str | int]) -> tuple[str, ...]:
    """The key of a table that a sentence about the table names first; () where it names none."""
    for part in path:
        try:
            raw = raw[part]
        except (KeyError, IndexError, TypeError):
            return ()
    words = re.findall(r"[a-z_]+", said)
    named = [word for word in words if isinstance(raw, dict) and word in raw]
    return (named[0],) if named else ()


def parse(kind: Kind[T], text: str, path: Path) -> T:
    """What a file says, each part checked by itself."""
    if any(line.lstrip().startswith("[") and line.count(".") > MOST_DOTS for line in text.split("\n")):
        raise kind.refusal(f"{path.name} is nested too deeply to be {kind.named}")
    try:
        raw = tomllib.loads(text)
        refuse_all(kind, path, _endless(raw, ()), text)
        # By way of JSON, because there strictness refuses true and "0.6" for a number, yet takes a list for a tuple.
        return kind.adapter.validate_json(json.dumps(raw, default=str), strict=True)
    except RecursionError as error:
        raise kind.refusal(f"{path.name} is nested too deeply to be {kind.named}") from error
    except ValidationError as error:
        raise kind.refusal(f"{path.name}: {_sentences(text, _found(kind, raw, error))}") from error
    except ValueError as error:
        # Broken TOML; or a whole number of thousands of digits, of which tomllib says the same in its own way.
        raise kind.refusal(f"{path.name} is not valid TOML: {error}") from error


def _endless(value: Any, path: tuple[str | int, ...]) -> Iterator[Wrong]:
    """TOML knows nan and inf; no file has a use for them, and nan would lie in no band or in all. Of whole numbers it
    knows any, and one too large for what is reckoned with would become inf, or make what comes of it inf."""
    if isinstance(value, float) and not math.isfinite(value):
        yield Wrong(path, f"a number is {value}, which is none")
    elif isinstance(value, int | float) and abs(value) > LARGEST:
        yield Wrong(path, "a number is far too large")
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from _endless(item, (*path, key))


def unreadable(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[Wrong]:
    """Texts in what a file says that hold what can't be read: no font draws it, and some of it hides the rest."""
    if isinstance(value, str) and not is_plain(value, lines=True):
        yield Wrong(path, "holds control codes or hidden letters; allowed: what can be read")
    inner = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list | tuple) else ()
    for part, item in inner:
        yield from unreadable(item, (*path, part))


def _sentences(text: str, wrong: Iterable[Wrong]) -> str:
    lines = lines_of(text)
    return "; ".join(f"line {line_of(lines, item.path)}: {_where(item.path)}: {item.said}" for item in wrong)


def refuse_all(kind: Kind[T], path: Path, wrong: Iterable[Wrong], text: str) -> None:
    """Raise the kind's own refusal where anything is wrong; one sentence of all of it, with the lines of the text."""
    found = list(wrong)
    if found:
        raise kind.refusal(f"{path.name}: {_sentences(text, found)}")


def read(kind: Kind[T], path: Path) -> str:
    """The text of a file. Raises the kind's own refusal where it can't be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise kind.refusal(f"{path} is larger than {MAX_BYTES // 1000} kB: that is no {kind.name} file")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise kind.refusal(f"can't read the {kind.name} file {path}: it is not text in UTF-8") from error
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise kind.refusal(f"can't read the {kind.name} file {path}: {said}") from error
