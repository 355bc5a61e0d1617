"""A day at the desk: eight hours are told to the second, minutes are cut by the wall clock, days and weeks added up."""

import gc
import itertools
import math
import pickle
import tracemalloc
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from coach.core.sitting import companion, minutes as mi, strip as st
from coach.core.sitting.day import Day, Piece, day_of, days_of, total_of, trend_of
from coach.core.sitting.look import Look, State
from coach.core.sitting.record import AlertGiven, BreakKept, GlassDrunk, PostureMinute, PostureRecord
from tests.day_at_desk import NINE, Part, Played, obedient_day, played, scripted, truth, wall

MONDAY = NINE.date()


@pytest.fixture(scope="module")
def eight_hours() -> Played:
    return played(scripted(obedient_day(), 2.0))


def test_eight_hours_are_right_to_the_second(eight_hours: Played) -> None:
    assert eight_hours.seconds() == pytest.approx(truth(obedient_day()), abs=1e-6)
    assert sum(eight_hours.seconds().values()) == pytest.approx(8 * 3600, abs=1e-6)
    rows = eight_hours.kept.minutes
    assert [row.at for row in rows] == [wall(60 * number) for number in range(480)]
    assert [round(sum(row.seconds.values()), 6) for row in rows] == [60.0] * 480


def test_eight_hours_bring_their_breaks_and_few_alerts(eight_hours: Played) -> None:
    breaks = [one for one in eight_hours.kept.breaks if one.asked is not None]
    ups = sum(part.state == "away" and part.seconds == 120 for part in obedient_day())
    assert [one.how for one in eight_hours.kept.breaks] == ["chair"] * ups
    assert len(breaks) == ups
    assert sum(kind == "break" for _, kind in eight_hours.kinds()) == len(breaks)
    assert sum(kind == "kind_word" for _, kind in eight_hours.kinds()) == 6
    alerted = [t_s for t_s, kind in eight_hours.kinds() if kind in ("still", "posture")]
    assert len(alerted) == len(eight_hours.kept.alerts) == ups
    assert min(b - a for a, b in itertools.pairwise(alerted)) >= 600


def test_the_day_is_the_same_live_and_from_the_record(eight_hours: Played) -> None:
    live = companion.today(eight_hours.state, eight_hours.last)
    read = day_of(eight_hours.kept, MONDAY)
    assert live == replace(read, seconds=live.seconds)
    assert live.seconds == pytest.approx(read.seconds)
    assert (read.asked, read.taken, read.verified) == (12, 12, 12)
    assert read.standing_share == pytest.approx(2400 / (2400 + read.sitting_s))


def lean(state: companion.CompanionState) -> int:
    """Bytes of what is remembered beside the minutes of the day."""
    return len(pickle.dumps(replace(state, ledger=replace(state.ledger, rows={}), seen=None)))


def test_what_is_remembered_stays_small() -> None:
    """Beside the minutes of the day nothing grows with the looks."""
    state, sizes = companion.CompanionState(), []
    for hour in range(4):
        state = played(scripted(obedient_day(1.0), 20.0, hour * 3600.0), state=state, end=False).state
        sizes.append(lean(state))
    assert sizes[3] - sizes[1] < 600
    assert len(state.ledger.rows) <= 4 * 60


@pytest.mark.slow
def test_memory_does_not_grow_over_ten_days() -> None:
    """Ten days of eight hours: from the fourth on, when a day's worth of minutes is remembered, nothing is added."""
    state, traced, sizes = companion.CompanionState(), [], []
    tracemalloc.start()
    for number in range(10):
        looks = scripted(obedient_day(), 10.0, number * 86400.0)
        state = played(looks, state=state).state
        gc.collect()
        traced.append(tracemalloc.get_traced_memory()[0])
        sizes.append(len(pickle.dumps(state)))
    tracemalloc.stop()
    assert len(state.ledger.rows) == mi.MOST_ROWS
    assert max(sizes[4:]) < 1.05 * sizes[4]
    assert max(traced[4:]) < 1.05 * traced[4] + 20_000


def test_minutes_are_forgotten_after_a_day_of_them() -> None:
    ledger = mi.of(tuple(PostureMinute(at=wall(60 * n), seconds={"upright": 60.0}) for n in range(1439)))
    for number in range(1439, 1445):
        ledger = replace(ledger, filling=PostureMinute(at=wall(60 * number), seconds={"upright": 60.0}))
        ledger, _ = mi.close(ledger)
    assert len(ledger.rows) == mi.MOST_ROWS
    assert wall(0) not in ledger.rows


