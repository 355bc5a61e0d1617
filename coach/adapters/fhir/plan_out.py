"""An assigned routine as a care plan: goals, and one order for each exercise.

R4 has no place for sets, repetitions and holds in an order: `quantity` is one number, `dosage` is for substances, and
`orderDetail` is codes without numbers. So the dose is an extension with amounts, and `orderDetail` says it in words for
whoever reads no extension. A PlanDefinition would be right for a routine in a library; this one is somebody's.
"""

from collections.abc import Callable, Mapping
from typing import Any

from coach.adapters.fhir import codes
from coach.adapters.fhir.elements import Json, amount, extension, group, lean, quantity, refer, text
from coach.core.baseline import CHANGE
from coach.core.features import FEATURES
from coach.core.routine import Item, Routine
from coach.core.spec import Exercise
from coach.core.therapy.assigned import Assigned

Name = Callable[[str], str]
"""Gives the address of a resource in the bundle by what it is called here."""


def plan_entries(
    routine: Routine, subject: str, name: Name, exercises: Mapping[str, Exercise], reference: str
) -> list[tuple[str, Json]]:
    """CarePlan, Goals and ServiceRequests, each with its address. `reference` is what the patient in the bundle is
    named by; `exercises` give names, units and usual doses where they are known."""
    orders = [name(f"order {number}") for number in range(len(routine.items))]
    goals = _goals(routine, subject, name, exercises)
    found = [(name("plan"), _plan(routine, subject, orders, [url for url, _ in goals], reference)), *goals]
    for url, item in zip(orders, routine.items, strict=True):
        found.append((url, _order(routine, item, subject, name("plan"), exercises.get(item.exercise))))
    return found


def _plan(routine: Routine, subject: str, orders: list[str], goals: list[str], reference: str) -> Json:
    assigned = routine.assigned
    return lean({
        "resourceType": "CarePlan",
        "extension": [*extension("source", routine.sources), *_terms(assigned, reference)],
        "identifier": [lean({"system": codes.ROUTINE, "value": text(routine.id)})],
        "status": "active",
        "intent": "plan",
        "category": [{"coding": [codes.own("routine")]}],
        "title": text(routine.name),
        "description": text(routine.summary),
        "subject": refer(subject),
        "period": lean({"start": _day(assigned.start), "end": _day(assigned.end)}) if assigned else None,
        "author": lean({"display": text(routine.author)}),
        "goal": [refer(url) for url in goals],
        "activity": [{"reference": refer(url)} for url in orders],
        "note": [{"text": text(assigned.notes)}] if assigned and text(assigned.notes) else [],
    })  # fmt: skip


def _terms(assigned: Assigned | None, reference: str) -> list[Json]:
    """How it is to be kept. Neither the token by which results are delivered nor a signature goes along: the one is a
    secret, the other holds for the file alone."""
    if assigned is None:
        return []
    stop, progress = assigned.stop, assigned.progress
    return [
        *(extension("patient", assigned.patient) if assigned.patient != reference else []),
        *extension("review", assigned.review),
        *extension("sessions-a-day", assigned.sessions_a_day),
        *extension("pain-ceiling", assigned.pain_ceiling),
        *extension("stop-pain-up", stop.pain_up),
        *extension("stop-form-slips", stop.form_slips),
        *extension("stop-sign", stop.signs),
        *extension("progress-rule", progress.rule),
        *extension("progress-after-sessions", progress.after_sessions),
        *extension("progress-pain-at-most", progress.pain_at_most),
        *extension("version", assigned.version),
        *extension("seal-to", assigned.seal_to),
    ]


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


