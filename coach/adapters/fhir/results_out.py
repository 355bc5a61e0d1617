"""Results as procedures (sessions) and observations (exercises, pain, effort), with a list that holds them together."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from coach.adapters.fhir import codes
from coach.adapters.fhir.elements import Json, extension, lean, quantity, refer, text, typed
from coach.adapters.fhir.plan_out import Name
from coach.core.therapy.results import (
    CeilingTold,
    ExerciseDone,
    PlanChange,
    PostureTotals,
    Results,
    SafetyTold,
    SessionDone,
)

PAINS: Final[Mapping[str, str]] = {
    "pain_before": "pain-before",
    "pain_after": "pain-after",
    "pain_stop": "pain-stop",
    "pain_next_day": "pain-next-day",
}
"""Field of a session, and its code."""

PLAIN: Final[Mapping[str, str]] = {
    "paced": "paced", "sets_asked": "sets-asked", "sets_done": "sets-done", "asked": "asked", "correct": "correct",
    "faulty": "faulty", "partial": "partial", "left": "left", "right": "right", "corrected": "corrected",
    "measure": "measure", "unit": "unit", "easier": "easier", "side": "side",
}  # fmt: skip
"""Fields of an exercise that are numbers, texts or yes and no."""

CEILING: Final[Mapping[str, str]] = {"pain": "pain-told", "ceiling": "ceiling", "how": "answer"}
"""Field of an answer about pain above the ceiling, and its code."""

AMOUNTS: Final[Mapping[str, tuple[str, str]]] = {
    "hold_asked_s": ("hold-asked", "s"), "hold_s": ("hold", "s"), "target": ("target", ""), "best": ("best", ""),
    "median": ("median", ""), "out_s": ("out", "s"), "back_s": ("back", "s"), "seen": ("seen", "share"),
    "yaw_deg": ("yaw", "deg"), "fps": ("fps", "1/s"),
}  # fmt: skip
"""Fields of an exercise that are amounts: code and unit; "" is the unit of its main measure."""


class Around:
    """What every resource of the results points at: addresses of patient and device, and of orders by exercise."""

    def __init__(self, subject: str, device: str, plan: str, orders: Mapping[str, list[str]], routine: str) -> None:
        self.subject, self.device, self.plan, self.orders, self.routine = subject, device, plan, orders, routine

    def based_on(self, session: SessionDone) -> list[Json]:
        """The orders that a session answers, none where it was another routine."""
        if not self.plan or session.routine != self.routine:
            return []
        ids = dict.fromkeys(done.exercise for done in session.exercises)
        return [refer(url) for id_ in ids for url in self.orders.get(id_, [])] or [refer(self.plan)]


def result_entries(results: Results, around: Around, name: Name, whom: tuple[str, str]) -> list[tuple[str, Json]]:
    """Everything in the results, each with its address; the list of it all comes first. `whom` is reference and name
    of the patient in the bundle."""
    found: list[tuple[str, Json]] = []
    for number, session in enumerate(results.sessions):
        found += _session(session, around, partial(_within, name, f"session {number} "))
    if results.safety:
        found.append((name("questions"), questions()))
        found += [(name(f"safety {number}"), _safety(told, around)) for number, told in enumerate(results.safety)]
    found += [
        (name(f"ceiling {number}"), _ceiling(told, around)) for number, told in enumerate(results.ceiling_answers)
    ]
    found += [(name(f"step {number}"), _change(step, around)) for number, step in enumerate(results.changes)]
    if results.posture:
        found.append((name("posture"), _posture(results.posture, results, around)))
    return [(name("results"), _list(results, around, [url for url, _ in found], whom)), *found]


def _within(name: Name, before: str, what: str) -> str:
    return name(before + what)


def device(versions: Mapping[str, str]) -> Json:
    """The software that counted, with its versions."""
    return lean({
        "resourceType": "Device",
        "status": "active",
        "manufacturer": "Backcoach",
        "deviceName": [{"name": "Backcoach", "type": "user-friendly-name"}],
        "version": [{"type": {"text": text(what)}, "value": text(which)} for what, which in versions.items()],
        "note": [{"text": "Counts exercises in video. Angles are estimates, within about 10 degrees."}],
    })  # fmt: skip


def _list(results: Results, around: Around, urls: Iterable[str], whom: tuple[str, str]) -> Json:
    reference, person = whom
    return lean({
        "resourceType": "List",
        "extension": [
            *extension("since", results.since),
            *extension("until", results.until),
            *(extension("patient", results.patient or "-") if results.patient != reference else []),
            *(extension("person", results.person) if results.person != person else []),
            *extension("routine", results.routine),
            *extension("routine-name", results.routine_name),
            *extension("routine-digest", results.routine_digest),
        ],
        "status": "current",
        "mode": "snapshot",
        "title": f"Exercise results, {results.since.isoformat()} to {results.until.isoformat()}",
        "code": {"coding": [codes.own("results")]},
        "subject": refer(around.subject),
        "source": refer(around.device),
        "date": results.made_at.isoformat(),
        "entry": [{"item": refer(url)} for url in urls],
    })  # fmt: skip


def _session(session: SessionDone, around: Around, name: Name) -> Iterator[tuple[str, Json]]:
    procedure = name("")
    end = session.at + timedelta(minutes=session.minutes)
    reason = session.stop_reason
    yield procedure, lean({
        "resourceType": "Procedure",
        "extension": [
            *extension("routine", session.routine),
            *extension("routine-version", session.routine_version),
            *extension("seen", session.seen),
        ],
        "identifier": [{"system": codes.SESSION, "value": text(session.session)}],
        "basedOn": around.based_on(session),
        "status": "completed" if session.ended == "complete" else "stopped",
        "statusReason": {"coding": [codes.own(reason)]} if reason else None,
        "code": lean({
            "coding": [codes.coding(codes.SNOMED, *codes.EXERCISE_THERAPY)], "text": text(session.routine_name),
        }),
        "subject": refer(around.subject),
        "performedPeriod": {"start": session.at.isoformat(), "end": end.isoformat()},
        "outcome": {"coding": [codes.own(session.ended)]},
        "usedReference": [refer(around.device)],
    })  # fmt: skip
    yield from _told(session, around, name, end)
    for number, done in enumerate(session.exercises):
        yield name(f"exercise {number}"), _exercise(done, session, around, procedure, end)


def _told(session: SessionDone, around: Around, name: Name, end: datetime) -> Iterator[tuple[str, Json]]:
    """Minutes, pain and effort of a session. The hour of the next day's pain is not known: its day is."""
    begun = session.at.isoformat()
    when = {
        "pain_before": begun,
        "pain_after": end.isoformat(),
        "pain_stop": end.isoformat(),
        "pain_next_day": (session.at + timedelta(days=1)).date().isoformat(),
    }
    base = {**_observation(around), "partOf": [refer(name(""))]}
    minutes = {"coding": [codes.coding(codes.LOINC, *codes.DURATION)]}
    yield name("minutes"), {
        **base, "code": minutes, "effectiveDateTime": begun, "valueQuantity": quantity(session.minutes, "min")
    }  # fmt: skip
    for field, code in PAINS.items():
        score = getattr(session, field)
        if score is None:
            continue
        concept = {"coding": [codes.coding(codes.LOINC, *codes.PAIN), codes.own(code)], "text": codes.MEANINGS[code][0]}
        value = {"effectiveDateTime": when[field], "valueQuantity": quantity(score, "score")}
        yield name(code), {**base, "code": concept, **value}
    if session.effort is not None:
        value = {"effectiveDateTime": end.isoformat(), "valueQuantity": quantity(session.effort, "score")}
        yield name("effort"), {**base, "code": {"coding": [codes.own("effort")]}, **value}


