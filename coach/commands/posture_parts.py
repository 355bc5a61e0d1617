"""Real adapters behind posture watch: what the window and the background have in common."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coach import paths
from coach.adapters.clock import LocalCalendar, MonotonicClock
from coach.adapters.only_one import Claim, claim
from coach.commands.wiring import baselines, is_stream
from coach.core.sitting.events import Notice
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import View
from coach.core.sitting.record import PostureRecord
from coach.core.spec import Exercise
from coach.ports import Camera, CoachError, History, PoseDetector, PoseWorker
from coach.watching import PostureWatch
from coach.watching_day import ReadDay
from coach.watching_world import WatchWorld

if TYPE_CHECKING:
    from coach.adapters.presence import SignedPresence
    from coach.ports.desktop import Sign, Tray
    from coach.ports.posture import Eye, Notifier

LOCK: Final = "posture.lock"
"""In the data folder; claimed by the watch that is at work there."""

RUNNING: Final = "Posture watch is running already; end it first, or use its window."


class RunningError(CoachError):
    """Another watch is at work in the same data folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked of the watch. `source` "" is the camera of the settings, `baseline` None the one of the habits."""

    source: str = ""
    view: View | None = None
    baseline: str | None = None
    interval: bool = False
    folder: Path
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """What outlives the watch: the record, the habits as they are kept, and what there is to do in a break."""

    history: History
    read: Callable[[datetime, datetime], PostureRecord]
    habits: Callable[[], Habits]
    keep: Callable[[Habits], None]
    camera: Callable[[], str]
    moves: Callable[[], Sequence[Exercise]]
    chime: Callable[[Notice], None]
    paused: Callable[[], str] = lambda: ""
    keep_pause: Callable[[str], None] = lambda until: None
    due: Callable[[], Notice | None] = lambda: None


def watch(
    order: Order,
    keeper: Keeper,
    notifier: "Notifier",
    worker: Callable[[], PoseWorker] | None = None,
    *,
    alone: bool = False,
) -> PostureWatch:
    """The watch at work. `worker` gives a detector that there is already, in place of one of its own.

    Raises:
        SourceError, StreamError: the source can't be used.
        RunningError: another watch is at work in the folder, and this one was to be `alone`. Otherwise it sees
            nothing, and its message says why.
    """
    held = _claimed(order.folder, alone=alone)
    clock, calendar = MonotonicClock(), LocalCalendar()
    chosen = keeper.habits()
    world = WatchWorld(
        eye=_eye_of(held, lambda: _eye(order, order.source or keeper.camera(), clock, worker)),
        clock=clock,
        calendar=calendar,
        history=keeper.history,
        before=ReadDay(keeper.read, calendar.now()),
        notifier=notifier,
        presence=presence(clock),
        baselines=baselines(order.folder),
        moves=keeper.moves,
        keep=keeper.keep,
        chime=keeper.chime,
        view=order.view,
        interval=order.interval,
        baseline=order.baseline,
        recorded=bool(order.source) and not order.source.isdecimal(),
        release=_nothing if held is None else held.release,
        due=keeper.due,
        paused_until=_moment(keeper.paused()),
        keep_pause=lambda until: keeper.keep_pause("" if until is None else until.isoformat()),
    )
    return PostureWatch(world, chosen)


def _moment(text: str) -> datetime | None:
    """A time as settings keep it."""
    return datetime.fromisoformat(text) if text else None


def _claimed(folder: Path, *, alone: bool) -> Claim | None:
    held = claim(folder / LOCK)
    if held is None and alone:
        raise RunningError(RUNNING)
    return held


def _nothing() -> None:
    """There is nothing to release."""


def _eye_of(held: Claim | None, opened: "Callable[[], Eye]") -> "Eye":
    """An eye that sees only for the one that holds the claim."""
    if held is None:
        from coach.eye import BlindEye

        return BlindEye(RUNNING)
    try:
        return opened()
    except CoachError:
        held.release()
        raise


def _eye(order: Order, source: str, clock: MonotonicClock, worker: Callable[[], PoseWorker] | None) -> "Eye":
    from coach.eye import StreamEye, WatchingEye

    if is_stream(source):
        from coach.adapters.store import StreamFile

        return StreamEye(StreamFile(Path(source)).poses(), clock)
    if not source.isdecimal():
        # Seen now rather than again and again.
        _video(source).close()
    return WatchingEye(lambda: _opened(source, clock), (worker or (lambda: _detector(order.model)))(), clock)


def _opened(source: str, clock: MonotonicClock) -> Camera:
    if not source.isdecimal():
        return _video(source)
    from coach.adapters.camera_sparse import open_sparse

    return open_sparse(int(source), clock.now_s)


def _video(source: str) -> Camera:
    from coach.adapters.camera_cv2 import open_source

    return open_source(source)


def _detector(model: str | None) -> PoseWorker:
    from coach.adapters.detector_inline import DetectorThread

    def made() -> PoseDetector:
        from coach.adapters.pose_mediapipe import MediaPipeTracker
        from coach.adapters.pose_model import find_model
        from coach.eye_sitter import SitterDetector

        return SitterDetector(MediaPipeTracker(find_model(Path(model) if model else None).path))

    return DetectorThread(made)


def presence(clock: MonotonicClock) -> "SignedPresence":
    """What this system tells of the person."""
    from coach.adapters.presence import SignedPresence

    return SignedPresence(_signs(), clock)


def _signs() -> "list[Sign]":
    if sys.platform == "linux":
        from coach.adapters.presence_linux import linux_signs

        return linux_signs()
    if sys.platform == "darwin":
        from coach.adapters.presence_mac import mac_signs

        return mac_signs()
    if sys.platform == "win32":
        from coach.adapters.presence_windows import windows_signs

        return windows_signs()
    return []


def tray() -> "Tray":
    """The tray of this desktop, of whichever kind."""
    from coach.adapters.tray_icon import draw
    from coach.adapters.tray_pystray import PystrayTray

    if sys.platform != "linux":
        return PystrayTray(draw)
    from coach.adapters.tray_dbus import DBusTray

    return DBusTray(draw, otherwise=lambda: PystrayTray(draw))


def icon() -> Path | None:
    """The picture beside a notification, or None."""
    found = paths.assets_dir() / "icons" / "backcoach.png"
    return found if found.is_file() else None


def desktop(otherwise: "Notifier | None" = None) -> "Notifier":
    """Notifications of the desktop; `otherwise` takes what it doesn't show."""
    from coach.adapters.notify_desktop import DesktopNotifications

    return DesktopNotifications(icon(), otherwise=otherwise)
