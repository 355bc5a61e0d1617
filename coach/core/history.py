"""What is kept of a session: one value for each thing that happened, written the moment it happens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from coach.core.body import Side

SetEnd = Literal["done", "skipped", "stopped", "source_ended", "abandoned"]
"""Why a set ended: its target was reached, the person went on, STOP, the footage ran out, or the program did."""

StopReason = Literal["pain", "tired", "other"]
PainWhen = Literal["before", "after", "stop", "morning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted:
    """A session began. `at` is aware local time; `versions` names software, model and exercise files."""

    session: str
    at: datetime
    routine: str
    routine_name: str
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStarted:
    """A set began: what is asked (`reps` of all sides together, seconds of each hold)."""

    session: str
    set: str
    at: datetime
    exercise: str
    set_no: int
    sets: int
    reps: int
    hold_s: float
    side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepDone:
    """A repetition ended; times are seconds of the source, ranges as in `core.report.Rep`."""

    set: str
    start_s: float
    peak_s: float
    end_s: float
    side: Side | None
    complete: bool
    hold_s: float
    range: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldDone:
    """A hold ended, or (`running`) is written while it lasts and written anew later with the same `start_s`."""

    set: str
    start_s: float
    end_s: float
    good_s: float
    side: Side | None = None
    running: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultSeen:
    """A form rule was broken for a while."""

    set: str
    fault: str
    start_s: float
    end_s: float
    severity: str
    side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The person put a count right: `delta` is +1 or -1, `t_s` seconds of the source."""

    set: str
    t_s: float
    delta: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEnded:
    """A set ended. `seen` is the share 0..1 of the time in which somebody was seen, `fps` the measured rate."""

    set: str
    at: datetime
    end: SetEnd
    reason: StopReason | None = None
    seen: float = 0.0
    yaw_deg: float | None = None
    fps: float = 0.0
    armed_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PainTold:
    """Pain now, 0..10. `session` is None for a score outside a session; a morning score names the session before."""

    at: datetime
    when: PainWhen
    score: int
    session: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortTold:
    """How hard the session felt, 0..10."""

    session: str
    at: datetime
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyAnswered:
    """The safety questions were answered: ids answered with yes, and what followed ("clear", "soon", "emergency",
    or "checked" for "I have been checked")."""

    at: datetime
    outcome: Literal["clear", "soon", "emergency", "checked"]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded:
    """A session ended; `complete` where every set was done or skipped by choice and none stopped."""

    session: str
    at: datetime
    complete: bool


Entry = (
    SessionStarted
    | SetStarted
    | RepDone
    | HoldDone
    | FaultSeen
    | Corrected
    | SetEnded
    | PainTold
    | EffortTold
    | SafetyAnswered
    | SessionEnded
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRecord:
    """A set as it was kept. `corrected` is the sum of the person's corrections; `ended` is None where the program
    was killed in it."""

    started: SetStarted
    ended: SetEnded | None
    reps: tuple[RepDone, ...] = ()
    holds: tuple[HoldDone, ...] = ()
    faults: tuple[FaultSeen, ...] = ()
    corrected: int = 0

    @property
    def complete(self) -> int:
        """Complete repetitions, corrections included."""
        return max(0, sum(rep.complete for rep in self.reps) + self.corrected)

    @property
    def partial(self) -> int:
        return sum(not rep.complete for rep in self.reps)

    @property
    def hold_s(self) -> float:
        """Seconds held in good form, in holds and at the top of repetitions."""
        return sum(hold.good_s for hold in self.holds) + sum(rep.hold_s for rep in self.reps)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """A session as it was kept, with all its sets in order."""

    started: SessionStarted
    ended: SessionEnded | None
    sets: tuple[SetRecord, ...] = ()
    pains: tuple[PainTold, ...] = ()
    effort: int | None = None
