"""The hours at the desk in the history: day and week at every size, and paging."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache, partial
from itertools import combinations
from typing import Any, Final

import pygame
import pytest
from desk_fake import TODAY, FakeDesk, desk_of
from page_check import SCALES, SIZES, drawn, painter, problems
from posture_days import CLOCKS_CHANGE, broken, day, days
from ui_samples import FONTS

from coach.core.sitting.habits import Habits
from coach.ui.app import Move
from coach.ui.elements import Button, Drawing, Text
from coach.ui.page import Page
from coach.ui.screens.history import HistoryPage
from coach.ui.screens.history_posture import SittingHistoryPage

look = cache(partial(painter, FONTS))
PAINTER = look()
WIDE = (1280, 720)


def at(desk: FakeDesk, *keys: str, scale: float = 1.0, light: bool = False) -> Page:
    """The tab after its buttons were pressed."""
    page = HistoryPage(look(scale, light=light), desk, "sitting")
    for key in keys:
        page.elements(WIDE)
        page.press(key)
    return page


def full(**state: Any) -> FakeDesk:
    return desk_of(days=days(TODAY, 8, 6, 0, 0, 7, 9.5, 14, 6), **state).changed(habits=Habits(glasses=8))


def on(today: date, *hours: float) -> FakeDesk:
    return desk_of(days=days(today, *hours), today=today)


def short() -> FakeDesk:
    return desk_of(days={TODAY: day(TODAY, 3)})


DESKS: Final[dict[str, tuple[Callable[[], FakeDesk], tuple[str, ...]]]] = {
    "day": (full, ()),
    "fourteen hours": (full, ("sitting:earlier",)),
    "week": (full, ("show:week",)),
    "week before": (full, ("show:week", "sitting:earlier")),
    "three minutes": (short, ()),
    "three minutes' week": (short, ("show:week",)),
    "clocks change": (lambda: on(CLOCKS_CHANGE, 8, 8, 8, 8, 8, 3, 2), ("show:week",)),
    "clocks changed": (lambda: on(CLOCKS_CHANGE, 8, 5), ()),
    "year's border": (lambda: on(date(2026, 1, 4), *(8,) * 14), ("show:week",)),
    "month's border": (lambda: on(date(2026, 4, 5), *(8,) * 14), ("show:week",)),
    "nothing": (desk_of, ()),
    "day off": (full, ("sitting:earlier",) * 4),
    "weeks off": (full, ("show:week", *("sitting:earlier",) * 4)),
    "off today": (lambda: on(TODAY, 8, 0), ()),
    "only a break": (lambda: desk_of(days={TODAY: replace(broken("own"), seconds={})}), ()),
    "unreadable": (lambda: desk_of(unreadable="The history can't be read: the file is in use."), ()),
    "not yet": (lambda: desk_of(opened=False), ()),
}


def made(name: str, scale: float = 1.0, *, light: bool = False) -> Page:
    desk, keys = DESKS[name]
    return at(desk(), *keys, scale=scale, light=light)


def crossed(page: Page, size: tuple[int, int]) -> list[str]:
    """Words of drawings that lie outside their drawing or on one another."""
    found = []
    for drawing in (element for element in page.elements(size) if isinstance(element, Drawing)):
        found += [f"{text.text} outside" for text in drawing.texts if not drawing.box.holds(text.box)]
        found += [f"{a.text} on {b.text}" for a, b in combinations(drawing.texts, 2) if a.box.overlaps(b.box)]
    return found


QUICK: Final = ("fourteen hours", "week", "three minutes", "nothing", "unreadable")
FITS: Final = [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in DESKS]


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", FITS)
def test_every_page_fits_every_window(name: str, scale: float) -> None:
    page = made(name, scale)
    assert {size: found for size in SIZES if (found := [*problems(page, size), *crossed(page, size)])} == {}


@pytest.mark.parametrize("light", [False, True])
@pytest.mark.parametrize("name", ["day", "week", "three minutes", "nothing"])
def test_pages_draw_in_both_looks(name: str, light: bool) -> None:
    surface = drawn(made(name, light=light), WIDE)
    assert len({tuple(surface.get_at((x, y))) for x in range(0, 1280, 16) for y in range(0, 720, 9)}) > 5


def said(page: Page) -> str:
    elements = page.elements(WIDE)
    found = [element.text for element in elements if isinstance(element, Text | Button)]
    found += [text.text for element in elements if isinstance(element, Drawing) for text in element.texts]
    return " | ".join(found).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("day", "Today | "),
        ("day", "3 of 8"),
        ("fourteen hours", "Yesterday | "),
        ("week", "This week, 9 – 15 Mar"),
        ("week", "Breaks | Asked for"),
        ("week before", "2 – 8 Mar"),
        ("three minutes", "3 min"),
        ("clocks change", "23 – 29 Mar"),
        ("year's border", "29 Dec 2025 – 4 Jan 2026"),
        ("month's border", "30 Mar – 5 Apr"),
        ("nothing", "Your days at the desk will stand here."),
        ("day off", "Posture watch was off on this day."),
        ("off today", "Posture watch has not been on yet today."),
        ("weeks off", "Posture watch was off in this week."),
        ("unreadable", "The history can't be read: the file is in use. | Try again"),
        ("not yet", "your days are being opened"),
    ],
)
def test_what_a_page_says(name: str, expected: str) -> None:
    text = said(made(name))
    assert expected in text
    assert not any(word in text.lower() for word in ("treat", "cure", "diagnos", "relie", "clinical", "safe", "bad"))


# --- What buttons do. ---


def test_days_and_weeks_are_paged_through_but_not_into_days_to_come() -> None:
    page = at(full())
    keys = {element.key for element in page.elements(WIDE) if isinstance(element, Button)}
    assert "sitting:later" not in keys
    assert "sitting:now" not in keys
    for key, title in (
        ("sitting:earlier", "Yesterday | "),
        ("sitting:earlier", "Tue 10 Mar | "),
        ("show:week", "This week, 9 – 15 Mar"),
        ("day:0", "Mon 9 Mar | "),
        ("sitting:earlier", "Sun 8 Mar | "),
        ("show:week", "2 – 8 Mar | "),
        ("sitting:earlier", "23 Feb – 1 Mar | "),
        ("sitting:now", "This week, 9 – 15 Mar"),
        ("sitting:earlier", "2 – 8 Mar | "),
        ("sitting:later", "This week, 9 – 15 Mar"),
        ("show:day", "Today | "),
    ):
        assert page.press(key) is None
        assert title in said(page)


def test_a_day_to_come_is_named_but_leads_nowhere() -> None:
    page = at(full(), "show:week")
    keys = {element.key for element in page.elements(WIDE) if isinstance(element, Button)}
    assert {"day:0", "day:3"} <= keys
    assert keys.isdisjoint({"day:4", "day:5", "day:6"})


def test_what_could_not_be_read_can_be_tried_again() -> None:
    desk = full(unreadable="The history can't be read.")
    page = at(desk)
    assert "Try again" in said(page)
    desk.unreadable = ""
    assert "Try again" in said(page)
    page.press("sitting:again")
    assert "Today | " in said(page)


def test_the_tab_stands_beside_the_others_and_needs_no_record() -> None:
    page = at(full(ready=False))
    assert "Today | " in said(page)
    move = page.press("tab:overview")
    assert move is not None
    assert isinstance(move.screen, HistoryPage)
    assert "being opened" in said(move.screen)
    back = move.screen.press("tab:sitting")
    assert back is not None
    assert isinstance(back.screen, HistoryPage)
    assert "Today | " in said(back.screen)
    assert page.press("back") == Move("back")


@pytest.mark.parametrize("size", [WIDE, (800, 1280)])
def test_the_days_have_a_page_of_their_own_too(size: tuple[int, int]) -> None:
    page = SittingHistoryPage(PAINTER, full(), "week")
    assert [*problems(page, size), *crossed(page, size)] == []
    assert page.press("day:0") is None
    assert "Mon 9 Mar" in said(page)
    assert page.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE, mod=0)) is None
    assert page.press("back") == Move("back")