def _observation(around: Around) -> Json:
    return {"resourceType": "Observation", "status": "final", "subject": refer(around.subject)}


def _component(code: str, value: Any) -> Json:
    return {"code": {"coding": [codes.own(code)]}, **typed(value)}


def _exercise(done: ExerciseDone, session: SessionDone, around: Around, procedure: str, end: datetime) -> Json:
    parts = [
        _component(code, getattr(done, field))
        for field, code in PLAIN.items()
        if getattr(done, field) not in ("", None)
    ]
    for field, (code, unit) in AMOUNTS.items():
        value = getattr(done, field)
        if value is not None:
            concept = {"coding": [codes.own(code)]}
            parts.append({"code": concept, "valueQuantity": quantity(value, unit or done.unit)})
    if done.stop_reason:
        reason = {"coding": [codes.own(done.stop_reason)]}
        parts.append({"code": {"coding": [codes.own("stop-reason")]}, "valueCodeableConcept": reason})
    for id_, fault in done.faults.items():
        kind = lean(codes.coding(codes.FAULT, id_, text(fault.name)))
        times = {"coding": [codes.own("fault-times"), kind], "text": text(f"{fault.name}: how often")}
        seconds = {"coding": [codes.own("fault-seconds"), kind], "text": text(f"{fault.name}: seconds")}
        parts.append({"code": times, "valueInteger": fault.times})
        parts.append({"code": seconds, "valueQuantity": quantity(fault.seconds, "s")})
    kind = lean(codes.coding(codes.EXERCISE, done.exercise, text(done.name)))
    return {
        **_observation(around),
        "partOf": [refer(procedure)],
        "code": lean({"coding": [codes.own("exercise-done"), kind], "text": text(done.name)}),
        "effectivePeriod": {"start": session.at.isoformat(), "end": end.isoformat()},
        "device": refer(around.device),
        "component": parts,
    }


