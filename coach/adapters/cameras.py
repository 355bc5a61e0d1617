"""Cameras there may be, without opening any: opening would light their lamps."""

import sys
from pathlib import Path
from typing import Final

from coach.ports import CameraChoice

_VIDEO4LINUX: Final = Path("/sys/class/video4linux")
GUESSED: Final = 3
"""Where the system does not say, so many are offered."""


def list_cameras(folder: Path = _VIDEO4LINUX) -> list[CameraChoice]:
    """Number and name of each camera; where the system tells none by name, the first few by number."""
    if not sys.platform.startswith("linux"):
        return [CameraChoice(str(number), f"Camera {number + 1}") for number in range(GUESSED)]
    found: dict[str, str] = {}
    for node in sorted(folder.glob("video*"), key=lambda path: int(path.name.removeprefix("video") or 0)):
        name = _name(node)
        # A camera has several nodes; the first of them gives pictures.
        if name not in found.values():
            found[node.name.removeprefix("video")] = name
    return [CameraChoice(number, name) for number, name in found.items()]


def _name(node: Path) -> str:
    try:
        return (node / "name").read_text(encoding="utf-8", errors="replace").strip() or node.name
    except OSError:
        return node.name
