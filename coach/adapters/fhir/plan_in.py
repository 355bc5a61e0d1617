"""A care plan read as a routine: the program's own whole, another system's as far as it says the same."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from coach.adapters.fhir import codes
from coach.adapters.fhir.elements import Json, code_in, every, extensions, first, given, table, tables, words
from coach.adapters.fhir.shelf import Shelf
from coach.core.routine import MOST_ITEMS, Item, Routine
from coach.core.spec import Exercise
from coach.core.therapy.assigned import Assigned

_ITEM: Final = TypeAdapter(Item)
_ASSIGNED: Final = TypeAdapter(Assigned)

LONGEST: Final = 200
"""Signs of a routine's name, and a fifth of its summary's."""

LIVE: Final = {"active", "on-hold", "draft", "unknown"}
"""States of an order that is still meant."""


def routine_in(shelf: Shelf, exercises: Mapping[str, Exercise]) -> Routine | None:
    """The routine in a bundle, None where there is none; what could not be mapped is told to the shelf."""
    plans = shelf.of("CarePlan")
    plan_url, plan = next(((url, plan) for url, plan in plans if plan.get("status") in LIVE), ("", {}))
    if len(plans) > 1:
        shelf.tell(f"There are {len(plans)} care plans; the first that is in force was taken.")
    orders = list(_orders(shelf, plan_url, plan))
    found = [(item, order) for order in orders if (item := _item(order, shelf, exercises)) is not None]
    if not found:
        if plan:
            shelf.tell("The care plan has no exercise that is known here.")
        return None
    if len(found) > MOST_ITEMS:
        shelf.tell(f"Only the first {MOST_ITEMS} exercises were taken; the document has {len(found)}.")
    id_ = next((words(one.get("value")) for one in tables(plan.get("identifier"))), "")
    return Routine(
        id=id_ if id_.isidentifier() else "imported",
        name=words(plan.get("title"))[:LONGEST] or "Imported routine",
        summary=words(plan.get("description"))[: 5 * LONGEST],
        items=tuple(item for item, _ in found[:MOST_ITEMS]),
        author=_author(plan, found[0][1], shelf),
        sources=tuple(one for one in every(plan, "source") if isinstance(one, str)),
        assigned=_assigned(plan, found[0][1], shelf),
    )


def _orders(shelf: Shelf, plan_url: str, plan: Json) -> Iterator[Json]:
    """Orders in the order of the care plan's activities; without any, all of the bundle."""
    activities = tables(plan.get("activity"))
    urls = [words(table(one.get("reference")).get("reference")) for one in activities]
    if any("detail" in one for one in activities):
        shelf.tell("Activities written into the care plan itself were passed over: only orders are read.")
    listed = [found for url in urls if (found := shelf.at(url, plan_url)) and found["resourceType"] == "ServiceRequest"]
    for order in listed or [one for _, one in shelf.of("ServiceRequest")]:
        if order.get("status") not in LIVE or order.get("doNotPerform"):
            shelf.tell(f"The order of {_title(order)} is no longer in force; it was passed over.")
        else:
            yield order


def _title(order: Json) -> str:
    concept = table(order.get("code"))
    shown = (words(one.get("display")) for one in reversed(tables(concept.get("coding"))))
    return words(concept.get("text")) or next(filter(None, shown), "") or "something without a name"


def _item(order: Json, shelf: Shelf, exercises: Mapping[str, Exercise]) -> Item | None:
    id_ = code_in(order.get("code"), codes.EXERCISE) or _by_name(order, exercises)
    if not id_ or (exercises and id_ not in exercises):
        shelf.tell(f"The exercise '{_title(order)}' is not known here; it was passed over.")
        return None
    note = words(order.get("patientInstruction")) or " ".join(
        words(one.get("text")) for one in tables(order.get("note"))
    )
    dose = next(iter(extensions(order).get("dose", [])), {})
    if not dose:
        _tell_amounts(order, shelf)
    out_s, back_s = first(dose, "tempo-out"), first(dose, "tempo-back")
    fields = given(
        sets=first(dose, "sets"), reps=first(dose, "reps"), hold_s=first(dose, "hold"), rest_s=first(dose, "rest"),
        side=first(dose, "side"), target=first(dose, "target"), limit=first(dose, "limit"),
        tempo_s=None if out_s is None or back_s is None else (out_s, back_s),
    )  # fmt: skip
    fields |= {"pyramid": every(dose, "pyramid"), "rules_off": every(dose, "rule-off"), "note": note}
    try:
        return _ITEM.validate_python({"exercise": id_, **fields})
    except ValidationError as error:
        shelf.tell(f"The amounts of {_title(order)} can't be used ({_cause(error)}); its usual dose was taken.")
        return Item(exercise=id_, note=note)


