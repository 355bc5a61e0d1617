"""One key combination, asked for by itself: pressed, taken by another, or not to be had."""

import queue
from typing import Any

import pytest

from coach.adapters.hotkey import (
    AGAIN_MS,
    LOST,
    NOT_HERE,
    TAKEN,
    GlobalHotkey,
    TakenError,
    WindowsGrab,
    X11Grab,
    shown,
    split,
)
from coach.ports.desktop import Hotkey
from tests.private_bus import until


@pytest.mark.parametrize(
    ("text", "held", "key", "words"),
    [
        ("ctrl+alt+shift+p", {"ctrl", "alt", "shift"}, "p", "Ctrl+Alt+Shift+P"),
        ("Super+Ctrl+7", {"ctrl", "super"}, "7", "Ctrl+Super+7"),
    ],
)
def test_a_combination_is_read_and_written(text: str, held: set[str], key: str, words: str) -> None:
    assert split(text) == (held, key)
    assert shown(text) == words


@pytest.mark.parametrize("text", ["", "p", "ctrl+p", "ctrl+alt", "ctrl+alt+enter", "ctrl+hyper+p", "ctrl+alt+é"])
def test_nonsense_is_no_combination(text: str) -> None:
    with pytest.raises(ValueError, match="no key combination"):
        GlobalHotkey(text)


class Grab:
    """Presses come from a list."""

    def __init__(self, *, trouble: Exception | None = None, breaks: bool = False) -> None:
        self.trouble, self.breaks = trouble, breaks
        self.presses: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self.done: list[str] = []

    def take(self, held: frozenset[str], key: str) -> None:
        self.done.append("+".join([*sorted(held), key]))
        if self.trouble:
            raise self.trouble

    def wait(self) -> bool:
        if self.breaks:
            raise OSError("the display is gone")
        return self.presses.get()

    def end(self) -> None:
        self.presses.put(False)

    def release(self) -> None:
        self.done.append("release")


def test_presses_are_counted_once() -> None:
    grab = Grab()
    key: Hotkey = GlobalHotkey("ctrl+alt+b", lambda: grab)
    grab.presses.put(True)
    grab.presses.put(True)
    assert until(grab.presses.empty)
    total = [0]

    def take() -> bool:
        total[0] += key.take_presses()
        return total[0] >= 2

    assert until(take)
    assert (total, key.take_presses(), key.message) == ([2], 0, "")
    key.close()
    assert grab.done == ["alt+ctrl+b", "release"]


@pytest.mark.parametrize(
    ("grab", "message"),
    [
        (None, NOT_HERE),
        (Grab(trouble=OSError("no display")), NOT_HERE),
        (Grab(trouble=TakenError()), TAKEN.format("Ctrl+Alt+B")),
        (Grab(breaks=True), LOST),
    ],
)
def test_a_key_that_cannot_be_had_is_told_in_one_sentence(grab: Grab | None, message: str) -> None:
    key = GlobalHotkey("ctrl+alt+b", lambda: grab)
    assert until(lambda: key.message == message)
    assert message.endswith(".")
    key.close()


def test_under_wayland_there_is_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    key = GlobalHotkey()
    assert key.message == NOT_HERE
    key.close()


class User:
    """Windows' user32, with the messages it has for us: number of each."""

    def __init__(self, messages: list[int], *, is_free: bool = True) -> None:
        self.messages, self.is_free, self.calls = messages, is_free, list[tuple[Any, ...]]()

    def RegisterHotKey(self, *call: Any) -> bool:
        self.calls.append(call)
        return self.is_free

    def GetMessageW(self, message: Any, *_: Any) -> int:
        if not self.messages:
            return 0
        message[8:12] = self.messages.pop(0).to_bytes(4, "little")
        return 1

    def UnregisterHotKey(self, *call: Any) -> None:
        self.calls.append(call)

    def PostThreadMessageW(self, *call: Any) -> None:
        self.calls.append(call)


class Kernel:
    def GetCurrentThreadId(self) -> int:
        return 42


def test_windows_is_asked_for_one_key() -> None:
    user = User([0x0113, 0x0312])
    grab = WindowsGrab(user, Kernel())
    grab.take(frozenset({"ctrl", "alt", "shift"}), "p")
    assert (grab.wait(), grab.wait()) == (True, False)
    grab.end()
    grab.release()
    assert user.calls == [(None, 1, 0x4007, ord("P")), (42, 0x0012, 0, 0), (None, 1)]
    with pytest.raises(TakenError):
        WindowsGrab(User([], is_free=False), Kernel()).take(frozenset({"ctrl", "alt"}), "p")


def test_a_key_kept_down_is_one_press() -> None:
    class Event:
        type = 2

        def __init__(self, time: int) -> None:
            self.time = time

    grab = X11Grab("unix:0")
    grab._pressed = 2
    times = [5, 665, 695, 725, 725 + AGAIN_MS, 3]
    assert [grab._is_press(Event(time)) for time in times] == [True, False, False, False, True, True]
    grab.release()
    grab.end()
