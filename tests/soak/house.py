"""The program's own parts put together as `coach session` puts them, with a camera that can be pulled out."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from coach import paths
from coach.adapters.detector_process import DetectorProcess
from coach.adapters.files import atomic_write
from coach.adapters.own_files.settings import SettingsFile
from coach.commands import house
from coach.core.routine import Item, Routine
from coach.desk import FrontDesk
from coach.feeds import LiveSession, Step
from coach.lasting import LastingCamera
from coach.late_worker import NoWorker
from coach.ports import Feed, PoseWorker, Sound
from coach.supplies import Supplies
from tests.session_fakes import FakeSound
from tests.soak.acting import STAND_IN, Device, FastClock
from tests.soak.plan import Plan
from tests.soak.witness import WatchedHistory

if TYPE_CHECKING:
    from coach.session import Session

SLEPT_S = 3600.0
"""So long the machine slept, seconds."""

REST_S = 2.0


@dataclass(slots=True)
class Calendar:
    """The wall clock; `jump` is how far it was set."""

    jump: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now().astimezone() + self.jump


class Sources(house.Sources):
    """Feeds of sessions from the stand-in camera, with the detector in its process as ever."""

    def __init__(self, device: Device, clock: FastClock, acting: Path | None) -> None:
        super().__init__((), None, clock)  # type: ignore[arg-type]
        self._device, self._acting = device, acting

    def _live(self, name: str, step: Step, worker: PoseWorker) -> Feed:
        self._late.start() if not isinstance(worker, NoWorker) else None
        camera = LastingCamera(self._device.open, "0", self._clock)
        return LiveSession(camera, worker, step, self._clock, lambda: camera.trouble)

    def _detector(self) -> PoseWorker:
        return super()._detector() if self._acting is None else DetectorProcess(self._acting, STAND_IN)


@dataclass
class Home:
    """One program with its desk; `close` it at the end. Without `acting` a film and MediaPipe, with real sound."""

    folder: Path
    clock: FastClock
    acting: Path | None
    patience_s: float = 6.0
    begun: "list[Session]" = field(default_factory=list)

    def __post_init__(self) -> None:
        self.calendar = Calendar()
        film = None if self.acting else paths.assets_dir() / "demo" / "glute_bridge.mp4"
        self.device = Device(self.folder.parent / "camera", self.clock, self._shown, film=film)
        self.sources = Sources(self.device, self.clock, self.acting)
        self.history = WatchedHistory(self.folder / paths.HISTORY)
        self.sound: Sound = FakeSound(self.clock) if self.acting else house.sound(self.clock)  # type: ignore[arg-type]
        settings = SettingsFile(self.folder / paths.SETTINGS, atomic_write)
        self.desk = FrontDesk(
            Supplies(
                read_shelf=lambda: house.read_shelf(self.folder),
                history=self.history,
                sound=self.sound,
                clock=self.clock,
                calendar=self.calendar,
                settings=settings.load()[0],
                save=settings.save,
                look=self.sources.look,
                open_feed=self.sources.open,
            )
        )

    def begin(self, plan: Plan) -> "Session":
        """A session of the plan's exercises."""
        items = tuple(Item(exercise=id_, sets=1, reps=n, hold_s=s, rest_s=REST_S) for id_, n, s in plan.items)
        self.begun[:] = [self.desk.begin_routine(Routine(id="soak", name="Soak", summary="For the soak.", items=items))]
        return self.begun[0]

    def close(self) -> None:
        """As `house.opened` does at its end."""
        self.desk.close()
        self.sources.close()

    def _shown(self) -> str:
        return self.begun[0].state.work.exercise.id if self.begun else "glute_bridge"


class Person:
    """Does what the session asks for by hand, and nothing else: one call a tick.

    Args:
        patience_s: so long a lost camera or detector is waited for, real seconds, as these come back in real time.
    """

    CHECK_S = 4.0
    PRESS_S = 2.0

    def __init__(self, session: "Session", clock: FastClock, patience_s: float) -> None:
        self._session, self._now_s, self._patience_s = session, clock.now_s, patience_s * clock.speed
        self._since_s = self._pressed_s = clock.now_s()
        self._seen: tuple[str, str, str] = ("", "", "")

    def act(self) -> None:
        """Press what is due."""
        session, now_s = self._session, self._now_s()
        seen = (session.state.stage, session.state.pause, session.camera)
        if seen != self._seen:
            self._seen, self._since_s = seen, now_s
        if now_s - self._pressed_s < self.PRESS_S:
            return
        self._pressed_s = now_s
        waited_s = now_s - self._since_s
        if session.camera == "lost" and waited_s > self._patience_s:
            session.go_without_camera()
        elif session.state.pause in ("asked", "gap"):
            session.do("pause")
        elif session.state.stage in ("check", "intro") and (waited_s > self.CHECK_S or session.camera == "none"):
            session.do("next")
        elif session.state.stage == "doing" and session.camera == "none":
            self._by_hand()
        elif session.state.stage == "doing" and waited_s > 60:
            session.do("next")
        elif session.state.stage == "stopped":
            session.do("on", "tired")

    def _by_hand(self) -> None:
        if self._session.state.work.exercise.kind == "reps":
            self._session.do("plus")
