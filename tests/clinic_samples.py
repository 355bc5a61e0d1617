"""A small practice: an account, a patient, an assigned routine, results."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from coach.core.therapy.practice import Account, Assignment, Delivery, Note, Patient, Recording
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

ZONE: Final = timezone(timedelta(hours=-5))
EVENING: Final = datetime(2026, 3, 18, 23, 30, tzinfo=ZONE)
"""A local day that is another one in UTC."""

ANNA: Final = Account(id="anna", name="Anna Ruiz", email="Anna@Example.org", role="lead", public_key="ed25519:x")
BEN: Final = Account(id="ben", name="Ben Ode", email="ben@example.org", role="therapist")

MIRA: Final = Patient(
    id="p1", reference="M-17", name="Mira Ö. O'Neil", therapist="anna", created_at=EVENING, problem="Stiff mornings",
    goals="Lift the child", precautions="No jumps",
)  # fmt: skip
OMAR: Final = Patient(id="p2", reference="O-18", name="Omar", therapist="ben", created_at=EVENING)

GIVEN: Final = Assignment(
    id="a1", patient="p1", routine="first", name="First weeks", version=1, digest="d1", text='id = "first"', at=EVENING,
    by="anna", start=date(2026, 3, 16), end=None, review=date(2026, 4, 16), days_a_week=3, sessions_a_day=1,
    pain_ceiling=5,
)  # fmt: skip

BRIDGE: Final = ExerciseDone(
    exercise="glute_bridge", name="Glute bridge", sets_asked=2, sets_done=2, asked=20, correct=15, faulty=2, partial=1,
    corrected=-1, measure="hip", unit="deg", target=170.0, best=174.5, median=171.0, out_s=1.5, back_s=1.25,
    faults={"over_arch": FaultSum(name="Back arched", times=3, seconds=4.5)}, seen=0.97, yaw_deg=8.0, fps=29.5,
)  # fmt: skip
PLANK: Final = ExerciseDone(
    exercise="plank", name="Plank", sets_asked=3, sets_done=1, asked=3, correct=1, faulty=0, partial=0,
    hold_asked_s=60.0, hold_s=22.5, seen=0.9, stop_reason="tired",
)  # fmt: skip

FIRST: Final = SessionDone(
    session="s1", at=EVENING, routine="first", routine_name="First weeks", routine_version=1, minutes=14.5,
    ended="stopped", pain_before=3, pain_after=5, pain_stop=6, effort=7, stop_reason="pain", seen=0.95,
    exercises=(BRIDGE, PLANK),
)  # fmt: skip
SECOND: Final = replace(FIRST, session="s2", at=EVENING + timedelta(days=2), ended="complete", pain_stop=None)

RESULTS: Final = Results(
    made_at=EVENING + timedelta(days=3), since=date(2026, 3, 18), until=date(2026, 3, 21), patient="M-17",
    person="Mira", routine="first", routine_name="First weeks", routine_digest="d1", sessions=(FIRST, SECOND),
    safety=(SafetyTold(at=EVENING, outcome="soon"),),
    ceiling_answers=(CeilingTold(at=EVENING, pain=7, ceiling=5, how="went_on"),),
    changes=(PlanChange(at=EVENING, exercise="plank", what="hold_s", before="10", after="12", how="offered"),),
    posture=PostureTotals(days=3, minutes={"upright": 200.5, "slump": 31.0}, breaks=9, shifts=120),
    versions={"coach": "0.1.0"},
)  # fmt: skip

NOTE: Final = Note(id="n1", patient="p1", at=EVENING, by="anna", text='Rang: "feels better"; see her on <Monday>.')
RECORDING: Final = Recording(
    id="r1", patient="p1", name="bridge.mp4", digest="f00", at=EVENING, exercise="glute_bridge",
    found={"counts": {"complete": 8}, "reps": [{"side": None, "complete": True, "range": {"hip": [1.5, 2]}}]},
)  # fmt: skip


def delivery(digest: str = "r1", patient: str = "p1") -> Delivery:
    """A delivery by the patient's program."""
    return Delivery(
        id=f"v-{digest}-{patient}", patient=patient, digest=digest, at=EVENING, by="program", signed="new", key="k",
        sessions_new=0, sessions_known=0,
    )  # fmt: skip


def some_sessions(count: int, *, name: str = "t", start: datetime = EVENING) -> Sequence[SessionDone]:
    """Sessions of a day each."""
    return [replace(FIRST, session=f"{name}{n:05}", at=start + timedelta(days=n)) for n in range(count)]


NOW: Final = datetime(2026, 3, 25, 9, tzinfo=UTC)
