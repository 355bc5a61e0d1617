"""Keys, buttons and the way from page to page of a session."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pygame
import pytest
from guide_fake import FakeGuide, state_of
from page_check import SIZES, drawn, problems
from session_cases import FRAME, RESULTS, checked, over, shown

from coach.core.phrases import HOW_HARD, HOW_IS_PAIN
from coach.core.setcount import Progress
from coach.ui.app import Move
from coach.ui.elements import Button, Drawing, Text
from coach.ui.guide import Guide
from coach.ui.page import Page
from coach.ui.screens.results import ResultsPage
from coach.ui.screens.scale import ScalePage
from coach.ui.screens.session import PAGES
from coach.ui.screens.stage import SOUND_OFF, TOLD_S

KEYS: dict[str, list[tuple[str, str, object]]] = {
    "check": [("n", "next", "next"), ("escape", "stop", "stop"), ("", "by hand", "by hand")],
    "intro": [("n", "next", "next"), ("return", "next", "next"), ("x", "stop", "stop"), ("p", "", "pause")],
    "doing": [
        ("space", "pause", "pause"), ("p", "pause", "pause"), ("n", "next", "next"), ("[+]", "plus", "plus"),
        ("=", "plus", "plus"), ("-", "minus", "minus"), ("backspace", "stop", "stop"), ("x", "stop", "stop"),
        ("escape", "stop", "stop"),
    ],
    "rest": [("space", "pause", "pause"), ("n", "next", "next"), ("=", "extend", "extend"), ("escape", "stop", "stop")],
}  # fmt: skip


def guide_at(stage: str) -> FakeGuide:
    return FakeGuide(state_of(stage=stage, left_s=20.0, progress=Progress(complete=2)), frame=FRAME, check=checked())


def key_event(name: str) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=pygame.key.key_code(name), mod=0, unicode="")


@pytest.fixture
def _keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Names of keys are known to the display only."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    yield
    pygame.display.quit()


@pytest.mark.usefixtures("_keyboard")
@pytest.mark.parametrize(("stage", "key", "asked"), [(s, k, a) for s, rows in KEYS.items() for k, _, a in rows if k])
def test_keys(stage: str, key: str, asked: object) -> None:
    guide = guide_at(stage)
    page = shown(guide)
    page.draw(pygame.Surface((1280, 720)))

    assert page.handle(key_event(key)) == Move("stay")
    assert guide.asked == [asked]


def click(page: Page, key: str, size: tuple[int, int]) -> Move | None:
    drawn(page, size)
    box = next(e.box for e in page.elements(size) if isinstance(e, Button) and e.key == key)
    down, up = (
        pygame.event.Event(kind, button=pygame.BUTTON_LEFT, pos=box.centre)
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP)
    )
    page.handle(down)
    return page.handle(up)


@pytest.mark.parametrize("size", [(1280, 720), (800, 1280)])
@pytest.mark.parametrize(("stage", "button", "asked"), [(s, b, a) for s, rows in KEYS.items() for _, b, a in rows if b])
def test_buttons(stage: str, button: str, asked: object, size: tuple[int, int]) -> None:
    guide = guide_at(stage)
    click(shown(guide), button, size)

    assert guide.asked == [asked]


def test_skip_leaves_the_exercise_out() -> None:
    guide = guide_at("intro")
    click(shown(guide), "skip", (1280, 720))

    assert guide.asked == ["skip"]
    assert set(guide.state.ends) == {"skipped"}
    assert guide.state.work.exercise.id == "bird_dog", "before the first set the whole exercise is left out"


def test_a_repetition_is_added_by_hand() -> None:
    guide = FakeGuide(state_of(), camera="none")
    click(shown(guide), "plus", (1280, 720))

    assert guide.state.count == 1


@pytest.mark.usefixtures("_keyboard")
def test_mute_and_skeleton() -> None:
    muted: list[int] = []
    guide = guide_at("doing")
    page = shown(guide, mute=lambda: bool(muted.append(1)))
    bright = np.mean(pygame.surfarray.array3d(drawn(page, (640, 360))))
    page.handle(key_event("m"))
    page.handle(key_event("s"))

    assert muted == [1]
    assert np.mean(pygame.surfarray.array3d(drawn(page, (640, 360)))) < bright * 0.7
    assert guide.asked == []


def test_each_stage_has_its_page_and_gives_way_to_the_next() -> None:
    guide = guide_at("check")
    page: Page = shown(guide)
    seen = []
    for stage in ("check", "intro", "doing", "rest", "intro", "stopped", "over"):
        guide.state = replace(guide.state, stage=stage)
        move = page.update(0.1)
        if move is not None:
            assert move.kind == "replace"
            assert isinstance(move.screen, Page)
            page = move.screen
        seen.append(type(page).__name__)

    assert guide.ticks == 7
    assert seen == ["CheckPage", "IntroPage", "DoingPage", "RestPage", "IntroPage", "StoppedPage", "ResultsPage"]
    assert set(PAGES) == {"check", "intro", "doing", "rest", "stopped", "over"}


def test_another_set_is_another_page() -> None:
    guide = guide_at("intro")
    page = shown(guide)
    guide.state = replace(guide.state, index=1)

    assert getattr(page.update(0.1), "kind", "") == "replace"


@pytest.mark.usefixtures("_keyboard")
def test_escape_stops_and_a_second_one_ends_in_the_summary() -> None:
    guide = guide_at("doing")
    guide.results = RESULTS[:2]
    page = shown(guide)
    for _ in range(2):
        assert page.handle(key_event("escape")) == Move("stay")
        move = page.update(0.1)
        assert move is not None
        assert isinstance(move.screen, Page)
        page = move.screen

    assert guide.asked == ["stop", "end"]
    assert isinstance(page, ScalePage)
    for expected in (ScalePage, ResultsPage):
        move = page.handle(key_event("escape"))
        assert move is not None
        assert isinstance(move.screen, expected)
        page = move.screen
    assert page.handle(key_event("escape")) is None, "the app goes back"


def test_pain_is_asked_for_and_finishing_comes_first() -> None:
    guide = FakeGuide(state_of(stage="stopped"))
    page = shown(guide).press("pain")
    assert page is not None
    assert isinstance(page.screen, ScalePage)
    advice = page.screen.press("n7")
    assert advice is not None
    assert isinstance(advice.screen, Page)
    primary = [e.key for e in advice.screen.elements((1280, 720)) if isinstance(e, Button) and e.kind == "primary"]
    advice.screen.press("end")

    assert guide.asked == [("stop", 7), ("end", "pain")]
    assert primary == ["end"]
    assert guide.said[0] == HOW_IS_PAIN


@pytest.mark.parametrize(("reason", "told"), [("tired", "tired"), ("other", "other")])
def test_going_on_after_a_stop(reason: str, told: str) -> None:
    guide = FakeGuide(state_of(stage="stopped"))
    page = shown(guide)
    page.press(reason)
    click(page, "on", (1280, 720))

    assert guide.asked == [("on", told)]
    assert guide.state.work.exercise.id == "bird_dog"


def test_leaving_before_anything_began_goes_straight_back() -> None:
    guide = guide_at("check")
    page = shown(guide)
    click(page, "stop", (1280, 720))
    move = page.update(0.1)
    assert move is not None
    assert isinstance(move.screen, Page)
    click(move.screen, "end", (1280, 720))

    assert move.screen.update(0.1) == Move("back")


def test_effort_and_pain_are_told_and_the_summary_leaves() -> None:
    guide = over(3)
    page = shown(guide)
    for score in (6, 2):
        move = page.press(f"n{score}")
        assert move is not None
        assert isinstance(move.screen, Page)
        page = move.screen

    assert guide.asked == [("effort", 6), ("after", 2)]
    assert guide.said == [HOW_HARD, HOW_IS_PAIN]
    assert page.press("done") == Move("back")


def test_pain_told_at_the_stop_is_not_asked_for_again() -> None:
    guide = FakeGuide(state_of(stage="stopped"), results=RESULTS[:2])
    move = shown(guide).press("pain")
    for key in ("n4", "end"):
        assert move is not None
        assert isinstance(move.screen, Page)
        page, move = move.screen, move.screen.press(key)
    effort = page.update(0.1)
    assert effort is not None
    assert isinstance(effort.screen, ScalePage)
    after = effort.screen.press("n5")

    assert after is not None
    assert isinstance(after.screen, ResultsPage)


def test_the_guide_is_what_the_screens_say_it_is() -> None:
    guide: Guide = FakeGuide(state_of())
    assert guide.camera == "running"


@pytest.mark.usefixtures("_keyboard")
@pytest.mark.parametrize("camera", ["none", "running"])
@pytest.mark.parametrize("size", SIZES)
def test_what_a_key_did_is_shown_for_a_moment_and_covers_nothing(size: tuple[int, int], camera: str) -> None:
    page = shown(FakeGuide(state_of(), camera=camera), mute=lambda: True)
    page.handle(key_event("m"))
    words = [text.text for text in page.elements(size) if isinstance(text, Text)]
    words += [text.text for drawn_ in page.elements(size) if isinstance(drawn_, Drawing) for text in drawn_.texts]

    assert SOUND_OFF in words
    assert problems(page, size) == []
    page.update(TOLD_S)
    words = [text.text for drawn_ in page.elements(size) if isinstance(drawn_, Drawing) for text in drawn_.texts]
    assert SOUND_OFF not in words
