"""Value sets that R4 4.0.1 binds as required, for the resources that are read or given out here."""

from collections.abc import Mapping
from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


REQUEST: Final = _set("draft active on-hold revoked completed entered-in-error unknown")
INTENT: Final = _set("proposal plan directive order original-order reflex-order filler-order instance-order option")
EVENT: Final = _set("preparation in-progress not-done on-hold stopped completed entered-in-error unknown")
PUBLICATION: Final = _set("draft active retired unknown")
TIME_UNIT: Final = _set("s min h d wk mo a")

VALUES: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("Bundle", "type"): _set(
        "document message transaction transaction-response batch batch-response history searchset collection"
    ),
    ("BundleEntryRequest", "method"): _set("GET HEAD POST PUT DELETE PATCH"),
    ("BundleEntrySearch", "mode"): _set("match include outcome"),
    ("CarePlan", "status"): REQUEST,
    ("CarePlan", "intent"): _set("proposal plan order option"),
    ("CarePlanActivityDetail", "status"): _set(
        "not-started scheduled in-progress on-hold completed cancelled stopped unknown entered-in-error"
    ),
    ("Goal", "lifecycleStatus"): _set(
        "proposed planned accepted active on-hold completed cancelled entered-in-error rejected"
    ),
    ("ServiceRequest", "status"): REQUEST,
    ("ServiceRequest", "intent"): INTENT,
    ("ServiceRequest", "priority"): _set("routine urgent asap stat"),
    ("Procedure", "status"): EVENT,
    ("Observation", "status"): _set(
        "registered preliminary final amended corrected cancelled entered-in-error unknown"
    ),
    ("QuestionnaireResponse", "status"): _set("in-progress completed amended entered-in-error stopped"),
    ("Questionnaire", "status"): PUBLICATION,
    ("QuestionnaireItem", "type"): _set(
        "group display question boolean decimal integer date dateTime time string text url choice open-choice "
        "attachment reference quantity"
    ),
    ("Device", "status"): _set("active inactive entered-in-error unknown"),
    ("DeviceDeviceName", "type"): _set(
        "udi-label-name user-friendly-name patient-reported-name manufacturer-name model-name other"
    ),
    ("CodeSystem", "status"): PUBLICATION,
    ("CodeSystem", "content"): _set("not-present example fragment complete supplement"),
    ("List", "status"): _set("current retired entered-in-error"),
    ("List", "mode"): _set("working snapshot changes"),
    ("Patient", "gender"): _set("male female other unknown"),
    ("Identifier", "use"): _set("usual official temp secondary old"),
    ("HumanName", "use"): _set("usual official temp nickname anonymous old maiden"),
    ("Narrative", "status"): _set("generated extensions additional empty"),
    ("TimingRepeat", "durationUnit"): TIME_UNIT,
    ("TimingRepeat", "periodUnit"): TIME_UNIT,
    ("TimingRepeat", "dayOfWeek"): _set("mon tue wed thu fri sat sun"),
    ("Quantity", "comparator"): _set("< <= >= >"),
}
"""Model of `fhirclient` and its property: what may stand there."""

TARGETS: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("CarePlan", "subject"): _set("Patient Group"),
    ("CarePlan", "goal"): _set("Goal"),
    ("Goal", "subject"): _set("Patient Group Organization"),
    ("ServiceRequest", "subject"): _set("Patient Group Location Device"),
    ("ServiceRequest", "basedOn"): _set("CarePlan ServiceRequest MedicationRequest"),
    ("Procedure", "subject"): _set("Patient Group"),
    ("Procedure", "basedOn"): _set("CarePlan ServiceRequest"),
    ("Procedure", "usedReference"): _set("Device Medication Substance"),
    ("Observation", "subject"): _set("Patient Group Device Location"),
    ("Observation", "device"): _set("Device DeviceMetric"),
    ("Observation", "partOf"): _set(
        "MedicationAdministration MedicationDispense MedicationStatement Procedure Immunization ImagingStudy"
    ),
    ("QuestionnaireResponse", "source"): _set("Patient Practitioner PractitionerRole RelatedPerson"),
    ("List", "source"): _set("Practitioner PractitionerRole Patient Device"),
    ("List", "subject"): _set("Patient Group Device Location"),
}
"""Kind of resource and a reference of it: what kinds it may lead to."""
