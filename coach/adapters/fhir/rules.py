"""Rules between fields of a resource that no model checks: those of R4 that matter to what is exchanged here."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from coach.adapters.fhir.codes import UCUM
from coach.adapters.fhir.elements import Json, tables, words

UNIT: Final = re.compile(r"[!-Z^-z|~\\`]*(?:(?:\[[!-Z^-z|~]+\]|\{[!-z|~]+\})[!-Z^-z|~]*)*")
"""Signs of a UCUM unit: printable ASCII without spaces, with square brackets and braces in pairs."""


def broken(resource: Json) -> Iterator[str]:
    """What breaks a rule, in the resource and all within it."""
    kind = words(resource.get("resourceType"))
    if kind in RULES:
        yield from RULES[kind](resource)
    yield from _within(resource, kind)


def _within(value: Any, where: str) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _within(one, where)
        return
    if not isinstance(value, dict):
        return
    for holds, said in SHAPES:
        if holds(value):
            yield f"{where}: {said}"
    for key, inner in value.items():
        yield from _within(inner, f"{where}.{key}")


def _bad_unit(value: Json) -> bool:
    return value.get("system") == UCUM and "value" in value and not UNIT.fullmatch(words(value.get("code")) or " ")


def _no_system(value: Json) -> bool:
    return {"value", "code", "unit"} <= set(value) and not value.get("system")


def _backwards(value: Json) -> bool:
    if not set(value) <= {"id", "extension", "start", "end"} or "start" not in value or "end" not in value:
        return False
    start, end = words(value["start"]), words(value["end"])
    try:
        return datetime.fromisoformat(end) < datetime.fromisoformat(start)
    except (TypeError, ValueError):
        # One has an hour and the other only a day: their days are compared.
        return end[:10] < start[:10]


def _extension(value: Json) -> bool:
    """An extension has a value or holds others, never both."""
    if "url" not in value or not ("extension" in value or any(key.startswith("value") for key in value)):
        return False
    return "extension" in value and any(key.startswith("value") for key in value)


def _timing(value: Json) -> bool:
    pairs = (("period", "periodUnit"), ("duration", "durationUnit"))
    return any(number in value and unit not in value for number, unit in pairs) and "frequency" in value


SHAPES: Final[tuple[tuple[Callable[[Json], bool], str], ...]] = (
    (_bad_unit, "its code is no unit of UCUM"),
    (_no_system, "a code of a unit needs its system"),
    (_backwards, "it ends before it begins"),
    (_extension, "an extension has a value or holds others, not both"),
    (_timing, "a period or duration needs its unit"),
    (
        lambda one: any(isinstance(one.get(key), int | float) and one[key] < 0 for key in ("period", "duration")),
        "period and duration are not below 0",
    ),
)  # fmt: skip
"""What is wrong with a part of a resource, and how it is told."""


def _order(order: Json) -> Iterator[str]:
    if "orderDetail" in order and "code" not in order:
        yield "orderDetail stands only with a code"


def _plan(plan: Json) -> Iterator[str]:
    for one in tables(plan.get("activity")):
        if "detail" in one and "reference" in one:
            yield "an activity has a detail or a reference, not both"


def _goal(goal: Json) -> Iterator[str]:
    for one in tables(goal.get("target")):
        if any(key.startswith("detail") for key in one) and "measure" not in one:
            yield "a target with a detail needs its measure"


def _observation(one: Json) -> Iterator[str]:
    valued = any(key.startswith("value") for key in one)
    if valued and "dataAbsentReason" in one:
        yield "dataAbsentReason stands only where there is no value"
    codes = {(words(part.get("system")), words(part.get("code"))) for part in _codings(one)}
    if valued and any(codes & {(words(c.get("system")), words(c.get("code"))) for c in _codings(part)}
                      for part in tables(one.get("component"))):  # fmt: skip
        yield "a component has the code of the observation itself, which has a value"


def _codings(part: Json) -> list[Json]:
    code = part.get("code")
    return tables(code.get("coding")) if isinstance(code, dict) else []


def _questionnaire(one: Json) -> Iterator[str]:
    ids = [words(item.get("linkId")) for item in _items(one)]
    if len(set(ids)) < len(ids):
        yield "two items have the same linkId"


def _items(one: Json) -> Iterator[Json]:
    for item in tables(one.get("item")):
        yield item
        yield from _items(item)


RULES: Final[Mapping[str, Callable[[Json], Iterator[str]]]] = {
    "ServiceRequest": _order,
    "CarePlan": _plan,
    "Goal": _goal,
    "Observation": _observation,
    "Questionnaire": _questionnaire,
}
"""Kind of resource, and its rules (prr-1, cpl-3, gol-1, obs-6, obs-7, que-2 of R4)."""
