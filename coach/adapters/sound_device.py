"""The sound device, in a process of its own.

Opening a device holds Python still for as long as it takes: 10-100 ms here, seconds with wireless headphones. In this
process nothing waits for it but the sound itself.

Messages in: ("say", serial, path), ("hush", serial), ("play", path), ("load", paths), ("level", path),
("volume", volume, muted). "level" announces a file that was not levelled beforehand. Messages out:
(serial, speaking, trouble), at each change and once a second: the last say or hush that was obeyed, whether a line is
being said, and one sentence or "".
"""

import os
import signal
import sys
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any, Final

import numpy as np
import pygame

RATE: Final = 44_100
FRAMES: Final = 512
"""Samples the device takes at once, 12 ms. Raise it when the sound crackles; each doubling delays it as much again."""

CHANNELS: Final = 8
VOICES: Final = 2
"""The first channels, for the voice: a new line begins on one while the old one fades on the other."""

FADE_MS: Final = 40
"""A line that is cut off fades this long, so that nothing clicks; estimated."""

KEPT_BYTES: Final = 48_000_000
"""Lines kept ready, about nine minutes."""

AGAIN_S: Final = 5.0
"""So often a missing device is tried anew, and an open one looked after."""

BEAT_S: Final = 1.0
VOICE_RMS: Final = 0.157
"""Level of the recorded lines, to which the system's voice is brought: RMS of what is above `_HUSH`; the median of all
clips, which lie between 0.135 and 0.184."""

_HUSH: Final = 0.01
_MOST_PEAK: Final = 0.9

NO_DEVICE: Final = "No sound device was found, so nothing is said aloud: the captions tell it all."
LOST: Final = "The sound device is gone, so nothing is said aloud: the captions tell it all."

State = tuple[int, bool, str]


