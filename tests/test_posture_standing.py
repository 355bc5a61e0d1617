"""A baseline taken standing at a raised desk, whose legs no webcam sees."""

import pytest
from sitter import Sitter, looks, samples, states

from coach.core.sitting.measuring import Measuring, step
from coach.core.sitting.strip import sits
from coach.core.sitting.watch import WatchSpec

SEATED = Sitter(camera=(0.0, 0.95, 0.75))
UP = Sitter(up=0.35, camera=(0.0, 0.95, 0.75))


def spec(name: str) -> WatchSpec:
    state = Measuring(name)
    for sample in samples([(6, UP)], 0.1):
        state = step(state, sample)
    assert state.shown.done is not None
    return WatchSpec(baseline=state.shown.done)


@pytest.mark.parametrize(("name", "standing"), [("standing", True), ("desk", False)])
def test_the_name_tells_where_the_legs_are_hidden(name: str, standing: bool) -> None:
    baseline = spec(name).baseline
    assert baseline is not None
    assert baseline.standing is standing


def test_whoever_stands_as_measured_is_not_sitting() -> None:
    found = looks(spec("standing"), samples([(20, UP), (20, Sitter(up=0.35, slump=15, camera=(0.0, 0.95, 0.75)))]))
    assert states(found) == ["unknown", "standing"]
    assert not any(map(sits, found[8:]))


def test_sitting_down_from_there_is_sitting_and_no_moved_camera() -> None:
    found = looks(spec("standing"), samples([(20, UP), (30, SEATED), (10, UP)]))
    assert states(found) == ["unknown", "standing", "unknown", "standing"]
    seated = found[100:196]
    assert all(map(sits, seated))
    assert not any(look.moved for look in found)


def test_nobody_there_is_nobody_there() -> None:
    assert states(looks(spec("standing"), samples([(20, UP), (10, None)])))[-1] == "away"
