"""Resources read by the R4 models of `fhirclient`, and what those models let pass.

`fhirclient` checks: known keys, required ones, the kind of each value, dates. It lets pass: whole numbers with a
fraction, true for 1, two values where one may stand, the second and later members of a list, empty texts and lists, odd
signs in ids, texts and codes. These are checked here, on its own tables of properties.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from coach.adapters.fhir import alone
from coach.adapters.fhir.elements import NO_SIGN, Json
from coach.adapters.fhir.required import VALUES

_INVALID: Final[Any] = alone.models("fhirabstractbase").FHIRValidationError
_FACTORY: Final[Any] = alone.models("fhirelementfactory").FHIRElementFactory

ID: Final = re.compile(r"[A-Za-z0-9\-.]{1,64}")
CODE: Final = re.compile(r"[^\s]+(?: [^\s]+)*")
KIND: Final = re.compile(r"[A-Z][A-Za-z]{1,60}")
CODES: Final = frozenset({"code", "intent", "status", "linkId"})
"""Properties that are codes wherever they stand as texts."""

MOST: Final = 30
"""Mistakes of one resource that are told."""


def read_resource(resource: Any) -> tuple[Any, list[str]]:
    """A resource as `fhirclient` reads it (None where it can't), and the reasons why not."""
    if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
        return None, ["it holds no resource with a resourceType"]
    kind = resource["resourceType"]
    if not KIND.fullmatch(kind) or not _is_resource(kind):
        return None, [f"R4 knows no resource '{kind[:60]}'"]
    try:
        return _FACTORY.instantiate(kind, resource), []
    except _INVALID as error:
        return None, [_plain(said) for said in _causes(error)][:MOST]
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        return None, [_plain(f"{error}")]


def _is_resource(kind: str) -> bool:
    made = _FACTORY.instantiate(kind, None)
    return getattr(made, "resource_type", "") == kind and hasattr(made, "implicitRules")


def _causes(error: Any, path: str = "") -> Iterator[str]:
    for one in error.errors:
        where = ".".join(filter(None, (path, error.path)))
        if isinstance(one, _INVALID):
            yield from _causes(one, where)
        else:
            yield f"{where}: {one.args[0] if one.args else one}" if where else f"{one.args[0] if one.args else one}"


_OBJECT: Final = re.compile(r"<class '[\w.]*?(\w+)'>|<[\w.]*?(\w+) object at 0x[0-9a-f]+>")


def _plain(said: str) -> str:
    """A cause in plain words, on one line, without Python's names of things."""
    named = _OBJECT.sub(lambda hit: hit.group(1) or hit.group(2), said)
    for old, new in (
        ("Superfluous entry", "unknown key"),
        ("Non-optional property", "required"),
        (" in data for", " in"),
    ):
        named = named.replace(old, new)
    return " ".join(named.split())[:200]


OTHER: Final[Mapping[Any, tuple[Callable[[Any], bool], str]]] = {
    int: (lambda one: type(one) is int and abs(one) < 2**31, "no whole number of 32 bits"),
    float: (lambda one: type(one) in (int, float), "no number"),
    bool: (lambda one: type(one) is bool, "neither true nor false"),
}
"""Kind of value: whether one is of it, and what is told of another."""


def let_pass(element: Any, raw: Json, where: str) -> Iterator[str]:
    """What the models let pass, in an element and all within: `raw` is the document's own table of it."""
    choices: dict[str, list[str]] = {}
    for _, key, kind, is_list, choice, _ in element.elementProperties():
        value = raw.get(key)
        if key not in raw:
            continue
        if choice:
            choices.setdefault(choice, []).append(key)
        at = f"{where}.{key}"
        if is_list != isinstance(value, list):
            yield f"{at} is {'no list' if is_list else 'a list'}"
            continue
        yield from _listed(element, key, value if isinstance(value, list) else [value], kind, at)
        if is_list and not value:
            yield f"{at} is an empty list"
    yield from (f"{where} has {' and '.join(keys)}; only one may stand" for keys in choices.values() if len(keys) > 1)
    if set(raw) <= {"resourceType"}:
        yield f"{where} is empty"


def _listed(element: Any, key: str, values: list[Any], kind: Any, at: str) -> Iterator[str]:
    name = next(entry[0] for entry in element.elementProperties() if entry[1] == key)
    held = getattr(element, name)
    held = held if isinstance(held, list) else [held]
    for inner, value in zip(held, values, strict=False):
        if hasattr(inner, "elementProperties") and isinstance(value, dict):
            yield from let_pass(inner, value, at)
        else:
            yield from _primitive(type(element).__name__, key, kind, value, at)


def _primitive(owner: str, key: str, kind: Any, value: Any, at: str) -> Iterator[str]:
    if value is None:
        yield f"{at} is null"
    elif kind is str:
        yield from _string(owner, key, value, at)
    elif kind in OTHER and not OTHER[kind][0](value):
        yield f"{at} is {OTHER[kind][1]}"


def _string(owner: str, key: str, value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, str) or not value.strip():
        yield f"{at} is {'empty' if isinstance(value, str) else 'no text'}"
    elif key != "div" and NO_SIGN.search(value):
        yield f"{at} holds a sign that FHIR does not allow"
    elif key != "div":
        yield from _coded(owner, key, value, at)


def _coded(owner: str, key: str, value: str, at: str) -> Iterator[str]:
    allowed = VALUES.get((owner, key))
    if allowed and value not in allowed:
        yield f"{at} is '{value[:40]}'; it is one of {', '.join(sorted(allowed))}"
    elif key == "id" and not ID.fullmatch(value):
        yield f"{at} is '{value[:40]}'; an id has 1 to 64 letters, digits, '-' and '.'"
    elif key in CODES and not CODE.fullmatch(value):
        yield f"{at} is '{value[:40]}'; a code has no space at its ends and no two in a row"
