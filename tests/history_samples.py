"""Made-up records for the tests of the history screens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any, Final

from coach.adapters.library import load_all
from coach.core.history import (
    FaultSeen,
    HoldDone,
    PainTold,
    PainWhen,
    RepDone,
    SessionEnded,
    SessionRecord,
    SessionStarted,
    SetEnded,
    SetRecord,
    SetStarted,
    StopReason,
)
from coach.core.spec import Exercise
from coach.ports import HistoryError

TODAY: Final = date(2025, 11, 22)
ZONE: Final = timezone(timedelta(hours=1))
LONG_NAME: Final = "Single-leg glute bridge with the other knee drawn to the chest, arms crossed, slowly counted down"
LONG_WORD: Final = "Donaudampfschifffahrtsgesellschaftskapitaensmuetze"

VERSIONS: Final = {"software": "0.2.0", "model": "pose_landmarker_full 4eaa5eb7a98365221087", "glute_bridge": "9f3a"}


@cache
def exercises() -> dict[str, Exercise]:
    """The project's own."""
    return load_all(Path(__file__).parents[1] / "exercises")


def set_record(
    exercise: str,
    at: datetime,
    *,
    number: int = 1,
    reps: int = 10,
    done: int = 10,
    partial: int = 0,
    angle: float = 165.0,
    hold_s: float = 3.0,
    faults: Sequence[tuple[str, float]] = (),
    end: str | None = "done",
    reason: StopReason | None = None,
) -> SetRecord:
    """A set of repetitions, or of holds where the exercise is the plank. `end` None: the program was killed in it."""
    id_ = f"{exercise}-{at:%Y%m%d%H%M}-{number}"
    hold = exercise == "plank"
    feature = {"knee_to_chest": "drawn_hip_angle_deg", "double_knee_to_chest": "drawn_hip_angle_deg"}.get(
        exercise, "hip_angle_deg"
    )
    spans = {feature: (min(angle, 120.0), max(angle, 120.0))}
    started = SetStarted(session="", set=id_, at=at, exercise=exercise, set_no=number, sets=2, reps=reps, hold_s=hold_s)
    rep = [
        RepDone(
            set=id_, start_s=n, peak_s=n + 0.4, end_s=n + 0.8, side=None, complete=n < done, hold_s=2.5, range=spans
        )
        for n in range(0 if hold else done + partial)
    ]
    holds = [HoldDone(set=id_, start_s=n, end_s=n + hold_s, good_s=hold_s) for n in range(done if hold else 0)]
    ended = SetEnded(set=id_, at=at + timedelta(minutes=4), end=end, reason=reason, seen=0.97, fps=24.3)  # type: ignore[arg-type]
    return SetRecord(
        started=started,
        ended=ended if end else None,
        reps=tuple(rep),
        holds=tuple(holds),
        faults=tuple(
            FaultSeen(set=id_, fault=fault, start_s=0.0, end_s=long_s, severity="minor") for fault, long_s in faults
        ),
    )


def session(
    day: date, sets: Sequence[SetRecord], *, name: str = "Daily back care", ended: bool = True, minutes: float = 24.0
) -> SessionRecord:
    """A session at half past seven in the evening."""
    id_, at = f"s-{day}", moment(day)
    pains = (told(day, "before", 3), told(day, "after", 2), told(day + timedelta(days=1), "morning", 2))
    sets = [replace(one, started=replace(one.started, at=at + timedelta(minutes=5 * n))) for n, one in enumerate(sets)]
    return SessionRecord(
        started=SessionStarted(session=id_, at=at, routine="daily", routine_name=name, versions=VERSIONS),
        ended=SessionEnded(session=id_, at=at + timedelta(minutes=minutes), complete=True) if ended else None,
        sets=tuple(sets),
        pains=pains,
        effort=4,
    )


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 19, 30, tzinfo=ZONE)


def told(day: date, when: PainWhen, score: int) -> PainTold:
    return PainTold(at=moment(day), when=when, score=score)


def usual(day: date, n: int = 0) -> SessionRecord:
    """A session of four exercises; `n` makes it a little different from the others."""
    at = moment(day)
    sets = [
        set_record("glute_bridge", at, number=1, angle=152 + n % 7 * 3, faults=[("over_arch", 1.2 + n % 3)]),
        set_record("glute_bridge", at, number=2, angle=150 + n % 5 * 4, done=8 + n % 3, partial=n % 2),
        set_record("bird_dog", at, reps=12, done=12, angle=168, faults=[("leg_low", 3.4), ("too_fast", 0.6)]),
        set_record("plank", at, reps=2, done=2, hold_s=15.0 + n % 6 * 3),
        set_record("knee_to_chest", at, reps=6, done=6, angle=98 - n % 8 * 2),
    ]
    return session(day, sets, minutes=(6, 14, 24, 33)[n % 4])


@cache
def stopped(day: date) -> SessionRecord:
    """Stopped for pain in the second exercise, with everything there is to say of it."""
    at = moment(day)
    faults = [(rule.id, 2.0 + n) for n, rule in enumerate(exercises()["plank"].rules)]
    first = replace(set_record("glute_bridge", at, partial=3), corrected=-1)
    sets = [first, set_record("plank", at, reps=3, done=1, hold_s=20.0, faults=faults, end="stopped", reason="pain")]
    sets += [set_record("cat_cow_of_another_version", at, end=None)]
    return replace(session(day, sets, ended=False), pains=(told(day, "before", 3), told(day, "stop", 6)))


@cache
def many(count: int, every_days: float = 2.3) -> tuple[SessionRecord, ...]:
    """That many sessions up to yesterday, oldest first."""
    days = [TODAY - timedelta(days=1 + round(n * every_days)) for n in range(count)]
    return tuple(usual(day, n) for n, day in enumerate(reversed(days)))


@cache
def pains_of(days: int) -> tuple[PainTold, ...]:
    """Every third day of so many before and after, and in the morning of the next."""
    found = []
    for n in range(0, days, 3):
        day = TODAY - timedelta(days=days - n)
        found += [told(day, "before", (2, 4, 3, 5, 10)[n // 3 % 5]), told(day, "after", (1, 3, 0)[n // 3 % 3])]
        found += [told(day + timedelta(days=1), "morning", (2, 1, 4, 3)[n // 3 % 4])] if n % 2 else []
    return tuple(found)


@dataclass(slots=True)
class FakeDesk:
    """As much of the desk as the history asks for."""

    kept: Sequence[SessionRecord] = ()
    told: Sequence[PainTold] = ()
    known: Mapping[str, Exercise] = field(default_factory=lambda: dict(exercises()))
    ready: bool = True
    message: str = ""
    today: date = TODAY
    broken: bool = False
    asked: int = 0

    def sessions(self) -> Sequence[SessionRecord]:
        self.asked += 1
        if self.broken:
            raise HistoryError("The record can't be read: the file is in use by another program.")
        return self.kept

    def pains(self) -> Sequence[PainTold]:
        return self.told

    def exercises(self) -> Mapping[str, Exercise]:
        return self.known


def desk(**changes: Any) -> Any:
    """A desk; of its many other sides the history asks nothing."""
    return FakeDesk(**changes)


def renamed(name: str, rule: str = "") -> dict[str, Exercise]:
    """The exercises, all with one name, and words added to what their rules are called."""
    return {
        id_: replace(spec, name=name, rules=tuple(replace(each, name=f"{each.name} {rule}") for each in spec.rules))
        for id_, spec in exercises().items()
    }
