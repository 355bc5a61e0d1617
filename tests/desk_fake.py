"""A desk for tests of screens: a plain object that notes what it was told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from plan_fake import FakePlanning
from relief_fake import at_home
from ui_samples import FakeFeed, picture

from coach.adapters.library import load_safety
from coach.core import safety
from coach.core.history import (
    PainTold,
    PainWhen,
    RepDone,
    SessionEnded,
    SessionRecord,
    SessionStarted,
    SetRecord,
    SetStarted,
)
from coach.core.safety import Outcome, Screening
from coach.core.settings import Settings
from coach.core.sitting.day import Day
from coach.core.spec import Exercise
from coach.ports import Feed, Film, Frame, HistoryError
from coach.ui.desk import CameraChoice, Plan

TODAY = date(2026, 3, 12)
SAFETY = Path(__file__).parents[1] / "assets" / "safety.toml"

DAILY = Plan(
    id="daily_back_care",
    name="Daily back care",
    summary="The four basics for a strong, easy back.",
    exercises=("Glute bridge", "Bird-dog", "Forearm plank", "Knee to chest"),
    minutes=21.4,
    last=TODAY - timedelta(days=3),
)
GENTLE = Plan(id="first_steps", name="First steps", summary="Gentle.", exercises=("Glute bridge",), minutes=9.0)
ENDLESS = Plan(
    id="endless",
    name="Supervised lumbopelvic stabilisation programme, intermediate phase",
    summary="Long.",
    exercises=("Double knee to chest", "Single-leg bridge", "Standing back extension", "Prone press-up") * 2,
    minutes=118.0,
    author="Dr Wilhelmina Featherstonehaugh-Cholmondeley",
    last=TODAY - timedelta(days=40),
)


def session_of(day: date, routine: str = "daily_back_care") -> SessionRecord:
    """A session of one set with one complete repetition."""
    at = datetime(day.year, day.month, day.day, 8, 30, tzinfo=UTC)
    id_ = day.isoformat()
    started = SessionStarted(session=id_, at=at, routine=routine, routine_name="Daily back care")
    asked = SetStarted(session=id_, set="1", at=at, exercise="glute_bridge", set_no=1, sets=1, reps=1, hold_s=0)
    rep = RepDone(set="1", start_s=0, peak_s=1, end_s=2, side=None, complete=True, hold_s=0)
    ended = SessionEnded(session=id_, at=at + timedelta(minutes=20), complete=True)
    return SessionRecord(started=started, ended=ended, sets=(SetRecord(started=asked, ended=None, reps=(rep,)),))


@cache
def _screening() -> Screening:
    return load_safety(SAFETY)


class FakeSound:
    """Notes what is said."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.volumes: list[tuple[float, bool]] = []
        self.speaking = False
        self.message = ""
        self.hushed = 0

    def say(self, text: str) -> None:
        self.said.append(text)

    def preload(self, texts: Iterable[str]) -> None:
        """Everything is ready."""

    def hush(self) -> None:
        self.hushed += 1

    def play(self, tone: str) -> None: ...

    def set_volume(self, volume: float, *, muted: bool) -> None:
        self.volumes.append((volume, muted))

    def close(self) -> None: ...


@dataclass(slots=True)
class FakeCare:
    """Care around the exercises, as home needs it: nothing is told, nothing runs. Tests of its own pages put
    `AtHome(...).desk.care` in its place."""

    plan: FakePlanning
    flare: Any = field(default_factory=lambda: at_home().desk.care.flare)
    relief: Any = field(default_factory=lambda: at_home().desk.care.relief)
    therapist: Any = field(default_factory=lambda: at_home().desk.care.therapist)
    sharing: Any = field(default_factory=lambda: at_home().desk.care.sharing)
    growth: Any = field(default_factory=lambda: SimpleNamespace(offer=None, past=()))


