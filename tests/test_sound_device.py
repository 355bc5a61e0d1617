"""The sound device, seen from inside its process: lines are cut off cleanly, lost devices come back."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest
from source_tree import ROOT

from coach import tones
from coach.adapters import sound_device
from coach.adapters.sound_device import AGAIN_S, LOST, NO_DEVICE, Desk

TONES = ROOT / "assets" / "sounds"
TICK, END, REP = (str(TONES / f"{name}.wav") for name in ("tick", "end", "rep"))


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk whose device is open but makes no sound."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    opened = Desk()
    opened.tick(0.0)
    yield opened
    pygame.mixer.quit()


def _until(happened: Callable[[], bool], wait_s: float = 5.0) -> bool:
    end = time.monotonic() + wait_s
    while not happened() and time.monotonic() < end:
        time.sleep(0.005)
    return happened()


def test_a_line_is_said_to_its_end(desk: Desk) -> None:
    desk.obey(("say", 1, TICK))
    assert desk.state == (1, True, "")

    def over() -> bool:
        desk.tick(0.0)
        return desk.state == (1, False, "")

    assert _until(over)


@pytest.mark.parametrize(
    ("messages", "speaking"),
    [
        pytest.param([("say", 1, END), ("say", 2, END)], True, id="the newer line is said"),
        pytest.param([("say", 1, END), ("hush", 2)], False, id="hushed"),
        pytest.param([("say", 1, END), ("volume", 1.0, True), ("say", 2, END)], False, id="muted before"),
        pytest.param([("say", 2, END), ("volume", 1.0, True)], False, id="muted while it is said"),
        pytest.param([("volume", 0.0, False), ("say", 2, END)], True, id="volume 0 takes as long"),
        pytest.param([("say", 2, "nowhere.ogg")], False, id="no such file"),
        pytest.param([("say", 2, str(ROOT / "README.md"))], False, id="not a sound"),
        pytest.param([("play", "nowhere.wav"), ("load", ["nowhere.ogg"]), ("hush", 2)], False, id="nothing there"),
    ],
)
def test_the_last_order_is_obeyed(desk: Desk, messages: list[tuple[object, ...]], speaking: bool) -> None:
    for message in messages:
        desk.obey(message)
        desk.tick(0.0)
    assert desk.state == (2, speaking, "")


def test_a_line_that_is_cut_off_fades_beside_the_new_one(desk: Desk) -> None:
    desk.obey(("say", 1, END))
    desk.obey(("say", 2, END))
    assert [pygame.mixer.Channel(number).get_busy() for number in range(sound_device.VOICES)] == [True, True]


def test_a_tone_sounds_beside_the_voice(desk: Desk) -> None:
    desk.obey(("say", 1, END))
    for _ in range(2 * sound_device.CHANNELS):
        desk.obey(("play", END))
    assert desk.state == (1, True, "")
    assert all(pygame.mixer.Channel(number).get_busy() for number in range(1, sound_device.CHANNELS))


def test_volume_reaches_what_is_loaded_and_what_comes_later(desk: Desk) -> None:
    desk.obey(("play", TICK))
    desk.obey(("volume", 0.5, False))
    desk.obey(("play", END))
    assert [sound.get_volume() for sound in desk._sounds.values()] == pytest.approx([0.25, 0.25], abs=0.01)


def test_lines_are_loaded_one_at_a_time_and_the_oldest_let_go(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_device, "KEPT_BYTES", 70_000)
    desk.obey(("load", [TICK, REP, END]))
    kept = []
    for _ in range(3):
        desk.tick(0.0)
        kept.append([Path(path).stem for path in desk._sounds])
    assert kept == [["tick"], ["tick", "rep"], ["rep", "end"]]


@pytest.mark.parametrize(
    ("strength", "level"),
    [(0.9, sound_device.VOICE_RMS), (0.1, sound_device.VOICE_RMS), (0.0, 0.0)],
    ids=["loud", "quiet", "silent"],
)
def test_another_voice_is_brought_to_the_level_of_the_clips(
    desk: Desk, tmp_path: Path, strength: float, level: float
) -> None:
    other = tmp_path / "other.wav"
    hum = (32767 * strength * np.sin(np.arange(tones.RATE) / 20)).astype("<i2").tobytes()
    other.write_bytes(tones.wav("tick")[:44] + hum)
    desk.obey(("level", str(other)))
    desk.obey(("say", 1, str(other)))
    heard = np.frombuffer(desk._sounds[str(other)].get_raw(), dtype="<i2") / 32768
    assert np.sqrt(np.mean(np.square(heard))) == pytest.approx(level, rel=0.1)


def test_a_device_that_comes_later_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no-such-driver")
    desk = Desk()
    told = []
    for now_s, driver in (
        (0.0, "no-such-driver"),
        (AGAIN_S, "dummy"),
        (AGAIN_S + 0.1, "dummy"),
        (2 * AGAIN_S, "dummy"),
    ):
        monkeypatch.setenv("SDL_AUDIODRIVER", driver)
        desk.tick(now_s)
        desk.obey(("play", TICK))
        told.append(desk.state[2])
    pygame.mixer.quit()
    assert told == [NO_DEVICE, "", "", ""]


def test_a_device_that_goes_is_said_and_its_lines_come_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [("speaker",), (), (), ("headphones",), ("headphones", "speaker"), ("headphones", "speaker")]
    told = []
    desk.obey(("play", TICK))
    for number, devices in enumerate(found, 1):
        monkeypatch.setattr(sound_device, "_devices", lambda devices=devices: devices)
        desk.tick(number * AGAIN_S)
        told.append((desk.state[2], len(desk._sounds)))
    assert told == [("", 1), (LOST, 0), ("", 1), ("", 1), ("", 1), ("", 1)]


def test_the_mixer_ended_by_others_is_opened_anew(desk: Desk) -> None:
    desk.obey(("load", [TICK]))
    pygame.mixer.quit()
    desk.obey(("say", 1, END))
    assert desk.state == (1, False, LOST)
    desk.tick(AGAIN_S)
    desk.obey(("say", 2, END))
    assert desk.state == (2, True, "")
