"""What is kept of sessions and of the hours at the desk: one value for each thing that happened, written the moment it
happens; and how such values come together again."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal

from coach.core.body import Side
from coach.core.care.record import CareEntry
from coach.core.sitting.look import STATES
from coach.core.sitting.record import PostureEntry, PostureMinute

MINUTE_S: Final = 60.0
"""No minute holds more, seconds."""

SetEnd = Literal["done", "skipped", "stopped", "eased", "source_ended", "abandoned"]
"""Why a set ended: its target was reached, the person went on, STOP, form slipped and something easier was offered, the
footage ran out, or the program did."""

PACED: Final = "paced_s"
"""Name of the range by which a repetition says that it was paced: how long the clock led it, seconds."""

ROUTINE_VERSION: Final = "routine_version"
"""Among the versions of a session: the therapist's count of changes of the routine that was followed."""

StopReason = Literal["pain", "tired", "other"]
PainWhen = Literal["before", "after", "stop", "morning", "flare"]
"""When pain was told: around a session, or ("flare") at any time in a flare-up."""


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
    """A repetition ended; times are seconds of the source, ranges as in `core.report.Rep`.

    A cycle that the clock led is one too: its times are the pace's own, and its only range is `PACED`: nothing was
    judged or counted by the camera.
    """

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
    """A session ended; `complete` where every set was done, skipped by choice or eased off, and none stopped."""

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
    | PostureEntry
    | CareEntry
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
    def paced(self) -> bool:
        """Whether the clock led its repetitions, and nothing was judged."""
        return any(PACED in rep.range for rep in self.reps)

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


Grouped = Callable[[type, str], Mapping[str, list[Any]]]
"""Entries of a type by the set or session (the second argument) that they belong to."""


def records(sessions: Iterable[SessionStarted], of: Grouped) -> list[SessionRecord]:
    """Sessions, each with all that belongs to it, in their order."""
    reps, holds, faults = (of(kind, "set") for kind in (RepDone, HoldDone, FaultSeen))
    corrections, set_ends = of(Corrected, "set"), of(SetEnded, "set")
    sets, ends, pains, efforts = (of(kind, "session") for kind in (SetStarted, SessionEnded, PainTold, EffortTold))

    def record(started: SetStarted) -> SetRecord:
        return SetRecord(
            started=started,
            ended=next(iter(set_ends.get(started.set, ())), None),
            reps=tuple(reps.get(started.set, ())),
            holds=tuple(holds.get(started.set, ())),
            faults=tuple(faults.get(started.set, ())),
            corrected=sum(correction.delta for correction in corrections.get(started.set, ())),
        )

    return [
        SessionRecord(
            started=started,
            ended=next(iter(ends.get(started.session, ())), None),
            sets=tuple(map(record, sets.get(started.session, ()))),
            pains=tuple(pains.get(started.session, ())),
            effort=next((effort.score for effort in efforts.get(started.session, ())), None),
        )
        for started in sessions
    ]


def together(first: PostureMinute | None, again: PostureMinute) -> PostureMinute:
    """A minute as it is kept: with what was kept of it before, begun at the whole minute, and no longer than one.

    Seconds that find no room (the clock was set back, and the minute came twice) are left out, their changes of posture
    with them. What is no time at all (nan, below 0) counts nothing. Seconds are kept to the thousandth.

    Raises:
        ValueError: there is no such state.
    """
    if odd := again.seconds.keys() - set(STATES):
        raise ValueError(f"there is no state {', '.join(sorted(odd))}")
    before = dict(first.seconds) if first else {}
    added = {state: long_s for state, long_s in again.seconds.items() if math.isfinite(long_s) and long_s > 0}
    total_s, room_s = sum(added.values()), max(0.0, MINUTE_S - sum(before.values()))
    share = min(1.0, room_s / total_s) if total_s else float(room_s > 0)
    seconds = before | {state: before.get(state, 0.0) + long_s * share for state, long_s in added.items()}
    return replace(
        first or again,
        at=(first or again).at.replace(second=0, microsecond=0),
        seconds={state: round(float(long_s), 3) for state, long_s in seconds.items()},
        shifts=(first.shifts if first else 0) + round(again.shifts * share),
        side=again.side or (first is not None and first.side),
        untold_s=round(min(seconds.get("unknown", 0.0), _untold_s(first) + _untold_s(again) * share), 3),
    )


def _untold_s(minute: PostureMinute | None) -> float:
    return minute.untold_s if minute is not None and math.isfinite(minute.untold_s) and minute.untold_s > 0 else 0.0
