"""What the system tells of the person: signs gathered, and each system's answers read as they were recorded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.adapters import presence
from coach.adapters.clock import MonotonicClock
from coach.adapters.presence import SLOWER, SLOWER_AFTER, SignedPresence
from coach.adapters.presence_linux import LockWatch, bus_names, linux_signs, microphone_in_use, recording
from coach.adapters.presence_mac import mac_signs
from coach.adapters.presence_windows import MICROPHONE, windows_signs
from coach.core.sitting.events import Busy
from coach.ports.desktop import Sign
from tests.private_bus import Program, needs_bus, private_bus, until


class Time:
    """A clock that runs as fast as it is asked."""

    def __init__(self, step_s: float) -> None:
        self.now, self.step_s = 0.0, step_s

    def now_s(self) -> float:
        self.now += self.step_s
        return self.now

    def sleep(self, seconds: float) -> None:
        raise AssertionError(seconds)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "FIRST_LOOK_S", 0.001)


def test_signs_are_joined_and_looked_at_no_more_often_than_they_allow() -> None:
    looks = {"rare": 0, "often": 0}
    closed: list[str] = []

    def look(name: str, answer: bool) -> Callable[[], bool]:
        def counted() -> bool:
            looks[name] += 1
            return answer

        return counted

    clock = Time(1.0)
    found = SignedPresence(
        [
            Sign(tells="in_call", every_s=100.0, look=look("rare", True), close=lambda: closed.append("rare")),
            Sign(tells="in_call", every_s=1.0, look=look("often", False)),
            Sign(tells="locked", every_s=1.0, look=lambda: False),
        ],
        clock,
    )
    assert until(lambda: clock.now > 250)
    assert found.busy() == Busy(in_call=True)
    found.close()
    assert closed == ["rare"]
    assert 2 <= looks["rare"] <= 1 + clock.now / 100
    assert looks["often"] > 10 * looks["rare"]


def test_a_sign_that_fails_tells_nothing_and_is_looked_at_more_rarely() -> None:
    times: list[float] = []
    clock = MonotonicClock()

    def look() -> bool:
        times.append(clock.now_s())
        if len(times) == 1:
            return True
        raise OSError("gone")

    found = SignedPresence([Sign(tells="full_screen", every_s=0.005, look=look)], clock)
    assert until(lambda: len(times) > 1 + SLOWER_AFTER)
    assert found.busy() == Busy()
    found.close()
    assert times[1 + SLOWER_AFTER] - times[SLOWER_AFTER] >= 0.005 * SLOWER


def test_nothing_to_look_at_is_nothing_told() -> None:
    found = SignedPresence([], Time(1.0))
    assert found.busy() == Busy()
    found.close()


# --- Linux ---

SOURCES = (
    "0\talsa_output.pci.analog-stereo.monitor\tPipeWire\ts32le 2ch 48000Hz\t{speakers}\n"
    "61\talsa_input.pci.analog-stereo\tPipeWire\ts32le 2ch 48000Hz\t{inner}\n"
    "70\tbluez_input.00_11_22_33\tPipeWire\ts16le 1ch 16000Hz\t{headset}\n"
)


@pytest.mark.parametrize(
    ("speakers", "inner", "headset", "is_call"),
    [
        ("RUNNING", "SUSPENDED", "SUSPENDED", False),
        ("IDLE", "RUNNING", "SUSPENDED", True),
        ("RUNNING", "IDLE", "RUNNING", True),
        ("SUSPENDED", "IDLE", "IDLE", False),
    ],
)
def test_a_running_microphone_is_a_call_but_the_loudspeakers_echo_is_none(
    speakers: str, inner: str, headset: str, is_call: bool
) -> None:
    assert recording(SOURCES.format(speakers=speakers, inner=inner, headset=headset)) == is_call


@pytest.mark.parametrize("text", ["", "Connection failure: Connection refused\n", "1\tmic\n"])
def test_a_sound_server_that_says_something_else_tells_nothing(text: str) -> None:
    assert not recording(text)


@pytest.mark.parametrize(
    ("place", "state", "is_call"),
    [
        ("pcm0c/sub0", "state: RUNNING\nowner_pid   : 2231\n", True),
        ("pcm0c/sub0", "closed\n", False),
        ("pcm0p/sub0", "state: RUNNING\n", False),
        ("pcm0c/sub0", "state: PREPARED\n", False),
    ],
)
def test_the_kernel_tells_who_listens(tmp_path: Path, place: str, state: str, is_call: bool) -> None:
    folder = tmp_path / "card0" / place
    folder.mkdir(parents=True)
    (folder / "status").write_text(state)
    assert microphone_in_use(tmp_path) == is_call
    assert not microphone_in_use(tmp_path / "none")


def test_a_machine_without_a_desktop_is_asked_little() -> None:
    signs = linux_signs({})
    assert [sign.tells for sign in signs] == ["locked", "in_call"]
    assert signs[0].look() is False
    signs[0].close()
    assert bus_names({}) is None
    assert bus_names({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere/bus"}) is None


LOGIN, SESSION = "org.freedesktop.login1", "org.freedesktop.login1.Session"
SEAT = "/org/freedesktop/login1/session/_32"


@needs_bus
def test_a_locked_screen_is_heard_of(monkeypatch: pytest.MonkeyPatch) -> None:
    from dbus_fast import Variant

    def properties(**values: bool) -> dict[str, Any]:
        return {name: Variant("b", value) for name, value in values.items()}

    with private_bus() as address:
        start = properties(LockedHint=True, Active=True)
        login = Program(address, LOGIN, {"GetSession": ("o", [SEAT]), "GetAll": ("a{sv}", [start])})
        gnome = Program(address, "org.gnome.ScreenSaver", {"GetActive": ("b", [False])})
        watch = LockWatch(address, address)

        def tell(**values: bool) -> None:
            changed = SESSION, properties(**values), []
            login.emit(SEAT, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", *changed)

        assert until(lambda: watch.is_locked() and gnome.heard), "it was locked at the start"
        tell(LockedHint=False)
        assert until(lambda: not watch.is_locked())
        tell(Active=False)
        assert until(watch.is_locked), "another person's session is in front"
        tell(Active=True)
        assert until(lambda: not watch.is_locked())
        login.emit("/org/freedesktop/login1", f"{LOGIN}.Manager", "PrepareForSleep", "b", True)
        assert until(watch.is_locked)
        login.emit("/org/freedesktop/login1", f"{LOGIN}.Manager", "PrepareForSleep", "b", False)
        assert until(lambda: not watch.is_locked())
        gnome.emit("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", "b", True)
        assert until(watch.is_locked)
        names = bus_names({"DBUS_SESSION_BUS_ADDRESS": address})
        assert {LOGIN, "org.gnome.ScreenSaver"} <= (names or set())
        gnome.end()
        assert until(lambda: not watch.is_locked()), "what locked the screen is gone"
        watch.close()
        login.end()


# --- Windows ---


class Registry:
    """The store as Windows 11 keeps it: programs of the shop beside a key for all the others."""

    def __init__(self, **stops: int) -> None:
        packed = {"Microsoft.WindowsCamera_8wek": 133_500_000_000_000_001, "NonPackaged": 0}
        self.keys = {MICROPHONE: list(packed), rf"{MICROPHONE}\NonPackaged": list(stops)}
        self.values = {rf"{MICROPHONE}\Microsoft.WindowsCamera_8wek": packed["Microsoft.WindowsCamera_8wek"]}
        self.values |= {rf"{MICROPHONE}\NonPackaged\{name}": stop for name, stop in stops.items()}

    def names(self, path: str) -> list[str]:
        return self.keys.get(path, [])

    def number(self, path: str, name: str) -> int | None:
        if path not in self.values:
            return None
        return self.values[path] if name == "LastUsedTimeStop" else 133_500_000_000_000_000


@pytest.mark.parametrize(
    ("state", "desktop", "stops", "told"),
    [
        (5, True, {"C:#zoom.exe": 133_500_000_000_000_009}, Busy()),
        (5, True, {"C:#zoom.exe": 0}, Busy(in_call=True)),
        (2, True, {}, Busy(full_screen=True)),
        (3, True, {}, Busy(full_screen=True)),
        (4, True, {}, Busy(full_screen=True)),
        (6, True, {}, Busy()),
        (1, True, {}, Busy(locked=True)),
        (5, False, {}, Busy(locked=True)),
    ],
)
def test_windows_answers(state: int, desktop: bool, stops: dict[str, int], told: Busy) -> None:
    signs = windows_signs(lambda: state, lambda: desktop, Registry(**stops))
    assert Busy(**{sign.tells: bool(sign.look()) for sign in signs}) == told


# --- macOS ---

SCREEN = (0.0, 0.0, 1512.0, 982.0)


@pytest.mark.parametrize(
    ("session", "windows", "listeners", "told"),
    [
        ({"kCGSSessionOnConsoleKey": True}, [(0.0, 33.0, 1512.0, 900.0)], 0, Busy()),
        ({"kCGSSessionOnConsoleKey": True, "CGSSessionScreenIsLocked": True}, [], 0, Busy(locked=True)),
        ({"kCGSSessionOnConsoleKey": False}, [], 0, Busy(locked=True)),
        (None, [SCREEN], 0, Busy(full_screen=True)),
        ({}, [], 1, Busy(in_call=True)),
    ],
)
def test_mac_answers(session: dict[str, Any] | None, windows: list[Any], listeners: int, told: Busy) -> None:
    signs = mac_signs(lambda: session, lambda: (windows, [SCREEN]), lambda: listeners)
    assert Busy(**{sign.tells: bool(sign.look()) for sign in signs}) == told
