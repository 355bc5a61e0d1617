"""Notifications of the desktop, over the `desktop-notifier` library, from a thread with an event loop of its own."""

import asyncio
import logging
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Final, Protocol

from coach.core.sitting.events import Notice
from coach.ports import CoachError
from coach.ports.desktop import session_bus
from coach.ports.posture import Answer, Notifier

NONE: Final = "This desktop shows no notifications, so reminders are shown by Backcoach itself."
OFF: Final = "Notifications are turned off for Backcoach in the system's settings."
SLOW: Final = "The desktop's notifications do not answer, so reminders are shown by Backcoach itself."

WAIT_S: Final = 8.0
"""A desktop that takes longer is taken for dead; estimated. Higher where a slow machine loses reminders."""
ASKING_S: Final = 40
"""A notice that can be put off stays so long, seconds, where the desktop lets us say; others as long as the desktop
keeps notices (5-10 s). Estimated: lower if it is in the way, higher if breaks are missed."""
_CLOSE_S: Final = 2.0


class Service(Protocol):
    """What shows notifications, one at a time; used from one event loop."""

    async def start(self) -> None:
        """Find out whether anything can be shown. Raises whatever hinders it; CoachError with its own sentence."""
        ...

    async def show(self, notice: Notice, answer: Callable[[Answer], None]) -> None:
        """Show it in place of the one before. Raises as `start`."""
        ...

    async def clear(self) -> None:
        """Take away what is shown."""
        ...

    async def stop(self) -> None:
        """Let go of the desktop."""
        ...


class DesktopNotifications:
    """A Notifier over the desktop.

    Args:
        icon: a picture to show beside the words, or None.
        otherwise: takes the notices that the desktop does not show, from a thread of this class.
        make_service: makes a service, in that thread; again after one has failed.
    """

    def __init__(
        self,
        icon: Path | None = None,
        *,
        otherwise: Notifier | None = None,
        make_service: Callable[[Path | None], Service] | None = None,
    ) -> None:
        self._icon, self._otherwise, self._make = icon, otherwise, make_service or _service
        self._service: Service | None = None
        self._message = ""
        self._answers: deque[Answer] = deque()
        self._shown = 0
        self._loop = asyncio.new_event_loop()
        self._jobs: asyncio.Queue[Notice | str] = asyncio.Queue()
        self._lock, self._open = threading.Lock(), True
        self._thread = threading.Thread(target=self._run, name="notifications", daemon=True)
        self._thread.start()

    @property
    def message(self) -> str:
        return self._message

    def tell(self, notice: Notice) -> None:
        self._hand_over(notice)

    def withdraw(self) -> None:
        self._hand_over("withdraw")

    def take_answers(self) -> list[Answer]:
        return [self._answers.popleft() for _ in range(len(self._answers))]

    def close(self) -> None:
        """Take away what is shown; waits two seconds at most."""
        self._hand_over("close")
        self._open = False
        self._thread.join(_CLOSE_S)

    def _hand_over(self, job: Notice | str) -> None:
        with self._lock:
            if self._open and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._jobs.put_nowait, job)

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            with self._lock:
                self._loop.close()

    async def _serve(self) -> None:
        await self._try(None)
        while (job := await self._jobs.get()) != "close":
            if isinstance(job, Notice) and not await self._try(job) and self._otherwise is not None:
                self._otherwise.tell(job)
            elif job == "withdraw":
                await self._clear()
        await self._clear()
        await self._drop()

    async def _try(self, notice: Notice | None) -> bool:
        """Make sure of the service, and show the notice if there is one; whether that went well."""
        try:
            async with asyncio.timeout(WAIT_S):
                if self._service is None:
                    self._service = self._make(self._icon)
                    await self._service.start()
                if notice is not None:
                    self._shown += 1
                    await self._service.show(notice, self._answered(self._shown))
        except TimeoutError:
            self._message = SLOW
        except Exception as error:  # noqa: BLE001 - each system fails in its own way; the answer is the same: no notices
            logging.getLogger(__name__).info("notifications: %r", error)
            self._message = str(error) if isinstance(error, CoachError) else NONE
        else:
            self._message = ""
            return True
        await self._drop()
        return False

    def _answered(self, number: int) -> Callable[[Answer], None]:
        """Takes the answer to one notice; that to an older one, which came too late, is not for the newer."""

        def answer(given: Answer) -> None:
            if number == self._shown:
                self._answers.append(given)

        return answer

    async def _clear(self) -> None:
        self._shown += 1
        if self._service is not None:
            await _calmly(self._service.clear())

    async def _drop(self) -> None:
        service, self._service = self._service, None
        if service is not None:
            await _calmly(service.stop())


