"""Posture watch: how one sits now, the clock of sitting, the day so far. Calm, and without a picture unless asked."""

import math
from collections.abc import Callable
from typing import Final

import numpy as np
import pygame

from coach.core.body import Landmark
from coach.core.pose import Pose
from coach.core.sitting.events import Notice
from coach.core.sitting.look import Look
from coach.ports import Calendar
from coach.ui.app import Move, Screen
from coach.ui.elements import Element
from coach.ui.layout import Box
from coach.ui.painter import Painter
from coach.ui.ribbon import put_ribbon, ribbon_height
from coach.ui.room import Room, columns, rows
from coach.ui.screens import posture_parts as parts, posture_ways as ways, posture_words as words
from coach.ui.screens.posture_break import BreakPage
from coach.ui.screens.posture_habits import HabitsPage
from coach.ui.screens.posture_measure import MeasurePage
from coach.ui.screens.posture_over import OverWatch
from coach.ui.screens.posture_pause import PausePage
from coach.ui.screens.steps import StepPage, centred
from coach.ui.signs import Sign
from coach.ui.watch import Watch

STILL_S: Final = 10.0
"""Seconds between two drawn frames while nothing is new and nobody moves. Longer costs less."""
CALM_S: Final = 2.0
"""The same while somebody moves: the silhouette follows in such steps."""
MOVED: Final = 0.015
"""A silhouette is drawn anew when head or shoulders went so far, share of the picture; estimated."""
PICTURE_S: Final = 0.25
"""The same while the picture is shown, for somebody who asked to see it."""
SOON_S: Final = 0.02
"""What is new is drawn after so many seconds."""

GLOW_S: Final = 8.0
"""The window's edge glows for so long with a new notice, seconds; then the bubble alone stands. estimated."""
GLOW_EVERY_S: Final = 2.0
"""Seconds from one swell of the glow to the next: half a hertz, far below what flickers. estimated."""
GLOW_FRAME_S: Final = 0.05

