"""A signature tells what was changed from what only looks otherwise; what is sealed opens with its own key alone."""

import json
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from coach.adapters.exchange import keys, sealing, signing
from coach.core.therapy.canonical import canonical
from coach.core.therapy.signed import Signed, fingerprint
from coach.ports import ExchangeError

AT = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)
DOCUMENT: dict[str, Any] = {
    "id": "after_surgery", "name": "After surgery — Björn", "items": [{"exercise": "bird_dog", "hold_s": 8.0}],
    "assigned": {"patient": "A-17", "start": date(2026, 12, 1)},
}  # fmt: skip
KEY = signing.new_key()
SEAL_KEY = sealing.new_key()


def _signed() -> dict[str, Any]:
    return signing.sign(DOCUMENT, KEY, "Kim Lee, PT", AT)


def test_a_signed_document_is_valid_and_tells_who_and_when() -> None:
    assert signing.check(_signed()) == Signed(
        "valid", "Kim Lee, PT", signing.public_of(KEY), "2026-11-30T09:05:00+00:00"
    )
    assert signing.check(DOCUMENT) == Signed("unsigned")
    assert "signature" not in DOCUMENT


def test_signing_again_replaces_the_signature() -> None:
    other = signing.new_key()
    again = signing.sign(_signed(), other, "Jo", AT)
    assert (signing.check(again).state, signing.check(again).key) == ("valid", signing.public_of(other))


def test_other_order_other_numbers_and_comments_say_the_same() -> None:
    value = json.dumps(_signed()["signature"]["value"])
    text = f"""
    name = "After surgery — Björn"  # the same, by hand
    id = "after_surgery"
    [signature]
    value = {value}
    at = "2026-11-30T09:05:00+00:00"
    key = "{signing.public_of(KEY)}"
    by = "Kim Lee, PT"
    [assigned]
    start = 2026-12-01
    patient = "A-17"
    [[items]]
    hold_s = 8
    exercise = "bird_dog"
    """
    assert signing.check(tomllib.loads(text)).state == "valid"
    assert signing.check(json.loads(canonical(_signed()))).state == "valid"