async def _calmly(doing: Coroutine[Any, Any, None]) -> None:
    """Do what need not succeed: what is cleared may be gone, what is let go of may be dead."""
    try:
        async with asyncio.timeout(WAIT_S):
            await doing
    except Exception as error:  # noqa: BLE001 - each system fails in its own way
        logging.getLogger(__name__).info("notifications: %r", error)


def _service(icon: Path | None) -> Service:
    if sys.platform == "darwin" and not _is_signed_program():
        return _AppleScript()
    return _Library(icon)


def _is_signed_program() -> bool:
    """Whether macOS takes this for a program of its own; only those may use its notification centre."""
    from desktop_notifier.main import get_backend_class

    return "Dummy" not in get_backend_class().__name__


class _Library:
    """Over `desktop-notifier`: D-Bus on Linux, toasts on Windows, the notification centre on macOS."""

    def __init__(self, icon: Path | None) -> None:
        self._icon, self._shown = icon, ""
        self._buttons = False

    async def start(self) -> None:
        if sys.platform == "linux" and session_bus(os.environ) is None:
            raise CoachError(NONE)
        # It reports what goes wrong to a log that would end up between the lines of a terminal.
        logging.getLogger("desktop_notifier").addHandler(logging.NullHandler())
        from desktop_notifier import Capability, DesktopNotifier, Icon

        self._desktop = DesktopNotifier("Backcoach", Icon(path=self._icon) if self._icon else None)
        found = await self._desktop.get_capabilities()
        if not found:
            raise CoachError(NONE)
        self._buttons = Capability.BUTTONS in found

    async def show(self, notice: Notice, answer: Callable[[Answer], None]) -> None:
        from desktop_notifier import Button

        await self.clear()
        if not await self._desktop.request_authorisation():
            raise CoachError(OFF)
        buttons = [Button("Remind me later", on_pressed=lambda: answer("snooze"))] if notice.snooze else []
        buttons.append(Button("Open", on_pressed=lambda: answer("open")))
        sent: list[bool] = []
        self._shown = await self._desktop.send(
            notice.title,
            notice.text,
            buttons=buttons if self._buttons else (),
            on_clicked=lambda: answer("open"),
            on_dismissed=lambda: answer("dismissed"),
            on_dispatched=lambda: sent.append(True),
            timeout=ASKING_S if notice.snooze else -1,
        )
        # It raises nothing when sending fails, but it says when it was sent.
        if not sent:
            raise CoachError(NONE)

    async def clear(self) -> None:
        shown, self._shown = self._shown, ""
        if shown and shown in await self._desktop.get_current_notifications():
            await self._desktop.clear(shown)

    async def stop(self) -> None:
        # It keeps its connection to the bus for good; made anew after each failure, they would pile up.
        bus = getattr(getattr(getattr(self, "_desktop", None), "_backend", None), "bus", None)
        if bus is not None:
            bus.disconnect()


class _AppleScript:
    """For macOS without a signed program around: words only, no buttons, and nothing can be taken back."""

    _SCRIPT: Final = (
        "on run argv",
        "display notification (item 2 of argv) with title (item 1 of argv)",
        "end run",
    )

    async def start(self) -> None:
        """Every macOS has it."""

    async def show(self, notice: Notice, answer: Callable[[Answer], None]) -> None:
        del answer
        lines = [part for line in self._SCRIPT for part in ("-e", line)]
        command = ["osascript", *lines, notice.title, notice.text]
        await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True, timeout=WAIT_S)

    async def clear(self) -> None:
        """The system takes it away by itself."""

    async def stop(self) -> None:
        """There is nothing to let go of."""
