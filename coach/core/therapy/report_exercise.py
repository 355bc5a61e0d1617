"""What came of one exercise in one session: the sets of the record put together as facts. Pure."""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from coach.core.body import Side
from coach.core.features import FEATURES
from coach.core.history import PACED, HoldDone, RepDone, SetRecord, StopReason
from coach.core.results import NEAR_ENOUGH
from coach.core.routine import Item, Work
from coach.core.spec import Exercise
from coach.core.therapy.results import ExerciseDone, FaultSum

DECIMALS: Final = 1
"""Of seconds and degrees that are told. More would say more than a camera can (design.md 6: angles +-10 degrees)."""

FINE: Final = 3
"""Decimals of shares, and of measures that are shares of a length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the routine asks of one exercise (of one side, where it names one): its sets in order, and the target set
    for it, None where the exercise's own stands."""

    exercise: Exercise
    side: Side | None
    works: tuple[Work, ...]
    target: float | None


def asked_of(items: Sequence[Item], works: Sequence[Work]) -> tuple[Asked, ...]:
    """What a routine asks for, by exercise and side, in its order; the same asked for twice is one."""
    found: dict[tuple[str, Side | None], list[Work]] = {}
    for work in works:
        found.setdefault((work.exercise.id, work.side), []).append(work)
    return tuple(
        Asked(
            exercise=sets[0].exercise,
            side=side,
            works=tuple(sets),
            target=next((items[work.item].target for work in sets if items[work.item].target is not None), None),
        )
        for (_, side), sets in found.items()
    )


def not_begun(asked: Asked) -> ExerciseDone:
    """An exercise of the routine that the session did not come to."""
    exercise = asked.exercise
    measure, unit = _measure(exercise)
    return ExerciseDone(
        exercise=exercise.id,
        name=exercise.name,
        side=asked.side,
        paced=exercise.kind == "paced",
        sets_asked=len(asked.works),
        sets_done=0,
        asked=sum(work.total for work in asked.works),
        correct=0,
        faulty=0,
        partial=0,
        hold_asked_s=_round(sum(work.total * work.hold_s for work in asked.works)),
        measure=measure,
        unit=unit,
        target=_target(exercise, asked),
    )


def exercise_done(
    sets: Sequence[SetRecord],
    exercise: Exercise | None,
    asked: Asked | None,
    *,
    easier: bool = False,
    target_known: bool = True,
) -> ExerciseDone:
    """The sets of one exercise (and side) in one session, together.

    Args:
        sets: at least one. exercise: None where it is no longer known; then nothing is measured.
        asked: what the routine asked for, None where that is not known: then the record alone says it.
        target_known: without `asked`, whether the exercise's own target stood.
    """
    first = sets[0].started
    sets_asked, total, hold_asked_s = _asked(sets, asked)
    seen, yaw_deg, fps = tracking(sets)
    return ExerciseDone(
        exercise=first.exercise,
        name=exercise.name if exercise else worded(first.exercise),
        side=first.side,
        paced=any(record.paced for record in sets) or (exercise is not None and exercise.kind == "paced"),
        sets_asked=sets_asked,
        sets_done=sum(record.ended is not None and record.ended.end == "done" for record in sets),
        asked=total,
        **_counted(sets),
        corrected=sum(record.corrected for record in sets),
        hold_asked_s=_round(hold_asked_s),
        hold_s=_round(sum(_held_s(record) for record in sets)),
        target=_target(exercise, asked) if asked is not None or target_known else None,
        **_measured(exercise, [rep for record in sets for rep in judged(record)]),
        faults=_faults(sets, (exercise, asked.exercise if asked else None)),
        seen=seen,
        yaw_deg=yaw_deg,
        fps=fps,
        easier=easier,
        stop_reason=stop_reason(sets),
    )


def stop_reason(sets: Iterable[SetRecord]) -> StopReason | None:
    """Why the last set that STOP ended was stopped, None where none was, or nothing was said."""
    found = [record.ended.reason for record in sets if record.ended and record.ended.end == "stopped"]
    return next((reason for reason in reversed(found) if reason), None)


def judged(record: SetRecord) -> tuple[RepDone, ...]:
    """Repetitions of a set that count for it: where one side was asked to work, none of the other."""
    side = record.started.side
    return tuple(rep for rep in record.reps if side is None or rep.side in (None, side))


def tracking(sets: Iterable[SetRecord]) -> tuple[float, float | None, float]:
    """How well somebody was seen: share 0..1, turn from side-on in degrees (None where it was never known), pictures a
    second; each weighted by how long a set took."""
    ends = [(record.started.at, record.ended) for record in sets if record.ended and record.ended.end != "skipped"]
    spans = [(max(0.0, (end.at - at).total_seconds()), end) for at, end in ends]
    seen = _mean((long_s, min(1.0, max(0.0, end.seen))) for long_s, end in spans)
    turned = _mean((long_s, end.yaw_deg) for long_s, end in spans if end.yaw_deg is not None)
    fps = _mean((long_s, max(0.0, end.fps)) for long_s, end in spans)
    return round(seen or 0.0, FINE), None if turned is None else _round(turned), _round(fps or 0.0)


def worded(id_: str) -> str:
    """An id as words: "hips_sag" is "Hips sag"."""
    words = id_.replace("_", " ").strip()
    return words[:1].upper() + words[1:] or "Unknown"