class Desk:
    """The mixer: two channels for one voice, the others for tones. Without a device it obeys in silence."""

    def __init__(self) -> None:
        self.trouble = ""
        self._serial = 0
        self._open = False
        self._devices: Sequence[str] = ()
        self._next_s = -1.0
        self._volume = 1.0
        self._muted = False
        self._voice = 0
        self._speaking: pygame.mixer.Channel | None = None
        self._sounds: OrderedDict[str, pygame.mixer.Sound] = OrderedDict()
        self._bytes = 0
        self._to_load: deque[str] = deque()
        self._to_level: set[str] = set()

    @property
    def state(self) -> State:
        """What is told to the other side."""
        return self._serial, self._speaking is not None, self.trouble

    @property
    def patience_s(self) -> float:
        """How long a next message may be waited for, seconds."""
        if self._to_load and self._open:
            return 0.0
        return 0.01 if self._speaking else 0.25

    def obey(self, message: tuple[Any, ...]) -> None:
        """Do what a message asks."""
        try:
            self._obey(message)
        except pygame.error:
            self._lose(LOST)

    def _obey(self, message: tuple[Any, ...]) -> None:
        match message:
            case ("say", int(serial), str(path)):
                self._say(serial, path)
            case ("hush", int(serial)):
                self._hush(serial)
            case ("play", str(path)):
                self._play(path)
            case ("load", paths):
                self._to_load.extend(path for path in paths if path not in self._sounds)
            case ("level", str(path)):
                self._to_level.add(path)
            case ("volume", float(volume), bool(muted)):
                self._set_volume(volume, muted)

    def tick(self, now_s: float) -> None:
        """What is to be done by itself: open, look after the device, load a line, see whether the voice has ended."""
        try:
            if now_s >= self._next_s:
                self._next_s = now_s + AGAIN_S
                self._look_after()
            if self._open and self._to_load:
                self._sound(self._to_load.popleft())
            if self._speaking and not self._speaking.get_busy():
                self._speaking = None
        except pygame.error:
            self._lose(LOST)

    def _look_after(self) -> None:
        if not self._open:
            self._start()
            return
        devices = _devices()
        if not devices:
            self._lose(LOST)
        elif devices != self._devices and not self._speaking:
            # Ours may be the one that went, or a better one came: only the system knows which it wants us to use.
            self._lose("")
            self._start()

    def _start(self) -> None:
        try:
            pygame.mixer.init(RATE, -16, 1, FRAMES, allowedchanges=0)
        except pygame.error:
            self.trouble = self.trouble or NO_DEVICE
            return
        pygame.mixer.set_num_channels(CHANNELS)
        pygame.mixer.set_reserved(VOICES)
        self._devices = _devices()
        self._open, self.trouble = True, ""

    def _lose(self, trouble: str) -> None:
        """The device can't be used any more; nor can what was loaded for it, which is loaded anew for the next."""
        self._to_load.extendleft(self._sounds)
        self._sounds.clear()
        self._bytes = 0
        self._speaking = None
        self._open, self.trouble = False, trouble
        pygame.mixer.quit()

    def _say(self, serial: int, path: str) -> None:
        self._hush(serial)
        if self._open and not self._muted and (sound := self._sound(path)) is not None:
            self._voice = (self._voice + 1) % VOICES
            self._speaking = pygame.mixer.Channel(self._voice)
            self._speaking.play(sound)

    def _hush(self, serial: int) -> None:
        self._serial = serial
        if self._speaking:
            self._speaking.fadeout(FADE_MS)
        self._speaking = None

    def _play(self, path: str) -> None:
        if self._open and not self._muted and (sound := self._sound(path)) is not None:
            sound.play()

    def _set_volume(self, volume: float, muted: bool) -> None:
        self._volume, self._muted = min(1.0, max(0.0, volume)), muted
        for sound in self._sounds.values():
            sound.set_volume(self._gain())
        if muted:
            self._hush(self._serial)

    def _gain(self) -> float:
        """Squared, because the ear hears ratios: the middle of the slider is then about half as loud."""
        return 0.0 if self._muted else self._volume**2

    def _sound(self, path: str) -> pygame.mixer.Sound | None:
        """The loaded sound, or None for a file that can't be read."""
        if path in self._sounds:
            self._sounds.move_to_end(path)
            return self._sounds[path]
        sound = self._read(path)
        if sound is None:
            return None
        sound.set_volume(self._gain())
        self._sounds[path] = sound
        self._bytes += len(sound.get_raw())
        while self._bytes > KEPT_BYTES and len(self._sounds) > 1:
            self._bytes -= len(self._sounds.popitem(last=False)[1].get_raw())
        return sound

    def _read(self, path: str) -> pygame.mixer.Sound | None:
        try:
            sound = pygame.mixer.Sound(path)
        except FileNotFoundError:
            return None
        except pygame.error:
            if pygame.mixer.get_init() is None:
                raise
            return None
        return _levelled(sound) if path in self._to_level else sound


def _levelled(sound: pygame.mixer.Sound) -> pygame.mixer.Sound:
    """The same as loud as the recorded lines, or nearly so where its peaks would be cut off."""
    samples = np.frombuffer(sound.get_raw(), dtype=np.int16).astype(np.float64) / 32768
    sounding = np.abs(samples[np.abs(samples) > _HUSH])
    if not len(sounding):
        return sound
    gain = min(VOICE_RMS / float(np.sqrt(np.mean(np.square(sounding)))), _MOST_PEAK / float(sounding.max()))
    return pygame.mixer.Sound(buffer=np.round(samples * gain * 32767).astype(np.int16).tobytes())


def _devices() -> Sequence[str]:
    from pygame._sdl2 import audio

    return tuple(audio.get_audio_device_names(False))


def serve(pipe: Connection) -> None:
    """The process's whole life. It ends with the pipe, and so with whoever holds the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # SDL would catch SIGTERM to make an event of it that nobody here reads: the process could not be ended.
    os.environ["SDL_NO_SIGNAL_HANDLERS"] = "1"
    _be_quiet()
    desk, told, told_s = Desk(), None, 0.0
    try:
        while True:
            now_s = time.monotonic()
            desk.tick(now_s)
            if desk.state != told or now_s - told_s >= BEAT_S:
                pipe.send(told := desk.state)
                told_s = now_s
            if pipe.poll(desk.patience_s):
                desk.obey(pipe.recv())
    except (EOFError, OSError):
        return  # nobody is left to make a sound for
    finally:
        pygame.mixer.quit()


def _be_quiet() -> None:
    """Sound libraries complain on stderr of a device that is missing, each time it is tried."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
