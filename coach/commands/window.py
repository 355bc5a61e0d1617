"""The app's window: the look, home, and a session in it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from coach import paths
from coach.adapters.clock import LocalCalendar, MonotonicClock
from coach.commands.house import House
from coach.commands.plan_reminder import PlanReminder
from coach.core.phrases import TIME_TO_MOVE
from coach.core.settings import Settings
from coach.ui.app import App, Screen
from coach.ui.painter import Painter
from coach.ui.screens.home import HomePage, Rooms
from coach.ui.screens.opening import OpeningPage
from coach.ui.screens.safety import before_start
from coach.ui.text import Fonts
from coach.ui.theme import DARK, LIGHT, Theme, TypeScale

if TYPE_CHECKING:
    from coach.commands.posture_parts import Keeper, Order
    from coach.core.sitting.events import Notice
    from coach.session import Session
    from coach.watching import PostureWatch

OnFrame = Callable[[float, float], None]


class Front:
    """The screens of the app."""

    def __init__(self, house: House) -> None:
        self._desk, self._data_dir, self._house = house.desk, house.folder, house
        theme = _theme(self._desk.settings)
        self._painter = Painter(theme, Fonts(theme.fonts_dir))
        self._watches: list[PostureWatch] = []

    def home(self) -> Screen:
        """Home, from which everything leads."""
        rooms: Rooms = {
            "start": lambda plan: self.session(self._desk.begin(plan)),
            "history": self._history,
            "posture": self._posture,
            "week": self._week,
        }
        return HomePage(self._painter, self._desk, rooms, restyle=self._restyle, data_dir=self._data_dir)

    def straight(self, begin: "Callable[[], Session]", *, ask: bool, routine: Callable[[], str] = lambda: "") -> Screen:
        """A session at once; `ask` for pain and safety first, and what a therapist says of the `routine` (its id, once
        that is known). While exercise is locked there is none."""

        def started() -> Screen:
            return self.session(begin())

        def first() -> Screen:
            if not ask and not self._desk.locked:
                return started()
            return before_start(self._painter, self._desk, started, routine())

        return OpeningPage(self._painter, self._desk, first)

    def session(self, session: "Session") -> Screen:
        """The screens of a session."""
        from coach.ui.screens.session import session_pages
        from coach.ui.screens.stage import Look

        settings, routine = self._desk.settings, session.plan.routine.id
        assigned = routine in self._desk.care.therapist.taken
        look = Look(
            film=self._desk.film,
            mute=self._mute,
            captions=settings.captions,
            skeleton_only=settings.skeleton_only,
            share=(lambda: self._share(routine)) if assigned else None,
        )
        return session_pages(session, self._painter, look)

    def _history(self) -> Screen:
        from coach.ui.screens.history import HistoryPage

        return HistoryPage(self._painter, self._desk)

    def _share(self, routine: str) -> Screen:
        from coach.ui.screens.share import SharePage

        return SharePage(self._painter, self._desk, routine)

    def _week(self) -> Screen:
        from coach.ui.screens.week import WeekPage

        return WeekPage(self._painter, self._desk)

    def posture(self, order: "Order", *, own_detector: bool) -> Screen:
        """Posture watch; it ends when its page is left. Without `own_detector` it borrows that of the sessions.

        Raises:
            SourceError, StreamError: the source can't be used.
        """
        from coach.commands import posture_parts as parts
        from coach.ui.screens.posture import PosturePage

        worker = None if own_detector else self._house.sources.lend
        watch = parts.watch(order, self._keeper(), parts.desktop(), worker)
        self._watches.append(watch)
        return PosturePage(self._painter, watch, LocalCalendar(), history=self._days, leave=watch.close)

    def close(self) -> None:
        """End a watch whose page was not left: the window was closed over it."""
        for watch in self._watches:
            watch.close()

    def _posture(self) -> Screen:
        from coach.commands.posture_parts import Order

        return self.posture(Order(folder=self._data_dir), own_detector=False)

    def _days(self) -> Screen:
        from coach.ui.screens.history_posture import SittingHistoryPage

        return SittingHistoryPage(self._painter, self._desk, "day")

    def _keeper(self) -> "Keeper":
        from coach.commands.posture_parts import Keeper

        desk = self._desk
        return Keeper(
            history=self._house.history,
            read=self._house.history.posture,
            habits=lambda: desk.settings.habits,
            keep=lambda habits: desk.keep(replace(desk.settings, habits=habits)),
            camera=lambda: desk.settings.camera,
            moves=desk.care.plan.moves,
            chime=self._chime,
            paused=lambda: desk.settings.posture_paused,
            keep_pause=lambda until: desk.keep(replace(desk.settings, posture_paused=until)),
            due=PlanReminder(
                lambda: desk.settings.reminders, lambda day: desk.sessions(), MonotonicClock(), LocalCalendar().now
            ),
        )

    def _chime(self, notice: "Notice") -> None:
        self._desk.sound.play("halfway")
        if notice.kind == "break":
            self._desk.sound.say(TIME_TO_MOVE)

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

    App(MonotonicClock(), on_frame=drawn, tick=house.desk.care.tick).run(first)


def _theme(settings: Settings) -> Theme:
    return Theme(
        palette=LIGHT if settings.look == "light" else DARK,
        fonts_dir=paths.assets_dir() / "fonts",
        type=TypeScale().scaled(settings.text_scale),
    )
