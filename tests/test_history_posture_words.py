"""What the history says of a day and of a week at the desk."""

from dataclasses import replace
from datetime import date

import pytest
from posture_days import broken, day as day_of

from coach.core.sitting.day import Day
from coach.core.sitting.look import State
from coach.ui.screens import history_posture_words as words

TODAY = date(2026, 3, 12)


def day(count: int = 480, *pattern: State) -> Day:
    return day_of(TODAY, count, pattern) if pattern else day_of(TODAY, count)


def fact(day_: Day, number: int, target: int = 0) -> str:
    found = words.facts(day_, target)[number]
    return f"{found.value} {found.about}".replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (fact(day(3), 0), "3 min of sitting, less than 2 hours"),
        (fact(day(240, "upright"), 0), "4 h of sitting, the first 2 hours by 10:00"),
        (fact(day(200, "upright", "away"), 0), "1 h 40 min of sitting, less than 2 hours"),
        (fact(day(480, "upright", "standing"), 1), "4 h of standing; sitting to standing is 1 : 1"),
        (fact(day(45, *("slump",) * 7, *("standing",) * 2), 1), "10 min of standing; sitting to standing is 3.5 : 1"),
        (fact(day(60, "slump", "standing", "standing"), 1), "40 min of standing; sitting to standing is 1 : 2"),
        (fact(day(60, "slump"), 1), "0 min of standing at the desk"),
        (fact(day(60, "slump"), 2), "12 changes of posture in an hour of sitting"),
        (fact(day(3), 2), "1 change of posture"),
        (fact(broken(), 3), "0 breaks; none was asked for"),
        (
            fact(broken("chair", "said", "missed", "own"), 3),
            "2 of 3 breaks asked for were taken; 1 more on your own; 2 seen by the camera",
        ),
        (fact(broken("said"), 3), "1 of 1 break asked for was taken; none seen by the camera"),
        (fact(broken("missed"), 3), "0 of 1 break asked for was taken"),
        (fact(broken("own", "own"), 3), "2 breaks on your own, all seen by the camera"),
        (fact(broken(), 4), "0 reminders to shift or stand"),
        (fact(day(), 4), "3 reminders: 2 “still for long”, 1 “slumped”"),
        (fact(day(), 5, 8), "4 of 8 glasses of water"),
        (fact(day(), 5), "4 glasses of water"),
        (words.week_words(date(2026, 3, 9), TODAY), "9 – 15 Mar"),
        (words.week_words(date(2026, 3, 30), TODAY), "30 Mar – 5 Apr"),
        (words.week_words(date(2025, 12, 29), TODAY), "29 Dec 2025 – 4 Jan 2026"),
        (words.week_words(date(2025, 12, 22), TODAY), "22 – 28 Dec 2025"),
        (words.span_words(3585), "1 h"),
    ],
)
def test_facts_in_words(said: str, expected: str) -> None:
    assert said.replace("\u00a0", " ") == expected


def test_without_a_target_and_without_a_glass_water_is_not_spoken_of() -> None:
    assert len(words.facts(broken(), 0)) == 5


def week_of(*shifts: int, sitting_h: float = 5.0, standing_h: float = 1.0) -> list[Day]:
    seconds: dict[State, float] = {"upright": sitting_h * 3600, "standing": standing_h * 3600}
    return [replace(broken("chair", "said"), seconds=seconds, shifts=shift) for shift in shifts]


@pytest.mark.parametrize(
    ("week", "before", "expected"),
    [
        ([], week_of(20), ()),
        ([Day(date=TODAY, seconds={"away": 900.0})], week_of(20), ()),
        (
            week_of(30, 30, sitting_h=5.0),
            week_of(24, sitting_h=6.2, standing_h=0.5),
            (
                "You sat 5 h a day, 6 h 12 min the week before.",
                "You stood 1 h a day, 30 min the week before.",
                "You moved 6 times an hour, 4 the week before.",
                "You took 2 breaks a day, as in the week before.",
            ),
        ),
        (
            week_of(5, standing_h=0),
            [],
            ("You sat 5 h a day.", "You moved once an hour.", "You took 2 breaks a day."),
        ),
        (week_of(0, sitting_h=0.05, standing_h=0), [], ("You sat 3 min a day.", "You took 2 breaks a day.")),
    ],
)
def test_a_week_beside_the_one_before(week: list[Day], before: list[Day], expected: tuple[str, ...]) -> None:
    assert tuple(said.replace("\u00a0", " ") for said in words.sentences(week, before)) == expected
