"""Which of the people before the camera is the sitter, seconds apart: whoever passes behind is not."""

from collections.abc import Sequence

import numpy as np
import pytest

from coach.core.follow import Candidate
from coach.core.pose import Pose
from coach.eye_sitter import KEPT_S, RIVAL_S, ROUND_S, Sitter, SitterDetector, accept, choose
from coach.ports import Frame, Picture

SIZE = (64, 48)


def person(x: float, scale: float) -> Pose:
    """A body around (x, 0.5) of the picture's height, `scale` heights a metre."""
    world = np.random.default_rng(1).uniform(-0.3, 0.3, (33, 3))
    points = np.ones((33, 4))
    points[:, :2] = (world[:, :2] * scale + (x, 0.5)) / (SIZE[0] / SIZE[1], 1)
    return Pose(0.0, points, world, SIZE)


HER, LEANING, BEHIND, STANDING_BY = person(0.5, 1.2), person(0.55, 1.7), person(1.1, 0.45), person(1.0, 2.2)


class Room:
    """A tracker before those present: it holds one until they are hidden or gone, then takes the largest in sight."""

    def __init__(self, *present: Pose) -> None:
        self.present: Sequence[Pose] = present
        self.holds: Pose | None = None
        self.phantom: Pose | None = None
        self.calls = 0
        self.times_ms: list[int] = []

    def track(self, image: Picture, t_ms: int, t_s: float) -> Pose | None:
        self.calls += 1
        self.times_ms.append(t_ms)
        if (image == 128).all():
            self.holds = None
            return None
        if self.holds is not None and self.holds not in self.present:
            # It looks where it last saw somebody: what it finds there may be an empty chair.
            self.holds = self.phantom
        elif self.holds is None or not self._in_sight(image, self.holds):
            seen = [pose for pose in self.present if self._in_sight(image, pose)]
            self.holds = max(seen, key=lambda pose: float(np.ptp(pose.points[:, 1])), default=None)
        return self.holds

    def close(self) -> None:
        """Nothing to free."""

    def _in_sight(self, image: Picture, pose: Pose) -> bool:
        columns = np.clip(pose.points[:, 0] * SIZE[0], 0, SIZE[0] - 1).astype(int)
        rows = np.clip(pose.points[:, 1] * SIZE[1], 0, SIZE[1] - 1).astype(int)
        return bool((image[rows, columns] != 128).all(axis=1).mean() > 0.5)


def look(detector: SitterDetector, t_s: float) -> Pose | None:
    return detector.detect(Frame(t_s, np.zeros((SIZE[1], SIZE[0], 3), np.uint8)))


def is_(one: Pose | None, other: Pose) -> bool:
    """Whether it is them, however many others there were."""
    return one is not None and np.array_equal(one.points, other.points)


def test_whoever_passes_behind_is_not_the_sitter() -> None:
    room = Room(HER)
    detector = SitterDetector(room)
    assert all(is_(look(detector, 2.0 * number), HER) for number in range(10))
    room.present = (HER, BEHIND)
    seen = [look(detector, 20 + 2.0 * number) for number in range(20)]
    assert all(is_(pose, HER) for pose in seen)
    assert {pose.others for pose in seen if pose} == {0, 1}, "those behind are found within half a minute"
    room.present = (BEHIND,)
    assert [look(detector, 60 + 2.0 * number) for number in range(10)] == [None] * 10
    room.present = (HER, BEHIND)
    assert is_(look(detector, 80), HER)


def test_a_tracker_that_slid_onto_somebody_behind_is_put_back() -> None:
    room = Room(HER, BEHIND)
    detector = SitterDetector(room)
    look(detector, 0)
    room.holds = BEHIND
    assert is_(look(detector, 2), HER)
    assert room.holds is HER


def test_a_body_seen_in_the_empty_chair_is_nobody() -> None:
    room = Room(HER)
    detector = SitterDetector(room)
    look(detector, 0)
    look(detector, 2)
    room.present, room.phantom = (), person(0.75, 0.9)
    assert look(detector, 4) is None
    calls = room.calls
    assert look(detector, 6) is None
    assert room.calls == calls + 1, "an empty room is looked through once a look"


def test_a_sitter_alone_may_lean_in_or_step_far_back() -> None:
    room = Room(HER)
    detector = SitterDetector(room)
    for t_s, pose in ((0.0, HER), (2.0, LEANING), (4.0, HER), (6.0, person(0.6, 0.4)), (8.0, HER)):
        room.present = (pose,)
        assert is_(look(detector, t_s), pose)


def test_most_looks_cost_one_look() -> None:
    room = Room(HER)
    detector = SitterDetector(room)
    for number in range(300):
        look(detector, 2.0 * number)
    rounds = 600 / ROUND_S + 1
    assert room.calls <= 300 + 5 * rounds
    assert all(a < b for a, b in zip(room.times_ms, room.times_ms[1:], strict=False))
    for number in range(300):
        look(detector, 600 + number / 15)
    assert room.calls <= 600 + 5 * rounds + 5, "the thread of dense looks is not broken"


NEAR, FAR, NEXT = Candidate(0.5, 0.5, 1.2), Candidate(1.1, 0.4, 0.45), Candidate(0.9, 0.5, 2.0)


@pytest.mark.parametrize(
    ("people", "after_s", "company", "index"),
    [
        ([], 2, False, None),
        ([FAR, NEAR], 2, False, 1),
        ([FAR], 2, True, None),
        ([FAR], 2, False, 0),
        ([FAR], KEPT_S + 1, True, 0),
        ([FAR, NEXT], 60, True, 1),
        ([NEXT, NEAR], 2, True, 1),
    ],
    ids=["nobody", "nearest", "other left", "stepped back", "long gone", "back", "leans in"],
)
def test_who_is_chosen(people: list[Candidate], after_s: float, company: bool, index: int | None) -> None:
    sitter = accept(Sitter(company_s=100.0 if company else -1e9), NEAR, 100.0)
    assert choose(sitter, people, 100.0 + after_s)[1] == index


def test_somebody_much_nearer_for_a_while_has_taken_the_seat() -> None:
    sitter, chosen = accept(Sitter(), NEAR, 0.0), []
    for number in range(6):
        t_s = 2.0 * number
        sitter, index = choose(sitter, [NEAR, NEXT], t_s)
        assert index is not None
        sitter = accept(sitter, [NEAR, NEXT][index], t_s)
        chosen.append(index)
    assert chosen[0] == 0
    assert chosen.index(1) == RIVAL_S // 2 + 1


@pytest.mark.parametrize(
    ("t_s", "shape", "words"),
    [(0.0, (48, 64, 3), "backwards"), (float("nan"), (48, 64, 3), "backwards"), (1.0, (48, 64), "a picture must be")],
)
def test_what_can_not_be_looked_at_raises(t_s: float, shape: tuple[int, ...], words: str) -> None:
    detector = SitterDetector(Room(HER))
    look(detector, 0.0)
    with pytest.raises(ValueError, match=words):
        detector.detect(Frame(t_s, np.zeros(shape, np.uint8)))
