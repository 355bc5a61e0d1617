"""How large a picture is, is known before it is unpacked."""

from typing import Any

import cv2
import numpy as np
import pytest

from coach.adapters.exchange import picture_size, qr

KINDS: dict[str, list[int]] = {
    ".png": [], ".jpg": [], ".webp": [cv2.IMWRITE_WEBP_QUALITY, 50], ".bmp": [], "lossless .webp": [101],
}  # fmt: skip


def _written(kind: str, wide: int, high: int, *, colours: bool = True) -> bytes:
    picture: Any = np.full((high, wide, 3) if colours else (high, wide), 200, np.uint8)
    options = [cv2.IMWRITE_WEBP_QUALITY, *KINDS[kind]][-2:] if KINDS[kind] else []
    return bytes(cv2.imencode(kind.rsplit(maxsplit=1)[-1], picture, options)[1])


@pytest.mark.parametrize("colours", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_the_size_that_is_told_is_the_picture_s(kind: str, colours: bool) -> None:
    content = _written(kind, 123, 45, colours=colours)
    assert picture_size.pixels(content) == 123 * 45
    image = qr.picture_of(content)
    assert image is not None
    assert image.shape == (45, 123)


def test_of_a_gif_and_of_an_extended_webp() -> None:
    assert picture_size.pixels(b"GIF89a" + bytes([44, 1, 200, 0])) == 300 * 200
    assert picture_size.pixels(b"RIFF....WEBPVP8X" + bytes(8) + bytes([43, 1, 0, 199, 0, 0])) == 300 * 200


@pytest.mark.parametrize("kind", [".webp", ".jpg", ".png"])
def test_a_small_file_of_a_picture_without_end_is_not_unpacked(kind: str) -> None:
    side = 9000
    content = bytes(cv2.imencode(kind, np.zeros((side, side), np.uint8))[1])
    assert len(content) < qr.MOST_BYTES
    assert picture_size.pixels(content) == side * side
    assert qr.picture_of(content) is None


@pytest.mark.parametrize(
    "content", [b"", b"P5 9000 9000 255\n", b"II*\0" + bytes(99), b"\xff\xd8\xff", b"BM", b"RIFF1234WEBP"]
)
def test_what_tells_no_size_is_no_picture(content: bytes) -> None:
    assert (picture_size.pixels(content), qr.picture_of(content)) == (0, None)
