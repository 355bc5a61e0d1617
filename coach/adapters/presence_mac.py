"""What macOS tells of the person: the screen is locked, a microphone is in use, a window fills the screen.

The questions are the system's own; the answers are handed in, so that what is made of them is tried everywhere.
"""

import ctypes
import importlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from coach.ports.desktop import Sign

EVERY_S: Final = 4.0
"""A few questions to the system, about a millisecond each. Lower notices sooner."""

LOCKED: Final = "CGSSessionScreenIsLocked"
ON_CONSOLE: Final = "kCGSSessionOnConsoleKey"
"""Entries of CGSessionCopyCurrentDictionary: the first is there only while the screen is locked; the second is false
while another person's session is in front."""

_SYSTEM_OBJECT: Final = 1
_PROCESSES: Final = "prs#"
_IS_LISTENING: Final = "piri"
"""Of Core Audio (AudioHardware.h, macOS 14.2): the processes that use sound; whether one takes it in."""
_AUDIO: Final = "/System/Library/Frameworks/CoreAudio.framework/CoreAudio"

Bounds = tuple[float, float, float, float]
"""Left, top, width, height, points."""


def mac_signs(
    session: Callable[[], Mapping[str, Any] | None] | None = None,
    windows: Callable[[], tuple[Iterable[Bounds], Iterable[Bounds]]] | None = None,
    listeners: Callable[[], int] | None = None,
) -> list[Sign]:
    """Every sign that macOS gives.

    Args:
        session: what the window server tells of the login session, None where there is none.
        windows: ordinary windows that are shown; the screens.
        listeners: how many programs listen to a microphone.
    """
    session, windows, listeners = session or _session, windows or _windows, listeners or _listeners
    return [
        Sign(tells="locked", every_s=EVERY_S, look=lambda: is_locked(session())),
        Sign(tells="full_screen", every_s=EVERY_S, look=lambda: is_filled(*windows())),
        Sign(tells="in_call", every_s=EVERY_S, look=lambda: listeners() > 0),
    ]


def is_locked(session: Mapping[str, Any] | None) -> bool:
    """Whether the screen is locked, or another person's session is in front."""
    return session is not None and (bool(session.get(LOCKED, False)) or not session.get(ON_CONSOLE, True))


def is_filled(windows: Iterable[Bounds], screens: Iterable[Bounds]) -> bool:
    """Whether a window covers a screen, menu bar and all."""
    return not set(windows).isdisjoint(screens)


def _session() -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = importlib.import_module("Quartz").CGSessionCopyCurrentDictionary()
    return found


def _windows() -> tuple[list[Bounds], list[Bounds]]:
    quartz = importlib.import_module("Quartz")
    options = quartz.kCGWindowListOptionOnScreenOnly | quartz.kCGWindowListExcludeDesktopElements
    shown = quartz.CGWindowListCopyWindowInfo(options, quartz.kCGNullWindowID) or ()
    ordinary = [window["kCGWindowBounds"] for window in shown if window.get("kCGWindowLayer", 0) == 0]
    _, screens, _ = quartz.CGGetActiveDisplayList(16, None, None)
    filled = [quartz.CGDisplayBounds(screen) for screen in screens]
    return (
        [(box["X"], box["Y"], box["Width"], box["Height"]) for box in ordinary],
        [(box.origin.x, box.origin.y, box.size.width, box.size.height) for box in filled],
    )


class _Address(ctypes.Structure):
    _fields_ = (("selector", ctypes.c_uint32), ("scope", ctypes.c_uint32), ("element", ctypes.c_uint32))


def _listeners() -> int:
    """Programs that take in sound; raises OSError before macOS 14.2, which does not tell."""
    audio = ctypes.CDLL(_AUDIO)
    return sum(_numbers(audio, process, _IS_LISTENING)[0] for process in _numbers(audio, _SYSTEM_OBJECT, _PROCESSES))


def _numbers(audio: Any, thing: int, selector: str) -> list[int]:
    """A property of a Core Audio object: 32-bit numbers."""
    address = _Address(int.from_bytes(selector.encode(), "big"), int.from_bytes(b"glob", "big"), 0)
    size = ctypes.c_uint32()
    asked = (ctypes.c_uint32(thing), ctypes.byref(address), ctypes.c_uint32(0), None, ctypes.byref(size))
    if audio.AudioObjectGetPropertyDataSize(*asked) != 0:
        raise OSError(f"Core Audio does not tell {selector}")
    found = (ctypes.c_uint32 * (size.value // 4))()
    if audio.AudioObjectGetPropertyData(*asked, found) != 0:
        raise OSError(f"Core Audio does not tell {selector}")
    return list(found)
