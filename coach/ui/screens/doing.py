"""Doing a set: the picture, one large number, the cue, and a few large buttons that cover none of it."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import pygame

from coach.core.report import Report
from coach.core.workout import Command
from coach.ui.bubble import Bubble, put_bubble
from coach.ui.captions import standing, told
from coach.ui.count_panel import CountPanel
from coach.ui.elements import Button, Drawing, Text
from coach.ui.ghost import GhostDrawing, raised_wrist
from coach.ui.layout import Box, em_px
from coach.ui.ring import ring
from coach.ui.room import Room, columns
from coach.ui.screens.stage import PAUSE_KEYS, PLUS_KEYS, Showing, StagePage
from coach.ui.session_layout import SetLayout, hand_layout, set_layout
from coach.ui.session_parts import STARTING, tone_of
from coach.ui.set_words import count_words, heading, hold_share, paused, phase_words, side_words
from coach.ui.signs import Sign, sign
from coach.ui.theme import State

NEXT: Final = "Next"
PAUSE: Final = "Pause"
GO_ON: Final = "Go on"
NO_CAMERA: Final = "Without camera"
READY: Final = "Get into position"

_WRIST: Final = 0.11
"""Size of the ring at a raised wrist, share of the window's shorter edge."""

_KEYS: Final[Mapping[int, Command]] = {
    **dict.fromkeys(PAUSE_KEYS, "pause"),
    pygame.K_n: "next",
    **dict.fromkeys(PLUS_KEYS, "plus"),
    **dict.fromkeys((pygame.K_MINUS, pygame.K_KP_MINUS), "minus"),
}


