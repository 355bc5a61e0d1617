"""The pages of what comes from a therapist and goes back, in each state that matters for their layout."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from desk_fake import FakeDesk
from therapist_samples import CHANGED, LONG, ROUTINE, TODAY, UNSIGNED, FakeInbox, done, incoming, patient
from ui_samples import FakeFeed, picture

from coach.core.safety import pain_advice
from coach.desk import FrontDesk
from coach.ports import Frame
from coach.ui.app import Move
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.screens import ceiling, share, therapist, therapist_code, therapist_take
from coach.ui.screens.home import HomePage, PlansPage

ROOMS: Any = dict.fromkeys(("start", "history", "posture", "week"), lambda *_: Move("back"))
DOCUMENTS = (Path("hips-first-dana-lee.routine.toml"), Path("another.routine.toml"))


def nowhere(*_: object) -> Any:
    """Where buttons of no interest lead."""
    return Move("back")


def waited(told: Callable[[], bool]) -> None:
    """Until something that goes on behind is there."""
    until = time.monotonic() + 5
    while not told() and time.monotonic() < until:
        time.sleep(0.01)
    assert told()


def live(page: Page) -> Page:
    page.update(1 / 60)
    return page


def at_home(*taken: Any, **changes: Any) -> FrontDesk:
    home = patient(*taken, **changes)
    for one in taken:
        done(home, TODAY - timedelta(days=3), TODAY - timedelta(days=1), routine=one.routine.id)
    return home.desk


def with_documents() -> FrontDesk:
    """Somebody with routine files in their documents, which were looked through."""
    desk = at_home(incoming(), found_routines=lambda: DOCUMENTS)
    waited(lambda: len(desk.care.therapist.found) == len(DOCUMENTS))
    return desk


def looked(painter: Painter, found: Any, **changes: Any) -> Page:
    """The page of what was looked at."""
    inbox = FakeInbox(holds={"it": found})
    for name, value in changes.items():
        setattr(inbox, name, value)
    desk = at_home(inbox=inbox)
    desk.care.therapist.look("it")
    waited(lambda: not desk.care.therapist.looking)
    return therapist_take.IncomingPage(painter, desk)


def sure(page: Page, key: str) -> Page:
    page.press(key)
    return page


class FakeScan:
    """Stands where a test puts it."""

    def __init__(self, help_: Any = "", parts: tuple[int, int] = (0, 0)) -> None:
        self.text, self.help, self.parts = "", help_, parts

    def close(self) -> None: ...


def scanning(painter: Painter, scan: FakeScan, frame: bool = True) -> Page:
    feed = FakeFeed(("running", "", []), frame=Frame(0.0, picture((640, 360))) if frame else None)
    desk = at_home(look=lambda camera: feed)
    desk.care.therapist.scan = lambda feed: scan  # type: ignore[assignment,return-value]
    return therapist_code.CodePage(painter, desk)


def sharing(painter: Painter, desk: FrontDesk, *presses: str) -> Page:
    page = share.SharePage(painter, desk)
    for key in presses:
        page.press(key)
    waited(lambda: desk.care.sharing.results("", page._choice) is not None)
    return page


def ceiling_page(painter: Painter, pain: int) -> ceiling.CeilingPage:
    desk = at_home(incoming())
    advice = pain_advice(FakeDesk().words, pain)
    return ceiling.CeilingPage(painter, desk, (incoming(), pain), advice, nowhere, nowhere)


ENDED = incoming(end=TODAY - timedelta(days=2), review=None)
PAGES: dict[str, Callable[[Painter], Page]] = {
    "home": lambda p: live(HomePage(p, at_home(incoming()), ROOMS)),
    "home_long": lambda p: live(HomePage(p, at_home(incoming(LONG, UNSIGNED)), ROOMS)),
    "home_ended": lambda p: live(HomePage(p, at_home(ENDED), ROOMS)),
    "plans_ended": lambda p: live(PlansPage(p, at_home(ENDED, incoming(LONG)))),
    "none": lambda p: therapist.TherapistPage(p, at_home()),
    "taken": lambda p: therapist.TherapistPage(p, with_documents()),
    "taken_long": lambda p: sure(therapist.TherapistPage(p, at_home(incoming(LONG), ENDED), lambda: ""), "paste"),
    "look": lambda p: looked(p, incoming()),
    "look_long": lambda p: looked(p, incoming(LONG, UNSIGNED), whose="unsigned"),
    "look_other": lambda p: looked(p, incoming(), whose="other"),
    "look_changed": lambda p: looked(p, incoming(signed=CHANGED)),
    "look_wrong": lambda p: looked(p, incoming(), holds={}),
    "took": lambda p: therapist_take.TakenPage(p, at_home(incoming()), incoming()),
    "routine": lambda p: therapist_take.RoutinePage(p, at_home(incoming()), ROUTINE.id),
    "routine_sure": lambda p: sure(therapist_take.RoutinePage(p, at_home(incoming(LONG)), LONG.id), "undo"),
    "code": lambda p: scanning(p, FakeScan()),
    "code_dark": lambda p: scanning(p, FakeScan("dark")),
    "code_other": lambda p: scanning(p, FakeScan("other")),
    "code_parts": lambda p: scanning(p, FakeScan("far", (2, 3))),
    "code_starting": lambda p: scanning(p, FakeScan("far"), frame=False),
    "ceiling": lambda p: ceiling_page(p, 6),
    "ceiling_sure": lambda p: sure(ceiling_page(p, 9), "anyway"),
    "signs": lambda p: ceiling.SignsPage(p, incoming(), nowhere, nowhere),
    "signs_long": lambda p: ceiling.SignsPage(p, incoming(LONG), nowhere, nowhere),
    "signs_notes": lambda p: ceiling.SignsPage(
        p,
        incoming(replace(ROUTINE, assigned=replace(ROUTINE.assigned, stop=replace(ROUTINE.assigned.stop, signs=())))),
        nowhere,
        nowhere,  # type: ignore[type-var,union-attr]
    ),
    "share": lambda p: sharing(p, at_home(incoming())),
    "share_posture": lambda p: sharing(p, at_home(incoming(LONG)), "posture"),
    "share_none": lambda p: sharing(p, patient(incoming()).desk),
}
