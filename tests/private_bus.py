"""A D-Bus of the tests' own, and programs on it that answer from a table."""

import asyncio
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

DAEMON = shutil.which("dbus-daemon")
needs_bus = pytest.mark.skipif(DAEMON is None, reason="dbus-daemon is not installed: there is nothing to talk to")

Answers = Mapping[str, tuple[str, list[Any]]]
"""Member: signature and values of the answer."""


@contextmanager
def private_bus() -> Iterator[str]:
    """A bus; its address."""
    command = [str(DAEMON), "--session", "--nofork", "--print-address", "--nosyslog"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        try:
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()


class Program:
    """A program on a bus: has a name, answers calls, keeps what it heard, sends signals."""

    def __init__(self, address: str, name: str, answers: Answers) -> None:
        self._address, self.name, self._answers = address, name, answers
        self.heard: list[tuple[str, list[Any]]] = []
        self._loop, self._ready = asyncio.new_event_loop(), threading.Event()
        self._bus: Any = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(5)

    def _run(self) -> None:
        self._end = asyncio.Event()
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        from dbus_fast.aio import MessageBus

        self._bus = await MessageBus(bus_address=self._address).connect()
        self._bus.add_message_handler(self._handle)
        await self._bus.request_name(self.name)
        self._ready.set()
        await self._end.wait()
        self._bus.disconnect()

    def _handle(self, message: Any) -> Any:
        from dbus_fast import Message, MessageType

        if message.message_type is not MessageType.METHOD_CALL:
            return None
        self.heard.append((message.member, message.body))
        known = self._answers.get(message.member)
        return Message.new_method_return(message, *known) if known else None

    def emit(self, path: str, interface: str, member: str, signature: str = "", *body: Any) -> None:
        """Send a signal."""
        from dbus_fast import Message

        signal = Message.new_signal(path, interface, member, signature, list(body))
        self._loop.call_soon_threadsafe(self._bus.send, signal)

    def call(self, name: str, path: str, interface: str, member: str, signature: str = "", *body: Any) -> Any:
        """Ask another program; the message that answers."""
        from dbus_fast import Message

        asked = Message(name, path, interface, member, signature=signature, body=list(body))
        return asyncio.run_coroutine_threadsafe(self._bus.call(asked), self._loop).result(5)

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(2)


def until(is_so: Callable[[], object], wait_s: float = 5.0) -> bool:
    """Wait for something that another thread brings about; whether it came."""
    end_s = time.monotonic() + wait_s
    while not is_so() and time.monotonic() < end_s:
        time.sleep(0.005)
    return bool(is_so())