LATE = [
    ("known at once", [(0, "upright", 0), (10, "slump", 10), (20, "slump", 10)], {"upright": 10, "slump": 10}),
    ("known late", [(0, "upright", 0), (10, "upright", 0), (20, "slump", 13)], {"upright": 13, "slump": 7}),
    ("known later", [(0, "upright", 0), (10, "upright", 0), (20, "slump", 4)], {"upright": 4, "slump": 16}),
    ("over what lay between", [(0, "upright", 0), (10, "away", 9), (20, "slump", 4)], {"upright": 4, "slump": 16}),
    ("back again", [(0, "upright", 0), (10, "away", 9), (20, "upright", 9)], {"upright": 20}),
    ("before the first look", [(0, "upright", 0), (10, "slump", -50)], {"slump": 10}),
    ("after a gap", [(0, "upright", 0), (10, "upright", 0), (200, "slump", 5), (210, "slump", 5)], {"upright": 10}),
    ("told twice", [(0, "upright", 0), (10, "upright", 0), (10, "upright", 0)], {"upright": 10}),
    ("since when is not known", [(0, "upright", 0), (10, "slump", math.nan)], {"upright": 10}),
]


@pytest.mark.parametrize(("case", "looks", "seconds"), LATE, ids=[case for case, _, _ in LATE])
def test_a_state_counts_from_where_it_began(
    case: str, looks: list[tuple[float, State, float]], seconds: dict[State, float]
) -> None:
    if case == "after a gap":
        seconds = {**seconds, "slump": 10}
    came = played([(t_s, Look(t_s, state, since_s)) for t_s, state, since_s in looks])
    assert {state: found for state, found in came.seconds().items() if found} == pytest.approx(seconds)


def test_the_strip_remembers_five_minutes_and_not_many_runs() -> None:
    strip = st.Strip()
    for number in range(2000):
        strip, _ = st.take(strip, Look(float(number), "slump" if number % 2 else "upright", float(number)))
    assert len(strip.runs) <= st.MOST_RUNS
    assert strip.recent_s("slump") == pytest.approx(150, abs=1)


def _sums(rows: tuple[PostureMinute, ...]) -> dict[datetime, float]:
    found: dict[datetime, float] = {}
    for row in rows:
        found[row.at] = found.get(row.at, 0.0) + sum(row.seconds.values())
    return found


JUMPS = [("back", -1500.0), ("far back", -40 * 86400.0), ("forward", 5000.0), ("by a little", -7.3), ("on", 3.1)]


@pytest.mark.parametrize(("case", "jump_s"), JUMPS, ids=[case for case, _ in JUMPS])
def test_no_second_is_lost_or_told_twice_when_the_clock_is_put(case: str, jump_s: float) -> None:
    came = played(
        scripted([Part("upright", 3000), Part("standing", 600)], 5.0),
        now=lambda t_s: wall(t_s + (jump_s if t_s > 1803 else 0.0)),
    )
    assert came.seconds() == pytest.approx({"upright": 3000.0, "standing": 600.0})
    assert max(_sums(came.kept.minutes).values()) <= 60 + 1e-6


def test_a_clock_that_runs_slow_gives_no_minute_twice() -> None:
    came = played(scripted([Part("upright", 3600)], 5.0), now=lambda t_s: wall(t_s * 0.999))
    rows = _sums(came.kept.minutes)
    assert len(came.kept.minutes) == len(rows)
    assert sum(rows.values()) == pytest.approx(3600)


def test_the_hour_that_comes_twice_in_autumn_is_two_hours() -> None:
    """Half past two in summer time, and again in winter time."""

    def berlin(t_s: float) -> datetime:
        at = datetime(2026, 10, 24, 23, 30, tzinfo=timezone(timedelta())) + timedelta(seconds=t_s)
        return at.astimezone(timezone(timedelta(hours=2 if at < datetime(2026, 10, 25, 1, tzinfo=at.tzinfo) else 1)))

    came = played(scripted([Part("upright", 3 * 3600)], 10.0), now=berlin)
    rows = _sums(came.kept.minutes)
    assert (len(rows), sum(rows.values())) == (180, pytest.approx(3 * 3600))
    assert day_of(came.kept, date(2026, 10, 25)).sitting_s == pytest.approx(3 * 3600)


