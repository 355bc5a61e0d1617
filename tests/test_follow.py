"""Who is followed: short stories of people in a picture, looked at 10 times a second."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from coach.core.follow import GIVE_UP_S, Candidate, FollowState, candidate, same, step
from coach.core.pose import Pose

HER = Candidate(0.6, 0.5, 0.4)
HIM = Candidate(0.9, 0.4, 0.6)
FAR = Candidate(0.2, 0.4, 0.3)


def _at(x: float, scale: float = 0.4) -> Candidate:
    return Candidate(x, 0.5, scale)


class _Room:
    """Runs the rule as a detector would: the tracked body at every look, everybody when asked for."""

    def __init__(self, rate: float = 10.0) -> None:
        self.state = FollowState()
        self.rate = rate
        self.looks = 0
        self.surveys = 0

    def look(self, tracked: Candidate | None, *others: Candidate) -> Candidate | None:
        t_s = self.looks / self.rate
        self.looks += 1
        everybody = [tracked, *others] if tracked else list(others)
        self.state, choice = step(self.state, everybody[:1] if tracked else [], t_s)
        if self.state.survey_due:
            self.surveys += 1
            self.state, choice = step(self.state, everybody, t_s, everybody=True)
        return None if choice is None else everybody[choice]

    def watch(self, seconds: float, tracked: Candidate | None, *others: Candidate) -> list[Candidate | None]:
        return [self.look(tracked, *others) for _ in range(round(seconds * self.rate))]


def test_the_largest_is_taken_at_the_start_whoever_the_tracker_holds() -> None:
    assert _Room().look(HER, HIM, FAR) == HIM


def test_an_empty_room_asks_for_nothing() -> None:
    room = _Room()
    assert room.watch(5, None) == [None] * 50
    assert room.surveys == 0


def test_one_person_alone_costs_one_survey() -> None:
    room = _Room()
    assert room.watch(60, HER) == [HER] * 600
    assert room.surveys == 1


@pytest.mark.parametrize("rate", [5.0, 10.0, 15.0, 30.0, 60.0])
def test_a_tracker_that_jumps_to_somebody_else_is_not_believed(rate: float) -> None:
    room = _Room(rate)
    room.watch(3, HER)
    seen = room.watch(2, HIM)
    assert set(seen) == {None}
    assert 4 <= room.surveys <= 5, "one at the start, then two a second"
    assert room.look(HIM, HER) in {HER, None}
    assert HER in room.watch(1, HIM, HER)


@pytest.mark.parametrize("rate", [5.0, 10.0, 30.0])
def test_a_tracker_that_slides_onto_somebody_in_front_is_found_out(rate: float) -> None:
    """The one in front is nearer, so larger; the slide takes a second, and the person is hidden for it."""
    room = _Room(rate)
    room.watch(3, HER)
    steps = round(rate)
    slide = [_at(0.6 - 0.4 * i / steps, 0.4 + 0.2 * min(1, 2 * i / steps)) for i in range(1, steps + 1)]
    seen = [room.look(place) for place in slide]
    assert seen[-1] is None
    back = room.watch(1, slide[-1], HER)
    assert HER in back
    assert slide[-1] not in back


def test_a_small_body_in_front_is_left_for_the_one_at_home() -> None:
    """Of the same scale, it is followed at first: the person may have got up. Once they are seen at home they win."""
    room = _Room()
    room.watch(3, HER)
    for i in range(1, 8):
        room.look(_at(0.6 - 0.05 * i, 0.42))
    assert HER in room.watch(1, _at(0.2, 0.42), HER)


def test_a_person_who_gets_up_and_walks_off_is_followed() -> None:
    room = _Room()
    room.watch(5, HER)
    walk = [Candidate(0.6 + 0.03 * i, 0.5 - 0.01 * i, 0.4) for i in range(40)]
    assert [room.look(place) for place in walk] == walk


def test_a_person_who_comes_to_the_camera_is_doubted_and_then_believed() -> None:
    room = _Room()
    room.watch(5, HER)
    near = [_at(0.6, 0.4 * 1.04**i) for i in range(25)]
    seen = [room.look(place) for place in near]
    assert seen[:4] == near[:4]
    assert room.watch(4, near[-1])[-1] == near[-1]


def test_leaning_slowly_to_the_screen_is_no_doubt() -> None:
    room = _Room()
    room.watch(5, HER)
    lean = [_at(0.6, 0.4 * 1.01**i) for i in range(30)]
    assert [room.look(place) for place in lean] == lean


def test_after_some_seconds_unseen_the_largest_is_taken() -> None:
    room = _Room()
    room.watch(6, HER)
    room.watch(GIVE_UP_S, None)
    assert HIM in room.watch(0.3, FAR, HIM)


def test_a_short_absence_keeps_the_place() -> None:
    room = _Room()
    room.watch(6, HER)
    room.watch(2, None)
    assert room.look(HIM) is None
    assert room.look(HER) == HER


def test_a_flash_binds_nobody_for_long() -> None:
    room = _Room()
    room.look(FAR)
    assert HER in room.watch(0.9, HER)


def test_pictures_far_apart_in_time_are_each_judged_afresh() -> None:
    room = _Room(rate=0.1)
    assert [room.look(HER), room.look(FAR, HIM), room.look(HER)] == [HER, HIM, HER]


def test_time_going_backwards_raises() -> None:
    state, _ = step(FollowState(), [HER], 1.0)
    with pytest.raises(ValueError, match="time went backwards"):
        step(state, [HER], 0.9)
    with pytest.raises(ValueError, match="time went backwards"):
        step(state, [HER], float("nan"))


def test_same_tells_two_sightings_of_one_body() -> None:
    assert same(HER, _at(0.62, 0.42))
    assert not same(HER, HIM)
    assert not same(HER, _at(0.6, 0.6))


def _pose(change: Callable[[np.ndarray, np.ndarray], None] = lambda points, world: None) -> Pose:
    random = np.random.default_rng(1)
    world = random.normal(0, 0.3, (33, 3))
    points = np.ones((33, 4))
    points[:, :2] = world[:, :2] * 0.5 / (4 / 3, 1) + 0.5
    change(points, world)
    return Pose(0.0, points, world, (640, 480))


def test_scale_is_picture_heights_a_metre() -> None:
    found = candidate(_pose())
    assert found is not None
    assert found.scale == pytest.approx(0.5)


@pytest.mark.parametrize("spoil", list(itertools.product(["points", "world"], [np.nan, 0.5])), ids=str)
def test_a_body_without_landmarks_or_without_extent_is_no_candidate(spoil: tuple[str, float]) -> None:
    name, value = spoil

    def change(points: np.ndarray, world: np.ndarray) -> None:
        (points if name == "points" else world)[:] = value

    assert candidate(_pose(change)) is None


@pytest.mark.parametrize("name", ["points", "world"])
def test_a_body_beyond_all_measure_is_no_candidate(name: str) -> None:
    def change(points: np.ndarray, world: np.ndarray) -> None:
        (points if name == "points" else world)[:, :2] *= 1e200

    assert candidate(_pose(change)) is None
