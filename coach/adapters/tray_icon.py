"""The coach's mark, drawn: somebody sitting tall; two bars while paused; a call for a look when something is missing.

Three outlines, not only three colours: they are told apart at 16 pixels, in grey, on light and on dark.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from coach.ports.desktop import TrayMark

Drawing = npt.NDArray[np.uint8]
"""(size, size, 4) uint8: red, green, blue, how solid (0 clear, 255 solid)."""

_FINE: Final = 8
"""Each pixel is the mean of so many squared points: smooth edges. More is smoother and slower."""

_GROUND: Final = {"watching": (24, 132, 120), "paused": (104, 112, 124), "trouble": (206, 118, 12)}
"""Red, green, blue of the ground: calm green, grey, amber. White on them stands out 4.5, 5 and 3.4 to 1."""

_Plane = npt.NDArray[np.float64]
_Inside = npt.NDArray[np.bool_]


def draw(mark: TrayMark, size: int) -> Drawing:
    """The mark, `size` pixels wide and high (16 to 512)."""
    middle = (np.arange(size * _FINE) + 0.5) / (size * _FINE) * 2 - 1
    x, y = np.meshgrid(middle, middle)
    ground, sign = {"watching": _watching, "paused": _paused, "trouble": _trouble}[mark](x, y)
    solid, white = _soft(ground | sign, size), _soft(sign, size)
    part = (white / np.maximum(solid, 1e-9))[..., None]
    colour = np.asarray(_GROUND[mark]) * (1 - part) + 255 * part
    return np.dstack([colour, solid * 255]).round().astype(np.uint8)


def _soft(inside: _Inside, size: int) -> _Plane:
    return np.asarray(inside.reshape(size, _FINE, size, _FINE).mean(axis=(1, 3)), np.float64)


def _watching(x: _Plane, y: _Plane) -> tuple[_Inside, _Inside]:
    """A disc; on it a head above shoulders."""
    head = np.hypot(x, y + 0.34) < 0.28
    shoulders = (np.hypot(x / 0.58, (y - 0.62) / 0.58) < 1) & (y < 0.56)
    return np.hypot(x, y) < 0.98, head | shoulders


def _paused(x: _Plane, y: _Plane) -> tuple[_Inside, _Inside]:
    """A square with round corners; on it two bars."""
    corner = np.hypot(np.maximum(np.abs(x) - 0.56, 0), np.maximum(np.abs(y) - 0.56, 0)) < 0.32
    return corner, (np.abs(np.abs(x) - 0.3) < 0.14) & (np.abs(y) < 0.48)


def _trouble(x: _Plane, y: _Plane) -> tuple[_Inside, _Inside]:
    """A triangle; on it an exclamation mark."""
    sides = np.maximum(np.abs(x) * 0.894 - (y + 0.95) * 0.447, y - 0.86)
    stroke = (np.abs(x) < 0.13 - 0.03 * y) & (y > -0.36) & (y < 0.3)
    return sides < 0, stroke | (np.hypot(x, y - 0.56) < 0.16)
