"""What Linux tells of the person: the screen is locked, a microphone is in use, a window fills the screen.

Nothing here goes over a network: the buses, the display and the sound server are asked over local sockets.
"""

import asyncio
import importlib
import logging
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coach.ports.desktop import Sign, session_bus, x_display

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

LOCK_EVERY_S: Final = 1.0
"""The lock is told by the system itself; this only fetches what was heard."""
FULL_SCREEN_EVERY_S: Final = 3.0
CAPTURE_EVERY_S: Final = 4.0
"""Two questions to the display, and a few small files: well below a millisecond each. Lower notices sooner."""
SERVER_EVERY_S: Final = 20.0
"""This one starts a program (about 10 ms). Lower notices calls over Bluetooth sooner and costs more."""
WAIT_S: Final = 5.0
_CLOSE_S: Final = 2.0

_SYSTEM: Final = "unix:path=/run/dbus/system_bus_socket"
_BUS: Final = "org.freedesktop.DBus"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
_LOGIN: Final = "org.freedesktop.login1"
_SESSION: Final = "org.freedesktop.login1.Session"
_SCREENS: Final = {
    "org.freedesktop.ScreenSaver": "/org/freedesktop/ScreenSaver",
    "org.gnome.ScreenSaver": "/org/gnome/ScreenSaver",
    "org.cinnamon.ScreenSaver": "/org/cinnamon/ScreenSaver",
    "org.mate.ScreenSaver": "/org/mate/ScreenSaver",
    "org.xfce.ScreenSaver": "/org/xfce/ScreenSaver",
}
"""Who tells of a locked screen, by desktop, and where to ask it how things stand at the start."""


def linux_signs(environment: Mapping[str, str] | None = None) -> list[Sign]:
    """Every sign that this desktop may give."""
    environment = dict(os.environ) if environment is None else environment
    lock = LockWatch(_SYSTEM, session_bus(environment), environment.get("XDG_SESSION_ID") or "auto")
    signs = [
        Sign(tells="locked", every_s=LOCK_EVERY_S, look=lock.is_locked, close=lock.close),
        Sign(tells="in_call", every_s=CAPTURE_EVERY_S, look=microphone_in_use),
    ]
    socket = Path(environment.get("XDG_RUNTIME_DIR", "")) / "pulse" / "native"
    if environment.get("XDG_RUNTIME_DIR") and shutil.which("pactl"):
        look = lambda: socket.exists() and recording(_sources(socket))  # noqa: E731 - one line, used once
        signs.append(Sign(tells="in_call", every_s=SERVER_EVERY_S, look=look))
    if (name := x_display(environment)) is not None:
        screen = FullScreen(name)
        signs.append(Sign(tells="full_screen", every_s=FULL_SCREEN_EVERY_S, look=screen.is_filled, close=screen.close))
    return signs


def microphone_in_use(cards: Path = Path("/proc/asound")) -> bool:
    """Whether a program listens to a microphone, as the sound system of the kernel tells it. It sees no Bluetooth."""
    states = (path.read_text(encoding="utf-8", errors="replace") for path in cards.glob("card*/pcm*c/sub*/status"))
    return any(state.startswith("state: RUNNING") for state in states)


def recording(sources: str) -> bool:
    """Whether one of the sound server's sources, as `pactl list short sources` tells them, is listened to. Sources that
    give back what the loudspeakers play are no microphones."""
    lines = [line.split("\t") for line in sources.splitlines()]
    return any(len(line) >= 5 and not line[1].endswith(".monitor") and line[4] == "RUNNING" for line in lines)


