"""The watch without a window: tray, key and terminal, in front of a recording."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from session_fakes import FakeClock

from coach.commands import posture_keys, posture_live
from coach.commands.posture import _named
from coach.commands.posture_live import Background
from coach.commands.posture_parts import Order
from coach.core.sitting.baseline import Calibration, PostureBaseline
from coach.core.sitting.now import Now
from coach.errors import SettingsError
from coach.ports.desktop import TrayChoice, TrayView


@dataclass
class FakeTray:
    message: str = "This desktop has no tray."
    views: list[TrayView] = field(default_factory=list)
    choices: list[TrayChoice] = field(default_factory=list)
    closed: bool = False

    def show(self, view: TrayView) -> None:
        if not self.views or self.views[-1] != view:
            self.views.append(view)

    def take_choices(self) -> list[TrayChoice]:
        choices, self.choices = self.choices, []
        return choices

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeKey:
    presses: int = 0
    message: str = ""
    closed: bool = False

    def take_presses(self) -> int:
        presses, self.presses = self.presses, 0
        return presses

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeTyping:
    lines: list[str] = field(default_factory=list)

    def take(self) -> list[str]:
        lines, self.lines = self.lines, []
        return lines


@dataclass
class FakeWatch:
    """Remembers what it was asked."""

    now: Now = field(default_factory=lambda: Now(mode="watching", camera_on=True))
    did: list[str] = field(default_factory=list)
    calibration: Calibration | None = None

    @property
    def habits(self) -> object:
        from coach.core.sitting.habits import Habits

        return Habits(glasses=8)

    def __getattr__(self, name: str) -> object:
        return lambda *given: self.did.append(name)


@dataclass
class Room:
    """A background with everything around it as plain objects."""

    folder: Path
    typing: FakeTyping | None = None
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tray, self.key, self.clock = FakeTray(), FakeKey(), FakeClock()
        self.watches: list[FakeWatch] = []

    def background(self, monkeypatch: pytest.MonkeyPatch, **order: Any) -> Background:
        def begun(_: Background) -> FakeWatch:
            self.watches.append(FakeWatch())
            return self.watches[-1]

        monkeypatch.setattr(Background, "_begun", begun)
        terminal = posture_keys.Terminal(self.said.append, self.typing)
        return Background(Order(folder=self.folder, **order), self.tray, self.key, self.clock, terminal)


CHOICES: dict[TrayChoice, list[str]] = {
    "snooze": ["snooze"],
    "moved": ["said_moved"],
    "water": ["drank"],
    "measure": ["calibrate"],
    "go_on": ["pause"],
    "pause_hour": ["pause"],
    "pause_tomorrow": ["pause"],
}


@pytest.mark.parametrize("choice", CHOICES)
def test_the_tray_does_what_it_says(choice: TrayChoice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(tmp_path)
    background = room.background(monkeypatch)
    room.tray.choices = [choice]
    background.turn()
    assert room.watches[0].did == ["tick", *CHOICES[choice]]
    background.close()
    assert room.tray.closed
    assert room.key.closed


def test_the_key_pauses_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(tmp_path)
    background = room.background(monkeypatch)
    room.key.presses = 1
    background.turn()
    assert room.watches[0].did == ["tick", "pause"]
    background.close()


def test_it_says_what_is_missing_and_what_it_does_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(tmp_path)
    background = room.background(monkeypatch)
    room.tray.choices = ["quit"]
    background.run()
    background.turn()
    assert room.said[0] == "This desktop has no tray."
    assert [line[7:] for line in room.said[1:]] == ["Watching."]
    assert len(room.tray.views) == 1
    background.close()


def test_the_window_takes_the_camera_and_gives_it_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Window:
        code: int | None = None

        def poll(self) -> int | None:
            return self.code

    window, commands = Window(), []
    monkeypatch.setattr(posture_live.subprocess, "Popen", lambda command: (commands.append(command), window)[1])
    room = Room(tmp_path)
    background = room.background(monkeypatch, view="side", baseline="laptop", interval=True, source="2")
    room.tray.choices = ["open", "open"]
    background.turn()
    assert room.watches[0].did[-1] == "close"
    assert "posture" in commands[0]
    assert commands[0][-7:] == ["--source", "2", "--view", "side", "--baseline", "laptop", "--interval"]
    room.tray.choices, room.key.presses = ["pause_hour", "open"], 1
    background.turn()
    assert len(commands) == 1
    assert len(room.watches) == 1
    window.code = 0
    background.turn()
    background.turn()
    assert len(room.watches) == 2
    assert room.watches[1].did == ["tick"]
    background.close()


def test_damaged_settings_are_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "settings.json").write_text('{"habits": {"break_min": "x"}}')
    room = Room(tmp_path)
    background = room.background(monkeypatch)
    background.turn()
    assert any(line.startswith("Some settings could not be read") for line in room.said)
    background.close()


def test_damaged_baselines_are_not_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "baselines.json").write_text("{broken")
    with pytest.raises(SettingsError, match="were damaged and set aside"):
        _named(tmp_path, "desk")


def test_a_recording_that_is_over_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(tmp_path)
    background = room.background(monkeypatch)
    room.watches[0].now = Now(mode="ended", camera_on=False)
    background.run()
    assert room.watches[0].did == ["tick"]
    background.close()


def test_beside_its_window_it_can_be_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Window:
        def poll(self) -> None:
            return None

    monkeypatch.setattr(posture_live.subprocess, "Popen", lambda command: Window())
    room = Room(tmp_path)
    background = room.background(monkeypatch)
    room.tray.choices = ["open"]
    background.turn()
    assert room.tray.views[-1].words == posture_live.IN_WINDOW
    room.tray.choices = ["quit"]
    background.run()
    background.close()


def test_a_new_measure_is_told_of_and_given_up_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(tmp_path)
    background = room.background(monkeypatch)
    for done in (None, PostureBaseline(view="front", medians={})):
        room.tray.choices = ["measure"]
        background.turn()
        room.watches[0].calibration = Calibration(left_s=2.5)
        background.turn()
        assert room.tray.views[-1].words == "Sit tall: 3 s to go."
        room.watches[0].calibration = Calibration(done=done)
        room.clock.t_s += 0.0 if done else posture_live.MEASURE_S + 1
        background.turn()
        assert room.watches[0].did[-1] == "end_calibration"
        assert room.said[-1] == (posture_live.MEASURED if done else posture_live.UNMEASURED)
        room.watches[0].calibration = None
    background.close()


TYPED: dict[str, tuple[str, str]] = {
    "p": ("pause", ""),
    " T ": ("pause", ""),
    "m": ("said_moved", "Noted: you have moved."),
    "w": ("drank", "Noted: a glass of water."),
    "n": ("calibrate", "Sit tall: I take a new measure."),
    "s": ("", "There is nothing to do for that just now. Watching. Next break in 30 min."),
    "g": ("", "There is nothing to do for that just now. Watching. Next break in 30 min."),
    "pause": ("", posture_keys.KNOWN),
    "": ("", posture_keys.KNOWN),
}


@pytest.mark.parametrize("line", TYPED)
def test_a_letter_does_what_the_tray_would(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(tmp_path, FakeTyping([line.strip()]))
    background = room.background(monkeypatch)
    background.turn()
    did, answer = TYPED[line]
    assert room.said[0] == posture_keys.HINT
    assert room.watches[0].did == ["tick", *([did] if did else [])]
    assert room.said[2:] == ([answer] if answer else [])
    background.close()


def test_a_break_is_put_off_and_a_pause_ended_by_a_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(tmp_path, FakeTyping())
    background = room.background(monkeypatch)
    for now, letter, did in (
        (Now(mode="watching", camera_on=True, break_due=True, break_in_s=0.0), "s", "snooze"),
        (Now(mode="paused", camera_on=False), "g", "pause"),
    ):
        assert room.typing is not None
        room.watches[0].now, room.typing.lines = now, [letter]
        background.turn()
        assert room.watches[0].did[-1] == did
    assert sum("type p" in line for line in room.said) == 1
    background.close()


def test_q_ends_it_also_beside_its_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Window:
        def poll(self) -> None:
            return None

    monkeypatch.setattr(posture_live.subprocess, "Popen", lambda command: Window())
    room = Room(tmp_path, FakeTyping())
    background = room.background(monkeypatch)
    room.tray.choices = ["open"]
    background.turn()
    assert room.typing is not None
    room.typing.lines = ["p"]
    background.turn()
    assert room.said[-1].endswith(posture_live.IN_WINDOW)
    room.typing.lines = ["q"]
    background.run()
    assert room.watches[0].did == ["tick", "close"]
    background.close()
