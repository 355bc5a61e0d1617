"""What came of a session: asked against done, by exercise, in facts and words."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from coach.core.history import SessionRecord, SetEnd
from coach.core.report import Rep
from coach.core.routine import Work
from coach.core.spec import Exercise
from coach.core.tally import Tally, fault_sentences

NEAR_ENOUGH: Final = 0.95
"""A hold of this share of what was asked is called done; estimated, as the clock starts a moment late."""
HELD_SHORT: Final = 0.7
"""Held for less than this share of what the repetitions done asked for is worth a word; estimated. Lower if it nags."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetResult:
    """One set that was begun. `best` maps the exercise's main measure to the best value reached in it."""

    work: Work
    end: SetEnd
    done: int
    partial: int
    hold_s: float
    faults: tuple[str, ...] = ()
    best: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseResult:
    """All sets of one exercise together.

    Attributes:
        asked, done: repetitions (holds in a hold exercise) of all sets, corrections included. partial: turned back.
        asked_s: seconds of hold asked for, 0 where none. hold_s: seconds in good form.
        faults: one sentence each, worst first.
        best, before: best angle reached today and last time, degrees; None where unknown.
        sets_done, sets: sets whose target was reached, and sets asked for.
        stopped: STOP was pressed in it. eased: a set was ended because form slipped.
    """

    exercise: Exercise
    asked: int
    done: int
    partial: int
    asked_s: float
    hold_s: float
    faults: tuple[str, ...] = ()
    best: float | None = None
    before: float | None = None
    sets_done: int = 0
    sets: int = 0
    stopped: bool = False
    eased: bool = False


def set_result(work: Work, end: SetEnd, done: int, tally: Tally, hold_s: float | None = None) -> SetResult:
    """Result of a set from the engine's account; `done` with corrections, `hold_s` where it was counted by hand."""
    return SetResult(
        work=work,
        end=end,
        done=done,
        partial=tally.counts.partial,
        hold_s=tally.hold_s if hold_s is None else hold_s,
        faults=fault_sentences(tally),
        best=best_of(work.exercise, tally.reps),
    )


def best_of(exercise: Exercise, reps: Sequence[Rep]) -> float | None:
    """Best value of the main measure over repetitions, or None."""
    if exercise.rep is None:
        return None
    main = exercise.rep.measures[0]
    spans = [rep.range[main.feature] for rep in reps if rep.complete and main.feature in rep.range]
    values = [high if main.direction > 0 else low for low, high in spans]
    values = [value for value in values if math.isfinite(value)]
    if not values:
        return None
    return max(values) if main.direction > 0 else min(values)


def by_exercise(
    sets: Sequence[Work], results: Sequence[SetResult], before: Mapping[str, float]
) -> tuple[ExerciseResult, ...]:
    """One result for each exercise of the routine, in its order; `before` is the best of last time by exercise id."""
    found: list[ExerciseResult] = []
    # Where form slipped an easier exercise may stand in place of what was left of one: each is told apart.
    for item, id_ in sorted(dict.fromkeys((work.item, work.exercise.id) for work in sets), key=lambda one: one[0]):
        asked = [work for work in sets if (work.item, work.exercise.id) == (item, id_)]
        done = [result for result in results if (result.work.item, result.work.exercise.id) == (item, id_)]
        exercise = asked[0].exercise
        bests = [result.best for result in done if result.best is not None]
        upward = exercise.rep is not None and exercise.rep.measures[0].direction > 0
        found.append(
            ExerciseResult(
                exercise=exercise,
                asked=sum(work.total for work in asked),
                done=sum(result.done for result in done),
                partial=sum(result.partial for result in done),
                asked_s=sum(work.total * work.hold_s for work in asked),
                hold_s=sum(result.hold_s for result in done),
                faults=tuple(dict.fromkeys(line for result in done for line in result.faults)),
                best=(max(bests) if upward else min(bests)) if bests else None,
                before=before.get(exercise.id),
                sets_done=sum(result.end == "done" for result in done),
                sets=len(asked),
                stopped=any(result.end == "stopped" for result in done),
                eased=any(result.end == "eased" for result in done),
            )
        )
    return tuple(found)


def last_bests(exercises: Mapping[str, Exercise], sessions: Sequence[SessionRecord]) -> dict[str, float]:
    """Best main measure of each exercise in the last session that has one, by exercise id."""
    found: dict[str, float] = {}
    for session in sessions:
        for record in session.sets:
            exercise = exercises.get(record.started.exercise)
            if exercise is None:
                continue
            reps = [
                Rep(rep.start_s, rep.peak_s, rep.end_s, rep.side, rep.complete, rep.range, rep.hold_s)
                for rep in record.reps
            ]
            best = best_of(exercise, reps)
            if best is not None:
                found[exercise.id] = best
    return found


def encouragement(results: Sequence[ExerciseResult]) -> str:
    """One true, kind sentence about what was done."""
    done = [result for result in results if result.sets_done == result.sets]
    total_s = sum(result.hold_s for result in results)
    reps = sum(result.done for result in results if result.exercise.kind != "hold")
    if any(result.stopped for result in results):
        return "You stopped when you needed to. That was right."
    if any(result.eased for result in results):
        return "You let up when it got hard. That was right."
    if results and len(done) == len(results):
        return "You did everything you set out to do."
    if reps or total_s >= 1:
        parts = [f"{reps} repetition{'s' if reps != 1 else ''}"] if reps else []
        parts += [f"{total_s:.0f} seconds held in good form"] if total_s >= 1 else []
        return f"{' and '.join(parts)}: that is {'work' if len(parts) > 1 else 'something'} your back can use."
    return "You came to the mat. Tomorrow is another day."


def work_on(results: Sequence[ExerciseResult]) -> str:
    """One thing to work on next time, or a sentence that there is none."""
    for look in (_mend, _go_all_the_way, _hold_longer):
        for result in results:
            if advice := look(result):
                return f"Next time in the {result.exercise.name.lower()}: {advice}."
    if any(result.sets_done < result.sets for result in results):
        return "Next time, do as much as feels right."
    return "Keep it as it is: nothing stood out."


def _mend(result: ExerciseResult) -> str:
    worst = result.faults[0] if result.faults else ""
    cue = next((rule.cue for rule in result.exercise.rules if worst.startswith(rule.name)), "")
    return f"{cue[:1].lower()}{cue[1:]}"


def _go_all_the_way(result: ExerciseResult) -> str:
    return "fewer, but all the way" if result.partial > max(1, result.done // 4) else ""


def _hold_longer(result: ExerciseResult) -> str:
    return "hold each one a little longer" if _held_short(result) else ""


def _held_short(result: ExerciseResult) -> bool:
    """Whether what was done was held for much less than asked; of holds that nobody measured (by hand) nothing is
    said."""
    share = min(1.0, result.done / result.asked) if result.asked else 0.0
    return 1 <= result.hold_s < HELD_SHORT * result.asked_s * share
