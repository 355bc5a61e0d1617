"""FHIR bundles: the program's own and another system's, changed here and there."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from coach.adapters.exchange import results_file, routine_file
from coach.adapters.fhir.bundle import bundle_bytes, from_bundle, to_bundle
from coach.adapters.fhir.checking import check, read
from coach.core.therapy import results_words
from tests import exchange_values
from tests.fuzz import samples
from tests.fuzz.documents import changed, to_json
from tests.fuzz.draws import Draws
from tests.fuzz.target import Target, must, refusable, strict_json


@cache
def documents() -> tuple[dict[str, Any], ...]:
    """Good bundles: a routine with the results of one session, a routine alone, and another system's plan."""
    whole = exchange_values.six_weeks()
    few = replace(whole, sessions=whole.sessions[6:7])
    routine = exchange_values.routine()
    own = [read(bundle_bytes(to_bundle(None, routine, done))) for done in (few, None)]
    return (*own, _foreign())


def _foreign() -> dict[str, Any]:
    subject = {"reference": "Patient/7"}
    often = {"repeat": {"frequency": 1, "period": 2, "periodUnit": "d"}}
    order = {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": subject}
    resources: list[dict[str, Any]] = [
        {"resourceType": "Patient", "id": "7", "name": [{"family": "Berg", "given": ["Anna"]}]},
        {"resourceType": "CarePlan", "id": "c", "status": "active", "intent": "plan", "subject": subject,
         "title": "Home exercises", "period": {"start": "2026-10-01"},
         "activity": [{"reference": {"reference": f"ServiceRequest/{id_}"}} for id_ in ("1", "2")]},
        {**order, "id": "1", "code": {"text": "Bird dog"}, "occurrenceTiming": often, "orderDetail": [{"text": "3x10"}],
         "note": [{"text": "Go slowly."}]},
        {**order, "id": "2", "code": {"coding": [{"system": "http://snomed.info/sct", "display": "Glute Bridge"}]},
         "quantityQuantity": {"value": 10}},
    ]  # fmt: skip
    entries = [
        {"fullUrl": f"https://x.example/{one['resourceType']}/{one['id']}", "resource": one} for one in resources
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def run(data: bytes) -> None:
    """A file as it stands, or a good one changed here and there."""
    rest = data[1:]
    if data[:1] == samples.CHANGED:
        draws = Draws(rest)
        rest = to_json(changed(draws, draws.pick(documents())))
    with refusable():
        document = read(rest)
        for sentence in check(document):
            must(isinstance(sentence, str) and "\n" not in sentence, "a mistake is told in more than a sentence")
        _used(document)


def _used(document: dict[str, Any]) -> None:
    back = from_bundle(document, exercises=samples.exercises())
    must(all("\n" not in line for line in back.told), "something is told in more than a sentence")
    if back.results is not None:
        must(bool(results_words.text(back.results)), "nothing is said of results")
        strict_json(json.loads(results_file.write(back.results, None, "", back.results.made_at)))
    if back.routine is not None:
        again = to_bundle(None, back.routine, None, exercises=samples.exercises())
        strict_json(again)
        routine_file.write_routine(back.routine, samples.exercises())


def _seeds() -> Iterator[bytes]:
    for number, document in enumerate(documents()):
        yield samples.RAW + to_json(document)
        yield samples.CHANGED + bytes([number, 0])
        for choices in samples.CHOICES[:4]:
            yield samples.CHANGED + bytes([number]) + choices


TARGET = Target(
    "bundles", "FHIR bundles", run, _seeds,
    ("coach.adapters.fhir.bundle", "coach.adapters.fhir.checking", "coach.adapters.fhir.elements",
     "coach.adapters.fhir.models", "coach.adapters.fhir.rules", "coach.adapters.fhir.shelf",
     "coach.adapters.fhir.plan_in", "coach.adapters.fhir.results_in"),
)  # fmt: skip
