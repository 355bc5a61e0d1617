"""Parts that resources are made of, and how they are read again: texts, amounts, extensions, references."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from coach.adapters.fhir.codes import CODES, OWN, UCUM

Json = dict[str, Any]

UNITS: Final[Mapping[str, str]] = {
    "deg": "deg", "s": "s", "min": "min", "ratio": "1", "share": "1", "score": "{score}", "1/s": "/s",
    "days a week": "d/wk", "repetitions": "{repetitions}", "times": "{times}",
}  # fmt: skip
"""What the program calls a unit, and its UCUM code."""

NO_SIGN: Final = re.compile(r"[^\S \n\r\t]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What a string of FHIR may not hold: other spaces than the plain one, and signs without a shape."""


def text(said: str) -> str:
    """A text as FHIR takes it; "" where nothing is left of it."""
    plain = NO_SIGN.sub(" ", said)
    return plain if plain.strip() else ""


def lean(resource: Mapping[str, Any]) -> Json:
    """Without what is empty: FHIR knows no empty text, list or table."""
    return {key: value for key, value in resource.items() if value is not None and value not in ("", [], {})}


def quantity(value: float, unit: str) -> Json:
    """An amount; a unit that UCUM has no code for stands as text alone."""
    code = UNITS.get(unit)
    return lean({"value": value, "unit": text(unit), **({"system": UCUM, "code": code} if code else {})})


def typed(value: Any) -> Json:
    """A plain value under the name of its type, such as {"valueInteger": 3}."""
    kinds = ((bool, "Boolean"), (int, "Integer"), (float, "Decimal"), (datetime, "DateTime"), (date, "Date"))
    for kind, name in kinds:
        if isinstance(value, kind):
            return {f"value{name}": value.isoformat() if isinstance(value, date) else value}
    return {"valueString": text(value)}


def extension(name: str, value: Any) -> list[Json]:
    """An extension in a list; none for None and "", one each for a tuple."""
    if isinstance(value, tuple):
        return [one for each in value for one in extension(name, each)]
    if value is None or (isinstance(value, str) and not text(value)):
        return []
    return [{"url": OWN + name, **typed(value)}]


def group(name: str, parts: Iterable[Json]) -> list[Json]:
    """An extension that holds others; none without any."""
    held = list(parts)
    return [{"url": OWN + name, "extension": held}] if held else []


def amount(name: str, value: float | None, unit: str) -> list[Json]:
    """An extension with a unit; none for None."""
    return [] if value is None else [{"url": OWN + name, "valueQuantity": quantity(value, unit)}]


def refer(full_url: str) -> Json:
    """A reference to something in the same bundle."""
    return {"reference": full_url}


# --- Reading. A part that is not of the shape it should have reads as absent. ---


def table(value: Any) -> Json:
    """A table, or an empty one."""
    return value if isinstance(value, dict) else {}


def tables(value: Any) -> list[Json]:
    """The tables of a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def words(value: Any) -> str:
    """A text, or ""."""
    return value if isinstance(value, str) else ""


def value_of(part: Mapping[str, Any]) -> Any:
    """What stands under "value...": of an amount its number, of codes the first one's code, else as it is."""
    for key, value in part.items():
        if not key.startswith("value"):
            continue
        if key == "valueQuantity":
            return table(value).get("value")
        if key == "valueCodeableConcept":
            return next((one.get("code") for one in tables(table(value).get("coding"))), None)
        return value.get("code") if key == "valueCoding" and isinstance(value, dict) else value
    return None


def extensions(element: Mapping[str, Any]) -> dict[str, list[Json]]:
    """The program's own extensions by name; those of others are passed over."""
    found: dict[str, list[Json]] = {}
    for one in tables(element.get("extension")):
        url = words(one.get("url"))
        if url.startswith(OWN):
            found.setdefault(url.removeprefix(OWN), []).append(one)
    return found


def first(element: Mapping[str, Any], name: str) -> Any:
    """Value of the first extension of that name, None without one."""
    return next((value_of(one) for one in extensions(element).get(name, [])), None)


def every(element: Mapping[str, Any], name: str) -> list[Any]:
    """Values of all extensions of that name."""
    return [value_of(one) for one in extensions(element).get(name, [])]


def code_in(concept: Any, system: str = CODES) -> str:
    """The code that a concept has in a system, "" without one."""
    codes = (words(one.get("code")) for one in tables(table(concept).get("coding")) if one.get("system") == system)
    return next(codes, "")


def given(**fields: Any) -> Json:
    """The fields that are there."""
    return {name: value for name, value in fields.items() if value is not None}
