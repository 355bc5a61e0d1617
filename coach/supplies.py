"""What the desk works with; the composition root fills it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from coach.core.care.doctor_page import DoctorPage
from coach.core.care.growth import Growth
from coach.core.care.plan_guide import PlanGuide
from coach.core.care.record import CareEntry, CareRecord
from coach.core.care.relief import ReliefWords
from coach.core.care.seek_help import Ladder
from coach.core.care.tips import Tips
from coach.core.history import PainTold, SafetyAnswered, SessionRecord
from coach.core.routine import Routine
from coach.core.safety import Screening
from coach.core.settings import Settings
from coach.core.spec import Exercise
from coach.core.therapy.incoming import Incoming
from coach.core.therapy.looked import Signer
from coach.core.therapy.results import Results
from coach.core.therapy.share import Written
from coach.delivering import Delivering, Make
from coach.feeds import Step
from coach.ports import (
    Calendar,
    CalendarFile,
    CameraChoice,
    Clock,
    CoachError,
    ExchangeError,
    Feed,
    Film,
    History,
    Picture,
    Sound,
)
from coach.ports.delivery import Links
from coach.ports.exchange import Gathering, RoutineInbox
from coach.ports.posture import PostureHistory


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What is read from files. `taken` are the routines assigned by a therapist; they stand in `routines` too.
    `trouble` says what is wrong with the person's own, else it is empty."""

    exercises: Mapping[str, Exercise]
    routines: Mapping[str, Routine]
    screening: Screening
    tips: Tips = field(default_factory=Tips)
    growth: Growth | None = None
    ladder: Ladder | None = None
    plan_guide: PlanGuide | None = None
    relief: ReliefWords | None = None
    taken: Mapping[str, Incoming] = field(default_factory=dict)
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The record as last read."""

    sessions: tuple[SessionRecord, ...] = ()
    pains: tuple[PainTold, ...] = ()
    screenings: tuple[SafetyAnswered, ...] = ()
    care: CareRecord = field(default_factory=CareRecord)

    def with_told(self, told: PainTold | SafetyAnswered | CareEntry) -> "Record":
        """The record with what was told since it was read."""
        if isinstance(told, PainTold):
            sessions = tuple(
                replace(one, pains=(*one.pains, told)) if told.session == one.started.session else one
                for one in self.sessions
            )
            return replace(self, sessions=sessions, pains=(*self.pains, told))
        if isinstance(told, SafetyAnswered):
            return replace(self, screenings=(*self.screenings, told))
        return replace(self, care=self.care.with_told(told))


def read_record(history: History) -> tuple[Record | None, str]:
    """The record with what was just written; None where it can't be read, and then a sentence."""
    history.flush(1.0)
    try:
        sessions, pains = tuple(history.sessions()), tuple(history.pains())
        return Record(sessions, pains, tuple(history.screenings()), history.care()), ""
    except CoachError as error:
        return None, str(error)


def _no_pdf(page: DoctorPage) -> bytes:
    raise CoachError("The page for the doctor can't be made here.")


def _no_document(name: str, content: bytes) -> Path:
    raise CoachError(f"{name} can't be kept here")


def _no_results(results: Results, seal_to: str) -> Written:
    raise ExchangeError("Results can't be written here.")


class NoInbox:
    """Stands where no routine can be taken, and says so."""

    _SAID: Final = "Routines from a therapist can't be taken here."

    def look(self, source: str | bytes) -> Incoming:
        """Raises ExchangeError."""
        raise ExchangeError(self._SAID)

    def signer(self, incoming: Incoming) -> Signer:
        """Nobody's key is known."""
        return "new"

    def doubt(self, incoming: Incoming) -> str:
        """Nothing is known."""
        return ""

    def take(self, incoming: Incoming) -> Path:
        """Raises ExchangeError."""
        raise ExchangeError(self._SAID)

    def take_back(self, routine: str) -> bool:
        """Raises ExchangeError."""
        raise ExchangeError(self._SAID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplies:
    """What the desk works with.

    Attributes:
        read_shelf: reads exercises, routines and safety questions; called in a thread, raises CoachError.
        save: keeps settings; gives a sentence when it can't. settings, trouble: as they were loaded.
        cameras: those there may be. look: a preview. film: a demonstration, or None.
        open_feed: makes the feeds of a session from the camera's name in the settings; raises CoachError.
        footage: recordings stand in place of the camera. versions: of software and model; asked when a
            session begins.
        posture: the record of the hours at the desk; None where there is none.
        document: puts a file into the person's documents and gives its place; raises CoachError.
        doctor_pdf: the page for the doctor as a PDF file; raises CoachError.
        calendar_file: the planned days as a calendar file (`coach.ports.CalendarFile`).
        inbox: routines from a therapist. found_routines: routine files in the person's documents.
        results_file: results as a file, signed, and sealed to a key where one is given; raises CoachError.
        links, delivering: makes what lets results go by themselves; None where they can't.
        read_codes: what the codes in a picture say. gathering: puts several codes together; None where no code can be
            read.
    """

    read_shelf: Callable[[], Shelf]
    history: History
    sound: Sound
    clock: Clock
    calendar: Calendar
    settings: Settings
    save: Callable[[Settings], str]
    trouble: str = ""
    cameras: Callable[[], Sequence[CameraChoice]] = list
    look: Callable[[str], Feed]
    film: Callable[[str], Film | None] = lambda exercise: None
    open_feed: Callable[[str, int, Step], Feed]
    footage: bool = False
    versions: Callable[[], Mapping[str, str]] = dict
    posture: PostureHistory | None = None
    document: Callable[[str, bytes], Path] = _no_document
    doctor_pdf: Callable[[DoctorPage], bytes] = _no_pdf
    calendar_file: CalendarFile | None = None
    inbox: RoutineInbox = field(default_factory=NoInbox)
    found_routines: Callable[[], Sequence[Path]] = list
    read_codes: Callable[[Picture], Sequence[str]] = lambda picture: ()
    gathering: Callable[[], Gathering] | None = None
    results_file: Callable[[Results, str], Written] = _no_results
    links: Links | None = None
    delivering: Callable[[Make], Delivering] | None = None
