"""An assigned routine and results as one FHIR R4 bundle, and back."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Any, Final, Protocol

from coach.adapters.fhir import codes
from coach.adapters.fhir.checking import check, check_shape
from coach.adapters.fhir.elements import Json, lean, text
from coach.adapters.fhir.models import read_resource
from coach.adapters.fhir.plan_in import routine_in
from coach.adapters.fhir.plan_out import plan_entries
from coach.adapters.fhir.results_in import results_in
from coach.adapters.fhir.results_out import Around, device, result_entries
from coach.adapters.fhir.shelf import Shelf
from coach.core.routine import Routine
from coach.core.spec import Exercise
from coach.core.therapy.canonical import digest
from coach.core.therapy.results import Results
from coach.ports import ExchangeError

SPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, codes.OWN)
"""Addresses in a bundle are made from what it says: the same content gives the same bundle, byte for byte."""

VERSION: Final = "4.0.1"
NOTHING: Final[Mapping[str, Exercise]] = {}


class Whom(Protocol):
    """Whose routine and results: a reference, and a name that may be ""."""

    @property
    def reference(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A patient by reference, and by name if it is given."""

    reference: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a bundle holds. `told`: a plain sentence for each thing that could not be mapped."""

    routine: Routine | None
    results: Results | None
    told: tuple[str, ...]


def to_bundle(
    patient: Whom | None,
    routine: Routine | None,
    results: Results | None,
    *,
    exercises: Mapping[str, Exercise] = NOTHING,
) -> dict[str, Any]:
    """A Bundle of the type "collection", R4.

    Left out: a signature (it holds for the file alone) and where results are delivered (its token is a secret).

    Args:
        patient: None takes what routine or results name them by. exercises: give names, units and usual doses.
    """
    whom = patient or _named(routine, results)
    name = _names(whom, routine, results)
    subject = name("patient")
    found = [(subject, _patient(whom))]
    if routine:
        found += plan_entries(routine, subject, name, exercises, whom.reference)
    if results:
        found.append((name("device"), device(results.versions)))
        around = Around(
            subject,
            name("device"),
            name("plan") if routine else "",
            _orders(routine, found),
            routine.id if routine else "",
        )
        found += result_entries(results, around, name, (whom.reference, whom.name))
    found.append((name("codes"), codes.code_system()))
    return lean({
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _stamp(routine, results),
        "entry": [{"fullUrl": url, "resource": _with_id(url, resource)} for url, resource in found],
    })  # fmt: skip


def _with_id(url: str, resource: Json) -> Json:
    kind = resource["resourceType"]
    return {"resourceType": kind, "id": url.removeprefix("urn:uuid:"), **resource}


def _named(routine: Routine | None, results: Results | None) -> Named:
    assigned = routine.assigned.patient if routine and routine.assigned else ""
    said = results.patient if results else ""
    return Named(reference=said or assigned, name=results.person if results else "")


def _names(whom: Whom, routine: Routine | None, results: Results | None) -> Any:
    """Addresses for what the bundle holds. Two practices may call two patients by one reference: so what is in the
    bundle is part of each address, except that a session keeps its own in every bundle."""
    said = {
        "whom": whom.reference,
        "routine": [routine.id, routine.name, routine.author, len(routine.items)] if routine else [],
        "version": routine.assigned.version if routine and routine.assigned else 0,
        "sessions": [one.session for one in results.sessions] if results else [],
        "made": results.made_at if results else None,
    }
    seed = digest(said)
    sessions = [one.session for one in results.sessions] if results else []

    def name(what: str) -> str:
        kind, _, rest = what.partition(" ")
        number, _, part = rest.partition(" ")
        own = f"{whom.reference} {sessions[int(number)]} {part}" if kind == "session" else f"{seed} {what}"
        return f"urn:uuid:{uuid.uuid5(SPACE, own)}"

    return name


def _orders(routine: Routine | None, found: list[tuple[str, Json]]) -> dict[str, list[str]]:
    urls = [url for url, resource in found if resource["resourceType"] == "ServiceRequest"]
    orders: dict[str, list[str]] = {}
    for url, item in zip(urls, routine.items if routine else (), strict=True):
        orders.setdefault(item.exercise, []).append(url)
    return orders


def _patient(whom: Whom) -> Json:
    return lean({
        "resourceType": "Patient",
        "identifier": [lean({"system": codes.PATIENT, "value": text(whom.reference)})] if text(whom.reference) else [],
        "name": [{"text": text(whom.name)}] if text(whom.name) else [],
    })  # fmt: skip


def _stamp(routine: Routine | None, results: Results | None) -> str:
    if results:
        return results.made_at.isoformat()
    if routine and routine.assigned:
        return datetime.combine(routine.assigned.start, time(), UTC).isoformat()
    return ""


def bundle_bytes(document: Mapping[str, Any]) -> bytes:
    """A bundle as the bytes of a file."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def from_bundle(document: Mapping[str, Any], *, exercises: Mapping[str, Exercise] = NOTHING) -> Imported:
    """Routine and results of a bundle, the program's own or another system's.

    Resources that are wrong or not known are passed over and told. `exercises` are those that are known here; without
    any, every exercise of the program's own is taken as it is named.

    Raises:
        ExchangeError: it is no bundle of R4, or too large.
    """
    if wrong := check_shape(document):
        raise ExchangeError(wrong[0])
    kept, told = _sound(document)
    shelf = Shelf(kept)
    for sentence in told:
        shelf.tell(sentence)
    routine, results = routine_in(shelf, exercises), results_in(shelf)
    if routine is None and results is None:
        shelf.tell("There is neither a routine nor results of this program in it.")
    return Imported(routine=routine, results=results, told=shelf.told)


def _sound(document: Mapping[str, Any]) -> tuple[Mapping[str, Any], list[str]]:
    """The document without entries that are wrong, and what is wrong with them."""
    found = check(document)
    if not found:
        return document, []
    # A reference that leads nowhere or a code of another edition spoils no other value: only what can't be read goes.
    # Of many mistakes only the first are told, so that each entry is looked at here.
    kept = [entry for entry in document.get("entry", []) if not _unreadable(entry)]
    return {**document, "entry": kept}, [f"{said[0].upper()}{said[1:]}." for said in found]


def _unreadable(entry: Any) -> bool:
    return bool(read_resource(entry.get("resource") if isinstance(entry, dict) else None)[1])


def without_secrets(routine: Routine) -> Routine:
    """A routine as a bundle gives it back: without signature and where results are delivered."""
    assigned = replace(routine.assigned, deliver=None) if routine.assigned else None
    return replace(routine, assigned=assigned, signature=None)
