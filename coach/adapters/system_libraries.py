"""Libraries of the system that OpenCV, the pose model and the window are built on; a bare Linux machine lacks some."""

import ctypes
import sys
from collections.abc import Callable
from typing import Final

LIBRARIES: Final = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
    "libxcb.so.1": "libxcb1",
    "libgthread-2.0.so.0": "libglib2.0-0",
}
"""System library and the Debian package that brings it, found by starting in a Debian with nothing but Python in it.
Where libglib2.0-0 has another name, apt finds it by this one."""


def packages_missing(load: Callable[[str], object] = ctypes.CDLL, platform: str = sys.platform) -> list[str]:
    """Debian packages of the libraries that are not there, in the order of the table; none on other systems."""
    return [package for name, package in LIBRARIES.items() if platform == "linux" and not _opens(load, name)]


def _opens(load: Callable[[str], object], name: str) -> bool:
    try:
        load(name)
    except OSError:
        return False
    return True