def _counted(sets: Iterable[SetRecord]) -> dict[str, Any]:
    """Repetitions or holds by what they were."""
    done: list[tuple[bool, bool, Side | None]] = []
    for record in sets:
        done += [(rep.complete, bool(rep.faults), rep.side) for rep in judged(record)]
        done += [(_long(record, hold), _broken(record, hold), hold.side) for hold in record.holds if hold.good_s > 0]
    return {
        "correct": sum(whole and not faulty for whole, faulty, _ in done),
        "faulty": sum(whole and faulty for whole, faulty, _ in done),
        "partial": sum(not whole for whole, _, _ in done),
        "left": sum(whole and side == "left" for whole, _, side in done),
        "right": sum(whole and side == "right" for whole, _, side in done),
    }


def _measured(exercise: Exercise | None, reps: Sequence[RepDone]) -> dict[str, Any]:
    """How far and how fast; times that the clock led say nothing."""
    measure, unit = _measure(exercise)
    best, median = _reached(exercise, reps)
    timed = [rep for rep in reps if rep.complete and PACED not in rep.range]
    return {
        "measure": measure,
        "unit": unit,
        "best": best,
        "median": median,
        "out_s": _median_s(rep.peak_s - rep.start_s for rep in timed),
        "back_s": _median_s(rep.end_s - rep.peak_s for rep in timed),
    }


def _held_s(record: SetRecord) -> float:
    spans = [*(hold.good_s for hold in record.holds), *(rep.hold_s for rep in judged(record))]
    return sum(max(0.0, _number(span)) for span in spans)


def _long(record: SetRecord, hold: HoldDone) -> bool:
    return hold.good_s >= record.started.hold_s * NEAR_ENOUGH


def _broken(record: SetRecord, hold: HoldDone) -> bool:
    return any(fault.start_s < hold.end_s and fault.end_s > hold.start_s for fault in record.faults)


def _asked(sets: Sequence[SetRecord], asked: Asked | None) -> tuple[int, int, float]:
    """Sets, repetitions and seconds of hold asked for. Of sets that were not begun the record knows the number alone:
    each is taken for as long as the last that was."""
    if asked is not None:
        works = asked.works
        return len(works), sum(work.total for work in works), sum(work.total * work.hold_s for work in works)
    number = total = 0
    hold_s = 0.0
    for run in _runs(sets):
        begun, last = len(run), run[-1].started
        left = max(0, last.sets - begun)
        number += begun + left
        total += sum(record.started.reps for record in run) + left * last.reps
        hold_s += sum(record.started.reps * record.started.hold_s for record in run) + left * last.reps * last.hold_s
    return number, total, hold_s


def _runs(sets: Sequence[SetRecord]) -> list[list[SetRecord]]:
    """Sets of one asking: their numbers rise; where they begin anew, the exercise was asked for once more."""
    runs: list[list[SetRecord]] = []
    for record in sets:
        if not runs or record.started.set_no <= runs[-1][-1].started.set_no:
            runs.append([])
        runs[-1].append(record)
    return runs


def _measure(exercise: Exercise | None) -> tuple[str, str]:
    if exercise is None or exercise.rep is None:
        return "", ""
    feature = exercise.rep.measures[0].feature
    return feature, FEATURES[feature].unit if feature in FEATURES else ""


def _target(exercise: Exercise | None, asked: Asked | None) -> float | None:
    if exercise is None or exercise.rep is None:
        return None
    return exercise.rep.measures[0].target if asked is None or asked.target is None else asked.target


def _reached(exercise: Exercise | None, reps: Sequence[RepDone]) -> tuple[float | None, float | None]:
    """Best and median of the main measure in complete repetitions, in partial ones where none was complete."""
    if exercise is None or exercise.rep is None:
        return None, None
    main = exercise.rep.measures[0]
    spans = [rep.range[main.feature] for rep in _best_kind(reps) if main.feature in rep.range]
    values = [high if main.direction > 0 else low for low, high in spans]
    values = [value for value in values if math.isfinite(value)]
    if not values:
        return None, None
    decimals = DECIMALS if _measure(exercise)[1] == "deg" else FINE
    best = max(values) if main.direction > 0 else min(values)
    return round(best, decimals), round(statistics.median(values), decimals)


def _best_kind(reps: Sequence[RepDone]) -> Sequence[RepDone]:
    return [rep for rep in reps if rep.complete] or reps


def _faults(sets: Iterable[SetRecord], exercises: Iterable[Exercise | None]) -> Mapping[str, FaultSum]:
    """By id; what is said of each stands in the exercise, or in how the routine asks for it (a limit is a rule)."""
    names = {rule.id: rule.name for exercise in exercises if exercise is not None for rule in exercise.rules}
    spans: dict[str, list[float]] = {}
    for fault in (fault for record in sets for fault in record.faults):
        spans.setdefault(fault.fault, []).append(max(0.0, _number(fault.end_s - fault.start_s)))
    return {
        id_: FaultSum(name=names.get(id_) or worded(id_), times=len(long_s), seconds=_round(sum(long_s)))
        for id_, long_s in sorted(spans.items(), key=lambda one: -sum(one[1]))
    }


def _median_s(spans: Iterable[float]) -> float | None:
    known = [span for span in spans if math.isfinite(span) and span >= 0]
    return _round(statistics.median(known)) if known else None


def _mean(weighted: Iterable[tuple[float, float]]) -> float | None:
    known = [(weight, value) for weight, value in weighted if math.isfinite(value)]
    whole = sum(weight for weight, _ in known)
    if whole > 0:
        return sum(weight * value for weight, value in known) / whole
    return statistics.fmean(value for _, value in known) if known else None


def _number(value: float) -> float:
    return value if math.isfinite(value) else 0.0


def _round(value: float) -> float:
    return round(_number(value), DECIMALS)
