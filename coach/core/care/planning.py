"""A starting plan from a few answers. Pure and deterministic: what is ticked removes exercises and says why; then, from
the lists of the goal, one to warm up, one or two for strength, one or two to finish with, the easier one first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from coach.core.care.plan import asked, begun
from coach.core.care.plan_guide import BOTH_WAYS, FLOOR_NO, Goal, Option, PlanGuide
from coach.core.care.record import PlanItem
from coach.core.fit import Condition, Exclusion
from coach.core.routine import Routine, minutes
from coach.core.spec import Exercise

Role = Literal["warm", "work", "stretch"]

LEAST: Final = 2
"""Fewer exercises than this are no plan: a therapist should choose. Source: 2-4 to begin with, see the plan's file."""

MOST: Final = 4
"""More exercises than this are no beginning. Source: as above."""

LONG_ENOUGH: Final = 20
"""Shorter plans say how long they are, minutes. Source: 20-30 minutes a session, Sci Rep 2020."""

AIM: Final[Mapping[int, float]] = {10: 10.0, 20: 20.0, 30: 25.0}
"""Minutes asked for: a plan grows until it takes so many, minutes. "Up to 30" is the middle of 20-30; estimated."""

CEILING: Final[Mapping[int, float]] = {10: 12.5, 20: 25.0, 30: 30.0}
"""Minutes asked for: no set is added that would take longer, minutes; estimated. Raise it where plans come out
short."""

USUAL_DAYS: Final = 3
USUAL_MINUTES: Final = 20
"""What a skipped question means: the lower end of 3-5 days and of 20-30 minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was answered; skipped questions have their usual answer. `minutes` a session, `days` a week."""

    goal: str
    days: int = USUAL_DAYS
    floor: bool = True
    conditions: frozenset[Condition] = frozenset()
    minutes: int = USUAL_MINUTES


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An exercise that is not for this person, and why."""

    exercise: str
    excludes: tuple[Exclusion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A plan before it is kept.

    Attributes:
        items: in order; none mean that a therapist should choose. days: how many a week.
        left_out: what else there would be, and why not. notes: sentences to say with it. minutes: about how long.
    """

    items: tuple[PlanItem, ...]
    days: int
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    minutes: float


def answers_of(guide: PlanGuide, ticked: Collection[str]) -> Answers:
    """What ticked options mean; the first option of the question stands for a goal that was not chosen. Ids that no
    option has (any more) mean nothing."""
    known = guide.options.keys() & set(ticked)
    goals = [goal.id for goal in guide.goals if goal.id in known]
    found: set[Condition] = {condition for condition in get_args(Condition) if condition in known}
    if BOTH_WAYS in known:
        found |= {"bending", "arching"}
    return Answers(
        goal=goals[0] if goals else guide.goals[0].id,
        days=_number(known, "days_", USUAL_DAYS),
        floor=FLOOR_NO not in known,
        conditions=frozenset(found),
        minutes=_number(known, "minutes_", USUAL_MINUTES),
    )


def _number(known: Iterable[str], start: str, usual: int) -> int:
    return next((int(id_.removeprefix(start)) for id_ in sorted(known) if id_.startswith(start)), usual)


def suits(exercise: Exercise, answers: Answers) -> bool:
    """Whether an exercise may be offered to somebody: not excluded, not a therapist's to give, and in reach."""
    return not (exercise.gated or excluded(exercise, answers) or (exercise.place == "floor" and not answers.floor))


def excluded(exercise: Exercise, answers: Answers) -> tuple[Exclusion, ...]:
    """What about a person leaves an exercise out."""
    return tuple(one for one in exercise.excludes if one.when in answers.conditions)


def left_out(answers: Answers, exercises: Mapping[str, Exercise]) -> tuple[LeftOut, ...]:
    """Every exercise that the person's answers leave out, by name; those that need the floor where it is out of reach
    are all left out alike and not named. A therapist's are never part of a plan."""
    found = [
        LeftOut(exercise=exercise.id, excludes=reasons)
        for exercise in exercises.values()
        if not exercise.gated
        and (answers.floor or exercise.place != "floor")
        and (reasons := excluded(exercise, answers))
    ]
    return tuple(sorted(found, key=lambda one: exercises[one.exercise].name))


