"""The history screens: their words, what their buttons do, and every page at every size."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, partial
from itertools import combinations
from typing import Any, Final

import history_samples as samples
import pygame
import pytest
from history_samples import LONG_NAME, LONG_WORD, TODAY, desk, renamed
from page_check import SCALES, SIZES, drawn, painter, problems
from ui_samples import FONTS

from coach.core.progress import trends
from coach.ui.app import Move
from coach.ui.elements import Button, Drawing, Text
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.screens import history_accounts as accounts, history_words as words
from coach.ui.screens.history import TABS, HistoryPage, Tab
from coach.ui.screens.history_trends import trends_of

look = cache(partial(painter, FONTS))
"""A painter for a text scale and a look, kept with its fonts."""
PAINTER = look()
WIDE = (1280, 720)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.day_words(date(2025, 1, 3), TODAY), "3 Jan"),
        (words.day_words(date(2024, 12, 31), TODAY), "31 Dec 2024"),
        (words.weekday_words(TODAY, TODAY), "Today"),
        (words.weekday_words(TODAY - timedelta(days=1), TODAY), "Yesterday"),
        (words.weekday_words(date(2025, 11, 17), TODAY), "Mon 17 Nov"),
        (words.minutes_words(0.2), "under a minute"),
        (words.minutes_words(1), "1 minute"),
        (words.minutes_words(770), "12 h 50 min"),
        (words.minutes_words(120), "2 h"),
        (words.seconds_words(0.61), "0.6 s"),
        (words.seconds_words(84.4), "84 s"),
        (words.seconds_words(200), "3 min 20 s"),
        (words.degrees_words(-45.2), "\u221245°"),
        (words.degrees_words(-0.3), "0°"),
        (accounts.pain_words(samples.usual(TODAY).pains), "Pain 3 before, 2 after, 2 next morning."),
        (accounts.pain_words(()), ""),
    ],
)
def test_words(said: str, expected: str) -> None:
    assert said.replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    ("exercise", "kinds", "value", "about"),
    [
        ("glute_bridge", ["range", "held", "reps"], "158°", "Target 163°."),
        ("knee_to_chest", ["range", "held", "reps"], "90°", "Target 92°: reached."),
        ("plank", ["held", "reps"], "54\u00a0s", "held in good form."),
        ("bird_dog", ["held", "reps"], "30\u00a0s", "held in good form."),
        ("gone", ["reps"], "3", "of 10 repetitions asked for."),
    ],
)
def test_what_the_lines_of_an_exercise_say(exercise: str, kinds: list[str], value: str, about: str) -> None:
    at = samples.moment(TODAY)
    gone = samples.session(TODAY, [replace(samples.set_record("gone", at, done=3), holds=())])
    gone = replace(gone, sets=tuple(replace(s, reps=tuple(replace(r, hold_s=0.0) for r in s.reps)) for s in gone.sets))
    kept = (samples.usual(TODAY - timedelta(days=2), 2), samples.usual(TODAY, 4), gone)
    if exercise == "glute_bridge":
        kept = (samples.usual(TODAY, 2),)
    lines = trends_of(trends(kept)[exercise], samples.exercises().get(exercise))
    assert [line.kind for line in lines] == kinds
    assert (lines[0].value, lines[0].about[0]) == (value, about)
    assert all("±10" in line.notes[0] for line in lines if line.kind == "range")


def test_a_session_is_told_whole() -> None:
    bridge, plank, other = accounts.accounts(samples.stopped(TODAY), samples.exercises())
    assert (bridge.name, bridge.done) == ("Glute bridge", "9 of 10 repetitions")
    assert "3 more went part of the way." in bridge.facts
    assert "You changed the count by \u22121." in bridge.facts
    assert plank.done == "1 of 3 holds"
    assert plank.facts[-1] == "Stopped because of pain."
    assert plank.faults[0].replace("\u00a0", " ") == "Elbows not under shoulders: 6 s"
    assert plank.tracking == "Seen 97% of the time, 24 pictures a second."
    assert (other.name, other.facts[-1], other.tracking) == ("Cat cow of another version", "It broke off here.", "")
    assert accounts.pain_words(samples.stopped(TODAY).pains) == "Pain 3 before, 6 when you stopped."


# --- Pages. ---


def full(**changes: Any) -> Any:
    """Three months of sessions, the last of them stopped."""
    return desk(kept=(*samples.many(40), samples.stopped(TODAY)), told=samples.pains_of(90), **changes)


def pressed(page: Page, *keys: str) -> Page:
    """The page after its buttons were pressed, or the one that they lead to."""
    for key in keys:
        page.elements(WIDE)
        move = page.press(key)
        page = move.screen if move is not None and isinstance(move.screen, Page) else page
    return page


ONE: Final[dict[str, Any]] = {"kept": (samples.usual(TODAY),), "told": (samples.told(TODAY, "before", 3),)}
LONG: Final[dict[str, Any]] = {"known": renamed(LONG_NAME, "or moved, or let go of, before the time was over")}
WORD: Final[dict[str, Any]] = {"known": renamed(LONG_WORD)}

PAGES: Final[dict[str, Callable[[Painter], Page]]] = {
    **{f"full {tab}": lambda p, tab=tab: HistoryPage(p, full(), tab) for tab in TABS},
    **{f"empty {tab}": lambda p, tab=tab: HistoryPage(p, desk(), tab) for tab in TABS},
    **{f"one {tab}": lambda p, tab=tab: HistoryPage(p, desk(**ONE), tab) for tab in TABS},
    "two hundred": lambda p: HistoryPage(p, desk(kept=samples.many(200)), "exercises"),
    "held": lambda p: pressed(HistoryPage(p, full(), "exercises"), "line:held"),
    "less is further": lambda p: pressed(HistoryPage(p, full(), "exercises"), "step:before"),
    "earlier weeks": lambda p: pressed(HistoryPage(p, full(), "pain"), "weeks:earlier"),
    "last sessions": lambda p: pressed(HistoryPage(p, full(), "sessions"), *["leaf:next"] * 20),
    "session": lambda p: pressed(HistoryPage(p, full(), "sessions"), "open:1"),
    "stopped session": lambda p: pressed(HistoryPage(p, full(), "sessions"), "open:0", "leaf:next"),
    "long session": lambda p: pressed(HistoryPage(p, full(**LONG), "sessions"), "open:0", "leaf:next"),
    "long word": lambda p: pressed(HistoryPage(p, full(**WORD), "sessions"), "open:1"),
    "long exercise": lambda p: HistoryPage(p, full(**LONG), "exercises"),
    "long word exercise": lambda p: HistoryPage(p, full(**WORD), "exercises"),
    "picker": lambda p: pressed(HistoryPage(p, full(**LONG), "exercises"), "choose"),
    "damaged": lambda p: HistoryPage(p, full(message="The record was damaged. It was set aside, a new one begun.")),
    "unreadable": lambda p: HistoryPage(p, desk(broken=True)),
    "not yet": lambda p: HistoryPage(p, desk(ready=False)),
}


def crossed(page: Page, size: tuple[int, int]) -> Iterator[str]:
    """Words of drawings that lie outside their drawing or on one another."""
    for drawing in (element for element in page.elements(size) if isinstance(element, Drawing)):
        yield from (f"{text.text} outside" for text in drawing.texts if not drawing.box.holds(text.box))
        yield from (f"{a.text} on {b.text}" for a, b in combinations(drawing.texts, 2) if a.box.overlaps(b.box))


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_every_window(name: str, scale: float) -> None:
    page = PAGES[name](look(scale))
    assert {size: found for size in SIZES if (found := [*problems(page, size), *crossed(page, size)])} == {}


@pytest.mark.parametrize("light", [False, True])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_draws_in_both_looks(name: str, light: bool) -> None:
    page = PAGES[name](look(light=light))
    surface = drawn(page, WIDE)
    assert surface.get_at((0, 0))[:3] == page.painter.theme.palette.background
    assert len({tuple(surface.get_at((x, y))) for x in range(0, 1280, 16) for y in range(0, 720, 9)}) > 5


def said(page: Page, size: tuple[int, int] = WIDE) -> str:
    """All words of a page."""
    elements = page.elements(size)
    return " | ".join(element.text for element in elements if isinstance(element, Text | Button)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("empty overview", "Your story begins with the first session."),
        ("empty exercises", "its exercises have their lines here"),
        ("empty pain", "When you tell how your back feels"),
        ("empty sessions", "Each session you do can be looked at here"),
        ("one overview", "1 session this week."),
        ("full overview", "13 weeks in a row"),
        ("full exercises", "Angles are estimates, ±10 degrees."),
        ("less is further", "A smaller angle means further."),
        ("full pain", "Ups and downs are normal."),
        ("stopped session", "Stopped because of pain."),
        ("unreadable", "The record can't be read: the file is in use by another program."),
        ("not yet", "your record is being opened"),
    ],
)
def test_what_a_page_says(name: str, expected: str) -> None:
    text = said(PAGES[name](PAINTER))
    assert expected in text
    assert not any(word in text.lower() for word in ("treat", "cure", "diagnos", "relie", "clinical", "safe"))


# --- What buttons do. ---


def test_the_record_is_read_once_and_handed_on() -> None:
    kept = full(ready=False)
    page = HistoryPage(PAINTER, kept)
    page.elements(WIDE)
    kept.ready = True
    for tab in ("exercises", "pain", "sessions", "overview"):
        page.elements(WIDE)
        move = page.press(f"tab:{tab}")
        assert move is not None
        assert move.kind == "replace"
        assert isinstance(move.screen, HistoryPage)
        page = move.screen
    assert kept.asked == 1
    assert page.press("tab:overview") is None


def test_what_could_not_be_read_can_be_tried_again() -> None:
    kept = full(broken=True)
    page = HistoryPage(PAINTER, kept)
    assert "Try again" in said(page)
    kept.broken = False
    page.press("again")
    assert "3 sessions this week." in said(page)


@pytest.mark.parametrize("tab", TABS)
def test_escape_is_left_to_the_app_and_back_goes_back(tab: Tab) -> None:
    page = HistoryPage(PAINTER, full(), tab)
    drawn(page, WIDE)
    assert page.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE, mod=0)) is None
    assert page.press("back") == Move("back")


def test_an_exercise_is_chosen_from_the_list() -> None:
    page = HistoryPage(PAINTER, full(), "exercises")
    picker = pressed(page, "choose")
    assert picker is not page
    names = [element.text for element in picker.elements(WIDE) if isinstance(element, Button) and element.text]
    assert picker.press(f"pick:{names.index('Knee to chest')}") == Move("back")
    assert "Knee to chest" in said(page)


def test_lists_are_leafed_to_their_end_and_back() -> None:
    page = HistoryPage(PAINTER, full(), "sessions")
    seen: list[str] = []
    while "Older" in (text := said(page)):
        seen.append(text)
        page.press("leaf:next")
    assert len({*seen, text}) == len(seen) + 1 == 11
    for _ in seen:
        page.press("leaf:before")
        page.elements(WIDE)
    assert said(page) == seen[0]
