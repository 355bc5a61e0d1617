"""Hands-free gestures: every one made is found once and in time, and nothing else is ever taken for one."""

import csv
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

import pytest
from _pytest.mark import ParameterSet
from gesture_streams import RISE_S, Lift, Posture, dimmed, due, gestures, grafts, lying, noisy, rolled, stand, upright
from streams import FPS, LABELS, MISSING, Sample, at, exercise, ids, mirrored, stream, thinned

from coach import hands
from coach.core import figure
from coach.core.body import SIDES, Side, joint
from coach.core.demo import Demo, Keyframe
from coach.core.gestures import ALL, HOLD_S, Gesture, GestureState, natural, step

ONE, BOTH = Lift(("left",)), Lift(("left", "right"))
V = replace(BOTH, spread_deg=14.0)
READY_S = 0.5 + RISE_S + HOLD_S
ARMS: tuple[tuple[Side, ...], ...] = (("left",), ("right",), ("left", "right"))
POSTURES: tuple[Posture, ...] = ("standing", "sitting", "kneeling")
EVERY = 10
"""The quick run looks at every so many recordings, the slow one at all."""


def _name(lift: Lift) -> Gesture:
    return "next" if len(lift.sides) == 2 else "pause"


# --- Every gesture made is found. ---


@pytest.mark.parametrize("roll_deg", [0, 10, -10])
@pytest.mark.parametrize("sides", ARMS, ids="+".join)
@pytest.mark.parametrize(("yaw_deg", "fps"), [(0, 10), (25, 15), (-45, 30)])
def test_arms_raised_on_the_back_are_found(yaw_deg: float, fps: int, sides: tuple[Side, ...], roll_deg: float) -> None:
    lift = replace(V, sides=sides) if len(sides) == 2 else Lift(sides)
    samples = rolled(noisy(lying(lift, yaw_deg, fps), 0.003), roll_deg)
    assert due(lift, _name(lift), gestures(samples))


@pytest.mark.parametrize("roll_deg", [0, 10, -10])
@pytest.mark.parametrize("sides", ARMS, ids="+".join)
@pytest.mark.parametrize("yaw_deg", [0, -60, 90])
@pytest.mark.parametrize("posture", POSTURES)
def test_arms_raised_upright_are_found(
    posture: Posture, yaw_deg: float, sides: tuple[Side, ...], roll_deg: float
) -> None:
    lift = replace(V, sides=sides) if len(sides) == 2 and yaw_deg == 90 else Lift(sides)
    samples = rolled(noisy(upright(posture, lift, yaw_deg, 15), 0.003), roll_deg)
    assert due(lift, _name(lift), gestures(samples))


@pytest.mark.parametrize("lift", [ONE, V], ids=["one", "both"])
def test_a_mirrored_picture_says_the_same(lift: Lift) -> None:
    assert due(lift, _name(lift), gestures(mirrored(lying(lift, 20, 15))))


@pytest.mark.parametrize("fps", FPS)
@pytest.mark.parametrize("lift", [ONE, V], ids=["one", "both"])
def test_three_in_a_row_are_three(lift: Lift, fps: int) -> None:
    thrice = replace(lift, starts_s=(0.5, 4.4, 8.3))
    assert due(thrice, _name(lift), gestures(upright("sitting", thrice, 90, fps)))


@pytest.mark.parametrize("second_s", [0.2, 0.4])
def test_the_second_arm_may_come_a_little_later(second_s: float) -> None:
    made = gestures(upright("standing", replace(BOTH, second_s=second_s), 0, 30))
    assert [name for _, name in made] == ["next"]
    assert READY_S - 0.3 <= made[0][0] <= READY_S + second_s + 0.3


def _lost(samples: Iterable[Sample], start_s: float, gap_s: float = 0.3) -> list[Sample]:
    """Nobody found for a while."""
    return [(t_s, None if start_s < t_s < start_s + gap_s else pose) for t_s, pose in samples]


@pytest.mark.parametrize("fps", FPS)
@pytest.mark.parametrize("lift", [ONE, BOTH], ids=["one", "both"])
def test_losing_sight_for_a_moment_does_no_harm(lift: Lift, fps: int) -> None:
    samples = upright("sitting", lift, 0, fps)
    assert due(lift, _name(lift), gestures(_lost(samples, 1.6)))
    flickering = [(t_s, pose if index % 3 else None) for index, (t_s, pose) in enumerate(samples)]
    assert due(lift, _name(lift), gestures(flickering))
    dim = dimmed(samples, SIDES, 0.35)
    dim = [pair[index % 2] for index, pair in enumerate(zip(samples, dim, strict=True))]
    assert due(lift, _name(lift), gestures(dim))


# --- Nothing else is. ---


