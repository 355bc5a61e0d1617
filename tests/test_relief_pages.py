"""The pages of relief: laid out at every size in each state, walked through, and nothing said that must not be."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pygame
import pytest
from care_fakes import AtHome
from desk_fake import desk_of
from desk_walk import NONE, Walk, paint
from page_check import SCALES, SIZES, drawn, problems
from relief_fake import at_home, shelf
from test_screens_around import FORBIDDEN
from ui_samples import FakeFeed, picture, pose_of

from coach.core.care import ease_check
from coach.core.care.phrases import ALL, AT_EASE, BREATHE_IN, BREATHE_OUT, BREATHING_DONE, EASE_CUES
from coach.core.report import Cue, Report
from coach.core.settings import Settings
from coach.ports import CoachError, Frame
from coach.ui.app import Move
from coach.ui.ease_figure import BREATHS, SHEET, EaseFigure
from coach.ui.layout import Box
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.screens.breathing import BreathingPage
from coach.ui.screens.ease_looking import EaseLookPage
from coach.ui.screens.ease_positions import PositionPage
from coach.ui.screens.relief import ReliefPage
from coach.ui.screens.relief_parts import CardsPage
from coach.ui.screens.relief_rest import RestPage
from coach.ui.screens.thermal import ThermalPage
from coach.ui.theme import DARK

WORDS = shelf().relief
assert WORDS is not None


def _home(checked: bool = True, kind: Any = "", lies: float = 0.0, passed_s: float = 0.0, **changes: Any) -> AtHome:
    """Somebody whose round, or rest, has gone on for a while."""
    home = at_home(**changes)
    relief = home.desk.care.relief
    if checked:
        relief.none_of_these()
    if kind:
        relief.begin(kind)
    if lies:
        relief.begin_rest(lies)
    home.passes(seconds=passed_s).desk.care.tick()
    return home


def _off(home: AtHome) -> AtHome:
    home.desk.care.relief.take_off()
    return home.passes(minutes=3)


def _breathed(page: BreathingPage, seconds: float) -> BreathingPage:
    for _ in range(round(seconds * 10)):
        page.update(0.1)
    return page


def _looking(paint: Painter, steps: Any, **changes: Any) -> EaseLookPage:
    """The page of the camera, which gave these states, messages and reports."""
    feed = FakeFeed(*steps, frame=Frame(0.0, picture((640, 360))))
    home = at_home(open_feed=lambda camera, item, step: feed, **changes)
    page = EaseLookPage(paint, home.desk, WORDS.positions[4])
    for _ in steps:
        page.update(0.1)
    return page


def _seen(text: str) -> Report:
    """A report that says something new."""
    kind: Any = "praise" if text == AT_EASE else "fault"
    _, report = ease_check.step(WORDS.positions[0], ease_check.EaseState(), 0.0, pose_of())
    return replace(report, cue=Cue(text, text, kind, 0.0), cue_is_new=True)


def _unread() -> Any:
    raise CoachError("The files can't be read.")


LONG = max(EASE_CUES.values(), key=len)
PAGES: dict[str, Callable[[Painter], Page]] = {
    "check": lambda p: ReliefPage(p, _home(checked=False).desk),
    "choices": lambda p: ReliefPage(p, _home().desk),
    "choices_running": lambda p: ReliefPage(p, _home(kind="cold", lies=1200, passed_s=100).desk),
    "choices_over": lambda p: ReliefPage(p, _home(kind="warm", lies=1200, passed_s=1201).desk),
    "choices_locked": lambda p: ReliefPage(p, desk_of(locked=True)),
    "choices_unread": lambda p: ReliefPage(p, AtHome(read_shelf=_unread).desk),
    "thermal": lambda p: ThermalPage(p, _home().desk),
    "thermal_running": lambda p: ThermalPage(p, _home(kind="warm", passed_s=100).desk),
    "thermal_over": lambda p: ThermalPage(p, _home(kind="warm", passed_s=900).desk),
    "thermal_resting": lambda p: ThermalPage(p, _off(_home(kind="cold", passed_s=900)).desk),
    "thermal_unread": lambda p: ThermalPage(p, AtHome(read_shelf=_unread).desk),
    "rest": lambda p: RestPage(p, _home().desk),
    "rest_running": lambda p: RestPage(p, _home(lies=1200, passed_s=100).desk),
    "rest_move": lambda p: RestPage(p, _home(lies=1200, passed_s=1200).desk),
    "breathing": lambda p: _breathed(BreathingPage(p, _home().desk), 5),
    "breathing_done": lambda p: _breathed(BreathingPage(p, _home().desk), 190),
    "looking_starting": lambda p: _looking(p, [("loading", "The pose detector is loading.", [])]),
    "looking_wrong": lambda p: _looking(p, [("running", "", [_seen(LONG)])]),
    "looking_good": lambda p: _looking(p, [("running", "", [_seen(AT_EASE)])]),
    "looking_failed": lambda p: EaseLookPage(p, _home().desk, WORDS.positions[0]),
    **{f"position_{n}": (lambda p, n=n: PositionPage(p, _home().desk, n)) for n in range(len(WORDS.positions))},
    **{f"card_{n}": (lambda p, n=n: CardsPage(p, WORDS.cards, n)) for n in range(len(WORDS.cards))},
}


@pytest.mark.parametrize("name", PAGES)
def test_large_type_fits(name: str) -> None:
    page = PAGES[name](paint(max(SCALES)))
    assert {size: found for size in ((1024, 768), (800, 1280)) if (found := problems(page, size))} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_everything_fits_at_every_size(name: str) -> None:
    for scale in SCALES:
        page = PAGES[name](paint(scale))
        assert {size: found for size in SIZES if (found := problems(page, size))} == {}, f"type at {scale}"


@pytest.mark.parametrize("name", ["check", "choices_running", "thermal_running", "looking_wrong", "position_4"])
def test_it_draws_in_dark_and_light(name: str) -> None:
    dark, light = (drawn(PAGES[name](paint(light=light)), (640, 360)) for light in (False, True))
    assert dark.get_at((2, 2)) != light.get_at((2, 2))


def test_words_promise_nothing_and_name_no_medicine() -> None:
    said = [*ALL, *_words(WORDS)]
    assert len(said) > 80
    assert [text for text in said if FORBIDDEN.search(text)] == []


def _words(part: Any) -> list[str]:
    """Every text in the relief file's value."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, tuple):
        return [text for one in part for text in _words(one)]
    fields = getattr(part, "__dataclass_fields__", {})
    return [text for name in fields for text in _words(getattr(part, name))]