def _put(*path: str | int, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        at: Any = document
        for part in path[:-1]:
            at = at[part]
        at[path[-1]] = to

    return change


TAMPERED: dict[str, Callable[[dict[str, Any]], None]] = {
    "a value": _put("items", 0, "hold_s", to=80),
    "a name": _put("name", to="After surgery"),
    "a key more": _put("summary", to="more"),
    "a day": _put("assigned", "start", to="2026-12-02"),
    "who": _put("signature", "by", to="Somebody else"),
    "when": _put("signature", "at", to="2026-11-30T09:06:00+00:00"),
    "another key": _put("signature", "key", to=signing.public_of(signing.new_key())),
    "the value": _put("signature", "value", to=keys.to_text(b"x" * 64)),
    "a short value": _put("signature", "value", to="AAAA"),
    "garbage as value": _put("signature", "value", to="%%%\x1b[31m"),
    "padding": _put("signature", "value", to=_signed()["signature"]["value"] + "=="),
    "a number as value": _put("signature", "value", to=7),
    "garbage as key": _put("signature", "key", to="ed25519:###"),
    "a key of another kind": _put("signature", "key", to=sealing.public_of(SEAL_KEY)),
    "a key of zeros": _put("signature", "key", to="ed25519:" + keys.to_text(bytes(32))),
    "a huge value": _put("signature", "value", to="A" * 100_000),
    "no table": _put("signature", to="signed"),
    "an empty table": _put("signature", to={}),
    "one key more": _put("signature", "more", to="x"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_changed_is_told(what: str) -> None:
    document = json.loads(canonical(_signed()))
    TAMPERED[what](document)
    assert signing.check(document).state == "changed"


def _nested(depth: int) -> dict[str, Any]:
    document: dict[str, Any] = {"signature": _signed()["signature"]}
    for _ in range(depth):
        document = {"a": document, "signature": _signed()["signature"]}
    return document


@pytest.mark.parametrize(
    "document",
    [{**_signed(), "x": float("nan")}, {**_signed(), "x": b"bytes"}, {**_signed(), "x": {1: "a"}}, _nested(5000)],
    ids=["nan", "bytes", "a number as key", "deeply nested"],
)
def test_what_can_not_be_signed_is_refused_in_a_sentence(document: dict[str, Any]) -> None:
    with pytest.raises(ExchangeError, match="can't be signed"):
        signing.check(document)
    with pytest.raises(ExchangeError, match="can't be signed"):
        signing.sign(document, KEY, "Kim", AT)


@pytest.mark.parametrize("by", ["", "x" * 300, "two\nlines", "\x1b[2J"])
def test_a_name_that_is_none_signs_nothing(by: str) -> None:
    with pytest.raises(ExchangeError, match="name of 1 to 200"):
        signing.sign(DOCUMENT, KEY, by, AT)


@pytest.mark.parametrize("use", [signing.public_of, sealing.public_of, lambda key: signing.sign({}, key, "Kim", AT)])
def test_a_key_of_another_length_is_refused(use: Callable[[bytes], object]) -> None:
    with pytest.raises(ExchangeError, match="no private key"):
        use(b"short")


def test_a_fingerprint_is_short_and_belongs_to_one_key() -> None:
    one, other = fingerprint(signing.public_of(KEY)), fingerprint(signing.public_of(signing.new_key()))
    assert [len(group) for group in one.split()] == [4, 4, 4, 4]
    assert one != other
    assert fingerprint("") == ""


# --- Sealed. ---

PUBLIC = sealing.public_of(SEAL_KEY)
CONTENT = "Facts — 8 of 10".encode() * 50


def test_what_is_sealed_opens_with_its_key_and_is_otherwise_each_time() -> None:
    sealed = sealing.seal(CONTENT, PUBLIC)
    assert sealing.unseal(sealed, SEAL_KEY) == CONTENT
    assert sealing.is_sealed(sealed)
    assert not sealing.is_sealed(CONTENT)
    assert sealing.seal(CONTENT, PUBLIC) != sealed
    assert json.loads(sealed)["to"] == PUBLIC
    assert sealing.unseal(sealing.seal(b"", PUBLIC), SEAL_KEY) == b""


def _changed(sealed: bytes, **parts: object) -> bytes:
    return json.dumps({**json.loads(sealed), **parts}).encode()


def _flipped(sealed: bytes) -> bytes:
    content = json.loads(sealed)["content"]
    return _changed(sealed, content=content[:100] + ("A" if content[100] != "A" else "B") + content[101:])


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut off": (lambda sealed: sealed[:-40], "no sealed file, or it is cut off"),
    "cut off inside": (lambda sealed: _changed(sealed, content=json.loads(sealed)["content"][:40]), "can't be opened"),
    "nothing inside": (lambda sealed: _changed(sealed, content=""), "can't be opened"),
    "a letter changed": (_flipped, "can't be opened"),
    "garbage inside": (lambda sealed: _changed(sealed, content="%%%"), "can't be opened"),
    "a number inside": (lambda sealed: _changed(sealed, content=3), "can't be opened"),
    "to nobody": (lambda sealed: _changed(sealed, to=None), "can't be opened"),
    "another format": (lambda sealed: _changed(sealed, format="zip"), "no sealed file of Backcoach"),
    "a list": (lambda sealed: b"[]", "no sealed file of Backcoach"),
    "deeply nested": (lambda sealed: b"[" * 100_000, "no sealed file"),
    "no text": (lambda sealed: b"\xff\xfe\x00", "no sealed file"),
    "too large": (lambda sealed: b" " * (sealing.MAX_BYTES + 1), "larger than 30 MB"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_is_refused_in_a_sentence(what: str) -> None:
    change, said = BROKEN[what]
    with pytest.raises(ExchangeError, match=said):
        sealing.unseal(change(sealing.seal(CONTENT, PUBLIC)), SEAL_KEY)


def test_another_key_opens_nothing() -> None:
    sealed = sealing.seal(CONTENT, PUBLIC)
    other = sealing.new_key()
    with pytest.raises(ExchangeError, match="sealed to another key"):
        sealing.unseal(sealed, other)
    with pytest.raises(ExchangeError, match="can't be opened"):
        sealing.unseal(_changed(sealed, to=sealing.public_of(other)), other)


@pytest.mark.parametrize("key", ["", "hpke:", "hpke:###", "hpke:AAAA", signing.public_of(KEY), "hpke:" + "A" * 43])
def test_a_key_that_is_none_seals_nothing(key: str) -> None:
    with pytest.raises(ExchangeError, match="no key to seal to"):
        sealing.seal(CONTENT, key)
