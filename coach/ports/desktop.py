"""What posture watch needs of the desktop beside notifications: a place in the tray, a key, and signs of the person."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final, Literal, Protocol

TrayMark = Literal["watching", "paused", "trouble"]
"""What the icon tells, by shape and colour: watching; not watching because the person said so, or before the start and
after the end; not watching because something is missing."""

TrayChoice = Literal["open", "snooze", "moved", "water", "measure", "go_on", "pause_hour", "pause_tomorrow", "quit"]
"""What a person can choose in the tray's menu."""

CHOICES: Final[tuple[TrayChoice, ...]] = (
    "open",
    "snooze",
    "moved",
    "water",
    "measure",
    "go_on",
    "pause_hour",
    "pause_tomorrow",
    "quit",
)


@dataclass(frozen=True, slots=True)
class TrayItem:
    """One line of the menu.

    Attributes:
        text: the words; "" is a line between groups.
        choice: what choosing it means; None: words only.
    """

    text: str
    choice: TrayChoice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayView:
    """What the tray shows.

    Attributes:
        words: one short sentence beside the icon ("Backcoach is watching.").
        items: the menu, from above; a choice comes at most once.
    """

    mark: TrayMark
    words: str
    items: tuple[TrayItem, ...] = ()


class Tray(Protocol):
    """An icon with a menu. Nothing here blocks or raises."""

    @property
    def message(self) -> str:
        """One plain sentence when there is no tray, else empty."""
        ...

    def show(self, view: TrayView) -> None:
        """Show this from now on; the same view again costs nothing."""
        ...

    def take_choices(self) -> list[TrayChoice]:
        """What the person chose since the last call, oldest first. Called from the main thread, twice a second or
        more: on macOS the menu works only meanwhile."""
        ...

    def close(self) -> None: ...


class Hotkey(Protocol):
    """One key combination that works whatever program is in front. Nothing here blocks or raises."""

    @property
    def message(self) -> str:
        """One plain sentence when the key can't work here, else empty."""
        ...

    def take_presses(self) -> int:
        """How often it was pressed since the last call."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing the system may tell of the person.

    Attributes:
        tells: which part of `Busy`.
        every_s: look at most so often, seconds.
        look: whether it is so; called from one thread only. Whatever it raises counts as "not told".
        close: lets go of what looking needs.
    """

    tells: Literal["in_call", "full_screen", "locked"]
    every_s: float
    look: Callable[[], bool]
    close: Callable[[], None] = lambda: None


class Standing(Protocol):
    """How the watch stands, as far as the tray tells it; `coach.ui.watch.Now` fulfils it."""

    @property
    def mode(self) -> str: ...

    @property
    def message(self) -> str: ...

    @property
    def break_in_s(self) -> float: ...

    @property
    def break_due(self) -> bool: ...

    @property
    def snoozes_left(self) -> int: ...

    @property
    def paused_until(self) -> datetime | None: ...


_MARKS: Final[Mapping[str, TrayMark]] = {
    "watching": "watching",
    "between": "watching",
    "no_camera": "trouble",
    "failed": "trouble",
}
_RESTING: Final[Mapping[str, str]] = {
    "loading": "Backcoach is starting.",
    "locked": "The screen is locked: the camera is off.",
    "ended": "The recording is over.",
    "no_camera": "Backcoach has no camera.",
    "failed": "Backcoach can't watch just now.",
}


def tray_view(standing: Standing, now: datetime, *, glasses: bool = False) -> TrayView:
    """The icon's mark, words and menu; `now`: aware local time, `glasses`: the person counts glasses of water."""
    paused, due = standing.mode == "paused", standing.break_due and standing.mode != "paused"
    lines = [TrayItem(_standing_words(standing, now)), _LINE, TrayItem("Open Backcoach", "open"), _LINE]
    if due and standing.snoozes_left > 0:
        lines.append(TrayItem("Remind me again later", "snooze"))
    if not paused:
        lines.append(TrayItem("I have moved", "moved"))
    if glasses:
        lines.append(TrayItem("I had a glass of water", "water"))
    if not paused:
        lines.append(TrayItem("Take a new measure of sitting tall", "measure"))
    lines.append(_LINE)
    if paused:
        lines.append(TrayItem("Go on watching", "go_on"))
    lines += [TrayItem("Pause for an hour", "pause_hour"), TrayItem("Pause until tomorrow", "pause_tomorrow"), _LINE]
    lines.append(TrayItem("Quit", "quit"))
    items = tuple(a for a, b in pairwise([*lines, _LINE]) if a != b)
    return TrayView(mark=_MARKS.get(standing.mode, "paused"), words=lines[0].text, items=items)


_LINE: Final = TrayItem("")


def _standing_words(standing: Standing, now: datetime) -> str:
    if standing.mode == "paused":
        return _paused_words(standing.paused_until, now)
    if standing.message:
        return standing.message
    if standing.mode in _RESTING:
        return _RESTING[standing.mode]
    if standing.break_due:
        return "Time for a break."
    minutes = max(1, math.ceil(standing.break_in_s / 60)) if math.isfinite(standing.break_in_s) else 0
    return f"Watching. Next break in {minutes} min." if minutes else "Watching."


def _paused_words(until: datetime | None, now: datetime) -> str:
    if until is None:
        return "Paused: the camera is off."
    when = f"{until:%H:%M}" if until.date() == now.date() else "tomorrow"
    return f"Paused until {when}: the camera is off."


def session_bus(environment: Mapping[str, str]) -> str | None:
    """Address of the desktop's own message bus, or None. One that leads over a network is not used."""
    address = environment.get("DBUS_SESSION_BUS_ADDRESS", "")
    if not address and environment.get("XDG_RUNTIME_DIR"):
        address = f"unix:path={environment['XDG_RUNTIME_DIR']}/bus"
    ways = [way for way in address.split(";") if way]
    return ";".join(ways) if ways and all(way.startswith("unix:") for way in ways) else None


def x_display(environment: Mapping[str, str]) -> str | None:
    """Name of this machine's own X display as its local socket ("unix:0"), or None. Under Wayland there is none worth
    asking: it knows only of the windows of older programs."""
    shown = environment.get("DISPLAY", "")
    if environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland":
        return None
    host, _, number = shown.rpartition(":")
    return f"unix:{number}" if host in ("", "unix") and number.split(".")[0].isdecimal() else None