@pytest.mark.parametrize("fps", FPS)
@pytest.mark.parametrize("sides", ARMS, ids="+".join)
def test_arms_raised_for_a_moment_say_nothing(sides: tuple[Side, ...], fps: int) -> None:
    assert gestures(upright("sitting", Lift(sides, hold_s=0.9), 0, fps)) == []


@pytest.mark.parametrize("elbow_deg", [130, 100, 60, 30])
def test_a_bent_arm_says_nothing(elbow_deg: float) -> None:
    """Hair put back, a head scratched, glasses pushed up."""
    for sides in ARMS:
        assert gestures(upright("standing", Lift(sides, elbow_deg=elbow_deg), 90, 15)) == []


@pytest.mark.parametrize(("lean_deg", "yaw_deg"), [(40, 90), (60, 90), (90, 90), (120, 90), (70, 0), (90, 0), (110, 0)])
def test_an_arm_that_leans_says_nothing(lean_deg: float, yaw_deg: float) -> None:
    """Forward like a bird-dog's, or to a bent knee; from the front it points at the camera."""
    assert gestures(upright("standing", Lift(("right",), spread_deg=lean_deg), yaw_deg, 15)) == []


def test_an_arm_that_points_at_a_near_camera_says_nothing() -> None:
    """A low camera sees it upright."""
    samples = upright("standing", ONE, 0, 15)
    assert gestures((t_s, pose and at(pose, t_s, None, pose.world[:, [0, 2, 1]])) for t_s, pose in samples) == []


@pytest.mark.parametrize("period_s", [0.5, 1.0, 1.6])
@pytest.mark.parametrize("swing_deg", [25, 40])
def test_waving_says_nothing(swing_deg: float, period_s: float) -> None:
    waving: list[Sample] = []
    for index in range(240):
        t_s = index / 30
        lean = swing_deg * math.sin(2 * math.pi * t_s / period_s)
        waving.append((t_s, stand("standing", Lift(("left",), (-1.0,), 99.0, lean), 90, t_s)))
    assert gestures(waving) == []


def test_a_hand_on_a_raised_knee_says_nothing() -> None:
    samples: list[Sample] = []
    for t_s, pose in lying(ONE, 0, 15):
        assert pose
        points = pose.points.copy()
        points[joint("knee", "left"), :2] = points[joint("wrist", "left"), :2] + 0.01
        samples.append((t_s, at(pose, t_s, points)))
    assert gestures(samples) == []


@pytest.mark.parametrize("joints", [("elbow",), ("wrist",), ("shoulder",)], ids="".join)
def test_guessed_arms_say_nothing(joints: tuple[str, ...]) -> None:
    for lift, yaw_deg in ((ONE, 20), (V, 0)):
        assert gestures(dimmed(lying(lift, yaw_deg, 15), SIDES, 0.45, joints)) == []


def test_points_that_are_nowhere_say_nothing() -> None:
    for row in (11, 13, 15, 23):
        samples: list[Sample] = []
        for t_s, pose in lying(ONE, 0, 15):
            assert pose
            points = pose.points.copy()
            points[row] = math.nan
            samples.append((t_s, at(pose, t_s, points)))
        assert gestures(samples) == []


@pytest.mark.parametrize("visibility", [0.1, 0.3, 0.65, 1.0])
def test_two_arms_close_together_are_one(visibility: float) -> None:
    """The far arm of a body seen from the side may be a copy of the near one: measured with the pose model."""
    for samples in (lying(BOTH, 0, 15), upright("standing", BOTH, 90, 15)):
        assert due(ONE, "pause", gestures(dimmed(samples, ("right",), visibility)))


def test_a_second_arm_badly_seen_is_waited_for_a_while() -> None:
    long = replace(V, hold_s=4.0)
    made = gestures(dimmed(lying(long, 0, 15), ("right",), 0.4))
    assert [name for _, name in made] == ["pause"]
    assert made[0][0] > READY_S + 0.7


def test_both_called_off_one_after_the_other_say_nothing() -> None:
    left, right = Lift(("left",), hold_s=0.7), Lift(("right",), hold_s=1.6)
    rows = [int(joint(name, "right")) for name in ("elbow", "wrist")]
    called_off: list[Sample] = []
    for index in range(150):
        t_s = index / 30
        pose, other = (stand("standing", lift, 0, t_s) for lift in (left, right))
        points, world = pose.points.copy(), pose.world.copy()
        points[rows], world[rows] = other.points[rows], other.world[rows]
        called_off.append((t_s, at(pose, t_s, points, world)))
    assert gestures(called_off) == []


def test_an_arm_that_stays_up_fires_once() -> None:
    assert len(gestures(upright("standing", replace(ONE, hold_s=20.0), 0, 15))) == 1
    assert len(gestures(_lost(upright("standing", replace(ONE, hold_s=8.0), 0, 30), 4.0, 1.0))) == 1


# --- The manner of it. ---


