"""How a plan grows and shrinks: what the last sessions say of one exercise, and the one change that follows from it.

Sessions count in the order in which they were done, never by the clock, which may jump.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from coach.core import progress
from coach.core.care.growth import Growth
from coach.core.care.record import PlanStep, StepWhat
from coach.core.history import SessionRecord, SetRecord
from coach.core.spec import Exercise, Kind

Verdict = Literal["over", "fair", "under"]
"""All of it in good form; most of it; too little of it, or stopped."""

Way = Literal["up", "down"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standing:
    """One exercise of the plan as it stands now; `number` is its place in the plan."""

    number: int
    exercise: Exercise
    sets: int
    reps: int
    hold_s: float

    @property
    def total(self) -> int:
        """Repetitions of a set, of both sides together, as sets are recorded."""
        return self.reps * (1 if self.exercise.sides == "both" else 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One session of an exercise as the plan asks it. `low`, `high`: pain before it, and the worst after or the next
    morning; None where not told. `pain` is the worst of all. `judged`: the camera saw the form of every set."""

    session: str
    verdict: Verdict
    low: int | None = None
    high: int | None = None
    pain: int | None = None
    effort: int | None = None
    judged: bool = True

    @property
    def rise(self) -> int:
        """Points of pain more than before; 0 where not told."""
        return 0 if self.low is None or self.high is None else self.high - self.low


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One change to take or to refuse; `before`, `after` as they are kept; `text` asks, `why` explains."""

    number: int
    what: StepWhat
    before: str
    after: str
    way: Way
    rule: str
    text: str
    why: str


Allowed = Callable[[Exercise], bool]
"""Whether an exercise may stand in this person's plan."""


def offer(
    standings: Sequence[Standing],
    sessions: Sequence[SessionRecord],
    steps: Sequence[PlanStep],
    growth: Growth,
    exercises: Mapping[str, Exercise],
    allowed: Allowed,
) -> Offer | None:
    """The one change to offer now, or None. Easier comes before harder; of several, what has waited longest.

    Args:
        standings: the plan as it stands, steps applied. sessions: all of them, in the order they were done.
        steps: those of this plan, answered or made by hand, in the order they were.
        exercises: all there are, by id.
    """
    # After any answer two sessions pass first, whatever it was about: one change at a time.
    done = _since(sessions, steps[-1].session) if steps else list(sessions)
    if steps and not done and (back := _taken_too_soon(standings, sessions, steps[-1], growth, exercises, allowed)):
        return back
    found = [one for item in standings if (one := _of(item, done, growth, exercises, allowed)) is not None]
    turns = {step.number: place for place, step in enumerate(steps)}
    found.sort(key=lambda one: (one.way != "down", turns.get(one.number, -1), one.number))
    return found[0] if found else None


def _taken_too_soon(
    standings: Sequence[Standing],
    sessions: Sequence[SessionRecord],
    step: PlanStep,
    growth: Growth,
    exercises: Mapping[str, Exercise],
    allowed: Allowed,
) -> Offer | None:
    """The way back from more that was taken right after a session, when the next morning hurt: told after the answer,
    that pain would else count for nothing."""
    item = next((one for one in standings if one.number == step.number), None)
    last = next((one for one in reversed(sessions) if one.started.session == step.session), None)
    if item is None or last is None or step.how != "taken" or step.rule != "over_performed":
        return None
    low, high = _around(last)
    if low is None or high is None or high - low < growth.down.pain_rise:
        return None
    why = growth.words.why_pain.format(low=low, high=high)
    return _change(item, "down", "pain_up", why, growth, exercises, allowed)


def _around(session: SessionRecord) -> tuple[int | None, int | None]:
    """Pain before a session, and the worst after it or the next morning; None where not told."""
    before = [pain.score for pain in session.pains if pain.when == "before"]
    after = [pain.score for pain in session.pains if pain.when != "before"]
    return before[-1] if before else None, max(after, default=None)


def trials(item: Standing, sessions: Sequence[SessionRecord], growth: Growth) -> list[Trial]:
    """The sessions in which this exercise was asked for as the plan asks it now, in their order."""
    found = []
    for session in sessions:
        sets = [record for record in session.sets if _is_of(record, item)]
        if sets:
            found.append(_trial(item, session, sets, growth))
    return found


def _since(sessions: Sequence[SessionRecord], session: str) -> list[SessionRecord]:
    ids = [record.started.session for record in sessions]
    return list(sessions[ids.index(session) + 1 :] if session in ids else sessions)


def _is_of(record: SetRecord, item: Standing) -> bool:
    asked = record.started
    alike = asked.exercise == item.exercise.id and asked.reps == item.total and asked.sets == item.sets
    return alike and abs(asked.hold_s - item.hold_s) < 0.5


