"""Plain objects in place of the world, for tests of sessions: clock, calendar, sound, record, feeds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from typing import Final

from coach.core.care.record import CareEntry, CareRecord
from coach.core.history import Entry, PainTold, SafetyAnswered, SessionRecord
from coach.core.pose import Pose
from coach.core.routine import Item, Routine, works
from coach.core.spec import Exercise
from coach.core.therapy.assigned import Assigned
from coach.feeds import Step, StreamSession
from coach.ports import Feed, HistoryError, Tone
from coach.session import Session
from coach.session_plan import SessionPlan, World
from tests import streams

MORNING: Final = datetime(2026, 11, 22, 9, 0, tzinfo=timezone(timedelta(hours=1)))


@dataclass(slots=True)
class FakeClock:
    """A clock moved by hand."""

    t_s: float = 100.0

    def now_s(self) -> float:
        return self.t_s

    def sleep(self, seconds: float) -> None:
        self.t_s += seconds


@dataclass(slots=True)
class FakeCalendar:
    """A wall clock moved by hand."""

    at: datetime = MORNING

    def now(self) -> datetime:
        return self.at


@dataclass(slots=True)
class FakeSound:
    """Says a line for as long as its words take, by the clock; keeps all it was asked for, with the time."""

    clock: FakeClock
    message: str = ""
    silent: bool = False
    said: list[tuple[float, str]] = field(default_factory=list)
    tones: list[Tone] = field(default_factory=list)
    until_s: float = 0.0
    volume: float = 1.0
    ready: tuple[str, ...] = ()

    @property
    def speaking(self) -> bool:
        return self.clock.t_s < self.until_s

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.said]

    def say(self, text: str) -> None:
        self.said.append((self.clock.t_s, text))
        if not self.silent:
            self.until_s = self.clock.t_s + 0.2 + 0.25 * len(text.split())

    def preload(self, texts: Iterable[str]) -> None:
        self.ready = tuple(texts)

    def hush(self) -> None:
        self.until_s = 0.0

    def play(self, tone: Tone) -> None:
        self.tones.append(tone)

    def set_volume(self, volume: float, *, muted: bool) -> None:
        self.volume = 0.0 if muted else volume

    def close(self) -> None:
        self.until_s = 0.0


@dataclass(slots=True)
class FakeHistory:
    """Keeps entries in a list; what it gives back was put in by hand."""

    entries: list[Entry] = field(default_factory=list)
    message: str = ""
    kept: list[SessionRecord] = field(default_factory=list)
    told: list[PainTold] = field(default_factory=list)
    screened: list[SafetyAnswered] = field(default_factory=list)
    cared: CareRecord = field(default_factory=CareRecord)
    broken: str = ""
    closed: bool = False

    def write(self, entry: Entry) -> None:
        self.entries.append(entry)

    def flush(self, wait_s: float) -> bool:
        return True

    def sessions(self, since: date | None = None) -> list[SessionRecord]:
        if self.broken:
            raise HistoryError(self.broken)
        return list(self.kept)

    def pains(self) -> list[PainTold]:
        return list(self.told)

    def screenings(self) -> list[SafetyAnswered]:
        return list(self.screened)

    def care(self) -> CareRecord:
        """What was put in by hand, and what was written since."""
        record = self.cared
        for entry in self.entries:
            record = record.with_told(entry) if isinstance(entry, CareEntry) else record
        return record

    def close(self) -> None:
        self.closed = True

    def of(self, kind: type) -> list[Entry]:
        """Entries of one kind."""
        return [entry for entry in self.entries if isinstance(entry, kind)]


@dataclass(slots=True)
class Stage:
    """A session with its fakes; `footage` is the clock by which recordings are played."""

    session: Session
    clock: FakeClock
    sound: FakeSound
    history: FakeHistory
    calendar: FakeCalendar
    footage: FakeClock
    seen: list[str] = field(default_factory=list)

    def run(self, seconds: float, *, until: str = "", fps: float = 60.0) -> None:
        """Tick at a frame rate for so long, or until a stage is reached."""
        for _ in range(round(seconds * fps)):
            self.clock.t_s += 1 / fps
            self.footage.t_s += 1 / fps
            self.session.tick()
            if not self.seen or self.seen[-1] != self.session.state.stage:
                self.seen.append(self.session.state.stage)
            if until and self.session.state.stage == until:
                return


def routine(*items: Item) -> Routine:
    """A routine of these items."""
    return Routine(id="test", name="Test", summary="For tests.", items=items)


def stage(
    items: Sequence[Item],
    samples: Sequence[Iterable[tuple[float, Pose | None]]],
    *,
    source: str = "footage",
    known: bool = True,
    feed: Feed | None = None,
    pain: int | None = None,
    easier: Mapping[str, Exercise] | None = None,
    assigned: Assigned | None = None,
) -> Stage:
    """A session of these items, fed by one recording for each; `known` exercises are not explained in full.
    `assigned` is what a therapist said of it."""
    clock, footage, calendar, history = FakeClock(), FakeClock(), FakeCalendar(), FakeHistory()
    sound = FakeSound(clock)
    recordings = [tuple(recording) for recording in samples]

    def opened(item: int, step: Step) -> Feed:
        if feed is not None:
            return feed
        return StreamSession(recordings[min(item, len(recordings) - 1)], step, footage)

    plan = replace(routine(*items), author="Dana Lee, PT" if assigned else "", assigned=assigned)
    ids = {item.exercise for item in items}
    session = Session(
        SessionPlan(
            routine=plan,
            sets=works(plan, {id_: streams.exercise(id_) for id_ in ids}),
            source=source,  # type: ignore[arg-type]
            known=frozenset(ids if known else ()),
            pain=pain,
            easier=easier or {},
        ),
        World(open_feed=opened, history=history, sound=sound, clock=clock, calendar=calendar),
    )
    return Stage(session, clock, sound, history, calendar, footage)
