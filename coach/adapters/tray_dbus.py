"""The icon in the tray of Linux desktops: the StatusNotifierItem of KDE, Xfce, Cinnamon, MATE, Ubuntu and others.

`pystray` alone shows there an icon without a menu, or none: it needs system packages for more. The interfaces are
https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/ and libdbusmenu's com.canonical.dbusmenu, version 3.
"""

import asyncio
import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from coach.ports.desktop import CHOICES, Tray, TrayChoice, TrayItem, TrayMark, TrayView, session_bus

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

NO_TRAY: Final = "This desktop has no tray."

WATCHER: Final = "org.kde.StatusNotifierWatcher"
ITEM: Final = "org.kde.StatusNotifierItem"
MENU: Final = "com.canonical.dbusmenu"
ITEM_PATH: Final = "/StatusNotifierItem"
MENU_PATH: Final = "/StatusNotifierMenu"
_BUS: Final = "org.freedesktop.DBus"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"

SIZES: Final = (16, 22, 24, 32, 48, 64)
"""Pixels; the desktop takes the size that fits."""
WAIT_S: Final = 5.0
"""A desktop that takes longer to answer has no tray; estimated. Higher where a slow machine shows no icon."""
_CLOSE_S: Final = 2.0
_WORDS_FROM: Final = 100
"""Menu lines without a choice are numbered from here; a choice keeps its number whatever stands around it, so that a
menu that changes under the pointer never does something else."""

Draw = Callable[[TrayMark, int], npt.NDArray[np.uint8]]
"""The mark, of so many pixels: (size, size, 4) uint8, red, green, blue, solid."""
_NAME: Final = f"{ITEM}-{{}}-1"
_TURNED_UP: Final = ("NameOwnerChanged", "StatusNotifierHostRegistered")
_WATCHED: Final = (
    f"type='signal',sender='{_BUS}',member='NameOwnerChanged',arg0='{WATCHER}'",
    f"type='signal',sender='{WATCHER}',member='StatusNotifierHostRegistered'",
)
"""What tells that a tray has come or gone."""


