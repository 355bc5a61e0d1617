"""A routine's link: hostile ones are refused in a sentence, long ones go as several codes in any order."""

import base64
import json
import zlib
from typing import Any

import pytest
from streams import exercise, ids

from coach.adapters.exchange import link
from coach.adapters.exchange.routine_file import parse_routine
from coach.ports import ExchangeError, RoutineError

KNOWN = {id_: exercise(id_) for id_ in ids()}
GOOD = """
id = "back"
name = "Back"
summary = "For the back."
author = "Kim Lee"
[assigned]
patient = "A-17"
start = 2026-12-01
[[items]]
exercise = "glute_bridge"
target = 150
"""

# --- Hostile links. ---


def _packed(content: bytes, *, known: bool = True) -> str:
    packer = zlib.compressobj(9, zdict=link._KNOWN) if known else zlib.compressobj(9)
    return f"{link.BEGIN}/" + base64.b32encode(packer.compress(content) + packer.flush()).decode().rstrip("=")


LINK = link.to_link(GOOD)
HOSTILE: dict[str, str] = {
    "nothing": link.BEGIN + "/",
    "another program's": "HTTPS://EXAMPLE.ORG/A",
    "a newer one": LINK.replace(":R1/", ":R2/"),
    "cut off": LINK[:-20],
    "a letter changed": LINK[:60] + ("A" if LINK[60] != "A" else "B") + LINK[61:],
    "more behind it": LINK + "AAAAAAAA",
    "a bomb": _packed(b" " * 50_000_000),
    "not our dictionary": _packed(b"{}", known=False),
    "no JSON": _packed(b"id = 1"),
    "no text": _packed(b"\xff\xfe"),
    "a list": _packed(b"[]"),
    "a null": _packed(b'{"id":null}'),
    "lists in lists": _packed(b'{"id":[[1]]}'),
    "tables without end": _packed(b'{"a":' * 500 + b"1" + b"}" * 500),
    "lists without end": _packed(b"[" * 30_000),
    "half a letter": _packed(b'{"id":"\\ud800"}'),
    "no number": _packed(b'{"id":NaN}'),
    "a number of thousands of digits": _packed(b'{"id":' + b"9" * 5000 + b"}"),
    "far too long": link.BEGIN + "/" + "A" * 100_000,
    "one of several": f"{link.BEGIN}.00AF.1/2/ABCD",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_link_is_refused_in_a_sentence(what: str) -> None:
    with pytest.raises((ExchangeError, RoutineError)) as caught:
        parse_routine(link.from_link(HOSTILE[what]), "link", KNOWN, is_named=False)
    assert 10 < len(str(caught.value)) < 900
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b'{"id":"../../x"}', b'{"a b\\n[x]":1}', b'{"":{"":{"":1}}}', b'{"id":"\\u0007"}'])
def test_what_a_link_says_is_checked_like_a_file(content: bytes) -> None:
    with pytest.raises(RoutineError):
        parse_routine(link.from_link(_packed(content)), "link", KNOWN, is_named=False)


def test_a_link_survives_mail() -> None:
    folded = "\n".join(LINK[at : at + 70] for at in range(0, len(LINK), 70))
    assert link.from_link(f"  {folded.lower()}  ") == link.from_link(LINK)


# --- Several codes. ---


def test_codes_are_put_together_in_any_order_and_others_begin_anew() -> None:
    long = link.BEGIN + "/" + "ABCDEFGH" * 150
    codes = link.parts_of(long)
    assert len(codes) > 2
    assert all(len(code) <= link.PART_LETTERS + 30 for code in codes)
    gathering = link.Gathering()
    assert [gathering.add(code) for code in (*codes[::-1][:-1], "nothing", codes[1])] == [""] * (len(codes) + 1)
    assert gathering.missing == (1,)
    other = link.parts_of(link.BEGIN + "/" + "HGFEDCBA" * 150)
    assert gathering.add(other[0]) == ""
    assert gathering.missing == tuple(range(2, len(other) + 1))
    assert [gathering.add(code) for code in codes][-1] == long
    assert gathering.add(LINK) == LINK


@pytest.mark.parametrize("code", ["1/0/A", "0/3/A", "4/3/A", "1/99/A", "1/3/", "1/3/a b!", "x/3/A"])
def test_a_code_that_is_none_is_left_alone(code: str) -> None:
    gathering = link.Gathering()
    assert gathering.add(f"{link.BEGIN}.00AF.{code}") == ""
    assert gathering.count == 0


def test_pieces_that_do_not_belong_together_give_nothing() -> None:
    gathering = link.Gathering()
    assert [gathering.add(f"{link.BEGIN}.0001.{n}/2/ABCDABCD") for n in (1, 2)] == ["", ""]


def test_documents_of_links_are_the_files() -> None:
    packed = base64.b32decode((rest := LINK.split("/", 1)[1]) + "=" * (-len(rest) % 8))
    told: dict[str, Any] = json.loads(zlib.decompressobj(zdict=link._KNOWN).decompress(packed))
    assert told["assigned"]["start"] == "2026-12-01"