def _goals(routine: Routine, subject: str, name: Name, exercises: Mapping[str, Exercise]) -> list[tuple[str, Json]]:
    found: list[tuple[str, Json]] = []
    if routine.assigned:
        days = routine.assigned.days_a_week
        often = f"The routine on {days} day{'' if days == 1 else 's'} a week"
        goal = _goal(subject, often, "sessions-a-week", quantity(days, "days a week"))
        found.append((name("goal of days"), goal))
    for number, item in enumerate(routine.items):
        if item.target is None:
            continue
        exercise = exercises.get(item.exercise)
        unit, title = unit_of(exercise), exercise.name if exercise else item.exercise
        said = f"{title}: reach {item.target:g} {unit}".strip()
        found.append((name(f"goal {number}"), _goal(subject, said, "range", quantity(item.target, unit))))
    return found


def _goal(subject: str, said: str, measure: str, wanted: Json) -> Json:
    return {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {"text": text(said)},
        "subject": refer(subject),
        "target": [{"measure": {"coding": [codes.own(measure)]}, "detailQuantity": wanted}],
    }


def unit_of(exercise: Exercise | None) -> str:
    """Unit of an exercise's main measure, "" where there is none or it is not known."""
    rep = exercise.rep if exercise else None
    return FEATURES[rep.measures[0].feature.removesuffix(CHANGE)].unit if rep else ""


def _order(routine: Routine, item: Item, subject: str, plan: str, exercise: Exercise | None) -> Json:
    title = exercise.name if exercise else item.exercise
    assigned = routine.assigned
    said = dose_words(item, exercise)
    return lean({
        "resourceType": "ServiceRequest",
        "extension": group("dose", _dose(item, unit_of(exercise))),
        "basedOn": [refer(plan)],
        "status": "active",
        "intent": "order",
        "code": {
            "coding": [
                codes.coding(codes.SNOMED, *codes.EXERCISE_THERAPY),
                codes.coding(codes.EXERCISE, item.exercise, text(title)),
            ],
            "text": text(title),
        },
        "orderDetail": [{"text": said}] if said else [],
        "subject": refer(subject),
        "occurrenceTiming": _timing(assigned) if assigned else None,
        "requester": lean({"display": text(routine.author)}),
        "patientInstruction": text(item.note),
    })  # fmt: skip


def _timing(assigned: Assigned) -> Json:
    bounds = lean({"start": _day(assigned.start), "end": _day(assigned.end)})
    often = assigned.days_a_week * assigned.sessions_a_day
    return {"repeat": {"boundsPeriod": bounds, "frequency": often, "period": 1, "periodUnit": "wk"}}


def _dose(item: Item, unit: str) -> list[Json]:
    """What the routine itself says; what it leaves open comes from the exercise's own dose."""
    out_s, back_s = item.tempo_s or (None, None)
    return [
        *extension("sets", item.sets),
        *extension("reps", item.reps),
        *extension("pyramid", item.pyramid),
        *amount("hold", item.hold_s, "s"),
        *amount("rest", item.rest_s, "s"),
        *amount("tempo-out", out_s, "s"),
        *amount("tempo-back", back_s, "s"),
        *amount("target", item.target, unit),
        *amount("limit", item.limit, unit),
        *extension("side", item.side),
        *extension("rule-off", item.rules_off),
    ]


def dose_words(item: Item, exercise: Exercise | None) -> str:
    """ "3 sets of 10, hold 3 s, rest 45 s, left side"; "" where nothing is known."""
    dose = exercise.dose if exercise else None
    sets, reps = item.sets or (dose.sets if dose else None), item.reps or (dose.reps if dose else None)
    hold_s = item.hold_s if item.hold_s is not None else dose.hold_s if dose else None
    rest_s = item.rest_s if item.rest_s is not None else dose.rest_s if dose else None
    many = f"sets of {', '.join(map(str, item.pyramid))}" if item.pyramid else ""
    if not many and (sets or reps):
        many = " ".join([f"{sets} set{'' if sets == 1 else 's'}"] * bool(sets) + [f"of {reps}"] * bool(reps))
    parts = [
        many,
        f"hold {hold_s:g} s" if hold_s else "",
        f"rest {rest_s:g} s" if rest_s else "",
        f"{item.side} side" if item.side else "",
    ]
    return ", ".join(filter(None, parts))
