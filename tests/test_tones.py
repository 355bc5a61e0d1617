"""The tones: short, soft at both ends, equally loud, and unlike one another."""

import itertools
import wave
from typing import get_args

import numpy as np
import pytest
from source_tree import ROOT

from coach import tones
from coach.ports import Tone

NAMES = get_args(Tone)
SOUNDS = ROOT / "assets" / "sounds"
HALF_TONE = 2 ** (1 / 12)


def _recorded(tone: Tone) -> np.ndarray:
    with wave.open(str(SOUNDS / f"{tone}.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (tones.RATE, 1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2") / 32768


def _db(value: float) -> float:
    return 20 * float(np.log10(value))


def _pitch(samples: np.ndarray) -> float:
    """The strongest frequency, Hz."""
    strength = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), tones.RATE))
    return float(np.argmax(strength))


def _shape(tone: Tone) -> tuple[float, float, float]:
    """Length (s), pitch of the first and the last third (Hz)."""
    samples = _recorded(tone)
    third = len(samples) // 3
    return len(samples) / tones.RATE, _pitch(samples[:third]), _pitch(samples[-third:])


def test_every_tone_has_its_file_and_no_other_is_there() -> None:
    assert set(tones.TONES) == set(NAMES)
    assert {path.stem for path in SOUNDS.glob("*.wav")} == set(NAMES)


@pytest.mark.parametrize("tone", NAMES)
def test_the_file_is_what_the_table_says(tone: Tone) -> None:
    assert _recorded(tone) == pytest.approx(tones.samples(tone), abs=2 / 32768)


@pytest.mark.parametrize("tone", NAMES)
def test_a_tone_is_short_and_soft_at_both_ends(tone: Tone) -> None:
    samples = _recorded(tone)
    assert 0.08 <= len(samples) / tones.RATE <= 0.6
    millisecond = tones.RATE // 1000
    assert np.abs(samples[[0, -1]]).max() < 0.001
    assert max(np.abs(samples[:millisecond]).max(), np.abs(samples[-millisecond:]).max()) < 0.05


@pytest.mark.parametrize("tone", NAMES)
def test_tones_are_equally_loud(tone: Tone) -> None:
    samples = _recorded(tone)
    power = np.convolve(np.square(samples), np.full(6615, 1 / 6615)).max()
    assert _db(np.sqrt(power)) == pytest.approx(tones.LOUD_DB, abs=0.2)
    assert _db(np.abs(samples).max()) < -3


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(NAMES, 2)))
def test_any_two_tones_differ(one: Tone, other: Tone) -> None:
    """In length by a third, or in the pitch of their beginning or end by three half-tones."""
    (length, *pitches), (other_length, *other_pitches) = _shape(one), _shape(other)
    apart = [abs(np.log(a / b)) / np.log(HALF_TONE) for a, b in zip(pitches, other_pitches, strict=True)]
    assert max(apart) >= 3 or abs(np.log(length / other_length)) > np.log(4 / 3)
