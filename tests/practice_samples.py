"""A practice with plausible weeks, for tests and for looking at the pages: accounts, patients, routines, results."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

from coach import paths
from coach.adapters import library
from coach.clinic import passwords
from coach.commands.clinic_parts import exchange
from coach.core.routine import Item, Routine
from coach.core.therapy.assigned import Assigned, Stop
from coach.core.therapy.practice import Account, Assignment, Delivery, Note, Patient, Role
from coach.core.therapy.results import (
    ExerciseDone,
    FaultSum,
    PlanChange,
    PostureTotals,
    Results,
    SafetyTold,
    SessionDone,
)
from coach.ports.clinic import Records

NOW: Final = datetime(2026, 3, 18, 9, 30).astimezone()
"""A Wednesday morning."""

PASSWORD: Final = "ten letters or more"

LEAD, ANNA, BEN, READER = (
    Account(id=id_, name=name, email=f"{id_}@practice.org", role=role)
    for id_, name, role in (
        ("lead", "Dr. Lena Moor", "lead"),
        ("anna", "Anna Weber", "therapist"),
        ("ben", "Ben Okafor", "therapist"),
        ("reader", "Rita Lind", "reader"),
    )
)
ACCOUNTS: Final = (LEAD, ANNA, BEN, READER)


def patient(id_: str, reference: str, name: str, therapist: str = "anna", **more: str) -> Patient:
    """A patient of the sample."""
    return Patient(
        id=id_, reference=reference, name=name, therapist=therapist, created_at=NOW - timedelta(days=80), **more
    )


BRIDGE: Final = Item(exercise="glute_bridge", sets=3, reps=10, hold_s=3, target=158.0, note="Slowly down.")
BIRD: Final = Item(exercise="bird_dog", sets=2, reps=6, hold_s=6)
PLANK: Final = Item(exercise="plank", sets=3, reps=1, hold_s=20)


def routine_of(whom: Patient, start: date, version: int = 1, **more: object) -> Routine:
    """What a patient of the sample does."""
    return Routine(
        id=f"for_{whom.id}",
        name="Hips and back",
        summary="Bridge, bird-dog and plank.",
        items=(BRIDGE, BIRD, PLANK),
        author="Anna Weber",
        assigned=Assigned(
            patient=whom.reference,
            start=start,
            review=start + timedelta(days=70),
            days_a_week=4,
            notes="Stop a set when your form goes.\nCall me when in doubt.",
            stop=Stop(signs=("Tingling below the knee",)),
            version=version,
            **more,  # type: ignore[arg-type]
        ),
    )


def assignment_of(whom: Patient, routine: Routine, text: str, digest: str) -> Assignment:
    """A routine as the records keep it."""
    assert routine.assigned is not None
    return Assignment(
        id=f"a{routine.assigned.version}-{whom.id}",
        patient=whom.id,
        routine=routine.id,
        name=routine.name,
        version=routine.assigned.version,
        digest=digest,
        text=text,
        at=datetime.combine(routine.assigned.start, NOW.timetz()),
        by="anna",
        start=routine.assigned.start,
        end=routine.assigned.end,
        review=routine.assigned.review,
        days_a_week=routine.assigned.days_a_week,
        sessions_a_day=routine.assigned.sessions_a_day,
        pain_ceiling=routine.assigned.pain_ceiling,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How somebody's weeks go: which days of the week, how many days ago the last was, pain at first and at last."""

    days: Sequence[int] = (0, 2, 4)
    weeks: int = 8
    silent: int = 0
    pain: tuple[float, float] = (5, 2)
    good: float = 0.85
    last: Literal["complete", "stopped", "ended_early"] = "complete"
    rise: int = 0
    seed: int = 1


def sessions_of(whom: Patient, course: Course) -> tuple[SessionDone, ...]:
    """A patient's sessions, oldest first."""
    chance, first = random.Random(course.seed), NOW.date() - timedelta(weeks=course.weeks)
    days = [first + timedelta(days=number) for number in range(course.weeks * 7 - course.silent)]
    due = [day for day in days if day.weekday() in course.days and chance.random() < 0.93]
    made = [_session(whom, day, number / max(1, len(due) - 1), course, chance) for number, day in enumerate(due)]
    if course.last != "complete" and made:
        made[-1] = replace(made[-1], ended=course.last, stop_reason="pain" if course.last == "stopped" else None)
    return tuple(made)


def _session(whom: Patient, day: date, share: float, course: Course, chance: random.Random) -> SessionDone:
    low, high = course.pain
    pain = max(0, min(10, round(low + share * (high - low) + chance.uniform(-0.8, 0.8))))
    at = datetime.combine(day, NOW.timetz()).replace(hour=18, minute=chance.randrange(50))
    return SessionDone(
        session=f"{whom.id}-{day:%Y%m%d}",
        at=at,
        routine=f"for_{whom.id}",
        routine_name="Hips and back",
        routine_version=1,
        minutes=round(chance.uniform(16, 23), 1),
        ended="complete",
        pain_before=pain,
        pain_after=max(0, min(10, pain + chance.choice((-1, 0, 0, 1)) + (course.rise if share == 1 else 0))),
        pain_next_day=max(0, pain - 1),
        effort=chance.choice((4, 5, 5, 6)),
        seen=round(chance.uniform(0.88, 0.99), 2),
        exercises=(_reps(30, 150 + 15 * share, course, chance), _bird(share, course, chance), _hold(course, chance)),
    )


