"""The page of posture watch: what it says, what its buttons do, when it is drawn; and every page at every size."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pygame
import pytest
import sitter
import watch_fake as fake
from page_check import SCALES, SIZES, drawn, problems
from posture_pages import LONG, NOWS, PAGES, WIDE, Screen, buttons, key, look, main, texts, watch
from ui_samples import FakeClock
from watch_fake import NOW, FakeCalendar, FakeWatch

from coach.core.sitting.habits import Habits
from coach.core.sitting.look import STATES
from coach.core.sitting.words import STATE_WORDS
from coach.ports import Frame
from coach.ui.app import App, Move
from coach.ui.screens import posture, posture_words as words
from coach.ui.screens.posture import PosturePage
from coach.ui.screens.posture_break import BreakPage
from coach.ui.screens.posture_habits import HabitsPage
from coach.ui.screens.posture_measure import MeasurePage
from coach.ui.screens.posture_over import OverWatch
from coach.ui.screens.posture_pause import PausePage
from coach.ui.watch import Now


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits(name: str) -> None:
    for size, scale in ((WIDE, 1.4), ((800, 1280), 1.0)):
        assert problems(PAGES[name](scale=scale, light=False), size) == [], size


@pytest.mark.slow
@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_at_every_size_in_every_look(name: str, scale: float, light: bool) -> None:
    for size in SIZES:
        page = PAGES[name](scale=scale, light=light)
        assert problems(page, size) == [], size
        assert drawn(page, size).get_bounding_rect().size == size


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_drawn(name: str) -> None:
    assert len(np.unique(pygame.surfarray.array2d(drawn(PAGES[name](scale=1.0, light=False), (640, 360))))) > 8


@pytest.mark.parametrize(
    ("now", "title", "text"),
    [
        (fake.now(), "Watching", "The camera is on."),
        (fake.now(mode="between", camera_on=False), "Watching now and then", "The camera is off until the next look."),
        (fake.now(mode="between"), "Watching now and then", "The camera is on."),
        (NOWS["paused"], "Paused until tomorrow", "The camera is off."),
        (fake.now(mode="paused", paused_until=NOW + timedelta(hours=1)), "Paused until 16:42", "The camera is on."),
        (fake.now(mode="paused", camera_on=False), "Paused", "The camera is off."),
        (fake.now(mode="locked", camera_on=False), "Resting", "The camera is off."),
        (NOWS["taken"], "No picture", "The camera is off."),
    ],
)
def test_the_mark_tells_the_truth_about_the_light(now: Now, title: str, text: str) -> None:
    said = words.mark(now, NOW)
    assert (said.title, said.text, said.on) == (title, text, now.camera_on)
    assert f"{title} | {text}" in texts(main(now))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("tall", ["Sitting tall | for 12 min", "12 | minutes of sitting", "Next break in 18 min of sitting"]),
        ("tall", ["12 min | without a shift", "| 2 of 6 | glasses of water", "breaks taken", "B break", "Esc back"]),
        ("due", ["Time to move", "Ask again in 5 minutes | possible 2 more times", "186 | minutes of sitting"]),
        ("moved", ["Did the camera or chair move?", "Measure anew", "It's as it was"]),
        ("new", ["Can't tell", "I don't know yet how you sit tall."]),
        ("notes", ["Head forward", "You have leaned forward for a while."]),
        ("paused", ["Paused", "Go on", "The clock stands still"]),
        ("taken", ["I have no picture", LONG]),
        ("is away", ["Away | for 12 min"]),
    ],
)
def test_what_the_page_says(name: str, says: list[str]) -> None:
    said = texts(main(NOWS[name]))
    assert [part for part in says if part not in said] == []


def test_every_state_has_its_words() -> None:
    for state in STATES:
        assert STATE_WORDS[state] in texts(main(fake.now(look=fake.look(state))))


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("due", pygame.K_s, ("snooze",)),
        ("tall", pygame.K_g, ("drank",)),
        ("paused", pygame.K_p, ("pause", None)),
    ],
)
def test_keys_do_at_once(name: str, code: int, told: tuple[Any, ...]) -> None:
    behind = watch(NOWS[name])
    page = PosturePage(look(), behind, FakeCalendar())
    assert page.handle(key(code)) == Move("stay")
    assert behind.told == [told]


@pytest.mark.parametrize(
    ("code", "page"),
    [
        (pygame.K_b, BreakPage),
        (pygame.K_p, PausePage),
        (pygame.K_m, MeasurePage),
        (pygame.K_h, HabitsPage),
        (pygame.K_d, OverWatch),
    ],
)
def test_keys_open_pages(code: int, page: type) -> None:
    move = main().handle(key(code))
    assert move is not None
    assert move.kind == "push"
    assert isinstance(move.screen, page)


def test_the_watch_goes_on_behind_other_pages() -> None:
    behind, third = watch(), Screen()
    second = Screen(Move("push", third))
    move = PosturePage(look(), behind, FakeCalendar(), history=lambda: second).press("history")
    assert move is not None
    assert move.screen is not None
    over = move.screen.handle(key(pygame.K_a))
    assert over is not None
    assert isinstance(over.screen, OverWatch)
    over.screen.update(0.1)
    assert behind.ticks == 1


def test_what_can_not_be_done_has_no_button() -> None:
    assert "snooze" not in buttons(main(NOWS["last"]))
    assert "glass" not in buttons(main(habits=Habits()))
    assert "history" not in buttons(PosturePage(look(), FakeWatch(), FakeCalendar()))


def test_the_moved_question_has_two_answers() -> None:
    behind = watch(NOWS["moved"])
    page = PosturePage(look(), behind, FakeCalendar())
    page.press("fits")
    move = page.press("anew")
    assert behind.told == [("still_fits",), ("calibrate", "desk")]
    assert move is not None
    assert isinstance(move.screen, MeasurePage)


def test_escape_leaves_and_says_so() -> None:
    left: list[bool] = []
    page = PosturePage(look(), FakeWatch(), FakeCalendar(), leave=lambda: left.append(True))
    assert page.handle(key(pygame.K_ESCAPE)) == Move("back")
    assert left == [True]


def test_the_picture_is_shown_only_when_asked_for() -> None:
    behind = watch(picture=Frame(1.0, np.full((240, 320, 3), (250, 10, 120), np.uint8)))
    page = PosturePage(look(), behind, FakeCalendar())
    pink: list[bool] = []
    for camera_on in (True, True, False):
        behind.now = replace(behind.now, camera_on=camera_on)
        pink.append(bool(np.any(np.all(pygame.surfarray.array3d(drawn(page, WIDE)) == (250, 10, 120), axis=2))))
        page.press("picture") if len(pink) == 1 else None
    assert pink == [False, True, False]


def test_the_page_is_calm_until_something_is_new() -> None:
    behind = watch(habits=Habits(glow=True))
    page = PosturePage(look(), behind, FakeCalendar())
    drawn(page, WIDE)
    assert page.calm_s >= 1.0
    behind.now = fake.now(look=fake.look("slump", for_s=0.0))
    page.update(0.25)
    assert page.calm_s <= 0.05
    drawn(page, WIDE)
    assert page.calm_s >= posture.STILL_S
    behind.now = fake.now(look=fake.look("slump", for_s=0.0, pose=sitter.pose(sitter.Sitter(aside=0.06))))
    page.update(0.25)
    assert page.calm_s == posture.CALM_S, "somebody moves"

    behind.now = NOWS["due"]
    page.update(0.25)
    glows = []
    for _ in range(20):
        glows.append(pygame.surfarray.array3d(drawn(page, (640, 360)))[320, 0].tolist())
        page.update(0.5)
    swells = sum(a < b > c for (a, b), (_, c) in pairwise(pairwise([glow[1] for glow in glows])))
    assert 2 <= swells <= posture.GLOW_S, "at most one swell a second"
    assert page.calm_s >= 1.0, "the glow ends"


def test_the_calm_page_is_drawn_seldom_in_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    clock, frames = FakeClock(), list[float]()
    clock.at = [(20.0, lambda: pygame.event.post(pygame.event.Event(pygame.QUIT)))]
    behind = watch()
    App(clock, on_frame=lambda since_s, _: frames.append(since_s)).run(PosturePage(look(), behind, FakeCalendar()))
    assert 1 <= sum(since_s > posture.CALM_S for since_s in frames) <= 3
    assert len(frames) <= 20
    assert behind.ticks >= 2 * 20


@pytest.fixture(autouse=True)
def _no_window() -> Iterator[None]:
    yield
    pygame.display.quit()
