"""The week: the ring of minutes, seven days, and facts beside those of the week before. Earlier weeks a leaf away."""

from datetime import date, timedelta
from typing import Final

import pygame

from coach.core.care.week import Week
from coach.core.progress import monday
from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.elements import Button, Text
from coach.ui.layout import Box
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.ring import ring
from coach.ui.room import Room, columns, rows
from coach.ui.screens import week_words as words
from coach.ui.screens.activity import ActivityPage
from coach.ui.screens.history_posture_words import week_words
from coach.ui.screens.steps import centred, foot_note
from coach.ui.screens.tips import TipsPage
from coach.ui.screens.week_parts import head, ways
from coach.ui.screens.week_strip import put_strip, strip_height
from coach.ui.screens.week_targets import TargetsPage

INVITE: Final = (
    "A fresh page",
    "A walk, a session, a stretch, a glass of water: whatever you do shows here.",
    "Begin with one small thing. Days of rest count too.",
)
PAST: Final = ("Nothing noted in this week", "That happens. It changes nothing for the next one.")
START: Final = "Where do I start?"

_SPLIT: Final = (1.0, 1.75)
"""Widths of ring and facts in a wide window. Looked at."""
_ROW: Final = 1.32
"""Height of a fact, ems. Looked at."""


class WeekPage(Page):
    """A week. Escape goes back.

    Args:
        day: any day of the week to show; by default today's week, also when midnight passes.
    """

    calm_s = 1.0

    def __init__(self, painter: Painter, desk: Desk, day: date | None = None) -> None:
        super().__init__(painter)
        self._desk, self._first = desk, monday(day) if day else None

    @property
    def _shown(self) -> date:
        return self._first or monday(self._desk.care.week.today)

    def compose(self, room: Room) -> None:
        """Head, ring and facts, the seven days, the tip, and what there is to do."""
        care = self._desk.care.week
        week, before = care.week(self._shown), care.week(self._shown - timedelta(days=7))
        self._head(room)
        self._ways(room)
        self._notes(room)
        room.gap(1.5)
        if week.empty and before.empty and week.goal_min is None:
            self._empty(room)
            return
        strip = room.foot(strip_height(room) + 2 * room.m.pad)
        put_strip(room.plate(strip), self.painter, week, care.today)
        if room.wide:
            left, right = columns(room.left, *_SPLIT, gap=room.m.gap)
        else:
            left, right = rows(room.left, 1.0, 1.5, gap=room.m.gap)
        self._ring(room.plate(left), week)
        self._facts(room.plate(right), week, before)

    def press(self, key: str) -> Move | None:
        """Leaf, drink, or one page further."""
        care = self._desk.care.week
        if key == "back":
            return Move("back")
        if key == "water":
            care.drink()
            return None
        if key in ("earlier", "later"):
            page = WeekPage(self.painter, self._desk, self._shown + timedelta(days=7 if key == "later" else -7))
            page._focus = key
            return Move("replace", page)
        pages: dict[str, Screen] = {
            "log": ActivityPage(self.painter, self._desk),
            "targets": TargetsPage(self.painter, self._desk),
            "start": TargetsPage(self.painter, self._desk),
            "tips": TipsPage(self.painter, self._desk),
        }
        return Move("push", pages[key])

    def _head(self, room: Room) -> None:
        care = self._desk.care.week
        turns = []
        if self._shown > care.earliest:
            turns.append(room.button("earlier", "", sign="left", shortcut=pygame.K_PAGEUP))
        if self._shown < monday(care.today):
            turns.append(room.button("later", "", sign="right", shortcut=pygame.K_PAGEDOWN))
        name = words.week_name(self._shown, care.today)
        head(room, f"{name} \u00b7 {week_words(self._shown, care.today)}", *turns)

    def _ways(self, room: Room) -> None:
        care = self._desk.care.week
        drunk = next((day.desk.glasses for day in care.week(care.today).days if day.date == care.today and day.desk), 0)
        note = f"{drunk} of {care.glasses} today" if care.glasses else f"{drunk} today"
        buttons: list[Button] = [
            room.button("log", "Log minutes", "primary", sign="plus", note="walk, swim, cycle"),
            room.button("water", "A glass of water", sign="plus", note=note),
            room.button("targets", "Targets", note="your own"),
            room.button("tips", "Tips", note="short cards"),
        ]
        ways(room, *buttons, high=room.button_height(1.75))

    def _notes(self, room: Room) -> None:
        """At the foot of what is left: where it comes from, the day's tip, what could not be read."""
        care = self._desk.care.week
        foot_note(room, f"Sources: {words.SOURCES}.", tone="muted")
        if care.trouble:
            foot_note(room, care.trouble, state="idle")
        elif (tip := care.tip) is not None and self._shown == monday(care.today):
            foot_note(room, f"{tip.title}: {tip.lines[0]}", state="idle")

    def _empty(self, room: Room) -> None:
        title, *lines = INVITE if self._shown == monday(self._desk.care.week.today) else PAST

        def say(part: Room) -> None:
            part.text(title, "title", weight="heavy")
            for line in lines:
                part.gap(1.5)
                part.text(line, "heading", tone="muted")

        centred(room, say, 0.35)

    def _ring(self, room: Room, week: Week) -> None:
        """The ring with its figure inside; what it stands for below or beside it."""
        out_of, about = words.goal_words(week)
        start = week.goal_min is None and self._shown == monday(self._desk.care.week.today)
        # The button says enough; with a line above it all type would shrink.
        said = [line for line in ("" if start else about, words.kinds_words(week)) if line]
        if not room.wide:
            edge = min(room.left.h, round(room.left.w * 0.42))
            picture, beside = columns(room.left, edge, 1.0, gap=2 * room.m.pad)
            centred(room.part(beside), lambda part: self._about(part, said, start=start))
            self._picture(room, picture, week, out_of)
            return
        trial = Room(room.window, room.left, room.theme, room.fonts, room.scale)
        self._about(trial, said, start=start)
        high = room.left.h - trial.left.h
        picture, below = rows(room.left, 1.0, high, gap=room.m.gap)
        self._about(room.part(below), said, start=start)
        # Smaller than this the figure could not be read: the type shrinks instead.
        room.take(max(0, high + room.m.gap + round(4.6 * room.em("label"))))
        self._picture(room, picture, week, out_of)

    def _about(self, room: Room, said: list[str], *, start: bool) -> None:
        for number, line in enumerate(said):
            room.text(line, "label", tone="muted" if number else "text", align="centre" if room.wide else "left")
        if start:
            room.gap(0.5)
            room.buttons(room.button("start", START))

    def _picture(self, room: Room, box: Box, week: Week, out_of: str) -> None:
        share = week.active_min / max(1, words.ring_of(week))
        edge = min(box.w, box.h)
        middle, wide, em = box.centre, round(edge * 0.72), room.em("label")
        size = min(room.em("title"), round(edge * 0.3))
        figure = Box(middle[0] - wide // 2, middle[1] - round(size * 0.85), wide, round(size * 1.25))
        below = Box(middle[0] - wide // 2, figure.bottom, wide, round(em * 1.3))
        texts = (
            Text(figure, f"{week.active_min:.0f}", size, "heavy", align="centre"),
            Text(below, out_of, em, tone="muted", align="centre"),
        )

        def paint(surface: pygame.Surface, where: Box) -> None:
            palette = self.painter.theme.palette
            ring(surface, where, share, (palette.good, palette.track))
            for text in texts:
                self.painter.draw(surface, text)

        room.drawing(box, paint, texts)

    def _facts(self, room: Room, week: Week, before: Week) -> None:
        """A line a fact: what, this week, the week before."""
        care = self._desk.care.week
        wanted = words.Wanted(strength=care.strength_days, stretch=care.targets.stretch_days, glasses=care.glasses)
        this = "this week" if self._shown == monday(care.today) else "that week"
        lines = words.facts(week, before, wanted)
        em = room.em("label")
        high = max(round(em * _ROW), min(round(em * 1.9), room.left.h // (len(lines) + 1)))
        for number, (name, value, then) in enumerate(
            [("", this, "week before"), *((line.name, line.value, line.before) for line in lines)]
        ):
            cells = columns(room.take(high), 1.5, 1.0, 1.0, gap=room.m.gap)
            if name:
                room.elements.append(Text(cells[0], name, em))
            room.elements.append(Text(cells[1], value, em, "heavy" if number else "text",
                                      "text" if number else "muted", "right"))  # fmt: skip
            room.elements.append(Text(cells[2], then, em, tone="muted", align="right"))
