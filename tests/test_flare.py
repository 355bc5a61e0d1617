"""Flare-ups as they are told: days, scores, the end and its undoing; over restarts, journeys and clocks that jump."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from care_fakes import AtHome

from coach.care_flare import FlareDesk
from coach.core.care.flare import DAY, Since, curve, day_of, flares, is_ahead, onset_of
from coach.core.care.record import CareRecord, FlareBegan, FlareEnded
from coach.core.history import PainTold
from coach.core.settings import Settings

EVENING = datetime(2026, 3, 2, 21, 30, tzinfo=timezone(timedelta(hours=1)))


def _flare(home: AtHome) -> FlareDesk:
    return home.desk.care.flare


@pytest.mark.parametrize(
    ("since", "ago", "day"),
    [("now", timedelta(), 1), ("today", timedelta(hours=10.75), 1), (1, DAY, 2), (6, 6 * DAY, 7), (42, 42 * DAY, 43)],
)
def test_since_when(since: Since, ago: timedelta, day: int) -> None:
    onset = onset_of(since, EVENING)
    assert (EVENING - onset, day_of(onset, EVENING)) == (ago, day)


@pytest.mark.parametrize("days", [0, -1, 91])
def test_so_many_days_ago_nothing_can_have_begun(days: int) -> None:
    with pytest.raises(ValueError, match="1 to 90 days ago"):
        onset_of(days, EVENING)


@pytest.mark.parametrize(
    ("later", "day"),
    [
        (timedelta(hours=2.4), 1),
        (timedelta(hours=2.6), 2),
        (timedelta(hours=26.6), 3),
        (timedelta(hours=-30), 1),
    ],
)
def test_days_turn_at_midnight(later: timedelta, day: int) -> None:
    assert day_of(EVENING, EVENING + later) == day


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Kiritimati"])
def test_no_day_is_skipped_or_doubled_by_summer_time(zone: str) -> None:
    onset = datetime(2026, 3, 1, 0, 10, tzinfo=ZoneInfo(zone))
    moments = [(onset.astimezone(UTC) + timedelta(hours=hour)).astimezone(ZoneInfo(zone)) for hour in range(40 * 24)]
    days = [day_of(onset, at) for at in moments]
    assert days == sorted(days)
    assert [days.count(day) for day in range(1, 40)] == [24] * 39


@pytest.mark.parametrize(
    ("hours", "ahead"), [(0, False), (5, False), (23, False), (25, True), (24 * 400, True), (-400, False)]
)
def test_an_onset_ahead_means_that_the_clock_was_wrong(hours: float, ahead: bool) -> None:
    assert is_ahead(EVENING + timedelta(hours=hours), EVENING) is ahead


def _pain(hours: float, score: int, when: str = "flare") -> PainTold:
    return PainTold(at=EVENING + timedelta(hours=hours), when=when, score=score)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pain", "belongs"),
    [
        (_pain(0, 5), True),
        (_pain(30, 5, "after"), True),
        (_pain(-1, 5, "morning"), False),
        (_pain(-1, 5), True),  # Told in it: the clock was put back a little.
        (_pain(-30, 5), False),
        (_pain(49, 5), False),
    ],
)
def test_which_scores_belong_to_it(pain: PainTold, belongs: bool) -> None:
    care = CareRecord(
        flares=(FlareBegan(flare="f", at=EVENING, onset=EVENING),),
        flare_ends=(FlareEnded(flare="f", at=EVENING + timedelta(hours=48)),),
    )
    assert (pain in flares(care, (pain,))[0].scores) is belongs


def test_a_score_of_the_last_one_is_not_in_the_next() -> None:
    first, second = EVENING - timedelta(hours=9), EVENING
    care = CareRecord(
        flares=(FlareBegan(flare="a", at=first, onset=first), FlareBegan(flare="b", at=second, onset=second)),
        flare_ends=(FlareEnded(flare="a", at=EVENING - timedelta(hours=1)),),
    )
    found = flares(care, (_pain(-2, 6), _pain(1, 3)))
    assert [[told.score for told in one.scores] for one in found] == [[6], [3]]


def test_the_curve_tells_every_score_on_its_day() -> None:
    care = CareRecord(flares=(FlareBegan(flare="f", at=EVENING, onset=EVENING),))
    pains = (_pain(0, 7), _pain(12, 6, "morning"), _pain(13, 8, "stop"), _pain(26.5, 4), _pain(24 * 90, 1))
    spots = curve(flares(care, pains)[0], EVENING + 2 * DAY)
    assert [(round(spot.day, 2), spot.score, spot.when) for spot in spots] == [
        (0.9, 7, "flare"),
        (1.4, 6, "morning"),
        (1.44, 8, "stop"),
        (2.0, 4, "flare"),
    ]


# --- Told to the desk. ---


def test_a_flare_up_outlives_a_restart() -> None:
    home = AtHome()
    assert (_flare(home).open, _flare(home).day, _flare(home).line) == (None, 0, "")
    _flare(home).begin(1, "lifting")
    _flare(home).tell(6)
    assert _flare(home).line == "Day 2 of a flare-up. Go gently today."
    home.passes(days=3)
    _flare(home.again())
    flare = _flare(home).open
    assert flare is not None
    assert (flare.trigger, _flare(home).day) == ("lifting", 5)


def test_over_and_not_over_after_all() -> None:
    home = AtHome()
    _flare(home).begin("now", "twist")
    _flare(home).tell(5)
    first = _flare(home).open
    home.passes(days=2)
    _flare(home).over()
    assert (_flare(home).open, _flare(home).line) == (None, "")
    assert _flare(home).last is not None
    _flare(home).go_on()
    again = _flare(home).open
    assert first is not None
    assert again is not None
    assert (again.onset, again.told, again.scores, _flare(home).day) == (first.onset, first.told, first.scores, 3)
    assert len(_flare(home).all) == 1
    _flare(home).over()
    home.passes(days=4)
    assert _flare(home).last is None


@pytest.mark.parametrize(
    ("jump", "unsure", "day"), [({"hours": -2}, False, 1), ({"days": -40}, True, 1), ({"days": 3}, False, 4)]
)
def test_the_clock_is_set(jump: dict[str, float], unsure: bool, day: int) -> None:
    home = AtHome()
    _flare(home).begin("now", "")
    home.wall_jumps(**jump)
    assert (_flare(home).standing.unsure, _flare(home).day) == (unsure, day)
    if unsure:
        assert _flare(home).line == "A flare-up is open. Go gently today."
        _flare(home).begin(2, "sport")
        flare = _flare(home).open
        assert flare is not None
        assert (flare.trigger, _flare(home).day, _flare(home).standing.unsure) == ("sport", 3, False)
        assert len(_flare(home).all) == 1


def test_putting_right_when_it_began_asks_no_question_again() -> None:
    home = AtHome()
    _flare(home).begin("now", "")
    home.desk.answer([])
    home.passes(days=1)
    _flare(home).begin(3, "sitting")
    assert _flare(home).day == 4
    assert not _flare(home).questions_due(3)


def test_the_safety_questions_in_a_flare_up() -> None:
    home = AtHome()
    home.desk.answer([])
    home.passes(days=1)
    assert not home.desk.questions_due(3)
    _flare(home).begin("now", "")
    assert home.desk.questions_due(3)
    assert _flare(home).questions_due(2)
    _flare(home).tell(2)
    home.desk.answer([])
    assert not _flare(home).questions_due(3)
    assert _flare(home).questions_due(4)


def test_seen_somebody_and_taken_back() -> None:
    home = AtHome()
    _flare(home).begin(2, "")
    _flare(home).tell(8)
    assert [rung.id for rung in _flare(home).standing.rungs] == ["day_3"]
    _flare(home).saw_somebody()
    assert _flare(home).standing.first is None
    assert _flare(home).sought_at == home.calendar.at
    _flare(home.again()).saw_nobody()
    assert [rung.id for rung in _flare(home).standing.rungs] == ["day_3"]
    home.passes(days=4)
    _flare(home).saw_somebody()
    assert _flare(home).standing.first is None
    _flare(home).over()
    _flare(home).go_on()
    assert _flare(home).standing.first is None, "a visit stays with the flare-up"


def test_a_tick_that_is_to_be_checked_stands_above_the_ladder_until_seen() -> None:
    home = AtHome()
    _flare(home).begin(2, "")
    home.desk.answer(["fever"])
    assert _flare(home).standing.flag == "soon"
    home.passes(hours=1)
    _flare(home).saw_somebody()
    assert _flare(home).standing.flag == ""
    home.desk.answer(["bladder"])
    assert _flare(home).standing.flag == "emergency"
    assert AtHome(settings=Settings(locked=True)).desk.care.flare.standing.flag == "emergency"


@pytest.mark.parametrize(
    "told",
    [lambda flare: flare.over(), lambda flare: flare.go_on(), lambda flare: flare.saw_somebody()],
    ids=["over", "go on", "seen"],
)
def test_without_a_flare_up_nothing_is_written(told: Callable[[FlareDesk], None]) -> None:
    home = AtHome()
    told(_flare(home))
    assert home.history.entries == []
