"""QR codes: made as PNG or SVG, and found in pictures."""

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from coach.adapters.exchange import picture_size
from coach.adapters.exchange.link import parts_of
from coach.ports import ExchangeError, Picture

if TYPE_CHECKING:
    import segno

LEVEL: Final = "m"
"""Error correction: 15 % may be hidden or blurred. A higher level makes finer squares, which a webcam blurs more (see
tests/benchmarks/codes)."""

QUIET: Final = 4
"""White squares around a code, as its standard asks."""

SQUARE_PX: Final = 8
"""Pixels of a code's square in a PNG."""

LARGEST_PX: Final = 4000
"""A picture with a longer side is made smaller before it is looked at."""

MOST_BYTES: Final = 12_000_000
"""A photograph from a telephone has 2 to 8 MB."""

MOST_PIXELS: Final = 60_000_000
"""Of a picture that is looked at; a telephone takes 50 million. Some kinds are unpacked in colours first, four
bytes for each."""


def _codes(text: str) -> "list[segno.QRCode]":
    import segno

    parts = parts_of(text)
    try:
        return [segno.make_qr(part, error=LEVEL, boost_error=False) for part in parts]
    except ValueError as error:
        raise ExchangeError("this is too long for a QR code: give it as a file") from error


def png(text: str) -> bytes:
    """A picture of the code of a text; of a long link, of all its codes side by side.

    Raises:
        ExchangeError: it is too long.
    """
    import cv2

    tiles = [np.pad(np.array([list(row) for row in code.matrix], np.uint8), QUIET) for code in _codes(text)]
    height = max(tile.shape[0] for tile in tiles)
    page = np.hstack([np.pad(tile, ((0, height - len(tile)), (0, 0))) for tile in tiles])
    picture = np.kron(255 * (1 - page), np.ones((SQUARE_PX, SQUARE_PX), np.uint8)).astype(np.uint8)
    return bytes(cv2.imencode(".png", picture)[1])


def svg(text: str) -> str:
    """The code of a text as SVG, in one picture; of a long link, all its codes side by side.

    Raises:
        ExchangeError: it is too long.
    """
    return _drawn(_codes(text))


def svgs(text: str) -> list[str]:
    """The code of a text as SVG; of a long link, a picture for each of its codes. Raises as `svg`."""
    return [_drawn([code]) for code in _codes(text)]


def _drawn(codes: "list[segno.QRCode]") -> str:
    squares, wide, high = [], 0, 0
    for code in codes:
        for y, row in enumerate(code.matrix):
            squares += [f"M{wide + QUIET + x} {QUIET + y}h1v1h-1z" for x, dark in enumerate(row) if dark]
        wide, high = wide + len(code.matrix) + 2 * QUIET, max(high, len(code.matrix) + 2 * QUIET)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{wide}v{high}H0z"/><path fill="#000" d="{"".join(squares)}"/></svg>\n'
    )


def svg_address(text: str) -> str:
    """The same as an address that a page shows as a picture, without a request."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg(text).encode()).decode('ascii')}"


def read(image: Picture) -> str:
    """What the first code in a picture says; "" where there is none."""
    return next(iter(read_all(image)), "")


def read_all(image: Picture) -> list[str]:
    """What the codes in a picture say, each once. A mirrored picture is read as well."""
    found = _seen(image)
    return found or _seen(np.ascontiguousarray(image[:, ::-1]))


def _seen(image: Picture) -> list[str]:
    import cv2

    texts: dict[str, None] = {}
    for detector in (cv2.QRCodeDetectorAruco(), cv2.QRCodeDetector()):
        try:
            _, decoded, _, _ = detector.detectAndDecodeMulti(image)
        except (cv2.error, UnicodeDecodeError):
            # Some pictures make the detectors fail rather than find nothing.
            continue
        texts |= dict.fromkeys(text for text in decoded if text)
        if texts:
            break
    return list(texts)


def content_of(path: Path) -> bytes:
    """The content of a file that may be a picture.

    Raises:
        ExchangeError: it can't be read, or is too large.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ExchangeError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB: that is no routine")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise ExchangeError(f"{str(path)[:200]} can't be read: {getattr(error, 'strerror', None) or error}") from error


def picture_in(path: Path) -> Picture | None:
    """The picture in a file, as `picture_of`. Raises ExchangeError where it can't be read."""
    return picture_of(content_of(path))


def picture_of(content: bytes) -> Picture | None:
    """The picture in a file's content, in greys; None where there is none, or it is too large to be looked at.

    Args:
        content: of a PNG, JPEG, WebP, BMP or GIF.
    """
    import cv2

    if not 0 < picture_size.pixels(content) <= MOST_PIXELS:
        return None
    try:
        image: Any = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE)
    except cv2.error:
        return None
    if image is None:
        return None
    longest = max(image.shape[:2])
    if longest > LARGEST_PX:
        image = cv2.resize(image, None, fx=LARGEST_PX / longest, fy=LARGEST_PX / longest, interpolation=cv2.INTER_AREA)
    picture: Picture = image
    return picture


def is_picture(content: bytes) -> bool:
    """Whether a content begins like a picture's file."""
    return content.startswith(picture_size.BEGINS)
