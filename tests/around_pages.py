"""Every page around a session, in each state that matters for its layout."""

from collections.abc import Callable, Iterator
from typing import Any

from desk_fake import DAILY, ENDLESS, GENTLE, FakeDesk, desk_of
from desk_walk import DATA, SIZE, Ended

from coach.core import phrases
from coach.core.safety import pain_advice
from coach.core.settings import Settings
from coach.ui.app import Move
from coach.ui.desk import CameraChoice
from coach.ui.elements import Button, Drawing, Text
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.screens import relief, safety
from coach.ui.screens.home import HomePage, PlansPage
from coach.ui.screens.judging import JudgingPage
from coach.ui.screens.questions import UNREAD, AdvicePage, CheckedPage, LockedPage, QuestionPage
from coach.ui.screens.scale import EFFORT_ENDS, ScalePage
from coach.ui.screens.settings import TABS, settings_page
from coach.ui.screens.welcome import PAGES, welcome_page

WELCOMED = Settings(welcomed=True)
LONG_NAME = Settings(welcomed=True, name="Maximiliane-Theodora von und zu Hohenlohe")


def nowhere(*_: object) -> Move:
    """Where buttons of no interest lead."""
    return Move("back")


def words(page: Page, size: tuple[int, int] = SIZE) -> Iterator[str]:
    for element in page.elements(size):
        if isinstance(element, Text | Button):
            yield element.text
        if isinstance(element, Button):
            yield element.note
        elif isinstance(element, Drawing):
            yield from (text.text for text in element.texts)


def _home(paint: Painter, desk: FakeDesk) -> HomePage:
    rooms: Any = {"start": nowhere, "history": nowhere, "posture": nowhere}
    return HomePage(paint, desk, rooms)


def _live(page: Any) -> Page:
    page.update(1.0)
    return page  # type: ignore[no-any-return]


def _sure(page: safety.HighPainPage) -> Page:
    page.press("anyway")
    return page


TROUBLE = "The record is damaged: it was set aside as history.damaged.db, and a new one was begun."
MANY = tuple(CameraChoice(str(n), f"Conference camera with a very long name, number {n}") for n in range(7))
ADVICE = [pain_advice(FakeDesk().words, score).text for score in (1, 5, 8)]

PAGE_CASES: dict[str, Callable[[Painter], Page]] = {
    "home": lambda p: _home(p, desk_of()),
    "home_empty": lambda p: _home(p, desk_of(WELCOMED, ())),
    "home_reading": lambda p: _home(p, desk_of(ready=False)),
    "home_trouble": lambda p: _home(p, desk_of(message=TROUBLE)),
    "home_locked": lambda p: _home(p, desk_of(locked=True, message=TROUBLE)),
    "home_long": lambda p: _home(p, desk_of(LONG_NAME, (ENDLESS, DAILY))),
    "plans": lambda p: PlansPage(p, desk_of(None, (DAILY, GENTLE, ENDLESS) * 3)),
    "plans_next": lambda p: PlansPage(p, desk_of(None, (DAILY, GENTLE, ENDLESS) * 3), 6),
    **{f"welcome_{n}": (lambda p, n=n: _live(welcome_page(p, desk_of(Settings()), n))) for n in range(len(PAGES))},
    "welcome_name": lambda p: welcome_page(p, desk_of(LONG_NAME), 1),
    "welcome_no_camera": lambda p: _live(welcome_page(p, desk_of(found=()), 2)),
    "welcome_cameras": lambda p: _live(welcome_page(p, desk_of(found=MANY), 2)),
    "pain": lambda p: ScalePage(p, phrases.HOW_IS_PAIN, nowhere, back=lambda: Move("back")),
    "effort": lambda p: ScalePage(p, phrases.HOW_HARD, nowhere, ends=EFFORT_ENDS, chosen=4, skip=nowhere),
    "morning": lambda p: safety.before_start(p, desk_of(morning=True), lambda: Ended(p, "x")),  # type: ignore[dict-item]
    **{
        f"questions_{n}{'_ticked' if ticked else ''}": (
            lambda p, n=n, ticked=ticked: QuestionPage(
                p, FakeDesk(), nowhere, nowhere, number=n, ticked=frozenset(ticked)
            )
        )
        for n in range(5)
        for ticked in ((), [question.id for question in FakeDesk().words.questions])
    },
    "locked": lambda p: LockedPage(p, FakeDesk()),
    "locked_unread": lambda p: LockedPage(p, desk_of(ready=False)),
    "checked": lambda p: CheckedPage(p, FakeDesk()),
    "soon": lambda p: AdvicePage(p, FakeDesk().words.soon, ("Not now", nowhere), ("Go on gently", nowhere)),
    "unread": lambda p: AdvicePage(p, UNREAD, ("Back", nowhere)),
    "high": lambda p: safety.HighPainPage(p, FakeDesk(), pain_advice(FakeDesk().words, 8), nowhere, nowhere),
    "high_sure": lambda p: _sure(
        safety.HighPainPage(p, FakeDesk(), pain_advice(FakeDesk().words, 8), nowhere, nowhere)
    ),
    "rules": lambda p: safety.StopRulesPage(p, FakeDesk(), ADVICE[1], lambda: Ended(p, "x"), nowhere, easy=False),
    "rules_bare": lambda p: safety.StopRulesPage(p, FakeDesk(), "", lambda: Ended(p, "x"), nowhere),
    "relief": lambda p: relief.ReliefPage(p, FakeDesk()),
    "relief_locked": lambda p: relief.ReliefPage(p, desk_of(locked=True)),
    "judging": JudgingPage,
    **{
        f"settings_{tab}{'_full' if trouble else ''}": (
            lambda p, tab=tab, trouble=trouble: _live(
                settings_page(
                    p,
                    desk_of(LONG_NAME, found=MANY if trouble else (), message=trouble),
                    lambda: None,
                    DATA.joinpath(*("folder",) * (9 if trouble else 1)),
                    tab,
                )
            )
        )
        for tab in TABS
        for trouble in ("", TROUBLE)
    },
}
