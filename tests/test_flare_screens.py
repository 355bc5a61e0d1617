"""The pages of flare-ups and of when to see somebody: the way of telling, and every page at every size."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from care_fakes import AtHome
from page_check import SCALES, SIZES, drawn, painter, problems
from ui_samples import FONTS

from coach.core.history import PainTold
from coach.core.settings import Settings
from coach.ui.app import Screen
from coach.ui.elements import Button, Drawing, Text
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.screens.flare import FlarePage, flare_page, over_page
from coach.ui.screens.flare_begin import SincePage, Telling
from coach.ui.screens.questions import AdvicePage, LockedPage, QuestionPage
from coach.ui.screens.relief import ReliefPage
from coach.ui.screens.scale import ScalePage
from coach.ui.screens.seek_help import SeekHelpPage

look = cache(partial(painter, FONTS))
WIDE = (1280, 720)
TIGHT = ((1024, 768), (800, 1280))


def begun(days: int = 0, *scores: int, **more: object) -> AtHome:
    """Somebody whose flare-up began so many days ago."""
    home = AtHome(**more)  # type: ignore[arg-type]
    home.desk.care.flare.begin(days or "now", "lifting")
    for score in scores:
        home.desk.care.flare.tell(score)
        home.passes(minutes=30)
    return home


def words(page: Screen | None) -> str:
    """Everything a page says."""
    assert isinstance(page, Page)
    said = []
    for element in page.elements(WIDE):
        if isinstance(element, Text | Button):
            said += [element.text, getattr(element, "note", "")]
        if isinstance(element, Drawing):
            said += [text.text for text in element.texts]
    return " | ".join(said).replace("\u00a0", " ")


def walk(page: Screen, *keys: str) -> Screen | None:
    """The page after pressing one key after the other; None after a way back."""
    for key in keys:
        assert isinstance(page, Page)
        move = page.press(key)
        assert move is not None
        if move.kind == "back":
            return None
        page = move.screen or page
    return page


def test_it_is_told_in_a_few_taps() -> None:
    home = AtHome()
    first = flare_page(look(), home.desk)
    page = walk(first, "yesterday", "t:twist", "n6")
    assert isinstance(page, QuestionPage), "the safety questions come at the start of each flare-up"
    page = walk(page, *["on"] * 5)
    assert isinstance(page, FlarePage)
    flare = home.desk.care.flare.open
    assert flare is not None
    assert (flare.trigger, flare.scores[0].score, home.desk.care.flare.day) == ("twist", 6, 2)
    assert "Since Saturday 21 November, after a twist or sudden move." in words(page)


@pytest.mark.parametrize(("keys", "day"), [(["now"], 1), (["today"], 1), (["far", "d5"], 6), (["far", "d42"], 43)])
def test_since_when_is_told(keys: list[str], day: int) -> None:
    home = AtHome()
    assert isinstance(walk(flare_page(look(), home.desk), *keys, "t:", "n3"), QuestionPage)
    assert home.desk.care.flare.day == day


def test_every_step_leads_back() -> None:
    home = AtHome()
    first = flare_page(look(), home.desk)
    assert walk(first, "back") is None
    assert isinstance(walk(first, "far", "back"), SincePage)
    assert isinstance(walk(first, "now", "back"), SincePage)
    assert "What were you doing?" in words(walk(first, "now", "t:", "back"))
    assert home.history.entries == []


def test_an_emergency_is_answered_at_once_and_the_flare_up_is_kept() -> None:
    home = AtHome()
    page = walk(flare_page(look(), home.desk), "now", "t:", "n9", "saddle_numbness", "on")
    assert isinstance(page, LockedPage)
    shown = flare_page(look(), home.desk)
    assert "please get medical help now" in words(shown)
    assert isinstance(walk(shown, "help"), LockedPage)
    assert "Please get medical help now" in words(SeekHelpPage(look(), home.desk))


def test_pain_is_told_at_any_time() -> None:
    home = begun(0, 3)
    home.desk.answer([])
    page = flare_page(look(), home.desk)
    assert isinstance(walk(page, "pain"), ScalePage)
    assert walk(page, "pain", "n4") is None
    assert isinstance(walk(page, "pain", "n6"), QuestionPage), "two points more than the last one"
    told = [entry for entry in home.history.entries if isinstance(entry, PainTold)]
    assert [(one.when, one.score) for one in told] == [("flare", 3), ("flare", 4), ("flare", 6)]


def test_its_end_can_be_taken_back_at_once_and_later() -> None:
    home = begun(1, 3)
    page = walk(flare_page(look(), home.desk), "over")
    assert isinstance(page, AdvicePage)
    assert isinstance(walk(page, "second"), FlarePage)
    assert home.desk.care.flare.day == 2
    walk(flare_page(look(), home.desk), "over")
    assert "The last one was not over" in words(flare_page(look(), home.desk))
    assert isinstance(walk(flare_page(look(), home.desk), "go_on"), FlarePage)


def test_after_the_clock_was_changed_it_is_asked_again() -> None:
    home = begun(2, 3)
    home.wall_jumps(days=-60)
    page = flare_page(look(), home.desk)
    assert "The clock of this computer was changed" in words(page)
    assert isinstance(walk(page, "yesterday", "t:"), FlarePage), "its pain is not asked again"
    assert home.desk.care.flare.day == 2


def test_the_ladder_shows_where_they_are_and_names_every_source() -> None:
    home = begun(7, 4, 4)
    page = SeekHelpPage(look(), home.desk)
    said = words(page)
    assert "You are here, on day 8" in said
    assert "on Saturday 28 November" in said, "the next step and when it comes"
    assert said.count("Source: ") == 4
    other = walk(page, "turn")
    assert words(other).count("Source: ") == 3
    assert "You have seen somebody" in words(walk(page, "seen"))
    assert "You are here" in words(walk(page, "not_seen"))
    home.desk.care.flare.tell(7)
    assert "This is so now" in words(SeekHelpPage(look(), home.desk)), "what got worse comes first"


def test_the_page_for_the_doctor_is_saved_and_its_place_is_said() -> None:
    kept: dict[str, bytes] = {}

    def document(name: str, content: bytes) -> Path:
        kept[name] = content
        return Path("Documents") / name

    home = begun(1, 5, document=document, doctor_pdf=lambda page: b"%PDF")
    page = flare_page(look(), home.desk)
    walk(page, "save")
    home.desk.care.flare.wait(5)
    assert kept == {"Page for the doctor 2026-11-22.pdf": b"%PDF"}
    assert "Saved as Documents/Page for the doctor 2026-11-22.pdf" in words(page).replace("\\", "/")


def test_a_page_that_can_not_be_saved_says_so() -> None:
    home = begun(1, 5)
    page = flare_page(look(), home.desk)
    walk(page, "save")
    home.desk.care.flare.wait(5)
    assert "can't be made here" in words(page)


# --- Every page at every size. ---


def _saved(page: Painter) -> FlarePage:
    where = Path("home") / ("a-rather-long-name-of-somebody" * 2) / "Documents"
    home = begun(9, 8, 7, 9, document=lambda name, content: where / name, doctor_pdf=lambda page: b"")
    home.desk.answer(["fever"])
    home.desk.care.flare.save_page()
    home.desk.care.flare.wait(5)
    return FlarePage(page, home.desk)


def _many(page: Painter) -> FlarePage:
    home = begun(42, *[3, 9, 0, 10] * 30)
    home.desk.tell_pain("after", 4)
    return FlarePage(page, home.desk)


def _seen(page: Painter) -> SeekHelpPage:
    home = begun(7, 5)
    home.desk.care.flare.saw_somebody()
    return SeekHelpPage(page, home.desk)


def _unread(page: Painter) -> SeekHelpPage:
    home = AtHome()
    flare = SimpleNamespace(ladder=None, standing=home.desk.care.flare.standing, sought_at=None, day=0)
    return SeekHelpPage(page, SimpleNamespace(care=SimpleNamespace(flare=flare)))  # type: ignore[arg-type]


def _ended(page: Painter) -> Screen:
    home = begun(3, 4)
    home.desk.care.flare.over()
    return flare_page(page, home.desk)


def _clock(page: Painter) -> Screen:
    home = begun(3, 4)
    home.wall_jumps(days=-60)
    return flare_page(page, home.desk)


PAGES: dict[str, Callable[[Painter], Screen | None]] = {
    "first day": lambda page: FlarePage(page, begun().desk),
    "worse, to be checked, saved": _saved,
    "many scores": _many,
    "none open": lambda page: FlarePage(page, AtHome().desk),
    "locked": lambda page: FlarePage(page, begun(1, 4, settings=Settings(locked=True)).desk),
    "over": lambda page: over_page(page, begun(1).desk),
    "since": lambda page: flare_page(page, AtHome().desk),
    "since, one just over": _ended,
    "since, clock changed": _clock,
    "days": lambda page: walk(flare_page(page, AtHome().desk), "far"),
    "trigger": lambda page: walk(flare_page(page, AtHome().desk), "now"),
    "ladder, nothing": lambda page: SeekHelpPage(page, AtHome().desk),
    "ladder, day 8": lambda page: SeekHelpPage(page, begun(7, 5, 8).desk, others=False),
    "ladder, worse": lambda page: SeekHelpPage(page, begun(7, 5, 8).desk),
    "ladder, locked": lambda page: SeekHelpPage(page, begun(50, 9, settings=Settings(locked=True)).desk),
    "ladder, seen": _seen,
    "ladder, unread": _unread,
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_where_it_is_tightest(name: str) -> None:
    page = PAGES[name](look(SCALES[-1]))
    assert isinstance(page, Page)
    assert {size: found for size in TIGHT if (found := problems(page, size))} == {}
    assert drawn(page, TIGHT[0]).get_size() == TIGHT[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_at_every_size(name: str) -> None:
    for scale in SCALES:
        for light in (False, True):
            page = PAGES[name](look(scale, light=light))
            assert isinstance(page, Page)
            wrong = {size: found for size in SIZES if (found := problems(page, size))}
            assert wrong == {}, f"{name} at {scale}"


def test_the_way_ends_where_it_was_told_to() -> None:
    home = begun(1, 3)
    way = Telling(look(), home.desk, lambda: over_page(look(), home.desk))
    assert isinstance(walk(way.first(), "now", "t:sport"), AdvicePage)


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "It flared up | note when"), (1, "Flare-up, day 2"), (7, "It has been a week."), (7, "Flare-up, day 8")],
)
def test_the_relief_page_leads_there_and_says_what_stands(days: int, said: str) -> None:
    home = begun(days, 4) if days else AtHome()
    home.desk.answer([])
    assert said in words(ReliefPage(look(), home.desk))