_WORDS: Final = 0.58
"""Words take at most so much of the middle's height in a tall window. Looked at."""
_MARKS: Final = [Landmark.NOSE, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
_EMPTY: Final[dict[str, Sign]] = {"paused": "pause", "away": "seat"}
"""What stands in the mirror while nobody is there."""


class PosturePage(StepPage):
    """The watch while it works.

    Args:
        history: makes the page of the days at the desk; None: there is no button for it.
        leave: told when the page is left; None: nobody is told.
    """

    def __init__(
        self,
        painter: Painter,
        watch: Watch,
        calendar: Calendar,
        *,
        history: Callable[[], Screen] | None = None,
        leave: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(painter)
        self._watch, self._calendar = watch, calendar
        self._history, self._leave = history, leave
        self._mirror = parts.Mirror(painter)
        self._pictured = False
        self._drawn_news: tuple[object, ...] = ()
        self._drawn_pose: Pose | None = None
        self._told: Notice | None = None
        self._glow_s = math.inf
        self._now, self._today = watch.now, watch.today

    @property
    def calm_s(self) -> float:
        """Long while nothing is new."""
        if self._glow_s < GLOW_S:
            return GLOW_FRAME_S
        if self._news() != self._drawn_news:
            return SOON_S
        if self._pictured:
            return PICTURE_S
        return CALM_S if self._moved() else STILL_S

    def _moved(self) -> bool:
        """Whether the silhouette drawn last stands elsewhere by now."""
        look = words.shown(self._now)
        pose, drawn = None if look is None else look.pose, self._drawn_pose
        if pose is None or drawn is None:
            return pose is not drawn
        gone = np.abs(pose.points[_MARKS, :2] - drawn.points[_MARKS, :2])
        return not bool(np.all(gone <= MOVED))

    def update(self, dt_s: float) -> Move | None:
        """The watch goes on; a new notice makes the edge glow, where that is wanted."""
        self._watch.tick()
        self._now = self._watch.now
        self._glow_s += dt_s
        told = words.told(self._now)
        if told is None:
            self._glow_s = math.inf
        elif (self._told is None or told.kind != self._told.kind) and self._watch.habits.glow:
            self._glow_s = 0.0
        self._told = told
        return None

    def _news(self) -> tuple[object, ...]:
        """Everything that is read, but for the figures of the day."""
        now, habits = self._now, self._watch.habits
        said = words.mark(now, self._calendar.now()), words.title(now), words.lasting(now), words.hints(now)
        clock = int(now.sitting_s / 60), words.next_break(now), words.snooze_words(now, habits)
        return (*said, words.told(now), *clock, now.has_baseline)

    # --- Where things stand. ---

    def elements(self, window: tuple[int, int]) -> list[Element]:
        """The watch is asked once for all of them."""
        self._now, self._today = self._watch.now, self._watch.today
        return super().elements(window)

    def compose(self, room: Room) -> None:
        """Mark and ways above; oneself, the state and the clock; the day; what can be done below."""
        now, habits, days = self._now, self._watch.habits, self._history is not None
        ways.put_keys(room, now, habits, days=days)
        ways.put_foot(room, now, habits)
        ways.put_head(room, words.mark(now, self._calendar.now()), pictured=self._pictured, days=days)
        room.gap(1.5)
        if (told := words.told(now)) is not None:
            parts.put_bubble(room, told, *ways.answers(room, told, now, habits))
            room.gap(1.5)
        self._day(room)
        self._middle(room, room.left)

    def _day(self, room: Room) -> None:
        """The ribbon, at the foot of what is left."""
        day, lines = self._today, 1 if room.wide else 2
        if words.told(self._now) is not None:
            lines = 0  # The bubble needs the room.
        pad = room.m.pad
        inner = Room(room.window, room.box.inset(pad), room.theme, room.fonts, room.scale)
        high = ribbon_height(inner, day, legend=lines)
        plate = room.plate(room.foot(high + 2 * pad))
        put_ribbon(plate, day, height=high, now=self._calendar.now(), legend=lines)

    def _middle(self, room: Room, box: Box) -> None:
        gap = 2 * room.m.gap
        if room.wide:
            mine, told, clock = columns(box, 1.15, 1.2, 0.72, gap=gap)
        else:
            trial = Room(room.window, box, room.theme, room.fonts, room.scale)
            self._words(trial)
            needed = min(box.h - trial.left.h + room.m.gap, round(box.h * _WORDS))
            above, told = rows(box, 1.0, needed, gap=room.m.gap)
            mine, clock = columns(above, 1.5, 1.0, gap=gap)
        self._self(room, mine)
        centred(room.part(told), self._words)
        now = self._now
        minutes = int(now.sitting_s / 60 + 1e-6)
        unit = "minute of sitting" if minutes == 1 else "minutes of sitting"
        share = words.clock_share(now, self._watch.habits)
        on = now.mode in ("watching", "between", "loading")
        parts.put_dial(room, clock, str(minutes), unit, share, words.next_break(now), on=on)

    def _self(self, room: Room, box: Box) -> None:
        now, picture = self._now, self._watch.picture
        if self._pictured and picture is not None and now.camera_on:
            self._mirror.put_picture(room, box, picture)
            return
        look = words.shown(now)
        if look is None:
            self._mirror.put(room, box, None, "unknown", empty=_EMPTY.get(now.mode, "camera"))
        else:
            pose = None if look.state == "away" else look.pose
            whole = look.view == "side"
            self._mirror.put(room, box, pose, look.state, whole=whole, empty=_EMPTY.get(look.state, "camera"))

    def _words(self, room: Room) -> None:
        now = self._now
        room.text(words.title(now), "title", weight="heavy", tone="good" if _well(words.shown(now)) else "text")
        if lasting := words.lasting(now):
            room.text(lasting, "body", tone="muted")
        for hint, sign in words.hints(now):
            room.gap()
            room.text(hint, "label", state=sign)
        room.gap(2)
        parts.put_facts(room, words.facts(now, self._today, self._watch.habits))

    def draw(self, surface: pygame.Surface) -> None:
        """The page, and the glow around it."""
        super().draw(surface)
        look = words.shown(self._now)
        self._drawn_news, self._drawn_pose = self._news(), None if look is None else look.pose
        if self._glow_s < GLOW_S:
            strength = 0.5 - 0.5 * math.cos(2 * math.pi * self._glow_s / GLOW_EVERY_S)
            wide = max(4, self.column(surface.get_size()).y)
            parts.glow(surface, self.painter.theme.palette.good, strength, wide)

    # --- What is pressed. ---

    def press(self, key: str) -> Move | None:
        """Ways to other pages, and answers."""
        if key == "back":
            if self._leave is not None:
                self._leave()
            return Move("back")
        page = self._page(key)
        if page is not None:
            return Move("push", page)
        self._answer(key)
        return None

    def _page(self, key: str) -> Screen | None:
        """The page that a button opens."""
        watch, painter, calendar = self._watch, self.painter, self._calendar
        pages: dict[str, Callable[[], Screen]] = {
            "measure": lambda: MeasurePage(painter, watch, calendar),
            "anew": lambda: MeasurePage(painter, watch, calendar, watch.now.baseline),
            "habits": lambda: HabitsPage(painter, watch, calendar),
            "break": lambda: BreakPage(painter, watch),
        }
        if watch.now.mode != "paused":
            pages["pause"] = lambda: PausePage(painter, watch, calendar)
        if (history := self._history) is not None:
            pages["history"] = lambda: OverWatch(history(), watch)
        return pages[key]() if key in pages else None

    def _answer(self, key: str) -> None:
        """What is done at once, on this page."""
        if key == "pause":
            self._watch.pause(None)
        elif key == "picture":
            self._pictured = not self._pictured
        elif key == "fits":
            self._watch.still_fits()
        elif key == "snooze":
            self._watch.snooze()
        elif key == "glass":
            self._watch.drank()


def _well(look: Look | None) -> bool:
    return look is not None and look.state in ("upright", "standing")
