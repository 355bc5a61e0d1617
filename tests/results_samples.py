"""Results made up for the tests of what goes back to a therapist."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

from hypothesis import strategies as st

from coach.core.history import HoldDone, RepDone, SetEnded, SetRecord, SetStarted
from coach.core.routine import Item, Routine
from coach.core.therapy.assigned import Assigned
from coach.core.therapy.results import (
    CeilingTold,
    ExerciseDone,
    FaultSum,
    PlanChange,
    PostureTotals,
    Results,
    SafetyTold,
    SessionDone,
)

ZONE: Final = timezone(timedelta(hours=1))
AT: Final = datetime(2026, 3, 2, 19, 30, tzinfo=ZONE)
DAY: Final = AT.date()


def routine(*items: Item, id_: str = "dana", **assigned: Any) -> Routine:
    """A therapist's."""
    told: dict[str, Any] = {"patient": "K-12", "start": date(2026, 2, 1), "version": 3, **assigned}
    return Routine(
        id=id_,
        name="Back at work",
        summary="Three a week.",
        items=items,
        author="Dana Lee, PT",
        assigned=Assigned(**told),
    )


def a_set(exercise: str, *, at: datetime = AT, end: Any = "done", long_s: float = 60.0, **started: Any) -> SetRecord:
    """A set without anything done in it."""
    told: dict[str, Any] = {"set_no": 1, "sets": 1, "reps": 4, "hold_s": 0.0, **started}
    id_ = f"{exercise}-{told['set_no']}-{at:%H%M%S}-{told.get('side')}"
    begun = SetStarted(session="s", set=id_, at=at, exercise=exercise, **told)
    ended = SetEnded(set=id_, at=at + timedelta(seconds=long_s), end=end, seen=0.9, yaw_deg=8.0, fps=24.0)
    return SetRecord(started=begun, ended=ended if end else None)


def rep(
    *, complete: bool = True, side: Any = None, angle: float = 170.0, faults: tuple[str, ...] = (), **more: Any
) -> RepDone:
    """A repetition of the bridge: 1.2 s out, 1.8 s back."""
    told: dict[str, Any] = {"start_s": 0.0, "peak_s": 1.2, "end_s": 3.0, "hold_s": 0.0, **more}
    span = told.pop("range", {"hip_angle_deg": (110.0, angle)})
    return RepDone(set="", side=side, complete=complete, range=span, faults=faults, **told)


def hold(start_s: float, end_s: float, good_s: float, side: Any = None) -> HoldDone:
    """A hold."""
    return HoldDone(set="", start_s=start_s, end_s=end_s, good_s=good_s, side=side)


def full() -> Results:
    """Results in which everything is told that can be."""
    bridge = ExerciseDone(
        exercise="glute_bridge", name="Glute bridge", side="left", sets_asked=3, sets_done=2, asked=30, correct=17,
        faulty=5, partial=4, left=13, right=9, corrected=-1, hold_asked_s=61.0, hold_s=43.7, measure="hip_angle_deg",
        unit="deg", target=165.5, best=172.3, median=168.1, out_s=1.4, back_s=2.6,
        faults={"over_arch": FaultSum(name="Back arched", times=6, seconds=7.9)}, seen=0.973, yaw_deg=11.2, fps=24.3,
        stop_reason="pain",
    )  # fmt: skip
    paced = ExerciseDone(
        exercise="pelvic_tilt", name="Pelvic tilt", paced=True, sets_asked=1, sets_done=1, asked=8, correct=8, faulty=0,
        partial=0, easier=True,
    )  # fmt: skip
    session = SessionDone(
        session="c0ffee", at=AT, routine="dana", routine_name="Back at work", routine_version=3, minutes=23.5,
        ended="stopped", pain_before=3, pain_after=4, pain_stop=6, pain_next_day=2, effort=7, stop_reason="pain",
        seen=0.812, exercises=(bridge, paced),
    )  # fmt: skip
    return Results(
        made_at=AT + timedelta(days=2), since=DAY, until=DAY + timedelta(days=2), patient="K-12", person="Ann Onym",
        routine="dana", routine_name="Back at work", routine_digest="ab" * 32, sessions=(session,),
        safety=(SafetyTold(at=AT, outcome="soon"), SafetyTold(at=AT + timedelta(hours=1), outcome="checked")),
        ceiling_answers=(CeilingTold(at=AT, pain=7, ceiling=5, how="went_on"),),
        changes=(PlanChange(at=AT, exercise="plank", what="hold_s", before="20", after="25", how="taken"),),
        posture=PostureTotals(days=4, minutes={"upright": 301.4, "slump": 77.2}, breaks=14, shifts=93),
        versions={"backcoach": "0.5.0", "exercises": "9f3a9f3a"},
    )  # fmt: skip


