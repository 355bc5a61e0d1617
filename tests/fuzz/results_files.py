"""Results files: plain, signed, sealed and spoilt; read, told in words, tabled, written and read the same."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final

from coach.adapters.clinic_reports import csv_tables
from coach.adapters.exchange import results_file, sealing, signing
from coach.core.therapy import adherence, results_words, trends
from coach.core.therapy.results import Results
from tests import exchange_values
from tests.fuzz import samples
from tests.fuzz.documents import changed, to_json
from tests.fuzz.draws import Draws
from tests.fuzz.target import Target, must, refusable

KEY: Final = bytes(range(32))
AT: Final = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)


@cache
def contents() -> tuple[bytes, ...]:
    """Good files: two sessions, unsigned and signed, and one of nothing."""
    whole = exchange_values.six_weeks()
    few = replace(whole, sessions=whole.sessions[5:7])
    none = replace(whole, sessions=(), posture=None)
    return (
        results_file.write(few, None, "", AT), results_file.write(few, KEY, "Ann", AT),
        results_file.write(none, None, "", AT),
    )  # fmt: skip


@cache
def documents() -> tuple[dict[str, Any], ...]:
    """The same as tables."""
    return tuple(json.loads(content) for content in contents())


def _plain(data: bytes) -> None:
    with refusable():
        _used(*results_file.parse(data))


def _changed(data: bytes) -> None:
    draws = Draws(data)
    document = changed(draws, draws.pick(documents()))
    if draws.below(2) and isinstance(document, dict):
        with refusable():
            document = signing.sign(document, KEY, draws.text() or "Ann", AT)
            must(signing.check(document).state == "valid", "what was just signed is not valid")
    _plain(to_json(document))


def _sealed(data: bytes) -> None:
    """Sealed to us, and spoilt on the way."""
    draws = Draws(data)
    content = draws.pick(contents())
    sealed = bytearray(sealing.seal(content, sealing.public_of(KEY)))
    spoilt = draws.below(4)
    for _ in range(spoilt):
        sealed[draws.below(len(sealed))] = draws.below(256)
    with refusable():
        must(sealing.is_sealed(bytes(sealed)) or bool(spoilt), "a sealed file is not seen to be one")
        sealing.sealed_to(bytes(sealed))
        must(sealing.unseal(bytes(sealed), KEY) == content, "what was sealed opens otherwise")


def _opened(data: bytes) -> None:
    """Any bytes as a sealed file."""
    sealing.is_sealed(data)
    for look in (sealing.sealed_to, lambda content: sealing.unseal(content, KEY)):
        with refusable():
            look(data)


def _used(results: Results, signed: object, digest: str) -> None:
    must(len(digest) == 64, "a digest of another length")
    must(bool(results_words.text(results)), "nothing is said of results")
    for week in adherence.last_weeks(results.sessions, (), date(2026, 11, 30)):
        must(week.done >= 0, "less than nothing was done")
    for session in results.sessions:
        share = adherence.share_done(session)
        must(share is None or 0 <= share < 1e9, "a share that is none")
    trends.trends(results.sessions)
    back = csv_tables.from_zip(csv_tables.to_zip([results]))
    must(len(back) == len(results.sessions), "tables hold another number of sessions")
    written = results_file.write(results, KEY, "Ann", AT)
    again, state, _ = results_file.parse(written)
    must(replace(again, signature=None) == replace(results, signature=None), "results are not read as written")
    must(state.state == "valid", "what was just signed is not valid")
    must(results_file.write(again, KEY, "Ann", AT) == written, "written again it is another file")


WAYS: Final[tuple[Callable[[bytes], None], ...]] = (_plain, _changed, _sealed, _opened)


def run(data: bytes) -> None:
    """By its first byte: a file, a changed one, one sealed and spoilt, or any bytes for a sealed one."""
    way = data[0] if data else 0
    WAYS[way % len(WAYS)](data[1:])


def _seeds() -> Iterator[bytes]:
    for number, content in enumerate(contents()):
        yield b"\0" + content
        yield bytes([1, number, 0])
        yield bytes([3]) + sealing.seal(content, sealing.public_of(KEY))[:4000]
    for number, choices in enumerate(samples.CHOICES):
        yield bytes([1, number % 3]) + choices
        yield bytes([2]) + choices


TARGET = Target(
    "results", "results files: plain, signed, sealed", run, _seeds,
    ("coach.adapters.exchange.results_file", "coach.adapters.exchange.sealing", "coach.adapters.exchange.signing",
     "coach.adapters.exchange.keys", "coach.core.therapy.results_bounds", "coach.core.therapy.results_words",
     "coach.core.therapy.canonical", "coach.core.therapy.trends", "coach.core.therapy.adherence",
     "coach.adapters.clinic_reports.csv_tables"),
)  # fmt: skip
