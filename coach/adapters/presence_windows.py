"""What Windows tells of the person: the screen is locked, a microphone is in use, a window fills the screen.

The questions are Windows' own; the answers are handed in, so that what is made of them is tried everywhere.
"""

import ctypes
import importlib
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol

from coach.ports.desktop import Sign

EVERY_S: Final = 4.0
"""A few questions to the system, well below a millisecond each. Lower notices sooner."""

NOT_PRESENT: Final = 1
FILLED: Final = frozenset({2, 3, 4})
"""Answers of SHQueryUserNotificationState (QUERY_USER_NOTIFICATION_STATE, shellapi.h): 1 locked or another person's
session in front; 2 a window fills the screen; 3 so does a game; 4 a presentation."""

MICROPHONE: Final = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\microphone"
"""Where Windows 10 (1903) and later keep when a program began and ended to listen."""
_READ_OBJECTS: Final = 0x0001


class Registry(Protocol):
    """The part of the registry that is read, under the current user."""

    def names(self, path: str) -> list[str]:
        """Keys in a key; none where there is no such key."""
        ...

    def number(self, path: str, name: str) -> int | None:
        """A value, or None."""
        ...


def windows_signs(
    state: Callable[[], int] | None = None,
    desktop: Callable[[], bool] | None = None,
    registry: Registry | None = None,
) -> list[Sign]:
    """Every sign that Windows gives.

    Args:
        state: its notification state.
        desktop: whether the person's own desktop takes the input.
        registry: where programs that listened are kept.
    """
    state, desktop = state or _notification_state, desktop or _desktop_takes_input
    store = registry or _WindowsRegistry()
    return [
        Sign(tells="full_screen", every_s=EVERY_S, look=lambda: state() in FILLED),
        Sign(tells="locked", every_s=EVERY_S, look=lambda: state() == NOT_PRESENT or not desktop()),
        Sign(tells="in_call", every_s=EVERY_S, look=lambda: microphone_in_use(store)),
    ]


def microphone_in_use(registry: Registry) -> bool:
    """Whether a program has begun to listen to a microphone and not ended."""
    return any(
        registry.number(path, "LastUsedTimeStop") == 0 and registry.number(path, "LastUsedTimeStart")
        for path in _programs(registry)
    )


def _programs(registry: Registry) -> Iterator[str]:
    for folder in (MICROPHONE, rf"{MICROPHONE}\NonPackaged"):
        yield from (rf"{folder}\{name}" for name in registry.names(folder) if name != "NonPackaged")


def _notification_state() -> int:
    found = ctypes.c_int()
    # A failure is an HRESULT below zero.
    if _library("shell32").SHQueryUserNotificationState(ctypes.byref(found)) < 0:
        raise OSError("SHQueryUserNotificationState failed")
    return found.value


def _desktop_takes_input() -> bool:
    """A locked screen is a desktop of its own, which no ordinary program may open."""
    user = _library("user32")
    user.OpenInputDesktop.restype = ctypes.c_void_p
    desktop = user.OpenInputDesktop(0, False, _READ_OBJECTS)
    if desktop:
        user.CloseDesktop(ctypes.c_void_p(desktop))
    return bool(desktop)


def _library(name: str) -> Any:
    return getattr(vars(ctypes)["windll"], name)


class _WindowsRegistry:
    def __init__(self) -> None:
        self._module: Any = None

    def names(self, path: str) -> list[str]:
        found: list[str] = []
        try:
            with self._open(path) as key:
                count = self._module.QueryInfoKey(key)[0]
                found = [self._module.EnumKey(key, index) for index in range(count)]
        except FileNotFoundError:
            return []
        return found

    def number(self, path: str, name: str) -> int | None:
        try:
            with self._open(path) as key:
                return int(self._module.QueryValueEx(key, name)[0])
        except FileNotFoundError:
            return None

    def _open(self, path: str) -> Any:
        if self._module is None:
            self._module = importlib.import_module("winreg")
        return self._module.OpenKey(self._module.HKEY_CURRENT_USER, path)
