"""Voice and tones as a session hears them: heard at once, silent without a device, and never in the window's way."""

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest
from source_tree import ROOT

from coach.adapters.clock import MonotonicClock
from coach.adapters.sound_device import NO_DEVICE
from coach.adapters.sound_pygame import SoundPygame
from coach.adapters.voice_clips import read_index

ASSETS = ROOT / "assets"
TONES = ASSETS / "sounds"
TICK, END = TONES / "tick.wav", TONES / "end.wav"
FRAME_S = 1 / 60


def _until(happened: Callable[[], bool], wait_s: float = 5.0) -> bool:
    end = time.monotonic() + wait_s
    while not happened() and time.monotonic() < end:
        time.sleep(0.005)
    return happened()


class Steps:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.t_s = 100.0

    def now_s(self) -> float:
        return self.t_s

    def sleep(self, seconds: float) -> None:
        """Nobody waits here."""


class Written:
    """A system voice that has a file for what starts with "note", and none for the rest."""

    message = "There is no voice."

    def __init__(self) -> None:
        self.asked: list[tuple[str, bool]] = []
        self.done: list[tuple[str, Path | None]] = []
        self.closed = 0

    @property
    def busy(self) -> bool:
        return bool(self.done)

    def render(self, text: str, *, urgent: bool) -> None:
        self.asked.append((text, urgent))
        self.done.append((text, END if text.startswith("note") else None))

    def take(self) -> tuple[str, Path | None] | None:
        return self.done.pop(0) if self.done else None

    def close(self) -> None:
        self.closed += 1


def dies(pipe: Connection) -> None:
    """A device that breaks at the first order."""
    pipe.recv()


def hangs(pipe: Connection) -> None:
    """A device that never answers."""
    time.sleep(60)


def _children() -> int:
    return len(multiprocessing.active_children())


def test_text_is_said_and_nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    before = _children()
    system = Written()
    sound = SoundPygame({"clip": TICK}, TONES, system, MonotonicClock())
    sound.preload(["clip", "note ahead"])
    took = []
    for text in ("clip", "note", "unsayable"):
        start = time.perf_counter()
        sound.say(text)
        took.append(time.perf_counter() - start)
        assert sound.speaking
        assert _until(lambda: not sound.speaking)
    sound.play("rep")
    assert sound.message == "There is no voice."
    assert system.asked == [("note ahead", False), ("note", True), ("unsayable", True)]
    sound.say("note")
    sound.hush()
    assert not sound.speaking
    sound.set_volume(0.5, muted=True)
    sound.say("other note")
    assert _until(lambda: not sound.speaking)
    sound.close()
    sound.close()
    assert (_children(), system.closed, sound.speaking) == (before, 1, False)
    assert sorted(took)[1] < 0.002  # the middle one: a busy machine may stop anybody for a moment


def test_without_a_device_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no-such-driver")
    sound = SoundPygame({"clip": TICK}, TONES, None, MonotonicClock())
    sound.say("clip")
    assert _until(lambda: sound.message == NO_DEVICE)
    assert _until(lambda: not sound.speaking)
    sound.say("no clip")
    assert _until(lambda: not sound.speaking)
    sound.close()


@pytest.mark.parametrize("device", ["dies", pytest.param("hangs", marks=pytest.mark.slow)])
def test_a_device_that_fails_is_said_and_begun_anew(device: str) -> None:
    clock = Steps()
    sound = SoundPygame({"clip": TICK}, TONES, None, clock, device=f"{__name__}:{device}")
    begun = sound._device._process
    sound.say("clip")
    for _ in range(30 if device == "hangs" else 0):
        clock.t_s += 1.0
        time.sleep(0.035)
    assert _until(lambda: "stopped working" in sound.message)
    assert not sound.speaking
    clock.t_s += 11.0
    assert _until(lambda: sound._device._process is not None and sound._device._process is not begun)
    sound.close()


@pytest.mark.slow
def test_a_program_that_breaks_is_not_held_up(tmp_path: Path) -> None:
    """Nobody closes the sound, and yet the program ends, and its processes with it."""
    script = tmp_path / "breaks.py"
    script.write_text(_BREAKS.format(tones=str(TONES)), encoding="utf-8")
    environment = {**os.environ, "SDL_AUDIODRIVER": "dummy", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, script], env=environment, capture_output=True, text=True, timeout=20, check=False
    )
    assert "ZeroDivisionError" in done.stderr


_BREAKS = """
import time
from pathlib import Path
from coach.adapters.clock import MonotonicClock
from coach.adapters.sound_pygame import SoundPygame

if __name__ == "__main__":
    sound = SoundPygame({{}}, Path({tones!r}), None, MonotonicClock())
    sound.play("end")
    time.sleep(1.5)
    1 / 0
"""


@pytest.mark.slow
def test_a_line_is_heard_within_the_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """From `say` to the first sample that leaves for the device, written into a file here, in real time."""
    heard = tmp_path / "heard.raw"
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", os.fspath(heard))
    clips = {text: clip.path for text, clip in read_index(ASSETS / "voice").items()}
    lines = ["Go.", "Halfway.", "Keep breathing.", "Last one.", "one", "two", "three", "four"]
    sound = SoundPygame(clips, TONES, None, MonotonicClock(), volume=1.0)
    sound.preload(lines)
    assert _until(lambda: heard.is_file() and heard.stat().st_size > 50_000)
    took = [_heard_after_s(sound, text, heard) for text in lines]
    sound.close()
    assert max(took) < 0.150 - FRAME_S, took


def _heard_after_s(sound: SoundPygame, text: str, heard: Path) -> float:
    assert _until(lambda: not sound.speaking)
    time.sleep(0.2)
    before = heard.stat().st_size // 2 * 2

    def sounds() -> bool:
        new = heard.read_bytes()[before:]
        return bool(np.any(np.abs(np.frombuffer(new[: len(new) // 2 * 2], dtype=np.int16).astype(int)) > 100))

    start = time.monotonic()
    sound.say(text)
    assert _until(sounds)
    return time.monotonic() - start
