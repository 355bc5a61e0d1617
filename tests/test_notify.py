"""One notification at a time, its buttons, and what happens where there is none."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.adapters import notify_desktop
from coach.adapters.notify_desktop import NONE, OFF, SLOW, DesktopNotifications
from coach.adapters.notify_terminal import TerminalNotifications
from coach.core.sitting.events import Notice
from coach.ports import CoachError
from coach.ports.posture import Answer, Notifier
from tests.private_bus import Program, needs_bus, private_bus, until

BREAK = Notice(kind="break", title="Time for a break", text="You sat for 30 minutes.", snooze=True)
STILL = Notice(kind="still", title="Move a little", text="You have been still for 20 minutes.")


class Service:
    """Shows nothing, keeps everything."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.trouble, self.done = trouble, list[str]()
        self.answers: list[Callable[[Answer], None]] = []

    async def start(self) -> None:
        self.done.append("start")
        if self.trouble:
            raise self.trouble

    async def show(self, notice: Notice, answer: Callable[[Answer], None]) -> None:
        self.done.append(notice.kind)
        self.answers.append(answer)

    async def clear(self) -> None:
        self.done.append("clear")

    async def stop(self) -> None:
        self.done.append("stop")


def fulfils(notifier: Notifier) -> Notifier:
    return notifier


def test_it_tells_takes_back_and_lets_go() -> None:
    service = Service()
    shown = fulfils(DesktopNotifications(make_service=lambda _icon: service))
    shown.tell(BREAK)
    shown.withdraw()
    shown.tell(STILL)
    shown.close()
    assert service.done == ["start", "break", "clear", "still", "clear", "stop"]
    assert shown.message == ""
    shown.tell(BREAK)
    shown.close()
    assert len(service.done) == 6, "nothing is told after the end"


def test_only_the_newest_notice_can_be_answered() -> None:
    service = Service()
    shown = DesktopNotifications(make_service=lambda _icon: service)
    shown.tell(BREAK)
    shown.tell(STILL)
    assert until(lambda: len(service.answers) == 2)
    service.answers[0]("snooze")
    service.answers[1]("open")
    service.answers[1]("dismissed")
    assert shown.take_answers() == ["open", "dismissed"]
    assert shown.take_answers() == []
    shown.withdraw()
    assert until(lambda: "clear" in service.done)
    service.answers[1]("snooze")
    assert shown.take_answers() == [], "what is taken back can't be answered"
    shown.close()


@pytest.mark.parametrize(
    ("trouble", "message"),
    [(OSError("no bus"), NONE), (CoachError(OFF), OFF), (TimeoutError(), SLOW), (RuntimeError("odd"), NONE)],
)
def test_what_cannot_be_shown_is_said_elsewhere(trouble: Exception, message: str) -> None:
    lines: list[str] = []
    services = [Service(trouble), Service(trouble), Service()]
    made = iter(services)
    shown = DesktopNotifications(otherwise=TerminalNotifications(lines.append), make_service=lambda _icon: next(made))
    assert until(lambda: shown.message == message), "it is known before anything is to be told"
    shown.tell(BREAK)
    assert until(lambda: lines)
    assert lines == ["Time for a break. You sat for 30 minutes."]
    shown.tell(STILL)
    assert until(lambda: shown.message == ""), "it is tried anew each time"
    shown.close()
    assert services[1].done == ["start", "stop"]
    assert services[2].done == ["start", "still", "clear", "stop"]
    assert len(lines) == 1


def test_a_desktop_that_hangs_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hanging(Service):
        async def start(self) -> None:
            import asyncio

            await asyncio.sleep(60)

    monkeypatch.setattr(notify_desktop, "WAIT_S", 0.02)
    shown = DesktopNotifications(make_service=lambda _icon: Hanging())
    assert until(lambda: shown.message == SLOW)
    shown.close()


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/bus", "tcp:host=localhost,port=1"])
def test_without_a_bus_it_says_so(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    shown = DesktopNotifications(Path("icon.png"))
    assert until(lambda: shown.message)
    assert shown.message == NONE
    shown.close()


XML = """<node><interface name="org.freedesktop.Notifications">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
<arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/></method>
<signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
<signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal></interface></node>"""
ANSWERS: dict[str, tuple[str, list[Any]]] = {
    "Introspect": ("s", [XML]),
    "Notify": ("u", [7]),
    "CloseNotification": ("", []),
    "GetServerInformation": ("ssss", ["Desk", "Tests", "1", "1.2"]),
}
PATH, NAME = "/org/freedesktop/Notifications", "org.freedesktop.Notifications"


@needs_bus
@pytest.mark.parametrize("able", [["body", "actions"], ["body"]])
def test_a_desktop_gets_words_and_buttons_and_gives_back_presses(
    able: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        desk = Program(address, NAME, ANSWERS | {"GetCapabilities": ("as", [able])})
        shown = DesktopNotifications()
        shown.tell(BREAK)
        assert until(lambda: "Notify" in dict(desk.heard)), shown.message
        _, _, _, title, text, actions, _, timeout_ms = dict(desk.heard)["Notify"]
        assert (title, text, timeout_ms) == (BREAK.title, BREAK.text, 40_000)
        has_buttons = "actions" in able
        assert actions[3::2] == (["Remind me later", "Open"] if has_buttons else [])
        answers: list[Answer] = []

        def pressed() -> list[Answer]:
            # Nobody presses before the program has heard of its notification; what comes sooner is lost.
            desk.emit(PATH, NAME, "ActionInvoked", "us", 7, actions[2] if has_buttons else "default")
            answers.extend(shown.take_answers())
            return answers

        assert until(pressed)
        assert answers == (["snooze"] if has_buttons else ["open"])
        shown.tell(STILL)
        shown.withdraw()
        assert until(lambda: ("CloseNotification", [7]) in desk.heard)
        shown.close()
        desk.end()
