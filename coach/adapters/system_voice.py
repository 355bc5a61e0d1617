"""The computer's own voice, for text without a recorded clip: it speaks into a file, in a process of its own.

Into a file, because then volume, mute and silence work on it as on every clip. In a process, because such voices hang,
print, and want the main thread for themselves.
"""

import importlib
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final, Protocol, cast

from coach.orphans import end_with_parent
from coach.ports import Clock

PYTTSX3: Final = "coach.adapters.system_voice:Pyttsx3Voice"
"""Where the process finds its voice; named, so that only the process loads it."""

START_S: Final = 15.0
"""So long it may take to begin, seconds; estimated. Raise it when a slow machine is said to have no voice."""

RENDER_S: Final = 5.0
"""So long a text may take, seconds, and `PER_LETTER_S` more for each character; estimated."""

PER_LETTER_S: Final = 0.1
MOST_FAILURES: Final = 2

NO_VOICE: Final = "This computer has no voice of its own, so notes are shown as captions and not read aloud."
STUCK: Final = "This computer's own voice does not answer, so notes are shown as captions and not read aloud."

_STOP_S: Final = 0.3


class Voice(Protocol):
    """Speaks a text into a sound file. Built without arguments; what it raises means that there is no voice."""

    def render(self, text: str, path: Path) -> None: ...


class Pyttsx3Voice:
    """The system's voice by way of pyttsx3."""

    def __init__(self) -> None:
        import pyttsx3  # type: ignore[import-untyped]

        self._engine = pyttsx3.init()
        self._engine.setProperty("rate", 165)

    def render(self, text: str, path: Path) -> None:
        """Write the spoken text."""
        self._engine.save_to_file(text, str(path))
        self._engine.runAndWait()


class SystemVoice:
    """Turns texts into sound files, one after the other. Nothing here blocks or raises but `close`, which waits up to
    a second. To be used from one thread.

    Args:
        clock: for noticing that the voice is stuck.
        voice: "module:Class" of a `Voice`.
    """

    def __init__(self, clock: Clock, voice: str = PYTTSX3) -> None:
        self._clock = clock
        self._voice = voice
        self._message = ""
        self._texts: deque[str] = deque()
        self._job = ""
        self._until_s = 0.0
        self._failures = 0
        self._done: deque[tuple[str, Path | None]] = deque()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    @property
    def message(self) -> str:
        """One plain sentence once it is known that there is no voice, else empty."""
        return self._message

    @property
    def busy(self) -> bool:
        """Whether there is something to `take` soon."""
        return bool(self._texts or self._job or self._done)

    def render(self, text: str, *, urgent: bool) -> None:
        """Ask for a text; an urgent one comes before those that wait."""
        if self._message:
            self._done.append((text, None))
        elif text == self._job:
            return
        elif urgent:
            self._texts = deque((text, *(other for other in self._texts if other != text)))
        elif text not in self._texts:
            self._texts.append(text)

    def take(self) -> tuple[str, Path | None] | None:
        """A text that was asked for and its file, or None in place of the file where it can't be said; None when
        nothing is ready. The files are there until `close`."""
        self._receive()
        if self._job and self._clock.now_s() > self._until_s:
            self._fail_over()
        if not self._job and self._texts:
            self._begin(self._texts.popleft())
        return self._done.popleft() if self._done else None

    def close(self) -> None:
        """End the process and remove the files. May be called twice."""
        self._stop()
        self._drop_folder()
        self._message = self._message or NO_VOICE

    def _begin(self, text: str) -> None:
        self._job = text
        starting = self._process is None
        self._until_s = self._clock.now_s() + RENDER_S + PER_LETTER_S * len(text) + (START_S if starting else 0.0)
        try:
            if starting:
                self._start()
            if self._pipe is not None:
                self._pipe.send(text)
        except OSError:
            self._fail_over()

    def _start(self) -> None:
        self._folder = self._folder or tempfile.TemporaryDirectory(prefix="coach-voice-", ignore_cleanup_errors=True)
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, self._voice, self._folder.name), daemon=True)
        self._process.start()
        theirs.close()

    def _receive(self) -> None:
        try:
            while self._pipe is not None and self._pipe.poll():
                self._take_in(*self._pipe.recv())
        except (EOFError, OSError):
            self._fail_over()

    def _take_in(self, kind: str, path: str) -> None:
        if kind == "none":
            self._give_up(NO_VOICE)
            return
        self._failures = 0
        self._done.append((self._job, Path(path) if kind == "done" else None))
        self._job = ""

    def _fail_over(self) -> None:
        """It is stuck or gone: end it, and try the same text once more."""
        self._stop()
        self._failures += 1
        if self._failures >= MOST_FAILURES:
            self._give_up(STUCK)
        elif self._job:
            self._texts.appendleft(self._job)
            self._job = ""

    def _give_up(self, sentence: str) -> None:
        self._message = sentence
        self._done.extend((text, None) for text in (self._job, *self._texts) if text)
        self._job = ""
        self._texts.clear()
        self._stop()
        if self._folder is not None and not any(Path(self._folder.name).iterdir()):
            self._drop_folder()

    def _drop_folder(self) -> None:
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()

    def _stop(self) -> None:
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.close()
        if process is not None:
            end(process)


def end(process: BaseProcess) -> None:
    """End a process, at the latest within a second."""
    process.terminate()
    process.join(_STOP_S)
    if process.is_alive():
        process.kill()
        process.join(_STOP_S)
    if process.exitcode is not None:
        process.close()


def _work(pipe: Connection, voice: str, folder: str) -> None:
    """The process's whole life. It ends with the pipe, and so with whoever holds the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
    # Neither a killed program nor a voice that hangs clears away what was said.
    ending = end_with_parent(lambda: shutil.rmtree(folder, ignore_errors=True))
    try:
        _serve(pipe, voice, Path(folder))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        ending.join(_STOP_S)


def _serve(pipe: Connection, voice: str, folder: Path) -> None:
    module, _, name = voice.partition(":")
    try:
        speaker = cast(Callable[[], Voice], getattr(importlib.import_module(module), name))()
    except Exception as error:  # noqa: BLE001 - whatever hinders it, the answer is the same: there is no voice
        pipe.send(("none", str(error)))
        return
    number = 0
    while True:
        text: Any = pipe.recv()
        number += 1
        path = folder / f"{os.getpid()}-{number}.wav"
        try:
            speaker.render(text, path)
            is_there = path.is_file() and path.stat().st_size > 0
        except Exception as error:  # noqa: BLE001 - one text that can't be said is shown, the next may do better
            pipe.send(("failed", str(error)))
        else:
            pipe.send(("done", str(path)) if is_there else ("failed", "nothing was written"))