def _sources(socket: Path) -> str:
    command = ["pactl", "--server", f"unix:{socket}", "list", "short", "sources"]
    environment = os.environ | {"LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=WAIT_S, check=True)
    return done.stdout


class FullScreen:
    """Whether the window in front fills an X11 screen. Used from one thread; connects at the first question.

    Args:
        name: of the display, as its local socket.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._display: Any = None

    def is_filled(self) -> bool:
        """Raises what the X library raises, when there is no display (any more)."""
        if self._display is None:
            self._display = importlib.import_module("Xlib.display").Display(self._name)
            names = ("_NET_ACTIVE_WINDOW", "_NET_WM_STATE", "_NET_WM_STATE_FULLSCREEN")
            self._active, self._state, self._full = map(self._display.intern_atom, names)
            self._gone = importlib.import_module("Xlib.error").BadWindow
        try:
            return self._look()
        except self._gone:
            # It was closed between the two questions.
            return False

    def _look(self) -> bool:
        root = self._display.screen().root
        front = root.get_full_property(self._active, 0)
        if front is None or not len(front.value) or not front.value[0]:
            return False
        window = self._display.create_resource_object("window", front.value[0])
        state = window.get_full_property(self._state, 0)
        return state is not None and self._full in state.value

    def close(self) -> None:
        """Let go of the display."""
        if self._display is not None:
            self._display.close()


class LockWatch:
    """Hears over D-Bus when the screen is locked, another person's session is in front, or the machine goes to sleep.

    A thread with an event loop waits for the system's own signals: nothing is polled.

    Args:
        system, session: addresses of the two buses, None where there is none.
        number: of the login session, "auto" for the caller's own.
    """

    def __init__(self, system: str | None, session: str | None, number: str = "auto") -> None:
        self._addresses, self._number = (system, session), number
        self._told: dict[str, bool] = {}
        self._path = ""
        self._loop, self._stop = asyncio.new_event_loop(), asyncio.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="lock", daemon=True)
        self._thread.start()

    def is_locked(self) -> bool:
        """Whether anything tells so."""
        return any(self._told.copy().values())

    def close(self) -> None:
        """Stop listening; waits two seconds at most."""
        with self._lock:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_CLOSE_S)

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._listen())
        finally:
            with self._lock:
                self._loop.close()

    async def _listen(self) -> None:
        system, session = self._addresses
        buses = [await self._try(system, self._ask_login), await self._try(session, self._ask_screens)]
        if any(bus is not None for bus in buses):
            await self._stop.wait()
        for bus in buses:
            if bus is not None:
                bus.disconnect()

    async def _try(self, address: str | None, ask: Callable[["MessageBus"], Any]) -> "MessageBus | None":
        """A bus that is listened to, or None: a machine without one tells nothing."""
        if address is None:
            return None
        try:
            from dbus_fast.aio import MessageBus

            async with asyncio.timeout(WAIT_S):
                bus = await MessageBus(bus_address=address).connect()
                bus.add_message_handler(self._hear)
                await ask(bus)
        except Exception as error:  # noqa: BLE001 - no bus, no library, no right to ask: all come to the same
            logging.getLogger(__name__).info("lock: %r", error)
            return None
        return bus

    async def _ask_login(self, bus: "MessageBus") -> None:
        await _listen_to(bus, f"interface='{_LOGIN}.Manager',member='PrepareForSleep'")
        await _listen_to(bus, f"interface='{_PROPERTIES}',path_namespace='/org/freedesktop/login1/session'")
        found = await _call(bus, _LOGIN, "/org/freedesktop/login1", f"{_LOGIN}.Manager", "GetSession", self._number)
        if found:
            self._path = found[0]
            all_told = await _call(bus, _LOGIN, self._path, _PROPERTIES, "GetAll", _SESSION)
            self._session_told(all_told[0] if all_told else {})

    async def _ask_screens(self, bus: "MessageBus") -> None:
        for name, path in _SCREENS.items():
            await _listen_to(bus, f"interface='{name}',member='ActiveChanged'")
            await _listen_to(bus, f"sender='{_BUS}',member='NameOwnerChanged',arg0='{name}'")
            is_active = await _call(bus, name, path, name, "GetActive")
            if is_active:
                self._told[name] = bool(is_active[0])

    def _hear(self, message: "Message") -> None:
        """Take in a signal; called for everything that comes over the buses."""
        told = message.body[0] if message.body else None
        match message.member:
            case "PrepareForSleep":
                self._told["sleep"] = told is True
            case "ActiveChanged" if message.interface is not None:
                self._told[message.interface] = told is True
            case "NameOwnerChanged" if told in _SCREENS:
                # Whoever locks may be ended while it does; then it tells no more.
                self._told[told] = False
            case "PropertiesChanged" if message.path == self._path and told == _SESSION:
                self._session_told(message.body[1])

    def _session_told(self, properties: Mapping[str, Any]) -> None:
        if "LockedHint" in properties:
            self._told["hint"] = bool(properties["LockedHint"].value)
        if "Active" in properties:
            self._told["elsewhere"] = not properties["Active"].value


async def _listen_to(bus: "MessageBus", rule: str) -> None:
    await _call(bus, _BUS, "/org/freedesktop/DBus", _BUS, "AddMatch", f"type='signal',{rule}")


async def _call(bus: "MessageBus", name: str, path: str, interface: str, member: str, *texts: str) -> list[Any] | None:
    """What another program answers; None when it refuses or is not there. It is not started for the question."""
    from dbus_fast import Message, MessageFlag, MessageType

    quiet = MessageFlag.NO_AUTOSTART
    call = Message(name, path, interface, member, flags=quiet, signature="s" * len(texts), body=list(texts))
    reply = await bus.call(call)
    return reply.body if reply is not None and reply.message_type is MessageType.METHOD_RETURN else None


def bus_names(environment: Mapping[str, str] | None = None) -> frozenset[str] | None:
    """Names on the session's bus, in use or ready to be started; None where there is no bus. Waits five seconds at
    most, and starts nothing."""
    address = session_bus(os.environ if environment is None else environment)
    if address is None:
        return None
    try:
        return asyncio.run(asyncio.wait_for(_names(address), WAIT_S))
    except Exception as error:  # noqa: BLE001 - a dead bus, in whatever way, is none
        logging.getLogger(__name__).info("names: %r", error)
        return None


async def _names(address: str) -> frozenset[str]:
    from dbus_fast.aio import MessageBus

    bus = await MessageBus(bus_address=address).connect()
    try:
        lists = [
            await _call(bus, _BUS, "/org/freedesktop/DBus", _BUS, m) for m in ("ListNames", "ListActivatableNames")
        ]
    finally:
        bus.disconnect()
    return frozenset(name for found in lists if found for name in found[0])
