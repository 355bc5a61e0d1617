"""Taking a baseline: live while somebody sits tall, and from footage."""

import math
from dataclasses import replace

import pytest
from sitter import Sitter, looks, pose, samples, states, stranger

from coach.core.sitting import measuring
from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.look import Sample
from coach.core.sitting.measures import plane, seen_seated, view_of
from coach.core.sitting.measuring import Measuring, _taller, baseline_of, first_upright, searched, step
from coach.core.sitting.moved import put_elsewhere
from coach.core.sitting.watch import WatchSpec

TALL = Sitter()


def watched(parts: list[tuple[float, Sitter | None]], noise: float = 0.001) -> Measuring:
    state = Measuring("desk")
    for sample in samples(parts, 0.1, noise):
        state = step(state, sample)
    return state


def test_five_steady_seconds_make_a_baseline_with_its_spread() -> None:
    done = watched([(6, TALL)]).shown.done
    assert done is not None
    assert (done.name, done.view, done.standing) == ("desk", "front", False)
    assert done.seconds == pytest.approx(5, abs=0.15)
    assert done.medians["neck_ratio"] == pytest.approx(0.5, abs=0.02)
    assert 0 < done.spreads["neck_ratio"] < 0.01


def test_progress_tells_how_far_it_is() -> None:
    shown = watched([(2.6, TALL)]).shown
    assert shown.progress == pytest.approx(0.5, abs=0.05)
    assert shown.left_s == pytest.approx(2.5, abs=0.2)
    assert (shown.trouble, shown.done) == ("", None)


HINDERED = {
    "nobody": ([(3, None)], measuring.NOBODY),
    "looks aside": ([(3, TALL), (2, Sitter(turn=40))], measuring.AHEAD_TEXT),
    "hand up": ([(3, TALL), (2, Sitter(hand_up=True))], measuring.HANDS),
    "moves": ([(3, TALL), (0.6, Sitter(aside=0.1))], measuring.STILL),
}


@pytest.mark.parametrize("name", HINDERED)
def test_what_is_in_the_way_is_said_and_the_time_begins_anew(name: str) -> None:
    parts, trouble = HINDERED[name]
    shown = watched(parts).shown
    assert shown.trouble == trouble
    assert shown.progress < 0.15
    assert watched([*parts, (6, TALL)]).shown.done is not None


def test_a_dark_room_and_a_lost_camera_are_said() -> None:
    dark = step(Measuring(), Sample(1.0, pose(TALL, 1.0), 0.02))
    lost = step(Measuring(), Sample(1.0, None, math.nan, "The camera is gone."))
    assert dark.shown.trouble == measuring.DARK_TEXT
    assert lost.shown.trouble == "The camera is gone."


def test_what_is_done_stays_done_and_memory_is_bounded() -> None:
    state = watched([(6, TALL), (5, Sitter(slump=25))])
    assert state.shown.done is not None
    assert len(watched([(60, replace(TALL, hand_up=False))]).readings) < 80


FOOTAGE = {
    "tall from the start": ([(8, TALL), (20, Sitter(slump=25))], 0.0),
    "slumped first": ([(20, Sitter(slump=25)), (8, TALL)], 0.0),
    "head forward first": ([(20, Sitter(forward=0.06)), (8, TALL)], 0.0),
    "leaning first": ([(20, Sitter(lean=15)), (8, TALL)], 0.0),
    "nobody first": ([(30, None), (8, TALL)], 0.0),
    "tall only for three seconds": ([(3.5, TALL)], 0.0),
    "half a second": ([(0.8, TALL)], 0.0),
}


@pytest.mark.parametrize("name", FOOTAGE)
def test_footage_gives_its_first_steady_upright_seconds(name: str) -> None:
    parts, _ = FOOTAGE[name]
    found = first_upright(samples(parts, 0.1))
    assert found is not None
    assert found.medians["neck_ratio"] == pytest.approx(0.5, abs=0.02)
    assert abs(found.medians["slope_deg"]) < 2


@pytest.mark.parametrize("parts", [[], [(20, None)], [(0.4, TALL)], [(8, Sitter(lean=20))]])
def test_footage_without_a_steady_upright_second_gives_none(parts: list[tuple[float, Sitter | None]]) -> None:
    assert first_upright(samples(parts, 0.1)) is None


def test_restless_footage_gives_none() -> None:
    restless = [(0.3, Sitter(aside=0.06 * (-1) ** i)) for i in range(60)]
    assert first_upright(samples(restless, 0.1)) is None


def test_only_the_beginning_is_searched() -> None:
    assert len(list(searched(samples([(20, None), (400, TALL)], 1)))) == pytest.approx(322, abs=2)


