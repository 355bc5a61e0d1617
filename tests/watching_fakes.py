"""The world around posture watch as plain objects, and a stage that lets hours pass in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from session_fakes import FakeClock, FakeHistory
from sitter import Sitter, pose

from coach.core.pose import Pose
from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.events import Busy, Notice
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import Sample
from coach.core.sitting.record import PostureRecord
from coach.core.spec import Exercise
from coach.ports import Frame
from coach.ports.posture import Answer
from coach.watching import PostureWatch
from coach.watching_world import WatchWorld

START = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@dataclass
class FakeEye:
    """Sees what `sight` says at the times it was asked to look."""

    clock: FakeClock
    sight: Callable[[float], Sitter | Pose | str | None] = lambda t_s: Sitter()
    state: str = "ready"
    message: str = ""
    open: bool = True
    picture: Frame | None = None
    gap_s: float = 2.0
    let_go: bool = False
    resting: bool = False
    closed: bool = False
    paces: list[tuple[float, bool]] = field(default_factory=list)
    next_s: float = 0.0

    def pace(self, gap_s: float, *, let_go: bool = False) -> None:
        if (gap_s, let_go) != (self.gap_s, self.let_go):
            self.paces.append((gap_s, let_go))
            self.next_s = min(self.next_s, self.clock.t_s + gap_s)
        self.gap_s, self.let_go = gap_s, let_go

    def rest(self) -> None:
        self.resting, self.open = True, False

    def wake(self) -> None:
        self.resting, self.open = False, True

    def take(self) -> list[Sample]:
        t_s = self.clock.t_s
        if self.resting or self.closed or t_s < self.next_s:
            return []
        self.next_s = t_s + max(self.gap_s, 0.1)
        return [self.sample(t_s)]

    def sample(self, t_s: float) -> Sample:
        seen = self.sight(t_s)
        if isinstance(seen, str):
            return Sample(t_s, None, 0.01 if seen == "dark" else 0.5, "" if seen == "dark" else seen)
        return Sample(t_s, pose(seen, t_s, 0.001) if isinstance(seen, Sitter) else seen, 0.5)

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeNotifier:
    """Remembers what was told, and gives the answers it was given."""

    clock: FakeClock
    told: list[tuple[float, Notice]] = field(default_factory=list)
    withdrawn: list[float] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    message: str = ""
    closed: bool = False

    def tell(self, notice: Notice) -> None:
        self.told.append((self.clock.t_s, notice))

    def withdraw(self) -> None:
        self.withdrawn.append(self.clock.t_s)

    def take_answers(self) -> list[Answer]:
        answers, self.answers = self.answers, []
        return answers

    def close(self) -> None:
        self.closed = True

    def kinds(self) -> list[str]:
        return [notice.kind for _, notice in self.told]


@dataclass
class FakePresence:
    """What the system tells, by the time."""

    clock: FakeClock
    of: Callable[[float], Busy] = lambda t_s: Busy()

    def busy(self) -> Busy:
        return self.of(self.clock.t_s)

    def close(self) -> None:
        pass


@dataclass
class FakeBaselines:
    """Baselines in a list."""

    kept: dict[str, PostureBaseline] = field(default_factory=dict)
    message: str = ""

    def all(self) -> tuple[PostureBaseline, ...]:
        return tuple(self.kept[name] for name in sorted(self.kept))

    def keep(self, baseline: PostureBaseline) -> None:
        self.kept[baseline.name] = baseline

    def forget(self, name: str) -> None:
        self.kept.pop(name, None)


@dataclass
class Before:
    """The day so far, read already."""

    record: PostureRecord = field(default_factory=PostureRecord)
    ready: bool = True


@dataclass
class DeskCalendar:
    """The wall clock beside the clock that measures; `jump` is how far it was set."""

    clock: FakeClock
    start: datetime = START
    jump: timedelta = timedelta()

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.clock.t_s) + self.jump


@dataclass
class Office:
    """A watch with everything around it."""

    habits: Habits = field(default_factory=lambda: Habits(baseline="desk"))
    moves: tuple[Exercise, ...] = ()
    before: Before = field(default_factory=Before)
    interval: bool = False
    baseline: PostureBaseline | None = None
    recorded: bool = False
    paused_until: datetime | None = None
    due: Callable[[], Notice | None] = lambda: None

    def __post_init__(self) -> None:
        self.clock = FakeClock()
        self.eye = FakeEye(self.clock)
        self.notifier = FakeNotifier(self.clock)
        self.presence = FakePresence(self.clock)
        self.calendar = DeskCalendar(self.clock)
        self.history = FakeHistory()
        self.baselines = FakeBaselines({} if self.baseline is None else {self.baseline.name: self.baseline})
        self.saved: list[Habits] = []
        self.pauses: list[datetime | None] = []
        self.chimes: list[float] = []
        self.watch = PostureWatch(self.world(), self.habits)

    def world(self) -> WatchWorld:
        return WatchWorld(
            eye=self.eye,
            clock=self.clock,
            calendar=self.calendar,
            history=self.history,
            before=self.before,
            notifier=self.notifier,
            presence=self.presence,
            baselines=self.baselines,
            moves=lambda: self.moves,
            keep=self.saved.append,
            chime=lambda notice: self.chimes.append(self.clock.t_s),
            interval=self.interval,
            recorded=self.recorded,
            due=self.due,
            paused_until=self.paused_until,
            keep_pause=self.pauses.append,
        )

    def run(self, seconds: float, sight: object = ..., step_s: float = 0.5) -> Iterator[float]:
        """Let time pass; gives the time of each tick."""
        if sight is not ...:
            self.eye.sight = sight if callable(sight) else lambda t_s: sight  # type: ignore[assignment,return-value]
        end_s = self.clock.t_s + seconds
        while self.clock.t_s < end_s - 1e-9:
            self.clock.t_s += step_s
            self.watch.tick()
            yield self.clock.t_s

    def sit(self, seconds: float, sight: object = ..., step_s: float = 0.5) -> None:
        """The same, to its end."""
        for _ in self.run(seconds, sight, step_s):
            pass
