"""One key combination that works whatever program is in front.

Only this one combination is asked for, of X11 (XGrabKey) and of Windows (RegisterHotKey). Libraries such as `pynput`
listen to every key a person types, for which a coach has no use; on Wayland and macOS there is no other way without
the person's leave, so there is no key there.
"""

import ctypes
import importlib
import logging
import os
import select
import sys
import threading
from collections.abc import Callable
from typing import Any, Final, Protocol

from coach.ports.desktop import x_display

DEFAULT: Final = "ctrl+alt+shift+p"
"""Shift keeps it clear of programs that use Ctrl+Alt+P, and of AltGr on keyboards that have it."""

NOT_HERE: Final = "A key that works in every program can't be had on this system."
TAKEN: Final = "{} is used by another program, so it can't pause the coach."
LOST: Final = "The key to pause the coach no longer works; start the coach again to have it back."

_NAMES: Final = {"ctrl": "Ctrl", "alt": "Alt", "shift": "Shift", "super": "Super"}
_CLOSE_S: Final = 2.0
AGAIN_MS: Final = 900
"""A key that is kept down repeats, first after 660 ms (X.Org's default), then faster; only after such a gap it is
pressed anew. Higher where a slow hand pauses twice."""
_X_LOCKS: Final = (0, 2, 16, 18)
"""Caps Lock (2) and Num Lock (16, mod2 on nearly every keyboard) must not matter."""
_X_MASKS: Final = {"shift": 1, "ctrl": 4, "alt": 8, "super": 64}
_WINDOWS_MASKS: Final = {"alt": 1, "ctrl": 2, "shift": 4, "super": 8}
_NO_REPEAT: Final = 0x4000
_WM_HOTKEY: Final = 0x0312
_WM_QUIT: Final = 0x0012


class TakenError(Exception):
    """Another program has the key."""


class Grab(Protocol):
    """One key combination of one system; made, used and waited for in one thread, ended from another."""

    def take(self, held: frozenset[str], key: str) -> None:
        """Ask for the key. Raises TakenError, or whatever the system raises."""
        ...

    def wait(self) -> bool:
        """Wait for a press; False once it is ended. Raises whatever the system raises."""
        ...

    def end(self) -> None:
        """Let `wait` return False."""
        ...

    def release(self) -> None:
        """Give the key back, if it was had; in the thread that took it."""
        ...


def split(combination: str) -> tuple[frozenset[str], str]:
    """The keys that are held, and the letter or digit that is struck.

    Raises:
        ValueError: "ctrl+alt+p" is what one looks like: two held keys or more, and one letter or digit.
    """
    *held, key = combination.lower().split("+")
    if len(held) < 2 or not set(held) <= _NAMES.keys() or len(key) != 1 or not (key.isascii() and key.isalnum()):
        raise ValueError(f"{combination!r} is no key combination")
    return frozenset(held), key


def shown(combination: str) -> str:
    """As it is written for a person: "Ctrl+Alt+Shift+P"."""
    held, key = split(combination)
    return "+".join([*(name for part, name in _NAMES.items() if part in held), key.upper()])


class GlobalHotkey:
    """A Hotkey, waited for in a thread that sleeps until it is pressed.

    Args:
        combination: see `split`.
        make_grab: makes what asks this system for the key; None: there is no way on this system.
    """

    def __init__(self, combination: str = DEFAULT, make_grab: Callable[[], Grab | None] | None = None) -> None:
        self._held, self._key = split(combination)
        self._shown = shown(combination)
        self._presses, self._taken_presses = 0, 0
        self._grab = (make_grab or _grab)()
        self._message = "" if self._grab is not None else NOT_HERE
        self._thread = threading.Thread(target=self._run, name="hotkey", daemon=True)
        self._thread.start()

    @property
    def message(self) -> str:
        return self._message

    def take_presses(self) -> int:
        pressed, before = self._presses, self._taken_presses
        self._taken_presses = pressed
        return pressed - before

    def close(self) -> None:
        """Give the key back; waits two seconds at most."""
        if self._grab is not None:
            self._grab.end()
        self._thread.join(_CLOSE_S)

    def _run(self) -> None:
        grab = self._grab
        if grab is None:
            return
        otherwise = NOT_HERE
        try:
            grab.take(self._held, self._key)
            otherwise = LOST
            while grab.wait():
                self._presses += 1
        except TakenError:
            self._message = TAKEN.format(self._shown)
        except Exception as error:  # noqa: BLE001 - each system fails in its own way: there is no key, or no longer
            logging.getLogger(__name__).info("hotkey: %r", error)
            self._message = otherwise
        finally:
            grab.release()


