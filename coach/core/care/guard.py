"""What holds a plan back, in words only: a flare-up, its end, too much strength. Never a lock; the person decides."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from coach.core.care.flare import is_open
from coach.core.care.plan import MY_PLAN, CurrentPlan
from coach.core.care.planning import Answers, easier_of, suits
from coach.core.care.record import CareRecord, PlanItem, StepWhat
from coach.core.history import PainTold, SessionRecord
from coach.core.progress import worked
from coach.core.routine import Routine
from coach.core.spec import Exercise

SORE: Final = 4
"""From this pain on the same muscles rest a day. Source: pain traffic light, 0-3 is go. Lower it for a person who
overdoes things, raise it for one who always hurts a little."""

AFTER_FLARE: Final = "after_flare"
"""Id of the rule that offers a step down once a flare-up is over; the id of the flare-up stands behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Easing:
    """The one step down offered after a flare-up: `what` of item `number`, values as they are kept. `flare` is the id
    of the flare-up."""

    number: int
    what: StepWhat
    before: str
    after: str
    flare: str

    @property
    def rule(self) -> str:
        """What the answer is kept under: it names the flare-up, as the clock may jump between its end and the
        answer."""
        return f"{AFTER_FLARE} {self.flare}"


def waits(exercise: Exercise) -> bool:
    """Whether an exercise waits while a flare-up is open: planks (strength by holding) and lifting. Source: reference
    2.1, during a spasm a plank is hidden; lifting is estimated."""
    return exercise.purpose == "lifting" or (exercise.purpose == "strength" and exercise.kind == "hold")


def any_waits(routine: Routine, exercises: Mapping[str, Exercise]) -> bool:
    """Whether a routine has something that waits while a flare-up is open."""
    return any(waits(exercises[item.exercise]) for item in routine.items if item.exercise in exercises)


def easing(
    plan: CurrentPlan,
    care: CareRecord,
    sessions: Iterable[str],
    answers: Answers,
    exercises: Mapping[str, Exercise],
) -> Easing | None:
    """The step down to offer: after the last flare-up since the plan was made, until it is answered or the plan was
    practised again; None while one is open.

    Args:
        sessions: routine ids of the sessions begun since the last flare-up ended.
    """
    ends = [end for end in care.flare_ends if end.at >= plan.made.at]
    if not ends or is_open(care) or MY_PLAN in set(sessions):
        return None
    order = sorted(plan.items, key=lambda item: (_weight(exercises[item.exercise]), item.number))
    found = (_down(item, ends[-1].flare, answers, exercises) for item in order)
    offered = next((one for one in found if one is not None), None)
    answered = {step.rule for step in care.plan_steps if step.plan == plan.made.plan}
    return None if offered is None or offered.rule in answered else offered


def _weight(exercise: Exercise) -> int:
    """What is eased first: what had to wait, then strength, then all else."""
    return 0 if waits(exercise) else 1 if exercise.purpose == "strength" else 2


def _down(item: PlanItem, flare: str, answers: Answers, exercises: Mapping[str, Exercise]) -> Easing | None:
    """One level easier: an easier exercise, else a set less, else a shorter hold or fewer repetitions."""
    exercise = exercises[item.exercise]
    begin = next((id_ for id_ in easier_of(exercise, exercises) if suits(exercises[id_], answers)), None)
    if begin is not None:
        return Easing(number=item.number, what="exercise", before=item.exercise, after=begin, flare=flare)
    if item.sets > 1:
        return Easing(number=item.number, what="sets", before=str(item.sets), after=str(item.sets - 1), flare=flare)
    least = exercise.dose.reps_range
    if least is not None and item.reps > least[0]:
        fewer = max(least[0], item.reps - 2)
        return Easing(number=item.number, what="reps", before=str(item.reps), after=str(fewer), flare=flare)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What the last days were: `twice`, strength was trained today already; `same`, the back is sore, and the strength
    exercises of this routine were trained yesterday."""

    twice: bool = False
    same: bool = False


def load(
    routine: Routine,
    sessions: Sequence[SessionRecord],
    pains: Sequence[PainTold],
    exercises: Mapping[str, Exercise],
    now: datetime,
) -> Load:
    """Whether beginning this routine now would be much. `now` is aware local time; days are those of its calendar."""
    wanted = _strength((item.exercise for item in routine.items), exercises)
    if not wanted:
        return Load()
    today = now.date()
    done = _trained(sessions, today, exercises)
    before = _trained(sessions, today - timedelta(days=1), exercises)
    return Load(twice=bool(done), same=_sore(pains, today) and bool(_family(wanted, exercises) & before))


def _strength(ids: Iterable[str], exercises: Mapping[str, Exercise]) -> set[str]:
    return {id_ for id_ in ids if id_ in exercises and exercises[id_].purpose in ("strength", "lifting")}


def _family(ids: Collection[str], exercises: Mapping[str, Exercise]) -> set[str]:
    """Exercises and their easier and harder forms: they work the same muscles."""
    known = [exercises[id_] for id_ in ids]
    return {*ids, *(id_ for one in known for id_ in (*one.easier, *one.harder))}


def _trained(sessions: Iterable[SessionRecord], day: date, exercises: Mapping[str, Exercise]) -> set[str]:
    """Strength exercises in which something was done on a day."""
    sets = [record for session in sessions if session.started.at.date() == day for record in session.sets]
    return _strength((record.started.exercise for record in sets if worked(record)), exercises)


def _sore(pains: Sequence[PainTold], today: date) -> bool:
    """Whether the last pain told, today or yesterday, was more than a little."""
    last = [told for told in pains if today - timedelta(days=1) <= told.at.date() <= today]
    return bool(last) and last[-1].score >= SORE
