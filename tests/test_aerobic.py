"""Minutes by day and week, the slow ramp over missed weeks, journeys and summer time; time on the move in a track."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from week_samples import MONDAY, at, walked

from coach.core.care.aerobic import OFFERED, day_minutes, goal_of, kept, kind_name, risen, week_minutes
from coach.core.care.record import ActivityDone
from coach.core.care.targets import Targets
from coach.core.care.tracks import Spot, moved
from coach.core.progress import monday
from coach.core.settings import Settings, from_plain, to_plain

BERLIN = ZoneInfo("Europe/Berlin")
START = date(2026, 1, 5)


def weeks(*minutes: float) -> Mapping[date, float]:
    """Minutes of the weeks from `START`; a week of 0 has no entry."""
    return {START + timedelta(weeks=n): one for n, one in enumerate(minutes) if one}


@pytest.mark.parametrize(
    ("manage", "done", "goals"),
    [
        (40, [], [40, 40, 40]),
        (40, [40, 46, 53], [40, 46, 53, 61]),
        (40, [39.5, 40], [40, 40, 46]),
        (40, [40, 0, 0, 46], [40, 46, 46, 46, 53]),
        (40, [40, 10, 46], [40, 46, 46, 53]),
        (5, [5, 6, 7], [5, 6, 7, 8]),
        (140, [140, 150, 400, 400], [140, 150, 150, 150, 150]),
        (300, [], [150]),
        (40, [80], [40, 46]),
        (40, [80, 90], [40, 46, 92]),
    ],
    ids=["nothing", "each", "just short", "away two weeks", "a quiet week", "from little", "to the target", "above it",
         "one great week", "two great weeks"],
)  # fmt: skip
def test_the_ramp_rises_slowly_and_a_missed_week_takes_nothing(
    manage: int, done: list[float], goals: list[int]
) -> None:
    targets = Targets(manage_min=manage, since=START.isoformat())
    found = [goal_of(targets, weeks(*done), START + timedelta(weeks=n)) for n in range(len(goals))]
    assert found == goals


def test_a_year_of_weeks_that_reach_it_gets_there_by_a_tenth_to_a_fifth_each() -> None:
    goals = [30]
    while goals[-1] < 150:
        goals.append(risen(goals[-1], 150))
    assert len(goals) == 13
    assert all(1.1 <= after / before <= 1.2 for before, after in pairwise(goals[:-1]))


def test_there_is_no_goal_before_it_was_told_and_a_clock_put_back_breaks_nothing() -> None:
    targets = Targets(manage_min=40, since=START.isoformat())
    assert goal_of(targets, weeks(50), START - timedelta(weeks=1)) is None
    assert goal_of(Targets(), weeks(50), START) is None


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 23, 59, tzinfo=BERLIN), date(2026, 3, 29)),
        (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN), date(2026, 10, 25)),
        (datetime(2026, 3, 30, 0, 10, tzinfo=ZoneInfo("Pacific/Auckland")), date(2026, 3, 30)),
        (datetime(2026, 3, 29, 23, 50, tzinfo=ZoneInfo("Pacific/Honolulu")), date(2026, 3, 29)),
    ],
    ids=["spring", "spring's evening", "autumn", "far east", "far west"],
)
def test_a_day_and_a_week_are_those_of_the_clock_on_the_wall(moment: datetime, day: date) -> None:
    one = ActivityDone(activity="a", at=moment, kind="walk", minutes=20)
    assert day_minutes([one]) == {day: {"walk": 20}}
    assert week_minutes([one]) == {monday(day): 20}


def test_minutes_add_up_by_kind_and_what_was_taken_back_is_gone() -> None:
    told = [walked(MONDAY, 10), walked(MONDAY, 15, "swim"), walked(MONDAY, 5), walked(MONDAY, 0, id_="x")]
    assert day_minutes(told) == {MONDAY: {"walk": 15, "swim": 15}}
    assert len(kept(told)) == 3
    assert [kind_name(kind) for kind in (*OFFERED, "run", "tai_chi")][3:] == ["Other gentle", "Run", "Tai chi"]


# --- Targets in the settings. ---


@pytest.mark.parametrize(
    "wrong",
    [{"weekly_min": 0}, {"weekly_min": 150.0}, {"manage_min": -5}, {"strength_days": 8}, {"stretch_days": True},
     {"since": "2026-1-5"}, {"since": 5}, {"tip": 1}],
    ids=str,
)  # fmt: skip
def test_targets_that_do_not_fit_are_refused_and_cost_no_other_choice(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="can't be"):
        Targets(**wrong)  # type: ignore[arg-type]
    read, words = from_plain({"targets": {"stretch_days": 4} | wrong})
    assert len(words) == 1
    assert read.targets == Targets(stretch_days=3 if "stretch_days" in wrong else 4)


def test_targets_come_back_from_the_settings() -> None:
    settings = Settings(targets=Targets(manage_min=30, since="2026-01-05", tip=False))
    assert from_plain(to_plain(settings)) == (settings, ())


# --- Tracks. ---


def track(*legs: tuple[float, float], every_s: float = 1.0, jitter_m: float = 0.0) -> list[Spot]:
    """A track due north in legs of (seconds, metres a second)."""
    spots, t_s, metres = [], 0.0, 0.0
    for long_s, speed in legs:
        for _ in range(round(long_s / every_s)):
            sway = jitter_m * (1 if len(spots) % 2 else -1)
            spots.append(Spot(t_s, 48.0 + (metres + sway) / 111_195, 11.0))
            t_s, metres = t_s + every_s, metres + speed * every_s
    return spots


@pytest.mark.parametrize(
    ("spots", "minutes", "kind"),
    [
        (track((600, 1.3)), 10, "walk"),
        (track((600, 1.3), (300, 0.0), (300, 1.3)), 15, "walk"),
        (track((600, 0.6), every_s=30), 10, "walk"),
        (track((600, 5.0)), 10, "cycle"),
        (track((600, 3.0)), 10, "run"),
        (track((600, 0.0), jitter_m=1.5), 0, "walk"),
        (track((600, 30.0)), 0, "walk"),
        (track((600, 1.3)) * 2, 10, "walk"),
        ([], 0, "walk"),
        (track((1, 1.0)), 0, "walk"),
    ],
    ids=["steady", "a stop", "slow and seldom", "bicycle", "run", "lying still", "car", "time goes back", "empty",
         "one point"],
)  # fmt: skip
def test_time_on_the_move(spots: list[Spot], minutes: float, kind: str) -> None:
    found = moved([spots])
    assert found.seconds / 60 == pytest.approx(minutes, abs=0.6)
    assert found.kind == kind


def test_a_gap_is_left_out_and_a_segment_ends() -> None:
    whole = track((900, 1.3))
    gap = [spot for spot in whole if not 300 < spot.t_s < 600]
    assert moved([gap]).seconds == pytest.approx(600, abs=20)
    assert moved([whole[:300], whole[600:]]).seconds == pytest.approx(600, abs=20)


def test_a_day_in_the_samples_is_local() -> None:
    assert at(MONDAY, 0, 10).astimezone(UTC).date() < MONDAY