def test_a_baseline_can_be_put_where_the_camera_is_now() -> None:
    found = first_upright(samples([(6, TALL)], 0.1))
    assert found is not None
    elsewhere = {**found.medians, "shoulder_x": 0.9, "shoulder_y": 0.9, "neck_ratio": 0.4}
    moved = put_elsewhere(found, elsewhere)
    assert (moved.medians["shoulder_x"], moved.medians["shoulder_y"]) == (0.9, 0.9)
    assert moved.medians["neck_ratio"] == found.medians["neck_ratio"]


def aside(sitter: Sitter) -> Sitter:
    """As a camera sees it that stands 35 degrees beside the screen: of it only the turn of the head counts here."""
    return replace(sitter, turn=sitter.turn - 35)


def test_footage_from_beside_the_screen_gives_those_who_look_at_the_screen() -> None:
    found = first_upright(samples([(3, aside(Sitter(turn=35))), (9, aside(TALL)), (3, aside(Sitter(turn=35)))], 0.1))
    assert found is not None
    assert abs(found.medians["turn"]) > measuring.AHEAD


@pytest.mark.parametrize(("depth", "taken"), [(0.14, True), (0.05, False)])
def test_live_a_head_may_be_turned_as_far_as_the_shoulders_are(depth: float, taken: bool) -> None:
    state = Measuring()
    for sample in samples([(6, aside(TALL))], 0.1):
        assert sample.pose is not None
        world = sample.pose.world.copy()
        world[11], world[12] = (0.15, -0.4, -depth), (-0.15, -0.4, depth)
        state = step(state, replace(sample, pose=replace(sample.pose, world=world)))
    assert (state.shown.done is not None) == taken


def _by_the_side(trunk_deg: float, length: float) -> PostureBaseline:
    rise = length * math.cos(math.radians(trunk_deg))
    medians = {"trunk_deg": trunk_deg, "rise": rise, "neck_deg": 15.0, "head_pitch_deg": 0.0, "ear_forward": 0.1}
    return PostureBaseline(view="side", medians=medians)


def test_leaning_back_is_no_taller_sitting_rising_from_a_slump_is() -> None:
    assert not _taller(_by_the_side(-12, 0.25), _by_the_side(0, 0.25))
    assert _taller(_by_the_side(0, 0.25), _by_the_side(9, 0.23))


def test_leaning_aside_is_no_taller_sitting() -> None:
    usual = first_upright(samples([(6, TALL)], 0.1))
    assert usual is not None
    low = replace(usual, medians={**usual.medians, "shoulder_y": usual.medians["shoulder_y"] + 0.06})
    low = replace(low, medians={**low.medians, "neck_ratio": usual.medians["neck_ratio"] - 0.1})
    assert _taller(usual, low)
    assert not _taller(replace(usual, medians={**usual.medians, "slope_deg": 9.0, "roll_deg": 9.0}), low)


@pytest.mark.parametrize(("legs", "view"), [(True, "side"), (False, "front")])
def test_a_side_camera_that_sees_both_shoulders_is_known_by_the_legs(legs: bool, view: str) -> None:
    seen = pose(TALL)
    points = seen.points.copy()
    points[11:13, 0] = 0.5 + 0.5 * (points[11:13, 0] - 0.5)
    if legs:
        points[[23, 25]] = (0.45, 0.9, 0.0, 0.99), (0.3, 0.9, 0.0, 0.99)
    turned = replace(seen, points=points)
    assert view_of(plane(turned, seen_seated(turned)), None) == view


def test_readings_are_needed() -> None:
    with pytest.raises(ValueError, match="needs readings"):
        baseline_of([])


def test_a_stranger_far_behind_is_measured_like_anybody_but_small() -> None:
    small = first_upright(stranger(sample) for sample in samples([(6, TALL)], 0.1))
    tall = first_upright(samples([(6, TALL)], 0.1))
    assert small is not None
    assert tall is not None
    assert small.medians["shoulder_width"] < 0.45 * tall.medians["shoulder_width"]


def test_a_baseline_that_lacks_measures_judges_by_the_others() -> None:
    whole = first_upright(samples([(6, TALL)], 0.1))
    assert whole is not None
    lacking = {name: value for name, value in whole.medians.items() if name not in ("face_size", "pitch", "turn")}
    baseline = replace(whole, medians=lacking)
    found = looks(WatchSpec(baseline=baseline), samples([(6, TALL), (6, Sitter(lean=14))]))
    assert states(found)[-2:] == ["upright", "lean_left"]