def propose(guide: PlanGuide, answers: Answers, exercises: Mapping[str, Exercise]) -> Proposal:
    """The plan for somebody's answers; `items` carry no plan's id yet."""
    goal = next(goal for goal in guide.goals if goal.id == answers.goal)
    fit = {id_: exercise for id_, exercise in exercises.items() if suits(exercise, answers)}
    chosen = _chosen(goal, fit, exercises, answers.minutes)
    items = grown([begun("", number, fit[id_]) for number, id_ in enumerate(chosen)], fit, answers.minutes)
    about = minutes_of(items, fit)
    strong = any(fit[id_].purpose in ("strength", "lifting") for id_ in chosen)
    return Proposal(
        items=items,
        days=answers.days,
        left_out=left_out(answers, exercises),
        notes=tuple(_notes(guide, answers, items, about, strong=strong)),
        minutes=about,
    )


def _notes(
    guide: PlanGuide, answers: Answers, items: Sequence[PlanItem], about: float, *, strong: bool
) -> Iterable[str]:
    if not items:
        yield guide.words.therapist
        return
    yield from (option.then for option in _true(guide, answers) if option.then)
    if not strong:
        yield guide.words.no_strength
    if round(about) < min(LONG_ENOUGH, answers.minutes):
        yield guide.words.short.format(minutes=max(1, round(about)))


def _true(guide: PlanGuide, answers: Answers) -> list[Option]:
    return [option for option in guide.question("true_of_you").options if option.id in answers.conditions]


def _chosen(goal: Goal, fit: Mapping[str, Exercise], exercises: Mapping[str, Exercise], wanted: int) -> list[str]:
    """Ids in the order in which they are done: warm-up, strength, stretch. None where fewer than two fit."""
    work = _work(goal, fit, exercises)
    warm = _first(goal.warm, fit, 1, work)
    stretch = _first(goal.stretch, fit, goal.stretch_most, [*work, *warm])
    chosen = [*warm, *work, *stretch]
    for id_ in _first([*goal.stretch, *goal.warm], fit, MOST - len(chosen), chosen):
        # Where little suits the person, one more stands in for what is missing.
        items = grown([begun("", number, fit[each]) for number, each in enumerate(chosen)], fit, wanted)
        if len(chosen) <= LEAST or minutes_of(items, fit) < min(wanted, LONG_ENOUGH):
            chosen.append(id_)
    return chosen if len(chosen) >= LEAST else []


def _first(ids: Iterable[str], fit: Mapping[str, Exercise], most: int, taken: Collection[str]) -> list[str]:
    return [id_ for id_ in dict.fromkeys(ids) if id_ in fit and id_ not in taken][:most]


def _work(goal: Goal, fit: Mapping[str, Exercise], exercises: Mapping[str, Exercise]) -> list[str]:
    """The easier one in place of a hard one where it fits too; a hard one only where no other is left, never two."""
    easy: list[str] = []
    hard: list[str] = []
    for id_ in (id_ for id_ in goal.work if id_ in fit):
        easier = easier_of(fit[id_], exercises)
        begin = next((other for other in easier if other in fit), id_)
        kind = easy if not easier or begin != id_ else hard
        if begin not in kind:
            kind.append(begin)
    return [*easy, *hard[:1]][: goal.work_most]


def easier_of(exercise: Exercise, exercises: Mapping[str, Exercise]) -> tuple[str, ...]:
    """Easier forms of the same purpose; an exercise that has one is a hard one."""
    known = [exercises[id_] for id_ in exercise.easier if id_ in exercises]
    return tuple(other.id for other in known if other.purpose == exercise.purpose)


