"""The icon in the tray: what it shows, what its menu offers, and how it goes without one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from coach.adapters import tray_dbus, tray_pystray
from coach.adapters.tray_dbus import ITEM, ITEM_PATH, MENU, MENU_PATH, SIZES, WATCHER, DBusTray, TrayService
from coach.adapters.tray_icon import draw
from coach.adapters.tray_pystray import PystrayTray
from coach.ports.desktop import CHOICES, Tray, TrayChoice, TrayItem, TrayView, session_bus, tray_view, x_display
from coach.ui.watch import Mode, Now
from tests.private_bus import Program, needs_bus, private_bus, until

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "mark", "words", "choices"),
    [
        (Now(mode="watching", camera_on=True, break_in_s=725), "watching", "Watching. Next break in 13 min.", "moved"),
        (Now(mode="between", camera_on=False, break_in_s=20), "watching", "Watching. Next break in 1 min.", "moved"),
        (Now(mode="watching", camera_on=True, break_due=True), "watching", "Time for a break.", "snooze moved"),
        (
            Now(mode="watching", camera_on=True, break_due=True, snoozes_left=0),
            "watching",
            "Time for a break.",
            "moved",
        ),
        (
            Now(mode="paused", camera_on=False, paused_until=NOON + timedelta(hours=1)),
            "paused",
            "Paused until 13:00: the camera is off.",
            "go_on",
        ),
        (
            Now(mode="paused", camera_on=False, break_due=True, paused_until=NOON + timedelta(hours=16)),
            "paused",
            "Paused until tomorrow: the camera is off.",
            "go_on",
        ),
        (Now(mode="no_camera", camera_on=False, message="Camera 0 is in use."), "trouble", "Camera 0 is in use.", ""),
        (Now(mode="locked", camera_on=False), "paused", "The screen is locked: the camera is off.", ""),
        (Now(mode="watching", camera_on=True, break_in_s=float("inf")), "watching", "Watching.", ""),
    ],
)
def test_the_menu_tells_how_things_stand(now: Now, mark: str, words: str, choices: str) -> None:
    view = tray_view(now, NOON)
    offered = [item.choice for item in view.items if item.choice]
    assert (view.mark, view.words, view.items[0]) == (mark, words, TrayItem(words))
    assert set(choices.split()) <= set(offered)
    assert {"open", "pause_hour", "pause_tomorrow", "quit"} <= set(offered)
    assert len(set(offered)) == len(offered)
    assert ("go_on" in offered) == (now.mode == "paused")
    assert ("snooze" in offered) == ("snooze" in choices)
    assert "water" not in offered
    assert "water" in [item.choice for item in tray_view(now, NOON, glasses=True).items]
    assert view.items[-1].text


def test_every_mode_has_its_words() -> None:
    modes: tuple[Mode, ...] = (
        "loading",
        "watching",
        "between",
        "paused",
        "locked",
        "no_camera",
        "failed",
        "ended",
    )
    assert all(tray_view(Now(mode=mode, camera_on=False), NOON).words.endswith(".") for mode in modes)


@pytest.mark.parametrize("size", [16, 64])
def test_the_marks_differ_in_outline(size: int) -> None:
    outlines = [draw(mark, size)[..., 3] > 127 for mark in ("watching", "paused", "trouble")]
    for index, outline in enumerate(outlines):
        assert 0.4 < outline.mean() < 0.9
        others = outlines[:index] + outlines[index + 1 :]
        assert all((outline ^ other).mean() > 0.05 for other in others)


def test_the_picture_beside_notifications_is_the_mark_that_watches() -> None:
    from PIL import Image

    kept = Path(__file__).parents[1] / "assets" / "icons" / "backcoach.png"
    assert np.array_equal(np.asarray(Image.open(kept)), draw("watching", 128))


@pytest.mark.parametrize(
    ("environment", "bus", "display"),
    [
        ({}, None, None),
        (
            {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/bus,guid=1", "DISPLAY": ":1.0"},
            "unix:path=/run/bus,guid=1",
            "1.0",
        ),
        ({"DBUS_SESSION_BUS_ADDRESS": "tcp:host=far,port=1", "DISPLAY": "far:1"}, None, None),
        ({"XDG_RUNTIME_DIR": "/run/user/1", "DISPLAY": "localhost:10.0"}, "unix:path=/run/user/1/bus", None),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, None, None),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11"}, None, "0"),
    ],
)
def test_only_what_is_on_this_machine_is_asked(
    environment: dict[str, str], bus: str | None, display: str | None
) -> None:
    assert session_bus(environment) == bus
    assert x_display(environment) == (f"unix:{display}" if display else None)


def _variant(signature: str, value: Any) -> tuple[str, Any]:
    return signature, value


VIEW = TrayView(
    mark="watching", words="Watching.", items=(TrayItem("Watching."), TrayItem(""), TrayItem("A_b", "quit"))
)


def _service(chosen: Callable[[TrayChoice], None] = lambda _: None) -> TrayService:
    service = TrayService(draw, chosen, _variant)
    service.view = VIEW
    return service


def test_the_desktop_reads_the_icon_and_the_menu() -> None:
    service = _service()
    answer = service.answer("org.freedesktop.DBus.Properties", "GetAll", [ITEM])
    assert answer is not None
    (icon,) = answer[1]
    assert icon["ToolTip"][1][2:] == ["Backcoach", "Watching."]
    assert [(width, height, len(data)) for width, height, data in icon["IconPixmap"][1]] == [
        (size, size, size * size * 4) for size in SIZES
    ]
    middle = np.frombuffer(icon["IconPixmap"][1][-1][2], np.uint8).reshape(64, 64, 4)[4, 32]
    assert middle.tolist() == [255, 24, 132, 120], "alpha first"
    quit_number = 1 + CHOICES.index("quit")
    assert service.answer(MENU, "GetLayout", [0, -1, []]) == (
        "u(ia{sv}av)",
        [
            1,
            [
                0,
                {"children-display": ("s", "submenu")},
                [
                    ("(ia{sv}av)", [100, {"label": ("s", "Watching."), "enabled": ("b", False)}, []]),
                    ("(ia{sv}av)", [101, {"type": ("s", "separator")}, []]),
                    ("(ia{sv}av)", [quit_number, {"label": ("s", "A__b")}, []]),
                ],
            ],
        ],
    )
    assert service.answer(MENU, "GetGroupProperties", [[quit_number, 55], []]) == (
        "a(ia{sv})",
        [[[quit_number, {"label": ("s", "A__b")}]]],
    )


@pytest.mark.parametrize(
    ("interface", "member", "body", "chosen"),
    [
        (MENU, "Event", [1 + CHOICES.index("quit"), "clicked", None, 0], ["quit"]),
        (MENU, "Event", [1 + CHOICES.index("quit"), "hovered", None, 0], []),
        (MENU, "Event", [100, "clicked", None, 0], []),
        (MENU, "EventGroup", [[[4, "clicked", None, 0], [1, "clicked", None, 0]]], ["water", "open"]),
        (ITEM, "Activate", [10, 10], ["open"]),
        (ITEM, "Scroll", [1, "vertical"], []),
        (MENU, "AboutToShow", [0], []),
    ],
)
def test_what_is_clicked_is_chosen(interface: str, member: str, body: list[Any], chosen: list[str]) -> None:
    found: list[TrayChoice] = []
    assert _service(found.append).answer(interface, member, body) is not None
    assert found == chosen


@pytest.mark.parametrize("call", [(MENU, "Burn", []), (MENU, "GetProperty", [77, "label"]), (ITEM, "Get", [1])])
def test_nonsense_is_refused(call: tuple[str, str, list[Any]]) -> None:
    assert _service().answer(*call) is None


class Other:
    """The other tray."""

    message = ""

    def __init__(self) -> None:
        self.views: list[TrayView] = []
        self.closed = 0

    def show(self, view: TrayView) -> None:
        self.views.append(view)

    def take_choices(self) -> list[TrayChoice]:
        return ["open"]

    def close(self) -> None:
        self.closed += 1


def test_without_a_bus_the_other_tray_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    other = Other()
    tray: Tray = DBusTray(draw, otherwise=lambda: other)
    tray.show(VIEW)
    tray.show(VIEW)
    assert until(lambda: other.views)
    assert (other.views, tray.take_choices()) == ([VIEW], ["open"])
    tray.close()
    assert other.closed == 1
    bare = DBusTray(draw)
    assert until(lambda: bare.message == tray_dbus.NO_TRAY)
    bare.close()


@needs_bus
def test_a_tray_that_turns_up_late_is_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    from dbus_fast import Variant

    with private_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        other = Other()
        tray = DBusTray(draw, otherwise=lambda: other)
        tray.show(VIEW)
        assert until(lambda: other.views)
        watcher = Program(
            address, WATCHER, {"RegisterStatusNotifierItem": ("", []), "Get": ("v", [Variant("b", True)])}
        )
        assert until(lambda: other.closed)
        (name,) = dict(watcher.heard)["RegisterStatusNotifierItem"]
        layout = watcher.call(name, MENU_PATH, MENU, "GetLayout", "iias", 0, -1, [])
        assert layout.signature == "u(ia{sv}av)"
        watcher.call(name, ITEM_PATH, ITEM, "Activate", "ii", 1, 1)
        assert tray.take_choices() == ["open"]
        watcher.end()
        assert until(lambda: tray.message == "" and tray._other is not None), "it went, so the other is used again"
        tray.close()
    assert len(other.views) == 2


def _fake_library(shown: list[Any]) -> Any:
    class Menu(tuple[Any, ...]):
        SEPARATOR = "-"

        def __new__(cls, *items: Any) -> "Menu":
            return super().__new__(cls, items)

    class Icon:
        HAS_MENU = True

        def __init__(self, name: str, icon: Any, title: str, menu: Menu) -> None:
            self.icon, self.title, self.menu, self.visible = icon, title, menu, False
            shown.append(self)

        def run(self, setup: Callable[[Any], None]) -> None:
            setup(self)

        def stop(self) -> None:
            self.visible = False

    item = lambda text, act, **options: SimpleNamespace(text=text, act=act, **options)  # noqa: E731
    return SimpleNamespace(Menu=Menu, Icon=Icon, MenuItem=item)


def test_the_library_shows_what_comes_and_gives_back_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    icons: list[Any] = []
    tray: Tray = PystrayTray(draw, load=lambda: _fake_library(icons))
    tray.show(VIEW)
    assert until(lambda: icons and icons[0].visible)
    icon = icons[0]
    assert (icon.title, icon.icon.size, icon.icon.mode) == ("Watching.", (64, 64), "RGBA")
    assert [getattr(line, "text", line) for line in icon.menu] == ["Watching.", "-", "A_b"]
    icon.menu[2].act(None, None)
    assert tray.take_choices() == ["quit"]
    tray.show(TrayView(mark="paused", words="x" * 300))
    assert until(lambda: icon.title == "x" * 120)
    tray.close()
    assert (icon.visible, tray.message) == (False, "")


@pytest.mark.parametrize("trouble", [ImportError("this platform is not supported"), OSError("no display")])
def test_without_a_library_or_display_it_says_so(trouble: Exception) -> None:
    def load() -> Any:
        raise trouble

    tray = PystrayTray(draw, load=load, is_there=lambda: True)
    tray.show(VIEW)
    assert until(lambda: tray.message == tray_pystray.NO_TRAY)
    tray.show(TrayView(mark="paused", words=""))
    assert tray.take_choices() == []
    tray.close()