def test_a_cue_has_at_most_six_words_and_a_sentence_eighteen() -> None:
    assert [cue for cue in EASE_CUES.values() if len(cue.split()) > 6] == []
    lines = [line for part in (*WORDS.positions, *WORDS.cards) for line in part.lines]
    sentences = [one for line in lines for one in re.split(r"(?<=[.?!]) ", line)]
    assert [one for one in sentences if len(one.split()) > 18] == []


# --- Walked through. ---


def test_nobody_in_pain_gets_through_a_questionnaire() -> None:
    walk = Walk(desk_of(due=True)).click("relief")
    assert set(walk.buttons()) == {"help", "none"}
    assert "positions" in walk.click("none").buttons()
    assert walk.desk.answers == []
    assert "positions" in walk.click("back", "relief").buttons()


def test_a_sign_leads_to_the_questions_and_they_lock() -> None:
    walk = Walk(desk_of(due=True)).click("relief", "help")
    assert walk.place == "QuestionPage"
    walk.click("bladder", "on")
    assert (walk.place, walk.desk.locked) == ("LockedPage", True)
    assert Walk(desk_of(due=True)).click("relief", "help", *NONE, "first").place == "ReliefPage"


def test_the_keys_lead_on_from_page_to_page_not_back() -> None:
    walk = Walk(desk_of()).click("relief", "positions").key(pygame.K_RETURN)
    assert (walk.place, walk.at._number) == ("PositionPage", 1)
    assert walk.click("back", "back", "cards").key(pygame.K_RETURN).at._number == 1
    for key in (pygame.K_TAB, pygame.K_DOWN):
        walk = Walk(desk_of()).click("relief", "thermal").key(key)
        assert walk.at._focused(walk.at.elements((1280, 720))) == "cold"


def test_a_button_has_the_name_of_its_page() -> None:
    walk = Walk(desk_of()).click("relief")
    (name,) = [e.text for e in walk.at.elements((1280, 720)) if getattr(e, "key", "") == "ladder"]
    shown = [getattr(e, "text", "") for e in walk.click("ladder").at.elements((1280, 720))]
    assert name in shown


def test_cold_is_begun_by_two_presses_and_taken_off_by_one() -> None:
    walk = Walk(desk_of()).click("relief", "thermal", "cold")
    relief = walk.desk.care.relief
    assert (relief.thermal.stage, relief.thermal.kind, "off" in walk.buttons()) == ("running", "cold", True)
    walk.key(pygame.K_ESCAPE)
    assert relief.strip == "Cold: 15 minutes left"
    walk.click("thermal", "off", "preset short_rest")
    assert relief.preset.id == "short_rest"


def test_a_rest_is_begun_and_ended() -> None:
    walk = Walk(desk_of()).click("relief", "rest", "lie 1800")
    assert walk.desk.care.relief.rest.left_s == 1800
    assert walk.click("up", "back").desk.care.relief.rest is None


def test_breathing_is_said_at_its_pace_and_ends() -> None:
    home = _home()
    page = _breathed(BreathingPage(paint(), home.desk), 200)
    sound: Any = home.desk.sound
    assert sound.texts == [BREATHE_IN, BREATHE_OUT] * 18 + [BREATHING_DONE]
    page.press("again")
    _breathed(page, 2.5)
    assert sound.texts[-1] == BREATHE_IN
    page.press("voice")
    _breathed(page, 30)
    assert len(sound.texts) == 38


def test_whoever_muted_the_program_breathes_in_silence() -> None:
    home = _home(settings=Settings(welcomed=True, muted=True))
    _breathed(BreathingPage(paint(), home.desk), 30)
    assert home.desk.sound.texts == []  # type: ignore[attr-defined]


def test_the_camera_speaks_and_is_closed_with_its_page() -> None:
    page = _looking(paint(), [("running", "", [_seen(LONG)]), ("running", "", [])])
    feed: Any = page._feed
    assert page._desk.sound.texts == [LONG]  # type: ignore[attr-defined]
    assert page.press("skeleton") == Move("stay")
    assert page._desk.settings.skeleton_only
    assert (page.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE)), feed.closed) == (Move("back"), 1)


def test_the_camera_is_closed_with_the_window() -> None:
    page = _looking(paint(), [("running", "", [])])
    feed: Any = page._feed
    page._desk.close()  # type: ignore[attr-defined]
    assert feed.closed == 1


def test_the_figure_breathes_and_each_picture_is_drawn_once() -> None:
    figure = EaseFigure(WORDS.positions[0], DARK)
    sheet = pygame.Surface(SHEET)
    shown = set()
    for number in range(2 * BREATHS):
        sheet.fill(DARK.background)
        figure.draw(sheet, Box(0, 0, *SHEET), number % BREATHS / (BREATHS - 1))
        shown.add(pygame.image.tobytes(sheet, "RGB"))
    assert len(shown) == len(figure._kept) == BREATHS