def _grab() -> Grab | None:
    if sys.platform == "win32":
        return WindowsGrab()
    name = x_display(os.environ) if sys.platform == "linux" else None
    return X11Grab(name) if name is not None else None


class X11Grab:
    """A key of an X11 display.

    Args:
        name: of the display, as its local socket.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._display: Any = None
        self._ended, self._end = os.pipe()
        self._lock, self._open = threading.Lock(), True
        self._last_ms = -AGAIN_MS

    def take(self, held: frozenset[str], key: str) -> None:
        self._display = display = importlib.import_module("Xlib.display").Display(self._name)
        error, x = importlib.import_module("Xlib.error"), importlib.import_module("Xlib.X")
        caught = error.CatchError(error.BadAccess)
        code = display.keysym_to_keycode(ord(key))
        # Code 0 would be every key there is.
        if not code:
            raise OSError(f"this keyboard has no {key}")
        mask = sum(_X_MASKS[name] for name in held)
        self._pressed = x.KeyPress
        root = display.screen().root
        for locks in _X_LOCKS:
            root.grab_key(code, mask | locks, False, x.GrabModeAsync, x.GrabModeAsync, onerror=caught)
        display.sync()
        if caught.get_error() is not None:
            raise TakenError

    def wait(self) -> bool:
        while True:
            while self._display.pending_events():
                if self._is_press(self._display.next_event()):
                    return True
            ready, _, _ = select.select([self._display.fileno(), self._ended], [], [])
            if self._ended in ready:
                return False

    def _is_press(self, event: Any) -> bool:
        if event.type != self._pressed:
            return False
        gap_ms, self._last_ms = event.time - self._last_ms, event.time
        # The server's time begins anew after 49 days.
        return bool(gap_ms >= AGAIN_MS or gap_ms < 0)

    def end(self) -> None:
        with self._lock:
            if self._open:
                os.write(self._end, b".")

    def release(self) -> None:
        """With the connection goes the key."""
        with self._lock:
            self._open = False
            os.close(self._ended)
            os.close(self._end)
        if self._display is not None:
            self._display.close()


class WindowsGrab:
    """A key of Windows. `user`, `kernel`: the system's libraries user32 and kernel32."""

    _ID: Final = 1

    def __init__(self, user: Any = None, kernel: Any = None) -> None:
        self._user, self._kernel = user or vars(ctypes)["windll"].user32, kernel or vars(ctypes)["windll"].kernel32
        self._thread_id = 0
        self._message = ctypes.create_string_buffer(64)
        """A MSG structure (48 bytes); its second word is the message."""

    def take(self, held: frozenset[str], key: str) -> None:
        self._thread_id = self._kernel.GetCurrentThreadId()
        mask = sum(_WINDOWS_MASKS[name] for name in held) | _NO_REPEAT
        if not self._user.RegisterHotKey(None, self._ID, mask, ord(key.upper())):
            raise TakenError

    def wait(self) -> bool:
        while self._user.GetMessageW(self._message, None, 0, 0) > 0:
            place = ctypes.sizeof(ctypes.c_void_p)
            if int.from_bytes(self._message.raw[place : place + 4], "little") == _WM_HOTKEY:
                return True
        return False

    def end(self) -> None:
        self._user.PostThreadMessageW(self._thread_id, _WM_QUIT, 0, 0)

    def release(self) -> None:
        self._user.UnregisterHotKey(None, self._ID)