def _trial(item: Standing, session: SessionRecord, sets: Sequence[SetRecord], growth: Growth) -> Trial:
    low, high = _around(session)
    asked = item.total * item.sets
    done = sum(min(item.total, progress.done(record)) for record in sets)
    ends = {record.ended.end if record.ended else "abandoned" for record in sets}
    weak = done < growth.down.done_share * asked or bool(ends & {"stopped", "eased"})
    over = done >= asked and not weak and all(_in_form(record, growth) for record in sets)
    return Trial(
        session=session.started.session,
        verdict="under" if weak else "over" if over else "fair",
        low=low,
        high=high,
        pain=max((told.score for told in session.pains), default=None),
        effort=session.effort,
        judged=item.exercise.kind != "paced" and all(record.ended and record.ended.seen > 0 for record in sets),
    )


def _in_form(record: SetRecord, growth: Growth) -> bool:
    """Whether the repetitions, or the seconds held, were good but for the share that may slip."""
    complete = [rep for rep in record.reps if rep.complete]
    if complete:
        slipped = sum(bool(rep.faults) for rep in complete) / len(complete)
    else:
        slipped_s = sum(max(0.0, fault.end_s - fault.start_s) for fault in record.faults)
        slipped = slipped_s / (slipped_s + record.hold_s) if slipped_s else 0.0
    return slipped <= growth.up.fault_share


def _of(
    item: Standing,
    sessions: Sequence[SessionRecord],
    growth: Growth,
    exercises: Mapping[str, Exercise],
    allowed: Allowed,
) -> Offer | None:
    past = trials(item, sessions, growth)
    up, down = past[-growth.up.sessions :], past[-growth.down.sessions :]
    words = growth.words
    if past and past[-1].rise >= growth.down.pain_rise:
        why = words.why_pain.format(low=past[-1].low, high=past[-1].high)
        return _change(item, "down", "pain_up", why, growth, exercises, allowed)
    if len(down) == growth.down.sessions and all(trial.verdict == "under" for trial in down):
        why = words.why_under.format(sessions=growth.down.sessions)
        return _change(item, "down", "under_performed", why, growth, exercises, allowed)
    if len(up) == growth.up.sessions and all(_easy(trial, growth) for trial in up):
        return _change(item, "up", "over_performed", _why_more(up, growth), growth, exercises, allowed)
    return None


def _why_more(up: Sequence[Trial], growth: Growth) -> str:
    """The sentence for more; of form it says something only where that was seen, each time."""
    words, pains = growth.words, [trial.pain for trial in up if trial.pain is not None]
    judged = all(trial.judged for trial in up)
    asked, unasked = (words.why_over, words.why_over_unasked) if judged else (words.why_done, words.why_done_unasked)
    why = asked if pains else unasked
    return why.format(sessions=growth.up.sessions, pain=max(pains, default=0))


def _easy(trial: Trial, growth: Growth) -> bool:
    hard = trial.effort is not None and trial.effort > growth.up.effort_most
    hurt = trial.rise >= growth.down.pain_rise
    return (
        trial.verdict == "over" and not hard and not hurt and (trial.pain is None or trial.pain <= growth.up.pain_most)
    )


def _change(
    item: Standing,
    way: Way,
    rule: str,
    why: str,
    growth: Growth,
    exercises: Mapping[str, Exercise],
    allowed: Allowed,
) -> Offer | None:
    """The next change that way: repetitions and hold within the exercise's own range, then sets, then its neighbour."""
    for what, before, after in _changes(item, way, growth, exercises, allowed):
        shown = (exercises[before].name, exercises[after].name) if what == "exercise" else (before, after)
        text = growth.words.ask(what, way).format(exercise=item.exercise.name, before=shown[0], after=shown[1])
        return Offer(number=item.number, what=what, before=before, after=after, way=way, rule=rule, text=text, why=why)
    return None


_ORDER: Final[Mapping[Kind, tuple[StepWhat, ...]]] = {
    "reps": ("reps", "hold_s", "sets"),
    "hold": ("hold_s", "reps", "sets"),
    "paced": ("reps", "sets"),
}
"""What changes first in each kind of exercise."""


def _changes(
    item: Standing, way: Way, growth: Growth, exercises: Mapping[str, Exercise], allowed: Allowed
) -> Iterator[tuple[StepWhat, str, str]]:
    dose = item.exercise.dose
    ranges = {"hold_s": dose.hold_range_s, "reps": dose.reps_range, "sets": dose.sets_range}
    sign = 1 if way == "up" else -1
    for what in _ORDER[item.exercise.kind]:
        bounds, value = ranges[what], getattr(item, what)
        if bounds is None:
            continue
        wanted = min(max(value + sign * growth.step.of(what), bounds[0]), bounds[1])
        if (wanted - value) * sign > 0:
            yield what, f"{value:g}", f"{wanted:g}"
    for id_ in item.exercise.harder if way == "up" else item.exercise.easier:
        other = exercises.get(id_)
        if other is not None and other.group == "mat" and allowed(other):
            yield "exercise", item.exercise.id, id_
