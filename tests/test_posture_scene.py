"""A moved camera, seen by the room behind: most of it looks different and stays so; lamps and passers-by do not."""

from dataclasses import replace

import numpy as np
import pytest
from sitter import Sitter, looks, pose, samples

from coach.core.sitting.look import Sample
from coach.core.sitting.measuring import first_upright
from coach.core.sitting.scene import SIZE, Scene, scene_step, shrunk
from coach.core.sitting.watch import WatchSpec

RNG = np.random.default_rng(4)
ROOM = np.kron(RNG.integers(40, 200, (12, 16)), np.ones((3, 3))).astype(np.float32)
"""Furniture three cells wide."""

TALL = pose(Sitter())


def moved(rooms: list[tuple[float, np.ndarray]]) -> int:
    state, t_s = Scene(), 0.0
    for seconds, room in rooms:
        for _ in range(round(seconds * 2)):
            state = scene_step(state, t_s, room, TALL)
            t_s += 0.5
    return state.moved


def passer(room: np.ndarray, at: int) -> np.ndarray:
    with_one = room.copy()
    with_one[:, at : at + 12] = 20
    return with_one


CASES = {
    "nothing": ([(20, ROOM)], 0),
    "a lamp is lit": ([(10, ROOM), (10, ROOM * 0.5 + 90)], 0),
    "night falls": ([(10, ROOM), (10, ROOM * 0.3)], 0),
    "noise": ([(1, ROOM + RNG.normal(0, 4, SIZE).astype(np.float32)) for _ in range(20)], 0),
    "aside": ([(10, ROOM), (10, np.roll(ROOM, 3, 1))], 1),
    "tilted": ([(10, ROOM), (10, np.roll(ROOM, 3, 0))], 1),
    "twice": ([(10, ROOM), (10, np.roll(ROOM, 4, 1)), (10, np.roll(ROOM, 9, 1))], 2),
    "touched, and back": ([(10, ROOM), (2, np.roll(ROOM, 4, 1)), (10, ROOM)], 0),
    "somebody passes": ([(10, ROOM), *((1, passer(ROOM, at)) for at in range(0, 36, 6)), (10, ROOM)], 0),
    "somebody stays": ([(10, ROOM), (20, passer(ROOM, 2))], 0),
    "a bare wall": ([(10, np.full(SIZE, 120, np.float32)), (10, np.full(SIZE, 90, np.float32))], 0),
}


@pytest.mark.parametrize("name", CASES)
def test_the_room_tells_a_moved_camera(name: str) -> None:
    rooms, times = CASES[name]
    assert moved(rooms) == times


def test_nobody_or_no_picture_changes_nothing() -> None:
    state = scene_step(Scene(), 0.0, ROOM, TALL)
    assert scene_step(state, 1.0, None, TALL) is state
    assert scene_step(state, 1.0, np.roll(ROOM, 9, 1), None) is state


@pytest.mark.parametrize("size", [(480, 640), (720, 1280), (36, 48), (100, 90), (20, 20)])
def test_a_picture_is_shrunk_to_its_cells(size: tuple[int, int]) -> None:
    image = np.zeros((*size, 3), np.uint8)
    image[: size[0] // 2] = 200
    small = shrunk(image)
    assert small.shape == SIZE
    if min(size) >= 36 and size[1] >= 48:
        assert small[0, 0] == 200
        assert small[-1, -1] == 0


@pytest.mark.parametrize(("room", "asked"), [(np.roll(ROOM, 4, 1), True), (ROOM, False)], ids=["moved", "not moved"])
def test_when_the_room_moved_a_lower_place_in_the_picture_is_no_slump(room: np.ndarray, *, asked: bool) -> None:
    baseline = first_upright(samples([(6, Sitter())], 0.1))
    lower = Sitter(slump=20)
    before = [replace(one, thumbnail=ROOM) for one in samples([(10, Sitter())])]
    after = [replace(one, thumbnail=room) for one in samples([(60, lower)], start_s=10)]
    found = looks(WatchSpec(baseline=baseline), [*before, *after])
    assert found[-1].moved == asked
    assert found[-1].state == ("unknown" if asked else "slump")


def test_a_sample_without_a_picture_has_none() -> None:
    assert Sample(0.0, None).thumbnail is None
