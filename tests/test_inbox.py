"""Routines come in by file, link and code; who signed is known again, and nothing of before is lost."""

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from streams import exercise, ids

from coach.adapters.exchange import key_file, link, qr, signing
from coach.adapters.exchange.inbox import Inbox
from coach.adapters.exchange.routine_file import parse_routine, signed_routine, write_routine
from coach.adapters.files import atomic_write
from coach.core.routine import Item, Routine
from coach.core.therapy.assigned import Assigned
from coach.core.therapy.incoming import Incoming
from coach.ports import CoachError, ExchangeError
from tests.benchmarks.codes import pictures_of, routine_of, seen

KNOWN = {id_: exercise(id_) for id_ in ids()}
AT = datetime(2026, 11, 30, 9, tzinfo=UTC)
KEY, OTHER = signing.new_key(), signing.new_key()
PLAIN = Routine(id="back", name="Back", summary="", items=(Item(exercise="plank", sets=2),), author="Kim Lee")
TEXT = write_routine(routine_of(8, delivers=True), KNOWN)


def _box(folder: Path, write: Callable[[Path, bytes], None] = atomic_write) -> Inbox:
    return Inbox(folder, KNOWN, write)


def _incoming(routine: Routine, key: bytes | None = None, by: str = "Kim Lee") -> Incoming:
    signed = signed_routine(routine, key, by, AT) if key else routine
    return parse_routine(write_routine(signed, KNOWN), "in.routine.toml", KNOWN, is_named=False)


def _sets(number: int) -> Routine:
    return replace(PLAIN, items=(Item(exercise="plank", sets=number),))


# --- Looking. ---


def test_file_link_content_and_picture_hold_the_same(tmp_path: Path) -> None:
    as_link = link.to_link(TEXT)
    files = {"a (1).toml": TEXT.encode(), "b.txt": as_link.encode(), "c.png": qr.png(as_link)}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    box = _box(tmp_path)
    sources: list[str | bytes] = [*(str(tmp_path / name) for name in files), *files.values(), as_link, as_link.lower()]
    found = [box.look(source) for source in sources]
    assert {one.digest for one in found} == {found[0].digest}
    assert {one.signed.state for one in found} == {"valid"}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(files)


def _noise() -> bytes:
    import cv2

    return bytes(cv2.imencode(".png", np.random.default_rng(1).integers(0, 255, (60, 60), np.uint8))[1])


HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "is missing"),
    "no text": (b"\xff\xfe\x00", "neither a routine file nor a picture"),
    "too large": (b"#" * 600_000, "larger than 500 kB"),
    "nested without end": (b"a = " + b"[" * 50_000, "file"),
    "a picture of nothing": (_noise(), "no code can be read"),
    "a broken picture": (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "can't be opened"),
    "a picture of a billion pixels": (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0\1\0\0" * 2 + b"x" * 50,
        "can't be opened",
    ),
    "another code": (qr.png("HTTPS://EXAMPLE.ORG"), "not of a routine"),
    "one of several codes": (qr.png(link.parts_of(link.to_link(TEXT))[0]), "can't be seen in this picture"),
    "a hostile code": (qr.png(link.BEGIN + "/" + "A" * 80), "damaged"),
    "an id that climbs": (b'id = "../../x"\nname = "x"\nsummary = ""\nitems = [{exercise = "plank"}]', "small letters"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_can_not_be_used_is_refused_in_a_sentence(tmp_path: Path, what: str) -> None:
    content, said = HOSTILE[what]
    with pytest.raises(CoachError, match=said) as caught:
        _box(tmp_path).look(content)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["nowhere.toml", ".", "a\0b", "x" * 5000])
def test_a_path_that_is_none_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExchangeError):
        _box(tmp_path).look(str(tmp_path / name))


# --- Codes before a camera. ---


@pytest.mark.parametrize("size", [(640, 480), (1280, 720)])
def test_a_webcam_reads_the_codes_of_eight_exercises(size: tuple[int, int]) -> None:
    as_link, gathering = link.to_link(TEXT), link.Gathering()
    found = ""
    for number, code in enumerate(reversed(pictures_of(as_link))):
        chance = np.random.default_rng(number)
        frames = (seen(code, size, chance) for _ in range(6))
        found = gathering.add(next((text for text in map(qr.read, frames) if text), ""))
    assert found == as_link


def test_a_mirrored_code_is_read() -> None:
    code = pictures_of("BACKCOACH:R1/ABCD")[0]
    assert qr.read(np.ascontiguousarray(code[:, ::-1])) == "BACKCOACH:R1/ABCD"
    assert qr.svg("BACKCOACH:R1/ABCD").startswith("<svg")


# --- Taking. ---


def test_a_key_is_new_then_known_and_another_one_is_told(tmp_path: Path) -> None:
    box = _box(tmp_path)
    first, forged = _incoming(_sets(1), KEY), _incoming(_sets(2), OTHER, "kim  LEE")
    assert box.signer(first) == "new"
    assert box.take(first) == tmp_path / "routines" / "back.routine.toml"
    assert (box.signer(first), box.signer(forged)) == ("known", "other")
    with pytest.raises(ExchangeError, match="another key than kim  LEE had before"):
        box.take(forged)
    with pytest.raises(ExchangeError, match="not signed, and what Kim Lee gave before was"):
        box.take(_incoming(_sets(2)))
    assert (tmp_path / "routines" / "back.routine.toml").read_text("utf-8") == first.text
    box.take(forged, trust=True)
    assert (box.signer(first), box.signer(forged)) == ("other", "known")


