"""Values that go between person and therapist, made by hypothesis and by hand."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import strategies as st

from coach.core.routine import Item, Routine
from coach.core.therapy.assigned import Assigned, Progress, Stop
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

_SIGNS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"])
_WORD = st.text(_SIGNS, min_size=1, max_size=12)
TEXTS = st.lists(_WORD, max_size=4).map(" ".join)
NAMES = st.lists(_WORD, min_size=1, max_size=3).map(" ".join)
IDS = st.sampled_from(("plank", "glute_bridge", "bird_dog", "cat_cow", "knee_to_chest"))
CODES = st.sampled_from(("hips_sag", "over_arch", "too_fast", "arm_low"))
SCORES = st.none() | st.integers(0, 10)
COUNTS = st.integers(0, 200)
NUMBERS = st.floats(0, 10_000, allow_nan=False)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
OFFSETS = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=OFFSETS)
REASONS = st.none() | st.sampled_from(("pain", "tired", "other"))


def items() -> st.SearchStrategy[Item]:
    doses = st.fixed_dictionaries(
        {"exercise": IDS, "note": TEXTS, "rules_off": st.lists(CODES, max_size=2).map(tuple)},
        optional={
            "hold_s": st.floats(1, 600), "rest_s": st.floats(0, 600), "target": st.floats(-500, 500),
            "side": st.sampled_from(("left", "right")), "limit": st.floats(-500, 500),
            "tempo_s": st.tuples(st.floats(0.5, 30), st.floats(0.5, 30)),
        },
    )  # fmt: skip
    counts = st.fixed_dictionaries({}, optional={"sets": st.integers(1, 9), "reps": st.integers(1, 30)})
    pyramid = st.lists(st.integers(1, 12), min_size=1, max_size=4).map(lambda many: {"pyramid": tuple(many)})
    return st.tuples(doses, counts | pyramid).map(lambda parts: Item(**parts[0], **parts[1]))


def assigned() -> st.SearchStrategy[Assigned]:
    later = st.none() | st.integers(0, 400)
    stop = st.builds(
        Stop, pain_up=st.integers(1, 10), form_slips=st.booleans(), signs=st.lists(NAMES, max_size=3).map(tuple)
    )
    progress = st.builds(
        Progress, rule=st.sampled_from(("therapist", "offered")), after_sessions=st.integers(1, 20),
        pain_at_most=st.integers(0, 10),
    )  # fmt: skip
    return st.builds(
        lambda start, end, review, **rest: Assigned(
            start=start,
            end=None if end is None else start + timedelta(days=end),
            review=None if review is None else start + timedelta(days=review),
            **rest,
        ),
        start=DAYS, end=later, review=later, patient=NAMES.filter(str.isprintable), days_a_week=st.integers(1, 7),
        sessions_a_day=st.integers(1, 3), pain_ceiling=st.integers(0, 10), stop=stop, progress=progress,
        notes=TEXTS, version=st.integers(1, 9999), seal_to=st.sampled_from(("", "hpke:" + "A" * 43)),
    )  # fmt: skip


def routines() -> st.SearchStrategy[Routine]:
    return st.builds(
        Routine, id=st.sampled_from(("my_back", "daily_back_care")), name=NAMES, summary=TEXTS, author=TEXTS,
        items=st.lists(items(), min_size=1, max_size=8).map(tuple), sources=st.lists(NAMES, max_size=2).map(tuple),
        assigned=st.none() | assigned(),
    )  # fmt: skip


def exercises_done() -> st.SearchStrategy[ExerciseDone]:
    faults = st.dictionaries(CODES, st.builds(FaultSum, name=TEXTS, times=COUNTS, seconds=NUMBERS), max_size=2)
    part = st.none() | st.floats(-400, 400)
    return st.builds(
        ExerciseDone, exercise=IDS, name=NAMES, side=st.none() | st.sampled_from(("left", "right")),
        paced=st.booleans(), sets_asked=COUNTS, sets_done=COUNTS, asked=COUNTS,
        correct=COUNTS, faulty=COUNTS, partial=COUNTS, left=COUNTS, right=COUNTS, corrected=st.integers(-50, 50),
        hold_asked_s=NUMBERS, hold_s=NUMBERS, measure=TEXTS, unit=st.sampled_from(("", "deg", "ratio")), target=part,
        best=part, median=part, out_s=part, back_s=part, faults=faults, seen=st.floats(0, 1), yaw_deg=part,
        fps=st.floats(0, 60), easier=st.booleans(), stop_reason=REASONS,
    )  # fmt: skip


def sessions() -> st.SearchStrategy[SessionDone]:
    return st.builds(
        SessionDone, session=st.uuids().map(str), at=MOMENTS, routine=st.sampled_from(("my_back", "other", "")),
        routine_name=TEXTS, routine_version=st.integers(0, 99), minutes=st.floats(0, 600),
        ended=st.sampled_from(("complete", "ended_early", "stopped", "broken_off")), pain_before=SCORES,
        pain_after=SCORES, pain_stop=SCORES, pain_next_day=SCORES, effort=SCORES, stop_reason=REASONS,
        seen=st.floats(0, 1), exercises=st.lists(exercises_done(), max_size=3).map(tuple),
    )  # fmt: skip


def results() -> st.SearchStrategy[Results]:
    safety = st.builds(SafetyTold, at=MOMENTS, outcome=st.sampled_from(("soon", "emergency", "checked")))
    change = st.builds(PlanChange, at=MOMENTS, exercise=IDS, what=TEXTS, before=TEXTS, after=TEXTS, how=TEXTS)
    answer = st.builds(
        CeilingTold, at=MOMENTS, pain=st.integers(0, 10), ceiling=st.integers(0, 10),
        how=st.sampled_from(("waited", "went_on")),
    )  # fmt: skip
    minutes = st.dictionaries(st.sampled_from(("upright", "slump", "away")), NUMBERS, max_size=3)
    posture = st.builds(PostureTotals, days=COUNTS, minutes=minutes, breaks=COUNTS, shifts=COUNTS)
    return st.builds(
        lambda since, long, **rest: Results(since=since, until=since + timedelta(days=long), **rest),
        made_at=MOMENTS, since=DAYS, long=st.integers(0, 400), patient=TEXTS, person=TEXTS,
        routine=st.sampled_from(("", "my_back")), routine_name=TEXTS, routine_digest=st.sampled_from(("", "ab" * 32)),
        sessions=st.lists(sessions(), max_size=3, unique_by=lambda one: one.session).map(tuple),
        safety=st.lists(safety, max_size=2).map(tuple), changes=st.lists(change, max_size=2).map(tuple),
        posture=st.none() | posture, ceiling_answers=st.lists(answer, max_size=2).map(tuple),
        versions=st.dictionaries(st.sampled_from(("software", "model")), NAMES, max_size=2),
    )  # fmt: skip


# --- Six usual weeks, and what a person may make of them. ---

AT = datetime(2026, 9, 28, 18, 0, tzinfo=UTC)


def routine() -> Routine:
    return Routine(
        id="my_back", name="Back strong again", summary="Three calm exercises.", author="Mara Lind",
        items=(
            Item(exercise="glute_bridge", sets=3, reps=10, hold_s=3, rest_s=45, target=165, note="Slow on the way."),
            Item(exercise="bird_dog", pyramid=(6, 4, 2), hold_s=8, rest_s=30),
            Item(exercise="plank", sets=2, reps=2, hold_s=20, rest_s=60, rules_off=("elbows_off",)),
        ),
        assigned=Assigned(
            patient="P-0042", start=date(2026, 9, 28), review=date(2026, 11, 9), days_a_week=3,
            stop=Stop(signs=("Numbness in a leg",)), notes="You are on a good way. Keep it calm.", version=2,
        ),
    )  # fmt: skip


def usual(number: int, **changed: object) -> SessionDone:
    """A session of the six weeks, three a week."""
    good = min(9, 6 + number // 4)
    bridge = ExerciseDone(
        exercise="glute_bridge", name="Glute bridge", sets_asked=3, sets_done=3, asked=30, correct=3 * good,
        faulty=28 - 3 * good, partial=2, hold_asked_s=90, hold_s=60.0 + number, measure="hip_angle_deg", unit="deg",
        target=165.0, best=168.0 + number / 4, median=164.0 + number / 4, out_s=1.8, back_s=1.6,
        faults={"over_arch": FaultSum(name="Back arched at the top", times=2, seconds=4.5 - number / 6)}, seen=0.97,
        yaw_deg=8.0, fps=29.6,
    )  # fmt: skip
    dog = ExerciseDone(
        exercise="bird_dog", name="Bird-dog", sets_asked=3, sets_done=3, asked=24, correct=20, faulty=2, partial=1,
        left=11, right=11, hold_asked_s=192, hold_s=150.0 + number, measure="reach", unit="ratio", target=0.8,
        best=0.93, median=0.85, faults={"leg_low": FaultSum(name="Leg too low", times=3, seconds=6.2)}, seen=0.95,
        fps=29.6,
    )  # fmt: skip
    plank = ExerciseDone(
        exercise="plank", name="Plank", sets_asked=2, sets_done=2, asked=4, correct=3, faulty=1, partial=0,
        hold_asked_s=80, hold_s=62.0 + number, faults={"hips_sag": FaultSum(name="Hips sagged", times=2, seconds=7.0)},
        seen=0.98, fps=29.6,
    )  # fmt: skip
    fields: dict[str, object] = {
        "session": f"2026-{number:04d}", "at": AT + timedelta(days=number // 3 * 7 + number % 3 * 2),
        "routine": "my_back", "routine_name": "Back strong again", "routine_version": 2, "minutes": 19.5,
        "ended": "complete", "pain_before": max(1, 5 - number // 4), "pain_after": max(1, 4 - number // 5),
        "pain_next_day": max(0, 4 - number // 5), "effort": 4, "seen": 0.96, "exercises": (bridge, dog, plank),
    }  # fmt: skip
    return SessionDone(**{**fields, **changed})  # type: ignore[arg-type]


def six_weeks() -> Results:
    done = [usual(number) for number in range(18) if number not in (4, 11)]
    done[6] = usual(7, ended="stopped", stop_reason="pain", pain_after=6, pain_stop=6, pain_next_day=5)
    return Results(
        made_at=AT + timedelta(days=42), since=date(2026, 9, 28), until=date(2026, 11, 8), patient="P-0042",
        routine="my_back", routine_name="Back strong again", routine_digest="ab" * 32, sessions=tuple(done),
        safety=(SafetyTold(at=AT + timedelta(days=16), outcome="soon"),
                SafetyTold(at=AT + timedelta(days=18), outcome="checked")),
        changes=(PlanChange(at=AT + timedelta(days=21), exercise="plank", what="hold_s", before="15", after="20",
                            how="offered"),),
        ceiling_answers=(CeilingTold(at=AT + timedelta(days=13), pain=7, ceiling=5, how="waited"),),
        posture=PostureTotals(days=20, minutes={"upright": 5200.0, "slump": 1400.5}, breaks=160, shifts=900),
        versions={"backcoach": "0.1.0", "model": "pose_landmarker_full, 4eaa5eb7a983"},
    )  # fmt: skip
