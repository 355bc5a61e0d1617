"""One watch in a folder at a time: the claim, the watch that holds it, what is typed beside it, and how it ends."""

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
import typer
from session_fakes import FakeClock
from watching_fakes import FakeNotifier, FakePresence

from coach.adapters import only_one
from coach.adapters.clock import LocalCalendar
from coach.adapters.only_one import claim
from coach.adapters.store import write_stream
from coach.commands import posture_keys, posture_live, posture_parts as parts
from coach.commands.posture_parts import LOCK, RUNNING, Order, RunningError
from coach.core.sitting.look import Look, State, Why
from coach.core.sitting.now import Now
from coach.ports import SourceError
from coach.ports.desktop import tray_view
from coach.watching import PostureWatch

HOLD: Final = """
import sys, pathlib
from coach.adapters.only_one import claim
held = claim(pathlib.Path(sys.argv[1]))
sys.stdout.write("free" if held else "taken")
sys.stdout.flush()
sys.stdin.read()
"""


@contextmanager
def _another(path: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", HOLD, str(path)]
    root = Path(__file__).parents[1]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        yield process
        process.kill()


def test_it_is_claimed_once_and_again_when_released(tmp_path: Path) -> None:
    first = claim(tmp_path / "new" / LOCK)
    assert first is not None
    assert claim(tmp_path / "new" / LOCK) is None
    first.release()
    second = claim(tmp_path / "new" / LOCK)
    assert second is not None
    first.release()
    assert claim(tmp_path / "new" / LOCK) is None
    second.release()


def test_a_process_that_is_killed_lets_go(tmp_path: Path) -> None:
    with _another(tmp_path / LOCK) as process:
        assert process.stdout is not None
        assert process.stdout.read(4) == "free"
        assert claim(tmp_path / LOCK) is None
        process.kill()
        process.wait()
        held = claim(tmp_path / LOCK)
        assert held is not None
        held.release()


def test_where_nothing_can_be_written_or_locked_all_may_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    assert claim(tmp_path / "file" / LOCK) is not None

    def unknown(descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(only_one, "_lock", unknown)
    for _ in range(2):
        held = claim(tmp_path / LOCK)
        assert held is not None
        held.release()


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., PostureWatch]]:
    """Begins watches in one folder, on a stream; what they leave open is closed."""
    monkeypatch.setattr(parts, "presence", lambda clock: FakePresence(FakeClock()))
    stream = str(tmp_path / "empty_room.npz")
    write_stream(Path(stream), [(0.1 * i, None) for i in range(20)], (640, 480), {"fps": 10})
    keeper = posture_live.Keeping(Order(folder=tmp_path))

    def begun(source: str = stream, *, alone: bool = False) -> PostureWatch:
        order = Order(folder=tmp_path, source=source)
        return parts.watch(order, keeper.parts, FakeNotifier(FakeClock()), alone=alone)

    yield begun
    keeper.close()


def test_a_second_watch_sees_nothing_until_the_first_is_closed(watch: Callable[..., PostureWatch]) -> None:
    first, second = watch(alone=True), watch()
    assert (second.now.mode, second.now.message) == ("failed", RUNNING)
    with pytest.raises(RunningError, match=r"running already; end it first, or use its window\.$"):
        watch(alone=True)
    # What holds nothing releases nothing.
    second.close()
    assert watch().now.mode == "failed"
    first.close()
    third = watch(alone=True)
    assert third.now.mode != "failed"
    third.close()


def test_a_source_that_cannot_be_used_leaves_nothing_claimed(
    watch: Callable[..., PostureWatch], tmp_path: Path
) -> None:
    with pytest.raises(SourceError):
        watch(str(tmp_path / "gone.mp4"))
    watch(alone=True).close()


class Quiet:
    """A tray, a key and a notifier that do nothing."""

    message = ""

    def __init__(self, *given: object) -> None:
        self.closed = False

    def show(self, view: object) -> None:
        pass

    def take_choices(self) -> list[str]:
        return []

    def take_presses(self) -> int:
        return 0

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> list[Quiet]:
    """No desktop and no terminal; gives the tray."""
    given = [Quiet()]
    monkeypatch.setattr(parts, "tray", lambda: given[0])
    monkeypatch.setattr("coach.adapters.hotkey.GlobalHotkey", Quiet)
    monkeypatch.setattr(parts, "desktop", Quiet)
    monkeypatch.setattr(posture_keys, "from_terminal", lambda: None)
    return given


