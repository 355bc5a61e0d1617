"""The app's window: the look, home, and a session in it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from coach import paths
from coach.adapters.clock import MonotonicClock
from coach.commands.house import House
from coach.core.settings import Settings
from coach.ui.app import App, Screen
from coach.ui.painter import Painter
from coach.ui.screens.home import HomePage, Rooms
from coach.ui.screens.opening import OpeningPage
from coach.ui.screens.safety import before_start
from coach.ui.text import Fonts
from coach.ui.theme import DARK, LIGHT, Theme, TypeScale

if TYPE_CHECKING:
    from coach.session import Session

OnFrame = Callable[[float, float], None]


class Front:
    """The screens of the app."""

    def __init__(self, house: House) -> None:
        self._desk, self._data_dir = house.desk, house.folder
        theme = _theme(self._desk.settings)
        self._painter = Painter(theme, Fonts(theme.fonts_dir))

    def home(self) -> Screen:
        """Home, from which everything leads."""
        rooms: Rooms = {
            "start": lambda plan: self.session(self._desk.begin(plan)),
            "history": self._history,
            "posture": self._sitting,
        }
        return HomePage(self._painter, self._desk, rooms, restyle=self._restyle, data_dir=self._data_dir)

    def straight(self, begin: "Callable[[], Session]", *, ask: bool) -> Screen:
        """A session at once; `ask` for pain and safety first. While exercise is locked there is none."""

        def started() -> Screen:
            return self.session(begin())

        def first() -> Screen:
            return before_start(self._painter, self._desk, started) if ask or self._desk.locked else started()

        return OpeningPage(self._painter, self._desk, first)

    def session(self, session: "Session") -> Screen:
        """The screens of a session."""
        from coach.ui.screens.session import session_pages
        from coach.ui.screens.stage import Look

        settings = self._desk.settings
        look = Look(
            film=self._desk.film, mute=self._mute, captions=settings.captions, skeleton_only=settings.skeleton_only
        )
        return session_pages(session, self._painter, look)

    def _history(self) -> Screen:
        from coach.ui.screens.history import HistoryPage

        return HistoryPage(self._painter, self._desk)

    def _sitting(self) -> Screen:
        from coach.ui.screens.sitting import SittingPage

        return SittingPage(self._painter, self._desk, MonotonicClock().now_s)

    def _restyle(self) -> None:
        self._painter.wear(_theme(self._desk.settings))

    def _mute(self) -> bool:
        muted = not self._desk.settings.muted
        self._desk.keep(replace(self._desk.settings, muted=muted))
        return muted


def run(house: House, first: Screen, on_frame: OnFrame | None = None) -> None:
    """Open the window on a screen, and load the rest once it is up.

    Raises:
        OutputError: there is no display.
    """
    warmed = False

    def drawn(since_s: float, work_s: float) -> None:
        nonlocal warmed
        if not warmed:
            warmed = True
            house.warm_up()
        if on_frame is not None:
            on_frame(since_s, work_s)

    App(MonotonicClock(), on_frame=drawn).run(first)


def _theme(settings: Settings) -> Theme:
    return Theme(
        palette=LIGHT if settings.look == "light" else DARK,
        fonts_dir=paths.assets_dir() / "fonts",
        type=TypeScale().scaled(settings.text_scale),
    )
