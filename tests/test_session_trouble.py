"""Sessions in trouble: camera gone, record not writable, time missing, company, footage cut short."""

from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pytest

from coach.core import phrases
from coach.core.history import SetEnded
from coach.core.routine import Item
from coach.ports import Frame
from coach.session import COMPANY
from tests import streams
from tests.session_fakes import stage
from tests.test_session import BRIDGE, FOUR, PLANK, bridge

pytestmark = pytest.mark.skipif(not streams.LABELS.exists(), reason=streams.MISSING)


class CameraFeed:
    """A live feed whose camera can be pulled out."""

    def __init__(self) -> None:
        self.state: Literal["loading", "running", "ended", "failed"] = "running"
        self.message = ""
        self.closed = False

    def latest_frame(self) -> Frame | None:
        return Frame(0.0, np.zeros((90, 160, 3), np.uint8))

    def take_reports(self) -> list[Any]:
        return []

    def close(self) -> None:
        self.closed = True


def test_an_unplugged_camera_pauses_says_so_and_goes_on_when_it_is_back() -> None:
    feed = CameraFeed()
    on = bridge(source="camera", feed=feed)
    on.session.do("next")
    on.session.do("next")
    feed.message = "Camera 0 has stopped; check its plug and who else uses it."
    on.run(3)
    assert (on.session.camera, on.session.state.pause) == ("lost", "camera")
    assert on.session.message == feed.message
    assert phrases.NO_CAMERA in on.sound.texts
    feed.message = ""
    on.run(1)
    assert on.session.state.pause == ""
    assert phrases.GOING_ON in on.sound.texts


def test_a_lost_camera_can_be_left_off() -> None:
    feed = CameraFeed()
    on = bridge(2, source="camera", feed=feed)
    on.session.do("next")
    on.session.do("next")
    feed.message = "Camera 0 has stopped."
    on.run(1)
    on.session.go_without_camera()
    assert feed.closed
    assert (on.session.camera, on.session.state.pause) == ("none", "")
    on.session.do("plus")
    on.session.do("plus")
    assert on.session.state.stage == "over"


def test_trouble_with_the_record_shows_and_changes_nothing() -> None:
    on = bridge()
    on.history.message = "The disk is full."
    on.run(80, until="over")
    assert on.session.message == "The disk is full."
    assert on.session.results[0].done == 8


def test_footage_that_ends_early_ends_its_exercise_and_the_next_one_begins() -> None:
    short = [sample for sample in streams.stream(BRIDGE) if sample[0] < 15]
    on = stage(
        [replace(FOUR[0], sets=2), FOUR[2]],
        [short, streams.stream(PLANK)],
    )
    on.run(200, until="over")
    assert [result.done for result in on.session.results] == [2, 1]
    assert [e.end for e in on.history.of(SetEnded)] == ["source_ended", "done"]


def test_somebody_else_in_the_picture_is_told_and_changes_nothing() -> None:
    company = [
        (t_s, pose if pose is None else replace(pose, others=1 if 8 < t_s < 12 else 0))
        for t_s, pose in streams.stream(BRIDGE)
    ]
    on = stage([Item(exercise="glute_bridge", sets=1, reps=8, hold_s=1)], [company])
    on.run(60, until="doing")
    messages = set()
    while on.session.state.stage != "over":
        on.run(0.1)
        messages.add(on.session.message)
    assert messages == {"", COMPANY}
    assert on.session.results[0].done == 8
