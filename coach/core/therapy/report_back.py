"""What a person gives back to their therapist, built of the record: facts of sessions, nothing finer. Pure.

No repetition is told by itself, no landmark, no file and no machine: sums, medians, and what the person said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from coach.core import progress
from coach.core.care.plan import APPLIED, MY_PLAN
from coach.core.care.record import CareRecord, PlanStep
from coach.core.demo import SpecError
from coach.core.history import (
    ROUTINE_VERSION,
    PainTold,
    PainWhen,
    SafetyAnswered,
    SessionRecord,
    SetRecord,
)
from coach.core.routine import Routine, works
from coach.core.sitting.day import days_of
from coach.core.sitting.record import PostureRecord
from coach.core.spec import Exercise
from coach.core.therapy.growing import plan_of
from coach.core.therapy.report_exercise import (
    Asked,
    asked_of,
    exercise_done,
    not_begun,
    stop_reason,
    tracking,
)
from coach.core.therapy.results import (
    CeilingTold,
    ExerciseDone,
    HowEnded,
    PlanChange,
    PostureTotals,
    Results,
    SafetyTold,
    SessionDone,
)

MORNING_WITHIN: Final = timedelta(days=3)
"""An older record names no session for a morning's score: it is that of the last one, at most so long before; as the
program asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of a person, of which results are built.

    Attributes:
        sessions: in the order in which they came. pains: those outside a session too. screenings, care: as kept.
        desk: the hours at the desk, None unless the person ticked them.
        exercises, routines: by id, as they are now.
    """

    sessions: Sequence[SessionRecord] = ()
    pains: Sequence[PainTold] = ()
    screenings: Sequence[SafetyAnswered] = ()
    care: CareRecord = field(default_factory=CareRecord)
    desk: PostureRecord | None = None
    exercises: Mapping[str, Exercise] = field(default_factory=dict)
    routines: Mapping[str, Routine] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the results are to be about.

    Attributes:
        since, until: first and last local day. routine: the one, None for all. digest: of its file, "" where unknown.
        person: a name, where they give one.
    """

    since: date
    until: date
    routine: Routine | None = None
    digest: str = ""
    person: str = ""

    def covers(self, moment: datetime) -> bool:
        """Whether a moment lies in the span, by its own clock on the wall."""
        return self.since <= moment.date() <= self.until


def in_force(routines: Iterable[Routine], today: date) -> Routine | None:
    """The assigned routine that holds today: of those begun and not over the one that began last; without one, of those
    that are over the one that ended last; None where none was assigned."""
    found = [(one.assigned, one) for one in routines if one.assigned is not None and one.assigned.start <= today]
    running = [(kept, one) for kept, one in found if kept.end is None or today <= kept.end]
    if running:
        return max(running, key=lambda pair: (pair[0].start, pair[0].version))[1]
    return max(found, key=lambda pair: (pair[0].end or today, pair[0].version))[1] if found else None


def build(record: Record, wanted: Wanted, made_at: datetime) -> Results:
    """The results of a span of days.

    Args:
        made_at: now, aware local time.
    """
    routine = wanted.routine
    picked = [
        session
        for session in record.sessions
        if wanted.covers(session.started.at)
        and (routine is None or session.started.routine == routine.id)
        and (session.sets or session.pains)
    ]
    mornings = _unnamed_mornings(record)
    return Results(
        made_at=_minute(made_at),
        since=wanted.since,
        until=wanted.until,
        patient=routine.assigned.patient if routine and routine.assigned else "",
        person=wanted.person,
        routine=routine.id if routine else "",
        routine_name=routine.name if routine else "",
        routine_digest=wanted.digest,
        sessions=tuple(_session(session, record, mornings.get(session.started.session)) for session in picked),
        safety=_safety(record.screenings, wanted),
        ceiling_answers=tuple(
            CeilingTold(at=_minute(one.at), pain=one.pain, ceiling=one.ceiling, how=one.how)
            for one in record.care.ceiling_answers
            if wanted.covers(one.at) and (routine is None or one.routine == routine.id)
        ),
        changes=_changes(record, wanted),
        posture=None if record.desk is None else _posture(record.desk, wanted),
        versions=_versions(picked),
    )


def _session(session: SessionRecord, record: Record, morning: int | None) -> SessionDone:
    started = session.started
    stops = [pain.score for pain in session.pains if pain.when == "stop"]
    named = _last(session.pains, "morning")
    return SessionDone(
        session=started.session,
        at=_minute(started.at),
        routine=started.routine,
        routine_name=started.routine_name,
        routine_version=_version(session),
        minutes=round(progress.minutes(session), 1),
        ended=_ended(session),
        pain_before=_last(session.pains, "before"),
        pain_after=_last(session.pains, "after"),
        pain_stop=max(stops, default=None),
        pain_next_day=morning if named is None else named,
        effort=session.effort,
        stop_reason=stop_reason(session.sets),
        seen=tracking(session.sets)[0],
        exercises=_exercises(session, record),
    )


def _minute(moment: datetime) -> datetime:
    """Moments are told to the minute: no more is of use to anybody."""
    return moment.replace(second=0, microsecond=0)


def _ended(session: SessionRecord) -> HowEnded:
    if any(one.ended is not None and one.ended.end == "stopped" for one in session.sets):
        return "stopped"
    if session.ended is None:
        return "broken_off"
    return "complete" if session.ended.complete else "ended_early"


