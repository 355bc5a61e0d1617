"""Voice and tones by way of pygame's mixer, which works in a process of its own (`sound_device`).

Callers only leave an order; a thread of ours hands it on, and keeps the two processes that make sound: the device, and
the system's voice for text without a clip.
"""

import importlib
import itertools
import multiprocessing
import queue
import threading
from collections.abc import Callable, Iterable, Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final, Protocol, get_args

from coach.ports import Clock, Tone

DEVICE: Final = "coach.adapters.sound_device:serve"
"""Where the device's process finds its work; named, so that only that process loads pygame's mixer."""

SILENT_S: Final = 20.0
"""A device that told nothing for so long is stuck, seconds: opening wireless headphones may take ten. estimated"""

AGAIN_S: Final = 10.0
"""A sound process that ended is begun anew after this, seconds; estimated."""

NOTICE_S: Final = 10.0
"""So long it is said that the computer has no voice of its own, seconds; estimated."""

STOPPED: Final = "The sound has stopped working, so nothing is said aloud: the captions tell it all."

_STOP_S: Final = 0.3
_IDLE_S: Final = 0.25
_BUSY_S: Final = 0.03


class SystemSpeech(Protocol):
    """Turns text without a clip into sound files. See `system_voice.SystemVoice`."""

    @property
    def message(self) -> str: ...

    @property
    def busy(self) -> bool: ...

    def render(self, text: str, *, urgent: bool) -> None: ...

    def take(self) -> tuple[str, Path | None] | None: ...

    def close(self) -> None: ...


class SoundPygame:
    """A `Sound`. Every method may be called from any thread, returns at once and raises nothing.

    Args:
        clips: file of each recorded line, by its exact text.
        tones: folder of the tones, one WAV file named after each.
        system: voice for other text, or None. It is closed with this.
        clock: for noticing what is stuck.
        notice: sentence to show all the time, such as that the clips are missing; "" for none.
        device: "module:function" that serves as the device.
    """

    def __init__(
        self,
        clips: Mapping[str, Path],
        tones: Path,
        system: SystemSpeech | None,
        clock: Clock,
        *,
        volume: float = 0.8,
        muted: bool = False,
        notice: str = "",
        device: str = DEVICE,
    ) -> None:
        self._clips = dict(clips)
        self._tones = {tone: tones / f"{tone}.wav" for tone in get_args(Tone)}
        self._system = system
        self._clock, self._notice = clock, notice
        self._volume, self._muted = float(volume), muted
        self._device = _Device(clock, device)
        self._wanted = list(self._tones.values())
        self._spoken: dict[str, Path] = {}
        self._waiting = (0, "")
        self._serials = itertools.count(1)
        self._asked = self._told = (0, False)
        self._trouble, self._mute_notice = "", ("", 0.0)
        self._orders: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._keeper = threading.Thread(target=self._keep, name="sound", daemon=True)
        self._keeper.start()

    @property
    def speaking(self) -> bool:
        """Whether a line is being said, or is just about to be."""
        serial, asked = self._asked
        told, speaking = self._told
        return speaking if told >= serial else asked

    @property
    def message(self) -> str:
        """One plain sentence when there is no sound (no device, device lost), else empty."""
        sentence, until_s = self._mute_notice
        return self._trouble or self._notice or (sentence if self._clock.now_s() < until_s else "")

    def say(self, text: str) -> None:
        """Say a line now; one that is being said is cut off. Text without a clip goes to the system's voice."""
        serial = next(self._serials)
        self._asked = (serial, True)
        self._orders.put(lambda: self._say(serial, text))

    def hush(self) -> None:
        """Stop speaking."""
        serial = next(self._serials)
        self._asked = (serial, False)
        self._orders.put(lambda: self._hush(serial))

    def play(self, tone: Tone) -> None:
        """Play a tone over whatever is said."""
        self._orders.put(lambda: self._device.send("play", str(self._tones[tone])))

    def preload(self, texts: Iterable[str]) -> None:
        """Make lines ready, also those without a clip, so that they are heard at once; the first ones first."""
        lines = tuple(texts)
        self._orders.put(lambda: self._preload(lines))

    def set_volume(self, volume: float, *, muted: bool) -> None:
        """Volume 0..1 of voice and tones."""
        self._orders.put(lambda: self._set_volume(volume, muted))

    def close(self) -> None:
        """End the sound and its processes, within about a second. May be called twice."""
        self._asked = (next(self._serials), False)
        self._orders.put(None)
        self._keeper.join(2.0)

    def _keep(self) -> None:
        """The keeper's thread; everything below runs in it alone."""
        try:
            self._begin()
            while (order := self._next_order()) is not None:
                order()
                self._listen()
        finally:
            self._device.close()
            if self._system is not None:
                self._system.close()

    def _next_order(self) -> Callable[[], None] | None:
        is_busy = self.speaking or (self._system is not None and self._system.busy)
        try:
            return self._orders.get(timeout=_BUSY_S if is_busy else _IDLE_S)
        except queue.Empty:
            return lambda: None

    def _begin(self) -> None:
        self._device.start()
        self._device.send("volume", self._volume, self._muted)
        for spoken in self._spoken.values():
            self._device.send("level", str(spoken))
        self._device.send("load", [str(path) for path in self._wanted])

    def _listen(self) -> None:
        """Take in what the processes tell, and begin the device anew when it has ended."""
        for serial, speaking, trouble in self._device.receive():
            self._trouble = trouble
            if serial >= self._told[0]:  # a process that was begun anew knows nothing of earlier orders
                self._told = (serial, speaking)
        gone_s = self._device.gone_s()
        if gone_s:
            self._told, self._trouble = (self._asked[0], False), STOPPED
        if gone_s > AGAIN_S:
            self._begin()
        while self._system is not None and (taken := self._system.take()) is not None:
            self._take_in(*taken)

    def _say(self, serial: int, text: str) -> None:
        path = self._spoken.get(text) or self._clips.get(text)
        self._waiting = (0, "")
        if path is not None and path.is_file():
            self._device.send("say", serial, str(path))
            return
        self._device.send("hush", serial - 1)
        if self._muted or self._trouble or self._system is None:
            self._told = (serial, False)
            return
        self._waiting = (serial, text)
        self._system.render(text, urgent=True)

    def _take_in(self, text: str, path: Path | None) -> None:
        serial, waiting = self._waiting
        if text == waiting:
            self._waiting = (0, "")
        if path is not None:
            self._spoken[text] = path
            self._device.send("level", str(path))
            self._device.send(*(("say", serial, str(path)) if text == waiting else ("load", [str(path)])))
            return
        if text == waiting:
            self._told = (serial, False)
        sentence = self._system.message if self._system else ""
        if sentence and not self._mute_notice[0]:
            self._mute_notice = (sentence, self._clock.now_s() + NOTICE_S)

    def _hush(self, serial: int) -> None:
        self._waiting = (0, "")
        self._device.send("hush", serial)

    def _preload(self, texts: tuple[str, ...]) -> None:
        recorded = [self._clips[text] for text in texts if text in self._clips]
        self._wanted = [*self._tones.values(), *recorded]
        self._device.send("load", [str(path) for path in recorded])
        for text in texts:
            if self._system is not None and text not in self._clips and text not in self._spoken:
                self._system.render(text, urgent=False)

    def _set_volume(self, volume: float, muted: bool) -> None:
        self._volume, self._muted = float(volume), muted
        self._device.send("volume", self._volume, muted)
        if muted and self._waiting[0]:
            self._told, self._waiting = (self._waiting[0], False), (0, "")


