"""Sessions in trouble: camera gone, record not writable, time missing, company, footage cut short."""

from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pytest

from coach.core import phrases
from coach.core.history import FaultSeen, HoldDone, RepDone, SessionEnded, SetEnded, SetStarted
from coach.core.routine import Item
from coach.ports import Feed, Frame, SourceError
from coach.session import COMPANY
from tests import streams
from tests.session_fakes import Stage, stage
from tests.test_session import BRIDGE, FOUR, PLANK, PLANK_SAG, bridge

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


def reps_by_set(on: Stage) -> list[int]:
    """Complete repetitions in the record, set by set."""
    reps = [e for e in on.history.of(RepDone) if isinstance(e, RepDone) and e.complete]
    return [sum(rep.set == e.set for rep in reps) for e in on.history.of(SetStarted) if isinstance(e, SetStarted)]


def test_after_the_camera_was_left_off_no_repetition_is_written_twice() -> None:
    on = stage([Item(exercise="glute_bridge", sets=2, reps=4, hold_s=1, rest_s=0)], [streams.stream(BRIDGE)])
    on.run(60, until="doing")
    while on.session.state.count < 2:
        on.run(0.1)
    on.session.go_without_camera()
    for command in ("plus", "plus", "next", "plus"):
        on.session.do(command)  # type: ignore[arg-type]
    on.session.close()
    assert reps_by_set(on) == [2, 0]


def test_footage_that_ends_with_its_set_takes_nothing_from_the_next_exercise() -> None:
    items = [replace(FOUR[0], reps=2, rest_s=0), replace(FOUR[2], hold_s=5)]
    samples = tuple(streams.stream(BRIDGE))
    on = stage(items, [samples, streams.stream(PLANK)])
    while on.session.state.index == 0:
        on.run(1 / 60)
    assert on.session.report is not None
    last_s = on.session.report.t_s
    on = stage(items, [[sample for sample in samples if sample[0] <= last_s], streams.stream(PLANK)])
    on.run(100, until="over", fps=5)
    assert on.session.state.ends == ("done", "done")


def test_footage_that_can_not_be_opened_any_more_is_told_and_the_session_goes_by_hand() -> None:
    on = stage(FOUR[:2], [streams.stream(BRIDGE)])
    on.run(60, until="rest")

    def gone(item: int, step: object) -> Feed:
        raise SourceError("two.mp4 is gone.")

    on.session._world = replace(on.session._world, open_feed=gone)
    on.run(20, until="intro")
    on.run(0.1)
    assert (on.session.camera, on.session.message, on.session.state.pause) == ("lost", "two.mp4 is gone.", "camera")
    on.session.go_without_camera()
    on.session.do("next")
    assert (on.session.camera, on.session.state.stage) == ("none", "doing")


def test_holds_that_the_clock_counts_are_in_the_record() -> None:
    on = stage([Item(exercise="plank", sets=1, reps=2, hold_s=10, rest_s=0)], [], source="none")
    on.session.do("next")
    on.run(60, until="over")
    holds = [e for e in on.history.of(HoldDone) if isinstance(e, HoldDone)]
    assert [round(e.good_s) for e in holds if not e.running] == [10, 10]
    assert len([e for e in holds if e.running]) >= 8
    assert {e.start_s for e in holds if e.running} == {e.start_s for e in holds if not e.running}


@pytest.mark.parametrize("source", ["footage", "camera"])
def test_a_pause_belongs_neither_to_the_fault_nor_to_the_count(source: str) -> None:
    on = stage([Item(exercise="plank", sets=1, hold_s=60, rest_s=0)], [streams.stream(PLANK_SAG)], source=source)
    on.run(60, until="doing")
    while not (on.session.report and on.session.report.faults):
        on.run(0.1)
    held_s = on.session.state.progress.hold_s
    on.session.do("pause")
    at_s = on.session.report.t_s
    on.run(4)
    on.session.do("pause")
    on.run(1)
    assert on.session.state.progress.hold_s <= held_s + 1.1
    on.session.close()
    faults = [e for e in on.history.of(FaultSeen) if isinstance(e, FaultSeen)]
    assert all(not e.start_s < at_s + 1 < e.end_s for e in faults)


def test_what_is_skipped_stands_in_the_record() -> None:
    on = stage([replace(FOUR[0], sets=2), FOUR[2]], [streams.stream(BRIDGE)])
    on.session.do("next")
    on.session.do("skip")
    assert [e.end for e in on.history.of(SetEnded) if isinstance(e, SetEnded)] == ["skipped", "skipped"]
    assert phrases.SKIPPED in on.sound.texts
    assert on.session.state.work.exercise.id == "plank"
    assert [result.done for result in on.session.results] == [0, 0]


def test_why_a_later_exercise_was_stopped_is_not_said_of_an_earlier_one() -> None:
    on = stage(FOUR[:2], [], source="none")
    on.session.do("next")
    on.session.do("stop")
    on.session.do("on", "tired")
    on.session.do("stop")
    on.session.do("end", "pain")
    assert [e.reason for e in on.history.of(SetEnded) if isinstance(e, SetEnded)] == [None, "tired"]


def test_without_sound_it_is_said_at_first_and_then_left_alone() -> None:
    on = bridge()
    on.sound.message = "There is no sound device."
    on.run(1)
    assert on.session.message == "There is no sound device."
    on.run(20, until="doing")
    on.run(9)
    assert on.session.message == ""


def test_a_session_in_which_all_was_skipped_is_not_called_complete() -> None:
    on = bridge(source="none")
    on.session.do("skip")
    assert on.session.state.stage == "over"
    assert on.history.of(SessionEnded)[-1].complete is False