def _exercises(session: SessionRecord, record: Record) -> tuple[ExerciseDone, ...]:
    """Each exercise (of each side asked for) in the order in which it came, then those that it did not come to."""
    groups: dict[tuple[str, str | None], list[SetRecord]] = {}
    for one in session.sets:
        groups.setdefault((one.started.exercise, one.started.side), []).append(one)
    asked = _asked(session, record)
    own_target = asked is not None or not _version(session)
    routine = record.routines.get(session.started.routine)
    listed = {item.exercise for item in routine.items} if routine is not None else set()
    eased: set[str] = set()
    found = []
    for key, sets in groups.items():
        easier = key[0] in eased - listed
        exercise, wanted = record.exercises.get(key[0]), (asked or {}).get(key)
        found.append(exercise_done(sets, exercise, wanted, easier=easier, target_known=own_target))
        if exercise is not None and any(one.ended is not None and one.ended.end == "eased" for one in sets):
            eased.update(exercise.easier)
    return (*found, *(not_begun(one) for key, one in (asked or {}).items() if key not in groups))


def _asked(session: SessionRecord, record: Record) -> dict[tuple[str, str | None], Asked] | None:
    """What the therapist's routine asked for, None where it was another than the one that is known now."""
    routine = record.routines.get(session.started.routine)
    if routine is None or routine.assigned is None or routine.assigned.version != _version(session):
        return None
    try:
        every = asked_of(routine.items, works(routine, record.exercises))
    except SpecError:
        # An exercise of it is known no more; what the record says stands.
        return None
    return {(one.exercise.id, one.side): one for one in every}


def _version(session: SessionRecord) -> int:
    told = session.started.versions.get(ROUTINE_VERSION, "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) <= 4 else 0


def _last(pains: Iterable[PainTold], when: PainWhen) -> int | None:
    """The last score told: whoever tells twice puts it right."""
    return next((pain.score for pain in reversed(tuple(pains)) if pain.when == when), None)


def _unnamed_mornings(record: Record) -> dict[str, int]:
    """Morning scores of an older record, by the session that they are about."""
    found: dict[str, int] = {}
    for pain in record.pains:
        if pain.when != "morning" or pain.session is not None:
            continue
        day = pain.at.date()
        before = [s.started for s in record.sessions if day - MORNING_WITHIN <= s.started.at.date() < day]
        if before:
            found[max(before, key=lambda one: one.at).session] = pain.score
    return found


def _safety(screenings: Iterable[SafetyAnswered], wanted: Wanted) -> tuple[SafetyTold, ...]:
    return tuple(
        SafetyTold(at=_minute(one.at), outcome=one.outcome)
        for one in screenings
        if wanted.covers(one.at) and one.outcome != "clear"
    )


def _changes(record: Record, wanted: Wanted) -> tuple[PlanChange, ...]:
    """Steps taken, or taken back, of the routine that is asked for; without one, of every one."""
    routine = wanted.routine
    plans = {made.plan for made in record.care.plans}
    taken = {plan_of(one.digest) for one in record.care.routines_taken if routine and one.routine == routine.id}
    mine = None if routine is None else plans if routine.id == MY_PLAN else {routine.id, *taken}
    return tuple(
        PlanChange(
            at=_minute(step.at),
            exercise=_exercise_of(record, step),
            what=step.what,
            before=step.before,
            after=step.after,
            how=step.how,
        )
        for step in record.care.plan_steps
        if (step.how in APPLIED or step.how == "undone")
        and wanted.covers(step.at)
        and (mine is None or step.plan in mine)
    )


def _exercise_of(record: Record, step: PlanStep) -> str:
    """Id of the exercise that a step changed, as it was made into the plan or stands in the routine; "" where it is
    not known."""
    if step.what == "exercise":
        return step.before
    changed = [
        one.after
        for one in record.care.plan_steps
        if (one.plan, one.number, one.what) == (step.plan, step.number, "exercise")
        and one.how in APPLIED
        and one.at < step.at
    ]
    made = [item.exercise for item in record.care.plan_items if (item.plan, item.number) == (step.plan, step.number)]
    ids = {plan_of(one.digest): one.routine for one in record.care.routines_taken}
    routine = record.routines.get(ids.get(step.plan, step.plan))
    listed = [routine.items[step.number].exercise] if routine and 0 <= step.number < len(routine.items) else []
    return (*listed, *made, *changed)[-1] if listed or made or changed else ""


def _posture(desk: PostureRecord, wanted: Wanted) -> PostureTotals:
    days = [day for day in days_of(desk, wanted.since, wanted.until) if day.watched_s > 0 or day.breaks]
    seconds: dict[str, float] = {}
    for day in days:
        for state, long_s in day.seconds.items():
            seconds[state] = seconds.get(state, 0.0) + long_s
    return PostureTotals(
        days=len(days),
        minutes={state: round(long_s / 60, 1) for state, long_s in sorted(seconds.items())},
        breaks=sum(day.taken for day in days),
        shifts=sum(day.shifts for day in days),
    )


def _versions(sessions: Iterable[SessionRecord]) -> dict[str, str]:
    """Of software and files, as of the newest session."""
    found: dict[str, str] = {}
    for session in sessions:
        found.update(session.started.versions)
    # Those of the routine stand with each session.
    return {name: found[name] for name in sorted(found) if not name.startswith("routine_")}