def _by_name(order: Json, exercises: Mapping[str, Exercise]) -> str:
    concept = table(order.get("code"))
    names = [words(concept.get("text")), *(words(one.get("display")) for one in tables(concept.get("coding")))]
    known = {exercise.name.casefold(): id_ for id_, exercise in exercises.items()}
    known |= {id_.replace("_", " "): id_ for id_ in exercises}
    plain = (name.strip().casefold().replace("-", " ") for name in names)
    known |= {name.replace("-", " "): id_ for name, id_ in known.items()}
    return next((known[name] for name in plain if name in known), "")


def _tell_amounts(order: Json, shelf: Shelf) -> None:
    said = " ".join(words(table(one).get("text")) for one in tables(order.get("orderDetail")))
    if said:
        shelf.tell(f"The amount of {_title(order)} is given in words only ('{said[:120]}'); its usual dose was taken.")
    elif any(key.startswith("quantity") for key in order):
        shelf.tell(f"The amount of {_title(order)} has no sets and repetitions; its usual dose was taken.")


def _author(plan: Json, order: Json, shelf: Shelf) -> str:
    for reference in (table(plan.get("author")), table(order.get("requester"))):
        if shown := words(reference.get("display")):
            return shown
        names = tables(table(shelf.at(words(reference.get("reference")), "")).get("name"))
        for name in names:
            parts = [part for part in name.get("given") or [] if isinstance(part, str)]
            return words(name.get("text")) or " ".join([*parts, words(name.get("family"))]).strip()
    return ""


def _assigned(plan: Json, order: Json, shelf: Shelf) -> Assigned | None:
    timing = table(order.get("occurrenceTiming"))
    repeat = table(timing.get("repeat"))
    bounds = [plan.get("period"), repeat.get("boundsPeriod"), order.get("occurrencePeriod")]
    period = next((table(one) for one in bounds if table(one).get("start")), {})
    start = words(period.get("start"))[:10] or words(order.get("authoredOn"))[:10]
    patient = first(plan, "patient") or shelf.reference
    if not start or not patient:
        if not any(code_in(one) == "routine" for one in tables(plan.get("category"))):
            shelf.tell("It does not say for whom or from which day on; the routine was taken without that.")
        return None
    a_day = first(plan, "sessions-a-day") or 1
    fields = given(
        patient=patient, start=start, end=words(period.get("end"))[:10] or None, review=first(plan, "review"),
        days_a_week=_days(repeat, a_day, shelf), sessions_a_day=a_day, pain_ceiling=first(plan, "pain-ceiling"),
        version=first(plan, "version"), seal_to=first(plan, "seal-to"),
    )  # fmt: skip
    fields["notes"] = "\n".join(words(one.get("text")) for one in tables(plan.get("note")))
    fields["stop"] = given(pain_up=first(plan, "stop-pain-up"), form_slips=first(plan, "stop-form-slips"))
    fields["stop"]["signs"] = every(plan, "stop-sign")
    fields["progress"] = given(
        rule=first(plan, "progress-rule"),
        after_sessions=first(plan, "progress-after-sessions"),
        pain_at_most=first(plan, "progress-pain-at-most"),
    )
    try:
        return _ASSIGNED.validate_python(fields)
    except ValidationError as error:
        shelf.tell(f"How the routine is to be kept can't be used ({_cause(error)}); it was taken without that.")
        return None


def _days(repeat: Json, a_day: Any, shelf: Shelf) -> int | None:
    """Days a week; None (the usual ones) where it is not said, or said otherwise."""
    listed = repeat.get("dayOfWeek")
    if isinstance(listed, list) and listed:
        return len(set(map(str, listed)))
    often, period, unit = repeat.get("frequency", 1), repeat.get("period"), repeat.get("periodUnit")
    weeks = {"d": 7.0, "wk": 1.0}.get(str(unit), 0.0)
    many = [float(one) for one in (often, period, a_day) if isinstance(one, int | float) and one > 0]
    if not weeks or len(many) < 3:
        if repeat.get("frequency") or unit:
            shelf.tell("How often the exercises are asked for could not be read; the usual days a week were taken.")
        return None
    return max(1, min(7, round(many[0] * weeks / many[1] / many[2])))


def _cause(error: ValidationError) -> str:
    one = error.errors()[0]
    where = ".".join(str(part) for part in one["loc"])
    return " ".join(f"{where}: {one['msg']}".removeprefix(": ").replace("Value error, ", "").split())[:160]
