"""Posture watch live: in a window, or in the background with a tray icon or this terminal."""

import math
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import typer

from coach import paths
from coach.adapters.clock import LocalCalendar, MonotonicClock
from coach.commands import console, display, posture_keys
from coach.commands.posture_keeping import Keeping
from coach.commands.posture_parts import Order
from coach.core.sitting.baseline import NAMES
from coach.core.sitting.pausing import tomorrow
from coach.ports import Clock, CoachError
from coach.ports.desktop import Hotkey, Tray, TrayChoice, TrayItem, TrayView, tray_view
from coach.watching import PostureWatch

if TYPE_CHECKING:
    from coach.ports.posture import Notifier

TICK_S: Final = 0.5
"""The background wakes so often, seconds."""

MEASURE_S: Final = 60.0
"""A new measure that did not come about in so long, seconds, is given up; estimated: it looks as fast as it can."""

MEASURED: Final = "Measured: from now on you are compared with how you sat just now."
UNMEASURED: Final = "No new measure was taken. Choose it again when you sit in front of the camera."

IN_WINDOW: Final = "Backcoach is watching in its window."
IN_WINDOW_VIEW: Final = TrayView(
    mark="watching", words=IN_WINDOW, items=(TrayItem(IN_WINDOW), TrayItem(""), TrayItem("Quit", "quit"))
)

STOPPED: Final = 130
"""Exit status after Ctrl-C, of every command."""


def in_window(order: Order) -> None:
    """The watch in a window of its own.

    Raises:
        OutputError, SourceError, StreamError: no display, or a source that can't be used.
    """
    display.need_display()
    _check(order.source)
    # The window first: what it takes to fill it is loaded behind the greeting.
    from coach.ui.window import greet

    greet(paths.assets_dir() / "fonts")
    from coach.commands import house, window

    with house.opened((), order.model, order.folder, loads_detector=False) as opened:
        front = window.Front(opened)
        try:
            window.run(opened, front.posture(order, own_detector=True))
        finally:
            front.close()


def _check(source: str) -> None:
    if source and not source.isdecimal():
        from coach.commands import house

        house.check_sources([source])


def in_background(order: Order) -> None:
    """The watch without a window, until it is ended, or a recording is over.

    Raises:
        RunningError, SourceError, StreamError: another watch is at work, or the source can't be used.
        typer.Exit: Ctrl-C, or logging out, ended it.
    """
    from coach.adapters.hotkey import DEFAULT, GlobalHotkey
    from coach.commands.posture_parts import tray

    _check(order.source)
    terminal = posture_keys.Terminal(
        lambda sentence: console.OUT.print(sentence, markup=False), posture_keys.from_terminal()
    )
    background = Background(order, tray(), GlobalHotkey(DEFAULT), MonotonicClock(), terminal)
    # Logging out ends it as Ctrl-C does: what was seen is kept.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    stopped = False
    try:
        background.run()
    except KeyboardInterrupt:
        stopped = True
    finally:
        # Whether all of it could be kept is known only afterwards.
        background.close()
        signal.signal(signal.SIGTERM, before)
    terminal.end(background.trouble)
    if stopped:
        raise typer.Exit(STOPPED)