class TrayService:
    """What the tray reads and calls: the icon and its menu, without the bus.

    Args:
        draw: draws the mark.
        chosen: takes what the person chose.
        variant: makes a D-Bus variant of a signature and a value.
    """

    def __init__(self, draw: Draw, chosen: Callable[[TrayChoice], None], variant: Callable[[str, Any], Any]) -> None:
        self._draw, self._chosen, self._variant = draw, chosen, variant
        self.view = TrayView(mark="paused", words="")
        self._icons: dict[TrayMark, list[list[Any]]] = {}
        self._calls: dict[tuple[str | None, str | None], tuple[str, Callable[..., list[Any]]]] = {
            (_PROPERTIES, "Get"): ("v", lambda interface, name: [self._properties(interface)[name]]),
            (_PROPERTIES, "GetAll"): ("a{sv}", lambda interface: [self._properties(interface)]),
            (ITEM, "Activate"): ("", lambda *_: self._choose("open")),
            (ITEM, "SecondaryActivate"): ("", lambda *_: []),
            (ITEM, "ContextMenu"): ("", lambda *_: []),
            (ITEM, "Scroll"): ("", lambda *_: []),
            (MENU, "GetLayout"): ("u(ia{sv}av)", lambda parent, *_: [self.revision, self._layout(parent)]),
            (MENU, "GetGroupProperties"): ("a(ia{sv})", self._group),
            (MENU, "GetProperty"): ("v", lambda number, name: [self._lines()[number][name]]),
            (MENU, "Event"): ("", self._event),
            (MENU, "EventGroup"): ("ai", self._events),
            (MENU, "AboutToShow"): ("b", lambda _: [False]),
            (MENU, "AboutToShowGroup"): ("aiai", lambda _: [[], []]),
        }
        self.revision = 1

    def answer(self, interface: str | None, member: str | None, body: Sequence[Any]) -> tuple[str, list[Any]] | None:
        """Signature and values of the answer to a call; None where there is no such thing."""
        if (interface, member) not in self._calls:
            return None
        signature, call = self._calls[interface, member]
        try:
            return signature, call(*body)
        except (KeyError, TypeError):
            return None

    def _properties(self, interface: str) -> dict[str, Any]:
        variant = self._variant
        if interface == MENU:
            plain = {"Version": ("u", 3), "TextDirection": ("s", "ltr"), "Status": ("s", "normal")}
            return {name: variant(*value) for name, value in plain.items()} | {"IconThemePath": variant("as", [])}
        texts = {"Category": "ApplicationStatus", "Id": "backcoach", "Title": "Backcoach", "Status": "Active"}
        texts |= dict.fromkeys(("IconName", "IconThemePath", "OverlayIconName", "AttentionIconName"), "")
        return {name: variant("s", text) for name, text in texts.items()} | {
            "WindowId": variant("i", 0),
            "IconPixmap": variant("a(iiay)", self._icon()),
            "ToolTip": variant("(sa(iiay)ss)", ["", [], "Backcoach", self.view.words]),
            "ItemIsMenu": variant("b", False),
            "Menu": variant("o", MENU_PATH),
        }

    def _icon(self) -> list[list[Any]]:
        """The mark in every size: width, height, bytes of alpha, red, green, blue."""
        mark = self.view.mark
        if mark not in self._icons:
            drawn = [(size, self._draw(mark, size)[..., [3, 0, 1, 2]]) for size in SIZES]
            self._icons[mark] = [[size, size, np.ascontiguousarray(picture).tobytes()] for size, picture in drawn]
        return self._icons[mark]

    def _lines(self) -> dict[int, dict[str, Any]]:
        """The menu's lines by number, from above, behind the whole of it, which is number 0."""
        whole = {"children-display": self._variant("s", "submenu")}
        return {0: whole} | dict(self._line(place, item) for place, item in enumerate(self.view.items))

    def _line(self, place: int, item: TrayItem) -> tuple[int, dict[str, Any]]:
        if not item.text:
            return _WORDS_FROM + place, {"type": self._variant("s", "separator")}
        # One underscore would be taken for the mark of a key.
        label = {"label": self._variant("s", item.text.replace("_", "__"))}
        if item.choice is None:
            return _WORDS_FROM + place, label | {"enabled": self._variant("b", False)}
        return 1 + CHOICES.index(item.choice), label

    def _layout(self, parent: int) -> list[Any]:
        whole, *lines = self._lines().items()
        if parent:
            return [parent, dict(lines)[parent], []]
        return [*whole, [self._variant("(ia{sv}av)", [*line, []]) for line in lines]]

    def _group(self, numbers: list[int], _names: list[str]) -> list[Any]:
        lines = self._lines()
        return [[[number, lines[number]] for number in numbers or lines if number in lines]]

    def _event(self, number: int, kind: str, _data: Any, _time: int) -> list[Any]:
        if kind == "clicked" and 1 <= number <= len(CHOICES):
            self._choose(CHOICES[number - 1])
        return []

    def _events(self, events: list[list[Any]]) -> list[Any]:
        return [[event[0] for event in events if self._event(*event)]]

    def _choose(self, choice: TrayChoice) -> list[Any]:
        self._chosen(choice)
        return []


