"""A bundle laid out for reading: resources by address and kind, and what there was to tell of them."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from coach.adapters.fhir.elements import Json, table, tables, words
from coach.ports import readable

MOST_TOLD: Final = 40
"""Sentences about what could not be mapped; more are read by nobody. Estimated."""

READ: Final = frozenset({
    "Bundle", "Patient", "CarePlan", "Goal", "ServiceRequest", "Procedure", "Observation", "QuestionnaireResponse",
    "Questionnaire", "Device", "CodeSystem", "List", "Practitioner", "PractitionerRole", "Organization",
})  # fmt: skip
"""Kinds of resources that are made use of, or need no word when they are not."""


class Shelf:
    """The resources of a bundle."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._by_url: dict[str, Json] = {}
        self._by_kind: dict[str, list[tuple[str, Json]]] = {}
        self._told: Counter[str] = Counter()
        for number, entry in enumerate(tables(document.get("entry"))):
            self._put(words(entry.get("fullUrl")) or f"#{number}", table(entry.get("resource")))
        for kind, found in self._by_kind.items():
            if kind not in READ:
                self.tell(f"{len(found)} of the kind {kind} {'was' if len(found) == 1 else 'were'} passed over.")

    def _put(self, url: str, resource: Json) -> None:
        kind, id_ = words(resource.get("resourceType")), words(resource.get("id"))
        self._by_url.setdefault(url, resource)
        if id_:
            self._by_url.setdefault(f"{kind}/{id_}", resource)
        self._by_kind.setdefault(kind, []).append((url, resource))

    def of(self, kind: str) -> list[tuple[str, Json]]:
        """Resources of a kind with their addresses, in the order of the bundle."""
        return self._by_kind.get(kind, [])

    def at(self, url: str, near: str) -> Json | None:
        """The resource at an address; a relative one is looked for beside `near` too."""
        stem = near.rsplit("/", 2)[0]
        return self._by_url.get(url) or self._by_url.get(f"{stem}/{url}")

    @property
    def reference(self) -> str:
        """What the patient is named by, "" where nothing names them."""
        for _, patient in self.of("Patient"):
            for one in tables(patient.get("identifier")):
                return words(one.get("value"))
        return ""

    @property
    def person(self) -> str:
        """The patient's name, "" without one."""
        for _, patient in self.of("Patient"):
            for name in tables(patient.get("name")):
                parts = [part for part in name.get("given") or [] if isinstance(part, str)]
                return words(name.get("text")) or " ".join([*parts, words(name.get("family"))]).strip()
        return ""

    def tell(self, sentence: str) -> None:
        """Note what could not be mapped; the same is told once."""
        self._told[readable(sentence)] += 1

    @property
    def told(self) -> tuple[str, ...]:
        """What there is to tell, a sentence each."""
        lines = [f"{said} ({times} times)" if times > 1 else said for said, times in self._told.items()]
        more = len(lines) - MOST_TOLD
        return tuple([*lines[:MOST_TOLD], f"And {more} more of that kind."] if more > 0 else lines)
