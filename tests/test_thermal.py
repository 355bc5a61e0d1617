"""Cold, then warm; how long a round goes on by two clocks; how long the skin rests. Pure, by tables."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from relief_fake import shelf

from coach.core.care import resting, rounds, thermal
from coach.core.care.record import CareRecord, FlareBegan, FlareEnded, RoundBegan, RoundEnded, RoundKind
from coach.core.care.relief import LEAST_REST_S, MOST_LENGTH_S, Preset
from coach.core.care.rounds import Over, Running
from coach.core.demo import SpecError

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=timezone(timedelta(hours=1)))
RELIEF = shelf().relief
assert RELIEF is not None
WORDS, REST = RELIEF.warm_cold, RELIEF.resting
USUAL, SHORT = WORDS.presets


def _minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def _began(at: datetime = NOON, kind: RoundKind = "cold", length_s: float = 900.0, id_: str = "a") -> RoundBegan:
    return RoundBegan(round=id_, at=at, kind=kind, length_s=length_s)


def _over(kind: RoundKind = "cold", lasted_s: float = 900.0, length_s: float = 900.0) -> Over:
    ended = RoundEnded(round="a", at=NOON, how="done", lasted_s=lasted_s)
    return Over(round=_began(kind=kind, length_s=length_s), ended=ended)


@pytest.mark.parametrize(
    ("age_h", "kind"),
    [(None, None), (0, "cold"), (47.9, "cold"), (48, "warm"), (500, "warm"), (-0.001, "cold"), (-1, None), (-90, None)],
)
def test_the_ladder_is_counted_from_the_onset(age_h: float | None, kind: str | None) -> None:
    onset = None if age_h is None else NOON - timedelta(hours=age_h)
    advice = thermal.advised(onset, NOON, WORDS)
    assert advice.kind == kind
    assert (advice.until is not None) == (kind == "cold")


def test_the_ladder_counts_true_hours_over_summer_time() -> None:
    zone = ZoneInfo("Europe/Berlin")
    onset = datetime(2026, 3, 28, 12, 0, tzinfo=zone)
    turn = thermal.advised(onset, datetime(2026, 3, 29, 12, 0, tzinfo=zone), WORDS).until
    assert turn == datetime(2026, 3, 30, 13, 0, tzinfo=zone)
    assert thermal.advised(onset, datetime(2026, 3, 30, 12, 30, tzinfo=zone), WORDS).kind == "cold"


def test_the_onset_is_that_of_the_newest_flare_up_that_is_open() -> None:
    first, second = (FlareBegan(flare=id_, at=NOON, onset=NOON - _minutes(m)) for id_, m in (("a", 90), ("b", 30)))
    care = CareRecord(flares=(first, second))
    assert thermal.open_onset(care) == second.onset
    assert thermal.open_onset(care.with_told(FlareEnded(flare="b", at=NOON))) == first.onset
    assert thermal.open_onset(CareRecord()) is None


@pytest.mark.parametrize(
    ("rising_s", "wall_s", "left_s"),
    [
        (0, 0, 900),
        (300, 300, 600),
        (900, 900, 0),
        (300, 7200, 0),  # The clock was set forward, or the computer slept.
        (300, -7200, 600),  # Set back: never longer.
        (2000, -7200, 0),
        (0, -3, 900),
    ],
)
def test_a_round_runs_by_whichever_clock_says_more(rising_s: float, wall_s: float, left_s: float) -> None:
    running = Running(round=_began(), since_s=50.0)
    assert running.left_s(NOON + timedelta(seconds=wall_s), 50.0 + rising_s) == left_s


@pytest.mark.parametrize(
    ("gone_min", "left_s"), [(0, 900), (10, 300), (14.9, 6), (15, 0), (600, 0), (-0.05, 900), (-1, None), (-600, None)]
)
def test_a_round_is_picked_up_after_a_restart(gone_min: float, left_s: float | None) -> None:
    now = NOON + _minutes(gone_min)
    running = rounds.picked_up(_began(), now, 7.0)
    assert (None if running is None else pytest.approx(running.left_s(now, 7.0))) == left_s


def test_another_zone_is_the_same_moment() -> None:
    elsewhere = (NOON + _minutes(10)).astimezone(UTC)
    running = rounds.picked_up(_began(), elsewhere, 0.0)
    assert running is not None
    assert running.left_s(elsewhere, 0.0) == 300


@pytest.mark.parametrize(
    ("over", "preset", "after_min", "since_min", "left_min"),
    [
        (_over("cold"), USUAL, 0, None, 120),
        (_over("warm"), USUAL, 0, None, 60),
        (_over("cold"), SHORT, 0, None, 30),
        (_over("cold"), USUAL, 50, None, 70),
        (_over("warm"), USUAL, 60, None, 0),
        (_over("cold", lasted_s=30), USUAL, 0, None, 0),
        (None, USUAL, 0, None, 0),
        (_over("cold"), USUAL, -500, None, 120),  # Set back: not beyond its length.
        (_over("cold"), USUAL, -500, 50, 70),  # Set back while it rests: the rising clock goes on.
        (_over("cold"), USUAL, -500, 120, 0),
        (_over("cold"), USUAL, 500, 5, 25),  # Set forward: the least rest stays.
        (_over("cold"), USUAL, 500, None, 0),
        (_over("cold"), USUAL, 500, 40, 0),
    ],
)
def test_the_skin_rests(
    over: Over | None, preset: Preset, after_min: float, since_min: float | None, left_min: float
) -> None:
    since_s = None if since_min is None else 60.0 * since_min
    assert thermal.rest_left_s(over, preset, NOON + _minutes(after_min), since_s) == 60.0 * left_min


@pytest.mark.parametrize("length_s", [900.0, 1200.0, 600.0])
def test_the_preset_is_that_of_the_last_round(length_s: float) -> None:
    expected = SHORT if length_s == 1200 else USUAL
    assert thermal.preset_after(_over(length_s=length_s), WORDS) is expected
    assert thermal.preset_after(None, WORDS) is USUAL


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "12:00"), (200, "15:20"), (1400, "tomorrow 11:20"), (2900, "Thursday 12:20")]
)
def test_moments_are_told_by_the_clock_on_the_wall(minutes: float, said: str) -> None:
    assert thermal.until_words((NOON + _minutes(minutes)).astimezone(UTC), NOON) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(10, "less than a minute"), (60, "1 minute"), (89, "1 minute"), (720, "12 minutes")]
)
def test_minutes_are_told_in_passing(seconds: float, said: str) -> None:
    assert resting.minutes_words(seconds) == said


@pytest.mark.parametrize(
    "change",
    [{"length_s": MOST_LENGTH_S + 1}, {"cold_rest_s": LEAST_REST_S - 1}, {"warm_rest_s": 60.0}, {"source": " "}],
)
def test_no_preset_is_longer_or_rests_less_than_is_known(change: dict[str, Any]) -> None:
    fine: dict[str, Any] = {"length_s": 900.0, "cold_rest_s": 7200.0, "warm_rest_s": 3600.0, "source": "x"}
    Preset(id="a", name="a", note="", **fine)
    with pytest.raises(SpecError):
        Preset(id="a", name="a", note="", **{**fine, **change})


def _rests(*hows: str, gap_min: float = 0.0) -> CareRecord:
    """Rests of 30 minutes, each begun so long after the end of the one before."""
    care, at = CareRecord(), NOON
    for number, how in enumerate(hows):
        care = care.with_told(_began(at, "rest", 1800.0, str(number)))
        at += _minutes(30)
        if how:
            care = care.with_told(RoundEnded(round=str(number), at=at, how=how, lasted_s=1800.0))  # type: ignore[arg-type]
        at += _minutes(gap_min)
    return care


@pytest.mark.parametrize(
    ("care", "row"),
    [
        (CareRecord(), 0),
        (_rests("done"), 1),
        (_rests("done", "done", "done"), 3),
        (_rests("done", "stopped"), 0),
        (_rests("stopped", "done"), 1),
        (_rests("done", "done", gap_min=5), 1),
        (_rests("done", ""), 0),
    ],
)
def test_rests_follow_one_another_only_so_often(care: CareRecord, row: int) -> None:
    assert resting.in_a_row(care) == row
    assert resting.next_length_s(care, REST) == REST.again_s


def test_nobody_is_called_for_ever() -> None:
    assert resting.next_length_s(_rests(*["done"] * REST.most), REST) is None