class FakeDesk:
    """Fulfils `coach.ui.desk.Desk`. What it is asked is set beforehand; what it is told stands in lists."""

    def __init__(self, settings: Settings | None = None, plans: Sequence[Plan] = (DAILY, GENTLE)) -> None:
        self.settings = settings or Settings(welcomed=True, name="Anna")
        self.kept: list[Settings] = []
        self.told: list[tuple[PainWhen, int]] = []
        self.answers: list[frozenset[str]] = []
        self.looked: list[str] = []
        self.feeds: list[FakeFeed] = []
        self.begun: list[str] = []
        self.unlocked = 0
        self.ready, self.locked, self.due, self.morning = True, False, False, False
        self.message = ""
        self.sound = FakeSound()
        self.today = TODAY
        self.offered = tuple(plans)
        self.found: tuple[CameraChoice, ...] = (CameraChoice("0", "Integrated Camera"), CameraChoice("2", "USB Webcam"))
        self.done = (session_of(TODAY - timedelta(days=3)),)
        self.words = _screening()
        self.days: Mapping[date, Day] = {}
        self.spans: dict[tuple[date, date], Sequence[Day]] = {}
        self.opened, self.unreadable = True, ""
        self.care: Any = FakeCare(FakePlanning(lambda name: self.keep(replace(self.settings, routine=name))))

    def keep(self, settings: Settings) -> None:
        self.settings = settings
        self.kept.append(settings)

    def greeting(self) -> str:
        return f"Good morning, {self.settings.name}" if self.settings.name else "Good morning"

    def plans(self) -> Sequence[Plan]:
        if not self.ready:
            return ()
        return sorted(self.offered, key=lambda plan: plan.id != self.settings.routine)

    def exercises(self) -> Mapping[str, Exercise]:
        return {}

    def sessions(self) -> Sequence[SessionRecord]:
        return self.done if self.ready else ()

    def pains(self) -> Sequence[PainTold]:
        return ()

    def posture_days(self, first: date, last: date) -> Sequence[Day] | None:
        if self.unreadable:
            raise HistoryError(self.unreadable)
        if (first, last) not in self.spans:
            dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
            self.spans[first, last] = [self.days.get(day) or Day(date=day) for day in dates]
        return self.spans[first, last] if self.opened else None

    def screening(self) -> Screening:
        assert self.ready, "the questions have not been read yet"
        return self.words

    def questions_due(self, pain: int | None) -> bool:
        return self.due or (pain or 0) >= safety.PAIN_HIGH

    def morning_due(self) -> bool:
        return self.morning

    def answer(self, ticked: Collection[str]) -> Outcome:
        self.answers.append(frozenset(ticked))
        self.due = False
        outcome = safety.outcome(self.words, ticked)
        self.locked = self.locked or outcome == "emergency"
        return outcome

    def unlock(self) -> None:
        self.unlocked += 1
        self.locked = False

    def tell_pain(self, when: PainWhen, score: int) -> None:
        self.told.append((when, score))
        self.morning = self.morning and when != "morning"

    def cameras(self) -> Sequence[CameraChoice]:
        return self.found

    def look(self, camera: str) -> Feed:
        feed = FakeFeed(("running", "", []), frame=Frame(0.0, picture((640, 360))))
        self.looked.append(camera)
        self.feeds.append(feed)
        return feed

    def film(self, exercise: str) -> Film | None:
        return None

    def begin(self, plan: str) -> Any:
        self.begun.append(plan)
        return None

    def changed(self, **changes: Any) -> "FakeDesk":
        """The same desk with settings changed beforehand."""
        self.settings = replace(self.settings, **changes)
        return self


def desk_of(settings: Settings | None = None, plans: Any = (DAILY, GENTLE), **state: Any) -> FakeDesk:
    """A desk in a state: `locked=True`, `found=()` and so on."""
    desk = FakeDesk(settings, plans)
    for name, value in state.items():
        setattr(desk, name, value)
    return desk
