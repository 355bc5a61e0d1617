"""When to see somebody: which rung stands, which were passed, which comes next; over clocks that jump and journeys."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coach.adapters import library
from coach.core.care.flare import DAY, Flare, flares
from coach.core.care.record import CareRecord, FlareBegan, FlareEnded, HelpSought
from coach.core.care.seek_help import Ladder, Told, recurrences, standing
from coach.core.history import PainTold, PainWhen, SafetyAnswered
from coach.ports import CareError, CoachError

FILE = Path(__file__).parents[1] / "assets" / "care" / "seek_help.toml"
TEXT = FILE.read_text(encoding="utf-8")
LADDER: Ladder = library.load_ladder(FILE)
ONSET = datetime(2026, 3, 2, 21, 30, tzinfo=timezone(timedelta(hours=1)))


def _told(day: float, score: int, when: PainWhen = "flare") -> PainTold:
    """A score told so many times 24 hours after the onset."""
    return PainTold(at=ONSET + day * DAY, when=when, score=score)


def _flare(*scores: PainTold, ended: float | None = None, onset: datetime = ONSET) -> Told:
    care = CareRecord(flares=(FlareBegan(flare="f", at=onset, onset=onset, trigger="lifting"),))
    if ended is not None:
        care = care.with_told(FlareEnded(flare="f", at=onset + ended * DAY))
    return Told(flares=flares(care, scores))


def _after(told: Told, days: float, **more: object) -> tuple[str, ...]:
    found = standing(LADDER, told, ONSET + days * DAY)
    return tuple(rung.id for rung in found.rungs)


BETTER = (_told(0, 6), _told(1.9, 3))
SAME = (_told(0, 5), _told(1.9, 5))


@pytest.mark.parametrize(
    ("scores", "days", "stands", "next_"),
    [
        pytest.param((), 0, (), "day_3", id="just begun"),
        pytest.param(SAME, 1.99, (), "day_3", id="the second night"),
        pytest.param(SAME, 2, ("day_3",), "day_7", id="day 3, no better"),
        pytest.param(BETTER, 2, (), "day_7", id="day 3, better"),
        pytest.param((_told(0, 5),), 2, ("day_3",), "day_7", id="day 3, told once only"),
        pytest.param((), 2, ("day_3",), "day_7", id="day 3, nothing told"),
        pytest.param((_told(0, 7), _told(1, 2)), 2, ("day_3",), "day_7", id="day 3, it has been 7"),
        pytest.param((_told(0, 6), _told(1, 2), _told(1, 7, "stop")), 2, ("day_3",), "day_7", id="7 at a stop too"),
        pytest.param((_told(0, 6), _told(1, 2)), 5.9, (), "day_7", id="better, between"),
        pytest.param(BETTER, 6, ("day_7",), "day_14", id="day 7 stands whatever was told"),
        pytest.param(BETTER, 13, ("day_14",), "day_42", id="day 14"),
        pytest.param(BETTER, 40.9, ("day_14",), "day_42", id="until the next"),
        pytest.param(BETTER, 41, ("day_42",), None, id="day 42"),
        pytest.param(BETTER, 400, ("day_42",), None, id="and on"),
        pytest.param((_told(0, 3), _told(0.5, 5)), 0.6, ("worse",), "day_3", id="worse by 2"),
        pytest.param((_told(0, 3), _told(0.5, 4)), 0.6, (), "day_3", id="worse by 1"),
        pytest.param((_told(0, 6), _told(0.2, 3), _told(0.5, 5)), 0.6, ("worse",), "day_3", id="worse than the best"),
        pytest.param((_told(0, 3), _told(0.5, 6), _told(0.7, 4)), 0.8, (), "day_3", id="and down again"),
        pytest.param((_told(0, 3), _told(0.5, 6, "after")), 0.6, (), "day_3", id="exercise itself raises it"),
        pytest.param((_told(0, 3), _told(6.2, 8)), 6.5, ("worse", "day_7"), "day_14", id="worse comes first"),
    ],
)
def test_which_rung_stands(scores: Sequence[PainTold], days: float, stands: tuple[str, ...], next_: str | None) -> None:
    found = standing(LADDER, _flare(*scores), ONSET + days * DAY)
    assert tuple(rung.id for rung in found.rungs) == stands
    assert (found.next.id if found.next else None) == next_
    if found.next and found.next.day:
        assert found.next_at == ONSET + (found.next.day - 1) * DAY
    assert not found.unsure


def test_without_a_flare_up_nothing_stands() -> None:
    assert standing(LADDER, Told(), ONSET).first is None
    assert _after(_flare(*SAME, ended=3), 20) == ()


def _hours(told: Told, moments: Sequence[datetime]) -> list[str]:
    """The newest day reached at each moment."""
    found = [standing(LADDER, told, at).reached[-1:] for at in moments]
    return [reached[0] if reached else "" for reached in found]


ZONES = {
    "at home": lambda at: at,
    "east around the world": lambda at: at.astimezone(timezone(timedelta(hours=14))),
    "west": lambda at: at.astimezone(timezone(-timedelta(hours=12))),
    "summer time": lambda at: at.astimezone(ZoneInfo("Europe/Berlin")),
    "autumn": lambda at: at.astimezone(ZoneInfo("America/New_York")),
}


@pytest.mark.parametrize("zone", ZONES.values(), ids=ZONES)
@pytest.mark.parametrize("month", [3, 10, 11])
def test_no_journey_and_no_summer_time_skips_or_doubles_a_rung(zone: object, month: int) -> None:
    # Told in the zone's own time, a few days before its clocks change.
    onset = zone(datetime(2026, month, 2, 20, 30, tzinfo=UTC))  # type: ignore[operator]
    moments = [zone(onset.astimezone(UTC) + timedelta(hours=hour)) for hour in range(45 * 24)]  # type: ignore[operator]
    days = _hours(_flare(onset=onset), moments)
    assert list(dict.fromkeys(days)) == ["", "day_3", "day_7", "day_14", "day_42"]
    assert days == sorted(days, key=["", "day_3", "day_7", "day_14", "day_42"].index)
    assert [days.index(f"day_{day}") for day in (3, 7, 14, 42)] == [48, 144, 312, 984]


@pytest.mark.parametrize(
    ("back", "rung", "unsure"),
    [(0.0, "day_7", False), (0.5, "day_7", False), (0.99, "day_7", False), (3.0, "day_3", False), (8.0, "", True)],
)
def test_a_clock_set_back_takes_no_rung_away(back: float, rung: str, unsure: bool) -> None:
    """Pain was told on day 7; then the clock goes back by so many days. Far back, what was told means nothing."""
    told = _flare(_told(0, 5), _told(6.01, 5))
    found = standing(LADDER, told, ONSET + (6.02 - back) * DAY)
    assert (found.reached[-1] if found.reached else "") == rung
    assert found.unsure is unsure
    again = standing(LADDER, told, ONSET + 6.5 * DAY)
    assert again.reached == ("day_3", "day_7")


def _sought(rung: str, day: float, *, taken_back: bool = False, flare: str = "f") -> HelpSought:
    return HelpSought(flare=flare, rung=rung, at=ONSET + day * DAY, taken_back=taken_back)


@pytest.mark.parametrize(
    ("sought", "scores", "days", "stands", "quiet"),
    [
        ((_sought("day_3", 2.5),), SAME, 2.6, (), ("day_3",)),
        ((_sought("day_3", 2.5),), SAME, 6, ("day_7",), ()),
        ((_sought("day_7", 6.5),), SAME, 12, (), ("day_7",)),
        ((_sought("day_7", 6.5), _sought("day_14", 13)), SAME, 41, ("day_42",), ()),
        ((_sought("day_3", 2.5, taken_back=True),), SAME, 2.6, ("day_3",), ()),
        ((_sought("day_3", 2.5, flare="another"),), SAME, 2.6, ("day_3",), ()),
        ((_sought("worse", 0.6),), (_told(0, 3), _told(0.5, 5)), 0.7, (), ()),
        ((_sought("worse", 0.6),), (_told(0, 3), _told(0.5, 5), _told(0.8, 6)), 0.9, (), ()),
        ((_sought("worse", 0.6),), (_told(0, 3), _told(0.5, 5), _told(0.8, 7)), 0.9, ("worse",), ()),
    ],
)
def test_a_visit_is_quiet_until_the_next_step(
    sought: tuple[HelpSought, ...], scores: tuple[PainTold, ...], days: float, stands: object, quiet: object
) -> None:
    told = Told(flares=_flare(*scores).flares, sought=sought)
    found = standing(LADDER, told, ONSET + days * DAY)
    assert (tuple(r.id for r in found.rungs), tuple(r.id for r in found.quiet)) == (stands, quiet)


def _answered(day: float, outcome: str) -> SafetyAnswered:
    return SafetyAnswered(at=ONSET + day * DAY, outcome=outcome)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("screenings", "sought", "locked", "flag"),
    [
        ((), (), False, ""),
        ((_answered(0.1, "clear"),), (), False, ""),
        ((_answered(0.1, "soon"),), (), False, "soon"),
        ((_answered(0.1, "soon"), _answered(1, "clear")), (), False, ""),
        ((_answered(-9, "soon"),), (), False, ""),
        ((_answered(0.1, "soon"),), (_sought("soon", 0.5),), False, ""),
        ((_answered(0.1, "soon"), _answered(1, "soon")), (_sought("soon", 0.5),), False, "soon"),
        ((_answered(0.1, "clear"),), (), True, "emergency"),
    ],
)
def test_red_flags_stand_above_the_ladder(
    screenings: tuple[SafetyAnswered, ...], sought: tuple[HelpSought, ...], locked: bool, flag: str
) -> None:
    told = Told(flares=_flare(*SAME).flares, sought=sought, screenings=screenings, locked=locked)
    assert standing(LADDER, told, ONSET + 2 * DAY).flag == flag


def _several(*spans: tuple[float, float | None]) -> tuple[Flare, ...]:
    care = CareRecord()
    for number, (start, end) in enumerate(spans):
        at = ONSET + start * DAY
        care = care.with_told(FlareBegan(flare=str(number), at=at, onset=at))
        care = care if end is None else care.with_told(FlareEnded(flare=str(number), at=ONSET + end * DAY))
    return flares(care, ())


@pytest.mark.parametrize(
    ("spans", "count"),
    [
        (((0, None),), 1),
        (((-100, -95), (-50, -45), (0, None)), 3),
        (((-200, -195), (-50, -45), (0, None)), 2),
        (((-10, -5), (-4, -1), (0, None)), 1),
        (((-100, -95), (-50, -45), (0, 1)), 3),
    ],
)
def test_what_keeps_coming_back_is_counted(spans: tuple[tuple[float, float | None], ...], count: int) -> None:
    found = _several(*spans)
    assert recurrences(found, ONSET + DAY, 182, LADDER.apart_days) == count
    stands = [rung.id for rung in standing(LADDER, Told(flares=found), ONSET + DAY).rungs]
    assert ("again" in stands) is (count >= 3)


# --- The words. ---


def test_every_sentence_has_its_source_and_promises_nothing() -> None:
    assert all(part.source.strip() for part in (*LADDER.rungs, *LADDER.triggers))
    assert [rung.day for rung in LADDER.days] == [3, 7, 14, 42]
    said = re.sub(r"(?m)^(\w*source|#).*$", "", TEXT)
    assert re.findall(r"(?i)diagnos|\btreat|\bcures?\b|reliev\w+ pain|clinically|\bsafe\b", said) == []
    assert all(len(sentence.split()) <= 16 for rung in LADDER.rungs for sentence in re.split(r"[.:?]", rung.text))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("day = 7", "day = 2", "the days must rise"),
        ('id = "day_14"', 'id = "day_7"', "rungs: an id stands twice"),
        ("rise = 2", "rise = 0", "rung worse: every number is at least 1"),
        ("within_days = 182", "", "rung again: times and within_days go together"),
        ("severe = 7", "severe = 11", "rung day_3: severe is at most 10"),
        ("day = 3\n", "", "severe and unless_better belong to a day"),
        ('when = "Any time"', 'wen = "Any time"', "unknown key 'wen'"),
        ("rise = 2", "rise = 2\nday = 4", "rung worse: has one condition"),
        ("better_by = 1", "better_by = 0", "better_by is at least 1"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in TEXT
    path = tmp_path / "seek_help.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CareError, match=sentence) as caught:
        library.load_ladder(path)
    assert issubclass(CareError, CoachError)
    assert "\n" not in str(caught.value)
