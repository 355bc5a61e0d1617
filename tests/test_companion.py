"""The companion in a life of its own: locks, sleep, pauses, restarts, clocks that jump; what always holds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from coach.core.sitting import companion
from coach.core.sitting.companion import Command, CompanionState, Drank, MoveSeen, Pause, SaidMoved, Snooze
from coach.core.sitting.events import Busy, Kept, Moment, Notice, Withdrawn
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import STATES, Look, State
from coach.core.sitting.record import PostureMinute
from tests.day_at_desk import NINE, Part, Played, minutes, played, scripted, wall

CALM = Habits(still_min=60, posture_alerts=False, kind_word=False)


def until(hours: float, from_s: float = 0.0) -> Pause:
    return Pause(wall(from_s + hours * 3600))


def test_time_goes_forward() -> None:
    state, _ = companion.step(CALM, CompanionState(), Moment(t_s=5.0, now=NINE))
    with pytest.raises(ValueError, match=r"time went backwards: 5\.0 s, then 4\.0 s"):
        companion.step(CALM, state, Moment(t_s=4.0, now=NINE))


def test_looks_may_come_late_and_several_at_once() -> None:
    looks = list(scripted([Part("upright", 600)], 1.0))
    late = [(10.0 * (number // 10) + 12.0, look) for number, (_, look) in enumerate(looks)]
    assert played(late, CALM).seconds() == pytest.approx({"upright": 600.0})


def locked_between(start_s: float, end_s: float) -> Played:
    script = [Part("upright", 2400)]
    return played(scripted(script), CALM, busy=lambda t_s: Busy(locked=start_s <= t_s < end_s))


@pytest.mark.parametrize(
    ("start_s", "end_s", "sitting_s", "asked_s"),
    [(1000, 1030, 2366, [1834]), (1000, 1400, 1000, []), (1810, 1830, 2376, [1800, 1834])],
)
def test_nobody_is_watched_while_locked(start_s: float, end_s: float, sitting_s: float, asked_s: list[int]) -> None:
    came = locked_between(start_s, end_s)
    assert came.state.clock.sitting_s == pytest.approx(sitting_s, abs=4)
    assert [t_s for t_s, _ in came.kinds()] == pytest.approx(asked_s, abs=4)
    assert sum(came.seconds().values()) == pytest.approx(2400 - (end_s - start_s) - 5, abs=0.1)


@pytest.mark.parametrize(("gap_s", "sitting_s", "watched_s"), [(80, 1880, 1880), (100, 900, 1800), (36000, 900, 1800)])
def test_a_machine_that_slept_begins_anew(gap_s: float, sitting_s: float, watched_s: float) -> None:
    looks = [*scripted([Part("upright", 900)]), *scripted([Part("upright", 900)], start_s=900 + gap_s)]
    came = played(looks, Habits(break_min=60, still_min=60, posture_alerts=False, kind_word=False))
    assert came.state.clock.sitting_s == pytest.approx(sitting_s)
    assert sum(came.seconds().values()) == pytest.approx(watched_s)


def test_a_camera_that_is_gone_for_a_while_counts_nothing_and_forgets_nothing() -> None:
    looks = [(t_s, None if 900 < t_s < 1800 else look) for t_s, look in scripted([Part("upright", 2600)])]
    came = played(looks, CALM)
    assert came.state.clock.sitting_s == pytest.approx(1700, abs=2)
    assert came.kinds() == []


def test_a_break_that_stands_is_withdrawn_when_the_screen_is_locked() -> None:
    came = locked_between(1900, 2300)
    assert [t_s for t_s, event in came.events if isinstance(event, Withdrawn)] == [1900]
    assert came.kept.breaks == ()


@pytest.mark.parametrize(
    ("pauses", "sitting_s", "watched_s"),
    [
        ({600.0: until(1 / 6, 600)}, 1800, 1800),
        ({600.0: until(0.75, 600)}, 0, 600),
        ({600.0: until(15, 600), 1200.0: Pause(None)}, 1800, 1800),
        ({600.0: until(-1, 600)}, 2400, 2400),
    ],
)
def test_a_pause_counts_nothing(pauses: dict[float, Command], sitting_s: float, watched_s: float) -> None:
    habits = Habits(break_min=45, still_min=60, posture_alerts=False, kind_word=False)
    came = played(scripted([Part("upright", 2400)]), habits, commands=pauses)
    assert came.state.clock.sitting_s == pytest.approx(sitting_s if sitting_s else 600, abs=6)
    assert sum(came.seconds().values()) == pytest.approx(watched_s, abs=6)


def test_a_long_pause_makes_what_was_before_it_stale() -> None:
    came = played(scripted([Part("upright", 3600)]), CALM, commands={1200.0: until(0.5, 1200)})
    assert came.state.clock.sitting_s == pytest.approx(600, abs=4)


def test_status_tells_of_a_pause_and_its_end() -> None:
    came = played(scripted([Part("upright", 700)]), CALM, commands={600.0: until(1, 600)}, end=False)
    status = companion.status(CALM, came.state, came.last)
    assert (status.quiet, status.paused_until) == ("paused", wall(4200))
    state, _ = companion.step(CALM, came.state, Moment(t_s=760.0, now=wall(760 + 7200)))
    later = companion.status(CALM, state, Moment(t_s=760.0, now=wall(760 + 7200)))
    assert later.paused_until == wall(4200 + 7200)


def test_status_of_a_break() -> None:
    came = played(scripted([Part("upright", 1900)]), CALM, commands={1850.0: Snooze()}, end=False)
    status = companion.status(CALM, came.state, came.last)
    assert (status.sitting_s, status.break_in_s, status.break_due) == (1900, 250, False)
    assert (status.snoozes_left, status.quiet, status.notice) == (1, "", None)
    asked = played(scripted([Part("upright", 1810)]), CALM, end=False)
    due = companion.status(CALM, asked.state, asked.last)
    assert (due.break_in_s, due.break_due) == (0, True)
    assert due.notice is not None
    assert due.notice.kind == "break"


# --- After a restart. ---


def restarted(script: list[Part], gone_s: float, commands: dict[float, Command] | None = None) -> CompanionState:
    came = played(scripted(script), CALM, commands=commands)
    assert came.last is not None
    t_s = came.last.t_s + gone_s
    return companion.resumed(came.kept, Moment(t_s=5.0, now=wall(t_s)))


@pytest.mark.parametrize(
    ("case", "script", "gone_s", "sitting_s"),
    [
        ("goes on", [Part("upright", 1200)], 60, 1200),
        ("long gone", [Part("upright", 1200)], 900, 0),
        ("after a break", [Part("upright", 900), Part("away", 90), Part("upright", 630)], 60, 630),
        ("was up", [Part("upright", 900), Part("away", 300)], 60, 0),
        ("nothing kept", [Part("upright", 0)], 60, 0),
    ],
)
def test_the_sitting_clock_goes_on(case: str, script: list[Part], gone_s: float, sitting_s: float) -> None:
    assert restarted(script, gone_s).clock.sitting_s == pytest.approx(sitting_s)


def test_the_day_and_its_water_go_on_and_a_minute_is_added_to() -> None:
    state = restarted([Part("upright", 630)], 10, {60.0: Drank(), 90.0: Drank()})
    more = played(
        [(t_s - 620, look) for t_s, look in _shifted(640, 120)], CALM, state=state, now=lambda t: wall(t + 620)
    )
    day = companion.today(more.state, more.last)
    assert (day.glasses, day.sitting_s) == (2, pytest.approx(750))
    written = [row for row in more.kept.minutes if row.at == wall(600)]
    assert [sum(row.seconds.values()) for row in written] == pytest.approx([20])


def _shifted(start_s: float, seconds: float) -> Iterator[tuple[float, Look]]:
    for t_s, look in scripted([Part("upright", seconds)], start_s=start_s):
        yield t_s, replace(look, t_s=look.t_s - 620, since_s=look.since_s - 620)


def test_a_missed_break_is_not_asked_for_at_once_again() -> None:
    state = restarted([Part("upright", 2460)], 30)
    came = played(scripted([Part("upright", 900)], start_s=10.0), CALM, state=state, now=lambda t_s: wall(2490 + t_s))
    assert [t_s for t_s, _ in came.kinds()] == pytest.approx([10 + 840], abs=3)


def test_alerts_stay_apart_over_a_restart() -> None:
    habits = Habits(break_min=120, kind_word=False)
    came = played(scripted([Part("upright", 1300, restless_s=9999)]), habits)
    assert came.kinds() == [(1200, "still")]
    state = companion.resumed(came.kept, Moment(t_s=0.0, now=wall(1310)))
    looks = [(t_s, replace(look, still_s=5000.0)) for t_s, look in scripted([Part("upright", 600)])]
    again = played(looks, habits, state=state, now=lambda t_s: wall(1310 + t_s))
    assert [t_s for t_s, _ in again.kinds()] == pytest.approx([490], abs=2)


# --- Whatever comes. ---


@dataclass(frozen=True, slots=True)
class Scene:
    """A stretch of somebody's day, and what happens before it."""

    state: State
    seconds: int
    gap_s: int
    jump_s: int
    busy: Busy
    asked: Command | None


