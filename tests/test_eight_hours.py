"""Eight hours at the desk, played from recorded landmarks on a clock that is moved by hand: nothing drifts or grows."""

import gc
import os
import pickle
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise

import pytest
from watching_fakes import Office

from coach.adapters.store import StreamFile
from coach.core.pose import Pose
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import Sample, State
from coach.core.sitting.measuring import first_upright
from coach.core.sitting.record import AlertGiven, BreakKept, PostureMinute
from tests.streams import DATA, LABELS, MISSING

HOUR = 3600.0
STREAM = DATA / "streams" / "rendered" / "s01_desk_front.npz"
PARTS: dict[State, tuple[float, float]] = {
    "upright": (1.0, 14.0),
    "slump": (17.0, 24.0),
    "forward_head": (32.0, 37.0),
    "lean_left": (52.0, 56.0),
    "away": (64.0, 70.0),
}
"""Where the recording shows what."""

SITTING: list[tuple[float, State]] = [
    (9 * 60, "upright"),
    (2 * 60, "forward_head"),
    (6 * 60, "upright"),
    (8 * 60, "slump"),
    (3 * 60, "upright"),
    (2 * 60, "lean_left"),
]
"""Half an hour of sitting, with a change of posture at least every nine minutes."""

DAY: list[tuple[float, State]] = [*SITTING, (2 * 60, "away")] * 15
"""Fifteen times half an hour and two minutes away from the desk: eight hours."""


def recorded() -> dict[State, list[Pose | None]]:
    poses = StreamFile(STREAM).poses()
    found: dict[State, list[Pose | None]] = {state: [] for state in PARTS}
    for t_s, pose in poses:
        for state, (start_s, end_s) in PARTS.items():
            if start_s <= t_s <= end_s:
                found[state].append(pose)
    return found


class Footage:
    """What the desk looks like at each moment of the day."""

    def __init__(self) -> None:
        self.parts = recorded()
        self.script: list[tuple[float, State]] = []
        end_s = 0.0
        for seconds, state in DAY:
            end_s += seconds
            self.script.append((end_s, state))
        self.at = 0

    def sight(self, t_s: float) -> Pose | None:
        while self.at < len(self.script) - 1 and t_s > self.script[self.at][0]:
            self.at += 1
        frames = self.parts[self.script[self.at][1]]
        pose = frames[int(t_s * 7) % len(frames)]
        return None if pose is None else replace(pose, t_s=t_s)


def hours(office: Office) -> Iterator[float]:
    while office.clock.t_s < 8 * HOUR:
        office.sit(HOUR / 2)
        yield office.clock.t_s


@dataclass
class Played:
    """The day as it went."""

    office: Office
    sizes: list[int] = field(default_factory=list)
    held: list[int] = field(default_factory=list)

    def run(self) -> None:
        """Let it go by, and measure what the watch remembers and what is held in memory each half hour."""
        tracemalloc.start()
        for _ in hours(self.office):
            self.sizes.append(len(pickle.dumps((self.office.watch._watch, self.office.watch._day))))
            # What was told is the test's own record.
            self.office.notifier.withdrawn.clear()
            gc.collect()
            self.held.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
        self.office.watch.close()

    @property
    def total(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for minute in self.office.history.of(PostureMinute):
            for state, seconds in minute.seconds.items():
                found[state] = found.get(state, 0.0) + seconds
        return found


@pytest.fixture(scope="module")
def played() -> Played:
    if not LABELS.exists():
        pytest.skip(MISSING)
    baseline = first_upright(Sample(t_s, pose) for t_s, pose in StreamFile(STREAM).poses())
    assert baseline is not None
    office = Office(habits=Habits(baseline="desk"), baseline=replace(baseline, name="desk"))
    office.clock.t_s = 0.0
    office.eye.sight = Footage().sight
    day = Played(office)
    day.run()
    return day


@pytest.mark.slow
def test_totals_are_right_to_the_minute(played: Played, capsys: pytest.CaptureFixture[str]) -> None:
    total, wanted = played.total, dict[str, float]()
    for seconds, state in DAY:
        wanted[state] = wanted.get(state, 0.0) + seconds
    assert sum(total.values()) == pytest.approx(8 * HOUR, abs=3)
    assert total == pytest.approx(wanted, abs=60)
    told = ", ".join(f"{state} {seconds / 60:.2f} of {wanted[state] / 60:.0f} min" for state, seconds in total.items())
    with capsys.disabled():
        os.write(1, f"\neight hours: {told}\n".encode())


@pytest.mark.slow
def test_breaks_and_alerts_come_as_the_manners_say(played: Played, capsys: pytest.CaptureFixture[str]) -> None:
    breaks, alerts = played.office.history.of(BreakKept), played.office.history.of(AlertGiven)
    assert [one.how for one in breaks] == ["chair"] * 15
    assert all(one.asked is not None for one in breaks)
    assert played.office.notifier.kinds().count("break") == 15
    assert 1 <= len(alerts) <= 48
    assert all(later.at - sooner.at >= timedelta(minutes=10) for sooner, later in pairwise(alerts))
    with capsys.disabled():
        os.write(1, f"\neight hours: {len(breaks)} breaks, {len(alerts)} alerts\n".encode())


@pytest.mark.slow
def test_memory_does_not_grow(played: Played, capsys: pytest.CaptureFixture[str]) -> None:
    # The record of the test itself grows by what it keeps: minutes, breaks, notices.
    grew = (played.held[-1] - played.held[3]) / 1024
    assert played.sizes[-1] < 60_000
    assert grew < 2_000
    with capsys.disabled():
        os.write(1, f"\neight hours: remembers {played.sizes[-1]} bytes, grew {grew:.0f} KiB in six hours\n".encode())
