"""How many pixels a picture's file says it has, before it is unpacked: few bytes may unpack to more than a machine
holds."""

from collections.abc import Callable, Mapping
from typing import Final

_START_OF_FRAME: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of JPEG behind which its size stands."""


def pixels(content: bytes) -> int:
    """Pixels of a PNG, JPEG, WebP, BMP or GIF; 0 where it is none of these, or cut off."""
    read = next((read for begin, read in _KINDS.items() if content.startswith(begin)), None)
    wide, high = read(content) if read is not None else (0, 0)
    return wide * high


def _png(content: bytes) -> tuple[int, int]:
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def _gif(content: bytes) -> tuple[int, int]:
    return _little(content, 6, 2), _little(content, 8, 2)


def _bmp(content: bytes) -> tuple[int, int]:
    if _little(content, 14, 4) == 12:
        return _little(content, 18, 2), _little(content, 20, 2)
    # A height below 0 says that the lines go from the top down.
    return _little(content, 18, 4), abs(int.from_bytes(content[22:26], "little", signed=True))


def _jpeg(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in _START_OF_FRAME:
            return int.from_bytes(content[at + 7 : at + 9], "big"), int.from_bytes(content[at + 5 : at + 7], "big")
        # Between parts there may be any number of filling bytes.
        at += 1 if content[at + 1] == 0xFF else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return 0, 0


def _webp(content: bytes) -> tuple[int, int]:
    part = content[12:16] if content[8:12] == b"WEBP" else b""
    if part == b"VP8X":
        return _little(content, 24, 3) + 1, _little(content, 27, 3) + 1
    if part == b"VP8L":
        both = _little(content, 21, 4)
        return (both & 0x3FFF) + 1, (both >> 14 & 0x3FFF) + 1
    return (_little(content, 26, 2) & 0x3FFF, _little(content, 28, 2) & 0x3FFF) if part == b"VP8 " else (0, 0)


def _little(content: bytes, at: int, count: int) -> int:
    return int.from_bytes(content[at : at + count], "little")


_KINDS: Final[Mapping[bytes, Callable[[bytes], tuple[int, int]]]] = {
    b"\x89PNG": _png, b"\xff\xd8\xff": _jpeg, b"RIFF": _webp, b"BM": _bmp, b"GIF8": _gif,
}  # fmt: skip

BEGINS: Final = tuple(_KINDS)
"""What a picture's file begins with."""