def test_midnight_parts_the_days() -> None:
    came = played(scripted([Part("upright", 1200)], 4.0), now=lambda t_s: wall(t_s + 15 * 3600 - 600))
    days = days_of(came.kept, MONDAY, MONDAY + timedelta(days=2))
    assert [day.sitting_s for day in days] == pytest.approx([600, 600, 0])
    assert companion.today(came.state, came.last).sitting_s == pytest.approx(600)


def test_changes_of_posture_are_counted_once_also_when_the_watch_begins_anew() -> None:
    looks = [(float(t_s), Look(float(t_s), "upright", 0.0, shifts=t_s // 100 % 5)) for t_s in range(0, 901, 10)]
    assert sum(row.shifts for row in played(looks).kept.minutes) == 4 + 4


# --- Days and weeks. ---


def minute(number: int, shifts: int = 0, **seconds: float) -> PostureMinute:
    return PostureMinute(at=wall(60 * number), seconds=seconds, shifts=shifts)  # type: ignore[arg-type]


RECORD = PostureRecord(
    minutes=(
        minute(1, 2, upright=60.0),
        minute(0, 1, upright=40.0, slump=20.0),
        minute(2, slump=31.0, upright=29.0),
        minute(5, standing=60.0),
        minute(7),
        *(minute(number, 1, upright=60.0) for number in range(1440, 1460)),
    ),
    breaks=(
        BreakKept(asked=wall(300), start=None, end=None, how="missed"),
        BreakKept(asked=None, start=wall(300), end=wall(400), how="chair"),
        BreakKept(asked=wall(500), start=wall(500), end=wall(500), how="said"),
    ),
    alerts=(AlertGiven(at=wall(120), kind="still"),),
    glasses=(GlassDrunk(at=wall(100)), GlassDrunk(at=wall(90000))),
)


def test_a_day_of_a_record() -> None:
    day = day_of(RECORD, MONDAY)
    assert day.pieces == (
        Piece(start=wall(0), end=wall(120), state="upright"),
        Piece(start=wall(120), end=wall(180), state="slump"),
        Piece(start=wall(300), end=wall(360), state="standing"),
    )
    assert day.seconds == {"upright": 129.0, "slump": 51.0, "standing": 60.0}
    assert (day.shifts, day.glasses, day.asked, day.taken, day.verified) == (3, 1, 2, 2, 1)
    assert (day.sitting_s, day.standing_s, day.watched_s, day.standing_share) == (180.0, 60.0, 240.0, 0.25)
    assert math.isnan(day.shifts_an_hour)


def test_a_week_and_its_trend() -> None:
    week = days_of(RECORD, MONDAY, MONDAY + timedelta(days=6))
    assert [day.date.day for day in week] == list(range(23, 30))
    assert week[1].shifts_an_hour == pytest.approx(20 / (1200 / 3600))
    total = total_of(week)
    assert (total.sitting_s, total.shifts, total.glasses, total.taken) == (1380.0, 23, 2, 2)
    trend = trend_of(week, [Day(date=MONDAY, seconds={"upright": 3600.0}, shifts=12)])
    assert (trend.days, trend.days_before) == (2, 1)
    assert trend.shifts_an_hour == pytest.approx(23 / (1380 / 3600) - 12)
    assert (trend.sitting_s_a_day, trend.breaks_a_day) == (690 - 3600, 1.0)
    assert math.isnan(trend_of(week, days_of(RECORD, date(2026, 1, 1), date(2026, 1, 7))).shifts_an_hour)


def test_no_days_add_up_to_nothing() -> None:
    with pytest.raises(ValueError, match="no days to add up"):
        total_of([])


def test_sitting_whose_posture_cannot_be_told_is_sitting() -> None:
    at = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    minute = PostureMinute(at=at, seconds={"unknown": 60.0}, untold_s=50.0)
    day = day_of(PostureRecord(minutes=(minute, replace(minute, at=at + timedelta(minutes=1)))), at.date())
    assert (day.sitting_s, day.seconds, day.untold_s) == (100.0, {"unknown": 120.0}, 100.0)
    assert total_of([day, day]).sitting_s == 200.0