def test_the_background_does_not_begin_beside_another(tmp_path: Path, bare: list[Quiet]) -> None:
    held = claim(tmp_path / LOCK)
    assert held is not None
    with pytest.raises(RunningError):
        posture_live.in_background(Order(folder=tmp_path))
    assert bare[0].closed
    held.release()


@pytest.mark.parametrize(
    ("ended_by", "trouble", "status", "words"),
    [
        ("signal", "", 130, posture_keys.ENDS),
        ("signal", "The disk is full.", 130, "Posture watch has ended. The disk is full."),
        ("recording", "", 0, posture_keys.ENDS),
    ],
)
@pytest.mark.usefixtures("bare")
def test_how_it_ends(
    ended_by: str,
    trouble: str,
    status: int,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    closed: list[str] = []

    class Ending:
        habits = type("Habits", (), {"glasses": 0})
        calibration = None
        now = Now(mode="ended" if ended_by == "recording" else "watching", camera_on=False)

        def tick(self) -> None:
            if ended_by == "signal":
                os.kill(os.getpid(), signal.SIGTERM)

        def close(self) -> None:
            closed.append("closed")

    monkeypatch.setattr(parts, "watch", lambda *given, **more: Ending())
    monkeypatch.setattr(posture_live.Keeping, "trouble", property(lambda _: trouble if closed else ""))
    given = 0
    try:
        posture_live.in_background(Order(folder=tmp_path))
    except typer.Exit as error:
        given = error.exit_code
    assert (given, closed) == (status, ["closed"])
    assert capsys.readouterr().out.splitlines()[-1] == words


def test_lines_are_read_beside_the_watch() -> None:
    given: list[bytes | OSError] = [b"p\nq", OSError(errno.EIO, "of another program"), b"\r\n\xff\n", b""]
    over = threading.Event()

    def read() -> bytes:
        item = given.pop(0)
        if isinstance(item, OSError):
            raise item
        if not item:
            over.set()
        return item

    typed = posture_keys.Typed(read, again_s=0.0)
    assert over.wait(5.0)
    assert typed.take() == ["p", "q", "\N{REPLACEMENT CHARACTER}"]
    assert typed.take() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind.")
def test_a_terminal_is_read_and_nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert posture_keys.from_terminal() is None
    with (tmp_path / "file").open("w+") as file:
        monkeypatch.setattr(sys, "stdin", file)
        assert posture_keys.from_terminal() is None
    ours, theirs = os.openpty()
    with os.fdopen(theirs) as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        typed = posture_keys.from_terminal()
        assert typed is not None
        os.write(ours, b"m\n\x04")
        found: list[str] = []
        wait = threading.Event()
        for _ in range(200):
            found += typed.take()
            if found:
                break
            wait.wait(0.02)
        assert found == ["m"]
        wait.wait(0.05)
    os.close(ours)


LINES: dict[str, tuple[State, Why, str, str]] = {
    "known": ("slump", "", "", "Watching. Slumped."),
    "unknown": ("unknown", "dark", "", "Watching. It is too dark to see you."),
    "unmeasured": (
        "unknown", "no_baseline", "", "Watching. I don't know yet how you sit tall. Let me measure you once."
    ),
    "trouble": ("upright", "", "The disk is full.", "The disk is full."),
}  # fmt: skip


@pytest.mark.parametrize("case", LINES)
def test_the_line_says_what_is_seen_or_why_not(case: str) -> None:
    state, why, message, line = LINES[case]
    said: list[str] = []
    look = Look(t_s=0.0, state=state, since_s=0.0, why=why)
    now = Now(mode="watching", camera_on=True, message=message, look=look)
    at = LocalCalendar().now()
    terminal = posture_keys.Terminal(said.append)
    terminal.show(tray_view(now, at), now, at)
    assert [one[7:] for one in said] == [line]
