"""Results in plain words, in full: a walk through the document finds every value in them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from coach.adapters.exchange import results_file
from coach.core.therapy import results_words as words
from coach.core.therapy.results import Results
from tests.results_samples import AT, RESULTS, full

TABLES = {"ended": words.ENDED, "stop_reason": words.REASONS, "outcome": words.OUTCOMES, "unit": words.UNITS}
MAYBE = {"what": words.WHAT, "how": words.HOW}


def _values(document: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(document, Mapping):
        for name, inner in document.items():
            yield from _values(inner, "" if key in ("versions", "minutes") else name)
            if key in ("versions", "faults", "minutes"):
                yield ("state" if key == "minutes" else "name"), name
    elif isinstance(document, list):
        for inner in document:
            yield from _values(inner, key)
    else:
        yield key, document


def _as_told(key: str, value: Any) -> str:
    """How a value of the document must stand in the words; "" where it says that nothing was."""
    if value in ("", 0, False, None):
        return ""
    if value is True:
        return {"paced": "led by the clock", "easier": "the easier exercise"}[key]
    if key in ("at", "made_at"):
        return words.moment(datetime.fromisoformat(value))
    if key in ("since", "until"):
        return words.day(date.fromisoformat(value))
    if key == "seen":
        return f"{round(value * 100, 1):g} %"
    if key == "corrected":
        return f"{abs(value)} {'added' if value > 0 else 'taken off'} by hand"
    if key in TABLES:
        return TABLES[key].get(value, value)
    if key in MAYBE:
        return MAYBE[key].get(value, value)
    if key == "state":
        return words.measure_words(value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _missing(results: Results) -> list[tuple[str, Any]]:
    text = words.text(results).casefold()
    found = _values(results_file.to_document(results))
    return [(key, value) for key, value in found if _as_told(key, value).casefold() not in text]


def test_a_whole_file_is_told() -> None:
    assert _missing(full()) == []
    signed = results_file.parse(results_file.write(full(), bytes(32), "Ann", AT))[0]
    assert signed.signature is not None
    assert signed.signature.value in words.text(signed)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(RESULTS)
def test_any_file_is_told(results: Results) -> None:
    assert _missing(results) == []


def test_how_it_reads() -> None:
    about, session, safety, above, changes, desk, names = words.parts(full())
    assert about.lines[0] == "From 2 March 2026 to 4 March 2026: 1 session."
    assert words.NEVER in about.lines
    assert session.heading == "2 March 2026, 19:30 (UTC+01:00): Back at work"
    assert session.lines[:4] == (
        "23.5 minutes. Stopped. For pain. The routine was the therapist's number 3.",
        "Pain, 0 to 10: 3 before, 6 at the stop, 4 after, 2 the next morning. Effort, 0 to 10: 7.",
        "The camera saw somebody 81.2 % of the time.",
        "Glute bridge, left side: 2 of 3 sets, 21 of 30 asked for: 17 in good form, 5 with a fault, 4 not all the way, "
        "1 taken off by hand.",
    )
    assert "  Back arched: 6 times, 7.9 s in all." in session.lines
    assert session.lines[-1] == (
        "Pelvic tilt, the easier exercise taken when form slipped: 1 of 1 set, 8 of 8 rounds, led by the clock; "
        "nothing was judged."
    )
    assert "Which question it was is not in the file." in safety.lines[0]
    assert above.lines == ("2 March 2026, 19:30 (UTC+01:00): went on at pain 7 above 5.",)
    assert changes.lines == (
        "2 March 2026, 19:30 (UTC+01:00): plank: seconds of each hold from 20 to 25, offered and taken.",
    )
    assert desk.lines[0] == "4 days, 14 breaks taken, 93 changes of posture."
    assert "Session of 2 March 2026, 19:30 (UTC+01:00): c0ffee, routine dana." in names.lines


@pytest.mark.parametrize("word", ["treat", "cure", "diagnos", "heal "])
def test_nothing_is_promised(word: str) -> None:
    assert word not in words.text(full()).lower()
