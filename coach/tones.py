"""The short tones, made from a table of notes: told apart by how they move, how long they ring and how they sound."""

import io
import wave
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.ports import Tone

RATE: Final = 44_100
"""Samples a second."""

LOUD_DB: Final = -18.5
"""Loudest 150 ms of a tone, RMS, dB of full scale: about as loud as the voice beside it. Shorter tones are filled up
with silence, as the ear does."""

_MEASURED_S: Final = 0.15
_ATTACK_S: Final = 0.006
_RELEASE_S: Final = 0.03

WOOD: Final = (1.0, 0.0, 0.0, 0.22)
"""A struck bar: the base and its fourth partial."""

BELL: Final = (1.0, 0.35, 0.12)
REED: Final = (1.0, 0.0, 0.45, 0.0, 0.22)
"""Odd partials only: hollow, unlike anything else here."""

Samples = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Note:
    """A note: when it begins and how long it lasts (s), its pitch at begin and end (Hz), the share of its loudness
    left at its end, and the strength of each partial."""

    at_s: float
    seconds: float
    hz: float
    to_hz: float
    left: float
    partials: tuple[float, ...]


def _still(at_s: float, seconds: float, hz: float, partials: tuple[float, ...], left: float = 0.02) -> Note:
    return Note(at_s, seconds, hz, hz, left, partials)


TONES: Final[Mapping[Tone, tuple[Note, ...]]] = MappingProxyType(
    {
        # Up a chord: begin.
        "start": (
            _still(0.00, 0.16, 523.3, BELL),
            _still(0.12, 0.16, 659.3, BELL),
            _still(0.24, 0.32, 784.0, BELL),
        ),
        # One short high knock: counted.
        "rep": (_still(0.0, 0.14, 1046.5, WOOD),),
        # A dull slide down: not all the way.
        "partial": (Note(0.0, 0.24, 392.0, 311.1, 0.15, REED),),
        # The same bell twice: half.
        "halfway": (_still(0.00, 0.16, 880.0, BELL), _still(0.20, 0.26, 880.0, BELL)),
        # Down the chord, and a long ring: over.
        "end": (
            _still(0.00, 0.16, 784.0, BELL),
            _still(0.12, 0.16, 659.3, BELL),
            _still(0.24, 0.36, 523.3, BELL, 0.01),
        ),
        # Down a fifth and up a fifth, low and smooth.
        "pause": (_still(0.00, 0.18, 440.0, WOOD, 0.3), _still(0.16, 0.26, 293.7, WOOD, 0.1)),
        "resume": (_still(0.00, 0.18, 293.7, WOOD, 0.3), _still(0.16, 0.26, 440.0, WOOD, 0.1)),
        "tick": (_still(0.0, 0.08, 1568.0, WOOD, 0.08),),
        # A hollow low note twice: look here.
        "trouble": (_still(0.00, 0.20, 220.0, REED, 0.5), _still(0.26, 0.24, 207.7, REED, 0.3)),
    }
)


def seconds(tone: Tone) -> float:
    """How long a tone lasts."""
    return max(note.at_s + note.seconds for note in TONES[tone])


def samples(tone: Tone) -> Samples:
    """(n,) mono at `RATE`, -1..1, all tones equally loud."""
    mixed = np.zeros(round(seconds(tone) * RATE))
    for note in TONES[tone]:
        start = round(note.at_s * RATE)
        sound = _sound(note)[: len(mixed) - start]
        mixed[start : start + len(sound)] += sound
    width = round(_MEASURED_S * RATE)
    power = np.convolve(np.square(mixed), np.full(width, 1 / width)).max()
    louder: Samples = mixed * 10 ** (LOUD_DB / 20) / np.sqrt(power)
    return louder


def _sound(note: Note) -> Samples:
    count = round(note.seconds * RATE)
    through = np.arange(count) / count
    phase = 2 * np.pi * np.cumsum(note.hz * (note.to_hz / note.hz) ** through) / RATE
    tone = np.zeros(count)
    for order, strength in enumerate(note.partials, 1):
        # Higher partials die sooner, as they do in anything that is struck.
        tone += strength * np.sin(order * phase) * note.left ** (through * order**0.5)
    attack, release = round(_ATTACK_S * RATE), round(_RELEASE_S * RATE)
    tone[:attack] *= np.sin(np.linspace(0.0, np.pi / 2, attack)) ** 2
    tone[-release:] *= np.cos(np.linspace(0.0, np.pi / 2, release)) ** 2
    return tone


def wav(tone: Tone) -> bytes:
    """The tone as a WAV file, 16 bits, mono."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(np.round(samples(tone) * 32767).astype("<i2").tobytes())
    return file.getvalue()