BUSY = st.sampled_from([Busy(), Busy(), Busy(), Busy(in_call=True), Busy(full_screen=True), Busy(locked=True)])
ASKED = st.sampled_from(
    [None, None, None, Snooze(), Snooze(), Drank(), SaidMoved(), MoveSeen("march", 70.0, True), Pause(None), "pause"]
)
SCENES = st.lists(
    st.builds(
        Scene,
        state=st.sampled_from((*STATES, "slump", "upright")),
        seconds=st.sampled_from([4, 35, 70, 400, 1000, 1900]),
        gap_s=st.sampled_from([0, 0, 0, 30, 95, 7200]),
        jump_s=st.sampled_from([0, 0, 0, 90, -90, -3600, 3600, 86400, -40000]),
        busy=BUSY,
        asked=ASKED,
    ),
    min_size=1,
    max_size=12,
)


@dataclass(slots=True)
class Life:
    """A day of scenes through the companion, checked as it goes; not frozen, as it moves."""

    habits: Habits
    state: CompanionState
    t_s: float = 100.0
    ahead_s: float = 0.0
    alerted_s: float = -1e9
    shifts: int = 0

    def now(self) -> datetime:
        return NINE + timedelta(seconds=self.t_s + self.ahead_s)

    def play(self, scene: Scene, every_s: float) -> list[object]:
        self.t_s, self.ahead_s = self.t_s + scene.gap_s, self.ahead_s + scene.jump_s
        since_s, events = self.t_s, list[object]()
        if scene.asked is not None:
            asked = Pause(self.now() + timedelta(hours=1)) if scene.asked == "pause" else scene.asked
            moment = Moment(t_s=self.t_s, now=self.now(), busy=scene.busy)
            self.state, came = companion.command(self.habits, self.state, asked, moment)
            events += came
        while self.t_s < since_s + scene.seconds:
            self.t_s += every_s
            look = Look(self.t_s, scene.state, since_s, still_s=self.t_s - since_s)
            moment = Moment(t_s=self.t_s, now=self.now(), look=look, busy=scene.busy)
            self.state, came = companion.step(self.habits, self.state, moment)
            self.check(came, moment)
            events += came
        return events

    def check(self, events: tuple[object, ...], moment: Moment) -> None:
        status = companion.status(self.habits, self.state, moment)
        told = [event for event in events if isinstance(event, Notice)]
        assert len(told) <= 1
        if told:
            assert status.quiet == ""
            assert not moment.busy.locked
            assert status.notice == told[0]
        if told and told[0].kind in ("still", "posture"):
            assert self.t_s - self.alerted_s >= 600
            self.alerted_s = self.t_s
        assert 0 <= status.snoozes_left <= 2
        assert status.break_in_s >= 0


