"""What a person gives back to their therapist: facts of sessions, no picture, no landmark."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from coach.core.body import Side
from coach.core.demo import Strict
from coach.core.history import StopReason
from coach.core.therapy.assigned import Signature
from coach.core.therapy.kept import HowAnswered

FORMAT: Final = "backcoach.results/1"

HowEnded = Literal["complete", "ended_early", "stopped", "broken_off"]
"""Every set done (or eased off, or left out by choice); ended before; STOP was pressed; the program was ended in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultSum(Strict):
    """One kind of fault in one exercise: how often, and how many seconds in all. `name` is what is said of it."""

    name: str
    times: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseDone(Strict):
    """One exercise in one session, all its sets together.

    Attributes:
        exercise, name: id and name. side: the only side that was asked to work; the same exercise asked for another
            side stands beside it. paced: the clock led it, nothing was judged; `correct` are the rounds it led.
        sets_asked, sets_done: sets. asked: repetitions (holds, in a hold exercise), both sides together.
        correct: complete repetitions without a fault. faulty: complete ones with a fault. partial: turned back before
            the target (holds: let go before the time asked for). left, right: complete ones by side, where sides count.
        corrected: by how much the person put the count right (may be below 0); it is in none of the others.
        hold_asked_s, hold_s: seconds of hold asked for, and held in good form.
        measure, unit: the main measure and its unit; "" where there is none.
        target: the target asked for, in that unit. best, median: reached in complete repetitions (else partial ones).
        out_s, back_s: median seconds to the peak and back.
        faults: by id.
        seen: share 0..1 of the time in which somebody was seen. yaw_deg: turn from side-on. fps: pictures a second.
        easier: done in place of this exercise's harder one, as form slipped.
        stop_reason: why STOP was pressed in it, where it was.
    """

    exercise: str
    name: str
    side: Side | None = None
    paced: bool = False
    sets_asked: int
    sets_done: int
    asked: int
    correct: int
    faulty: int
    partial: int
    left: int = 0
    right: int = 0
    corrected: int = 0
    hold_asked_s: float = 0.0
    hold_s: float = 0.0
    measure: str = ""
    unit: str = ""
    target: float | None = None
    best: float | None = None
    median: float | None = None
    out_s: float | None = None
    back_s: float | None = None
    faults: Mapping[str, FaultSum] = field(default_factory=dict)
    seen: float = 0.0
    yaw_deg: float | None = None
    fps: float = 0.0
    easier: bool = False
    stop_reason: StopReason | None = None

    @property
    def done(self) -> int:
        """Complete repetitions, with the person's corrections."""
        return max(0, self.correct + self.faulty + self.corrected)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDone(Strict):
    """One session. `session` is a name nobody else has; `at` is aware local time; pain and effort 0..10."""

    session: str
    at: datetime
    routine: str
    routine_name: str
    routine_version: int = 0
    minutes: float
    ended: HowEnded
    pain_before: int | None = None
    pain_after: int | None = None
    pain_stop: int | None = None
    pain_next_day: int | None = None
    effort: int | None = None
    stop_reason: StopReason | None = None
    seen: float = 0.0
    exercises: tuple[ExerciseDone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyTold(Strict):
    """The safety questions were answered with yes: "soon" (see somebody soon) or "emergency"; "checked": the person has
    been checked since. Which question it was stays with the person."""

    at: datetime
    outcome: Literal["soon", "emergency", "checked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CeilingTold(Strict):
    """Pain 0..10 told before a session was above the therapist's ceiling: the person waited, or went on anyway."""

    at: datetime
    pain: int
    ceiling: int
    how: HowAnswered


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange(Strict):
    """A step of the routine that the program offered and the person took (or took back): what, from, to."""

    at: datetime
    exercise: str
    what: str
    before: str
    after: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureTotals(Strict):
    """The hours at the desk, only where the person ticked them: minutes by state, breaks taken, changes of posture."""

    days: int
    minutes: Mapping[str, float]
    breaks: int
    shifts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Results(Strict):
    """What a results file says.

    Attributes:
        made_at: aware local time. since, until: first and last day that it covers.
        patient: the reference in the routine, "" without one. person: a name, if the person gives one.
        routine, routine_name, routine_digest: the assigned routine it answers; "" where it is about all of them.
        versions: of software, model and exercise files.
    """

    format: Literal["backcoach.results/1"] = FORMAT
    made_at: datetime
    since: date
    until: date
    patient: str = ""
    person: str = ""
    routine: str = ""
    routine_name: str = ""
    routine_digest: str = ""
    sessions: tuple[SessionDone, ...] = ()
    safety: tuple[SafetyTold, ...] = ()
    ceiling_answers: tuple[CeilingTold, ...] = ()
    changes: tuple[PlanChange, ...] = ()
    posture: PostureTotals | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    signature: Signature | None = None

    @property
    def tells(self) -> bool:
        """Whether there is anything in it that a therapist is to know; the hours at the desk alone are not."""
        return bool(self.sessions or self.safety or self.ceiling_answers or self.changes)
