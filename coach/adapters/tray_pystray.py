"""The icon in the tray of Windows, macOS and older X11 desktops, over the `pystray` library."""

import importlib
import logging
import os
import queue
import sys
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt

from coach.ports.desktop import TrayChoice, TrayItem, TrayMark, TrayView, x_display

NO_TRAY: Final = "This desktop has no tray."
SIZE: Final = 64
"""Pixels; the desktop makes it smaller."""
X11_GROUND: Final = (46, 52, 64)
"""Red, green, blue behind the mark, dark as most panels are."""
MOST_LETTERS: Final = 120
"""Windows takes up to 127 beside an icon."""
_CLOSE_S: Final = 2.0

Draw = Callable[[TrayMark, int], npt.NDArray[np.uint8]]
"""The mark, of so many pixels: (size, size, 4) uint8, red, green, blue, solid."""


class PystrayTray:
    """A Tray over `pystray`, in a thread; on macOS, where menus need the main thread, in that of `take_choices`.

    On X11 there is no menu, only the icon: a click opens the coach.

    Args:
        draw: draws the mark.
        load: gives the library; raises whatever hinders it.
        is_there: whether there is a tray to be in; raises likewise.
    """

    def __init__(
        self, draw: Draw, *, load: Callable[[], Any] | None = None, is_there: Callable[[], bool] | None = None
    ) -> None:
        self._draw, self._load, self._is_there = draw, load or _library, is_there or _tray_is_there
        self._message = ""
        self._chosen: deque[TrayChoice] = deque()
        self._views: queue.SimpleQueue[TrayView | None] = queue.SimpleQueue()
        self._last: TrayView | None = None
        self._icon: Any = None
        self._in_main = sys.platform == "darwin"
        self._pictures: dict[TrayMark, Any] = {}
        self._ended = threading.Event()
        if not self._in_main:
            threading.Thread(target=self._run, name="tray", daemon=True).start()

    @property
    def message(self) -> str:
        return self._message

    def show(self, view: TrayView) -> None:
        if view != self._last:
            self._last = view
            self._views.put(view)

    def take_choices(self) -> list[TrayChoice]:
        if self._in_main and not self._message:
            self._turn()
        return [self._chosen.popleft() for _ in range(len(self._chosen))]

    def close(self) -> None:
        """Take the icon away; waits two seconds at most."""
        self._views.put(None)
        if not self._in_main:
            # Not for the thread itself: on X11 the library may wait on for news of a window that is gone.
            self._ended.wait(_CLOSE_S)
        elif self._icon is not None:
            self._icon.visible = False

    def _run(self) -> None:
        """The whole life of the tray: it begins with the first view. What the library starts are threads of this
        thread's kind, which end with the program."""
        first = self._views.get()
        try:
            if first is not None:
                self._make(first)
                self._icon.run(self._follow)
        except Exception as error:  # noqa: BLE001 - no display, no tray, no library: all come to the same
            self._give_up(error)
        finally:
            self._ended.set()

    def _make(self, first: TrayView) -> None:
        # It reports what goes wrong to a log that would end up between the lines of a terminal.
        logging.getLogger("pystray").addHandler(logging.NullHandler())
        if not self._is_there():
            raise OSError("no tray")
        self._library = self._load()
        self._icon = self._library.Icon(
            "backcoach", self._picture(first), first.words[:MOST_LETTERS], self._menu(first)
        )

    def _follow(self, icon: Any) -> None:
        """Show what comes, until the end; runs beside the icon's own loop."""
        try:
            _hear_clicks(icon)
            icon.visible = True
            while (view := self._views.get()) is not None:
                self._apply(view)
        except Exception as error:  # noqa: BLE001 - the display may go away under it, each in its own way
            self._give_up(error)
        finally:
            icon.stop()
            self._ended.set()

    def _turn(self) -> None:
        """On macOS: show what came and let the system handle its events, in the main thread."""
        try:
            while not self._views.empty():
                self._turn_to(self._views.get())
            if self._icon is not None:
                _handle_mac_events()
        except Exception as error:  # noqa: BLE001 - no display, no tray, no library: all come to the same
            self._give_up(error)

    def _turn_to(self, view: TrayView | None) -> None:
        if view is not None and self._icon is None:
            self._make(view)
            cast(Any, self._icon).run_detached()
        elif view is not None:
            self._apply(view)

    def _apply(self, view: TrayView) -> None:
        self._icon.icon = self._picture(view)
        self._icon.title = view.words[:MOST_LETTERS]
        self._icon.menu = self._menu(view)

    def _give_up(self, error: Exception) -> None:
        logging.getLogger(__name__).info("tray: %r", error)
        self._message = NO_TRAY

    def _picture(self, view: TrayView) -> Any:
        if view.mark not in self._pictures:
            self._pictures[view.mark] = _picture(self._draw(view.mark, SIZE), clear=self._library.Icon.HAS_MENU)
        return self._pictures[view.mark]

    def _menu(self, view: TrayView) -> Any:
        return self._library.Menu(*map(self._line, view.items))

    def _line(self, item: TrayItem) -> Any:
        if not item.text:
            return self._library.Menu.SEPARATOR
        choice = item.choice
        if choice is None:
            return self._library.MenuItem(item.text, None, enabled=False)
        act = self._act(choice)
        return self._library.MenuItem(item.text, act, default=choice == "open")

    def _act(self, choice: TrayChoice) -> Callable[[Any, Any], None]:
        def act(_icon: Any, _item: Any) -> None:
            self._chosen.append(choice)

        return act


def _picture(drawn: npt.NDArray[np.uint8], *, clear: bool) -> Any:
    """For the library; on X11, which shows clear pixels in any colour, on a ground."""
    from PIL import Image

    if clear:
        return Image.fromarray(drawn)
    solid = drawn[..., 3:] / 255.0
    flat = drawn[..., :3] * solid + np.asarray(X11_GROUND) * (1 - solid)
    return Image.fromarray(flat.round().astype(np.uint8))


def _hear_clicks(icon: Any) -> None:
    """On X11 the library (0.19.5) acts on clicks, but never asks for them."""
    window = getattr(icon, "_window", None)
    if window is not None and not icon.HAS_MENU:
        x = importlib.import_module("Xlib.X")
        window.change_attributes(event_mask=x.ExposureMask | x.StructureNotifyMask | x.ButtonPressMask)


def _library() -> Any:
    return importlib.import_module("pystray")


def _tray_is_there() -> bool:
    """Whether this display has a tray. Only a local display is asked: nothing here goes over a network."""
    if sys.platform != "linux":
        return True
    name = x_display(os.environ)
    if name is None:
        return False
    display = importlib.import_module("Xlib.display").Display(name)
    try:
        atom = display.intern_atom(f"_NET_SYSTEM_TRAY_S{display.get_default_screen()}")
        return bool(display.get_selection_owner(atom))
    finally:
        display.close()


def _handle_mac_events() -> None:
    kit = importlib.import_module("AppKit")
    program = kit.NSApplication.sharedApplication()
    take = program.nextEventMatchingMask_untilDate_inMode_dequeue_
    while (event := take(kit.NSEventMaskAny, None, kit.NSDefaultRunLoopMode, True)) is not None:
        program.sendEvent_(event)