@pytest.mark.parametrize(
    ("lift", "allowed", "made"),
    [
        (ONE, frozenset[Gesture](), []),
        (ONE, frozenset[Gesture]({"next"}), []),
        (BOTH, frozenset[Gesture]({"pause"}), []),
        (BOTH, frozenset[Gesture]({"next"}), ["next"]),
    ],
)
def test_what_is_not_allowed_is_neither_shown_nor_given(
    lift: Lift, allowed: frozenset[Gesture], made: list[Gesture]
) -> None:
    state, got = GestureState(), []
    for t_s, pose in upright("standing", lift, 0, 15):
        state, gesture = step(state, t_s, pose, allowed)
        got += [gesture] if gesture else []
        assert not (state.forming and state.forming.gesture not in allowed)
    assert got == made


def test_an_arm_already_up_does_not_fire_when_it_becomes_allowed() -> None:
    state, made = GestureState(), []
    for t_s, pose in upright("standing", replace(ONE, hold_s=6.0), 0, 15):
        state, gesture = step(state, t_s, pose, ALL if t_s > 4 else frozenset())
        made.append(gesture)
    assert set(made) == {None}


@pytest.mark.parametrize("lift", [ONE, BOTH], ids=["one", "both"])
def test_a_gesture_is_shown_while_it_forms(lift: Lift) -> None:
    state, shares = GestureState(), []
    for t_s, pose in upright("standing", lift, 0, 30):
        state, gesture = step(state, t_s, pose)
        if gesture:
            break
        if state.forming:
            assert (state.forming.gesture, set(state.forming.sides)) == (_name(lift), set(lift.sides))
            shares.append(state.forming.share)
    assert shares == sorted(shares)
    assert shares[0] < 0.4
    assert shares[-1] > 0.95
    assert state.forming is None


@pytest.mark.parametrize("t_s", [1.0, 0.5, math.nan])
def test_time_must_rise(t_s: float) -> None:
    state, _ = step(GestureState(), 1.0, None)
    with pytest.raises(ValueError, match="time must rise"):
        step(state, t_s, None)


# In a dead bug one arm points to the ceiling for seconds: there, keys and buttons pause.
OF_ITS_OWN: Final[Mapping[str, frozenset[Gesture]]] = {"dead_bug": ALL}


@pytest.mark.parametrize("fps", [15, pytest.param(60, marks=pytest.mark.slow)])
@pytest.mark.parametrize("id_", ids())
def test_no_exercise_makes_a_gesture(id_: str, fps: int) -> None:
    spec = exercise(id_)
    for demo in (spec.demo, *(rule.wrong for rule in spec.rules)):
        assert natural(figure.poses(demo, fps)) <= OF_ITS_OWN.get(id_, frozenset())


def test_a_gesture_that_belongs_to_an_exercise_is_not_heard_in_it() -> None:
    assert "pause" not in hands._allowed(exercise("dead_bug")) < hands._allowed(exercise("plank"))


@pytest.mark.parametrize(
    ("shoulders", "made"), [((108.0, 72.0), ALL), ((90.0, 10.0), frozenset({"pause"})), ((20.0, 20.0), frozenset())]
)
def test_what_a_movement_makes_by_itself_is_known(shoulders: tuple[float, float], made: frozenset[Gesture]) -> None:
    frames = tuple(Keyframe(t=t, hip=90, knee=90, shoulder=shoulders, elbow=175) for t in (0.0, 4.0))
    assert natural(figure.poses(Demo(lying="up", floor=("hip", "shoulder"), keyframes=frames), 15)) == made


def _files() -> list[ParameterSet]:
    if not LABELS.exists():
        return [pytest.param("", marks=pytest.mark.skip(reason=MISSING))]
    with LABELS.open(newline="", encoding="utf-8") as table:
        files = sorted({row["file"] for row in csv.DictReader(table)})
    return [
        pytest.param(file, marks=pytest.mark.slow if index % EVERY else (), id=file.split("/")[-1])
        for index, file in enumerate(files)
    ]


_VARIED: tuple[Callable[[Iterable[Sample]], Iterable[Sample]], ...] = (
    list, mirrored, lambda samples: thinned(samples, 10),
)  # fmt: skip


@pytest.mark.parametrize("file", _files())
def test_no_recording_makes_a_gesture(file: str) -> None:
    assert [gestures(varied(stream(file))) for varied in _VARIED] == [[], [], []]


@pytest.mark.parametrize("file", _files())
def test_an_arm_raised_in_a_recording_is_found(file: str) -> None:
    for graft in grafts(stream(file)):
        one = Lift((graft.near,), (graft.start_s,))
        both = Lift(("left", "right"), (graft.start_s,), spread_deg=18.0)
        assert due(one, "pause", gestures(graft.raised(one)))
        assert due(one, "pause", gestures(graft.raised(one, copy=True)))
        assert due(both, "next", gestures(graft.raised(both)))
        assert gestures(graft.raised(replace(one, hold_s=0.9))) == []
