"""Routine files, links and the texts of codes: read, used, written again and read the same."""

import json
import tomllib
import zlib
from base64 import b32encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from coach.adapters.exchange import link, routine_file
from coach.core.routine import minutes, offers, works
from coach.core.therapy.canonical import canonical
from coach.core.therapy.incoming import Incoming
from coach.ports import ExchangeError
from tests import exchange_values
from tests.fuzz import reports, samples
from tests.fuzz.documents import changed, to_toml
from tests.fuzz.draws import Draws
from tests.fuzz.target import Target, must, refusable

KEY: Final = bytes(range(32))
AT: Final = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)
MOST_POSES: Final = 16


@cache
def texts() -> tuple[str, ...]:
    """The program's own routines, and a therapist's, unsigned and signed."""
    own = [path.read_text(encoding="utf-8") for path in sorted((samples.FOLDER / "routines").glob("*.toml"))]
    given = exchange_values.routine()
    signed = routine_file.signed_routine(given, KEY, "Mara Lind", AT)
    return (*own, *(routine_file.write_routine(one, samples.exercises()) for one in (given, signed)))


def documents() -> list[dict[str, Any]]:
    """The same as tables."""
    return [tomllib.loads(text) for text in texts()]


def _file(data: bytes) -> None:
    with refusable():
        _used(_parsed(data.decode("utf-8-sig", "replace")))


def _changed(data: bytes) -> None:
    draws = Draws(data)
    with refusable():
        _used(_parsed(to_toml(changed(draws, draws.pick(documents())))))


def _parsed(text: str) -> Incoming:
    return routine_file.parse_routine(text, "a", samples.exercises(), is_named=False)


def _linked(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    link.is_link(text)
    with refusable():
        _used(_parsed(link.from_link(text)))


def _packed(data: bytes) -> None:
    """A link as another program may make one: any document, packed well."""
    draws = Draws(data)
    document = changed(draws, json.loads(canonical(draws.pick(documents()))))
    packer = zlib.compressobj(9, zdict=link._KNOWN)
    packed = packer.compress(json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")) + packer.flush()
    _linked(f"{link.BEGIN}/{b32encode(packed).decode().rstrip('=')}".encode())


def _codes(data: bytes) -> None:
    """Codes in any order, of several links, some spoilt."""
    draws = Draws(data)
    links = [link.to_link(text) for text in texts()]
    parts = [part for one in links for part in link.parts_of(one)] + [link.BEGIN + ".0000.1/0/A", draws.text()]
    gathering = link.Gathering()
    while draws.left:
        part = draws.pick(parts)
        if draws.below(8) == 0:
            at = draws.below(len(part) + 1)
            part = part[:at] + draws.text() + part[at + 1 :]
        whole = gathering.add(part)
        must(len(gathering.missing) <= gathering.count, "more codes are missing than there are")
        must(all(1 <= number <= gathering.count for number in gathering.missing), "a code that there is not is missing")
        if whole:
            _linked(whole.encode())


def _used(incoming: Incoming) -> None:
    """Whatever is done with a routine once it is read."""
    routine, exercises = incoming.routine, samples.exercises()
    sets = works(routine, exercises)
    must(bool(sets) and 0 < minutes(routine, exercises) < 1e6, "a routine that takes no time, or for ever")
    offers({routine.id: routine}, exercises, {}, "")
    for work in sets[:2]:
        played = [(pose.t_s, pose) for pose in samples.poses(work.exercise.id)[:MOST_POSES]]
        reports.taken(work.exercise, played)
    again = _parsed(routine_file.write_routine(routine, exercises))
    must(again.routine == routine, "a routine is not read as it was written")
    must((again.digest, again.signed) == (incoming.digest, incoming.signed), "writing changed digest or signature")
    _sent(incoming)
    signed = routine_file.signed_routine(routine, KEY, "Kim", AT)
    must(_parsed(routine_file.write_routine(signed)).signed.state == "valid", "what was just signed is not valid")


def _sent(incoming: Incoming) -> None:
    try:
        sent = link.to_link(incoming.text)
    except ExchangeError as error:
        must("too long" in str(error), f"no link: {error}")
        return
    back = _parsed(link.from_link(sent))
    must((back.routine, back.digest) == (incoming.routine, incoming.digest), "a link brings another routine")
    gathering = link.Gathering()
    found = [gathering.add(part) for part in reversed(link.parts_of(sent))]
    must(found[-1] == sent, "codes bring another link")


WAYS: Final[tuple[Callable[[bytes], None], ...]] = (_file, _changed, _linked, _packed, _codes)


def run(data: bytes) -> None:
    """By its first byte: a file, a changed one, a link, a changed one packed into a link, or codes."""
    way = data[0] if data else 0
    WAYS[way % len(WAYS)](data[1:])


def _seeds() -> Iterator[bytes]:
    for number, text in enumerate(texts()):
        yield b"\0" + text.encode()
        yield bytes([2]) + link.to_link(text).encode()
        for way in (1, 3):
            yield bytes([way, number, 0])
            yield bytes([way, number]) + samples.CHOICES[number]
    for choices in samples.CHOICES:
        yield bytes([4]) + choices


TARGET = Target(
    "routines", "routine files, links, codes", run, _seeds,
    ("coach.reading.routines", "coach.reading.files", "coach.adapters.exchange.routine_file",
     "coach.adapters.exchange.link", "coach.adapters.exchange.signing", "coach.adapters.exchange.toml_text",
     "coach.core.routine", "coach.core.therapy.within", "coach.core.therapy.adapt", "coach.core.therapy.along",
     "coach.core.therapy.assigned", "coach.core.therapy.document", "coach.core.therapy.canonical"),
)  # fmt: skip
