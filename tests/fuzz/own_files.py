"""The program's own files, as a person or a failing disk leaves them: settings, baselines, what is delivered."""

import json
import logging
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from coach.adapters.delivery.outbox import OutboxFolder
from coach.adapters.exchange.key_file import load_key
from coach.adapters.exchange.therapists import Therapists
from coach.adapters.own_files.baselines import BaselinesFile, to_plain as baseline_plain
from coach.adapters.own_files.link import LinkFile
from coach.adapters.own_files.settings import SettingsFile
from coach.core.camera_check import SetUp
from coach.core.settings import Settings, to_plain
from coach.core.sitting.baseline import PostureBaseline
from coach.core.therapy.assigned import Deliver
from coach.core.therapy.delivery import Link, Waiting
from coach.core.therapy.signed import Signed
from tests.fuzz import samples
from tests.fuzz.documents import changed, to_json
from tests.fuzz.draws import Draws
from tests.fuzz.target import Target, must, refusable

AT: Final = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)
SIGNED: Final = Signed("valid", by="Kim Lee", key="ed25519:" + "A" * 43, at=AT.isoformat())
DESK: Final = PostureBaseline(
    name="desk", view="front", medians={"head": 0.5, "shoulder_width": 0.4}, spreads={"head": 0.01}, seconds=6.5, at=AT,
)  # fmt: skip
LINK: Final = Link(
    deliver=Deliver(address="https://practice.example", token="t" * 32), routine="my_back", linked_at=AT,
    delivered_until=date(2026, 11, 29), delivered_at=AT, delivered_newest="s1", proxy="",
)  # fmt: skip
WAITING: Final = Waiting(
    id="w1", to="https://practice.example", digests=("ab" * 32,), since=date(2026, 11, 1), until=date(2026, 11, 29),
    sessions=3, newest="s1", queued_at=AT, next_at=AT,
)  # fmt: skip


def _kept(path: Path, content: bytes) -> None:
    """In place at once: what is fuzzed is reading."""
    path.write_bytes(content)


def _settings(path: Path) -> None:
    first, said = SettingsFile(path, _kept).load()
    _sentence(said)
    must(SettingsFile(path, _kept).save(first) == "", "settings that were read can't be kept")
    again, said = SettingsFile(path, _kept).load()
    must(said == "" and _same(to_plain(again), to_plain(first)), "settings are not read as they were kept")
    json.dumps(to_plain(first), allow_nan=False)


def _same(one: object, other: object) -> bool:
    return json.dumps(one) == json.dumps(other)


def _baselines(path: Path) -> None:
    kept = BaselinesFile(path, _kept)
    known = kept.all()
    _sentence(kept.message)
    for baseline in known:
        held = (*baseline.medians.values(), *baseline.spreads.values(), baseline.seconds)
        must(not any(map(math.isinf, held)), "a baseline with what is no number")
    kept.keep(DESK)
    must(kept.message == "", "a baseline can't be kept beside what was read")
    again = BaselinesFile(path, _kept)
    want = {one.name: baseline_plain(one) for one in (*known, DESK)}
    must({one.name: baseline_plain(one) for one in again.all()} == want, "baselines are not read as they were kept")


def _link(path: Path) -> None:
    links = LinkFile(path, _kept)
    with refusable():
        found = links.get()
        _sentence(links.message)
        if found is None:
            return
        must(found.since(AT.date(), AT.date()) <= AT.date(), "results begin after today")
        links.put(replace(found, delivered_newest="s2"))
        must(LinkFile(path, _kept).get() == replace(found, delivered_newest="s2"), "a link is not read as it was kept")


def _outbox(path: Path) -> None:
    """What waits; it lies under its own name."""
    kept = path.rename(path.with_name("w1.waiting.json"))
    outbox = OutboxFolder(kept.parent, _kept)
    waiting = outbox.all()
    for one in waiting:
        one.due(AT)
        one.covers(WAITING)
        must(outbox.content(one.id) is not None, "what waits has no content")
        outbox.note(one.failed("no answer", AT, again=True))
        again = OutboxFolder(kept.parent, _kept).all()
        must([two.id for two in again] == [one.id], "what waits is not read as it was kept")


def _therapists(path: Path) -> None:
    therapists = Therapists(path, _kept)
    with refusable():
        therapists.key_of("Kim Lee")
        therapists.pin(SIGNED)
        must(Therapists(path, _kept).key_of(" kim  LEE") == SIGNED.key, "a key that was kept is not known")


def _key(path: Path) -> None:
    path.chmod(0o600)
    with refusable():
        must(len(load_key(path) or b"") == 32, "a key of another length")


def _sentence(said: str) -> None:
    must("\n" not in said and len(said) < 2000, "more than a sentence is said")


# The outbox logs what it can't read: here that is most of it.
logging.getLogger("coach").addHandler(logging.NullHandler())

FILES: Final[tuple[Callable[[Path], None], ...]] = (_settings, _baselines, _link, _therapists, _outbox, _key)


@cache
def documents() -> tuple[Any, ...]:
    """Good files, in the order of `FILES`."""
    set_up = SetUp(camera="1", size=(1280, 720), fps=29.9, brightness=0.4, at=AT)
    with TemporaryDirectory(prefix="fuzz-") as folder:
        link, therapists = Path(folder) / "link", Path(folder) / "therapists"
        LinkFile(link, _kept).put(LINK)
        Therapists(therapists, _kept).pin(SIGNED)
        OutboxFolder(Path(folder), _kept).put(WAITING, b"{}")
        places = (link, therapists, Path(folder) / "w1.waiting.json")
        read = [json.loads(path.read_text(encoding="utf-8")) for path in places]
    settings = Settings(name="Zoë", set_up=set_up, posture_paused="2026-11-23T05:00:00+01:00")
    return (to_plain(settings), [baseline_plain(DESK), baseline_plain(replace(DESK, name="b"))], *read, "A" * 43)


def run(data: bytes) -> None:
    """First byte: which file; second: as it stands, or a good one changed here and there."""
    which, kind, rest = data[0] % len(FILES) if data else 0, data[1:2], data[2:]
    content = rest
    if kind == samples.CHANGED:
        document = changed(Draws(rest), documents()[which])
        content = document.encode("utf-8", "replace") if isinstance(document, str) else to_json(document)
    with TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / "file.json"
        path.write_bytes(content)
        FILES[which](path)


def _seeds() -> Iterator[bytes]:
    for number, document in enumerate(documents()):
        content = document.encode() if isinstance(document, str) else to_json(document)
        yield bytes([number]) + samples.RAW + content
        yield bytes([number]) + samples.CHANGED + b"\0"
        for choices in samples.CHOICES[:3]:
            yield bytes([number]) + samples.CHANGED + choices


TARGET = Target(
    "own_files", "settings, baselines, link, outbox, known keys", run, _seeds,
    ("coach.adapters.own_files.settings", "coach.adapters.own_files.baselines", "coach.adapters.own_files.link",
     "coach.adapters.own_files.json_file", "coach.adapters.exchange.therapists", "coach.adapters.exchange.key_file",
     "coach.core.settings", "coach.core.sitting.habits", "coach.core.care.reminding", "coach.core.care.targets",
     "coach.core.sitting.baseline", "coach.adapters.delivery.outbox", "coach.core.therapy.delivery"),
)  # fmt: skip
