"""Every posture page in each state that matters, for tests, and how to read and press them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial
from typing import Any

import pygame
import watch_fake as fake
from page_check import painter
from ui_samples import FONTS, picture
from watch_fake import NOW, FakeCalendar, FakeWatch

from coach.core.sitting.baseline import Calibration
from coach.core.sitting.day import Day
from coach.core.sitting.events import Notice
from coach.core.sitting.habits import Habits
from coach.ports import Frame
from coach.ui.app import Move
from coach.ui.elements import Button, Drawing, Text
from coach.ui.page import Page
from coach.ui.screens.posture import PosturePage
from coach.ui.screens.posture_break import BreakPage
from coach.ui.screens.posture_habits import TABS, HabitsPage
from coach.ui.screens.posture_measure import MeasurePage
from coach.ui.screens.posture_pause import PausePage
from coach.ui.watch import Now

look = cache(partial(painter, FONTS))
"""A painter for a text scale and a look, kept with its fonts."""
WIDE = (1280, 720)
LONG = "The quick brown cardigan on the back of the chair by the window in the other room"


def main(now: Now | None = None, scale: float = 1.0, *, light: bool = False, **more: Any) -> PosturePage:
    return PosturePage(look(scale, light=light), watch(now, **more), FakeCalendar(), history=Screen)


def watch(now: Now | None = None, **more: Any) -> FakeWatch:
    made = FakeWatch(now)
    for name, value in more.items():
        setattr(made, name, value)
    return made


class Screen:
    """A screen that answers everything alike."""

    def __init__(self, move: Move | None = None) -> None:
        self.move = move

    def handle(self, event: pygame.event.Event) -> Move | None:
        return self.move

    def update(self, dt_s: float) -> Move | None: ...
    def draw(self, surface: pygame.Surface) -> None: ...


def measuring(taking: Calibration | None, scale: float, *, light: bool, **more: Any) -> MeasurePage:
    behind = watch(**more)
    page = MeasurePage(look(scale, light=light), behind, FakeCalendar())
    behind.calibration = taking
    return page


def breaking(scale: float, *, light: bool, **more: Any) -> BreakPage:
    page = BreakPage(look(scale, light=light), watch(**more))
    page.update(0.1)
    return page


def habits(tab: str, scale: float, *, light: bool, **more: Any) -> HabitsPage:
    return HabitsPage(look(scale, light=light), watch(**more), FakeCalendar(), tab)


NAMES = [
    replace(fake.DESK, name=name)
    for name in ("desk", "standing", LONG[:40], "kitchen", "Wohnzimmertischlampenecke am Fenster", "a", "b")
]
NOWS: dict[str, Now] = {
    "tall": fake.now(),
    **{f"is {state}": fake.now(look=fake.look(state)) for state in ("too_close", "away")},
    "due": fake.now(look=fake.look("slump"), break_due=True, break_in_s=0.0, sitting_s=11160, notice=fake.BREAK),
    "last": fake.now(break_due=True, break_in_s=0.0, snoozes_left=0),
    "moved": fake.now(look=fake.look("unknown", why="moved", moved=True)),
    "new": fake.now(look=fake.look("unknown", why="no_baseline"), has_baseline=False, baseline=""),
    "kind": fake.now(notice=Notice(kind="kind_word", title="Nicely done", text=LONG)),
    "paused": fake.now(mode="paused", camera_on=False, paused_until=NOW + timedelta(days=1), quiet="paused"),
    "taken": fake.now(mode="no_camera", camera_on=False, look=None, message=f"{LONG}. {LONG}."),
    "notes": fake.now(look=fake.look("forward_head", side=True, notes=fake.NOTES), quiet="quiet_hours"),
}
PAGES: dict[str, Callable[..., Page]] = {
    **{name: partial(main, now) for name, now in NOWS.items()},
    "empty day": partial(main, fake.now(mode="loading", look=None), today=Day(date=NOW.date())),
    "short day": partial(main, today=fake.day(3), habits=Habits()),
    "picture": partial(main, picture=Frame(1.0, picture())),
    "choose": partial(measuring, None),
    "many names": partial(measuring, None, baselines=NAMES),
    "sit": partial(measuring, Calibration(progress=0.4, left_s=3.2)),
    "trouble": partial(measuring, Calibration(trouble="Another person is in the picture. Stay alone for a moment.")),
    "seen": partial(measuring, Calibration(progress=1.0, left_s=0.0, done=replace(fake.DESK, name=LONG[:40]))),
    "seen aside": partial(measuring, Calibration(progress=1.0, left_s=0.0, done=fake.SIDE)),
    "break": breaking,
    "no moves": partial(breaking, offered=()),
    "many moves": partial(breaking, offered=fake.MOVES * 2),
    "move": partial(breaking, moving=fake.moving(pose=None, cue="Lift your knees a little higher")),
    "move done": partial(breaking, moving=fake.moving("standing_extension", left_s=0.0, done=16, seen=True)),
    "pause": lambda scale, *, light: PausePage(look(scale, light=light), FakeWatch(), FakeCalendar()),
    **{tab: partial(habits, tab, habits=Habits(quiet_from=1200, quiet_until=480, glasses=20)) for tab in TABS},
    "many measures": partial(habits, "Measures", baselines=NAMES),
    "no measures": partial(habits, "Measures", baselines=()),
}


def texts(page: Page, size: tuple[int, int] = WIDE) -> str:
    said = []
    for element in page.elements(size):
        if isinstance(element, Text | Button):
            said += [element.text, getattr(element, "note", "")]
        elif isinstance(element, Drawing):
            said += [text.text for text in element.texts]
    return " | ".join(part for part in said if part).replace("\u00a0", " ")


def buttons(page: Page) -> list[str]:
    return [element.key for element in page.elements(WIDE) if isinstance(element, Button)]


def key(code: int) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=code, mod=0, unicode="")