class DBusTray:
    """A Tray over the session's D-Bus, from a thread with an event loop of its own.

    It comes in when a tray turns up later, as at login.

    Args:
        draw: draws the mark.
        otherwise: opens the tray to use while this desktop has none of this kind (the older X11 tray), from a thread
            of this class.
    """

    def __init__(self, draw: Draw, *, otherwise: Callable[[], Tray] | None = None) -> None:
        self._draw, self._open_other = draw, otherwise
        self._other: Tray | None = None
        self._view: TrayView | None = None
        self._message = ""
        self._chosen: deque[TrayChoice] = deque()
        self._bus: MessageBus | None = None
        self._loop, self._stop = asyncio.new_event_loop(), asyncio.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="tray", daemon=True)
        self._thread.start()

    @property
    def message(self) -> str:
        other = self._other
        return other.message if other is not None else self._message

    def show(self, view: TrayView) -> None:
        with self._lock:
            if view == self._view:
                return
            self._view = view
            if self._other is not None:
                self._other.show(view)
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._tell_change)

    def take_choices(self) -> list[TrayChoice]:
        other = self._other
        chosen = [self._chosen.popleft() for _ in range(len(self._chosen))]
        return chosen + (other.take_choices() if other is not None else [])

    def close(self) -> None:
        """Take the icon away; waits two seconds at most."""
        with self._lock:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_CLOSE_S)
        self._leave_other()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        except Exception as error:  # noqa: BLE001 - a broken bus and a strange desktop come to the same: no tray
            logging.getLogger(__name__).info("tray: %r", error)
            self._use_other()
        finally:
            with self._lock:
                self._loop.close()

    async def _serve(self) -> None:
        if (address := session_bus(os.environ)) is None:
            self._use_other()
            return
        from dbus_fast import Variant
        from dbus_fast.aio import MessageBus

        self._service = TrayService(self._draw, self._chosen.append, Variant)
        self._bus = bus = MessageBus(bus_address=address)
        async with asyncio.timeout(WAIT_S):
            await bus.connect()
        try:
            self._tell_change()
            bus.add_message_handler(self._handle)
            await bus.request_name(_NAME.format(os.getpid()))
            for rule in _WATCHED:
                await self._call(_BUS, "/org/freedesktop/DBus", _BUS, "AddMatch", rule)
            await self._enter()
            await self._stop.wait()
        finally:
            bus.disconnect()

    async def _enter(self) -> None:
        """Ask for a place in the tray; without one the other tray is used until one turns up."""
        path, name = "/StatusNotifierWatcher", _NAME.format(os.getpid())
        entered = await self._call(WATCHER, path, WATCHER, "RegisterStatusNotifierItem", name)
        hosted = await self._call(WATCHER, path, _PROPERTIES, "Get", WATCHER, "IsStatusNotifierHostRegistered")
        if entered is not None and hosted and hosted[0].value:
            self._message = ""
            self._leave_other()
        else:
            self._use_other()

    async def _call(self, name: str, path: str, interface: str, member: str, *texts: str) -> list[Any] | None:
        """What another program answers; None when it does not, or refuses."""
        from dbus_fast import Message, MessageFlag, MessageType

        quiet, signature = MessageFlag.NO_AUTOSTART, "s" * len(texts)
        call = Message(name, path, interface, member, flags=quiet, signature=signature, body=list(texts))
        try:
            async with asyncio.timeout(WAIT_S):
                reply = await self._bus.call(call) if self._bus is not None else None
        except TimeoutError:
            return None
        return reply.body if reply is not None and reply.message_type is MessageType.METHOD_RETURN else None

    def _use_other(self) -> None:
        with self._lock:
            self._message = NO_TRAY
            if self._other is None and self._open_other is not None and not self._stop.is_set():
                self._other = self._open_other()
                if self._view is not None:
                    self._other.show(self._view)

    def _leave_other(self) -> None:
        with self._lock:
            other, self._other = self._other, None
        if other is not None:
            other.close()

    def _tell_change(self) -> None:
        """Tell the tray what to read anew."""
        view = self._view
        if self._bus is None or not self._bus.connected or view is None:
            return
        from dbus_fast import Message

        before, self._service.view = self._service.view, view
        if before.mark != view.mark:
            self._bus.send(Message.new_signal(ITEM_PATH, ITEM, "NewIcon"))
        if before.words != view.words:
            self._bus.send(Message.new_signal(ITEM_PATH, ITEM, "NewToolTip"))
        if before.items != view.items:
            self._service.revision += 1
            self._bus.send(Message.new_signal(MENU_PATH, MENU, "LayoutUpdated", "ui", [self._service.revision, 0]))

    def _handle(self, message: "Message") -> "Message | None":
        """Answer what the tray asks; called for everything that comes over the bus."""
        from dbus_fast import Message, MessageType

        if message.message_type is MessageType.SIGNAL and message.member in _TURNED_UP:
            self._entering = self._loop.create_task(self._enter())
        if message.message_type is not MessageType.METHOD_CALL or message.path not in (ITEM_PATH, MENU_PATH):
            return None
        answer = self._service.answer(message.interface, message.member, message.body)
        return Message.new_method_return(message, *answer) if answer is not None else None
