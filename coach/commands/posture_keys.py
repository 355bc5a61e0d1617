"""The terminal of a watch without a window: what it says there, and one letter and Enter for each thing to do."""

import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, Protocol

from coach.core.sitting.now import Now
from coach.core.sitting.words import STATE_WORDS, WHY_WORDS
from coach.ports.desktop import TrayChoice, TrayView

KEYS: Final[Mapping[str, TrayChoice]] = MappingProxyType(
    {
        "p": "pause_hour",
        "t": "pause_tomorrow",
        "g": "go_on",
        "s": "snooze",
        "m": "moved",
        "w": "water",
        "n": "measure",
        "q": "quit",
    }
)

HINT: Final = (
    "No tray here: type p + Enter to pause, g to go on, s for later, m moved, w water, n measure, q end."
)  # fmt: skip
KNOWN: Final = (
    "Type one letter and Enter: p pause for an hour, t pause until tomorrow, g go on, s later, m I have moved, "
    "w a glass of water, n take a new measure, q end."
)

ENDS: Final = "Posture watch has ended; what it saw is kept."
ENDS_WITH: Final = "Posture watch has ended. {}"

_DONE: Final[Mapping[TrayChoice, str]] = {
    "snooze": "I remind you again later.",
    "moved": "Noted: you have moved.",
    "water": "Noted: a glass of water.",
    "measure": "Sit tall: I take a new measure.",
}
_NOT_NOW: Final = "There is nothing to do for that just now. {}"

AGAIN_S: Final = 1.0
"""While the terminal belongs to another program it is asked again after so long, seconds; estimated. Lower hears the
first letter sooner once the watch is back in front."""
_MOST_BYTES: Final = 1024


class Typing(Protocol):
    """Lines typed by a person."""

    def take(self) -> list[str]:
        """Every line since the last call, oldest first, without its end. Never blocks."""
        ...


class Typed:
    """`Typing` on a terminal, read by a thread of its own that ends with the program or the end of the input.

    Args:
        read: gives what was typed as bytes, b"" at the end; it may block, and raises OSError while the terminal
            belongs to another program.
        again_s: then it is called again after so long, seconds.
    """

    def __init__(self, read: Callable[[], bytes], again_s: float = AGAIN_S) -> None:
        self._read, self._again_s = read, again_s
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="typed", daemon=True).start()

    def take(self) -> list[str]:
        """Every line since the last call."""
        return [self._lines.get_nowait() for _ in range(self._lines.qsize())]

    def _run(self) -> None:
        _stay_running()
        pause, rest = threading.Event(), b""
        while True:
            try:
                given = self._read()
            except OSError:
                pause.wait(self._again_s)
                continue
            if not given:
                return
            *whole, rest = (rest + given).split(b"\n")
            for line in whole:
                self._lines.put(line.decode(errors="replace").strip())


def from_terminal() -> Typed | None:
    """What is typed in this program's terminal; None when there is none."""
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    descriptor = sys.stdin.fileno()
    # Not `stdin.readline`: a thread that waits in it holds a lock that Python needs to end.
    return Typed(lambda: os.read(descriptor, _MOST_BYTES))


class Terminal:
    """The watch in a terminal: what it says there, and what is typed.

    Args:
        say: writes a line.
        typed: None where nobody can type.
    """

    def __init__(self, say: Callable[[str], None], typed: Typing | None = None) -> None:
        self.say, self._typed = say, typed
        self._line = ""
        self._told: set[str] = set()

    def tell(self, no_tray: str, *troubles: str) -> None:
        """Say sentences of trouble, each once; where there is no tray and somebody can type, what to type."""
        for sentence in (HINT if no_tray and self._typed is not None else no_tray, *troubles):
            if sentence and sentence not in self._told:
                self._told.add(sentence)
                self.say(sentence)

    def show(self, view: TrayView, now: Now, at: datetime) -> None:
        """How the watch stands, said when it changes. `at`: local time."""
        line = f"{view.words.split(' Next')[0]} {_state_words(now)}".rstrip()
        if line != self._line:
            self._line = line
            self.say(f"{at:%H:%M}  {line}")

    def take_choices(self, view: TrayView) -> list[TrayChoice]:
        """What was typed since the last call, oldest first, as far as `view` offers it; all of it is answered."""
        return [] if self._typed is None else [one for line in self._typed.take() for one in self._meant(line, view)]

    def end(self, trouble: str) -> None:
        """The last sentence, with the record's trouble where it has any."""
        self.say(ENDS_WITH.format(trouble) if trouble else ENDS)

    def _meant(self, line: str, view: TrayView) -> list[TrayChoice]:
        choice = KEYS.get(line.lower())
        if choice is None:
            self.say(KNOWN)
            return []
        if choice not in {item.choice for item in view.items}:
            self.say(_NOT_NOW.format(view.words))
            return []
        if choice in _DONE:
            self.say(_DONE[choice])
        return [choice]


def _state_words(now: Now) -> str:
    """What is seen, or why nothing can be told; "" where a message says more."""
    if now.look is None or now.mode != "watching" or now.message:
        return ""
    return WHY_WORDS[now.look.why] if now.look.state == "unknown" else f"{STATE_WORDS[now.look.state]}."


def _stay_running() -> None:
    """A program that a shell runs beside itself is halted when it reads the terminal, unless it wants an error."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTIN})
