"""Results files: what is written is read, who signed is told, and what is wrong is refused with its place."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from coach.adapters.exchange import results_file, sealing, signing
from coach.core.therapy.results import Results
from coach.ports import ExchangeError
from tests.results_samples import AT, RESULTS, full

SCHEMA = Path(__file__).parents[1] / "assets" / "results.schema.json"
KEY = bytes(range(32))


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(RESULTS)
def test_what_is_written_is_read(results: Results) -> None:
    content = results_file.write(results, KEY, "Ann", AT)
    read, signed, digest = results_file.parse(content)
    assert replace(read, signature=None) == results
    assert (signed.state, signed.by, signed.key) == ("valid", "Ann", signing.public_of(KEY))
    unsigned = results_file.parse(results_file.write(results, None, "", AT))
    assert (unsigned[0], unsigned[1].state, unsigned[2]) == (results, "unsigned", digest)


def test_a_changed_file_is_told() -> None:
    document = json.loads(results_file.write(full(), KEY, "Ann", AT))
    document["sessions"][0]["pain_before"] = 1
    results, signed, digest = results_file.parse(json.dumps(document).encode())
    assert (results.sessions[0].pain_before, signed.state) == (1, "changed")
    assert digest != results_file.digest(results_file.to_document(full()))


def test_a_sealed_file_is_told_and_opens_with_its_key() -> None:
    content = results_file.write(full(), None, "", AT)
    sealed = sealing.seal(content, sealing.public_of(KEY))
    with pytest.raises(ExchangeError, match="the results are sealed"):
        results_file.parse(sealed)
    assert sealing.unseal(sealed, KEY) == content


def _changed(path: str, value: Any) -> bytes:
    document = json.loads(results_file.write(full(), None, "", AT))
    *way, last = [int(part) if part.isdecimal() else part for part in path.split("/")]
    inner = document
    for part in way:
        inner = inner[part]
    inner[last] = value
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("sessions/0/pain_before", 11, "sessions[0].pain_before: lies between 0 and 10"),
        ("sessions/0/pain_before", "3", "sessions[0].pain_before: input should be a valid integer"),
        ("sessions/0/pain_before", True, "sessions[0].pain_before: input should be a valid integer"),
        ("sessions/0/seen", 1.2, "sessions[0].seen: lies between 0 and 1"),
        ("sessions/0/exercises/0/seen", -0.1, "sessions[0].exercises[0].seen: lies between 0 and 1"),
        ("sessions/0/exercises/0/correct", -1, "sessions[0].exercises[0].correct: lies between 0 and 1e+06"),
        ("sessions/0/exercises/0/best", 1e300, "sessions[0].exercises[0].best: lies between -1000 and 1000"),
        ("sessions/0/exercises/0/faults/over_arch/times", 1.5, "over_arch.times: input should be a valid integer"),
        ("sessions/0/exercises/0/landmarks", [1], "sessions[0].exercises[0].landmarks: is not known"),
        ("sessions/0/exercises", [{}] * 41, "sessions[0].exercises[0].exercise: is missing"),
        ("sessions/0/at", "2026-03-02T19:30:00", "sessions[0].at: needs its offset from UTC"),
        ("sessions/0/at", "9999-03-02T19:30:00+00:00", "sessions[0].at: lies between the years 2000 and 2200"),
        ("sessions/0/at", 1772476200, "sessions[0].at: input should be a valid datetime"),
        ("since", "yesterday", "since: input should be a valid date"),
        ("person", "x" * 201, "person: has more than 200 characters"),
        ("person", "Ann\u001b[2J", "person: holds a letter that can't be shown"),
        ("person", "\ud800", "invalid JSON"),
        ("versions", {"x" * 130: "1"}, "has more than 120 characters"),
        ("posture/minutes", {str(n): 1 for n in range(20)}, "posture.minutes: has more than 10 entries"),
        ("posture/minutes", {"slump": -1}, "posture.minutes.slump: lies between 0 and"),
        ("format", "backcoach.results/2", "format: is not backcoach.results/1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_place(path: str, value: Any, said: str) -> None:
    with pytest.raises(ExchangeError) as refused:
        results_file.parse(_changed(path, value))
    assert said in str(refused.value)
    assert len(str(refused.value)) < 1000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not valid JSON"),
        (b"\xff\xfe", "not text in UTF-8"),
        (b"[]", "holds no results"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"format": "backcoach.results/1", "since": NaN}', "a number is NaN"),
        (b'{"format": "backcoach.results/1", "since": 1e999}', "a number is none"),
        (b'{"format": "backcoach.results/1", "format": "x"}', "a key stands twice"),
        (b'{"since": ' + b"1" * 5000 + b"}", "not valid JSON"),
        (b" " * 20_000_001, "larger than 20 MB"),
        (b"{}", "format: is not"),
    ],
)
def test_garbage_is_refused_in_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(ExchangeError) as refused:
        results_file.parse(content)
    assert said in str(refused.value)


def test_too_many_sessions_are_refused() -> None:
    document = json.loads(results_file.write(full(), None, "", AT))
    document["sessions"] *= 5001
    with pytest.raises(ExchangeError, match="sessions: has more than 5000 entries"):
        results_file.parse(json.dumps(document).encode())


def test_what_has_no_place_in_a_file_is_not_written() -> None:
    with pytest.raises(ExchangeError, match="person: has more than 200 characters"):
        results_file.write(replace(full(), person="x" * 201), None, "", AT)


def test_the_published_schema_is_current() -> None:
    """`coach results schema > assets/results.schema.json` makes it anew."""
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == results_file.schema()
