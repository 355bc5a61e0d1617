"""Documents as TOML that a person likes to read: one key a line, tables under headings, comments beside."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from coach.ports import ExchangeError

DEEPEST: Final = 6
"""Tables in tables; a routine has three."""

Comment = Callable[[Sequence[str | int], Any], str]
"""What to say beside a key, by its path and value; "" for nothing."""


def to_toml(document: Mapping[str, Any], comment: Comment = lambda _path, _value: "") -> str:
    """A document as the text of a file.

    Raises:
        ExchangeError: it holds what has no place in a file, or is nested too deeply.
    """
    lines: list[str] = []
    _table(lines, document, (), comment)
    return "\n".join(lines).strip("\n") + "\n"


def _table(lines: list[str], table: Mapping[str, Any], path: tuple[str | int, ...], comment: Comment) -> None:
    if len(path) > DEEPEST:
        raise ExchangeError("this is nested too deeply to be a routine")
    inner: list[tuple[str, Any]] = []
    for key, value in table.items():
        if _is_tables(value):
            inner.append((key, value))
            continue
        said = comment((*path, key), value)
        lines.append(f"{_key(key)} = {_value(value)}" + (f"  # {said}" if said else ""))
    for key, value in inner:
        heading = ".".join(_key(part) for part in (*path, key) if isinstance(part, str))
        each = [value] if isinstance(value, Mapping) else value
        for number, item in enumerate(each):
            place = (*path, key) if isinstance(value, Mapping) else (*path, key, number)
            said = comment(place, item)
            lines += ["", *([f"# {said}"] if said else [])]
            lines.append(f"[{heading}]" if isinstance(value, Mapping) else f"[[{heading}]]")
            _table(lines, item, place, comment)


def _is_tables(value: Any) -> bool:
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _key(key: str) -> str:
    return key if key and key.isascii() and key.replace("_", "").replace("-", "").isalnum() else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple) and not any(isinstance(item, list | tuple | Mapping) for item in value):
        return f"[{', '.join(map(_value, value))}]"
    raise ExchangeError("this holds what has no place in a routine")


def _text(text: str) -> str:
    """A text between quotes, as TOML writes it: like JSON, but for one letter."""
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ExchangeError("this holds half a letter, which no text has")
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
