"""Measures on all fours, folded over the knees and on the belly, on figures whose angles are known; and what cat-cow,
child's pose and prone press-up make of bodies that do something else."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from streams import Sample, exercise, play

from coach.core import figure
from coach.core.body import Side, joint
from coach.core.demo import Demo, Keyframe
from coach.core.features import measure
from coach.core.figure_lengths import chord_share
from coach.core.figure_parts import figure_of
from coach.core.pose import Pose
from coach.core.posture import Body, orient
from coach.core.report import Counts

ALL_FOURS = Keyframe(t=0, hip=105, knee=90, shoulder=72, elbow=172, neck=180)
ON_FOREARMS = Keyframe(t=0, hip=203, knee=173, shoulder=68, elbow=98, neck=190)
FOLDED = Keyframe(t=0, hip=30, knee=40, shoulder=170, elbow=165, neck=176)


def _demo(frame: Keyframe) -> Demo:
    return Demo(lying="down", floor=("knee", "wrist"), keyframes=(frame, replace(frame, t=1)))


def _samples(demo: Demo, yaw_deg: float | None = None) -> list[Sample]:
    return [(pose.t_s, pose) for pose in figure.poses(demo, 10, yaw_deg)]


def _measured(pose: Pose) -> dict[str, float]:
    return measure(Body(pose, orient(pose.world, None)))


def _seen(frame: Keyframe, yaw_deg: float = 0.0, *, mirror: bool = False) -> dict[str, float]:
    pose = figure.pose_at(_demo(frame), 0.0, yaw_deg)
    return _measured(pose.mirrored() if mirror else pose)


def _hidden(pose: Pose, *names: str) -> Pose:
    points = pose.points.copy()
    sides: tuple[Side, Side] = ("left", "right")
    for name in names:
        points[[joint(name, side) for side in sides], 3] = 0.0
    return Pose(pose.t_s, points, pose.world, pose.size)


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("yaw_deg", [-20, 0, 20])
@pytest.mark.parametrize("neck", [130, 155, 180, 205, 230])
def test_the_head_bends_to_the_chest_or_back(neck: float, yaw_deg: float, mirror: bool) -> None:
    got = _seen(replace(ALL_FOURS, neck=neck), yaw_deg, mirror=mirror)
    # Shoulders are wider than heads, and the camera looks down a little: up to 13 degrees.
    assert got["neck_bend_deg"] == pytest.approx(180 - neck, abs=14)


@pytest.mark.parametrize("yaw_deg", [-20, 0, 20])
def test_shoulders_pulled_up_bring_the_ear_nearer(yaw_deg: float) -> None:
    long, short = (_seen(replace(ON_FOREARMS, shrug=shrug), yaw_deg)["neck_length"] for shrug in (0.0, 0.4))
    assert long - short > 0.12


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize(
    ("frame", "lean"),
    [
        (ALL_FOURS, 0),
        (replace(ALL_FOURS, hip=86, knee=70, shoulder=87), 20),
        (replace(ALL_FOURS, hip=125, knee=110, shoulder=60), -20),
        (FOLDED, 45),
        (ON_FOREARMS, -83),
    ],
)
def test_thighs_lean_back_or_forward(frame: Keyframe, lean: float, mirror: bool) -> None:
    assert _seen(frame, mirror=mirror)["thigh_lean_deg"] == pytest.approx(lean, abs=4)


@pytest.mark.parametrize("yaw_deg", [-25, 0, 25])
def test_hips_on_the_floor_are_low_whatever_the_hands_do(yaw_deg: float) -> None:
    lying, plank = (_measured(figure.pose_at(demo, 2.0, yaw_deg)) for demo in (_demo(ON_FOREARMS), _plank()))
    assert lying["hip_rise"] < 0.3 < 0.4 < plank["hip_rise"]


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("yaw_deg", [-25, 0, 25])
def test_hips_on_the_floor_lie_above_the_line_of_the_shins(yaw_deg: float, mirror: bool) -> None:
    sag = next(rule.wrong for rule in exercise("plank").rules if rule.id == "hips_sag")
    lifted = next(rule.wrong for rule in exercise("prone_press_up").rules if rule.id == "hips_lift")
    poses = (figure.pose_at(demo, t_s, yaw_deg) for demo, t_s in ((sag, 6.0), (_demo(ON_FOREARMS), 0.0), (lifted, 8.0)))
    got = [_measured(pose.mirrored() if mirror else pose)["hip_over_shin_deg"] for pose in poses]
    assert got == pytest.approx([2, 7.5, 24], abs=2)


def test_a_leg_bent_the_wrong_way_reads_below_the_line() -> None:
    assert _seen(replace(ON_FOREARMS, knee=186))["hip_over_shin_deg"] == pytest.approx(-6, abs=2)


def _plank() -> Demo:
    return exercise("plank").demo


@pytest.mark.parametrize(
    ("name", "joints"),
    [
        ("neck_bend_deg", ("ear",)),
        ("neck_bend_deg", ("hip",)),
        ("neck_length", ("ear",)),
        ("thigh_lean_deg", ("knee",)),
        ("hip_rise", ("knee", "ankle", "heel", "foot_index")),
        ("hip_rise", ("hip",)),
        ("hip_over_shin_deg", ("ankle",)),
    ],
)
def test_what_is_not_seen_is_not_measured(name: str, joints: tuple[str, ...]) -> None:
    pose = figure.pose_at(_demo(ALL_FOURS), 0.0)
    assert not math.isnan(_measured(pose)[name])
    assert math.isnan(_measured(_hidden(pose, *joints))[name])


def test_hips_are_measured_over_the_knees_where_feet_are_cut_off() -> None:
    pose = _hidden(figure.pose_at(_demo(ON_FOREARMS), 0.0), "ankle", "heel", "foot_index")
    assert _measured(pose)["hip_rise"] == pytest.approx(0.1, abs=0.06)


@pytest.mark.parametrize(("curl", "share"), [(0, 1.0), (60, 0.955), (-60, 0.955), (90, 0.9)])
def test_a_bent_back_is_shorter_from_hips_to_shoulders(curl: float, share: float) -> None:
    assert chord_share(curl) == pytest.approx(share, abs=0.001)
    straight, bent = (_seen(replace(ALL_FOURS, curl=each))["body_size"] for each in (0.0, curl))
    assert bent - straight == pytest.approx(math.log(share), abs=0.02)


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize(("curl", "rises"), [(80.0, True), (-80.0, False)])
def test_a_rounded_back_is_drawn_through_the_back(curl: float, rises: bool, mirror: bool) -> None:
    pose = figure.pose_at(_demo(replace(ALL_FOURS, curl=curl)), 0.0)
    pose = pose.mirrored() if mirror else pose
    drawn = [figure_of(pose, (0, 0), pose.size, each) for each in (0.0, curl)]
    straight, bent = (next(part for part in each.parts if part.name == "torso").discs for each in drawn if each)
    middle = straight[:4, 1].mean()
    assert (bent[3, 1] < middle - 10) == rises
    assert (bent[3, 1] > middle + 10) != rises


# --- The bar must be able to fail: deformed demonstrations count otherwise. ---


def _each(demo: Demo, change: Callable[[Keyframe], Keyframe]) -> Demo:
    return replace(demo, keyframes=tuple(change(frame) for frame in demo.keyframes))


def _flat_back(demo: Demo) -> Demo:
    return _each(demo, lambda frame: replace(frame, curl=0.0))


def _stiff_neck(demo: Demo) -> Demo:
    return _each(demo, lambda frame: replace(frame, neck=176))


def _half_way(demo: Demo) -> Demo:
    return _each(demo, lambda frame: replace(frame, neck=max(frame.neck, 176), curl=frame.curl / 2))


def _frozen(demo: Demo) -> Demo:
    return _each(demo, lambda frame: replace(demo.keyframes[0], t=frame.t))


@pytest.mark.parametrize(
    ("deform", "counts", "faults"),
    [
        (_flat_back, Counts(partial=2), {"head_only"}),
        (_stiff_neck, Counts(), set()),
        (_half_way, Counts(partial=2), set()),
        (_frozen, Counts(), set()),
    ],
)
def test_a_cat_without_its_back_or_its_head_is_no_cycle(
    deform: Callable[[Demo], Demo], counts: Counts, faults: set[str]
) -> None:
    got = play(exercise("cat_cow"), _samples(deform(exercise("cat_cow").demo)))
    assert (got.counts, got.fault_ids) == (counts, faults)


@pytest.mark.parametrize(
    ("id_", "frame"),
    [
        ("childs_pose", ALL_FOURS),
        ("childs_pose", replace(ALL_FOURS, hip=60, shoulder=160)),  # hips over the knees, chest down
        ("childs_pose", ON_FOREARMS),
        ("prone_press_up", ALL_FOURS),
        ("prone_press_up", FOLDED),
        ("prone_press_up", replace(ON_FOREARMS, hip=181, shoulder=146, elbow=154)),  # lying flat
    ],
)
def test_neighbouring_postures_hold_nothing(id_: str, frame: Keyframe) -> None:
    demo = Demo(lying="down", floor=("knee", "wrist"), keyframes=(frame, replace(frame, t=5)))
    got = play(exercise(id_), _samples(demo))
    assert (got.hold_s, got.fault_ids) == (0.0, set())


@pytest.mark.parametrize("id_", ["childs_pose", "prone_press_up"])
@pytest.mark.parametrize("yaw_deg", [-25, 25])
def test_a_hold_counts_from_a_camera_turned_by_25_degrees(id_: str, yaw_deg: float) -> None:
    spec = exercise(id_)
    got = play(spec, _samples(spec.demo, yaw_deg))
    assert got.hold_s == pytest.approx(spec.demo.hold_s, abs=1.0)
    assert got.fault_ids == set()


@pytest.mark.parametrize("yaw_deg", [-25, 25])
def test_cycles_count_from_a_camera_turned_by_25_degrees(yaw_deg: float) -> None:
    got = play(exercise("cat_cow"), _samples(exercise("cat_cow").demo, yaw_deg))
    assert (got.counts, got.fault_ids) == (Counts(complete=2), set())
