"""States of a sitter: each of them, what is none of them, and how soon they are believed."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st
from sitter import Sitter, looks, pose, samples, states, stranger

from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.judging import judge
from coach.core.sitting.look import FAULTS, Sample
from coach.core.sitting.measures import front, hand_up, plane, seen_seated, view_of
from coach.core.sitting.measuring import first_upright
from coach.core.sitting.watch import GLANCE_S, WatchSpec, WatchState, rebased, step

TALL = Sitter()


def taken(sitter: Sitter = TALL) -> PostureBaseline:
    found = first_upright(samples([(6, sitter)]))
    assert found is not None
    return found


SPEC = WatchSpec(baseline=taken())

FAR = {
    "usual": {"shoulder_width": 0.279, "face_size": 0.079, "neck_ratio": 0.646, "pitch": 0.06, "shoulder_y": 0.525},
    "leaning in": {
        "shoulder_width": 0.324,
        "face_size": 0.102,
        "neck_ratio": 0.434,
        "pitch": 0.264,
        "shoulder_y": 0.602,
    },
}
"""Measured of a rendered person one metre from the camera."""


def test_leaning_in_is_told_from_a_slump_from_afar_as_well() -> None:
    even = {"turn": 0.0, "slope_deg": 0.0, "roll_deg": 0.0}
    baseline = PostureBaseline(view="front", medians=FAR["usual"] | even)
    assert judge(FAR["leaning in"] | even, baseline, "upright").state == "too_close"


HELD = {
    "tall": (TALL, "upright"),
    "slumped": (Sitter(slump=24), "slump"),
    "deeper": (Sitter(slump=27), "slump"),
    "head pushed forward": (Sitter(forward=0.05, nod=5), "forward_head"),
    "gaze kept level": (Sitter(forward=0.06), "forward_head"),
    "rolled closer": (Sitter(closer=0.12), "too_close"),
    "leaning in": (Sitter(closer=0.2, slump=15), "too_close"),
    "leaning left": (Sitter(lean=12), "lean_left"),
    "leaning right": (Sitter(lean=-12), "lean_right"),
    "leaning far": (Sitter(lean=30), "lean_left"),
    "head to the left": (Sitter(tilt=18), "head_tilt"),
    "head to the right": (Sitter(tilt=-18), "head_tilt"),
    "standing": (Sitter(up=0.22), "standing"),
    "standing, head out of the picture": (Sitter(up=0.32), "standing"),
}


@pytest.mark.parametrize(("sitter", "state"), HELD.values(), ids=HELD)
@pytest.mark.parametrize("gap_s", [0.07, 0.5, 2.0])
def test_each_state_is_found_whatever_the_sampling(sitter: Sitter, state: str, gap_s: float) -> None:
    found = looks(SPEC, samples([(10, TALL), (20, sitter)], gap_s))
    assert states(found)[-1] == state
    assert found[-1].since_s == pytest.approx(10, abs=max(0.5, gap_s + 0.1)) or state == "upright"


NO_FAULT = {
    "looking at the keyboard": Sitter(nod=25),
    "looking at the telephone": Sitter(nod=40),
    "looking up": Sitter(nod=-15),
    "looking left": Sitter(turn=35),
    "looking far right": Sitter(turn=-55),
    "turned and down": Sitter(turn=40, nod=20),
    "leaning back": Sitter(closer=-0.15),
    "a little aside": Sitter(aside=0.04),
    "a little uneven": Sitter(lean=4, tilt=5),
    "sitting taller": Sitter(up=0.02),
}


@pytest.mark.parametrize("sitter", NO_FAULT.values(), ids=NO_FAULT)
def test_what_people_do_at_a_desk_is_no_fault(sitter: Sitter) -> None:
    assert states(looks(SPEC, samples([(10, TALL), (30, sitter), (5, TALL)]))) == ["unknown", "upright"]


@pytest.mark.parametrize("sitter", [Sitter(hand_up=True, slump=24), Sitter(turn=50, lean=12)], ids=["drink", "reach"])
def test_a_raised_hand_or_a_look_aside_excuses_for_a_while_only(sitter: Sitter) -> None:
    short = states(looks(SPEC, samples([(10, TALL), (GLANCE_S - 3, sitter), (5, TALL)])))
    long = states(looks(SPEC, samples([(10, TALL), (GLANCE_S + 10, sitter)])))
    assert short == ["unknown", "upright"]
    assert len(long) == 3
    assert long[-1] in FAULTS


@pytest.mark.parametrize("seconds", [0.25, 0.5, 0.75])
def test_a_moment_is_no_state(seconds: float) -> None:
    found = looks(SPEC, samples([(10, TALL), (seconds, Sitter(slump=25)), (10, TALL)]))
    assert states(found) == ["unknown", "upright"]


def test_between_two_states_the_one_that_is_on_stays() -> None:
    edge = Sitter(slump=11)
    assert states(looks(SPEC, samples([(10, TALL), (10, edge)]))) == ["unknown", "upright"]
    assert states(looks(SPEC, samples([(10, TALL), (5, Sitter(slump=24)), (10, edge)]))) == [
        "unknown",
        "upright",
        "slump",
    ]


def test_leaving_and_coming_back_are_known_within_three_seconds() -> None:
    found = looks(SPEC, samples([(10, TALL), (20, None), (10, TALL)], 0.5))
    away = next(look for look in found if look.state == "away")
    back = next(look for look in found if look.t_s > 30 and look.state == "upright")
    assert states(found) == ["unknown", "upright", "away", "upright"]
    assert away.t_s <= 13
    assert away.since_s == pytest.approx(10, abs=0.01)
    assert back.t_s <= 33


def test_somebody_small_behind_an_empty_chair_is_not_the_sitter() -> None:
    tall = list(samples([(10, TALL)]))
    passing = [stranger(sample) for sample in samples([(10, TALL)], start_s=10)]
    assert states(looks(SPEC, [*tall, *passing])) == ["unknown", "upright", "away"]


UNSEEN = {
    "dark": (lambda sample: replace(sample, pose=None, light=0.02), "dark"),
    "dark with a guess": (lambda sample: replace(sample, light=0.02), "dark"),
    "camera gone": (lambda sample: replace(sample, pose=None, trouble="The camera is gone."), "camera"),
    "shoulders hidden": (
        lambda sample: replace(sample, pose=_hidden(sample, slice(11, 13))),
        "hidden",
    ),
    "head hidden": (lambda sample: replace(sample, pose=_hidden(sample, slice(0, 11))), "hidden"),
}


def _hidden(sample: Sample, marks: slice) -> object:
    assert sample.pose is not None
    points = sample.pose.points.copy()
    points[marks, 3] = 0.1
    return replace(sample.pose, points=points)


@pytest.mark.parametrize("name", UNSEEN)
def test_what_is_not_seen_is_unknown_and_says_why(name: str) -> None:
    change, why = UNSEEN[name]
    found = looks(SPEC, samples([(10, TALL), (10, TALL)]), lambda sample: change(sample) if sample.t_s > 10 else sample)
    assert states(found)[-1] == "unknown"
    assert found[-1].why == why


@pytest.mark.parametrize(
    ("sitter", "state"),
    [(TALL, "unknown"), (Sitter(slump=25), "unknown"), (Sitter(lean=14), "lean_left"), (Sitter(tilt=20), "head_tilt")],
)
def test_without_a_baseline_only_what_is_uneven_is_judged(sitter: Sitter, state: str) -> None:
    found = looks(WatchSpec(), samples([(10, sitter)]))
    assert found[-1].state == state
    assert found[-1].why == ("no_baseline" if state == "unknown" else "")


MOVED = {
    "aside": Sitter(camera=(0.22, 0.60, 0.75)),
    "tilted down": Sitter(camera_down=10),
    "tilted up": Sitter(camera_down=-9),
    "further": Sitter(camera=(0.0, 0.60, 0.95)),
    "chair rolled back": Sitter(closer=-0.22),
    "chair aside": Sitter(aside=-0.24),
}


@pytest.mark.parametrize("name", MOVED)
def test_a_moved_camera_or_chair_is_asked_about_and_never_scolded(name: str) -> None:
    found = looks(SPEC, samples([(10, TALL), (30, MOVED[name])]))
    assert found[-1].moved
    assert not FAULTS & set(states(found))
    assert not any(look.moved for look in found if look.t_s < 13)


@pytest.mark.parametrize("name", [name for name, (_, state) in HELD.items() if state in FAULTS])
def test_a_fault_is_no_moved_camera(name: str) -> None:
    found = looks(SPEC, samples([(10, TALL), (60, HELD[name][0])]))
    assert not found[-1].moved


def test_what_was_elsewhere_before_standing_says_nothing_about_after_it() -> None:
    before, after = samples([(1, MOVED["aside"])], start_s=6), samples([(1, MOVED["aside"])], start_s=13)
    coming = [*samples([(6, TALL)]), *before, *(_legs(one) for one in samples([(6, TALL)], start_s=7)), *after]
    assert not any(look.moved for look in looks(SPEC, coming))


def _legs(sample: Sample) -> Sample:
    """The same person with the straight legs of somebody standing."""
    assert sample.pose is not None
    points, world = sample.pose.points.copy(), sample.pose.world.copy()
    points[23:27] = (0.5, 0.9, 0.0, 0.99)
    world[11:13], world[25:27] = (0.0, -0.5, 0.0), (0.0, 0.4, 0.0)
    return replace(sample, pose=replace(sample.pose, points=points, world=world))


def test_after_a_new_baseline_nothing_is_moved_any_more() -> None:
    state = WatchState()
    for sample in samples([(10, TALL), (10, MOVED["aside"])]):
        state, _ = step(SPEC, state, sample)
    fresh = WatchSpec(baseline=taken(MOVED["aside"]))
    state = rebased(state)
    for sample in samples([(10, MOVED["aside"])], start_s=20):
        state, look = step(fresh, state, sample)
    assert (look.moved, look.state) == (False, "upright")


def test_movement_is_counted_and_stillness_timed() -> None:
    found = looks(
        SPEC, samples([(60, TALL), (60, Sitter(aside=0.1)), (300, Sitter(lean=-9)), (60, None), (60, TALL)], 1)
    )
    assert found[119].shifts == 1
    assert found[419].shifts == 2
    assert found[419].still_s == pytest.approx(299, abs=6)
    assert found[479].still_s == 0
    assert found[-1].still_s < 60


def test_breathing_nodding_and_turning_are_no_change_of_posture() -> None:
    parts = [(5, TALL), (5, Sitter(turn=30)), (5, Sitter(nod=15)), (5, Sitter(slump=2))] * 10
    assert looks(SPEC, samples(parts, 1, noise=0.003))[-1].shifts == 0


def test_time_must_rise() -> None:
    state, _ = step(SPEC, WatchState(), Sample(1.0, None))
    with pytest.raises(ValueError, match="time went backwards"):
        step(SPEC, state, Sample(1.0, None))


@settings(max_examples=40, deadline=None)
@given(
    size=st.floats(0.85, 1.15),
    distance=st.floats(0.6, 1.0),
    height=st.floats(0.5, 0.75),
    name=st.sampled_from([name for name in HELD if "standing" not in name]),
)
def test_other_bodies_and_other_desks(size: float, distance: float, height: float, name: str) -> None:
    desk = {"size": size, "camera": (0.0, height * size, distance * size)}
    sitter, state = HELD[name]
    sitter = replace(sitter, closer=sitter.closer * distance, forward=sitter.forward * 1.1, slump=sitter.slump * 1.1)
    found = looks(WatchSpec(baseline=taken(replace(TALL, **desk))), samples([(10, TALL and replace(sitter, **desk))]))
    assert found[-1].state in ({state, "too_close"} if state == "slump" else {state})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["tall", "slump", "nobody", "dark"]), min_size=1, max_size=30), st.floats(0.1, 40))
def test_whatever_comes_a_state_begins_before_it_is_told_and_time_is_kept(parts: list[str], gap_s: float) -> None:
    t_s, before = 0.0, -math.inf
    state = WatchState()
    for part in parts:
        t_s += gap_s
        seen = {"tall": pose(TALL, t_s), "slump": pose(Sitter(slump=25), t_s)}.get(part)
        state, look = step(SPEC, state, Sample(t_s, seen, 0.01 if part == "dark" else 0.5))
        assert look.since_s <= look.t_s
        assert look.since_s >= before or look.since_s == before
        assert 0 <= look.still_s <= look.t_s
        before = look.since_s


def test_measures_know_front_side_and_hands() -> None:
    seen = pose(TALL)
    points = plane(seen, seen_seated(seen))
    assert view_of(points, None) == "front"
    assert not hand_up(points)
    raised = pose(Sitter(hand_up=True))
    assert hand_up(plane(raised, seen_seated(raised)))
    assert judge(front(points), None, "upright").state is None


def test_a_shoulder_a_little_outside_the_picture_is_seen_a_hand_is_not() -> None:
    seen = pose(Sitter(hand_up=True))
    points = seen.points.copy()
    points[[11, 16], 0] = 1.04
    found = seen_seated(replace(seen, points=points))
    assert found[11]
    assert not found[16]
    points[11, 0] = 1.09
    assert not seen_seated(replace(seen, points=points))[11]


def test_a_face_of_no_size_is_no_face() -> None:
    seen = pose(TALL)
    points = seen.points.copy()
    points[[2, 5, 9, 10], :2] = points[0, :2]
    flat = front(plane(replace(seen, points=points), seen_seated(seen)))
    assert math.isnan(flat["face_size"])
    assert judge(flat, SPEC.baseline, "upright").state == "upright"
