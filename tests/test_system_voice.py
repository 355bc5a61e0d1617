"""The computer's own voice: into files, one text after the other, ended when it hangs, and no voice is no trouble."""

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.adapters.clock import MonotonicClock
from coach.adapters.system_voice import NO_VOICE, STUCK, SystemVoice


class Writes:
    """Writes the text itself in place of sound, and talks while it does, as such voices do."""

    def render(self, text: str, path: Path) -> None:
        sys.stdout.write("speaking\n")
        if text == "unsayable":
            raise RuntimeError("no luck")
        if text != "silent":
            path.write_text(text, encoding="utf-8")


class Unwilling(Writes):
    def __init__(self) -> None:
        raise OSError("libespeak.so.1: cannot open shared object file")


class Hangs(Writes):
    def render(self, text: str, path: Path) -> None:
        time.sleep(60)


class Falls(Writes):
    """Ends its process at the first text."""

    def render(self, text: str, path: Path) -> None:
        sys.exit(3)


class Late:
    """A clock on which half a minute passes with each look."""

    def __init__(self) -> None:
        self.t_s = 0.0

    def now_s(self) -> float:
        self.t_s += 30.0
        return self.t_s

    def sleep(self, seconds: float) -> None:
        """Nobody waits here."""


@pytest.fixture
def voices() -> Iterator[list[SystemVoice]]:
    """Voices to be closed at the end, after which no process is left."""
    before = len(multiprocessing.active_children())
    opened: list[SystemVoice] = []
    yield opened
    for voice in opened:
        voice.close()
        voice.close()
    assert len(multiprocessing.active_children()) == before


def _taken(voice: SystemVoice, count: int, wait_s: float = 10.0) -> list[tuple[str, Path | None]]:
    taken: list[tuple[str, Path | None]] = []
    end = time.monotonic() + wait_s
    while len(taken) < count and time.monotonic() < end:
        if (one := voice.take()) is not None:
            taken.append(one)
        time.sleep(0.005)
    return taken


def test_texts_come_as_files_the_urgent_one_first(voices: list[SystemVoice], capfd: pytest.CaptureFixture[str]) -> None:
    voice = SystemVoice(MonotonicClock(), f"{__name__}:Writes")
    voices.append(voice)
    for text in ("first", "second", "unsayable", "silent", "first"):
        voice.render(text, urgent=False)
    voice.render("now", urgent=True)
    taken = _taken(voice, 5)
    assert [(text, path and path.read_text(encoding="utf-8")) for text, path in taken] == [
        ("now", "now"),
        ("first", "first"),
        ("second", "second"),
        ("unsayable", None),
        ("silent", None),
    ]
    assert not voice.busy
    assert voice.message == ""
    voice.close()
    assert not any(path.exists() for _, path in taken if path)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("kind", "clock", "sentence"),
    [
        pytest.param("Unwilling", MonotonicClock(), NO_VOICE, id="no voice"),
        pytest.param("Absent", MonotonicClock(), NO_VOICE, id="no engine", marks=pytest.mark.slow),
        pytest.param("Hangs", Late(), STUCK, id="hangs"),
        pytest.param("Falls", MonotonicClock(), STUCK, id="falls", marks=pytest.mark.slow),
    ],
)
def test_no_voice_is_one_sentence(
    kind: str, clock: MonotonicClock | Late, sentence: str, voices: list[SystemVoice]
) -> None:
    voice = SystemVoice(clock, f"{__name__}:{kind}")
    voices.append(voice)
    voice.render("one", urgent=False)
    voice.render("two", urgent=False)
    assert _taken(voice, 2) == [("one", None), ("two", None)]
    assert voice.message == sentence
    voice.render("three", urgent=True)
    assert _taken(voice, 1) == [("three", None)]


KILLED = """
import sys, time
from coach.adapters.clock import MonotonicClock
from coach.adapters.system_voice import SystemVoice
if __name__ == "__main__":
    voice = SystemVoice(MonotonicClock(), "test_system_voice:{kind}")
    voice.render("Dana says: slowly", urgent=False)
    until_s = time.monotonic() + {wait_s}
    while time.monotonic() < until_s and voice.take() is None:
        time.sleep(0.01)
    print("said", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize(
    ("kind", "wait_s"),
    [
        (Writes, 20.0),
        pytest.param(Unwilling, 20.0, marks=pytest.mark.slow),
        pytest.param(Hangs, 3.0, marks=pytest.mark.slow),
    ],
)
def test_a_killed_program_leaves_nothing_that_was_said(tmp_path: Path, kind: type, wait_s: float) -> None:
    script, spare, here = tmp_path / "parent.py", tmp_path / "spare", Path(__file__).parent
    spare.mkdir()
    script.write_text(KILLED.format(kind=kind.__name__, wait_s=wait_s))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(here), str(here.parent)]), "TMPDIR": str(spare)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"said\n"
        parent.kill()
    end_s = time.monotonic() + 5
    while list(spare.iterdir()) and time.monotonic() < end_s:
        time.sleep(0.02)
    assert list(spare.iterdir()) == []


@pytest.mark.slow
def test_the_real_voice_speaks_or_says_that_there_is_none(voices: list[SystemVoice]) -> None:
    voice = SystemVoice(MonotonicClock())
    voices.append(voice)
    voice.render("Keep your knee soft today.", urgent=True)
    ((_, path),) = _taken(voice, 1, 30.0)
    assert path is not None or voice.message == NO_VOICE
