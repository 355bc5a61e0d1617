"""An exercise as a therapist set it counts, says and shows what was set."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest
from streams import demo_samples, exercise, ids, moves, play

from coach.core import ghost, phrases
from coach.core.demo import Demo, SpecError
from coach.core.report import Counts
from coach.core.routine import Item, Routine, works
from coach.core.spec import Exercise
from coach.core.therapy import along
from coach.core.therapy.adapt import PAST_LIMIT, adapt

EVERY = [*ids(), *moves()]
AIMED = [id_ for id_ in EVERY if (limits := exercise(id_).limits) and limits.target]
HELD_BACK = [id_ for id_ in EVERY if (limits := exercise(id_).limits) and limits.limit]

MEANS_NOTHING = {
    "cat_cow", "chin_tuck", "lift_drill", "march", "overhead_reach", "sit_to_stand", "squat",
    "childs_pose", "knee_plank", "pelvic_tilt", "plank", "prone_press_up", "side_plank",
}  # fmt: skip
"""Exercises whose main measure is a ratio or a swing of the head, or that have none: no target can be set."""

SLACK = 1.5
"""The figure is smoothed before it is measured: so close to a target it may be counted or not, in the unit."""

CASES = [(id_, end, fps) for id_ in AIMED for end in (0, 1) for fps in (10, 30)]


@dataclass(frozen=True, slots=True)
class Asked:
    target: float | None = None
    limit: float | None = None
    rules_off: tuple[str, ...] = ()


def _peaks(spec: Exercise) -> list[float]:
    """The farthest of each repetition of the demonstration, in the direction of the target."""
    assert spec.rep
    main = spec.rep.measures[0]
    ways = [main.direction * value for value in along.readings(spec, main.feature)]
    half = main.direction * (main.rest + main.target) / 2
    peaks: list[float] = []
    before = half - 1
    for way in ways:
        if way > half >= before:
            peaks.append(way)
        if way > half:
            peaks[-1] = max(peaks[-1], way)
        before = way
    return [main.direction * peak for peak in peaks]


def _expected(spec: Exercise, target: float) -> tuple[set[int], set[int]]:
    """How many repetitions may be complete, and how many partial."""
    assert spec.rep
    way = spec.rep.measures[0].direction
    spare = [way * (peak - target) for peak in _peaks(spec)]
    sure, maybe = sum(one > SLACK for one in spare), sum(abs(one) <= SLACK for one in spare)
    complete = {sure + some for some in range(maybe + 1)}
    return complete, {len(spare) - count for count in complete}


def test_every_exercise_says_within_what_it_may_be_set() -> None:
    assert [id_ for id_ in EVERY if exercise(id_).limits is None] == []
    assert set(AIMED) == set(HELD_BACK) == set(EVERY) - MEANS_NOTHING


@pytest.mark.parametrize("id_", EVERY)
def test_limits_lie_around_the_exercise_s_own_dose_and_target(id_: str) -> None:
    spec = exercise(id_)
    limits, dose = spec.limits, spec.dose
    assert limits
    spans: Mapping[str, tuple[tuple[float, float] | None, float, tuple[float, float] | None]] = {
        "sets": (limits.sets, dose.sets, dose.sets_range),
        "reps": (limits.reps, dose.reps, dose.reps_range),
        "hold_s": (limits.hold_s, dose.hold_s, dose.hold_range_s),
    }
    for span, own, grown in spans.values():
        if span is not None:
            low, high = grown or (own, own)
            assert span[0] <= low
            assert high <= span[1]
    assert (limits.hold_s is not None) == (dose.hold_s > 0)
    if limits.target and spec.rep:
        assert limits.target[0] < spec.rep.measures[0].target < limits.target[1]
    known = {band.feature for band in spec.bands()}
    assert set(limits.along) <= known


# --- Nothing changed. ---


def test_the_same_exercise_comes_back_where_nothing_is_changed() -> None:
    for id_ in EVERY:
        assert adapt(exercise(id_), Asked()) is exercise(id_)
        assert adapt(exercise(id_), Item(exercise=id_, sets=3, note="Slowly")) is exercise(id_)


def test_the_same_wishes_give_the_same_exercise_again() -> None:
    bridge = exercise("glute_bridge")
    assert adapt(bridge, Asked(150, 170)) is adapt(bridge, Asked(150, 170))
    assert adapt(bridge, Asked(150)) is not adapt(bridge, Asked(151))


def test_a_routine_s_sets_are_of_the_exercise_as_it_was_set() -> None:
    known = {"glute_bridge": exercise("glute_bridge")}
    items = (Item(exercise="glute_bridge", target=150), Item(exercise="glute_bridge"))
    first, *_, last = works(Routine(id="a", name="A", summary="", items=items), known)
    assert first.exercise.rep
    assert first.exercise.rep.measures[0].target == 150
    assert last.exercise is known["glute_bridge"]


# --- Another target. ---


@pytest.mark.parametrize(("id_", "end", "fps"), CASES)
def test_what_reaches_another_target_counts_and_what_does_not_is_partial(id_: str, end: int, fps: int) -> None:
    spec = exercise(id_)
    assert spec.limits
    assert spec.limits.target
    target = spec.limits.target[end]
    complete, partial = _expected(spec, target)
    got = play(adapt(spec, Asked(target)), demo_samples(spec.demo, fps))
    assert got.counts.complete in complete
    assert got.counts.partial in partial
    assert got.fault_ids == set()


def _declared(demo: Demo) -> Counts:
    return Counts(demo.reps, demo.partial, demo.left, demo.right)


@pytest.mark.parametrize(("id_", "end", "fps"), CASES)
def test_the_demonstration_follows_the_target_and_stays_right(id_: str, end: int, fps: int) -> None:
    spec = exercise(id_)
    assert spec.limits
    assert spec.limits.target
    adapted = adapt(spec, Asked(spec.limits.target[end]))
    got = play(adapted, demo_samples(adapted.demo, fps))
    assert (got.counts, got.fault_ids) == (_declared(spec.demo), set())
    assert ghost.targets(adapted)


@pytest.mark.parametrize("id_", AIMED)
def test_just_reaching_an_easy_target_is_no_fault(id_: str) -> None:
    """Whoever was asked for less is not told that it was too little."""
    spec = exercise(id_)
    assert spec.limits
    assert spec.limits.target
    assert spec.rep
    main = spec.rep.measures[0]
    target = spec.limits.target[0 if main.direction > 0 else 1]
    adapted = adapt(spec, Asked(target, limit=target + main.direction * 10))
    got = play(replace(adapted, rules=adapted.rules[1:]), demo_samples(adapted.demo, 10))
    assert (got.counts, got.fault_ids) == (_declared(spec.demo), set())


@pytest.mark.parametrize("id_", AIMED)
def test_an_attempt_stays_a_part_of_the_way(id_: str) -> None:
    spec = exercise(id_)
    assert spec.limits
    assert spec.limits.target
    assert spec.rep
    own = spec.rep.measures[0]
    for target in spec.limits.target:
        rep = adapt(spec, Asked(target)).rep
        assert rep
        main = rep.measures[0]
        assert 0.2 * abs(target - own.rest) <= main.attempt <= own.attempt


# --- A limit. ---


@pytest.mark.parametrize("fps", [10, 30])
@pytest.mark.parametrize("id_", HELD_BACK)
def test_a_limit_within_reach_is_told_and_one_out_of_reach_is_not(id_: str, fps: int) -> None:
    spec = exercise(id_)
    assert spec.limits
    assert spec.limits.limit
    assert spec.rep
    main = spec.rep.measures[0]
    peaks = sorted(main.direction * peak for peak in _peaks(spec))
    span = sorted(main.direction * end for end in spec.limits.limit)
    near = max(span[0], main.direction * main.target + 0.5)
    assert near < peaks[-1] - SLACK
    passed = play(adapt(spec, Asked(limit=main.direction * near)), demo_samples(spec.demo, fps))
    assert passed.fault_ids == {PAST_LIMIT}
    assert phrases.NOT_SO_FAR in passed.cues
    far = main.direction * (peaks[-1] + SLACK)
    kept = play(adapt(spec, Asked(limit=far)), demo_samples(spec.demo, fps))
    assert (kept.fault_ids, kept.counts) == (set(), _declared(spec.demo))


@pytest.mark.parametrize("fps", [10, 30])
@pytest.mark.parametrize("id_", HELD_BACK)
def test_the_demonstration_keeps_to_the_limit(id_: str, fps: int) -> None:
    spec = exercise(id_)
    assert spec.limits
    assert spec.limits.limit
    assert spec.limits.target
    assert spec.rep
    way = spec.rep.measures[0].direction
    nearest = [min(ends, key=lambda end: way * end) for ends in (spec.limits.target, spec.limits.limit)]
    adapted = adapt(spec, Asked(*nearest))
    got = play(adapted, demo_samples(adapted.demo, fps))
    assert (got.counts, got.fault_ids) == (_declared(spec.demo), set())


# --- Rules that are not judged. ---


@pytest.mark.parametrize("id_", [id_ for id_ in EVERY if exercise(id_).rules])
def test_a_rule_that_is_off_says_nothing(id_: str) -> None:
    spec = exercise(id_)
    rule = spec.rules[0]
    adapted = adapt(spec, Asked(rules_off=(rule.id,)))
    assert [other.id for other in adapted.rules] == [other.id for other in spec.rules[1:]]
    assert play(adapted, demo_samples(rule.wrong, 10)).fault_ids == set()


WRONG = [
    ("glute_bridge", Asked(rules_off=("hips_sag",)), "has no rule 'hips_sag'"),
    ("glute_bridge", Asked(target=120), "on the way from 125 toward 163"),
    ("knee_to_chest", Asked(target=150), "on the way from 140 toward 92"),
    ("glute_bridge", Asked(target=165, limit=160), "beyond the target of 165"),
    ("knee_to_chest", Asked(limit=100), "beyond the target of 92"),
    ("plank", Asked(target=5), "no measure"),
    ("pelvic_tilt", Asked(limit=5), "no measure"),
]


@pytest.mark.parametrize(("id_", "asked", "said"), WRONG)
def test_what_an_exercise_can_not_have_is_refused(id_: str, asked: Asked, said: str) -> None:
    with pytest.raises(SpecError, match=said):
        adapt(exercise(id_), asked)
