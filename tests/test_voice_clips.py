"""The recorded lines: every line that may be said is there, whole, at one level, and nothing else is."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pygame
import pytest
from source_tree import ROOT

from coach import voice_lines
from coach.adapters import library, voice_clips, voice_render
from coach.adapters.voice_clips import Clip, ClipsError
from coach.commands import voice
from coach.core import phrases

FOLDER = ROOT / "assets" / "voice"
LINES = voice_lines.every_line(library.load_all(ROOT / "exercises").values())
RATE = 22_050

needs_voice = pytest.mark.skipif(not voice_render.can_measure(), reason="needs the dependency group 'voice'")


# --- The clips of the program. ---


def test_every_line_has_its_clip_and_every_clip_its_line() -> None:
    clips = voice_clips.read_index(FOLDER)
    assert voice_clips.missing(LINES, clips) == []
    assert sorted(clips.keys() - set(LINES)) == []
    assert voice_clips.orphans(FOLDER, clips, LINES) == []


def test_all_clips_together_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < voice.MOST_BYTES


def test_every_clip_is_whole_and_as_long_as_the_index_says() -> None:
    clips = voice_clips.read_index(FOLDER)
    wrong = {
        text: clip
        for text, clip in clips.items()
        if abs(voice_clips.ogg_seconds(clip.path) - clip.seconds) > voice.CLOSE_S or clip.seconds > voice.LONGEST_S
    }
    assert wrong == {}


def test_a_count_is_over_before_the_next_one() -> None:
    clips = voice_clips.read_index(FOLDER)
    seconds = {n: clips[phrases.number(n)].seconds for n in range(1, phrases.MOST + 1)}
    assert {n: s for n, s in seconds.items() if not 0.25 <= s <= (0.72 if n <= 20 else 0.9)} == {}


@pytest.mark.slow
def test_every_clip_sounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoded as the program does: not silent, not clipped, begins at once, at one level."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    pygame.mixer.init(RATE, -16, 1, 512, allowedchanges=0)
    try:
        wrong = {text: found for text, clip in voice_clips.read_index(FOLDER).items() if (found := _heard(clip))}
    finally:
        pygame.mixer.quit()
    assert wrong == {}


def _heard(clip: Clip) -> list[str]:
    samples = np.frombuffer(pygame.mixer.Sound(clip.path).get_raw(), dtype=np.int16) / 32768
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    sounding = samples[np.abs(samples) > 0.01]
    rms_db = 20 * np.log10(np.sqrt(np.mean(np.square(sounding)))) if len(sounding) else -100.0
    wrong = {
        f"level {rms_db:.1f} dB": not -22 < rms_db < -13,
        "clipped": bool(np.abs(samples).max() > 0.93),
        f"begins after {loud[0] / RATE if len(loud) else 9:.3f} s": not len(loud) or loud[0] / RATE > 0.06,
        "other length": abs(len(samples) / RATE - clip.seconds) > 0.01,
    }
    return [name for name, is_so in wrong.items() if is_so]


def test_where_the_voice_comes_from_is_said() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "CC0" in text
    assert "joe" in text


# --- The index. ---


@pytest.mark.parametrize(
    ("one", "other"),
    [("Rest.", "Rest"), ("Don't rest", "Dont rest"), ("a" * 60, "a" * 61), ("One.", "one"), ("—", "–")],
)
def test_every_text_has_a_file_of_its_own(one: str, other: str) -> None:
    assert voice_clips.file_name(one) != voice_clips.file_name(other)


def test_a_file_name_can_be_read_and_stays() -> None:
    assert voice_clips.file_name("Don't rush. Slowly!") == "dont-rush-slowly-2c38fc36.ogg"


def test_the_index_comes_back_as_it_was_written(tmp_path: Path) -> None:
    clips = {"b: ✓": Clip(tmp_path / "b.ogg", 1.25), "a": Clip(tmp_path / "a.ogg", 0.5)}
    (tmp_path / voice_clips.INDEX).write_text(voice_clips.index_text(clips), encoding="utf-8")
    assert voice_clips.read_index(tmp_path) == clips
    assert voice_clips.missing(["a", "c"], clips) == ["a", "c"]
    for name in ("a.ogg", "b.ogg", "x.ogg"):
        (tmp_path / name).touch()
    assert voice_clips.missing(["a", "c"], clips) == ["c"]
    assert [path.name for path in voice_clips.orphans(tmp_path, clips, ["a"])] == ["b.ogg", "x.ogg"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(None, id="missing"),
        pytest.param("{", id="not JSON"),
        pytest.param("[1]", id="a list"),
        pytest.param('{"a": {"file": "a.ogg"}}', id="no seconds"),
        pytest.param('{"a": {"file": "../a.ogg", "seconds": 1}}', id="outside its folder"),
        pytest.param(json.dumps({"a": "a.ogg"}), id="no table"),
    ],
)
def test_a_bad_index_is_one_sentence(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / voice_clips.INDEX).write_text(text, encoding="utf-8")
    with pytest.raises(ClipsError, match=r"^The recorded voice can't be (read|used): index\.json"):
        voice_clips.read_index(tmp_path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "no OGG"), (b"RIFF" * 20, "no OGG"), (b"OggS" + bytes(60), "no OGG"), (None, "can't be read")],
)
def test_a_bad_clip_is_one_sentence(content: bytes | None, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ogg"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ClipsError, match=sentence):
        voice_clips.ogg_seconds(path)


def test_a_clip_that_was_cut_off_is_found(tmp_path: Path) -> None:
    whole = next(FOLDER.glob("*.ogg")).read_bytes()
    path = tmp_path / "a.ogg"
    path.write_bytes(whole[: whole.rfind(b"OggS")])
    with pytest.raises(ClipsError, match="was cut off"):
        voice_clips.ogg_seconds(path)


# --- Making them. ---


def _hum(lead_s: float, sound_s: float, trail_s: float, strength: float = 0.3) -> np.ndarray:
    tone = strength * np.sin(2 * np.pi * 300 * np.arange(round(sound_s * RATE)) / RATE)
    return np.concatenate([np.zeros(round(lead_s * RATE)), tone, np.zeros(round(trail_s * RATE))])


@pytest.mark.parametrize(("lead_s", "trail_s"), [(0.0, 0.0), (0.3, 0.5), (0.01, 0.01)])
def test_silence_around_a_line_is_always_the_same(lead_s: float, trail_s: float) -> None:
    trimmed = voice_render.trim(_hum(lead_s, 0.4, trail_s), RATE)
    assert len(trimmed) / RATE == pytest.approx(0.4 + voice_render.LEAD_S + voice_render.TRAIL_S, abs=0.011)
    assert np.abs(trimmed[[0, -1]]).max() < 1e-6


def test_a_silent_line_is_refused() -> None:
    with pytest.raises(voice_render.RenderError, match="silent"):
        voice_render.trim(np.zeros(RATE), RATE)


def test_peaks_are_turned_down_and_the_rest_is_left() -> None:
    samples = _hum(0.1, 0.5, 0.1, strength=0.4)
    samples[RATE // 4] = 0.95
    limited = voice_render.limit(samples, RATE, -6.0)
    assert voice_render.peak_db(limited) < -5.5
    assert limited[: RATE // 5] == pytest.approx(samples[: RATE // 5])


class Hums:
    """Says everything in one tone."""

    rate = RATE

    def speak(self, text: str) -> np.ndarray:
        return voice_render.trim(_hum(0.2, 0.1 * len(text), 0.2), RATE)


@needs_voice
def test_lines_are_made_levelled_and_the_unwanted_removed(tmp_path: Path) -> None:
    clips = voice.render(tmp_path, ["one", "two more"], {}, Hums())
    assert voice_clips.read_index(tmp_path).keys() == {"one", "two more"}
    level = voice_render.measure(clips["one"].path.read_bytes())
    assert voice_render.faults("one", level) == []
    assert level.lufs == pytest.approx(voice_render.TARGET_LUFS, abs=0.3)
    assert voice.prune(tmp_path, clips, ["one"]) == 1
    assert voice_clips.read_index(tmp_path).keys() == {"one"}
    assert [path.name for path in tmp_path.glob("*.ogg")] == [clips["one"].path.name]


@pytest.mark.parametrize("name", ["piper", "soundfile"])
def test_what_is_missing_to_make_a_voice_is_named(name: str) -> None:
    if importlib.util.find_spec(name):
        pytest.skip("it is there")
    with pytest.raises(voice_render.RenderError, match=f"{name} is missing.*'voice'"):
        voice_render._load(name)