DOUBTS: dict[str, tuple[Callable[[Routine], Incoming], str]] = {
    "signed by somebody else": (lambda mine: _incoming(mine, OTHER, "Mo Ray"), "not Mo Ray's"),
    "signed by a name that looks the same": (
        lambda mine: _incoming(mine, OTHER, "K\u0456m Lee"),
        "signed by another key",
    ),
    "of another id, in the author's name": (lambda mine: _incoming(replace(mine, id="new"), OTHER, "Mo"), "not Mo's"),
    "not signed any more": (lambda mine: _incoming(replace(mine, author="")), "not signed, and the one you have is"),
    "an older version": (
        lambda mine: _incoming(_version(mine, 1), KEY),
        "newer version, number 2, and this is number 1",
    ),
}


def _version(routine: Routine, number: int) -> Routine:
    return replace(routine, assigned=Assigned(patient="A-17", start=AT.date(), version=number))


@pytest.mark.parametrize("what", DOUBTS)
def test_nobody_else_s_and_no_older_routine_takes_a_place_unasked(tmp_path: Path, what: str) -> None:
    box, mine = _box(tmp_path), _version(PLAIN, 2)
    box.take(_incoming(mine, KEY))
    make, said = DOUBTS[what]
    other = make(_version(PLAIN, 3))
    with pytest.raises(ExchangeError, match=said):
        box.take(other)
    assert (box.doubt(_incoming(_version(PLAIN, 3), KEY)), box.doubt(_incoming(mine, KEY))) == ("", "")
    box.take(other, trust=True)


def test_what_was_changed_is_never_taken(tmp_path: Path) -> None:
    text = _incoming(_sets(1), KEY).text.replace("sets = 1", "sets = 3")
    changed = _box(tmp_path).look(text.encode())
    assert changed.signed.state == "changed"
    with pytest.raises(ExchangeError, match="changed after it was signed"):
        _box(tmp_path).take(changed, trust=True)
    assert list(tmp_path.iterdir()) == []


def test_earlier_versions_are_kept_and_the_same_one_is_no_version(tmp_path: Path) -> None:
    box = _box(tmp_path)
    for number in (1, 2, 2, 3):
        box.take(_incoming(_sets(number)))
    assert sorted(path.name for path in (tmp_path / "routines" / "earlier").iterdir()) == [
        "back-1.routine.toml", "back-2.routine.toml",
    ]  # fmt: skip
    current = box.current("back")
    assert current
    assert current.routine.items[0].sets == 3
    assert box.current("nowhere") is None


@pytest.mark.parametrize("fails_at", range(1, 4))
def test_killed_at_any_write_the_one_of_before_or_the_new_one_stands_there(tmp_path: Path, fails_at: int) -> None:
    before, after = _incoming(_sets(1)), _incoming(replace(_sets(2), author=""), KEY, "Jo")
    _box(tmp_path).take(before)
    writes: list[Path] = []

    def dying(path: Path, content: bytes) -> None:
        writes.append(path)
        if len(writes) == fails_at:
            raise KeyboardInterrupt
        atomic_write(path, content)

    with pytest.raises(KeyboardInterrupt):
        _box(tmp_path, dying).take(after)
    current = _box(tmp_path).current("back")
    assert current
    assert current.digest == before.digest
    _box(tmp_path).take(after)
    assert (tmp_path / "routines" / "back.routine.toml").read_text("utf-8") == after.text


def test_the_program_s_own_plan_is_not_replaced(tmp_path: Path) -> None:
    taken = replace(PLAIN, id="my_plan")
    with pytest.raises(ExchangeError, match="a plan of the program itself"):
        _box(tmp_path).take(parse_routine(write_routine(taken), "my_plan.routine.toml", KNOWN))


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"therapists": []}', '{"therapists": {"kim lee": 3}}', "[" * 9999]
)
def test_damaged_keys_make_nobody_new(tmp_path: Path, content: str) -> None:
    (tmp_path / "therapists.json").write_text(content, encoding="utf-8")
    with pytest.raises(ExchangeError, match="damaged"):
        _box(tmp_path).take(_incoming(PLAIN, KEY))


# --- Keys. ---


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "signing.key"
    assert key_file.load_key(path) is None
    made = key_file.make_key(path, signing.new_key)
    assert key_file.make_key(path, signing.new_key) == made == key_file.load_key(path)
    assert [item.name for item in path.parent.iterdir()] == ["signing.key"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        path.chmod(0o644)
        with pytest.raises(ExchangeError, match="chmod 600"):
            key_file.load_key(path)
        path.chmod(0o600)
    path.write_text("no key", encoding="ascii")
    with pytest.raises(ExchangeError, match="holds no key"):
        key_file.load_key(path)
