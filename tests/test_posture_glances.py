"""The camera is open for two seconds in each half minute: what lasts longer than a glance is believed all the same."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from day_at_desk import NINE
from sitter import Sitter, pose, samples

from coach.core.sitting import companion
from coach.core.sitting.companion_state import CompanionState
from coach.core.sitting.day import Day
from coach.core.sitting.events import Kept, Moment, Notice
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import Look, Sample
from coach.core.sitting.measuring import first_upright
from coach.core.sitting.record import BreakKept
from coach.core.sitting.watch import WatchSpec, WatchState, step
from coach.eye_gaze import GLANCE_S
from coach.watching import INTERVAL_S

TALL = Sitter()
ELSEWHERE = Sitter(camera=(0.3, 0.6, 0.75))
DARK = "dark"
SLOW = (0.9, 1.0, 1.4, 2.0)
"""Glances of a camera whose first picture takes its time."""

Part = tuple[float, Sitter | str | None]


def glances(parts: Iterable[Part], at_s: tuple[float, ...] = GLANCE_S) -> Iterator[Sample]:
    """What is seen of each part."""
    begin_s = 0.0
    for seconds, who in parts:
        for number in range(round(seconds / INTERVAL_S)):
            for t_s in (begin_s + number * INTERVAL_S + after_s for after_s in at_s):
                seen = pose(who, t_s, 0.001) if isinstance(who, Sitter) else None
                yield Sample(t_s, seen, 0.01 if who == DARK else 0.5)
        begin_s += seconds


def watched(parts: Iterable[Part], at_s: tuple[float, ...] = GLANCE_S) -> tuple[Look, Day, list[str], list[str]]:
    """The last look, the day, what was told, and how breaks were taken."""
    spec = WatchSpec(baseline=first_upright(samples([(6, TALL)], 0.1)))
    watch, day = WatchState(), CompanionState()
    told, taken, moment = list[str](), list[str](), Moment(t_s=0.0, now=NINE)
    for sample in glances(parts, at_s):
        watch, look = step(spec, watch, sample)
        moment = Moment(t_s=sample.t_s, now=NINE + timedelta(seconds=sample.t_s), look=look)
        day, events = companion.step(Habits(), day, moment)
        told += [event.kind for event in events if isinstance(event, Notice)]
        entries = [event.entry for event in events if isinstance(event, Kept)]
        taken += [entry.how for entry in entries if isinstance(entry, BreakKept)]
    return look, companion.today(day, replace(moment, look=None)), told, taken


def test_whoever_sits_still_is_told_so_and_has_not_moved() -> None:
    _, day, told, _ = watched([(1500, TALL)])
    assert day.shifts == 0
    assert told == ["still"]


def test_a_dark_room_is_no_sitting() -> None:
    look, day, told, _ = watched([(600, TALL), (3600, DARK)])
    assert (look.state, look.why) == ("unknown", "dark")
    assert day.sitting_s == pytest.approx(600, abs=60)
    assert told == []


@pytest.mark.parametrize("at_s", [GLANCE_S, SLOW], ids=["quick", "slow camera"])
def test_an_empty_chair_is_a_break(at_s: tuple[float, ...]) -> None:
    _, day, _, taken = watched([(1500, TALL), (300, None), (120, TALL)], at_s)
    assert day.seconds["away"] == pytest.approx(300, abs=31)
    assert taken == ["chair"]


def test_a_moved_camera_is_asked_about() -> None:
    look, _, told, _ = watched([(300, TALL), (300, ELSEWHERE)])
    assert (look.why, told) == ("moved", ["moved"])