@settings(max_examples=15)
@given(scenes=SCENES, every_s=st.sampled_from([10.0, 30.0]), quiet=st.booleans())
def test_whatever_comes_it_keeps_its_manners_and_its_count(scenes: list[Scene], every_s: float, quiet: bool) -> None:
    habits = Habits(quiet_from=600 if quiet else 0, quiet_until=660 if quiet else 0)
    life = Life(habits, CompanionState())
    events = [event for scene in scenes for event in life.play(scene, every_s)]
    life.state, last = companion.finish(life.state, Moment(t_s=life.t_s, now=life.now()))
    kept = [event.entry for event in (*events, *last) if isinstance(event, Kept)]
    sums: dict[datetime, float] = {}
    for entry in kept:
        if isinstance(entry, PostureMinute):
            sums[entry.at] = sums.get(entry.at, 0.0) + sum(entry.seconds.values())
            assert (entry.at.second, entry.at.microsecond) == (0, 0)
        elif hasattr(entry, "snoozes"):
            assert entry.snoozes <= 2
    assert max(sums.values(), default=0.0) <= 60 + 1e-6
    assert sum(sums.values()) <= life.t_s - 100.0 + 1e-6


@settings(max_examples=10)
@given(
    parts=st.lists(st.tuples(st.sampled_from(STATES), st.integers(3, 900)), min_size=1, max_size=8),
    jumps=st.dictionaries(st.integers(0, 3000), st.sampled_from([-7000, -61, -3, 2, 59, 3600, 90000]), max_size=3),
)
def test_a_wall_clock_that_jumps_changes_no_total(parts: list[tuple[State, int]], jumps: dict[int, int]) -> None:
    def jumping(t_s: float) -> datetime:
        return wall(t_s + sum(by for at, by in jumps.items() if at <= t_s))

    script = [Part(state, float(seconds)) for state, seconds in parts]
    steady, jumped = (played(scripted(script, 10.0), now=now) for now in (wall, jumping))
    assert jumped.seconds() == pytest.approx(steady.seconds())
    assert sum(steady.seconds().values()) == pytest.approx(sum(part.seconds for part in script) // 10 * 10)
    assert minutes(1) == 60