def _reps(asked: int, reach: float, course: Course, chance: random.Random) -> ExerciseDone:
    correct = round(asked * course.good * chance.uniform(0.85, 1))
    faulty = min(asked - correct, chance.choice((1, 1, 2, 3)))
    return ExerciseDone(
        exercise="glute_bridge", name="Glute bridge", sets_asked=3, sets_done=3, asked=asked, correct=correct,
        faulty=faulty, partial=chance.choice((0, 1, 2)), hold_asked_s=90, hold_s=round(3.0 * correct, 1),
        measure="hip_angle_deg", unit="deg", target=158, best=round(reach + chance.uniform(2, 6), 1),
        median=round(reach + chance.uniform(-3, 1), 1), out_s=1.6, back_s=1.9,
        faults={"over_arch": FaultSum(name="Back arched at the top", times=faulty, seconds=1.4 * faulty)},
        seen=0.97, yaw_deg=8.0, fps=24,
    )  # fmt: skip


def _bird(share: float, course: Course, chance: random.Random) -> ExerciseDone:
    correct = round(24 * course.good * chance.uniform(0.8, 1))
    low = round(6 * (1 - share)) + 1
    return ExerciseDone(
        exercise="bird_dog", name="Bird-dog", sets_asked=2, sets_done=2, asked=24, correct=correct,
        faulty=min(24 - correct, 3), partial=1, left=correct // 2, right=correct - correct // 2,
        corrected=chance.choice((0, 0, 0, 1)), hold_asked_s=144, hold_s=round(5.2 * correct, 1),
        measure="raised_thigh_elevation_deg", unit="deg", target=-45, best=-12, median=-24,
        faults={
            "leg_low": FaultSum(name="Leg too low", times=low, seconds=2.2 * low),
            "pelvis_rotation": FaultSum(name="Hips turned", times=1, seconds=0.9),
        },
        seen=0.95, yaw_deg=11.0, fps=24,
    )  # fmt: skip


def _hold(course: Course, chance: random.Random) -> ExerciseDone:
    return ExerciseDone(
        exercise="plank", name="Plank", sets_asked=3, sets_done=3, asked=3, correct=3, faulty=0, partial=0,
        hold_asked_s=60, hold_s=round(60 * course.good * chance.uniform(0.8, 1.1), 1),
        faults={"hips_sag": FaultSum(name="Hips sagged", times=2, seconds=4.1)}, seen=0.99, yaw_deg=5.0, fps=24,
    )  # fmt: skip


PEOPLE: Final = (
    (
        patient(
            "p1",
            "K-1042",
            "Maria Santos",
            problem="Low back pain since autumn, worse after long sitting.",
            goals="Garden for an hour. Back to choir trips.",
            precautions="Right knee sore when kneeling.",
        ),
        Course(pain=(6, 2)),
    ),
    (patient("p2", "K-1043", "Jonas Peters", problem="Spasms after lifting."), Course(last="stopped", rise=3, seed=2)),
    (patient("p3", "K-1044", "Aylin Demir"), Course(silent=6, seed=3, pain=(3, 3))),
    (patient("p4", "K-1045", "Peter O'Neill-Featherstonehaugh", "ben"), Course(good=0.4, seed=4, pain=(4, 4))),
    (patient("p5", "K-1046", ""), Course(weeks=2, days=(0, 1, 3, 5), seed=5, pain=(2, 1))),
    (patient("p6", "K-1047", "Ingrid Vos", "ben"), None),
)


def furnish(records: Records, *, keys: bool = True) -> None:
    """Fill empty records with the sample."""
    hashed = passwords.hashed(PASSWORD)
    for account in ACCOUNTS:
        records.put_account(account)
        records.set_password(account.id, hashed)
    for whom, course in PEOPLE:
        records.put_patient(whom)
        if course is not None:
            _furnish(records, whom, course, keys=keys)
    at = NOW - timedelta(days=9)
    note = "Kneels on a cushion now; bridges are steady. Asked about swimming: fine."
    records.put_note(Note(id="n1", patient="p1", at=at, by="anna", text=note))


def _furnish(records: Records, whom: Patient, course: Course, *, keys: bool) -> None:
    files = exchange(library.load_all(paths.exercises_dir()))
    routine = routine_of(whom, NOW.date() - timedelta(weeks=course.weeks))
    text = files.sign(routine, files.new_signing_key(), "Anna Weber", NOW) if keys else ""
    records.assign(assignment_of(whom, routine, text, f"{whom.id}" * 4))
    results = results_of(whom, sessions_of(whom, course))
    records.take_results(whom.id, results, delivery_of(whom))


def results_of(whom: Patient, sessions: tuple[SessionDone, ...]) -> Results:
    """A results file's content about a patient."""
    changes = (
        PlanChange(at=NOW - timedelta(days=12), exercise="plank", what="hold_s", before="15", after="20", how="taken"),
    )
    return Results(
        made_at=NOW,
        since=sessions[0].at.date(),
        until=NOW.date(),
        patient=whom.reference,
        routine=f"for_{whom.id}",
        routine_name="Hips and back",
        routine_digest="0" * 64,
        sessions=sessions,
        safety=(SafetyTold(at=NOW - timedelta(days=2), outcome="soon"),) if whom.id == "p3" else (),
        changes=changes if whom.id == "p1" else (),
        posture=PostureTotals(days=5, minutes={"upright": 812, "slump": 240, "away": 96}, breaks=21, shifts=64)
        if whom.id == "p1"
        else None,
        versions={"backcoach": "0.1.0"},
    )


def delivery_of(whom: Patient, digest: str = "") -> Delivery:
    """How results came in."""
    return Delivery(
        id=f"d-{whom.id}",
        patient=whom.id,
        digest=digest or f"{whom.id}-results",
        at=NOW - timedelta(days=1),
        by="anna",
        signed="new",
        key=f"ed25519:{whom.id}",
        sessions_new=0,
        sessions_known=0,
    )


ROLES: Final[dict[Role, Account]] = {"lead": LEAD, "therapist": ANNA, "reader": READER}