class DoingPage(StagePage):
    """The set under way; works by hand where there is no camera."""

    commands = _KEYS

    def __init__(self, showing: Showing) -> None:
        super().__init__(showing)
        work = self.guide.state.work
        self._ghost = GhostDrawing(self.painter.theme.palette, work.exercise, work.side)
        self._taken: Report | None = None

    @property
    def _alone(self) -> bool:
        """Whether there is no camera, and the person counts."""
        return self.guide.camera == "none"

    def column(self, window: tuple[int, int]) -> Box:
        """Everything has its own place in the window."""
        return Box(0, 0, *window)

    def pass_time(self, dt_s: float) -> None:
        """Take in the newest report, and let what moves move."""
        report = self.guide.report
        if report is not None and report is not self._taken:
            self._taken = report
            self._ghost.take(report)
        self._ghost.pass_time(dt_s)
        if self._alone:
            self.showing.demonstration(self.guide.state.work.exercise).pass_time(dt_s)

    def layout(self, window: tuple[int, int]) -> SetLayout:
        """Where things stand in a window."""
        spacing = self.painter.theme.spacing
        if self._alone:
            return hand_layout(window, spacing, sided=bool(side_words(self.guide.state, None)))
        return set_layout(window, self.showing.picture_size, spacing)

    def backdrop(self, surface: pygame.Surface) -> None:
        """The picture with skeleton and target; without a camera the demonstration."""
        super().backdrop(surface)
        place = self.layout(surface.get_size())
        if self._alone:
            self.showing.demonstration(self.guide.state.work.exercise).draw(surface, place.picture)
            return
        report, paused = self.guide.report, bool(self.guide.state.pause)
        counting = report is not None and report.armed and not paused
        self.showing.draw_picture(surface, place.picture, dim=not counting)
        self.showing.draw_skeleton(surface, place.picture)
        if not paused:
            self._ghost.draw(surface, place.picture)
        self._wrists(surface, place.picture)

    def _wrists(self, surface: pygame.Surface, picture: Box) -> None:
        """A ring that fills at each raised wrist, with the sign of what it will do."""
        forming, report = self.guide.forming, self.guide.report
        if forming is None or report is None or report.pose is None:
            return
        p, size = self.painter.theme.palette, round(_WRIST * min(surface.get_size()))
        for side in forming.sides:
            x, y = raised_wrist(report.pose, side, picture)
            if math.isnan(x + y):
                continue
            box = Box(round(x) - size // 2, round(y) - size // 2, size, size)
            pygame.draw.aacircle(surface, p.panel, (x, y), size / 2)
            ring(surface, box, forming.share, (p.good, p.track), thick=0.2)
            small = round(size * 0.44)
            name: Sign = "next" if forming.gesture == "next" else "play" if self.guide.state.pause else "pause"
            surface.blit(sign(name, small, p.text), (round(x) - small // 2, round(y) - small // 2))

    def compose(self, room: Room) -> None:
        """Number and cue on top, buttons at the foot, the person between them."""
        place = self.layout(room.window)
        self._count(room, place.count)
        if self.guide.state.pause:
            self._paused(room, place)
        else:
            self._told(room, place)
        if not self._alone:
            text, state = self._message()
            em = em_px(room.theme.type.label, room.window)
            put_bubble(room, place.message, Bubble(text=text, em=em, weight="text", state=state))
        self._foot(room, place.buttons)

    def _message(self) -> tuple[str, State | None]:
        """What a key did just now, or else what is wrong; "" mostly."""
        if self.showing.told_s > 0:
            return self.showing.note, None
        return (self.guide.message, "fault") if self.guide.state.pause != "camera" else ("", None)

    def _count(self, room: Room, box: Box) -> None:
        state, theme = self.guide.state, room.theme
        panel = CountPanel(room.window, box, (theme, room.fonts), (heading(state), count_words(state)))
        stands: State = standing(self.guide.report) if not self._alone else "idle"
        if not state.pause and self._alone:
            stands = "good"
        shown = "idle" if state.pause else stands

        def paint(surface: pygame.Surface, where: Box) -> None:
            panel.draw(surface, self.painter.marks, self.showing.figures, shown)

        room.elements.append(Drawing(panel.box, paint, panel.texts()))

    def _told(self, room: Room, place: SetLayout) -> None:
        """What there is to say while the set goes on."""
        state, report, type_ = self.guide.state, None if self._alone else self.guide.report, room.theme.type
        phase_em = em_px(type_.phase, room.window)
        side = side_words(state, report)
        put_bubble(room, place.side, Bubble(text=side, em=phase_em))
        phase = phase_words(state, report)
        share = hold_share(state, report) if phase else None
        put_bubble(room, place.phase, Bubble(text=phase, em=phase_em, share=share, right=True))
        if self._alone:
            self._by_hand(room, place)
            return
        cue = self._said(room, place.cue)
        self._caption(room, place, cue)
        if report is not None and report.gauge is not None:
            self._gauge(room, place.gauge, report)

    def _said(self, room: Room, box: Box) -> Box | None:
        """The gesture being made, or else the cue; returns what it takes up."""
        em, forming = em_px(room.theme.type.cue, room.window), self._forming()
        if forming is not None:
            return put_bubble(room, box, Bubble(text=forming, em=em, share=self._formed, tone="good"))
        text, how = self._cue()
        return put_bubble(room, box, Bubble(text=text, em=em, tone=tone_of(how), state=how))

    def _cue(self) -> tuple[str, State]:
        report = self.guide.report
        if report is None:
            return (STARTING if self.guide.camera == "loading" else ""), "idle"
        return told(report, READY)

    def _forming(self) -> str | None:
        """The word of the gesture being made."""
        forming = self.guide.forming
        if forming is None:
            return None
        if forming.gesture == "next":
            return NEXT
        return GO_ON if self.guide.state.pause else PAUSE

    def _caption(self, room: Room, place: SetLayout, cue: Box | None) -> None:
        """What is said, unless the cue says it already; right below the cue, or in its place."""
        said = self.guide.caption if self.showing.look.captions else ""
        if said.rstrip(".") == self._cue()[0].rstrip("."):
            return
        # Counts are said, and written, without a capital; a caption stands by itself.
        said = said[:1].upper() + said[1:]
        em = em_px(room.theme.type.label, room.window)
        top = cue.bottom + room.m.gap if cue else place.cue.y
        box = Box(place.caption.x, top, place.caption.w, place.caption.h)
        put_bubble(room, box, Bubble(text=said, em=em, weight="text", tone="muted"))

    def _gauge(self, room: Room, box: Box, report: Report) -> None:
        gauge, kind = report.gauge, self.guide.state.work.exercise.kind
        assert gauge is not None
        assert kind != "paced"

        def paint(surface: pygame.Surface, where: Box) -> None:
            self.showing.gauge.draw(surface, where, gauge, kind, on=report.armed)

        room.drawing(box, paint)

    def _by_hand(self, room: Room, place: SetLayout) -> None:
        """Without a camera: how to breathe, and one large button that counts, unless the clock does."""
        exercise, (message, state) = self.guide.state.work.exercise, self._message()
        said = self.guide.caption if self.showing.look.captions else ""
        em = em_px(room.theme.type.body, room.window)
        put_bubble(
            room,
            place.cue,
            Bubble(text=message or said or exercise.breathing, em=em, state=state if message else None),
        )
        if exercise.kind != "reps":
            return
        big = room.button("plus", "+1", "primary", note="Press after each one")
        room.put(replace(big, size_px=_fitting(room, place.by_hand, big.note)), place.by_hand)

    def _paused(self, room: Room, place: SetLayout) -> None:
        """Why it stands still and how to go on, in place of everything else that is told."""
        first, last = (place.side, place.caption) if room.wide else (place.cue, place.caption)
        right = max(place.phase.right, place.cue.right)
        plate = room.plate(Box(first.x, first.y, right - first.x, last.bottom - first.y))
        title, how = paused(self.guide.state.pause, by_hand=self._alone)
        cue, body = (em_px(em, room.window) for em in (room.theme.type.cue, room.theme.type.body))
        forming, inner = self._forming(), plate.left
        cue = min(cue, round(inner.h * 0.36))
        upper_h = room.fonts.fit(forming or title, "heavy", (inner.w, inner.h // 2), cue).height
        lower_h = room.fonts.fit(how, "text", (inner.w, inner.h // 2), body).height
        spare = max(0, inner.h - upper_h - lower_h - room.m.gap) // 2
        upper = Box(inner.x, inner.y + spare, inner.w, upper_h)
        lower = Box(inner.x, upper.bottom + room.m.gap, inner.w, min(lower_h, inner.bottom - upper.bottom - room.m.gap))
        if forming is not None:
            at, upper = columns(upper, upper.h, 1.0, gap=room.m.gap)
            share, palette = self._formed, room.theme.palette

            def paint(surface: pygame.Surface, where: Box) -> None:
                ring(surface, where, share, (palette.good, palette.track), thick=0.28)

            plate.drawing(at, paint)
        plate.elements.append(Text(upper, forming or title, cue, "heavy", "good" if forming else "text"))
        plate.elements.append(Text(lower, how, body, tone="muted"))

    @property
    def _formed(self) -> float:
        return self.guide.forming.share if self.guide.forming else 0.0

    def _buttons(self, room: Room) -> dict[str, Button]:
        pause = self.guide.state.pause
        second = room.button("pause", PAUSE, sign="pause")
        if pause == "camera":
            second = room.button("by hand", NO_CAMERA, "primary")
        elif pause:
            second = room.button("pause", GO_ON, "primary", sign="play")
        return {
            "stop": room.button("stop", "STOP", "danger", sign="stop"),
            "pause": second,
            "next": room.button("next", NEXT, sign="next"),
            "minus": room.button("minus", "\u22121"),
            "plus": room.button("plus", "+1"),
        }

    @property
    def _corrections(self) -> tuple[str, ...]:
        """The buttons for putting a count right; where one counts by hand, the large one adds."""
        by_hand = self._alone and not self.guide.state.pause and self.guide.state.work.exercise.kind == "reps"
        return ("minus",) if by_hand else ("minus", "plus")

    def _foot(self, room: Room, box: Box) -> None:
        made, corrections = self._buttons(room), self._corrections
        shares = (0.24, 0.24, 0.2) if room.wide else (0.25, 0.27, 0.23)
        *main, rest = columns(box, *shares, 1.0 - sum(shares), gap=room.m.gap)
        for key, each in zip(("stop", "pause", "next"), main, strict=True):
            room.put(made[key], each)
        # Set apart, at the far end: a miscount is put right seldom, and never in haste.
        wide = round(rest.w * 0.42 * len(corrections)) if room.wide else rest.w
        side = Box(rest.right - wide, rest.y, wide, rest.h)
        for key, each in zip(corrections, columns(side, *(1.0,) * len(corrections), gap=room.m.gap), strict=True):
            room.put(made[key], each)


def _fitting(room: Room, box: Box, note: str) -> int:
    """Em of a large button's word, so that its note fits below it."""
    em = min(em_px(room.theme.type.target, room.window), round(box.h * 0.4))
    inner = box.w - 4 * room.m.pad
    while em > room.em("label") and room.fonts.width(note, "text", round(em * 0.72)) > inner:
        em -= 1
    return em