class _Device:
    """The process that owns the sound device. Used by one thread."""

    def __init__(self, clock: Clock, serve: str) -> None:
        self._clock, self._serve = clock, serve
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._heard_s = self._ended_s = self._asked_s = 0.0

    def start(self) -> None:
        """Begin the process; it opens the device by itself."""
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._serve), daemon=True)
        self._heard_s = self._asked_s = self._clock.now_s()
        try:
            process.start()
            self._process = process
        except OSError:
            self.close()
        finally:
            theirs.close()

    def gone_s(self) -> float:
        """For how long there has been no process; 0 while there is one. One that was silent too long is ended."""
        now_s = self._clock.now_s()
        if now_s - self._asked_s > SILENT_S / 2:
            self._heard_s = now_s  # the whole machine slept; it is not the device that is late
        self._asked_s = now_s
        if self._pipe is not None and now_s - self._heard_s > SILENT_S:
            self.close()
        return max(now_s - self._ended_s, 1e-9) if self._pipe is None else 0.0

    def send(self, *message: Any) -> None:
        """Hand a message over; without a process it is dropped."""
        try:
            if self._pipe is not None:
                self._pipe.send(message)
        except OSError:
            self.close()

    def receive(self) -> list[tuple[int, bool, str]]:
        """What was told since the last call."""
        told: list[tuple[int, bool, str]] = []
        try:
            while self._pipe is not None and self._pipe.poll():
                told.append(self._pipe.recv())
                self._heard_s = self._clock.now_s()
        except (EOFError, OSError):
            self.close()
        return told

    def close(self) -> None:
        """End the process. May be called twice."""
        pipe, self._pipe = self._pipe, None
        process, self._process = self._process, None
        self._ended_s = self._clock.now_s()
        if pipe is not None:
            pipe.close()
        if process is None:
            return
        process.join(_STOP_S)
        for end in (process.terminate, process.kill):
            if process.is_alive():
                end()
                process.join(_STOP_S)
        if process.exitcode is not None:
            process.close()


def _work(pipe: Connection, serve: str) -> None:
    module, _, name = serve.partition(":")
    getattr(importlib.import_module(module), name)(pipe)
