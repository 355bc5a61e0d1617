"""Procedures and observations read as results: the program's own; of others it is told that they say too little."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from coach.adapters.fhir import codes
from coach.adapters.fhir.elements import Json, code_in, first, given, table, tables, value_of, words
from coach.adapters.fhir.results_out import AMOUNTS, CEILING, PAINS, PLAIN
from coach.adapters.fhir.shelf import Shelf
from coach.core.therapy.results import (
    CeilingTold,
    ExerciseDone,
    PlanChange,
    PostureTotals,
    Results,
    SafetyTold,
    SessionDone,
)

_T = TypeVar("_T")

_EXERCISE: Final = TypeAdapter(ExerciseDone)
_SESSION: Final = TypeAdapter(SessionDone)
_SAFETY: Final = TypeAdapter(SafetyTold)
_CEILING: Final = TypeAdapter(CeilingTold)
_CHANGE: Final = TypeAdapter(PlanChange)
_POSTURE: Final = TypeAdapter(PostureTotals)
_RESULTS: Final = TypeAdapter(Results)

FIELDS: Final[Mapping[str, str]] = {
    **{code: field for field, code in PLAIN.items()},
    **{code: field for field, (code, _) in AMOUNTS.items()},
    "stop-reason": "stop_reason",
}
"""Field of an exercise by its code."""


def results_in(shelf: Shelf) -> Results | None:
    """The results in a bundle, None where there are none; what could not be mapped is told to the shelf."""
    by_session, alone = _sorted(shelf)
    sessions = _there(_session(url, one, by_session, shelf) for url, one in shelf.of("Procedure"))
    safety = _there(_safety(told, shelf) for _, told in shelf.of("QuestionnaireResponse"))
    changes = _there(_change(step, shelf) for step in alone.get("routine-step", []))
    postures = _there(_posture(desk, shelf) for desk in alone.get("posture", []))
    held = next((one for _, one in shelf.of("List") if code_in(one.get("code")) == "results"), None)
    if held is None and not sessions:
        return None
    days = [one.at.date() for one in sessions]
    listed = held or {}
    fields: Json = given(
        made_at=listed.get("date") or (sessions[-1].at if sessions else None),
        since=first(listed, "since") or min(days, default=None),
        until=first(listed, "until") or max(days, default=None),
        routine=first(listed, "routine"),
        routine_name=first(listed, "routine-name"),
        routine_digest=first(listed, "routine-digest"),
    )
    fields |= {"patient": _whom(listed, "patient", shelf.reference), "person": first(listed, "person") or shelf.person}
    fields["versions"] = _versions(shelf)
    fields["ceiling_answers"] = _there(_ceiling(told, shelf) for told in alone.get("ceiling-answer", []))
    made = _made(_RESULTS, fields, "The results", shelf)
    return _with(made, sessions, safety, changes, postures) if isinstance(made, Results) else None


def _there(found: Iterable[_T | None]) -> list[_T]:
    return [one for one in found if one is not None]


def _with(
    made: Results,
    sessions: list[SessionDone],
    safety: list[SafetyTold],
    changes: list[PlanChange],
    postures: list[PostureTotals],
) -> Results:
    return replace(
        made,
        sessions=tuple(sessions),
        safety=tuple(safety),
        changes=tuple(changes),
        posture=postures[0] if postures else None,
    )


def _whom(listed: Json, name: str, usual: str) -> str:
    said = first(listed, name)
    return usual if said is None else "" if said == "-" else str(said)


def _made(kind: TypeAdapter[Any], fields: Json, what: str, shelf: Shelf) -> Any:
    try:
        return kind.validate_python(fields)
    except ValidationError as error:
        one = error.errors()[0]
        where = ".".join(str(part) for part in one["loc"])
        cause = " ".join(f"{where}: {one['msg']}".split())
        shelf.tell(f"{what} can't be used ({cause[:160]}); passed over.")
        return None


def _sorted(shelf: Shelf) -> tuple[dict[str, list[Json]], dict[str, list[Json]]]:
    """Observations by the session that they are part of; and those that stand alone, by code."""
    by_session: dict[str, list[Json]] = {}
    alone: dict[str, list[Json]] = {}
    for _, one in shelf.of("Observation"):
        urls = [words(part.get("reference")) for part in tables(one.get("partOf"))]
        code = code_in(one.get("code")) or code_in(one.get("code"), codes.LOINC)
        if urls:
            by_session.setdefault(urls[0], []).append(one)
        elif code in ("routine-step", "posture", "ceiling-answer"):
            alone.setdefault(code, []).append(one)
        else:
            concept = table(one.get("code"))
            name = words(concept.get("text")) or next(
                (words(part.get("display")) or words(part.get("code")) for part in tables(concept.get("coding"))), ""
            )
            shelf.tell(f"An observation that belongs to no session ({name or 'without a name'}) was passed over.")
    return by_session, alone


def _session(url: str, procedure: Json, by_session: Mapping[str, list[Json]], shelf: Shelf) -> SessionDone | None:
    identifiers = tables(procedure.get("identifier"))
    id_ = next((words(one.get("value")) for one in identifiers if one.get("system") == codes.SESSION), "")
    if not id_:
        name = words(table(procedure.get("code")).get("text")) or "a procedure"
        shelf.tell(f"What was done was not recorded by this program ({name}); it was passed over.")
        return None
    parts = by_session.get(url, []) or by_session.get(f"Procedure/{words(procedure.get('id'))}", [])
    period = table(procedure.get("performedPeriod"))
    fields = given(
        session=id_,
        at=period.get("start"),
        routine=first(procedure, "routine") or "",
        routine_name=words(table(procedure.get("code")).get("text")),
        routine_version=first(procedure, "routine-version"),
        ended=code_in(procedure.get("outcome")) or None,
        stop_reason=code_in(procedure.get("statusReason")) or None,
        seen=first(procedure, "seen"),
    )
    for field, code in {**PAINS, "effort": "effort"}.items():
        fields |= given(**{field: next((value_of(one) for one in parts if code_in(one.get("code")) == code), None)})
    long = (value_of(one) for one in parts if code_in(one.get("code"), codes.LOINC) == codes.DURATION[0])
    fields["minutes"] = next(long, None)
    done = [one for one in parts if code_in(one.get("code")) == "exercise-done"]
    fields["exercises"] = [made for one in done if (made := _exercise(one, shelf)) is not None]
    made = _made(_SESSION, fields, f"The session {id_}", shelf)
    return made if isinstance(made, SessionDone) else None


def _exercise(done: Json, shelf: Shelf) -> ExerciseDone | None:
    fields: Json = {
        "exercise": code_in(done.get("code"), codes.EXERCISE),
        "name": _shown(done.get("code"), codes.EXERCISE),
    }
    faults: dict[str, Json] = {}
    for part in tables(done.get("component")):
        code, fault = code_in(part.get("code")), code_in(part.get("code"), codes.FAULT)
        if fault:
            held = faults.setdefault(fault, {"name": _shown(part.get("code"), codes.FAULT)})
            held["times" if code == "fault-times" else "seconds"] = value_of(part)
        elif code in FIELDS:
            fields[FIELDS[code]] = value_of(part)
    made = _made(_EXERCISE, {**fields, "faults": faults}, f"The exercise {fields['name']}", shelf)
    return made if isinstance(made, ExerciseDone) else None


def _shown(concept: Any, system: str) -> str:
    parts = (one for one in tables(table(concept).get("coding")) if one.get("system") == system)
    return next((words(one.get("display")) for one in parts), "")


def _safety(told: Json, shelf: Shelf) -> SafetyTold | None:
    if words(told.get("questionnaire")).partition("|")[0] != codes.QUESTIONS:
        shelf.tell("Answers to a questionnaire of another program were passed over.")
        return None
    answers = [value_of(one) for item in tables(told.get("item")) for one in tables(item.get("answer"))]
    fields = {"at": told.get("authored"), "outcome": next(iter(answers), None)}
    made = _made(_SAFETY, fields, "A safety answer", shelf)
    return made if isinstance(made, SafetyTold) else None


def _parts(observation: Json) -> Json:
    return {code_in(one.get("code")): value_of(one) for one in tables(observation.get("component"))}


def _change(step: Json, shelf: Shelf) -> PlanChange | None:
    names = ("exercise", "what", "before", "after", "how")
    fields = {name: _parts(step).get(name, "") for name in names}
    made = _made(_CHANGE, {"at": step.get("effectiveDateTime"), **fields}, "A step of the routine", shelf)
    return made if isinstance(made, PlanChange) else None


def _ceiling(told: Json, shelf: Shelf) -> CeilingTold | None:
    parts = _parts(told)
    fields = given(at=told.get("effectiveDateTime"), **{field: parts.get(code) for field, code in CEILING.items()})
    made = _made(_CEILING, fields, "An answer about pain above the ceiling", shelf)
    return made if isinstance(made, CeilingTold) else None


def _posture(desk: Json, shelf: Shelf) -> PostureTotals | None:
    minutes = {
        state: value_of(one)
        for one in tables(desk.get("component"))
        if (state := code_in(one.get("code"), codes.SITTING))
    }
    fields = {name: _parts(desk).get(name) for name in ("days", "breaks", "shifts")}
    made = _made(_POSTURE, {**fields, "minutes": minutes}, "The hours at the desk", shelf)
    return made if isinstance(made, PostureTotals) else None


def _versions(shelf: Shelf) -> dict[str, str]:
    found: dict[str, str] = {}
    for _, one in shelf.of("Device"):
        for version in tables(one.get("version")):
            found[words(table(version.get("type")).get("text"))] = words(version.get("value"))
    return {name: version for name, version in found.items() if name}