class Background:
    """The watch, its tray, its key and its terminal, which tells what the others say as well.

    Raises:
        RunningError, SourceError, StreamError: another watch is at work, or the source can't be used.
    """

    def __init__(self, order: Order, tray: Tray, hotkey: Hotkey, clock: Clock, terminal: posture_keys.Terminal) -> None:
        self._order, self._tray, self._hotkey, self._clock, self._terminal = order, tray, hotkey, clock, terminal
        self._say = terminal.say
        self._calendar = LocalCalendar()
        self._keeper = Keeping(order)
        self._window: subprocess.Popen[bytes] | None = None
        self._measure_s = math.inf
        self._quit = False
        try:
            self._watch = self._begun()
        except CoachError:
            self._let_go()
            raise

    def run(self) -> None:
        """Until it is ended."""
        while not self._quit:
            self.turn()
            self._clock.sleep(TICK_S)

    def turn(self) -> None:
        """Look, tell, and do what the tray and the key ask."""
        if self._window is not None:
            self._mind_window()
            return
        self._watch.tick()
        now = self._watch.now
        # Whether there is a tray or a key is known a moment after they were asked for.
        self._terminal.tell(self._tray.message, self._hotkey.message, self._keeper.message)
        self._mind_measure()
        self._show()
        for _ in range(self._hotkey.take_presses()):
            self._choose("go_on" if now.mode == "paused" else "pause_hour")
        for choice in [*self._terminal.take_choices(self._view()), *self._tray.take_choices()]:
            self._choose(choice)
            if self._window is not None:
                break
        self._quit = self._quit or now.mode == "ended"

    def close(self) -> None:
        """Write down the rest and let go of everything."""
        self._watch.close()
        self._let_go()

    @property
    def trouble(self) -> str:
        """What the record has to say, also after `close`: one plain sentence, or ""."""
        return self._keeper.trouble

    def _let_go(self) -> None:
        self._hotkey.close()
        self._tray.close()
        self._keeper.close()

    def _begun(self) -> PostureWatch:
        from coach.adapters.notify_terminal import TerminalNotifications
        from coach.commands import posture_parts as parts

        otherwise: Notifier = TerminalNotifications(self._say)
        return parts.watch(self._order, self._keeper.parts, parts.desktop(otherwise), alone=True)

    def _show(self) -> None:
        now = self._watch.now
        view = self._view(glasses=self._watch.habits.glasses > 0)
        self._tray.show(self._measuring(view) if now.mode == "watching" else view)
        self._terminal.show(view, now, self._calendar.now())

    def _view(self, *, glasses: bool = True) -> TrayView:
        return tray_view(self._watch.now, self._calendar.now(), glasses=glasses)

    def _measuring(self, view: TrayView) -> TrayView:
        """The tray tells how far a new measure has come."""
        taking = self._watch.calibration
        if taking is None:
            return view
        words = taking.trouble or f"Sit tall: {math.ceil(taking.left_s)} s to go."
        return replace(view, words=words, items=(replace(view.items[0], text=words), *view.items[1:]))

    def _choose(self, choice: TrayChoice) -> None:
        now = self._calendar.now()
        watch = self._watch
        deeds: dict[TrayChoice, Callable[[], None]] = {
            "open": self._open,
            "snooze": watch.snooze,
            "moved": watch.said_moved,
            "water": watch.drank,
            "measure": self._measure,
            "go_on": lambda: watch.pause(None),
            "pause_hour": lambda: watch.pause(now + timedelta(hours=1)),
            "pause_tomorrow": lambda: watch.pause(tomorrow(now)),
            "quit": self._end,
        }
        deeds[choice]()

    def _measure(self) -> None:
        """Take the baseline in use anew; as long as one is taken the camera is looked through all the time."""
        self._measure_s = self._clock.now_s()
        self._watch.calibrate(self._watch.now.baseline or NAMES[0])

    def _mind_measure(self) -> None:
        taking = self._watch.calibration
        if taking is None:
            return
        done = taking.done is not None
        if done or self._clock.now_s() - self._measure_s > MEASURE_S:
            self._watch.end_calibration()
            self._say(MEASURED if done else UNMEASURED)

    def _end(self) -> None:
        self._quit = True

    def _open(self) -> None:
        """The window takes the camera; when it is closed the watch goes on here."""
        self._watch.close()
        self._tray.show(IN_WINDOW_VIEW)
        self._window = subprocess.Popen([sys.executable, "-m", "coach", "posture", *_given(self._order)])

    def _mind_window(self) -> None:
        """While it is open all can only be ended; what is pressed then must not be done when it is closed."""
        self._hotkey.take_presses()
        typed = self._terminal.take_choices(IN_WINDOW_VIEW)
        self._quit = "quit" in [*typed, *self._tray.take_choices()]
        if self._quit or self._window is None or self._window.poll() is None:
            return
        self._window = None
        self._keeper.read_again()
        self._watch = self._begun()


def _given(order: Order) -> list[str]:
    """The same orders for a window."""
    named = {"source": order.source, "view": order.view, "baseline": order.baseline, "model": order.model}
    words = [word for name, value in named.items() if value for word in (f"--{name}", value)]
    return ["--data", str(order.folder), *words, *(["--interval"] if order.interval else [])]
