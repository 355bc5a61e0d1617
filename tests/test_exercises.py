"""Every exercise file tests itself: its demonstrations are played to the engine and must be judged as they say."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from _pytest.mark import ParameterSet
from streams import EXERCISES, FPS, Played, demo_samples, exercise, ids, mirrored, moves, play, swapped

from coach import rehearsal
from coach.core.demo import Demo, Keyframe
from coach.core.report import Counts
from coach.core.spec import Exercise

RIGHT = "demo"
"""Name of the demonstration done right; the others have the name of the rule they break."""

DEMOS = [(id_, name) for id_ in (*ids(), *moves()) for name in (RIGHT, *(rule.id for rule in exercise(id_).rules))]

RATES = [pytest.param(fps, marks=() if fps == 10 else pytest.mark.slow) for fps in FPS]
"""The slowest camera; `slow` tests try the others."""

SLOWLY = [
    pytest.param(*demo, marks=pytest.mark.slow if demo[0] in moves() and demo[1] != RIGHT else ()) for demo in DEMOS
]

KNOWN_MISSES: dict[tuple[str, int], str] = {}
"""Exercise and camera yaw at which a demonstration is not counted as declared: what and why."""


def _off_side_on() -> list[ParameterSet]:
    cases = [(id_, yaw_deg) for id_ in ids() if exercise(id_).demo.yaw == 0 for yaw_deg in (-20, 20)]
    return [
        pytest.param(
            *case, marks=pytest.mark.xfail(strict=True, reason=KNOWN_MISSES[case]) if case in KNOWN_MISSES else ()
        )
        for case in cases
    ]


def _demo(spec: Exercise, name: str) -> Demo:
    return spec.demo if name == RIGHT else next(rule.wrong for rule in spec.rules if rule.id == name)


def _declared(demo: Demo) -> Counts:
    return Counts(demo.reps, demo.partial, demo.left, demo.right)


def _check(spec: Exercise, name: str, got: Played, *, mirror: bool = False) -> None:
    demo = _demo(spec, name)
    expected = _declared(demo)
    assert got.counts == (swapped(expected) if mirror else expected)
    assert got.fault_ids == (set() if name == RIGHT else {name})
    assert [cue for cue in got.cues if not 1 <= len(cue.split()) <= 6] == []
    if spec.hold:
        assert got.hold_s == pytest.approx(demo.hold_s, abs=1.0)


def test_there_are_exercises() -> None:
    assert {"plank", "glute_bridge", "bird_dog", "knee_to_chest", "double_knee_to_chest"} <= set(ids())
    assert {"knee_plank", "side_plank", "single_leg_bridge"} <= set(ids())
    assert {"cat_cow", "childs_pose", "prone_press_up"} <= set(ids())
    assert {"dead_bug", "hip_hinge", "lift_drill", "push_up", "squat"} <= set(ids())
    assert moves() == ["chin_tuck", "march", "overhead_reach", "sit_to_stand", "standing_extension"]
    assert sorted(path.stem for path in EXERCISES.glob("*.toml")) == sorted([*ids(), *moves()])


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize(("id_", "name"), DEMOS)
def test_a_demonstration_counts_what_it_declares_with_its_own_fault_only(id_: str, name: str, fps: int) -> None:
    spec = exercise(id_)
    _check(spec, name, play(spec, demo_samples(_demo(spec, name), fps)))


@pytest.mark.slow
@pytest.mark.parametrize(("id_", "name"), SLOWLY)
def test_a_mirrored_demonstration_swaps_the_sides(id_: str, name: str) -> None:
    spec = exercise(id_)
    _check(spec, name, play(spec, mirrored(demo_samples(_demo(spec, name), 10))), mirror=True)


@pytest.mark.slow
@pytest.mark.parametrize("fps", [10, 30])
@pytest.mark.parametrize(("id_", "yaw_deg"), _off_side_on())
def test_a_camera_a_little_off_side_on_counts_the_same(id_: str, yaw_deg: float, fps: int) -> None:
    spec = exercise(id_)
    got = play(spec, demo_samples(spec.demo, fps, yaw_deg))
    assert got.counts == _declared(spec.demo)
    if spec.hold:
        assert got.hold_s == pytest.approx(spec.demo.hold_s, abs=1.0)


@pytest.mark.parametrize("id_", ids())
def test_a_demonstration_of_repetitions_asks_for_one(id_: str) -> None:
    spec, demo = exercise(id_), exercise(id_).demo
    if spec.pace is not None:
        # Nothing is counted in it; it lasts one cycle, in the start position all the time.
        assert (demo.reps, demo.hold_s, demo.keyframes[-1].t) == (0, 0, pytest.approx(spec.pace.cycle_s))
        assert rehearsal.rehearse(spec) == []
        return
    assert demo.hold_s > 0 if spec.hold else demo.reps > 0


# --- The bar must be able to fail: deformed demonstrations are judged otherwise. ---


def _angles(value: float | tuple[float, float], change: Callable[[float], float]) -> float | tuple[float, float]:
    return (change(value[0]), change(value[1])) if isinstance(value, tuple) else change(value)


def _bent(demo: Demo, change: Callable[[float], float]) -> Demo:
    """The demonstration with every hip angle changed."""
    return replace(demo, keyframes=tuple(replace(frame, hip=_angles(frame.hip, change)) for frame in demo.keyframes))


def _each(demo: Demo, change: Callable[[Keyframe], Keyframe]) -> Demo:
    return replace(demo, keyframes=tuple(change(frame) for frame in demo.keyframes))


def _low_bridge(demo: Demo) -> Demo:
    return _bent(demo, lambda hip: min(hip, 170) - 25 if hip > 150 else hip)


def _high_bridge(demo: Demo) -> Demo:
    return _bent(demo, lambda hip: hip + 14 if hip > 180 else hip)


def _shallow_draw(demo: Demo) -> Demo:
    return _bent(demo, lambda hip: max(hip, 84) + 20 if hip < 100 else hip)


def _low_leg(demo: Demo) -> Demo:
    return _bent(demo, lambda hip: 116 if hip > 150 else hip)


def _sunk(demo: Demo) -> Demo:
    return _bent(demo, lambda hip: hip + 16)


def _piked(demo: Demo) -> Demo:
    return _bent(demo, lambda hip: hip - 32)


def _half_bent(demo: Demo) -> Demo:
    return _each(demo, lambda frame: replace(frame, elbow=_angles(frame.elbow, lambda elbow: max(elbow, 118))))


def _forearms(demo: Demo) -> Demo:
    """Down to the forearms, as into a plank: the elbows are as square, but below the shoulders."""
    return _each(demo, lambda frame: replace(frame, shoulder=82) if _least(frame.elbow) < 100 else frame)


def _least(value: float | tuple[float, float]) -> float:
    return min(value) if isinstance(value, tuple) else value


def _shallow_squat(demo: Demo) -> Demo:
    return _each(demo, lambda frame: replace(frame, hip=106, knee=116, ankle=86) if _least(frame.knee) < 100 else frame)


def _frozen(demo: Demo) -> Demo:
    return _each(demo, lambda frame: replace(demo.keyframes[0], t=frame.t))


def _stood_up(demo: Demo) -> Demo:
    return _each(demo, lambda frame: replace(frame, tilt=-80))


DEFORMED: list[tuple[str, Callable[[Demo], Demo], Counts, set[str]]] = [
    ("glute_bridge", _low_bridge, Counts(partial=2), set()),
    ("glute_bridge", _high_bridge, Counts(complete=2), {"over_arch"}),
    ("glute_bridge", _frozen, Counts(), set()),
    ("glute_bridge", _stood_up, Counts(), set()),
    ("knee_to_chest", _shallow_draw, Counts(partial=2), set()),
    ("knee_to_chest", _frozen, Counts(), set()),
    ("double_knee_to_chest", _shallow_draw, Counts(partial=2), set()),
    ("bird_dog", _low_leg, Counts(partial=2), set()),
    ("bird_dog", _frozen, Counts(), set()),
    ("push_up", _half_bent, Counts(partial=2), set()),
    ("push_up", _forearms, Counts(partial=2), set()),
    ("push_up", _frozen, Counts(), set()),
    ("push_up", _stood_up, Counts(), set()),
    ("squat", _shallow_squat, Counts(partial=2), set()),
    ("squat", _frozen, Counts(), set()),
]


@pytest.mark.parametrize("fps", [10, 30])
@pytest.mark.parametrize(
    ("id_", "deform", "counts", "faults"), DEFORMED, ids=[f"{id_}{deform.__name__}" for id_, deform, *_ in DEFORMED]
)
def test_a_deformed_demonstration_is_not_counted_as_right(
    id_: str, deform: Callable[[Demo], Demo], counts: Counts, faults: set[str], fps: int
) -> None:
    got = play(exercise(id_), demo_samples(deform(exercise(id_).demo), fps))
    assert (replace(got.counts, left=0, right=0), got.fault_ids) == (counts, faults)


@pytest.mark.parametrize("deform", [_sunk, _piked])
def test_a_plank_out_of_line_from_the_start_holds_nothing(deform: Callable[[Demo], Demo]) -> None:
    got = play(exercise("plank"), demo_samples(deform(exercise("plank").demo), 15))
    assert got.hold_s < 1.0


@pytest.mark.slow
@pytest.mark.parametrize("id_", ids())
def test_no_demonstration_counts_in_an_exercise_of_the_other_belly(id_: str) -> None:
    """Supine exercises are nothing to those on all fours, and the other way round."""
    for other in ids():
        if exercise(other).demo.lying != exercise(id_).demo.lying:
            got = play(exercise(id_), demo_samples(exercise(other).demo, 10))
            assert (got.counts, got.hold_s) == (Counts(), 0.0)
