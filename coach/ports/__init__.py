"""The world as the coach needs it: one small Protocol a thing. Adapters fulfil them, tests hand in plain objects."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from coach.core.care.record import CareRecord
from coach.core.care.reminding import Reminders
from coach.core.history import Entry, PainTold, SafetyAnswered, SessionRecord
from coach.core.pose import Pose
from coach.core.report import Report
from coach.core.voice import Tone as Tone
from coach.errors import (
    ActivityError as ActivityError,
    CareError as CareError,
    ClinicError as ClinicError,
    CoachError as CoachError,
    DeliveryError as DeliveryError,
    ExchangeError as ExchangeError,
    ExerciseError as ExerciseError,
    GuideError as GuideError,
    HistoryError as HistoryError,
    ModelError as ModelError,
    OutputError as OutputError,
    RoutineError as RoutineError,
    SafetyError as SafetyError,
    SettingsError as SettingsError,
    SourceError as SourceError,
    StreamError as StreamError,
    readable as readable,
)

Picture = npt.NDArray[np.uint8]
"""(height, width, 3) uint8, red-green-blue."""

SourceKind = Literal["video", "picture", "pictures", "stream", "camera"]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A picture and when it was taken (seconds on the source's clock)."""

    t_s: float
    image: Picture


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known of a source before it is read. `frames` and `duration_s` are 0 where unknown (camera)."""

    path: str
    kind: SourceKind
    fps: float
    frames: int
    duration_s: float
    width: int
    height: int


class Camera(Protocol):
    """Anything that gives pictures in time order: a camera, a video file, a folder of pictures."""

    @property
    def info(self) -> SourceInfo: ...

    def frames(self) -> Iterator[Frame]:
        """Frames with strictly rising `t_s`. Raises SourceError when the source stops before its time."""
        ...

    def close(self) -> None: ...


class PoseDetector(Protocol):
    """Finds the followed person in a picture."""

    def detect(self, frame: Frame) -> Pose | None:
        """Pose of the followed person, or None. `frame.t_s` must rise from call to call.

        Raises:
            ModelError: the model failed.
            ValueError: time went backwards.
        """
        ...

    def close(self) -> None: ...


class PoseWorker(Protocol):
    """A detector at work beside the window: takes a frame when it is free and gives the result later.

    Nothing here blocks, and any thread may call.
    """

    @property
    def state(self) -> Literal["loading", "ready", "failed"]: ...

    @property
    def error(self) -> str:
        """One plain sentence once failed, else empty."""
        ...

    @property
    def busy(self) -> bool:
        """Whether a frame was taken whose result was not polled yet."""
        ...

    def offer(self, frame: Frame) -> bool:
        """Hand over a frame; False, and the frame is dropped, when the worker is not free."""
        ...

    def poll(self) -> list[tuple[float, Pose | None]]:
        """Results since the last call, oldest first: the frame's time and the followed person, or None."""
        ...

    def close(self) -> None: ...


class Clock(Protocol):
    """Monotonic seconds."""

    def now_s(self) -> float: ...

    def sleep(self, seconds: float) -> None: ...


class Feed(Protocol):
    """What a live window shows: the newest picture, and every report since the last time it asked.

    Nothing here blocks: the window calls both once a drawn frame.
    """

    @property
    def state(self) -> Literal["loading", "running", "ended", "failed"]: ...

    @property
    def message(self) -> str:
        """One plain sentence when there is something to say (loading, camera lost, failed), else empty."""
        ...

    def latest_frame(self) -> Frame | None:
        """The newest picture taken, whether or not a pose was looked for in it yet."""
        ...

    def take_reports(self) -> list[Report]:
        """Reports since the last call, oldest first."""
        ...

    def close(self) -> None: ...


class Calendar(Protocol):
    """Local wall-clock time, aware of its offset. It may jump, also back: nothing is timed with it."""

    def now(self) -> datetime: ...


class CalendarFile(Protocol):
    """Makes a calendar file (.ics) of planned days."""

    def __call__(self, reminders: Reminders, plan: str, title: str, text: str, minutes: float, now: datetime) -> bytes:
        """One event each week on those days. Raises ValueError where no day is planned."""
        ...


class Sound(Protocol):
    """Voice and tones. Nothing here blocks or raises; without a sound device it is silent and `message` says so."""

    @property
    def speaking(self) -> bool:
        """Whether a line is being said, or is just about to be."""
        ...

    @property
    def message(self) -> str:
        """One plain sentence when there is no sound (no device, device lost), else empty."""
        ...

    def preload(self, texts: Iterable[str]) -> None:
        """These lines will be said soon: have them ready."""
        ...

    def say(self, text: str) -> None:
        """Say a line now; one that is being said is cut off. Text without a clip goes to the system's voice."""
        ...

    def hush(self) -> None:
        """Stop speaking."""
        ...

    def play(self, tone: Tone) -> None:
        """Play a tone over whatever is said."""
        ...

    def set_volume(self, volume: float, *, muted: bool) -> None:
        """Volume 0..1 of voice and tones."""
        ...

    def close(self) -> None: ...


class History(Protocol):
    """The record of everything done. Writing never blocks and never raises: what can't be written yet is kept and
    tried again, and `message` says so."""

    @property
    def message(self) -> str:
        """One plain sentence while entries can't be written (disk full, database locked), or were set aside."""
        ...

    def write(self, entry: Entry) -> None: ...

    def flush(self, wait_s: float) -> bool:
        """Wait until everything is on disk, at most so long; whether it is."""
        ...

    def sessions(self, since: date | None = None) -> list[SessionRecord]:
        """Sessions begun on that local day or later, oldest first, with what was written until now.

        Raises:
            HistoryError: the database can't be read.
        """
        ...

    def pains(self) -> list[PainTold]:
        """Every pain score, oldest first. Raises HistoryError."""
        ...

    def screenings(self) -> list[SafetyAnswered]:
        """Every safety screening, oldest first. Raises HistoryError."""
        ...

    def care(self) -> CareRecord:
        """Everything kept of care around the exercises. Raises HistoryError."""
        ...

    def close(self) -> None:
        """Write what is left, and close."""
        ...


@dataclass(frozen=True, slots=True)
class CameraChoice:
    """A camera that can be chosen: `id` as the settings keep it, and a name to show."""

    id: str
    name: str


class Film(Protocol):
    """A short demonstration that loops."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        ...

    def picture(self, t_s: float) -> Picture:
        """The picture at a time since the start of showing, seconds; it loops."""
        ...

    def close(self) -> None: ...
