"""The screens of a session at every size and in every state: nothing cut or covered, and read from three metres."""

import sys
import time
from collections.abc import Iterator

import pygame
import pytest
from guide_fake import FakeGuide, state_of
from page_check import SCALES, SIZES, drawn, problems
from session_cases import BUSY, CASES, LONG, RESULTS, TELL, over, page_of, stopped, summary
from ui_samples import picture

from coach.core.setcount import Progress
from coach.ports import Frame
from coach.ui.elements import Button, Drawing, Text
from coach.ui.page import Page
from coach.ui.screens.doing import DoingPage
from coach.ui.screens.results import AFTER_PAIN, HURT, ResultsPage
from coach.ui.screens.stopped import StoppedPage
from coach.ui.text import figure_height
from coach.ui.theme import DARK, LIGHT, Palette, contrast

WIDE = [size for size in SIZES if size[0] >= size[1]]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", CASES)
def test_nothing_is_cut_or_covered(name: str, size: tuple[int, int]) -> None:
    assert {scale: problems(CASES[name](scale), size) for scale in SCALES} == {scale: [] for scale in SCALES}


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
@pytest.mark.parametrize("name", CASES)
def test_every_page_is_drawn(name: str, light: bool) -> None:
    page = CASES[name](1.0, light=light)
    for size in ((1280, 720), (800, 1280)):
        surface = drawn(page, size)
        assert surface.get_bounding_rect().w > 0


def texts(page: Page, size: tuple[int, int]) -> Iterator[Text]:
    for element in page.elements(size):
        if isinstance(element, Text):
            yield element
        elif isinstance(element, Drawing):
            yield from element.texts


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("size", WIDE, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("progress", "exercise_id", "number"),
    [(Progress(complete=12, partial=3), "glute_bridge", "12"), (BUSY, "plank", "118")],
)
def test_number_and_cue_are_read_from_the_mat(
    size: tuple[int, int], scale: float, progress: Progress, exercise_id: str, number: str
) -> None:
    page = page_of(state_of(exercise_id, progress=progress))(scale)
    said = {text.text: text for text in texts(page, size)}
    cue = said[LONG]
    fit = page.painter.fonts.fit(cue.text, cue.weight, (cue.box.w, cue.box.h), cue.size_px)

    assert figure_height(said[number].size_px) >= 0.18 * size[1]
    assert fit.size_px >= 0.05 * size[1]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("proportions", [(640, 480), (1280, 720), (720, 1280)])
def test_no_button_hides_the_floor_of_the_picture(size: tuple[int, int], proportions: tuple[int, int]) -> None:
    page = page_of(state_of(), frame=Frame(0.0, picture(proportions)))(1.0)
    assert isinstance(page, DoingPage)
    place = page.layout(size)
    panels = place.panels()

    assert place.picture.bottom <= place.buttons.y
    assert [
        (a, b)
        for number, a in enumerate(panels)
        for b in panels[:number]
        if a.overlaps(b) and place.message not in (a, b)
    ] == []


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_what_is_read_from_the_mat_has_contrast(palette: Palette) -> None:
    """Words on the page and on plates, and a button's words on its fill; source: WCAG 2.1, 1.4.6."""
    for words in (palette.text, palette.muted, palette.good, palette.fault):
        assert min(contrast(words, palette.background), contrast(words, palette.panel)) >= 7
    assert min(contrast(palette.background, fill) for fill in (palette.good, palette.stop)) >= 7
    assert palette.stop not in (palette.good, palette.fault)


def test_every_exercise_of_the_summary_can_be_seen() -> None:
    for size in ((1280, 720), (800, 1280)):
        page = summary(over(5))
        names = set()
        for _ in range(2):
            drawn(page, size)
            names |= {text.text for text in texts(page, size)}
            page.press("more")
        assert {each.exercise.name for each in RESULTS} <= names
    assert "Hips opened to 172\u00b0, last time 169\u00b0" in names


def test_after_a_stop_for_pain_nobody_is_told_to_keep_it_as_it_is() -> None:
    asked = stopped("pain", 7)(1.0)
    assert isinstance(asked, StoppedPage)
    assert isinstance(asked.guide, FakeGuide)
    asked.guide.results = RESULTS[:2]
    page = ResultsPage(asked.showing)
    said = {text.text for text in texts(page, (1280, 720))}

    assert {HURT, AFTER_PAIN} <= said


def test_what_the_therapist_should_hear_is_said_and_results_can_be_shared() -> None:
    page = CASES["summary, assigned"](1.0)
    said = {text.text for text in texts(page, (1280, 720))}
    buttons = {each.key for each in page.elements((1280, 720)) if isinstance(each, Button)}
    assert (TELL in said, "share" in buttons) == (True, True)
    assert "share" not in {each.key for each in summary(over(2)).elements((1280, 720)) if isinstance(each, Button)}


def test_without_a_picture_going_on_without_a_camera_is_what_is_offered() -> None:
    page = CASES["check, camera gone"](1.0)
    buttons = {each.key: each.kind for each in page.elements((1280, 720)) if isinstance(each, Button)}

    assert buttons == {"by hand": "primary", "stop": "plain"}


def test_a_tall_summary_shows_four_exercises_at_once() -> None:
    shown = {text.text for text in texts(summary(over(4)), (800, 1280))}
    assert {each.exercise.name for each in RESULTS[:4]} <= shown


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_drawing_is_quick(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Loose, for slow machines: a frame at 60 a second has 16 ms."""
    page, surface = CASES[name](1.0), pygame.Surface((1280, 720), 0, 32)
    for _ in range(20):
        page.update(0.1)
        page.draw(surface)
    began_s = time.perf_counter()
    for _ in range(60):
        page.update(1 / 60)
        page.draw(surface)
    ms = (time.perf_counter() - began_s) / 60 * 1000
    with capsys.disabled():
        sys.stderr.write(f"{name}: {ms:.1f} ms\n")
    assert ms < 25
