"""A routine as a link: letters that a QR code holds closely, and that pass through any mail."""

import base64
import json
import re
import tomllib
import zlib
from typing import Any, Final

from coach.adapters.exchange.toml_text import to_toml
from coach.core.therapy.canonical import canonical
from coach.ports import ExchangeError

BEGIN: Final = "BACKCOACH:R1"

MOST_BYTES: Final = 60_000
"""What a link may unpack to; a routine of eight exercises with long notes has 8,000."""

MOST_LETTERS: Final = 20_000
"""Of a link."""

PART_LETTERS: Final = 380
"""Letters of one of several codes: a webcam of 640 x 480 still reads a code of that many. See tests/benchmarks/codes.
Lower it when codes are not read, at the cost of more of them."""

MOST_PARTS: Final = 60

_LINK: Final = re.compile(rf"{BEGIN}/([A-Z2-7]+)")
_PART: Final = re.compile(rf"{BEGIN}\.([0-9A-F]{{4}})\.(\d{{1,2}})/(\d{{1,2}})/([A-Z2-7]+)")

_KNOWN: Final = (
    b'"limit":"target":"rules_off":["tempo_s":["pyramid":[6,4,2]"note":"glute_bridge""single_leg_bridge""dead_bug'
    b'""hip_hinge""side_plank""knee_plank""plank""knee_to_chest""double_knee_to_chest""cat_cow""childs_pose""bird_dog"'
    b'"token":"deliver":{"address":"https://"seal_to":"hpke:"progress":{"rule":"offered"},"stop":{"signs":["sources":["'
    b'"pain_ceiling":"sessions_a_day":"days_a_week":"version":"review":"2026-"end":"2026-"start":"2026-"notes":"'
    b'"summary":"signature":{"at":"2026-T+00:00","by":"key":"ed25519:","value":"}],"name":"id":"'
    b'{"assigned":{"patient":"author":"items":[{"exercise":"hold_s":10,"reps":10,"rest_s":30,"sets":3,"side":"left"},'
)
"""What routines often say, so that it need not be sent. Never change it: links of before would not open any more."""


def is_link(text: str) -> bool:
    """Whether a text begins like a link, or one part of one."""
    return text.strip().upper().startswith(BEGIN)


def to_link(text: str) -> str:
    """The link of a routine file's text.

    Raises:
        ExchangeError: the text is no TOML, or too long for a link.
    """
    try:
        content = canonical(tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        raise ExchangeError(f"a link is made of a routine file only: {error}") from error
    packer = zlib.compressobj(9, zdict=_KNOWN)
    packed = packer.compress(content) + packer.flush()
    link = f"{BEGIN}/{base64.b32encode(packed).decode('ascii').rstrip('=')}"
    if len(content) > MOST_BYTES or len(link) > MOST_LETTERS:
        raise ExchangeError("this routine is too long for a link: give it as a file, or shorten its notes")
    return link


def from_link(link: str) -> str:
    """The text of the routine file in a link.

    Raises:
        ExchangeError: it is no whole link, or unpacks to what is no routine.
    """
    letters = "".join(link.split()).upper()
    if _PART.fullmatch(letters):
        raise ExchangeError("this is one of several codes: all of them are needed")
    found = _LINK.fullmatch(letters)
    if found is None or len(letters) > MOST_LETTERS:
        raise ExchangeError(
            f"this is no link of a routine: one begins with {BEGIN}/ and has letters and digits after it"
        )
    try:
        document = json.loads(_unpacked(found[1]))
    except (ValueError, RecursionError) as error:
        raise ExchangeError("this link is damaged: it holds no routine") from error
    if not isinstance(document, dict):
        raise ExchangeError("this link is damaged: it holds no routine")
    return to_toml(_ordered(document))


def _ordered(document: dict[str, Any]) -> dict[str, Any]:
    first = [key for key in ("id", "name", "summary", "author", "sources", "assigned", "items") if key in document]
    return {key: document[key] for key in (*first, *(key for key in document if key not in first))}


def _unpacked(letters: str) -> bytes:
    try:
        packed = base64.b32decode(letters + "=" * (-len(letters) % 8))
        unpacker = zlib.decompressobj(zdict=_KNOWN)
        content = unpacker.decompress(packed, MOST_BYTES)
    except (ValueError, zlib.error) as error:
        raise ExchangeError("this link is damaged: letters are missing or changed") from error
    if unpacker.unconsumed_tail or not unpacker.eof or unpacker.unused_data:
        raise ExchangeError("this link is damaged, or holds more than a routine")
    return content


# --- Several codes. ---


def parts_of(link: str) -> list[str]:
    """The texts of the codes that hold a link: itself where one holds it, or it is one of several; else several codes
    that may be read in any order."""
    if len(link) <= PART_LETTERS + len(BEGIN) or not _LINK.fullmatch(link):
        return [link]
    letters = link.removeprefix(f"{BEGIN}/")
    count = -(-len(letters) // PART_LETTERS)
    each = -(-len(letters) // count)
    mark = _mark(letters)
    pieces = [letters[at : at + each] for at in range(0, len(letters), each)]
    return [f"{BEGIN}.{mark}.{number}/{len(pieces)}/{piece}" for number, piece in enumerate(pieces, start=1)]


def _mark(letters: str) -> str:
    """Four letters that tell the codes of one link from those of another."""
    return f"{zlib.crc32(letters.encode('ascii')) & 0xFFFF:04X}"


class Gathering:
    """Codes read one after another, until there are all of one link."""

    def __init__(self) -> None:
        self._mark, self._count = "", 0
        self._pieces: dict[int, str] = {}

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers of the codes that are still needed; () before the first one."""
        return tuple(number for number in range(1, self._count + 1) if number not in self._pieces)

    @property
    def count(self) -> int:
        """How many codes there are; 0 before the first one."""
        return self._count

    def add(self, text: str) -> str:
        """Take in what a code says; the whole link once there is all of it, else "". Codes of another link begin anew,
        and what is no code of ours changes nothing."""
        letters = "".join(text.split()).upper()
        if _LINK.fullmatch(letters):
            return letters
        found = _PART.fullmatch(letters)
        if found is None:
            return ""
        mark, number, count = found[1], int(found[2]), int(found[3])
        if not 1 <= number <= count <= MOST_PARTS:
            return ""
        if (mark, count) != (self._mark, self._count):
            self._mark, self._count, self._pieces = mark, count, {}
        self._pieces[number] = found[4]
        if self.missing:
            return ""
        whole = "".join(self._pieces[number] for number in sorted(self._pieces))
        if _mark(whole) != mark:
            self._pieces = {}
            return ""
        return f"{BEGIN}/{whole}"
