"""Documents changed here and there, so that what lies behind the parser is reached; and written out again."""

import copy
import json
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from tests.fuzz.draws import Draws

Place = tuple[Any, Any]
"""A table or list, and a key or number in it."""

MOST_EDITS: Final = 6
DEEP: Final = 60
"""Tables around a value that is nested on purpose."""


def places(document: Any) -> list[Place]:
    """Everything that stands in a document, outside before inside."""
    return list(_places(document))


def _places(node: Any) -> Iterator[Place]:
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield node, key
        yield from _places(node[key])


def _drop(draws: Draws, place: Place, _: list[Place]) -> None:
    del place[0][place[1]]


def _other(draws: Draws, place: Place, _: list[Place]) -> None:
    place[0][place[1]] = draws.value()


def _copied(draws: Draws, place: Place, all_: list[Place]) -> None:
    """What stands elsewhere: of the right kind more often than anything made up."""
    node, key = draws.pick(all_)
    place[0][place[1]] = copy.deepcopy(node[key]) if _there(node, key) else None


def _twice(draws: Draws, place: Place, _: list[Place]) -> None:
    node, key = place
    value = node[key]
    if isinstance(value, list):
        value *= 1 + draws.below(12)
    elif isinstance(node, list):
        node.insert(draws.below(len(node) + 1), copy.deepcopy(value))
    else:
        node[key] = [value, copy.deepcopy(value)]


def _renamed(draws: Draws, place: Place, all_: list[Place]) -> None:
    node, key = place
    if isinstance(node, dict):
        new = draws.text() if draws.below(2) else str(draws.pick(all_)[1])
        node[new] = node.pop(key)


def _nested(draws: Draws, place: Place, _: list[Place]) -> None:
    node, key = place
    for _ in range(draws.pick((1, 1, 2, DEEP))):
        node[key] = [node[key]] if draws.below(2) else {"a": node[key]}


def _near(draws: Draws, place: Place, _: list[Place]) -> None:
    """A number a little or very much off, another kind of number, a text a little off."""
    node, key = place
    value = node[key]
    if isinstance(value, bool | None) or not isinstance(value, int | float | str):
        return
    if isinstance(value, str):
        at = draws.below(len(value) + 1)
        node[key] = value[:at] + draws.text() + value[at + draws.below(2) :]
        return
    with_float: tuple[Callable[[], Any], ...] = (
        lambda: -value, lambda: float(value), lambda: value + 1, lambda: value - 1, lambda: value * 10,
        lambda: value / 3, lambda: math.nextafter(float(value), math.inf), lambda: value * 1e300, lambda: str(value),
        lambda: value * draws.share() * 4, draws.number,
    )  # fmt: skip
    try:
        node[key] = draws.pick(with_float)()
    except OverflowError:
        node[key] = math.inf


def _pair(draws: Draws, place: Place, _: list[Place]) -> None:
    """Two numbers that differ by next to nothing, or not at all."""
    node, key = place
    value = node[key]
    if isinstance(value, list) and len(value) == 2 and all(isinstance(one, int | float) for one in value):
        first = float(draws.pick((value[0], value[1], 1e16, 5e-324)))
        node[key] = [first, draws.pick((math.nextafter(first, math.inf), math.nextafter(first, -math.inf), first))]


def _swapped(draws: Draws, place: Place, all_: list[Place]) -> None:
    """The value of another place of the same name, or the next in order."""
    node, key = place
    same = [other for other in all_ if other[1] == key and other[0] is not node and _there(*other)]
    if same and isinstance(node, dict):
        theirs, name = draws.pick(same)
        node[key], theirs[name] = theirs[name], node[key]
    elif isinstance(node, list) and len(node) > 1:
        other = draws.below(len(node))
        node[key], node[other] = node[other], node[key]


_EDITS: Final = (
    _near, _near, _near, _drop, _other, _copied, _twice, _renamed, _nested, _swapped, _swapped, _pair,
)  # fmt: skip


def _there(node: Any, key: Any) -> bool:
    return key in node if isinstance(node, dict) else key < len(node)


def changed(draws: Draws, document: Any) -> Any:
    """A copy of a document with a few changes, none to six."""
    made = copy.deepcopy(document)
    for _ in range(draws.below(MOST_EDITS + 1)):
        all_ = places(made)
        if not all_:
            break
        edit, place = draws.pick(_EDITS), draws.pick(all_)
        edit(draws, place, all_)
    return made


# --- Written out. ---


def to_toml(document: Mapping[str, Any]) -> str:
    """A document as TOML, with headings for the outer tables; what TOML has no word for stands as a text."""
    plain = {key: value for key, value in document.items() if not _is_tables(value)}
    lines = [f"{_text(key)} = {_toml(value)}" for key, value in plain.items()]
    for key, value in document.items():
        if key in plain:
            continue
        for table in [value] if isinstance(value, dict) else value:
            lines.append(f"[{_text(key)}]" if isinstance(value, dict) else f"[[{_text(key)}]]")
            lines += [f"{_text(name)} = {_toml(inner)}" for name, inner in table.items()]
    return "\n".join(lines) + "\n"


def _is_tables(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
    )


def _text(text: Any) -> str:
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else f"{value}"
    if isinstance(value, int):
        return f"{value}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(key)} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return _text(value)


def to_json(document: Any) -> bytes:
    """A document as JSON, with the names that some writers use for what is no number."""
    return json.dumps(document, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
