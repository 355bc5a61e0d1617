"""The pages of the week: laid out at every size, and what their buttons do."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from desk_walk import paint
from page_check import SCALES, SIZES, drawn, problems
from test_tips import FORBIDDEN, LONG
from week_samples import MONDAY, UNREAD, UnreadPosture, at_home, full_home, page_desk, sat, session_on, walked

from coach.core.care.record import ActivityDone
from coach.core.care.targets import Targets
from coach.core.settings import Settings
from coach.core.sitting.record import GlassDrunk
from coach.ui.app import Move
from coach.ui.elements import Button, Drawing, Text
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.screens.activity import ActivityPage
from coach.ui.screens.activity_list import ActivitiesPage, ActivityEditPage
from coach.ui.screens.tips import TipsPage
from coach.ui.screens.week import WeekPage
from coach.ui.screens.week_targets import TargetsPage

SMALL = (640, 360)
MOST = Settings(welcomed=True, targets=Targets(manage_min=600, weekly_min=600, since="2020-01-06", strength_days=7))
MANY = [
    ActivityDone(
        activity=f"a{n}", at=walked(MONDAY - timedelta(days=n), 1).at, kind="tai_chi_in_the_park", minutes=719.0,
        source="file",
    )
    for n in range(40)
]  # fmt: skip

FULL, EMPTY = page_desk(full_home()), page_desk(at_home())
HALF = page_desk(at_home(sessions=[session_on(MONDAY, "bird_dog"), LONG]))
TROUBLED = page_desk(at_home(sessions=[LONG], posture=UnreadPosture()))
CRAMMED = page_desk(at_home(settings=MOST, activities=MANY, desk=[sat(MONDAY, 600, 8, 90)]))


def logged(paint: Painter) -> Page:
    page = ActivityPage(paint, page_desk(full_home()))
    page.press("min 90")
    return page


def taken_back(paint: Painter) -> Page:
    page = logged(paint)
    page.press("undo")
    return page


CASES: dict[str, Callable[[Painter], Page]] = {
    "week": lambda p: WeekPage(p, FULL),
    "week_last": lambda p: WeekPage(p, FULL, MONDAY - timedelta(days=7)),
    "week_empty": lambda p: WeekPage(p, EMPTY),
    "week_empty_before": lambda p: WeekPage(p, EMPTY, date(2026, 1, 14)),
    "week_half": lambda p: WeekPage(p, HALF),
    "week_crammed": lambda p: WeekPage(p, CRAMMED),
    "week_trouble": lambda p: WeekPage(p, TROUBLED),
    "targets": lambda p: TargetsPage(p, FULL),
    "targets_new": lambda p: TargetsPage(p, EMPTY),
    "targets_most": lambda p: TargetsPage(p, CRAMMED),
    "activity": lambda p: ActivityPage(p, FULL),
    "activity_new": lambda p: ActivityPage(p, EMPTY),
    "activity_logged": logged,
    "activity_taken_back": taken_back,
    "list": lambda p: ActivitiesPage(p, FULL),
    "list_empty": lambda p: ActivitiesPage(p, EMPTY),
    "list_long": lambda p: ActivitiesPage(p, CRAMMED),
    "edit": lambda p: ActivityEditPage(p, FULL, FULL.care.week.activities[-1].activity),
    "edit_long": lambda p: ActivityEditPage(p, CRAMMED, "a7"),
    "edit_gone": lambda p: ActivityEditPage(p, FULL, "x"),
    **{f"tip_{n}": (lambda p, n=n: TipsPage(p, HALF, n)) for n in range(len(HALF.care.week.tips))},
}


@pytest.mark.parametrize("name", [name for name in CASES if name[-1] not in "123456789"])
def test_everything_fits(name: str) -> None:
    """The largest type in a wide and a tall window; every size is tried among the slow tests."""
    page = CASES[name](paint(SCALES[-1]))
    assert {size: found for size in (SIZES[0], SIZES[3]) if (found := problems(page, size))} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_everything_fits_at_every_size(name: str) -> None:
    for scale in SCALES:
        page = CASES[name](paint(scale))
        assert {size: found for size in SIZES if (found := problems(page, size))} == {}, f"type at {scale}"


@pytest.mark.parametrize("name", ["week", "week_half", "activity_logged", "list", "edit", "targets", "tip_0"])
def test_it_draws_in_dark_and_light(name: str) -> None:
    dark, light = (drawn(CASES[name](paint(light=light)), SMALL) for light in (False, True))
    assert dark.get_at((2, 2)) != light.get_at((2, 2))


@pytest.mark.parametrize("name", [name for name in CASES if not name.startswith("tip_")])
def test_words_promise_nothing(name: str) -> None:
    assert [text for text in words(CASES[name](paint())) if FORBIDDEN.search(text)] == []


def words(page: Page) -> Iterator[str]:
    for element in page.elements((1280, 720)):
        if isinstance(element, Text | Button):
            yield element.text
        if isinstance(element, Button):
            yield element.note
        elif isinstance(element, Drawing):
            yield from (text.text for text in element.texts)


def keys(page: Page) -> set[str]:
    return {element.key for element in page.elements((1280, 720)) if isinstance(element, Button)}


def said(page: Page) -> str:
    return " | ".join(words(page)).replace("\u00a0", " ")


def went(move: Move | None) -> Any:
    assert move is not None
    assert move.kind in ("push", "replace")
    return move.screen


def test_minutes_are_logged_in_two_taps_and_taken_back() -> None:
    desk = page_desk(at_home())
    page = ActivityPage(paint(), desk)
    page.press("kind swim")
    page.press("min 20")
    assert "Noted: swim, 20 minutes, today." in said(page)
    assert desk.care.week.activities[0].minutes == 20
    again = ActivityPage(paint(), desk)
    again.press("ago 1")
    again.press("min 5")
    assert "Noted: swim, 5 minutes, yesterday." in said(again)
    page.press("undo")
    assert "Taken back." in said(page)
    assert [one.minutes for one in desk.care.week.activities] == [5]


def test_an_entry_is_put_right() -> None:
    desk = page_desk(at_home(activities=[walked(MONDAY, 20, id_="w")]))
    page = went(went(ActivityPage(paint(), desk).press("list")).press("open w"))
    for key in ("kind cycle", "more_of minutes", "more_of minutes", "less_of minutes", "more_of day"):
        page.press(key)
    (entry,) = desk.care.week.activities
    assert (entry.kind, entry.minutes, entry.at.date()) == ("cycle", 25, MONDAY + timedelta(days=1))
    for _ in range(9):
        page.press("more_of day")
    assert desk.care.week.activities[0].at.date() == desk.care.week.today
    assert page.press("undo") == Move("back")
    assert desk.care.week.activities == ()


def test_water_targets_and_tips_from_the_week() -> None:
    home = at_home()
    desk = page_desk(home)
    page = WeekPage(paint(), desk)
    assert "A fresh page" in said(page)
    page.press("water")
    assert "1 today" in said(page)
    assert len(home.history.of(GlassDrunk)) == 1
    targets = went(page.press("start"))
    for key in ("more_of manage_min", "more_of manage_min", "more_of glasses", "less_of strength_days", "tip"):
        targets.press(key)
    assert (desk.care.week.targets.manage_min, desk.care.week.glasses, desk.care.week.tip) == (10, 1, None)
    assert "of 10 min" in said(page)
    assert "1 of 1 today" in said(page)
    tips = went(page.press("tips"))
    assert went(tips.press("before"))._at == len(desk.care.week.tips) - 1
    assert tips.press("back") == Move("back")


def test_weeks_are_leafed_and_the_first_and_the_last_have_an_end() -> None:
    page = WeekPage(paint(), FULL)
    assert ("earlier" in keys(page), "later" in keys(page)) == (True, False)
    last = went(page.press("earlier"))
    assert "Last week" in said(last)
    assert "later" in keys(last)
    first = WeekPage(paint(), FULL, FULL.care.week.earliest)
    assert "earlier" not in keys(first)


def test_the_tip_of_the_day_stands_on_this_week_alone() -> None:
    tip = HALF.care.week.tip
    assert tip is not None
    assert tip.lines[0] in said(WeekPage(paint(), HALF))
    assert tip.lines[0] not in said(WeekPage(paint(), HALF, MONDAY - timedelta(days=7)))


def test_trouble_with_the_hours_at_the_desk_is_told() -> None:
    page = CASES["week_trouble"](paint())
    assert UNREAD in said(page)