def minutes_of(items: Sequence[PlanItem], exercises: Mapping[str, Exercise]) -> float:
    """About how long items take together, minutes; estimated as for any routine."""
    if not items:
        return 0.0
    return minutes(Routine(id="", name="", summary="", items=tuple(map(asked, items))), exercises)


def grown(items: Sequence[PlanItem], exercises: Mapping[str, Exercise], wanted: int) -> tuple[PlanItem, ...]:
    """Items that take about the minutes wanted, each within its own range: sets first, then repetitions; strength
    before the rest, and what has grown least before the others."""
    found = [replace(item, sets=_sets(item, exercises)[0]) for item in items]
    aim, ceiling = AIM.get(wanted, float(wanted)), CEILING.get(wanted, float(wanted))
    while minutes_of(found, exercises) < aim:
        tried = (_one_more(found, at, more) for at, more in _in_turn(found, exercises))
        fits = next((more for more in tried if minutes_of(more, exercises) <= ceiling), None)
        if fits is None:
            break
        found = fits
    return tuple(found)


def _sets(item: PlanItem, exercises: Mapping[str, Exercise]) -> tuple[int, int]:
    dose = exercises[item.exercise].dose
    return dose.sets_range or (dose.sets, dose.sets)


def _in_turn(items: Sequence[PlanItem], exercises: Mapping[str, Exercise]) -> list[tuple[int, PlanItem]]:
    """Places of the items that may still grow and what they grow to, the next one first."""
    light = [not _strong(exercises[item.exercise]) for item in items]
    able = [at for at, item in enumerate(items) if item.sets < _sets(item, exercises)[1]]
    able.sort(key=lambda at: (items[at].sets - (not light[at]), light[at], at))
    found = [(at, replace(items[at], sets=items[at].sets + 1)) for at in able]
    doses = [exercises[item.exercise].dose for item in items]
    more = [at for at, item in enumerate(items) if item.reps < (doses[at].reps_range or (0, 0))[1]]
    more.sort(key=lambda at: (items[at].reps / doses[at].reps, light[at], at))
    return found + [(at, replace(items[at], reps=items[at].reps + 1)) for at in more]


def _one_more(items: Sequence[PlanItem], at: int, grown: PlanItem) -> list[PlanItem]:
    return [grown if number == at else item for number, item in enumerate(items)]


def carried(proposal: Proposal, before: Iterable[PlanItem], exercises: Mapping[str, Exercise]) -> Proposal:
    """The proposal with what the person has worked up to already: an exercise of the plan before keeps its dose."""
    had = {item.exercise: item for item in before}
    items = tuple(
        replace(had[item.exercise], plan=item.plan, number=item.number) if item.exercise in had else item
        for item in proposal.items
    )
    return replace(proposal, items=items, minutes=minutes_of(items, exercises))


def in_place_of(
    items: Sequence[PlanItem], number: int, answers: Answers, exercises: Mapping[str, Exercise]
) -> tuple[Exercise, ...]:
    """What may stand in place of an item: exercises for the same end that suit the person and are not in the plan."""
    there = {item.exercise for item in items}
    item = next(item for item in items if item.number == number)
    strong = _strong(exercises[item.exercise])
    fit = [one for one in exercises.values() if one.id not in there and suits(one, answers) and _strong(one) == strong]
    return tuple(sorted(fit, key=lambda one: one.name))


def _strong(exercise: Exercise) -> bool:
    return exercise.purpose in ("strength", "lifting")


def gentle(goal: Goal, answers: Answers, exercises: Mapping[str, Exercise]) -> tuple[PlanItem, ...]:
    """Easy moves for a flare-up: those that are gentle enough and suit the person, four at most; one set of each where
    there are several."""
    fit = {id_: one for id_, one in exercises.items() if one.flare and suits(one, answers)}
    order = [*goal.warm, *goal.stretch, *sorted(fit)]
    ids = _first(order, fit, 4, ())
    items = [begun("", number, fit[id_]) for number, id_ in enumerate(ids)]
    return tuple(items if len(items) <= LEAST else [replace(item, sets=1) for item in items])
