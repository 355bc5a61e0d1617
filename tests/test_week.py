"""A week adds up from what was kept, and the desk behind its pages keeps, changes and takes back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from week_samples import (
    MONDAY,
    SHELF,
    THURSDAY,
    UNREAD,
    ZONE,
    UnreadPosture,
    at,
    at_home,
    full_home,
    pain,
    sat,
    session_on,
    walked,
    week_desk,
)

from coach.core.care.record import ActivityDone, PlanMade
from coach.core.care.targets import Targets
from coach.core.care.week import LOOSENING, Sources, week_of
from coach.core.sitting.day import days_of
from coach.core.sitting.record import GlassDrunk
from coach.ui.screens import week_words as words

EXERCISES = SHELF.exercises
STRETCH = next(id_ for id_, one in EXERCISES.items() if one.purpose in LOOSENING)
STRENGTH = next(id_ for id_, one in EXERCISES.items() if one.purpose not in LOOSENING)


@pytest.mark.parametrize(
    ("done", "strength", "stretch"),
    [
        ([STRENGTH], True, False),
        ([STRETCH], False, True),
        ([STRENGTH, STRETCH], True, True),
        (["gone_file"], True, False),
        ([], False, False),
    ],
)
def test_what_a_session_makes_of_a_day(done: Sequence[str], strength: bool, stretch: bool) -> None:
    week = week_of(MONDAY, Sources(sessions=[session_on(MONDAY, *done)], exercises=EXERCISES))
    assert (week.days[0].strength, week.days[0].stretch) == (strength, stretch)
    assert week.days[0].rest is not bool(done)


def test_a_week_adds_up() -> None:
    tuesday, sunday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=6)
    of = Sources(
        sessions=[session_on(MONDAY, STRENGTH), session_on(MONDAY, STRETCH, hour=19), session_on(sunday, STRENGTH)],
        pains=[pain(MONDAY, 4), pain(MONDAY, 2, "morning"), pain(sunday, 6, "after"), pain(MONDAY, 9, "flare")],
        activities=[walked(MONDAY, 10), walked(sunday, 30, "swim"), walked(sunday + timedelta(days=1), 99)],
        exercises=EXERCISES,
        desk=days_of(sat(tuesday, 60, breaks=3, glasses=2), MONDAY, sunday),
    )
    week = week_of(MONDAY + timedelta(days=3), of)
    assert (week.first, len(week.days), week.strength_days, week.stretch_days) == (MONDAY, 7, 2, 1)
    assert (week.active_min, week.kinds) == (40, {"swim": 30, "walk": 10})
    assert (week.watched_days, week.sitting_s, week.breaks, week.glasses) == (1, 3600, 3, 2)
    assert (week.pain, week.morning) == ((2, 9), (2, 2))
    assert [day.rest for day in week.days] == [False, *[True] * 5, False]
    assert week_of(MONDAY, Sources()).empty
    assert not week.empty


def test_a_week_on_a_journey_keeps_each_day_as_it_was_there() -> None:
    east = datetime(2026, 3, 16, 0, 30, tzinfo=ZONE) - timedelta(hours=1)
    told = [ActivityDone(activity="a", at=east, kind="walk", minutes=20)]
    assert week_of(MONDAY, Sources(activities=told)).days[6].active_min == 20


def test_facts_stand_beside_those_of_the_week_before() -> None:
    desk = week_desk(full_home())
    week, before = desk.week(MONDAY), desk.week(MONDAY - timedelta(days=7))
    lines = {fact.name: (fact.value, fact.before) for fact in words.facts(week, before, words.Wanted(strength=3))}
    assert lines["Strength days"] == ("3 of 3", "3")
    assert lines["Minutes on the move"] == ("60\u00a0min", "55\u00a0min")
    assert lines["Glasses of water"] == ("10", "4")
    assert lines["Pain, 0 to 10"] == ("2 to 3", "3 to 4")
    assert lines["Pain in the morning"] == ("2", "3")
    assert words.goal_words(week) == ("of 52 min", "Your goal now, on the way to 150")
    nothing = week_of(MONDAY, Sources())
    assert {fact.value for fact in words.facts(nothing, nothing, words.Wanted())[3:]} == {"\u2013", "0"}


@pytest.mark.parametrize(
    ("first", "name"),
    [
        (MONDAY, "This week"),
        (MONDAY - timedelta(days=7), "Last week"),
        (MONDAY - timedelta(weeks=3), "3 weeks ago"),
        (MONDAY + timedelta(weeks=1), "Next week"),
    ],
)
def test_weeks_have_names(first: date, name: str) -> None:
    assert words.week_name(first, THURSDAY.date()) == name


# --- The desk behind the pages. ---


def test_minutes_are_logged_changed_and_taken_back_and_outlive_a_restart() -> None:
    home = at_home()
    walk, swim = home.desk.care.week.log("walk", 20), home.desk.care.week.log("swim", 30, days_ago=1)
    home.desk.care.week.change(walk, minutes=25, kind="cycle", day=date(2026, 3, 9))
    week = home.again().desk.care.week
    assert [(one.kind, one.minutes, one.at.date().day) for one in week.activities] == [
        ("swim", 30, 11),
        ("cycle", 25, 9),
    ]
    week.undo(swim)
    assert [one.activity for one in home.again().desk.care.week.activities] == [walk]
    assert home.desk.care.week.week(home.desk.care.week.today).active_min == 25


@pytest.mark.parametrize("minutes", [0, -5, 721])
def test_minutes_that_are_none_are_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="1 to 720 minutes"):
        at_home().desk.care.week.log("walk", minutes)
    with pytest.raises(ValueError, match="no activity"):
        at_home().desk.care.week.undo("x")


def test_a_glass_shows_at_once_and_stays_when_the_days_are_read_again() -> None:
    home = at_home(desk=[sat(THURSDAY.date(), 5, glasses=2)])
    week = week_desk(home)
    week.drink()
    assert week.week(week.today).days[3].desk is not None
    assert week.week(week.today).glasses == 3
    week.wait(5)
    assert week.week(week.today).glasses == 3
    assert len(home.history.of(GlassDrunk)) == 1


def test_a_first_glass_shows_before_anything_was_read() -> None:
    week = at_home().desk.care.week
    week.drink()
    assert week.week(week.today).glasses == 1


def test_hours_that_cannot_be_read_say_so_and_everything_else_is_there() -> None:
    home = at_home(activities=[walked(MONDAY, 20)], posture=UnreadPosture())
    week = week_desk(home)
    week.week(week.today)
    assert week.trouble == UNREAD
    assert week.week(week.today).active_min == 20


def test_targets_are_kept_and_the_ramp_begins_this_week() -> None:
    home = at_home()
    home.desk.care.week.manage(40)
    home.desk.care.week.keep_glasses(6)
    home.desk.care.week.keep(replace(home.desk.care.week.targets, strength_days=4))
    week = home.again().desk.care.week
    assert week.targets == Targets(manage_min=40, since="2026-03-09", strength_days=4)
    assert (week.glasses, week.strength_days, week.week(week.today).goal_min) == (6, 4, 40)
    week.manage(0)
    assert week.week(week.today).goal_min is None


def test_strength_days_are_those_of_the_plan_where_nothing_else_is_chosen() -> None:
    home = at_home()
    assert home.desk.care.week.strength_days == 3
    home.history.write(PlanMade(plan="p", at=THURSDAY, goal="strong", days=4, floor=True))
    assert home.again().desk.care.week.strength_days == 4


def test_the_week_turns_at_midnight_and_a_clock_put_back_turns_it_back() -> None:
    home = at_home(activities=[walked(MONDAY, 20)])
    week = home.desk.care.week
    assert week.week(week.today).active_min == 20
    home.wall_jumps(days=4)
    assert week.week(week.today).active_min == 0
    home.wall_jumps(days=-4)
    assert week.week(week.today).active_min == 20


def test_what_has_not_changed_is_not_added_up_again() -> None:
    week = week_desk(full_home())
    assert week.week(MONDAY) is week.week(MONDAY + timedelta(days=6))
    before = week.week(MONDAY)
    week.log("walk", 5)
    assert week.week(MONDAY) is not before


def test_one_can_leaf_back_to_the_first_thing_told() -> None:
    assert at_home().desk.care.week.earliest == MONDAY - timedelta(weeks=12)
    assert at_home(activities=[walked(date(2024, 5, 15), 5)]).desk.care.week.earliest == date(2024, 5, 13)
    assert at(MONDAY).tzinfo is ZONE
