"""What is wrong with a bundle, a plain sentence for each mistake.

Checked: everything that the R4 models of `fhirclient` check and what they let pass (see `models`), required value sets
of the resources used here, rules between fields that matter to them, that references lead somewhere and to the right
kind, that addresses and ids agree and stand once, dates, UCUM units. Not checked: profiles (no Python package does),
whether a code exists in LOINC or SNOMED, narrative, the value sets of resources that are not used here, FHIRPath rules
beyond those in `rules`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from coach.adapters.fhir.elements import Json, table, tables, words
from coach.adapters.fhir.models import let_pass, read_resource
from coach.adapters.fhir.required import TARGETS, VALUES
from coach.adapters.fhir.rules import broken
from coach.ports import ExchangeError, readable

LARGEST: Final = 20_000_000
"""Bytes of a file. A year of sessions takes about 6 million."""
MOST_ENTRIES: Final = 20_000
DEEPEST: Final = 40
"""Tables within tables; FHIR's own resources stay under 20."""
MOST_MISTAKES: Final = 200
"""Mistakes told of one document."""

UUID: Final = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
FULL: Final = re.compile(r"(?:https?://\S+/[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64}|urn:oid:[0-2](?:\.\d+)+)")


def read(content: bytes, name: str = "the file") -> Json:
    """The document in a file's bytes.

    Raises:
        ExchangeError: too large, no JSON, too deep, or no table.
    """
    if len(content) > LARGEST:
        raise ExchangeError(f"{name} is larger than {LARGEST // 1_000_000} MB")
    try:
        found = json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ExchangeError(f"{name} is not JSON that can be read") from error
    if not isinstance(found, dict):
        raise ExchangeError(f"{name} holds no FHIR resource")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number in JSON")


def check(document: Mapping[str, Any]) -> list[str]:
    """Sentences about what is wrong, in the order of the document; empty when it is fine."""
    wrong = check_shape(document)
    if wrong:
        return wrong
    found: list[str] = []
    for sentence in _all(document):
        found.append(readable(sentence))
        if len(found) >= MOST_MISTAKES:
            return [*found, f"there may be more; only the first {MOST_MISTAKES} are told"]
    return found


def check_shape(document: Mapping[str, Any]) -> list[str]:
    """What keeps a document from being read at all."""
    if not isinstance(document, dict) or document.get("resourceType") != "Bundle":
        return ["the document is no FHIR bundle"]
    entries = document.get("entry", [])
    if not isinstance(entries, list):
        return ["the bundle's entry is no list"]
    if len(entries) > MOST_ENTRIES:
        return [f"the bundle has {len(entries)} entries; at most {MOST_ENTRIES} are read"]
    if _too_deep(document):
        return [f"the document is nested deeper than {DEEPEST} levels"]
    return []


def _too_deep(document: Any) -> bool:
    level = [document]
    for _ in range(DEEPEST):
        inner = (list(one.values()) if isinstance(one, dict) else one for one in level)
        level = [value for values in inner for value in values if isinstance(value, dict | list)]
        if not level:
            return False
    return True


def _all(document: Mapping[str, Any]) -> Iterator[str]:
    yield from _bundle(document)
    entries = document.get("entry", [])
    kinds = _kinds(entries)
    # References on the web may lead out of the bundle; those to a uuid may not.
    for number, entry in enumerate(entries, start=1):
        said = f"entry {number}"
        if not isinstance(entry, dict):
            yield f"{said}: it is no table"
            continue
        yield from (f"{said}: {wrong}" for wrong in _address(entry))
        resource = entry.get("resource")
        if resource is not None:
            yield from _resource(said, resource, kinds)


def _bundle(document: Mapping[str, Any]) -> Iterator[str]:
    shell = {key: value for key, value in document.items() if key != "entry"}
    made, wrong = read_resource(shell)
    yield from (f"the bundle: {said}" for said in wrong)
    if made is not None:
        yield from (f"the bundle: {said}" for said in let_pass(made, shell, "Bundle"))
    kind = document.get("type")
    if "total" in document and kind in VALUES["Bundle", "type"] - {"searchset", "history"}:
        yield f"the bundle: total has no place in a {kind}"
    urls = [url for entry in tables(document.get("entry")) if (url := words(entry.get("fullUrl")))]
    if kind != "history":
        twice = sorted({url for url in urls if urls.count(url) > 1}) if len(set(urls)) < len(urls) else []
        yield from (f"the bundle: two entries have the address {url[:80]}" for url in twice)


def _kinds(entries: list[Any]) -> dict[str, str]:
    """Kind of resource by each address it can be reached at."""
    found: dict[str, str] = {}
    for entry in tables(entries):
        resource = table(entry.get("resource"))
        kind, id_ = words(resource.get("resourceType")), words(resource.get("id"))
        found[words(entry.get("fullUrl"))] = kind
        found[f"{kind}/{id_}"] = kind
    return found


def _address(entry: Json) -> Iterator[str]:
    unknown = set(entry) - {"fullUrl", "resource", "link", "search", "request", "response", "id", "extension"}
    yield from (f"unknown key '{key[:40]}'" for key in sorted(unknown))
    url, id_ = entry.get("fullUrl"), table(entry.get("resource")).get("id")
    if url is None:
        return
    if not isinstance(url, str) or not (UUID.fullmatch(url) or FULL.fullmatch(url)):
        yield f"fullUrl '{str(url)[:80]}' is neither urn:uuid: in small letters nor the address of a resource"
    elif id_ is not None and url.rsplit(":" if url.startswith("urn:") else "/", 1)[-1] != id_:
        yield f"fullUrl and id do not agree ({url[:80]} and {str(id_)[:64]})"


def _resource(said: str, resource: Any, kinds: Mapping[str, str]) -> Iterator[str]:
    made, wrong = read_resource(resource)
    kind = words(table(resource).get("resourceType")) or "no resource"
    yield from (f"{said} ({kind[:40]}): {one}" for one in wrong)
    if made is None:
        return
    yield from (f"{said} ({kind}): {one}" for one in let_pass(made, resource, kind))
    yield from (f"{said} ({kind}): {one}" for one in broken(resource))
    yield from (f"{said} ({kind}): {one}" for one in _references(resource, kinds))


def _references(resource: Json, kinds: Mapping[str, str]) -> Iterator[str]:
    held = {f"#{words(one.get('id'))}" for one in tables(resource.get("contained"))}
    kind = resource["resourceType"]
    for key, url in _links(resource, ""):
        to = kinds.get(url)
        allowed = TARGETS.get((kind, key))
        if url.startswith("#") and url not in held:
            yield f"{key} leads to {url[:80]}, which it does not contain"
        elif url.startswith("urn:") and to is None:
            yield f"{key} leads to {url[:80]}, which is not in the bundle"
        elif to and allowed and to not in allowed:
            yield f"{key} leads to a {to}; it may lead to {', '.join(sorted(allowed))}"


def _links(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Every reference within, with the key under which it stands."""
    if isinstance(value, list):
        for one in value:
            yield from _links(one, key)
    elif isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield key, value["reference"]
        for name, inner in value.items():
            if name != "contained":
                yield from _links(inner, name)