TEXT: Final = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)
COUNT: Final = st.integers(0, 500)
SECONDS: Final = st.floats(0, 5000).map(lambda value: round(value, 1))
SHARE: Final = st.floats(0, 1).map(lambda value: round(value, 3))
DEGREES: Final = st.floats(-200, 200).map(lambda value: round(value, 1))
SCORE: Final = st.none() | st.integers(0, 10)
MOMENT: Final = st.datetimes(datetime(2001, 1, 1), datetime(2199, 1, 1)).flatmap(
    lambda at: st.integers(-14 * 60, 14 * 60).map(lambda min_: at.replace(tzinfo=timezone(timedelta(minutes=min_))))
)
_OF: Final[Mapping[type, Mapping[str, Any]]] = {
    FaultSum: {"name": TEXT, "times": COUNT, "seconds": SECONDS},
    ExerciseDone: {
        **dict.fromkeys(("exercise", "name", "measure", "unit"), TEXT), "side": st.sampled_from([None, "left"]),
        **dict.fromkeys(("paced", "easier"), st.booleans()), "corrected": st.integers(-9, 9),
        **dict.fromkeys(("sets_asked", "sets_done", "asked", "correct", "faulty", "partial", "left", "right"), COUNT),
        **dict.fromkeys(("hold_asked_s", "hold_s"), SECONDS), **dict.fromkeys(("out_s", "back_s"), st.none() | SECONDS),
        **dict.fromkeys(("target", "best", "median"), st.none() | DEGREES), "seen": SHARE, "fps": SHARE,
        "yaw_deg": st.none() | st.floats(-180, 180), "stop_reason": st.sampled_from([None, "pain", "tired", "other"]),
    },
}  # fmt: skip


@st.composite
def exercises_done(draw: st.DrawFn) -> ExerciseDone:
    """Any."""
    one = draw(st.builds(ExerciseDone, **_OF[ExerciseDone]))
    faults = draw(st.dictionaries(TEXT, st.builds(FaultSum, **_OF[FaultSum]), max_size=3))
    return replace(one, faults=faults)


SESSIONS: Final = st.builds(
    SessionDone, session=TEXT, at=MOMENT, routine=TEXT, routine_name=TEXT, routine_version=st.integers(0, 9999),
    minutes=SECONDS, ended=st.sampled_from(["complete", "ended_early", "stopped", "broken_off"]), pain_before=SCORE,
    pain_after=SCORE, pain_stop=SCORE, pain_next_day=SCORE, effort=SCORE,
    stop_reason=st.sampled_from([None, "pain", "tired", "other"]), seen=SHARE,
    exercises=st.lists(exercises_done(), max_size=3).map(tuple),
)  # fmt: skip

RESULTS: Final = st.builds(
    Results, made_at=MOMENT, since=st.dates(date(2001, 1, 1), date(2199, 1, 1)),
    until=st.dates(date(2001, 1, 1), date(2199, 1, 1)), patient=TEXT | st.just(""), person=TEXT | st.just(""),
    routine=TEXT | st.just(""), routine_name=TEXT, routine_digest=TEXT,
    sessions=st.lists(SESSIONS, max_size=3).map(tuple),
    safety=st.lists(st.builds(SafetyTold, at=MOMENT, outcome=st.just("soon")), max_size=2).map(tuple),
    ceiling_answers=st.lists(
        st.builds(CeilingTold, at=MOMENT, pain=st.integers(0, 10), ceiling=st.integers(0, 10),
                  how=st.sampled_from(["waited", "went_on"])), max_size=2
    ).map(tuple),
    changes=st.lists(
        st.builds(PlanChange, at=MOMENT, exercise=TEXT, what=TEXT, before=TEXT, after=TEXT, how=TEXT), max_size=2
    ).map(tuple),
    posture=st.none() | st.builds(
        PostureTotals, days=COUNT, minutes=st.dictionaries(st.sampled_from(["upright", "slump"]), SECONDS),
        breaks=COUNT, shifts=COUNT,
    ),
    versions=st.dictionaries(TEXT, TEXT, max_size=3),
)  # fmt: skip
"""Any results within bounds."""