def questions() -> Json:
    """The questionnaire of which the answers are given: what followed, never which question it was."""
    options = [{"valueCoding": codes.own(code)} for code in ("soon", "emergency", "checked")]
    return {
        "resourceType": "Questionnaire",
        "url": codes.QUESTIONS,
        "version": codes.EDITION,
        "name": "BackcoachSafety",
        "title": "Safety questions: what followed",
        "status": "active",
        "subjectType": ["Patient"],
        "item": [{
            "linkId": "outcome", "text": "What followed from the safety questions", "type": "choice",
            "answerOption": options,
        }],
    }  # fmt: skip


def _safety(told: SafetyTold, around: Around) -> Json:
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{codes.QUESTIONS}|{codes.EDITION}",
        "status": "completed",
        "subject": refer(around.subject),
        "authored": told.at.isoformat(),
        "source": refer(around.subject),
        "item": [{"linkId": "outcome", "answer": [{"valueCoding": codes.own(told.outcome)}]}],
    }


def _ceiling(told: CeilingTold, around: Around) -> Json:
    return {
        **_observation(around),
        "code": {"coding": [codes.own("ceiling-answer")]},
        "effectiveDateTime": told.at.isoformat(),
        "device": refer(around.device),
        "component": [_component(code, getattr(told, field)) for field, code in CEILING.items()],
    }


def _change(step: PlanChange, around: Around) -> Json:
    parts = [(name, getattr(step, name)) for name in ("exercise", "what", "before", "after", "how")]
    return lean({
        **_observation(around),
        "code": {"coding": [codes.own("routine-step")]},
        "effectiveDateTime": step.at.isoformat(),
        "device": refer(around.device),
        "component": [_component(name, value) for name, value in parts if text(value)],
    })  # fmt: skip


def _posture(totals: PostureTotals, results: Results, around: Around) -> Json:
    parts = [_component(name, getattr(totals, name)) for name in ("days", "breaks", "shifts")]
    for state, minutes in totals.minutes.items():
        concept = {"coding": [codes.own("sitting"), codes.coding(codes.SITTING, state)]}
        parts.append({"code": concept, "valueQuantity": quantity(minutes, "min")})
    return {
        **_observation(around),
        "code": {"coding": [codes.own("posture")]},
        "effectivePeriod": {"start": results.since.isoformat(), "end": results.until.isoformat()},
        "device": refer(around.device),
        "component": parts,
    }
